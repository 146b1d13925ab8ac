"""The form of a new card, over a deck's page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events

from learnms.tui.app.app import LearnmsApp
from learnms.tui.home.deck import DeckScreen
from learnms.tui.home.new_card import NewCardScreen
from tests.factories import decks
from tests.tui.pictures import pictured
from tests.tui.pilot import driven, flat, footer, press, screen_text, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

DECK = decks.deck(decks.SELF, decks.CLOZE)
SINGLE = (
    *("right", "down", "enter", *"Dose", "enter", *"6 mg", "enter"),
    *(*"3 mg | half", "enter", "enter", "escape", "down", "right", "down", "enter"),
    *("§", "2", "enter", "right"),
)
"""Keys that fill the form of a multiple choice card, up to its last row but one."""


def typed(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("space" if key == " " else key for key in keys)


async def open_form(pilot: Pilot[int]) -> NewCardScreen:
    app = pilot.app
    assert isinstance(app, LearnmsApp)
    app.show_deck(app.workspace.queries.decks()[0].deck_id)
    await press(pilot, "n")
    screen = app.screen
    assert isinstance(screen, NewCardScreen)
    return screen


def file_of(workspace: Workspace) -> Path:
    return Path(workspace.queries.decks()[0].path)


async def test_a_card_is_typed_and_is_in_the_deck_at_once(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(DECK, who="instructor")
    async with driven(workspace) as pilot:
        screen = await open_form(pilot)
        await press(pilot, *typed(SINGLE))
        assert screen.new_card.checked
        while screen.here.name != "add":
            await press(pilot, "down")
        await press(pilot, "enter")
        await settle(pilot)
        assert "Added dose-" in flat(pilot)
        assert "To remove it" in flat(pilot)

        text = file_of(workspace).read_text("utf-8")
        assert text.startswith(DECK.rstrip())
        assert "      - text: 3 mg\n        why: half\n" in text
        assert "    source: uspi §2\n    checked: 2026-11-22\n" in text
        assert {part.card for part in _parts(workspace)} >= {"first-dose-1a", "upkeep-1b"}
        assert any(part.card.startswith("dose-") for part in _parts(workspace))

        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, DeckScreen)
        assert "3 cards" in screen_text(pilot)


def _parts(workspace: Workspace) -> list:  # type: ignore[type-arg]
    return [row.part for row in workspace.queries.library.parts()]


async def test_the_first_letter_opens_the_field_and_is_kept(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(DECK, who="instructor")) as pilot:
        screen = await open_form(pilot)
        await press(pilot, *"Wh")
        assert "Nothing is typed on this line" in flat(pilot)
        await press(pilot, "down", *typed(tuple("quick? No")), "enter", *"n1", "enter")
        assert screen.new_card.question == "quick? No"
        assert screen.new_card.right == ("n1",)

        await press(pilot, "escape", "up", "e", "escape")
        assert screen.new_card.right == ("n1",)
        await press(pilot, "?")
        assert pilot.app.screen is not screen


async def test_letters_typed_before_the_field_has_the_focus_are_kept(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(DECK, who="instructor")) as pilot:
        screen = await open_form(pilot)
        await press(pilot, "down")
        for character in "q ?e":
            key = {" ": "space", "?": "question_mark"}.get(character, character)
            screen.post_message(events.Key(key, character))
        await press(pilot)
        assert screen.given.value == "q ?e"


async def test_a_pasted_text_opens_the_field(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(DECK, who="instructor")) as pilot:
        screen = await open_form(pilot)
        await press(pilot, "down")
        pilot.app.post_message(events.Paste("What is\nthe dose?"))
        await press(pilot, "enter")
        assert screen.new_card.question == "What is the dose?"


async def test_what_is_missing_is_said_and_nothing_written(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(DECK, who="instructor")
    async with driven(workspace) as pilot:
        screen = await open_form(pilot)
        await press(pilot, "down", "enter", *"Why", "enter", "escape")
        screen.cursor = screen.rows() - 1
        await press(pilot, "enter")
        assert "Not added: the card needs an answer." in flat(pilot)

        await press(pilot, "escape")
        assert "press esc again" in flat(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, DeckScreen)
    assert file_of(workspace).read_text("utf-8") == DECK


async def test_a_file_that_was_broken_meanwhile_keeps_what_was_typed(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(DECK, who="instructor")
    async with driven(workspace) as pilot:
        screen = await open_form(pilot)
        await press(pilot, "down", "enter", *"Why", "enter", *"So", "enter", "escape")
        broken = DECK.replace("ask: How", 'ask: "How')
        file_of(workspace).write_text(broken, "utf-8")
        screen.cursor = screen.rows() - 1
        await press(pilot, "enter")
        assert "Run `learnms check`" in flat(pilot)
        assert screen.new_card.question == "Why"
    assert file_of(workspace).read_text("utf-8") == broken


@pytest.mark.parametrize("key", ["n", "e"])
async def test_a_shipped_deck_is_copied_first(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    workspace = make_workspace(DECK, who="instructor")
    monkeypatch.setattr("learnms.tui.home.deck.is_shipped", lambda path: "home" not in path)
    shipped = file_of(workspace)

    async with driven(workspace) as pilot:
        app = pilot.app
        assert isinstance(app, LearnmsApp)
        app.show_deck("dosing")
        await press(pilot, key)
        assert "Copy it to your folder" in flat(pilot)
        await press(pilot, "n")
        assert isinstance(app.screen, DeckScreen)
        await press(pilot, key, "y")
        copy = workspace.home_folder / "decks" / shipped.name
        assert copy.read_text("utf-8") == DECK
        if key == "n":
            assert isinstance(app.screen, NewCardScreen)
            assert app.screen.path == str(copy)


async def test_a_patient_adds_nothing(make_workspace: Callable[..., Workspace]) -> None:
    deck = decks.deck(decks.PATIENT, audience="patient", title="Plain words", ident="plain")
    async with driven(make_workspace(deck, who="patient"), "down", "down", "down", "d") as pilot:
        assert "new card" not in footer(pilot).casefold()
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, DeckScreen)


FORMS: dict[str, tuple[str, ...]] = {
    "new-card": (),
    "new-card-typing": SINGLE[:11],
    "new-card-filled": SINGLE,
}


@pictured(FORMS, wide=("new-card-filled",), narrow=("new-card-typing",), themed=("new-card",))
def test_picture(
    name: str,
    size: tuple[int, int],
    theme: str,
    make_workspace: Callable[..., Workspace],
    snap_compare: Callable[..., bool],
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await press(pilot)
        await open_form(pilot)
        await press(pilot, *typed(FORMS[name]))

    app = LearnmsApp(make_workspace(DECK, who="instructor", theme=theme))
    assert snap_compare(app, terminal_size=size, run_before=go)
