"""Fitting a learner, on a real database file: what is shown is what happens, and it can be taken
back to the last bit.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learnms.analysis.optimizer.evaluate import NEEDED, Gain, Measured, Outcome, is_worth_trying
from learnms.engine.optimize import optimize as tuning
from learnms.engine.optimize import process as fitting
from learnms.engine.progress.progress import gather
from learnms.engine.queries import Queries
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.errors import LearnmsError
from learnms.store.log.writer import Store
from learnms.store.read.memory import KnownPart
from learnms.study.event import Draft, Part
from learnms.study.replay import replay
from learnms.study.schedule import DEFAULT_PARAMETERS
from tests.conftest import Clock
from tests.factories.fit import FORGETFUL, SLOW, deck, part, settled, studied
from tests.factories.store import event_rows, memory_rows

CARDS = 400
OpenTuned = Callable[..., Workspace]
OTHER = (*DEFAULT_PARAMETERS[:8], 1.6, *DEFAULT_PARAMETERS[9:])


def outcome(weights: tuple[float, ...], *, wins: bool = True) -> Outcome:
    return Outcome(
        weights, Measured(0.41, 0.05, 300), Measured(0.39, 0.04, 300), Gain(0.02, 0.005), wins
    )


@pytest.fixture
def open_tuned(tmp_path: Path, clock: Clock) -> Iterator[OpenTuned]:
    """Opens the home of a forgetful learner with so many reviews."""
    opened: list[Workspace] = []

    def start(reviews: int = 2000, seed: int = 8) -> Workspace:
        file, home = tmp_path / "deck.yaml", tmp_path / "home"
        if not file.exists():
            file.write_text(
                deck([*range(20), *range(40, CARDS)]), "utf-8"
            )  # twenty cards are no longer in a deck
            settled(home, studied(FORGETFUL, reviews, cards=CARDS, seed=seed), clock)
        for workspace in opened:
            workspace.close()
        opened.append(Workspace(home, [str(file)], clock))
        return opened[-1]

    yield start
    for workspace in opened:
        workspace.close()


def writer(workspace: Workspace) -> Store:
    return workspace.open_store()


def in_use(workspace: Workspace) -> dict[Part, KnownPart]:
    return {
        row.part: row
        for row in workspace.queries.memory.memories(workspace.today)
        if row.status == "active" and not row.memory.is_new
    }


def due(workspace: Workspace) -> set[Part]:
    return {row.part for row in workspace.queries.study.due_parts(workspace.today)}


def test_a_learner_who_is_different_is_fitted_and_what_was_shown_happens(
    open_tuned: OpenTuned,
) -> None:
    workspace = open_tuned(4000, seed=2)
    store = writer(workspace)
    store.append(
        [
            Draft(kind="suspend", card=part(3).card),
            Draft(kind="due", card=part(5).card, due=workspace.today),
            Draft(kind="bury", card=part(9).card),
        ]
    )
    grounds = tuning.gather(workspace)
    with tuning.start(grounds) as running:
        outcome = running.outcome()
    assert outcome.wins
    shown = tuning.moves(grounds, outcome.parameters)
    before, due_before, log_before = in_use(workspace), due(workspace), event_rows(store)

    event = tuning.adopt(workspace, grounds, outcome)
    after, due_after = in_use(workspace), due(workspace)

    assert shown.cards == len(before) + 1, "the one that is put off until tomorrow moves too"
    moved = [part for part in before if before[part].memory.due != after[part].memory.due]
    assert shown.moved - len(moved) in (0, 1)
    assert shown.moved > 100
    assert (shown.due_before, shown.due_after, shown.become_due) == (
        len(due_before),
        len(due_after),
        len(due_after - due_before),
    )
    assert shown.become_due > 0
    assert [row for row in event_rows(store) if row not in log_before] == [
        row for row in event_rows(store) if row[1] == event.id.bytes
    ], "one event"
    assert event.data["parameters"] == list(outcome.parameters)
    assert (event.data["algorithm"], event.data["before"], event.data["reviews"]) == (
        "FSRS-6",
        list(DEFAULT_PARAMETERS),
        grounds.usable,
    )
    assert workspace.queries.weights(workspace.today) == outcome.parameters
    assert store.rebuild().changed == 0
    derived = replay(workspace.queries.events.all(), workspace.today)
    assert {part: derived[part] for part in after} == {
        part: row.memory for part, row in after.items()
    }


def test_it_is_taken_back_to_the_last_bit(open_tuned: OpenTuned) -> None:
    workspace = open_tuned()
    store = writer(workspace)
    rows, log = memory_rows(store), event_rows(store)
    adopted = tuning.adopt(workspace, tuning.gather(workspace), outcome(FORGETFUL))
    assert memory_rows(store) != rows

    assert tuning.take_back(workspace) == adopted

    assert memory_rows(store) == rows
    assert store.rebuild().changed == 0
    assert memory_rows(store) == rows
    assert len(event_rows(store)) == len(log) + 2, "the set, and what takes it back"
    with pytest.raises(LearnmsError, match="Nothing to undo"):
        tuning.take_back(workspace)


def test_taking_back_goes_to_the_set_before(open_tuned: OpenTuned) -> None:
    workspace = open_tuned()
    first = tuning.adopt(workspace, tuning.gather(workspace), outcome(FORGETFUL))
    rows = memory_rows(writer(workspace))
    tuning.adopt(workspace, tuning.gather(workspace), outcome(OTHER))
    grounds = tuning.gather(workspace)
    assert grounds.weights == OTHER
    shown = tuning.moves(grounds, FORGETFUL)
    before = in_use(workspace)

    tuning.take_back(workspace)

    after = in_use(workspace)
    assert memory_rows(writer(workspace)) == rows
    assert (
        shown.moved == sum(before[part].memory.due != after[part].memory.due for part in before) > 0
    )
    assert tuning.gather(workspace).fitted == first
    tuning.take_back(workspace)
    assert tuning.gather(workspace).weights == DEFAULT_PARAMETERS


def test_answers_under_the_new_parameters_survive_taking_them_back(
    open_tuned: OpenTuned, clock: Clock
) -> None:
    workspace = open_tuned()
    tuning.adopt(workspace, tuning.gather(workspace), outcome(FORGETFUL))
    review = start_review(workspace)
    while review.item is not None and review.answered < 5:
        review.reveal()
        review.grade(3)  # type: ignore[arg-type]  # Good
        review.advance()
    assert review.answered == 5

    tuning.take_back(workspace)

    derived = replay(workspace.queries.events.all(), workspace.today)
    assert {
        row.part: row.memory for row in workspace.queries.memory.memories(workspace.today)
    } == dict(derived)
    assert writer(workspace).rebuild().changed == 0


@pytest.mark.parametrize("end", ["killed", "stopped"])
def test_a_fit_that_does_not_end_leaves_everything_as_it_was(
    open_tuned: OpenTuned, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(fitting, "COMMAND", SLOW)
    workspace = open_tuned()
    store = writer(workspace)
    rows, log = memory_rows(store), event_rows(store)

    with tuning.start(tuning.gather(workspace)) as running:
        if end == "killed":
            os.kill(running.pid, signal.SIGKILL)
        else:
            running.stop()
        with pytest.raises(LearnmsError, match="Nothing changed"):
            running.outcome()

    assert (memory_rows(store), event_rows(store)) == (rows, log)
    assert not tuning.gather(workspace).sets


def test_with_too_little_nothing_is_tried(open_tuned: OpenTuned) -> None:
    grounds = tuning.gather(open_tuned(500))

    assert 0 < grounds.usable < NEEDED
    assert grounds.lacking == NEEDED - grounds.usable
    with pytest.raises(LearnmsError, match=f"{grounds.lacking} to go"):
        tuning.start(grounds)


def test_without_the_extra_it_says_how_to_get_it(
    open_tuned: OpenTuned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "is_there", lambda: False)

    with pytest.raises(LearnmsError, match=r"learnms\[optimize\]"):
        tuning.start(tuning.gather(open_tuned()))


def test_what_nobody_asks_is_not_counted_among_what_moves(open_tuned: OpenTuned) -> None:
    workspace = open_tuned()
    suspended = next(part for part in in_use(workspace))
    known = len(in_use(workspace))
    writer(workspace).append([Draft(kind="suspend", card=suspended.card)])

    assert tuning.moves(tuning.gather(workspace), FORGETFUL).cards == known - 1
    assert any(row.status == "orphan" for row in workspace.queries.memory.memories(workspace.today))


def test_the_parameters_in_force_move_nothing(open_tuned: OpenTuned) -> None:
    grounds = tuning.gather(open_tuned())

    shown = tuning.moves(grounds, DEFAULT_PARAMETERS)

    assert (shown.moved, shown.become_due) == (0, 0)
    assert shown.due_before == shown.due_after


def test_parameters_out_of_bounds_are_not_adopted(open_tuned: OpenTuned) -> None:
    workspace = open_tuned()
    rows = memory_rows(writer(workspace))

    with pytest.raises(LearnmsError, match="out of bounds"):
        tuning.adopt(workspace, tuning.gather(workspace), outcome((500.0, *DEFAULT_PARAMETERS[1:])))

    assert memory_rows(writer(workspace)) == rows


def test_a_second_program_cannot_adopt(open_tuned: OpenTuned, tmp_path: Path, clock: Clock) -> None:
    first = open_tuned()
    with Workspace(tmp_path / "home", [str(tmp_path / "deck.yaml")], clock) as second:
        grounds = tuning.gather(second)
        with pytest.raises(LearnmsError, match="nother learnms"):
            tuning.adopt(second, grounds, outcome(FORGETFUL))
        tuning.remember(second, grounds)

    assert not tuning.gather(first).sets


def test_a_fit_is_suggested_when_there_is_enough_and_again_when_that_has_doubled(
    open_tuned: OpenTuned, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_tuned()
    grounds = tuning.gather(workspace)
    assert workspace.queries.fit_tried_at() == 0
    assert gather(workspace).suggests_fit
    assert not gather(workspace, ["tuned-deck"]).suggests_fit, "a fit is to all decks"

    writer(workspace)
    tuning.remember(workspace, grounds)
    assert workspace.queries.fit_tried_at() == grounds.usable
    assert not gather(workspace).suggests_fit
    assert not gather(open_tuned()).suggests_fit, "in the next run too"

    monkeypatch.setattr(Queries, "fit_tried_at", lambda _: grounds.usable // 2)
    workspace = open_tuned()
    assert gather(workspace).suggests_fit
    assert workspace.queries.memory.remembered("fit_tried_at") == str(grounds.usable)


@pytest.mark.parametrize(
    ("tried_at", "usable", "worth"),
    [(0, 399, False), (0, 400, True), (150, 400, True), (400, 799, False), (400, 800, True)],
)
def test_when_a_fit_is_worth_trying(tried_at: int, usable: int, worth: bool) -> None:
    assert is_worth_trying(tried_at, usable) == worth
