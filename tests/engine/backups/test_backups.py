"""Which backup is offered, what going back to it loses, and the daily one."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learnms.engine.backups import daily as daily_module
from learnms.engine.backups import wording as words
from learnms.engine.backups.backups import DAMAGED, listed, make, newest_good
from learnms.engine.backups.daily import DailyBackup
from learnms.errors import StoreError
from learnms.store.log.copies import Beyond
from learnms.store.sqlite.backup import back_up_file, backups
from learnms.study.event import Draft
from tests.factories.store import NOON, Clock, answer, open_store, review

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one answer, two backups of it, and two answers and a note after them."""
    store = open_store(tmp_path)
    answer(store)
    for hours in (2, 1):
        back_up_file(tmp_path / "learnms.db", tmp_path, "daily", NOON - timedelta(hours=hours))
    seen = store.append([Draft(kind="practice", card="card-b", points=1.0, max_points=1.0)])[0]
    answer(store, "card-b")
    store.append([review("card-c", ref=seen.id), Draft(kind="session", data={})])
    store.append([Draft(kind="note", card="card-b", data={"text": "Look this up."})])
    store.close()
    return tmp_path


def break_event(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE event SET rating = 1")


def test_the_newest_sound_backup_is_offered_with_what_it_loses(home: Path) -> None:
    offer = newest_good(home, NOON)

    assert offer is not None
    assert (offer.at, offer.events) == (NOON - timedelta(hours=1), 1)
    assert offer.lost == Beyond({"2026-11-23": 2}, 1), "a linked review is the same answer"


def test_a_damaged_backup_is_passed_over(home: Path) -> None:
    break_event(backups(home)[-1].path)

    rows = list(listed(home, NOON))
    offer = newest_good(home, NOON)

    assert [row.problem for row in rows] == [DAMAGED, ""]
    assert offer is not None
    assert offer.path == backups(home)[0].path


def test_a_backup_from_the_future_comes_last(home: Path) -> None:
    back_up_file(home / "learnms.db", home, "daily", datetime(2099, 1, 1, tzinfo=UTC))

    stamps = [row.backup.at.year for row in listed(home, NOON)]

    assert stamps == [2026, 2026, 2099]


def test_what_is_lost_is_told_from_a_damaged_log_too(home: Path) -> None:
    break_event(home / "learnms.db")

    offer = newest_good(home, NOON)

    assert offer is not None
    assert offer.lost == Beyond({"2026-11-23": 2}, 1)


def test_data_of_which_nothing_is_readable_has_lost_what_is_newer(home: Path) -> None:
    (home / "learnms.db").write_bytes(b"nothing")

    offer = newest_good(home, NOON)

    assert offer is not None
    assert offer.lost is None


def test_no_backup_is_made_of_a_damaged_log(home: Path) -> None:
    break_event(home / "learnms.db")

    with pytest.raises(StoreError, match="is damaged"):
        make(home, NOON)

    assert len(backups(home)) == 2


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        (None, "Anything saved after it would be lost."),
        (Beyond({}, 0), "Nothing would be lost."),
        (Beyond({}, 2), "2 changes made after it would be lost."),
        (Beyond({"2026-11-23": 1}, 0), "1 answer from today would be lost."),
        (Beyond({"2026-11-22": 2, "2026-11-23": 1}, 0), "3 answers since yesterday would be lost."),
        (
            Beyond({"2026-11-20": 2}, 1),
            "2 answers since November 20 and 1 other change would be lost.",
        ),
    ],
)
def test_what_would_be_lost_in_words(lost: Beyond | None, said: str) -> None:
    assert words.loss(lost, date(2026, 11, 23)) == said


def test_times_in_words() -> None:
    assert words.when(NOON, NOON) == "today, 12:00"
    assert words.when(NOON - timedelta(days=1), NOON) == "yesterday, 12:00"
    assert words.when(NOON - timedelta(days=400), NOON) == "October 19, 2025, 12:00"


def test_each_study_day_with_a_change_gets_one_backup(
    open_workspace: Callable[[], Workspace], clock: Clock, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    workspace = open_workspace()
    assert backups(home) == [], "nothing was saved"

    for _ in range(2):
        for _ in range(3):
            workspace.open_store().append([review("card-flash")])
        workspace = open_workspace()
        workspace.open_store().append([review("card-flash")])
        clock.forward(days=1)
    workspace.close()

    assert [(backup.label, backup.at.day) for backup in backups(home)] == [
        ("daily", 22),
        ("daily", 23),
    ]
    assert [row.problem for row in listed(home, clock())] == ["", ""]


def test_an_answer_does_not_wait_for_the_backup(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    monkeypatch.setattr(daily_module, "back_up_file", lambda *_: goes_on.wait(60))
    made = DailyBackup(home, Clock(NOON + timedelta(days=3)), lambda: 4)

    made.after_change()

    assert not goes_on.is_set(), "we are here, and the copy is still being made"
    goes_on.set()
    made.close()


def test_a_backup_that_fails_disturbs_nobody(home: Path) -> None:
    before = [backup.path.read_bytes() for backup in backups(home)]
    (home / "backups").rename(home / "elsewhere")
    (home / "backups").write_text("a file where the folder should be")
    made = DailyBackup(home, Clock(NOON + timedelta(days=3)), lambda: 4)

    made.after_change()
    made.close()

    assert [path.read_bytes() for path in sorted((home / "elsewhere").iterdir())] == before


def test_a_backup_in_progress_is_given_up_at_the_end(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_module, "_PATIENCE", 0.0)
    monkeypatch.setattr("learnms.store.sqlite.backup._STEPS", 1)
    made = DailyBackup(home, Clock(NOON + timedelta(days=3)), lambda: 4)
    made._is_stopped.set()

    made.after_change()
    made.close()

    assert len(backups(home)) == 2
    assert len(list((home / "backups").iterdir())) == 2, "nothing of it is left"
