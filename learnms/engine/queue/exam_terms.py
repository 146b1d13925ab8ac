"""What an exam plan in force means on a study day: its decks, its days, what its minutes hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.analysis.simulation.exam import LONGEST_WINDOW, is_last, window
from learnms.engine.queries import scope_of

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.settings import ExamPlan, Settings
    from learnms.store.scope import Scope


def in_force(settings: Settings, today: date) -> ExamPlan | None:
    """The plan, if its exam is still to come."""
    exam = settings.exam
    return exam if exam is not None and exam.on > today else None


def scope_of_plan(exam: ExamPlan, settings: Settings) -> Scope:
    """The decks of the plan that are offered to the learner."""
    return scope_of(settings)._replace(decks=frozenset(exam.decks) if exam.decks else None)


def span_of(exam: ExamPlan, today: date) -> int:
    """The days of the whole plan, from its start, or from today if that is unknown."""
    return (
        exam.on - (exam.begun if exam.begun is not None and exam.begun <= today else today)
    ).days


def answers_in(minutes: int, queries: Queries) -> float:
    """How many answers this learner gives in this many minutes."""
    return minutes * 60 / queries.seconds_per_answer()


def is_final_day(exam: ExamPlan, queries: Queries, settings: Settings, today: date) -> bool:
    """Whether today is one of the final days of a plan, in which the parts that gain most come."""
    days = (exam.on - today).days
    if not is_last(days, LONGEST_WINDOW):
        return False
    parts = sum(queries.study.topics(scope_of_plan(exam, settings)).values())
    return is_last(days, window(parts, answers_in(exam.minutes, queries), span_of(exam, today)))
