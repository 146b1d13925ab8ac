"""An exam plan as rules for a simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.analysis.simulation.exam import KNOWN_COST, NEW_COST, WARM_UP
from learnms.engine.queue.exam_terms import answers_in, in_force, scope_of_plan, span_of

if TYPE_CHECKING:
    from learnms.analysis.simulation.simulate import ExamRules
    from learnms.engine.forecast.snapshot import Snapshot
    from learnms.engine.queries import Queries


def exam_rules(queries: Queries, now: Snapshot, *, limits: bool = False) -> ExamRules | None:
    """The rules of the plan in force, or None. `limits`: a day ends when its minutes are over."""
    from learnms.analysis.simulation.simulate import ExamRules

    exam = in_force(now.settings, now.today)
    if exam is None:
        return None
    done, answers, short = (
        queries.study.studied_on(now.today, scope_of_plan(exam, now.settings)),
        answers_in(exam.minutes, queries),
        answers_in(WARM_UP, queries),
    )
    return ExamRules(
        day=(exam.on - now.today).days,
        answers=answers,
        answers_today=answers - KNOWN_COST * done.repeated - NEW_COST * done.introduced,
        target=exam.target,
        span=span_of(exam, now.today),
        introduced=done.introduced,
        limits=limits,
        warm_up=min(answers, short),
    )
