"""The queries of one database connection: memory, decks, history."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from learnms.store.read.answer_speed import AnswerSpeed
from learnms.store.read.answers import Answers
from learnms.store.read.deck_rows import DeckQueries
from learnms.store.read.exam_plan import ExamPlanQueries
from learnms.store.read.home_log import HomeLog
from learnms.store.read.memory import MemoryQueries
from learnms.store.read.queries import Scope
from learnms.study.day import study_day
from learnms.study.event import pause_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from learnms.settings import Settings
    from learnms.store.read.events import EventQueries
    from learnms.store.read.library import LibraryQueries
    from learnms.store.read.quizzes import QuizQueries
    from learnms.store.read.search_rows import SearchRows
    from learnms.store.sqlite.connection import DatabaseHandle


SECONDS_PER_CARD = 22
"""Seconds that a card takes until the learner's own answers tell: 18 cards are about 7 minutes."""
LEAST_SECONDS = 3
"""Nobody reads and grades a card faster: a shorter time says nothing about a person's pace."""

FIT_TRIED = "fit_tried_at"
"""The store's key for the last attempt at a fit."""


class Library(DeckQueries):
    """The decks, and through SQLModel their cards."""

    def __init__(
        self,
        opened: DatabaseHandle,
        heal: Callable[[str], object] | None,
        calendar: Callable[[], date] | None,
    ) -> None:
        super().__init__(opened.connection, calendar)
        self._opened = opened
        self._heal = heal

    @cached_property
    def _cards(self) -> LibraryQueries:
        from learnms.store.read.library import LibraryQueries

        return LibraryQueries(self._opened.session, self._heal)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cards, name)


class Queries:
    """All queries over one connection, on which the library has been refreshed.

    Those that go through SQLModel are made when they are first asked for, because importing it
    takes longer than the first paint.

    Args:
        opened: its connection is read, in the thread that it is used by.
        heal: parses a deck file again whose cached content is damaged.
        calendar: gives the day for which the decks' problems are judged; without it they are those
            of any day.
    """

    def __init__(
        self,
        opened: DatabaseHandle,
        heal: Callable[[str], object] | None = None,
        calendar: Callable[[], date] | None = None,
    ) -> None:
        self.opened = opened
        self._heal = heal
        self.memory = MemoryQueries(opened.connection)
        self.library = Library(opened, heal, calendar)
        self.home_log = HomeLog(opened.connection)
        self.answers = Answers(opened.connection)
        self.exam_plan = ExamPlanQueries(opened.connection)
        self._pace = AnswerSpeed(opened.connection)

    @cached_property
    def search_rows(self) -> SearchRows:
        """The rows that a search goes through."""
        from learnms.store.read.search_rows import SearchRows

        return SearchRows(self.opened.session, self._heal)

    @cached_property
    def events(self) -> EventQueries:
        """The log."""
        from learnms.store.read.events import EventQueries

        return EventQueries(self.opened.session)

    @cached_property
    def quizzes(self) -> QuizQueries:
        """The quizzes in the log."""
        from learnms.store.read.quizzes import QuizQueries

        return QuizQueries(self.opened.session)

    def seconds_per_answer(self) -> float:
        """Seconds that a card takes this learner, at least 3; 22 until there are enough answers."""
        pace = self._pace.seconds_per_answer()
        return SECONDS_PER_CARD if pace is None else max(LEAST_SECONDS, pace)

    def days_away(self, today: date) -> int:
        """Days since the last review before today; 0 where there was none."""
        last = self._pace.last_studied(today)
        return (today - last).days if last is not None else 0

    def usual_reviews(self, today: date) -> int:
        """Reviews on a recent day of study; 0 where there was none."""
        return self._pace.usual_reviews(today)

    def today(self, clock: Callable[[], datetime], settings: Settings) -> date:
        """The study day that an event written now would get."""
        return self.memory.effective_day(study_day(clock(), settings.rollover_hour))

    def paused_until(self, today: date) -> date | None:
        """The day on which a pause that is on will be over; None where there is none."""
        pause = self.home_log.pause(today)
        return pause_day(pause) if pause is not None else None

    def fit_tried_at(self) -> int:
        """The usable reviews at the last attempt to fit FSRS; 0 before the first."""
        noted = self.memory.remembered(FIT_TRIED) or ""
        return int(noted) if noted.isdecimal() else 0

    def weights(self, today: date) -> tuple[float, ...]:
        """FSRS's weights in force."""
        # fsrs: not needed to count what is due
        from learnms.study.schedule import DEFAULT_PARAMETERS

        weights, _ = self.events.parameters(today)
        return weights or DEFAULT_PARAMETERS


@contextmanager
def without_collecting() -> Iterator[None]:
    """Garbage collection off: hundreds of thousands of rows hold no cycles, and searching them
    takes longer than reading them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def scope_of(settings: Settings, decks: Sequence[str] | None) -> Scope:
    """The scope of these deck ids, or of the decks that the learner is offered."""
    return Scope(None, frozenset(decks)) if decks else Scope(settings.role)
