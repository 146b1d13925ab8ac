"""The cases that a learner is offered, how far each is, and which comes next.

A case rests on the core cards that its parts test, and on all cards that they test where none of
these is core. It is ready once each of them was learned: cards of other regions and audiences, and
suspended ones, are not waited for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.engine.queries import scope_of
from learnms.engine.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings
    from learnms.store.records import DeckFile, Tested

NO_CASES = "Your decks have no cases."


class CaseRow(NamedTuple):
    """A case: id, title, deck's id and title, number of parts, and how many of them were ever
    answered. Of the cards that it rests on, `new` are not learned yet; None where it rests on none.
    """

    id: str
    title: str
    deck_id: str
    deck: str
    parts: int
    answered: int
    new: int | None = None

    @property
    def is_ready(self) -> bool:
        """Whether everything that it rests on is learned, and it is not begun."""
        return self.new == 0 and not self.answered

    @property
    def offer(self) -> str:
        """`A case is ready: The first infusion.`"""
        return f"A case is ready: {self.title}{'' if self.title.endswith(('.', '?', '!')) else '.'}"

    @property
    def words(self) -> str:
        """`6 questions, ready`."""
        parts = count(self.parts, "question")
        if self.answered:
            return (
                f"{parts}, answered"
                if self.answered >= self.parts
                else f"{parts}, {self.answered} answered"
            )
        if self.new is None:
            return f"{parts}, not answered yet"
        return f"{parts}, {f'{self.new} of its cards still new' if self.new else 'ready'}"


def listed(workspace: Workspace) -> list[CaseRow]:
    """The cases of all offered decks, in the library's order."""
    queries, settings = workspace.queries, workspace.settings
    return cases_of(queries, settings, workspace.today, queries.offered(settings))


def cases_of(
    queries: Queries, settings: Settings, today: date, decks: Iterable[DeckFile]
) -> list[CaseRow]:
    """The cases of these decks that are for the learner."""
    found: dict[str, tuple[dict[str, Any], DeckFile]] = {}
    for row in decks:
        if row.is_for(settings.role):
            for case in row.head.get("cases", []):
                found.setdefault(case["id"], (case, row))
    if not found:
        return []
    study = queries.study
    answered = study.answered(list(found), today)
    names = {name for case, _ in found.values() for name in case["tests"]}
    tested = {card.card: card for card in study.tested(sorted(names), scope_of(settings))}
    return [
        CaseRow(
            ident,
            case["title"],
            row.deck_id,
            row.title,
            len(case["parts"]),
            sum(part.card == ident and part.part in case["parts"] for part in answered),
            _still_new([tested[name] for name in case["tests"] if name in tested]),
        )
        for ident, (case, row) in found.items()
    ]


def _still_new(tested: Sequence[Tested]) -> int | None:
    """How many cards that a case rests on are not learned yet; None where it rests on none."""
    core = [card for card in tested if card.is_core]
    rests_on = core or tested
    return sum(not card.is_learned for card in rests_on) if rests_on else None


def ready(cases: Iterable[CaseRow]) -> CaseRow | None:
    """The first case that is ready."""
    return next((case for case in cases if case.is_ready), None)
