"""A deck's page over the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.tui.app.app import LearnmsApp
from learnms.tui.help.screen import HelpScreen
from learnms.tui.home.deck import DeckScreen
from learnms.tui.home.screen import HomeScreen
from tests.factories import decks
from tests.tui.pictures import SMALL, WIDE
from tests.tui.pilot import driven, press, screen_text, squeezed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

DECK = decks.deck(decks.SELF, decks.CLOZE, decks.SELECT_ALL).replace(
    "glossary:",
    "about: How much, when, and what comes before it.\ndisclaimer: It teaches and does not advise."
    " No clinician has signed it off.\ntopics:\n  doses: {title: Doses and intervals, weight: 60}\n"
    "  before: {title: Before the dose, weight: 40}\nglossary:",
    1,
)
BROKEN = decks.BROKEN


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_it_opens_from_home_and_leads_back(
    make_workspace: Callable[..., Workspace], key: str
) -> None:
    async with driven(make_workspace(DECK), "down", "down", "down", "d") as pilot:
        assert isinstance(pilot.app.screen, DeckScreen)
        text = squeezed(pilot)
        assert "Howmuch,when" in text
        assert "Noclinicianhassignedit" in text

        await press(pilot, key)
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_where_no_deck_is_chosen_there_is_no_page(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(DECK), "d") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_file_with_problems_names_them(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(BROKEN, who="instructor")
    deck = workspace.queries.decks()[0].deck_id

    async with driven(workspace) as pilot:
        app = pilot.app
        assert isinstance(app, LearnmsApp)
        app.show_deck(deck)
        await press(pilot)
        assert "in this file" in screen_text(pilot)
        assert "line " in screen_text(pilot)


async def test_corrected_lines_keep_their_indent_and_codes_their_space(
    make_workspace: Callable[..., Workspace],
) -> None:
    pasted = DECK.replace(
        "    answer: Two infusions of 300 mg, two weeks apart.\n",
        "    right: CD20\n    wrong:\n      • CD19\n      • CD3\n",
    )
    workspace = make_workspace(pasted, who="instructor")

    async with driven(workspace, size=(80, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, LearnmsApp)
        app.show_deck(workspace.queries.decks()[0].deck_id)
        await press(pilot)
        text = screen_text(pilot)

    assert "Error LM031: these 2 lines" in text
    lines = text.split("\n")
    (first,) = [line for line in lines if "- CD19" in line]
    assert "      - CD3" in lines[lines.index(first) + 1]


async def test_a_patient_sees_no_counts_of_what_is_learned(
    make_workspace: Callable[..., Workspace],
) -> None:
    deck = decks.deck(decks.PATIENT, audience="patient", title="Plain words", ident="plain")

    async with driven(make_workspace(deck, who="patient"), "down", "down", "down", "d") as pilot:
        assert isinstance(pilot.app.screen, DeckScreen)
        assert "learned" not in screen_text(pilot)
        assert "planned" not in screen_text(pilot)


async def test_who_teaches_sees_the_blueprint(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(DECK, who="instructor"), "down", "down", "down", "d") as pilot:
        assert "60%planned60pointslessthanplanned" in squeezed(pilot)


async def test_its_keys(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(DECK), "down", "down", "down", "d", "?") as pilot:
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "e")
        assert "set EDITOR or VISUAL" in " ".join(screen_text(pilot).split())


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
def test_picture(
    size: tuple[int, int],
    make_workspace: Callable[..., Workspace],
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("learnms.engine.decks.page.shown_path", lambda path: "~/decks/dosing.yaml")

    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, "down", "down", "down", "d")

    assert snap_compare(LearnmsApp(make_workspace(DECK)), terminal_size=size, run_before=go)


async def test_a_patient_reads_the_sources_when_they_ask_for_them(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELF, audience="patient"), who="patient")

    async with driven(workspace, "down", "down", "down", "d") as pilot:
        assert "1source.Eachcardlistsitsown." in squeezed(pilot)
        assert "Genentech" not in screen_text(pilot)
        await press(pilot, "i")
        assert "Genentech" in screen_text(pilot)
        await press(pilot, "i")
        assert "Genentech" not in screen_text(pilot)


async def test_the_primer_is_always_on_the_page(make_workspace: Callable[..., Workspace]) -> None:
    text = DECK.replace("glossary:", "primer: Antibodies bind to targets.\nglossary:", 1)

    async with driven(make_workspace(text), "down", "down", "down", "d") as pilot:
        assert "Antibodies bind to targets." in screen_text(pilot)
