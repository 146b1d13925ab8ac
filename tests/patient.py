"""A patient with history: some days of reviews with misses, a quiz, an explanation; and what a
patient never reads.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.kinds.response import SelfGrade
from learnms.settings import Settings, write_settings
from learnms.study.event import Rating
from tests.content.library import LIBRARY
from tests.engine.quiz.helpers import given

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.review.review import Review

DECKS = (
    "10-vaccines.yaml",
    "14-cases.yaml",
    "17-patients-staying-safe.yaml",
    "18-patients-daily-life.yaml",
    "sources.yaml",
)
"""Two decks for patients, two for nurses."""

NOW = datetime(2026, 12, 5, 9, tzinfo=UTC)
DAYS = 8

SCORES = re.compile(
    r"%|\b(?:Hard|Again|Easy)\b(?! of| days)|\bGood(?=[.,:] )|\bFSRS\b|\b[SDR] \d|\bCI\b"
    r"|(?i:\bper ?cents?\b|\bincorrect\b|\bconfident err|\bcalibrat|\bscor|\d"
    r" points?\b|\bretention\b|\blapse|\bstability\b|\bdifficulty\b|\bleech|\bexams?\b|\byou"
    r" missed(?! your)\b|\bmisses\b"
    r"|\b\d+ of \d+ (?:are |cards? )?(?:learned|right|correct|made|remembered)|\bforgotten \d|\b\d+"
    r" times\b|\brecall (?:now|of|wanted|expected)\b|\b(?:target|expected) recall\b)"
)
"""What never stands on a page, in a line or in what a command says: figures about the learner,
grades, the words of the trade.
"""


def scores(text: str) -> list[str]:
    """The lines of a text with something of that in them."""
    return [line.strip() for line in text.splitlines() if SCORES.search(line)]


def prepare(folder: Path) -> tuple[Path, Path]:
    """A home with history and a library; both are made below `folder`."""
    home, library = folder / "home", folder / "library"
    library.mkdir()
    for name in DECKS:
        (library / name).write_bytes((LIBRARY / name).read_bytes())
    write_settings(home, Settings(who="patient", guard_ms=0))
    clock = [NOW - timedelta(days=DAYS)]
    for day in range(DAYS):
        clock[0] = NOW - timedelta(days=DAYS - day)
        with Workspace(home, [str(library)], lambda: clock[0]) as workspace:
            workspace.open_store()
            _review(start_review(workspace), misses=2 + day % 3)
            if day in (2, 5):
                _quiz(
                    start_quiz(
                        workspace,
                        QuizSpec(seed=day, questions=6, kinds=() if day == 2 else ("teach-back",)),
                    )
                )
    return home, library


def _review(review: Review, misses: int) -> None:
    """Every card; the first few are missed, each of them once, and the first of all every day."""
    while review.item is not None:
        well = review.item.again or misses <= 0
        misses -= not well
        if isinstance(review.item.question.response, SelfGrade):
            review.reveal()
            review.grade(Rating.GOOD if well else Rating.AGAIN, 9000)
        else:
            review.submit(given(review, well=well), 9000)
        review.advance()


def _quiz(quiz: Quiz) -> None:
    """Every second question is missed."""
    well = False
    while quiz.item is not None:
        well = not well
        if isinstance(quiz.item.question.response, SelfGrade):
            quiz.grade(Rating.GOOD if well else Rating.AGAIN, 9000)
        else:
            quiz.submit(given(quiz, well=well), 9000)
        quiz.advance()
    quiz.end()
