"""The cases that a learner is offered: what they are called, how many parts they have, and how far they were answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.words import count
from learnms.store.queries import Scope

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.data import Data
    from learnms.settings import Settings

NO_CASES = "There are no cases in your decks."


class CaseRow(NamedTuple):
    """A case: its id, its title, its deck, how many parts it has, and how many of them were ever answered."""

    id: str
    title: str
    deck: str
    parts: int
    answered: int

    @property
    def words(self) -> str:
        """`6 parts, not answered yet`."""
        parts = count(self.parts, "part")
        if not self.answered:
            return f"{parts}, not answered yet"
        return f"{parts}, answered" if self.answered >= self.parts else f"{parts}, {self.answered} answered"


def listed(data: Data, settings: Settings, today: date) -> list[CaseRow]:
    """The cases of all decks that the learner is offered, in the library's order, be they beside cards or alone in a deck."""
    rows = []
    for found in data.library.cases(Scope(settings.role)):
        case, ident = found.body["case"], found.card or ""
        parts = [part["id"] for part in case["parts"]]
        answered = data.quizzes.answered_parts(ident, today).intersection(parts)
        rows.append(CaseRow(ident, case["title"], found.head["title"], len(parts), len(answered)))
    return rows
