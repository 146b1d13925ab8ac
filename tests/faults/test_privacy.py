"""What a learner typed stays in the database: not in a traceback, a log, a temporary file or the
list of processes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.end_to_end.place import Place, deck_of
from tests.end_to_end.terminal import Terminal

CANARY = "canary-typed-zq7"
BREAKS = """
import sys
from learnms.cli import main
from learnms.store.log.writer import Store

real = Store.append

def append(self, drafts, *args, **named):
    if all(draft.kind == "setting" for draft in drafts):
        return real(self, drafts, *args, **named)
    answers = [draft.answer for draft in drafts]
    raise RuntimeError("broken on purpose")

Store.append = append
sys.exit(main(sys.argv[1:]))
"""
"""The program with a fault that nobody foresaw, at the moment an answer is saved."""
AFTER_SCREENS = b"\x1b[?1049l"


@pytest.fixture
def typing(place: Place) -> Place:
    """A learner with one card whose answer is typed."""
    place.deck.write_text(deck_of("card-typed"), "utf-8")
    place.known_learner()
    return place


def files_with_it(folder: Path) -> list[str]:
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    ]


def crashed(place: Place, *words: str, typed: tuple[str, ...], **more: str) -> Terminal:
    """The program in a window, after what is typed has made it crash."""
    command = [sys.executable, "-c", BREAKS, *words]
    window = Terminal(command, place.environment(**more))
    place.windows.append(window)
    for text in typed:
        window.shows("Type the target")
        window.send(text)
    assert window.code() == 1
    return window


def test_a_traceback_of_the_screens_shows_nothing_that_was_typed(typing: Place) -> None:
    window = crashed(typing, "review", typed=(CANARY, "\r"))

    told = bytes(window.raw).rpartition(AFTER_SCREENS)[2]
    assert b"broken on purpose" in told
    assert b"canary" not in told
    assert files_with_it(typing.folder) == []


def test_nor_does_one_of_the_lines(typing: Place) -> None:
    done = typing.run("review", "--plain", typed=f"{CANARY}\nq\n")
    assert CANARY in done.stdout, "an answer is shown to the one who typed it"
    assert CANARY not in done.stderr
    window = crashed(typing, "review", "--plain", typed=(f"{CANARY}\n",))

    told = bytes(window.raw).partition(b"Traceback")[2]
    assert b"broken on purpose" in told
    assert b"canary" not in told


def test_no_log_is_written_even_if_textual_is_told_to(typing: Place) -> None:
    log = typing.folder / "textual.log"
    window = typing.open("review", TEXTUAL_LOG=str(log), TEXTUAL="devtools,debug")
    window.shows("Type the target")
    window.send(CANARY)
    window.shows(CANARY)
    window.send("\x11")

    assert window.code() == 0
    assert not log.exists()


def test_an_answer_is_in_the_database_and_in_no_other_file(typing: Place) -> None:
    (typing.folder / "tmp").mkdir()
    window = typing.open("review", TMPDIR=str(typing.folder / "tmp"), EDITOR="true")
    window.shows("Type the target")
    window.send(CANARY)
    window.shows(CANARY)
    window.send("\r")
    window.shows("Incorrect")
    if Path("/proc/self/cmdline").exists():
        assert CANARY.encode() not in b"".join(map(words_of, Path("/proc").glob("[0-9]*")))
    window.send("e")
    window.shows("Edited")
    window.send("\x11")

    assert window.code() == 0
    assert list((typing.folder / "tmp").iterdir()) == []
    assert {name.partition("-")[0] for name in files_with_it(typing.folder)} <= {
        "home/learnms.db",
        "home/backups/learnms",
    }


def words_of(process: Path) -> bytes:
    """The command line of a process; nothing if it has ended."""
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""
