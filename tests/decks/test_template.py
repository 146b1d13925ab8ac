"""The deck that `learnms new` writes checks clean, and shows every kind that can be asked."""

from __future__ import annotations

import re
from datetime import date

import pytest

from learnms.cli.arguments.parser import COMMANDS
from learnms.decks.fix import Fixed, fix
from learnms.decks.template import template
from learnms.kinds.registry import KINDS
from learnms.kinds.response import Pick
from learnms.syntax.source import source_of
from tests.factories.deck_files import TODAY, Folder

TEXT = template("My ward", "my-ward", TODAY)


def test_it_checks_clean_under_strict(folder: Folder) -> None:
    assert folder.deck(TEXT).findings == ()
    assert folder.advised("deck.yaml").warnings == 0


def test_it_has_nothing_to_fix() -> None:
    source, _ = source_of(TEXT, "deck.yaml")
    assert source is not None

    assert fix(source) == Fixed(TEXT)


def test_it_shows_every_kind(folder: Folder) -> None:
    deck = folder.read(TEXT).deck

    assert {card.forms[0].kind for card in deck.cards} == set(KINDS)
    assert all(card.topic and card.forms[0].notes.checked == TODAY for card in deck.cards)
    assert {card.topic for card in deck.cards} == {topic.key for topic in deck.topics}


def test_it_shows_a_short_case_that_goes_on_and_is_evidence_about_a_card(folder: Folder) -> None:
    deck = folder.read(TEXT).deck
    (case,) = deck.cases

    assert case.exhibit
    assert 2 <= len(case.parts) <= 6
    assert all(part.form.notes.step for part in case.parts)
    assert any(part.story for part in case.parts)
    assert {test for part in case.parts for test in part.tests} <= {card.id for card in deck.cards}
    assert any(part.tests for part in case.parts)


def test_it_is_short_enough_to_be_read() -> None:
    assert TEXT.count("\n") < 300
    assert max(len(line) for line in TEXT.split("\n")) < 160


def test_every_unlike_card_is_explained_by_a_comment_above_it() -> None:
    lines = TEXT.split("\n")
    cards = [number for number, line in enumerate(lines) if line.startswith("  - id:")]

    assert sum(lines[number - 1].startswith("  # ") for number in cards) >= len(KINDS) - 2


def test_it_shows_the_fields_that_authors_look_for(folder: Folder) -> None:
    deck = folder.read(TEXT).deck
    groups = [form.compiled.asks[0][1].response for card in deck.cards for form in card.forms]

    assert deck.sources
    assert deck.glossary
    assert any(form.part for card in deck.cards for form in card.forms)
    assert any(
        isinstance(way, Pick) and all(option.why for option in way.groups[0].options)
        for way in groups
    )
    assert any(isinstance(way, Pick) and way.groups[0].last is not None for way in groups)
    for field in (
        "reverse:",
        "{{c1::",
        "select: all",
        "select: 3",
        "given:",
        "calc:",
        "hint:",
        "also:",
        "score: rationale",
        "[[",
        "extra:",
        "tests:",
        "order: 10",
        "primer: |",
        "priority: core",
        "region: [",
    ):
        assert field in TEXT


@pytest.mark.parametrize(
    "title",
    ['Ward: "B" #2', "'tis {{x}}", "a\nb", "\\", "[C7]", "$title", "Über 薬 🧠", "\x1b[31m"],
)
def test_any_title_is_read_back(folder: Folder, title: str) -> None:
    checked = folder.deck(template(title, "my-ward", TODAY))

    assert checked.findings == ()


def test_the_title_and_the_id_are_those_given(folder: Folder) -> None:
    deck = folder.read(template('Ward: "B" #2', "ward-b2", date(2027, 1, 2))).deck

    assert (deck.title, deck.id, deck.version) == ('Ward: "B" #2', "ward-b2", "2027.1")


def test_the_commands_that_it_names_are_there() -> None:
    named = set(
        re.findall(r"`learnms ([a-z]+)", template("Title", "some-deck", date(2026, 11, 22)))
    )

    assert named
    assert named <= set(COMMANDS)
