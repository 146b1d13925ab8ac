"""The sums behind the progress page: those that are stored, for the days before today, and the
answers since. Standard library only.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.store.read.answers import Answers, last_counting
from learnms.store.read.queries import FIRST, IN_SCOPE, LEARNER, LIBRARY, in_list
from learnms.study.event import ANSWER_KINDS, Part, Rating
from learnms.study.sums import Sums, Tally
from learnms.study.trials import History

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from learnms.store.read.answers import Answered
    from learnms.store.read.queries import Scope
    from learnms.study.fsrs_formulas import Fsrs6

SUMMED = "summed"
"""The store's key for `SUMS_VERSION` and the last day that is in the sums."""
SUMS_VERSION = 1
"""Sums of another version are not believed. It rises when other sums come out of the same log."""
TALLIED_KINDS = (*ANSWER_KINDS, "reset")
HISTORY_COLUMNS = tuple(field.name for field in fields(History))[:-1]  # `practised` is of one day
_DAYS = tuple(HISTORY_COLUMNS.index(name) for name in ("answered", "sure_wrong", "last"))
_HISTORY_LIST = ", ".join(HISTORY_COLUMNS)
_SINCE = f"""
SELECT counted.card, coalesce(counted.part, '')
FROM event JOIN counted USING (learner_id, id)
WHERE learner_id = {LEARNER} AND study_day > :day AND counted.card IS NOT NULL
"""


PartKey = tuple[str, str]
"""Card and part, '' for the whole card."""


class PartFigures(NamedTuple):
    """Those fields of a `History` that the page shows; days in ISO text."""

    trials: int
    right: int
    answered: str | None
    was_right: bool
    sure_wrong: str | None
    times: int
    right_since: bool


class Place(NamedTuple):
    """The deck and the topic of a part, and whether the learner is offered it."""

    deck_id: str
    topic: str | None
    is_offered: bool


class MemoryFigures(NamedTuple):
    """A memory as far as the page shows it; `is_put_forward`: it has a due day."""

    card: str
    part: str
    is_suspended: bool
    stability: float | None
    is_of_one_day: bool | None
    last_day: str | None
    is_put_forward: bool


class SumQueries(Answers):
    """The sums over all answers that count."""

    def summed(self) -> str:
        """The last day that is in the stored sums (ISO); '' where there are none to believe."""
        row = self._one("SELECT value FROM meta WHERE key = :key", {"key": SUMMED})
        version, _, day = (row[0] if row else "").partition(" ")
        return day if version == str(SUMS_VERSION) else ""

    def tally(self, today: date, formulas: Fsrs6) -> Tally:
        """The sums over all answers, and the histories of the parts answered since `summed`."""
        day = self.summed()
        tally = Tally(formulas, self.histories(day), self.stored()) if day else Tally(formulas)
        return tally.take(self.since(day, today))

    def stored(self) -> Sums:
        """The stored sums."""
        sums = Sums()
        for name, key, number, hits, amount in self._all(
            f"SELECT name, key, number, hits, amount FROM progress_sum WHERE learner_id = {LEARNER}"
        ):
            sums.add(name, key, number, hits, int(amount))
        return sums

    def histories(self, day: str) -> dict[Part, History]:
        """The stored histories of the parts that were answered after a day."""
        rows = self._rows(
            f"SELECT card, part, {_HISTORY_LIST} FROM part_history WHERE learner_id = {LEARNER}"
            f" AND (card, part) IN ({_SINCE})",
            {"day": day},
        )
        return {Part(card, part or None): _history(columns) for card, part, *columns in rows}

    def since(self, day: str, today: date) -> list[Answered]:
        """The answers and resets after a day."""
        return self._answers(
            TALLIED_KINDS,
            "study_day > :day AND study_day <= :limit",
            {"day": day, "limit": last_counting(today)},
        )

    def until(self, day: str, cards: Collection[str], owners: Collection[Part]) -> list[Answered]:
        """The answers and resets up to a day that belong to these owners, under these names."""
        answers = self._answers(
            TALLIED_KINDS,
            "study_day <= :day AND event.card IN (SELECT value FROM json_each(:cards))",
            {"day": day, "cards": json.dumps(sorted(cards))},
        )
        return [answer for answer in answers if answer.part in owners]

    def part_figures(self, tally: Tally) -> dict[PartKey, PartFigures]:
        """What the answers to each part come to: as stored, and as `tally` has it since."""
        figures: dict[PartKey, PartFigures] = {}
        if self.summed():
            rows = self._all(
                f"SELECT card, part, {', '.join(PartFigures._fields)} FROM part_history"
                f" WHERE learner_id = {LEARNER}"
            )
            figures = {(card, part): PartFigures._make(columns) for card, part, *columns in rows}
        return figures | part_figures(tally)

    def failed_on(self, day: date) -> set[PartKey]:
        """The parts that were graded Again on a day."""
        return set(
            self._all(
                "SELECT counted.card, coalesce(counted.part, '') FROM event"
                f" JOIN counted USING (learner_id, id) WHERE learner_id = {LEARNER}"
                f" AND study_day = :day AND rating = {Rating.AGAIN:d}"
                f" AND kind IN {in_list(ANSWER_KINDS)}",
                {"day": day.isoformat()},
            )
        )

    def places(self, scope: Scope) -> dict[PartKey, Place]:
        """Where the library has each part in study, and whether it is in scope."""
        rows = self._all(
            f"SELECT here.card, here.part, here.deck_id, here.topic, ({IN_SCOPE})"
            f" FROM {LIBRARY} WHERE {FIRST}",
            scope.parameters(),
        )
        return {(card, part): Place._make(columns) for card, part, *columns in rows}

    def memories(self) -> list[MemoryFigures]:
        """What the page shows of every memory, by card and part."""
        return list(
            map(
                MemoryFigures._make,
                self._all(
                    "SELECT card, part, status = 'suspended', stability, first_day = last_day,"
                    f" last_day, due IS NOT NULL FROM memory WHERE learner_id = {LEARNER}"
                    " ORDER BY card, part"
                ),
            )
        )


def part_figures(tally: Tally) -> dict[PartKey, PartFigures]:
    """What the answers of a tally come to, by part."""
    return {
        (part.card, part.part or ""): PartFigures(
            history.trials,
            history.right,
            _iso(history.answered),
            history.was_right,
            _iso(history.sure_wrong),
            history.times,
            history.right_since,
        )
        for part, history in tally.histories.items()
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _history(columns: Sequence[Any]) -> History:
    values = list(columns)
    for at in _DAYS:
        if values[at] is not None:
            values[at] = date.fromisoformat(values[at])
    history = History(*values)
    history.was_right, history.right_since = bool(history.was_right), bool(history.right_since)
    return history
