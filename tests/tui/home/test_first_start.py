"""Who are you? Asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.engine.review.start import start_review
from learnms.errors import LearnmsError
from learnms.settings import read_settings
from learnms.tui.home.screen import HomeScreen
from learnms.tui.home.welcome import WelcomeScreen
from tests.factories import decks
from tests.tui.pilot import driven, press, screen_lines, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings


@pytest.mark.parametrize(
    ("keys", "who"),
    [
        (["1"], "student"),
        (["2"], "patient"),
        (["3"], "instructor"),
        (["enter"], "student"),
        (["escape"], "student"),
        (["down", "down", "up", "enter"], "patient"),
        (["down", "escape"], "student"),
    ],
)
async def test_the_answer_is_kept(
    make_workspace: Callable[..., Workspace], keys: list[str], who: str
) -> None:
    workspace = make_workspace(who="")

    async with driven(workspace) as pilot:
        assert isinstance(pilot.app.screen, WelcomeScreen)
        assert "learnms" in screen_lines(pilot)[1]
        assert "Who are you?" in screen_text(pilot)

        await press(pilot, *keys)
        assert isinstance(pilot.app.screen, HomeScreen)

    assert read_settings(workspace.home_folder).who == who


async def test_a_click_answers(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(who="")

    async with driven(workspace) as pilot:
        row = next(at for at, line in enumerate(screen_lines(pilot)) if "A patient" in line)
        await pilot.click(offset=(10, row + 1))
        await press(pilot)

    assert workspace.settings.who == "patient"


async def test_it_is_not_asked_again(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace()) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_review_by_command_does_not_ask(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(who="")

    async with driven(workspace, review=start_review(workspace)) as pilot:
        assert "How is the first 600 mg" in screen_text(pilot)


async def test_the_patient_is_offered_the_patients_decks(
    make_workspace: Callable[..., Workspace],
) -> None:
    nurse, patient = (
        decks.deck(decks.SELF),
        decks.deck(decks.PATIENT, audience="patient", title="Plain words", ident="plain"),
    )

    async with driven(make_workspace(nurse, patient, who=""), "2") as pilot:
        text = screen_text(pilot)

    assert "Plain words" in text
    assert "Dosing" not in text


async def test_where_it_cannot_be_kept_it_holds_and_says_so(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(who="")

    def refuse(settings: Settings) -> None:
        workspace.settings = settings
        raise LearnmsError("The disk is full.")

    monkeypatch.setattr(workspace, "choose", refuse)

    async with driven(workspace, "3") as pilot:
        text = " ".join(screen_text(pilot).split())
        assert "applies to this session only: The disk is full." in text

    assert workspace.settings.who == "instructor"
