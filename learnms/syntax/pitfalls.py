"""Characters that mean something in YAML where an author means text, explained for
non-programmers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.syntax.node import Mapping, Mark, Node, Scalar, Sequence
from learnms.syntax.rules import finding

if TYPE_CHECKING:
    from learnms.syntax.finding import Finding
    from learnms.syntax.source import Source

_MEANINGS = {
    "[": "opens a list here",
    "{": "opens a set of fields here",
    ">": "starts a block of text",
    "|": "starts a block of text",
    "*": "repeats a value from elsewhere",
    "&": "names a value",
    "!": "names a data type",
    "%": "starts a directive",
    "@": "cannot start a value",
    "`": "cannot start a value",
    '"': "opens quoted text that ends at the next quote",
    "'": "opens quoted text that ends at the next quote",
    "#": "starts a comment",
    ",": "separates values",
    "?": "starts a complex field name",
    "-": "starts a list item",
    "]": "closes a list",
    "}": "closes a set of fields",
}
_LONGEST_SUGGESTION = 70
MAX_DEPTH = 64


def begins_with(text: str, subject: str = "the text") -> str:
    """The message about the special character at the start of a text."""
    sign = text[:1]
    shown = {"`": "a backtick", "-": "a dash and a space"}.get(
        sign, f"`{'{{' if text.startswith('{{') else sign}`"
    )
    return f"{subject} starts with {shown}, which {_MEANINGS.get(sign, 'has a special meaning')}"


def depth_words() -> tuple[str, str]:
    """Message and remedy for more than `MAX_DEPTH` nested lists and mappings."""
    message = (
        f"lists and fields are nested more than {MAX_DEPTH} levels deep here, so the rest of the"
        " file is not read"
    )
    return message, "look for unclosed brackets; a card needs only two or three levels"


def is_sign(text: str) -> bool:
    """Whether YAML reads the start of plain text as something else."""
    if text[:1] in ("-", "?"):
        return text[1:2] in ("", " ", "\t")
    return text[:1] in _MEANINGS


def quoted(text: str) -> str:
    """The text in quotes, as written in a deck."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def quote_fix(text: str) -> str:
    """The remedy that shows the text in quotes, if it is short enough."""
    line = " ".join(text.split())
    if 0 < len(line) <= _LONGEST_SUGGESTION:
        return f"put it in quotes: {quoted(line)}"
    return (
        "put the whole text in single quotes: '…'"
        if '"' in line or "\\" in line
        else 'put the whole text in double quotes: "…"'
    )


def after_quotation(text: str, end: int) -> tuple[str, str]:
    """Message and remedy for a text that continues after its opening quotation ends at `end`."""
    message = f"the quoted text ends after {_shortened(text[:end])}, but more text follows"
    sign = text[0]
    inner = text[1:-1].strip()
    if text[end : end + 1].strip() and text.endswith(sign) and len(text) > end + 1:
        return message, quote_fix(inner)
    return message, quote_fix(text)


def starts_by_accident(node: Node) -> bool:
    """Whether a list or mapping exists only because a text begins with `[` or `{` without quotes.

    Only the reader of a text field knows that it is one, so it asks this when it finds no text.
    """
    return not isinstance(node, Scalar) and node.flow


def accident(source: Source, node: Node) -> Finding | None:
    """The finding about a value that was meant as text but read as something else; None if it is
    fine.
    """
    if isinstance(node, Scalar) or node.broken:
        return None
    if starts_by_accident(node):
        text = source.text[node.start.index : node.end.index]
        return finding(
            "LM011",
            source.path,
            node.start,
            begins_with(text),
            quote_fix(text),
            len(text.split("\n")[0].rstrip()),
        )
    if isinstance(node, Sequence) or len(node.pairs) != 1:
        return None
    return _colon_accident(source, node)


def _colon_accident(source: Source, node: Mapping) -> Finding | None:
    """`- Note: give slowly` in a list of texts."""
    name, value = node.pairs[0]
    if not isinstance(value, Scalar) or name.style or value.start.line != name.start.line:
        return None
    colon = source.text.find(":", name.end.index)
    if colon < 0:
        return None
    mark = Mark(name.end.line, name.end.column + colon - name.end.index, colon)
    return finding(
        "LM010", source.path, mark, *colon_words(source.text[name.start.index : value.end.index])
    )


def colon_words(text: str) -> tuple[str, str]:
    """Message and remedy for an unquoted colon inside a text."""
    message = "a colon followed by a space ends a field name, but this one is inside unquoted text"
    fix = quote_fix(text)
    return message, (
        fix + "; curly quotes do not count"
        if text[:1] in ("\u201c", "\u201e", "\u2018", "\u00ab")
        else fix
    )


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
