"""A deck's page: the blueprint against what is there, the sources that are used, the days on which it was checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from learnms.engine.deck_page import checked_words, coverage_words, deck_page, deck_pages, to_json
from learnms.engine.start import Desk
from learnms.errors import UsageError
from tests.engine.test_review import answer_well, sitting

OpenDesk = Callable[[], Desk]

DECK = """\
deck: A ward deck
id: ward-deck
about: What the ward does.
version: "3"
disclaimer: It teaches.
topics:
  doses: {title: Doses, weight: 40}
  checks: {title: Checks, weight: 60}
sources:
  book: {title: The book, publisher: A press, revised: 2025-01, reviewed: 2026-11-01, via: a copy}
  unread: {title: Never cited}
cards:
  - {id: dose-1, ask: One?, answer: one, topic: doses, source: book §1, checked: 2026-11-20}
  - {id: dose-2, ask: Two?, answer: two, topic: doses, source: book §1, checked: 2026-11-22}
  - {id: dose-3, ask: Three?, answer: three, topic: doses, source: book §1, checked: 2026-11-22}
cases:
  - id: case-1
    title: A case
    story: Somebody comes.
    source: book §2
    checked: 2026-11-21
    topic: checks
    parts:
      - {id: part-1, ask: Which?, right: this, wrong: [that, the other]}
"""


def test_the_page_says_what_is_there(open_desk: OpenDesk, deck_file: Path) -> None:
    deck_file.write_text(DECK, "utf-8")
    desk = open_desk()
    answer_well(sitting(desk))

    page = deck_page(desk.data, "ward-deck")

    assert (page.title, page.version, page.about, page.disclaimer) == ("A ward deck", "3", "What the ward does.", "It teaches.")
    assert [(one.title, one.weight, one.count, round(one.share), one.learned, one.total) for one in page.topics] == [
        ("Doses", 40, 3, 75, 1, 3),
        ("Checks", 60, 1, 25, 0, 0),
    ]
    assert [(cited.source.title, cited.uses) for cited in page.sources] == [("The book", 4)]
    assert page.checked == (date(2026, 11, 20), date(2026, 11, 22))
    assert checked_words(page) == "Its cards were held against their sources between 20 November 2026 and 22 November 2026."
    assert [coverage_words(one) for one in page.topics] == ["35 points more than promised", "35 points less than promised"]
    assert to_json(page)["topics"][0]["cards"] == 3


def test_problems_stand_on_the_page(open_desk: OpenDesk, deck_file: Path) -> None:
    deck_file.write_text(DECK.replace("answer: one", "anser: one"), "utf-8")

    (page,) = deck_pages(open_desk().data, [])

    assert [problem["code"] for problem in page.problems] == ["LM104"]


def test_a_deck_that_is_gone(open_desk: OpenDesk) -> None:
    with pytest.raises(UsageError, match="There is no deck `gone`"):
        deck_page(open_desk().data, "gone")
