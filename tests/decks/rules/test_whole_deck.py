"""LM7: cards that repeat or confuse each other, and a deck that differs from its blueprint."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.decks.rules.conftest import Advised, single
from tests.decks.rules.conftest import card as written
from tests.factories.deck_files import Folder

Codes = Callable[..., list[str]]


def flashcard(ask: str, answer: str = "A steroid") -> str:
    return f'ask: "{ask}"\nanswer: "{answer}"'


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("How often is the maintenance dose given to adults?", ["LM701"]),
        ("How often is a maintenance dose given to an adult?", []),  # 7 of 11 words
        ("How often is maintenance dose 2 given to adults?", []),
    ],
)
def test_two_cards_do_not_ask_the_same(codes: Codes, other: str, expected: list[str]) -> None:
    first = flashcard("How often is maintenance dose given to adults?")

    assert codes(first, flashcard(other)) == expected
    assert codes(first, flashcard(other, "Something else")) == []


def test_the_likeness_of_questions_can_be_set(codes: Codes) -> None:
    cards = [
        flashcard("How often is maintenance dose given to adults?"),
        flashcard("How often is a maintenance dose given to an adult?"),
    ]

    assert codes(*cards, toml="[check]\nquestion-likeness = 0.6") == ["LM701"]


def test_a_choice_and_a_card_with_the_same_answer_are_alike(advised: Advised) -> None:
    ask = "What is given half an hour before each infusion?"
    (finding,) = advised(flashcard(ask), single("A steroid", "A vaccine", "Water", ask=ask))

    assert finding.code == "LM701"
    assert "card card-1 asks almost the same as card card-0, line 5" in finding.message


def test_the_same_question_has_one_answer(codes: Codes) -> None:
    ask = "What is the maintenance dose?"

    assert codes(flashcard(ask, "600 mg"), flashcard(ask, "920 mg")) == ["LM702"]
    assert codes(flashcard(ask, "600 mg"), flashcard("What is the first dose?", "300 mg")) == []
    regions = [f"{flashcard(ask, '600 mg')}\nregion: us", f"{flashcard(ask, '920 mg')}\nregion: eu"]
    assert codes(*regions) == []


TOPICS = "topics: {dose: {title: Dose, weight: 60}, storage: {title: Storage, weight: 40}}\n"


def of_topics(dose: int, storage: int) -> list[str]:
    return [
        f"{flashcard(f'What is asked {n}?', f'Answer {n}')}\ntopic: {topic}"
        for n, topic in enumerate(["dose"] * dose + ["storage"] * storage)
    ]


@pytest.mark.parametrize(
    ("dose", "expected"), [(7, []), (5, []), (8, ["LM703", "LM703"]), (4, ["LM703", "LM703"])]
)
def test_topics_have_their_planned_share(codes: Codes, dose: int, expected: list[str]) -> None:
    assert codes(*of_topics(dose, 10 - dose), head=TOPICS) == expected


def test_weights_add_up_to_the_deck_at_most(advised: Advised) -> None:
    head = TOPICS.replace("40", "60")
    (finding,) = advised(*of_topics(5, 5), head=head)

    assert (finding.code, finding.line, finding.severity) == ("LM703", 3, "warning")
    assert "add up to 120%" in finding.message


def test_points_can_be_set_and_small_decks_have_no_shares(codes: Codes) -> None:
    assert codes(*of_topics(8, 2), head=TOPICS, toml="[check]\nblueprint-points = 20") == []
    assert codes(*of_topics(8, 1), head=TOPICS) == []


def test_a_topic_has_cards(advised: Advised) -> None:
    head = "topics: {dose: Dose, storage: Storage}\n"
    found = advised(*of_topics(2, 0), head=head)

    assert [(finding.code, finding.line, finding.severity) for finding in found] == [
        ("LM707", 3, "info")
    ]


def test_a_source_of_the_deck_is_cited(folder: Folder) -> None:
    folder.write(
        "deck.yaml",
        "deck: D\nid: my-deck\nsources: {book: {title: B}, blog: {title: C}}\ncards:\n"
        + written(flashcard("What is given?")),
    )
    (finding,) = folder.advised("deck.yaml").findings

    assert (finding.code, finding.line, finding.column) == ("LM706", 3, 29)


@pytest.mark.parametrize(("core", "expected"), [(3, []), (4, ["LM704"])])
def test_few_cards_are_core(codes: Codes, core: int, expected: list[str]) -> None:
    cards = [
        flashcard(f"What is asked {n}?", f"Answer {n}") + ("\npriority: core" if n < core else "")
        for n in range(20)
    ]

    assert codes(*cards) == expected
    assert codes(*cards, toml="[check]\ncore-share = 0.2") == []


def test_a_card_asks_for_recall_in_some_form(advised: Advised) -> None:
    choice = single("A steroid", "A vaccine", "Water")
    also = f"{choice}\nalso: [{{ask: What is given?, answer: A steroid}}]"
    extra = f"{choice}\npriority: extra"

    def found(*cards: str) -> list[str]:
        return [f.message for f in advised(*cards, every=True) if f.code == "LM705"]

    assert found(choice) == ["1 question can be answered without recall, in every form"]
    assert found(also) == []
    assert found(extra) == []


def test_thousands_of_cards_with_the_same_words_are_compared_in_time(codes: Codes) -> None:
    """3,000 cards that differ in a number: 4.5 million pairs, of which hardly any are looked at."""
    cards = [flashcard(f"What is given to patient number {n} on the ward?") for n in range(3000)]

    assert codes(*cards) == []
