"""Even days through real reviews: the same work, spread more evenly; light days stay light; undo
and log agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import pvariance
from typing import Any

import pytest

from learnms.engine.home.home import home_view
from learnms.engine.review.review import Review
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.study import schedule
from learnms.study.event import Rating
from tests.conftest import Clock
from tests.factories.progress import finish, learned, make_workspace

CARDS = 150
MakeReview = Callable[..., tuple[Workspace, Review]]


@pytest.fixture
def begun(tmp_path: Path, clock: Clock) -> Iterator[MakeReview]:
    """A review of many cards whose next intervals are about two weeks."""
    opened = []

    def make(name: str, **settings: Any) -> tuple[Workspace, Review]:
        clock.at = clock.at.replace(month=11, day=22)
        folder = tmp_path / name
        folder.mkdir()
        workspace = make_workspace(folder, clock, {"many": range(CARDS)}, new_per_day=0, **settings)
        opened.append(workspace)
        learned(workspace, range(CARDS))
        clock.forward(days=2)
        return workspace, start_review(workspace)

    yield make
    for workspace in opened:
        workspace.close()


def finished(workspace: Workspace, review: Review) -> Counter[date]:
    """The due days after everything was answered."""
    finish(review)
    return Counter(
        workspace.queries.memory.due_by_day(workspace.today, workspace.today + timedelta(days=200))
    )


def test_days_become_more_even_and_nothing_is_lost(begun: MakeReview) -> None:
    plain_workspace, review = begun("plain", balance=False)
    plain = finished(plain_workspace, review)
    even_workspace, review = begun("even", balance=True)
    even = finished(even_workspace, review)

    assert plain.total() == even.total() == CARDS
    spans = {(min(days), max(days)) for days in (plain, even)}
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    assert pvariance([even[day] for day in days]) < pvariance([plain[day] for day in days])
    assert sum((even[day] * (day - first).days) for day in days) == pytest.approx(
        sum(plain[day] * (day - first).days for day in days), rel=0.15
    )
    assert even_workspace.open_store().rebuild().changed == 0


def test_every_day_chosen_lies_within_the_fuzz(begun: MakeReview) -> None:
    workspace, review = begun("fuzz")
    for _ in range(40):
        assert review.item is not None
        part = review.item.part
        review.reveal()
        before = workspace.queries.memory.memory(part).recallable()
        low, high = schedule.fuzz_range(schedule.step(before, Rating.GOOD, review.today).interval)
        assert low <= (review.grade(Rating.GOOD).due - review.today).days <= high
        review.advance()


def test_light_days_stay_light(begun: MakeReview) -> None:
    usual_workspace, review = begun("usual")
    usual = finished(usual_workspace, review)
    light_workspace, review = begun("light", easy_days=("saturday", "sunday"))
    light = finished(light_workspace, review)

    def weekend(days: Counter[date]) -> float:
        return sum(number for day, number in days.items() if day.weekday() >= 5) / days.total()

    assert usual.total() == light.total() == CARDS
    assert weekend(light) < weekend(usual) / 2


def test_what_is_taken_back_does_not_count_as_load(begun: MakeReview) -> None:
    workspace, review = begun("undo")
    loads = [dict(review.terms.load)]
    for _ in range(5):
        review.reveal()
        review.grade(Rating.GOOD)
        review.advance()
    for _ in range(5):
        review.undo()
    loads.append({day: number for day, number in review.terms.load.items() if number})

    assert loads[0] == loads[1]
    assert home_view(workspace).due == CARDS
