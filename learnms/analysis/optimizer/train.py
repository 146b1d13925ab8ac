"""`python -m learnms.analysis.optimizer.train`: fits FSRS-6 to a learner's reviews in its own
process.

The fit holds the interpreter's lock from start to end, reports no progress and cannot be asked to
stop; ending the process stops it. Standard input is a JSON object: the columns of `Reviews`, and
two sets of weights, `in_force` and `defaults`. Standard output is JSON Lines: `stage`s, then one
`outcome`, or `missing` where fsrs-rs-python is not installed, or `error`.
"""

from __future__ import annotations

import gc
import json
import sys
from typing import TYPE_CHECKING, Any

from learnms.analysis.optimizer.evaluate import (
    Outcome,
    Prediction,
    Reviews,
    gain,
    losses,
    measured,
    predictions,
    split,
)
from learnms.study.fsrs_formulas import Fsrs6

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEARNING, COMPARING, LEARNING_ALL = "learning", "comparing", "learning from all"
_DIGITS = 6
"""The fit computes in 32 bits, which hold seven digits; digits beyond them could push a weight past
its bound.
"""
EPOCHS, LEARNING_RATE = 20, 0.01
"""As far as fsrs-rs's own five epochs at 0.04, in smaller steps: with `card_ids` its batches hold
whole cards, and at its own rate simulated learners lose more to noise at the end than they gain.
"""


def fitted(reviews: Reviews, seen: int) -> list[float]:
    """FSRS-6's 21 weights, fitted to the first `seen` usable reviews.

    Raises:
        ImportError: fsrs-rs-python is not installed.
        ValueError: the fit failed.
    """
    from fsrs_rs_python import FSRS, FSRSItem, FSRSReview, TrainingConfig

    items: list[FSRSItem] = []
    owners: list[int] = []
    pasts: dict[int, list[FSRSReview]] = {}
    for history, gap, rating, usable in reviews.rows():
        if len(items) == seen:
            break
        past = pasts.setdefault(history, [])
        past.append(FSRSReview(rating, gap))
        if usable:
            items.append(FSRSItem(past))
            owners.append(history)
    config = TrainingConfig(num_epochs=EPOCHS, learning_rate=LEARNING_RATE)
    weights = FSRS([]).compute_parameters(
        items, card_ids=owners, enable_short_term=True, training_config=config
    )
    return [round(weight, _DIGITS) for weight in weights]


def tried(
    reviews: Reviews,
    in_force: Sequence[float],
    defaults: Sequence[float],
    on_stage: Callable[[str], None],
) -> Outcome:
    """Fit to the earlier reviews and compare on the later ones; fit to all if the new weights win.

    They win if their gain over the weights in force is clear and they are no worse than the
    defaults.

    Args:
        reviews: the learner's reviews.
        in_force: the weights in use.
        defaults: FSRS's default weights.
        on_stage: called with the name of each stage.

    Raises:
        ImportError: fsrs-rs-python is not installed.
        ValueError: the fit failed.
    """
    seen = split(reviews.count)

    def kept_out(weights: Sequence[float]) -> list[Prediction]:
        return predictions(reviews, Fsrs6(weights))[seen:]

    on_stage(LEARNING)
    weights = fitted(reviews, seen)
    on_stage(COMPARING)
    before, after = kept_out(in_force), kept_out(weights)
    gained = gain(losses(before), losses(after))
    result = measured(after)
    wins = gained.is_clear and (
        tuple(in_force) == tuple(defaults)
        or result.log_loss <= measured(kept_out(defaults)).log_loss
    )
    if wins:
        on_stage(LEARNING_ALL)
        weights = fitted(reviews, reviews.count)
    return Outcome(tuple(weights), measured(before), result, gained, wins)


def main() -> int:
    """Read the task, write stages and the outcome."""

    def say(message: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    gc.disable()  # the process lives for a second, and nothing in it is cyclic
    task = json.load(sys.stdin)
    reviews = Reviews(
        task["histories"],
        task["gaps"],
        task["ratings"],
        [bool(usable) for usable in task["usable"]],
    )
    try:
        say(
            {
                "outcome": tried(
                    reviews, task["in_force"], task["defaults"], lambda stage: say({"stage": stage})
                )
            }
        )
    except ImportError as error:
        say({"missing": str(error)})
    except ValueError as error:
        say({"error": str(error)})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
