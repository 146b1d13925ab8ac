"""The sums of the progress page: those that are stored, for the days before today, and the
answers since.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, select, tuple_

from learnms.errors import StoreError
from learnms.store.read.answers import ANSWERS, COUNTED_EVENTS, MINE, UNTIL, Answers, last_counting
from learnms.store.read.base import IN_SCOPE, LEARNER, STUDY, among
from learnms.store.read.rows import part_from
from learnms.store.sqlite.errors import REBUILD_REMEDY
from learnms.store.tables import COUNTED, EVENT, MEMORY, META, PART_HISTORY, PROGRESS_SUM
from learnms.study.event import ANSWER_KINDS
from learnms.study.sums import Sums, Tally
from learnms.study.trials import History

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from learnms.store.scope import Scope
    from learnms.study.event import Part
    from learnms.study.fsrs_formulas import Fsrs6
    from learnms.study.trials import Answered

SUMMED = "summed"
"""The store's key for `SUMS_VERSION` and the last day that is in the sums."""
SUMS_VERSION = 1
"""Stored sums of another version are ignored. Increase it if the same log gives different sums."""
TALLIED_KINDS = (*ANSWER_KINDS, "reset")
HISTORY_COLUMNS = tuple(field.name for field in fields(History))[:-1]  # `practised` is of one day
_DAYS = tuple(HISTORY_COLUMNS.index(name) for name in ("answered", "sure_wrong", "last"))
_MINE = PART_HISTORY.c.learner_id == LEARNER
_SUMMED = select(META.c.value).where(META.c.key == SUMMED)
_STORED = select(
    PROGRESS_SUM.c.name,
    PROGRESS_SUM.c.key,
    PROGRESS_SUM.c.number,
    PROGRESS_SUM.c.hits,
    PROGRESS_SUM.c.amount,
).where(PROGRESS_SUM.c.learner_id == LEARNER)
_SINCE = ANSWERS.where(EVENT.c.study_day > bindparam("day"), UNTIL)
_OF_CARDS = ANSWERS.where(UNTIL, COUNTED.c.card.in_(among("cards")))
_UNTIL = ANSWERS.where(
    EVENT.c.study_day <= bindparam("day"), EVENT.c.card.in_(bindparam("cards", expanding=True))
)
_HISTORIES = select(
    PART_HISTORY.c.card, PART_HISTORY.c.part, *(PART_HISTORY.c[name] for name in HISTORY_COLUMNS)
).where(
    _MINE,
    tuple_(PART_HISTORY.c.card, PART_HISTORY.c.part).in_(
        select(COUNTED.c.card, func.coalesce(COUNTED.c.part, ""))
        .select_from(COUNTED_EVENTS)
        .where(MINE, EVENT.c.study_day > bindparam("day"), COUNTED.c.card.is_not(None))
    ),
)
_PLACES = select(STUDY.c.card, STUDY.c.part, STUDY.c.deck_id, STUDY.c.topic, IN_SCOPE)
_MEMORIES = (
    select(
        MEMORY.c.card,
        MEMORY.c.part,
        MEMORY.c.status == "suspended",
        MEMORY.c.stability,
        MEMORY.c.first_day == MEMORY.c.last_day,
        MEMORY.c.last_day,
        MEMORY.c.due.is_not(None),
    )
    .where(MEMORY.c.learner_id == LEARNER)
    .order_by(MEMORY.c.card, MEMORY.c.part)
)


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


_FIGURES = select(
    PART_HISTORY.c.card,
    PART_HISTORY.c.part,
    *(PART_HISTORY.c[name] for name in PartFigures._fields),
).where(_MINE)


class SumQueries(Answers):
    """The sums over all answers that count."""

    def summed(self) -> str:
        """The last day that is in the stored sums (ISO); '' if there are no valid ones."""
        row = self._one(_SUMMED)
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
        for name, key, number, hits, amount in self._rows(_STORED):
            try:
                sums.add(name, key, number, hits, int(amount))
            except (ValueError, TypeError) as error:
                raise _damaged() from error
        return sums

    def histories(self, day: str) -> dict[Part, History]:
        """The stored histories of the parts that were answered after a day."""
        return {
            part_from(card, part): _history(columns)
            for card, part, *columns in self._rows(_HISTORIES, {"day": day})
        }

    def since(self, day: str, today: date) -> Iterator[Answered]:
        """The answers and resets after a day, read lazily."""
        return self._answers(
            _SINCE, {"kinds": TALLIED_KINDS, "day": day, "limit": last_counting(today)}
        )

    def of_cards(self, cards: Collection[str], today: date) -> Iterator[Answered]:
        """The answers and resets that belong to these cards, under any of their names."""
        return self._answers(
            _OF_CARDS,
            {
                "kinds": TALLIED_KINDS,
                "cards": json.dumps(sorted(cards)),
                "limit": last_counting(today),
            },
        )

    def until(self, day: str, cards: Collection[str], owners: Collection[Part]) -> list[Answered]:
        """The answers and resets up to a day that belong to these owners, under these names."""
        answers = self._answers(
            _UNTIL, {"kinds": TALLIED_KINDS, "day": day, "cards": sorted(cards)}
        )
        return [answer for answer in answers if answer.part in owners]

    def part_figures(self, tally: Tally) -> dict[PartKey, PartFigures]:
        """The figures of each part: as stored, updated with `tally`."""
        stored = self._rows(_FIGURES) if self.summed() else ()
        figures = {(card, part): PartFigures._make(columns) for card, part, *columns in stored}
        return figures | part_figures(tally)

    def places(self, scope: Scope) -> dict[PartKey, Place]:
        """The place of each part in study in the library, and whether it is in scope."""
        return {
            (card, part): Place._make(columns)
            for card, part, *columns in self._rows(_PLACES, scope.parameters())
        }

    def memories(self) -> list[MemoryFigures]:
        """The figures of every memory that the page shows, by card and part."""
        return list(map(MemoryFigures._make, self._rows(_MEMORIES)))


def part_figures(tally: Tally) -> dict[PartKey, PartFigures]:
    """The figures of a tally's answers, by part."""
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


def _damaged() -> StoreError:
    return StoreError("The stored sums of your progress are damaged.", REBUILD_REMEDY)


def _history(columns: Sequence[Any]) -> History:
    values = list(columns)
    try:
        for at in _DAYS:
            if values[at] is not None:
                values[at] = date.fromisoformat(values[at])
    except (ValueError, TypeError) as error:
        raise _damaged() from error
    history = History(*values)
    history.was_right, history.right_since = bool(history.was_right), bool(history.right_since)
    return history
