"""LM1 and LM2 of the kinds that are lists and pairs: order, match and teach-back. The message,
the place, and which cards stay in study.
"""

from __future__ import annotations

import pytest

from tests.factories.deck_files import Folder, Outcome, only, question

ALIKE = "(case and spaces do not count) (change or remove one)"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("order:", "3:3 error LM202 `order` is empty (write a value, or remove it)"),
        ("order: []", "3:3 error LM202 `order` is an empty list (write a value, or remove it)"),
        (
            "order: ['', a]",
            ("3:11 error LM202 an entry of `order` is empty (write a value, or remove it)"),
        ),
        (
            "order: first",
            (
                "3:10 error LM102 `order` should be a list, not text (write each entry on its own"
                " line below `order:`, with a dash and a space)"
            ),
        ),
        (
            "order: {first: second}",
            (
                "3:10 error LM102 `order` should be a list, not a set of fields (write each entry"
                " on its own line below `order:`, with a dash and a space)"
            ),
        ),
        (
            "order: [a, [b]]",
            (
                "3:14 error LM102 an entry of `order` should be text, not a list (write a single"
                " text, in quotes if it contains brackets or a colon)"
            ),
        ),
        (
            "order: [a, {b: c}]",
            (
                "3:14 error LM102 an entry of `order` should be text, not a set of fields (write"
                " a single text, in quotes if it contains brackets or a colon)"
            ),
        ),
        (
            "order: [a]",
            (
                "3:3 error LM206 there is only one step, so there is nothing to put in order (add"
                " steps)"
            ),
        ),
        (
            "order: [600 mg, b, 600MG]",
            f"3:22 error LM207 the step `600MG` appears twice: the first is on line 9 {ALIKE}",
        ),
    ],
)
def test_an_order_that_is_none(folder: Folder, line: str, problem: str) -> None:
    assert folder.cards(question("ask: x", line)) == only(problem)


def test_a_step_that_stands_three_times_is_told_twice(folder: Folder) -> None:
    said = folder.cards(question("ask: x", "order: [a, A, b, ' a ']"))

    assert said == only(
        f"3:14 error LM207 the step `A` appears twice: the first is on line 9 {ALIKE}",
        f"3:20 error LM207 the step `a` appears twice: the first is on line 9 {ALIKE}",
    )


def test_a_colon_in_a_step_is_named_as_the_accident_it_is(folder: Folder) -> None:
    said = folder.cards(question("ask: x", "order:", "  - Wait", "  - Stop: the drip"))

    assert [problem.split()[:3] for problem in said.problems] == [["5:11", "error", "LM010"]]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["match:"], "3:3 error LM202 `match` is empty (write a value, or remove it)"),
        (["match: {}"], "3:3 error LM202 `match` is empty (write a value, or remove it)"),
        (
            ["match:", "  Fever:", "  Rash: b"],
            "4:5 error LM202 `Fever` is empty (write a value, or remove it)",
        ),
        (
            ["match: {' ': a, c: b}"],
            "3:11 error LM202 a left side has no name (write a name before the colon)",
        ),
        (
            ["match: Fever"],
            (
                "3:10 error LM102 `match` should be a set of fields, not text (write it like"
                " `match: {Fever: Call, Rash: Wait}`)"
            ),
        ),
        (
            ["match: [Fever, Rash]"],
            (
                "3:10 error LM102 `match` should be a set of fields, not a list (write it like"
                " `match: {Fever: Call, Rash: Wait}`)"
            ),
        ),
        (
            ["match:", "  - Fever: a", "  - Rash: b"],
            (
                "4:5 error LM102 `match` should be a set of fields, not a list (write it like"
                " `match: {Fever: Call, Rash: Wait}`)"
            ),
        ),
        (
            ["match: {Fever: [a], Rash: b}"],
            (
                "3:18 error LM102 `Fever` should be text, not a list (write a single text, in"
                " quotes if it contains brackets or a colon; multi-line text starts with `Fever:"
                " |`)"
            ),
        ),
        (
            ["match: {Fever: a}"],
            "3:3 error LM206 there is only one pair, so there is nothing to match (add pairs)",
        ),
        (
            ["match: {Fever: a}", "extra: [b]"],
            "3:3 error LM206 there is only one pair, so there is nothing to match (add pairs)",
        ),
        (
            ["match: {Fever: a, FEVER: b}"],
            (
                "3:21 error LM207 the left side `FEVER` appears twice: the first is on line 9"
                f" {ALIKE}"
            ),
        ),
        (
            ["match: {Fever: a, Rash: A}"],
            f"3:27 error LM207 the right side `A` appears twice: the first is on line 9 {ALIKE}",
        ),
        (
            ["match: {Fever: a, Rash: b}", "extra: [c, B]"],
            f"4:14 error LM207 the right side `B` appears twice: the first is on line 9 {ALIKE}",
        ),
        (
            ["match: {Fever: a, Rash: b}", "extra: a"],
            f"4:10 error LM207 the right side `a` appears twice: the first is on line 9 {ALIKE}",
        ),
        (
            ["match: {Fever: a, Rash: b}", "extra: []"],
            "4:3 error LM202 `extra` is an empty list (write a value, or remove it)",
        ),
        (
            ["match: {Fever: a, Rash: b}", "extra:"],
            "4:3 error LM202 `extra` is empty (write a value, or remove it)",
        ),
        (
            ["match: {Fever: a, Rash: b}", "extra: {c: d}"],
            (
                "4:10 error LM102 `extra` should be text, not a set of fields (write a single"
                " text, in quotes if it contains brackets or a colon)"
            ),
        ),
        (
            ["match: {Fever: a, Rash: b}", "extra: [c, [d]]"],
            (
                "4:14 error LM102 an entry of `extra` should be text, not a list (write a single"
                " text, in quotes if it contains brackets or a colon)"
            ),
        ),
    ],
)
def test_a_match_that_is_none(folder: Folder, lines: list[str], problem: str) -> None:
    assert folder.cards(question("ask: x", *lines)) == only(problem)


def test_a_left_side_that_stands_twice_letter_by_letter_is_a_field_written_twice(
    folder: Folder,
) -> None:
    said = folder.cards(question("ask: x", "match:", "  Fever: a", "  Rash: b", "  Fever: c"))

    assert said == only(
        "6:5 error LM019 the field `Fever` appears twice; the first is on line 10 (keep one of"
        " them)"
    )


def test_decoys_without_pairs_are_no_question(folder: Folder) -> None:
    said = folder.cards(question("ask: x", "extra: [a]"))

    assert said == only(
        "3:3 error LM201 `extra` belongs to match, but its other fields are missing in card"
        " one-card (add `match`, or remove `extra`)"
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("teach-back:", "3:3 error LM202 `teach-back` is empty (write a value, or remove it)"),
        (
            "teach-back: []",
            ("3:3 error LM202 `teach-back` is an empty list (write a value, or remove it)"),
        ),
        (
            "teach-back: a point",
            (
                "3:15 error LM102 `teach-back` should be a list, not text (write each entry on its"
                " own line below `teach-back:`, with a dash and a space)"
            ),
        ),
        (
            "teach-back: [a, {b: c}]",
            (
                "3:19 error LM102 an entry of `teach-back` should be text, not a set of fields"
                " (write a single text, in quotes if it contains brackets or a colon)"
            ),
        ),
        (
            "teach-back: [a, A]",
            f"3:19 error LM207 the point `A` appears twice: the first is on line 9 {ALIKE}",
        ),
    ],
)
def test_a_teach_back_that_is_none(folder: Folder, line: str, problem: str) -> None:
    assert folder.cards(question("ask: x", line)) == only(problem)


@pytest.mark.parametrize("line", ["order: [a, b]", "match: {a: b, c: d}", "teach-back: [a]"])
def test_lm201_without_the_question(folder: Folder, line: str) -> None:
    assert folder.cards(question(line)) == only(
        "1:3 error LM201 `ask` is missing in card one-card (add `ask:`)"
    )


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (["order: [a, A]"], ["LM201", "LM207"]),
        (["match: {a: b, A: B}", "extra: [b]"], ["LM201", "LM207", "LM207", "LM207"]),
        (["teach-back: [a, A]"], ["LM201", "LM207"]),
    ],
)
def test_everything_wrong_is_told_at_once(
    folder: Folder, lines: list[str], codes: list[str]
) -> None:
    said = folder.cards(question(*lines))

    assert [problem.split()[2] for problem in said.problems] == codes
    assert said.studied == ["good-one"]


@pytest.mark.parametrize(
    "field",
    ["answer: y", "right: a", "columns: [a, b]", "extra: [z]", "score: rationale", "select: all"],
)
def test_lm105_a_second_kind(folder: Folder, field: str) -> None:
    said = folder.cards(question("ask: x", "order: [a, b]", field))

    assert [problem.split()[:3] for problem in said.problems] == [["4:3", "error", "LM105"]]


def test_lm105_names_both_kinds(folder: Folder) -> None:
    said = folder.cards(question("ask: x", "match: {a: b, c: d}", "columns: [a, b]"))

    rest = (
        "`columns` belongs to matrix-one or matrix-any, and the other fields to match (keep one"
        " here, and move the other under `also:`)"
    )
    assert said == only(f"4:3 error LM105 two kinds at once in card one-card: {rest}")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("oder: [a, b]", "order"),
        ("ordered: [a, b]", "order"),
        ("mach: {a: b, c: d}", "match"),
        ("matches: {a: b, c: d}", "match"),
        ("teachback: [a]", "teach-back"),
        ("teach_back: [a]", "teach-back"),
        ("Teach-Back: [a]", "teach-back"),
    ],
)
def test_a_mistyped_name_is_the_only_finding(folder: Folder, written: str, meant: str) -> None:
    name = written.partition(":")[0]

    said = folder.cards(question("ask: x", written))

    assert said == only(
        f"3:3 error LM104 unknown field `{name}` in card one-card (did you mean `{meant}`?)"
    )


def test_lists_of_any_length_and_one_point_are_fit(folder: Folder) -> None:
    steps = ", ".join(f"step {number}" for number in range(30))
    pairs = ", ".join(f"left {number}: right {number}" for number in range(30))

    said = folder.cards(
        f"- {{id: card-a, ask: x, order: [{steps}], source: book}}\n- {{id: card-b, ask: x, match:"
        f" {{{pairs}}}, source: book}}\n- {{id: card-c, ask: x, order: [a, b], source: book}}\n-"
        " {id: card-d, ask: x, teach-back: [a], source: book}\n"
    )

    assert said == Outcome([], ["card-a", "card-b", "card-c", "card-d", "good-one"], [])
