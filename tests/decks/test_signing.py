"""A signed deck: what counts as a change, and how the signature is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from learnms.decks.content_hash import hashes
from learnms.decks.sign import signed_text
from learnms.errors import LearnmsError
from learnms.syntax.source import read_source
from tests.factories.deck_files import Folder

DAY = date(2026, 11, 20)
HEAD = "deck: Ward\nid: ward # stays\nsources: {book: {title: The book}}\n"
FIRST = """\
  - id: card-one
    ask: Which dose?
    right: {text: 600 mg, why: The label says so.}
    wrong: [300 mg, {text: 900 mg, unsafe: yes}]
    explain: Twice a year.
    source: book §1
"""
SECOND = "  - {id: card-two, ask: And then?, answer: Wait, source: book §2}\n"
CASE = """\
cases:
  - id: case-one
    title: A case
    story: It begins.
    source: book §3
    parts:
      - {id: part-one, ask: True?, true-false: yes, tests: card-one}
"""
DECK = f"{HEAD}cards:\n{FIRST}{SECOND}{CASE}"


def signed(folder: Folder, text: str, by: str = "Ada Brown, RN") -> str:
    source, _ = read_source(folder.write("deck.yaml", text), "deck.yaml")
    assert source is not None
    return signed_text(source, by, DAY)[0]


def found(folder: Folder, text: str) -> list[tuple[str, str | None]]:
    """The messages of LM406, with their cards; there is no other finding."""
    findings = folder.deck(text).findings
    assert {finding.code for finding in findings} <= {"LM406"}
    return [(finding.message, finding.card) for finding in findings]


def test_a_signature_is_added_and_nothing_else_changes(folder: Folder) -> None:
    text = signed(folder, DECK)
    lines = text.split("\n")
    assert lines[:5] == [
        "deck: Ward",
        "id: ward # stays",
        "signed:",
        '  by: "Ada Brown, RN"',
        "  on: 2026-11-20",
    ]
    assert "\n".join(lines[:2] + lines[7:]) == DECK
    assert found(folder, text) == []
    assert signed(folder, text) == text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "head",
    [
        "signed: {by: x, on: 2020-01-01, of: y} # why\n",
        "signed:\n  of: >-\n    y\n  by: x\n  on: 2020-01-01\n# stays\n",
    ],
)
def test_a_signature_is_replaced_where_it_stands(folder: Folder, head: str, end: str) -> None:
    text = signed(folder, f"deck: Ward\n{head}{DECK[11:]}".replace("\n", end))
    assert text.count("Ada Brown") == 1
    assert "2020-01-01" not in text
    assert ("# why" in text) == ("# why" in head)
    assert ("# stays\n" in text.replace(end, "\n")) == ("# stays\n" in f"{head}{DECK}")
    assert text.count("\n") == text.count(end)
    assert found(folder, text) == []


def test_a_deck_written_as_json_is_signed_on_its_line(folder: Folder) -> None:
    text = (
        '{"deck": "Ward", "id": "ward", "sources": {"book": {"title": "B"}}, "cards": [{"id":'
        ' "abc", "ask": "x", "answer": "y", "source": "book"}]}'
    )
    assert found(folder, signed(folder, text, 'A "B"')) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("600 mg, why", "500 mg, why"),
        ("The label says so.", "Because."),
        ("unsafe: yes", "unsafe: no"),
        ("Twice a year.", "Once a year."),
        ("book §1", "book §9"),
    ],
)
def test_a_changed_card_is_named(folder: Folder, old: str, new: str) -> None:
    text = signed(folder, DECK).replace(old, new)
    message = "card card-one changed since it was signed by Ada Brown, RN on 2026-11-20"
    assert found(folder, text) == [(message, "card-one")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    ask: Which dose?\n", "    # a comment\n    tags: [new]\n    ask: Which dose?\n"),
        ("[300 mg, {text: 900 mg, unsafe: yes}]", "[{unsafe: yes, text: 900 mg}, 300 mg]"),
        ("    source: book §1\n", "    source: book §1\n    checked: 2026-11-19\n"),
        ("ask: And then?", "ask: 'And then?'"),
        (FIRST + SECOND, SECOND + FIRST),
    ],
)
def test_what_learners_do_not_see_is_no_change(folder: Folder, old: str, new: str) -> None:
    text = signed(folder, DECK)
    assert old in text
    assert found(folder, text.replace(old, new)) == []


def test_new_cards_and_gone_cards_are_told_apart(folder: Folder) -> None:
    text = signed(folder, DECK).replace("card-two", "card-new")
    assert [message.partition(" by ")[0] for message, _ in found(folder, text)] == [
        "1 card was removed since the deck was signed",
        "card card-new was added since the deck was signed",
    ]


def test_a_changed_case_is_named(folder: Folder) -> None:
    text = signed(folder, DECK).replace("ask: True?", "ask: Really?")
    assert [card for _, card in found(folder, text)] == ["case-one"]


def test_a_signature_with_a_part_missing(folder: Folder) -> None:
    checked = folder.deck(DECK.replace("sources:", "signed: {by: x, to: y}\nsources:"))
    assert [(finding.code, finding.severity) for finding in checked.findings] == [
        ("LM201", "error"),
        ("LM104", "error"),
    ]


def test_what_is_no_deck_is_not_signed(folder: Folder) -> None:
    for text in ("deck: Ward\nid: ward\ncards: []\n", "cards:\n\t- x\n", "[1, 2]\n"):
        with pytest.raises(LearnmsError):
            signed(folder, text)


def test_hashes_stay_the_same(folder: Folder) -> None:
    """A release that computes them otherwise would call every signed card changed."""
    known = ("rgv2bgnv7jkt", "5jdtbnqvfz2j", "e5su3y7fmmag")
    assert hashes(folder.read(DECK).deck) == known


def test_the_shipped_decks_can_be_signed(tmp_path: Path) -> None:
    path = sorted(Path("decks/ocrelizumab").glob("0*.yaml"))[0]
    source, _ = read_source(path, path.name)
    assert source is not None
    text, cards = signed_text(source, "A", DAY)
    assert cards == 14
    assert text.startswith(source.text[:20])
