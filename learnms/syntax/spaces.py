"""Pasted spaces and invisible characters where YAML needs ordinary spaces.

A non-breaking space inside a text is fine. In the indent of a line, after a dash or beside the
colon of a field's name YAML does not count it as a space, and reads the line as something else. The
meaning is certain there, so the text is read as meant.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from learnms.syntax.field_names import FIELD_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ZERO_WIDTH = "\u00ad\u200b-\u200f\u2060\ufeff"
_ANY = _SPACES + _ZERO_WIDTH
ODD = re.compile(f"[{_ANY}]")
_IS_ZERO_WIDTH = re.compile(f"[{_ZERO_WIDTH}]")
# Zero-width characters that no language needs, so that they can be removed wherever they stand.
NEEDLESS = re.compile("[\u00ad\u200b\u2060\ufeff]")

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BREAK = re.compile(r"[\r\n]")
_LEAD = re.compile(rf"[ \t{_ANY}]*")
_DASH = re.compile(rf"-(?P<gap>[ \t{_ANY}]+|\Z)")
_NAME = re.compile(
    rf"(?P<name>[^\W_{_ANY}](?:[\w .'()/-]|[{_ZERO_WIDTH}]){{0,60}}?)(?P<before>["
    rf" {_ANY}]*):(?P<after>[ \t{_ANY}]+|\Z)"
)
_FLOW_NAME = re.compile(
    rf"[{{,](?P<lead>[ {_ANY}]*)(?P<name>[a-z][a-z-]*)(?P<before>[{_ANY}]*):(?P<after>[{_ANY}]*)"
)
_HEADER = re.compile(r"[|>][0-9+-]*[ \t]*(?:#.*)?\Z")
_NAMES = {
    "\u200b": "zero-width space",
    "\u00a0": "non-breaking space",
    "\u202f": "narrow non-breaking space",
    "\ufeff": "byte order mark",
    "\u3000": "wide (ideographic) space",
}


class Astray(NamedTuple):
    """A stray character: its offset, and whether it has a width."""

    at: int
    sign: str

    @property
    def is_space(self) -> bool:
        """Whether an ordinary space replaces it; otherwise it is removed."""
        return not _is_zero_width(self.sign)


def _is_zero_width(sign: str) -> bool:
    return _IS_ZERO_WIDTH.match(sign) is not None


def name_of(sign: str) -> str:
    """The common name of such a character."""
    return _NAMES.get(sign) or unicodedata.name(sign, "invisible character").lower()


class _Scan:
    """Scans the lines, and remembers to what a line further right can belong."""

    def __init__(self) -> None:
        self.block: int | None = None
        self.column = 0
        self.opens = False

    def line(self, body: str) -> Iterator[int]:
        """The columns of the stray characters in one line."""
        lead = _LEAD.match(body)
        assert lead is not None  # it may be empty
        width, indent = lead.end(), len(body) - len(body.lstrip(" "))
        content = body[width:]
        if self.block is not None:
            if indent > self.block or (not content and indent == width):
                return
            if not content or width > self.block:
                yield from _odd_in(body, 0, width)
                return
            self.block = None
        if not content:
            yield from _odd_in(body, 0, width)
            return
        column, dashed = width, False
        gaps: list[int] = []
        while (dash := _DASH.match(body, column)) is not None:
            gaps += _odd_in(body, dash.start("gap"), dash.end())
            column, dashed = dash.end(), True
        name = _NAME.match(body, column)
        yield from self._lead_of(
            body, width, is_text=name is None and not dashed and content[0] != "#"
        )
        yield from gaps
        if name is not None:
            yield from self._around_name(body, name, column)
        yield from _in_flow(body, column)
        self._remember(body, width, column, name, dashed=dashed)

    def _lead_of(self, body: str, width: int, *, is_text: bool) -> Iterator[int]:
        """The indent, unless the line continues a text and is indented far enough already."""
        indent = len(body) - len(body.lstrip(" "))
        if indent < width and not (is_text and indent > self.column):
            yield from _odd_in(body, 0, width)

    def _around_name(self, body: str, name: re.Match[str], column: int) -> Iterator[int]:
        known = _IS_ZERO_WIDTH.sub("", name["name"]) in FIELD_NAMES
        if known:
            yield from _odd_in(body, name.start(), name.end("before"))
        if known or column == self.column or (self.opens and column > self.column):
            after = name.start("after")
            if body[after : after + 1] not in (" ", "\t"):
                yield from _odd_in(body, after, name.end())

    def _remember(
        self, body: str, width: int, column: int, name: re.Match[str] | None, *, dashed: bool
    ) -> None:
        value = body[name.end() if name is not None else column :]
        if _HEADER.match(value) and (name is not None or dashed):
            self.block = column if name is not None else width
        if name is not None or dashed:
            self.column, self.opens = column, not value.strip()


def _odd_in(body: str, start: int, end: int) -> Iterator[int]:
    return (match.start() for match in ODD.finditer(body, start, end))


def _in_flow(body: str, column: int) -> Iterator[int]:
    for field in _FLOW_NAME.finditer(body, column):
        if field["name"] in FIELD_NAMES:
            yield from _odd_in(body, field.start("lead"), field.end())


def astray(text: str) -> list[Astray]:
    """All stray characters of a text."""
    if ODD.search(text) is None:
        return []
    scan, places = _Scan(), []
    for line in _LINE.finditer(text):
        start = line.start()
        places += [
            Astray(start + column, text[start + column])
            for column in scan.line(line.group().rstrip("\r\n"))
        ]
    return places


def as_meant(text: str, places: list[Astray]) -> str:
    """The text to parse: spaces replaced; a zero-width character becomes a space at the end of its
    line, which keeps the offsets of other lines.
    """
    pieces, offset, owed = [], 0, 0
    for place in [*(character.at for character in places), len(text)]:
        end = _BREAK.search(text, offset, place) if owed else None
        if end is not None:
            pieces += [text[offset : end.start()], " " * owed]
            offset, owed = end.start(), 0
        pieces.append(text[offset:place])
        if place < len(text):
            owed += _is_zero_width(text[place])
            pieces.append("" if _is_zero_width(text[place]) else " ")
        offset = place + 1
    return "".join(pieces) + " " * owed


def spaces_replaced(text: str) -> str:
    """The text as `fix` writes it: astray spaces replaced, needless zero-width characters removed
    everywhere.
    """
    pieces, offset = [], 0
    for character in astray(text):
        pieces += [text[offset : character.at], " " if character.is_space else ""]
        offset = character.at + 1
    return NEEDLESS.sub("", "".join([*pieces, text[offset:]]))
