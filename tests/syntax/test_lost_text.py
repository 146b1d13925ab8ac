"""Text that YAML reads without complaint, and not as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.syntax.node import Scalar
from tests.syntax.reading import at, read


@pytest.mark.parametrize(
    ("text", "place", "lost", "fix"),
    [
        ("ask: Is dose #2 given now?\n", "1:14", "#2 given now?", '"Is dose #2 given now?"'),
        ("deck: Ward #5\n", "1:12", "#5", '"Ward #5"'),
        ("wrong:\n  - a #b\n  - c\n", "2:7", "#b", '"a #b"'),
        ("wrong: [a #b\n  , c]\n", "1:11", "#b", '"a #b"'),
        ("ask: #5 dose\n", "1:6", "#5 dose", '"#5 dose"'),
        ("wrong:\n  - #5 dose\n  - c\n", "2:5", "#5 dose", '"#5 dose"'),
        ("ask: x\t#5\n", "1:8", "#5", '"x #5"'),
        ("ask: a text\n  of two lines #5\nid: x\n", "2:16", "#5", '"a text of two lines #5"'),
    ],
)
def test_text_behind_a_hash_without_a_space_is_lost(
    text: str, place: str, lost: str, fix: str
) -> None:
    reading = read(text)

    assert reading.places == [f"LM012 {place}"]
    assert (
        reading.only().message
        == f"`{lost}` is lost, because a space followed by `#` starts a comment"
    )
    assert reading.only().fix == f"put it in quotes: {fix}"
    assert reading.underlined() == lost
    assert reading.parsed


def test_a_text_that_was_cut_short_says_so() -> None:
    ask = at(read("ask: dose #2\n").root, "ask")

    assert isinstance(ask, Scalar)
    assert ask.lost
    assert ask.broken


@pytest.mark.parametrize(
    "text",
    [
        "deck: x # note\n",
        "deck: x #\n",
        "deck: x ## note\n",
        "#note\ndeck: x\n#note\n",
        "wrong: # to do\n  - a\n",
        "ask:\n  # note\n  x\n",
        'ask: "x" #note\n',
        "ask: 'x' #note\n",
        "ask: | # note\n  x #y\n",
        "wrong: [a, b] #note\n",
        "ask: a#b\n",
        "ask: C#\n",
        "match:\n  a: b # note\n",
    ],
)
def test_a_comment_is_no_error(text: str) -> None:
    reading = read(text)

    assert not reading.findings
    assert reading.parsed


@pytest.mark.parametrize(
    "name",
    ["ask", "answer", "cloze", "type", "right", "wrong", "text", "why", "explain", "hint", "story"],
)
def test_a_comment_behind_an_unquoted_text_is_a_warning(name: str) -> None:
    direct = read(f"{name}: Give dose # 2\n")
    in_list = read(f"{name}:\n  - Give dose # 2\n")

    assert direct.places == [f"LM013 1:{len(name) + 13}"]
    assert in_list.places == ["LM013 2:15"]
    for found in (direct.only(), in_list.only()):
        assert found.severity == "warning"
        assert found.message == "the text after this `#` is a comment, which learners do not see"
        assert found.fix == 'if it is part of the text, put it in quotes: "Give dose # 2"'
    assert not at(direct.root, name).broken


def test_a_field_without_a_value_in_braces() -> None:
    reading = read("rows: {Fever, chills: Yes}\nid: x\n")

    assert reading.places == ["LM016 1:8"]
    assert reading.only().message == "`Fever` has no value inside { }"
    assert reading.only().fix is not None
    assert '{"Fever, chills": Yes}' in str(reading.only().fix)
    assert at(reading.root, "rows").broken


def test_a_squeezed_colon_in_braces_has_its_own_cure() -> None:
    assert (
        read("a: {b:c}\n").only().fix
        == "put a space after the colon; if the text starts with `{`, put all of it in quotes"
    )


@pytest.mark.parametrize(
    "text", ["a: {b: '', c: \"\"}\n", "a: {}\n", "a: []\n", "a: {b: c, d: e}\n"]
)
def test_what_is_written_in_braces_is_fine(text: str) -> None:
    assert not read(text).findings


@pytest.mark.parametrize(
    ("text", "column", "piece"),
    [
        ("a: [1,000 mg, 2,000 mg]\n", 5, "1,000 mg"),
        ("a: [x, 12,500]\n", 8, "12,500"),
        ("a: [1,000,000]\n", 5, "1,000,000"),
        ("a: [1,000,000 mg, x]\n", 5, "1,000,000 mg"),
        ("a: [1,000,000,100 of 5,000,x]\n", 5, "1,000,000,100 of 5,000"),
        ("a: [x, 5,000-10,000 mg, y]\n", 8, "5,000-10,000 mg"),
        ("a: [x, about 1,000 mg, y]\n", 8, "about 1,000 mg"),
        ("a: [x, 1,000:1, y]\n", 8, "1,000:1"),
        ("a: {b: 1,000}\n", 8, "1,000"),
        ("a: {b: 1,000,000 mg, c: d}\n", 8, "1,000,000 mg"),
        ("a: {b: up to 1,000 mg, c: d}\n", 8, "up to 1,000 mg"),
        ("a: {1,000: x}\n", 5, "1,000"),
        ("a: {1,000,000 mg: x}\n", 5, "1,000,000 mg"),
        ("a: {about 1,000: x}\n", 5, "about 1,000"),
        ("a: [[1,000]]\n", 6, "1,000"),
    ],
)
def test_a_comma_inside_a_number_in_brackets(text: str, column: int, piece: str) -> None:
    reading = read(text)

    assert reading.places == [f"LM017 1:{column}"]
    assert (
        reading.only().message
        == f"`{piece}` is split at the comma, because commas separate values inside brackets"
    )
    assert (
        reading.only().fix
        == f'put it in quotes: "{piece}"; if they are two values, put a space after the comma'
    )
    assert reading.underlined() == piece
    assert piece in str(read(text.replace(piece, f'"{piece}"').replace("2,000 mg", "y")).value)


@pytest.mark.parametrize(
    ("text", "piece", "meant"),
    [
        ('a: ["1,000",000 mg, x]\n', '"1,000",000 mg', "1,000,000 mg"),
        ("a: [x, '1',000,000, y]\n", "'1',000,000", "1,000,000"),
        ('a: {b: "1,000",000 mg}\n', '"1,000",000 mg', "1,000,000 mg"),
        ('a: {"1,000",000 mg: x}\n', '"1,000",000 mg', "1,000,000 mg"),
    ],
)
def test_a_number_of_which_only_a_part_is_quoted_falls_apart_too(
    text: str, piece: str, meant: str
) -> None:
    reading = read(text)

    assert reading.only().code == "LM017"
    assert (
        reading.only().fix
        == f'put it in quotes: "{meant}"; if they are two values, put a space after the comma'
    )
    assert reading.underlined() == piece


def test_a_number_that_falls_apart_may_go_on_in_the_next_line() -> None:
    reading = read("a: [x, at most\n  1,000,000\n  mg, y]\n")

    assert reading.places == ["LM017 1:8"]
    assert str(reading.only().fix).startswith('put it in quotes: "at most 1,000,000 mg";')
    assert reading.underlined() == "at most"


def _mended(text: str) -> str:
    """The text after its first finding was obeyed."""
    reading = read(text)
    found = reading.findings[0]
    quoted = str(found.fix).removeprefix("put it in quotes: ").split("; if they")[0]
    return text[: found.column - 1] + quoted + text[found.column - 1 + found.length :]


_GROUPS = st.lists(st.sampled_from(["000", "500", "125"]), min_size=1, max_size=4)
_NUMBERS = st.builds(
    "{}{},{}{}".format,
    st.sampled_from(["", "about "]),
    st.integers(1, 999),
    _GROUPS.map(",".join),
    st.sampled_from(["", " mg", "/h"]),
)


@given(
    _NUMBERS, st.sampled_from(["[{}]", "[{}, x]", "[x, {}]", "{{{}: x}}", "{{x: {}}}", "[[{}], x]"])
)
def test_who_obeys_the_cure_has_the_number_in_one_piece(number: str, around: str) -> None:
    number = number.strip()
    text = around.format(number) + "\n"

    reading = read(_mended(text))

    assert not reading.findings
    assert repr(number) in repr(reading.value)


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, 000]\n",
        "a: [1,00]\n",
        "a: [1,0000]\n",
        'a: ["1,000 mg"]\n',
        "a: 1,000 mg\n",
        "a: [x,000]\n",
        'a: ["x",000]\n',
        'a: ["1", 000]\n',
        "a: ['1','000']\n",
    ],
)
def test_other_commas_are_fine(text: str) -> None:
    assert not read(text).findings


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [
        ('ask: "\\x1b[31mStop"\n', 7, "\\x1b"),
        ('ask: "a\\0"\n', 8, "\\x00"),
        ('ask: "ab \\u202e x"\n', 10, "\\u202e"),
        ('ask: "a\\e"\n', 8, "\\x1b"),
        ("ask: 'x\u202ey'\n", 8, "\\u202e"),
    ],
)
def test_an_invisible_character_is_an_error_that_leaves_the_card_in_study(
    text: str, column: int, shown: str
) -> None:
    reading = read(text)

    assert reading.places == [f"LM006 1:{column}"]
    assert reading.only().message == f"the text contains an invisible character, `{shown}`"
    assert reading.parsed
    assert not at(reading.root, "ask").broken


@pytest.mark.parametrize(
    ("sign", "name"),
    [("\u200b", "zero-width space"), ("\u00ad", "soft hyphen"), ("\u2060", "word joiner")],
)
def test_a_character_of_no_width_is_called_by_its_name(sign: str, name: str) -> None:
    reading = read(f"ask: x{sign}y\n")

    assert reading.places == ["LM006 1:7"]
    assert reading.only().message == f"the text contains an invisible {name}"
    assert reading.parsed


def test_an_invisible_character_in_a_name_does_not_make_it_unknown() -> None:
    reading = read("a\u200bsk: x\n")

    assert reading.places == ["LM006 1:2"]
    assert reading.value == {"ask": "x"}


def test_harmless_escapes_are_fine() -> None:
    reading = read('ask: "a\\nb \\"c\\" \\u00b5 \\x41 \\t \\\\"\n')

    assert not reading.findings
    assert reading.value == {"ask": 'a\nb "c" µ A \t \\'}


@pytest.mark.parametrize(
    ("text", "place"),
    [("wrong:\n  - a\n   - b\n  - c\n", "3:4"), ("wrong: a\n  - b\n  - c\nid: x\n", "2:3")],
)
def test_a_dash_that_stands_too_far_right_is_not_swallowed(text: str, place: str) -> None:
    reading = read(text)

    assert reading.places == [f"LM008 {place}"]
    assert "is read as part of the text on line" in reading.only().message


def test_prose_may_go_on_with_a_dash() -> None:
    reading = read(
        "explain: In two halves\n  - two weeks apart - and\n  then every half year\nwrong:\n  - a\n"
        "    - b\n"
    )

    assert not reading.findings
