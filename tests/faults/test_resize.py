"""A storm of window sizes in a real terminal: no exception, and the page comes to rest."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.place import Place
from tests.tui.conftest import any_key_counts, clock, make_workspace, plain_environment
from tests.tui.pilot import driven

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace

__all__ = ["any_key_counts", "clock", "make_workspace", "plain_environment"]

QUICK, LONG = 150, 2_000


def storm(place: Place, times: int, seed: int) -> None:
    source = random.Random(seed)
    place.known_learner()
    window = place.open("review")
    window.shows("What does ocrelizumab bind?", "space Show")
    for number in range(times):
        columns, rows = source.choice(
            ((1, 1), (500, 200), (source.randint(1, 500), source.randint(1, 200)), (80, 24))
        )
        window.resize(columns, rows)
        window.pump(0.01)
        if number % 50 == 0:
            window.send(source.choice("?ih"))
    window.resize(80, 24)

    def is_at_rest() -> bool:
        display = window.display()
        return (
            "Show" in display.rstrip().rpartition("\n")[2]
            and "What does ocrelizumab bind?" in display
        )

    for _ in range(10):  # pages that the keys have opened; escape on the review itself would leave
        written = -1
        while written != len(window.raw):
            written = len(window.raw)
            window.pump(1)
        if not is_at_rest():
            window.send("\x1b")
    window.until(is_at_rest, "the page at rest")
    window.send(" ")
    window.shows("CD20", "1 Again")
    window.send("3")
    window.shows("2 of 8")
    window.send("q")

    assert window.code() == 0
    assert b"Traceback" not in window.raw
    assert place.answers() == [("card-flash", 3)]


@pytest.mark.long
def test_a_storm_of_sizes_comes_to_rest(place: Place) -> None:
    storm(place, QUICK, 1)


@pytest.mark.long
def test_a_long_storm_of_sizes_comes_to_rest(place: Place) -> None:
    storm(place, LONG, 2)


@pytest.mark.parametrize("keys", [("enter", "space"), ("enter", "?"), ("b",)], ids=" ".join)
async def test_no_window_is_too_small(
    make_workspace: Callable[..., Workspace], keys: tuple[str, ...]
) -> None:
    async with driven(make_workspace(), *keys) as pilot:
        for size in [(1, 1), *((columns, 40) for columns in range(1, 9)), (500, 1), (80, 24)]:
            await pilot.resize_terminal(*size)
            assert pilot.app.is_running
