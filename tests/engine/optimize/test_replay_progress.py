"""A replay that takes long says how far it is; one that takes a moment says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnms.engine.optimize.replay_progress import ReplayBar, ReplayProgress
from learnms.errors import LearnmsError
from learnms.study.event import Draft
from learnms.study.schedule import DEFAULT_PARAMETERS
from tests.factories.fit import FORGETFUL, events, studied
from tests.factories.store import MONDAY, event_rows, memory_rows, open_store


def test_it_says_how_far_it_is_and_how_long_the_rest_takes() -> None:
    sentences: list[str] = []
    now = 0.0
    progress = ReplayProgress(sentences.append, lambda: now)
    for done, seconds in (
        (0, 1.0),
        (2000, 1.5),
        (4000, 3.0),
        (6000, 4.0),
        (10_000, 9.0),
        (900_000, 600.0),
    ):
        now = seconds
        progress(done, 1_000_000)

    assert sentences == [
        "4,000 of 1,000,000 events replayed, about 8 minutes left.",
        "10,000 of 1,000,000 events replayed, about 13 minutes left.",
        "900,000 of 1,000,000 events replayed, about 67 seconds left.",
    ]


def test_what_takes_a_moment_says_nothing() -> None:
    sentences: list[str] = []
    progress = ReplayProgress(sentences.append, lambda: 0.5)
    progress.begin(100)
    progress(0, 100)

    assert not sentences


def test_what_takes_long_says_so_before_it_begins() -> None:
    sentences: list[str] = []
    ReplayProgress(sentences.append).begin(1_000_000)

    assert sentences == ["1,000,000 events to replay. This takes a while."]


def test_a_bar_grows_on_its_line_and_is_removed_at_the_end() -> None:
    written: list[str] = []
    now = 0.0
    bar = ReplayBar(written.append, lambda: now)
    bar.begin(1_000_000)
    for done, seconds in ((0, 0.2), (2000, 0.45), (500_000, 1.0), (502_000, 1.05), (900_000, 9.0)):
        now = seconds
        bar(done, 1_000_000)

    assert [text.count("#") for text in written] == [15, 27]
    assert all(text.startswith("\r") and "\n" not in text for text in written)
    bar(1_000_000, 1_000_000)
    assert written[-1] == "\r\x1b[K"


def test_a_second_replay_is_timed_anew() -> None:
    sentences: list[str] = []
    now = 0.0
    progress = ReplayProgress(sentences.append, lambda: now)
    for done, seconds in ((0, 0.0), (50, 10.0), (0, 20.0), (50, 21.0), (75, 26.0)):
        now = seconds
        progress(done, 100)

    assert sentences == [
        "50 of 100 events replayed, about 10 seconds left.",
        "0 of 100 events replayed.",
        "75 of 100 events replayed, about 2 seconds left.",
    ]


def test_the_store_tells_of_whole_replays_only(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.import_events(events(studied(FORGETFUL, 5000, cards=900), MONDAY))
    heard: list[tuple[int, int]] = []
    store.on_progress = lambda done, total: heard.append((done, total))

    store.append([Draft(kind="review", card="card-00001", rating=3, target=0.9)])
    assert not heard
    [event] = store.append([Draft(kind="params", data={"parameters": list(FORGETFUL)})])
    assert heard == [(0, 5001), (2000, 5001), (4000, 5001), (5001, 5001)]
    store.append([Draft(kind="void", ref=event.id)])
    assert heard[4:] == [(0, 5001), (2000, 5001), (4000, 5001), (5001, 5001)], (
        "the set and what takes it back: one of them counts"
    )
    store.rebuild()
    assert len(heard) == 12
    store.append([Draft(kind="params", data={"parameters": list(DEFAULT_PARAMETERS)})])
    assert len(heard) == 12, "the weights are those that there were"
    store.close()


@pytest.mark.parametrize(
    "stop", [KeyboardInterrupt, LearnmsError("stopped")], ids=["ctrl+c", "esc"]
)
def test_a_replay_that_is_stopped_leaves_everything(
    tmp_path: Path, stop: BaseException | type[BaseException]
) -> None:
    store = open_store(tmp_path)
    store.import_events(events(studied(FORGETFUL, 5000, cards=900), MONDAY))
    before = event_rows(store), memory_rows(store)

    def told(done: int, _total: int) -> None:
        if done:
            raise stop

    store.on_progress = told
    with pytest.raises((KeyboardInterrupt, LearnmsError)):
        store.append([Draft(kind="params", data={"parameters": list(FORGETFUL)})])
    assert (event_rows(store), memory_rows(store)) == before

    store.on_progress = None
    store.append([Draft(kind="params", data={"parameters": list(FORGETFUL)})])
    assert store.rebuild().changed == 0
    store.close()


def test_what_is_remembered_outlives_the_program_and_a_rebuild(tmp_path: Path) -> None:
    from learnms.store.read.memory import MemoryQueries

    store = open_store(tmp_path)
    assert MemoryQueries(store.session).remembered("tried") is None
    store.remember("tried", "400")
    store.remember("tried", "800")
    store.rebuild()
    store.close()
    store = open_store(tmp_path)

    assert MemoryQueries(store.session).remembered("tried") == "800"
    store.close()
