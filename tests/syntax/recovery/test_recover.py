"""Everything wrong in a file at once: one finding for each cause, and nothing that follows from
it.
"""

from __future__ import annotations

import pytest

from learnms.syntax.finding import Finding
from tests.syntax.reading import at, read

TEN_ERRORS = """\
deck: Ocrelizumab: dosing
id: ten-errors
sources:
  uspi: {title: Prescribing information, revised: 2025-08}
cards:
  - id: first-1
    ask: *600 mg or 300 mg?
    answer: "300 mg" twice
  - id: second-2
    ask: Which need follow-up?
    right: [No result, A cough
    wrong:
      - A relapse
      -A fever
  - id: third-3
    cloze: {{c1::600 mg}} every {{c2::24 weeks}}.
     hint: The label says it
    explain: 'Tis in section 2.1
    source uspi §2.1
\tchecked: 2026-11-22
  - id: last-4
    ask: What is it?
    answer: An antibody
"""


def test_ten_errors_are_ten_findings_in_one_run() -> None:
    reading = read(TEN_ERRORS)

    assert reading.places == [
        "LM010 1:18",
        "LM011 7:10",
        "LM011 8:13",
        "LM015 11:12",
        "LM009 14:7",
        "LM011 16:12",
        "LM008 17:6",
        "LM014 18:14",
        "LM009 19:5",
        "LM007 20:1",
    ]
    assert not reading.parsed


def test_what_is_right_in_a_broken_file_is_read() -> None:
    root = read(TEN_ERRORS).root

    assert at(root, "cards", 3, "answer").value == "An antibody"  # type: ignore[union-attr]
    assert at(root, "cards", 2, "hint").value == "The label says it"  # type: ignore[union-attr]
    assert at(root, "cards", 2, "source").value == "uspi §2.1"  # type: ignore[union-attr]
    assert at(root, "cards", 2, "checked").value == "2026-11-22"  # type: ignore[union-attr]
    assert at(root, "cards", 1, "wrong", 1).value == "A fever"  # type: ignore[union-attr]
    assert [
        at(root, "cards", number, name).broken
        for number, name in [(0, "ask"), (0, "answer"), (1, "right"), (2, "cloze"), (2, "explain")]
    ] == [True] * 5
    assert at(root, "cards", 2, "hint").start[:2] == (17, 12), (
        "places are those of the file, whatever was repaired"
    )
    assert at(root, "cards", 2, "checked").start[:2] == (20, 11)
    assert TEN_ERRORS[at(root, "cards", 3, "answer").start.index :].startswith("An antibody")


def message(found: Finding) -> str:
    return f"{found.code} {found.line}:{found.column} {found.message}; {found.fix}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "cards:\n  - id: a\n    ask: x\n   answer: y\n    hint: z\n",
            (
                "LM008 4:4 `answer` starts in column 4, but the other fields start"
                " in column 5; move it to column 5, as on line 2"
            ),
        ),
        (
            "cards:\n  - id: a\n    ask: x\n      answer: y\n      hint: z\n    why: w\n",
            (
                "LM008 4:7 `answer` starts in column 7, but the other fields start"
                " in column 5; move it to column 5, as on line 2"
            ),
        ),
        (
            "cards:\n  - id: a\n   - id: b\n     ask: x\n",
            (
                "LM008 3:4 the dash starts in column 4, but the other dashes start in column"
                " 3; move it to column 3, as on line 2"
            ),
        ),
        (
            "cards:\n  - id: a\n - id: b\n   ask: x\n  - id: c\n",
            (
                "LM008 3:2 the dash starts in column 2, but the other dashes start in column"
                " 3; move it to column 3, as on line 2"
            ),
        ),
        (
            " deck: x\nid: y\nabout: z\n",
            (
                "LM008 1:2 `deck` starts in column 2, but the line below it starts in column 1;"
                " start both in the same column"
            ),
        ),
        (
            "- a\nb: c\nd: e\n- f\n",
            (
                "LM008 2:1 a field where a list item is expected; put list items below their"
                " field, and align each field with the other fields"
            ),
        ),
        (
            "explain: |\n    Two lines,\n  of which one\nid: x\n",
            (
                "LM008 3:3 this line is indented less than the text on line 1, which it seems to"
                " continue; indent it like the line above"
            ),
        ),
        (
            "cards:\n  - explain: |\n    Too far left\n    twice\n    ask: x\n",
            (
                "LM008 3:5 this text is not indented far enough to belong to line 2; indent it"
                " to column 7 or further"
            ),
        ),
        (
            "ask: x\nanswer:CD20\nid: y\n",
            "LM009 2:1 a space is missing after the colon; write `answer: CD20`",
        ),
        (
            "wrong:\n  - a\n  -b\n  - c\n",
            "LM009 3:3 a space is missing after the dash; write `- b`",
        ),
        (
            "ask What is it?\nid: x\n",
            "LM009 1:1 a colon is missing after `ask`; write `ask: What is it?`",
        ),
        (
            "deck: x\ncards\n  - id: a\n    ask: x\n",
            "LM009 2:1 a colon is missing after `cards`; write `cards:`",
        ),
        (
            "cards:\n  - id first\n    ask: x\n  - id: b\n",
            "LM009 2:5 a colon is missing after `id`; write `id: first`",
        ),
        (
            "ask: What are the\nsigns of it?\nid: x\n",
            (
                "LM009 2:1 `signs of it?` is not a field, a list item or part of the text above;"
                " put a colon and a space after a field name; indent continued text further than"
                " its field"
            ),
        ),
        (
            "ask: a text # with a comment\n  that goes on\nid: x\n",
            (
                "LM012 1:13 a space followed by `#` starts a comment, which ends the text, so"
                " line 2 is not part of it; put the whole text in double quotes, or move the"
                " comment to its own line above the field"
            ),
        ),
        ('ask: "not closed\nid: x\n', 'LM014 1:6 this `"` has no closing quote; add a closing `"`'),
        (
            'ask: "not closed\nanswer: "x"\nid: y\n',
            'LM014 1:6 this `"` has no closing quote; add a closing `"`',
        ),
        (
            "ask: 'tis so\nanswer: I don't\nid: y\n",
            (
                "LM014 1:6 this `'` has no closing quote; if it is an apostrophe, put the whole"
                ' text in double quotes: "…"; otherwise add a closing `\'`'
            ),
        ),
        (
            "right: [a, b\nwrong: [c]\nid: x\n",
            (
                "LM015 1:8 this `[` is not closed; write `]` at its end; if it is part of the"
                ' text, put it in quotes: "[a, b"'
            ),
        ),
        ("right: [a, b}\nid: x\n", "LM015 1:13 `}` does not match the `[` on line 1; write `]`"),
        (
            "right: [a]]\nid: x\n",
            (
                "LM015 1:11 `]` has no matching opening bracket; remove it, or put the text in"
                " quotes"
            ),
        ),
        (
            "right: [a #1, b]\nid: x\n",
            (
                "LM012 1:11 a space followed by `#` starts a comment, which hides the closing"
                " bracket; put the text that contains the `#` in quotes"
            ),
        ),
        (
            "right: [a, , b]\nid: x\n",
            (
                "LM028 1:12 there is nothing before this comma; remove the comma, or put the text"
                " in quotes"
            ),
        ),
        (
            "given: {a: b c: d}\nid: x\n",
            (
                "LM010 1:15 a colon followed by a space ends a field name, but this one is"
                " inside unquoted text; put the text in quotes; if another field starts here,"
                " put a comma before its name"
            ),
        ),
        (
            'ask: "C:\\dose \\q"\nid: x\n',
            (
                "LM018 1:9 `\\d` is not a valid escape code inside double quotes; put the text"
                " in single quotes, or write each backslash as `\\\\`"
            ),
        ),
    ],
)
def test_one_cause_is_one_finding_in_plain_words(text: str, expected: str) -> None:
    reading = read(text)

    assert [message(found) for found in reading.findings] == [expected]
    assert not reading.parsed
    assert reading.root is not None


@pytest.mark.parametrize(
    "escape", ["\\ud800", "\\U00110000", "\\U0000dfff", "\\xZZ", "\\u12", "\\q"]
)
def test_an_escape_that_is_none_is_shown_whole(escape: str) -> None:
    found = read(f'ask: "a {escape} b"\nid: x\n').only()

    assert (found.code, found.column) == ("LM018", 9)
    assert found.message.startswith(f"`{escape.rstrip('Z')}")


@pytest.mark.parametrize("width", [1, 2, 4, 8])
def test_tabs_are_one_finding_however_wide_they_were_meant(width: int) -> None:
    text = f"cards:\n\t- id: a\n\t{' ' * 2}ask: x\n{' ' * width}- id: b\n\t\tanswer: y\n"

    reading = read(text)

    assert [place for place in reading.places if place.startswith("LM007")] == ["LM007 2:1"]


def test_a_tab_says_how_many_lines_have_one() -> None:
    reading = read("cards:\n\t- id: a\n\t  ask: x\n\t- id: b\n")

    assert reading.only().message == "the line starts with a tab, and so do 2 more"
    assert reading.value == {"cards": [{"id": "a", "ask": "x"}, {"id": "b"}]}
    assert at(reading.root, "cards", 0, "ask").start[:2] == (3, 9)


def test_a_tab_alone_among_spaces_is_read_where_its_neighbours_are() -> None:
    reading = read("cards:\n  - id: a\n    ask: x\n\tanswer: y\n    hint: z\n")

    assert reading.places == ["LM007 4:1"]
    assert reading.value == {"cards": [{"id": "a", "ask": "x", "answer": "y", "hint": "z"}]}


def test_a_tab_on_an_empty_line_is_said_to_be_there() -> None:
    assert read("ask: x\n\t\nid: y\n").only().message == "the empty line contains a tab"


def test_a_tab_behind_a_dash_is_mended_in_the_whole_list() -> None:
    reading = read("wrong:\n-\ta: b\n-\tc: d\n")

    assert reading.places == ["LM007 2:2"]
    assert reading.value == {"wrong": [{"a": "b"}, {"c": "d"}]}


def test_fields_in_which_a_line_was_lost_are_marked_and_others_not() -> None:
    root = read("deck: x\ncards:\n  - id: a\n    nonsense here\n    ask: x\n  - id: b\n").root

    assert at(root, "cards", 0).broken
    assert not at(root, "cards", 1).broken


def test_two_causes_in_one_card_are_two_findings() -> None:
    reading = read(
        "cards:\n  - id: a\n    ask: @x\n    ask: y: z\n    answer: dose #2\n  - id: a b: c\n"
    )

    assert reading.places == ["LM011 3:10", "LM019 4:5", "LM010 4:11", "LM012 5:18", "LM010 6:12"]


def test_findings_come_in_the_order_of_the_file() -> None:
    reading = read("a: x #1\nb: *c d\nb: e\nc: f #2\n")

    assert reading.places == ["LM012 1:6", "LM011 2:4", "LM019 3:1", "LM012 4:6"]


def test_after_twenty_five_repairs_it_stops_with_what_there_is() -> None:
    reading = read("".join(f"a{number}: @x\n" for number in range(40)))

    assert len(reading.findings) == 25
    assert reading.places[-1] == "LM011 25:6"
    assert not reading.parsed


def test_a_deck_in_json_is_read_like_any_other() -> None:
    assert read('{"deck": "x", "cards": [{"id": "a", "ask": "b: c"}]}\n').value == {
        "deck": "x",
        "cards": [{"id": "a", "ask": "b: c"}],
    }
    assert read('{"deck": "x", "cards": [{"id": "a" "ask": "b"}]}\n').places == ["LM011 1:32"]
