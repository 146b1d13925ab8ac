"""Backups and restore under faults: a kill at each step, a full disk, damaged data; and the event
set that comes back.
"""

from __future__ import annotations

import os
import shutil
import sys
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from learnms.engine.backups.backups import newest_good
from learnms.engine.backups.daily import DailyBackup
from learnms.engine.backups.restore import restore
from learnms.store.log.copies import examine
from learnms.store.sqlite.backup import back_up_file, backups
from tests.factories.store import NOON, Clock, answer, event_rows, memory_rows, open_store, review

if TYPE_CHECKING:
    from collections.abc import Callable

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
KILLED = 9
STEPS = ("fsync", "rename", "replace", "link", "unlink")


def log(home: Path, clock: Clock | None = None) -> list[tuple[Any, ...]]:
    store = open_store(home, clock)
    try:
        return event_rows(store)
    finally:
        store.close()


def in_child(step: Callable[[], None]) -> int:
    """The exit code of a step in a process of its own."""
    child = os.fork()
    if not child:
        code = 1
        try:
            step()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_at(number: int) -> None:
    """Let this process end, as if killed, before its n-th change of the disk from now on."""
    calls = count(1)

    def patched(original: Callable[..., Any], *words: Any, **named: Any) -> Any:
        if next(calls) == number:
            os._exit(KILLED)
        return original(*words, **named)

    for name in STEPS:
        setattr(os, name, partial(patched, getattr(os, name)))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a backup of two answers, and a third answer that is only in the journal."""
    home = tmp_path / "home"
    store = open_store(home)
    answer(store, "card-a")
    answer(store, "card-b")
    store.close()
    back_up_file(home / "learnms.db", home, "daily", NOON)
    store = open_store(home)
    answer(store, "card-c")
    killed = tmp_path / "killed"
    shutil.copytree(home, killed)
    store.close()
    assert (killed / "learnms.db-wal").stat().st_size
    return killed


@forks
@pytest.mark.parametrize("is_damaged", [False, True], ids=["sound", "damaged"])
def test_a_kill_at_each_step_leaves_the_old_or_the_new(
    is_damaged: bool, home: Path, tmp_path: Path
) -> None:
    old = log(shutil.copytree(home, tmp_path / "old"))
    new = [row for row in old if "card-c" not in row]
    if is_damaged:
        with (home / "learnms.db").open("r+b") as file:
            file.seek(50_000)
            file.write(b"\xff" * 60_000)
    bytes_before = (home / "learnms.db").read_bytes()
    copy = backups(home)[0].path.name
    seen: list[str] = []

    for number in count(1):
        place = tmp_path / f"killed-{number}"
        shutil.copytree(home, place)

        def go(place: Path = place, number: int = number) -> None:
            kill_at(number)
            restore(place, place / "backups" / copy, Clock(), 4)

        code = in_child(go)
        assert code in (0, KILLED)
        for backup in backups(place):
            examine(backup.path)
        kept = place / "learnms.db.damaged"
        assert not kept.exists() or kept.read_bytes() == bytes_before
        if (
            code
            and is_damaged
            and not (place / "learnms.db.new").exists()
            and (place / "learnms.db").read_bytes() == bytes_before
        ):
            seen.append("old")
            assert (place / "learnms.db-wal").stat().st_size
        else:
            found = log(place)
            assert found in (old, new)
            seen.append("old" if found == old else "new")
            assert found == old or is_damaged or len(backups(place)) == 2
        shutil.rmtree(place)
        if not code:
            break

    assert seen == sorted(seen, reverse=True), "once new, always new"
    assert {"old", "new"} == set(seen)
    assert len(seen) > 10


def test_the_newest_and_the_oldest_backup_give_their_events_back(tmp_path: Path) -> None:
    home, clock = tmp_path / "home", Clock()
    logs = []
    for _ in range(6):
        store = open_store(home, clock)
        daily = DailyBackup(home, clock, lambda: 4)
        store.append([review(f"card-{n}", rating=1 + n % 4) for n in range(20)])
        daily.after_change()
        daily.close()
        logs.append((event_rows(store), memory_rows(store), clock.at))
        store.close()
        clock.forward(days=1)

    for index in (0, -1):
        fresh = tmp_path / f"fresh{index}"
        restore(fresh, backups(home)[index].path, clock, 4)
        events, memories, at = logs[index]
        store = open_store(fresh, Clock(at))
        assert event_rows(store) == events
        assert memory_rows(store) == memories
        store.close()


def test_two_years_of_daily_use_keep_the_number_of_the_table(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store)
    store.close()
    for day in range(0, 730, 5):  # each takes a few milliseconds; the table itself is tested daily
        back_up_file(tmp_path / "learnms.db", tmp_path, "daily", NOON + timedelta(days=day))

    found = backups(tmp_path)
    # 14 days with backups, of the 8 weeks and the 12 months those that they do not cover
    assert len(found) == 14 + 9
    assert found[-1].at == NOON + timedelta(days=725)
    assert all(path.suffix == ".db" for path in (tmp_path / "backups").iterdir())


@forks
@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes")
def test_a_full_disk_stops_the_backup_and_not_the_answer(tmp_path: Path) -> None:
    import resource

    store = open_store(tmp_path)
    store.append([review(f"card-{number}") for number in range(800)])
    store.close()
    assert (tmp_path / "learnms.db").stat().st_size > 400_000

    def study() -> None:
        store = open_store(tmp_path, Clock(NOON + timedelta(hours=1)))
        daily = DailyBackup(tmp_path, Clock(), lambda: 4)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        answer(store, "before")
        daily.after_change()
        daily.close()
        answer(store, "after")

    assert in_child(study) == 0
    assert list((tmp_path / "backups").iterdir()) == []
    assert len(log(tmp_path)) == 802


def test_after_any_damage_the_backup_comes_back(home: Path, tmp_path: Path) -> None:
    old = log(shutil.copytree(home, tmp_path / "old"))
    size = (home / "learnms.db").stat().st_size
    for number, offset in enumerate(range(0, size, size // 8)):
        place = tmp_path / f"damaged-{number}"
        shutil.copytree(home, place)
        with (place / "learnms.db").open("r+b") as file:
            file.seek(offset)
            file.write(b"\xff" * 8192)

        offer = newest_good(place, NOON)
        assert offer is not None
        restore(place, offer.path, Clock(), 4)

        assert log(place) == [row for row in old if "card-c" not in row]


def test_a_replacement_that_was_decided_is_finished_at_the_next_start(home: Path) -> None:
    shutil.copy(backups(home)[0].path, home / "learnms.db.new")

    assert len(log(home)) == 2
    assert not (home / "learnms.db.new").exists()
