"""LM1 and LM2 of sentences with choices and of passages with spans, LM218 and LM219 among them."""

from __future__ import annotations

import pytest

from learnms.kinds.response import Pick
from tests.factories.deck_files import Folder, only, question

ONE = "choices: {1: {right: a, wrong: [b]}}"
TWO = "choices: {1: {right: a, wrong: [b]}, 2: {right: c, wrong: [d]}}"
FOUR = (
    "choices: {1: {right: a, wrong: [b]}, 2: {right: a, wrong: [b]}, 3: {right: a, wrong: [b]}, 4:"
    " {right: a, wrong: [b]}}"
)
BRACES = "(write a blank as {{1}}, and list its choices under `choices`)"
BRACKETS = "(write a right span as [[this]], a wrong one as [this], and a bracket as \\[)"


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        (
            ["blanks: a {{1}} b {{2}}", ONE],
            ["3:21 error LM218 the blank `2` has no choices (add `2:` under `choices`)"],
        ),
        (
            ["blanks: a {{ 2 }}, {{1}}", ONE],
            ["3:13 error LM218 the blank `2` has no choices (add `2:` under `choices`)"],
        ),
        (
            ["blanks: a {{1}}", TWO],
            [
                "4:40 error LM218 `2` is not a blank in the sentence (write {{2}} in the"
                " sentence, or remove it)"
            ],
        ),
        (
            ["blanks: a {{x}}", ONE],
            [
                "3:13 error LM218 the blank `x` has no choices (add `x:` under `choices`)",
                (
                    "4:13 error LM218 `1` is not a blank in the sentence (write {{1}} in the"
                    " sentence, or remove it)"
                ),
            ],
        ),
        (
            ["blanks: a {{1}} b {{1}}", ONE],
            ["3:21 error LM218 the blank `1` is used twice (give it its own number and choices)"],
        ),
        (
            ["blanks: |", "  First {{1}}", "  then {{3}}", TWO],
            [
                "5:10 error LM218 the blank `3` has no choices (add `3:` under `choices`)",
                (
                    "6:40 error LM218 `2` is not a blank in the sentence (write {{2}} in the"
                    " sentence, or remove it)"
                ),
            ],
        ),
        (
            ["blanks: a {{1}}", ONE, "score: rationale"],
            [
                "3:11 error LM218 a rationale has two or three blanks, not 1 (add or remove blanks,"
                " or leave out `score: rationale`)"
            ],
        ),
        (
            ["blanks: a {{1}} {{2}} {{3}} {{4}}", FOUR, "score: rationale"],
            [
                "3:11 error LM218 a rationale has two or three blanks, not 4 (add or remove blanks,"
                " or leave out `score: rationale`)"
            ],
        ),
    ],
)
def test_lm218_blanks_and_choices_that_do_not_fit(
    folder: Folder, lines: list[str], problems: list[str]
) -> None:
    assert folder.cards(question("ask: x", *lines)) == only(*problems)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            ["blanks: a {{1}} b {{2", ONE],
            f"3:21 error LM204 a blank is not closed: `}}}}` is missing {BRACES}",
        ),
        (
            ["blanks: a {{1}} b 2}}", ONE],
            f"3:22 error LM204 `}}}}` closes a blank that was never opened {BRACES}",
        ),
        (
            ["blanks: a {{1 {{2}} }}", ONE],
            f"3:17 error LM204 a blank opens before the previous one is closed {BRACES}",
        ),
        (["blanks: a {{}} b {{1}}", ONE], f"3:13 error LM204 a blank has no number {BRACES}"),
        (
            ["blanks: a {{1::b}}", ONE],
            (
                "3:13 error LM204 this blank is written as in a cloze, but a drop-down lists its"
                f" options under `choices` {BRACES}"
            ),
        ),
        (
            ["blanks: a {{c1::b}}", ONE],
            (
                "3:13 error LM204 this blank is written as in a cloze, but a drop-down lists its"
                f" options under `choices` {BRACES}"
            ),
        ),
        (
            [r"blanks: a \{{7}} b {{1}}", ONE],
            (
                "3:11 error LM204 a number in double braces is always a blank (use other"
                " characters to show it)"
            ),
        ),
    ],
)
def test_lm204_braces_that_make_no_blank(folder: Folder, lines: list[str], problem: str) -> None:
    assert folder.cards(question("ask: x", *lines)) == only(problem)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            ["blanks: a {{1}}"],
            "1:3 error LM201 `choices` is missing in card one-card (add `choices:`)",
        ),
        ([ONE], "1:3 error LM201 `blanks` is missing in card one-card (add `blanks:`)"),
        (["blanks:", ONE], "3:3 error LM202 `blanks` is empty (write a value, or remove it)"),
        (
            ["blanks: nothing", ONE],
            "3:11 error LM203 `blanks` has no blank (write {{1}} where the learner chooses)",
        ),
        (
            ["blanks: {{1}} is it", ONE],
            (
                "3:11 error LM011 the text starts with `{{`, which opens a set of fields here"
                ' (put it in quotes: "{{1}} is it")'
            ),
        ),
        (
            ["blanks: [1]", ONE],
            (
                "3:11 error LM011 the text starts with `[`, which opens a list here (put it in"
                ' quotes: "[1]")'
            ),
        ),
        (
            ["blanks: a {{1}}", "choices:"],
            "4:3 error LM202 `choices` is empty (write a value, or remove it)",
        ),
        (
            ["blanks: a {{1}}", "choices: {}"],
            "4:3 error LM202 `choices` is empty (write a value, or remove it)",
        ),
        (
            ["blanks: a {{1}}", "choices: [a, b]"],
            (
                "4:12 error LM102 `choices` should be a set of fields, not a list (write it like"
                " `choices: {1: {right: A, wrong: [B, C]}}`)"
            ),
        ),
        (
            ["blanks: a {{1}}", "choices: {1: [a, b]}"],
            (
                "4:16 error LM102 `1` should be a set of fields, not a list (write fields below it,"
                " each with a name, a colon and a value)"
            ),
        ),
        (
            ["blanks: a {{1}}", "choices: {1: {wrong: [a, b]}}"],
            "4:13 error LM201 `1` has no `right` (add `right:` with what belongs there)",
        ),
        (
            ["blanks: a {{1}}", "choices: {1: {right: a}}"],
            (
                "4:13 error LM206 `1` has only one option, so there is nothing to choose (add"
                " options under `wrong`)"
            ),
        ),
        (
            ["blanks: a {{1}}", "choices: {1: {right: a, wrong: []}}"],
            "4:27 error LM202 `wrong` is an empty list (write a value, or remove it)",
        ),
        (
            ["blanks: a {{1}}", "choices: {1: {right: [a, b], wrong: [c]}}"],
            (
                "4:13 error LM206 the blank `1` needs exactly one right choice (keep one under"
                " `right`, and put the others under `wrong`)"
            ),
        ),
        (
            ["blanks: a {{1}}", "choices: {1: {right: a, wrong: [A]}}"],
            (
                "4:35 error LM208 `A` is both right and wrong: it is also on line 10 (keep it in"
                " only one of the lists)"
            ),
        ),
        (
            ["blanks: a {{1}}", "choices: {right: a, wrong: [b]}"],
            (
                "4:13 error LM102 `right` needs the number of a blank above it (write the number"
                " of a blank first, and `right:` below it)"
            ),
        ),
        (
            ["blanks: a {{1}}", ONE, "score: points"],
            (
                "5:10 error LM103 `score` can only be `rationale`, not `points` (leave it out for a"
                " point per blank)"
            ),
        ),
        (
            ["blanks: a {{1}}", ONE, "score:"],
            "5:3 error LM202 `score` is empty (write a value, or remove it)",
        ),
        (
            ["blanks: a {{1}}", ONE, "score: [rationale]"],
            (
                "5:10 error LM102 `score` should be text, not a list (write a single text, in"
                " quotes if it contains brackets or a colon; multi-line text starts with `score:"
                " |`)"
            ),
        ),
    ],
)
def test_drop_downs_that_are_none(folder: Folder, lines: list[str], problem: str) -> None:
    assert folder.cards(question("ask: x", *lines)) == only(problem)


def test_everything_wrong_with_drop_downs_is_told_at_once(folder: Folder) -> None:
    said = folder.cards(
        question(
            "blanks: a {{1}} {{3}}", "choices: {1: {right: [a, A]}, 2: {rihgt: b}}", "score: points"
        )
    )

    assert [problem.split()[:3] for problem in said.problems] == [
        ["1:3", "error", "LM201"],
        ["2:19", "error", "LM218"],
        ["3:28", "error", "LM207"],
        ["3:33", "error", "LM218"],
        ["3:37", "error", "LM104"],
        ["4:10", "error", "LM103"],
    ]


def text_of(folder: Folder, *lines: str) -> tuple[str | None, list[str]]:
    response = folder.card(question("ask: x", *lines)).forms[0].compiled.ask(None).response
    assert isinstance(response, Pick)
    return response.text, [group.label for group in response.groups]


@pytest.mark.parametrize(
    ("sentence", "shown", "labels"),
    [
        ("a {{1}} b {{2}}.", "a {{1}} b {{2}}.", ["1", "2"]),
        ("As {{2}}, so {{ 1 }}", "As {{2}}, so {{1}}", ["1", "2"]),
        (r"\{{x}} is {{1}} and \[{{2}}]", "{{x}} is {{1}} and [{{2}}]", ["1", "2"]),
        ("{{1}}{{2}}", "{{1}}{{2}}", ["1", "2"]),
    ],
)
def test_the_blanks_of_a_sentence_are_numbered_as_their_groups(
    folder: Folder, sentence: str, shown: str, labels: list[str]
) -> None:
    assert text_of(folder, f"blanks: '{sentence}'", TWO) == (shown, labels)


def test_blanks_that_begin_at_another_number_or_have_names_are_numbered_from_one(
    folder: Folder,
) -> None:
    numbered = text_of(
        folder, "blanks: 'a {{10}} {{9}}'", TWO.replace("1:", "9:").replace("2:", "10:")
    )
    named = text_of(
        folder, "blanks: 'a {{dose}} {{bag}}'", TWO.replace("1:", "bag:").replace("2:", "dose:")
    )

    assert numbered == ("a {{2}} {{1}}", ["9", "10"])
    assert named == ("a {{1}} {{2}}", ["dose", "bag"])


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a [[b c", "3:16", "a span is not closed: `]]` is missing"),
        ("a [b c", "3:16", "a span is not closed: `]` is missing"),
        ("a [[b] c", "3:19", "a span that opens with `[[` cannot close with `]`"),
        ("a [b]] c", "3:18", "a span that opens with `[` cannot close with `]]`"),
        ("a b]] [[c]]", "3:17", "`]]` closes a span that was never opened"),
        ("a [[b [c] d]]", "3:20", "a span opens before the previous one is closed"),
        ("a [b [[c]] d]", "3:19", "a span opens before the previous one is closed"),
        ("a [[b and [c]", "3:24", "a span opens before the previous one is closed"),
        ("a [[]] [b]", "3:16", "a span is empty"),
        (
            r"a \[\[7]] [[b]] [c]",
            "3:14",
            "a number in double brackets cannot be shown, because it marks a span",
        ),
    ],
)
def test_lm219_brackets_that_do_not_close(
    folder: Folder, text: str, place: str, message: str
) -> None:
    assert folder.cards(question("ask: x", f"highlight: {text}")) == only(
        f"{place} error LM219 {message} {BRACKETS}"
    )


def test_lm219_in_a_text_of_several_lines(folder: Folder) -> None:
    said = folder.cards(
        question("ask: x", "highlight: |", "  She has [[a fever]].", "  And [a cat.")
    )

    assert said == only(f"5:9 error LM219 a span is not closed: `]` is missing {BRACKETS}")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("highlight:", "3:3 error LM202 `highlight` is empty (write a value, or remove it)"),
        (
            "highlight: no span",
            "3:14 error LM203 `highlight` has no right span (mark it with [[…]])",
        ),
        (
            "highlight: a [wrong] and [wrong]",
            "3:14 error LM203 `highlight` has no right span (mark it with [[…]])",
        ),
        (
            "highlight: a [[right]] only",
            "3:14 error LM206 there is only one span, so there is nothing to choose (mark wrong"
            " spans with […])",
        ),
        (
            "highlight: [[a]] and [b]",
            (
                "3:14 error LM011 the text starts with `[`, which opens a list here (put it in"
                ' quotes: "[[a]] and [b]")'
            ),
        ),
        (
            "highlight: [[a]]",
            (
                "3:14 error LM011 the text starts with `[`, which opens a list here (put it in"
                ' quotes: "[[a]]")'
            ),
        ),
        (
            "highlight: {a: b}",
            (
                "3:14 error LM011 the text starts with `{`, which opens a set of fields here"
                ' (put it in quotes: "{a: b}")'
            ),
        ),
        (
            "hilight: a [[b]] [c]",
            "3:3 error LM104 unknown field `hilight` in card one-card (did you mean `highlight`?)",
        ),
        (
            "highlights: a [[b]] [c]",
            (
                "3:3 error LM104 unknown field `highlights` in card one-card (did you mean"
                " `highlight`?)"
            ),
        ),
    ],
)
def test_highlights_that_are_none(folder: Folder, line: str, problem: str) -> None:
    assert folder.cards(question("ask: x", line)) == only(problem)


@pytest.mark.parametrize("lines", [["blanks: a {{1}}", ONE], ["highlight: a [[b]] [c]"]])
def test_lm201_without_the_question(folder: Folder, lines: list[str]) -> None:
    assert folder.cards(question(*lines)) == only(
        "1:3 error LM201 `ask` is missing in card one-card (add `ask:`)"
    )


@pytest.mark.parametrize(
    ("lines", "name", "meant"),
    [
        (["blank: a {{1}}", ONE], "blank", "blanks"),
        (["choice: {1: {right: a, wrong: [b]}}", "blanks: a {{1}}"], "choice", "choices"),
        (["scores: rationale", "blanks: a {{1}} {{2}}", TWO], "scores", "score"),
    ],
)
def test_a_mistyped_name_is_the_only_finding(
    folder: Folder, lines: list[str], name: str, meant: str
) -> None:
    assert folder.cards(question("ask: x", *lines)) == only(
        f"3:3 error LM104 unknown field `{name}` in card one-card (did you mean `{meant}`?)"
    )
