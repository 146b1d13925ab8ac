"""Where a card or a form holds."""

from __future__ import annotations

import pytest

from tests.factories.deck_files import Folder, question

FLASH = "ask: What is it?", "answer: A protein"


@pytest.mark.parametrize(
    ("line", "region"), [("", ()), ("region: us", ("us",)), ("region: [eu, ch]", ("eu", "ch"))]
)
def test_a_card_says_where_it_holds(folder: Folder, line: str, region: tuple[str, ...]) -> None:
    card = folder.card(question(*FLASH, *filter(None, [line])))

    assert card.region == region
    assert card.forms[0].is_for("jp") is True  # the card decides over its own form


def test_a_form_says_where_it_holds(folder: Folder) -> None:
    card = folder.card(question(*FLASH, "also: [{ask: x, answer: y, region: [uk]}]"))

    form = card.forms[1]
    assert (form.is_for("uk"), form.is_for("us"), form.is_for(None)) == (True, False, True)
    assert card.region == ()


@pytest.mark.parametrize("where", ["region: [us, ue]", "also: [{ask: x, answer: y, region: ue}]"])
def test_lm103_a_word_that_is_no_region(folder: Folder, where: str) -> None:
    said = folder.cards(question(*FLASH, where))

    assert said.studied == ["good-one"]
    assert len(said.problems) == 1
    assert "LM103 `region` should be one of us, eu, uk, ch, not `ue`" in said.problems[0]
