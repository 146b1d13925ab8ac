"""Decks without a card to study have numbers of their own, and lead to a quiz of their cases or to their page."""

from __future__ import annotations

from collections.abc import Callable

from learnms.engine.start import Desk
from tests.engine.test_shelf import shelf as shelf
from tests.plain.test_plain_home import transcript


def test_every_deck_has_a_number(shelf: Callable[..., Desk]) -> None:
    with shelf("instructor") as desk:
        text = transcript(desk, "1", "2", "q", "d2", "q")

    assert text.index("bad.yaml has 1 problem. `learnms check` names it.") < text.index("1. bad: 1 problem")
    assert "2. cases: 1 case" in text
    assert "error LM104" in text
    assert "Quiz: 10 questions" in text
    assert "Version not named. 1 case." in text


def test_a_learner_reads_the_decks_first(shelf: Callable[..., Desk]) -> None:
    with shelf("student") as desk:
        text = transcript(desk, "q")

    assert text.index("1. cases: 1 case") < text.index("bad.yaml has 1 problem")
