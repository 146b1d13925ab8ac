"""LM2: fields that make no question, but calculations. Each test shows the message, the place,
and which cards stay in study.
"""

from __future__ import annotations

import pytest

from learnms.kinds.cloze import GAP
from tests.factories.deck_files import GOOD, HEAD, Folder, only, outcome
from tests.factories.deck_files import question as card

ANY_KIND = (
    "add `answer`, `cloze`, `type`, `right`, `true-false`, `calc`, `order`, `match`, `rows`,"
    " `groups`, `blanks`, `highlight`, `bowtie` or `teach-back`"
)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["answer: y"], "1:3 error LM201 `ask` is missing in card one-card (add `ask:`)"),
        (["type: CD20"], "1:3 error LM201 `ask` is missing in card one-card (add `ask:`)"),
        (["true-false: yes"], "1:3 error LM201 `ask` is missing in card one-card (add `ask:`)"),
        (
            ["ask: x", "right: a"],
            "1:3 error LM201 `wrong` is missing in card one-card (add `wrong:`)",
        ),
        (
            ["ask: x", "wrong: [a, b]"],
            "1:3 error LM201 `right` is missing in card one-card (add `right:`)",
        ),
        (
            ["ask: x", "given: {a: [1]}"],
            "1:3 error LM201 `calc` is missing in card one-card (add `calc:`)",
        ),
        (
            ["ask: x"],
            f"1:3 error LM201 card one-card has no answer, so it is not a question ({ANY_KIND})",
        ),
        (
            ["ask: x", "reverse: yes"],
            (
                "3:3 error LM201 `reverse` belongs to flashcard, but its other fields are"
                " missing in card one-card (add `answer`, or remove `reverse`)"
            ),
        ),
    ],
)
def test_lm201_a_missing_field_is_told_at_the_first_line_of_the_card(
    folder: Folder, lines: list[str], problem: str
) -> None:
    assert folder.cards(card(*lines)) == only(problem)


def test_lm201_an_option_without_text(folder: Folder) -> None:
    assert folder.cards(card("ask: x", "right: a", "wrong:", "  - {why: b}")) == only(
        "5:7 error LM201 an option of `wrong` has no `text` (add `text:` with the option)"
    )


def test_lm201_at_the_head_of_the_deck(folder: Folder) -> None:
    said = outcome(folder.deck("id: my-deck\nsources: {a: {publisher: P}}\n"))

    assert said.problems == [
        "1:1 error LM201 the deck has no title (start with `deck: Its title`)",
        (
            "1:1 error LM201 the deck has neither `cards` nor `cases` (write `cards:`, and below"
            " it the first card, which starts with `- id:`)"
        ),
        "2:11 error LM201 the source `a` has no `title` (add `title:`)",
    ]


@pytest.mark.parametrize("written", ["cards: []", "cases: []", "cards: []\ncases: []"])
def test_a_deck_that_is_just_begun_may_have_no_cards(folder: Folder, written: str) -> None:
    assert outcome(folder.deck(f"deck: D\nid: my-deck\n{written}\n")).problems == []


@pytest.mark.parametrize(
    ("written", "place", "name"),
    [
        ("cards:", "3:1", "cards"),
        ("cards: # to do", "3:1", "cards"),
        ("cases:", "3:1", "cases"),
        ("cards:\ncases:", "3:1", "cards"),
        ("cards: []\ncases:", "4:1", "cases"),
    ],
)
def test_lm202_a_deck_of_nothing_says_so(
    folder: Folder, written: str, place: str, name: str
) -> None:
    fix = (
        "write the first one below it, which starts with `- id:`; until there is one, write"
        f" `{name}: []`"
    )

    assert outcome(folder.deck(f"deck: D\nid: my-deck\n{written}\n")).problems == [
        f"{place} error LM202 `{name}` is empty ({fix})"
    ]


def test_a_field_without_a_value_may_stand_beside_the_content_of_a_deck(folder: Folder) -> None:
    assert outcome(folder.deck(HEAD + GOOD + "cases:\n")).problems == []


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["ask: x", "answer:"], "3:3 error LM202 `answer` is empty (write a value, or remove it)"),
        (["ask: ' '", "answer: y"], "2:3 error LM202 `ask` is empty (write a value, or remove it)"),
        (
            ["ask: x", "right: a", "wrong: []"],
            "4:3 error LM202 `wrong` is an empty list (write a value, or remove it)",
        ),
        (
            ["ask: x", "right: a", "wrong: ['']"],
            ("4:11 error LM202 an option of `wrong` is empty (write a value, or remove it)"),
        ),
        (
            ["ask: x", "type: []"],
            "3:3 error LM202 `type` is an empty list (write a value, or remove it)",
        ),
        (
            ["ask: x", "answer: y", "hint:"],
            "4:3 error LM202 `hint` is empty (write a value, or remove it)",
        ),
        (
            ["ask: x", "answer: y", "exhibit:", "  Notes:"],
            "5:5 error LM202 `Notes` is empty (write a value, or remove it)",
        ),
        (
            ["ask: x", "answer: y", "exhibit:"],
            "4:3 error LM202 `exhibit` is empty (write a value, or remove it)",
        ),
        (
            ["ask: x", "right: a", "wrong: [b]", "last: ''"],
            "5:3 error LM202 `last` is empty (write a value, or remove it)",
        ),
        (["cloze: ''"], "2:3 error LM202 `cloze` is empty (write a value, or remove it)"),
        (
            ["ask: x", "answer: y", "tags: []"],
            "4:3 error LM202 `tags` is an empty list (write a value, or remove it)",
        ),
    ],
)
def test_lm202_an_empty_field(folder: Folder, lines: list[str], problem: str) -> None:
    assert folder.cards(card(*lines)) == only(problem)


def test_lm203_a_cloze_without_a_blank(folder: Folder) -> None:
    said = folder.cards(card("cloze: Maintenance is 600 mg."))

    assert said == only("2:10 error LM203 `cloze` has no blank (put the text to hide in {{c1::…}})")


def test_lm203_a_cloze_with_single_braces(folder: Folder) -> None:
    said = folder.cards("- id: one-card\n  cloze: Give {600 mg} now.\n  source: book\n")

    assert said == only("2:10 error LM203 `cloze` has no blank (write `{{c1::600 mg}}`)")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("give {{c1::600 mg", "2:15 error LM204 a blank is not closed: `}}` is missing"),
        ("give 600 mg}} now", "2:21 error LM204 `}}` closes a blank that was never opened"),
        (
            "give {{c1::600 {{c2::mg}} }}",
            "2:25 error LM204 a blank opens before the previous one is closed",
        ),
        ("give {{c1::}} now", "2:15 error LM204 a blank is empty"),
        ("'give {{c1::}} now'", "2:16 error LM204 a blank is empty"),
    ],
)
def test_lm204_a_blank_that_is_open_empty_or_nested(
    folder: Folder, text: str, problem: str
) -> None:
    assert folder.cards(card(f"cloze: {text}")) == only(
        f"{problem} (write a blank as {{{{c1::hidden text}}}})"
    )


def test_braces_behind_a_backslash_are_shown_and_make_no_blank(folder: Folder) -> None:
    read = folder.card(card(r"cloze: Write \{{x}} for {{c1::a blank}}."))

    assert read.parts == ("c1",)
    assert read.forms[0].compiled.asks[0][1].prompt == f"Write {{{{x}}}} for {GAP}."


def test_lm205_several_right_options_without_select(folder: Folder) -> None:
    said = folder.cards(card("ask: x", "right: [a, b]", "wrong: [c]"))

    assert said == only(
        "3:14 error LM205 2 options are right, but `select` is missing (write `select: all`, or"
        " keep one under `right`)"
    )


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            ["ask: x", "select: 3", "right: [a, b]", "wrong: [c]"],
            (
                "3:11 error LM206 `select: 3` needs exactly 3 under `right`, not 2 (write"
                " `select: 2`, or add or remove right options)"
            ),
        ),
        (
            ["ask: x", "select: 2", "right: a", "wrong: [c]"],
            (
                "3:11 error LM206 `select: 2` needs exactly 2 under `right`, not 1 (write `select:"
                " 1`, or add or remove right options)"
            ),
        ),
        (
            ["ask: x", "select: all", "right: [a]"],
            "4:3 error LM206 there is only one option, so there is nothing to choose (add options"
            " under `wrong`)",
        ),
    ],
)
def test_lm206_the_number_of_options_does_not_fit(
    folder: Folder, lines: list[str], problem: str
) -> None:
    assert folder.cards(card(*lines)) == only(problem)


@pytest.mark.parametrize(
    ("word", "fix"),
    [
        *((word, "write `select: all`, or `select: 2`") for word in ("some", "0", "-1", "1.5")),
        ("2,0", "write `select: 2`"),
        ("two", "write `select: 2`"),
        ("all of them", "write `select: all`"),
    ],
)
def test_lm103_a_select_that_is_neither_all_nor_a_number(
    folder: Folder, word: str, fix: str
) -> None:
    said = folder.cards(card("ask: x", f"select: {word}", "right: [a, b]", "wrong: [c]"))

    assert said == only(
        f"3:11 error LM103 `select` should be `all` or a whole number, 1 or more, not `{word}`"
        f" ({fix})"
    )


def test_lm207_two_options_alike_but_for_case_and_spaces(folder: Folder) -> None:
    said = folder.cards(
        card(
            "ask: x", "right: a", "wrong:", "  - 600 mg", "  - 300 mg", "  - {text: 600MG, why: w}"
        )
    )

    assert said == only(
        "7:14 error LM207 `600MG` appears twice: the first is on line 11 (case and spaces do not"
        " count) (change or remove one)"
    )


def test_lm207_two_accepted_texts_alike(folder: Folder) -> None:
    said = folder.cards(card("ask: x", "type: [CD20, cd 20]"))

    assert said == only(
        "3:16 error LM207 `cd 20` is accepted twice (case and spaces do not count) (remove one)"
    )


def test_lm208_an_option_that_is_right_and_wrong(folder: Folder) -> None:
    said = folder.cards(card("ask: x", "right: CD20", "wrong: [CD3, Cd20]"))

    assert said == only(
        "4:16 error LM208 `Cd20` is both right and wrong: it is also on line 9 (keep it in only"
        " one of the lists)"
    )


def test_lm209_last_names_no_option(folder: Folder) -> None:
    said = folder.cards(card("ask: x", "right: a", "wrong: [b]", "last: None of these"))

    assert said == only(
        "5:9 error LM209 `last` names `None of these`, which is not one of the options (write the"
        " text of one of the options)"
    )


def test_lm209_last_in_a_form_without_options(folder: Folder) -> None:
    said = folder.cards(card("ask: x", "answer: y", "also:", "  - {ask: q, answer: a, last: a}"))

    assert said == only(
        "5:27 error LM209 `last` names an option, but this kind of question has none (remove"
        " `last`)"
    )


@pytest.mark.parametrize(
    ("also", "problem"),
    [
        (
            "{ask: q, answer: a}",
            (
                "4:7 error LM213 this form does not say which part of the card it asks (add `part:"
                " c1` or `part: c2`)"
            ),
        ),
        (
            "{ask: q, answer: a, part: c3}",
            "4:33 error LM213 the card has no part `c3` (write `part: c1` or `part: c2`)",
        ),
        (
            "{cloze: 'a {{c1::b}} {{c2::d}}', part: c1}",
            (
                "4:15 error LM213 a cloze under `also` can have only one blank (write one blank"
                " per form, and name the part it asks with `part:`)"
            ),
        ),
        (
            "{ask: q, answer: a, reverse: yes, part: c1}",
            (
                "4:27 error LM213 a form under `also` asks one part and cannot be reversed (put"
                " `reverse: yes` on the card itself)"
            ),
        ),
    ],
)
def test_lm213_a_part_that_is_not_there(folder: Folder, also: str, problem: str) -> None:
    assert folder.cards(card("cloze: 'a {{c1::b}} {{c2::d}}'", "also:", f"  - {also}")) == only(
        problem
    )


def test_lm213_a_whole_card_is_asked_without_a_part(folder: Folder) -> None:
    said = folder.cards(
        card("ask: x", "answer: y", "reverse: yes", "also:", "  - {ask: q, answer: a, part: c1}")
    )

    assert said == only(
        "6:33 error LM213 the card has no part `c1` (write `part: rev`, or remove `part` to ask"
        " about the whole card)"
    )


def test_lm215_a_topic_that_is_not_declared(folder: Folder) -> None:
    near, far = (
        folder.cards(card("ask: x", "answer: y", "topic: basic")),
        folder.cards(card("ask: x", "answer: y", "topic: zzz")),
    )

    assert near == only(
        "4:10 error LM215 the topic `basic` is not declared in the deck's `topics` (did you mean"
        " `basics`?)"
    )
    assert far == only(
        "4:10 error LM215 the topic `zzz` is not declared in the deck's `topics` (write one of"
        " `basics`, `doses`, or add `zzz: Its title` below `topics:`)"
    )


def test_lm216_an_ignore_that_cannot_work(folder: Folder) -> None:
    said = folder.cards(
        card(
            "ask: x",
            "answer: y",
            "ignore:",
            "  LM401: it is late",
            "  LM3: all of them",
            "  LM304: the label's own words",
        )
    )

    assert said.problems == [
        "5:5 error LM216 `LM401` cannot be ignored (only findings of LM3, LM5, LM6, LM7, LM9 can)",
        (
            "6:5 error LM216 `LM3` is not a rule that can be ignored (only findings of LM3, LM5,"
            " LM6, LM7, LM9 can)"
        ),
    ]
    assert said.studied == ["good-one"]


def test_a_case_says_what_it_lacks(folder: Folder) -> None:
    case = (
        "cases:\n- id: case-one\n  story: S\n  parts: [{id: part-one, ask: q, source: book}]\n-"
        " just text\n"
    )

    said = outcome(folder.deck(HEAD + GOOD + case))

    assert said.problems == [
        "12:3 error LM201 `title` is missing in case case-one (add `title:`)",
        f"14:11 error LM201 part part-one has no answer, so it is not a question ({ANY_KIND})",
        (
            "15:3 error LM102 a case should be a set of fields that starts with `- id:` (write"
            " `- id: …`, and its other fields below `id`)"
        ),
    ]


def test_what_yaml_cannot_read_keeps_its_card_from_study_and_no_other(folder: Folder) -> None:
    said = folder.cards(
        card("ask: x", "answer: y", "answer: z")
        + card("ask: Stop", 'answer: "a\\x1bb"').replace("one-card", "two-card")
    )

    assert [problem.split()[2] for problem in said.problems] == ["LM019", "LM006"]
    assert said.studied == ["two-card", "good-one"]
