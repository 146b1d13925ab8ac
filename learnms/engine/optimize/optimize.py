"""Fits FSRS's parameters to the learner: the data of a fit, its effect, adopting it, going back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.optimizer.due_changes import KINDS, due_days
from learnms.analysis.optimizer.evaluate import NEEDED, Reviews
from learnms.engine.optimize import process as fitting
from learnms.engine.queries import FIT_TRIED, scope_of
from learnms.errors import LearnmsError
from learnms.garbage import collection_paused
from learnms.study import schedule
from learnms.study.event import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.engine.optimize.process import FitProcess
    from learnms.engine.workspace import Workspace
    from learnms.store.read.memory import KnownPart
    from learnms.study.event import Event, Part
    from learnms.study.trials import Answered


@dataclass(frozen=True, slots=True)
class FitData:
    """The data of a fit and of its effect.

    `sets` are the adopted parameters, the last in force. `offered` are the parts that reviews ask
    this learner, each with the hash of its answer key in the deck.
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
        """How many reviews a fit can use."""
        return self.reviews.count

    @property
    def lacking(self) -> int:
        """How many more usable reviews a fit needs."""
        return max(0, NEEDED - self.usable)

    @property
    def shortage(self) -> str:
        """The same as a sentence."""
        return f"Needs {NEEDED} reviews: {self.lacking} to go."

    @property
    def weights(self) -> tuple[float, ...]:
        """The weights in force."""
        return _weights(self.sets)

    @property
    def fitted(self) -> Event | None:
        """The parameters in force; None for FSRS's defaults."""
        return self.sets[-1] if self.sets else None


def _weights(sets: Sequence[Event]) -> tuple[float, ...]:
    return (
        tuple(float(weight) for weight in sets[-1].data["parameters"])
        if sets
        else schedule.DEFAULT_PARAMETERS
    )


class Moves(NamedTuple):
    """The effect of other weights on the learned cards in use: how many come sooner, and later.

    `due_before` and `due_after` are due today, counted as a review asks them: one part of a card,
    and only of offered decks. `become_due` are due only with the new weights.
    """

    cards: int
    sooner: int
    later: int
    due_before: int
    due_after: int
    become_due: int

    @property
    def moved(self) -> int:
        """How many change their due day."""
        return self.sooner + self.later


def gather(workspace: Workspace) -> FitData:
    """Read the data of a fit: about half a second for a hundred thousand reviews."""
    with collection_paused():
        settings = workspace.settings
        with workspace.reading() as queries:
            today = queries.today(workspace.clock, settings)
            answers = queries.answers.all(today, KINDS, with_resets=True)
            sets, latest = (queries.events.parameter_sets(today), queries.events.latest_reviews())
            known = queries.memory.memories(today)
            offered = {
                row.part: row.key_hash for row in queries.library.parts(scope_of(settings, None))
            }
        by_part: dict[Part, list[Answered]] = {}
        for answer in answers:
            by_part.setdefault(answer.part, []).append(answer)
        return FitData(
            today, Reviews.of(answers), tuple(sets), by_part, latest, tuple(known), offered
        )


def start(fit_data: FitData) -> FitProcess:
    """Start a fit.

    Raises:
        LearnmsError: the optimizer is not installed, or there are too few usable reviews.
    """
    if not fitting.is_there():
        raise LearnmsError(fitting.MISSING)
    if fit_data.lacking:
        raise LearnmsError(fit_data.shortage)
    return fitting.FitProcess(fit_data.reviews, fit_data.weights, fitting.COMMAND)


def moves(fit_data: FitData, weights: tuple[float, ...]) -> Moves:
    """The effect of adopting these weights. Orphans and suspended parts, which are never asked, are
    left out.
    """
    in_use = {
        row.part: row.memory
        for row in fit_data.known
        if row.status in ("active", "buried") and not row.memory.is_new
    }
    days = due_days(
        fit_data.answers,
        {part: fit_data.latest[part] for part in in_use if part in fit_data.latest},
        weights,
    )
    today, sooner, later = fit_data.today, 0, 0
    before, after, seen = (
        set[str](),
        set[str](),
        {row.part.card for row in fit_data.known if row.memory.last_day == fit_data.today},
    )
    for part, memory in in_use.items():
        assert memory.due is not None  # a learned part has a day
        due = days.get(part, memory.due)
        sooner += due < memory.due
        later += due > memory.due
        if memory.status(today) == "active" and part in fit_data.offered and part.card not in seen:
            is_changed = memory.has_changed(fit_data.offered[part])
            before.update([part.card] if memory.due <= today or is_changed else ())
            after.update([part.card] if due <= today or is_changed else ())
    return Moves(len(in_use), sooner, later, len(before), len(after), len(after - before))


def adopt(workspace: Workspace, fit_data: FitData, outcome: Outcome) -> Event:
    """Put the fitted parameters in force; every memory is recomputed.

    Raises:
        LearnmsError: nothing can be written; nothing has changed.
    """
    data = {
        "parameters": list(schedule.checked_weights(outcome.parameters)),
        "algorithm": schedule.ALGORITHM,
        "before": list(fit_data.weights),
        "reviews": fit_data.usable,
        "log_loss": {
            "before": outcome.before.log_loss,
            "after": outcome.after.log_loss,
            "n": outcome.after.n,
        },
    }
    store = workspace.open_store()
    store.back_up("optimize")  # every memory changes
    event = store.append([Draft(kind="params", data=data)])[0]
    remember(workspace, fit_data)
    return event


def take_back(workspace: Workspace) -> Event:
    """Go back to the previous parameters; every memory is recomputed. Returns the event of those
    that no longer count.

    Raises:
        LearnmsError: no parameters were adopted, or nothing can be written.
    """
    store = workspace.open_store()
    sets = workspace.queries.events.parameter_sets(workspace.today)
    if not sets:
        raise LearnmsError("Nothing to undo: FSRS has not been optimized.")
    store.append([Draft(kind="void", ref=sets[-1].id)])
    return sets[-1]


def remember(workspace: Workspace, fit_data: FitData) -> None:
    """Note the usable reviews of this attempt: the next fit is suggested at twice as many."""
    if workspace.store is not None:
        with suppress(LearnmsError):  # at worst a fit is suggested once too often
            workspace.store.remember(FIT_TRIED, str(fit_data.usable))
