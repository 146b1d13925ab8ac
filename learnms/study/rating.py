"""From an answer to a rating: self-graded answers keep the learner's own; scored answers follow the
points.

A score is points out of points; a rating is FSRS's input. Never an automatic Easy.
"""

from __future__ import annotations

from typing import Literal

from learnms.study.event import Rating

Confidence = Literal["guess", "fairly", "certain"]

GUESSABLE_KINDS = ("single", "true-false")
"""Kinds in which a right guess is likely: the first interval after a first right answer is one
day.
"""


def rate(
    points: float,
    max_points: float,
    *,
    kind: str,
    unsafe: bool = False,
    empty: bool = False,
    hinted: bool = False,
    confidence: Confidence | None = None,
) -> Rating:
    """The rating of a scored answer.

    Args:
        points: what the scoring rule gave, 0 to `max_points`. max_points: what it can give, above
        0. kind: the form's kind; a right answer declared a guess on a single-best or true/false
        form was not recalled. unsafe: a pick that would harm was made. empty: nothing was
        submitted, or time ran out. hinted: a hint was shown. confidence: what the learner said
        before the result.
    """
    if empty or unsafe:
        return Rating.AGAIN
    right = points >= max_points
    if right and confidence == "guess" and kind in GUESSABLE_KINDS:
        return Rating.AGAIN
    if right:
        return Rating.HARD if hinted else Rating.GOOD
    if confidence == "certain":
        return Rating.AGAIN
    return Rating.HARD if 3 * points >= 2 * max_points else Rating.AGAIN
