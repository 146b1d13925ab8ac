"""What the first page shows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from learnms.engine.home import decks as shelf
from learnms.engine.home.overview import HomeView
from learnms.engine.queue import backlog
from learnms.engine.queue.today import some_of, waiting

if TYPE_CHECKING:
    from learnms.engine.home.overview import DeckRow
from learnms.engine.queue.catch_up import end_backlog

if TYPE_CHECKING:
    from learnms.engine.workspace import Workspace


def home_view(workspace: Workspace) -> HomeView:
    """What the home screen shows."""
    end_backlog(workspace)
    today = workspace.today
    found = waiting(workspace.data, workspace.settings, today)
    asks = backlog.is_asked(workspace.data, workspace.settings, today, len(found.due))
    due = Counter(row.deck_id for row in found.to_ask)
    new = Counter(row.deck_id for row in found.new)
    rows = deck_rows(workspace, due, new)
    seconds = workspace.data.seconds_per_answer()
    total = len(found.to_ask) + len(found.new)
    calendar = workspace.clock().date()
    troubled = shelf.troubled(workspace.data.library, workspace.settings, calendar)
    told = (
        shelf.clock_words(workspace.data.library, workspace.settings, calendar),
        shelf.future_words(workspace.data.history.held(today)),
    )
    clock = " ".join(filter(None, told))
    minutes = max(1, round(total * seconds / 60)) if total else 0
    paused = None if found.to_ask else workspace.data.paused_until(today)
    again, half_done = len(found.again), workspace.data.quizzes.half_done(today)
    some = some_of(total, workspace.data, workspace.settings)
    is_exam_day = workspace.settings.exam is not None and workspace.settings.exam.on == today
    return HomeView(
        today,
        len(found.to_ask),
        len(found.new),
        minutes,
        rows,
        troubled,
        found.later,
        asks,
        paused,
        clock,
        again,
        half_done,
        some,
        workspace.settings.more_new,
        is_exam_day,
    )


def deck_rows(workspace: Workspace, due: Counter[str], new: Counter[str]) -> tuple[DeckRow, ...]:
    """The decks that the learner is offered, with what waits in each."""
    return shelf.listed(workspace.data.library, workspace.settings, due, new)
