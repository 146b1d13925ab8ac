"""Predicted against actual recall, checked against what is known of the predictions."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.stats.calibration import Bin, Calibration, bins, calibration
from learnms.analysis.stats.recall import Share
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS
from learnms.study.sums import loss
from tests.factories.answers import Outcome, predicted

OUTCOMES = st.lists(
    st.builds(Outcome, st.floats(0.01, 0.999), st.booleans()), min_size=1, max_size=700
)


def measured(outcomes: list[Outcome]) -> Calibration | None:
    return calibration(predicted(outcomes))


def drawn(n: int, seed: int, *, true: float = 0.0) -> list[Outcome]:
    """Outcomes drawn from their predictions, or from predictions that are off by so much."""
    chance = random.Random(seed)
    predictions = [chance.uniform(0.55, 0.98) for _ in range(n)]
    return [Outcome(one, chance.random() < one + true) for one in predictions]


# -- bins ------------------------------------------------------------------------------------------


@given(OUTCOMES)
def test_bins_hold_everything_once_in_order_and_about_equally(outcomes: list[Outcome]) -> None:
    found = bins(predicted(outcomes))
    sizes = [one.share.n for one in found]

    assert sum(sizes) == len(outcomes)
    assert sum(one.share.right for one in found) == sum(outcome.right for outcome in outcomes)
    assert max(sizes) - min(sizes) <= 1
    assert all(
        one.low <= one.predicted + 1e-12 and one.predicted - 1e-12 <= one.high for one in found
    )
    assert all(before.high <= after.low for before, after in pairwise(found))
    assert len(found) == 1 or min(sizes) >= 20
    assert len(outcomes) < 100 or 5 <= len(found) <= 10


@pytest.mark.parametrize(
    ("n", "count"),
    [(1, 1), (39, 1), (40, 2), (99, 4), (100, 5), (299, 5), (300, 6), (500, 10), (5000, 10)],
)
def test_how_many_bins(n: int, count: int) -> None:
    assert len(bins(predicted([Outcome(0.9, right=True)] * n))) == count


def test_equal_predictions_are_not_sorted_by_their_outcome() -> None:
    outcomes = [Outcome(0.9, right=at % 10 != 0) for at in range(1000)]

    assert {one.share.right for one in bins(predicted(outcomes))} == {90}


def test_bins_of_true_predictions_cover_the_diagonal_about_as_often_as_they_say() -> None:
    made: list[Bin] = [one for seed in range(150) for one in bins(predicted(drawn(1000, seed)))]

    assert len(made) == 1500
    assert 0.93 <= sum(not one.is_off for one in made) / len(made) <= 0.975


def test_bins_of_predictions_that_are_off_do_not() -> None:
    made = [one for seed in range(20) for one in bins(predicted(drawn(4000, seed, true=-0.08)))]

    assert sum(one.is_off for one in made) / len(made) > 0.8


# -- the gap ---------------------------------------------------------------------------------------


def test_the_gap_matters_about_one_time_in_twenty_where_predictions_are_true() -> None:
    matter = sum(
        found.matters for seed in range(1000) if (found := measured(drawn(200, seed))) is not None
    )

    assert 15 <= matter <= 70


@pytest.mark.parametrize(("true", "sign"), [(-0.08, -1), (0.02, 1)])
def test_a_gap_that_is_there_is_found(true: float, sign: int) -> None:
    found = measured(drawn(8000, 3, true=true))

    assert found is not None
    assert found.matters
    assert math.copysign(1, found.gap) == sign
    assert found.gap_interval[0] < true < found.gap_interval[1]


def test_under_twenty_outcomes_nothing_is_said() -> None:
    assert measured(drawn(19, 1)) is None
    assert measured(drawn(20, 1)) is not None


# -- log loss and skill ----------------------------------------------------------------------------


def test_a_loss_by_hand() -> None:
    assert loss(0.9, right=True) == pytest.approx(0.105360516)
    assert loss(0.9, right=False) == pytest.approx(2.302585093)
    assert math.isfinite(loss(1.0, right=False))
    assert loss(1.0, right=True) == 0.0


def test_the_log_loss_is_that_of_fsrs_rs() -> None:
    """Its weights grow with a review's place in the log, from 0.25 to 1; without them our mean
    is the plain one.
    """
    chance, formulas = random.Random(5), Fsrs6(DEFAULT_PARAMETERS)
    items, outcomes = list[FSRSItem](), list[Outcome]()
    for _ in range(300):
        rating = chance.choice([1, 2, 3, 3, 4])
        history, (stability, difficulty) = [FSRSReview(rating, 0)], formulas.first(rating)
        for _ in range(chance.randint(1, 6)):
            gap = max(1, round(stability * chance.uniform(0.3, 3)))
            recall = formulas.recall(gap, stability)
            right = chance.random() < recall
            rating = chance.choice([2, 3, 3, 4]) if right else 1
            history.append(FSRSReview(rating, gap))
            items.append(FSRSItem(list(history)))
            outcomes.append(Outcome(recall, right))
            stability, difficulty = formulas.after(stability, difficulty, gap, rating)

    weights = [0.25 + 0.75 * (at / (len(items) - 1)) ** 3 for at in range(len(items))]
    ours = sum(
        weight * loss(recall, right=right)
        for weight, (recall, right) in zip(weights, outcomes, strict=True)
    ) / sum(weights)

    assert ours == pytest.approx(FSRS(list(DEFAULT_PARAMETERS)).evaluate(items).log_loss, rel=1e-5)


def test_identical_items_have_the_log_loss_of_fsrs_rs_whatever_its_weights() -> None:
    formulas = Fsrs6(DEFAULT_PARAMETERS)
    recall = formulas.recall(7, formulas.first(3)[0])
    items = [FSRSItem([FSRSReview(3, 0), FSRSReview(3, 7)])] * 40
    found = measured([Outcome(recall, right=True)] * 40)

    assert found is not None
    assert found.log_loss == pytest.approx(
        FSRS(list(DEFAULT_PARAMETERS)).evaluate(items).log_loss, rel=1e-5
    )
    assert found.skill is None, "the average is never wrong here"


def test_true_predictions_have_skill_and_shuffled_ones_have_none() -> None:
    outcomes = drawn(20_000, 11)
    chance = random.Random(12)
    rights = [outcome.right for outcome in outcomes]
    chance.shuffle(rights)
    true = measured(outcomes)
    shuffled = measured(
        [Outcome(outcome.predicted, right) for outcome, right in zip(outcomes, rights, strict=True)]
    )

    assert true is not None
    assert true.skill_interval is not None
    assert true.skill_interval[0] > 0
    assert shuffled is not None
    assert shuffled.skill_interval is not None
    assert shuffled.skill_interval[1] < 0, (
        "a prediction that says nothing costs more than the average"
    )
    assert shuffled.share == true.share


def test_always_saying_the_average_has_a_skill_of_nothing() -> None:
    found = measured([Outcome(0.8, right=at % 5 != 0) for at in range(1000)])

    assert found is not None
    assert found.skill == pytest.approx(0.0, abs=1e-12)
    assert (
        found.log_loss
        == pytest.approx(found.log_loss_average)
        == pytest.approx(-(0.8 * math.log(0.8) + 0.2 * math.log(0.2)))
    )


@given(OUTCOMES)
def test_the_figures_are_finite_and_belong_together(outcomes: list[Outcome]) -> None:
    found = measured(outcomes)
    if found is None:
        assert len(outcomes) < 20
        return
    low, high = found.gap_interval

    assert found.share == Share(len(outcomes), sum(outcome.right for outcome in outcomes))
    assert low <= found.gap <= high
    assert found.matters == (not low <= 0 <= high)
    assert math.isfinite(found.log_loss)
    assert found.skill is None or found.skill == pytest.approx(
        1 - found.log_loss / found.log_loss_average
    )
