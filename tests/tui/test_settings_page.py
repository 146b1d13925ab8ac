"""The settings: a line each, changed in place, saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.errors import LearnmsError
from learnms.settings import read_settings
from learnms.tui.home_screen import HomeScreen
from learnms.tui.settings_screen import SettingsScreen
from tests.tui import sample
from tests.tui.driving import driven, press, screen_lines, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.start import Desk
    from learnms.settings import Settings


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        (["enter"], "who", "patient"),
        (["left"], "who", "instructor"),
        (["right", "right", "right"], "who", "student"),
        (["down", "space"], "theme", "light"),
        (["down", "space", "space"], "theme", "contrast"),
        (["down", "down", "2", "5", "up"], "new_per_day", 25),
        (["down", "down", "backspace", "escape"], "new_per_day", 1),
        (["down", "down", "down", "enter"], "buttons", 2),
        (["down", "down", "down", "enter", "enter"], "buttons", 4),
        ([*["down"] * 4, "9", "5", "escape"], "target", 0.95),
        ([*["down"] * 6, "2", "5", "escape"], "session_minutes", 25),
        ([*["down"] * 7, "enter"], "confidence", True),
        ([*["down"] * 8, "left"], "balance", False),
        ([*["down"] * 9, "enter", *["down"] * 7, "enter"], "easy_days", ("sunday",)),
        ([*["down"] * 9, "enter", *["down"] * 7, "enter", "enter"], "easy_days", ()),
        ([*["down"] * 10, "5", "escape"], "rollover_hour", 5),
        ([*["down"] * 11, "enter"], "wide_spacing", True),
        ([*["down"] * 12, "enter"], "reduced_motion", True),
    ],
)
async def test_a_setting_is_changed_and_saved(make_desk: Callable[..., Desk], keys: list[str], name: str, value: object) -> None:
    desk = make_desk()

    async with driven(desk, "s", *keys):
        pass

    assert getattr(desk.settings, name) == value
    assert getattr(read_settings(desk.home_folder), name) == value


TOPICS = sample.deck(sample.SELF).replace("glossary:", "topics:\n  basics: The basics\nglossary:", 1)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["8", "0", "up"], (("dosing/basics", 0.8),)),
        (["8", "0", "up", "down", "backspace", "backspace", "up"], ()),
    ],
)
async def test_a_topic_can_have_a_retention_of_its_own(make_desk: Callable[..., Desk], keys: list[str], value: object) -> None:
    desk = make_desk(TOPICS)

    async with driven(desk, "s", *["down"] * 5, "enter", "down", *keys) as pilot:
        assert "The basics" in screen_text(pilot)

    assert read_settings(desk.home_folder).targets == value


async def test_a_patient_is_asked_nothing_about_figures(make_desk: Callable[..., Desk]) -> None:
    async with driven(make_desk(sample.deck(sample.PATIENT, audience="patient"), who="patient"), "s") as pilot:
        text = screen_text(pilot)

    assert "Grades" not in text
    assert "Remember" not in text
    assert "Minutes" in text


async def test_seven_light_days_are_refused(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(easy_days=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"))

    async with driven(desk, "s", *["down"] * 9, "enter", *["down"] * 7, "enter") as pilot:
        assert "One day of the week has to carry the work." in screen_text(pilot)

    assert len(desk.settings.easy_days) == 6


async def test_colours_show_at_once(make_desk: Callable[..., Desk]) -> None:
    async with driven(make_desk(), "s", "down", "enter") as pilot:
        assert pilot.app.theme == "light"


@pytest.mark.parametrize("typed", [["9", "9", "9", "9", "9"], ["backspace", "backspace"]])
async def test_what_is_no_fit_number_is_said_in_words_and_not_kept(make_desk: Callable[..., Desk], typed: list[str]) -> None:
    desk = make_desk()

    async with driven(desk, "s", "down", "down", *typed, "escape") as pilot:
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert "New cards a day is a whole number from 0 to 9999." in screen_text(pilot)
        assert desk.settings.new_per_day == 10

        await press(pilot, *["backspace"] * 6, "7", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    assert desk.settings.new_per_day == 7


@pytest.mark.parametrize("key", ["escape", "q", "s"])
async def test_the_way_back_shows_what_changed(make_desk: Callable[..., Desk], key: str) -> None:
    nurse, patient = sample.deck(sample.SELF), sample.deck(sample.PATIENT, audience="patient", title="Plain words", ident="plain")

    async with driven(make_desk(nurse, patient), "s", "enter", key) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Plain words" in screen_text(pilot)


async def test_clicks_go_to_a_line_and_change_it(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()

    async with driven(desk, "s") as pilot:
        row = next(at for at, line in enumerate(screen_lines(pilot)) if "Grades" in line)
        await pilot.click(offset=(8, row))
        await press(pilot)
        assert desk.settings.buttons == 4

        await pilot.click(offset=(8, row))
        await press(pilot)

    assert desk.settings.buttons == 2


async def test_the_chosen_value_has_brackets_not_colour_alone(make_desk: Callable[..., Desk]) -> None:
    async with driven(make_desk(), "s") as pilot:
        text = screen_text(pilot)

    assert "[a student]" in text
    assert "[dark]" in text
    assert "[four]" in text


async def test_where_it_cannot_be_saved_it_says_so(make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk()

    def refuse(settings: Settings) -> None:
        desk.settings = settings
        raise LearnmsError("The disk is full.")

    monkeypatch.setattr(desk, "choose", refuse)

    async with driven(desk, "s", "down", "enter") as pilot:
        assert "This holds for this time only: The disk is full." in " ".join(screen_text(pilot).split())
        assert pilot.app.theme == "light"
