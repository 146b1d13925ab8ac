"""The form on which a quiz is built: its rows, and what they would begin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.form import Action, Fields, Form, Many
from learnms.engine.home.overview import SUBMITTED
from learnms.engine.queries import scope_of
from learnms.engine.quiz.build import MOST_QUESTIONS, QuizSpec, Size, fitting
from learnms.engine.quiz.start import SEEDS
from learnms.engine.wording import KIND_WORDS, count, day, kind_name
from learnms.settings import MOST_MINUTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from learnms.engine.form import Row
    from learnms.engine.queries import Queries
    from learnms.engine.quiz.quiz import Quiz
    from learnms.settings import Settings

PRIORITY_WORDS = {
    "core": "core: what everybody must know",
    "standard": "standard: the usual",
    "extra": "extra: what goes beyond",
}
STATUS_WORDS = {
    "unused": "never answered",
    "missed": "missed last time",
    "flagged": "flagged",
    "sure": "sure but wrong",
    "learned": "only learned cards",
}
ROWS = (
    "mode",
    "questions",
    "decks",
    "topics",
    "kinds",
    "priorities",
    "statuses",
    "minutes",
    "confidence",
    "recall_first",
    "seed",
)
PATIENT_ROWS = "questions", "decks"
NONE_FITS = "no questions match"
ALL = "all matching"
STAYS = "A stopped quiz is kept. You can resume it later."
"""Said where there is one."""


class Offer(NamedTuple):
    """The items of each list as (key, words) and the `rows` that this learner can change. `cases`:
    there are some. `priorities` are none where all cards have the same.
    """

    decks: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    rows: tuple[str, ...] = ROWS
    cases: bool = False
    priorities: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, queries: Queries, settings: Settings) -> Offer:
        """The offered decks, their topics, and the kinds that a quiz asks."""
        rows = queries.offered(settings)
        topics = {key: title for row in rows for key, title, _ in row.head.get("topics", [])}
        named = [(name, f"{name}: {kind_name(name)}") for name in KIND_WORDS if name != "flashcard"]
        found = {name for row in rows for name in row.head.get("counts", {}).get("priorities", {})}
        decks = tuple((row.deck_id, row.title) for row in rows)
        has_cases = any(row.head.get("counts", {}).get("cases") for row in rows)
        return cls(
            decks,
            tuple(topics.items()),
            (*named, ("case", "case: a story in parts")),
            rows=PATIENT_ROWS if settings.is_patient else ROWS,
            cases=has_cases,
            priorities=tuple(PRIORITY_WORDS.items()) if len(found) > 1 else (),
        )


def first_spec(
    queries: Queries, settings: Settings, today: date, decks: tuple[str, ...] = ()
) -> QuizSpec:
    """The choices to begin with: beginners are asked what they have learned; patients are never
    asked how sure they are.
    """
    everything = QuizSpec(decks=decks, confidence=settings.confidence and not settings.is_patient)
    learned = replace(everything, statuses=("learned",))
    is_all = decks or settings.is_patient or not _is_beginner(queries, settings, learned, today)
    return everything if is_all else learned


def _is_beginner(queries: Queries, settings: Settings, learned: QuizSpec, today: date) -> bool:
    """Whether less than half is learned, but enough for a quiz."""
    rows = queries.decks(scope_of(settings))
    is_half = 2 * sum(row.learned for row in rows) >= sum(row.total for row in rows)
    return not is_half and fitting(queries, settings, learned, today) >= learned.questions


def quiz_form(
    spec: QuizSpec, offer: Offer, size: Size, stopped: Sequence[Quiz] = ()
) -> Form[QuizSpec]:
    """The form of a quiz of some size; the `stopped` quizzes come first. A `seed` of 0 is drawn
    when the quiz begins.
    """
    stays = STAYS if stopped else ""
    begins: list[Row[QuizSpec]] = []
    for number, quiz in enumerate(stopped):
        about = f"the quiz of {when(quiz)}: {stopped_words(quiz)}"
        begins.append(Action(f"go_on {number}", "Resume", stays, about=about, verb="resume"))
    about = summary(spec, offer, size)
    begins.append(Action("start", "Start", stays, about=about, verb="start"))
    if offer.cases:
        about, help_text = "choose one from the list", "One unfolding case with all its questions."
        begins.append(Action("case", "A case", help_text, about=about, verb="cases"))
    rows = tuple(
        row
        for row in _rows(spec, offer)
        if row.name in offer.rows and (not isinstance(row, Many) or row.items)
    )
    return Form("Quiz", (tuple(begins), rows))


def _rows(spec: QuizSpec, offer: Offer) -> list[Row[QuizSpec]]:
    make = Fields(spec)
    most = "Number of questions."
    modes = ("tutor", "tutor"), ("exam", "exam")
    mode = "Tutor: feedback after each question. Exam: at the end."
    clock = "Time limit in minutes. Empty means no limit."
    recall = "Recall the answer before the options are shown."
    seed = "The same seed gives the same quiz."
    limits, seeds = (1, MOST_MINUTES), (1, SEEDS - 1)
    return [
        make.choice("mode", "Mode", mode, modes),
        make.number("questions", "Questions", (1, MOST_QUESTIONS), most, verb="start"),
        make.many("decks", "Decks", offer.decks),
        make.many("topics", "Topics", offer.topics),
        make.many("kinds", "Kinds", offer.kinds),
        make.many("priorities", "Priority", offer.priorities),
        make.many("statuses", "Status", STATUS_WORDS.items()),
        make.number("minutes", "Minutes", limits, clock, unset="none", verb="start"),
        make.choice("confidence", "Confidence", "Rate your confidence before each result."),
        make.choice("recall_first", "Recall first", recall),
        make.number("seed", "Seed", seeds, seed, none=0, unset="random", verb="start"),
    ]


def summary(spec: QuizSpec, offer: Offer, found: Size) -> str:
    """What the start would begin; without a choice of modes, none is named."""
    if found == Size(0, is_all=True):
        return NONE_FITS
    number = f"{'up to ' if found.is_most else ''}{count(found.questions, 'question')}"
    fitting = f" ({ALL})" if found.is_all else ""
    if "mode" not in offer.rows:
        return f"{number}{fitting}"
    learned = " from learned cards" if spec.statuses == ("learned",) else ""
    return f"{number}{learned}{fitting}, {spec.mode} mode" + (
        f", {count(spec.minutes, 'minute')}" if spec.minutes else ""
    )


def when(quiz: Quiz) -> str:
    """The day on which a quiz was begun."""
    return day(quiz.session.study_day, quiz.today) if quiz.session is not None else "today"


def stopped_words(quiz: Quiz) -> str:
    """How far the quiz is that was stopped."""
    if quiz.is_submitted:
        return SUBMITTED
    again = (
        "" if quiz.is_exam or not quiz.queue.repeats else f", {len(quiz.queue.repeats)} to repeat"
    )
    return f"{len(quiz.given)} of {count(quiz.total, 'question')} answered{again}"
