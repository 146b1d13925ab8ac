"""The end of a sitting, and all keys in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.engine.review.start import start_review
from learnms.settings import Settings
from learnms.tui.app.app import goodbye
from learnms.tui.help.screen import HelpScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.kit.key_help import rows
from learnms.tui.review.screen import ReviewScreen
from learnms.tui.review.summary import SummaryScreen
from tests.factories import decks
from tests.tui.pilot import driven, flat, footer, press, screen_lines, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace


async def test_a_student_reads_what_was_done_and_what_comes(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF, decks.CLOZE)),
        "enter",
        "space",
        "1",
        "space",
        "3",
        "space",
        "2",
    ) as pilot:
        text = screen_text(pilot)

        assert isinstance(pilot.app.screen, SummaryScreen)
        assert "✓ Done for today." in text
        assert "3 answers in 1 minute; 1 of 2 cards right the first time." in text
        assert "• How is the first 600 mg of Ocrevus given into a vein?" in flat(pilot)
        assert "Tomorrow: " in text
        assert footer(pilot).startswith("enter Home  u Undo  ? Help  q Quit")


async def test_a_patient_reads_no_numbers_of_right_and_wrong(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.PATIENT, audience="patient"), who="patient")

    async with driven(workspace, "enter", "space", "1", "space", "2") as pilot:
        text = screen_text(pilot)

    assert "✓ Done for today." in text
    assert "You looked at these again, and knew them in the end:" in text
    assert "right the first time" not in text
    assert "Needed another try" not in text


async def test_hidden_cards_are_counted(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SELF, decks.CLOZE), new_per_day=2)

    async with driven(workspace, "enter", "-", "-") as pilot:
        text = screen_text(pilot)
        assert "2 cards buried until tomorrow. Press u to undo." in text
        assert "Nothing is due." not in text

        await press(pilot, "u", "-")
        assert "2 cards buried until tomorrow." in screen_text(pilot)


async def test_the_end_on_the_terminal_says_what_is_saved_and_left(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELF, decks.CLOZE))
    assert goodbye(workspace) == ""

    async with driven(workspace, "enter", "space", "3", "q"):
        assert goodbye(workspace) == "1 card saved. 1 left for today."


@pytest.mark.parametrize("key", ["enter", "space", "escape"])
async def test_it_leads_home(make_workspace: Callable[..., Workspace], key: str) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF)), "enter", "space", "3", key) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_it_ends_on_q(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF)), "enter", "space", "3") as pilot:
        await pilot.press("q")
        await pilot.pause()

    assert pilot.app.return_code == 0


async def test_a_review_by_command_with_nothing_due_says_so(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELF), new_per_day=0)

    async with driven(workspace, review=start_review(workspace)) as pilot:
        assert "Nothing is due." in screen_text(pilot)
        assert "u undo" not in screen_text(pilot)

        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_new_sitting_after_the_end(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SELF, decks.CLOZE), new_per_day=1)

    async with driven(
        workspace, "enter", "space", "3", "enter", "n", "enter", "space", "3", "enter"
    ) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "2/2" in screen_text(pilot)


@pytest.mark.parametrize(
    ("keys", "below"),
    [
        ((), HomeScreen),
        (("enter",), ReviewScreen),
        (("enter", "space"), ReviewScreen),
        (("enter", "space", "3", "space", "3"), SummaryScreen),
    ],
)
@pytest.mark.parametrize("back", ["escape", "?", "q"])
async def test_help_opens_over_any_page_and_leads_back(
    make_workspace: Callable[..., Workspace], keys: tuple[str, ...], below: type, back: str
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF, decks.CLOZE)), *keys, "?") as pilot:
        assert isinstance(pilot.app.screen, HelpScreen)

        await press(pilot, back)
        assert isinstance(pilot.app.screen, below)


async def test_help_has_every_key_in_words(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(), "?", size=(80, 200)) as pilot:
        lines = screen_lines(pilot)

    for _, label, words in rows(Settings()):
        assert any(
            line.split(words[:30])[0].strip() == label for line in lines if words[:30] in line
        )


async def test_help_scrolls(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(), "?", "pageup", "pageup", size=(60, 18)) as pilot:
        assert "Everywhere" in screen_text(pilot)
        await press(pilot, *["pagedown"] * 30)
        assert "does not give medical advice" in " ".join(screen_text(pilot).split())


@pytest.mark.parametrize(
    ("keys", "section"),
    [
        (("g",), "Progress"),
        (("t",), "Quiz"),
        (("enter",), "Review"),
        (("a",), "Custom study"),
        (("down", "down", "down", "d"), "Deck page"),
        (("s",), "Settings"),
    ],
)
async def test_help_opens_at_the_section_of_the_page(
    make_workspace: Callable[..., Workspace], keys: tuple[str, ...], section: str
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF, decks.CLOZE)), *keys, "?") as pilot:
        text = [line.strip() for line in screen_lines(pilot)]
        assert section in text
        assert "Everywhere" not in text

        await press(pilot, *["pageup"] * 14)
        assert "Everywhere" in screen_text(pilot)


async def test_help_says_where_there_is_more(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(), "?") as pilot:
        assert "↑↓ More" in footer(pilot)
    async with driven(make_workspace(), "?", size=(80, 200)) as pilot:
        assert "↑↓ More" not in footer(pilot)


async def test_the_pages_of_the_help_turn_and_the_search_finds_words(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), "?", "right") as pilot:
        assert "Press Enter on the home screen" in flat(pilot)

        await press(pilot, "right")
        assert "desired retention" in flat(pilot)

        await press(pilot, "/", *"leech")
        assert "Keys · Browse" in flat(pilot)
        assert "A card that you keep forgetting" in flat(pilot)

        await press(pilot, *"zz")
        assert "No matches" in flat(pilot)

        await press(pilot, "escape", "/", "/", *"region")
        assert "Settings · s on the home screen" in flat(pilot), "the old words are replaced"

        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_tabs_that_have_no_room_are_hinted_at(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), "?", size=(60, 18)) as pilot:
        tabs = next(line for line in screen_lines(pilot) if "Getting started" in line)
        assert tabs.endswith("…")
        await press(pilot, "left")
        tabs = next(line for line in screen_lines(pilot) if "For screen readers" in line)
        assert tabs.lstrip().startswith("…")
        assert not tabs.endswith("…")


async def test_a_patient_reads_no_terms_in_the_help(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.PATIENT, audience="patient"), who="patient")
    async with driven(workspace, "?") as pilot:
        for _ in range(3):
            await press(pilot, "right")
            text = flat(pilot)
            assert not any(word in text for word in ("FSRS", "retention", "leech", "YAML"))


async def test_a_patient_s_help_names_pages_as_they_are_and_no_key_of_a_case(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.PATIENT, audience="patient"), who="patient")
    sections = {section for section, _, _ in rows(workspace.settings)}
    told = " ".join(sentence for _, _, sentence in rows(workspace.settings))
    assert "case" not in told.split()

    async with driven(workspace, "b", "escape", "?", size=(80, 40)) as pilot:
        text = flat(pilot)
        assert "Browse" in sections
        assert "All cards" in text
        assert "Browse" not in text
