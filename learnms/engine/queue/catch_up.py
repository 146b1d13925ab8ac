"""The backlog question, and the way chosen to work it off."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine.queue import backlog
from learnms.engine.queue.today import waiting
from learnms.errors import LearnmsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.queue.backlog import BacklogQuestion, CatchUp
    from learnms.engine.workspace import Workspace


def backlog_question(
    workspace: Workspace, decks: Sequence[str] | None = None, limit: int | None = None
) -> BacklogQuestion | None:
    """The question before a review of far more than a day's work; None where none is needed."""
    end_backlog(workspace)
    if limit is not None and limit <= backlog.FEW:
        return None  # whoever names a number has answered already
    today, due = (
        workspace.today,
        len(
            waiting(workspace.queries, workspace.settings, workspace.today, decks=decks, new=0).due
        ),
    )
    is_asked = backlog.is_asked(
        workspace.queries, workspace.settings, today, due if limit is None else min(due, limit)
    )
    return backlog_now(workspace) if is_asked else None


def backlog_now(workspace: Workspace) -> BacklogQuestion:
    """What is due, and the ways to catch up, whatever was chosen before."""
    today = workspace.today
    due = waiting(workspace.queries, replace(workspace.settings, backlog=None), today, new=0).due
    return backlog.gathered(workspace.queries, workspace.settings, today, due)


def catch_up(workspace: Workspace, way: CatchUp) -> None:
    """Choose a way to work off the backlog.

    Raises:
        LearnmsError: the choice cannot be written; it holds until the program ends.
    """
    workspace.choose(backlog.chosen(workspace.settings, workspace.today, way))


def end_backlog(workspace: Workspace) -> None:
    """Drop a backlog plan whose last day is over, or once a day's share holds all that is due."""
    if workspace.settings.backlog is None or workspace.read_only:
        return
    plan = backlog.plan_on(workspace.settings, workspace.today)
    if plan is None or (
        plan.per_day
        and not waiting(workspace.queries, workspace.settings, workspace.today, new=0).later
    ):
        # A settings file that cannot be written must not keep the learner from the cards.
        with suppress(LearnmsError):
            workspace.choose(replace(workspace.settings, backlog=None))
