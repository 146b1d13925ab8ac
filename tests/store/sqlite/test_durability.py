"""What was acknowledged is there: after a kill, and where the disk is full."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from learnms.store.read.events import EventQueries
from tests.factories.store import ROOT, answer, event_rows, memory_rows, open_store, run_python

ANSWERS_UNTIL_KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from learnms.store.log.writer import Store
from learnms.study.event import Draft
store = Store.open(Path(sys.argv[1]), lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))
print("open", flush=True)
for number in range(100_000):
    [event] = store.append([Draft(kind="review", card=f"card-{number % 7}", rating=3, target=0.9)])
    print(event.id, flush=True)
"""

MEETS_A_FULL_DISK = """
import os, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from learnms.errors import StoreError
from learnms.store.log.writer import Store
from learnms.study.event import Draft
home = Path(sys.argv[1])
store = Store.open(home, lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))
draft = Draft(kind="review", card="card-a", rating=3, target=0.9, answer="x" * 2000)
saved = [store.append([draft])[0]]
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
failures = set()
for _ in range(200):
    try:
        saved += store.append([draft])
    except StoreError as error:
        failures.add(str(error))
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
saved += store.append([draft])
store.close()
print(len(saved), len(failures), *failures, sep="\\n")
"""


def kill_in_the_middle(home: Path, patience: float) -> list[str]:
    """The ids that a writer had acknowledged when it was killed."""
    writer = subprocess.Popen(
        [sys.executable, "-c", ANSWERS_UNTIL_KILLED, str(home)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"
    time.sleep(patience)
    writer.send_signal(signal.SIGKILL)
    output, _ = writer.communicate()
    lines = output.split("\n")
    return lines[:-1]  # what follows the last line break is no whole line


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("round_number", range(20))
def test_every_acknowledged_answer_survives_a_kill(tmp_path: Path, round_number: int) -> None:
    acknowledged = kill_in_the_middle(tmp_path, 0.005 * round_number)

    store = open_store(tmp_path)
    stored = [str(event.id) for event in EventQueries(store.session).all()]

    assert stored[: len(acknowledged)] == acknowledged
    assert len(stored) - len(acknowledged) in (0, 1)
    assert store.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert store.rebuild().changed == 0
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE is POSIX")
def test_a_full_disk_is_told_and_the_store_goes_on_afterwards(tmp_path: Path) -> None:
    lines = run_python(MEETS_A_FULL_DISK, str(tmp_path)).stdout.split("\n")
    saved, failures = int(lines[0]), int(lines[1])

    assert failures == 1
    assert "free some space and answer again" in lines[2]
    store = open_store(tmp_path)
    assert EventQueries(store.session).count() == saved < 200
    assert [event.seq for event in EventQueries(store.session).all()] == list(range(1, saved + 1))
    assert store.rebuild().changed == 0
    store.close()


def test_rebuild_puts_right_what_was_broken(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for card in ("card-a", "card-b", "card-c"):
        answer(store, card)
    rows, log = memory_rows(store), event_rows(store)
    store.connection.execute("UPDATE memory SET due = 'yesterday' WHERE card = 'card-a'")
    store.connection.execute("UPDATE memory SET stability = 99 WHERE card = 'card-b'")
    store.connection.execute("DELETE FROM memory WHERE card = 'card-c'")

    report = store.rebuild()

    assert (report.events, report.memories, report.changed) == (3, 3, 3)
    assert memory_rows(store) == rows
    assert event_rows(store) == log
    assert store.rebuild().changed == 0
    assert len(list((tmp_path / "backups").iterdir())) == 2
    store.close()
