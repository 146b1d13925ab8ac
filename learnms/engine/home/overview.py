"""The values of the home screen. Named tuples, because `learnms due` and `learnms decks` must start
in a few milliseconds.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from learnms.engine.home.cases import CaseRow
from learnms.settings import ExamPlan
from learnms.store.records import HalfDone

SUBMITTED = "submitted: count it toward your schedule?"
"""Of an exam whose score was seen."""
STAYS = 7
"""Days for which home says that an exam is over."""


class DeckRow(NamedTuple):
    """One deck on the home screen. `due`, `new`, `learned` and `total` count parts; `problems`
    counts errors in its file, `cards` the cards that can be studied, and `drafts` those that await
    a source.
    """

    id: str
    title: str
    path: str
    due: int
    new: int
    learned: int
    total: int
    cards: int = 0
    problems: int = 0
    cases: int = 0
    drafts: int = 0


class HomeView(NamedTuple):
    """The home screen. A review started now would ask `due` and `new` parts in about `minutes`.

    `later` due cards are left to the coming days. `asks`: there is a backlog, so a review begins
    with the question what to do about it. `paused_until` is the last day of a pause; `clock` warns
    of a wrong clock or of answers dated in the future. `again` of the due cards failed today and
    were not right since. `quizzes` are the recently stopped ones. One review asks `at_a_time`
    cards, 0 for all; `more` new ones come where the learner asks for more. `exam` is the plan in
    force, for a week beyond its day. `case` is one whose cards are learned. The learner was `away`
    for so many days before today, 0 where they studied today. On a day off, `off_until` is the
    last of the days off, nothing is planned, and `resting` cards could be studied anyway.
    """

    today: date
    due: int
    new: int
    minutes: int
    decks: tuple[DeckRow, ...]
    troubled: tuple[DeckRow, ...] = ()
    later: int = 0
    asks: bool = False
    paused_until: date | None = None
    clock: str = ""
    again: int = 0
    quizzes: tuple[HalfDone, ...] = ()
    at_a_time: int = 0
    more: int = 10
    exam: ExamPlan | None = None
    case: CaseRow | None = None
    away: int = 0
    off_until: date | None = None
    resting: int = 0

    @property
    def waiting(self) -> int:
        """Cards for today."""
        return self.due + self.new

    @property
    def words(self) -> str:
        """The cards that wait, by kind."""
        return waiting_words(self.due, self.new)

    @property
    def overdue(self) -> int:
        """Due cards that did not fail today: those of a backlog."""
        return self.due - self.again

    @property
    def left_new(self) -> int:
        """How many cards of all decks are still new."""
        return sum(max(0, row.total - row.learned) for row in self.decks)

    @property
    def days_left(self) -> int | None:
        """The days to the exam, negative once it is over; None without one."""
        return None if self.exam is None else (self.exam.on - self.today).days

    @property
    def is_exam_day(self) -> bool:
        """Whether the exam is today: a review is a warm-up then."""
        return self.days_left == 0

    @property
    def can_review(self) -> bool:
        """Whether there is a card to study at all."""
        return any(row.total for row in self.decks)

    @property
    def can_quiz(self) -> bool:
        """Whether there is a question to ask in a quiz."""
        return any(row.total or row.cases or row.drafts for row in self.decks)

    @property
    def is_first(self) -> bool:
        """Whether nothing has been studied yet."""
        return self.can_review and not any(row.learned for row in self.decks)


def waiting_words(due: int, new: int, word: str = "due") -> str:
    """`3 due, 8 new`, without zeros."""
    return ", ".join(f"{number} {name}" for number, name in ((due, word), (new, "new")) if number)


def ask_more(new: int, more: int) -> str:
    """The question whether to learn more new cards than are planned today; `new` of these are still
    to come.
    """
    if new:
        return f"Learn {more} new cards, {more - new} more than planned today?"
    return f"Today's new cards are done. Learn {more} more?"


def more_question(introduced: int, more: int) -> str:
    """The question whether to learn more new cards of a deck after today's `introduced` ones."""
    if not introduced:
        return f"No new cards planned today. Learn {more} from this deck?"
    done = "new card is" if introduced == 1 else f"{introduced} new cards are"
    return f"Today's {done} done. Learn {more} more from this deck?"
