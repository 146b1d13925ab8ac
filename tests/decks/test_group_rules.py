"""LM1 and LM2 of options under headings: groups and the bow-tie."""

from __future__ import annotations

import pytest

from tests.factories.deck_files import Folder, only, question
from tests.factories.kind_examples import TRAYS

ALIKE = "(case and spaces do not count) (change or remove one)"
FIT = "{right: [a], wrong: [b]}"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("groups:", "3:3 error LM202 `groups` is empty (write a value, or remove it)"),
        ("groups: {}", "3:3 error LM202 `groups` is empty (write a value, or remove it)"),
        (
            "groups: [a]",
            (
                "3:11 error LM102 `groups` should be a set of fields, not a list (write it like"
                " `groups: {Before: {right: [A], wrong: [B]}, After: {right: [C], wrong: [D]}}`)"
            ),
        ),
        (
            "groups: {Now: [a, b]}",
            (
                "3:17 error LM102 `Now` should be a set of fields, not a list (write fields below"
                " it, each with a name, a colon and a value)"
            ),
        ),
        (
            "groups: {Now: a}",
            (
                "3:17 error LM102 `Now` should be a set of fields, not text (write fields below it,"
                " each with a name, a colon and a value)"
            ),
        ),
        (
            "groups: {Now: {}}",
            "3:12 error LM201 `Now` has no `right` (add `right:` with what belongs there)",
        ),
        (
            "groups: {Now: {wrong: [a, b]}}",
            "3:12 error LM201 `Now` has no `right` (add `right:` with what belongs there)",
        ),
        (
            "groups: {Now: {right: [], wrong: [a]}}",
            "3:18 error LM202 `right` is an empty list (write a value, or remove it)",
        ),
        (
            "groups: {Now: {right: [a], wrong: ['']}}",
            ("3:38 error LM202 an option of `wrong` is empty (write a value, or remove it)"),
        ),
        (
            "groups: {Now: {right: [a], wrong: [[b]]}}",
            (
                "3:38 error LM011 the text starts with `[`, which opens a list here (put it in"
                ' quotes: "[b]")'
            ),
        ),
        (
            "groups: {Now: {right: [a], wrong: [{why: b}]}}",
            "3:38 error LM201 an option of `wrong` has no `text` (add `text:` with the option)",
        ),
        (
            "groups: {Now: {right: [a], wrong: [{text: b, unsafe: perhaps}]}}",
            "3:56 error LM103 `unsafe` should be yes or no, not `perhaps` (write `yes` or `no`)",
        ),
        (
            "groups: {Now: {right: a}}",
            (
                "3:12 error LM206 `Now` has only one option, so there is nothing to choose (add"
                " options under `wrong`)"
            ),
        ),
        (
            "groups: {Now: {right: [a, A], wrong: [b]}}",
            f"3:29 error LM207 `A` appears twice: the first is on line 9 {ALIKE}",
        ),
        (
            "groups: {Now: {right: a, wrong: [b, A]}}",
            (
                "3:39 error LM208 `A` is both right and wrong: it is also on line 9 (keep it in"
                " only one of the lists)"
            ),
        ),
        (
            f"groups: {{Now: {FIT}, NOW: {FIT}}}",
            f"3:43 error LM207 the heading `NOW` appears twice: the first is on line 9 {ALIKE}",
        ),
        (
            f"groups: {{' ': {FIT}}}",
            "3:12 error LM202 a heading has no name (write a name before the colon)",
        ),
        (
            "groups: {right: [a], wrong: [b]}",
            (
                "3:12 error LM102 `right` needs a heading above it (write a heading first, and"
                " `right:` below it)"
            ),
        ),
    ],
)
def test_groups_that_are_none(folder: Folder, line: str, problem: str) -> None:
    assert folder.cards(question("ask: x", line)) == only(problem)


@pytest.mark.parametrize(
    ("line", "name", "place", "fix"),
    [
        ("groups: {Now: {rigth: [a], wrong: [b]}}", "rigth", "3:18", "did you mean `right`?"),
        ("groups: {Now: {right: [a], wrng: [b]}}", "wrng", "3:30", "did you mean `wrong`?"),
        ("groups: {Now: {correct: [a], wrong: [b]}}", "correct", "3:18", "did you mean `right`?"),
        (
            "groups: {Now: {right: [a], wrong: [b], select: all}}",
            "select",
            "3:42",
            "remove it; `learnms new my-deck.yaml` shows the available fields",
        ),
        (f"group: {{Now: {FIT}}}", "group", "3:3", "did you mean `groups`?"),
        (f"bow-tie: {{{TRAYS}}}", "bow-tie", "3:3", "did you mean `bowtie`?"),
        (f"bow_tie: {{{TRAYS}}}", "bow_tie", "3:3", "did you mean `bowtie`?"),
        (
            f"bowtie: {{{TRAYS.replace('actions', 'action')}}}",
            "action",
            "3:12",
            "did you mean `actions`?",
        ),
        (
            f"bowtie: {{{TRAYS.replace('condition', 'conditions')}}}",
            "conditions",
            "3:112",
            "did you mean `condition`?",
        ),
        (
            f"bowtie: {{{TRAYS.replace('monitor', 'monitoring')}}}",
            "monitoring",
            "3:183",
            "did you mean `monitor`?",
        ),
        (
            f"bowtie: {{{TRAYS}, notes: {FIT}}}",
            "notes",
            "3:258",
            "remove it; `learnms new my-deck.yaml` shows the available fields",
        ),
    ],
)
def test_a_mistyped_name_is_the_only_finding(
    folder: Folder, line: str, name: str, place: str, fix: str
) -> None:
    assert folder.cards(question("ask: x", line)) == only(
        f"{place} error LM104 unknown field `{name}` in card one-card ({fix})"
    )


def test_faults_under_several_headings_are_told_at_once(folder: Folder) -> None:
    said = folder.cards(
        question(
            "groups:",
            "  Now: {right: a}",
            "  Then: {wrong: [b]}",
            "  Later: {right: [c, C], wrong: d}",
        )
    )

    assert [problem.split()[:3] for problem in said.problems] == [
        ["1:3", "error", "LM201"],
        ["3:5", "error", "LM206"],
        ["4:5", "error", "LM201"],
        ["5:24", "error", "LM207"],
    ]


def test_the_same_option_may_stand_under_several_headings(folder: Folder) -> None:
    assert folder.cards(question("ask: x", f"groups: {{Now: {FIT}, Then: {FIT}}}")).problems == []


@pytest.mark.parametrize(
    ("trays", "problems"),
    [
        (
            TRAYS.replace(", Wait", ""),
            [
                "3:12 error LM206 `actions` needs 2 right and 3 wrong, but has"
                " 2 right and 2 wrong (add or remove options)"
            ],
        ),
        (
            TRAYS.replace("Wait", "Wait, Sing"),
            [
                "3:12 error LM206 `actions` needs 2 right and 3 wrong, but has"
                " 2 right and 4 wrong (add or remove options)"
            ],
        ),
        (
            TRAYS.replace(", Call for help]", "]").replace("Wait", "Wait, Sing"),
            [
                "3:12 error LM206 `actions` needs 2 right and 3 wrong, but has"
                " 1 right and 4 wrong (add or remove options)"
            ],
        ),
        (
            TRAYS.replace("right: Anaphylaxis", "right: [Anaphylaxis, Shock]"),
            [
                "3:112 error LM206 `condition` needs 1 right and 3 wrong, but has"
                " 2 right and 3 wrong (add or remove options)"
            ],
        ),
        (
            TRAYS.replace(", Gait", "").replace("Wait", "Wait, Sing"),
            [
                (
                    "3:12 error LM206 `actions` needs 2 right and 3 wrong, but has"
                    " 2 right and 4 wrong (add or remove options)"
                ),
                (
                    "3:189 error LM206 `monitor` needs 2 right and 3 wrong, but has"
                    " 2 right and 2 wrong (add or remove options)"
                ),
            ],
        ),
        (
            "condition: {right: a, wrong: [b, c, d]}",
            [
                (
                    "3:3 error LM201 the bow-tie has no `actions` (add `actions:` with `right:` and"
                    " `wrong:` below it)"
                ),
                (
                    "3:3 error LM201 the bow-tie has no `monitor` (add `monitor:` with `right:` and"
                    " `wrong:` below it)"
                ),
            ],
        ),
        (
            TRAYS.replace("wrong: [Relapse, Fatigue, Infection]", ""),
            [
                "3:112 error LM206 `condition` has only one option, so there is nothing to"
                " choose (add options under `wrong`)"
            ],
        ),
        (
            TRAYS.replace("right: Anaphylaxis, ", ""),
            ["3:112 error LM201 `condition` has no `right` (add `right:` with what belongs there)"],
        ),
        (
            TRAYS.replace("Fatigue", "relapse"),
            [f"3:161 error LM207 `relapse` appears twice: the first is on line 9 {ALIKE}"],
        ),
        (
            TRAYS.replace("Fatigue", "anaphylaxis"),
            [
                "3:161 error LM208 `anaphylaxis` is both right and wrong: it is also on line 9"
                " (keep it in only one of the lists)"
            ],
        ),
    ],
)
def test_a_bow_tie_that_is_none(folder: Folder, trays: str, problems: list[str]) -> None:
    assert folder.cards(question("ask: x", f"bowtie: {{{trays}}}")) == only(*problems)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("bowtie:", "3:3 error LM202 `bowtie` is empty (write a value, or remove it)"),
        ("bowtie: {}", "3:3 error LM202 `bowtie` is empty (write a value, or remove it)"),
        (
            "bowtie: [a]",
            (
                "3:11 error LM102 `bowtie` should be a set of fields, not a list (write it like"
                " `bowtie: {actions: {right: [A, B], wrong: [C, D, E]}, condition: …, monitor:"
                " …}`)"
            ),
        ),
    ],
)
def test_a_bow_tie_of_another_shape(folder: Folder, line: str, problem: str) -> None:
    assert folder.cards(question("ask: x", line)) == only(problem)


@pytest.mark.parametrize("line", [f"groups: {{Now: {FIT}}}", f"bowtie: {{{TRAYS}}}"])
def test_lm201_without_the_question(folder: Folder, line: str) -> None:
    assert folder.cards(question(line)) == only(
        "1:3 error LM201 `ask` is missing in card one-card (add `ask:`)"
    )


def test_lm209_last_names_an_option_of_a_choice_only(folder: Folder) -> None:
    said = folder.cards(
        question("ask: x", "answer: y", "also:", f"  - {{ask: q, groups: {{Now: {FIT}}}, last: b}}")
    )

    assert said == only(
        "5:57 error LM209 `last` names an option, but this kind of question has none (remove"
        " `last`)"
    )
