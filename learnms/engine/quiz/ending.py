"""The end of a quiz: unanswered questions of an exam get empty answers; answers may count as
reviews, and misses come tomorrow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from learnms.engine.quiz.answers import Given
from learnms.engine.wording import count
from learnms.kinds.score import Answer, Score, score
from learnms.store.log.events import nth
from learnms.study.event import Draft, Part, Rating

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from learnms.engine.queries import Queries
    from learnms.engine.question.views import QuestionView
    from learnms.engine.quiz.scheduling import Reviews
    from learnms.study.event import Event


COUNT = "Count this exam toward your schedule?"
UNANSWERED = "Unanswered questions count as missed."
NO = "No. Only review missed questions tomorrow."
LEFT = "Exam finished. Missed questions come back tomorrow."
YES = "Yes. Due cards are rescheduled; other missed questions come back tomorrow."


class Quiz(Protocol):
    """What the end of a quiz needs: its questions, its answers, their meaning to the schedule."""

    queries: Queries
    given: dict[int, Given]
    reviews: Reviews
    ended: bool

    @property
    def today(self) -> date: ...
    @property
    def is_exam(self) -> bool: ...
    @property
    def unanswered(self) -> list[int]: ...
    def page(self, index: int) -> QuestionView | None: ...
    def parts_of(self, index: int) -> list[Part]: ...
    def empty_answer(self, index: int, session: Event) -> Draft | None: ...


def unanswered(quiz: Quiz) -> str:
    """`1 question is unanswered: 7.`"""
    left = [str(index + 1) for index in quiz.unanswered]
    return (
        f"{count(len(left), 'question')} {'is' if len(left) == 1 else 'are'} unanswered:"
        f" {', '.join(left)}."
        if left
        else "All questions are answered."
    )


def final(quiz: Quiz) -> dict[int, Given]:
    """The answers at the end of a quiz: in an exam, open questions get an empty answer."""
    if not quiz.is_exam or quiz.ended:
        return quiz.given
    empty: dict[int, Given] = {}
    for index in quiz.unanswered:
        page = quiz.page(index)
        if page is not None and page.scored:
            scored = score(page.question, Answer.empty(page.question))
            assert isinstance(scored, Score)  # nothing can be read in two ways
            empty[index] = Given(
                index, int(Rating.AGAIN), scored.points, scored.max_points, None, None, left=True
            )
    return {**quiz.given, **empty}


@dataclass(frozen=True, slots=True)
class _Standing:
    """An answer at the end, written before or together with it; `ref` is its id."""

    index: int
    answer: Event | Draft
    ref: UUID
    right: bool


@dataclass(slots=True)
class ExamEnd:
    """The events at the end of an exam: the first `drafts` are the empty answers to the questions
    `left`. `unnamed` are empty answers to cards without an id, which the log cannot name.
    `tomorrow` missed parts are made due tomorrow.
    """

    left: list[int] = field(default_factory=list)
    unnamed: list[Given] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    tomorrow: int = 0

    @classmethod
    def of(cls, quiz: Quiz, session: Event, *, counts: bool) -> ExamEnd:
        """The end of an exam.

        Args:
            quiz: the exam.
            session: the event that began it.
            counts: whether each answer to a due part is a review; if not, only misses move.
        """
        end = cls()
        standing = [
            _Standing(given.index, given.event, given.event.id, given.right)
            for given in quiz.given.values()
            if given.event is not None
        ]
        for index in quiz.unanswered:
            empty = quiz.empty_answer(index, session)
            if empty is not None and empty.card is None:
                end.unnamed.append(
                    Given(
                        index, empty.rating, empty.points, empty.max_points, None, None, left=True
                    )
                )
            elif empty is not None:
                standing.append(_Standing(index, empty, nth(len(end.drafts)), right=False))
                end.left.append(index)
                end.drafts.append(empty)
        standing.sort(key=lambda answered: answered.index)
        reviews = _reviews(quiz, standing) if counts else {}
        misses = [answered for answered in standing if not answered.right]
        end.drafts += [draft for drafts in reviews.values() for draft in drafts.values()]
        missed = {
            part: answered.ref
            for answered in misses
            for part in quiz.parts_of(answered.index)
            if part not in reviews.get(answered.index, {})
        }
        end.drafts += tomorrow(missed.items(), quiz.today)
        end.tomorrow = len(missed)
        return end


def _reviews(quiz: Quiz, standing: Iterable[_Standing]) -> dict[int, dict[Part, Draft]]:
    """The reviews of each question's parts; of two questions about one part, only of the first."""
    reviews: dict[int, dict[Part, Draft]] = {}
    done: set[Part] = set()
    for answered in standing:
        parts = [
            part
            for part in quiz.parts_of(answered.index)
            if part not in done and quiz.reviews.counts(part, quiz.today)
        ]
        done.update(parts)
        reviews[answered.index] = {
            part: quiz.reviews.review_of(answered.answer, part, answered.ref) for part in parts
        }
    return reviews


def tomorrow(parts: Iterable[tuple[Part, UUID]], today: date) -> list[Draft]:
    """Events that make parts due tomorrow, each with the id of its answer."""
    return [
        Draft(kind="due", card=part.card, part=part.part, due=today + timedelta(days=1), ref=ref)
        for part, ref in parts
    ]


class ToReview(NamedTuple):
    """The missed parts, each with its answer, that can be made due tomorrow; `anyway` more are due
    by then. Those that were right since are left out.
    """

    parts: dict[Part, UUID]
    anyway: int = 0


def to_review(quiz: Quiz) -> ToReview:
    """What was missed in a quiz and can be reviewed tomorrow."""
    if quiz.is_exam and not quiz.ended:
        return ToReview({})
    missed = {
        part: given.event.id
        for given in quiz.given.values()
        if not given.right and given.event
        for part in quiz.parts_of(given.index)
        if not quiz.reviews.right_since(part, given.event, quiz.today)
    }
    last = quiz.today + timedelta(days=1)
    later = {
        part: answer
        for part, answer in missed.items()
        if (due := quiz.queries.memory.memory(part).due) is None or due > last
    }
    return ToReview(later, len(missed) - len(later))
