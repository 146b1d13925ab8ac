"""The form for a new quiz: its rows, and how each changes the choices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.home.overview import SUBMITTED
from learnms.engine.quiz.build import MOST_QUESTIONS, QuizSpec, Size, fitting, size
from learnms.engine.wording import KIND_WORDS, count, day, kind_name
from learnms.store.read.queries import Scope

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.engine.quiz.quiz import Quiz
    from learnms.settings import Settings

STATUS_WORDS = {
    "unused": "never answered",
    "missed": "missed the last time",
    "flagged": "flagged",
    "sure": "sure but wrong",
    "learned": "only what I have learned",
}
MODES = {"tutor": "tutor: the result after each question", "exam": "exam: the result at the end"}
LISTS = ("decks", "topics", "kinds", "statuses")
NUMBERS = ("questions", "minutes", "seed")
ROWS = ("mode", "questions", *LISTS, "minutes", "confidence", "recall_first", "seed")
"""The rows that can be changed, from top to bottom."""
PATIENT_ROWS = ("questions", "decks")
"""The rows of a patient: no exam, no kinds, no clock."""
LABELS = {
    "go_on": "Go on",
    "start": "Start",
    "case": "A case",
    "mode": "Mode",
    "questions": "Questions",
    "decks": "Decks",
    "topics": "Topics",
    "kinds": "Kinds",
    "statuses": "Status",
    "minutes": "Minutes",
    "confidence": "How sure",
    "recall_first": "Recall first",
    "seed": "Seed",
}
NONE_FITS = "no question fits these choices"
ALL = "all that fit"
CHOOSE_CASE = "choose one from the list"
HELPS = {
    "case": "a story in parts, asked whole",
    "mode": "←→ between tutor and exam",
    "questions": f"type a number, 1 to {MOST_QUESTIONS}",
    "minutes": "type a number for a clock; none without one",
    "confidence": "ask how sure you are before the result",
    "recall_first": (
        "recall the answer, then press a key for the options; where the question can be read"
        " without them"
    ),
    "seed": "type a number to get the same quiz again; by chance without one",
}


class Row(NamedTuple):
    """A row of the form: a name in `LABELS`, and the key of an item in an opened list or the number
    of a stopped quiz.
    """

    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices so far; `opened` is the open list, '' for none; numbers are texts as typed."""

    mode: str = "tutor"
    decks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    questions: str = "10"
    minutes: str = ""
    seed: str = ""
    confidence: bool = False
    recall_first: bool = False
    opened: str = ""

    @classmethod
    def at_first(
        cls, queries: Queries, settings: Settings, today: date, decks: tuple[str, ...] = ()
    ) -> Choices:
        """The default choices: beginners are asked what they have learned; patients are never asked
        how sure they are.
        """
        everything = cls(decks=decks, confidence=settings.confidence and not settings.is_patient)
        learned = replace(everything, statuses=("learned",))
        return (
            learned
            if not (decks or settings.is_patient)
            and _is_beginner(queries, settings, learned, today)
            else everything
        )

    def spec(self, seed: int) -> QuizSpec:
        """The choices as a spec, which may be out of range."""
        return QuizSpec(
            mode="exam" if self.mode == "exam" else "tutor",
            decks=self.decks,
            topics=self.topics,
            kinds=self.kinds,
            statuses=self.statuses,
            questions=int(self.questions or 0),
            minutes=int(self.minutes) if self.minutes else None,
            seed=int(self.seed) if self.seed else seed,
            confidence=self.confidence,
            recall_first=self.recall_first,
        )

    def of(self, name: str) -> tuple[str, ...]:
        """The chosen items of a list."""
        chosen: tuple[str, ...] = getattr(self, name)
        return chosen

    def toggled(self, name: str, key: str) -> Choices:
        """The choices with an item of a list toggled."""
        chosen = self.of(name)
        return _with(
            self,
            name,
            tuple(other for other in chosen if other != key) if key in chosen else (*chosen, key),
        )

    def flipped(self, name: str) -> Choices:
        """The choices with the mode or a yes-no row switched."""
        return _with(
            self,
            name,
            (
                ("exam" if self.mode == "tutor" else "tutor")
                if name == "mode"
                else not getattr(self, name)
            ),
        )

    def typed(self, name: str, digit: str, *, first: bool) -> Choices:
        """The choices with a digit appended, or removed if `digit` is empty; the first digit
        replaces the number.
        """
        before = str(getattr(self, name))
        return _with(
            self, name, ((digit if first else before + digit)[:6]) if digit else before[:-1]
        )


def _is_beginner(queries: Queries, settings: Settings, learned: Choices, today: date) -> bool:
    """Whether less than half is learned, but enough for a quiz."""
    rows = queries.library.decks(Scope(settings.role))
    is_half = 2 * sum(row.learned for row in rows) >= sum(row.total for row in rows)
    return not is_half and fitting(queries, settings, learned.spec(0), today) >= int(
        learned.questions
    )


def _with(choices: Choices, name: str, value: object) -> Choices:
    # the names are those of the fields
    return replace(choices, **{name: value})  # type: ignore[arg-type]


class Offer(NamedTuple):
    """The items of each list as (key, words), and the `rows` that this learner can change. `cases`:
    there are some.
    """

    decks: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...] = tuple(STATUS_WORDS.items())
    rows: tuple[str, ...] = ROWS
    cases: bool = False

    @classmethod
    def of(cls, queries: Queries, settings: Settings) -> Offer:
        """The offered decks, their topics, and the kinds that a quiz asks."""
        rows = queries.library.offered(settings.role)
        topics = {key: title for row in rows for key, title, _ in row.head.get("topics", [])}
        named = [(name, f"{name}: {kind_name(name)}") for name in KIND_WORDS if name != "flashcard"]
        decks = tuple((row.deck_id, row.title) for row in rows)
        has_cases = any(row.head.get("counts", {}).get("cases") for row in rows)
        return cls(
            decks,
            tuple(topics.items()),
            (*named, ("case", "case: a story in parts")),
            rows=PATIENT_ROWS if settings.is_patient else ROWS,
            cases=has_cases,
        )

    def things(self, name: str) -> tuple[tuple[str, str], ...]:
        """The items of a list."""
        found: tuple[tuple[str, str], ...] = getattr(self, name)
        return found


def rows(choices: Choices, offer: Offer, *, stopped: int) -> list[Row]:
    """The rows from top to bottom; the `stopped` quizzes come first."""
    lines = [
        *(Row("go_on", str(number)) for number in range(stopped)),
        Row("start"),
        *([Row("case")] if offer.cases else []),
    ]
    for name in offer.rows:
        if name in LISTS and not offer.things(name):
            continue
        lines.append(Row(name))
        if choices.opened == name:
            lines += [Row(name, key) for key, _ in offer.things(name)]
    return lines


def value_of(choices: Choices, offer: Offer, name: str) -> str:
    """The value of a row, in words."""
    if name in LISTS:
        chosen = [words for key, words in offer.things(name) if key in choices.of(name)]
        return ", ".join(chosen) if chosen else "all"
    match name:
        case "mode":
            return MODES[choices.mode]
        case "minutes":
            return choices.minutes or "none"
        case "seed":
            return choices.seed or "by chance"
        case "questions":
            return choices.questions or "…"
        case _:
            return "yes" if getattr(choices, name) else "no"


def sized(choices: Choices, queries: Queries, settings: Settings, today: date) -> Size:
    """How many questions the start would ask."""
    return size(queries, settings, choices.spec(0), today)


def summary(choices: Choices, offer: Offer, found: Size) -> str:
    """What the start would begin; without a choice of modes, none is named."""
    if found == Size(0, is_all=True):
        return NONE_FITS
    number = f"{'up to ' if found.is_most else ''}{count(found.questions, 'question')}"
    fitting = f" ({ALL})" if found.is_all else ""
    if "mode" not in offer.rows:
        return f"{number}{fitting}"
    learned = " from what you have learned" if choices.statuses == ("learned",) else ""
    return f"{number}{learned}{fitting}, {choices.mode} mode" + (
        f", {count(int(choices.minutes), 'minute')}" if choices.minutes else ""
    )


STAYS = "A quiz that was stopped stays: start another, and go on with it later."
"""Said where there is one."""


def when(quiz: Quiz) -> str:
    """The day on which a quiz was begun."""
    return day(quiz.session.study_day, quiz.today) if quiz.session is not None else "today"


def stopped_words(quiz: Quiz) -> str:
    """How far the quiz is that was stopped."""
    if quiz.is_submitted:
        return SUBMITTED
    again = (
        ""
        if quiz.is_exam or not quiz.queue.repeats
        else f", {len(quiz.queue.repeats)} to be asked again"
    )
    return f"{len(quiz.given)} of {count(quiz.total, 'question')} answered{again}"
