"""What a quiz came to: points and per cent with their standard error, the score of guessing, by topic, step and kind.

No pass probability, ever: a hundred local questions say nothing about that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from learnms.kinds.response import Arrange, Group, Pick, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from learnms.engine.quiz import Quiz
    from learnms.engine.views import Item
    from learnms.study.event import Event

MOST_EXACT = 12
"""Groups with more options than this are not counted out: their guess is taken as half of the right ones less half of the wrong."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Points of some questions."""

    name: str
    points: float
    max_points: float
    questions: int

    @property
    def percent(self) -> float | None:
        """Per cent of the points, or None where there are none to get."""
        return 100 * self.points / self.max_points if self.max_points else None


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was missed: its page, what was answered, and whether the learner had been certain."""

    index: int
    item: Item | None
    event: Event | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Results:
    """A finished or stopped quiz. `error` is the standard error of the per cent; `guess` what random answers would get, in per cent."""

    on: date
    mode: str
    asked: int
    answered: int
    points: float
    max_points: float
    error: float | None
    guess: float | None
    minutes: float
    topics: tuple[Tally, ...] = ()
    steps: tuple[Tally, ...] = ()
    kinds: tuple[Tally, ...] = ()
    missed: tuple[Missed, ...] = ()

    @property
    def percent(self) -> float | None:
        """Per cent of the points."""
        return 100 * self.points / self.max_points if self.max_points else None

    @property
    def sure_but_wrong(self) -> tuple[Missed, ...]:
        """The misses that were declared certain: the most useful ones to look at."""
        return tuple(missed for missed in self.missed if missed.sure)


def results(quiz: Quiz) -> Results:
    """What the answers of a quiz come to."""
    scored = [(i, given) for i, given in sorted(quiz.given.items()) if given.max_points]
    shares = [(given.points or 0) / given.max_points for _, given in scored if given.max_points]
    points, most = sum(given.points or 0 for _, given in scored), sum(given.max_points or 0 for _, given in scored)
    pages = {index: quiz.page(index) for index in quiz.given}
    guessed = [guess_points(page.question.response) for index, _ in scored if (page := pages[index]) is not None]
    missed = [Missed(index, pages[index], given.event, given.confidence == "certain") for index, given in sorted(quiz.given.items()) if not given.right]

    def tallied(name_of: Callable[[int], str | None]) -> tuple[Tally, ...]:
        return _tallies((name_of(index), given.points or 0, given.max_points or 0) for index, given in scored)

    return Results(
        on=quiz.session.study_day if quiz.session else quiz.today,
        mode=quiz.spec.mode,
        asked=quiz.total,
        answered=len(quiz.given),
        points=points,
        max_points=most,
        error=standard_error(shares),
        guess=100 * sum(guessed) / most if most and len(guessed) == len(scored) else None,
        minutes=quiz.elapsed().total_seconds() / 60,
        topics=tallied(lambda index: quiz.topic_title(index)),
        steps=tallied(lambda index: quiz.questions[index].step),
        kinds=tallied(lambda index: quiz.questions[index].kind),
        missed=tuple(sorted(missed, key=lambda one: (not one.sure, one.index))),
    )


def _tallies(rows: Iterable[tuple[str | None, float, float]]) -> tuple[Tally, ...]:
    found: dict[str, Tally] = {}
    for name, points, most in rows:
        if name is not None:
            known = found.get(name, Tally(name, 0, 0, 0))
            found[name] = Tally(name, known.points + points, known.max_points + most, known.questions + 1)
    return tuple(found.values())


def standard_error(shares: list[float]) -> float | None:
    """The standard error of the mean share, in per cent; None under two questions."""
    if len(shares) < 2:
        return None
    mean = sum(shares) / len(shares)
    variance = sum((share - mean) ** 2 for share in shares) / (len(shares) - 1)
    return 100 * math.sqrt(variance / len(shares))


def guess_points(response: Response) -> float:
    """The points that answers at random would get on the average; none for what is typed."""
    match response:
        case Pick(groups):
            if response.linked:
                anchor, *reasons = [group_guess(group) for group in groups]
                return anchor * sum(reasons)
            return sum(group_guess(group) for group in groups)
        case Arrange(steps):
            return 1 / math.factorial(len(steps))
        case _:
            return 0.0


def group_guess(group: Group) -> float:
    """The expected points of a group: as many picks as are taken, or each option picked or not by a coin."""
    count, keyed = len(group.options), sum(option.right for option in group.options)
    if group.rule == "all-or-nothing":
        return 1.0 / math.comb(count, group.limit) if group.limit else float(0.5**count)
    if group.limit is not None:
        return group.limit * keyed / count
    if count > MOST_EXACT:
        return max(0.0, keyed / 2 - (count - keyed) / 2)
    signs = [1 if option.right else -1 for option in group.options]
    points = [max(0, sum(sign for sign, picked in zip(signs, picks, strict=True) if picked)) for picks in product((False, True), repeat=count)]
    return sum(points) / len(points)
