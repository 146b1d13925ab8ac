"""Ending from outside: the terminal is as it was before, and everything answered is saved."""

from __future__ import annotations

import signal

import pytest

from tests.end_to_end.place import Place
from tests.end_to_end.terminal import Terminal

ENDINGS = [signal.SIGTERM, signal.SIGHUP]
MODES = {
    "the alternate screen": "1049",
    "mouse clicks": "1000",
    "mouse moves": "1003",
    "mouse in SGR": "1006",
    "bracketed paste": "2004",
    "focus": "1004",
}


def assert_restored(window: Terminal) -> None:
    """Whatever was switched on was switched off after it, and the cursor is shown."""
    raw = bytes(window.raw)
    for name, mode in MODES.items():
        on, off = raw.rfind(f"\x1b[?{mode}h".encode()), raw.rfind(f"\x1b[?{mode}l".encode())
        assert 0 <= on < off, f"{name} is left on: {raw[-300:]!r}"
    assert raw.rfind(b"\x1b[?25l") < raw.rfind(b"\x1b[?25h"), "the cursor is left hidden"
    assert b"Traceback" not in raw


def reviewing(place: Place) -> Terminal:
    """In the screens, with one answer given."""
    place.known_learner()
    window = place.open("review")
    window.shows("What does ocrelizumab bind?", "space Show")
    window.send(" ")
    window.shows("CD20", "1 Again", "space Good")
    window.send("3")
    return window


@pytest.mark.parametrize("number", ENDINGS)
def test_the_screens_restore_the_terminal(place: Place, number: signal.Signals) -> None:
    window = reviewing(place)
    window.shows("2 of 8", "space Show")
    window.signal(number)

    assert window.code() == 128 + number
    assert_restored(window)
    assert place.answers() == [("card-flash", 3)]


@pytest.mark.parametrize("number", ENDINGS)
def test_an_answer_that_still_waits_for_the_writer_is_saved(
    place: Place, number: signal.Signals
) -> None:
    window = reviewing(place)
    window.until(
        lambda: "Loading your progress" in window.display() or "2 of 8" in window.display(),
        "a word that the answer was taken",
    )
    window.signal(number)

    assert window.code() == 128 + number
    assert_restored(window)
    assert place.answers() == [("card-flash", 3)]


@pytest.mark.parametrize("mark", ["\x1b[?1049h", "\x1b[?2004h", "CD20"])
@pytest.mark.parametrize("number", ENDINGS)
def test_a_signal_at_any_moment_of_the_start_leaves_no_mode_on(
    place: Place, number: signal.Signals, mark: str
) -> None:
    place.known_learner()
    window = place.open("review")
    window.until(lambda: mark.encode() in window.raw or b"bind?" in window.raw, f"{mark!r}")
    window.signal(number)

    assert window.code() == 128 + number
    raw = bytes(window.raw)
    assert raw.rfind(b"\x1b[?1049h") < raw.rfind(b"\x1b[?1049l"), (
        f"the alternate screen is left on: {raw!r}"
    )
    assert raw.rfind(b"\x1b[?1003h") < raw.rfind(b"\x1b[?1003l"), "the mouse is left on"


def test_a_closed_window_ends_the_program_with_everything_saved(place: Place) -> None:
    window = reviewing(place)
    window.shows("2 of 8", "space Show")
    window.hang_up()

    window.code(limit=30)
    assert place.answers() == [("card-flash", 3)]
    assert place.run("rebuild").returncode == 0, "the lock is free"


@pytest.mark.parametrize("key", ["\x03", "\x11"], ids=["ctrl-c", "ctrl-q"])
def test_ctrl_c_and_ctrl_q_end_the_screens(place: Place, key: str) -> None:
    window = reviewing(place)
    window.shows("2 of 8", "space Show")
    window.send(key)

    assert window.code() == 0
    assert_restored(window)
    assert place.answers() == [("card-flash", 3)]


def plain(place: Place) -> Terminal:
    """In lines, with one answer given."""
    window = place.open("review", "--plain")
    window.line(r"Press enter to show\.\r\n> ")
    window.send("\n")
    window.line(r"Grade: [\s\S]*?\r\n> ")
    window.send("3\n")
    window.line(r"Next on[\s\S]*2 of 8[\s\S]*> ")
    return window


@pytest.mark.parametrize("number", [*ENDINGS, signal.SIGINT])
def test_lines_end_with_the_signals_code(place: Place, number: signal.Signals) -> None:
    window = plain(place)
    window.signal(number)

    assert window.code() == 128 + number
    assert b"Traceback" not in window.raw
    assert place.answers() == [("card-flash", 3)]


def test_lines_end_when_the_window_is_closed(place: Place) -> None:
    window = plain(place)
    window.hang_up()

    assert window.code(limit=30) in (0, 1, 128 + signal.SIGHUP)
    assert place.answers() == [("card-flash", 3)]
