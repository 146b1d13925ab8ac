"""Whatever a sync program does to the files: in the end every computer has every event, and the
same memory bit for bit.
"""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.syncing import KINDS, Step, World

IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where nothing waits for a disk."""

steps = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 4), st.integers(0, 40), st.integers(0, 500)),
    min_size=5,
    max_size=25,
)


def all_have_the_same(number: int, taken: list[Step], seed: int) -> World:
    """Take the steps, let everything arrive, and compare. Returns the closed world."""
    with TemporaryDirectory(dir=IN_MEMORY) as place:
        world = World(Path(place), number)
        for step in taken:
            world.take(step)
        chance = random.Random(seed)
        world.settle(lambda computers: chance.sample(computers, len(computers)))
        first, *others = world.computers
        for other in others:
            assert other.log() == first.log()
            assert other.memory() == first.memory()
            # a log without events holds no choices either: it can still become another learner's
            assert other.settings() == first.settings() or not first.log()
        assert world.written <= {event.id for event in first.events()}
        for computer in world.computers:
            assert computer.store.rebuild().changed == 0
        world.close()
    return world


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(2, 3), steps, st.integers(0, 9))
def test_in_the_end_all_computers_have_every_event(
    number: int, taken: list[Step], seed: int
) -> None:
    all_have_the_same(number, taken, seed)
