"""Light Markdown of decks as HTML and as plain text, for writers; and plain text as Markdown."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from learnms.markdown import Line, Table, blocks, spans
from learnms.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from learnms.markdown import Span

_TAGS = {"strong": "strong", "emphasis": "em"}
_SIGN = re.compile(r"[*_]")


def as_html(text: str) -> str:
    """A text as HTML: paragraphs, line breaks, lists, tables and emphasis, all else escaped."""
    parts: list[str] = []
    for is_list, lines in _runs(text):
        if isinstance(lines, Table):
            parts.append(_table(lines))
        elif is_list:
            parts.append(_list(lines))
        else:
            parts.append(f"<p>{'<br>'.join(_inline(line.spans) for line in lines)}</p>")
    return "\n".join(parts)


def as_html_line(text: str) -> str:
    """A text as HTML without paragraphs around it: emphasis and line breaks."""
    return "<br>".join(_inline(spans(line)) for line in visible(text).strip().split("\n"))


def as_plain(text: str) -> str:
    """A text without its styles, line by line."""
    return "\n".join(
        "".join(span.text for span in spans(line)) for line in visible(text).strip().split("\n")
    )


def needs_html(text: str) -> bool:
    """Whether a text says more than its characters do, or holds signs that HTML gives a meaning."""
    return (
        any(sign in text for sign in ("<", ">", "&", "\n "))
        or any(isinstance(block, Table) for block in blocks(text))
        or any(span.style for line in text.split("\n") for span in spans(line))
    )


def as_markdown(text: str) -> str:
    """Plain text as Markdown that shows the same: signs that would be emphasis are escaped."""
    return "\n".join(
        _SIGN.sub(r"\\\g<0>", line) if any(span.style for span in spans(line)) else line
        for line in text.split("\n")
    )


def _runs(text: str) -> Iterator[tuple[bool, list[Line] | Table]]:
    """The tables, the lists, and the paragraphs as lines that belong together."""
    run: list[Line] = []
    for block in blocks(text):
        if isinstance(block, Table):
            if run:
                yield bool(run[0].mark), run
            yield False, block
            run = []
            continue
        is_new = bool(run) and bool(block.mark) != bool(run[0].mark)
        if run and (is_new or not block.text):
            yield bool(run[0].mark), run
            run = []
        if block.text:
            run.append(block)
    if run:
        yield bool(run[0].mark), run


def _list(lines: list[Line]) -> str:
    """A list with the lists inside it."""
    parts: list[str] = []
    open_tags: list[str] = []
    for line in lines:
        depth = min(line.indent, len(open_tags)) + 1
        while len(open_tags) > depth:
            parts.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == depth:
            parts.append("</li>")
        else:
            tag = "ul" if line.mark == "•" else "ol"
            start = line.mark.rstrip(".)")
            parts.append(f'<ol start="{start}">' if tag == "ol" and start != "1" else f"<{tag}>")
            open_tags.append(tag)
        parts.append(f"<li>{_inline(line.spans)}")
    parts += [f"</li></{tag}>" for tag in reversed(open_tags)]
    return "".join(parts)


def _table(table: Table) -> str:
    head, *body = table.rows
    rows = [_row(head, "th"), *(_row(row, "td") for row in body)]
    return f"<table>{''.join(rows)}</table>"


def _row(cells: Iterable[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_inline(spans(cell))}</{tag}>' for cell in cells)}</tr>"


def _inline(line: Iterable[Span]) -> str:
    return "".join(
        f"<{_TAGS[span.style]}>{escape(span.text, quote=False)}</{_TAGS[span.style]}>"
        if span.style
        else escape(span.text, quote=False)
        for span in line
    )
