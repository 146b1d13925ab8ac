"""The log that is made up: events as the store writes them, with the memories they lead to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.store.log.events import complete, with_checksum
from learnms.store.log.uuid7 import id_of_content
from learnms.study.day import moment
from learnms.study.event import moves_memory
from learnms.study.memory import NEW
from learnms.study.replay import apply

if TYPE_CHECKING:
    from datetime import datetime

    from learnms.study.event import Draft, Event, Part
    from learnms.study.memory import Memory


class MadeUpLog:
    """Events in order, at a clock that it moves itself.

    Args:
        learner_id: the store's.
        device_id: the store's.
        rollover_hour: the local hour at which a study day begins.
        seed: ids of events follow from it.
    """

    def __init__(self, learner_id: str, device_id: str, rollover_hour: int, seed: str) -> None:
        self.events: list[Event] = []
        self.memories: dict[Part, Memory] = {}
        self._learner_id, self._device_id = learner_id, device_id
        self._rollover_hour, self._seed = rollover_hour, seed
        self._now: datetime | None = None

    def begin(self, at: datetime) -> None:
        """Move the clock to an aware local time."""
        self._now = at

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        assert self._now is not None  # a day begins before anything happens in it
        self._now += timedelta(seconds=round(seconds, 3))

    def add(self, draft: Draft) -> Event:
        """Complete an event, and fold it into the memory of its part."""
        assert self._now is not None  # a day begins before anything happens in it
        now, seq = moment(self._now, self._rollover_hour), len(self.events) + 1
        event = complete(
            draft,
            learner_id=self._learner_id,
            device_id=self._device_id,
            ident=id_of_content(int(now.at_utc.timestamp() * 1000), f"{self._seed} {seq}"),
            seq=seq,
            now=now,
            study_day=now.study_day,
            params_id=None,
        )
        owner = event.owner
        if owner is not None and moves_memory(event):
            event, self.memories[owner] = apply(self.memory(owner), owner, event)
        self.events.append(with_checksum(event))
        return self.events[-1]

    def memory(self, part: Part) -> Memory:
        """The memory of a part so far."""
        return self.memories.get(part, NEW)
