"""The queries of one database connection: memory, decks, history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from learnms.store.first_paint import StudyQueries
from learnms.store.scope import EVERYTHING, Scope
from learnms.store.sqlite.connection import state_of
from learnms.study.day import study_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from learnms.settings import Settings
    from learnms.store.read.answers import Answers
    from learnms.store.read.events import EventQueries
    from learnms.store.read.library import LibraryQueries
    from learnms.store.read.memory import MemoryQueries
    from learnms.store.read.quizzes import QuizQueries
    from learnms.store.read.search_rows import SearchRows
    from learnms.store.read.sums import SumQueries
    from learnms.store.records import DeckFile, DeckRow, PartRow
    from learnms.store.sqlite.connection import DatabaseHandle
    from learnms.study.event import Part

    _File = TypeVar("_File", DeckFile, DeckRow)


SECONDS_PER_CARD = 22
"""Seconds per card until the learner has enough answers: about 7 minutes for 18 cards."""
LEAST_SECONDS = 3
"""Nobody reads and grades a card faster: a shorter time says nothing about a person's pace."""

_USUAL = timedelta(days=90)
"""Study days before that say nothing about a typical one."""

FIT_TRIED = "fit_tried_at"
"""The store's key for the last attempt at a fit."""


class Queries:
    """All queries over one connection, on which the library has been refreshed. `study` needs no
    SQLModel: it is what the first page asks.

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
        self._calendar = calendar
        self.study = StudyQueries(opened.connection)
        self._asked: tuple[tuple[int, int] | None, date, Scope] | None = None
        self._due: tuple[PartRow, ...] = ()

    @cached_property
    def memory(self) -> MemoryQueries:
        """How well parts are known."""
        from learnms.store.read.memory import MemoryQueries  # imports SQLModel, which is slow

        return MemoryQueries(self.opened.session)

    @cached_property
    def library(self) -> LibraryQueries:
        """The content of the decks in use."""
        from learnms.store.read.library import LibraryQueries

        return LibraryQueries(self.opened.session, self._heal)

    def due_parts(self, today: date, scope: Scope) -> Sequence[PartRow]:
        """As of `study`; found once as long as nothing is written, because the start of a review
        asks twice.
        """
        state = state_of(self.opened.connection)
        asked = state, today, scope
        if state is None or asked != self._asked:
            self._due = tuple(self.study.due_parts(today, scope))
            self._asked = asked
        return self._due

    @property
    def calendar_day(self) -> date | None:
        """The day on which the decks' problems are judged."""
        return self._calendar() if self._calendar is not None else None

    def deck_files(self) -> list[DeckFile]:
        """All files of the library, in order, with the problems that apply today: a problem may
        start or end with time although the file stays the same.
        """
        return self._as_of_today(self.study.deck_files())

    def decks(self, scope: Scope = EVERYTHING) -> list[DeckRow]:
        """The same with counts, which takes a large library much longer."""
        return self._as_of_today(self.study.decks(scope))

    def _as_of_today(self, rows: list[_File]) -> list[_File]:
        calendar_day = self.calendar_day
        if calendar_day is None:
            return rows
        day = calendar_day.isoformat()
        return [
            replace(
                row,
                problems=[
                    problem
                    for problem in row.problems
                    if problem.get("since", day) <= day <= problem.get("until", day)
                ],
            )
            for row in rows
        ]

    def offered(self, settings: Settings) -> list[DeckRow]:
        """The files that are for a learner: they have cards for the role, name it as their
        audience, or were named by the learner.
        """
        rows = self.decks(scope_of(settings))
        return [row for row in rows if row.total or row.is_for(settings.role)]

    @cached_property
    def answers(self) -> Answers:
        """The answers that count."""
        from learnms.store.read.answers import Answers

        return Answers(self.opened.session)

    @cached_property
    def sums(self) -> SumQueries:
        """The sums over all answers that count."""
        from learnms.store.read.sums import SumQueries

        return SumQueries(self.opened.session)

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
        pace = self.study.seconds_per_answer()
        return SECONDS_PER_CARD if pace is None else max(LEAST_SECONDS, pace)

    def days_away(self, today: date) -> int:
        """Days since the last review before today; 0 without one."""
        days = self.study.review_days(today)
        return (today - days[0][0]).days if days else 0

    def usual_reviews(self, today: date) -> int:
        """Reviews on a day of study: the median of the latest 14 within 90 days; 0 without one."""
        days = self.study.review_days(today)
        numbers = sorted(reviews for day, reviews in days if day >= today - _USUAL)
        return numbers[len(numbers) // 2] if numbers else 0

    def today(self, clock: Callable[[], datetime], settings: Settings) -> date:
        """The study day that an event written now would get."""
        return self.study.effective_day(study_day(clock(), settings.rollover_hour))

    def paused_until(self, today: date) -> date | None:
        """The day on which the current pause ends; None without one."""
        pause = self.study.pause(today)
        return pause.until if pause is not None else None

    def fit_tried_at(self) -> int:
        """The usable reviews at the last attempt to fit FSRS; 0 before the first."""
        noted = self.memory.remembered(FIT_TRIED) or ""
        return int(noted) if noted.isdecimal() else 0

    def weights(self, today: date) -> tuple[float, ...]:
        """FSRS's weights in force."""
        # fsrs: not needed to count what is due
        from learnms.study.schedule import DEFAULT_PARAMETERS

        return self.study.parameters(today) or DEFAULT_PARAMETERS


def scope_of(
    settings: Settings, decks: Sequence[str] | None = None, found: frozenset[Part] | None = None
) -> Scope:
    """The scope of these deck ids, whatever their audience, or of all decks offered; of their
    parts only those that a search `found`, if it is given.
    """
    offered = Scope(settings.role, extra=settings.extra, region=settings.here, parts=found)
    return offered._replace(role=None, decks=frozenset(decks)) if decks else offered
