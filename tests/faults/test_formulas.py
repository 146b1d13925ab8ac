"""No cell of a table that learnms writes is a formula, and each text comes back as it was."""

from __future__ import annotations

import csv
import json
from itertools import product
from typing import TYPE_CHECKING

import pytest

from learnms.exchange.cells import guarded, unguarded
from tests.factories.every_kind import deck_of_text, written_and_read
from tests.factories.hand_ins import hand_ins, questions, write_class
from tests.faults.child import learnms

if TYPE_CHECKING:
    from pathlib import Path

BEGINNINGS = ("=", "+", "-", "@", "\t=", "\r=", "'=", "''@", "'")
FORMULAS = [
    f"{sign}{text}"
    for sign, text in product(BEGINNINGS, ("HYPERLINK(1)", "cmd|' /C calc'!A0", "5 mg", ""))
    if sign + text
]


def begin_formulas(path: Path) -> list[str]:
    """The cells of a file that a spreadsheet would take for formulas. Numbers are none."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        sign = "\t" if path.suffix == ".tsv" else ","
        return [
            cell
            for row in csv.reader(file, delimiter=sign)
            for cell in row
            if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(cell)
        ]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("text", FORMULAS)
def test_a_guarded_cell_begins_no_formula_and_comes_back(text: str) -> None:
    assert guarded(text)[0] not in "=+-@\t\r"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_no_cell_of_a_deck_is_a_formula(tmp_path: Path, suffix: str) -> None:
    texts = [text for text in FORMULAS if "\t" not in text and "\r" not in text]
    cards = "".join(
        f"- {{id: card-{n}, ask: {json.dumps(text)}, answer: {json.dumps(text + ' x')},"
        f" hint: {json.dumps(text)}, tags: [{json.dumps(text)}]}}\n"
        for n, text in enumerate(texts)
    )
    deck = deck_of_text(f"deck: '=D'\nid: deck-id\ncards:\n{cards}")
    back, _ = written_and_read(deck, "csv", tmp_path / f"a.{suffix}")

    assert begin_formulas(tmp_path / f"a.{suffix}") == []
    assert [card.forms[0].compiled for card in back.cards] == [
        card.forms[0].compiled for card in deck.cards
    ]


def test_no_cell_of_a_class_is_a_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.factories.hand_ins.TOPICS", ("=dosing", "@safety", "+effect"))
    folder = write_class(tmp_path / "class", *hand_ins(12, questions(3, 1)))
    (tmp_path / "decks").mkdir()
    table = tmp_path / "class.csv"
    done = learnms(tmp_path, "class", str(folder), "--csv", str(table))

    assert done.code == 0, done.err
    assert begin_formulas(table) == []
    assert "'=dosing" in table.read_text("utf-8")


def test_no_cell_of_the_reviews_is_a_formula(tmp_path: Path) -> None:
    decks = tmp_path / "decks"
    decks.mkdir()
    (decks / "deck.yaml").write_text(
        "deck: D\nid: deck-id\nsources: {b: {title: B}}\ncards:\n"
        "  - {id: card-a, cloze: 'x {{c1::=y}}', source: b}\n"
    )
    learnms(tmp_path, "review", "--plain", typed=b"\n3\nq\n")
    done = learnms(tmp_path, "export", "reviews", str(tmp_path / "reviews.csv"))

    assert done.code == 0, done.err
    assert begin_formulas(tmp_path / "reviews.csv") == []
