"""Item statistics against cases worked by hand, against NumPy and SciPy, and against simulated
classes.
"""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from scipy import stats

from learnms.analysis.items.statistics import (
    ItemStatistics,
    cronbach,
    group_statistics,
    item_statistics,
    mean_interval,
    sets_of,
    t_95,
)
from learnms.analysis.items.sums import MOST_SETS, ClassSums
from learnms.study.first_answer import Choice, FirstAnswer, Item
from tests.factories.hand_ins import Question, hand_ins, questions

LETTERS = ("A", "B", "C", "D")


def answer(
    card: str, points: float, most: float = 1, picked: int | None = None, **more: str
) -> FirstAnswer:
    """An answer to a question with the key A; by default A if it has points, else B."""
    place = (0 if points else 1) if picked is None else picked
    kind = more.get("kind", "single" if most == 1 else "select-all")
    topic = more.get("topic")
    return FirstAnswer(card, None, "form", kind, topic, None, points, most, (LETTERS,), ((place,),))


def summed(*rows: list[FirstAnswer]) -> ClassSums:
    return ClassSums.of((row, [None] * len(row)) for row in rows)


def of_points(matrix: list[list[float]], most: list[float] | None = None) -> ClassSums:
    """A class by its points, a row a learner."""
    maxima = most or [1] * len(matrix[0])
    return summed(
        *([answer(f"q{at}", got, maxima[at]) for at, got in enumerate(row)] for row in matrix)
    )


def statistics(sums: ClassSums, card: str) -> ItemStatistics:
    item = Item(card, None, "form")
    return item_statistics(item, sums.items[item])


# Ten learners, four questions; the totals are 4, 4, 3, 3, 2, 2, 2, 1, 1, 0.
GUTTMAN: list[list[float]] = [
    [1, 1, 1, 1],
    [1, 1, 1, 1],
    [1, 1, 1, 0],
    [1, 1, 0, 1],
    [1, 1, 0, 0],
    [1, 0, 1, 0],
    [0, 1, 1, 0],
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
]


def test_ten_learners_worked_by_hand() -> None:
    sums = of_points(GUTTMAN)
    (test,) = sets_of(sums)

    assert statistics(sums, "q0").difficulty == pytest.approx(0.7)
    assert statistics(sums, "q3").difficulty == pytest.approx(0.3)
    # p(1-p)·10/9: 0.7 twice, 0.5, 0.3 give (0.21 + 0.21 + 0.25 + 0.21)·10/9 = 0.9778;
    # the totals have Σt = 22, Σt² = 64, so that their variance is (64 - 48.4)/9 = 1.7333;
    # KR-20 = 4/3·(1 - 0.9778/1.7333) = 0.5812, and SEM = √1.7333·√(1 - 0.5812) = 0.8520.
    assert (test.mean, test.most, test.is_kr20) == (2.2, 4, True)
    assert test.deviation == pytest.approx(math.sqrt(15.6 / 9))
    assert test.alpha == pytest.approx(0.5812, abs=5e-5)
    assert test.error == pytest.approx(0.8520, abs=5e-5)
    # q3 against the rest 3, 3, 3, 2, 2, 2, 2, 1, 1, 0: Σr = 19, Σr² = 45, Σxr = 8;
    # covariance (8 - 3·19/10)/9, variances (3 - 0.9)/9 and (45 - 36.1)/9: r = 2.3/√(2.1·8.9).
    assert statistics(sums, "q3").discrimination == pytest.approx(2.3 / math.sqrt(2.1 * 8.9))


def test_wilson_is_worked_by_hand_and_partial_credit_has_an_interval_of_the_mean() -> None:
    # Wilson for 7 of 10: (0.7 + 0.1921 ± 1.96·√(0.021 + 0.0096))/1.3842 = 0.3968 to 0.8922
    assert mean_interval(10, 7, 7, is_partial=False) == pytest.approx((0.3968, 0.8922), abs=1e-4)
    # shares 0, 0.5 and 1, twelve learners, four each: mean 0.5, s² = 2/11, t(11) = 2.201
    low, high = mean_interval(12, 6, 5, is_partial=True)
    half = 2.201 * math.sqrt(2 / 11 / 12)
    assert (low, high) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-4)


@pytest.mark.parametrize("freedom", [5, 9, 20, 100, 10_000])
def test_students_t_is_scipys(freedom: int) -> None:
    assert t_95(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=2e-3)


def test_everything_is_what_numpy_and_scipy_compute() -> None:
    draw = np.random.default_rng(5)
    most = np.array([1, 1, 4, 3, 1, 5])
    ability = draw.normal(size=(80, 1))
    shares = 1 / (1 + np.exp(-(ability - draw.normal(size=(1, 6)))))
    points = draw.binomial(most, shares).astype(float)
    sums = of_points(points.tolist(), most.tolist())
    (test,) = sets_of(sums)

    for at in range(6):
        one = statistics(sums, f"q{at}")
        x = points[:, at] / most[at]
        rest = (points.sum(axis=1) - points[:, at]) / (most.sum() - most[at])
        r, _ = stats.pearsonr(x, rest)
        spread = stats.pearsonr(x, rest).confidence_interval(0.95)
        assert one.difficulty == pytest.approx(x.mean())
        assert one.discrimination == pytest.approx(r)
        assert one.discrimination_interval == pytest.approx((spread.low, spread.high))
        if most[at] == 1:
            exact = stats.binomtest(int(x.sum()), 80).proportion_ci(method="wilson")
            assert one.interval == pytest.approx((exact.low, exact.high))
        else:
            ends = stats.t.interval(0.95, 79, x.mean(), stats.sem(x))
            assert one.interval == pytest.approx(ends, abs=1e-5)
    totals = points.sum(axis=1)
    variances = points.var(axis=0, ddof=1).sum()
    assert test.deviation == pytest.approx(totals.std(ddof=1))
    assert test.alpha == pytest.approx(6 / 5 * (1 - variances / totals.var(ddof=1)))
    assert test.error == pytest.approx(totals.std(ddof=1) * math.sqrt(1 - (test.alpha or 0)))
    assert not test.is_kr20


def test_moodles_rest_score_gives_the_same_discrimination() -> None:
    """Moodle correlates marks with total minus mark; a share of points is a linear function."""
    sums = of_points(GUTTMAN)
    marks = np.array(GUTTMAN)

    for at in range(4):
        moodle = np.corrcoef(marks[:, at], marks.sum(axis=1) - marks[:, at])[0, 1]
        assert statistics(sums, f"q{at}").discrimination == pytest.approx(moodle)


def test_sums_added_in_two_halves_are_those_of_the_whole() -> None:
    asked = questions(12, 2)
    learners = [(made.answers, made.seconds) for made in hand_ins(60, asked)]
    whole, half = ClassSums.of(learners), ClassSums.of(learners[:25])
    half.merge(ClassSums.of(learners[25:]))

    assert (half.learners, half.answers, half.bins) == (whole.learners, whole.answers, whole.bins)
    assert half.topics == whole.topics
    for item, sums in whole.items.items():
        other = half.items[item]
        assert (other.n, other.x, other.xx) == (sums.n, sums.x, sums.xx)
        assert (other.xr, other.rr) == pytest.approx((sums.xr, sums.rr))
        counts = {choice: counted.count for choice, counted in sums.choices.items()}
        assert {choice: counted.count for choice, counted in other.choices.items()} == counts
    (mine,), (theirs,) = sets_of(half), sets_of(whole)
    assert mine.alpha == pytest.approx(theirs.alpha)


# -- too few -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("learners", "is_enough", "is_unstable"),
    [(9, False, False), (10, True, True), (30, True, False)],
)
def test_few_answers_say_nothing_and_some_are_unstable(
    learners: int, is_enough: bool, is_unstable: bool
) -> None:
    one = statistics(of_points([[at % 2, at % 3 > 0] for at in range(learners)]), "q0")

    assert (one.is_enough, one.is_unstable) == (is_enough, is_unstable)
    assert (one.difficulty is not None) == is_enough
    assert bool(one.choices) == is_enough


def test_a_question_that_all_answer_alike_has_no_discrimination() -> None:
    one = statistics(of_points([[1, at % 2] for at in range(12)]), "q0")

    assert (one.difficulty, one.discrimination, one.band) == (1.0, None, "")
    assert cronbach(4, 1.0, 0.0) is None
    assert cronbach(1, 1.0, 1.0) is None


def test_counts_of_fewer_than_five_people_are_hidden() -> None:
    rows = [[answer("q0", 1), answer("q1", at % 2)] for at in range(12)]
    rows += [
        [answer("q0", 0, picked=place), answer("q1", 1)] for place in (1, 1, 1, 1, 2, 2, 2, 2, 2)
    ]
    choices = {row.choice.text: row for row in statistics(summed(*rows), "q0").choices}

    assert (choices["A"].count, choices["C"].count, choices["D"].count) == (12, 5, 0)
    hidden = choices["B"]
    assert (hidden.count, hidden.share, hidden.rest, hidden.correlation) == (None, None, None, None)


def test_a_topic_of_few_learners_has_no_figure() -> None:
    rows = [
        [answer("q0", 1, topic="many"), *[answer(f"q{at}", 1, topic="few") for at in range(1, 4)]]
        for _ in range(4)
    ]
    rows += [[answer("q0", at % 2, topic="many")] for at in range(10)]
    sums = summed(*rows)
    groups = {
        group.name: group for group in group_statistics(sums, sums.topics, lambda item: item.topic)
    }

    assert groups["many"].learners == 14
    assert groups["many"].share == pytest.approx(9 / 14)
    assert (groups["few"].answers, groups["few"].learners, groups["few"].share) == (12, None, None)


def test_learners_without_other_answers_count_for_difficulty_alone() -> None:
    one = statistics(of_points([[at % 2] for at in range(20)]), "q0")

    assert (one.attempts, one.difficulty, one.discrimination) == (20, 0.5, None)


def test_only_the_largest_sets_of_questions_are_followed() -> None:
    rows = [[answer(f"q{at}", 1)] for at in range(MOST_SETS + 50)]
    rows += [[answer("common", at % 2), answer("too", 1)] for at in range(12)]

    assert len(summed(*rows).sets) == MOST_SETS
    assert [test.learners for test in sets_of(summed(*rows))] == [12]


# -- wrong keys ----------------------------------------------------------------------------------


def alarming(asked: list[Question], learners: int, seed: int) -> set[str]:
    sums = ClassSums.of((made.answers, made.seconds) for made in hand_ins(learners, asked, seed))
    return {item.card for item, one in sums.items.items() if item_statistics(item, one).is_alarming}


def test_a_wrong_key_alarms_and_good_questions_do_not() -> None:
    """Twenty classes of 60, each with one wrong key on a question that some know and some do not;
    at 60 learners that alarms every time, and no good question does.
    """
    found, false = 0, 0
    for seed in range(20):
        good = questions(30, seed)
        wrong = next(one.number for one in good if abs(one.difficulty) < 1)
        alarms = alarming(questions(30, seed, wrong_keys={wrong}), 60, seed)
        found += f"question-{wrong:02}" in alarms
        false += len(alarms - {f"question-{wrong:02}"})

    assert (found, false) == (20, 0)


def test_an_option_that_able_learners_choose_is_named() -> None:
    """Of 40 learners the abler half picks B, and the key says A."""
    rows = [
        [
            answer("doubt", int(at >= 20), picked=0 if at >= 20 else 1),
            *[answer(f"q{other}", int(at < 20 or other < 2)) for other in range(6)],
        ]
        for at in range(40)
    ]
    one = statistics(summed(*rows), "doubt")
    choices = {row.choice: row for row in one.choices}

    assert one.is_alarming
    assert one.band == "negative"
    assert choices[Choice(0, "B")].is_doubtful
    assert choices[Choice(0, "B")].right is False
    assert not choices[Choice(0, "A")].is_doubtful


def test_a_typed_answer_of_able_learners_that_gets_no_point_alarms() -> None:
    draw = random.Random(3)
    rows = []
    for _ in range(60):
        ability = draw.gauss(0, 1)
        others = [
            answer(f"q{at}", int(draw.random() < 1 / (1 + math.exp(-1.5 * ability))))
            for at in range(20)
        ]
        text = "rituximab" if ability < 0 else "Ocrelizumab "
        typed = FirstAnswer(
            "typed", None, "form", "typed", None, None, int(ability < 0), 1, text=text
        )
        rows.append([typed, *others])
    one = statistics(summed(*rows), "typed")

    assert one.is_alarming
    assert {row.choice.text for row in one.choices if row.is_doubtful} == {"ocrelizumab"}


@pytest.mark.parametrize(
    ("value", "band"),
    [(0.41, "excellent"), (0.3, "good"), (0.25, "fair"), (0.19, "weak"), (-0.01, "negative")],
)
def test_the_bands_are_ebels(value: float, band: str) -> None:
    item = Item("card", None, "form")
    one = ItemStatistics(item, "single", None, None, 1, 40, discrimination=value)

    assert one.band == band
