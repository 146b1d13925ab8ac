"""Study ahead and cram: practice that moves no due day, unless a wrong answer is let count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from learnms.engine.home.home import home_view
from learnms.engine.question.views import Feedback
from learnms.engine.review.practice import Practice
from learnms.engine.review.start import start_practice
from learnms.engine.workspace import Workspace
from learnms.kinds.score import Answer
from learnms.study.event import Event, Part, Rating
from learnms.study.memory import Memory
from tests.conftest import Clock
from tests.engine.review.test_review import answer_well, sitting

OpenWorkspace = Callable[[], Workspace]


@pytest.fixture
def learnt(open_workspace: OpenWorkspace) -> Workspace:
    """Every card was learned today."""
    workspace = open_workspace()
    review = sitting(workspace, new=20)
    while review.item is not None:
        answer_well(review)
        review.advance()
    return workspace


def memories(workspace: Workspace) -> dict[Part, Memory]:
    return {row.part: row.memory for row in workspace.queries.memory.memories(workspace.today)}


def dues(workspace: Workspace) -> dict[Part, date | None]:
    return {part: memory.due for part, memory in memories(workspace).items()}


def newest(workspace: Workspace, number: int = 1) -> list[Event]:
    return list(workspace.queries.events.all())[-number:]


def answer_wrongly(practice: Practice) -> Feedback:
    assert practice.item is not None
    if practice.item.scored:
        feedback = practice.submit(
            Answer(text="never") if "card-typed" in practice.item.part.card else Answer(picks=((),))
        )
        assert isinstance(feedback, Feedback)
        return feedback
    practice.reveal()
    return practice.grade(Rating.AGAIN)


def all_answered(practice: Practice) -> list[Part]:
    asked = []
    while practice.item is not None:
        asked.append(practice.item.part)
        answer_well(practice)
        practice.advance()
    return asked


def test_ahead_asks_what_is_due_next_and_moves_nothing(learnt: Workspace) -> None:
    before = memories(learnt)
    due_first = sorted(before, key=lambda part: before[part].due or date.max)

    asked = all_answered(start_practice(learnt, "ahead", number=3))

    assert {before[part].due for part in asked} <= {before[part].due for part in due_first[:3]}
    assert len(asked) == 3
    assert memories(learnt) == before
    assert [event.kind for event in newest(learnt, 4)] == [
        "session",
        "practice",
        "practice",
        "practice",
    ]
    assert newest(learnt, 4)[0].data["mode"] == "practice"


def test_ahead_leaves_out_what_is_due_already_and_siblings(learnt: Workspace, clock: Clock) -> None:
    clock.forward(days=3)
    due = {row.part for row in learnt.queries.study.due_parts(learnt.today)}
    practice = start_practice(learnt, "ahead", number=50)

    assert due
    assert not due & set(practice.plan)
    assert len({part.card for part in practice.plan}) == len(practice.plan)


def test_cram_asks_everything_that_was_learned_least_known_first(
    learnt: Workspace, clock: Clock
) -> None:
    clock.forward(days=3)
    known = memories(learnt)
    before = dues(learnt)

    asked = all_answered(start_practice(learnt, "cram"))

    assert set(asked) == {part for part, memory in known.items() if not memory.is_new}
    assert dues(learnt) == before
    recalls = [3 / (known[part].stability or 1) for part in asked]
    assert recalls == sorted(recalls, reverse=True)
    assert home_view(learnt).due > 0, "what is due stays due"


def test_only_named_decks_and_so_many(learnt: Workspace) -> None:
    assert len(start_practice(learnt, "cram", ["small-deck"], 2).plan) == 2
    assert start_practice(learnt, "cram", ["small-deck"]).plan
    assert start_practice(learnt, "ahead", number=0).item is None


def test_without_anything_learned_there_is_nothing_to_practise(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()

    assert start_practice(workspace, "cram").item is None
    assert start_practice(workspace, "ahead").item is None


def test_what_is_practised_is_said_to_be_so_and_a_failed_part_comes_again(
    learnt: Workspace,
) -> None:
    practice = start_practice(learnt, "ahead", number=2)
    assert practice.item is not None
    assert practice.item.practice
    failed = practice.item.part

    feedback = answer_wrongly(practice)
    assert (feedback.review, feedback.again) == (False, True)
    practice.advance()
    answer_well(practice)
    practice.advance()

    assert practice.item is not None
    assert (practice.item.part, practice.item.again, practice.item.practice) == (failed, True, True)
    answer_well(practice)
    assert practice.advance() is None
    summary = practice.summary()
    assert (summary.practice, summary.answered, summary.settled, summary.first_time) == (
        True,
        3,
        2,
        1,
    )


def test_a_wrong_answer_can_be_let_count_and_is_then_asked_as_a_review(learnt: Workspace) -> None:
    practice = start_practice(learnt, "ahead", number=2)
    assert practice.item is not None
    failed = practice.item.part
    before = memories(learnt)[failed]
    answer_wrongly(practice)
    assert practice.may_ask_again

    practice.ask_again_today()

    wrong, review = newest(learnt, 2)
    assert (wrong.kind, review.kind, review.rating, review.ref) == (
        "practice",
        "review",
        1,
        wrong.id,
    )
    assert memories(learnt)[failed].reps == before.reps + 1
    assert not practice.may_ask_again
    practice.advance()
    answer_well(practice)
    practice.advance()
    assert practice.item is not None
    assert (practice.item.part, practice.item.practice) == (failed, False)
    assert practice.item.intervals[Rating.GOOD] > 0
    answer_well(practice)
    assert newest(learnt)[0].kind == "review"
    assert memories(learnt)[failed].due == newest(learnt)[0].due
    assert learnt.open_store().rebuild().changed == 0


def test_it_can_be_let_count_after_the_next_card_is_on_the_page(learnt: Workspace) -> None:
    practice = start_practice(learnt, "ahead", number=3)
    assert practice.item is not None
    failed = practice.item.part
    answer_wrongly(practice)
    practice.advance()
    assert practice.item.part != failed

    practice.ask_again_today()

    assert newest(learnt)[0].card == failed.card
    assert practice.item.practice, "the card on the page is another one"
    assert practice.counting == {failed}


def test_the_only_card_fails_and_is_let_count_while_it_is_asked_again(learnt: Workspace) -> None:
    practice = start_practice(learnt, "ahead", number=1)
    answer_wrongly(practice)
    practice.advance()

    practice.ask_again_today()

    assert practice.item is not None
    assert not practice.item.practice


def test_a_right_answer_offers_nothing(learnt: Workspace) -> None:
    practice = start_practice(learnt, "ahead", number=2)
    answer_well(practice)

    assert not practice.may_ask_again
    assert practice.ask_again_today() is None
    assert newest(learnt)[0].kind == "practice"


def test_undo_takes_the_answer_back_and_the_review_that_went_with_it(learnt: Workspace) -> None:
    before = memories(learnt)
    practice = start_practice(learnt, "ahead", number=2)
    assert practice.item is not None
    failed = practice.item.part
    answer_wrongly(practice)
    practice.ask_again_today()
    practice.advance()

    undone = practice.undo()

    assert undone is not None
    assert undone.kind == "practice"
    assert memories(learnt) == before
    assert practice.item is not None
    assert (practice.item.part, practice.item.practice, practice.answered) == (failed, True, 0)


def test_undo_of_the_answer_after_leaves_it_counting(learnt: Workspace) -> None:
    practice = start_practice(learnt, "ahead", number=1)
    answer_wrongly(practice)
    practice.ask_again_today()
    practice.advance()
    answer_well(practice)
    practice.advance()

    practice.undo()

    assert practice.item is not None
    assert not practice.item.practice


def test_later_leaves_a_card_out_and_writes_nothing(learnt: Workspace) -> None:
    count = learnt.queries.events.count()
    practice = start_practice(learnt, "ahead", number=2)
    first = practice.item
    practice.bury()

    assert practice.item != first
    assert practice.session.total == 1
    assert learnt.queries.events.count() == count


def test_practice_is_no_review_begun_today_for_a_quiz(learnt: Workspace) -> None:
    practice = start_practice(learnt, "cram")
    answer_well(practice)

    assert all(
        event.data["mode"] == "review" for event in learnt.queries.events.plans_on(learnt.today)
    )
    assert len(learnt.queries.events.plans_on(learnt.today)) == 1
