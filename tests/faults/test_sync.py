"""A sync that ends at any of its steps loses nothing; hundreds of random runs converge."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learnms.store.log.writer import Store
from tests.engine.sync.test_model import all_have_the_same, steps
from tests.factories.store import answer
from tests.factories.syncing import Computer


class Killed(BaseException):
    """The end of the process."""


class Killer:
    """Ends the process, so to speak, at the n-th of the steps that reach the disk; a write is
    done in part.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = -1
        for name in ("write", "fsync", "ftruncate", "mkdir"):
            monkeypatch.setattr(os, name, self._instead(getattr(os, name)))
        for name in ("back_up", "import_events", "remember", "become_new_device", "relink"):
            monkeypatch.setattr(Store, name, self._instead(getattr(Store, name)))
        monkeypatch.setattr(Path, "unlink", self._instead(Path.unlink))

    def _instead(self, does: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                if does is _WRITE:
                    descriptor, data = arguments
                    does(descriptor, bytes(data)[: len(data) // 2])
                raise Killed
            return does(*arguments, **named)

        return step


_WRITE = os.write


def reopened(computer: Computer) -> Computer:
    """The same data folder in another process."""
    computer.close()
    again = Computer(computer.place, learner=None)
    again.folder = computer.folder
    return again


def test_a_sync_that_ends_at_any_step_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = Computer(tmp_path / "one"), Computer(tmp_path / "two")
    two.folder = one.folder
    written = {answer(computer.store, "card-a").id for computer in (one, two)}
    one.sync()
    two.sync()
    killer, steps_taken = Killer(monkeypatch), 0
    for number in range(1, 200):
        written |= {answer(computer.store, f"card-{number % 5}").id for computer in (one, two)}
        one.sync()
        killer.left = number
        try:
            two.sync()
        except Killed:
            steps_taken = number
        else:
            break
        finally:
            killer.left = -1
        two = reopened(two)
        if number % 2:  # the other computer sees the half of it first
            one.sync()
        two.sync()
        one.sync()
        assert one.log() == two.log()
        assert written <= {event.id for event in two.events()}
        assert one.sync().waiting == []
    one.sync()
    assert steps_taken >= 8
    assert one.memory() == two.memory()
    assert two.store.rebuild().changed == 0
    one.close()
    two.close()


@pytest.mark.long
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(2, 4), steps, st.integers(0, 99))
def test_five_hundred_random_runs_converge(
    number: int, taken: list[tuple[str, int, int, int]], seed: int
) -> None:
    all_have_the_same(number, taken, seed)
