"""LM9: texts for patients, on both sides of each threshold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from learnms.decks.rules.readability import reading, sentences, syllables

Codes = Callable[..., list[str]]
PATIENTS = "audience: [patient]\n"


def told(text: str) -> str:
    return f'ask: What helps?\nanswer: Rest\nexplain: "{text}"'


@pytest.mark.parametrize(("words", "expected"), [(20, []), (21, ["LM902"])])
def test_sentences_are_short(codes: Codes, words: int, expected: list[str]) -> None:
    text = "word " * (words - 1) + "word."

    assert codes(told(text), head=PATIENTS) == expected
    assert codes(told(text)) == []  # not for patients
    assert codes(f"{told(text)}\naudience: patient") == expected
    assert codes(told(text), head=PATIENTS, toml="[check]\nsentence-words = 21") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is administered at night.", ["LM903"]),
        ("Discontinue it if you feel sick.", ["LM903"]),
        ("It lowers your immunoglobulins.", ["LM904"]),
        ("Stop it if you feel sick. Ask for more information.", []),
        ("1 in 50 people has it.", ["LM905"]),
        ("2 of 100 people have it.", []),
        ("You are half as likely to have it.", ["LM906"]),
        ("It cuts relapses by half.", ["LM906"]),
        ("It cuts relapses by half, to 15 of 100 people.", []),
        ("Take half of the pill.", []),
        ("0.5% of people have it.", ["LM907"]),
        ("Take 0.5 mg.", []),
    ],
)
def test_words_and_risks_are_plain(codes: Codes, text: str, expected: list[str]) -> None:
    assert codes(told(text), head=PATIENTS) == expected
    assert codes(told(text)) == []


def test_a_glossary_explains_a_word_in_singular_and_plural(codes: Codes) -> None:
    text = told("An immunoglobulin is measured, and it is administered.")
    glossary = (
        f"{PATIENTS}glossary: {{immunoglobulins: Parts that fight germs., administered: Given.}}\n"
    )

    assert codes(text, head=PATIENTS) == ["LM903", "LM904"]
    assert codes(text, head=glossary) == []
    assert codes(text, head=PATIENTS, toml='[check]\neasy-words = ["immunoglobulin"]') == ["LM903"]


def test_the_syllables_of_a_long_word_can_be_set(codes: Codes) -> None:
    text = told("Your specialist calls.")

    assert codes(text, head=PATIENTS) == []
    assert codes(text, head=PATIENTS, toml="[check]\nword-syllables = 3") == ["LM904"]


def test_a_word_is_reported_once(codes: Codes) -> None:
    assert codes(told("It is administered."), told("It is administered now."), head=PATIENTS) == [
        "LM903"
    ]


@pytest.mark.parametrize(("hard", "expected"), [(False, []), (True, ["LM901"])])
def test_a_deck_is_easy_to_read(codes: Codes, hard: bool, expected: list[str]) -> None:
    sentence = (
        "Whenever breathing becomes harder, quickly contact somebody nearby"
        " before anything happens, forgetting nothing."
        if hard
        else "If you find it hard to breathe, call for help at once."
    )
    cards = [f'ask: What helps {n}?\nanswer: Rest {n}\nexplain: "{sentence}"' for n in range(30)]

    assert codes(*cards, head=PATIENTS) == expected
    assert codes(*cards, head=PATIENTS, toml="[check]\ngrade = 20") == []


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("drug", 1),
        ("relapse", 2),
        ("table", 2),
        ("tables", 2),
        ("doses", 2),
        ("medicines", 3),
        ("injection", 3),
        ("need", 1),
        ("needed", 2),
        ("stopped", 1),
        ("eye", 1),
    ],
)
def test_syllables_are_counted_as_people_speak(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_of_a_text_that_was_worked_out_by_hand() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert reading(["The cat sat on the mat."]).grade == pytest.approx(-1.45)
    # 12 words, 2 sentences, 16 syllables: 0.39 * 6 + 11.8 * 16/12 - 15.59
    assert reading(
        ["The patient had a fever today. The doctor gave him a pill."]
    ).grade == pytest.approx(0.39 * 6 + 11.8 * 16 / 12 - 15.59)


def test_easy_terms_count_as_one_short_word() -> None:
    assert sentences("Multiple sclerosis is **slow**.", ("multiple sclerosis",)) == [
        ["drug", "is", "slow"]
    ]
