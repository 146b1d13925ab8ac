"""The panels beside the decks on wide screens, computed in a thread after the first paint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.stats.daily import by_day
from learnms.analysis.stats.recall import Share, share
from learnms.engine.exam.readiness import readiness
from learnms.engine.forecast.forecast import outlook
from learnms.engine.progress.groups import groups_of
from learnms.engine.queries import scope_of
from learnms.errors import LearnmsError
from learnms.garbage import collection_paused
from learnms.study.fsrs_formulas import Fsrs6

if TYPE_CHECKING:
    from datetime import date

    from learnms.analysis.stats.daily import Worked
    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.queries import Queries
    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings
    from learnms.study.sums import Tally

AHEAD = 7
"""The days of the forecast, today first."""
WEAKEST = 3
_RECENT = timedelta(days=30)
_ENOUGH = 10
"""The fewest tests of memory by which a topic is called weak."""


class WeakTopic(NamedTuple):
    """A topic, its retention, and the retention that the learner wants of it."""

    title: str
    retention: Share
    goal: float


@dataclass(frozen=True, slots=True)
class Panels:
    """The values of the panels on a study day.

    `days` are those with answers, ascending. `retention` is for the last 30 days, `goal` is the
    desired retention. `weakest` are the topics with the lowest retention, lowest first. `readiness`
    is None without a coming exam.
    """

    today: date
    days: tuple[Worked, ...]
    retention: Share
    goal: float
    ahead: Forecast
    weakest: tuple[WeakTopic, ...]
    readiness: Readiness | None = None


def panels(workspace: Workspace) -> Panels:
    """Compute all panels. A page calls this in a thread.

    Raises:
        LearnmsError: the data cannot be read.
    """
    settings = workspace.settings
    with collection_paused():
        with workspace.reading() as queries:
            today = queries.today(workspace.clock, settings)
            tally = queries.sums.tally(today, Fsrs6(queries.weights(today)))
            weakest = _weakest(queries, settings, tally)
        since = (today - _RECENT).isoformat()
        tests = tally.sums.named("trial")
        return Panels(
            today,
            tuple(by_day(tally.sums)),
            share(one for day, one in tests.items() if day > since),
            settings.target,
            outlook(workspace, AHEAD),
            weakest,
            exam_readiness(workspace),
        )


def exam_readiness(workspace: Workspace) -> Readiness | None:
    """What the exam plan leads to; None without a plan, or if it cannot be computed."""
    if workspace.settings.exam is None:
        return None
    try:
        return readiness(workspace, search=False)
    except LearnmsError:  # over, or the page of the plan says why
        return None


def _weakest(queries: Queries, settings: Settings, tally: Tally) -> tuple[WeakTopic, ...]:
    figures, places = queries.sums.part_figures(tally), queries.sums.places(scope_of(settings))
    groups = groups_of(tally.sums, figures, places, queries.search_rows.decks())
    topics = []
    for row in next(group.rows for group in groups if group.by == "topic"):
        deck, _, topic = row.key.partition("/")
        if row.name and row.share.n >= _ENOUGH:
            topics.append(WeakTopic(row.name, row.share, settings.target_of(deck, topic)))
    return tuple(sorted(topics, key=lambda row: row.retention.rate)[:WEAKEST])
