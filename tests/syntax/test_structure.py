"""What YAML allows and decks do not: anchors, tags, merge keys, documents, names that are none,
names written twice.
"""

from __future__ import annotations

import pytest

from learnms.syntax.node import Mapping, Mark
from tests.syntax.reading import at, read


def test_every_value_is_text_as_written() -> None:
    reading = read(
        "a: yes\nb: 2:30\nc: 0123\nd: 1.10\ne: 2026-01-15\nf: null\ng:\nh: ~\ni: 1_000\n"
    )

    assert not reading.findings
    assert reading.value == {
        "a": "yes",
        "b": "2:30",
        "c": "0123",
        "d": "1.10",
        "e": "2026-01-15",
        "f": "null",
        "g": "",
        "h": "~",
        "i": "1_000",
    }


def test_nodes_know_their_places_and_styles() -> None:
    root = read("ask: µ \U0001f600 \"x\"\nwrong:\n  - 'b'\n  - {c: d}\nwhy: |\n  text\n").root

    assert isinstance(root, Mapping)
    assert [(name.value, name.start, name.end) for name, _ in root.pairs][1] == (
        "wrong",
        Mark(2, 1, 13),
        Mark(2, 6, 18),
    )
    assert at(root, "ask").start == Mark(1, 6, 5)
    assert at(root, "wrong", 0).style == "'"  # type: ignore[union-attr]
    assert at(root, "wrong", 1).flow  # type: ignore[union-attr]
    assert at(root, "why").style == "|"  # type: ignore[union-attr]
    assert not root.flow


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("dose: &d 600 mg\nid: x\n", "LM021", "1:7"),
        ("dose: &600 mg\nid: x\n", "LM021", "1:7"),
        ("a: &x\n  b: c\nid: x\n", "LM021", "1:4"),
        ("&x id: x\n", "LM021", "1:1"),
        ("answer: *d\nid: x\n", "LM022", "1:9"),
        ("*d : x\nid: x\n", "LM022", "1:1"),
        ("answer: !important Stop\nid: x\n", "LM023", "1:9"),
        ("answer: ! Stop\nid: x\n", "LM023", "1:9"),
        ("answer: !!str Stop\nid: x\n", "LM023", "1:9"),
        ("answer: !!python/object/apply:os.system [x]\nid: x\n", "LM023", "1:9"),
        ("<<: {a: b}\nid: x\n", "LM024", "1:1"),
        ("<<: *base\nid: x\n", "LM024", "1:1"),
        ("<<: [*base, *other]\nid: x\n", "LM024", "1:1"),
        ("? a\n: b\n", "LM020", "1:1"),
        ("? [a]\n: b\n", "LM020", "1:1"),
        ("[a]: b\nid: x\n", "LM020", "1:1"),
        ("{a: b}: c\n", "LM020", "1:1"),
        (": b\nid: x\n", "LM020", "1:1"),
        ('"": b\nid: x\n', "LM020", "1:1"),
        ("%YAML 1.1\n---\nid: x\n", "LM026", "1:1"),
        ("%YAML 1.1\nid: x\n", "LM026", "1:1"),
        ("# x\n%TAG ! tag:x,2000:\n---\nid: x\n", "LM026", "2:1"),
        ("id: x\n---\nid: y\n", "LM025", "2:1"),
        ("id: x\n---\n", "LM025", "2:1"),
        ("id: x\n...\nid: y\n", "LM025", "3:1"),
        ("wrong:\n  - ? x\n", "LM011", "2:5"),
    ],
)
def test_what_decks_do_not_have_is_one_finding_at_its_place(
    text: str, code: str, place: str
) -> None:
    reading = read(text)

    assert reading.places == [f"{code} {place}"]
    assert reading.only().fix


@pytest.mark.parametrize(
    "text",
    [
        "'<<': a\n",
        "<<<: a\n",
        "---\nid: x\n",
        "--- # x\nid: x\n...\n",
        "a: b ? c\n",
        "a: what ?\nb: c\n",
        "a: b, ?\nb: c\n",
    ],
)
def test_what_only_looks_like_it_is_fine(text: str) -> None:
    assert not read(text).findings


def test_the_words_name_the_cure() -> None:
    assert (
        read("a: &600 mg\n").only().fix
        == 'remove it; if it is part of the text, put it in quotes: "&600 mg"'
    )
    assert (
        read("a: *d\n").only().fix == 'write the value out; if it is text, put it in quotes: "*d"'
    )
    assert read("a: !x b\n").only().message == "`!` names a data type, which decks do not support"
    assert (
        read("a: b\n---\nc: d\n").only().message
        == "another document starts here, so the rest is not read"
    )


def test_of_several_documents_the_first_is_read_and_the_file_does_not_count_as_read() -> None:
    reading = read("id: x\n---\nid: y\n")

    assert reading.value == {"id": "x"}
    assert not reading.parsed


def test_a_field_written_twice_names_the_first_and_keeps_it() -> None:
    reading = read("id: x\ncards:\n  - ask: a\n    hint: b\n    ask: c\n    ask: d\n")

    assert reading.places == ["LM019 5:5", "LM019 6:5"]
    assert reading.findings[0].message == "the field `ask` appears twice; the first is on line 3"
    assert reading.findings[0].length == 3
    assert reading.value == {"id": "x", "cards": [{"ask": "a", "hint": "b"}]}
    assert reading.parsed


def test_a_card_without_its_dash_is_one_finding() -> None:
    reading = read("- id: a\n  ask: x\n  answer: y\n  id: b\n  ask: z\n  answer: w\n")

    assert reading.places == ["LM019 4:3"]
    assert (
        reading.only().message
        == "the fields `id`, `ask` and 1 more appear twice; the first `id` is on line 1"
    )
    assert (
        reading.only().fix
        == "if another card starts here, put a dash before its first field; otherwise keep one"
        " of each"
    )


def test_sixty_four_levels_are_allowed_and_not_one_more() -> None:
    assert not read("a: " + "[" * 63 + "x" + "]" * 63 + "\n").findings

    reading = read("a: " + "[" * 64 + "x" + "]" * 64 + "\n")

    assert reading.places == ["LM027 1:67"]
    assert reading.root is None
    assert not reading.parsed


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 100_000 + "]" * 100_000, "1:65"),
        ("[" * 100_000, "1:65"),
        ("[" * 1_000 + "]" * 1_000, "1:65"),
        ("{" * 100_000, "1:65"),
        ("{" * 70 + "}" * 70, "1:65"),
        ("id: x\nwrong: " + "[" * 100_000 + "]" * 100_000 + "\nask: x\n", "2:71"),
        ("id: x\nwrong: [a, [b], '[[', " + "[" * 100_000 + "]" * 100_000 + "\nask: x\n", "2:85"),
        ("cards:\n- id: x\n  hint: " + "{" * 1_200 + "}" * 1_200 + "\n  ask: is it: y\n", "3:70"),
    ],
    ids=[
        "closed",
        "open",
        "a thousand",
        "braces",
        "seventy braces",
        "in a field",
        "behind other brackets",
        "in a text",
    ],
)
def test_too_many_levels_are_one_finding_whatever_else_they_look_like(
    text: str, place: str
) -> None:
    reading = read(text)

    assert reading.places == [f"LM027 {place}"]
    assert reading.root is None
    assert not reading.parsed


def test_what_is_wrong_above_too_many_levels_is_told_too() -> None:
    assert read("ask: is it: x\nwrong: " + "[" * 1_000 + "]" * 1_000 + "\n").places == [
        "LM010 1:11",
        "LM027 2:71",
    ]
    assert read("ask: is it: x\nwrong: " + "{" * 80 + "}" * 80 + "\n").places == [
        "LM010 1:11",
        "LM027 2:71",
    ]
    assert read("a: b\na: {{c1}}\nwrong: " + "{" * 80 + "}" * 80 + "\n").places == [
        "LM011 2:4",
        "LM027 3:71",
    ]


def test_non_breaking_spaces_before_a_name_are_named_and_read_over() -> None:
    reading = read("- id: x\n\u00a0\u00a0ask: y\n")

    assert reading.places == ["LM007 2:1"]
    assert (
        reading.only().message
        == "a non-breaking space, pasted from Word or a web page, where an ordinary space is"
        " needed,"
        " and 1 more below"
    )
    assert reading.value == [{"id": "x", "ask": "y"}]


def test_bare_text_is_a_root_for_the_reader_to_refuse() -> None:
    reading = read("just text\n")

    assert not reading.findings
    assert reading.value == "just text"


def test_a_file_full_of_aliases_is_given_up() -> None:
    reading = read("a: [" + "*a, " * 100_000 + "]\n")

    assert len(reading.findings) == 501
    assert reading.findings[-1].code == "LM029"
    assert reading.root is None
