"""The form on which a quiz is built: its rows, and what they would begin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.form import Action, Choice, Fields, Form, Group, Many
from learnms.engine.home.overview import SUBMITTED
from learnms.engine.quiz.build import MOST_QUESTIONS, QuizSpec, Size, size
from learnms.engine.quiz.start import SEEDS
from learnms.engine.quiz.wording import MODES
from learnms.engine.wording import KIND_WORDS, capitalized, count, day, kind_name, short_titles
from learnms.settings import MOST_MINUTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from learnms.engine.form import Row
    from learnms.engine.queries import Queries
    from learnms.engine.quiz.quiz import Quiz
    from learnms.settings import Settings

SOURCES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("learned",), "What I have learned"),
    ((), "Everything"),
    (("missed",), "What I missed"),
)
PATIENT_SOURCES = (*SOURCES[:2], (("missed",), "What needs another look"))
SOURCE_HELP: dict[tuple[str, ...], str] = {
    ("learned",): "Learned: answered in a review at least once.",
    (): "All questions of the decks chosen below.",
    ("missed",): "Only questions whose last answer was not right.",
}
FROM: dict[tuple[str, ...], str] = {
    ("learned",): ", from what you have learned",
    ("missed",): ", from what you missed",
}
NONE_FITS = "no questions match"
NONE_OF: dict[tuple[str, ...], str] = {
    ("learned",): "nothing learned yet",
    ("missed",): "nothing missed last time",
}
"""Replaces `NONE_FITS` if this filter alone excludes all questions."""
PRIORITY_WORDS = {
    "core": "core: the essentials",
    "standard": "standard",
    "extra": "extra: beyond the basics",
}
STATUS_WORDS = {
    "learned": "learned in a review",
    "missed": "missed last time",
    "unused": "never answered",
    "flagged": "flagged",
    "sure": "confident errors",
}
ROWS = ("statuses", "questions", "decks", "mode", "more")
PATIENT_ROWS = "statuses", "questions", "decks"
STAYS = "A stopped quiz is kept. You can resume it later."
"""Shown if there is a stopped quiz."""


class Offer(NamedTuple):
    """The items of each list as (key, words) and the `rows` that this learner can change. `cases`
    is whether there are any. `priorities` is empty if all cards have the same one.
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
        kinds = [(name, capitalized(kind_name(name))) for name in KIND_WORDS if name != "flashcard"]
        found = {name for row in rows for name in row.head.get("counts", {}).get("priorities", {})}
        titles = short_titles([row.title for row in rows])
        has_cases = any(row.head.get("counts", {}).get("cases") for row in rows)
        return cls(
            tuple(zip((row.deck_id for row in rows), titles, strict=True)),
            tuple(topics.items()),
            (*kinds, ("case", "Unfolding case")),
            rows=PATIENT_ROWS if settings.is_patient else ROWS,
            cases=has_cases,
            priorities=tuple(PRIORITY_WORDS.items()) if len(found) > 1 else (),
        )


def first_spec(queries: Queries, settings: Settings, today: date) -> QuizSpec:
    """The initial choices: learned cards, as soon as there are some. Patients are never asked how
    sure they are.
    """
    everything = QuizSpec(confidence=settings.confidence and not settings.is_patient)
    learned = replace(everything, statuses=("learned",))
    return learned if size(queries, settings, learned, today).questions else everything


def quiz_form(
    spec: QuizSpec, offer: Offer, found: Size, stopped: Sequence[Quiz] = ()
) -> Form[QuizSpec]:
    """The form of a quiz with the `found` questions; the `stopped` quizzes come first. A `seed` of
    0 is drawn when the quiz starts.
    """
    stays = STAYS if stopped else ""
    begins: list[Row[QuizSpec]] = [
        Action(
            f"go_on {number}",
            "Resume quiz",
            about=f"{stopped_words(quiz)}, {when(quiz)}",
            verb="resume",
        )
        for number, quiz in enumerate(stopped)
    ]
    begins.append(
        Action("start", "Start quiz", stays, about=summary(spec, offer, found), verb="start")
    )
    if offer.cases:
        begins.append(Action("case", "Cases", about="choose from the list", verb="cases"))
    rows = tuple(
        row
        for row in _rows(spec, offer)
        if row.name in offer.rows and (not isinstance(row, Many) or row.items)
    )
    return Form("Quiz", (tuple(begins), rows), explained=True)


def _rows(spec: QuizSpec, offer: Offer) -> list[Row[QuizSpec]]:
    make = Fields(spec)
    mode = "Practice: feedback after each question. Exam: feedback at the end."
    return [
        _source(spec, offer),
        make.number("questions", "Number", (1, MOST_QUESTIONS), "How many questions.", step=5),
        make.many("decks", "Decks", offer.decks, "Which decks the questions come from."),
        make.choice("mode", "Mode", mode, tuple(MODES.items())),
        _more(spec, offer),
    ]


def _source(spec: QuizSpec, offer: Offer) -> Choice[QuizSpec]:
    """The first question. A mix of statuses is chosen below, and is then one more value here."""
    values = PATIENT_SOURCES if offer.rows == PATIENT_ROWS else SOURCES
    if spec.statuses not in dict(values):
        values = (*values, (spec.statuses, "Status below"))
    about = SOURCE_HELP.get(spec.statuses, "")
    return Fields(spec).choice("statuses", "Questions from", about, values)


def _more(spec: QuizSpec, offer: Offer) -> Group[QuizSpec]:
    make = Fields(spec)
    limits, seeds = (1, MOST_MINUTES), (1, SEEDS - 1)
    clock = "Minutes for the whole quiz. Empty: no limit."
    sure = "Rate how sure you are before each result."
    recall = "Recall the answer before the options show, if the question allows it."
    seed = "The same seed gives the same quiz."
    core = "Core cards are the essentials."
    inner: list[Row[QuizSpec]] = [
        make.many("topics", "Topics", offer.topics, "Only questions on these topics."),
        make.many("kinds", "Question types", offer.kinds, "Only these question types."),
        make.many("priorities", "Priority", offer.priorities, core),
        replace(
            make.many(
                "statuses", "Status", STATUS_WORDS.items(), "Only cards with one of these statuses."
            ),
            name="status",
        ),
        make.number("minutes", "Time limit", limits, clock, unset="none", shown="{} min"),
        make.choice("confidence", "Confidence", sure),
        make.choice("recall_first", "Recall first", recall),
        make.number("seed", "Seed", seeds, seed, none=0, unset="random"),
    ]
    rows = tuple(row for row in inner if not isinstance(row, Many) or row.items)
    usual = QuizSpec()
    changed = [
        row.label
        for row in rows
        if row.name != "status" and getattr(spec, row.name) != getattr(usual, row.name)
    ]
    about = ", ".join(changed) or "topics, question types, time limit, confidence"
    return Group("more", "More options", inner=rows, about=about)


def summary(spec: QuizSpec, offer: Offer, found: Size) -> str:
    """What the start would begin, and of what: `10 questions, practice, from what you missed`."""
    said = brief(spec, offer, found)
    return said + (FROM.get(spec.statuses, "") if found.questions else "")


def brief(spec: QuizSpec, offer: Offer, found: Size) -> str:
    """What the start would begin; without a choice of modes, none is named."""
    if found == Size(0, is_all=True):
        is_alone = not (spec.decks or spec.topics or spec.kinds or spec.priorities)
        return NONE_OF.get(spec.statuses, NONE_FITS) if is_alone else NONE_FITS
    is_all = found.is_all and found.questions > 1
    number = f"{'up to ' if found.is_most else 'all ' if is_all else ''}"
    number += count(found.questions, "question")
    if "mode" not in offer.rows:
        return number
    clock = f", {spec.minutes} min" if spec.minutes else ""
    return f"{number}, {MODES[spec.mode].lower()}{clock}"


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
    return f"{len(quiz.given)} of {quiz.total} answered{again}"
