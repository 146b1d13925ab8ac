"""LM3: each rule finds its flaw, and leaves alone what only looks like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.decks.rules.conftest import Advised, single

Codes = Callable[..., list[str]]
OPTIONS = ("A steroid", "An antibiotic", "A live vaccine")


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("Which finding is not expected?", ["LM301"]),
        ("Which finding isn't expected?", ["LM301"]),
        ("Which of these drugs should the nurse not give?", ["LM301"]),
        ("All of these are given first except:", ["LM301"]),
        ("Which drug is least likely to be given?", ["LM301"]),
        ("Which statement about the drug is false?", ["LM301"]),
        ("Which finding is **not** expected?", []),
        ("Which finding is NOT expected?", []),
        ("All of these are given first EXCEPT:", []),
        ("The patient has not slept. What does the nurse do?", []),
        ("What does the nurse do if the pump is not running?", []),
        ("How long is the patient watched at least?", []),
        ("What is wrong with this order?", []),
    ],
)
def test_a_negative_word_stands_out(codes: Codes, ask: str, expected: list[str]) -> None:
    assert codes(single(*OPTIONS, ask=ask)) == expected


def test_a_negative_question_has_no_negative_option(codes: Codes) -> None:
    ask = "Which advice is NOT right for the patient?"

    assert codes(single("Do not eat", "Drink", "Sleep", ask=ask)) == ["LM302"]
    assert codes(single("Eat", "Drink", "Sleep", ask=ask)) == []


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("Which of the following is true?", ["LM311"]),
        ("Which statement is correct?", ["LM311"]),
        ("Drugs before infusions", ["LM311"]),
        ("Drugs are given before each infusion by", []),  # seven words
        ("Name the first drug.", []),
        ("A man has a fever. Which statement is correct?", []),
        ("Before infusions the nurse gives ____.", []),
    ],
)
def test_a_question_asks_something(codes: Codes, ask: str, expected: list[str]) -> None:
    assert codes(single(*OPTIONS, ask=ask)) == expected


def test_the_fewest_words_of_a_stem_can_be_set(codes: Codes) -> None:
    card = single(*OPTIONS, ask="Drugs before infusions")

    assert codes(card, toml="[check]\nfewest-stem-words = 3") == []
    assert codes(card, toml="[check]\nfewest-stem-words = 4") == ["LM311"]


def test_a_blank_stands_near_the_end(codes: Codes) -> None:
    assert codes(single(*OPTIONS, ask="____ is given half an hour before each infusion.")) == [
        "LM312"
    ]
    assert (
        codes(single(*OPTIONS, ask="Half an hour before each infusion the nurse gives ____.")) == []
    )


def test_an_article_fits_all_options_or_none(codes: Codes) -> None:
    ask = "Before the infusion the nurse first gives an"

    assert codes(single("antihistamine", "opioid", "steroid", ask=ask)) == ["LM313"]
    assert codes(single("antihistamine", "opioid", "enzyme", ask=ask)) == []
    assert codes(single("hour", "opioid", "enzyme", ask=ask)) == []


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ("Option B is wrong.", ["LM315"]),
        ("The first option is right.", ["LM315"]),
        ("Answer 2 comes later.", ["LM315"]),
        ("B is wrong because steroids come first.", ["LM315"]),
        ("Steroids come first. C is incorrect.", ["LM315"]),
        ("Steroids come first, so A and C are correct.", ["LM315"]),
        ("Steroids come first; (D) is right.", ["LM315"]),
        ("Hepatitis B is another matter.", []),
        ("To give vitamin A is wrong.", []),
        ("Hepatitis A and B are wrong here.", []),
        ("B is a vitamin.", []),
        ("A is the first letter, and the wrong dose is given.", []),
        ("The other options come later.", []),
    ],
)
def test_a_rationale_names_no_place(codes: Codes, why: str, expected: list[str]) -> None:
    assert codes(f"{single(*OPTIONS)}\nexplain: {why}") == expected


def test_a_term_of_the_question_is_no_place(codes: Codes) -> None:
    card = single(*OPTIONS, ask="What is given before option 1, the longer plan?")

    assert codes(f"{card}\nexplain: Option 1 takes longer.") == []
    glossary = "glossary: {option 2: The shorter plan.}\n"
    assert codes(f"{single(*OPTIONS)}\nexplain: Option 2 is short.", head=glossary) == []


def test_options_without_a_rationale_are_one_finding(advised: Advised) -> None:
    explained = "ask: What comes first?\nright: Now\nwrong: [{text: Later, why: It is late.}]"
    found = [
        finding
        for finding in advised(
            single(*OPTIONS), explained, single(*OPTIONS, ask="And then, what?"), every=True
        )
        if finding.code == "LM316"
    ]

    assert [(finding.line, finding.severity) for finding in found] == [(8, "info")]
    assert found[0].message == "wrong options of 2 questions have no `why`; also line 18"


@pytest.mark.parametrize(("true", "false", "expected"), [(6, 2, ["LM317"]), (5, 3, []), (5, 2, [])])
def test_true_and_false_are_balanced(
    codes: Codes, true: int, false: int, expected: list[str]
) -> None:
    cards = [f"ask: Statement {n} holds.\ntrue-false: yes" for n in range(true)]
    cards += [f"ask: Statement {n} holds here.\ntrue-false: no" for n in range(true, true + false)]

    assert codes(*cards) == expected
    assert codes(*cards, toml="[check]\ntrue-false-share = 0.8") == []


def test_a_card_and_a_folder_can_ignore_a_rule(codes: Codes, advised: Advised) -> None:
    card = single(*OPTIONS, ask="Which finding is not expected?")

    (finding,) = advised(card)
    assert "if this is intended: `ignore: {LM301: the reason}`" in (finding.fix or "")
    assert codes(f"{card}\nignore: {{LM301: the label's own words}}") == []
    assert codes(card, toml='[check.ignore]\nLM301 = "old exam"') == []


def test_a_question_with_an_error_gets_no_advice(folder_codes: Callable[[str], list[str]]) -> None:
    assert folder_codes("ask: Which is not right?\nright: One\nwrong: [one]\n") == ["LM208"]


@pytest.fixture
def folder_codes(folder: object) -> Callable[[str], list[str]]:
    from tests.decks.rules.conftest import HEAD
    from tests.decks.rules.conftest import card as written
    from tests.factories.deck_files import Folder

    assert isinstance(folder, Folder)

    def found(lines: str) -> list[str]:
        folder.write("deck.yaml", HEAD.format(head="") + written(lines))
        return [finding.code for finding in folder.advised("deck.yaml").findings]

    return found


def test_forms_and_parts_of_cases_are_looked_at(codes: Codes) -> None:
    own = "ask: What is given?\nanswer: A steroid\nalso:\n"
    also = f"{own}  - ask: Which one is not given?\n    right: A\n    wrong: [B, C]"

    assert codes(also) == ["LM301"]
