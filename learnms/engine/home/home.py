"""The home screen's values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from learnms.engine.home import cases, decks
from learnms.engine.home.overview import STAYS, HomeView
from learnms.engine.queue import backlog
from learnms.engine.queue.catch_up import end_backlog
from learnms.engine.queue.today import planned, some_of, waiting

if TYPE_CHECKING:
    from learnms.engine.queries import Queries
    from learnms.engine.workspace import Workspace
    from learnms.store.records import DeckRow


def home_view(workspace: Workspace) -> HomeView:
    """The values of the home screen."""
    end_backlog(workspace)
    today = workspace.today
    off = workspace.settings.days_off.around(today)
    counts = planned(workspace.queries, workspace.settings, today)
    asks = backlog.is_asked(workspace.queries, workspace.settings, today, len(counts.due))
    due = Counter(row.deck_id for row in counts.to_ask)
    new = Counter(row.deck_id for row in counts.new)
    offered = workspace.queries.offered(workspace.settings)
    rows = decks.listed(offered, workspace.settings, due, new)
    seconds = workspace.queries.seconds_per_answer()
    total = len(counts.to_ask) + len(counts.new)
    calendar = workspace.clock().date()
    # Patients hear only of their own decks.
    present = offered if workspace.settings.is_patient else _with_errors(workspace.queries)
    troubled = decks.troubled(present, workspace.settings, calendar)
    warnings = (
        decks.clock_words(offered, calendar),
        decks.future_words(workspace.queries.study.held(today)),
    )
    clock = " ".join(filter(None, warnings))
    minutes = max(1, round(total * seconds / 60)) if total else 0
    paused = None if counts.to_ask or off else workspace.queries.paused_until(today)
    again, half_done = len(counts.again), workspace.queries.study.half_done(today)
    some = some_of(total, workspace.queries, workspace.settings)
    exam = workspace.settings.exam
    if exam is not None and (today - exam.on).days > STAYS:
        exam = None
    case = None
    if not (asks or paused or off or (exam is not None and exam.on == today)):
        case = cases.ready(cases.cases_of(workspace.queries, workspace.settings, today, offered))
    return HomeView(
        today,
        len(counts.to_ask),
        len(counts.new),
        minutes,
        rows,
        troubled,
        counts.later,
        asks,
        paused,
        clock,
        again,
        half_done,
        some,
        workspace.settings.more_new,
        exam,
        case,
        _days_away(workspace),
        None if off is None else off[1],
        0 if off is None else _resting(workspace),
    )


def _with_errors(queries: Queries) -> list[DeckRow]:
    """All decks of the library if one of them has an error; the usual case needs no counts."""
    return queries.decks() if any(map(decks.errors_of, queries.deck_files())) else []


def _resting(workspace: Workspace) -> int:
    """How many cards a review would ask on a day off."""
    counts = waiting(workspace.queries, workspace.settings, workspace.today)
    return len(counts.to_ask) + len(counts.new)


def _days_away(workspace: Workspace) -> int:
    """The days since the latest review, 0 where one was today or never."""
    study, today = workspace.queries.study, workspace.today
    days = study.review_days(today)
    if not days or study.studied_on(today).cards:
        return 0
    return (today - days[0][0]).days
