"""Texts that begin with a sign of YAML's own, or hold an unquoted colon: refused or misread,
they are named at their place.
"""

from __future__ import annotations

import pytest

from learnms.syntax.pitfalls import accident, starts_by_accident
from learnms.syntax.source import source_of
from tests.syntax.reading import at, read

REFUSED = [
    (
        "*600 mg",
        "the text starts with `*`, which repeats a value from elsewhere",
        'put it in quotes: "*600 mg"',
    ),
    (
        "* bullet",
        "the text starts with `*`, which repeats a value from elsewhere",
        'put it in quotes: "* bullet"',
    ),
    ("@x", "the text starts with `@`, which cannot start a value", 'put it in quotes: "@x"'),
    (
        "`x` y",
        "the text starts with a backtick, which cannot start a value",
        'put it in quotes: "`x` y"',
    ),
    ("%5", "the text starts with `%`, which starts a directive", 'put it in quotes: "%5"'),
    (", x", "the text starts with `,`, which separates values", 'put it in quotes: ", x"'),
    (
        "- 300",
        "the text starts with a dash and a space, which starts a list item",
        'put it in quotes: "- 300"',
    ),
    (
        "-",
        "the text starts with a dash and a space, which starts a list item",
        'put it in quotes: "-"',
    ),
    (
        "? x",
        "the text starts with `?`, which starts a complex field name",
        'put it in quotes: "? x"',
    ),
    ("?", "the text starts with `?`, which starts a complex field name", 'put it in quotes: "?"'),
    (
        "> 300 mL",
        "the text starts with `>`, which starts a block of text",
        'put it in quotes: "> 300 mL"',
    ),
    (
        ">5 mg/dL",
        "the text starts with `>`, which starts a block of text",
        'put it in quotes: ">5 mg/dL"',
    ),
    (">=5", "the text starts with `>`, which starts a block of text", 'put it in quotes: ">=5"'),
    ("|x|", "the text starts with `|`, which starts a block of text", 'put it in quotes: "|x|"'),
    ("& so on", "the text starts with `&`, which names a value", 'put it in quotes: "& so on"'),
    ("]", "the text starts with `]`, which closes a list", 'put it in quotes: "]"'),
    (
        "[x] 600 mg",
        "the text starts with `[`, which opens a list here",
        'put it in quotes: "[x] 600 mg"',
    ),
    (
        "[x: 600 mg",
        "the text starts with `[`, which opens a list here",
        'put it in quotes: "[x: 600 mg"',
    ),
    (
        "{x} 600 mg",
        "the text starts with `{`, which opens a set of fields here",
        'put it in quotes: "{x} 600 mg"',
    ),
    (
        "{{c1::600 mg}} every",
        "the text starts with `{{`, which opens a set of fields here",
        'put it in quotes: "{{c1::600 mg}} every"',
    ),
    (
        '"No" is right',
        'the quoted text ends after "No", but more text follows',
        "put it in quotes: '\"No\" is right'",
    ),
    (
        "'No' is right",
        "the quoted text ends after 'No', but more text follows",
        "put it in quotes: \"'No' is right\"",
    ),
    (
        "'don't do'",
        "the quoted text ends after 'don', but more text follows",
        'put it in quotes: "don\'t do"',
    ),
    (
        '"T": what',
        'the quoted text ends after "T", but more text follows',
        "put it in quotes: '\"T\": what'",
    ),
]


@pytest.mark.parametrize(("text", "message", "fix"), REFUSED, ids=[row[0] for row in REFUSED])
@pytest.mark.parametrize("field", ["  - ask: ", "  - id: x\n    ask: "])
def test_a_value_that_yaml_refuses_is_named_and_the_rest_is_read(
    field: str, text: str, message: str, fix: str
) -> None:
    reading = read(f"cards:\n{field}{text}\n    hint: h\n")

    found = reading.only()
    assert (found.code, found.line, found.column) == ("LM011", 1 + field.count("\n") + 1, 10)
    assert (found.message, found.fix) == (message, fix)
    assert reading.underlined() == text
    assert not reading.parsed
    ask = at(reading.root, "cards", 0, "ask")
    assert ask.broken
    assert reading.value == {
        "cards": [{**({"id": "x"} if "id" in field else {}), "ask": text, "hint": "h"}]
    }


@pytest.mark.parametrize(
    "text",
    [
        row[0]
        for row in REFUSED
        if row[0] not in ("- 300", "-", "? x", "?", "[x: 600 mg", '"T": what')
    ],
)
def test_an_item_that_yaml_refuses_is_named_and_the_others_are_read(text: str) -> None:
    reading = read(f"wrong:\n  - {text}\n  - b\n")

    found = reading.only()
    assert (found.code, found.line, found.column) == ("LM011", 2, 5)
    assert reading.value == {"wrong": [text, "b"]}
    assert at(reading.root, "wrong", 0).broken


@pytest.mark.parametrize("text", ["*600", "@x", "`x", "%5", '"No" x', "[x] y", "'tis, b"])
def test_an_item_inside_brackets_is_named_alone(text: str) -> None:
    reading = read(f"wrong: [a, {text}, c]\nid: x\n")

    found = reading.only()
    assert (found.line, found.column) == (1, 12)
    assert found.code in ("LM011", "LM014", "LM022")
    assert at(reading.root, "id") is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [("@x", "@x"), ("%5", "%5"), (">5 mg", ">5 mg"), ("[x] y", "[x] y"), ('"No" is', '"No" is')],
)
def test_a_name_that_yaml_refuses_is_named_as_one(name: str, text: str) -> None:
    reading = read(f"match:\n  {name}: high\n  c: d\n")

    found = reading.only()
    assert (found.code, found.line, found.column) == ("LM011", 2, 3)
    assert reading.underlined() == text
    assert reading.value == {"match": {"c": "d"}}
    assert at(reading.root, "match").broken


def test_a_greater_than_and_a_number_would_read_as_nothing() -> None:
    reading = read("ask: >5\nanswer: x\n")

    assert reading.places == ["LM011 1:6"]
    assert reading.only().message == "`>5` starts a block of text, but no text follows"
    assert reading.parsed
    assert at(reading.root, "ask").broken


def test_a_number_behind_a_greater_than_is_not_swallowed_by_the_text_below() -> None:
    reading = read("answer: >5\n     years after the start\nid: x\n")

    assert reading.places == ["LM011 1:9"]
    assert reading.only().fix == "if `>5` is part of the text, put the whole text in quotes"


def test_a_cloze_that_begins_with_a_blank_is_named_where_yaml_reads_fields() -> None:
    reading = read("cloze: {{c1::600 mg}}\nid: x\n")

    assert reading.places == ["LM011 1:8"]
    assert reading.only().fix == 'put it in quotes: "{{c1::600 mg}}"'
    assert reading.value == {"cloze": "{{c1::600 mg}}", "id": "x"}


def test_signs_inside_a_text_and_minus_numbers_are_fine() -> None:
    reading = read(
        "a: -5\nb: ?x\nc: x*y & z\nd: :x\ne: 5% [x] {y} 'z'\nf: a->b|c\ng: don't\nh: -x\n"
    )

    assert not reading.findings
    assert reading.parsed


@pytest.mark.parametrize(
    ("text", "place", "quoted"),
    [
        ("ask: What is this: a test\nid: x\n", "1:18", '"What is this: a test"'),
        ("ask: Dose:\nid: x\n", "1:10", '"Dose:"'),
        ("ask: a: b: c # d\nid: x\n", "1:7", '"a: b: c # d"'),
        ('ask: a: "b"\nid: x\n', "1:7", "'a: \"b\"'"),
        (
            "ask: a text that\n  goes on, see here: b\nid: x\n",
            "2:20",
            '"a text that goes on, see here: b"',
        ),
        ("ask: What is this:\n  - a\n  - b\nid: x\n", "1:18", '"What is this:"'),
    ],
)
def test_an_unquoted_colon_is_one_finding_at_the_colon(text: str, place: str, quoted: str) -> None:
    reading = read(text)

    found = reading.only()
    assert reading.places == [f"LM010 {place}"]
    assert (
        found.message
        == "a colon followed by a space ends a field name, but this one is inside unquoted text"
    )
    assert found.fix == f"put it in quotes: {quoted}"
    assert at(reading.root, "ask").broken
    assert reading.value == {"ask": at(reading.root, "ask").value, "id": "x"}  # type: ignore[union-attr]


def test_curly_quotes_do_not_protect_a_colon() -> None:
    found = read("ask: “What is this: a test”\n").only()

    assert found.code == "LM010"
    assert found.fix is not None
    assert found.fix.endswith("curly quotes do not count")


def test_a_list_item_with_two_colons_is_one_text() -> None:
    reading = read("wrong:\n  - Note: this: that\n  - b\n")

    assert reading.places == ["LM010 2:15"]
    assert reading.value == {"wrong": ["Note: this: that", "b"]}


def test_times_and_ratios_need_no_quotes() -> None:
    reading = read("a: 2:30\nb: 1:1000\nc: https://x.y/z\n")

    assert not reading.findings
    assert reading.value == {"a": "2:30", "b": "1:1000", "c": "https://x.y/z"}


def test_a_reader_that_expects_text_learns_why_it_found_something_else() -> None:
    text = (
        "ask: [x]\nanswer: {dose: 5}\nwrong:\n  - Note: give slowly\n  - b\nmatch:\n  a: b\n "
        " c: d\n"
    )
    source, _ = source_of(text, "deck.yaml")
    root = read(text).root
    assert source is not None

    in_brackets = accident(source, at(root, "ask"))
    in_braces = accident(source, at(root, "answer"))
    colon = accident(source, at(root, "wrong", 0))

    assert starts_by_accident(at(root, "ask"))
    assert in_brackets is not None
    assert (in_brackets.code, in_brackets.column, in_brackets.fix) == (
        "LM011",
        6,
        'put it in quotes: "[x]"',
    )
    assert in_braces is not None
    assert in_braces.message == "the text starts with `{`, which opens a set of fields here"
    assert colon is not None
    assert (colon.code, colon.line, colon.column, colon.fix) == (
        "LM010",
        4,
        9,
        'put it in quotes: "Note: give slowly"',
    )
    assert accident(source, at(root, "match")) is None
    assert accident(source, at(root, "wrong", 1)) is None
