"""Decks written as GIFT and Moodle XML and read back: key, points, feedback, explanation, source
and id stay.
"""

from __future__ import annotations

import re
import tempfile
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from learnms.decks.deck_file import as_yaml
from learnms.decks.load import load_all
from learnms.decks.model import Deck
from learnms.decks.template import template
from learnms.exchange.bank import ExportedQuestion, exported_questions
from learnms.exchange.formats import BY_NAME
from learnms.exchange.moodle.cards import escaped_blanks
from learnms.kinds.drawn import fill
from learnms.kinds.expression import key
from learnms.kinds.response import Pick, TypeIn
from tests.factories.banks import key_of, loaded, most_points, shown, there_and_back
from tests.factories.deck_files import Folder

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 22)
LEFT_OUT = {"flashcard", "teach-back", "rationale", "bowtie"}
NOT_IN_GIFT = LEFT_OUT | {"order", "groups", "matrix-any"}
AS_SELECT_ALL = {"select-n": "limit the picks", "highlight": "highlighting"}


@cache
def shipped() -> tuple[Deck, ...]:
    paths = sorted((ROOT / "decks" / "ocrelizumab").glob("[0-9]*.yaml"))
    decks, _ = load_all([(path, path.name) for path in paths], TODAY)
    return tuple(one.read.deck for one in decks if one.read is not None)


def is_left_out(question: ExportedQuestion, format_: str) -> bool:
    response = question.ask.response
    if question.kind == "highlight" and isinstance(response, Pick):
        words = [shown(option.text).casefold() for option in response.groups[0].options]
        return len(set(words)) < len(words)
    if question.kind == "cloze":
        return not isinstance(response, TypeIn)
    if format_ == "gift" and question.kind == "dropdown":
        return isinstance(response, Pick) and len(response.groups) > 1
    return question.kind in (NOT_IN_GIFT if format_ == "gift" else LEFT_OUT)


def assert_kept(
    question: ExportedQuestion, back: ExportedQuestion, lost: list[str], format_: str
) -> None:
    response, got = question.ask.response, back.ask.response
    explain = question.notes.explain or ""
    if isinstance(response, TypeIn) and response.number is not None:
        number = response.number
        assert isinstance(got, TypeIn)
        assert got.number is not None
        assert got.number.within == number.within
        assert got.number.units[:1] == number.units[:1]
        rows = [dict(row) for row in number.rows]
        if format_ == "gift":
            assert (len(rows) > 1) == any("set of numbers" in text for text in lost)
            rows = rows[:1]
            explain = fill(explain, rows[0], number.places)
        else:
            assert got.number.units == number.units
        assert keys(got) == keys(response)[: len(rows)]
        for row in rows:
            filled = fill(back.ask.prompt, row, got.number.places)
            assert shown(filled).endswith(shown(fill(question.ask.prompt, row, number.places)))
            filled = fill(back.notes.explain or "", row, got.number.places)
            assert shown(filled) == shown(fill(explain, row, number.places))
    else:
        assert key_of(back) == key_of(question)
        assert shown(back.notes.explain) == shown(explain)
        if question.kind not in ("cloze", "highlight"):  # whose text is more than the prompt
            assert shown(back.ask.prompt).endswith(shown(question.ask.prompt))
    assert most_points(back) == most_points(question)
    assert back.notes.sources == question.notes.sources
    assert back.tags == question.tags
    if question.kind in AS_SELECT_ALL:
        assert back.kind == "select-all"
        assert any(AS_SELECT_ALL[question.kind] in text for text in lost)
    if format_ == "moodle":
        assert shown(back.notes.hint) == shown(question.notes.hint)
        assert back.topic == question.topic
    else:
        assert bool(question.notes.hint) == any("hint" in text for text in lost)


def keys(response: TypeIn) -> list[str]:
    assert response.number is not None
    return [
        f"{key(response.number.expression, values, response.number.places).normalize():f}"
        for row in response.number.rows
        for values in [{name: Decimal(value) for name, value in row}]
    ]


@pytest.mark.parametrize(("first", "format_"), [(1, "gift"), (0, "moodle")])
def test_the_shipped_decks_are_kept(first: int, format_: str, tmp_path: Path) -> None:
    for number, deck in enumerate(shipped()[first::2]):  # both kinds are in both halves
        folder = tmp_path / str(number)
        folder.mkdir()
        back, lost = there_and_back(folder, format_, [deck])
        for question in exported_questions(deck):
            if is_left_out(question, format_):
                assert question.id not in back
                assert any(text.startswith("Left out: ") for text in lost[question.id])
            else:
                assert_kept(question, back[question.id], lost.get(question.id, []), format_)
        assert len(back) == sum(
            not is_left_out(question, format_) for question in exported_questions(deck)
        )


@pytest.mark.parametrize("format_", ["gift", "moodle"])
def test_the_template_with_all_kinds_is_kept(format_: str, tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(template("All kinds", "all-kinds", TODAY), "utf-8")
    checked, _ = load_all([(path, path.name)], TODAY)
    read = checked[0].read
    assert read is not None
    assert len(dict(read.deck.kinds)) == 18

    back, lost = there_and_back(tmp_path, format_, [read.deck])

    for question in exported_questions(read.deck):
        if is_left_out(question, format_):
            assert any(text.startswith("Left out: ") for text in lost[question.id])
        else:
            assert_kept(question, back[question.id], lost.get(question.id, []), format_)


TEXT = st.text(
    st.one_of(
        st.sampled_from("~=#{}:\\%*[]<>&;$/-_|!\"'@\n  ab1.,"),
        st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs")),
    ),
    min_size=1,
    max_size=12,
).map(str.strip)


def is_fit(*texts: str) -> bool:
    """Whether texts can be told apart, and none begins as a list does."""
    lines = [line.strip() for text in texts for line in text.split("\n")]
    return all(shown(text) for text in texts) and not any(
        line[:1] in "-*•|" or line[:1].isdigit() or line.lower().startswith("source") or not line
        for line in lines
    )


@pytest.mark.parametrize("format_", ["gift", "moodle"])
@given(ask=TEXT, right=TEXT, wrong=TEXT, why=TEXT, explain=TEXT)
@hypothesis_settings(max_examples=60)
def test_any_text_is_escaped(
    format_: str, ask: str, right: str, wrong: str, why: str, explain: str
) -> None:
    if not is_fit(ask, right, wrong, why, explain) or shown(right).casefold() in (
        shown(wrong).casefold(),
        "",
    ):
        return
    hidden = " ".join(right.split()) if re.fullmatch(r"[\w <>&~=#*%;,.-]+", right) else "CD20"
    cards = [
        {
            "id": "one-a",
            "ask": ask,
            "right": [{"text": right, "why": why}],
            "wrong": [wrong],
            "explain": explain,
        },
        {"id": "two-a", "ask": ask, "type": [" ".join(right.split())], "explain": explain},
        {
            "id": "four-a",
            "cloze": f"{escaped_blanks(ask)} x {{{{c1::{hidden}}}}} end",
            "typed": "yes",
        },
        {
            "id": "five-a",
            "ask": "Complete it.",
            "blanks": f"{escaped_blanks(ask)} x {{{{1}}}} end",
            "choices": {"1": {"right": [right], "wrong": [wrong]}},
        },
        {"id": "three-a", "ask": ask, "match": {"L 1": "R 1", "L 2": "R 2"}, "explain": explain},
    ]
    with tempfile.TemporaryDirectory() as folder:
        checked = Folder(Path(folder)).deck(as_yaml({"deck": "Any", "id": "any", "cards": cards}))
        read = checked.loaded[0].read
        assert read is not None
        back, _ = there_and_back(Path(folder), format_, [read.deck])
        for question in exported_questions(read.deck):
            if question.kind != "cloze" or format_ == "moodle":
                assert shown(back[question.id].ask.prompt) == shown(question.ask.prompt)
            assert key_of(back[question.id]) == key_of(question)
            assert shown(back[question.id].notes.explain) == shown(question.notes.explain)


def test_what_was_read_is_read_again_the_same(tmp_path: Path) -> None:
    for name, format_ in (("a", "gift"), ("b", "moodle")):
        first, second = tmp_path / f"{name}1", tmp_path / f"{name}2"
        deck = shipped()[3]
        BY_NAME[format_].write([deck], first)
        bank = BY_NAME[format_].read(first)
        (tmp_path / name).mkdir()
        BY_NAME[format_].write([loaded(tmp_path / name, bank)], second)
        again = BY_NAME[format_].read(second)
        assert again.cards == bank.cards
        assert again.topics == bank.topics
