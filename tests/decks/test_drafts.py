from pathlib import Path

import pytest

from learnms.decks.load import Sources, load

CARDS = """
cards:
  - {id: one-card, ask: q1, answer: a}
  - {id: two-card, ask: q2, answer: a, source: book §1}
  - {ask: q3, answer: a, source: book §1}
  - {id: four-card, cloze: "The dose is {{600 mg}}."}
  - {id: five-card, ask: q5, answer: a}
"""
HEAD = "deck: D\nid: drafts\nsources: {book: {title: A book}}\n"


def lacks(tmp_path: Path, head: str) -> tuple[list[str], list[tuple[str, str]]]:
    path = tmp_path / "deck.yaml"
    path.write_text(head + CARDS)
    loaded = load(path, "deck.yaml", Sources(), None)
    assert loaded.read is not None
    codes = [(finding.code, str(finding.severity)) for finding in loaded.findings]
    return [card.lacks for card in loaded.read.deck.cards], codes


def test_a_card_without_a_source_is_a_draft_where_the_deck_says_so(tmp_path: Path) -> None:
    reasons, codes = lacks(tmp_path, f"{HEAD}draft: yes\n")
    assert reasons == ["a source", "", "an id", "numbered blanks", "a source"]
    assert codes.count(("LM401", "warning")) == 1
    assert ("LM401", "error") not in codes


@pytest.mark.parametrize("line", ["", "draft: no\n"])
def test_other_decks_are_as_before(tmp_path: Path, line: str) -> None:
    reasons, codes = lacks(tmp_path, HEAD + line)
    assert reasons == ["", "", "an id", "numbered blanks", ""]
    assert codes.count(("LM401", "error")) == 3


def test_draft_is_yes_or_no(tmp_path: Path) -> None:
    _, codes = lacks(tmp_path, f"{HEAD}draft: perhaps\n")
    assert ("LM103", "error") in codes
