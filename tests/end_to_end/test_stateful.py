"""Whatever a learner and an author do in whatever order, memory is what the log says, and
nothing is lost.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from learnms.engine.home.home import home_view
from learnms.engine.question.views import Feedback
from learnms.engine.queue.today import plan_review
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.kinds.response import Pick
from learnms.kinds.score import Answer
from learnms.study.day import study_day
from learnms.study.event import Part, Rating
from tests.conftest import Clock
from tests.end_to_end.deck_model import SHAPES, ModelDeck

if TYPE_CHECKING:
    from uuid import UUID

    from learnms.engine.question.views import QuestionView
    from learnms.engine.review.review import Review
    from learnms.study.memory import Memory

ratings = st.sampled_from(list(Rating))
cards = st.integers(0, len(SHAPES) - 1)


def right_answer(item: QuestionView) -> Answer:
    response = item.question.response
    if isinstance(response, Pick):
        return Answer(
            picks=tuple(
                tuple(i for i, option in enumerate(group.options) if option.right)
                for group in response.groups
            )
        )
    return Answer(text=item.question.accepted[-1])


def wrong_answer(item: QuestionView) -> Answer:
    response = item.question.response
    if isinstance(response, Pick):
        return Answer(
            picks=tuple(
                tuple(i for i, option in enumerate(group.options) if not option.right)[:1]
                for group in response.groups
            )
        )
    return Answer(text="-1")


class Learning(RuleBasedStateMachine):
    """One home, one deck, one learner who may do everything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="learnms-model-"))
        self.clock = Clock()
        self.deck = ModelDeck(self.folder / "deck.yaml")
        self.before: dict[UUID, Memory] = {}
        self.review: Review | None = None
        self.workspace: Workspace | None = None
        self.posed_on = study_day(self.clock())

    @initialize()
    def begin(self) -> None:
        self.deck.write()
        self.open()

    def open(self) -> Workspace:
        """A new run of the program."""
        if self.workspace is not None:
            self.workspace.close()
        self.review = None
        self.workspace = Workspace(self.folder / "home", [str(self.deck.path)], self.clock)
        self.workspace.open_store()
        return self.workspace

    @property
    def at(self) -> Workspace:
        assert self.workspace is not None  # opened by begin
        return self.workspace

    @property
    def sitting(self) -> Review:
        assert self.review is not None
        return self.review

    def rows(self) -> list[tuple[object, ...]]:
        """The derived memory, column by column."""
        return (
            self.at.store.connection.execute("SELECT * FROM memory ORDER BY card, part").fetchall()
            if self.at.store
            else []
        )

    def memory(self, part: Part) -> Memory:
        return self.at.queries.memory.memory(part)

    def known(self) -> dict[Part, Memory]:
        return {row.part: row.memory for row in self.at.queries.memory.memories(self.at.today)}

    # -- the learner -------------------------------------------------------------------------------

    @rule(limit=st.sampled_from([None, 1, 3]))
    def sit_down(self, limit: int | None) -> None:
        self.review, self.posed_on = start_review(self.at, limit=limit), study_day(self.clock())
        assert self.review.session.total == len(self.review.plan)

    def open_question(self) -> bool:
        """Go to a card that waits for an answer; False where nothing waits."""
        if self.review is None:
            self.sit_down(None)
        if self.sitting.feedback is not None:
            self.sitting.advance()
            self.posed_on = study_day(self.clock())
        return self.sitting.item is not None

    @rule(rating=ratings, well=st.booleans(), hinted=st.booleans())
    def answer(self, rating: Rating, *, well: bool, hinted: bool) -> None:
        if self.open_question():
            self.give(rating, well=well, hinted=hinted)

    @rule(answers=st.lists(ratings, min_size=3, max_size=9))
    def answer_some(self, answers: list[Rating]) -> None:
        for rating in answers:
            self.answer(rating, well=rating is not Rating.AGAIN, hinted=False)

    def give(self, rating: Rating, *, well: bool, hinted: bool = False) -> None:
        """Answer what is on the page, and hold the store to what it says."""
        review, item = self.sitting, self.sitting.item
        assert item is not None
        before = self.memory(item.part)
        if hinted:
            review.hint()
        if item.scored:
            feedback = review.submit(right_answer(item) if well else wrong_answer(item), 1000)
            assert isinstance(feedback, Feedback)
            assert feedback.score is not None
            assert feedback.score.right is well
        else:
            review.reveal()
            feedback = review.grade(rating, 1000)
        after = self.memory(item.part)
        assert after.reps == before.reps + 1
        assert after.due == feedback.due
        if (
            self.posed_on == study_day(self.clock()) == review.today
            and feedback.rating is not Rating.AGAIN
        ):
            assert (feedback.due - review.today).days == item.intervals[feedback.rating], (
                "the button says what is stored"
            )
        assert after.last_event is not None
        self.before[after.last_event] = before

    @rule(rating=ratings)
    def override(self, rating: Rating) -> None:
        self.answer(Rating.GOOD, well=True, hinted=False)
        if self.sitting.feedback is None:
            return
        part = self.sitting.feedback.item.part
        replaced = self.memory(part)
        assert replaced.last_event is not None
        feedback = self.sitting.override(rating)
        after = self.memory(part)
        assert (after.reps, after.due) == (replaced.reps, feedback.due)
        assert after.last_event is not None
        self.before[after.last_event] = self.before[replaced.last_event]

    @rule(which=st.sampled_from(["bury", "suspend", "flag", "flag"]), asked=st.booleans())
    def set_aside(self, which: str, *, asked: bool) -> None:
        if (which != "flag" or asked or self.review is None) and not self.open_question():
            return
        if (item := self.sitting.item) is None:
            return
        before = self.memory(item.part)
        getattr(self.sitting, which)()
        event = self.at.queries.events.of_card(item.part.card)[-1]
        assert event.kind == which
        self.before[event.id] = before

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        if self.review is None:
            self.sit_down(None)
        for _ in range(times):
            self.undo_once()

    def undo_once(self) -> None:
        rows, item = self.rows(), self.sitting.item
        undone = self.sitting.undo()
        if undone is None:
            assert self.rows() == rows
            return
        assert undone.owner is not None
        now = Part(self.deck.id_now(undone.owner.card), undone.owner.part)
        assert self.memory(now) == self.before[undone.id], "undo restores the memory exactly"
        if undone.kind == "flag":
            assert (self.sitting.item and self.sitting.item.part) == (item and item.part), (
                "a flag says nothing about when"
            )
        elif any(card.present and card.id == now.card for card in self.deck.cards):
            assert self.sitting.item is not None
            assert self.sitting.item.part == now, "an undone card is asked next"

    @rule(well=st.booleans())
    def finish(self, *, well: bool) -> None:
        """However it went so far, a sitting ends: each card once more wrong at most, then right."""
        self.open_question()
        self.end_the_sitting(fail_first=not well)

    def end_the_sitting(self, *, fail_first: bool) -> None:
        review, failed = self.sitting, set[Part]()
        for _ in range(3 * len(SHAPES) + review.session.total):
            if review.feedback is not None:
                review.advance()
            if review.item is None:
                break
            fail = fail_first and review.item.part not in failed
            failed.add(review.item.part)
            self.give(Rating.AGAIN if fail else Rating.GOOD, well=not fail)
        assert review.item is None, "the sitting does not end"
        assert review.session.left == 0
        assert review.summary().left == 0
        self.review = None

    @rule(hours=st.sampled_from([0.2, 1, 9, 24, 24, 72, 24 * 40, 24 * 900]))
    def later(self, hours: float) -> None:
        """Time passes, perhaps in the middle of a sitting, and perhaps past 04:00."""
        self.clock.forward(hours=hours)

    @rule()
    def restart(self) -> None:
        known = self.known()
        self.open()
        assert self.known() == known

    @rule()
    def rebuild(self) -> None:
        rows = self.rows()
        assert self.at.store is not None
        assert self.at.store.rebuild().changed == 0
        assert self.rows() == rows, "bit for bit"

    # -- the author --------------------------------------------------------------------------------

    @rule(
        number=cards,
        edit=st.sampled_from(["remove_or_bring_back", "reword", "change_the_answer", "rename"]),
    )
    def edit(self, number: int, edit: str) -> None:
        getattr(self, edit)(number)

    def remove_or_bring_back(self, number: int) -> None:
        """A card that vanishes keeps its memory, and has it when it is back."""
        card, rows = self.deck.cards[number], self.rows()
        card.present = not card.present
        self.publish()
        if not card.ids[1:]:
            assert self.rows() == rows

    def reword(self, number: int) -> None:
        """A changed wording keeps everything, silently."""
        rows = self.rows()
        self.deck.cards[number].wording += 1
        self.publish()
        assert self.rows() == rows

    def change_the_answer(self, number: int) -> None:
        """A changed answer key shows the part again; nothing is written."""
        card, rows = self.deck.cards[number], self.rows()
        card.key += 1
        self.publish()
        assert self.rows() == rows
        today = self.at.today
        for part, known, status in self.at.queries.memory.memories(today):
            first = part.part in (None, "c1") and part.card == card.id
            if (
                card.present
                and first
                and status == "active"
                and known.key_hash
                and known.last_day
                and known.last_day < today
            ):
                assert any(
                    row.part.card == card.id and row.changed
                    for row in self.at.queries.study.due_parts(today)
                )

    def rename(self, number: int) -> None:
        """With `was`, the history goes on under the new id."""
        card, known = self.deck.cards[number], self.known()
        old = card.id
        card.ids.append(f"card-{card.shape}-{len(card.ids)}")
        self.publish()
        if card.present:
            moved = {
                Part(card.id, part.part): memory
                for part, memory in known.items()
                if part.card == old and not memory.is_new
            }
            assert {part: self.memory(part) for part in moved} == moved

    def publish(self) -> None:
        """Write the deck; the program reads it when it is opened again."""
        self.deck.write()
        self.open()

    @invariant()
    def home_counts_what_a_review_would_ask(self) -> None:
        if self.workspace is None:
            return
        home = home_view(self.workspace)
        planned = plan_review(self.workspace.queries, self.workspace.settings, home.today)
        assert (home.due, home.due + home.new) == (planned.due, len(planned.parts))
        assert (home.due, home.new) == (
            sum(deck.due for deck in home.decks),
            sum(deck.new for deck in home.decks),
        )
        assert len({part.card for part in planned.parts}) == len(planned.parts), (
            "siblings wait for another day"
        )

    def teardown(self) -> None:
        if self.workspace is not None:
            if self.review is not None:
                self.end_the_sitting(fail_first=False)
            self.rebuild()
            self.workspace.close()
        shutil.rmtree(self.folder)


TestLearning = Learning.TestCase
TestLearning.settings = settings(
    max_examples=20,
    stateful_step_count=30,
    deadline=None,
    phases=[phase for phase in Phase if phase is not Phase.explain],
)
