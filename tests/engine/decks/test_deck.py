"""A deck's page: the blueprint against what is there, the sources that are used, the days on
which it was checked.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from learnms.decks.sign import signed_text
from learnms.engine.decks.deck import (
    DeckPage,
    TopicCover,
    checked_words,
    coverage_words,
    deck_page,
    deck_pages,
    held_words,
    signed_words,
    size_words,
    to_json,
)
from learnms.engine.queries import scope_of
from learnms.engine.workspace import Workspace
from learnms.errors import UsageError
from learnms.plain.deck import tell_page
from learnms.plain.kit.console import Console
from learnms.settings import Settings
from learnms.syntax.source import read_source
from tests.conftest import Clock
from tests.engine.home.test_decks import CASE, HEAD
from tests.engine.review.test_review import answer_well, sitting

OpenWorkspace = Callable[[], Workspace]

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


def test_the_page_says_what_is_there(open_workspace: OpenWorkspace, deck_file: Path) -> None:
    deck_file.write_text(DECK, "utf-8")
    workspace = open_workspace()
    answer_well(sitting(workspace))

    page = deck_page(workspace.queries, "ward-deck")

    assert (page.title, page.version, page.about, page.disclaimer) == (
        "A ward deck",
        "3",
        "What the ward does.",
        "It teaches.",
    )
    assert [
        (topic.title, topic.weight, topic.count, round(topic.share), topic.learned, topic.total)
        for topic in page.topics
    ] == [("Doses", 40, 3, 75, 1, 3), ("Checks", 60, 1, 25, 0, 0)]
    assert [(cited.source.title, cited.uses) for cited in page.sources] == [("The book", 4)]
    assert page.checked == (date(2026, 11, 20), date(2026, 11, 22))
    assert (
        checked_words(page)
        == "Cards were checked against their sources between Nov 20, 2026 and Nov 22, 2026."
    )
    assert [coverage_words(topic) for topic in page.topics] == [
        "35 points more than planned",
        "35 points less than planned",
    ]
    assert to_json(page)["topics"][0]["cards"] == 3


def test_learned_is_of_the_cards_that_the_learner_studies_as_on_the_home_screen(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text(DECK.replace("{id: dose-3,", "{id: dose-3, region: [eu],"), "utf-8")
    workspace = open_workspace()
    workspace.choose(replace(workspace.settings, region="us"))
    scope = scope_of(workspace.settings)

    page = deck_page(workspace.queries, "ward-deck", scope)

    assert (page.learned, page.total, page.topics[0].total) == (0, 2, 2)
    assert [row.total for row in workspace.queries.decks(scope)] == [2]
    assert deck_page(workspace.queries, "ward-deck").total == 3


def test_a_signature_and_what_changed_since(open_workspace: OpenWorkspace, deck_file: Path) -> None:
    deck_file.write_text(DECK, "utf-8")
    source, _ = read_source(deck_file, "deck.yaml")
    assert source is not None
    text, _ = signed_text(source, "Ada Brown", date(2026, 11, 20))

    def page() -> DeckPage:
        workspace = open_workspace()
        found = deck_page(workspace.queries, "ward-deck")
        workspace.close()
        return found

    assert page().signed is None
    deck_file.write_text(text, "utf-8")
    assert signed_words(page()) == "Signed by Ada Brown on Nov 20, 2026."
    deck_file.write_text(text.replace("answer: one", "answer: two"), "utf-8")
    assert signed_words(page()).endswith("2026. 1 card has changed since it was signed.")
    assert "1 card has changed since it was signed." in " ".join(told(page()))
    assert to_json(page())["signed"] == {"by": "Ada Brown", "on": "2026-11-20", "changed": 1}


def test_problems_stand_on_the_page(open_workspace: OpenWorkspace, deck_file: Path) -> None:
    deck_file.write_text(DECK.replace("answer: one", "anser: one"), "utf-8")

    (page,) = deck_pages(open_workspace().queries, [])

    assert [problem["code"] for problem in page.problems] == ["LM104"]


def test_a_deck_that_is_gone(open_workspace: OpenWorkspace) -> None:
    with pytest.raises(UsageError, match="deck `gone` is no longer in the library"):
        deck_page(open_workspace().queries, "gone")


def test_what_time_does_to_a_card_is_judged_each_day_and_no_file_is_parsed_for_it(
    open_workspace: OpenWorkspace, deck_file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck_file.write_text(DECK.replace("checked: 2026-11-20", "checked: 2026-11-24"), "utf-8")
    workspace = open_workspace()
    monkeypatch.setattr("learnms.engine.ingest.parse", None)

    def codes() -> list[tuple[str, int]]:
        return [
            (problem["code"], problem["line"])
            for problem in deck_page(workspace.queries, "ward-deck").problems
            if problem["code"].startswith("LM4")
        ]

    problems = [codes()]
    for days in (1, 1, 400):
        clock.forward(days=days)
        assert not workspace.refresh()
        problems.append(codes())

    assert problems[:3] == [[("LM403", 13)], [("LM403", 13)], []]
    assert [code for code, _ in problems[3]] == ["LM405"] * 4
    [row] = [row for row in workspace.queries.decks() if row.path == str(deck_file)]
    assert [problem["code"] for problem in row.problems] == [
        problem["code"] for problem in deck_page(workspace.queries, "ward-deck").problems
    ]


def told(page: DeckPage) -> list[str]:
    """The lines of a page."""
    target = io.StringIO()
    tell_page(page, Settings(who="instructor"), Console(io.StringIO(), target, echo=False))
    return target.getvalue().splitlines()


def test_where_the_clock_is_wrong_one_sentence_says_so(
    open_workspace: OpenWorkspace, deck_file: Path, clock: Clock
) -> None:
    deck_file.write_text(DECK, "utf-8")
    clock.forward(days=-300)

    page = deck_page(open_workspace().queries, "ward-deck")

    sentence = "This computer's date is January 26, 2026, but these decks were checked later."
    assert page.clock == sentence
    assert "LM403" not in [problem["code"] for problem in page.problems]
    assert [line for line in told(page) if line.startswith("Note:")] == [f"Note: {sentence}"]
    clock.forward(days=300)
    assert deck_page(open_workspace().queries, "ward-deck").clock == ""


def test_parts_of_cases_are_called_so() -> None:
    def topic(count: int, case_parts: int) -> TopicCover:
        return TopicCover("t", "T", None, count, 10.0, 0, count - case_parts, case_parts)

    assert held_words(topic(0, 0)) == "0 cards"
    assert held_words(topic(1, 0)) == "1 card"
    assert held_words(topic(24, 24)) == "24 case questions"
    assert held_words(topic(6, 1)) == "5 cards and 1 case question"


def test_a_check_in_the_future_is_no_check(open_workspace: OpenWorkspace, deck_file: Path) -> None:
    deck_file.write_text(DECK.replace("2026-11-20}", "2099-11-20}"), "utf-8")
    page = deck_page(open_workspace().queries, "ward-deck")

    assert page.clock == ""
    assert page.checked == (date(2026, 11, 21), date(2026, 11, 22))
    assert checked_words(page).endswith("Nov 22, 2026; one has no valid date.")


def test_drafts_and_cards_with_errors_are_counted(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text(DECK.replace("id: dose-1, ", "").replace("answer: two", "anser: two"))
    lines = list(told(deck_page(open_workspace().queries, "ward-deck")))

    assert "1 draft, 1 more left out because of errors" in " ".join(lines)
    assert any(line.startswith("Error LM104: ") for line in lines)
    assert "Did you mean `answer`?" in lines


def test_a_deck_of_cases_has_cases_and_nothing_to_learn(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "cases.yaml").write_text(
        (HEAD + CASE).format(title="Cases", id="cases", audience="nurse"), "utf-8"
    )
    with Workspace(tmp_path / "home", [str(tmp_path / "cases.yaml")], clock) as workspace:
        page = deck_page(workspace.queries, "cases")

    assert size_words(page) == "1 case"
    lines = list(told(page))
    assert "  no topic: 1 case question" in lines
    assert "All case questions were checked against their sources on Nov 20, 2026." in lines
    assert not [line for line in lines if "card" in line.split() or "learned" in line]
