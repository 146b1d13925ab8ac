"""The terms of scheduling: desired retention, the exam that caps intervals, the daily load."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.analysis.simulation.exam import early_target
from learnms.settings import WEEKDAYS
from learnms.study import replay, schedule
from learnms.study.event import Rating

if TYPE_CHECKING:
    from datetime import date

    from learnms.days_off import DaysOff
    from learnms.engine.queries import Queries
    from learnms.settings import Settings
    from learnms.study.event import Json, Part
    from learnms.study.memory import Memory

_HORIZON = 100
"""Days: the longest interval that is balanced, fuzz included."""


@dataclass(slots=True)
class Terms:
    """The terms for the answers of a session. `load` counts due parts by day; answers change it."""

    settings: Settings
    today: date
    weights: tuple[float, ...]
    load: dict[date, int] = field(default_factory=dict)

    @classmethod
    def of(cls, queries: Queries, settings: Settings, today: date) -> Terms:
        """The terms of a study day."""
        load = (
            queries.memory.due_by_day(today, today + timedelta(days=_HORIZON))
            if settings.balance
            else {}
        )
        return cls(settings, today, queries.weights(today), load)

    def cap(self, deck: str) -> date | None:
        """The day of a coming exam that includes a deck, or None."""
        exam = self.settings.exam
        return exam.on if exam is not None and exam.on > self.today and exam.covers(deck) else None

    def target(self, deck: str, topic: str | None) -> float:
        """The desired retention of an answer: the learner's, or the lower one until an exam."""
        own = self.settings.target_of(deck, topic)
        return early_target(own) if self.cap(deck) is not None else own

    @property
    def off(self) -> DaysOff:
        """The coming days off."""
        return self.settings.days_off.coming(self.today)

    def data(self, deck: str, topic: str | None) -> dict[str, Json]:
        """The cap, the desired retention after that exam, and the coming days off, as an answer's
        event stores them.
        """
        cap, off = self.cap(deck), self.off
        after = self.settings.target_of(deck, topic)
        return {
            **({"cap": cap.isoformat(), "target_after": after} if cap is not None else {}),
            **({"days_off": [*off.texts]} if off.ranges else {}),
        }

    def due(
        self,
        memory: Memory,
        part: Part,
        rating: Rating,
        form_kind: str,
        deck: str,
        topic: str | None,
    ) -> date:
        """The due day after a rating, as the button shows it and the answer asks for it."""

        def choose(interval: int) -> int:
            seeded = schedule.fuzzed(interval, part, memory.reps)
            if not self.settings.balance:
                return seeded
            return schedule.lightest(
                interval,
                seeded,
                self.today,
                self.load,
                {WEEKDAYS.index(name) for name in self.settings.easy_days},
                off,
            )

        off = self.off
        return replay.preview(
            memory,
            part,
            rating,
            self.today,
            self.target(deck, topic),
            form_kind=form_kind,
            weights=self.weights,
            cap=self.cap(deck),
            off=off,
            choose=choose,
        )

    def intervals(
        self, memory: Memory, part: Part, form_kind: str, deck: str, topic: str | None
    ) -> dict[Rating, int]:
        """The days to the due day after each rating; 0 for Again, which is asked again today."""
        return {
            rating: (
                0
                if rating is Rating.AGAIN
                else (self.due(memory, part, rating, form_kind, deck, topic) - self.today).days
            )
            for rating in Rating
        }

    def moved(self, before: date | None, after: date | None) -> None:
        """Move a part from one due day to another in the load."""
        if before is not None and self.load.get(before):
            self.load[before] -= 1
        if after is not None:
            self.load[after] = self.load.get(after, 0) + 1
