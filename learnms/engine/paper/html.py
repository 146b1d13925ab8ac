"""Writes a document as one HTML page that prints well and needs no other file."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from learnms.engine.paper.blocks import (
    CIRCLE,
    SQUARE,
    Box,
    Choices,
    Document,
    Grid,
    Heading,
    Lines,
    Question,
    Text,
)
from learnms.markdown import Table, blocks, spans
from learnms.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from learnms.engine.paper.blocks import Block
    from learnms.markdown import Line, Span

_TAGS = {"strong": "strong", "emphasis": "em"}
_STYLE = """
@page {
  margin: 18mm 20mm 20mm;
  @bottom-left { content: FOOTER; font: 9pt Calibri, Carlito, Arial, sans-serif; color: #444; }
  @bottom-right {
    content: "Page " counter(page) " of " counter(pages);
    font: 9pt Calibri, Carlito, Arial, sans-serif; color: #444;
  }
}
* { box-sizing: border-box; }
body {
  max-width: 44rem; margin: 2rem auto; padding: 0 1.25rem; background: #fff; color: #000;
  font: 11pt/1.4 Calibri, Carlito, "Helvetica Neue", Arial, sans-serif;
}
header { border-bottom: 1.5pt solid #000; margin-bottom: 1rem; padding-bottom: .5rem; }
h1 { font-size: 18pt; line-height: 1.2; margin: 0; }
header p { font-size: 12pt; margin: .15rem 0 0; }
.fields { display: flex; gap: 1.5rem; margin: 1rem 0; }
.fields span { flex: 1; border-bottom: .75pt solid #000; padding-bottom: .1rem; }
.fields span:first-child { flex: 2.2; }
h2 { font-size: 14pt; margin: 1.5rem 0 .5rem; break-after: avoid; }
h3 { font-size: 12pt; margin: 1.5rem 0 .5rem; break-after: avoid; }
p { margin: 0 0 .3rem; }
.instruction { font-style: italic; }
body > .instruction { margin-bottom: 1.1rem; }
td .circle, td .square { margin-right: .15em; }
.label { font-weight: 600; }
.small { font-size: 9pt; color: #333; }
.item { padding-left: 1.4rem; text-indent: -1.1rem; }
.item b { display: inline-block; min-width: 1.1rem; text-indent: 0; font-weight: 400; }
.question {
  display: grid; grid-template-columns: 2.2rem 1fr; margin: 0 0 1.1rem; break-inside: avoid;
}
.number { font-weight: 700; }
.question > div > p:first-child { margin-bottom: .45rem; }
.note { font-size: 9pt; color: #333; white-space: nowrap; }
.choices { list-style: none; margin: .15rem 0 .35rem; padding: 0; }
.choices li { display: flex; gap: .55rem; align-items: baseline; margin-bottom: .15rem; }
.choices b { min-width: 1.2rem; font-weight: 400; }
.circle, .square {
  display: inline-block; flex: none; width: .78em; height: .78em; border: .9pt solid #000;
  position: relative; top: .04em; print-color-adjust: exact;
}
.circle { border-radius: 50%; }
table { border-collapse: collapse; width: 100%; margin: .3rem 0 .6rem; table-layout: fixed; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
th, td {
  border: .75pt solid #555; padding: .25rem .45rem;
  text-align: left; vertical-align: top; overflow-wrap: anywhere;
}
th { background: #eee; font-weight: 600; print-color-adjust: exact; }
.center { text-align: center; }
.plain td { border: 0; padding: .12rem .6rem .12rem 0; }
td p, th p { margin: 0 0 .12rem; }
.box { border: .75pt solid #555; margin: 0 0 .7rem; break-inside: avoid; }
.box > .title {
  background: #eee; font-weight: 600; margin: 0; padding: .2rem .6rem; print-color-adjust: exact;
}
.box > div { padding: .45rem .6rem .2rem; }
.line { border-bottom: .75pt solid #000; height: 1.9rem; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
"""


def page(document: Document) -> str:
    """The page. Every text is escaped; the same document gives the same page."""
    fields = "".join(f"<span>{_safe(name)}:</span>" for name in document.fields)
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{_safe(document.footer)}</title>\n",
            f"<style>{_STYLE.replace('FOOTER', _css_text(document.footer))}</style>\n",
            "</head>\n<body>\n",
            f"<header><h1>{_safe(document.title)}</h1><p>{_safe(document.subtitle)}</p></header>\n",
            f'<div class="fields">{fields}</div>\n' if fields else "",
            *(f"{_block(block)}\n" for block in document.blocks),
            "</body>\n</html>\n",
        )
    )


def _safe(text: str) -> str:
    return escape(visible(text))


def _css_text(text: str) -> str:
    """A text as a string of CSS inside a style element: all but letters and digits by number."""
    return '"{}"'.format(
        "".join(
            sign if sign.isalnum() and sign.isascii() else f"\\{ord(sign):06x}"
            for sign in visible(text)
        )
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{_safe(text)}</h{level + 1}>"
        case Text(text, role):
            return "".join(_text(text, role))
        case Choices(items, mark):
            return f'<ul class="choices">{"".join(_choices(items, mark))}</ul>'
        case Grid():
            return _grid(block)
        case Lines(count):
            return '<div class="line"></div>' * count
        case Box(title, inner):
            return (
                f'<section class="box"><p class="title">{_safe(title)}</p>'
                f"<div>{''.join(map(_block, inner))}</div></section>"
            )
        case Question():
            return _question(block)


def _question(question: Question) -> str:
    note = f' <span class="note">({_safe(question.note)})</span>' if question.note else ""
    stem, *rest = question.blocks
    first = _block(stem)
    if note and first.startswith("<p"):
        first = first.replace("</p>", f"{note}</p>", 1)
    return (
        f'<section class="question"><div class="number">{question.number}.</div>'
        f"<div>{first}{''.join(map(_block, rest))}</div></section>"
    )


def _text(text: str, role: str) -> Iterator[str]:
    for part in blocks(text):
        if isinstance(part, Table):
            cells = tuple(len(row) for row in part.rows)
            rows = tuple(row + ("",) * (max(cells) - len(row)) for row in part.rows)
            yield _grid(Grid(rows, (1,) * max(cells)))
        elif part.text:
            yield _line(part, role)


def _line(line: Line, role: str) -> str:
    classes = " ".join(filter(None, (role, "item" if line.mark else "")))
    attribute = f' class="{classes}"' if classes else ""
    mark = f"<b>{escape(line.mark)}</b> " if line.mark else ""
    return f"<p{attribute}>{mark}{_runs(line.spans)}</p>"


def _runs(runs: Iterable[Span]) -> str:
    return "".join(
        f"<{tag}>{escape(run.text)}</{tag}>" if (tag := _TAGS.get(run.style)) else escape(run.text)
        for run in runs
    )


def _inline(text: str) -> str:
    """One line of light Markdown, with a mark to fill in drawn as a shape."""
    text, shape = visible(text), ""
    for sign, name in ((CIRCLE, "circle"), (SQUARE, "square")):
        if text.startswith(sign):
            text, shape = text.removeprefix(sign), f'<span class="{name}"></span>'
    return shape + _runs(spans(text))


def _choices(items: Iterable[tuple[str, str]], mark: str) -> Iterator[str]:
    for letter, text in items:
        lines = "<br>".join(map(_inline, text.strip().split("\n")))
        yield f"<li>{_inline(mark)}<b>{letter}.</b><span>{lines}</span></li>"


def _grid(grid: Grid) -> str:
    whole = sum(grid.widths)
    columns = "".join(f'<col style="width:{100 * width / whole:.1f}%">' for width in grid.widths)
    first, *others = [
        "".join(
            _cell(
                text,
                "th" if not row and grid.rules else "td",
                grid.centered and at >= grid.centered,
            )
            for at, text in enumerate(cells)
        )
        for row, cells in enumerate(grid.rows)
    ]
    body = "".join(f"<tr>{cells}</tr>" for cells in others)
    head = f"<thead><tr>{first}</tr></thead>" if grid.rules else f"<tr>{first}</tr>"
    kind = "" if grid.rules else ' class="plain"'
    return f"<table{kind}><colgroup>{columns}</colgroup>{head}<tbody>{body}</tbody></table>"


def _cell(text: str, tag: str, centered: object) -> str:
    lines = text.split("\n")
    inner = "".join(f"<p>{_inline(line)}</p>" for line in lines) if lines[1:] else _inline(text)
    style = ' class="center"' if centered else ""
    return f"<{tag}{style}>{inner}</{tag}>"
