"""A position at which the parser stopped, with helpers for the diagnoses."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.syntax.entities import ENTITY
from learnms.syntax.entities import words as entity_words
from learnms.syntax.node import Mark
from learnms.syntax.pitfalls import begins_with, quote_fix
from learnms.syntax.recovery import edits
from learnms.syntax.recovery.editable import Editable, Layout, layout

if TYPE_CHECKING:
    from learnms.syntax.recovery.attempt import Open, Stop
    from learnms.syntax.recovery.edits import Edit

_COLON = re.compile(r":(?=[ \t]|\Z)")
_BORDER = re.compile(r"[,\]}]")


@dataclass(frozen=True, slots=True)
class Cause:
    """A problem, at a line and column from 0, and the edits by which the draft may be repaired.

    `may_follow` says that such a cause is about names or columns, and often only follows from the
    repair of a line above.
    """

    code: str
    line: int
    column: int
    message: str
    fix: str
    length: int
    edits: tuple[Edit, ...]
    may_follow: bool = False


class StopSite:
    """The stop, in terms of lines: `line` and `column` from 0, `body` the line's text, `layout` its
    parts.
    """

    def __init__(self, draft: Editable, stop: Stop) -> None:
        self.draft = draft
        self.stop = stop
        self.text = draft.text
        self.line, self.column = draft.place(min(stop.at, len(draft.text)))
        self.body = draft.body(self.line)
        self.layout: Layout = layout(self.body)
        self.sign = self.text[stop.at : stop.at + 1]

    @property
    def flow(self) -> Open | None:
        """The outermost bracket that is open here."""
        return next((frame for frame in self.stop.open if frame.flow), None)

    @property
    def context(self) -> tuple[int, int]:
        """The place that the parser names as the beginning of what it was reading."""
        return self.draft.place(
            self.stop.context_at if self.stop.context_at is not None else self.stop.at
        )

    def begins_line(self) -> bool:
        """Whether the stop is at the first thing that is on its line."""
        return not self.body[: self.column].strip()

    def shown_column(self, line: int, column: int) -> int:
        """The column that people see in the file, from 1."""
        return self.draft.home(Mark(line + 1, column + 1, 0)).column

    def end_of_text(self, line: int, column: int) -> int | None:
        """Where a text on this line ends: inside brackets at the next border, else (None) at the
        end of the line.
        """
        if self.flow is None:
            return None
        border = _BORDER.search(
            self.draft.body(line), max(column, self.column if line == self.line else 0)
        )
        return border.start() if border else None

    def name_end(self, line: int, column: int) -> int | None:
        """The colon that ends a name which cannot be read as it is."""
        colon = _COLON.search(self.draft.body(line), column)
        return colon.start() if colon and colon.start() > column else None

    def is_name(self, line: int, column: int) -> bool:
        """Whether what begins there is the name of a field and not a value."""
        parts = layout(self.draft.body(line))
        if self.flow is not None or parts.dashes or column != parts.indent:
            return False
        here = any(not frame.is_list and frame.column == column for frame in self.stop.open)
        return here or _COLON.search(self.draft.body(line), column) is not None

    def refuse(
        self,
        line: int,
        column: int,
        message: str | None = None,
        fix: str | None = None,
        through: int | None = None,
    ) -> Cause:
        """The text that begins there is the cause: cover it, or the name that it is, and the
        lines up to `through`.
        """
        is_name = self.is_name(line, column)
        end = self.name_end(line, column) if is_name else self.end_of_text(line, column)
        text = self.draft.body(line)[column:end].rstrip()
        ways: tuple[Edit, ...]
        if not is_name:
            ways = (
                (edits.cover_value(line, column, through),)
                if end is None
                else (edits.cover(line, column, end),)
            )
        elif end is None:
            ways = (edits.blank(line, line), edits.stand_in(line))
        else:
            ways = (edits.cover(line, column, end), edits.blank(line, line))
        entity = ENTITY.match(text)
        if entity is not None:
            message, fix = entity_words(entity.group())[0], quote_fix(html.unescape(text))
        message = message or begins_with(text, "the field name" if is_name else "the text")
        return Cause(
            "LM011",
            line,
            column,
            message,
            fix or quote_fix(text),
            len(text),
            ways,
            may_follow=is_name,
        )
