"""LM1: what a field may be. Each test shows the message, the place, and which cards stay in
study.
"""

from __future__ import annotations

import pytest

from tests.factories.deck_files import GOOD, HEAD, Folder, Outcome, outcome

CARD = "- id: one-card\n  ask: What is it?\n  answer: A protein\n  source: book §1\n"


def only(problem: str) -> Outcome:
    """The one problem keeps its card from study, and no other card."""
    return Outcome([problem], ["good-one"], [])


@pytest.mark.parametrize(
    ("text", "what"),
    [("- a list\n- of things\n", "a list"), ("just text\n", "text"), ("[flow, list]\n", "a list")],
)
def test_lm101_a_file_that_is_no_set_of_fields(folder: Folder, text: str, what: str) -> None:
    said = outcome(folder.deck(text))

    assert said == Outcome(
        [
            f"1:1 error LM101 this file contains {what}, not the fields of a deck (start with"
            " `deck: Its title`, then `cards:` and the cards below it)"
        ],
        [],
        [],
    )


def test_lm101_a_sources_file_that_is_a_list(folder: Folder) -> None:
    folder.write("sources.yaml", "- uspi\n")

    said = outcome(folder.check("sources.yaml"))

    assert said.problems == [
        "1:1 error LM101 this file contains a list, not sources (start with a source key such as"
        " `uspi:`, with its `title:` below it)"
    ]


def test_lm101_a_deck_named_as_a_file_of_sources(folder: Folder) -> None:
    folder.write("sources.yaml", HEAD + GOOD)

    said = outcome(folder.check("sources.yaml"))

    assert said.problems == [
        "1:7 error LM101 `sources.yaml` is the file of shared sources, but this one contains a deck"
        " (give the file another name, such as `my-deck.yaml`)"
    ]


def test_lm102_cards_that_are_no_list(folder: Folder) -> None:
    said = outcome(folder.deck("deck: D\nid: my-deck\ncards: {ask: x}\n"))

    assert said.problems == [
        "3:8 error LM102 `cards` should be a list, not a set of fields (write it like `- id:"
        " my-card`)"
    ]


def test_lm102_a_card_that_is_no_set_of_fields(folder: Folder) -> None:
    said = folder.cards("- just text\n- [a, list]\n" + CARD)

    assert said.problems == [
        (
            "1:3 error LM102 a card should be a set of fields that starts with `- id:` (write `-"
            " id: …`, and its other fields below `id`)"
        ),
        (
            "2:3 error LM102 a card should be a set of fields that starts with `- id:` (write `-"
            " id: …`, and its other fields below `id`)"
        ),
    ]
    assert said.studied == ["one-card", "good-one"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "level: [recall]",
            (
                "5:10 error LM102 `level` should be text, not a list (write a single text, in"
                " quotes if it contains brackets or a colon; multi-line text starts with `level:"
                " |`)"
            ),
        ),
        (
            "tags: {a: b}",
            (
                "5:9 error LM102 `tags` should be text, not a set of fields (write a single"
                " text, in quotes if it contains brackets or a colon)"
            ),
        ),
        (
            "tags: [{a: b}]",
            (
                "5:10 error LM102 an entry of `tags` should be text, not a set of fields (write"
                " a single text, in quotes if it contains brackets or a colon)"
            ),
        ),
        (
            "exhibit: The notes",
            (
                "5:12 error LM102 `exhibit` should be a set of fields, not text (write it like"
                " `exhibit: {Vitals: BP 118/74}`)"
            ),
        ),
        (
            "ignore: [LM304]",
            (
                "5:11 error LM102 `ignore` should be a set of fields, not a list (write it like"
                " `ignore: {LM503: the reason}`)"
            ),
        ),
        (
            "also: What else?",
            "5:9 error LM102 `also` should be a list, not text (write it like `- ask: …`)",
        ),
        (
            "also: [text]",
            (
                "5:10 error LM102 a form under `also` should be a set of fields such as `ask:` and"
                " `answer:` (write `- ask: …`, and `answer: …` below it)"
            ),
        ),
        (
            "checked: [2026-11-22]",
            (
                "5:12 error LM102 `checked` should be text, not a list (write a single text, in"
                " quotes if it contains brackets or a colon; multi-line text starts with"
                " `checked: |`)"
            ),
        ),
    ],
)
def test_lm102_a_field_of_the_wrong_type(folder: Folder, line: str, problem: str) -> None:
    assert folder.cards(f"{CARD}  {line}\n") == only(problem)


def test_lm102_a_list_below_a_field_that_takes_one_text(folder: Folder) -> None:
    said = folder.cards("- id: one-card\n  ask: x\n  answer:\n    - a\n    - b\n  source: book\n")

    assert said == only(
        "4:5 error LM102 `answer` should be text, not a list (write a single text, in quotes if"
        " it contains brackets or a colon; multi-line text starts with `answer: |`)"
    )


def test_a_bracket_at_the_beginning_of_a_text_is_named_as_the_accident_it_is(
    folder: Folder,
) -> None:
    said = folder.cards(
        "- id: one-card\n  ask: [C7]\n  right: a\n  wrong:\n    - {b}\n    - Yes: because\n "
        " source: book\n"
    )

    assert [problem.split(" ", 3)[:3] for problem in said.problems] == [
        ["2:8", "error", "LM011"],
        ["5:8", "error", "LM016"],
        ["6:10", "error", "LM010"],
    ]
    assert said.studied == ["good-one"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "checked: last week",
            (
                "5:12 error LM103 `checked` should be a date such as 2026-01-15, not `last week`"
                " (write the year, month and day, such as `2026-01-15`)"
            ),
        ),
        (
            "checked: 2026-11",
            (
                "5:12 error LM103 `checked` should be a date such as 2026-01-15, not `2026-11`"
                " (write the year, month and day, such as `2026-01-15`)"
            ),
        ),
        (
            "checked: 2026-02-30",
            (
                "5:12 error LM103 `checked` should be a date such as 2026-01-15, not"
                " `2026-02-30` (this date does not exist; check the year, month and day)"
            ),
        ),
        (
            "revision: two",
            "5:13 error LM103 `revision` should be a whole number, 1 or more, not `two` (write"
            " `2`)",
        ),
        (
            "revision: -1",
            (
                "5:13 error LM103 `revision` should be a whole number, 1 or more, not `-1`"
                " (write a number in this range, such as `2`)"
            ),
        ),
        (
            "revision: 0",
            (
                "5:13 error LM103 `revision` should be a whole number, 1 or more, not `0` (write"
                " a number in this range, such as `2`)"
            ),
        ),
        (
            "reverse: maybe",
            "5:12 error LM103 `reverse` should be yes or no, not `maybe` (write `yes` or `no`)",
        ),
        (
            "level: recal",
            (
                "5:10 error LM103 `level` should be one of recall, understand, apply, analyze, not"
                " `recal` (did you mean `recall`?)"
            ),
        ),
        (
            "level: Remember",
            (
                "5:10 error LM103 `level` should be one of recall, understand, apply, analyze, not"
                " `Remember` (did you mean `recall`?)"
            ),
        ),
        (
            "checked: August 2025",
            (
                "5:12 error LM103 `checked` should be a date such as 2026-01-15, not `August 2025`"
                " (write the year, month and day, such as `2026-01-15`)"
            ),
        ),
        (
            "level: analize",
            (
                "5:10 error LM103 `level` should be one of recall, understand, apply, analyze, not"
                " `analize` (did you mean `analyze`?)"
            ),
        ),
        (
            "audience: [nurse, pupil]",
            (
                "5:21 error LM103 `audience` should be one of nurse, patient, instructor, not"
                " `pupil` (write one of these words)"
            ),
        ),
    ],
)
def test_lm103_a_value_that_cannot_be_converted(folder: Folder, line: str, problem: str) -> None:
    assert folder.cards(f"{CARD}  {line}\n") == only(problem)


@pytest.mark.parametrize(
    ("word", "truth"),
    [
        ("yes", True),
        ("YES", True),
        ("on", True),
        ("True", True),
        ("no", False),
        ("Off", False),
        ("false", False),
    ],
)
def test_yes_and_no_are_read_in_any_case(folder: Folder, word: str, truth: bool) -> None:
    card = folder.card(
        f"- id: one-card\n  ask: x\n  answer: y\n  reverse: {word}\n  source: book\n"
    )

    assert ("rev" in card.parts) is truth


@pytest.mark.parametrize("spelling", ["analyse", "analyze"])
def test_a_level_has_two_spellings(folder: Folder, spelling: str) -> None:
    card = folder.card(
        f"- id: one-card\n  ask: x\n  answer: y\n  level: {spelling}\n  source: book\n"
    )

    assert card.forms[0].notes.level == "analyse"


def test_lm103_in_the_sources_and_topics(folder: Folder) -> None:
    text = (
        "deck: D\nid: my-deck\nsources:\n  a: {title: A, url: www.a.org, revised: soon}\ntopics:"
        " {t: {title: T, weight: much}}\ncards: []\n"
    )

    assert outcome(folder.deck(text)).problems == [
        (
            "4:22 error LM103 `url` should start with https:// or http:// (copy the whole"
            " address from the browser)"
        ),
        (
            "4:42 error LM103 `revised` should be a date such as 2026, 2026-01 or 2026-01-15,"
            " not `soon` (write the year, month and day, such as `2026-01-15`)"
        ),
        (
            "5:32 error LM103 `weight` should be a number from 0 to 100, not `much` (write a"
            " number, such as `2`)"
        ),
    ]


@pytest.mark.parametrize(
    ("weight", "fits"),
    [("-1", False), ("-0.5", False), ("0", True), ("100", True), ("100.5", False)],
)
def test_lm103_a_topic_weighs_from_nothing_to_all(folder: Folder, weight: str, fits: bool) -> None:
    problems = outcome(
        folder.deck(
            f"deck: D\nid: my-deck\ntopics: {{t: {{title: T, weight: {weight}}}}}\ncards: []\n"
        )
    ).problems

    assert problems == (
        []
        if fits
        else [
            f"3:32 error LM103 `weight` should be a number from 0 to 100, not `{weight}` (write a"
            " number in this range, such as `2`)"
        ]
    )


@pytest.mark.parametrize(
    ("card", "problem"),
    [
        (
            "- id: one-card\n  ask: x\n  anser: CD20\n",
            "3:3 error LM104 unknown field `anser` in card one-card (did you mean `answer`?)",
        ),
        (
            "- id: one-card\n  aks: x\n  answer: y\n",
            "2:3 error LM104 unknown field `aks` in card one-card (did you mean `ask`?)",
        ),
        (
            "- id: one-card\n  question: x\n  answer: y\n",
            "2:3 error LM104 unknown field `question` in card one-card (did you mean `ask`?)",
        ),
        (
            "- id: one-card\n  ask: x\n  right: y\n  wong: [z]\n",
            "4:3 error LM104 unknown field `wong` in card one-card (did you mean `wrong`?)",
        ),
        (
            "- ID: one-card\n  ask: x\n  answer: y\n",
            "1:3 error LM104 unknown field `ID` in the card on line 7 (did you mean `id`?)",
        ),
    ],
)
def test_lm104_a_mistyped_field_is_not_also_a_missing_one(
    folder: Folder, card: str, problem: str
) -> None:
    assert folder.cards(f"{card}  source: book\n") == only(problem)


def test_lm104_a_mistyped_source_is_not_also_a_missing_one(folder: Folder) -> None:
    said = folder.cards("- id: one-card\n  ask: x\n  answer: y\n  sorce: book\n")

    assert said == only(
        "4:3 error LM104 unknown field `sorce` in card one-card (did you mean `source`?)"
    )


def test_lm104_a_field_that_is_like_none(folder: Folder) -> None:
    said = folder.cards(f"{CARD}  zzzz: x\n")

    assert said == only(
        "5:3 error LM104 unknown field `zzzz` in card one-card (remove it; `learnms new"
        " my-deck.yaml` shows the available fields)"
    )


def test_lm104_a_mistyped_text_of_an_option_is_not_also_missing(folder: Folder) -> None:
    said = folder.cards(
        "- id: one-card\n  ask: x\n  right: a\n  wrong: [{txet: b, why: c}]\n  source: book\n"
    )

    assert said == only(
        "4:12 error LM104 unknown field `txet` in card one-card (did you mean `text`?)"
    )


def test_lm104_at_the_head_of_the_deck(folder: Folder) -> None:
    text = (
        "dekc: D\nId: my-deck\ntopics: {t: {titel: T}}\nsources: {a: {title: A, yaer: 2020}}\ncard:"
        " []\n"
    )

    assert outcome(folder.deck(text)).problems == [
        "1:1 error LM104 unknown field `dekc` in the deck (did you mean `deck`?)",
        "2:1 error LM104 unknown field `Id` in the deck (did you mean `id`?)",
        "3:14 error LM104 unknown field `titel` in topic t (did you mean `title`?)",
        (
            "4:25 error LM104 unknown field `yaer` in source a (remove it; `learnms new"
            " my-deck.yaml` shows the available fields)"
        ),
        "5:1 error LM104 unknown field `card` in the deck (did you mean `cards`?)",
    ]


def test_lm104_a_field_of_the_card_under_also(folder: Folder) -> None:
    said = folder.cards(f"{CARD}  also:\n    - ask: q\n      answer: a\n      topic: basics\n")

    assert said == only(
        "8:7 error LM104 `topic` under `also` belongs to the card as a whole (move it to the card's"
        " own fields)"
    )


@pytest.mark.parametrize(
    ("lines", "place", "names"),
    [
        (
            "ask: x\n  answer: y\n  right: a\n  wrong: [b]",
            "4:3",
            "`right` belongs to single, select-all or select-n, and the other fields to flashcard",
        ),
        (
            "ask: x\n  right: a\n  wrong: [b]\n  answer: y",
            "5:3",
            "`answer` belongs to flashcard, and the other fields to single, select-all or select-n",
        ),
        (
            "ask: x\n  cloze: a {{c1::b}}",
            "2:3",
            "`ask` belongs to flashcard, and the other fields to cloze",
        ),
        (
            "ask: x\n  answer: y\n  unit: mg",
            "4:3",
            "`unit` belongs to calculation, and the other fields to flashcard",
        ),
        (
            "ask: x\n  answer: y\n  order: [a, b]",
            "4:3",
            "`order` belongs to order, and the other fields to flashcard",
        ),
    ],
)
def test_lm105_two_kinds_at_once_name_both(
    folder: Folder, lines: str, place: str, names: str
) -> None:
    said = folder.cards(f"- id: one-card\n  {lines}\n  source: book\n")

    assert said == only(
        f"{place} error LM105 two kinds at once in card one-card: {names} (keep one here, and"
        " move the other under `also:`)"
    )


def test_all_problems_of_all_cards_are_told_at_once_in_the_order_of_the_file(
    folder: Folder,
) -> None:
    said = folder.cards(
        "- id: card-a\n  ask: x\n  anser: y\n  source: bok\n- id: card-b\n  ask: x\n  answer: y\n "
        " source: book\n- ask: z\n  source: book\n"
    )

    assert [problem.split()[:3] for problem in said.problems] == [
        ["3:3", "error", "LM104"],
        ["4:11", "error", "LM402"],
        ["9:3", "error", "LM201"],
        ["9:3", "error", "LM801"],
    ]
    assert said.studied == ["card-b", "good-one"]
