"""FSRS's parameters from the learner's own log: what they would be learned from, what they would
move, adopting them and going back.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.optimizer.due_changes import KINDS, due_days
from learnms.analysis.optimizer.evaluate import NEEDED, Reviews
from learnms.engine.optimize import process as fitting
from learnms.engine.queries import FIT_TRIED, scope_of, without_collecting
from learnms.errors import LearnmsError
from learnms.study import schedule
from learnms.study.event import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.engine.optimize.process import FitProcess
    from learnms.engine.workspace import Workspace
    from learnms.store.read.answers import Answered
    from learnms.store.read.memory import KnownPart
    from learnms.study.event import Event, Part


@dataclass(frozen=True, slots=True)
class FitData:
    """What a fit stands on, and what it would move.

    `sets` are the parameters adopted so far; the last is in force. `offered` are the parts that
    reviews ask of this learner, with the hash of their answer key as the decks have it.
    """

    today: date
    reviews: Reviews
    sets: tuple[Event, ...]
    answers: Mapping[Part, Sequence[Answered]]
    latest: Mapping[Part, Event]
    known: tuple[KnownPart, ...]
    offered: Mapping[Part, str | None]

    @property
    def usable(self) -> int:
        """How many reviews can be learned from."""
        return self.reviews.count

    @property
    def lacking(self) -> int:
        """How many more are needed before a fit is worth trying."""
        return max(0, NEEDED - self.usable)

    @property
    def weights(self) -> tuple[float, ...]:
        """The weights in force."""
        return _weights(self.sets)

    @property
    def weights_before(self) -> tuple[float, ...]:
        """The weights that would be in force without the last set."""
        return _weights(self.sets[:-1])

    @property
    def fitted(self) -> Event | None:
        """The set in force; None for FSRS's own."""
        return self.sets[-1] if self.sets else None


def _weights(sets: Sequence[Event]) -> tuple[float, ...]:
    return (
        tuple(float(weight) for weight in sets[-1].data["parameters"])
        if sets
        else schedule.DEFAULT_PARAMETERS
    )


class Moves(NamedTuple):
    """What other weights would move, of the learned cards in use: how many go to an earlier day,
    how many to a later one.

    `due_before` and `due_after` are due today, now and then, counted as a review asks them: one
    part of a card, and only what the learner is offered. `become_due` of the latter are not due
    now.
    """

    cards: int
    sooner: int
    later: int
    due_before: int
    due_after: int
    become_due: int

    @property
    def moved(self) -> int:
        """How many go to another day."""
        return self.sooner + self.later


def gather(workspace: Workspace) -> FitData:
    """Read what a fit stands on: about half a second for a hundred thousand reviews."""
    with without_collecting():
        with workspace.guard:
            today = workspace.today
            answers = workspace.data.answers.all(today, KINDS, with_resets=True)
            sets, latest = (
                workspace.data.history.parameter_sets(today),
                workspace.data.history.latest_reviews(),
            )
            known = workspace.data.reader.memories(today)
            offered = {
                row.part: row.key_hash
                for row in workspace.data.library.parts(scope_of(workspace.settings, None))
            }
        by_part: dict[Part, list[Answered]] = {}
        for answer in answers:
            by_part.setdefault(answer.part, []).append(answer)
        return FitData(
            today, Reviews.of(answers), tuple(sets), by_part, latest, tuple(known), offered
        )


def start(grounds: FitData) -> FitProcess:
    """Begin a fit.

    Raises:
        LearnmsError: what fits FSRS is not installed, or there is too little to learn from.
    """
    if not fitting.is_there():
        raise LearnmsError(fitting.MISSING)
    if grounds.lacking:
        raise LearnmsError(
            f"Of {NEEDED} answers that can be learned from {grounds.lacking} are lacking."
        )
    return fitting.FitProcess(grounds.reviews, grounds.weights, fitting.COMMAND)


def moves(grounds: FitData, weights: tuple[float, ...]) -> Moves:
    """What adopting these weights would move. Orphans and what is suspended stay out of it:
    nobody asks them.
    """
    in_use = {
        row.part: row.memory
        for row in grounds.known
        if row.status in ("active", "buried") and not row.memory.is_new
    }
    days = due_days(
        grounds.answers,
        {part: grounds.latest[part] for part in in_use if part in grounds.latest},
        weights,
    )
    today, sooner, later = grounds.today, 0, 0
    before, after, seen = (
        set[str](),
        set[str](),
        {row.part.card for row in grounds.known if row.memory.last_day == grounds.today},
    )
    for part, memory in in_use.items():
        assert memory.due is not None  # a learned part has a day
        due = days.get(part, memory.due)
        sooner += due < memory.due
        later += due > memory.due
        if memory.status(today) == "active" and part in grounds.offered and part.card not in seen:
            is_changed = (
                None not in (memory.key_hash, grounds.offered[part])
                and memory.key_hash != grounds.offered[part]
            )
            before.update([part.card] if memory.due <= today or is_changed else ())
            after.update([part.card] if due <= today or is_changed else ())
    return Moves(len(in_use), sooner, later, len(before), len(after), len(after - before))


def adopt(workspace: Workspace, grounds: FitData, outcome: Outcome) -> Event:
    """Put the fitted parameters in force: every memory is derived anew under them.

    Raises:
        LearnmsError: nothing can be written; everything is as it was.
    """
    data = {
        "parameters": list(schedule.checked_weights(outcome.parameters)),
        "algorithm": schedule.ALGORITHM,
        "before": list(grounds.weights),
        "reviews": grounds.usable,
        "log_loss": {
            "before": outcome.before.log_loss,
            "after": outcome.after.log_loss,
            "n": outcome.after.n,
        },
    }
    event = workspace.open_store().append([Draft(kind="params", data=data)])[0]
    remember(workspace, grounds)
    return event


def take_back(workspace: Workspace) -> Event:
    """Go back to the parameters before those in force: every memory is derived anew under them.
    Returns the set that no longer counts.

    Raises:
        LearnmsError: there is none, or nothing can be written.
    """
    store = workspace.open_store()
    sets = workspace.data.history.parameter_sets(workspace.today)
    if not sets:
        raise LearnmsError("There is nothing to take back: FSRS has not been fitted to you.")
    store.append([Draft(kind="void", ref=sets[-1].id)])
    return sets[-1]


def remember(workspace: Workspace, grounds: FitData) -> None:
    """Note that a fit to so many reviews was tried, so that the next one is suggested when they
    have doubled.
    """
    if workspace.store is not None:
        with suppress(LearnmsError):  # a suggestion too many is no reason to complain
            workspace.store.remember(FIT_TRIED, str(grounds.usable))
