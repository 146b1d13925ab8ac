"""LM3: options that give the answer away, on both sides of each threshold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from learnms.decks.rules.options import _interval
from tests.decks.rules.conftest import Advised, single

Codes = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("All of the above", ["LM303"]),
        ("None of these", ["LM303"]),
        ("all of these answers.", ["LM303"]),
        ("Both of the above", ["LM303"]),
        ("All are correct", ["LM303"]),
        ("None of the patients", []),
        ("All vaccines", []),
    ],
)
def test_options_do_not_refer_to_each_other(codes: Codes, option: str, expected: list[str]) -> None:
    assert codes(single("A steroid", "An antibiotic", option)) == expected


def test_none_of_these_may_stand_last(codes: Codes) -> None:
    assert codes(f"{single('A steroid', 'An opioid', 'None of these')}\nlast: None of these") == []


def test_what_stands_last_is_not_called_shuffled(advised: Advised) -> None:
    card = single("A steroid", "An opioid", "All of the above")
    shuffled, last = (
        next(finding.message for finding in advised(text) if finding.code == "LM303")
        for text in (card, f"{card}\nlast: All of the above")
    )
    assert ("are shuffled" in shuffled, "are shuffled" in last) == (True, False)
    assert last == "`All of the above` can be judged without knowing every option"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("A and C", "A and B", "B and C"), ["LM310"]),
        (("1 and 3 only", "All three", "Only two"), ["LM310"]),
        (("Both B and C", "Fever", "Chills"), ["LM310"]),
        (("Hepatitis A and B", "Fever", "Chills"), []),
        (("3, 6, 9", "1, 6, 11", "2, 4, 8"), []),
    ],
)
def test_options_do_not_combine_others(
    codes: Codes, options: tuple[str, ...], expected: list[str]
) -> None:
    assert codes(single(*options)) == expected


@pytest.mark.parametrize(("length", "expected"), [(40, []), (41, ["LM304"])])
def test_the_key_is_not_longer_by_a_third(codes: Codes, length: int, expected: list[str]) -> None:
    """40 of 30 characters is 1.333: just over the ratio of 1.33, so the rule is asked at 1.35."""
    card = single("x" * length, "y" * 30, "z" * 20)

    assert codes(card, toml="[check]\nkey-length-ratio = 1.35") == expected


def test_a_short_key_is_a_name(codes: Codes) -> None:
    assert codes(single("x" * 29, "y")) == []
    assert codes(single("x" * 30, "y")) == ["LM304"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("Within 24 hours", "At the next visit", "When it returns"), ["LM305"]),
        (("Within 24 hours", "Within one week", "When it returns"), []),
        (("Call 911 now", "Call the team", "Wait at home"), []),
        (("CD20", "CD antigens", "Interleukins"), []),
        (("Within 24 hours", "At the next visit"), []),  # one wrong option says little
    ],
)
def test_the_key_is_not_the_only_number(
    codes: Codes, options: tuple[str, ...], expected: list[str]
) -> None:
    assert codes(single(*options)) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("It may fall", "It rises", "It stays"), ["LM306"]),
        (("It usually falls", "It rises", "It stays"), ["LM306"]),
        (("It may fall", "It may rise", "It stays"), []),
        (("On May 5", "On June 5", "On July 5"), []),
        (("Check it more often", "Leave it", "Stop it"), []),
        (("It may fall", "It rises"), []),
    ],
)
def test_the_key_does_not_hedge_alone(
    codes: Codes, options: tuple[str, ...], expected: list[str]
) -> None:
    assert codes(single(*options)) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("Slow it", "Always stop it", "Never slow it"), ["LM307"]),
        (("Slow it", "Always stop it", "Speed it up"), []),  # one of two
        (("Always slow it", "Always stop it", "Never slow it"), []),
        (("Twice a year", "Every 6 months", "Every week"), []),
        (("Yes", "No, in all it is less", "Not at all"), []),
    ],
)
def test_wrong_options_are_not_absolute_alone(
    codes: Codes, options: tuple[str, ...], expected: list[str]
) -> None:
    assert codes(single(*options)) == expected


def test_the_number_of_absolute_options_can_be_set(codes: Codes) -> None:
    card = single("Slow it", "Always stop it", "Speed it up")

    assert codes(card, toml="[check]\nabsolute-options = 1") == ["LM307"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("10-20 mL", "20-30 mL", "40 mL"), ["LM308"]),
        (("10 to 20 mL", "15 mL", "40 mL"), ["LM308"]),
        (("5 mL", "More than 4 mL", "1 mL"), ["LM308"]),
        (("10-20 mL", "21-30 mL", "40 mL"), []),
        (("10-20 mL", "10-20 L", "40 mL"), []),
        (("5 mL", "More than 5 mL", "1 mL"), []),
        (("Within 24 hours", "Within 48 hours", "Later"), []),  # both are open: how long at most?
    ],
)
def test_numbers_do_not_overlap(
    codes: Codes, options: tuple[str, ...], expected: list[str]
) -> None:
    assert codes(single(*options)) == expected


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("600 mg", 600, 600),
        ("1,000-2,000 mg", 1000, 2000),
        ("at most 5 mg", 0, 5),
        ("0.5 mg", 0.5, 0.5),
    ],
)
def test_the_numbers_of_an_option(text: str, low: float, high: float) -> None:
    found = _interval(text)

    assert found is not None
    assert (found.low, found.high, found.unit) == (low, high, "mg")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("Wait", "Call the prescriber now", "Call prescriber now"), ["LM309"]),
        (("The dose, not the rate", "The rate, not the dose", "Both"), []),
        (("Give 300 mg now", "Give 600 mg now", "Wait"), []),
        (("Test + is it", "Test - is it", "Wait"), []),
        (("Bs", "B", "Bi"), []),
    ],
)
def test_options_differ_in_more_than_articles(
    codes: Codes, options: tuple[str, ...], expected: list[str]
) -> None:
    assert codes(single(*options)) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("A hepatitis panel", "A chest picture", "A blood count"), ["LM314"]),
        (("A hepatitis panel", "A hepatitis scan", "A blood count"), []),
        (("A panel", "A chest picture", "A blood count"), []),
    ],
)
def test_the_key_is_no_echo(codes: Codes, options: tuple[str, ...], expected: list[str]) -> None:
    assert codes(single(*options, ask="What screens for hepatitis?")) == expected


def test_what_the_deck_is_about_is_no_echo(codes: Codes) -> None:
    cards = [
        single("The infusion", "The tablet", "The cream", ask=f"Which infusion is number {n}?")
        for n in range(3)
    ]

    assert codes(*cards) == []
    assert codes(*cards[:1]) == ["LM314"]
    assert codes(cards[0], toml="[check]\necho-letters = 9") == []


@pytest.mark.parametrize(("longest", "expected"), [(11, []), (12, ["LM318"])])
def test_length_gives_no_key_away(codes: Codes, longest: int, expected: list[str]) -> None:
    """Of 20 questions with 4 options, chance gives 5 with a spread of 1.9: 9 are too many, and the
    threshold of 0.55 allows 11.
    """
    cards = [
        single(
            "abcde" if n < longest else "abc", "xyz", "uvw", "rst", ask=f"What is number {n} here?"
        )
        for n in range(20)
    ]

    assert codes(*cards, toml="[check]\nkey-extreme-share = 0.55") == expected
    assert codes(*cards[:19]) == []
