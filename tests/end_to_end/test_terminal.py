"""One learner's day in a real terminal: the screens, the lines, and leaving in the middle."""

from __future__ import annotations

import re

import pytest

from tests.end_to_end.place import Place, deck_of
from tests.end_to_end.terminal import LIMIT, Terminal

STORY = ("card-flash", "card-single", "card-dose", "card-true", "card-cloze")
RIGHT = [(card, 3) for card in STORY]
ALTERNATE_SCREEN = b"\x1b[?1049h"


@pytest.fixture
def story(place: Place) -> Place:
    """Five cards: the learner grades, picks, calculates; two more are for after the break."""
    place.deck.write_text(deck_of(*STORY), "utf-8")
    return place


def option(text: str, name: str) -> str:
    """The number before an option."""
    found = re.search(rf"(\d+)\.? +{name}", text)
    assert found, text
    return found[1]


def dose(text: str) -> str:
    """The millilitres of the order on the page."""
    return "10" if "Order: 300 mg" in text else "20"


def from_home(window: Terminal, *keys: str, shows: str) -> None:
    """Press a key of the home page until it acts: while deck files are read again, the page
    takes none.
    """
    for _ in range(int(LIMIT)):
        window.send("".join(keys))
        try:
            window.shows(shows, limit=2)
        except AssertionError:
            continue
        return
    raise AssertionError(window.tail())


def test_a_fresh_start_three_answers_a_break_and_the_rest(story: Place) -> None:
    window = story.open()
    window.shows("Which describes you best?", "q Quit")
    window.send("1")
    window.shows("Which prescribing information do you follow?")
    window.send("1")
    window.shows("How it works", "Start learning")
    from_home(window, "\r", shows="What does ocrelizumab bind?")
    page = window.shows("1 of 5", "space Show")
    assert "CD20" not in page

    window.send(" ")
    page = window.shows("CD20", "1 Again", "4 Easy", "space Good")
    assert "The book" in page
    window.send("3")
    page = window.shows("Which one is right?", "2 of 5", "The right one", "enter Submit")
    window.send(option(page, "The right one"))
    window.shows("(•)")
    window.send("\r")
    window.shows("Correct", "It is right.", "enter Next")
    window.send("\r")
    page = window.shows("3 of 5", "Order:", "enter Submit")
    window.send(dose(page) + "\r")
    window.shows("✓ Correct", "enter Next")
    window.send("\r")
    window.shows("It is a cure.", "4 of 5", "True")
    window.send("q")
    window.shows("Start learning", "enter Learn", "A small deck")
    from_home(window, "q", shows="")
    assert window.code() == 0
    assert story.answers() == RIGHT[:3]

    again = story.open("review")
    page = again.shows("It is a cure.", "1 of 2", "False")
    again.send(option(page, "False"))
    again.shows("(•)")
    again.send("\r")
    again.shows("Correct", "enter Next")
    again.send("\r")
    again.shows("Maintenance is", "2 of 2", "space Show")
    again.send(" ")
    again.shows("3 Good", "1–4 Grade")
    again.send(" ")
    again.shows("Done for today", "q Quit")
    again.send("q")
    assert again.code() == 0
    assert story.answers() == RIGHT
    assert story.json("due")["new"] == 0


def lines_until_the_break(window: Terminal) -> None:
    """The first three cards of the story, as lines."""
    window.line(r"1 of 5\. A small deck\.[\s\S]*bind\?\s+Press enter to show\.\r\n> ")
    window.send("\n")
    window.line(r"Answer: CD20[\s\S]*Grade: [\s\S]*Enter:\s+Good\.\r\n> ")
    window.send("3\n")
    window.line(r"Good\. Next on ")
    shown = window.line(r"2 of 5\.[\s\S]*Type the number of your choice\.\r\n> ")[0]
    window.send(option(shown, "The right one") + "\n")
    window.line(r"Correct\.[\s\S]*Press enter to go on\. o: override the grade\.\r\n> ")
    window.send("\n")
    shown = window.line(
        r"3 of 5\.[\s\S]*Type the number, in mL; the unit may be left out\. = for the calculator,"
        r" \? for\s+help, q to stop\.\r\n> "
    )[0]
    window.send(dose(shown) + " mL\n")
    window.line(r"Correct\.[\s\S]*Press enter to go on\. o: override the grade\.\r\n> ")
    window.send("\n")
    window.line(r"4 of 5\.[\s\S]*It is a cure\.[\s\S]*> ")


def lines_from_home(window: Terminal) -> None:
    """From a fresh start to the break and out again."""
    window.line(r"Which describes you best\?[\s\S]*> ")
    window.send("1\n")
    window.line(r"Which prescribing information do you follow\?[\s\S]*> ")
    window.send("\n")
    window.line(r"5 cards today[\s\S]*Enter: review all\.[\s\S]*> ")
    window.send("\n")
    lines_until_the_break(window)
    window.send("q\n")
    window.line(r"Stopped\. 2 cards left\.[\s\S]*2 cards today[\s\S]*> ")
    window.send("q\n")
    assert window.code() == 0
    assert b"\x1b" not in window.raw, "lines are only lines"


def test_the_same_story_in_lines(story: Place) -> None:
    lines_from_home(story.open("--plain"))
    assert story.answers() == RIGHT[:3]

    again = story.open("review", "--plain")
    shown = again.line(
        r"1 of 2\.[\s\S]*It is a cure\.[\s\S]*Type the number of your choice\.\r\n> "
    )[0]
    again.send(option(shown, "False") + "\n")
    again.line(r"Correct\.[\s\S]*> ")
    again.send("\n")
    again.line(r"Press enter to show\.\r\n> ")
    again.send("\n")
    again.line(r"Grade: [\s\S]*?\r\n> ")
    again.send("\n")
    again.line(r"Done\. 2 cards")
    assert again.code() == 0
    assert story.answers() == RIGHT
    assert story.json("due")["new"] == 0


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_draw_gets_lines(story: Place, term: str) -> None:
    lines_from_home(story.open(TERM=term))


def test_a_pipe_gets_lines(story: Place) -> None:
    done = story.run("review", typed="\n3\nq\n")

    assert done.returncode == 0, done.stderr
    assert "Good. Next on" in done.stdout
    assert "\x1b" not in done.stdout
    assert story.answers() == RIGHT[:1]


def test_a_small_window_and_a_large_one_show_the_card_too(place: Place) -> None:
    place.known_learner()
    window = place.open("review", columns=60, rows=18)
    window.shows("What does ocrelizumab bind?", "space Show")
    for columns, rows in ((200, 60), (20, 5), (1, 1), (80, 24)):
        window.resize(columns, rows)
        window.pump(
            0.5
            # what the program writes for this size; of several at once the system may tell only the
            # first
        )
    window.shows("What does ocrelizumab bind?", "space Show")
    window.send(" ")
    window.shows("CD20", "1 Again")
    window.send("3")
    window.shows("2 of 8")
    window.send("q")
    assert window.code() == 0


def test_a_key_pressed_while_a_changed_deck_is_read_counts(place: Place) -> None:
    cards = "".join(
        f"  - {{id: card-{n}, ask: 'Question {n}?', answer: Answer, source: book, checked:"
        " 2026-11-22}\n"
        for n in range(3000)
    )
    text = deck_of("card-flash") + cards
    place.deck.write_text(text, "utf-8")
    place.run("due")
    window = place.open()
    window.shows("Which describes you best?", "q Quit")
    place.deck.write_text(text.replace("card-2999", "card-3000"), "utf-8")
    window.send("1")
    window.shows("Which prescribing information do you follow?")
    window.send("1")
    window.shows("How it works", "Start learning")
    window.send("\r")
    window.shows("1 of 10", "What does ocrelizumab bind?", limit=30)
