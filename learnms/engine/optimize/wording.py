"""What fitting FSRS to a learner says: the same sentences on the page, in lines and on the
command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.analysis.optimizer import train as fit
from learnms.analysis.optimizer.evaluate import NEEDED
from learnms.engine.wording import count, day

if TYPE_CHECKING:
    from datetime import date

    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.engine.optimize.optimize import FitData, Moves
    from learnms.study.event import Event

ABOUT = (
    "FSRS, which decides when a card comes back, begins with parameters that fit most people. From"
    " your own answers it can learn yours."
)
STAGES = {
    "": "Getting ready",
    fit.LEARNING: "Learning from your older answers",
    fit.COMPARING: "Comparing with your newest answers",
    fit.LEARNING_ALL: "Learning from all of your answers",
}
"""What a fit is doing."""
WAIT = "This takes a second or two, with a hundred thousand answers a little longer."
STOPPED = "Stopped. Everything is as it was."
HEADS = ("", "now", "yours")
"""The columns of `table`."""


def _thousands(number: int) -> str:
    return f"{number:,}"


def _many(number: int, word: str) -> str:
    return count(number, word).replace(str(number), _thousands(number), 1)


def standing(grounds: FitData, *, patient: bool = False) -> list[str]:
    """Which parameters are in use, and what there is to learn from."""
    now = f"In use: {_set_words(grounds.fitted, grounds.today)}."
    usable = f"{_many(grounds.usable, 'answer')} of yours can be learned from"
    if patient:
        return [now, f"{usable}."]
    return [now, f"{usable}: each came a day or more after the one before it to the same card."]


def _set_words(fitted: Event | None, today: date) -> str:
    if fitted is None:
        return "the parameters that fit most people"
    reviews = fitted.data.get("reviews")
    learned = f", learned from {_many(reviews, 'answer')}" if isinstance(reviews, int) else ""
    return f"your own parameters, adopted on {day(fitted.study_day, today)}{learned}"


def lacking(grounds: FitData) -> str:
    """That there is too little to learn from."""
    return (
        f"At least {NEEDED} are needed, because with fewer chance would decide: {grounds.lacking}"
        " to go."
    )


def running(stage: str, seconds: float) -> str:
    """What a fit does at the moment."""
    return f"{STAGES.get(stage, STAGES[''])}: {_many(int(seconds), 'second')}."


def verdict(outcome: Outcome, *, patient: bool = False) -> str:
    """Whether the new parameters predict better."""
    if patient:
        return (
            "Your own parameters fit you better."
            if outcome.wins
            else "Your own parameters fit you no better. Nothing changes."
        )
    told = f"Your own parameters predict your newest {_many(outcome.after.n, 'answer')}"
    if outcome.wins:
        return f"{told} better, by more than chance."
    if outcome.gain.is_clear:
        return (
            f"{told} better than those in use, but not better than the ones that fit most people."
            " Nothing changes."
        )
    if outcome.gain.mean > 0:
        return f"{told} better, but by no more than chance can make. Nothing changes."
    return f"{told} no better than those in use. Nothing changes."


KEPT_OUT = "These answers were kept out of the learning."
"""Why the verdict is fair."""


def table(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Before and after: what is measured, in use now, yours."""
    before, after = outcome.before, outcome.after
    return [
        ("error (log loss, lower is better)", f"{before.log_loss:.4f}", f"{after.log_loss:.4f}"),
        (
            "typical error of a prediction",
            f"{before.typical_error:.1%}".replace("%", " %"),
            f"{after.typical_error:.1%}".replace("%", " %"),
        ),
    ]


def margin(outcome: Outcome) -> str:
    """How sure the difference is."""
    gained = outcome.gain
    change = "falls" if gained.mean >= 0 else "rises"
    return (
        f"The log loss {change} by {abs(gained.mean):.4f}, give or take {gained.standard_error:.4f}"
        " (one standard error)."
    )


def moves(found: Moves) -> list[str]:
    """What adopting would move."""
    if not found.moved:
        return ["Using them moves no card."]
    where = {"to a later day": found.later, "to an earlier day": found.sooner}
    parts = [
        f"{'all' if number == found.moved else _thousands(number)} {words}"
        for words, number in where.items()
        if number
    ]
    sentences = [
        f"Using them moves {_thousands(found.moved)} of {_many(found.cards, 'learned card')}:"
        f" {', '.join(parts)}."
    ]
    if found.become_due:
        verb = "becomes" if found.become_due == 1 else "become"
        sentences.append(
            f"{_thousands(found.become_due)} of them {verb} due today; then {_thousands(found.due_after)}"
            f" are due, now {_thousands(found.due_before)}."
        )
    elif found.due_after < found.due_before:
        sentences.append(
            f"None becomes due today; {_thousands(found.due_after)} are due then, now"
            f" {_thousands(found.due_before)}."
        )
    else:
        sentences.append("None becomes due today.")
    return sentences


def adopted(found: Moves) -> str:
    """That they are in use now."""
    return f"Your own parameters are in use now; {_many(found.moved, 'card')} moved."


def taken_back(grounds: FitData) -> str:
    """That the set before is in use again; the grounds are those of afterwards."""
    return f"Taken back. In use again: {_set_words(grounds.fitted, grounds.today)}."


SUGGESTION = "There are enough new answers to try whether FSRS can be fitted to you"
"""Said where a fit is worth trying; a front goes on with how."""
