"""What the fronts draw: plain values with deck text still raw (a front passes it through
`learnms.text`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.engine.home.overview import DeckRow as DeckRow
from learnms.engine.home.overview import HomeView as HomeView

if TYPE_CHECKING:
    from datetime import date

    from learnms.kinds.present import Question
    from learnms.kinds.score import Answer, Score
    from learnms.study.event import Part, Rating


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as it is shown below an answer; `link` is its address or ''."""

    title: str
    place: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What is on the page now.

    `number` of `total` answers in this sitting, of which a failed part takes one more; `minutes`
    left; `topic` or the deck's title as heading; `again` says that it failed before, on this day;
    `changed` that the answer key changed since it was learned. `intervals` are the days from today
    that each rating leads to (Again: 0, because it is asked again today). `explain`, `citations`
    and `checked` are shown with the answer. `path` and `line` are where the card is written;
    `topic` is the key of its topic. `case` is the title of the case that it is a part of,
    `case_place` the number of that part and of how many. `practice` says that its answer moves no
    due day.
    """

    part: Part
    deck: str
    deck_title: str
    question: Question
    number: int
    total: int
    minutes: int
    again: bool
    changed: bool
    flagged: bool
    intervals: dict[Rating, int]
    explain: str | None
    hint: str | None
    citations: tuple[Citation, ...]
    checked: date | None
    exhibit: tuple[tuple[str, str], ...]
    glossary: tuple[tuple[str, str], ...]
    path: str
    line: int
    topic: str | None = None
    case: str | None = None
    step: str | None = None
    case_place: tuple[int, int] | None = None
    practice: bool = False

    @property
    def scored(self) -> bool:
        """Whether the program scores it; else the learner grades."""
        from learnms.kinds.response import is_scored

        return is_scored(self.question.response)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an answer led to. `score` is None for self-graded ones; `due` the day it is asked
    next; `again` that it is asked again in this sitting; `review` that it moved the schedule
    (else it was practice); `slipping` how often the card was forgotten, where it is time to say
    so, else 0; `at_end` that it is asked again at the end of this quiz.
    """

    item: QuestionView
    rating: Rating
    due: date
    again: bool
    answer: Answer | None = None
    score: Score | None = None
    hinted: bool = False
    overridden: bool = False
    review: bool = True
    slipping: int = 0
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The end of a sitting: how many answers, how many parts were settled and right at once, and
    what comes.

    `more` cards wait today beyond this sitting: what is due, and behind the minutes of a review
    also what is new; `later` are left to the coming days by what was chosen about a backlog.
    `practice` says that no due day has moved.
    """

    answered: int
    settled: int
    first_time: int
    minutes: int
    left: int
    due_tomorrow: int
    again: tuple[tuple[Part, str], ...] = ()
    more: int = 0
    later: int = 0
    practice: bool = False


"""Days are study days; `stability` is in days, `recall` 0 to 1."""
