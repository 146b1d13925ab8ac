"""One connection and what is asked through it: memory, decks, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.store.read.queries import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from learnms.settings import Settings


import gc
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from learnms.store.read.answer_speed import AnswerSpeed
from learnms.store.read.answers import Answers
from learnms.store.read.events import EventQueries, pause_day
from learnms.store.read.exam_plan import ExamPlanQueries
from learnms.store.read.library import LibraryQueries
from learnms.store.read.memory import MemoryQueries
from learnms.store.read.quizzes import QuizQueries
from learnms.study.day import study_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from learnms.settings import Settings
    from learnms.store.sqlite.connection import DatabaseHandle


SECONDS_PER_CARD = 22
"""What a card takes until the learner's own answers say better: 18 cards are about 7 minutes."""
LEAST_SECONDS = 3
"""Nobody reads a card and grades it faster; what comes faster was no person's answer, and no
pace to reckon with.
"""

FIT_TRIED = "fit_tried_at"
"""What the store remembers the last try of a fit by."""


class Queries:
    """What is stored, as plain SQL reads it. The library has been refreshed on the same connection.

    `calendar` gives the day on which the decks' problems are judged; without one they are those of
    any day.
    """

    def __init__(self, opened: DatabaseHandle, calendar: Callable[[], date] | None = None) -> None:
        self.opened = opened
        self.reader = MemoryQueries(opened.connection)
        self.library = LibraryQueries(opened.connection, calendar)
        self.history = EventQueries(opened.connection)
        self.quizzes = QuizQueries(opened.connection)
        self.answers = Answers(opened.connection)
        self.preparing = ExamPlanQueries(opened.connection)
        self._pace = AnswerSpeed(opened.connection)

    def seconds_per_answer(self) -> float:
        """How long a card takes this learner, 3 seconds at least, or most people until there are
        answers enough to say.
        """
        pace = self._pace.seconds_per_answer()
        return SECONDS_PER_CARD if pace is None else max(LEAST_SECONDS, pace)

    def days_away(self, today: date) -> int:
        """How many days ago the learner reviewed last, today left out; 0 for somebody who never
        did.
        """
        last = self._pace.last_studied(today)
        return (today - last).days if last is not None else 0

    def usual_reviews(self, today: date) -> int:
        """How many reviews a day of study has lately; 0 where there was none."""
        return self._pace.usual_reviews(today)

    def today(self, clock: Callable[[], datetime], settings: Settings) -> date:
        """The study day that an event written now would get."""
        return self.reader.effective_day(study_day(clock(), settings.rollover_hour))

    def paused_until(self, today: date) -> date | None:
        """The day on which a pause that is on will be over; None where there is none."""
        pause = self.history.pause(today)
        return pause_day(pause) if pause is not None else None

    def fit_tried_at(self) -> int:
        """How many reviews could be learned from when a fit of FSRS was tried last; 0 before the
        first.
        """
        noted = self.reader.remembered(FIT_TRIED) or ""
        return int(noted) if noted.isdecimal() else 0

    def weights(self, today: date) -> tuple[float, ...]:
        """FSRS's weights in force."""
        from learnms.study.schedule import (
            DEFAULT_PARAMETERS,
        )  # fsrs: not needed to count what is due

        weights, _ = self.history.parameters(today)
        return weights or DEFAULT_PARAMETERS


@contextmanager
def without_collecting() -> Iterator[None]:
    """Rows by the hundred thousand hold no cycles, and looking for some among them takes longer
    than reading them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def scope_of(settings: Settings, decks: Sequence[str] | None) -> Scope:
    """The decks asked for by id, or those that the learner is offered."""
    return Scope(None, frozenset(decks)) if decks else Scope(settings.role)
