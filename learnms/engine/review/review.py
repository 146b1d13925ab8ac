"""A review: asks, scores, rates, stores. Shared by keyboard, mouse and plain mode.

An answer is committed before anything else is shown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from learnms.decks.codec import form_hash
from learnms.engine.cards.card_info import CardInfo
from learnms.engine.question.build import Place, card_of, least_seen, open_card, seed_of
from learnms.engine.question.session import GradedAnswer, QuestionSession
from learnms.engine.question.views import Feedback, QuestionView, Summary
from learnms.engine.queue.scheduling_terms import Terms
from learnms.engine.queue.today import at_a_time, plan_review, planned, waiting
from learnms.engine.review.wording import studied, taken_back
from learnms.errors import LearnmsError
from learnms.store.scope import Scope
from learnms.study import replay, schedule
from learnms.study.event import ANSWER_KINDS, Draft, Part, Rating, same_answer
from learnms.study.leech import should_notify
from learnms.study.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.decks.model import Card, Form
    from learnms.engine.queue.today import ReviewQueue
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event


class Review(QuestionSession):
    """A review session. `plan` are its parts; `failed` maps the parts that were not right at once
    to their questions, `failed_before` are those that failed earlier on this day; `is_practice`: no
    due day moves.

    Args:
        workspace: what is asked and where answers are written.
        decks: ids of the chosen decks, or None for those that the learner is offered.
        found: the parts that a search found, or None without one.
        limit: at most this many parts.
        new: at most this many new parts, in place of the daily limit.
    """

    is_practice = False

    def __init__(
        self,
        workspace: Workspace,
        *,
        decks: Sequence[str] | None = None,
        found: frozenset[Part] | None = None,
        limit: int | None = None,
        new: int | None = None,
    ) -> None:
        super().__init__(workspace)
        planned = self._planned(decks, found, limit, new)
        self.plan = planned.parts
        self.session = Session.of(planned.parts, planned.failed)
        self.answered = 0
        self.failed: dict[Part, str] = {}
        self.failed_before = {part for _, part in planned.failed}
        self._is_repeated = False
        self._last: Event | None = None
        self.hidden: set[Part] = set()
        """The parts that were buried in this session."""
        self._same_form: dict[Part, str] = {}
        self._primed: set[str] = set()
        self._logged_plan = False
        self._seconds = self.queries.seconds_per_answer()
        self._started = self.clock()
        self._study_time = workspace.study_time
        self._study_time.begin(self._started)
        self.may_undo = self._has_undoable()
        """Whether there is an event of today to undo."""
        self.advance()

    # -- asking ------------------------------------------------------------------------------------

    def _planned(
        self,
        decks: Sequence[str] | None,
        found: frozenset[Part] | None,
        limit: int | None,
        new: int | None,
    ) -> ReviewQueue:
        return plan_review(
            self.queries, self.settings, self.today, decks=decks, found=found, limit=limit, new=new
        )

    def advance(self) -> QuestionView | None:
        """Go to the next part; None at the end of the session."""
        self._close_question()
        self._last = None
        while (part := self.session.next(self.clock())) is not None:
            self.item = self._item(part)
            if self.item is not None:
                return self.item
            self.session.put_off(part)
        self.item = None
        return None

    def _item(self, part: Part) -> QuestionView | None:
        """The question of a part, or None if its card has gone since the plan was made."""
        row = self.queries.library.card_body(part.card)
        card = card_of(row) if row is not None else None
        if row is None or card is None or part.part not in card.parts:
            return None
        form = self._form(card, part)
        self._is_repeated = part in self.failed
        reps = self.queries.memory.memory(part).reps
        retries = [failed for _, failed in self.session.retries]
        begun = {*self.session.done, *(failed for failed in retries if failed in self.failed)}
        place = Place(
            len(begun - {part}) + 1,
            self.session.total,
            self._minutes(),
            part in retries or self._is_repeated,
            len({*retries} - {part}),
        )
        seed = seed_of(self.today.isoformat(), part, reps)
        self._opened = open_card(self.queries, self.terms, row, part, form, card, seed, place)
        return replace(
            self._opened.item,
            primer=row.head["primer"],
            opens_deck=self._opens_deck(row.head, part),
        )

    def _opens_deck(self, head: dict[str, Any], part: Part) -> bool:
        """Whether this is the first new card of a deck with a primer, which nobody read yet."""
        deck = head["id"]
        if not head["primer"] or deck in self._primed:
            return False
        if not self.queries.memory.memory(part).is_new:
            return False
        self._primed.add(deck)
        rows = self.queries.study.decks(Scope(None, frozenset({deck})))
        return not any(row.learned for row in rows)

    def _form(self, card: Card, part: Part) -> Form:
        """The form to ask; after an undo the same as before."""
        same = self._same_form.pop(part, None)
        again = [
            form
            for form in card.forms
            if form.asks(part.part) is not None and form_hash(form, part.part) == same
        ]
        return (
            again[0]
            if again
            else least_seen(
                card,
                part.part,
                list(self.queries.events.forms_seen(part.card, self.today)),
                self.settings.here,
            )
        )

    def _minutes(self) -> int:
        return max(1, round(self.session.left * self._seconds / 60))

    def break_offer(self) -> str:
        """The sentence that offers a break before the next card, once each time; '' without one,
        as at the end of the review.
        """
        if not self.session.left or not self._study_time.is_break_due(self.settings):
            return ""
        return studied(self._study_time.offer())

    # -- answering ---------------------------------------------------------------------------------

    def _commit(self, item: QuestionView, graded: GradedAnswer) -> Feedback:
        before = self.queries.memory.memory(item.part)
        events = self._append([*self._plan_draft(), self._draft(item, graded)])
        self._last = events[-1]
        self.terms.moved(before.due, self._last.due)
        self._logged_plan = True
        feedback = Feedback(
            item,
            graded.rating,
            self._last.due or self.today,
            graded.rating == Rating.AGAIN,
            graded.answer,
            graded.score,
            self.hinted,
        )
        return self._settled(replace(feedback, slipping=self._slipping(item.part, before.lapses)))

    def _slipping(self, part: Part, before: int) -> int:
        """How often a part was forgotten, if it is time to say so; else 0."""
        lapses = self.queries.memory.memory(part).lapses
        return lapses if lapses > before and should_notify(lapses) else 0

    def _settled(self, feedback: Feedback) -> Feedback:
        """Update the session after an answer has been committed."""
        part = feedback.item.part
        self.answered += 1
        self.session.answered(part, feedback.rating, self.clock())
        self._study_time.answered(self.clock())
        self._note_failure(feedback.item, feedback.rating)
        self.feedback = feedback
        return feedback

    def _note_failure(self, item: QuestionView, rating: Rating) -> None:
        """Note whether a part was right at once in this session."""
        if rating == Rating.AGAIN or self._is_repeated:
            self.failed.setdefault(item.part, item.question.prompt)
        else:
            self.failed.pop(item.part, None)

    def _draft(self, item: QuestionView, graded: GradedAnswer) -> Draft:
        """An answer that asks for the day on its grade's button; no button names the day of a
        failed card, because it is asked again today.
        """
        assert self._opened is not None  # set with the item
        memory = self.queries.memory.memory(item.part)
        form_kind = self._opened.form.kind
        return replace(
            self._answer_draft(self._opened, graded),
            due=self.terms.due(memory, item.part, graded.rating, form_kind, item.deck, item.topic),
            data=self.terms.data(item.deck, item.topic) or None,
        )

    def _plan_draft(self) -> list[Draft]:
        """The event of the session, logged with its first answer: without answers a session leaves
        no trace.
        """
        if self._logged_plan:
            return []
        return [
            Draft(
                kind="session", data={"mode": "review", "plan": [list(part) for part in self.plan]}
            )
        ]

    def _append(self, drafts: list[Draft]) -> list[Event]:
        events = super()._append(drafts)
        self.may_undo = True
        return events

    def _has_undoable(self) -> bool:
        return (
            self.queries.events.last_undoable(self.today, self.queries.study.identity("device_id"))
            is not None
        )

    def override(self, rating: Rating) -> Feedback:
        """Replace the rating of the latest answer: a void and a new event with the same answer, in
        one transaction.
        """
        feedback, last = self.feedback, self._last
        if feedback is None or last is None:
            message = "No answer to override."
            raise LearnmsError(message)
        days = feedback.item.intervals[rating]
        wish = self.today + timedelta(days=days) if days else None
        again = replace(
            same_answer(last),
            rating=int(rating),
            confidence=None,
            due=wish,
            data={**(last.data or {}), "overrides": str(last.id)},
        )
        self.terms.moved(last.due, wish)
        self._last = self._append([Draft(kind="void", ref=last.id), again])[-1]
        self.session.answered(feedback.item.part, rating, self.clock())
        self._note_failure(feedback.item, rating)
        self.feedback = replace(
            feedback,
            rating=rating,
            due=self._last.due or self.today,
            again=rating == Rating.AGAIN,
            overridden=True,
        )
        return self.feedback

    @property
    def may_ask_again(self) -> bool:
        return False

    def ask_again_today(self) -> Feedback | None:
        return None

    # -- setting aside, undoing --------------------------------------------------------------------

    def bury(self) -> None:
        """Bury the part until tomorrow."""
        self.hidden.add(self._asked().part)
        self._set_aside("bury")

    def suspend(self) -> None:
        """Suspend the part."""
        self._set_aside("suspend")

    def _set_aside(self, kind: str) -> None:
        item = self._asked()
        self._append(
            [
                Draft(
                    kind="bury" if kind == "bury" else "suspend",
                    card=item.part.card,
                    part=item.part.part,
                )
            ]
        )
        self.session.put_off(item.part)
        self.advance()

    def flag(self) -> bool:
        if self.item is None:
            return False
        on = not self.item.flagged
        self._append(
            [
                Draft(
                    kind="flag", card=self.item.part.card, part=self.item.part.part, data={"on": on}
                )
            ]
        )
        self._show_flag(self.item.part)
        return on

    def undo(self) -> Event | None:
        """Undo the latest answer or action of this study day, with its whole batch.

        Its part is asked next, if it is for today. But undoing a flag, a note or a reset changes
        only what is shown, and undone due days may be of cards outside this session.

        Returns the undone event, or None if there is none.
        """
        self.today = self._study_day()
        undone = self._open_store().undo(self.today)
        self.may_undo = self._has_undoable()
        self.terms = Terms.of(self.queries, self.settings, self.today)
        if undone is None or undone.owner is None or undone.kind == "due":
            return undone
        if undone.kind in ANSWER_KINDS:
            self.answered = max(0, self.answered - 1)
        owner = replay.Relinks.of(self.queries.events.relinks(self.today)).owner(undone.owner)
        if undone.kind in ("flag", "note", "reset") or (
            isinstance(undone.data, dict) and undone.data.get("on") is False
        ):
            self._show_flag(owner)
            return undone
        if undone.kind not in ANSWER_KINDS and not self._is_for_today(owner):
            return undone
        self._forget(owner, undone)
        self.hidden.discard(owner)
        if undone.form is not None:
            self._same_form[owner] = undone.form
        self.session.put_back(owner)
        self.advance()
        return undone

    def _is_for_today(self, part: Part) -> bool:
        """Whether a part is due, or in the plan of this session."""
        due = self.queries.memory.memory(part).due
        return part in self.plan or (due is not None and due <= self.today)

    def undone_words(self, event: Event | None) -> str:
        """What was undone, as a sentence; it names the card unless its question is open."""
        owner = event.owner if event is not None else None
        if owner is None or (self.item is not None and self.item.part == owner):
            return taken_back(event, self.voice)
        from learnms.engine.cards.overconfidence import prompt_of  # only for other cards

        prompt = prompt_of(self.queries, owner)
        return taken_back(event, self.voice, shown=False, prompt=prompt)

    def _forget(self, owner: Part, undone: Event) -> None:
        """Drop the failure of an undone answer, unless an earlier one failed today too."""
        if not self.queries.study.is_to_repeat(owner, self.today):
            self.failed.pop(owner, None)

    def _show_flag(self, part: Part) -> None:
        if self.item is not None and self.item.part == part:
            self.item = replace(self.item, flagged=self.queries.memory.memory(part).flagged)
            if self.feedback is not None:
                self.feedback = replace(self.feedback, item=self.item)

    # -- about -------------------------------------------------------------------------------------

    def info(self) -> CardInfo | None:
        if self.item is None:
            return None
        part = self.item.part
        memory = self.queries.memory.memory(part)
        known = memory.recallable()
        recall = (
            schedule.recall(known[0], known[2], self.today, self.terms.weights) if known else None
        )
        events = [
            event
            for event in self.queries.events.counting_of_card(part.card, self.today)
            if event.kind == "review" and event.part == part.part
        ]
        history = tuple(
            (event.study_day, event.rating or 0, event.form_kind or "") for event in events
        )
        from learnms.engine.cards.card import beside  # only for those who look

        note, confused = beside(self.queries, self.today, part)
        again = self.queries.study.is_to_repeat(part, self.today)
        status = memory.status(self.today)
        return CardInfo(memory, status, recall, history, note, confused, again)

    def summary(self) -> Summary:
        """The result of this session."""
        minutes = max(1, round((self.clock() - self._started).total_seconds() / 60))
        at_once = [part for part in self.session.done if part not in self.failed]
        right_now = len(self.failed_before.intersection(at_once))
        tomorrow = planned(self.queries, self.settings, self.today + timedelta(days=1), new=0)
        left_today = waiting(self.queries, self.settings, self.today)
        more = (
            len(left_today.to_ask) + len(left_today.new)
            if at_a_time(self.queries, self.settings) is not None
            else len(left_today.to_ask)
        )
        return Summary(
            self.answered,
            len(self.session.done),
            len(at_once) - right_now,
            minutes,
            self.session.left,
            len(tomorrow.due),
            tuple(self.failed.items()),
            more,
            left_today.later,
            hidden=len(self.hidden),
            right_now=right_now,
        )
