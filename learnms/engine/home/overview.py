"""The values of the home screen. Named tuples, because `learnms due` and `learnms decks` must start
in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from learnms.store.records import HalfDone

SUBMITTED = "submitted: count it toward your schedule?"
"""Of an exam whose score was seen."""


class DeckRow(NamedTuple):
    """One deck on the home screen. `due`, `new`, `learned` and `total` count parts; `problems`
    counts errors in its file, and `whole` says that none of them keeps a card from study.
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
    """The home screen. A review started now would ask `due` and `new` parts in about `minutes`.

    `later` due cards are left to the coming days. `asks`: there is a backlog, so a review begins
    with the question what to do about it. `paused_until` is the last day of a pause; `clock` warns
    of a wrong clock or of answers dated in the future. `again` of the due cards failed today and
    were not right since. `quizzes` are the recently stopped ones. One review asks `at_a_time`
    cards, 0 for all; `more` new ones come where the learner asks for more. On the day of an exam
    (`is_exam_day`) a review is a warm-up.
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
        """The cards that wait, by kind."""
        return waiting_words(self.again, self.due - self.again, self.new)


def waiting_words(again: int, due: int, new: int) -> str:
    """`2 to repeat, 3 due, 8 new`, without zeros; `again` are the cards that failed today."""
    named = ((again, "to repeat"), (due, "due"), (new, "new"))
    return ", ".join(f"{number} {word}" for number, word in named if number)


def more_question(introduced: int, more: int) -> str:
    """The question whether to learn more new cards of a deck after today's `introduced` ones."""
    if not introduced:
        return f"No new cards planned today. Learn {more} from this deck?"
    done = "new card is" if introduced == 1 else f"{introduced} new cards are"
    return f"Today's {done} done. Learn {more} more from this deck?"


def half_done(quizzes: Sequence[HalfDone]) -> str:
    """The progress of stopped quizzes: `in progress: 3 of 10 answered`, `2 in progress`."""
    if len(quizzes) == 1 and quizzes[0].is_submitted:
        return SUBMITTED
    return (
        f"{len(quizzes)} in progress"
        if len(quizzes) > 1
        else f"in progress: {quizzes[0].answered} of {quizzes[0].questions} answered"
    )
