"""How many cards a review asks in one go: fifteen of a patient, unless something else was chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from learnms.engine.plan import at_a_time, some_of
from learnms.study.event import Rating
from tests.conftest import Clock
from tests.gathered import gathered_desk, make_desk

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.engine.start import Desk


def as_patient(desk: Desk, **chosen: Any) -> Desk:
    desk.open_store()
    desk.choose(replace(desk.settings, who="patient", **chosen))
    return desk


def test_a_patients_first_day_brings_five_cards(tmp_path: Path) -> None:
    with as_patient(make_desk(tmp_path, Clock(), {"many": range(40)})) as desk:
        assert (desk.home().new, desk.review().session.total, desk.home().at_a_time, desk.home().more) == (5, 5, 0, 5)


def test_a_review_of_a_patient_ends_after_fifteen_cards_and_says_how_many_wait(tmp_path: Path) -> None:
    with as_patient(gathered_desk(tmp_path, Clock(), 30)) as desk:
        review = desk.review()
        assert (desk.home().waiting, desk.home().at_a_time, review.session.total) == (35, 15, 15)
        while review.item is not None:
            review.reveal()
            review.grade(Rating.GOOD)
            review.advance()

        assert review.summary().more == desk.home().waiting == 20


@pytest.mark.parametrize(("chosen", "asked"), [({"session_cards": 8}, 8), ({"session_cards": 0}, 35), ({"session_cards": 0, "session_minutes": 3}, 9)])
def test_what_was_chosen_holds(tmp_path: Path, chosen: dict[str, int], asked: int) -> None:
    with as_patient(gathered_desk(tmp_path, Clock(), 30), **chosen) as desk:
        assert desk.review().session.total == asked


def test_a_number_that_is_named_holds(tmp_path: Path) -> None:
    with as_patient(gathered_desk(tmp_path, Clock(), 30)) as desk:
        assert desk.review(limit=20).session.total == 20


def test_a_student_has_no_limit(tmp_path: Path) -> None:
    with gathered_desk(tmp_path, Clock(), 30) as desk:
        assert at_a_time(desk.data, desk.settings) is None
        assert some_of(40, desk.data, desk.settings) == desk.home().at_a_time == 0
