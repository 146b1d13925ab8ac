"""`learnms backup` and `learnms restore`."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learnms.store.sqlite.backup import back_up_file, backups
from learnms.store.sqlite.schema import SCHEMA_VERSION
from tests.conftest import NOW
from tests.factories.store import Clock, answer, event_rows, memory_rows, open_store

if TYPE_CHECKING:
    from tests.cli.conftest import Run


class Terminal(io.StringIO):
    """Typed lines, as if at a terminal."""

    def isatty(self) -> bool:
        return True


def study(home: Path, *cards: str) -> None:
    store = open_store(home, Clock(NOW))
    for card in cards:
        answer(store, card)
    store.close()


def rows(home: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    store = open_store(home, Clock(NOW))
    found = event_rows(store), memory_rows(store)
    store.close()
    return found


def identities(home: Path) -> dict[str, str]:
    with closing(sqlite3.connect(home / "learnms.db")) as connection:
        return dict(connection.execute("SELECT key, value FROM meta WHERE key LIKE '%_id'"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    study(home, "card-flash")
    return home


def test_a_backup_is_saved_and_checked(run: Run, home: Path) -> None:
    done = run("backup")

    [backup] = backups(home)
    assert done.code == 0
    assert f"{backup.path.name}: 1 event, " in done.err
    assert "not your own decks" in done.err


def test_a_new_folder_has_nothing_to_lose(run: Run, home: Path, tmp_path: Path) -> None:
    copy, new = tmp_path / "mine.db", tmp_path / "new"
    run("backup", str(copy))
    (home / "learnms.db").unlink()

    gone = run("restore", str(copy), "--yes")  # `log-head.json` knows of answers
    done = run("restore", str(copy), "--yes", "--home", str(new))

    assert "Anything saved after it would be lost." in gone.err
    assert "mine.db has 1 event. Nothing would be lost.\n" in done.err


def test_a_backup_goes_to_a_file_that_does_not_exist(run: Run, home: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.db"

    assert run("backup", str(target)).code == 0
    assert target.stat().st_mode & 0o777 == 0o600
    again = run("backup", str(target))

    assert (again.code, again.err) == (
        2,
        f"learnms: {target} already exists. Choose another name.\n",
    )
    assert backups(home) == []


def test_there_is_nothing_to_back_up_before_the_first_answer(run: Run) -> None:
    done = run("backup")

    assert done.code == 1
    assert "nothing to back up" in done.err


def test_the_list_says_when_what_and_why(run: Run, home: Path) -> None:
    run("backup")
    study(home, "card-typed")
    back_up_file(home / "learnms.db", home, "v1", NOW)
    backups(home)[0].path.write_bytes(b"gone")

    done = run("backup", "--list")
    as_json = run("backup", "--list", "--json").json

    assert [line.split("  ")[0] for line in done.out.splitlines()] == ["today, 09:00"] * 2
    assert "before an update" in done.out
    assert "damaged" in done.out
    assert [(row["reason"], row["events"], row["good"]) for row in as_json] == [
        ("v1", 2, True),
        ("manual", None, False),
    ]


def test_an_empty_list_says_so(run: Run) -> None:
    assert "There are no backups yet." in run("backup", "--list").err
    assert run("backup", "--list", "--json").json == []


@pytest.mark.parametrize("words", [["--json"], ["--list", "file.db"]])
def test_options_that_do_not_fit(run: Run, words: list[str]) -> None:
    assert run("backup", *words).code == 2


def test_going_back_keeps_what_was_there(run: Run, home: Path) -> None:
    before = rows(home)
    owner = identities(home)
    run("backup")
    study(home, "card-typed", "card-true")

    done = run("restore", "--yes")

    assert done.code == 0
    assert "2 answers from today would be lost." in done.err
    assert rows(home) == before
    assert identities(home)["learner_id"] == owner["learner_id"]
    assert identities(home)["device_id"] != owner["device_id"], "or seq would be used twice"
    kept = next(backup for backup in backups(home) if backup.label == "restore")
    run("restore", str(kept.path), "--yes")
    assert len(rows(home)[0]) == 3


def test_memories_are_those_that_the_log_leads_to(run: Run, home: Path) -> None:
    before = rows(home)
    run("backup")
    with closing(sqlite3.connect(backups(home)[0].path, isolation_level=None)) as connection:
        connection.execute("UPDATE memory SET stability = 99")

    run("restore", "--yes")

    assert rows(home) == before


def test_a_damaged_file_is_kept_byte_for_byte(run: Run, home: Path) -> None:
    run("backup")
    (home / "learnms.db").write_bytes(b"no database")

    due = run("due")
    done = run("restore", "--yes")

    assert due.code == 1
    assert "`learnms restore`" in due.err
    assert "`learnms doctor --repair`" in due.err
    assert done.code == 0
    assert (home / "learnms.db.damaged").read_bytes() == b"no database"
    assert run("due").code == 0


def test_without_backups_none_is_promised(run: Run, home: Path) -> None:
    (home / "learnms.db").write_bytes(b"no database")

    due = run("due")

    assert "restore" not in due.err
    assert "`learnms doctor --repair`" in due.err
    assert run("restore", "--yes").code == 1


def test_a_missing_file_with_backups_is_damage(run: Run, home: Path) -> None:
    run("backup")
    (home / "learnms.db").unlink()

    assert run("due").code == 1
    assert run("restore", "--yes").code == 0
    assert len(rows(home)[0]) == 1


def test_a_new_home_gets_the_settings_too(run: Run, home: Path, tmp_path: Path) -> None:
    (home / "settings.toml").write_text('who = "patient"\ndaily_new = 3\n')
    run("backup", str(tmp_path / "mine.db"))

    new = tmp_path / "new"
    done = run("restore", str(tmp_path / "mine.db"), "--yes", "--home", str(new))

    assert "Your settings were restored too." in done.err
    assert (new / "settings.toml").read_text() == 'who = "patient"\ndaily_new = 3\n'
    assert rows(new) == rows(home)
    with closing(sqlite3.connect(new / "learnms.db")) as connection:
        assert not connection.execute("SELECT * FROM meta WHERE key LIKE 'settings%'").fetchall()


def test_a_backup_of_an_older_version_is_migrated(run: Run, home: Path) -> None:
    before = rows(home)
    run("backup")
    path = backups(home)[0].path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in ("counted", "progress_sum", "part_history"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX event_session")
        connection.execute("PRAGMA user_version = 1")

    assert run("restore", "--yes").code == 0

    assert rows(home) == before
    with closing(sqlite3.connect(home / "learnms.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def refused(kind: str, home: Path, folder: Path) -> tuple[Path, str]:
    """A file that cannot be restored, and what is said of it."""
    path = folder / "file.db"
    if kind == "missing":
        return path, "There is no file"
    if kind == "text":
        path.write_text("a letter")
        return path, "is not a backup of learnms"
    if kind == "folder":
        return folder, "is not a backup of learnms"
    if kind == "other program":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE t (x)")
        return path, "is not a backup of learnms"
    if kind == "other learner":
        study(folder / "other", "card-flash")
        return folder / "other" / "learnms.db", "belongs to another learner"
    path = back_up_file(home / "learnms.db", home, "manual", NOW)
    if kind == "truncated":
        path.write_bytes(path.read_bytes()[:20000])
        return path, "is damaged"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if kind == "newer":
            connection.execute("PRAGMA user_version = 99")
            return path, "newer learnms"
        connection.execute("UPDATE event SET rating = 1")
        return path, "is damaged"


@pytest.mark.parametrize(
    "kind",
    [
        "missing",
        "text",
        "folder",
        "other program",
        "other learner",
        "truncated",
        "newer",
        "changed",
    ],
)
def test_what_cannot_be_restored_is_refused_in_a_sentence(
    kind: str, run: Run, home: Path, tmp_path: Path
) -> None:
    path, said = refused(kind, home, tmp_path)
    before = (home / "learnms.db").read_bytes()

    done = run("restore", str(path), "--yes")

    assert done.code in (1, 2)
    assert said in done.err
    assert done.err.count("\n") == 1
    assert (home / "learnms.db").read_bytes() == before


def test_data_of_a_newer_learnms_is_not_replaced(run: Run, home: Path) -> None:
    run("backup")
    with closing(sqlite3.connect(home / "learnms.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 99")

    done = run("restore", "--yes")

    assert done.code == 1
    assert "newer learnms" in done.err


def test_an_open_learnms_is_not_disturbed(run: Run, home: Path) -> None:
    run("backup")
    store = open_store(home, Clock(NOW))

    done = run("restore", "--yes")

    assert done.code == 1
    assert "Another learnms" in done.err
    store.close()


def test_without_a_terminal_it_asks_for_yes(run: Run, home: Path) -> None:
    run("backup")

    assert run("restore").code == 2


def test_a_backup_is_chosen_by_its_number(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup")
    study(home, "card-typed")
    back_up_file(home / "learnms.db", home, "import", NOW)
    backups(home)[-1].path.write_bytes(b"gone")
    monkeypatch.setattr("io.StringIO", Terminal)

    stopped = run("restore", typed="\n")
    refused = run("restore", typed="1\n7\n2\nn\n")
    done = run("restore", typed="2\ny\n")

    assert "Nothing was changed." in stopped.err
    assert "Backup 1 is damaged" in refused.err
    assert "`7` is not a number from 1 to 2." in refused.err
    assert "Nothing was changed." in refused.err
    assert "1 answer from today would be lost." in done.err
    assert len(rows(home)[0]) == 1


def test_an_import_and_a_rebuild_are_preceded_by_a_backup(
    run: Run, home: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    run("backup", str(tmp_path / "copy.db"))
    run("restore", str(tmp_path / "copy.db"), "--yes", "--home", str(other))
    study(other, "card-typed")
    run("export", "events", str(tmp_path / "log.jsonl"), "--home", str(other))

    for _ in range(2):  # the second time nothing is new
        assert run("import", "events", str(tmp_path / "log.jsonl")).code == 0
    run("rebuild")

    labels = [backup.label for backup in backups(home) if backup.label != "daily"]
    assert labels == ["import", "rebuild"]
