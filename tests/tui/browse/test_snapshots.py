"""The search and the page of a card as pictures. After a wanted change: pytest
--snapshot-update, and look.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.engine.cards.actions import Changes
from learnms.engine.cards.target import Target
from learnms.engine.review.start import start_review
from learnms.kinds.score import Answer
from learnms.study.event import Draft, Part
from learnms.tui.app.app import LearnmsApp
from tests.factories import decks
from tests.tui.browse.helpers import LIBRARY, typed
from tests.tui.pictures import pictured

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock

PAGES: dict[str, tuple[str, ...]] = {
    "browse": ("down",),
    "browse-typed": ("=serum or is:due -is:su",),
    "browse-marked": ("=serum", "escape", "space", "space", "*"),
    "browse-order": ("escape", "s", "s", "s"),
    "browse-note": ("=serum", "escape", "n"),
    "browse-reset": ("=serum", "escape", "a", "r"),
    "browse-nothing": ("=zebra",),
    "browse-leeches": ("escape", "l"),
    "card": ("=target-1c", "enter"),
    "card-memory": ("=target-1c", "enter", "pagedown"),
    "card-history": ("=target-1c", "enter", *["pagedown"] * 6),
    "card-matrix": ("=matrix-2c", "enter"),
    "card-case": ("=is:case appetite", "enter"),
    "card-report": ("=target-1c", "enter", "t"),
}
"""Keys after the search has been opened."""


def studied(workspace: Workspace, clock: Clock) -> None:
    """Some weeks of answers, a note, a flag, a card left out."""
    store = workspace.open_store()
    store.append(
        [
            Draft(kind="review", card=card, rating=3, target=0.9)
            for card in ("first-dose-1a", "screen-1d", "matrix-2c")
        ]
    )
    for at in range(9):
        review = start_review(workspace)
        while review.item is not None and review.item.part.card != "target-1c":
            review.session.put_off(review.item.part)
            review.advance()
        review.submit(Answer(text="CD19" if at % 2 else "CD3"), 4000)
        clock.wait(timedelta(days=9))
    changes = Changes(workspace)
    changes.apply(
        "note", [Target(Part("target-1c"))], text="Twenty, as in twenty fingers and toes."
    )
    changes.apply("flag", [Target(Part("screen-1d"))])
    changes.apply("suspend", [Target(Part("live-1g"))])


@pictured(PAGES, wide=("browse", "card-memory", "card-history"), themed=("browse",))
def test_page(
    name: str,
    size: tuple[int, int],
    theme: str,
    make_workspace: Callable[..., Workspace],
    clock: Clock,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "learnms.engine.cards.page.shown_path", lambda path: path.rpartition("/")[2]
    )
    monkeypatch.setattr(
        "learnms.engine.cards.wording.shown_path", lambda path: path.rpartition("/")[2]
    )
    workspace = make_workspace(
        LIBRARY,
        decks.deck(decks.PATIENT, audience="patient", title="Plain words", ident="plain"),
        theme=theme,
    )
    studied(workspace, clock)

    async def go(pilot: Pilot[int]) -> None:
        await typed(pilot, "b")
        await typed(pilot, *PAGES[name])

    assert snap_compare(LearnmsApp(workspace), terminal_size=size, run_before=go)
