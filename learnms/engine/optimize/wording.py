"""Sentences about optimizing FSRS, shared by all interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.analysis.optimizer import train as fit
from learnms.engine.optimize.process import UNCHANGED
from learnms.engine.wording import count, day

if TYPE_CHECKING:
    from datetime import date

    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.engine.optimize.optimize import FitData, Moves
    from learnms.engine.voice import Voice
    from learnms.study.event import Event

ABOUT = (
    "FSRS schedules your cards. It starts with default parameters and can learn yours from your"
    " answers."
)
STAGES = {
    "": "Preparing",
    fit.LEARNING: "Training on older answers",
    fit.COMPARING: "Testing on your newest answers",
    fit.LEARNING_ALL: "Training on all answers",
}
"""The stages of a fit, in words."""
WAIT = "This takes a few seconds."
STOPPED = f"Stopped. {UNCHANGED}"
HEADS = ("", "now", "yours")
"""The columns of `table`."""


def _thousands(number: int) -> str:
    return f"{number:,}"


def _many(number: int, word: str) -> str:
    return count(number, word).replace(str(number), _thousands(number), 1)


def standing(fit_data: FitData, voice: Voice) -> list[str]:
    """The parameters in use, and the answers that a fit can use."""
    now = f"In use: {_set_words(fit_data.fitted, fit_data.today)}."
    usable = f"{_many(fit_data.usable, 'answer')} can be used"
    return [now, voice.fit_usable.format(usable=usable)]


def _set_words(fitted: Event | None, today: date) -> str:
    if fitted is None:
        return "the default parameters"
    reviews = fitted.data.get("reviews")
    learned = f" from {_many(reviews, 'answer')}" if isinstance(reviews, int) else ""
    return f"your parameters, optimized on {day(fitted.study_day, today)}{learned}"


def running(stage: str, seconds: float) -> str:
    """The current stage of a fit and its seconds."""
    return f"{STAGES.get(stage, STAGES[''])}: {_many(int(seconds), 'second')}."


def verdict(outcome: Outcome, voice: Voice) -> str:
    """Whether the new parameters predict better."""
    if not voice.has_figures:
        return (
            "Your parameters are more accurate."
            if outcome.wins
            else "Your parameters are no more accurate. Nothing changes."
        )
    comparison = f"Your parameters predict your newest {_many(outcome.after.n, 'answer')}"
    if outcome.wins:
        return f"{comparison} better, and not by chance."
    if outcome.gain.is_clear:
        return (
            f"{comparison} better than the current ones, but not better than the defaults. Nothing"
            " changes."
        )
    if outcome.gain.mean > 0:
        return f"{comparison} better, but it may be chance. Nothing changes."
    return f"{comparison} no better than the current ones. Nothing changes."


KEPT_OUT = "These answers were not used for training."
"""The reason why the verdict is fair."""


def table(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Before and after: the metric, its current value, yours."""
    before, after = outcome.before, outcome.after
    return [
        ("error (log loss, lower is better)", f"{before.log_loss:.4f}", f"{after.log_loss:.4f}"),
        (
            "typical prediction error",
            f"{before.typical_error:.1%}",
            f"{after.typical_error:.1%}",
        ),
    ]


def margin(outcome: Outcome) -> str:
    """The difference and its standard error."""
    gained = outcome.gain
    change = "falls" if gained.mean >= 0 else "rises"
    return (
        f"Log loss {change} by {abs(gained.mean):.4f} ± {gained.standard_error:.4f} (standard"
        " error)."
    )


def moves(change: Moves) -> list[str]:
    """What adopting would move."""
    if not change.moved:
        return ["No cards are rescheduled."]
    where = {"later": change.later, "earlier": change.sooner}
    parts = [
        f"{'all' if number == change.moved else _thousands(number)} {words}"
        for words, number in where.items()
        if number
    ]
    sentences = [
        f"Reschedules {_thousands(change.moved)} of {_many(change.cards, 'learned card')}:"
        f" {', '.join(parts)}."
    ]
    if change.become_due:
        verb = "becomes" if change.become_due == 1 else "become"
        sentences.append(
            f"{_thousands(change.become_due)} of them {verb} due today:"
            f" {_thousands(change.due_after)} due instead of {_thousands(change.due_before)}."
        )
    elif change.due_after < change.due_before:
        sentences.append(
            f"None become due today: {_thousands(change.due_after)} due instead of"
            f" {_thousands(change.due_before)}."
        )
    else:
        sentences.append("None become due today.")
    return sentences


def adopted(change: Moves) -> str:
    """The sentence after adopting new parameters."""
    return f"Your parameters are now in use; {_many(change.moved, 'card')} rescheduled."


def taken_back(fit_data: FitData) -> str:
    """The sentence after going back; `fit_data` is read afterwards."""
    return f"Undone. Back in use: {_set_words(fit_data.fitted, fit_data.today)}."


SUGGESTION = "You have enough new answers to optimize FSRS"
"""Shown when a fit is worth trying; the interface adds how."""
