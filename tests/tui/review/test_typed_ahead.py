"""A key that was pressed before what it acts on had been painted does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.tui.kit.key_guard import Shown
from learnms.tui.kit.layout import Press
from tests.factories import decks
from tests.tui.pilot import driven, logged, number_of, page, press, screen_text, send, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace

FOUR = decks.deck(decks.SELF, decks.CLOZE, decks.SINGLE, decks.TRUE_FALSE)


@pytest.mark.parametrize(
    "keys",
    [("space", "3"), ("space", "space"), ("enter", "enter"), ("space", "4", "space", "1", "2")],
)
async def test_no_grade_for_an_answer_that_has_not_been_painted(
    make_workspace: Callable[..., Workspace], keys: tuple[str, ...]
) -> None:
    workspace = make_workspace(FOUR)

    async with driven(workspace, "enter") as pilot:
        await send(pilot, *keys)
        await settle(pilot)

        assert page(pilot).mode() == "shown"
        assert logged(workspace) == []

        await press(pilot, "3")
        assert logged(workspace)[1].rating == 3


async def test_no_double_press_from_a_grade_into_the_next_card(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(FOUR)

    async with driven(workspace, "enter", "space") as pilot:
        await send(pilot, "space", "space", "space")
        await settle(pilot)

        assert len(logged(workspace)) == 2
        assert page(pilot).mode() == "ask self"


async def test_no_double_press_over_the_feedback(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE, decks.TRUE_FALSE))

    async with driven(workspace, "enter") as pilot:
        await press(pilot, number_of(pilot, "amylase"))
        await send(pilot, "enter", "enter", "enter")
        await settle(pilot)

        assert "Incorrect" in screen_text(pilot)
        assert page(pilot).mode() == "answered"


async def test_no_pick_for_a_question_that_has_not_been_painted(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE, decks.TRUE_FALSE))

    async with driven(workspace, "enter", "1", "enter") as pilot:
        await send(pilot, "enter", "1", "enter")
        await settle(pilot)

        assert page(pilot).item.part.card == "live-1g"
        assert page(pilot).question_state.picks == ()
        assert len(logged(workspace)) == 2


async def test_quick_picks_of_one_question_all_count(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELECT_ALL)), "enter") as pilot:
        await send(pilot, "1", "3", "4")
        await settle(pilot)

        assert page(pilot).question_state.picks == (0, 2, 3)


async def test_a_review_is_not_answered_by_keys_typed_at_home(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(FOUR)

    async with driven(workspace) as pilot:
        await send(pilot, "enter", "space", "3", "space", "3")
        await settle(pilot)

        assert logged(workspace) == []
        assert page(pilot).mode() == "ask self"


async def test_undo_twice_in_one_go_takes_one_answer_back(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(FOUR)

    async with driven(workspace, "enter", "space", "3", "space", "3") as pilot:
        await send(pilot, "u", "u")
        await settle(pilot)

        assert sum(event.kind == "void" for event in logged(workspace)) == 1


async def test_a_key_between_the_paint_and_the_notice_of_it_counts(
    make_workspace: Callable[..., Workspace],
) -> None:
    """The screen is written a little before the page hears of it; who presses in between has
    seen it.
    """
    workspace = make_workspace(FOUR)

    async with driven(workspace, "enter", "space") as pilot:
        screen = page(pilot)
        painted = screen._painted_at()
        screen._on_screen = Shown()
        screen._on_screen.show(screen.guard_key())
        screen._early = [(press_of("3"), painted + 0.001)]
        screen._paint_done = screen._paint - 1
        screen._paint_finished(screen._paint)
        await settle(pilot)

        assert logged(workspace)[1].rating == 3


def press_of(key: str) -> Press:
    return Press("grade", key)
