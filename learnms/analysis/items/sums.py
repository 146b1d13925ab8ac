"""The sums behind item statistics, filled in one pass over learners and added across processes.

A learner's rest score on a question is the share of points on all their other questions, 0 to 1, so
that learners who answered different numbers of questions can be compared. Where all answered the
same questions, it is a linear function of Moodle's rest score (total minus item), and correlations
with it are the same.

Answers repeat from learner to learner, so that what they have in common is added up once: a learner
moves four numbers an answer. Plain sums are exact enough: every term lies between 0 and 1, so that
in 64 bits the variances of 100,000 learners keep ten digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from learnms.study.first_answer import Choice, FirstAnswer, Item

BINS = 10
"""Bins of the distribution of scores, each a tenth of the points; the last one includes 100%."""
MOST_SETS = 200
"""Sets of questions that are followed, those of the most learners. Learners who take one paper make
one set.
"""
MOST_TEXTS = 1000
"""Different answers to a question that are counted apart; further ones are not."""


@dataclass(slots=True)
class ChoiceSums:
    """How many learners chose an option, and the sums of their rest scores and shares of points."""

    count: int = 0
    rest: float = 0.0
    x: float = 0.0


class _SameAnswer:
    """Learners who gave the same answer: how many, and the sums of their rest scores; `alone` are
    those who answered nothing else, who have no rest score.
    """

    __slots__ = ("alone", "answer", "n", "r", "rr", "seconds", "timed")

    def __init__(self, answer: FirstAnswer) -> None:
        self.answer = answer
        self.n = self.alone = self.timed = 0
        self.r = self.rr = self.seconds = 0.0


@dataclass(slots=True)
class ItemSums:
    """The sums of one question. x is the share of its points, r the rest score; `alone` counts the
    answers of learners who answered nothing else.
    """

    kind: str
    topic: str | None
    step: str | None
    max_points: float
    n: int = 0
    x: float = 0.0
    xx: float = 0.0
    r: float = 0.0
    rr: float = 0.0
    xr: float = 0.0
    alone: int = 0
    alone_x: float = 0.0
    alone_xx: float = 0.0
    timed: int = 0
    seconds: float = 0.0
    choices: dict[Choice, ChoiceSums] = field(default_factory=dict)

    def add(self, same: _SameAnswer) -> None:
        """Add the learners who gave an answer."""
        answer = same.answer
        x = answer.points / answer.max_points
        self.n += same.n
        self.x += same.n * x
        self.xx += same.n * x * x
        self.r += same.r
        self.rr += same.rr
        self.xr += x * same.r
        self.alone += same.alone
        self.alone_x += same.alone * x
        self.alone_xx += same.alone * x * x
        self.timed += same.timed
        self.seconds += same.seconds
        for choice in answer.offered:
            self.choices.setdefault(choice, ChoiceSums())
        for choice in answer.chosen:
            self._add_choice(choice, ChoiceSums(same.n, same.r, same.n * x))

    def _add_choice(self, choice: Choice, more: ChoiceSums) -> None:
        if choice not in self.choices and len(self.choices) >= MOST_TEXTS:
            return
        sums = self.choices.setdefault(choice, ChoiceSums())
        sums.count += more.count
        sums.rest += more.rest
        sums.x += more.x

    def merge(self, other: ItemSums) -> None:
        """Add the sums of other learners."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for choice, more in other.choices.items():
            self._add_choice(choice, more)


_NUMBERS = (
    *("n", "x", "xx", "r", "rr", "xr"),
    *("alone", "alone_x", "alone_xx", "timed", "seconds"),
)


@dataclass(slots=True)
class SetSums:
    """The sums of learners who answered the same set of questions, in points: of the totals t, of
    all squares of points, and of each question's points.
    """

    most: float
    n: int = 0
    t: float = 0.0
    tt: float = 0.0
    pp: float = 0.0
    points: dict[Item, float] = field(default_factory=dict)

    def merge(self, other: SetSums) -> None:
        """Add the sums of other learners."""
        self.n += other.n
        self.t += other.t
        self.tt += other.tt
        self.pp += other.pp
        for item, points in other.points.items():
            self.points[item] += points


_Same = dict[int, _SameAnswer]
"""Answers by the identity of their objects, which the values keep alive."""


@dataclass(slots=True)
class ClassSums:
    """The sums of a class. `topics` and `steps` count the learners who answered about each."""

    learners: int = 0
    answers: int = 0
    items: dict[Item, ItemSums] = field(default_factory=dict)
    sets: dict[frozenset[Item], SetSums] = field(default_factory=dict)
    bins: list[int] = field(default_factory=lambda: [0] * BINS)
    topics: dict[str, int] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, learners: Iterable[tuple[Sequence[FirstAnswer], Sequence[float | None]]]) -> Self:
        """The sums of some learners.

        Args:
            learners: the answers of each, every one to another question with `max_points` above 0,
                and the seconds that they took.
        """
        sums = cls()
        same: dict[frozenset[Item], _Same] = {}
        for answers, seconds in learners:
            if answers:
                questions = sums._add(answers)
                _count(same.setdefault(questions, {}), answers, seconds)
        for questions, counted in same.items():
            sums._fold(questions, counted.values())
        sums._trim()
        return sums

    def _add(self, answers: Sequence[FirstAnswer]) -> frozenset[Item]:
        """Add a learner's totals; the set of questions they answered."""
        total = sum([answer.points for answer in answers])
        most = sum([answer.max_points for answer in answers])
        self.learners += 1
        self.answers += len(answers)
        self.bins[min(BINS - 1, int(BINS * total / most))] += 1
        for counts, names in (
            (self.topics, {answer.topic for answer in answers}),
            (self.steps, {answer.step for answer in answers}),
        ):
            for name in names:
                if name:
                    counts[name] = counts.get(name, 0) + 1
        questions = frozenset([answer.item for answer in answers])
        if questions not in self.sets:
            self.sets[questions] = SetSums(most, points=dict.fromkeys(questions, 0.0))
        followed = self.sets[questions]
        followed.n += 1
        followed.t += total
        followed.tt += total * total
        return questions

    def _fold(self, questions: frozenset[Item], counted: Iterable[_SameAnswer]) -> None:
        """Add the answers of learners who answered the same set of questions."""
        followed = self.sets[questions]
        for same in counted:
            answer = same.answer
            if answer.item not in self.items:
                self.items[answer.item] = ItemSums(
                    answer.kind, answer.topic, answer.step, answer.max_points
                )
            self.items[answer.item].add(same)
            learners = same.n + same.alone
            followed.points[answer.item] += learners * answer.points
            followed.pp += learners * answer.points**2

    def _trim(self) -> None:
        """Follow no more sets than allowed."""
        if len(self.sets) > MOST_SETS:
            largest = sorted(self.sets.items(), key=lambda found: -found[1].n)
            self.sets = dict(largest[:MOST_SETS])

    def merge(self, other: ClassSums) -> None:
        """Add the sums of other learners."""
        self.learners += other.learners
        self.answers += other.answers
        for item, sums in other.items.items():
            if item in self.items:
                self.items[item].merge(sums)
            else:
                self.items[item] = sums
        for questions, more in other.sets.items():
            if questions in self.sets:
                self.sets[questions].merge(more)
            else:
                self.sets[questions] = more
        self._trim()
        self.bins = [mine + theirs for mine, theirs in zip(self.bins, other.bins, strict=True)]
        for counts, added in ((self.topics, other.topics), (self.steps, other.steps)):
            for name, learners in added.items():
                counts[name] = counts.get(name, 0) + learners


def _count(same: _Same, answers: Sequence[FirstAnswer], seconds: Sequence[float | None]) -> None:
    """Count one learner's answers among the same ones of others."""
    total = sum([answer.points for answer in answers])
    most = sum([answer.max_points for answer in answers])
    for answer, time in zip(answers, seconds, strict=True):
        counted = same.get(id(answer))
        if counted is None:
            counted = same[id(answer)] = _SameAnswer(answer)
        left = most - answer.max_points
        if left > 0:
            rest = (total - answer.points) / left
            counted.n += 1
            counted.r += rest
            counted.rr += rest * rest
        else:
            counted.alone += 1
        if time is not None:
            counted.timed += 1
            counted.seconds += time
