"""Databases with random damage: no command fails with a traceback, `doctor` notices what changes
events, and `doctor --repair` saves every event that can still be read.

The quick part tries a sample; `pytest -m long tests/faults` tries a thousand and prints figures.
"""

from __future__ import annotations

import io
import json
import random
import shutil
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from learnms.cli import main
from learnms.store.log.writer import Store
from learnms.store.sqlite.connection import open_writer
from learnms.study.event import Draft
from tests.factories.store import Clock, review

EVENTS = 150
QUICK, LONG = 56, 1000
MOST_SECONDS = 60
NOW = "2026-12-01T12:00:00+00:00"
DECK = """\
format: 1
id: sample
title: Sample
language: en
cards:
"""

Mutate = Callable[[Path, random.Random], None]


def _bytes(path: Path, change: Callable[[bytearray], bytes | bytearray]) -> None:
    path.write_bytes(change(bytearray(path.read_bytes())))


def truncated(home: Path, chance: random.Random) -> None:
    _bytes(home / "learnms.db", lambda data: data[: chance.randrange(len(data))])


def without_last_pages(home: Path, chance: random.Random) -> None:
    _bytes(home / "learnms.db", lambda data: data[: -4096 * chance.randint(1, 8)])


def zeroed_page(home: Path, chance: random.Random) -> None:
    def change(data: bytearray) -> bytearray:
        page = chance.randrange(len(data) // 4096)
        data[page * 4096 : (page + 1) * 4096] = bytes(4096)
        return data

    _bytes(home / "learnms.db", change)


def flipped_bytes(home: Path, chance: random.Random) -> None:
    def change(data: bytearray) -> bytearray:
        for _ in range(chance.choice([1, 1, 8, 64])):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return data

    _bytes(home / "learnms.db", change)


def garbage_in_the_middle(home: Path, chance: random.Random) -> None:
    def change(data: bytearray) -> bytearray:
        start, length = chance.randrange(len(data)), chance.randint(1, 20_000)
        data[start : start + length] = chance.randbytes(length)
        return data

    _bytes(home / "learnms.db", change)


def flipped_in_rows(home: Path, chance: random.Random) -> None:
    """Bytes of texts that occur in rows of the log."""

    def change(data: bytearray) -> bytearray:
        needle = chance.choice([b"review", b"card-0", b"2026-11", b"+00:00", b"shown"])
        places = [at for at in range(len(data)) if data[at : at + 7].startswith(needle)]
        data[chance.choice(places) + chance.randrange(5)] ^= 1 << chance.randrange(8)
        return data

    _bytes(home / "learnms.db", change)


CHANGES = (
    "UPDATE event SET rating = 1 + rating % 4 WHERE seq = {n}",
    "UPDATE event SET at_utc = 'x' WHERE seq = {n}",
    "UPDATE event SET at_utc = '2026-11-01T00:00:00.000000+00:00' WHERE seq = {n}",
    "UPDATE event SET study_day = x'00ff' WHERE seq = {n}",
    "UPDATE event SET study_day = '9999-99-99' WHERE seq = {n}",
    "UPDATE event SET card = NULL WHERE seq = {n}",
    "UPDATE event SET card = CAST(x'ff41' AS TEXT) WHERE seq = {n}",
    "UPDATE event SET answer = '{{' WHERE seq = {n}",
    "UPDATE event SET data = '[' WHERE seq BETWEEN {n} AND {n} + 20",
    "UPDATE event SET kind = 'strange' WHERE seq = {n}",
    "UPDATE event SET id = x'01' WHERE seq = {n}",
    "UPDATE event SET seq = 'x' WHERE seq = {n}",
    "UPDATE event SET seq = 1000000 WHERE seq = {n}",
    "UPDATE event SET checksum = '' WHERE seq = {n}",
    "UPDATE event SET learner_id = 'somebody' WHERE seq = {n}",
    "UPDATE event SET device_id = NULL WHERE seq = {n}",
    "UPDATE event SET stability_before = 'x', rating = 'y' WHERE seq = {n}",
    "DELETE FROM event WHERE seq = {n}",
    "DELETE FROM event WHERE seq > {n}",
    "DELETE FROM event WHERE seq BETWEEN {n} AND {n} + 3",
    "DELETE FROM event",
    "DROP TABLE event",
    "DROP INDEX event_seq",
    "ALTER TABLE event DROP COLUMN confidence",
    "UPDATE memory SET due = 'x', stability = 'y'",
    "UPDATE memory SET last_event = x'01'",
    "DELETE FROM counted",
    "UPDATE progress_sum SET amount = 'x'",
    "UPDATE part_history SET last = 'x', answered = 3",
    "UPDATE deck_cache SET head = '{{' || head",
    "UPDATE card_index SET prompt = CAST(x'ff41' AS TEXT)",
    "UPDATE meta SET value = 'x' WHERE key = 'learner_id'",
    "DELETE FROM meta",
    "UPDATE meta SET value = 'x'",
    "DROP TABLE meta",
    "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END",
)


def changed_by_sql(home: Path, chance: random.Random) -> None:
    sql = chance.choice(CHANGES).format(n=chance.randint(1, EVENTS))
    with closing(sqlite3.connect(home / "learnms.db", isolation_level=None)) as connection:
        for name in ("event_rule", "event_session", "event_ref"):
            if "DROP COLUMN" in sql:
                connection.execute(f"DROP INDEX {name}")
        connection.execute(sql)


def emptied(home: Path, chance: random.Random) -> None:
    (home / "learnms.db").write_bytes(b"")


def garbage(home: Path, chance: random.Random) -> None:
    (home / "learnms.db").write_bytes(chance.randbytes(chance.choice([1, 100, 5000, 100_000])))


def removed(home: Path, chance: random.Random) -> None:
    for path in home.glob("learnms.db*"):
        path.unlink()


def journal_changed(home: Path, chance: random.Random) -> None:
    def change(data: bytearray) -> bytearray:
        for _ in range(chance.choice([1, 8])):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return data

    _bytes(home / "learnms.db-wal", change)


def journal_truncated(home: Path, chance: random.Random) -> None:
    _bytes(home / "learnms.db-wal", lambda data: data[: chance.randrange(len(data))])


def journal_removed(home: Path, chance: random.Random) -> None:
    (home / "learnms.db-wal").unlink()


SETTLED: tuple[Mutate, ...] = (
    truncated,
    without_last_pages,
    zeroed_page,
    flipped_bytes,
    garbage_in_the_middle,
    flipped_in_rows,
    changed_by_sql,
    changed_by_sql,
    changed_by_sql,
    emptied,
    garbage,
    removed,
)
JOURNAL: tuple[Mutate, ...] = (journal_changed, journal_truncated, journal_removed)
MUTATIONS = (*SETTLED, *SETTLED, *JOURNAL)


class Homes(NamedTuple):
    """A home after a sitting, one as a kill leaves it, with a journal, and their decks."""

    settled: Path
    killed: Path
    deck: Path

    def of(self, mutate: Mutate) -> Path:
        return self.killed if mutate in JOURNAL else self.settled


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    folder = tmp_path_factory.mktemp("homes")
    deck = folder / "sample.yaml"
    cards = "".join(
        f"  - id: card-{number}\n    kind: flashcard\n    front: What is {number}?\n"
        f"    back: It is {number}.\n"
        for number in range(20)
    )
    deck.write_text(DECK + cards, "utf-8")
    settled, killed = folder / "settled", folder / "killed"
    opened = open_writer(settled)
    opened.connection.execute("PRAGMA synchronous = OFF")
    opened.connection.execute("PRAGMA wal_autocheckpoint = 0")
    clock = Clock()
    store = Store.open(settled, clock, opened)
    for number in range(EVENTS):
        if number == EVENTS - 30:
            opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if number % 25 == 24:
            store.append([Draft(kind="note", card="card-1", data={"text": f"Note {number} ä"})])
            clock.forward(days=1)
        elif number % 40 == 39:
            store.undo(clock.day)
        else:
            text = "x" * (5000 if number % 50 == 0 else 10)
            answered = {"shown": ["b", "a"], "text": text}
            store.append([review(f"card-{number % 20}", 1 + number % 4, answer=answered)])
    killed.mkdir()
    for name in ("learnms.db", "learnms.db-wal"):
        shutil.copy(settled / name, killed / name)
    store.close()
    (settled / "settings.toml").write_text('who = "student"\n')
    (killed / "settings.toml").write_text('who = "student"\n')
    return Homes(settled, killed, deck)


def rows_of(home: Path) -> set[str] | None:
    """The rows of the log as SQLite reads them; None if it cannot. The file is not touched."""
    copy = home.with_name(f"{home.name}-read")
    shutil.copytree(home, copy)
    try:
        with closing(sqlite3.connect(copy / "learnms.db")) as connection:
            connection.text_factory = lambda stored: stored.decode("utf-8", "replace")
            return set(map(repr, connection.execute("SELECT * FROM event NOT INDEXED")))
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        shutil.rmtree(copy)


@contextmanager
def no_hang() -> Iterator[None]:
    def stop(*_: object) -> None:
        pytest.fail("a command hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(MOST_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class Runner:
    """Runs commands in this process, on a home."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home = home
        self._patch = patch

    def __call__(self, *words: str) -> tuple[int, str]:
        out, err = io.StringIO(), io.StringIO()
        self._patch.setenv("LEARNMS_HOME", str(self.home))
        self._patch.setattr("sys.stdin", io.StringIO("\n3\nq\n"))
        self._patch.setattr("sys.stdout", out)
        self._patch.setattr("sys.stderr", err)
        try:
            with no_hang():
                code = main(words)
        except SystemExit as error:
            code = int(error.code or 0)
        finally:
            self._patch.undo()
        assert code in (0, 1, 2), words
        return code, out.getvalue()


class Trial(NamedTuple):
    """What became of one mutation."""

    name: str
    is_changed: bool
    is_noticed: bool
    readable: int
    saved: int


COMMANDS = ("due", "review --plain", "stats", "export events", "doctor")


def trial(
    homes: Homes, number: int, folder: Path, patch: pytest.MonkeyPatch, commands: tuple[str, ...]
) -> Trial:
    """Mutate a home, run the commands, and check what holds for all damage."""
    chance = random.Random(number)
    mutate = MUTATIONS[number % len(MUTATIONS)]
    original = homes.of(mutate)
    whole = rows_of(original)
    assert whole is not None
    damaged = folder / f"{number}"
    shutil.copytree(original, damaged)
    mutate(damaged, chance)
    readable = rows_of(damaged)
    used, repaired = folder / f"{number}-used", folder / f"{number}-repaired"
    for copy in (used, repaired):
        shutil.copytree(damaged, copy)
    patch.setenv("LEARNMS_DECKS", str(homes.deck))
    patch.setenv("LEARNMS_NOW", NOW)

    with pytest.MonkeyPatch.context() as streams:
        run = Runner(used, streams)
        code, text = run("doctor", "--json")
        assert code == (json.loads(text)["problems"] > 0)
        is_noticed = code == 1
        for words in commands:
            run(*words.split())
        is_fine = Runner(repaired, streams)("doctor", "--repair")[0] == 0
    saved = rows_of(repaired)

    is_changed = readable != whole
    assert is_fine, "repair leaves damage"
    assert saved is not None
    assert saved <= whole | (readable or set()), "repair makes events up"
    missing = (whole & (readable or set())) - saved
    assert not missing, f"{len(missing)} readable events are not saved"
    old, kept = damaged / "learnms.db", repaired / "learnms.db.damaged"
    if is_noticed and old.exists() and old.stat().st_size and saved != readable:
        assert kept.read_bytes()[100:] == old.read_bytes()[100:]
    for path in (damaged, used, repaired):
        with suppress(OSError):
            shutil.rmtree(path)
    return Trial(mutate.__name__, is_changed, is_noticed, len(readable or ()), len(saved))


@pytest.mark.parametrize("number", range(QUICK))
def test_damage_is_noticed_and_mended(
    homes: Homes, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = (COMMANDS[number % len(COMMANDS)],)
    result = trial(homes, number, tmp_path, monkeypatch, some)

    if MUTATIONS[number % len(MUTATIONS)] not in JOURNAL:
        assert result.is_noticed or not result.is_changed


@pytest.mark.long
def test_a_thousand_damaged_databases(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trials = [trial(homes, number, tmp_path, monkeypatch, COMMANDS) for number in range(LONG)]

    for name in dict.fromkeys(each.name for each in trials):
        of_name = [each for each in trials if each.name == name]
        changed = [each for each in of_name if each.is_changed]
        noticed = sum(each.is_noticed for each in changed)
        beyond = Counter(each.saved > each.readable for each in changed)[True]
        sys.stdout.write(
            f"{name}: {len(of_name)}, {len(changed)} with changed events, {noticed} of them"
            f" noticed; more events saved than SQLite reads: {beyond}\n"
        )
    journals = {mutate.__name__ for mutate in JOURNAL}
    assert not [
        each
        for each in trials
        if each.is_changed and not each.is_noticed and each.name not in journals
    ]
