"""What waits and where: the home screen in plain values. Named tuples, because `due` and `decks`
start in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from learnms.store.read.quizzes import HalfDone

SUBMITTED = "submitted: choose whether it counts"
"""Of an exam whose score was seen."""


class DeckRow(NamedTuple):
    """One deck on the home screen. `due`, `new`, `learned` and `total` count parts; `problems`
    errors in its file.

    `whole` says that none of them keeps a card from study.
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
    whole: bool = False


class HomeView(NamedTuple):
    """The home screen. `due` and `new` are what a review started now would ask; `minutes` is an
    estimate.

    `later` due cards are left to the coming days; `asks` says that more has gathered than a day's
    work, and that a review begins with the question what to do about it. `paused_until` is the day
    on which a pause that is on will be over; `clock` what is to be said of the machine's clock:
    that it cannot be right, or that answers wait for their day. `again` of the due cards failed
    today and were not right since; `quizzes` says how far the quizzes are that were stopped lately;
    `at_a_time` is how many of the cards one review asks, 0 for all; `more` how many new ones come
    on top where they are asked for. On the day of an exam (`is_exam_day`) a review is a warm-up.
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
    is_exam_day: bool = False

    @property
    def waiting(self) -> int:
        """Cards for today."""
        return self.due + self.new

    @property
    def words(self) -> str:
        """What waits, in numbers."""
        return waiting_words(self.again, self.due - self.again, self.new)


def waiting_words(again: int, due: int, new: int) -> str:
    """`2 to repeat now, 3 due, 8 new`, without what there is none of; `again` are the cards that
    failed today.
    """
    named = ((again, "to repeat now"), (due, "due"), (new, "new"))
    return ", ".join(f"{number} {word}" for number, word in named if number)


def more_question(introduced: int, more: int) -> str:
    """Whether to learn new cards of a deck beyond those of a day on which so many were learned."""
    if not introduced:
        return f"No new cards are planned for today. Learn {more} from this deck?"
    done = "new card is" if introduced == 1 else f"{introduced} new cards are"
    return f"Today's {done} done. Learn {more} more from this deck?"


def half_done(quizzes: Sequence[HalfDone]) -> str:
    """How far the quizzes are that can be gone on with: `half done: 3 of 10 answered`, `2 half
    done`.
    """
    if len(quizzes) == 1 and quizzes[0].is_submitted:
        return SUBMITTED
    return (
        f"{len(quizzes)} half done"
        if len(quizzes) > 1
        else f"half done: {quizzes[0].answered} of {quizzes[0].questions} answered"
    )
