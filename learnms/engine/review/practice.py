"""Practice ahead of time, or cramming: no due day moves, answers are logged as practice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from learnms.engine.question.views import Feedback, QuestionView
from learnms.engine.queue.today import ReviewQueue
from learnms.engine.quiz.scheduling import Reviews
from learnms.engine.review.review import Review
from learnms.store.log.events import nth
from learnms.study.event import Draft, Rating

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.question.session import GradedAnswer
    from learnms.engine.question.views import Summary
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event, Part

Kind = Literal["ahead", "cram"]


class Practice(Review):
    """Asks given parts. A failed one is asked once more, and counts from then on if the learner
    wants that.

    Args:
        workspace: what is asked and where answers are written.
        kind: ahead or cram.
        parts: the parts in order.
    """

    is_practice = True

    def __init__(self, workspace: Workspace, kind: Kind, parts: Sequence[Part]) -> None:
        self.kind = kind
        self.counting: set[Part] = set()
        """Failed parts that are asked again today: their answers are reviews from there on."""
        self._parts = list(parts)
        self._begun: Event | None = None
        self._wrong: Event | None = None
        super().__init__(workspace)

    def _planned(
        self,
        decks: Sequence[str] | None,
        found: frozenset[Part] | None,
        limit: int | None,
        new: int | None,
    ) -> ReviewQueue:
        return ReviewQueue(self._parts, 0)

    def _item(self, part: Part) -> QuestionView | None:
        item = super()._item(part)
        return replace(item, practice=part not in self.counting) if item is not None else None

    def _plan_draft(self) -> list[Draft]:
        if self._begun is not None:
            return []
        return [
            Draft(
                kind="session",
                data={
                    "mode": "practice",
                    "way": self.kind,
                    "plan": [list(part) for part in self.plan],
                },
            )
        ]

    def _commit(self, item: QuestionView, graded: GradedAnswer) -> Feedback:
        self._wrong = None
        if not item.practice:
            return super()._commit(item, graded)
        is_wrong = graded.rating == Rating.AGAIN
        begin = self._plan_draft()
        ref = self._begun.id if self._begun is not None else nth(0)
        draft = replace(self._draft(item, graded), kind="practice", due=None, ref=ref)
        events = self._append([*begin, draft])
        self._last = events[-1]
        self._begun = self._begun or events[0]
        self._wrong = self._last if is_wrong else None
        return self._settled(
            Feedback(
                item,
                graded.rating,
                self.today,
                is_wrong,
                graded.answer,
                graded.score,
                self.hinted,
                review=False,
            )
        )

    @property
    def may_ask_again(self) -> bool:
        return self._wrong is not None

    def ask_again_today(self) -> Feedback | None:
        """Let the latest wrong answer count as a review (Again): the part is asked again today."""
        wrong = self._wrong
        if wrong is None or wrong.owner is None:
            return None
        before = self.queries.memory.memory(wrong.owner).due
        review = Reviews(self.queries).review_of(wrong, wrong.owner, wrong.id)
        event = self._append([replace(review, rating=int(Rating.AGAIN))])[0]
        self.terms.moved(before, event.due)
        self._wrong = None
        self.counting.add(wrong.owner)
        if self.feedback is not None and self.feedback.item.part == wrong.owner:
            self.feedback = replace(self.feedback, review=True)
        elif self.item is not None and self.item.part == wrong.owner:
            self.item = replace(self.item, practice=False)
        return self.feedback

    def bury(self) -> None:
        """Leave the part out of this session; its due day stays."""
        self.session.put_off(self._asked().part)
        self.advance()

    def _forget(self, owner: Part, undone: Event) -> None:
        super()._forget(owner, undone)
        self._wrong = None
        if undone.kind == "practice":  # the review that went with it has fallen too
            self.counting.discard(owner)

    def summary(self) -> Summary:
        """The result of this session."""
        return replace(super().summary(), practice=True, more=0)
