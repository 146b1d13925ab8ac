"""`doctor`, and what other commands say of damaged data."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import Run


class Usage(NamedTuple):
    """What `shutil.disk_usage` returns."""

    total: int
    used: int
    free: int


@pytest.fixture
def home(run: Run, tmp_path: Path) -> Path:
    """A home with four answers of today: a review in lines."""
    assert run("review", "--plain", typed="\n3\n\n1\n\n3\n\n3\nq\n").code == 0
    return tmp_path / "home"


def change(home: Path, sql: str) -> None:
    with closing(sqlite3.connect(home / "learnms.db", isolation_level=None)) as connection:
        connection.execute(sql)


def states(run: Run, *options: str) -> dict[str, str]:
    ran = run("doctor", "--json", *options)
    return {check["name"]: check["state"] for check in ran.json["checks"]}


def test_sound_data_is_fine(run: Run, home: Path) -> None:
    ran = run("doctor", "--full")

    assert (ran.code, ran.err) == (0, "learnms: Your data is fine.\n")
    assert "ok  Replay" in ran.out
    assert set(states(run, "--full").values()) == {"fine"}


def test_a_home_without_data_is_fine(run: Run, tmp_path: Path) -> None:
    assert run("doctor").code == 0
    assert run("doctor", "--repair").code == 0
    assert not (tmp_path / "home").exists()


def test_a_changed_answer_is_named_and_repaired(run: Run, home: Path) -> None:
    change(home, "UPDATE event SET rating = 4 WHERE seq = 2")

    found = run("doctor")
    assert found.code == 1
    assert "events is damaged: Nov 22" in found.out
    assert "learnms doctor --repair" in found.out

    refused = run("rebuild")
    assert refused.code == 1
    assert "Nothing was rebuilt" in refused.err

    shutil.rmtree(home / "backups", ignore_errors=True)
    repaired = run("doctor", "--repair")
    assert repaired.code == 0
    assert "1 is lost: Nov 22." in repaired.err
    assert "learnms.db.damaged" in repaired.err
    assert run("rebuild").code == 0


def test_an_export_of_a_damaged_log_is_whole_without_the_bad_rows(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run("export", "events").out.splitlines()
    change(home, "UPDATE event SET rating = 4 WHERE seq = 2")

    ran = run("export", "events", str(tmp_path / "out.jsonl"))

    assert ran.code == 1
    assert "1 of " in ran.err
    assert "event 2 of 2026-11-22, which does not match its checksum" in ran.err
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert lines == [line for line in whole if '"seq":2,' not in line]
    monkeypatch.setenv("LEARNMS_HOME", str(tmp_path / "other"))
    assert run("import", "events", str(tmp_path / "out.jsonl")).code == 0
    assert run("doctor", "--full").code == 0


def test_importing_a_good_copy_heals_a_damaged_event(run: Run, home: Path, tmp_path: Path) -> None:
    run("export", "events", str(tmp_path / "good.jsonl"))
    change(home, "UPDATE event SET rating = 4 WHERE seq = 2")

    ran = run("import", "events", str(tmp_path / "good.jsonl"))

    assert ran.err.startswith("1 event added")
    assert run("doctor", "--full").code == 0


def test_missing_events_are_said_at_the_start(run: Run, home: Path) -> None:
    change(home, "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")

    assert "1 event is missing" in run("stats").err
    assert "1 event is missing" in run("--plain", typed="1\n1\nq\n").out


def test_a_changed_answer_is_said_at_home(run: Run, home: Path) -> None:
    run("--plain", typed="1\n1\nq\n")
    change(home, "UPDATE event SET rating = 4 WHERE seq = 2")

    assert "is damaged: Nov 22. Run `" in run("--plain", typed="q\n").out


def test_patients_are_told_in_plain_words(run: Run, home: Path) -> None:
    run("--plain", typed="2\n1\nq\n")
    change(home, "UPDATE event SET rating = 4 WHERE seq = 2")

    said = run("--plain", typed="q\n").out
    assert "Some of your saved answers are damaged or missing. Run `" in said
    assert "event" not in said


def test_an_unforeseen_error_over_damaged_data_is_no_traceback(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise KeyError("stability")

    monkeypatch.setattr("learnms.cli.stats.stats", broken)
    with pytest.raises(KeyError):
        run("stats")
    change(home, "UPDATE event SET rating = 4 WHERE seq = 2")

    ran = run("stats")

    assert ran.code == 1
    assert "is damaged: Nov 22. Run `learnms doctor`" in ran.err


def test_answers_that_wait_for_their_day_are_mentioned(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEARNMS_NOW", "2026-11-10T09:00:00+00:00")

    ran = run("doctor")

    assert ran.code == 0
    assert "dated in the future" in ran.out
    assert "November 21" in ran.out


@pytest.mark.parametrize("mark", ["Dropbox", "OneDrive - School", ".stfolder"])
def test_a_synced_folder_is_warned_about(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    if mark == ".stfolder":
        (tmp_path / mark).mkdir()
    else:
        monkeypatch.setenv("LEARNMS_HOME", str(tmp_path / mark / "learnms"))
        shutil.copytree(home, tmp_path / mark / "learnms")

    assert states(run)["Folder"] == "warning"


def test_loose_permissions_are_named_with_their_cure(run: Run, home: Path) -> None:
    (home / "settings.toml").write_text("")
    (home / "settings.toml").chmod(0o644)

    out = " ".join(run("doctor").out.split())

    assert "Run `chmod go-rwx " in out
    assert states(run)["Permissions"] == "warning"


def test_a_full_disk_is_warned_about(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(100, 99, 1))

    assert states(run)["Disk space"] == "warning"


def test_a_damaged_deck_cache_is_found_and_mended(run: Run, home: Path) -> None:
    change(home, "UPDATE deck_cache SET head = '{' || head")
    assert states(run)["Decks"] == "problem"

    assert run("rebuild").code == 0
    assert set(states(run, "--full").values()) == {"fine"}


def test_a_wrong_memory_shows_in_a_replay(run: Run, home: Path) -> None:
    change(home, "UPDATE memory SET stability = stability + 1 WHERE stability IS NOT NULL")
    assert run("doctor").code == 0

    assert states(run, "--full")["Replay"] == "problem"
    assert run("doctor", "--repair").code == 0
    assert set(states(run, "--full").values()) == {"fine"}


def test_a_folder_that_cannot_be_written_is_named(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    able = os.access  # root may write wherever the disk can be written
    monkeypatch.setattr(
        "learnms.engine.doctor.checks.os.access",
        lambda path, mode: path != home and able(path, mode),
    )
    ran = run("doctor")

    assert ran.code == 1
    said = " ".join(ran.out.split())  # lines are wrapped
    assert "cannot be written, so no answer can be saved." in said
    assert "Make the folder writable, or name another with `--home`." in said
