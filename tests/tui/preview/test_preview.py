"""The preview of a deck file on screen."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learnms.engine.preview.preview import Watched
from learnms.engine.preview.unopened import UnopenedWorkspace
from learnms.tui.app.preview import PreviewApp
from learnms.tui.help.screen import HelpScreen
from learnms.tui.preview.screen import PreviewScreen
from tests.factories import decks
from tests.tui.pictures import pictured
from tests.tui.pilot import click_on, flat, footer, press, screen_text, squeezed_widgets, title
from tests.tui.quiz.helpers import ALL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from tests.tui.pilot import Clock

ANSER = """
  - id: who-signs-2b
    ask: Who signs?
    answer: The charge nurse.
    anser: Nobody.
    source: uspi §2.2
    checked: 2026-11-22
"""
ZERO = decks.SINGLE.replace("Serum amylase", "600.0 mg of amylase")
DECK = decks.deck(decks.SELF, ANSER, ZERO, decks.EXHIBIT).replace(
    "    hint: It is split.\n",
    "    hint: It is split.\n    also:\n      - ask: Is the first dose one infusion?\n"
    "        true-false: false\n        explain: It is two.\n",
)


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "my-ward.yaml"
    save(path, DECK)
    return path


def save(path: Path, text: str, at: float = 1795334402.0) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, (at, at))


def app_of(path: Path, clock: Clock, theme: str = "dark") -> PreviewApp:
    workspace = UnopenedWorkspace(path.parent / "no-home", clock, who="instructor")
    object.__setattr__(workspace.settings, "theme", theme)
    return PreviewApp(Watched(str(path), clock), workspace)


@asynccontextmanager
async def shown(
    path: Path, clock: Clock, *keys: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[int]]:
    async with app_of(path, clock).run_test(size=size) as pilot:
        await press(pilot, *keys)
        yield pilot


def page(pilot: Pilot[int]) -> PreviewScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PreviewScreen)
    return screen


async def reloaded(pilot: Pilot[int]) -> None:
    """Wait until another reading shows; half a second at most, with some for a slow machine."""
    before = page(pilot).preview
    for _ in range(500):
        await asyncio.sleep(0.01)
        if page(pilot).preview is not before:
            break
    await press(pilot)


async def test_a_card_its_answer_and_its_forms(deck: Path, clock: Clock) -> None:
    async with shown(deck, clock) as pilot:
        assert "my-ward.yaml" in title(pilot)
        assert "Card 1 of 4 · flashcard · form 1 of 2" in flat(pilot)
        assert "two weeks apart" not in screen_text(pilot)
        assert footer(pilot).startswith("space Answer")

        await press(pilot, "space")
        assert "two weeks apart" in screen_text(pilot)
        assert "hide answer" in footer(pilot).casefold()

        await press(pilot, "v", "space")
        assert "form 2 of 2" in screen_text(pilot)
        assert "It is two." in screen_text(pilot)


PASTED = """deck: Ward
id: ward
sources: {book: {title: The book}}
cards:
  - id: first-steps
    ask: What comes first?
    select: all
    right:
      • Call the family
      • Give water
      • Open the window
      • Stop the infusion
      • Write it down
    wrong: [Wait]
    source: book
    checked: 2026-11-22
"""


async def test_all_corrected_lines_of_a_pasted_list_are_shown(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "pasted.yaml"
    save(path, PASTED)
    async with shown(path, clock) as pilot:
        lines = screen_text(pilot)
        for step in ("Call the family", "Open the window", "Write it down"):
            assert f"- {step}" in lines
    async with shown(path, clock, size=(60, 18)) as pilot:
        page(pilot).body.scroll_end(animate=False)
        await press(pilot)
        assert "- Write it down" in screen_text(pilot)


async def test_findings_bring_their_cards_and_cards_their_findings(
    deck: Path, clock: Clock
) -> None:
    async with shown(deck, clock, size=(120, 40)) as pilot:
        assert "2 errors" in title(pilot)
        await press(pilot, "right")
        text = screen_text(pilot)
        assert "cannotbeshownuntilitserrorsarefixed" in squeezed_widgets(pilot)
        assert "▌✗ error LM104" in text.replace("▌ ✗", "▌✗")
        assert "^^^^^ did you mean `answer`?" in text
        assert page(pilot).finding == 0

        await press(pilot, "f")
        assert (page(pilot).stop, page(pilot).finding) == (2, 1)
        assert "600.0 mg of amylase" in screen_text(pilot)
        await press(pilot, "F")
        assert page(pilot).stop == 1
        await click_on(pilot, "error LM501")
        assert page(pilot).stop == 2
        await press(pilot, "left", "left")
        assert (page(pilot).stop, page(pilot).finding) == (0, -1)


async def test_a_bad_file_of_thresholds_is_said_and_the_cards_stay(
    deck: Path, clock: Clock
) -> None:
    async with shown(deck, clock, size=(120, 40)) as pilot:
        save(deck.parent / "learnms.toml", "[check]\nnonsense = 1\n")
        for _ in range(500):
            await asyncio.sleep(0.01)
            if "nonsense" in screen_text(pilot):
                break

        assert "nonsense" in screen_text(pilot)
        assert "Card 1 of 4" in screen_text(pilot)


async def test_a_save_shows_within_half_a_second_at_the_same_card(deck: Path, clock: Clock) -> None:
    async with shown(deck, clock, "n", "n", "space") as pilot:
        new = "cards:\n" + decks.CLOZE.strip("\n") + "\n"
        begun = time.monotonic()
        save(deck, DECK.replace("cards:\n", new, 1).replace("600.0 mg", "600 mg"), 1795334500.0)
        await reloaded(pilot)
        took = time.monotonic() - begun

        assert "Card 4 of 5" in screen_text(pilot)
        assert "600 mg of amylase" in screen_text(pilot)
        assert "hide answer" in footer(pilot).casefold()
        assert "1 error" in title(pilot)
        assert took < 2  # half a second where nothing else runs


async def test_a_bad_save_keeps_the_card_and_shows_the_line(deck: Path, clock: Clock) -> None:
    async with shown(deck, clock, "right", "right", size=(120, 40)) as pilot:
        save(deck, DECK.replace("ask: Who signs?", 'ask: "Who signs?'), 1795334500.0)
        await reloaded(pilot)
        assert "600.0 mg of amylase" in screen_text(pilot)
        assert "last save cannot be read" in flat(pilot)
        assert '31 │   ask: "Who signs?' in screen_text(pilot)

        save(deck, DECK, 1795334600.0)
        await reloaded(pilot)
        assert "cannot be read" not in flat(pilot)
        assert page(pilot).stop == 2


async def test_resizing_loses_nothing(deck: Path, clock: Clock) -> None:
    async with shown(deck, clock, "right", "right", "space", size=(120, 40)) as pilot:
        before = page(pilot).stop, page(pilot).finding
        for size in ((60, 18), (80, 24), (120, 40)):
            await pilot.resize_terminal(*size)
            await press(pilot)
            assert (page(pilot).stop, page(pilot).finding) == before
            assert "600.0 mg" in screen_text(pilot)
            assert page(pilot).is_revealed


async def test_the_editor_opens_at_the_line_of_the_finding_or_the_card(
    deck: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, int]] = []

    def edit(app: PreviewApp, path: str, line: int) -> str:
        opened.append((path, line))
        return "Edited"

    monkeypatch.setattr(PreviewApp, "edit", edit)
    lines = DECK.split("\n")

    async with shown(deck, clock, "e", "right", "e"):
        assert opened == [
            (str(deck), lines.index("  - id: first-dose-1a") + 1),
            (str(deck), lines.index("    anser: Nobody.") + 1),
        ]


async def test_papers_turn_and_keys_are_explained(deck: Path, clock: Clock) -> None:
    async with shown(deck, clock, "left", "]") as pilot:
        assert "118/74" in screen_text(pilot)
        await press(pilot, "?")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "preview: next card" in screen_text(pilot)
        await press(pilot, "escape", "q")
        assert not pilot.app.is_running
    assert os.listdir(deck.parent) == ["my-ward.yaml"]


async def test_every_kind_can_be_shown_and_answered(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "all.yaml"
    save(path, ALL)

    async with shown(path, clock) as pilot:
        for stop in range(len(page(pilot).preview.stops)):
            assert page(pilot).stop == stop
            await press(pilot, "space", "right")
        assert page(pilot).stop == 0


async def test_text_of_a_deck_never_reaches_the_terminal_raw(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "my-ward.yaml"
    save(
        path, DECK.replace("Who signs?", "[red]Who[/] \u202esigns?").replace("anser", "an\u202eser")
    )

    async with shown(path, clock, "right", size=(120, 40)) as pilot:
        assert "\u202e" not in screen_text(pilot)


PAGES: dict[str, tuple[str, ...]] = {
    "asked": (),
    "error": ("right",),
    "answered": ("right", "right", "space"),
    "case": ("left",),
}


@pictured(PAGES, wide=("answered", "case"), narrow=("answered", "error"), themed=("answered",))
def test_picture(
    name: str,
    size: tuple[int, int],
    theme: str,
    deck: Path,
    clock: Clock,
    snap_compare: Callable[..., bool],
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, *PAGES[name])

    assert snap_compare(app_of(deck, clock, theme), terminal_size=size, run_before=go)
