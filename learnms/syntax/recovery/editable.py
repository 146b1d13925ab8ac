"""An editable copy of a deck's text, which is repaired line by line until it parses.

Every edit keeps the number of lines, and every edit but one keeps the columns: an indent may grow
or shrink, and `home` then maps a place in the copy back to the place in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from learnms.syntax.node import Mapping, Mark, Node, Scalar, Sequence

if TYPE_CHECKING:
    from learnms.syntax.finding import Finding

_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+\Z")
_NAME = (
    r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|(?:[^\s\[\]{},#&*!|>'\"%@`?:-]|[?:-][^\s\[\]{},])(?:(?!["
    r" \t]#).)*?"
)
_LAYOUT = re.compile(
    rf"(?P<indent>[ \t]*)(?P<dashes>(?:-(?:[ \t]+|\Z))*)(?:(?P<name>{_NAME})(?<![ \t])[ \t]*:(?:["
    r" \t]+|\Z))?(?P<value>.*)",
    re.DOTALL,
)


class Layout(NamedTuple):
    """Where the parts of a line begin: columns count from 0, `name` is None on a line without a
    field.
    """

    indent: int
    dashes: tuple[int, ...]
    content: int
    name: str | None
    value: int

    @property
    def base(self) -> int:
        """What belongs to this line's value begins further right than this."""
        if self.name is not None:
            return self.content
        return self.dashes[-1] if self.dashes else self.indent - 1


def layout(body: str) -> Layout:
    """Split a line as its author meant it: indent, dashes, field name, value."""
    match = _LAYOUT.match(body)
    assert match is not None  # every part may be empty
    start = match.start("dashes")
    dashes = tuple(start + index for index, sign in enumerate(match["dashes"]) if sign == "-")
    return Layout(
        len(match["indent"]), dashes, match.end("dashes"), match["name"], match.start("value")
    )


def _lines_of(text: str) -> list[str]:
    lines: list[str] = _LINE.findall(text)
    if not lines or lines[-1][-1] in "\r\n":
        lines.append("")
    return lines


class Editable:
    """The lines of a text, with their line endings, and the edits made to them.

    `covered` holds the original text of each value that was covered, by line and column, both from
    0; `blanked` are the lines whose content is lost to the reader.
    """

    def __init__(self, text: str) -> None:
        self.lines = _lines_of(text)
        self.covered: dict[tuple[int, int], str] = {}
        self.blanked: dict[int, int] = {}
        self._shifts: dict[int, list[tuple[int, int]]] = {}
        self._home_starts = self._line_starts()
        self.refresh()

    def copy(self) -> Editable:
        """Another draft with the same content, to try a change on."""
        other = Editable.__new__(Editable)
        other.lines, other.covered, other.blanked = (
            self.lines.copy(),
            self.covered.copy(),
            self.blanked.copy(),
        )
        other._shifts = {line: moves.copy() for line, moves in self._shifts.items()}
        other._home_starts, other._starts, other.text = self._home_starts, self._starts, self.text
        return other

    def refresh(self) -> None:
        """Bring `text` and its offsets up to date after a change."""
        self.text = "".join(self.lines)
        self._starts = self._line_starts()

    def _line_starts(self) -> list[int]:
        return [0, *accumulate(map(len, self.lines))][: len(self.lines)]

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of an offset, both from 0."""
        line = bisect_right(self._starts, index) - 1
        return line, index - self._starts[line]

    def index(self, line: int, column: int) -> int:
        """The offset of a place."""
        return self._starts[line] + column

    def body(self, line: int) -> str:
        """A line without its end."""
        return self.lines[line].rstrip("\r\n")

    def is_blank(self, line: int) -> bool:
        """Whether nothing is on the line but white space or a comment."""
        text = self.lines[line].lstrip()
        return not text or text[0] == "#"

    def put(self, line: int, column: int, text: str) -> None:
        """Write over what is there, as many characters as the text has."""
        body = self.body(line)
        end = self.lines[line][len(body) :]
        self.lines[line] = body[:column].ljust(column) + text + body[column + len(text) :] + end

    def rewrite(self, start: int, text: str) -> None:
        """Write over a stretch of text that may span lines, with the line ends where they were."""
        self.lines = _lines_of(self.text[:start] + text + self.text[start + len(text) :])

    def cover(self, line: int, column: int, end: int | None = None) -> None:
        """Replace a text by a harmless one of the same length, and remember it as broken."""
        text = self.body(line)[column:end].rstrip()
        if text:
            self.covered.setdefault((line, column), text)
            self.put(line, column, "x" * len(text))

    def spoil(self, line: int, column: int) -> None:
        """Remember the value that begins there as broken, without a change."""
        self.covered.setdefault((line, column), self.body(line)[column:])

    def erase(self, line: int) -> None:
        """Remove the content of a line that belongs to a broken value."""
        self.put(line, 0, " " * len(self.body(line)))

    def erase_below(self, line: int, base: int, *, texts_only: bool = False) -> None:
        """Remove the lines below one that begin further right than `base`, or of these the first
        that are bare text.
        """
        for below in range(line + 1, len(self.lines)):
            parts = layout(self.body(below))
            is_text = parts.name is None and not parts.dashes
            if self.body(below).strip() and (parts.indent <= base or (texts_only and not is_text)):
                return
            self.erase(below)

    def blank(self, line: int) -> None:
        """Remove the content of a line, and remember that something is missing there."""
        self.blanked.setdefault(line, layout(self.body(line)).indent)
        self.erase(line)

    def stand_in(self, line: int) -> None:
        """Put a broken name in the place of a line's content, so that what is below keeps its
        place; a dash stays.
        """
        parts = layout(self.body(line))
        text = self.body(line)[parts.indent :].rstrip()
        if not text:
            return
        start = parts.indent + (2 if text[:1] == "-" else 0)
        self.blank(line)
        self.put(line, parts.indent, "-" if text[:1] == "-" else "")
        self.put(line, start, "x" * max(1, len(text) - (start - parts.indent) - 1) + ":")
        self.covered[line, start] = text

    def shift(self, line: int, by: int, *, tabs: int | None = None) -> None:
        """Make the indent longer or shorter; `tabs` is the width at which its tabs become spaces
        first.
        """
        body = self.lines[line]
        indent = len(body) - len(body.lstrip(" \t"))
        spaces = body[:indent].expandtabs(tabs) if tabs is not None else body[:indent]
        new = max(0, len(spaces) + by)
        self.lines[line] = " " * new + body[indent:]
        self._moved(line, 0, new - indent)

    def insert(self, line: int, column: int, text: str) -> None:
        """Write a sign that is missing, and make room for it."""
        old = self.lines[line]
        self.lines[line] = old[:column] + text + old[column:]
        self._moved(line, column, len(text))

    def _moved(self, line: int, column: int, by: int) -> None:
        self._shifts.setdefault(line, []).append((column, by))
        for place in [place for place in self.covered if place[0] == line and place[1] >= column]:
            self.covered[line, place[1] + by] = self.covered.pop(place)

    def broken(self) -> dict[int, str]:
        """The original text of the covered values by their offset."""
        return {self.index(*place): text for place, text in self.covered.items()}

    def home(self, mark: Mark) -> Mark:
        """The place in the file of a place in this copy."""
        column = mark.column
        for start, by in reversed(self._shifts.get(mark.line - 1, ())):
            column = max(start + 1, column - by) if column > start + 1 or not start else column
        # The parser may put the end of the text on its own line after the last one.
        start = self._home_starts[min(mark.line, len(self._home_starts)) - 1]
        return Mark(mark.line, column, start + column - 1)

    def finding_home(self, finding: Finding) -> Finding:
        """A finding about this copy, at its place in the file."""
        return (
            replace(finding, column=self.home(Mark(finding.line, finding.column, 0)).column)
            if self._shifts
            else finding
        )

    def bring_home(self, node: Node) -> None:
        """Set the marks of a node and of all that is in it to their places in the file."""
        if not self._shifts:
            return
        waiting: list[Node] = [node]
        while waiting:
            node = waiting.pop()
            node.start, node.end = self.home(node.start), self.home(node.end)
            if isinstance(node, Mapping):
                waiting.extend(part for pair in node.pairs for part in pair)
            elif isinstance(node, Sequence):
                waiting.extend(node.items)

    def is_in_gap(self, root: Node, finding: Finding) -> bool:
        """Whether a finding is about fields in which a line was blanked, so that two cards may
        have become one.
        """
        return any(
            node.broken
            for node in _path_to(root, finding.line)
            if isinstance(node, Mapping) and node.start.column == finding.column
        )

    def mark_gaps(self, root: Node) -> None:
        """Mark the lists and fields as broken in which a line was blanked."""
        for line, indent in self.blanked.items():
            path = _path_to(root, line + 1)
            outer = next(
                (
                    depth
                    for depth in range(len(path) - 1, -1, -1)
                    if isinstance(path[depth], Mapping) and path[depth].start.column <= indent + 1
                ),
                0,
            )
            for node in path[outer:]:
                node.broken = True


def _path_to(root: Node, line: int) -> list[Node]:
    """The lists and fields around a line, from the outermost to the innermost."""
    path: list[Node] = []
    node: Node | None = None if isinstance(root, Scalar) else root
    while node is not None:
        path.append(node)
        parts = (
            [value for _, value in node.pairs]
            if isinstance(node, Mapping)
            else node.items
            if isinstance(node, Sequence)
            else []
        )
        node = next(
            (
                part
                for part in parts
                if not isinstance(part, Scalar) and part.start.line <= line <= part.end.line
            ),
            None,
        )
    return path
