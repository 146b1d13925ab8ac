"""Keeps the sums of the progress page equal to those over the log: days before today are added up,
and a part whose history changes is replaced.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam
from sqlalchemy.dialects.sqlite import insert

from learnms.errors import StoreError
from learnms.garbage import collection_paused
from learnms.store.log.engine import open_session
from learnms.store.read.sums import HISTORY_COLUMNS, SUMMED, SUMS_VERSION, TALLIED_KINDS, SumQueries
from learnms.store.tables import PART_HISTORY, PROGRESS_SUM
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.sums import Sums, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.store.log.rules import Rules
    from learnms.store.log.statements import Ledger
    from learnms.study.event import Event, Part
    from learnms.study.trials import History

_NEW_SUM, _NEW_HISTORY = insert(PROGRESS_SUM), insert(PART_HISTORY)
_PUT_SUM = _NEW_SUM.on_conflict_do_update(
    index_elements=["learner_id", "name", "key"],
    set_={name: _NEW_SUM.excluded[name] for name in ("number", "hits", "amount")},
)
_PUT_HISTORY = _NEW_HISTORY.on_conflict_do_update(
    index_elements=["learner_id", "card", "part"],
    set_={name: _NEW_HISTORY.excluded[name] for name in HISTORY_COLUMNS},
)
_FORGET_HISTORY = PART_HISTORY.delete().where(
    PART_HISTORY.c.learner_id == bindparam("learner"),
    PART_HISTORY.c.card == bindparam("of_card"),
    PART_HISTORY.c.part == bindparam("of_part"),
)


def close_days(ledger: Ledger, weights: tuple[float, ...], today: date) -> None:
    """Add the days before today that are not in the sums yet. Today is never included, so that an
    answer changes no sums.
    """
    stored = SumQueries(open_session(ledger.raw))
    day, until = stored.summed(), today - timedelta(days=1)
    if day == until.isoformat():
        return
    if not day or day > until.isoformat():
        day = ""
        ledger.run(PROGRESS_SUM.delete(), {})
        ledger.run(PART_HISTORY.delete(), {})
    try:
        tally = Tally(Fsrs6(weights), stored.histories(day) if day else {})
        with collection_paused():
            tally.take(answer for answer in stored.since(day, today) if answer.day <= until)
        _put(ledger, stored, tally.sums, tally.histories)
    except StoreError:
        if not day:
            raise
        rebuild(ledger, weights, today)  # the stored sums are damaged
        return
    ledger.put_meta(SUMMED, f"{SUMS_VERSION} {until.isoformat()}")


def rebuild(ledger: Ledger, weights: tuple[float, ...], today: date) -> None:
    """Recompute all sums."""
    ledger.put_meta(SUMMED, "")
    close_days(ledger, weights, today)


class Correction:
    """The change in the sums when these events start or stop counting and the histories of the
    `moved` parts change owners, under the same weights. Create it before the change, and apply it
    after.
    """

    def __init__(
        self, ledger: Ledger, sides: tuple[Rules, Rules], events: Iterable[Event], moved: set[Part]
    ) -> None:
        self._ledger, self._weights = ledger, sides[1].weights
        self._stored = SumQueries(open_session(ledger.raw))
        self._day = self._stored.summed()
        parts = moved | {
            event.owner
            for event in events
            if event.owner is not None
            and event.kind in TALLIED_KINDS
            and event.study_day.isoformat() <= self._day
        }
        self._owners = {side.relinks.owner(part) for side in sides for part in parts}
        self._cards = {
            source.card
            for owner in self._owners
            for side in sides
            for source in side.relinks.came_to(owner)
        }
        self._before = self._tally()

    def _tally(self) -> Tally:
        answers = (
            self._stored.until(self._day, self._cards, self._owners)
            if self._day and self._cards
            else []
        )
        return Tally(Fsrs6(self._weights)).take(answers)

    def apply(self) -> None:
        """Update the sums to what counts now."""
        after = self._tally()
        changes = Sums()
        changes.merge(after.sums)
        changes.merge(self._before.sums, -1)
        _put(self._ledger, self._stored, changes, after.histories)
        gone = self._before.histories.keys() - after.histories.keys()
        if gone:
            self._ledger.run(_FORGET_HISTORY, [self._ledger.key(part) for part in gone])


def _put(ledger: Ledger, stored: SumQueries, changes: Sums, histories: dict[Part, History]) -> None:
    if not histories and not any(changes.rows()):
        return
    sums = stored.stored()
    sums.merge(changes)
    rows = [
        {
            "learner_id": ledger.learner_id,
            "name": name,
            "key": key,
            "number": one.number,
            "hits": one.hits,
            "amount": str(one.amount),
        }
        for name, key, _ in changes.rows()
        for one in (sums.one(name, key),)
    ]
    if rows:
        ledger.run(_PUT_SUM, rows)
    if histories:
        ledger.run(_PUT_HISTORY, [_history_row(ledger, *item) for item in histories.items()])


def _history_row(ledger: Ledger, part: Part, history: History) -> dict[str, object]:
    values = ((name, getattr(history, name)) for name in HISTORY_COLUMNS)
    return {
        "learner_id": ledger.learner_id,
        "card": part.card,
        "part": part.part or "",
        **{name: value.isoformat() if isinstance(value, date) else value for name, value in values},
    }
