"""Damaged data at the start, in lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnms.settings import Settings, write_settings
from learnms.store.sqlite.backup import back_up_file
from tests.cli.conftest import Run, run
from tests.conftest import NOW
from tests.factories.store import Clock, answer, open_store
from tests.patient import scores

__all__ = ["run"]  # the fixture


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose damaged file has one answer after the backup."""
    home = tmp_path / "home"
    write_settings(home, Settings(who="patient"))
    store = open_store(home, Clock(NOW))
    answer(store, "card-flash")
    back_up_file(home / "learnms.db", home, "daily", NOW)
    answer(store, "card-typed")
    store.close()
    with (home / "learnms.db").open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3000)
    return home


def test_a_patient_is_told_in_plain_words_and_goes_back_with_one_key(run: Run, home: Path) -> None:
    done = run("--plain", typed="x\nh\nr\nn\nr\ny\nq\n")

    first, _, after = done.out.partition("Restoring…")
    assert done.code == 0
    assert "damaged or missing" in first
    assert "The newest good backup is from today, 09:00." in first
    assert "`x` is not a choice." in first
    assert "doctor --repair" in first
    assert "Nothing was changed." in first
    assert str(home) not in first
    assert scores(first) == []
    assert "Note: Restored the backup from today, 09:00." in after
    assert run("due").code == 0


def test_leaving_changes_nothing(run: Run, home: Path) -> None:
    before = (home / "learnms.db").read_bytes()

    for typed in ("q\n", "", "r\n"):
        assert run("--plain", typed=typed).code == 1

    assert (home / "learnms.db").read_bytes() == before
    assert not (home / "learnms.db.damaged").exists()


def test_without_a_backup_there_is_only_the_repair(run: Run, home: Path) -> None:
    (home / "backups" / "learnms-daily-20261122-090000.db").unlink()

    done = run("--plain", typed="r\nq\n")

    assert "There is no backup that can be restored." in done.out
    assert "`r` is not a choice." in done.out
    assert "h: how to repair by hand. q: quit." in done.out


def test_a_command_says_it_in_one_sentence(run: Run, home: Path) -> None:
    for words in (["due"], ["review", "--plain"], ["stats"], ["backup"]):
        done = run(*words)

        assert done.code == 1
        assert done.err.count("\n") == 1
        assert "is damaged" in done.err
        assert "`learnms restore`" in done.err
