"""The sums behind item statistics, filled in one pass over learners and added across processes.

A learner's rest score on a question is the share of points on all their other questions, 0 to 1, so
that learners who answered different numbers of questions can be compared. Where all answered the
same questions, it is a linear function of Moodle's rest score (total minus item), and correlations
with it are the same.

Plain sums are exact enough: every term lies between 0 and 1, so that in 64 bits the variances of
100,000 learners keep ten digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

BINS = 10
"""Bins of the distribution of scores, each a tenth of the points; the last one includes 100%."""
MOST_SETS = 200
"""Different sets of questions that are followed. Learners who take one paper make one set."""
MOST_TEXTS = 1000
"""Different answers to a question that are counted apart; further ones are not."""


class Item(NamedTuple):
    """A question: a card or case, its part, and the hash of its wording. A reworded question is
    another item.
    """

    card: str
    part: str | None
    form: str


class Choice(NamedTuple):
    """Something that can be answered: an option of a group, or a typed text of group 0."""

    group: int
    text: str


class Answered(Protocol):
    """A learner's first answer to a question. `offered` are the options as shown, `chosen` those
    picked, or what was typed.
    """

    @property
    def item(self) -> Item: ...
    @property
    def kind(self) -> str: ...
    @property
    def topic(self) -> str | None: ...
    @property
    def step(self) -> str | None: ...
    @property
    def points(self) -> float: ...
    @property
    def max_points(self) -> float: ...
    @property
    def seconds(self) -> float | None: ...
    @property
    def offered(self) -> Sequence[Choice]: ...
    @property
    def chosen(self) -> Sequence[Choice]: ...


@dataclass(slots=True)
class ChoiceSums:
    """How many learners chose an option, and the sums of their rest scores and shares of points."""

    count: int = 0
    rest: float = 0.0
    x: float = 0.0


@dataclass(slots=True)
class ItemSums:
    """The sums of one question. x is the share of its points, r the rest score; `alone` counts the
    answers of learners who answered nothing else, who have no rest score.
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

    def add(self, answer: Answered, rest: float | None) -> None:
        """Add an answer; `rest` is None without other answers."""
        x = answer.points / answer.max_points
        if answer.seconds is not None:
            self.timed += 1
            self.seconds += answer.seconds
        if rest is None:
            self.alone += 1
            self.alone_x += x
            self.alone_xx += x * x
            return
        self.n += 1
        self.x += x
        self.xx += x * x
        self.r += rest
        self.rr += rest * rest
        self.xr += x * rest
        choices = self.choices
        for choice in answer.chosen:
            sums = choices.get(choice)
            if sums is None:
                if len(choices) >= MOST_TEXTS:
                    continue
                sums = choices[choice] = ChoiceSums()
            sums.count += 1
            sums.rest += rest
            sums.x += x

    def merge(self, other: ItemSums) -> None:
        """Add the sums of other learners."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for choice, more in other.choices.items():
            if choice not in self.choices and len(self.choices) >= MOST_TEXTS:
                continue
            sums = self.choices.setdefault(choice, ChoiceSums())
            sums.count += more.count
            sums.rest += more.rest
            sums.x += more.x


_NUMBERS = (
    *("n", "x", "xx", "r", "rr", "xr"),
    *("alone", "alone_x", "alone_xx", "timed", "seconds"),
)


@dataclass(slots=True)
class SetSums:
    """The sums of learners who answered the same set of questions, in points: of the totals t, and
    of each question.
    """

    most: float
    n: int = 0
    t: float = 0.0
    tt: float = 0.0
    pp: float = 0.0
    points: dict[Item, float] = field(default_factory=dict)

    def add(self, answers: Sequence[Answered], total: float) -> None:
        """Add a learner's answers, whose points are `total`."""
        self.n += 1
        self.t += total
        self.tt += total * total
        points = self.points
        for answer in answers:
            got = answer.points
            if got:
                points[answer.item] += got
                self.pp += got * got

    def merge(self, other: SetSums) -> None:
        """Add the sums of other learners."""
        self.n += other.n
        self.t += other.t
        self.tt += other.tt
        self.pp += other.pp
        for item, points in other.points.items():
            self.points[item] += points


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

    def add(self, answers: Sequence[Answered]) -> None:
        """Add one learner's answers, each to another question; `max_points` are above 0."""
        if not answers:
            return
        total = sum([answer.points for answer in answers])
        most = sum([answer.max_points for answer in answers])
        items = self.items
        for answer in answers:
            sums = items.get(answer.item)
            if sums is None:
                sums = items[answer.item] = ItemSums(
                    answer.kind, answer.topic, answer.step, answer.max_points
                )
                sums.choices = {choice: ChoiceSums() for choice in answer.offered}
            left = most - answer.max_points
            sums.add(answer, (total - answer.points) / left if left > 0 else None)
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
        followed = self._set_of(answers, most)
        if followed is not None:
            followed.add(answers, total)

    def _set_of(self, answers: Sequence[Answered], most: float) -> SetSums | None:
        questions = frozenset([answer.item for answer in answers])
        known = self.sets.get(questions)
        if known is None and self._has_room():
            known = self.sets[questions] = SetSums(most, points=dict.fromkeys(questions, 0.0))
        return known

    def _has_room(self) -> bool:
        """Whether another set can be followed; those of a single learner make room."""
        if len(self.sets) >= MOST_SETS:
            self.sets = {questions: sums for questions, sums in self.sets.items() if sums.n > 1}
        return len(self.sets) < MOST_SETS

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
            elif self._has_room():
                self.sets[questions] = more
        self.bins = [mine + theirs for mine, theirs in zip(self.bins, other.bins, strict=True)]
        for counts, added in ((self.topics, other.topics), (self.steps, other.steps)):
            for name, learners in added.items():
                counts[name] = counts.get(name, 0) + learners
