"""How many cards a review asks in one go: fifteen of a patient, unless something else was
chosen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from learnms.engine.home.home import home_view
from learnms.engine.queue.today import at_a_time, some_of
from learnms.engine.review.start import start_practice, start_review
from learnms.study.event import Rating
from tests.conftest import Clock
from tests.factories.progress import gathered_workspace, learned, make_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.engine.review.practice import Kind
    from learnms.engine.workspace import Workspace


def as_patient(workspace: Workspace, **chosen: Any) -> Workspace:
    workspace.open_store()
    workspace.choose(replace(workspace.settings, who="patient", **chosen))
    return workspace


def test_a_patients_first_day_brings_five_cards(tmp_path: Path) -> None:
    with as_patient(make_workspace(tmp_path, Clock(), {"many": range(40)})) as workspace:
        assert (
            home_view(workspace).new,
            start_review(workspace).session.total,
            home_view(workspace).at_a_time,
            home_view(workspace).more,
        ) == (5, 5, 0, 5)


def test_a_review_of_a_patient_ends_after_fifteen_cards_and_says_how_many_wait(
    tmp_path: Path,
) -> None:
    with as_patient(gathered_workspace(tmp_path, Clock(), 30)) as workspace:
        review = start_review(workspace)
        assert (
            home_view(workspace).waiting,
            home_view(workspace).at_a_time,
            review.session.total,
        ) == (35, 15, 15)
        while review.item is not None:
            review.reveal()
            review.grade(Rating.GOOD)
            review.advance()

        assert review.summary().more == home_view(workspace).waiting == 20


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        ({"session_cards": 8}, 8),
        ({"session_cards": 0}, 35),
        ({"session_cards": 0, "session_minutes": 3}, 9),
    ],
)
def test_what_was_chosen_holds(tmp_path: Path, chosen: dict[str, int], asked: int) -> None:
    with as_patient(gathered_workspace(tmp_path, Clock(), 30), **chosen) as workspace:
        assert start_review(workspace).session.total == asked


def test_a_number_that_is_named_holds(tmp_path: Path) -> None:
    with as_patient(gathered_workspace(tmp_path, Clock(), 30)) as workspace:
        assert start_review(workspace, limit=20).session.total == 20


@pytest.mark.parametrize("kind", ["ahead", "cram"])
def test_practice_of_a_patient_ends_after_fifteen_cards_unless_a_number_is_named(
    tmp_path: Path, kind: Kind
) -> None:
    with as_patient(make_workspace(tmp_path, Clock(), {"many": range(40)})) as workspace:
        learned(workspace, range(40))
        assert start_practice(workspace, kind).session.total == 15
        assert start_practice(workspace, kind, number=18).session.total == 18


def test_practice_of_a_student_has_no_limit_but_that_of_studying_ahead(tmp_path: Path) -> None:
    with make_workspace(tmp_path, Clock(), {"many": range(40)}) as workspace:
        learned(workspace, range(40))
        assert start_practice(workspace, "ahead").session.total == 20
        assert start_practice(workspace, "cram").session.total == 40


def test_a_student_has_no_limit(tmp_path: Path) -> None:
    with gathered_workspace(tmp_path, Clock(), 30) as workspace:
        assert at_a_time(workspace.queries, workspace.settings) is None
        assert (
            some_of(40, workspace.queries, workspace.settings)
            == home_view(workspace).at_a_time
            == 0
        )
