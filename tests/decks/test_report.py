"""How findings are printed: a person sees the characters that are meant, a program gets them
all.
"""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.decks.check import Checked
from learnms.decks.report import report, summary
from learnms.syntax.finding import Finding
from tests.factories.deck_files import GOOD, HEAD, Folder

WIDE = "薬は何mgか"


def printed(checked: Checked, style: str = "full") -> str:
    return "\n".join(report(checked, style))


def one_finding(line: str, column: int, length: int, **more: str) -> Checked:
    finding = Finding(
        "LM104",
        "error",
        more.get("file", "deck.yaml"),
        1,
        column,
        more.get("message", "a message"),
        more.get("fix"),
        length,
    )
    return Checked((finding,), (), 1, {finding.file: (line,)})


def caret(line: str, column: int, length: int) -> tuple[str, str]:
    """The line as printed, and the line below it with the caret."""
    rows = printed(one_finding(line, column, length)).split("\n")
    return rows[3], rows[4]


def cells_before(row: str, at: int) -> int:
    return sum(
        2 if unicodedata.east_asian_width(sign) in "WF" else 0 if unicodedata.combining(sign) else 1
        for sign in row[:at]
    )


def test_full_is_as_the_format_shows_it(folder: Folder) -> None:
    checked = folder.deck(
        "deck: D\nid: my-deck\ncards:\n  - id: target-cd20-7k2q\n    anser: CD20\n    ask: x\n"
    )

    assert printed(checked).startswith(
        "error LM401: card target-cd20-7k2q has no `source`\n  --> deck.yaml:4:5\n   |\n 4 |   -"
        " id: target-cd20-7k2q\n   |     ^ add `source:` with a source key and the place:"
        " `source: key §2`\n\nerror LM104: unknown field `anser` in card target-cd20-7k2q\n  -->"
        " deck.yaml:5:5\n   |\n 5 |     anser: CD20\n   |     ^^^^^ did you mean `answer`?\n"
    )


def test_full_without_a_cure_ends_with_the_caret() -> None:
    assert printed(one_finding("deck: D", 1, 4)).split("\n")[4] == "   | ^^^^"


def test_full_shows_a_file_whose_lines_are_not_at_hand() -> None:
    finding = Finding(
        "LM003", "error", "gone.yaml", 1, 1, "the file cannot be read", "check that it exists"
    )

    assert (
        printed(Checked((finding,), (), 0))
        == "error LM003: the file cannot be read\n  --> gone.yaml:1:1\n   = check that it exists\n"
    )


def test_full_shows_the_line_of_the_sources_beside(folder: Folder) -> None:
    folder.write("sources.yaml", "label: {titel: T}\n")

    assert " 1 | label: {titel: T}\n   |         ^^^^^ did you mean `title`?" in printed(
        folder.deck(HEAD + GOOD)
    )


def test_a_remedy_with_corrected_lines_keeps_their_indent_where_there_is_room() -> None:
    checked = one_finding("wrong:", 1, 5, fix="write each with a dash:\n    - Go\n    - Stop")

    assert printed(checked).endswith(
        "   | ^^^^^ write each with a dash:\n   |     - Go\n   |     - Stop\n"
    )
    assert printed(checked, "short").endswith("(write each with a dash: `- Go` / `- Stop`)")
    assert printed(checked, "github").endswith("(write each with a dash:%0A    - Go%0A    - Stop)")
    assert (
        json.loads(printed(checked, "json"))["findings"][0]["fix"]
        == "write each with a dash:\n    - Go\n    - Stop"
    )


@pytest.mark.parametrize(
    ("line", "column", "length", "under"),
    [
        ("ask: 5.0 mg", 6, 3, "5.0"),
        (f"ask: {WIDE} 5.0 mg", 13, 3, "5.0"),
        (f"ask: {WIDE}", 6, 3, "薬は何"),
        ("ask: Cafe\u0301 5.0 mg", 12, 3, "5.0"),
        ("ask: 🧠 5.0 mg", 8, 3, "5.0"),
        ("ask: a\tb 5.0 mg", 10, 3, "5.0"),
        ("ask: a\x1bb 5.0 mg", 10, 3, "5.0"),
    ],
)
def test_the_caret_stands_under_the_characters_that_are_meant(
    line: str, column: int, length: int, under: str
) -> None:
    shown, below = caret(line, column, length)

    assert cells_before(shown, shown.index(under)) == below.index("^")
    assert below.count("^") == cells_before(under, len(under))


def test_a_very_long_line_is_cut_around_the_caret() -> None:
    line = "ask: " + "x" * 500 + "5.0 mg" + "y" * 500

    shown, below = caret(line, 506, 3)

    assert len(shown) < 200
    assert shown[below.index("^") :].startswith("5.0 mg")


def test_a_caret_never_runs_over_the_end_of_its_line() -> None:
    shown, below = caret("ask: x", 6, 50)

    assert below == " " * 3 + "|" + " " * 6 + "^"
    assert shown == " 1 | ask: x"


def test_control_characters_of_a_deck_are_printed_as_marks(folder: Folder) -> None:
    checked = folder.deck(
        HEAD + '- id: one-card\n  ask: "\\x1b[31m"\n  "ans\\x1b[2Jwer": y\n  source: book\n' + GOOD
    )

    for style in ("full", "short", "github", "json"):
        assert "\x1b" not in printed(checked, style)
    assert r"\x1b" in printed(checked, "short")


def test_short_is_one_line_for_each_finding(folder: Folder) -> None:
    checked = folder.deck(HEAD + "- id: one-card\n  ask: x\n  anser: y\n" + GOOD)

    assert printed(checked, "short").split("\n") == [
        (
            "deck.yaml:7:3: error LM401: card one-card has no `source` (add `source:` with a"
            " source key and the place: `source: key §2`)"
        ),
        (
            "deck.yaml:9:3: error LM104: unknown field `anser` in card one-card (did you mean"
            " `answer`?)"
        ),
    ]


def test_json_holds_every_finding_and_the_counts(folder: Folder) -> None:
    checked = folder.deck(
        HEAD
        + "- id: one-card\n  ask: x\n  answer: y\n  source: book\n  checked: 2024-01-01\n  hint:\n"
        + GOOD
    )

    data = json.loads(printed(checked, "json"))

    assert (data["errors"], data["warnings"], data["cards"]) == (1, 1, 2)
    assert data["findings"][1] == {
        "code": "LM202",
        "severity": "error",
        "file": "deck.yaml",
        "line": 12,
        "column": 3,
        "message": "`hint` is empty",
        "fix": "write a value, or remove it",
        "length": 4,
        "card": "one-card",
    }


def test_json_without_findings_is_still_json(folder: Folder) -> None:
    assert json.loads(printed(folder.deck(HEAD + GOOD), "json")) == {
        "findings": [],
        "errors": 0,
        "warnings": 0,
        "cards": 1,
    }


def test_github_annotations_escape_what_ends_a_field() -> None:
    checked = one_finding("x", 1, 1, file="a,b:c%d.yaml", message="50% of\nit")

    assert (
        printed(checked, "github")
        == "::error file=a%2Cb%3Ac%25d.yaml,line=1,col=1,title=LM104::50%25 of%0Ait"
    )


NOTED = (
    "cases:\n- {id: case-one, title: T, story: S, source: book, parts: [{id: part-one, ask: q,"
    " right: a, wrong: [b], tests: nope}]}\n"
)
"""A case with one finding, which is info."""


def test_github_calls_an_info_a_notice(folder: Folder) -> None:
    assert printed(folder.deck(HEAD + GOOD + NOTED), "github").startswith(
        "::notice file=deck.yaml,line=12,col=112,title=LM807::`tests` names nope"
    )


def test_the_summary_calls_an_info_a_note(folder: Folder) -> None:
    assert summary(folder.deck(HEAD + GOOD + NOTED)).endswith(": 0 errors, 0 warnings, 1 note")


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ("", "1 card in 1 file: 0 errors, 0 warnings"),
        (
            "- id: one-card\n  ask: x\n  source: book\n",
            "2 cards in 1 file (1 left out of study): 1 error, 0 warnings",
        ),
        (
            "- id: one-card\n  ask: x\n  answer: y\n  source: book\n  checked: 2024-01-01\n",
            "2 cards in 1 file: 0 errors, 1 warning",
        ),
    ],
)
def test_the_summary_counts(folder: Folder, cards: str, expected: str) -> None:
    assert summary(folder.deck(HEAD + cards + GOOD)) == expected


@given(
    line=st.text(st.characters(exclude_characters="\n\r"), max_size=300),
    column=st.integers(1, 300),
    length=st.integers(1, 300),
)
def test_any_line_can_be_printed(line: str, column: int, length: int) -> None:
    rows = printed(one_finding(line, column, length)).split("\n")

    assert "^" in rows[4]
    assert len(rows) == 6
