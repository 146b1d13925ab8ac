"""What all tests share: a small deck of every kind, a home of its own, a clock that stands
still.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from learnms.engine.workspace import Workspace

hypothesis_settings.register_profile(
    "house",
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize="CI"
    # a gate says the same of the same code; whoever works here looks for something new each time
    in os.environ,
)
hypothesis_settings.load_profile("house")
gc.set_threshold(200_000, 20, 20)
"""Each page is thousands of objects that live until its test ends: the usual collections take a
fifth of the time of the suite.
"""

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)

DECK = """\
deck: A small deck
id: small-deck
topics:
  basics: Basics
sources:
  book: {title: The book, revised: 2025-01}
glossary:
  relapse: New symptoms that last a day.
cards:
  - id: card-flash
    ask: What does ocrelizumab bind?
    answer: CD20
    explain: A protein on B cells.
    hint: A protein.
    source: book §1
    checked: 2026-11-22
  - id: card-cloze
    cloze: Maintenance is {{c1::600 mg}} every {{c2::6 months::how often}}.
    source: book §2
    checked: 2026-11-22
  - id: card-typed
    ask: Type the target.
    type: [CD20, cd-20]
    source: book §1
    checked: 2026-11-22
  - id: card-single
    ask: Which one is right?
    right: {text: The right one, why: It is right.}
    wrong:
      - {text: The wrong one, why: It is wrong., unsafe: yes}
      - {text: Another wrong one, why: It is wrong too.}
    source: book §3
    checked: 2026-11-22
  - id: card-select
    ask: Which are right?
    select: all
    right: [First right, Second right, Third right]
    wrong: [First wrong, Second wrong]
    source: book §3
    checked: 2026-11-22
  - id: card-select-two
    ask: Which two are right?
    select: 2
    right: [Alpha, Beta]
    wrong: [Gamma, Delta]
    source: book §3
    checked: 2026-11-22
  - id: card-true
    ask: It is a cure.
    true-false: no
    source: book §4
    checked: 2026-11-22
  - id: card-dose
    ask: "Order: {dose} mg. The vial holds 30 mg/mL. How many mL?"
    given: {dose: [300, 600]}
    calc: dose / 30
    unit: mL
    explain: The order of {dose} mg takes {= dose / 300} of the vials.
    source: book §5
    checked: 2026-11-22
"""

DECK_IGNORES = """\
[check.ignore]
LM311 = "short for the tests"
LM316 = "short for the tests"
LM705 = "short for the tests"
LM707 = "short for the tests"
"""


class Clock:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        """Move it."""
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def deck_file(tmp_path: Path) -> Path:
    """A deck with a card of every kind that can be asked."""
    path = tmp_path / "decks" / "small.yaml"
    path.parent.mkdir()
    path.write_text(DECK, "utf-8")
    (path.parent / "learnms.toml").write_text(DECK_IGNORES, "utf-8")
    return path


@pytest.fixture
def open_workspace(
    tmp_path: Path, deck_file: Path, clock: Clock
) -> Iterator[Callable[[], Workspace]]:
    """Opens the home of this test; called again it is a new run of the program."""
    opened: list[Workspace] = []

    def start() -> Workspace:
        for workspace in opened:
            workspace.close()
        workspace = Workspace(tmp_path / "home", [str(deck_file)], clock)
        opened.append(workspace)
        return workspace

    yield start
    for workspace in opened:
        workspace.close()
