"""Deck text never reaches the terminal as bytes that it would obey, on any page, in any command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest

from tests.end_to_end.place import Place
from tests.end_to_end.terminal import Terminal
from tests.faults.hostile import (
    ATTACKS,
    FILE_NAME,
    KINDS,
    PAYLOAD,
    VISIBLE,
    csv_bank,
    deck,
    leaks,
    settings_file,
    unwrapped,
)

ASKED = re.compile("space Show|enter Submit")
ANYWAY = "again to submit"
"""What an incomplete answer is asked back with."""


@pytest.fixture
def hostile(place: Place) -> Place:
    """A library whose file names and texts are all payload."""
    place.deck.unlink()
    return with_payload(place)


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Such a library, with an answer in the log."""
    place = with_payload(Place(tmp_path_factory.mktemp("hostile")))
    place.run("review", typed="\n3\nq\n")
    yield place
    place.close()


def with_payload(place: Place) -> Place:
    place.deck.mkdir()
    (place.deck / FILE_NAME).write_text(deck(), "utf-8")
    (place.deck / f"broken {FILE_NAME}").write_text(deck() + '  - ask: "open\n', "utf-8")
    place.known_learner("instructor")
    return place


def assert_spelled_out(text: str) -> None:
    shown = unwrapped(text)
    assert not [mark for mark in VISIBLE if unwrapped(mark) not in shown], text


def until_spelled_out(window: Terminal) -> None:
    """Wait until the page shows all of the payload: it may be painted in several steps."""
    window.until(
        lambda: all(unwrapped(mark) in unwrapped(window.display()) for mark in VISIBLE),
        "the payload in full",
    )


def is_open(window: Terminal, title: str) -> bool:
    """Whether a page has this title; the last line, where keys have the same names, aside."""
    return title in window.display().rstrip().rpartition("\n")[0]


def is_closed(window: Terminal, title: str) -> bool:
    """Whether no page has this title."""
    return not is_open(window, title)


def answer_the_page(window: Terminal, *, look_around: bool) -> None:
    """Answer whatever is on the page, by what its last line offers."""
    last = window.display().rstrip().rpartition("\n")[2]
    if look_around and "esc Leave field" not in last:
        for key, mark in (
            ("h", "Hint:"),
            ("i", "About this card"),
            ("w", "Glossary"),
            ("*", "Flagged"),
            ("?", "Keys"),
        ):
            window.send(key)
            window.until(partial(is_open, window, mark), mark)
            if key in "hw":
                until_spelled_out(window)
            if key in "iw?":
                window.send("\r")
                window.until(partial(is_closed, window, mark), f"a closed {mark}")
    if "Show" in last:
        window.send(" ")
        window.shows("1 Again", "space Good")
        until_spelled_out(window)
        window.send("3")
        window.no_longer_shows("space Good")
        return
    window.send("1\r" if "esc Leave field" not in last else "7\r")
    window.until(
        lambda: any(text in window.display() for text in ("enter Next", ANYWAY)), "the next step"
    )
    if ANYWAY in window.display():
        window.send("\r")
    window.shows("enter Next")
    until_spelled_out(window)
    window.send("\r")
    window.no_longer_shows("enter Next")


@pytest.mark.long
def test_no_byte_of_a_deck_reaches_the_screens(hostile: Place) -> None:
    window = hostile.open(columns=180, rows=180)
    page = window.shows("Start learning", "enter Learn", "problem")
    page = window.shows(r"deck \x1b]52;c;")
    assert r"\x1b]0;PWNED\x07\x9b31m\u202e.yaml: " in page
    window.send("c")
    window.shows("learnms check")
    window.send("\r")
    for number in range(KINDS):
        window.until(lambda: ASKED.search(window.display()) is not None, f"question {number}")
        until_spelled_out(window)
        answer_the_page(window, look_around=number < 2)
    window.until(lambda: ASKED.search(window.display()) is not None, "the failed cards")
    window.send("\x11")

    assert window.code() == 0
    assert leaks(bytes(window.raw), lines_only=False) == []
    window.display()
    assert "PWNED" not in window.screen.title + window.screen.icon_name


def test_no_byte_of_a_deck_reaches_the_lines(hostile: Place) -> None:
    window = hostile.open("review", "--plain", columns=150, rows=50)
    for _ in range(KINDS):
        asked = window.line(r"(\d+) of \d+[.,][\s\S]*?(Press enter to show|Type [^>]*?)\.\r\n> ")
        assert_spelled_out(asked[0])
        prefix = ":" if asked[2].startswith("Type the") and "number of" not in asked[2] else ""
        for command in "hwie":
            window.send(f"{prefix}{command}\n")
            window.line(r"\r\n> ")
        window.send("\n" if asked[2].startswith("Press") else "1\n")
        end = rf"(?:Grade: [\s\S]*?|override the grade\.|{ANYWAY}[\s\S]*?)\r\n> "
        while ANYWAY in window.line(end)[0]:
            window.send("\n")
        window.send("1\n" if asked[2].startswith("Press") else "\n")
    window.line(r"Done\.|\d of \d[\s\S]*> ")
    window.send("\x04")

    assert window.code() == 0
    assert leaks(bytes(window.raw), lines_only=True) == []
    assert_spelled_out(bytes(window.raw).decode())


@pytest.mark.parametrize(
    "words",
    [
        *(
            ("check",),
            ("check", "--format", "short"),
            ("check", "--format", "github"),
            ("check", "--format", "json"),
            ("check", "--format", "sarif"),
            ("check", "--format", "gitlab"),
            ("fix", "--dry-run"),
        ),
        *(
            ("decks",),
            ("decks", "--json"),
            ("due",),
            ("due", "--json"),
            ("memory",),
            ("memory", "--json"),
            ("export", "events"),
            ("browse",),
            ("browse", "--json"),
            ("stats",),
            ("plan",),
            ("quiz", "--plain"),
            ("--plain",),
        ),
    ],
    ids=" ".join,
)
def test_no_byte_of_a_deck_reaches_the_output_of_a_command(
    answered: Place, words: tuple[str, ...]
) -> None:
    window = answered.open(*words, columns=150, rows=50, NO_COLOR="1")
    window.send("q\nq\nq\n" if "--plain" in words else "")

    assert window.code() in (0, 1)
    assert leaks(bytes(window.raw), lines_only=True) == []
    assert b"Traceback" not in window.raw


ARGUMENTS = [
    ("review", "--limit", PAYLOAD),
    (f"--{PAYLOAD}",),
    (PAYLOAD,),
    ("check", PAYLOAD),
    ("check", "--explain", PAYLOAD),
    ("import", PAYLOAD),
    ("export", PAYLOAD, "x"),
    ("browse", PAYLOAD),
    ("quiz", "--status", PAYLOAD),
    ("due", "--home", f"/dev/null/{PAYLOAD}"),
    ("decks", "--decks", PAYLOAD),
]


@pytest.mark.parametrize("words", ARGUMENTS, ids=lambda words: " ".join(words)[:20])
def test_no_byte_of_an_argument_reaches_the_terminal(place: Place, words: tuple[str, ...]) -> None:
    window = place.open(*words, columns=150, rows=50)

    assert window.code() in (0, 1, 2)
    assert leaks(bytes(window.raw), lines_only=True) == []
    assert b"Traceback" not in window.raw


@pytest.mark.parametrize("words", [("due",), ("--plain",)], ids=" ".join)
def test_no_byte_of_the_settings_reaches_the_terminal(place: Place, words: tuple[str, ...]) -> None:
    place.home.mkdir()
    (place.home / "settings.toml").write_text(settings_file(), "utf-8")
    window = place.open(*words, columns=150, rows=50)
    window.send("1\n1\nq\nq\n" if words == ("--plain",) else "")

    assert window.code() == 0
    assert leaks(bytes(window.raw), lines_only=True) == []
    assert "PWNED" in window.raw.decode("utf-8", "replace")


def test_no_byte_of_a_bank_reaches_the_preview_of_its_import(place: Place) -> None:
    bank = place.folder / f"bank {FILE_NAME}.csv"
    bank.write_text(csv_bank(), "utf-8")
    window = place.open("import", str(bank), columns=150, rows=50)
    window.send("n\nn\n")

    assert window.code() in (0, 1, 2)
    assert leaks(bytes(window.raw), lines_only=True) == []
    assert b"PWNED" in window.raw
    assert b"Traceback" not in window.raw


def test_each_attack_would_be_noticed() -> None:
    """The search for leaks is no good if it misses one."""
    unseen = ("link", "markup")
    assert len(ATTACKS) >= 20
    for name, attack in ATTACKS.items():
        if name not in unseen:
            assert leaks(f"x {attack} y".encode(), lines_only=False), name
        if name != "markup":
            assert leaks(f"x {attack} y".encode(), lines_only=True), name
