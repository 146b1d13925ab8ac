"""What a deck has to be read before its first question."""

from __future__ import annotations

from tests.factories.deck_files import HEAD, Folder, question

CARD = question("ask: What is it?", "answer: A protein")


def primer(lines: int) -> str:
    return "primer: |\n" + "".join(f"  Line {n}\n" for n in range(lines))


def test_a_deck_may_have_a_primer(folder: Folder) -> None:
    deck = folder.read(primer(15) + HEAD + CARD).deck

    assert deck.primer.split("\n") == [f"Line {n}" for n in range(15)]
    assert folder.read(HEAD + CARD).deck.primer == ""


def test_lm103_a_primer_that_is_too_long_keeps_no_card_from_study(folder: Folder) -> None:
    checked = folder.deck(primer(16) + HEAD + CARD)

    (finding,) = checked.findings
    read = checked.loaded[0].read
    assert (finding.code, finding.line) == ("LM103", 1)
    assert "at most 15 lines, not 16" in finding.message
    assert read is not None
    assert [card.id for card in read.deck.cards] == ["one-card"]


def test_its_doses_are_looked_at_like_those_of_cards(folder: Folder) -> None:
    checked = folder.deck("primer: Give 5.0 mg at first.\n" + HEAD + CARD)

    assert [(finding.code, finding.line) for finding in checked.findings] == [("LM501", 1)]
