"""Fills a new data folder with the history of a simulated learner."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from learnms.engine.demo.cards import Cards
from learnms.engine.demo.history import DAYS, History
from learnms.engine.demo.learner import SimulatedLearner
from learnms.engine.demo.log import MadeUpLog
from learnms.engine.demo.quizzes import Quizzes
from learnms.settings import ExamPlan, Settings

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.workspace import Workspace

NOTICE = "This is a demo. Nothing here is saved."
PREPARING = "Preparing three months of study…"
SEED = 1

_EXAM_IN, _BEGUN_AGO = 35, 14
_QUIZ_EVERY, _CASE_EVERY = 6, 13
"""Days of study between two quizzes, and between two cases."""
_EXAM_EVERY = 4
"""Quizzes between two exams; the last is one too."""


def demo_settings(who: str, today: date) -> Settings:
    """The settings of the simulated learner. Patients have no exam to plan for."""
    if who == "patient":
        return Settings(who=who, region="us")
    exam = ExamPlan(
        today + timedelta(days=_EXAM_IN), minutes=20, begun=today - timedelta(days=_BEGUN_AGO)
    )
    return Settings(who=who, region="us", new_per_day=5, confidence=True, exam=exam)


def prepare(workspace: Workspace, who: str = "student", seed: int = SEED) -> int:
    """Write three months of history into a workspace without events, and the learner's settings.

    The same seed, day, role and decks give the same history. Returns the number of events.

    Raises:
        LearnmsError: the data cannot be written.
    """
    store, today = workspace.open_store(), workspace.today
    settings = demo_settings(who, today)
    chance = Random(f"{seed} {who} {today.isoformat()}")  # the same text gives the same history
    log = MadeUpLog(store.learner_id, store.device_id, settings.rollover_hour, f"demo {seed}")
    learner = SimulatedLearner(chance, is_patient=settings.is_patient)
    cards = Cards(workspace.queries, settings)
    history = History(cards, learner, log, settings, workspace.clock(), today)
    _write(history)
    store.import_events(log.events, checked=True)
    workspace.choose(settings)
    return len(log.events)


def _write(history: History) -> None:
    """All days: a review on each, on some a quiz or a case after it."""
    history.choose_stubborn()
    quizzes, days = Quizzes(history), history.days()
    taken = 0
    for number, day in enumerate(days, 1):
        progress = number / len(days)
        history.begin(day)
        history.review(day, history.introduced_by(progress))
        if number % _QUIZ_EVERY == 0:
            taken += 1
            exam_is_next = taken % _EXAM_EVERY == 0 or number + _QUIZ_EVERY > len(days)
            is_exam = exam_is_next and not history.settings.is_patient
            quizzes.take(day, progress, is_exam=is_exam)
        elif number % _CASE_EVERY == 0 and number > DAYS // 4:
            quizzes.take_case(day)
        if number == len(days):
            history.mark()
