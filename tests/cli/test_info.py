"""`learnms info`: what goes into a problem report, from any state of the data."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from learnms import __version__
from learnms.store.sqlite.schema import SCHEMA_VERSION
from tests.cli.conftest import Run


def test_versions_folders_and_counts(run: Run, tmp_path: Path) -> None:
    run("review", "--plain", "--new", "1", typed="\n3\n")
    facts = run("info", "--json").json

    assert facts["learnms"] == __version__
    assert facts["paths"]["database"] == str(tmp_path / "home" / "learnms.db")
    assert facts["database"]["schema"] == SCHEMA_VERSION
    assert facts["database"]["journal_mode"] in ("wal", "delete")
    assert facts["database"]["events"] == 2, "the session and its answer"
    assert facts["decks"]["files"] == 1
    assert facts["decks"]["cards"] > 0
    assert {"textual", "sqlmodel", "sqlalchemy", "fsrs"} <= facts["libraries"].keys()
    assert {"optimize", "exchange"} <= facts["extras"].keys()
    assert facts["problems"] == []


def test_it_creates_nothing(run: Run, tmp_path: Path) -> None:
    facts = run("info", "--json").json

    assert not (tmp_path / "home").exists()
    assert facts["paths"]["data"] == str(tmp_path / "home")
    assert facts["paths"]["database"] is None
    assert facts["database"]["events"] is None
    assert facts["problems"] == []


def test_damaged_data_is_named_and_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    database = tmp_path / "home" / "learnms.db"
    database.write_bytes(b"this is no database at all" * 50)

    ran = run("info")

    assert ran.code == 0
    assert "not a database" in ran.out
    assert database.read_bytes() == b"this is no database at all" * 50


@pytest.mark.parametrize("length", [4096, 8192, 20000])
def test_a_database_that_is_cut_off_is_named(run: Run, tmp_path: Path, length: int) -> None:
    run("due")
    database = tmp_path / "home" / "learnms.db"
    database.write_bytes(database.read_bytes()[:length])

    ran = run("info", "--json")

    assert (ran.code, len(ran.json["problems"])) == (0, 1)


def test_a_folder_or_decks_that_are_not_there_are_named_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.delenv("LEARNMS_DECKS")

    assert len(run("info", "--json", "--home", str(tmp_path / "file")).json["problems"]) == 1
    assert "no-such" in run("info", "--json", "--decks", "no-such").json["problems"][0]


def test_nothing_in_it_names_the_learner(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    run("due")
    with closing(sqlite3.connect(tmp_path / "home" / "learnms.db")) as connection:
        query = "SELECT value FROM meta WHERE key IN ('learner_id', 'device_id')"
        idents = [value for (value,) in connection.execute(query)]
    said = run("info").out + run("info", "--json").out

    assert str(tmp_path) not in said
    assert "~" in said
    assert len(idents) == 2
    assert not [ident for ident in idents if ident in said]
