"""The settings: a line each, changed in place, saved at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from learnms.days_off import NEVER, DaysOff
from learnms.errors import LearnmsError
from learnms.settings import read_settings
from learnms.tui.app.app import LearnmsApp
from learnms.tui.home.screen import HomeScreen
from learnms.tui.settings.screen import SettingsScreen
from tests.factories import decks
from tests.factories.setting_lines import down_to
from tests.tui.pilot import driven, press, screen_lines, screen_text, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings


ROLE = down_to("who")
ADD_DAYS = [*down_to("days_off"), "enter", "down"]
CHRISTMAS = DaysOff.of_texts(["2027-12-24..2027-12-26"])
EVE = DaysOff.of_texts(["2027-12-24"])


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        ([*ROLE, "enter", "enter"], "who", "patient"),
        ([*ROLE, "left", "left"], "who", "instructor"),
        ([*ROLE, *["right"] * 6], "who", "student"),
        (["space"], "theme", "light"),
        (["space", "space"], "theme", "contrast"),
        (["down", "enter", "down", "enter"], "theme", "flexoki"),
        (["down", "enter", "down", "enter", "up", "up", "enter"], "theme", "dark"),
        ([*down_to("new_per_day"), "2", "5", "up"], "new_per_day", 25),
        ([*down_to("new_per_day"), "2", "5", "backspace", "escape"], "new_per_day", 2),
        ([*down_to("new_per_day"), "2", "5", "ctrl+u", "7", "escape"], "new_per_day", 7),
        ([*down_to("buttons"), "enter"], "buttons", 2),
        ([*down_to("buttons"), "enter", "enter"], "buttons", 4),
        ([*down_to("target"), "9", "5", "escape"], "target", 0.95),
        ([*down_to("session_minutes"), "2", "5", "escape"], "session_minutes", 25),
        ([*down_to("session_cards"), "1", "2", "escape"], "session_cards", 12),
        ([*down_to("break_minutes"), "2", "0", "escape"], "break_minutes", 20),
        ([*down_to("confidence"), "enter"], "confidence", True),
        ([*down_to("balance"), "left"], "balance", False),
        ([*down_to("easy_days"), "enter", *["down"] * 7, "enter"], "easy_days", ("sunday",)),
        ([*down_to("easy_days"), "enter", *["down"] * 7, "enter", "enter"], "easy_days", ()),
        ([*ADD_DAYS, *"2027-12-24..2027-12-26", "enter"], "days_off", CHRISTMAS),
        ([*ADD_DAYS, *"24", "space", *"dec", "space", *"2027", "escape"], "days_off", EVE),
        ([*ADD_DAYS, *"24dec2027", "enter", "down", "enter"], "days_off", NEVER),
        ([*down_to("rollover_hour"), "5", "escape"], "rollover_hour", 5),
        ([*down_to("plain_text"), "enter"], "plain_text", True),
        ([*down_to("spacing"), "enter"], "spacing", "wide"),
        ([*down_to("reduced_motion"), "enter"], "reduced_motion", True),
        ([*down_to("guard_ms"), "4", "5", "0", "escape"], "guard_ms", 450),
        ([*down_to("repeat_ms"), "2", "0", "0", "escape"], "repeat_ms", 200),
        (
            [*down_to("new_per_deck"), "enter", "down", "3", "escape"],
            "new_per_deck",
            (("dosing", 3),),
        ),
    ],
)
async def test_a_setting_is_changed_and_saved(
    make_workspace: Callable[..., Workspace], keys: list[str], name: str, value: object
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "s", *keys):
        pass

    assert getattr(workspace.settings, name) == value
    assert getattr(read_settings(workspace.home_folder), name) == value


TOPICS = decks.deck(decks.SELF).replace("glossary:", "topics:\n  basics: The basics\nglossary:", 1)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["8", "0", "up"], (("dosing/basics", 0.8),)),
        (["8", "0", "up", "down", "backspace", "up"], ()),
    ],
)
async def test_a_topic_can_have_a_retention_of_its_own(
    make_workspace: Callable[..., Workspace], keys: list[str], value: object
) -> None:
    workspace = make_workspace(TOPICS)

    async with driven(workspace, "s", *down_to("targets"), "enter", "down", *keys) as pilot:
        assert "The basics" in screen_text(pilot)

    assert read_settings(workspace.home_folder).targets == value


async def test_a_patient_is_asked_nothing_about_figures(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.PATIENT, audience="patient"), who="patient"), "s"
    ) as pilot:
        text = screen_text(pilot)

    assert "Grades" not in text
    assert "etention" not in text
    assert "Minutes per review" in text


async def test_seven_light_days_are_refused(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(
        easy_days=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    )

    async with driven(
        workspace, "s", *down_to("easy_days"), "enter", *["down"] * 7, "enter"
    ) as pilot:
        assert "Leave at least one weekday for reviews." in screen_text(pilot)

    assert len(workspace.settings.easy_days) == 6


async def test_what_is_no_day_off_is_refused_and_days_off_are_named(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "s", *ADD_DAYS, *"someday", "enter") as pilot:
        assert "`someday` is not a date." in screen_text(pilot)
        assert "Still" not in screen_text(pilot)
        await send(pilot, *"2026-12-24..2026-12-26", "enter", *"2027-01-01", "enter")
        text = screen_text(pilot)

    assert "4 days, next: Thu, Dec 24 to Sat, Dec 26" in text
    assert "[x] Fri, Jan 1, 2027" in text
    assert workspace.settings.days_off.texts == ["2026-12-24..2026-12-26", "2027-01-01"]


async def test_colors_show_at_once(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(), "s", "enter") as pilot:
        assert pilot.app.theme == "learnms-light"


REMEMBER, NEW = down_to("target"), down_to("new_per_day")


@pytest.mark.parametrize(
    ("line", "typed", "left"),
    [(REMEMBER, ["9", "9"], "Still 90%."), (NEW, ["backspace"], "Still 10.")],
)
@pytest.mark.parametrize("key", ["down", "up", "escape"])
async def test_what_is_no_fit_number_is_said_in_words_and_the_old_one_comes_back(
    key: str, make_workspace: Callable[..., Workspace], line: list[str], typed: list[str], left: str
) -> None:
    workspace = make_workspace()
    before = workspace.settings

    async with driven(workspace, "s", *line, *typed, key) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, SettingsScreen)
        assert ": type a whole number from " in screen_text(pilot)
        assert left in screen_text(pilot)
        assert screen.cursor == len(line) + {"down": 1, "up": -1, "escape": 0}[key]

        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    assert workspace.settings == before


async def test_no_more_digits_are_taken_than_the_highest_number_has(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "s", *NEW, *["9"] * 6, "escape"):
        pass

    assert workspace.settings.new_per_day == 9999


async def test_no_end_of_a_review_is_said_in_words(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), "s") as pilot:
        assert any("no limit" in line for line in screen_lines(pilot))


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_a_topics_title_has_room_and_says_where_it_is_cut(
    make_workspace: Callable[..., Workspace], size: tuple[int, int]
) -> None:
    long = TOPICS.replace(
        "The basics", "Trials in primary progressive MS, and what they do not show"
    )

    async with driven(
        make_workspace(long), "s", *down_to("targets"), "enter", "down", size=size
    ) as pilot:
        line = next(line for line in screen_lines(pilot) if "Trials in" in line)

    assert "Trials in primary" in line
    assert "…" in line
    assert "default 90" in line


@pytest.mark.parametrize("key", ["escape", "q", "s"])
async def test_the_way_back_shows_what_changed(
    make_workspace: Callable[..., Workspace], key: str
) -> None:
    nurse, patient = (
        decks.deck(decks.SELF),
        decks.deck(decks.PATIENT, audience="patient", title="Plain words", ident="plain"),
    )

    async with driven(make_workspace(nurse, patient), "s", *ROLE, "enter", "enter", key) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Plain words" in screen_text(pilot)


async def test_clicks_go_to_a_line_and_change_it(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace()

    async with driven(workspace, "s") as pilot:
        row = next(at for at, line in enumerate(screen_lines(pilot)) if "Grades" in line)
        await pilot.click(offset=(8, row))
        await press(pilot)
        assert workspace.settings.buttons == 4

        await pilot.click(offset=(8, row))
        await press(pilot)

    assert workspace.settings.buttons == 2


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (120, 40)])
async def test_a_click_on_a_value_chooses_that_value(
    make_workspace: Callable[..., Workspace], size: tuple[int, int]
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "s", size=size) as pilot:
        chosen = [("Theme", "contrast"), ("Theme", "light"), ("Theme", "dark")]
        for label, words in (*chosen, ("Spacing", "wide")):
            for text in (label, words) if size[0] >= 100 else (words,):
                found = (line.find(text, 5) for line in screen_lines(pilot))
                column, row = next((x, y) for y, x in enumerate(found) if x > 0)
                await pilot.click(offset=(column + 1, row))
                await press(pilot)
            assert re.search(rf"\[{words}\]|\(•\) {words}", screen_text(pilot))

    assert (workspace.settings.theme, workspace.settings.spacing) == ("dark", "wide")


async def test_a_click_elsewhere_keeps_what_was_typed_or_says_why_not(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "s", *NEW, "2", "5") as pilot:
        row = next(at for at, line in enumerate(screen_lines(pilot)) if "contrast" in line)
        await pilot.click(offset=(screen_lines(pilot)[row].index("contrast") + 1, row))
        await press(pilot, *down_to("target"), "9", "9")
        await pilot.click(offset=(screen_lines(pilot)[row].index("light") + 1, row))
        await press(pilot)
        assert "whole number from 70 to 97" in screen_text(pilot)

    assert (workspace.settings.new_per_day, workspace.settings.theme) == (25, "contrast")


async def test_the_chosen_value_has_brackets_not_color_alone(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), "s") as pilot:
        text = screen_text(pilot)
        await press(pilot, *ROLE)
        assert "[student]" in screen_text(pilot)

    assert "[dark]" in text
    assert "[four]" in text


async def test_where_it_cannot_be_saved_it_says_so(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace()

    def refuse(settings: Settings) -> None:
        workspace.settings = settings
        raise LearnmsError("The disk is full.")

    monkeypatch.setattr(workspace, "choose", refuse)

    async with driven(workspace, "s", "enter") as pilot:
        assert "this session only: The disk is full." in " ".join(screen_text(pilot).split())
        assert pilot.app.theme == "learnms-light"


async def test_the_row_at_the_cursor_is_explained_above_the_keys(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), "s", "down") as pilot:
        for help_text in ("Textual's own themes.", "Wide: a blank line between lines"):
            assert help_text in " ".join(screen_lines(pilot)[-3:])
            await press(pilot, "down")

        await press(pilot, *ROLE)
        assert "Role" in screen_text(pilot), "the last row scrolls into view"


async def test_the_role_is_changed_by_a_second_press_only(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "s", *ROLE, "enter") as pilot:
        assert "Change your role to patient?" in screen_text(pilot)
        await press(pilot, "up", "down", "left")
        assert "Change your role to instructor?" in screen_text(pilot)
        assert workspace.settings.who == "student"

        await press(pilot, "left")
        assert "[instructor]" in screen_text(pilot)
        assert "▸ Role" in screen_text(pilot)


TO_ERASE = [*down_to("erase"), "enter"]


async def test_erasing_says_what_it_erases_and_enter_alone_keeps_it(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "s", *TO_ERASE) as pilot:
        text = screen_text(pilot)
        assert "Your answers, notes and schedule" in text
        assert "Keep my data" in text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert pilot.app.is_running
    assert (workspace.home_folder / "learnms.db").exists()


async def test_erasing_is_asked_again_and_moving_away_forgets_it(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "s", *TO_ERASE, "down", "enter") as pilot:
        assert "Press again to erase." in screen_text(pilot)
        await press(pilot, "up")
        await press(pilot, "down")
        await press(pilot, "enter")
        assert "Press again to erase." in screen_text(pilot)
        app = pilot.app
        assert isinstance(app, LearnmsApp)
        assert not app.erases
        await press(pilot, "enter")
        assert app.erases


async def test_what_cannot_be_written_is_not_erased(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()
    workspace.read_only, workspace.notice = True, "Another learnms is open."

    async with driven(workspace, "s", *TO_ERASE) as pilot:
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert "Another learnms is open." in screen_text(pilot)
