"""Cards as the deck cache keeps them: nothing that a learner sees is lost on the way through
JSON.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from learnms.decks.codec import (
    card_from_json,
    counts,
    head_to_json,
    prompt_line,
    sources_from_json,
    to_json,
)
from learnms.decks.model import Topic
from tests.factories.deck_files import GOOD, HEAD, Folder
from tests.factories.kind_examples import EXAMPLES

CARDS = [
    "ask: x, answer: y, reverse: yes",
    "cloze: 'a {{c1::b::hint}} c {{c2::d}}', typed: yes",
    "cloze: 'a {{b}}'",
    "ask: x, type: [a, b]",
    "ask: x, right: {text: a, why: w, unsafe: no}, wrong: [{text: b, unsafe: yes}, c], last: c",
    "ask: x, select: 2, right: [a, b], wrong: [c]",
    "ask: x, true-false: no",
    "ask: '{a}', given: [{a: 1}, {a: 2.50}], calc: a / 3, unit: [mL, ml], round: 1, within: 0.1",
    (
        "ask: x, answer: y, also: [{ask: q, right: a, wrong: [b], level: apply}, {cloze: 'a {{b}}',"
        " checked: 2026-01-02}]"
    ),
    (
        "ask: x, answer: y, hint: h, explain: e, checked: 2026-11-22, topic: doses, tags: [a],"
        " audience: [nurse, patient], level: recall, revision: 3"
    ),
    "ask: x, answer: y, step: take-action, exhibit: {A: b, C: d}",
]
OF_GROUPS = [
    *EXAMPLES.values(),
    "ask: x, groups: {Now: {right: [{text: a, why: w}], wrong: [{text: b, unsafe: yes}]}}",
    f"ask: x, answer: y, also: [{', '.join('{' + fields + '}' for fields in EXAMPLES.values())}]",
]


@pytest.mark.parametrize("fields", CARDS + OF_GROUPS)
def test_a_card_comes_back_equal(folder: Folder, fields: str) -> None:
    (card,) = folder.read(
        f"{HEAD}- {{id: one-card, {fields}, source: [book §2, book]}}\n"
    ).deck.cards

    back = card_from_json(json.loads(json.dumps(to_json(card))))

    assert back == card
    assert [back.key_hash(part) for part in back.parts] == [
        card.key_hash(part) for part in card.parts
    ]
    assert back.is_draft is card.is_draft


def test_the_head_comes_back(folder: Folder) -> None:
    deck = folder.read(HEAD + GOOD).deck

    head = json.loads(json.dumps(head_to_json(deck)))

    assert [Topic(*topic) for topic in head["topics"]] == list(deck.topics)
    assert sources_from_json(head) == {
        source.key: replace(source, revised_on=None) for source in deck.sources
    }


def test_the_head_says_of_each_case_what_it_tests(folder: Folder) -> None:
    case = """cases:
- id: visit
  title: A visit
  story: Somebody comes.
  source: book
  parts:
  - {id: first-part, ask: What now?, right: Wait, wrong: [Run], tests: [good-one, good-one#c1]}
  - {id: second-part, ask: And then?, right: Ask, wrong: [Run]}
- {title: Unfinished, story: Nobody comes., parts: [{ask: x, right: y, wrong: [z]}]}
"""

    head = json.loads(json.dumps(head_to_json(folder.read(HEAD + GOOD + case).deck)))

    assert head["cases"] == [
        {
            "id": "visit",
            "title": "A visit",
            "parts": ["first-part", "second-part"],
            "tests": ["good-one"],
        }
    ]


def test_listings_count_cards_parts_questions_kinds_and_topics(folder: Folder) -> None:
    cards = "".join(
        f"- {{id: card-{number}, {fields}, source: book}}\n" for number, fields in enumerate(CARDS)
    )

    assert counts(folder.read(HEAD + cards).deck) == {
        "cards": 11,
        "drafts": 1,
        "left_out": 0,
        "parts": 12,
        "questions": 7,
        "cases": 0,
        "kinds": {
            "calculation": 1,
            "cloze": 3,
            "flashcard": 4,
            "select-n": 1,
            "single": 2,
            "true-false": 1,
            "typed": 1,
        },
        "topics": {"doses": 1},
        "priorities": {"standard": 11},
    }


def test_one_mistyped_year_is_not_the_day_of_a_deck_s_checks(folder: Folder) -> None:
    cards = "".join(
        f"- {{id: card-{number}, ask: x, answer: y, source: book, checked: {day}}}\n"
        for number, day in enumerate(("2026-11-01", "2099-11-02", "2026-11-03"))
    )

    assert head_to_json(folder.read(HEAD + cards).deck)["checked"] == "2026-11-03"


def test_a_prompt_is_kept_on_one_line(folder: Folder) -> None:
    card = folder.card(
        "- id: one-card\n  ask: |\n    First line\n    second line\n  answer: y\n  source: book\n"
    )

    assert prompt_line(card, None) == "First line second line"
    assert prompt_line(card, "c9") == ""
    assert prompt_line(card, None, limit=5) == "First"


def test_a_number_that_is_drawn_stands_in_the_line_as_a_gap(folder: Folder) -> None:
    card = folder.card(
        "- id: one-card\n  ask: One half-life is 26 days. How many weeks are {count} half-lives?\n "
        " given: {count: [2, 3]}\n  calc: count * 26 / 7\n  unit: weeks\n  round: 1\n  source:"
        " book\n"
    )

    assert prompt_line(card, None) == "One half-life is 26 days. How many weeks are … half-lives?"
