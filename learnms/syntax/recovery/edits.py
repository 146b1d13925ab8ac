"""Edits that repair a draft. Each is a function of the draft, so that several can be tried on
copies before one is chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from learnms.syntax.recovery.editable import layout

if TYPE_CHECKING:
    from learnms.syntax.recovery.editable import Editable

Edit = Callable[["Editable"], None]
Extent = Literal["line", "own", "block", "left"]


def cover(line: int, column: int, end: int | None = None) -> Edit:
    """Put a harmless text of the same length over what cannot be read."""
    return lambda draft: draft.cover(line, column, end)


def cover_value(line: int, column: int, through: int | None = None) -> Edit:
    """Cover a value and the text that it goes on with below, in any case up to the line `through`.

    What ends with a colon also takes with it the fields and items below.
    """

    def edit(draft: Editable) -> None:
        parts = layout(draft.body(line))
        ends_with_colon = draft.body(through or line).rstrip().endswith(":")
        draft.cover(line, column)
        for following in range(line + 1, (through or line) + 1):
            draft.erase(following)
        draft.erase_below(
            through or line, max(parts.base, parts.indent), texts_only=not ends_with_colon
        )

    return edit


def cover_list(line: int, column: int, through: int, dash: int) -> Edit:
    """Cover a text that swallowed a list, and remove the list, whose dashes are in the column
    `dash`.
    """

    def edit(draft: Editable) -> None:
        cover_value(line, column, through)(draft)
        draft.erase_below(through, dash - 1)

    return edit


def erase(first: int, last: int) -> Edit:
    """Remove lines that mean nothing to the reader."""

    def edit(draft: Editable) -> None:
        for line in range(first, last + 1):
            draft.erase(line)

    return edit


def blank(first: int, last: int) -> Edit:
    """Remove lines whose content the reader misses."""

    def edit(draft: Editable) -> None:
        for line in range(first, last + 1):
            draft.blank(line)

    return edit


def stand_in(line: int) -> Edit:
    """Replace a line by a name or an item that holds what is below it."""
    return lambda draft: draft.stand_in(line)


def blank_texts(line: int) -> Edit:
    """Remove a line, and the bare text below it."""

    def edit(draft: Editable) -> None:
        draft.blank(line)
        draft.erase_below(line, -1, texts_only=True)

    return edit


def blank_own(line: int) -> Edit:
    """Remove a line, and all that is below it and belongs to it."""

    def edit(draft: Editable) -> None:
        parts, body = layout(draft.body(line)), draft.body(line)
        draft.blank(line)
        # Behind a tab, columns cannot be compared.
        if "\t" not in body[: parts.indent]:
            draft.erase_below(line, max(parts.base, parts.indent))

    return edit


def blank_kind(line: int, column: int) -> Edit:
    """Remove a line, and its neighbors of the same kind with what is below them."""

    def edit(draft: Editable) -> None:
        dashed = bool(layout(draft.body(line)).dashes)
        draft.blank(line)
        for below in range(line + 1, len(draft.lines)):
            if draft.is_blank(below):
                continue
            parts = layout(draft.body(below))
            if parts.indent < column or (parts.indent == column and bool(parts.dashes) != dashed):
                return
            draft.blank(below)

    return edit


def spoil(place: tuple[int, int], *, first: int, last: int) -> Edit:
    """The value that begins at `place` misses the lines from `first` to `last`, and the bare
    text below.
    """

    def edit(draft: Editable) -> None:
        draft.spoil(*place)
        for line in range(first, last + 1):
            draft.erase(line)
        draft.erase_below(last, -1, texts_only=True)

    return edit


def insert(line: int, column: int, sign: str) -> Edit:
    """Write a sign that is missing."""
    return lambda draft: draft.insert(line, column, sign)


def put(line: int, column: int, sign: str) -> Edit:
    """Write a sign over another one."""
    return lambda draft: draft.put(line, column, sign)


def expand_tabs(lines: list[int], width: int) -> Edit:
    """Replace the tabs at the beginning of lines by spaces."""

    def edit(draft: Editable) -> None:
        for line in lines:
            draft.shift(line, 0, tabs=width)

    return edit


def move(line: int, by: int, extent: Extent) -> Edit:
    """Indent a line by more or less: alone, with what is its `own`, or with the `block` that begins
    with it.

    `left` moves what is left of the new column: below a line that moves to the right, the rest
    stays where it is.
    """

    def edit(draft: Editable) -> None:
        indent, dashes = layout(draft.body(line))[:2]
        draft.shift(line, by)
        if extent == "line":
            return
        for below in range(line + 1, len(draft.lines)):
            if draft.is_blank(below):
                continue
            other, other_dashes = layout(draft.body(below))[:2]
            if (
                other < indent
                or (extent == "own" and other == indent)
                or (dashes and other_dashes and other == indent + by)
            ):
                return
            if extent != "left" or other < indent + by:
                draft.shift(below, by)

    return edit


def move_lines(first: int, last: int, by: int) -> Edit:
    """Indent all lines from the first to the last by more or less."""

    def edit(draft: Editable) -> None:
        for line in range(first, last + 1):
            if not draft.is_blank(line):
                draft.shift(line, by)

    return edit
