from __future__ import annotations

from typing import Any

import pytest

from learnms.exchange.bank import ImportedBank, Loss
from learnms.exchange.imported_deck import deck_of

GOOD = {"ask": "Dose?", "right": "600 mg", "wrong": ["300 mg"]}


def test_a_bank_becomes_a_deck_of_drafts() -> None:
    cited = {**GOOD, "id": "the-dose", "source": "uspi §2"}
    bank = ImportedBank("NCLEX: week 3", [cited, dict(GOOD)], sources={"uspi": {"title": "Label"}})
    imported = deck_of(bank, "Week 3 (final)")

    assert (imported.deck.id, imported.deck.title) == ("week-3-final", "NCLEX: week 3")
    assert [(card.id, card.lacks) for card in imported.deck.cards] == [
        ("the-dose", ""),
        (None, "an id"),
    ]
    assert "\ndraft: yes\n" in imported.text
    assert imported.losses == ()


def test_a_deck_whose_cards_have_sources_is_no_draft() -> None:
    bank = ImportedBank("", [{**GOOD, "source": "uspi"}], sources={"uspi": {"title": "Label"}})
    imported = deck_of(bank, "ab")
    assert "draft:" not in imported.text
    assert (imported.deck.id, imported.deck.title) == ("deck-ab", "ab")


@pytest.mark.parametrize(
    ("card", "why"),
    [
        ({"ask": "Same?", "right": "a", "wrong": ["A ", "b"]}, "both right and wrong"),
        ({"ask": "None?", "right": "a", "wrong": []}, "`wrong`"),
        ({"ask": "", "answer": "x"}, "`ask`"),
        ({"ask": "Blank?", "answer": ""}, ""),
        ({"cloze": "No blank here."}, "blank"),
        ({"ask": "Topic?", "answer": "x", "topic": "nowhere"}, "topic"),
    ],
)
def test_what_the_loader_would_keep_out_is_left_out_and_named(
    card: dict[str, object], why: str
) -> None:
    imported = deck_of(ImportedBank("T", [dict(GOOD), card, dict(GOOD)]), "deck")
    assert len(imported.deck.cards) == imported.deck.card_count == 2
    [loss] = imported.losses
    assert loss.text.startswith("Left out: ")
    assert why in loss.text
    assert "line" not in loss.text


def test_a_finding_that_keeps_nothing_out_leaves_the_card() -> None:
    imported = deck_of(ImportedBank("T", [{"ask": "Give 10 U of it?", "answer": "Ask."}]), "deck")
    assert len(imported.deck.cards) == 1


def test_ids_are_kept_where_they_can_be() -> None:
    cards = [{**GOOD, "id": ident} for ident in ("good-id", "Bad id!", "good-id")]
    imported = deck_of(ImportedBank("T", cards), "deck")
    assert [card.id for card in imported.deck.cards] == ["good-id", None, None]
    assert imported.losses == (
        Loss("Bad id!", "This is not a valid id here: `learnms fix` gives this card a new one."),
        Loss("good-id", "The id is used twice: `learnms fix` gives this card a new one."),
    )


def test_texts_survive_yaml() -> None:
    texts = [
        "yes", "2:30", "0123", "- a", "# b", "a #c", "a: b", "{x}", "[y]", "'q'", '"q"', "null",
        "1,000", "two\nlines", "  x\n y", "tab\there", "é 剂量 😀", "=x", "| a | b |",
        "%x", "@x", "`x`",
    ]  # fmt: skip
    cards = [{"ask": f"Q {number}", "answer": text} for number, text in enumerate(texts)]
    imported = deck_of(ImportedBank("T", cards), "deck")
    assert imported.losses == ()
    answers = [card.forms[0].compiled.asks[0][1].response for card in imported.deck.cards]
    assert [getattr(answer, "answer", "").strip() for answer in answers] == [
        text.strip() for text in texts
    ]


def test_flags_and_numbers_are_written_as_people_write_them() -> None:
    cards: list[dict[str, Any]] = [
        {"ask": "a", "true-false": "no"},
        {"ask": "b", "answer": "x", "reverse": "yes", "checked": "2026-11-22"},
        {"ask": "c", "select": "2", "right": ["x", "y"], "wrong": [{"text": "z", "unsafe": "yes"}]},
    ]
    text = deck_of(ImportedBank("T", cards), "deck").text
    for line in ("true-false: false", "reverse: true", "checked: 2026-11-22", "select: 2"):
        assert f"    {line}\n" in text
    assert "unsafe: true\n" in text


def test_a_hostile_title_is_one_line() -> None:
    imported = deck_of(ImportedBank('x"\n: y\x1b[0m', [dict(GOOD)]), "deck")
    assert len(imported.deck.cards) == 1
    assert "\x1b" not in imported.text


def test_options_that_refer_to_others_stay_last_or_are_named() -> None:
    cards = [
        {"ask": "a", "right": "All of the above", "wrong": ["x", "y"]},
        {"ask": "b", "right": "x", "wrong": ["y", "Both A and B"]},
    ]
    imported = deck_of(ImportedBank("T", cards), "deck")
    assert "    last: All of the above\n" in imported.text
    assert [(loss.item, "by letter" in loss.text) for loss in imported.losses] == [("“b”", True)]


@pytest.mark.parametrize(
    ("fields", "is_named"),
    [
        ({"explain": "B is wrong because it comes later."}, True),
        ({"explain": "It comes first. Option C comes later."}, True),
        ({"wrong": ["y", {"text": "z", "why": "C is incorrect: it comes later."}]}, True),
        ({"explain": "Hepatitis B is wrong: it comes later."}, False),
        ({"explain": "Both B cells and T cells are right."}, False),
    ],
)
def test_rationales_that_name_options_by_letter_are_named(
    fields: dict[str, Any], *, is_named: bool
) -> None:
    card = {"ask": "What first?", "right": "x", "wrong": ["y", "z"], **fields}
    imported = deck_of(ImportedBank("T", [card]), "deck")
    assert len(imported.deck.cards) == 1
    assert ["rationale names options" in loss.text for loss in imported.losses] == [True] * is_named


@pytest.mark.parametrize(
    ("fields", "ask", "expected"),
    [
        ({"true-false": "yes"}, "It is a cure. T / F", "It is a cure."),
        ({"true-false": "yes"}, "It is a cure. (True or False)", "It is a cure."),
        (
            {"true-false": "yes"},
            "The test is true/false positive",
            "The test is true/false positive",
        ),
        ({"select": "all", "right": ["x"], "wrong": ["y"]}, "Which? (SATA)", "Which?"),
        ({"select": "all", "right": ["x"], "wrong": ["y"]}, "Which? SATA.", "Which?"),
        ({"right": "x", "wrong": ["y"]}, "What is SATA", "What is SATA"),
    ],
)
def test_what_a_paper_says_of_the_kind_is_left_out(
    fields: dict[str, Any], ask: str, expected: str
) -> None:
    imported = deck_of(ImportedBank("T", [{"ask": ask, **fields}]), "deck")
    assert [card.forms[0].compiled.asks[0][1].prompt for card in imported.deck.cards] == [expected]
