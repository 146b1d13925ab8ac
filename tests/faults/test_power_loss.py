"""Power that fails: what is not synced yet is gone, or is there in part, in any order.

A real review is traced, and the disk is rebuilt as it may be after each of its writes. The program
with syncs switched off is the control: there answers have to be lost, or this test sees nothing.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pytest

from learnms.store.sqlite import connection as connecting
from tests.end_to_end.terminal import environment
from tests.faults.answering import Answer, answer_in_lines, many_cards
from tests.faults.forked import forked, import_all, wait_for_tracer
from tests.faults.traced import Call, Disk, calls, gone, strace, trace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(strace() is None, reason="needs strace, and leave to trace")

NAMES = ("learnms.db", "learnms.db-wal", "learnms.db-journal")
SECTOR = 512
ACKNOWLEDGED = (b"Next on", b"again today")
SUBSETS = 3
"""Images after each acknowledgement that hold some of what was not synced."""


class Tally(NamedTuple):
    """How many images were looked at, how many lack answers, the most that one lacks, and how many
    are damaged.
    """

    images: int
    short: int
    most: int
    corrupt: int


def weaken(level: str | None) -> None:
    """In the child: sync less than learnms does, then wait for the tracer."""
    choose = connecting._choose_journal

    def weakened(connection: sqlite3.Connection, path: Path) -> None:
        choose(connection, path)
        connection.execute(f"PRAGMA synchronous = {level}")

    if level is not None:
        connecting._choose_journal = weakened
    wait_for_tracer()


def reviewed(
    folder: Path, answers: int, level: str | None = None
) -> tuple[list[Answer], list[str]]:
    """The answers of a review that begins with an empty folder, as acknowledged, and its trace."""
    import_all()
    deck = many_cards(folder, answers + 5)
    words = ["review", "--plain", "--new", str(answers + 5), "--limit", str(answers + 5)]
    out = folder / "trace"
    with forked(words, environment(folder, deck), partial(weaken, level)) as window:
        tracer = trace(window.pid, out)
        given = answer_in_lines(window, answers, random.Random(1))
        window.send("q\n")
        assert window.code() == 0
    gone(tracer)
    return given, out.read_text("ascii").splitlines()


def images(disk: Disk, rng: random.Random, subsets: int) -> Iterator[dict[str, bytes]]:
    """The disk without anything that was not synced, then with some of it."""
    yield {name: bytes(file.synced) for name, file in disk.files.items() if file.is_certain}
    for _ in range(subsets):
        image = {}
        for name, file in disk.files.items():
            content = bytearray(file.synced)
            for change in file.pending:
                if change.data is None:
                    if rng.random() < 0.5:
                        change.on(content)
                    continue
                for start in range(0, len(change.data), SECTOR):
                    if rng.random() < 0.5:
                        part = change.data[start : start + SECTOR]
                        type(change)(change.offset + start, part).on(content)
            if file.is_certain or rng.random() < 0.5:
                image[name] = bytes(content)
        yield image


def answers_in(folder: Path, image: dict[str, bytes]) -> Counter[Answer] | None:
    """The answers that SQLite finds on a disk like this; None if it is damaged."""
    for name in (*NAMES, "learnms.db-shm"):
        (folder / name).unlink(missing_ok=True)
    for name, content in image.items():
        (folder / name).write_bytes(content)
    if not image.get("learnms.db") and not image.get("learnms.db-wal"):
        return Counter()
    try:
        with closing(sqlite3.connect(folder / "learnms.db")) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return None
            if not connection.execute("PRAGMA user_version").fetchone()[0]:
                return Counter()
            return Counter(
                connection.execute("SELECT card, rating FROM event WHERE kind = 'review'")
            )
    except sqlite3.DatabaseError:
        return None


def cut(
    folder: Path, given: list[Answer], lines: list[str], *, without_syncs: bool = False
) -> Tally:
    """Cut the power after each acknowledgement, and at points in between."""
    rng, acknowledged, tally = random.Random(2), 0, Tally(0, 0, 0, 0)
    disk = Disk(str(folder / "home"), NAMES, {}, without_syncs)
    scratch = folder / "image"
    scratch.mkdir(exist_ok=True)

    for call in calls(lines):
        has_changed, said = disk.take(call), acknowledgements(call)
        acknowledged += said
        if not said and not (has_changed and rng.random() < 0.1):
            continue
        for image in images(disk, rng, SUBSETS if said else 0):
            found = answers_in(scratch, image)
            lacking = (Counter(given[:acknowledged]) - (found or Counter())).total()
            is_short = found is not None and lacking > 0
            tally = Tally(
                tally.images + 1,
                tally.short + is_short,
                max(tally.most, lacking if is_short else 0),
                tally.corrupt + (found is None),
            )
            assert without_syncs or not (found or Counter()) - Counter(given), "never given"
    assert acknowledged == len(given), "each answer is acknowledged once"
    return tally


def acknowledgements(call: Call) -> int:
    """How many answers a call tells the learner to be saved."""
    if call.name != "write" or call.numbers()[0] != 1:
        return 0
    return sum(call.texts()[0].count(words) for words in ACKNOWLEDGED)


@pytest.mark.parametrize("answers", [6, pytest.param(150, marks=pytest.mark.long)])
def test_no_acknowledged_answer_is_lost_with_the_power(tmp_path: Path, answers: int) -> None:
    given, lines = reviewed(tmp_path, answers)

    tally = cut(tmp_path, given, lines)
    control = cut(tmp_path, given, lines, without_syncs=True)

    print(f"{answers} answers: {tally}; no sync reaches the disk: {control}")
    assert (tally.short, tally.most, tally.corrupt) == (0, 0, 0)
    assert tally.images > answers * (1 + SUBSETS)
    assert control.short + control.corrupt > answers, "without syncs answers have to be lost"


@pytest.mark.parametrize("level", ["OFF", pytest.param("NORMAL", marks=pytest.mark.long)])
def test_a_program_that_syncs_less_loses_answers(tmp_path: Path, level: str) -> None:
    given, lines = reviewed(tmp_path, 4 if level == "OFF" else 60, level)

    control = cut(tmp_path, given, lines)

    print(f"synchronous = {level}: {control}")
    assert control.short + control.corrupt > 0
