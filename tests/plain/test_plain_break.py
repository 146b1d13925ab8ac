"""A break is offered in lines as on the screens."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.plain.kit.console import Console
from learnms.plain.review import PlainReview
from tests.conftest import Clock

OFFER = "You have studied 10 minutes. Take a break? Enter: go on. q: stop."


def transcript(workspace: Workspace, clock: Clock, *typed: str) -> str:
    """A review in which each line takes five minutes."""

    class Slow(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            clock.forward(minutes=5)
            return super().readline()

    workspace.settings = replace(workspace.settings, break_minutes=10)
    workspace.open_store()
    source, target = Slow("".join(f"{line}\n" for line in typed)), io.StringIO()
    PlainReview(start_review(workspace, limit=5), Console(source, target, echo=True)).run()
    return target.getvalue()


def test_enter_goes_on_with_the_next_card(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    text = transcript(open_workspace(), clock, *["", "3"] * 2, "what", "", *["", "3"], "q")

    assert text.count(OFFER) == 2, "said again after a line that it does not know"
    assert text.index(OFFER) < text.index("3 of 5.")


def test_q_stops_with_everything_saved(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    text = transcript(open_workspace(), clock, *["", "3"] * 2, "q")

    assert OFFER in text
    assert text.rstrip().splitlines()[-1].startswith("Stopped. 3 cards left")
