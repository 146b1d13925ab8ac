"""A real pseudo-terminal: signals leave it as it was, and nothing of a deck reaches it raw."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from learnms.settings import Settings, write_settings
from learnms.store.read.events import EventQueries
from learnms.store.sqlite.connection import open_reader
from tests.factories import decks

if TYPE_CHECKING:
    from pathlib import Path

pexpect = pytest.importorskip("pexpect")
psutil = pytest.importorskip("psutil")
pyte = pytest.importorskip("pyte")

SCRIPT = """
import sys, time
from datetime import datetime, timezone
from pathlib import Path
from learnms.engine.workspace import Workspace
from learnms.tui.app import background
from learnms.tui.app.app import run
if sys.argv[3] == "slow":
    load = background.import_store
    background.import_store = lambda: (time.sleep(1.5), load())
moment = datetime(2026, 11, 22, 9, tzinfo=timezone.utc)
workspace = Workspace(Path(sys.argv[1]), [sys.argv[2]], lambda: moment)
code = run(workspace)
workspace.close()
sys.exit(code)
"""
RESTORED = ("\x1b[?1049l", "\x1b[?25h", "\x1b[?1000l")
"""Alternate screen off, cursor on, mouse off."""


class Terminal:
    """The application in a pseudo-terminal, and what its screen shows."""

    def __init__(self, home: Path, deck: Path, *, slow: bool = False, editor: str = "") -> None:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "EDITOR": editor,
        }
        self.child = pexpect.spawn(
            sys.executable,
            ["-c", SCRIPT, str(home), str(deck), "slow" if slow else ""],
            dimensions=(24, 80),
            env=environment,
            encoding="utf-8",
            timeout=60,
        )
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.Stream(self.screen)
        self.raw = ""

    def until(self, text: str) -> None:
        """Read until the text stands on the screen."""
        while text not in "\n".join(self.screen.display):
            self.read()

    def read(self) -> None:
        piece = self.child.read_nonblocking(65536, timeout=60)
        self.raw += piece
        self.stream.feed(piece)

    def rest(self) -> str:
        """What is written until the end."""
        try:
            while True:
                self.read()
        except pexpect.EOF:
            self.child.close()
        return self.raw


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    """A home and a deck."""
    write_settings(tmp_path / "home", Settings(who="student", guard_ms=0))
    deck = tmp_path / "deck.yaml"
    deck.write_text(decks.deck(decks.SELF, decks.CLOZE), "utf-8")
    return tmp_path / "home", deck


def ratings(home: Path) -> list[int | None]:
    opened = open_reader(home)
    try:
        return [
            event.rating for event in EventQueries(opened.session).all() if event.kind == "review"
        ]
    finally:
        opened.close()


def answered(terminal: Terminal) -> None:
    """Go into the review and answer the first card."""
    terminal.until("Start learning")
    terminal.child.send("\r")
    terminal.until("How is the first 600 mg")
    terminal.child.send(" ")
    terminal.until("Two infusions")
    terminal.child.send("3")
    terminal.until("every six months")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_ends_it_with_the_terminal_restored_and_all_saved(
    place: tuple[Path, Path], number: int, code: int
) -> None:
    terminal = Terminal(*place)
    answered(terminal)

    terminal.child.kill(number)
    raw = terminal.rest()

    assert all(mode in raw[-400:] for mode in RESTORED)
    assert terminal.child.exitstatus == code
    assert ratings(place[0]) == [3]


def test_a_signal_while_a_key_waits_for_the_store_ends_it_at_once(place: tuple[Path, Path]) -> None:
    terminal = Terminal(*place, slow=True)
    terminal.until("Start learning")
    terminal.child.send("\r")
    terminal.until("Loading your progress")

    terminal.child.kill(signal.SIGTERM)
    raw = terminal.rest()

    assert all(mode in raw[-400:] for mode in RESTORED)
    assert terminal.child.exitstatus == 143
    assert ratings(place[0]) == []


def test_a_window_that_is_closed_loses_nothing(place: tuple[Path, Path]) -> None:
    terminal = Terminal(*place)
    answered(terminal)

    # the terminal is gone, and the system sends SIGHUP and SIGCONT
    terminal.child.ptyproc.fileobj.close()
    deadline = time.monotonic() + 60
    while (
        psutil.pid_exists(terminal.child.pid)
        and psutil.Process(terminal.child.pid).status() != psutil.STATUS_ZOMBIE
    ):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.waitpid(terminal.child.pid, 0)
    terminal.child.terminated = terminal.child.closed = terminal.child.ptyproc.closed = True

    assert ratings(place[0]) == [3]


def test_q_and_q_end_with_exit_code_0(place: tuple[Path, Path]) -> None:
    terminal = Terminal(*place)
    answered(terminal)
    terminal.child.send("q")
    terminal.until("1/2")
    terminal.child.send("q")
    raw = terminal.rest()

    assert all(mode in raw[-400:] for mode in RESTORED)
    assert terminal.child.exitstatus == 0


def test_the_editor_gets_the_terminal_and_gives_it_back(
    place: tuple[Path, Path], tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho EDITING\nsed -i "s/How is/How exactly is/" "$1"\n', "utf-8")
    editor.chmod(0o755)
    terminal = Terminal(*place, editor=str(editor))
    terminal.until("Start learning")
    terminal.child.send("\r")
    terminal.until("How is the first 600 mg")
    terminal.child.send("e")
    terminal.until("How exactly is the first 600 mg")
    terminal.child.send(" ")
    terminal.until("Two infusions")
    terminal.child.send("\x11")

    assert "EDITING" in terminal.rest()
    assert terminal.child.exitstatus == 0


def test_no_payload_of_a_deck_reaches_the_terminal_raw(tmp_path: Path) -> None:
    from tests.tui.question.test_literal import evil_deck

    write_settings(tmp_path / "home", Settings(who="student", guard_ms=0))
    deck = tmp_path / "deck.yaml"
    deck.write_text(evil_deck("single", "\x1b]52;c;TEVBSw==\x07\x1b[5mLEAK\u202e\x9b31m"), "utf-8")
    terminal = Terminal(tmp_path / "home", deck)
    terminal.until("Start learning")
    terminal.child.send("\r")
    terminal.until("Select one.")
    terminal.child.send("h")
    terminal.until("Hint:")
    terminal.child.send("1")
    terminal.until("(•)")
    terminal.child.send("\r")
    terminal.until("Correct")
    terminal.child.send("\x11")
    raw = terminal.rest()

    assert "LEAK" in raw
    assert "\x1b]52" not in raw
    assert "\x1b[5m" not in raw
    assert "\u202e" not in raw
    assert "\x9b" not in raw
