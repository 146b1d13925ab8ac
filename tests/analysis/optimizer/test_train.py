"""The fit itself, on learners whose memory is known: it finds those who are different, and
leaves the others alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from learnms.analysis.optimizer import train as fit
from learnms.analysis.optimizer.evaluate import Outcome, Reviews, losses, predictions, split
from learnms.analysis.optimizer.train import fitted, tried
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS, checked_weights
from tests.factories.fit import FORGETFUL, reviews_of, studied

GLOOMY = tuple(
    weight * {0: 0.05, 1: 0.05, 2: 0.05, 3: 0.05, 20: 3.0}.get(at, 1.0)
    for at, weight in enumerate(DEFAULT_PARAMETERS)
)
"""Predicts of everybody that a new card is gone the next day."""


def deaf(_: str) -> None:
    """Hears no stages."""


def trial(weights: tuple[float, ...], reviews: int, seed: int) -> Outcome:
    return tried(
        reviews_of(studied(weights, reviews, cards=reviews // 6, seed=seed)),
        DEFAULT_PARAMETERS,
        DEFAULT_PARAMETERS,
        deaf,
    )


def test_learners_who_are_different_are_found_once_there_is_enough() -> None:
    outcomes = [trial(FORGETFUL, 8000, seed) for seed in range(10)]

    assert sum(outcome.wins for outcome in outcomes) >= 9


def test_what_is_adopted_predicts_what_comes_later_better() -> None:
    log = studied(FORGETFUL, 12_000, cards=1500, seed=4)
    outcome = tried(reviews_of(log[:8000]), DEFAULT_PARAMETERS, DEFAULT_PARAMETERS, deaf)
    later = reviews_of(log)

    assert outcome.wins
    own, defaults, truth = (
        losses(predictions(later, Fsrs6(weights)))[-3000:]
        for weights in (outcome.parameters, DEFAULT_PARAMETERS, FORGETFUL)
    )
    assert sum(truth) < sum(own) < sum(defaults) - 0.5 * (sum(defaults) - sum(truth)), (
        "more than half of what there is to gain"
    )


def test_average_learners_with_little_data_keep_the_defaults() -> None:
    learners = 40
    outcomes = [trial(DEFAULT_PARAMETERS, 900, seed) for seed in range(learners)]

    assert all(outcome.after.n < 150 for outcome in outcomes)
    assert sum(outcome.wins for outcome in outcomes) <= learners / 5, (
        "chance alone passes a margin of one standard error once in six times"
    )


def test_one_that_wins_is_fitted_to_all_reviews_and_one_that_does_not_is_not() -> None:
    reviews = reviews_of(studied(FORGETFUL, 3000, cards=500, seed=0))
    stages: list[str] = []

    outcome = tried(reviews, DEFAULT_PARAMETERS, DEFAULT_PARAMETERS, stages.append)

    assert outcome.wins
    assert list(outcome.parameters) == fitted(reviews, reviews.count)
    assert stages == [fit.LEARNING, fit.COMPARING, fit.LEARNING_ALL]
    again: list[str] = []
    assert not tried(reviews, outcome.parameters, DEFAULT_PARAMETERS, again.append).wins, (
        "what is in force has seen all of it already"
    )
    assert again == stages[:2]


def test_the_judged_fit_does_not_see_what_it_is_judged_by() -> None:
    reviews = reviews_of(studied(FORGETFUL, 2000, cards=300, seed=2))
    seen = split(reviews.count)
    first_kept_out = [at for at, usable in enumerate(reviews.usable) if usable][seen]
    other_end = Reviews(
        reviews.histories,
        reviews.gaps,
        [*reviews.ratings[:first_kept_out], *[1] * (len(reviews) - first_kept_out)],
        reviews.usable,
    )

    assert fitted(other_end, seen) == fitted(reviews, seen)


def test_better_than_bad_weights_is_not_enough_where_the_defaults_are_better_still() -> None:
    reviews = reviews_of(studied(DEFAULT_PARAMETERS, 900, cards=150, seed=15))
    defaults = losses(predictions(reviews, Fsrs6(DEFAULT_PARAMETERS)))[split(reviews.count) :]

    outcome = tried(reviews, GLOOMY, DEFAULT_PARAMETERS, deaf)

    assert outcome.gain.is_clear
    assert outcome.after.log_loss > sum(defaults) / len(defaults)
    assert not outcome.wins


@pytest.mark.parametrize("seed", range(5))
def test_fitted_weights_are_within_the_bounds_of_the_scheduler(seed: int) -> None:
    """Whoever forgets everything, or nothing, drives weights to their bounds."""
    reviews = reviews_of(studied(FORGETFUL, 1200, cards=300, seed=seed))
    for ratings in ([1] * len(reviews), [4] * len(reviews), reviews.ratings):
        weights = fitted(
            Reviews(reviews.histories, reviews.gaps, ratings, reviews.usable), reviews.count
        )
        assert checked_weights(weights) == tuple(weights)


def process(task: Any, *, lacking: bool = False) -> subprocess.CompletedProcess[str]:
    """The process as the engine starts it; or one in which fsrs-rs-python cannot be imported."""
    without = (
        "import sys; sys.modules['fsrs_rs_python'] = None; from learnms.analysis.optimizer.train"
        " import main; sys.exit(main())"
    )
    words = ["-c", without] if lacking else ["-P", "-m", "learnms.analysis.optimizer.train"]
    text = task if isinstance(task, str) else json.dumps(task)
    return subprocess.run(
        [sys.executable, *words], input=text, capture_output=True, text=True, check=False
    )


def test_the_process_reads_a_task_and_says_stages_and_an_outcome() -> None:
    reviews = reviews_of(studied(FORGETFUL, 3000, cards=500, seed=0))

    ran = process(
        {**reviews.columns(), "in_force": DEFAULT_PARAMETERS, "defaults": DEFAULT_PARAMETERS}
    )
    lines = [json.loads(line) for line in ran.stdout.splitlines()]

    assert ran.returncode == 0, ran.stderr
    assert [line.get("stage") for line in lines] == [
        fit.LEARNING,
        fit.COMPARING,
        fit.LEARNING_ALL,
        None,
    ]
    assert Outcome.read(lines[-1]["outcome"]) == tried(
        reviews, DEFAULT_PARAMETERS, DEFAULT_PARAMETERS, deaf
    )


def test_the_process_says_when_it_cannot() -> None:
    few = reviews_of(studied(FORGETFUL, 300, cards=60))
    task: dict[str, Any] = {
        **few.columns(),
        "in_force": DEFAULT_PARAMETERS,
        "defaults": DEFAULT_PARAMETERS,
    }

    assert "missing" in json.loads(process(task, lacking=True).stdout.splitlines()[-1])
    task["ratings"] = [9] * len(few)
    assert process(task).returncode != 0 or "error" in process(task).stdout
    assert process("no json").returncode != 0
