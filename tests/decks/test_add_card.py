"""A card is added to a deck file, and every other byte stays."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from learnms.decks import add_card as adding
from learnms.decks.add_card import Added, add_card, with_card
from learnms.decks.check import check
from learnms.decks.template import template
from learnms.errors import LearnmsError
from learnms.paths import DeckFile
from learnms.syntax.source import source_of

TODAY = date(2026, 11, 22)
CARD: dict[str, Any] = {
    "ask": "Which dose: the first?",
    "right": {"text": "300 mg", "why": "It is split."},
    "wrong": ["600 mg", {"text": "no", "why": "it isn't: none"}],
    "source": "uspi §2",
    "checked": TODAY,
}
HEAD = "deck: Ward\nid: ward\nsources: {uspi: {title: U}}\n"


def added(text: str, fields: dict[str, Any] | None = None) -> Added:
    source, _ = source_of(text, "ward.yaml")
    assert source is not None
    return with_card(source, fields or CARD, set())


def inserted(text: str, fields: dict[str, Any] | None = None) -> str:
    """What was inserted: the new text is the old one before and after it."""
    new = added(text, fields).text
    length = len(new) - len(text)
    at = next((at for at, sign in enumerate(text) if new[at] != sign), len(text))
    assert new[:at] + new[at + length :] == text
    return new[at : at + length]


def test_it_is_written_as_the_cards_before_it() -> None:
    cards = ("  - id: a-1\n    ask: a\n    answer: b\n", "  - id: b-2\n    ask: c\n    answer: d\n")
    text = f"{HEAD}cards:\n{cards[0]}\n{cards[1]}"

    assert inserted(text) == (
        "\n  - id: dose-first-2f2n\n"
        '    ask: "Which dose: the first?"\n'
        "    right:\n"
        "      text: 300 mg\n"
        "      why: It is split.\n"
        "    wrong:\n"
        "      - 600 mg\n"
        '      - text: "no"\n'
        '        why: "it isn\'t: none"\n'
        "    source: uspi §2\n"
        "    checked: 2026-11-22\n"
    ).replace("dose-first-2f2n", added(text).id)


@pytest.mark.parametrize(
    ("cards", "lines"),
    [
        ("cards:\n- ask: a\n  answer: b", "\n- id: ID\n  ask: Who?\n  answer: She"),
        ("cards:\n- ask: 'a'\n  answer: 'b'\n", "- id: ID\n  ask: 'Who?'\n  answer: 'She'\n"),
        (
            'cards:\n    -   ask: "a"\n        answer: "b"\n\n# end\n',
            '    -   id: ID\n        ask: "Who?"\n        answer: "She"\n',
        ),
        (
            "cards:\n  - ask: a\n    answer: b # why\n    # ignored: x\n\ntopics: {a: b}\n",
            "\n  - id: ID\n    ask: Who?\n    answer: She",
        ),
        (
            "cards:\n  - ask: a\n    answer: |+\n      b\n\n\n",
            "  - id: ID\n    ask: Who?\n    answer: She\n",
        ),
        ("cards: [{ask: a, answer: b}]\n", ', {"id": "ID", "ask": "Who?", "answer": "She"}'),
        ("cards: []\n", '{"id": "ID", "ask": "Who?", "answer": "She"}'),
        ("cards:\n", "  - id: ID\n    ask: Who?\n    answer: She\n"),
        ("cases: []\n", "\ncards:\n  - id: ID\n    ask: Who?\n    answer: She\n"),
    ],
)
def test_every_way_to_write_cards_is_kept(cards: str, lines: str) -> None:
    text, fields = HEAD + cards, {"ask": "Who?", "answer": "She"}

    assert "".join(inserted(text, fields).split()) == "".join(
        lines.replace("ID", added(text, fields).id).split()
    )
    windows = inserted(text.replace("\n", "\r\n"), fields)
    assert "\n" not in windows.replace("\r\n", "")


def test_blanks_are_named_and_several_lines_stay_lines() -> None:
    text = f"{HEAD}cards:\n  - ask: a\n    answer: b\n"

    assert "cloze: The {{c1::dose}} is {{c2::600 mg}}." in inserted(
        text, {"cloze": "The {{dose}} is {{600 mg}}."}
    )
    assert "    answer: |-\n      one\n      two\n" in inserted(
        text, {"ask": "x", "answer": "one\ntwo"}
    )


def test_the_template_takes_one_and_checks_clean(tmp_path: Path) -> None:
    path = tmp_path / "ward.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + template("Ward", "ward", TODAY).encode())
    path.chmod(0o640)

    new = add_card(path, "ward.yaml", {**CARD, "source": "format §2"}, set())

    checked = check([DeckFile(str(path), "ward.yaml", named=True)], TODAY)
    assert not checked.errors
    assert path.read_text("utf-8-sig").splitlines()[new.line - 1] == f"  - id: {new.id}"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# yaml-language-server: $schema=")
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["ward.yaml"]


def test_an_id_in_use_is_not_given_again() -> None:
    text = f"{HEAD}cards:\n  - ask: a\n    answer: b\n"
    source, _ = source_of(text, "ward.yaml")
    assert source is not None
    first = with_card(source, CARD, set()).id

    assert with_card(source, CARD, {first}).id != first


@pytest.mark.parametrize(
    "text",
    [
        f'{HEAD}cards:\n  - ask: "a\n    answer: b\n',
        "- one\n- two\n",
        f"{HEAD}cards: later\n",
        f"{HEAD}cards:\n\u00a0 - ask: a\n    answer: b\n",
    ],
)
def test_where_it_is_unclear_nothing_is_written(text: str, tmp_path: Path) -> None:
    path = tmp_path / "ward.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(LearnmsError):
        add_card(path, "ward.yaml", CARD, set())
    assert path.read_text("utf-8") == text


def test_a_file_that_changed_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ward.yaml"
    path.write_text(f"{HEAD}cards:\n  - ask: a\n    answer: b\n", "utf-8")
    real = adding.with_card

    def slowly(*given: Any) -> Added:
        result = real(*given)
        path.write_text(f"{HEAD}cards: []\n", "utf-8")
        return result

    monkeypatch.setattr(adding, "with_card", slowly)

    with pytest.raises(LearnmsError, match="changed by another program"):
        add_card(path, "ward.yaml", CARD, set())
    assert path.read_text("utf-8") == f"{HEAD}cards: []\n"
