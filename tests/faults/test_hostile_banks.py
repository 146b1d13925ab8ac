"""Files made to harm, or broken: a sentence or a loss for each, in a bounded time."""

import sys
import time
from pathlib import Path

import pytest

from learnms.errors import LearnmsError
from learnms.exchange.imported_deck import deck_of
from tests.factories.banks import read_bank

MOST_SECONDS = 10


def quiz(questions: str) -> str:
    return f'<?xml version="1.0"?><quiz>{questions}</quiz>'


def choice(text: str) -> str:
    return (
        f'<question type="multichoice"><questiontext format="html"><text>{text}</text>'
        '</questiontext><answer fraction="100"><text>a</text></answer>'
        '<answer fraction="0"><text>b</text></answer></question>'
    )


def cloze(text: str) -> str:
    return (
        f'<question type="cloze"><questiontext format="html"><text>{text}</text>'
        "</questiontext></question>"
    )


REFUSED = {
    "a bomb": '<!DOCTYPE l [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>',
    "another file": '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
    "an encoding": "<?xml version='1.0' encoding='no-such'?><quiz/>",
    "UTF-7": "<?xml version='1.0' encoding='utf-7'?><quiz/>",
    "no XML": "GIF89a",
    "nothing": "",
    "a control character": quiz(choice("a&#x1b;")),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("has_extra", [True, False])
def test_such_xml_is_refused_in_words(
    name: str, has_extra: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_extra:
        monkeypatch.setitem(sys.modules, "defusedxml.common", None)
    with pytest.raises(LearnmsError):
        read_bank(tmp_path, "moodle", REFUSED[name])


def test_moodle_xml_is_read_without_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "defusedxml.common", None)
    assert read_bank(tmp_path, "moodle", quiz(choice("Which?"))).cards


DEEP = 100_000
FILES = {
    "deep elements": ("moodle", "<quiz>" + "<a>" * DEEP + "</a>" * DEEP + "</quiz>", 0),
    "deep text": ("moodle", quiz(choice("<a>" * DEEP + "x" + "</a>" * DEEP)), 1),
    "deep HTML": ("moodle", quiz(choice("&lt;b&gt;" * DEEP + "x")), 1),
    "deep lists": ("moodle", quiz(choice("x" + "&lt;ul&gt;&lt;li&gt;" * DEEP)), 1),
    "many blanks": ("moodle", quiz(cloze("{1:SA:=a}" * 20_000)), 0),
    "open blanks": ("moodle", quiz(cloze("{1:SA:=a" * DEEP)), 0),
    "many gaps": (
        "moodle",
        quiz(
            f'<question type="gapselect"><questiontext><text>{"[[1]]" * 5000}</text></questiontext>'
            f"{'<selectoption><text>a</text></selectoption>' * 5000}</question>"
        ),
        0,
    ),
    "a huge text": ("moodle", quiz(choice("x" * 1_000_000)), 1),
    "a remote picture": (
        "moodle",
        quiz(choice("Which?&lt;img src='http://a.org/b.png' onerror='alert(1)'&gt;")),
        1,
    ),
    "open braces": ("gift", "{" * DEEP, 0),
    "many options": ("gift", "x {" + "~a" * DEEP + "}", 0),
    "percent signs": ("gift", "x {" + "~%" * (DEEP // 2) + "}", 0),
    "backslashes": ("gift", "\\" * DEEP + "{T}", 1),
    "open comments": ("gift", "//" + "[id:" * DEEP + "\n//" + "[tag:" * DEEP + "\nx{T}", 1),
    "deep GIFT": ("gift", "[html]x" + "<b>" * 50_000 + "{T}", 1),
    "a deep category": ("gift", "$CATEGORY: " + "a/" * 50_000 + "\n\nx{T}", 1),
    "noncharacters": ("gift", "\ufdd0x\ufdd7{=\ufdd7CD20}", 1),
    "control characters": ("gift", "x\0 y\x1b[31m\u202e{=a\u200b ~b}", 1),
    "lines": ("gift", "x {=a ~b}\n" * DEEP, 0),
    "answers": ("aiken", "ANSWER: A\n" * 10_000, 0),
    "options": ("aiken", "x\n" + "A. x\n" * 10_000, 0),
    "a long option": ("aiken", "x\nA. x\n" + "y\n" * 10_000 + "B. z\nANSWER: B", 1),
    "bytes": ("aiken", "\0\1\2\ufffe", 0),
}


@pytest.mark.parametrize("name", FILES)
def test_hostile_files_end_in_words(name: str, tmp_path: Path) -> None:
    format_, text, cards = FILES[name]
    start = time.process_time()

    bank = read_bank(tmp_path, format_, text)

    assert time.process_time() - start < MOST_SECONDS
    assert len(bank.cards) == cards
    assert bank.cards or bank.losses or name == "deep elements"
    if len(bank.cards) == 1 and "deep" not in name:
        deck = deck_of(bank, "imported")
        assert len(deck.deck.cards) + len(deck.losses) - len(bank.losses) == 1
