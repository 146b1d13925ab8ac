"""Sentences of a quiz and its result, shared by all interfaces."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.engine.wording import capitalized, count, kind_name, short_day, step

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.quiz.build import QuizSpec
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.quiz.results import Missed, Outcome, Results, Tally
    from learnms.engine.voice import Voice
    from learnms.study.rating import Confidence

MODES = {"tutor": "Practice", "exam": "Exam"}
"""The modes by their names for people."""
RETAKE, RETAKE_PERFECT = timedelta(days=3), timedelta(days=7)
"""After how long a quiz is worth taking again: with misses, and without."""

SURE: dict[str, Confidence] = {"1": "guess", "2": "fairly", "3": "certain"}
"""The keys that say how sure the learner is."""
SURE_WORDS = {"1": "Guess", "2": "Fairly sure", "3": "Certain"}
HOW_SURE = "How sure are you? 1 guess, 2 fairly sure, 3 certain."
COUNTS = "Counted. You'll see it again at the end."
FINAL = "Quiz answers are final. Reviews can be undone."
FIXED = "You can't go to that question now."
NO_EARLIER = "No previous question."
ONLY_EXAM = "Only exams let you move between questions."
LEGEND = "In cases, answers lock and questions open in order."
"""Below the list of an exam's questions with a case among them."""
GONE = "This question is no longer in the library."


def marks(quiz: Quiz, index: int) -> list[str]:
    """What the list of an exam's questions says of one."""
    is_answered = index in quiz.given
    locked = "locked" if is_answered else "opens later"
    return [
        "answered" if is_answered else "not answered",
        *(["flagged"] if index in quiz.flags else []),
        *([locked] if not quiz.may_go(index) else []),
    ]


def percent(result: Outcome) -> str:
    """The score such as `58 ± 8%`; '' where no points were possible."""
    if result.percent is None:
        return ""
    error = f" ± {result.error:.0f}" if margin(result) else ""
    return f"{result.percent:.0f}{error}%"


def points(result: Outcome) -> str:
    """`14 of 24 points: 58 ± 8%`; only where points were possible."""
    return f"{result.points:g} of {result.max_points:g} points: {percent(result)}"


def guessing(result: Results) -> str:
    """The score that guessing would get; '' where that is not known."""
    return f"Guessing alone: about {result.guess:.0f}%." if result.guess is not None else ""


def margin(result: Outcome) -> str:
    """The meaning of the standard error; '' without one, or if it rounds to zero."""
    if result.error is None or round(result.error) == 0:
        return ""
    return f"± {result.error:.0f}: the next quiz could easily differ by that much."


def next_step(result: Results, today: date, *, reviewable: bool) -> str:
    """What to do next, in one sentence. `reviewable`: missed questions can come tomorrow."""
    number = len(result.missed)
    if number and reviewable:
        missed = f"{number} missed questions" if number > 1 else "missed question"
        return f"Review the {missed} tomorrow."
    days = (result.on + (RETAKE if number else RETAKE_PERFECT) - today).days
    return f"Retake in {count(days, 'day')}." if days > 0 else "Time to retake it."


def added(cards: int, anyway: int = 0) -> str:
    """How many missed cards were made due tomorrow; `anyway` more are due by then. '' for none."""
    if not cards:
        return ""
    more = f"; {anyway} {'is' if anyway == 1 else 'are'} due by then anyway" if anyway else ""
    return f"{count(cards, 'card')} added to tomorrow's review{more}."


def ended(cards: int, *, counts: bool) -> str:
    """What became of an exam, and how many missed cards were made due tomorrow."""
    return f"{'Counted' if counts else 'Not counted'}. {added(cards)}".rstrip()


def hand_in(spec: QuizSpec) -> str:
    """How the answers of a paper are handed in; '' for other quizzes."""
    if not spec.paper:
        return ""
    return f"To hand in your answers: learnms hand-in FILE --form {spec.form}.form.json"


def in_words(result: Results) -> str:
    """The result without figures, above the questions that were missed."""
    if result.missed and len(result.missed) < result.answered:
        return "Done. You knew some of it. These are worth another look:"
    if result.missed:
        return "Done. This is new to you, and that is all right. These are worth another look:"
    return "Done. You knew them all." if result.answered else "Done."


def tallies(result: Results) -> list[tuple[str, list[tuple[str, Tally]]]]:
    """The points by topic, weakest first, by step of clinical judgment and by kind, each under its
    heading and with its names as people know them; a list of one says nothing and is left out.
    """
    named = [
        ("By topic", [(tally.name, tally) for tally in result.topics]),
        ("By step", [(step(tally.name), tally) for tally in result.steps]),
        (
            "By question type",
            [(capitalized(kind_name(tally.name)), tally) for tally in result.kinds],
        ),
    ]
    return [(heading, rows) for heading, rows in named if len(rows) > 1]


def no_answer(missed: Missed) -> str:
    """The words for a missing answer: `Unanswered` at the end of an exam, `Skipped` if submitted
    empty.
    """
    return "Unanswered" if missed.left else "Skipped"


def past(result: Outcome, voice: Voice) -> tuple[str, ...]:
    """A past quiz as the cells of a table: its day, mode, how much was answered, its score."""
    on = short_day(result.on)
    if not voice.has_figures:
        return on, result.answered_words
    return on, MODES[result.mode], f"{result.answered} of {result.asked}", percent(result)
