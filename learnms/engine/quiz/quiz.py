"""One quiz: asks, scores, flags, resumes. Tutor mode shows the result of each answer, exam mode at
the end.

The plan, with its seeds, is logged when the quiz begins, and every answer refers to it: a stopped
quiz resumes from the log, with the same options in the same order. In tutor mode a question that
failed as a review is asked again until right, and one that was wrong though certain once more; the
first answer is the result.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.engine.question.build import Opened, Place, card_of, open_card, open_case, seed_of
from learnms.engine.question.session import GradedAnswer, QuestionSession
from learnms.engine.question.views import Feedback, QuestionView
from learnms.engine.quiz.answers import Given
from learnms.engine.quiz.build import ALONE, QuizQuestion, QuizSpec
from learnms.engine.quiz.ending import ExamEnd, ToReview, to_review, tomorrow
from learnms.engine.quiz.queue import Queue
from learnms.engine.quiz.scheduling import Reviews
from learnms.engine.quiz.timer import Timed
from learnms.kinds.score import Answer, Score, score
from learnms.store.log.events import nth
from learnms.study.event import Draft, EventKind, Part, Rating
from learnms.study.replay import is_sure_wrong

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from learnms.engine.queries import Queries
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event


class Quiz(QuestionSession, Timed):
    """A quiz in progress. `index` is the question on the page; `given` are the answers so far, the
    first to each question in tutor mode, the latest in an exam.

    Args:
        workspace: what is asked and where answers are written.
        spec: what the quiz is.
        questions: its questions, in order.
        session: the event that began it, where it is resumed.
        queries: other queries than those of the workspace.
    """

    def __init__(
        self,
        workspace: Workspace,
        spec: QuizSpec,
        questions: Sequence[QuizQuestion],
        session: Event | None = None,
        queries: Queries | None = None,
    ) -> None:
        QuestionSession.__init__(self, workspace, queries)
        Timed.__init__(self, self.clock, spec.minutes)
        self.spec = spec
        self.questions = list(questions)
        self.session = session
        self.reviews = Reviews(self.queries)
        self.queue = Queue.of(self.questions)
        self.given: dict[int, Given] = {}
        self.flags: set[int] = set()
        self.index = -1
        self.is_submitted = False
        self.ended = False
        self._wrong: Event | None = None
        if session is not None:
            self._restore(session)
        self.advance()

    @classmethod
    def resumed(cls, workspace: Workspace, queries: Queries, session: Event) -> Quiz:
        """The quiz that a `session` event started, at the point where it stopped."""
        return cls(
            workspace,
            QuizSpec.from_json(session.data["spec"]),
            [QuizQuestion.from_json(row) for row in session.data["questions"]],
            session,
            queries,
        )

    def _restore(self, session: Event) -> None:
        quizzes = self.queries.quizzes
        self.is_submitted = quizzes.submitted(session.id, self.today) is not None
        self.ended = quizzes.end_of(session.id, self.today) is not None
        latest: dict[int, Event] = {}
        reviews = {} if self.is_exam else quizzes.reviews_in(session.id, self.today)
        for event in quizzes.answers_in(session.id, self.today):
            index = int(event.data["n"])
            latest[index] = event
            self._keep(Given.of(index, event))
            review = event if event.kind == "review" else reviews.get(event.id)
            self._queue(
                index, event.at_utc, (review or event).rating, event, is_review=review is not None
            )
            self._before = max(self._before, timedelta(seconds=float(event.data.get("elapsed", 0))))
        for index in self.queue.reviewed.intersection(self.queue.repeats):
            if any(
                self.reviews.right_since(part, latest[index], self.today)
                for part in self.parts_of(index)
            ):
                self.queue.leave_out(index)
        for index, asked in enumerate(self.questions):
            if asked.card and self.queries.memory.memory(Part(asked.card, asked.part)).flagged:
                self.flags.add(index)

    # -- where we are ------------------------------------------------------------------------------

    @property
    def is_exam(self) -> bool:
        """No feedback until the end."""
        return self.spec.mode == "exam"

    @property
    def total(self) -> int:
        """How many questions there are."""
        return len(self.questions)

    @property
    def unanswered(self) -> list[int]:
        """The questions without an answer."""
        return [i for i in range(self.total) if i not in self.given]

    @property
    def left(self) -> int:
        """How many questions are still to be asked, or asked again."""
        return len(self.unanswered) if self.is_exam else self.queue.left

    @property
    def standing(self) -> Given | None:
        """The answer to the open question, which an exam lets the learner change."""
        return self.given.get(self.index) if self.is_exam else None

    def is_standing(self, answer: Answer) -> bool:
        """Whether an answer is the one that stands already."""
        standing = self.standing
        if standing is None or standing.event is None or self.item is None:
            return False
        return (standing.event.answer or {}).items() >= answer.to_json(self.item.question).items()

    def keeps(self, answer: Answer) -> bool:
        """Whether this answer counts when its question is left unsubmitted: in an exam, where it
        can be changed until the end. In a case it could not, so there it waits.
        """
        item = self.item
        return (
            self.is_exam
            and item is not None
            and item.scored
            and self.questions[self.index].case is None
            and answer.kept() != Answer.empty(item.question)
            and not self.is_standing(answer)
        )

    def may_go(self, index: int) -> bool:
        """Whether a question can be opened: in an exam any standalone one; in a case no earlier
        one; in practice only later ones.
        """
        if self.is_submitted or not 0 <= index < self.total:
            return False
        if index not in self.given:
            case = self.questions[index].case
            return case is None or case == 0 or (index - 1) in self.given
        return self.is_exam and self.questions[index].case is None

    def _is_open(self, index: int) -> bool:
        return self.may_go(index) and self.page(index) is not None

    @property
    def before(self) -> int | None:
        """The previous question that can be opened, or None."""
        return next(
            (index for index in range(self.index - 1, -1, -1) if self._is_open(index)), None
        )

    @property
    def after(self) -> int:
        """The next question that can be opened; the number of questions if there are no more."""
        return next(
            (index for index in range(self.index + 1, self.total) if self._is_open(index)),
            self.total,
        )

    def go(self, index: int) -> QuestionView | None:
        """Show a question; past the last one, None: the quiz can be ended."""
        self._close_question()
        self._wrong = None
        index = self.total if self.is_submitted else index
        self.index = index
        self._opened = self._open(index, self._times(index)) if 0 <= index < self.total else None
        self.item = self._opened.item if self._opened else None
        return self.item

    def advance(self) -> QuestionView | None:
        """Go to the next question that is open or asked again; those of lost cards are skipped."""
        if self.is_exam:
            for index in [i for i in self.unanswered if i > self.index]:
                if self.go(index) is not None:
                    return self.item
            return self.go(self.total)
        while (following := self.queue.next(self.clock())) is not None:
            if self.go(following) is not None:
                return self.item
            self.queue.leave_out(following)
        return self.go(self.total)

    def _times(self, index: int) -> int:
        """How often a question was answered before; 0 in an exam, which never asks again."""
        return 0 if self.is_exam else self.queue.times[index]

    def _open(self, index: int, times: int = 0) -> Opened | None:
        """The page of a question. Each time it is asked again, its options are in another order,
        which is always the same.
        """
        asked = self.questions[index]
        row = (
            self.queries.library.body_at(*asked.draft)
            if asked.draft
            else self.queries.library.card_body(asked.card)
        )
        if row is None:
            return None
        minutes = max(1, round(self.left * self.queries.seconds_per_answer() / 60))
        number, total = self.queue.place_of_repeat if times else (index + 1, self.total)
        place = Place(number, total, minutes, again=times > 0)
        seed = seed_of(asked.seed, times) if times else asked.seed
        card = card_of(row)
        if card is None:
            return (
                open_case(row, asked.case, seed, place)
                if asked.case is not None and asked.case < len(row.body["case"]["parts"])
                else None
            )
        part = Part(asked.card, asked.part)
        form = asked.form_of(card)
        if form is None:
            return None
        return open_card(self.queries, self.terms, row, part, form, card, seed, place)

    def page(self, index: int) -> QuestionView | None:
        """A question as it was first asked, without going to it."""
        opened = self._open(index)
        return opened.item if opened else None

    def recalls_first(self, item: QuestionView) -> bool:
        """Whether the options are hidden at first; never if the question needs them."""
        return self.spec.recall_first and item.question.kind in ALONE

    # -- answering ---------------------------------------------------------------------------------

    def hint(self) -> str | None:
        """Show the hint, if there is one and the mode has hints."""
        return None if self.is_exam else super().hint()

    def _commit(self, item: QuestionView, graded: GradedAnswer) -> Feedback:
        session, index, opened = self.begin(), self.index, self._opened
        assert opened is not None  # set with the item
        rating, scored = graded.rating, graded.score
        main = self._draft(session, index, opened, graded)
        if item.part.card:
            voids = (
                [Draft(kind="void", ref=before.event.id)]
                if (before := self.standing) is not None and before.event is not None
                else []
            )
            main = replace(main, kind=self._kind_of_answer(index))
            events = self._append([*voids, main, *self._linked(index, main, len(voids))])[
                len(voids) :
            ]
            self._keep(Given.of(index, events[0]))
        else:  # the log cannot name a card without an id
            events = []
            self._keep(
                Given(index, int(rating), main.points, main.max_points, graded.confidence, None)
            )
        moved = bool(events) and events[-1].kind == "review"
        again = self._queue(index, self.clock(), rating, main, is_review=moved)
        due = next((event.due for event in reversed(events) if event.due), None) or self.today
        feedback = Feedback(
            item,
            rating,
            due,
            again=again,
            answer=graded.answer,
            score=scored,
            hinted=self.hinted,
            review=moved,
            at_end=again,
        )
        is_wrong = not scored.right if scored is not None else rating == Rating.AGAIN
        self._wrong = (
            events[0]
            if is_wrong and main.kind == "practice" and events and not self.is_exam
            else None
        )
        self.feedback = None if self.is_exam else feedback
        return feedback

    def _queue(
        self,
        index: int,
        now: datetime,
        rating: int | None,
        answer: Event | Draft,
        *,
        is_review: bool,
    ) -> bool:
        """Whether a question is asked again after an answer; never in an exam."""
        if self.is_exam:
            return False
        return self.queue.answered(
            index, now, rating or 0, is_review=is_review, sure_wrong=is_sure_wrong(answer)
        )

    def _keep(self, given: Given) -> None:
        """Keep the result of a question: its first answer, in an exam the latest."""
        if self.is_exam or given.index not in self.given:
            self.given[given.index] = given

    def _kind_of_answer(self, index: int) -> EventKind:
        if self.questions[index].case is not None:
            return "evidence"
        return (
            "review"
            if any(self._counts(index, part) for part in self.parts_of(index))
            else "practice"
        )

    def _counts(self, index: int, part: Part) -> bool:
        """Whether an answer moves a part's schedule now; that of an exam waits for its end."""
        if self.is_exam:
            return False
        return self.reviews.counts(part, self.today) or (
            index in self.queue.reviewed and self.reviews.repeats(part, self.today)
        )

    def _linked(self, index: int, main: Draft, position: int) -> list[Draft]:
        """The review of the only part that a case's part tests, if it counts."""
        if self.questions[index].case is None:
            return []
        return [
            self.reviews.review_of(main, part, nth(position))
            for part in self.parts_of(index)
            if self._counts(index, part)
        ]

    def parts_of(self, index: int) -> list[Part]:
        """The parts that a question is about: its own, or the only one that a case's part tests."""
        return self.reviews.parts_of(self.questions[index])

    def _draft(self, session: Event, index: int, opened: Opened, graded: GradedAnswer) -> Draft:
        times = self._times(index)
        return replace(
            self._answer_draft(opened, graded),
            kind="practice",
            ref=session.id,
            data={
                "n": index,
                **({"again": times} if times else {}),
                "elapsed": round(self.elapsed().total_seconds(), 1),
                "unsafe": bool(graded.score and graded.score.unsafe),
                **self.terms.data(opened.item.deck, opened.item.topic),
            },
        )

    def begin(self) -> Event:
        """Log the plan, if it is not logged yet, and return its event."""
        if self.session is None:
            data = {
                "mode": "quiz",
                "spec": self.spec.to_json(),
                "questions": [asked.to_json() for asked in self.questions],
            }
            self.session = self._append([Draft(kind="session", data=data)])[0]
        return self.session

    def flag(self) -> bool:
        """Flag the question, so that its status finds it again."""
        on = self.index not in self.flags
        asked = self.questions[self.index]
        if asked.card:
            self._append([Draft(kind="flag", card=asked.card, part=asked.part, data={"on": on})])
        self.flags ^= {self.index}
        return on

    @property
    def may_ask_again(self) -> bool:
        return self._wrong is not None

    def ask_again_today(self) -> Feedback | None:
        """After a wrong practice answer: count it as a review (Again) after all, so that it is
        asked again until it is right. A second call does nothing.
        """
        wrong, feedback = self._wrong, self.feedback
        if wrong is None or feedback is None:
            return None
        review = replace(
            self.reviews.review_of(wrong, feedback.item.part, wrong.id), rating=int(Rating.AGAIN)
        )
        due = self._append([review])[0].due or self.today
        self._wrong = None
        self.queue.let_count(self.index, self.clock())
        self.feedback = replace(
            feedback, rating=Rating.AGAIN, due=due, again=True, at_end=True, review=True
        )
        return self.feedback

    # -- the end -----------------------------------------------------------------------------------

    @property
    def is_pending(self) -> bool:
        """Whether it is an exam whose score was seen, and that is still to be counted or not."""
        return self.is_submitted and not self.ended

    def submit_exam(self) -> None:
        """Submit the exam: its score may be shown, and no question is open from here on, even if
        the program ends before the learner chose whether the exam counts. Patients are not asked
        that.
        """
        if not self.is_submitted:
            session = self.begin()
            self._append([Draft(kind="session", ref=session.id, data={"mode": "quiz-submit"})])
            self.is_submitted = True
            self.go(self.total)
            if self.settings.is_patient:
                self.end()

    def end(self, *, counts: bool = False) -> int:
        """End the quiz. In an exam, unanswered questions get an empty answer. With `counts`, each
        answer that would have been a review becomes one; other missed parts come tomorrow. Returns
        how many these are.
        """
        if self.ended:
            return 0
        session = self.begin()
        end = ExamEnd.of(self, session, counts=counts) if self.is_exam else ExamEnd()
        events = self._append(
            [
                *end.drafts,
                Draft(kind="session", ref=session.id, data={"mode": "quiz-end", "counts": counts}),
            ]
        )
        for given in [
            *end.unnamed,
            *(Given.of(index, event) for index, event in zip(end.left, events, strict=False)),
        ]:
            self._keep(given)
        self.ended = True
        self.item = None
        return end.tomorrow

    def empty_answer(self, index: int, session: Event) -> Draft | None:
        """An empty answer; None if the question was removed, or only the learner can grade it."""
        opened = self._open(index)
        if opened is None or not opened.item.scored:
            return None
        answer = Answer.empty(opened.item.question)
        scored = score(opened.item.question, answer)
        assert isinstance(scored, Score)  # nothing can be read in two ways
        draft = self._draft(session, index, opened, GradedAnswer(Rating.AGAIN, answer, scored))
        kind: EventKind = "evidence" if self.questions[index].case is not None else "practice"
        return replace(draft, kind=kind, data={**draft.data, "unanswered": True})

    @property
    def to_review(self) -> int:
        """How many missed parts `review_missed` would make due tomorrow."""
        return len(to_review(self).parts)

    def review_missed(self) -> ToReview:
        """Make the missed parts due tomorrow; returns which these are."""
        missed = to_review(self)
        if missed.parts:
            self._append(tomorrow(missed.parts.items(), self.today))
        return missed
