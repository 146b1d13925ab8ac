"""Taking back, putting off, leaving out, flagging."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.engine.review.start import start_review
from learnms.tui.review.screen import ReviewScreen
from learnms.tui.review.summary import SummaryScreen
from tests.factories import decks
from tests.tui.pilot import driven, logged, page, press, screen_text, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace

TWO = decks.deck(decks.SELF, decks.CLOZE)


async def test_undo_asks_the_card_again_and_says_so(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter", "space", "3", "u") as pilot:
        assert "How is the first 600 mg" in screen_text(pilot)
        assert "Undone: your answer to this card." in screen_text(pilot)
        assert [event.kind for event in logged(workspace)] == ["session", "review", "void"]

        await press(pilot, "space")
        assert "Undone" not in screen_text(pilot)


async def test_undo_is_not_offered_before_there_is_something_to_undo(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter") as pilot:
        assert "u Undo" not in screen_text(pilot)
        await press(pilot, "u")
        assert "Nothing to undo today." in screen_text(pilot)

        await press(pilot, "space", "3")
        assert "u Undo" in screen_text(pilot)


async def test_a_review_that_asks_nothing_offers_undo_all_the_same(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELF))
    async with driven(workspace, "enter", "space", "3"):
        pass
    async with driven(workspace, review=start_review(workspace)) as pilot:
        assert isinstance(pilot.app.screen, SummaryScreen)
        assert "u Undo" in screen_text(pilot)
        await press(pilot, "u")
        assert isinstance(pilot.app.screen, ReviewScreen)


async def test_undo_goes_back_latest_first(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF, decks.CLOZE, decks.TRUE_FALSE)),
        "enter",
        "space",
        "3",
        "space",
        "3",
    ) as pilot:
        await press(pilot, "u")
        assert "every six months" in screen_text(pilot)
        await press(pilot, "u")
        assert "How is the first" in screen_text(pilot)
        await press(pilot, "u")
        assert "Nothing to undo today." in screen_text(pilot)


async def test_undo_after_a_scored_answer(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE))

    async with driven(workspace, "enter", "1", "enter", "u") as pilot:
        assert page(pilot).mode() == "ask pick"
        assert page(pilot).question_state.picks == ()
        assert logged(workspace)[-1].kind == "void"


async def test_undo_from_the_end(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF)), "enter", "space", "3") as pilot:
        assert isinstance(pilot.app.screen, SummaryScreen)

        await press(pilot, "u")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert "Here it is again." in screen_text(pilot)


@pytest.mark.parametrize(
    ("key", "kind", "said"),
    [
        ("-", "bury", "Buried until tomorrow."),
        ("@", "suspend", "Suspended until you unsuspend it."),
    ],
)
async def test_setting_aside_goes_on_and_can_be_taken_back(
    make_workspace: Callable[..., Workspace], key: str, kind: str, said: str
) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter", key) as pilot:
        assert "every six months" in screen_text(pilot)
        assert said in screen_text(pilot)
        assert logged(workspace)[-1].kind == kind

        await press(pilot, "u")
        assert "How is the first 600 mg" in screen_text(pilot)
        assert "Undone: no longer" in screen_text(pilot)


async def test_the_last_card_put_off_ends_the_sitting(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF)), "enter", "-") as pilot:
        assert isinstance(pilot.app.screen, SummaryScreen)
        assert "Buried until tomorrow. Press u to undo." in screen_text(pilot)


async def test_an_answered_card_is_not_put_off(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE))

    async with driven(workspace, "enter", "1", "enter", "@") as pilot:
        assert "Already answered." in screen_text(pilot)
        assert len(logged(workspace)) == 2


async def test_a_flag_shows_in_the_heading_and_goes(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", "*") as pilot:
        assert "· * flagged" in title(pilot)
        assert "Flagged." in screen_text(pilot)

        await press(pilot, "space", "*")
        assert "flagged" not in title(pilot)
        assert "Flag removed." in screen_text(pilot)
        assert "Two infusions" in screen_text(pilot)


async def test_a_flag_can_be_taken_back(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(TWO), "enter", "*", "u") as pilot:
        assert "flagged" not in title(pilot)
        assert "Undone: no longer flagged" in screen_text(pilot)
