"""The deck at the beginning of the README has no findings, and makes the page shown there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from textual.pilot import Pilot

from learnms.decks.check import check
from learnms.engine.workspace import Workspace
from learnms.paths import DeckFile
from learnms.tui.app.app import LearnmsApp
from tests.tui.pilot import press

README = Path(__file__).resolve().parents[2] / "README.md"
FOUND = re.search(r"```yaml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
DECK = FOUND[1] if FOUND else ""


def test_it_has_five_lines_and_no_findings(tmp_path: Path) -> None:
    path = tmp_path / "my-ward.yaml"
    path.write_text(DECK, "utf-8")

    assert DECK.count("\n") == 5
    checked = check([DeckFile(str(path), str(path), True)], date(2026, 11, 29))
    assert not checked.findings


def test_the_page_it_makes(
    make_workspace: Callable[..., Workspace], snap_compare: Callable[..., bool]
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, "enter", "space")

    assert snap_compare(LearnmsApp(make_workspace(DECK)), terminal_size=(80, 24), run_before=go)
