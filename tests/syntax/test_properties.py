"""Any text at all is read without an exception, and valid YAML is read as PyYAML reads it."""

from __future__ import annotations

import random
import re
import string
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from learnms.syntax import builder as build
from learnms.syntax.node import Mapping, Node, Scalar, Sequence
from learnms.syntax.recovery import attempt
from tests.counting import calls_of
from tests.syntax.reading import TEXT_OF_A_DECK, Reading, read

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CALLS = 100_000

SIGNS = st.sampled_from(
    [
        *"\t\n\r #:-[]{}'\"&*!|>%@`,?\\x1~=<.\u00a0\u2028\x00\ufeff",
        ": ",
        " #",
        " # ",
        "- ",
        "? ",
        "\n  ",
        "\n\t",
        "\n- ",
        "<<: ",
        "---\n",
        "{{",
        "\\u",
    ]
)
WORDS = st.sampled_from(
    [
        "ask",
        "answer: ",
        "id: x",
        "cards:\n",
        "wrong:\n",
        "  ",
        "    ",
        "|\n",
        ">5",
        "600 mg",
        "1,000",
    ]
)
SOUP = st.lists(SIGNS | WORDS | st.text(max_size=5), max_size=40).map("".join)

NAMES = st.text(
    string.ascii_letters + string.digits + " -_µé:#'\"[]{}&*!", min_size=1, max_size=12
).filter(lambda name: name.strip() == name)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80) | st.text(
    string.ascii_letters + " .,:#-'\"[]{}*&!|>%@?\n", max_size=120
)
DECKS: st.SearchStrategy[Any] = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def sound(reading: Reading) -> None:
    """What holds of every reading."""
    lines = reading.text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for found in reading.findings:
        assert 1 <= found.line <= len(lines)
        assert found.column >= 1
        assert found.length >= 1
    if not reading.parsed:
        assert any(found.severity == "error" for found in reading.findings)
    if reading.root is not None:
        walk(reading.root)


def walk(node: Node) -> None:
    assert node.start.line >= 1
    assert node.start[:2] <= node.end[:2]
    if isinstance(node, Mapping):
        names = [name.value for name, _ in node.pairs]
        assert len(set(names)) == len(names)
        for name, value in node.pairs:
            assert isinstance(name, Scalar)
            assert not name.broken
            walk(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            walk(item)


@settings(deadline=None, max_examples=200)
@given(SOUP)
@example('a: "\\ud800"\n')
@example("\ufeff\ufeffa: b")
@example("? [a\n: b")
@example("%\n---")
def test_any_text_is_read_with_little_work(text: str) -> None:
    assert calls_of(lambda: sound(read(text))) < MOST_CALLS


@settings(deadline=None, max_examples=120)
@given(
    st.integers(0, len(TEXT_OF_A_DECK) - 1), st.sampled_from(["insert", "delete", "replace"]), SIGNS
)
def test_a_slip_of_the_pen_leaves_most_of_a_deck_readable(place: int, act: str, sign: str) -> None:
    before, behind = TEXT_OF_A_DECK[:place], TEXT_OF_A_DECK[place + (act != "insert") :]

    reading = read(before + ("" if act == "delete" else sign) + behind)

    sound(reading)
    assert reading.root is not None
    assert len(reading.findings) <= 6


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@settings(deadline=None, max_examples=120)
@given(
    DECKS.filter(lambda value: not isinstance(value, str)),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([True, False, None]),
    st.sampled_from([20, 80, 10_000]),
)
def test_valid_yaml_has_the_values_that_pyyaml_reads(
    value: Any, style: str | None, flow: bool | None, width: int
) -> None:
    text = yaml.safe_dump(
        value, default_style=style, default_flow_style=flow, allow_unicode=True, width=width
    )

    reading = read(text)

    # The dumper tags what another style would change, which decks refuse; the values stay.
    told = {"LM004", "LM006", "LM013", "LM020", "LM023"}
    if any(sign in text for sign in "\x85\u2028\u2029"):
        told |= {
            "LM008",
            "LM009",
            # YAML takes these as ends of lines, a deck as invisible characters
        }
    if re.search(r"^ *[\xa0\u2000-\u200a\u202f\u205f\u3000]", text, re.MULTILINE):
        told |= {"LM007"}  # at the start of a line it is named, even where quotes span lines
    if any(words and not words.strip() for words in _texts(value)):
        told |= {"LM011"}  # a text of spaces alone is none
    assert {found.code for found in reading.findings} <= told, reading.findings
    if not reading.findings:
        assert reading.parsed
        assert reading.value == yaml.load(text, Loader=yaml.BaseLoader)


@settings(deadline=None, max_examples=200)
@given(SOUP)
def test_the_parser_in_python_is_no_less_robust(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "EventLoader", yaml.SafeLoader)
        patch.setattr(attempt, "EventLoader", yaml.SafeLoader)

        sound(read(text))


def a_large_deck(cards: int) -> str:
    """Cards as authors write them, the same in every run."""
    draw = random.Random(7)
    words = [
        "the",
        "nurse",
        "gives",
        "infusion",
        "slowly",
        "over",
        "hours",
        "when",
        "a",
        "fever",
        "or",
        "relapse",
        "is",
        "seen",
        "dose",
    ]

    def text(count: int) -> str:
        return " ".join(draw.choices(words, k=count))

    lines = ["deck: Large", "cards:"]
    for number in range(cards):
        lines += [
            f"  - id: card-{number}",
            f"    ask: {text(10)}?",
            f"    right: {text(3)}",
            "    wrong:",
            *(f"      - {text(4)}" for _ in range(3)),
        ]
        lines += [
            f'    explain: "{text(9)}: {text(5)}"',
            "    source: uspi §2.3",
            "    checked: 2026-11-22",
            f"    tags: [{text(1)}, {text(1)}]",
        ]
    return "\n".join(lines) + "\n"


def test_twice_the_cards_are_twice_the_work() -> None:
    once, twice = (calls_of(partial(read, a_large_deck(cards))) for cards in (500, 1_000))

    assert twice < 2.1 * once
