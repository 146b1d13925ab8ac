"""Sentences of a quiz and its result, the same for all interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from learnms.engine.quiz.results import Results
    from learnms.study.rating import Confidence

SURE: dict[str, Confidence] = {"1": "guess", "2": "fairly", "3": "certain"}
"""The keys that say how sure the learner is."""
HOW_SURE = "How sure are you? 1 guess, 2 fairly sure, 3 certain."
COUNTS = "Counted. It comes again at the end."
FINAL = "Quiz answers are final. Reviews can be undone."
FIXED = "You can't go to that question now."
NO_EARLIER = "No previous question."
ONLY_EXAM = "Only exams let you move between questions."
GONE = "This question is no longer in the library."


def percent(result: Results) -> str:
    """The score such as `58 ± 8 %`; '' where no points were possible."""
    if result.percent is None:
        return ""
    error = f" ± {result.error:.0f}" if result.error is not None else ""
    return f"{result.percent:.0f}{error} %"


def points(result: Results) -> str:
    """`14 of 24 points: 58 ± 8 %`; only where points were possible."""
    return f"{result.points:g} of {result.max_points:g} points: {percent(result)}"


def guessing(result: Results) -> str:
    """The score that guessing would get; '' where that is not known."""
    return f"Guessing alone: about {result.guess:.0f} %." if result.guess is not None else ""


def margin(result: Results) -> str:
    """The meaning of the standard error; '' without one."""
    if result.error is None:
        return ""
    return f"± {result.error:.0f}: the next quiz could easily differ by that much."


def in_words(result: Results) -> str:
    """The result without figures, above the questions that were missed."""
    if result.missed:
        return "Done. These are worth another look:"
    return "Done. You know this." if result.answered else "Done."
