"""Values that the screens and lines show. Deck text in them is raw: what shows it passes it through
`learnms.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from learnms.engine.wording import badge

if TYPE_CHECKING:
    from datetime import date

    from learnms.kinds.present import Question
    from learnms.kinds.score import Answer, Score
    from learnms.study.event import Part, Rating


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of a card: title and place in it, publisher and dates; `via` says what was read,
    `link` is its address or ''.
    """

    title: str
    place: str = ""
    publisher: str = ""
    revised: str = ""
    reviewed: str = ""
    via: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """An open question.

    It is card `number` of `total` in this session, with about `minutes` left; `to_repeat` cards
    failed and are asked again. `again`: it failed before on this study day; `changed`: its answer
    key has changed since it was learned; `practice`: its answer moves no due day. `intervals` are
    the days from today to which each rating leads, 0 for Again, and `exam` those to an exam, which
    none of them passes. `explain`, `citations` and
    `checked` belong to the answer. `path` and `line` are the card's place in its deck file, `topic`
    is the key of its topic. `case` is the title of its case, `case_place` the number of its part
    and the number of parts. `region` are the regions whose rules it asks about, empty for
    everywhere. `primer` is the deck's, '' in a quiz; `opens_deck`: this is its first new card,
    before which the primer is read. `news` are the exhibits of a case that changed since its
    previous question, each with the number of leading characters that were there before.
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
    region: tuple[str, ...] = ()
    primer: str = ""
    opens_deck: bool = False
    news: dict[str, int] = field(default_factory=dict)
    to_repeat: int = 0
    exam: int | None = None

    @property
    def rules(self) -> str:
        """Whose rules it asks about: `US rules`; '' for everywhere."""
        return f"{badge(self.region)} rules" if self.region else ""

    @property
    def words(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The glossary: the words on the card, and the others."""
        text = f"{self.question.prompt} {self.explain or ''}".casefold()
        here = [entry for entry in self.glossary if entry[0].casefold() in text]
        return here, [entry for entry in self.glossary if entry not in here]

    @property
    def scored(self) -> bool:
        """Whether the program scores the answer; otherwise the learner grades it."""
        from learnms.kinds.response import is_scored

        return is_scored(self.question.response)


@dataclass(frozen=True, slots=True)
class Feedback:
    """The result of an answer. `due` is the next day on which the part is asked. `again`: it is
    asked again in this session, `at_end`: at the end of this quiz. `score` is None if the learner
    graded. `review`: the answer moved the schedule, else it was practice. `slipping` is how often
    the card was forgotten if that is worth saying now, else 0.
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
    """The end of a session: the number of answers, of parts that were settled and of parts that
    were right at once, and what comes. `right_now` are those that failed earlier on this day.

    `more` cards wait today beyond this session: due ones, and new ones too where reviews have a
    length; a backlog plan leaves `later` cards to the coming days. `practice`: no due day moved.
    `hidden` cards were buried in this session.
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
    hidden: int = 0
    right_now: int = 0
