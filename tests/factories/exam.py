"""A learner with a known memory, who studies a deck of flashcards in the real engine day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.settings import ExamPlan, Settings, write_settings
from learnms.study.event import Draft, Part, Rating
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS
from tests.conftest import Clock

TODAY = date(2026, 11, 22)
SECONDS = 22

_HEAD = """\
deck: {title}
id: {ident}
topics: {{one: First things, two: Second things}}
sources:
  book: {{title: The book, revised: 2025-01}}
cards:
"""
_CARD = """\
  - id: {ident}-{n:03}
    ask: Question {n}
    answer: Answer {n}
    topic: {topic}
    source: book §1
    checked: 2026-11-22
"""
_SIBLINGS = """\
  - id: {ident}-{n:03}
    cloze: "{{{{c1::One}}}} and {{{{c2::two}}}} of {n}"
    topic: {topic}
    source: book §1
    checked: 2026-11-22
"""


def deck(cards: int, ident: str = "first", *, siblings: bool = False) -> str:
    """A deck with that many cards, in two topics; with siblings every third card has two parts."""
    shapes = [_SIBLINGS if siblings and n % 3 == 0 else _CARD for n in range(cards)]
    head = _HEAD.format(ident=ident, title=f"The {ident} deck")
    return head + "".join(
        shape.format(ident=ident, n=n, topic=("one", "two")[n % 2])
        for n, shape in enumerate(shapes)
    )


def guessed(cards: int, every: int = 2) -> str:
    """A deck in which every so many cards is a true-false question, and the others are
    flashcards.
    """
    text = deck(cards)
    for n in range(0, cards, every):
        text = text.replace(
            f"    answer: Answer {n}\n", "    true-false: yes\n    explain: So it is.\n"
        )
    return text


def write_decks(folder: Path, *decks: str) -> None:
    """Write decks into the library of a folder."""
    library = folder / "library"
    library.mkdir(exist_ok=True)
    for number, text in enumerate(decks):
        (library / f"{number}.yaml").write_text(text, "utf-8")


@contextmanager
def opened(
    folder: Path, *decks: str, clock: Clock | None = None, **settings: Any
) -> Iterator[Workspace]:
    """A workspace on a home of its own, at 9 o'clock of November 22."""
    write_decks(folder, *decks)
    write_settings(folder / "home", Settings(who="student", **settings))
    with Workspace(
        folder / "home",
        [str(folder / "library")],
        clock or Clock(datetime(2026, 11, 22, 9, tzinfo=UTC)),
    ) as workspace:
        yield workspace


def with_exam(workspace: Workspace, days: int, **values: Any) -> ExamPlan:
    """Put a plan for an exam so many days ahead into force."""
    plan = ExamPlan(workspace.today + timedelta(days=days), begun=workspace.today, **values)
    workspace.choose(replace(workspace.settings, exam=plan))
    return plan


@dataclass(slots=True)
class Learner:
    """Remembers as FSRS says under the true weights, and grades honestly: Again or Good.

    `minutes` a day are all that there are; `answers` counts what was answered, one answer taking 22
    seconds.
    """

    seed: int
    minutes: int = 20
    weights: tuple[float, ...] = DEFAULT_PARAMETERS
    answers: int = 0
    known: dict[Part, tuple[float, float, date]] = field(default_factory=dict)
    chance: Random = field(init=False)
    curve: Fsrs6 = field(init=False)

    def __post_init__(self) -> None:
        self.chance, self.curve = Random(self.seed), Fsrs6(self.weights)

    def adopts_weights(self, workspace: Workspace) -> None:
        """Put the true weights in force, as if they had been fitted."""
        workspace.open_store().append(
            [Draft(kind="params", data={"parameters": list(self.weights)})]
        )

    def studies(self, workspace: Workspace) -> list[Part]:
        """Do the review of a day within the minutes; the parts that were asked, each once."""
        workspace.open_store()
        review, asked = start_review(workspace), list[Part]()
        most = self.minutes * 60 / SECONDS
        while review.item is not None and (len(asked) < most or review.item.again):
            part = review.item.part
            rating = self._rating(part, review.today)
            review.reveal()
            review.grade(Rating(rating), SECONDS * 1000)
            asked += [] if part in asked else [part]
            self.answers += 1
            review.advance()
        return asked

    def studies_until(
        self,
        workspace: Workspace,
        clock: Clock,
        day: date,
        *,
        each: Callable[[list[Part]], None] | None = None,
    ) -> None:
        """Study every day until a day."""
        while workspace.today < day:
            asked = self.studies(workspace)
            if each is not None:
                each(asked)
            clock.forward(days=1)

    def recall(self, part: Part, day: date) -> float:
        """The true recall of a part; 0 if it was never learned."""
        if part not in self.known:
            return 0.0
        stability, _, last = self.known[part]
        return self.curve.recall((day - last).days, stability)

    def _rating(self, part: Part, today: date) -> int:
        if part not in self.known:
            rating = 1 if self.chance.random() < 0.25 else 3
            after = self.curve.first(rating)
        else:
            stability, difficulty, last = self.known[part]
            elapsed = (today - last).days
            rating = 3 if self.chance.random() < self.curve.recall(elapsed, stability) else 1
            after = self.curve.after(stability, difficulty, elapsed, rating)
        self.known[part] = (*after, today)
        return rating
