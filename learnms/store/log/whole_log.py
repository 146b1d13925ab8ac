"""The columns that a full replay of the log needs, read row by row."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, func, literal_column, select

from learnms.errors import DamagedError
from learnms.store.read.rows import REPLAY_ORDER, day_from, load
from learnms.store.sqlite.errors import DAMAGED_REMEDY
from learnms.store.tables import EVENT
from learnms.study.event import WITHOUT_MEMORY, last_counting_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from learnms.study.event import EventKind, Json
    from learnms.study.replay import Progress

_Value = TypeVar("_Value")
_TELL_EVERY = 2000


class ReplayRow(NamedTuple):
    """The columns of an event that `study.replay.fold` reads, converted lazily: most are needed
    only for the last review of a part.
    """

    stored_id: bytes
    kind: EventKind
    stored_study_day: str
    card: str
    part: str | None
    key_hash: str | None
    rating: int | None
    points: float | None
    max_points: float | None
    form_kind: str | None
    confidence: str | None
    stored_due: str | None
    target: float | None
    stability_before: float | None
    difficulty_before: float | None
    stored_data: str | None

    @property
    def id(self) -> UUID:
        """The event's id."""
        return self._converted(partial(UUID, bytes=self.stored_id))

    @property
    def study_day(self) -> date:
        """The event's study day."""
        try:
            return day_from(self.stored_study_day)
        except (ValueError, TypeError) as error:
            raise self._damaged() from error

    @property
    def due(self) -> date | None:
        """The due day that resulted from the answer, or that a `due` event sets."""
        stored = self.stored_due
        return None if stored is None else self._converted(partial(day_from, stored))

    @property
    def data(self) -> Json:
        """The event's JSON."""
        return self._converted(partial(load, self.stored_data))

    def _converted(self, convert: Callable[[], _Value]) -> _Value:
        try:
            return convert()
        except (ValueError, TypeError) as error:
            raise self._damaged() from error

    def _damaged(self) -> DamagedError:
        return DamagedError(f"An event of {self.stored_study_day} in the log", "", DAMAGED_REMEDY)


_COLUMNS = tuple(EVENT.c[name.removeprefix("stored_")] for name in ReplayRow._fields)
_ABOUT_PARTS = (
    EVENT.c.learner_id == bindparam("learner"),
    EVENT.c.study_day <= bindparam("limit"),
    EVENT.c.card.is_not(None),
    EVENT.c.kind.not_in(WITHOUT_MEMORY),
)
_ROWS = select(*_COLUMNS).where(*_ABOUT_PARTS).order_by(literal_column(REPLAY_ORDER))
_NUMBER = select(func.count()).where(*_ABOUT_PARTS)


def replay_rows(
    connection: Connection, learner_id: str, today: date, on_progress: Progress | None = None
) -> Iterator[ReplayRow]:
    """The events about parts that are not held, in the order of replay, undone ones among them.

    Args:
        connection: is inside a transaction.
        learner_id: whose events.
        today: the study day.
        on_progress: called from time to time with the number read and the total.

    Raises:
        StoreError: a column has a value that learnms never writes.
    """
    which = {"learner": learner_id, "limit": last_counting_day(today).isoformat()}
    number = connection.execute(_NUMBER, which).scalar_one()
    for read, row in enumerate(connection.execute(_ROWS, which)):
        if on_progress is not None and read % _TELL_EVERY == 0:
            on_progress(read, number)
        yield ReplayRow._make(row)
    if on_progress is not None:
        on_progress(number, number)
