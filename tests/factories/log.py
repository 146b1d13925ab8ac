"""A learner who never was: a log of reviews whose outcomes are drawn from a known recall."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from learnms.store.log.events import with_checksum
from learnms.store.log.uuid7 import id_of_content
from learnms.study.event import Event
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from learnms.study.event import Part


@dataclass(slots=True)
class _Known:
    stability: float
    difficulty: float
    last: date
    due: date


@dataclass(slots=True)
class Learner:
    """Reviews what is due day by day, and begins `new` parts a day.

    `true_recall` makes the real probability of remembering out of the predicted one; `noted` says
    whether predictions are noted with the answers, as they are here, or lacking, as in a log from
    elsewhere. `target` is the desired retention.
    """

    parts: Sequence[Part]
    end: date
    days: int
    new: int
    seed: int = 1
    noted: bool = True
    true_recall: Callable[[float], float] = float
    weights: tuple[float, ...] = DEFAULT_PARAMETERS
    target: float = 0.9

    def events(self, learner_id: str) -> list[Event]:
        """The log, its last day the day before `end`. Failed parts are asked again on the same
        day until right.
        """
        chance, formulas = random.Random(self.seed), Fsrs6(self.weights)
        waiting, log = list(self.parts), list[Event]()
        known: dict[Part, _Known] = {}
        for day in (self.end - timedelta(days=back) for back in range(self.days, 0, -1)):
            for part in [part for part, memory in known.items() if memory.due <= day]:
                memory = known[part]
                recall = formulas.recall((day - memory.last).days, memory.stability)
                rating = (
                    1
                    if chance.random() >= self.true_recall(recall)
                    else 2
                    if chance.random() < 0.1
                    else 3
                )
                for given in (rating, *((3,) if rating == 1 else ())):
                    elapsed = (day - memory.last).days
                    log.append(
                        self._event(
                            learner_id,
                            part,
                            day,
                            len(log),
                            given,
                            formulas.recall(elapsed, memory.stability),
                            memory,
                            chance,
                        )
                    )
                    stability, difficulty = formulas.after(
                        memory.stability, memory.difficulty, elapsed, given
                    )
                    memory.stability, memory.difficulty, memory.last = stability, difficulty, day
                memory.due = day + timedelta(days=formulas.interval(memory.stability, self.target))
            for part in waiting[: self.new]:
                log.append(self._event(learner_id, part, day, len(log), 3, None, None, chance))
                stability, difficulty = formulas.first(3)
                known[part] = _Known(
                    stability,
                    difficulty,
                    day,
                    day + timedelta(days=formulas.interval(stability, self.target)),
                )
            del waiting[: self.new]
        return log

    def _event(
        self,
        learner_id: str,
        part: Part,
        day: date,
        number: int,
        rating: int,
        recall: float | None,
        memory: _Known | None,
        chance: random.Random,
    ) -> Event:
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(milliseconds=number)
        noted = memory if self.noted else None
        return with_checksum(
            Event(
                learner_id=learner_id,
                id=id_of_content(int(at.timestamp() * 1000), f"{part} {number}"),
                kind="review",
                device_id=None,
                seq=0,
                at_utc=at,
                utc_offset=0,
                study_day=day,
                card=part.card,
                part=part.part,
                form_kind="flashcard",
                rating=rating,
                took_ms=chance.randint(4_000, 30_000),
                target=0.9,
                recall_before=recall if noted else None,
                stability_before=noted.stability if noted else None,
                difficulty_before=noted.difficulty if noted else None,
            )
        )
