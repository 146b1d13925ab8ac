"""The results of a quiz: points and percent with standard error, the score of guessing, and tallies
by topic, step and kind.

No pass probability: a hundred local questions say nothing about that.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from itertools import product
from typing import TYPE_CHECKING

from learnms.engine.question.views import Feedback
from learnms.engine.quiz.ending import final
from learnms.engine.wording import STEPS
from learnms.kinds.response import Arrange, Group, Pick, Response
from learnms.kinds.score import Answer, Score, score
from learnms.study.event import Rating

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from learnms.engine.question.views import QuestionView
    from learnms.engine.quiz.quiz import Quiz
    from learnms.study.event import Event

MOST_EXACT = 12
"""Groups with more options are not enumerated: their guess is half of the right options less half
of the wrong.
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """The points of some questions."""

    name: str
    points: float
    max_points: float
    questions: int

    @property
    def percent(self) -> float | None:
        """Percent of the possible points, or None if there are none."""
        return 100 * self.points / self.max_points if self.max_points else None


@dataclass(frozen=True, slots=True)
class Missed:
    """A missed question, its answer, and whether the learner was `sure`; `left`: the exam ended
    without an answer. `topic` is the title of its topic; `max_points` is 0 where the learner graded
    it.
    """

    index: int
    item: QuestionView | None
    event: Event | None
    sure: bool
    left: bool = False
    topic: str = ""
    points: float = 0
    max_points: float = 0

    @property
    def answer(self) -> Answer | None:
        """The answer in the log; None if the question is gone."""
        return (
            None
            if self.item is None
            else Answer.from_json(
                self.item.question, self.event.answer if self.event is not None else None
            )
        )

    def feedback(self, today: date) -> Feedback | None:
        """The feedback to the answer, as in tutor mode; None if the question is gone."""
        item, answer = self.item, self.answer
        if item is None or answer is None:
            return None
        scored = score(item.question, answer) if item.scored else None
        rating = (
            Rating(self.event.rating)
            if self.event is not None and self.event.rating
            else Rating.AGAIN
        )
        return Feedback(
            item,
            rating,
            today,
            again=False,
            answer=answer,
            score=scored if isinstance(scored, Score) else None,
            review=False,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a quiz came to in points. `error` is the standard error of the percentage."""

    on: date
    mode: str
    asked: int
    answered: int
    points: float
    max_points: float
    error: float | None
    minutes: float

    @property
    def percent(self) -> float | None:
        """Percent of the possible points."""
        return 100 * self.points / self.max_points if self.max_points else None

    @property
    def answered_words(self) -> str:
        """The number of answers for a patient, right or wrong."""
        return (
            "all answered"
            if self.answered == self.asked
            else f"{self.answered} of {self.asked} answered"
        )


@dataclass(frozen=True, slots=True)
class Results(Outcome):
    """A finished or stopped quiz, question by question. `guess` is the expected percentage of
    random answers.
    """

    guess: float | None = None
    topics: tuple[Tally, ...] = ()
    steps: tuple[Tally, ...] = ()
    kinds: tuple[Tally, ...] = ()
    missed: tuple[Missed, ...] = ()

    @property
    def sure_but_wrong(self) -> tuple[Missed, ...]:
        """The misses that the learner was certain about."""
        return tuple(missed for missed in self.missed if missed.sure)


def outcome(quiz: Quiz) -> Outcome:
    """The score of a quiz so far; it opens no question of one that was ended."""
    given = [answer for _, answer in sorted(final(quiz).items())]
    scores = [(one.points or 0, one.max_points) for one in given if one.max_points]
    return Outcome(
        on=quiz.session.study_day if quiz.session else quiz.today,
        mode=quiz.spec.mode,
        asked=quiz.total,
        answered=sum(not one.left for one in given),
        points=sum(points for points, _ in scores),
        max_points=sum(most for _, most in scores),
        error=standard_error(scores),
        minutes=quiz.elapsed().total_seconds() / 60,
    )


def results(quiz: Quiz) -> Results:
    """The results of a quiz so far."""
    total = outcome(quiz)
    answers = sorted(final(quiz).items())
    scored = [(index, given) for index, given in answers if given.max_points]
    most = total.max_points
    pages = {index: quiz.page(index) for index, _ in answers}
    guessed = [
        guess_points(page.question.response)
        for index, _ in scored
        if (page := pages[index]) is not None
    ]
    titles = _topic_titles(quiz)

    def topic_of(index: int) -> str | None:
        topic = quiz.questions[index].topic
        return titles.get(topic, topic) if topic is not None else None

    missed = [
        Missed(
            index,
            pages[index],
            given.event,
            given.confidence == "certain",
            given.left,
            topic_of(index) or "",
            given.points or 0,
            given.max_points or 0,
        )
        for index, given in answers
        if not given.right
    ]

    def tallied(name_of: Callable[[int], str | None]) -> tuple[Tally, ...]:
        return _tallies(
            (name_of(index), given.points or 0, given.max_points or 0) for index, given in scored
        )

    return Results(
        **asdict(total),
        guess=100 * sum(guessed) / most if most and len(guessed) == len(scored) else None,
        topics=tuple(sorted(tallied(topic_of), key=_share)),
        steps=tuple(sorted(tallied(lambda index: quiz.questions[index].step), key=_place)),
        kinds=tallied(lambda index: quiz.questions[index].kind),
        missed=tuple(sorted(missed, key=lambda miss: (not miss.sure, miss.index))),
    )


def _place(tally: Tally) -> int:
    """The place of a step in the model; unknown steps come last."""
    return list(STEPS).index(tally.name) if tally.name in STEPS else len(STEPS)


def _share(tally: Tally) -> float:
    return tally.points / tally.max_points if tally.max_points else 0.0


def _topic_titles(quiz: Quiz) -> dict[str, str]:
    """The titles of topics; the first deck wins if two share a key."""
    return {
        key: title
        for row in reversed(quiz.queries.deck_files())
        for key, title, _ in row.head.get("topics", [])
    }


def _tallies(rows: Iterable[tuple[str | None, float, float]]) -> tuple[Tally, ...]:
    tallies: dict[str, Tally] = {}
    for name, points, most in rows:
        if name is not None:
            known = tallies.get(name, Tally(name, 0, 0, 0))
            tallies[name] = Tally(
                name, known.points + points, known.max_points + most, known.questions + 1
            )
    return tuple(tallies.values())


def standard_error(scores: Sequence[tuple[float, float]]) -> float | None:
    """The standard error of the percentage, from the points and the maximum of each question; None
    under two questions.

    The percentage is a ratio of two sums, R = sum(p) / sum(m), so its error is that of the ratio
    estimator: sqrt(n / (n - 1) * sum((p - R * m)^2)) / sum(m) (W. G. Cochran, Sampling Techniques,
    3rd edition, 1977, chapter 6, of questions from an endless supply).
    """
    number, points, most = (
        len(scores),
        sum(got for got, _ in scores),
        sum(maximum for _, maximum in scores),
    )
    if number < 2 or not most:
        return None
    ratio = points / most
    return (
        100
        * math.sqrt(
            number / (number - 1) * sum((got - ratio * maximum) ** 2 for got, maximum in scores)
        )
        / most
    )


def guess_points(response: Response) -> float:
    """The expected points of a random answer; 0 for typed answers."""
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
    """The expected points of a group: as many random picks as its limit, or a coin an option."""
    count, keyed = len(group.options), sum(option.right for option in group.options)
    if group.rule == "all-or-nothing":
        return 1.0 / math.comb(count, group.limit) if group.limit else float(0.5**count)
    if group.limit is not None:
        return group.limit * keyed / count
    if count > MOST_EXACT:
        return max(0.0, keyed / 2 - (count - keyed) / 2)
    signs = [1 if option.right else -1 for option in group.options]
    points = [
        max(0, sum(sign for sign, picked in zip(signs, picks, strict=True) if picked))
        for picks in product((False, True), repeat=count)
    ]
    return sum(points) / len(points)
