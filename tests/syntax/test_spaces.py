"""Non-breaking spaces and characters of no width: named where YAML counts spaces, and left alone
inside texts.
"""

from __future__ import annotations

import pytest

from learnms.syntax.spaces import astray, spaces_replaced
from tests.syntax.reading import read

ASTRAY = [
    ("- id: x\n\u00a0\u00a0ask: y\n", [8, 9]),
    ("- id: x\n  ask:\u00a0y\n", [14]),
    ("- id: x\n  ask\u00a0: y\n", [13]),
    ("wrong:\n  -\u00a0a\n  -\u202f\u2007b\n", [10, 16, 17]),
    ("cards:\u00a0\n- id: x\n", [6]),
    ("cards:\n\u00a0\n- id: x\n", [7]),
    ("right: {\u00a0text:\u00a0a, why:\u00a0b}\n", [8, 14, 22]),
    ("match:\n  Fever:\u00a0a\n  Rash:\u3000b\n", [15, 25]),
    ("explain: |\n\u00a0\u00a0one\nid: x\n", [11, 12]),
    ("ask: x\n\u00a0# note\nid: y\n", [7]),
    ("- id: x\n  \u200bask: y\n", [10]),
    ("- id: x\n  a\u00adsk: y\n", [11]),
    ("a: b\n\ufeffid: x\n", [5]),
]


@pytest.mark.parametrize(("text", "places"), ASTRAY)
def test_each_place_is_found_and_the_text_is_read_as_meant(text: str, places: list[int]) -> None:
    assert [one.at for one in astray(text)] == places
    assert read(text).value == read(spaces_replaced(text)).value
    assert not read(spaces_replaced(text)).findings


@pytest.mark.parametrize(
    "text",
    [
        "ask: Give 600\u00a0mg every 24\u00a0weeks\n",
        "ask: \u00a0Give it\n",
        'ask: "Note:\u00a0this"\n',
        "explain: Give it\n  Note:\u00a0slowly\n",
        "explain: Give it\n  \u00a0slowly\n",
        (
            "explain: |\n  - one\n  -\u00a0two\n  Note:\u00a0three\n   \u00a0four\n  \u00a0\n "
            " five\nid: x\n"
        ),
        "right: [a,\u00a0b]\n",
        "# a\u00a0comment\nask: x\n",
        "ask: 👩\u200d⚕\u200d\n",
    ],
)
def test_inside_texts_they_are_fine(text: str) -> None:
    assert astray(text) == []
    assert not read(text).findings


def test_line_ends_and_places_behind_it_stay() -> None:
    reading = read("- id: x\r\n\u200b  ask: y\r\n  wrong: [a\r\n")

    assert reading.places == ["LM006 2:1", "LM015 3:10"]


def test_one_finding_for_those_of_a_width_and_one_for_those_of_none() -> None:
    reading = read("- id: x\n\u00a0\u00a0ask:\u00a0y\n  \u200bhint:\u202fz\n")

    assert [(found.code, found.line, found.column) for found in reading.findings] == [
        ("LM007", 2, 1),
        ("LM006", 3, 3),
    ]
    assert reading.findings[0].message.endswith(", and 3 more below")
