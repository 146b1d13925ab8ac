"""The files of a home: private, never overwritten, refused with one sentence where they are not
what they should be.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from learnms.errors import NewerSchemaError, StoreError
from learnms.store.sqlite import backup as backing_up
from learnms.store.sqlite import connection as connecting
from learnms.store.sqlite.backup import backups
from learnms.store.sqlite.connection import open_reader, open_writer, others_can_write
from learnms.store.sqlite.schema import SCHEMA_VERSION
from tests.factories.store import answer, open_store

posix = pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def with_data(home: Path) -> Path:
    """A home with one answer in it, closed."""
    store = open_store(home)
    answer(store)
    store.close()
    return home / "learnms.db"


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_files_are_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        store = open_store(tmp_path / "home")
        answer(store)
        store.rebuild()
        files = {
            path.name: path.stat().st_mode & 0o777
            for path in (tmp_path / "home").rglob("*")
            if path.is_file()
        }
        folders = {
            path.stat().st_mode & 0o777
            for path in (tmp_path / "home", tmp_path / "home" / "backups")
        }
        store.close()
    finally:
        os.umask(before)

    assert {"learnms.db", "learnms.db-wal", "learnms.db-shm", "writer.lock"} < set(files)
    assert set(files.values()) == {0o600}
    assert folders == {0o700}


@posix
def test_our_own_loose_files_are_tightened_and_others_left_alone(tmp_path: Path) -> None:
    database = with_data(tmp_path)
    store = open_store(tmp_path)
    store.rebuild()
    store.close()
    [backup] = backups(tmp_path)
    ours = [database, backup.path, tmp_path / "settings.toml"]
    ours[-1].write_text("who = 'student'")
    for file in (*ours, tmp_path / "notes.txt"):
        file.touch()
        file.chmod(0o666)

    open_writer(tmp_path).close()

    assert [file.stat().st_mode & 0o777 for file in (*ours, tmp_path / "notes.txt")] == [
        0o600,
        0o600,
        0o600,
        0o666,
    ]


@posix
@pytest.mark.parametrize(
    ("mode", "can_write"), [(0o700, False), (0o755, False), (0o777, True), (0o775, False)]
)
def test_a_folder_that_others_can_write_in_is_told(
    tmp_path: Path, mode: int, can_write: bool
) -> None:
    tmp_path.chmod(mode)

    assert others_can_write(tmp_path) == can_write
    assert not others_can_write(tmp_path / "nowhere")


def test_an_answer_is_synced_and_deleted_content_overwritten(tmp_path: Path) -> None:
    opened = open_writer(tmp_path / "home")

    pragmas = {
        name: opened.connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete", "trusted_schema")
    }
    opened.close()

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
    }


def test_a_network_drive_gets_a_rollback_journal_with_extra_syncs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_data(tmp_path)
    monkeypatch.setattr(connecting, "on_network", lambda path: True)

    opened = open_writer(tmp_path)
    mode = opened.connection.execute("PRAGMA journal_mode").fetchone()[0]
    synchronous = opened.connection.execute("PRAGMA synchronous").fetchone()[0]
    store = open_store(tmp_path, opened=opened)
    answer(store)
    store.close()

    assert (mode, synchronous) == ("delete", 3)
    assert not (tmp_path / "learnms.db-wal").exists()


@pytest.mark.skipif(os.name != "posix", reason="unix-dotfile is a VFS of POSIX systems")
def test_where_sqlite_refuses_wal_the_rollback_journal_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite3.connect
    monkeypatch.setattr(
        sqlite3,
        "connect",
        lambda address, **more: real(
            f"{address}&vfs=unix-dotfile" if "mode=rw" in address else address, **more
        ),
    )

    opened = open_writer(tmp_path)
    answers = [
        opened.connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous")
    ]
    opened.close()

    assert answers == ["delete", 3]


@pytest.mark.skipif(not Path("/proc/self/mounts").exists(), reason="mounts are read from /proc")
def test_the_kind_of_file_system_is_that_of_the_innermost_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = (
        f"/dev/a / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n/dev/b {tmp_path}/local ext4 rw"
        " 0 0\n"
    )
    monkeypatch.setattr(Path, "read_text", lambda *_: mounts)

    assert connecting.on_network(tmp_path / "learnms.db")
    assert not connecting.on_network(tmp_path / "local" / "learnms.db")
    assert not connecting.on_network(Path("/elsewhere/learnms.db"))


@pytest.mark.parametrize("opening", [open_writer, open_reader])
def test_a_newer_file_is_refused_untouched(tmp_path: Path, opening: object) -> None:
    database = with_data(tmp_path)
    with closing(sqlite3.connect(database)) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = fingerprint(database)

    with pytest.raises(NewerSchemaError, match="newer learnms"):
        opening(tmp_path)  # type: ignore[operator]  # parametrised

    assert fingerprint(database) == before
    assert not list(tmp_path.glob("learnms.db-*"))
    open_again_works_after_the_version_is_put_back(database)


def open_again_works_after_the_version_is_put_back(database: Path) -> None:
    with closing(sqlite3.connect(database)) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    open_writer(database.parent).close()


def test_a_newer_version_that_is_still_in_the_journal_is_seen(tmp_path: Path) -> None:
    database = with_data(tmp_path)
    other = sqlite3.connect(database)
    other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = fingerprint(database)

    with pytest.raises(NewerSchemaError):
        open_writer(tmp_path)

    assert fingerprint(database) == before
    other.close()


@pytest.mark.parametrize(
    "content", [b"This is a diary, not a database.\n" * 40, b"SQLite format 3", b"x"]
)
@pytest.mark.parametrize("opening", [open_writer, open_reader])
def test_what_is_no_database_is_refused_untouched(
    tmp_path: Path, content: bytes, opening: object
) -> None:
    database = tmp_path / "learnms.db"
    database.write_bytes(content)

    with pytest.raises(StoreError, match="is not a database"):
        opening(tmp_path)  # type: ignore[operator]  # parametrised

    assert database.read_bytes() == content
    assert not list(tmp_path.glob("learnms.db-*"))


def test_a_truncated_file_is_refused_untouched(tmp_path: Path) -> None:
    database = with_data(tmp_path)
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2])
    before = fingerprint(database)

    with pytest.raises(StoreError, match="missing at its end"):
        open_writer(tmp_path)

    assert fingerprint(database) == before


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    database = tmp_path / "learnms.db"
    with closing(sqlite3.connect(database)) as other:
        other.execute("CREATE TABLE bookmarks (address TEXT)")
    before = fingerprint(database)

    with pytest.raises(StoreError, match="another program"):
        open_writer(tmp_path)

    assert fingerprint(database) == before


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "learnms.db").touch()

    store = open_store(tmp_path)

    assert answer(store).seq == 1
    store.close()


def test_an_empty_file_beside_backups_is_damage(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store)
    store.rebuild()
    store.close()
    database = tmp_path / "learnms.db"
    database.write_bytes(b"")

    with pytest.raises(StoreError, match="it is empty, but it held 1 event"):
        open_writer(tmp_path)
    with pytest.raises(StoreError, match="it is empty"):
        open_reader(tmp_path)

    assert database.read_bytes() == b""


def test_a_journal_without_its_database_is_damage(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store)
    (tmp_path / "learnms.db").unlink()

    with pytest.raises(StoreError, match="its journal still exists"):
        open_reader(tmp_path)

    store.close()


def test_a_file_broken_inside_is_told_in_one_sentence(tmp_path: Path) -> None:
    database = with_data(tmp_path)
    content = bytearray(database.read_bytes())
    content[100:4000] = b"\xff" * 3900
    database.write_bytes(content)

    with pytest.raises(StoreError, match="is damaged"):
        open_writer(tmp_path)
    with pytest.raises(StoreError, match="is damaged"):
        open_reader(tmp_path)

    assert database.read_bytes() == content


def test_a_home_that_is_a_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")

    with pytest.raises(StoreError, match="cannot be written"):
        open_writer(tmp_path / "home")
    with pytest.raises(StoreError, match="cannot be read"):
        open_reader(tmp_path / "home")


def test_a_backup_gets_its_name_only_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path)
    answer(store)
    during: list[list[backing_up.Backup]] = []
    copy = backing_up._copy

    def copied(source: Path, target: Path, *rest: Any) -> None:
        during.append(backups(tmp_path))
        copy(source, target, *rest)
        during.append(backups(tmp_path))

    monkeypatch.setattr(backing_up, "_copy", copied)
    store.rebuild()
    store.close()

    assert during == [[], []]
    [backup] = backups(tmp_path)
    with closing(sqlite3.connect(backup.path)) as kept:
        assert kept.execute("SELECT count(*) FROM event").fetchone() == (1,)


@posix
def test_the_entry_of_a_new_database_is_synced_with_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, int]] = []
    fsync = os.fsync

    def recorded(descriptor: int) -> None:
        stat = os.fstat(descriptor)
        synced.append((stat.st_dev, stat.st_ino))
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", recorded)
    open_writer(tmp_path / "home").close()

    folder = (tmp_path / "home").stat()
    assert synced == [(folder.st_dev, folder.st_ino)]
    open_writer(tmp_path / "home").close()
    assert len(synced) == 1, "it is there already"


def test_nothing_of_a_query_is_put_into_a_temporary_file(tmp_path: Path) -> None:
    for opened in (
        open_writer(tmp_path / "home"),
        open_reader(tmp_path / "home"),
        open_reader(tmp_path / "nowhere"),
    ):
        assert opened.connection.execute("PRAGMA temp_store").fetchone() == (2,)
        opened.close()
