"""Classical item statistics: difficulty, discrimination, options, reliability.

The formulas are those of Moodle's quiz statistics (`question/classes/statistics/questions/
calculator.php`, `mod/quiz/report/statistics/classes/calculator.php`), with variances over n - 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from learnms.analysis.items.sums import ChoiceSums
from learnms.analysis.stats.quantiles import Z_95
from learnms.analysis.stats.recall import wilson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from learnms.analysis.items.sums import ClassSums, ItemSums, SetSums
    from learnms.study.first_answer import Choice, Item

LEAST = 10
"""Attempts below which nothing is said about a question."""
STABLE = 30
"""Attempts below which statistics move much with each learner."""
LEAST_CELL = 5
"""People below which a count is hidden: few are easily recognized."""
_DOUBT = 2.326347874040841
"""The 99% quantile of the standard normal distribution: one-sided 1%, because a class has many
questions, and an alarm sends an instructor to each.
"""
_SUPPORTED_DOUBT = 1.6448536269514722
"""The 95% quantile, where the discrimination of the question speaks against its key as well."""
_MAJORITY_DOUBT = 1.0
"""One standard error, where most learners chose a wrong option, which is rare in itself."""
_MAJORITY = 0.5

ONE_CHOICE = ("single", "true-false", "typed", "cloze", "calculation")
"""Kinds whose answer is one option or one text, worth one point: what got it is the key."""

Discrimination = Literal["", "negative", "weak", "fair", "good", "excellent"]


@dataclass(frozen=True, slots=True)
class ChoiceStatistics:
    """An option. `right` is None where the key is not known; `rest` is the mean rest score of those
    who chose it, and `correlation` that of choosing it with the rest score.

    `count` is None for 1 to 4 people; the other figures are then None too.
    """

    choice: Choice
    right: bool | None
    count: int | None
    share: float | None = None
    rest: float | None = None
    correlation: float | None = None
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """A question of a class. Without enough answers everything but `attempts` is None or empty.

    Args:
        difficulty: the mean share of the points, 0 (hard) to 1 (easy), also called facility.
        interval: its 95% interval.
        discrimination: the correlation of the points with the rest score, -1 to 1; None where
            everybody scored the same.
        seconds: the mean time of an answer.
        is_alarming: whether the key is in doubt.
    """

    item: Item
    kind: str
    topic: str | None
    step: str | None
    max_points: float
    attempts: int
    difficulty: float | None = None
    interval: tuple[float, float] | None = None
    discrimination: float | None = None
    discrimination_interval: tuple[float, float] | None = None
    seconds: float | None = None
    choices: tuple[ChoiceStatistics, ...] = ()
    is_alarming: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether there are enough answers for statistics."""
        return self.attempts >= LEAST

    @property
    def is_unstable(self) -> bool:
        """Whether the statistics still move much with each learner."""
        return LEAST <= self.attempts < STABLE

    @property
    def band(self) -> Discrimination:
        """The discrimination in a word (Ebel & Frisbie, Essentials of Educational Measurement, 5th
        edition, 1991, chapter 13: 0.40 excellent, 0.30 good, 0.20 fair, below it to be revised).
        """
        value = self.discrimination
        if value is None:
            return ""
        if value < 0:
            return "negative"
        names: tuple[tuple[float, Discrimination], ...] = (
            (0.4, "excellent"),
            (0.3, "good"),
            (0.2, "fair"),
        )
        return next((name for least, name in names if round(value, 2) >= least), "weak")


class GroupStatistics(NamedTuple):
    """The questions of a topic or a step. `share` of the points is None under 10 answers or 5
    learners; `learners` is None for 1 to 4.
    """

    name: str
    questions: int
    answers: int
    learners: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class SetStatistics:
    """Learners who answered the same questions: mean and standard deviation of their points.

    `alpha` is Cronbach's alpha, `is_kr20` whether it is Kuder and Richardson's formula 20 because
    every question has one point; `error` is the standard error of measurement in points.
    """

    questions: frozenset[Item]
    learners: int
    most: float
    mean: float
    deviation: float
    alpha: float | None
    error: float | None
    is_kr20: bool


def item_statistics(
    item: Item, sums: ItemSums, right: Mapping[Choice, bool] | None = None
) -> ItemStatistics:
    """The statistics of a question.

    Args:
        item: which one.
        sums: what learners answered.
        right: its options, and whether each belongs to the key; without it the key is the answer
            that got the point, where there is one choice.
    """
    attempts = sums.n + sums.alone
    if attempts < LEAST:
        return ItemStatistics(item, sums.kind, sums.topic, sums.step, sums.max_points, attempts)
    x, xx = sums.x + sums.alone_x, sums.xx + sums.alone_xx
    discrimination = _correlation(sums.n, sums.x, sums.xx, sums.r, sums.rr, sums.xr)
    choices = _choices(sums, right, discrimination) if sums.n >= LEAST else ()
    is_negative = discrimination is not None and _significance(-discrimination, sums.n) > _DOUBT
    return ItemStatistics(
        item,
        sums.kind,
        sums.topic,
        sums.step,
        sums.max_points,
        attempts,
        difficulty=x / attempts,
        interval=mean_interval(attempts, x, xx, is_partial=sums.max_points > 1),
        discrimination=discrimination,
        discrimination_interval=_fisher(discrimination, sums.n),
        seconds=sums.seconds / sums.timed if sums.timed >= LEAST_CELL else None,
        choices=choices,
        is_alarming=is_negative or any(choice.is_doubtful for choice in choices),
    )


def mean_interval(n: int, x: float, xx: float, *, is_partial: bool) -> tuple[float, float]:
    """The 95% interval of a mean share of points, from n, the sum and the sum of squares.

    For 0/1 questions Wilson's (1927); for partial credit mean ± t·s/√n, kept between 0 and 1.
    """
    if not is_partial:
        return wilson(round(x), n)
    mean = x / n
    half = t_95(n - 1) * math.sqrt(_variance(n, x, xx) / n)
    return max(0.0, mean - half), min(1.0, mean + half)


def t_95(freedom: int) -> float:
    """The 97.5% quantile of Student's t, to three digits from 5 degrees of freedom on: expanded
    around the normal quantile (Abramowitz & Stegun, Handbook of Mathematical Functions, 1964,
    26.7.5).
    """
    z, v = Z_95, freedom
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * v**4)
    )


def _variance(n: int, x: float, xx: float) -> float:
    return max(0.0, (xx - x * x / n) / (n - 1)) if n > 1 else 0.0


_NOTHING = 1e-12
"""Below this a variance is one of rounding: everybody scored the same."""


def _correlation(n: int, x: float, xx: float, r: float, rr: float, xr: float) -> float | None:
    """Pearson's correlation from sums; None where one of the variances is 0.

    Of points with the rest score it is Moodle's discrimination index, the corrected item-total
    correlation; for 0/1 questions the corrected point-biserial correlation.
    """
    first, second = _variance(n, x, xx), _variance(n, r, rr)
    if first < _NOTHING or second < _NOTHING:
        return None
    covariance = (xr - x * r / n) / (n - 1)
    return max(-1.0, min(1.0, covariance / math.sqrt(first * second)))


def _fisher(correlation: float | None, n: int) -> tuple[float, float] | None:
    """The 95% interval of a correlation by Fisher's z (Fisher 1921): atanh r ± 1.96/√(n-3)."""
    if correlation is None or n < 4:
        return None
    if abs(correlation) >= 1:
        return correlation, correlation
    z, half = math.atanh(correlation), Z_95 / math.sqrt(n - 3)
    return math.tanh(z - half), math.tanh(z + half)


def _significance(correlation: float, n: int) -> float:
    """How many standard errors a correlation lies above 0, by Fisher's z."""
    return math.atanh(min(correlation, 1 - _NOTHING)) * math.sqrt(n - 3) if correlation > 0 else 0.0


def _choices(
    sums: ItemSums, right: Mapping[Choice, bool] | None, discrimination: float | None
) -> tuple[ChoiceStatistics, ...]:
    """The options in the order of the key's table; without one, the most frequent first."""
    counted = {**{choice: ChoiceSums() for choice in right or ()}, **sums.choices}
    rows = [
        _choice(sums, choice, counts, _is_right(sums, choice, counts, right))
        for choice, counts in counted.items()
    ]
    if right is None:
        rows.sort(key=lambda row: -counted[row.choice].count)
    is_negative = discrimination is not None and discrimination < 0
    return tuple(_with_doubts(rows, sums.n, is_negative=is_negative))


def _is_right(
    sums: ItemSums, choice: Choice, counts: ChoiceSums, right: Mapping[Choice, bool] | None
) -> bool | None:
    """Whether an option belongs to the key: as the table says, or because it got the point."""
    if right is not None and choice in right:
        return right[choice]
    if sums.kind in ONE_CHOICE and counts.count:
        return counts.x == counts.count
    return None if right is None else False


def _choice(
    sums: ItemSums, choice: Choice, counts: ChoiceSums, right: bool | None
) -> ChoiceStatistics:
    number = counts.count
    if number < LEAST_CELL:
        return ChoiceStatistics(choice, right, None if number else 0, None if number else 0.0)
    correlation = _correlation(sums.n, number, number, sums.r, sums.rr, counts.rest)
    return ChoiceStatistics(
        choice, right, number, number / sums.n, counts.rest / number, correlation
    )


def _with_doubts(
    rows: list[ChoiceStatistics], n: int, *, is_negative: bool
) -> list[ChoiceStatistics]:
    """The options, those marked that speak against the key: a wrong one that abler learners chose,
    or a right one that they avoided.

    A wrong option is doubtful if those who chose it did better elsewhere than those who chose the
    one right option (where at least 5 did), and choosing it goes with a higher rest score: by more
    than chance does once in 100 times; or once in 20 times, if the discrimination of the question
    `is_negative`; or by a standard error, if most learners chose it. In 60 simulated classes of 60
    learners (two-parameter logistic model, 40 questions) that found 57 of 60 wrong keys, and
    doubted none of 2,340 right ones.
    """
    keys: dict[int, list[ChoiceStatistics]] = {}
    for row in rows:
        if row.right:
            keys.setdefault(row.choice.group, []).append(row)

    def is_doubtful(row: ChoiceStatistics) -> bool:
        if row.correlation is None or row.rest is None or row.share is None or row.right is None:
            return False
        right = keys.get(row.choice.group, [])
        if row.right:  # a single right option is avoided where wrong ones are chosen
            return len(right) > 1 and _significance(-row.correlation, n) > _DOUBT
        key = right[0].rest if len(right) == 1 else None
        if key is not None and row.rest <= key:
            return False
        least = _SUPPORTED_DOUBT if is_negative else _DOUBT
        least = _MAJORITY_DOUBT if row.share >= _MAJORITY else least
        return _significance(row.correlation, n) > least

    return [replace(row, is_doubtful=is_doubtful(row)) for row in rows]


# -- groups, sets --------------------------------------------------------------------------------


def group_statistics(
    sums: ClassSums, learners: Mapping[str, int], name_of: Callable[[ItemSums], str | None]
) -> tuple[GroupStatistics, ...]:
    """The questions of each topic or step, hardest first, those without enough answers last.

    Args:
        sums: the class.
        learners: how many learners answered about each.
        name_of: the topic or step of a question.
    """
    items: dict[str, list[ItemSums]] = {}
    for item in sums.items.values():
        name = name_of(item)
        if name:
            items.setdefault(name, []).append(item)
    groups = [_group(name, found, learners.get(name, 0)) for name, found in items.items()]
    return tuple(sorted(groups, key=lambda group: (group.share is None, group.share or 0)))


def _group(name: str, items: list[ItemSums], learners: int) -> GroupStatistics:
    answers = sum(item.n + item.alone for item in items)
    points = sum((item.x + item.alone_x) * item.max_points for item in items)
    most = sum((item.n + item.alone) * item.max_points for item in items)
    is_enough = answers >= LEAST and learners >= LEAST_CELL
    return GroupStatistics(
        name,
        len(items),
        answers,
        learners if learners >= LEAST_CELL else None,
        points / most if is_enough else None,
    )


def set_statistics(questions: frozenset[Item], sums: SetSums) -> SetStatistics | None:
    """The statistics of learners who answered the same questions; None for fewer than 10."""
    n = sums.n
    if n < LEAST:
        return None
    variance = _variance(n, sums.t, sums.tt)
    squares = sum(points * points for points in sums.points.values())
    alpha = cronbach(len(questions), (sums.pp - squares / n) / (n - 1), variance)
    deviation = math.sqrt(variance)
    return SetStatistics(
        questions,
        n,
        sums.most,
        sums.t / n,
        deviation,
        alpha,
        # Moodle's error ratio is √(1 - α); a negative alpha measures nothing but error
        deviation * math.sqrt(1 - max(alpha, 0.0)) if alpha is not None else None,
        is_kr20=sums.most == len(questions),
    )


def cronbach(questions: int, item_variances: float, variance: float) -> float | None:
    """Cronbach's alpha, k/(k-1)·(1 - Σ item variances / variance of totals); None for one question
    or where all totals are the same.

    With 0/1 questions it is Kuder and Richardson's formula 20 (Kuder & Richardson, Psychometrika
    1937; Cronbach, Psychometrika 1951), which Moodle calls the coefficient of internal consistency.
    """
    if questions < 2 or variance < _NOTHING:
        return None
    return questions / (questions - 1) * (1 - item_variances / variance)


def sets_of(sums: ClassSums) -> tuple[SetStatistics, ...]:
    """The sets of questions that at least 10 learners answered, the most learners first."""
    found: Iterable[SetStatistics | None] = (
        set_statistics(questions, one) for questions, one in sums.sets.items()
    )
    return tuple(sorted(filter(None, found), key=lambda one: (-one.learners, -one.most)))
