"""What a deck has to be read first stands in place of its first new card until a key is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import decks
from tests.tui.pilot import driven, press, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace

PRIMER = "Antibodies bind to targets."
TWO = decks.deck(decks.SELF, decks.CLOZE).replace("glossary:", f"primer: {PRIMER}\nglossary:", 1)
QUESTION = "How is the first 600 mg"


@pytest.mark.parametrize("key", ["enter", "space", "escape"])
async def test_it_comes_first_and_the_card_after_a_key(
    make_workspace: Callable[..., Workspace], key: str
) -> None:
    async with driven(make_workspace(TWO), "enter") as pilot:
        first = screen_text(pilot)
        assert "First card  enter" in first
        await press(pilot, key)
        second = screen_text(pilot)

    assert PRIMER in first
    assert QUESTION not in first
    assert PRIMER not in second
    assert QUESTION in second


async def test_it_stands_below_the_glossary_of_a_later_card(
    make_workspace: Callable[..., Workspace],
) -> None:
    keys = ("enter", "enter", "space", "3", "w")
    async with driven(make_workspace(TWO), *keys, size=(80, 34)) as pilot:
        page = screen_text(pilot)

    assert page.index("Glossary") < page.index(PRIMER)


async def test_the_second_card_comes_without_it(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(TWO), "enter", "enter", "space", "3") as pilot:
        assert PRIMER not in screen_text(pilot)


async def test_what_was_suspended_before_it_can_be_undone_at_it(
    make_workspace: Callable[..., Workspace],
) -> None:
    first = decks.deck(decks.SELF)
    second = decks.deck(decks.CLOZE, title="Second", ident="second").replace(
        "glossary:", f"primer: {PRIMER}\nglossary:", 1
    )
    async with driven(make_workspace(first, second), "enter", "@") as pilot:
        before = screen_text(pilot)
        await press(pilot, "u")
        after = screen_text(pilot)

    assert PRIMER in before
    assert "Press u to undo." in before
    assert "u Undo" in before
    assert QUESTION in after
