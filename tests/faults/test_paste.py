"""Huge pastes and floods of keys: what is too much is cut, and the page still answers."""

from __future__ import annotations

import pytest

from tests.end_to_end.place import Place, deck_of

MEGABYTE = 1_000_000


def open_typing(place: Place) -> None:
    place.known_learner()
    place.deck.write_text(deck_of("card-typed"), "utf-8")


def pasted(place: Place, data: bytes, shows: str) -> None:
    """Paste into the answer, submit it, and leave."""
    open_typing(place)
    window = place.open("review")
    window.shows("Type the target.", "enter Submit")
    window.send(data)
    window.shows(shows)
    window.send("\r")
    window.shows("Incorrect", "enter Next")
    window.send("q")

    assert window.code() == 0
    assert b"Traceback" not in window.raw
    assert place.answers() == [("card-typed", 1)]


@pytest.mark.parametrize("bracketed", [True, False], ids=["bracketed", "raw"])
def test_a_megabyte_pasted_into_the_answer_does_not_hang(place: Place, bracketed: bool) -> None:
    # Typed keys are drawn one by one, so they are fewer.
    paste = b"\x1b[200~" + b"x" * MEGABYTE + b"\x1b[201~" if bracketed else b"x" * 2_000
    pasted(place, paste, "xxxxxxxx")


@pytest.mark.long
def test_ten_megabytes_pasted_into_the_answer_do_not_hang(place: Place) -> None:
    pasted(place, b"\x1b[200~" + b"x" * (10 * MEGABYTE) + b"\x1b[201~", "xxxxxxxx")


@pytest.mark.long
def test_ten_thousand_keys_do_not_hang(place: Place) -> None:
    pasted(place, b"x" * 10_000, "xxxxxxxx")


def test_bytes_that_are_no_text_are_replaced(place: Place) -> None:
    pasted(place, b"\xff\xfe" + b"\x1b[200~q xyz\x9b\xff\xc3\x1b[201~", "xyz")


@pytest.mark.parametrize(
    "keys",
    [" 3\r", *(pytest.param(key, marks=pytest.mark.long) for key in ("\x1b", "?", "\x1b[A", "\t"))],
    ids=repr,
)
def test_a_flood_of_one_key_ends(place: Place, keys: str) -> None:
    place.known_learner()
    window = place.open("review")
    window.shows("What does ocrelizumab bind?", "space Show")
    window.send(keys * 500)
    window.send("\x11")

    assert window.code() == 0
    assert b"Traceback" not in window.raw


def test_a_megabyte_on_one_line_does_not_hang(place: Place) -> None:
    open_typing(place)
    done = place.run("review", "--plain", typed="x" * MEGABYTE + "\nq\n")

    assert done.returncode == 0, done.stderr
    assert "Incorrect." in done.stdout
    assert place.answers() == [("card-typed", 1)]
