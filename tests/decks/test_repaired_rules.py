"""What YAML has torn, cut off or lost is told once: what is left of it is held against no rule,
and no such card is asked.
"""

from __future__ import annotations

import pytest

from tests.factories.deck_files import Folder, question
from tests.factories.kind_examples import TRAYS

COLUMNS = "columns: [Go, Stop]"
SENTENCE = "blanks: a {{1}} b {{2}}"
TORN = "[1,000 mg, 2 mg]"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["order:", "  - dose #2", "  - dose"], "LM012"),
        (["order:", "  - dose", "  - dose #2", "  - DOSE #3"], "LM012"),
        ([f"order: {TORN}"], "LM017"),
        (["order: [a, b"], "LM015"),
        (["order: *steps"], "LM022"),
        (["order:", "  - a", "  @b", "  - c"], "LM011"),
        (["match:", "  a: dose #2", "  b: dose"], "LM012"),
        (["match:", "  a: b", "  c d", "  e: f"], "LM009"),
        (["match:", "  a: b", "  c d"], "LM009"),
        (["match: {a: b, c}"], "LM016"),
        (["match: {1,000 mg: a, 2 mg: b}"], "LM017"),
        (["match: {a: b, c: d}", f"extra: {TORN}"], "LM017"),
        (["match: {a: b, c: d}", "extra:", "  - b #2"], "LM012"),
        (["columns:", "  - Go", "  - Stop #2", "rows: {Fever: 'Stop #2'}"], "LM012"),
        ([f"columns: {TORN}", "rows: {Fever: '1,000 mg'}"], "LM017"),
        ([COLUMNS, "rows:", "  Fever: Halt #2"], "LM012"),
        ([COLUMNS, "rows:", "  Fever: [Go, Halt #2", "    ]"], "LM012"),
        ([COLUMNS, "rows: {Fever: [1,000 mg]}"], "LM017"),
        ([COLUMNS, "rows: {Fever, chills: Go}"], "LM016"),
        ([COLUMNS, "rows:", "  Rash: Stop", "  Fever Go"], "LM009"),
        (["groups: {Now: {right: [1,000 mg], wrong: [b]}}"], "LM017"),
        (
            [
                "groups:",
                "  Now:",
                "    right: [a]",
                "    wrong [b]",
                "  Then: {right: [a], wrong: [b]}",
            ],
            "LM009",
        ),
        (["groups: {Now: {right: [a], wrong}}"], "LM016"),
        (["groups:", "  Now:", "    right: a #2", "    wrong: [a]"], "LM012"),
        (
            [f"bowtie: {{{TRAYS.replace('[Weight, Gait, Vision]', '[1,000 mg, 2 mg, 3 mg]')}}}"],
            "LM017",
        ),
        (
            [
                "bowtie:",
                *(f"  {tray}" for tray in TRAYS.replace("}, ", "}\n").split("\n")[:2]),
                "  monitor: [a], [b]",
            ],
            "LM011",
        ),
        (
            [
                "blanks: a {{1}} #2 {{2}}",
                "choices: {1: {right: a, wrong: [b]}, 2: {right: a, wrong: [b]}}",
            ],
            "LM012",
        ),
        (
            [SENTENCE, "choices:", "  1: {right: a, wrong: [b]}", "  2 {right: a, wrong: [b]}"],
            "LM010",
        ),
        (
            [SENTENCE, "choices: {1: {right: [1,000 mg], wrong: [b]}, 2: {right: a, wrong: [b]}}"],
            "LM017",
        ),
        (
            [
                SENTENCE,
                "choices: {1: {right: a, wrong: [b]}, 2: {right: a, wrong: [b]}}",
                "score: rationale #2",
            ],
            "LM012",
        ),
        (["highlight: a [[b]] #2 [c]"], "LM012"),
        (["highlight: a [[b #2"], "LM012"),
        (['highlight: "a [[b]] [c]'], "LM014"),
        ([f"teach-back: {TORN}"], "LM017"),
        (["teach-back:", "  - a #2", "  - a"], "LM012"),
        (["right:", "  - a #2", "wrong: [b]", "last: 'a #2'"], "LM012"),
        (["right: a", "wrong: [b]", "last: a #2"], "LM012"),
    ],
)
def test_a_repaired_field_gives_no_second_finding(
    folder: Folder, lines: list[str], code: str
) -> None:
    said = folder.cards(question("ask: x", *lines))

    assert {problem.split()[2] for problem in said.problems} == {code}
    assert "one-card" not in said.studied + said.drafts


def test_what_stands_beside_a_repaired_field_is_still_held_against_the_rules(
    folder: Folder,
) -> None:
    said = folder.cards(
        question(COLUMNS, "rows:", "  Fever: Halt #2", "  Rash: Wait", "  RASH: Go")
    )

    assert [problem.split()[2] for problem in said.problems] == ["LM201", "LM012", "LM207"]


def test_a_list_that_is_cut_short_beside_a_fit_one(folder: Folder) -> None:
    said = folder.cards(
        question(
            "ask: x",
            "groups:",
            "  Now: {right: a #2",
            "    , wrong: [a]}",
            "  Then: {right: b, wrong: [B]}",
        )
    )

    assert {problem.split()[2] for problem in said.problems} == {"LM012", "LM208"}
