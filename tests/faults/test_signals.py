"""Ending from outside: the terminal is as it was before, and everything answered is saved."""

from __future__ import annotations

import asyncio
import errno
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, NamedTuple, cast

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from learnms.tui.app import signals as signals_module
from learnms.tui.app.signals import Signals
from tests.end_to_end.place import Place
from tests.end_to_end.terminal import LEARNMS, LIMIT, Terminal, environment
from tests.faults.answering import RATINGS, SAVED, TO_GRADE, TO_SHOW, Answer, logged, many_cards
from tests.faults.forked import forked, import_all

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
    window = forked(["review"], place.environment())
    place.windows.append(window)
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


@pytest.mark.parametrize("mark", ["\x1b[?1049h", "CD20"])
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
    place.known_learner()
    window = forked(["review", "--plain"], place.environment())
    place.windows.append(window)
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


def test_textual_stops_and_goes_on_in_the_turn_of_the_loop() -> None:
    """Its handlers draw, and what they draw with may be in use where a signal comes."""
    handled: list[int] = []
    numbers = (signal.SIGTSTP, signal.SIGCONT)
    before = {n: signal.signal(n, lambda number, _: handled.append(number)) for n in numbers}
    loop = asyncio.new_event_loop()
    signals = Signals(loop, handled.append)
    try:
        for number in numbers:
            signal.raise_signal(number)
        assert handled == []
        loop.call_soon(loop.stop)
        loop.run_forever()
        assert handled == list(numbers)
    finally:
        signals.give_back()
        loop.close()
        for number, handler in before.items():
            signal.signal(number, handler)


class _Gone:
    """A terminal that refuses what is written until `taken` is a list."""

    taken: list[str] | None = None

    def write(self, text: str) -> None:
        if self.taken is None:
            raise OSError(errno.EIO, "Input/output error")
        self.taken.append(text)

    def flush(self) -> None: ...


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_draws_never_waits_for_a_writer_that_a_closed_window_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The queue of what is drawn is full then, and the program would wait for room forever."""
    monkeypatch.setattr(signals_module, "write_nowhere_if_terminal_is_gone", lambda: None)
    gone = _Gone()
    writer = WriterThread(cast("IO[str]", gone))
    writer.start()
    writer.write("first")
    writer.join()
    for number in range(MAX_QUEUED_WRITES):
        writer.write(str(number))
    loop = asyncio.new_event_loop()
    signals = Signals(loop, lambda _: None, lambda: writer)
    gone.taken = []
    draws = threading.Thread(target=writer.write, args=("last",), daemon=True)
    draws.start()
    try:
        signal.raise_signal(signal.SIGHUP)
        draws.join(10)
        assert not draws.is_alive()
        writer.stop()
        assert gone.taken[0] == "0"
    finally:
        signals.give_back()
        loop.close()


# -- at random moments -----------------------------------------------------------------------------

SOON = 2.0
"""Seconds that an end may take on a machine that is not busy."""


class Life(NamedTuple):
    """One run until its end: what was acknowledged, its exit code, and how long the end took."""

    acknowledged: list[Answer]
    code: int
    seconds: float


def keys(window: Terminal, rng: random.Random, *, screens: bool) -> Answer:
    """Answer the next card; returned as soon as the answer is acknowledged."""
    rating = rng.choice(RATINGS)
    if screens:
        card = window.line(r"Question (\S+)\?")[1]
        window.send(" ")
        window.line("Easy")
        window.send(str(rating))
        window.line(rf"Question (?!{card})\S+\?")
        return card, rating
    card = window.line(TO_SHOW)[1]
    window.send("\n")
    window.line(TO_GRADE)
    window.send(f"{rating}\n")
    window.line(SAVED)
    return card, rating


def press_on(window: Terminal, rng: random.Random, *, screens: bool) -> None:
    """Begin with another answer, so that the end comes at any point of it."""
    window.line(r"Question \S+\?")
    for key in " 3" if screens else ("\n", "3\n"):
        if rng.random() < 0.7:
            window.send(key)
            time.sleep(rng.expovariate(1 / 0.004))


def lived(folder: Path, seed: int, end: Callable[[Terminal], None], *, screens: bool) -> Life:
    """A run in which so many answers are given, and then the end comes. One in five is a new
    interpreter, which the end may meet in its start.
    """
    rng = random.Random(seed)
    words = ["review", *([] if screens else ["--plain"]), "--new", "30", "--limit", "30"]
    at = f"{2027 + seed // 300}-{1 + seed // 25 % 12:02}-{1 + seed % 25:02}T09:00:00+00:00"
    surroundings = environment(folder, folder / "deck.yaml", LEARNMS_NOW=at)
    acknowledged = []
    is_new = seed % 5 == 4
    with (
        Terminal([*LEARNMS, *words], surroundings) if is_new else forked(words, surroundings)
    ) as window:
        if is_new:
            window.line("Review|1049h")
        else:
            for _ in range(seed % 3):
                acknowledged.append(keys(window, rng, screens=screens))  # noqa: PERF401
            press_on(window, rng, screens=screens)
        began = time.perf_counter()
        end(window)
        code = window.code()
        seconds = time.perf_counter() - began
        assert b"Traceback" not in window.raw, window.tail()
        if screens and window.raw.count(b"\x1b[?1049h") and end is not hang_up:
            assert_left(window)
    return Life(acknowledged, code, seconds)


def assert_left(window: Terminal) -> None:
    """Every mode that was switched on was switched off after it."""
    raw = bytes(window.raw)
    for name, mode in MODES.items():
        on, off = raw.rfind(f"\x1b[?{mode}h".encode()), raw.rfind(f"\x1b[?{mode}l".encode())
        assert on < off or on < 0, f"{name} is left on: {raw[-300:]!r}"
    assert raw.rfind(b"\x1b[?25l") <= raw.rfind(b"\x1b[?25h"), "the cursor is left hidden"


def hang_up(window: Terminal) -> None:
    window.hang_up()


def stop_and_go_on(window: Terminal) -> None:
    """Ctrl+z and `fg`, then an ordinary end. Screens stop themselves, with the modes off; in lines
    nothing stops, for there is no shell above that could go on.
    """
    draws = b"\x1b[?1049h" in window.raw
    window.signal(signal.SIGTSTP)
    end = time.monotonic() + (LIMIT if draws else 0.05)
    while not is_stopped(window.pid) and time.monotonic() < end:
        window.pump(0.01)
    if draws:
        assert is_stopped(window.pid)
        window.pump()
        assert_left(window)
    window.signal(signal.SIGCONT)
    window.pump(0.05)
    window.signal(signal.SIGTERM)


def is_stopped(pid: int) -> bool:
    """Whether a process is stopped, as far as this can be seen."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] == "T"


ENDS: dict[str, tuple[Callable[[Terminal], None], tuple[int, ...]]] = {
    "SIGTERM": (lambda window: window.signal(signal.SIGTERM), (143,)),
    "SIGHUP": (lambda window: window.signal(signal.SIGHUP), (129,)),
    "SIGINT": (lambda window: window.signal(signal.SIGINT), (130, 0, -2)),
    "stopped": (stop_and_go_on, (143,)),
    "closed": (hang_up, (0, 1, 2, 129, -1)),
}


@pytest.mark.parametrize("times", [2, pytest.param(25, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("screens", [False, True], ids=["lines", "screens"])
def test_an_end_at_any_moment_loses_nothing(
    tmp_path: Path, name: str, times: int, *, screens: bool
) -> None:
    import_all()
    many_cards(tmp_path, 6 * times + 40)
    end, codes = ENDS[name]
    acknowledged: list[Answer] = []
    slowest, killed = 0.0, 0
    for seed in range(times):
        life = lived(tmp_path, seed, end, screens=screens)
        acknowledged += life.acknowledged
        slowest = max(slowest, life.seconds)
        killed += life.code not in codes
        assert life.code in (*codes, -15, -1), "a signal in the start ends it like any program"
        found = logged(tmp_path / "home")
        assert all(found.count(one) >= acknowledged.count(one) for one in life.acknowledged)
    print(
        f"{name}: {times}, {len(acknowledged)} acknowledged, slowest {slowest:.2f} s,"
        f" {killed} in the start, load {os.getloadavg()[0]:.1f}"
    )
    if os.getloadavg()[0] < 1.5:
        assert slowest < SOON
