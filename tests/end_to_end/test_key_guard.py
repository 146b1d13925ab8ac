"""A trembling hand and a held key in a real terminal: no card is graded that was not on the screen
for the guard time.

What is asserted is the log: a card's answer says how long it took since its question was painted.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.place import Place, deck_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.end_to_end.terminal import Terminal

GUARD = {"student": 300, "patient": 600}
KEYS = (" ", "3", "\r")
FIRST = "What does ocrelizumab bind?"


def took(place: Place) -> list[int]:
    """Milliseconds from the question to its answer, of every review in the log."""
    if not (place.home / "learnms.db").exists():
        return []
    with closing(
        sqlite3.connect(f"file:{place.home / 'learnms.db'}?mode=ro", uri=True)
    ) as connection:
        return [
            ms
            for (ms,) in connection.execute(
                "SELECT took_ms FROM event WHERE kind = 'review' ORDER BY seq"
            )
        ]


def hold(window: Terminal, key: str, seconds: float, delay: float = 0.0) -> None:
    """A key that is held: it comes once, and after a while about 50 times a second."""
    end = time.monotonic() + seconds
    window.send(key)
    window.pump()
    time.sleep(delay)
    while time.monotonic() < end:
        window.send(key)
        window.pump()
        time.sleep(0.02)


def double(window: Terminal, key: str) -> None:
    window.send(key)
    time.sleep(0.02)
    window.send(key)
    window.pump()


def reviewing(place: Place, who: str = "student") -> Terminal:
    place.deck.write_text(deck_of("card-flash", "card-cloze"), "utf-8")
    place.known_learner(who, guard_ms=None)
    window = place.open("review")
    window.shows(FIRST, "space Show")
    return window


@pytest.mark.parametrize(
    "press", [double, lambda window, key: hold(window, key, 0.6)], ids=["doubled", "held"]
)
def test_no_card_is_graded_that_was_not_on_the_screen_for_the_guard_time(
    place: Place, press: Callable[[Terminal, str], None]
) -> None:
    window = reviewing(place)
    for pace in (0.005, 0.02, 0.1, 0.4):
        for key in KEYS:
            press(window, key)
            time.sleep(pace)
    window.signal(15)
    window.code()

    assert all(ms >= 2 * GUARD["student"] for ms in took(place)), (
        "the question and the answer were each on the screen for the guard time"
    )


@pytest.mark.parametrize(("who", "key"), [("student", " "), ("patient", "\r")])
def test_a_held_key_shows_and_does_not_grade_and_a_pressed_one_does(
    place: Place, who: str, key: str
) -> None:
    window = reviewing(place, who)
    time.sleep(GUARD[who] / 1000)
    hold(window, key, 1.2, delay=0.5)
    window.shows("CD20")
    assert took(place) == []

    time.sleep(GUARD[who] / 1000)
    window.send("1")
    window.shows("Maintenance is")
    (ms,) = took(place)
    assert ms >= 2 * GUARD[who]


def reviewing_in_lines(place: Place) -> Terminal:
    place.deck.write_text(deck_of("card-flash", "card-cloze"), "utf-8")
    place.known_learner("student", guard_ms=None)
    window = place.open("review", "--plain")
    window.line("Press enter to show.\r\n> ")
    time.sleep(2 * GUARD["student"] / 1000)
    return window


@pytest.mark.parametrize("pace", [0.005, 0.02, 0.1])
def test_a_doubled_enter_grades_nothing_in_lines(place: Place, pace: float) -> None:
    window = reviewing_in_lines(place)
    for key in ("\r", "\r"):
        window.send(key)
        time.sleep(pace)
    window.send("q\r")
    window.line("Stopped")
    assert place.answers() == []


def test_a_held_enter_shows_and_does_not_grade_in_lines(place: Place) -> None:
    window = reviewing_in_lines(place)
    hold(window, "\r", 1.1, delay=0.5)
    window.line("Grade: ")
    time.sleep(0.2)
    window.send("q\r")
    window.line("Stopped")
    assert place.answers() == []


def test_enter_pressed_at_a_calm_pace_shows_and_grades_in_lines(place: Place) -> None:
    window = reviewing_in_lines(place)
    window.send("\r")
    window.line(r"Grade: [\s\S]*?\r\n> ")
    time.sleep(0.4)
    window.send("\r")
    window.line("Good. ")
    window.send("q\r")
    window.line("Stopped")
    assert place.answers() == [("card-flash", 3)]
