"""A full disk and a failing one: never "saved" for what is not, and an answer can be repeated."""

from __future__ import annotations

import random
import resource
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.conftest import DECK, NOW
from tests.end_to_end.place import Place
from tests.end_to_end.terminal import environment
from tests.factories.store import Clock, open_store
from tests.faults.answering import RATINGS, SAVED, TO_GRADE, Answer, logged, many_cards
from tests.faults.forked import forked, import_all, ran, wait_for_tracer
from tests.faults.traced import attach, gone, strace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.end_to_end.terminal import Terminal

linux = pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="only Linux lets another process's limits be moved"
)
traceable = pytest.mark.skipif(strace() is None, reason="needs strace, and leave to trace")
NEXT = (
    r"(?P<show>Question (?P<card>\S+)\?\r\nPress enter to show\.\r\n> )"
    r"|Not saved:\s+(?P<why>[\s\S]*?) Give your answer again\.[\s\S]*?\r\n> "
    rf"|(?P<grade>{TO_GRADE})|(?P<saved>{SAVED})"
)


def assert_sound(home: Path, acknowledged: list[Answer], refused: Answer | None = None) -> None:
    """The log has what was acknowledged and nothing else, and memory is what it leads to.

    `refused` is the last answer, where it was not acknowledged: of a transaction whose sync failed
    nobody knows whether it is on the disk.
    """
    assert logged(home) in (acknowledged, [*acknowledged, refused])
    store = open_store(home, Clock(NOW))
    assert store.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert store.rebuild(copies=False).changed == 0
    store.close()


# -- a full disk -----------------------------------------------------------------------------------


def until_the_second_grade(window: Terminal) -> None:
    """In lines, with one answer given and the second card's answer shown."""
    window.line(r"Press enter to show\.\r\n> ")
    window.send("\n")
    window.line(TO_GRADE)
    window.send("3\n")
    window.line(r"Next on[\s\S]*Press enter to show\.\r\n> ")
    window.send("\n")
    window.line(TO_GRADE)


def refuses_three_times(window: Terminal, place: Place) -> None:
    for _ in range(3):
        window.send("3\n")
        said = window.line(r"Not saved:\s+([\s\S]*?) Give your answer again\.[\s\S]*> ")[1]
        assert "learnms.db" in said
        assert len(said) < 400
    assert place.answers() == [("card-flash", 3)]


def takes_it_then(window: Terminal, place: Place) -> None:
    window.send("4\n")
    window.line(r"Next on[\s\S]*> ")
    window.send("\x04")

    assert window.code() == 0
    assert b"Traceback" not in window.raw
    assert_sound(place.home, [("card-flash", 3), ("card-cloze", 4)])


@linux
def test_on_a_full_disk_the_answer_can_be_given_again(place: Place) -> None:
    place.known_learner()
    with forked(["review", "--plain"], place.environment()) as window:
        until_the_second_grade(window)
        _, hard = resource.prlimit(window.pid, resource.RLIMIT_FSIZE)

        resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (1, hard))
        refuses_three_times(window, place)
        resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (hard, hard))
        takes_it_then(window, place)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of its own with 1,200 KiB: room for a backup."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=1200k", "none", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs leave to mount")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk to its last byte, with a file."""
    path = folder / "filling"
    with path.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return path


def test_on_a_disk_that_is_really_full_too(small_disk: Path) -> None:
    place = Place(small_disk)
    place.deck.write_text(DECK, "utf-8")
    place.known_learner()
    with forked(["review", "--plain"], place.environment()) as window:
        until_the_second_grade(window)

        filling = fill(small_disk)
        refuses_three_times(window, place)
        filling.unlink()
        takes_it_then(window, place)


@linux
def test_on_a_full_disk_the_screens_keep_the_answer(place: Place) -> None:
    place.known_learner()
    with forked(["review"], place.environment()) as window:
        for number in (1, 2):
            window.shows(f"{number} of 8", "space Show")
            window.send(" ")
            window.shows("1 Again", "space Good")
            if number == 1:
                window.send("3")
        _, hard = resource.prlimit(window.pid, resource.RLIMIT_FSIZE)

        resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (1, hard))
        window.send("3")
        window.shows("Not saved", "1 Again", "2 of 8")
        assert place.answers() == [("card-flash", 3)]
        resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (hard, hard))
        window.send("3")
        window.shows("3 of 8")
        window.send("\x11")

        assert window.code() == 0
    assert_sound(place.home, [("card-flash", 3), ("card-cloze", 3)])


def limit(size: int) -> None:
    """In the child: no file may grow beyond this."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_full_disk_at_the_start_is_one_sentence(place: Place) -> None:
    done = ran(["review", "--plain"], place.environment(), before=partial(limit, 1))

    assert done.code == 1
    assert "Traceback" not in done.err
    assert done.err.splitlines()[-1].startswith("learnms: "), done.err


def test_a_full_disk_while_decks_are_stored_is_no_reason_not_to_learn(place: Place) -> None:
    assert ran(["review"], place.environment(), "q\n").code == 0
    size = (place.home / "learnms.db").stat().st_size
    place.deck.write_text(DECK.replace("A small deck", "A changed deck"), "utf-8")

    done = ran(["decks"], place.environment(), before=partial(limit, size // 2))

    assert done.code == 0
    assert "A changed deck" in done.out
    with closing(sqlite3.connect(place.home / "learnms.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    "words",
    [
        ("new", "out.yaml"),
        ("export", "events", "out.jsonl"),
        ("export", "reviews", "out.csv"),
        ("export", "gift", "small-deck", "--to", "out.gift"),
        ("export", "anki", "small-deck", "--to", "out.apkg"),
        ("export", "qti21", "small-deck", "--to", "out.zip"),
        ("paper", "small-deck", "--questions", "3", "--to", "out"),
        ("hand-in", "out.json", "--yes"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_cannot_be_written_leaves_no_file_behind(
    small_disk: Path, place: Place, words: tuple[str, ...]
) -> None:
    assert ran(["review"], place.environment(), "\n3\n\n3\n\n3\n\n").code == 0
    filling = fill(small_disk)
    named = [str(small_disk / word) if word.startswith("out") else word for word in words]

    done = ran(named, place.environment())

    assert done.code == 1, done
    assert "cannot be written: No space left on device" in done.err
    assert "Traceback" not in done.err
    assert [path for path in small_disk.rglob("*") if path.is_file()] == [filling]
    filling.unlink()
    assert ran(named, place.environment()).code == 0, "nothing is in the way of the next try"


# -- a disk that fails -----------------------------------------------------------------------------


class Given(NamedTuple):
    """The answers that were acknowledged, how often one was refused, and the last one if it was."""

    acknowledged: list[Answer]
    refusals: int
    refused: Answer | None


def endure(window: Terminal, answers: int, patience: int) -> Given:
    """Answer cards in lines, giving each answer until it is taken, or until so many in a row are
    not.
    """
    rng = random.Random(3)
    acknowledged: list[Answer] = []
    refused, in_a_row, rating, card = 0, 0, 3, ""
    while len(acknowledged) < answers and in_a_row < patience:
        try:
            match = window.line(NEXT)
        except AssertionError:
            if window.pump():
                raise
            break  # it could not even begin
        if match["show"]:
            card = match["card"]
            window.send("\n")
        elif match["saved"]:
            acknowledged.append((card, rating))
            in_a_row = 0
        else:
            if match["why"]:
                refused, in_a_row = refused + 1, in_a_row + 1
            else:
                rating = rng.choice(RATINGS)
            window.send(f"{rating}\n")
    with suppress(OSError):
        window.send("\x04")
    return Given(acknowledged, refused, (card, rating) if in_a_row else None)


class Endured(NamedTuple):
    """Faults of the disk, answers that were acknowledged, and refusals in words."""

    faults: int = 0
    acknowledged: int = 0
    refused: int = 0

    def and_(self, other: Endured) -> Endured:
        return Endured(*(one + more for one, more in zip(self, other, strict=True)))


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose decks were read before."""
    folder = tmp_path_factory.mktemp("started")
    deck = many_cards(folder, 25)
    assert ran(["review", "--plain"], environment(folder, deck), "q\n").code == 0
    return folder


def endured(folder: Path, call: str, when: str, answers: int, patience: int = 100) -> Endured:
    """A review on a disk where these writes fail."""
    words = ["review", "--plain", "--new", "25", "--limit", "25"]
    trace = folder / "trace"
    surroundings = environment(folder, folder / "deck.yaml")
    with forked(words, surroundings, wait_for_tracer) as window:
        fault = ("-e", f"trace={call}", "-e", f"inject={call}:error=EIO:when={when}")
        tracer = attach(window.pid, trace, *fault)
        given = endure(window, answers, patience)
        code = window.code()
    gone(tracer)

    assert code in (0, 1)
    assert b"Traceback" not in window.raw, window.tail()
    if not given.acknowledged and not given.refusals:
        assert window.raw.splitlines()[-1].startswith(b"learnms: "), window.tail()
    assert_sound(folder / "home", given.acknowledged, given.refused)
    return Endured(trace.read_text().count("(INJECTED)"), len(given.acknowledged), given.refusals)


def after_a_start(started: Path, folder: Path) -> Path:
    """A copy of a folder whose decks were read before."""
    return Path(shutil.copytree(started, folder))


@traceable
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
def test_nothing_is_called_saved_that_a_failing_disk_did_not_take(
    started: Path, tmp_path: Path, call: str
) -> None:
    when = "60+50" if call == "pwrite64" else "3+4"

    found = endured(after_a_start(started, tmp_path / "home"), call, when, 12)

    print(f"{call} {when}: {found}")
    assert found.acknowledged == 12
    assert 3 <= found.faults - 1 <= found.refused <= found.faults, "the last may be in the closing"


@traceable
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
def test_a_disk_that_fails_for_good_is_told_each_time(
    started: Path, tmp_path: Path, call: str
) -> None:
    when = "100+" if call == "pwrite64" else "5+"

    found = endured(after_a_start(started, tmp_path / "home"), call, when, 20, patience=5)

    assert 0 < found.acknowledged < 20
    assert found.refused == 5


@traceable
@pytest.mark.parametrize("numbers", [(7, 90), pytest.param(range(1, 201), marks=pytest.mark.long)])
def test_a_disk_that_fails_once_from_the_first_start_on(
    tmp_path: Path, numbers: Sequence[int]
) -> None:
    """A start that cannot be written says so and can be repeated; an answer can be given again."""
    import_all()
    total = Endured()
    for number in numbers:
        for call in ("pwrite64", *(("fdatasync", "ftruncate") if number <= 14 else ())):
            folder = tmp_path / f"{call}-{number}"
            many_cards(folder, 25)
            found = endured(folder, call, str(number), 4)
            assert found.faults <= 1
            assert found.refused <= found.faults
            total = total.and_(found)
    print(f"{len(numbers)}: {total}")
    assert total.faults >= len(numbers)


@traceable
@pytest.mark.long
@pytest.mark.parametrize(("call", "step"), [("pwrite64", 25), ("fdatasync", 7)])
def test_a_disk_that_fails_again_and_again(
    started: Path, tmp_path: Path, call: str, step: int
) -> None:
    """Each run has every `step`-th write fail, so that all runs together have each of the writes
    of 20 answers fail, at least one an answer.
    """
    total = Endured()
    for first in range(1, step + 1):
        folder = after_a_start(started, tmp_path / str(first))
        total = total.and_(endured(folder, call, f"{first}+{step}", 20))
    print(f"{call}: {total}")
    assert total.refused >= 20
