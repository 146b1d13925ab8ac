"""One writer at a time, readers beside it, and homes that cannot be written."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from learnms.errors import StoreBusyError, StoreError
from learnms.store.read.memory import MemoryQueries
from learnms.store.sqlite import lock
from learnms.store.sqlite.connection import open_reader, open_writer
from learnms.study.event import Part
from tests.factories.store import ROOT, answer, memory, open_store, run_python

if TYPE_CHECKING:
    from collections.abc import Iterator

HOLDS_THE_LOCK = """
import sys
from pathlib import Path
from learnms.store.sqlite.connection import open_writer
opened = open_writer(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
opened.close()
"""

AS_NOBODY = """
import os, sys
from pathlib import Path
from learnms.errors import StoreError
from learnms.store.sqlite import connection
from learnms.store.read.memory import MemoryQueries
from learnms.store.log import writer
from learnms.study.event import Part
home = Path(sys.argv[1])
if os.getuid() == 0:
    os.setuid(65534)
try:
    connection.open_writer(home)
except StoreError as error:
    print("writer:", type(error).__name__, error)
opened = connection.open_reader(home)
memory = MemoryQueries(opened.session).memory(Part("card-a"))
print("reader:", opened.writable, opened.ephemeral, memory.reps)
try:
    writer.Store.open(home, None, opened)
    print("a store over it")
except StoreError as error:
    print("store:", error)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users reach. One of pytest's is not enough: each session of pytest that
    begins takes the rights on the folder above away again.
    """
    with TemporaryDirectory(prefix="learnms-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in (folder, *folder.iterdir()):
            path.chmod(0o755)


def test_a_second_process_is_told_that_another_is_open(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_LOCK, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"

    with pytest.raises(
        StoreBusyError, match=f"Another learnms \\(process {holder.pid}\\) is using"
    ):
        open_writer(tmp_path)
    reader = open_reader(tmp_path)
    is_writable = reader.writable
    reader.close()
    holder.communicate()

    assert not is_writable
    open_writer(tmp_path).close()


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_LOCK, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    holder.kill()
    holder.communicate()

    open_writer(tmp_path).close()


def test_one_process_cannot_write_twice_either(tmp_path: Path) -> None:
    store = open_store(tmp_path)

    with pytest.raises(StoreBusyError):
        open_store(tmp_path)

    store.close()
    store.close()
    open_store(tmp_path).close()


def test_a_reader_sees_what_the_writer_has_committed(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    reading = open_reader(tmp_path)

    answer(store)
    seen = MemoryQueries(reading.session).memory(Part("card-a"))

    assert seen == memory(store)
    assert seen.reps == 1
    reading.close()
    store.close()


def test_a_reader_cannot_become_a_store(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    reading = open_reader(tmp_path)

    with pytest.raises(StoreError, match="is open read-only"):
        open_store(tmp_path, opened=reading)

    reading.close()
    store.close()


def test_without_a_file_a_reader_has_an_empty_one_in_memory(tmp_path: Path) -> None:
    opened = open_reader(tmp_path / "nowhere")

    assert opened.ephemeral
    assert MemoryQueries(opened.session).memory(Part("card-a")).is_new
    assert not (tmp_path / "nowhere").exists()
    opened.close()


def test_a_store_in_memory_works_and_leaves_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path, opened=open_reader(tmp_path / "nowhere"))

    answer(store)

    assert store.ephemeral
    assert memory(store).reps == 1
    assert store.rebuild().changed == 0
    store.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")
def test_a_read_only_home_is_read_and_never_written(open_folder: Path) -> None:
    home = open_folder / "home"
    store = open_store(home)
    answer(store)
    store.close()
    before = (home / "learnms.db").read_bytes()
    home.chmod(0o555)
    for path in home.iterdir():
        path.chmod(0o444)

    lines = run_python(AS_NOBODY, str(home)).stdout.splitlines()

    assert lines[0].startswith("writer: UnwritableHomeError")
    assert lines[1] == "reader: False False 1"
    assert "is open read-only" in lines[2]
    assert (home / "learnms.db").read_bytes() == before
    assert sorted(path.name for path in home.iterdir()) == [
        "learnms.db",
        "log-head.json",
        "writer.lock",
    ]


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")
def test_where_no_home_can_be_made_an_empty_one_in_memory_is_used(open_folder: Path) -> None:
    open_folder.chmod(0o555)

    lines = run_python(
        AS_NOBODY.replace("writer.Store.open(home, None, opened)", "pass"),
        str(open_folder / "home"),
    ).stdout.splitlines()

    assert lines[0].startswith("writer: UnwritableHomeError")
    assert lines[1] == "reader: True True 0"


def test_a_read_only_folder_is_named_not_its_lock_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(StoreError) as error:
        lock.WriterLock.acquire(tmp_path)

    assert str(error.value).startswith(f"{tmp_path} cannot be written: Permission denied.")
