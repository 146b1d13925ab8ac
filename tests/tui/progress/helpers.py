"""What the tests of the progress page share: a learner with a history, and waiting until
everything is worked out.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from learnms.store.scope import Scope
from learnms.study.event import Draft
from learnms.tui.progress.screen import ProgressScreen
from tests.factories import decks
from tests.factories.log import Learner
from tests.tui.pilot import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

_CARD = """  - id: made-{at:02}
    ask: Question {at} of the deck
    answer: Its answer.
    topic: {topic}
    source: uspi §2.1
    checked: 2026-11-22
"""
_TOPICS = {
    "doses": "Doses and times",
    "before": "What is looked at before the first dose",
    "talk": "Talking with patients",
}


def deck(cards: int = 60) -> str:
    """A deck with three topics."""
    made = decks.deck(*(_CARD.format(at=at, topic=list(_TOPICS)[at % 3]) for at in range(cards)))
    return made.replace(
        "cards:\n",
        "topics:\n" + "".join(f"  {key}: {title}\n" for key, title in _TOPICS.items()) + "cards:\n",
    )


def studied(
    workspace: Workspace, *, days: int = 150, forgets: float = 0.0, sure: int = 3
) -> Workspace:
    """A learner who has studied every day until yesterday, forgets more than predicted, and was
    sure of something wrong today.
    """
    store = workspace.open_store()
    parts = [row.part for row in workspace.queries.library.parts(Scope("nurse"))]
    true: Callable[[float], float] = lambda recall: recall - forgets  # noqa: E731
    store.import_events(
        Learner(parts, workspace.today, days, 1, true_recall=true).events(store.learner_id),
        checked=True,
    )
    for part in parts[:sure]:
        store.append(
            [
                Draft(
                    kind="practice",
                    card=part.card,
                    part=part.part,
                    rating=1,
                    points=0.0,
                    max_points=1.0,
                    confidence="certain",
                    took_ms=9000,
                )
            ]
        )
    return workspace


def progress_page(pilot: Pilot[int]) -> ProgressScreen:
    """The progress page that shows."""
    screen = pilot.app.screen
    assert isinstance(screen, ProgressScreen)
    return screen


async def filled(pilot: Pilot[int]) -> None:
    """Wait until everything on the page has been worked out and painted."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        await settle(pilot)
        if progress_page(pilot).is_settled:
            await settle(pilot)
            return
        await asyncio.sleep(0.005)
    message = "the page never filled"
    raise AssertionError(message)
