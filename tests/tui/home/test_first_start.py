"""The first start: who, whose rules, how it works; asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.engine.review.start import start_review
from learnms.errors import LearnmsError
from learnms.settings import read_settings
from learnms.tui.home.screen import HomeScreen
from learnms.tui.home.welcome import WelcomeScreen
from learnms.tui.review.screen import ReviewScreen
from tests.factories import decks
from tests.tui.pilot import driven, footer, press, screen_lines, screen_text

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
        (["enter", "down", "enter"], "student"),
        (["down", "down", "enter"], "patient"),
        (["down", "down", "up", "enter"], "student"),
        (["tab", "tab", "enter"], "patient"),
        (["1", "escape", "2"], "patient"),
        (["2", "left", "left", "3"], "instructor"),
        (["1", "escape", "enter"], "student"),
    ],
)
async def test_the_answer_is_kept(
    make_workspace: Callable[..., Workspace], keys: list[str], who: str
) -> None:
    workspace = make_workspace(who="")

    async with driven(workspace) as pilot:
        assert isinstance(pilot.app.screen, WelcomeScreen)
        assert "ocrelizumab" in screen_lines(pilot)[1]
        assert "Which describes you best?" in screen_text(pilot)

        await press(pilot, *keys)
        asked = (
            "Where are you treated?"
            if who == "patient"
            else "Which prescribing information do you follow?"
        )
        assert asked in screen_text(pilot)

        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    assert read_settings(workspace.home_folder).who == who


@pytest.mark.parametrize(
    ("keys", "region"),
    [
        (["1"], "us"),
        (["2"], "eu"),
        (["3"], "uk"),
        (["4"], "all"),
        (["enter"], "us"),
        (["down", "enter"], "eu"),
        (["escape", "enter", "3"], "uk"),
    ],
)
async def test_whose_rules_hold_is_kept(
    make_workspace: Callable[..., Workspace], keys: list[str], region: str
) -> None:
    workspace = make_workspace(who="")

    async with driven(workspace, "1", *keys):
        pass

    assert read_settings(workspace.home_folder).region == region


async def test_enter_takes_no_role_blindly_and_a_start_without_one_asks_again(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(who="")

    async with driven(workspace, "enter") as pilot:
        assert isinstance(pilot.app.screen, WelcomeScreen)
        assert "Choose with 1–3" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    async with driven(workspace) as pilot:
        assert isinstance(pilot.app.screen, WelcomeScreen)
    assert read_settings(workspace.home_folder).who == ""


async def test_the_region_says_what_it_changes_and_goes_back(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(who=""), "1") as pilot:
        assert "Rules you do not choose are left out." in screen_text(pilot)
        assert "esc Back" in footer(pilot)
        await press(pilot, "escape")
        assert "Which describes you best?" in screen_text(pilot)


async def test_options_side_by_side_are_reached_by_the_arrows_across(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(who="")

    async with driven(workspace, "1", "right", "right", "left", "enter", size=(120, 40)):
        assert workspace.settings.region == "eu"


@pytest.mark.parametrize("size", [(60, 18), (80, 18)])
async def test_the_contrast_theme_leaves_room_for_the_words_of_a_button(
    make_workspace: Callable[..., Workspace], size: tuple[int, int]
) -> None:
    async with driven(make_workspace(who=""), "ctrl+l", "ctrl+l", size=size) as pilot:
        assert pilot.app.theme == "learnms-contrast"
        assert "Patient" in screen_text(pilot)
        assert "Plain words, two buttons, no scores." in screen_text(pilot)
        await press(pilot, "2", "1")
        assert "Start learning" in screen_text(pilot)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
async def test_how_it_works_fits_one_screen_and_leads_to_the_first_card(
    make_workspace: Callable[..., Workspace], size: tuple[int, int]
) -> None:
    async with driven(make_workspace(who=""), "1", "1", size=size) as pilot:
        text = " ".join(screen_text(pilot).split())
        assert "just before you forget them" in text
        assert "10 new cards" in text
        assert "Start learning enter" in text

        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)


async def test_without_a_card_it_leads_home(make_workspace: Callable[..., Workspace]) -> None:
    patient = decks.deck(decks.PATIENT, audience="patient", title="Plain words", ident="plain")

    async with driven(make_workspace(patient, who=""), "1", "1", "enter") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_role_says_how_much_it_is_offered(make_workspace: Callable[..., Workspace]) -> None:
    nurse, patient = (
        decks.deck(decks.SELF) + decks.CASE,
        decks.deck(decks.PATIENT, audience="patient", title="Plain words", ident="plain"),
    )

    async with driven(make_workspace(nurse, patient, who="")) as pilot:
        lines = [line for line in screen_lines(pilot) if " deck" in line]

    assert ["1 deck, 1 case" in lines[0], "1 deck" in lines[1], "2 decks, 1 case" in lines[2]] == [
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
async def test_a_click_answers(
    make_workspace: Callable[..., Workspace], size: tuple[int, int]
) -> None:
    workspace = make_workspace(who="")

    async with driven(workspace, size=size) as pilot:
        lines = screen_lines(pilot)
        row = next(at for at, line in enumerate(lines) if "Patient" in line)
        await pilot.click(offset=(lines[row].index("Patient") + 2, row + 1))
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

    async with driven(make_workspace(nurse, patient, who=""), "2", "1", "escape") as pilot:
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

        await press(pilot, "1", "escape")
        text = " ".join(screen_text(pilot).split())
        assert "applies to this session only: The disk is full." in text

    assert workspace.settings.who == "instructor"


async def test_at_60_by_18_roles_keep_their_words_in_the_contrast_theme(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF), who="", theme="contrast"), size=(60, 18)
    ) as pilot:
        for role in ("Nursing student", "Patient", "Instructor"):
            assert role in screen_text(pilot)


async def test_the_first_page_says_what_nobody_has_checked(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF), who=""), "1", "1") as pilot:
        words = " ".join(screen_text(pilot).split())
        assert "No clinician has signed off on the decks" in words
        assert "parts of the May 2026 US label could not be read" in words
