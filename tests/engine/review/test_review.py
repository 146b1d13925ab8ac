"""A review on a real database file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from learnms.engine.home.home import home_view
from learnms.engine.question.views import Feedback
from learnms.engine.review.review import Review
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.errors import LearnmsError
from learnms.kinds.number_input import AskBack
from learnms.kinds.response import Pick
from learnms.kinds.score import Answer
from learnms.study.event import Part, Rating
from tests.conftest import Clock

OpenWorkspace = Callable[[], Workspace]


def sitting(workspace: Workspace, **options: int) -> Review:
    workspace.open_store()
    # limit and new are both whole numbers
    return start_review(workspace, **options)  # type: ignore[arg-type]


def right_answer(review: Review) -> Answer:
    assert review.item is not None
    question = review.item.question
    if isinstance(question.response, Pick):
        return Answer(
            picks=tuple(
                tuple(i for i, option in enumerate(group.options) if option.right)
                for group in question.response.groups
            )
        )
    return Answer(text=question.accepted[0])


def answer_well(review: Review) -> Feedback:
    assert review.item is not None
    if review.item.scored:
        feedback = review.submit(right_answer(review), 1000)
        assert isinstance(feedback, Feedback)
        return feedback
    review.reveal()
    return review.grade(Rating.GOOD, 1000)


def test_a_whole_sitting_asks_every_card_once(open_workspace: OpenWorkspace) -> None:
    review = sitting(open_workspace())
    asked = []
    while review.item is not None:
        asked.append(review.item.part)
        assert answer_well(review).rating is Rating.GOOD
        review.advance()

    assert len(asked) == 8, "the two blanks of the cloze are siblings: one is asked today"
    assert len({part.card for part in asked}) == 8
    assert review.summary().settled == 8


def test_what_was_answered_is_there_in_the_next_run(open_workspace: OpenWorkspace) -> None:
    review = sitting(open_workspace())
    first = review.item
    answer_well(review)

    again = open_workspace()

    assert first is not None
    assert again.queries.memory.memory(first.part).reps == 1
    assert start_review(again).item is not None
    assert start_review(again).item.part != first.part  # type: ignore[union-attr]  # asserted above


def test_the_button_says_what_is_stored(open_workspace: OpenWorkspace, clock: Clock) -> None:
    review = sitting(open_workspace())
    while review.item is not None:
        item = review.item
        feedback = answer_well(review)
        assert (feedback.due - review.today).days == item.intervals[feedback.rating]
        review.advance()


def test_a_failed_card_comes_back_until_it_is_right(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    review = sitting(open_workspace(), limit=2)
    failed = review.item
    assert failed is not None
    review.reveal()
    review.grade(Rating.AGAIN)
    review.advance()
    answer_well(review)
    review.advance()

    assert review.item is not None
    assert review.item.part == failed.part
    assert review.item.again
    answer_well(review)
    assert review.advance() is None


def test_nothing_that_was_right_is_asked_twice_on_one_day(open_workspace: OpenWorkspace) -> None:
    review = sitting(open_workspace(), limit=1)
    review.reveal()
    review.grade(Rating.HARD)

    workspace = open_workspace()

    assert all(part.card != "card-flash" for part in start_review(workspace).plan)
    assert home_view(workspace).waiting == 7


def test_undo_asks_the_same_question_next(open_workspace: OpenWorkspace) -> None:
    review = sitting(open_workspace())
    first = review.item
    answer_well(review)
    review.advance()

    undone = review.undo()

    assert undone is not None
    assert first is not None
    assert review.item == first
    assert review.queries.memory.memory(first.part).is_new


def test_undo_reaches_back_into_an_earlier_sitting_of_the_day(
    open_workspace: OpenWorkspace,
) -> None:
    review = sitting(open_workspace(), limit=1)
    first = review.item
    answer_well(review)
    review = sitting(open_workspace(), limit=1)

    review.undo()

    assert first is not None
    assert review.item is not None
    assert review.item.part == first.part
    assert review.undo() is None


def test_an_override_is_a_void_and_a_new_event(open_workspace: OpenWorkspace) -> None:
    review = sitting(open_workspace())
    item = review.item
    assert item is not None
    review.reveal()
    review.grade(Rating.GOOD)
    feedback = review.override(Rating.EASY)

    kinds = [event.kind for event in review.queries.events.all()]
    memory = review.queries.memory.memory(item.part)
    assert kinds == ["session", "review", "void", "review"]
    assert feedback.overridden
    assert (memory.reps, memory.due) == (1, feedback.due)


def test_bury_suspend_and_flag(open_workspace: OpenWorkspace, clock: Clock) -> None:
    review = sitting(open_workspace())
    first = review.item
    review.bury()
    second = review.item
    review.suspend()
    assert review.flag()

    workspace = open_workspace()
    assert first is not None
    assert second is not None
    assert not {first.part, second.part} & set(start_review(workspace).plan)
    clock.forward(days=1)
    assert first.part in start_review(workspace).plan
    assert second.part not in start_review(workspace).plan


def test_a_review_opens_the_store(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()

    start_review(workspace)

    assert workspace.store is not None


def test_where_nothing_can_be_written_no_review_starts(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    first = open_workspace()

    with (
        Workspace(first.home_folder, [str(deck_file)], first.clock) as second,
        pytest.raises(LearnmsError, match="Another learnms"),
    ):
        start_review(second)


def test_a_hint_makes_a_scored_answer_hard_at_best(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text(
        deck_file.read_text("utf-8").replace(
            "    type: [CD20, cd-20]", "    type: [CD20, cd-20]\n    hint: Two letters."
        ),
        "utf-8",
    )
    review = sitting(open_workspace())
    while review.item is not None and review.item.part.card != "card-typed":
        answer_well(review)
        review.advance()

    assert review.hint() == "Two letters."
    assert answer_well(review).rating is Rating.HARD


def test_what_cannot_be_graded_is_asked_back_and_writes_nothing(
    open_workspace: OpenWorkspace,
) -> None:
    review = sitting(open_workspace())
    while review.item is not None and review.item.part.card != "card-dose":
        answer_well(review)
        review.advance()
    before = review.queries.events.count()

    assert isinstance(review.submit(Answer(text="1,000")), AskBack)
    assert review.queries.events.count() == before


def test_a_changed_answer_is_due_at_once_and_says_so(
    open_workspace: OpenWorkspace, deck_file: Path, clock: Clock
) -> None:
    review = sitting(open_workspace(), limit=1)
    answer_well(review)
    clock.forward(days=1)
    deck_file.write_text(
        deck_file.read_text("utf-8").replace("answer: CD20", "answer: CD19"), "utf-8"
    )

    workspace = open_workspace()
    review = start_review(workspace, new=0)

    assert home_view(workspace).due == 1
    assert review.item is not None
    assert review.item.changed


def test_a_changed_wording_keeps_everything_silently(
    open_workspace: OpenWorkspace, deck_file: Path, clock: Clock
) -> None:
    answer_well(sitting(open_workspace(), limit=1))
    clock.forward(days=1)
    deck_file.write_text(
        deck_file.read_text("utf-8").replace(
            "What does ocrelizumab bind?", "What is bound by ocrelizumab?"
        ),
        "utf-8",
    )

    assert home_view(open_workspace()).due == 0


def test_a_card_with_a_new_id_keeps_its_history_by_was(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    answer_well(sitting(open_workspace(), limit=1))
    deck_file.write_text(
        deck_file.read_text("utf-8").replace(
            "id: card-flash", "id: card-renamed\n    was: card-flash"
        ),
        "utf-8",
    )

    workspace = open_workspace()
    assert workspace.has_pending_renamings()
    workspace.open_store()

    assert workspace.queries.memory.memory(Part("card-renamed")).reps == 1
    assert not workspace.has_pending_renamings()


def test_forms_take_turns(open_workspace: OpenWorkspace, deck_file: Path, clock: Clock) -> None:
    also = "    also:\n      - ask: Which protein?\n        type: CD20\n"
    deck_file.write_text(
        deck_file.read_text("utf-8").replace(
            "    hint: A protein.\n", "    hint: A protein.\n" + also
        ),
        "utf-8",
    )
    kinds = []
    for _ in range(4):
        review = sitting(open_workspace(), limit=1)
        assert review.item is not None
        kinds.append(review.item.question.kind)
        answer_well(review)
        clock.forward(days=3000)

    assert kinds == ["flashcard", "typed", "flashcard", "typed"]


def test_a_typo_in_the_deck_keeps_its_last_good_cards(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    open_workspace()
    deck_file.write_text(deck_file.read_text("utf-8") + '\n  - ask: "open\n', "utf-8")

    home = home_view(open_workspace())

    assert home.waiting == 8
    assert home.troubled
    assert home.troubled[0].problems


def test_a_second_program_reads_only(
    open_workspace: OpenWorkspace, tmp_path: Path, deck_file: Path, clock: Clock
) -> None:
    open_workspace()
    second = Workspace(tmp_path / "home", [str(deck_file)], clock)

    assert second.read_only
    assert second.notice is not None
    assert "another learnms" in second.notice.casefold()
    assert home_view(second).waiting == 8
    second.close()


def test_an_answer_that_changed_since_today_s_review_comes_back_today(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    review = sitting(open_workspace())
    first = review.item
    assert first is not None
    answer_well(review)
    deck_file.write_text(
        deck_file.read_text("utf-8").replace("answer: CD20", "answer: CD19"), "utf-8"
    )

    workspace = open_workspace()

    assert first.part.card == "card-flash"
    assert home_view(workspace).due == 1
    again = sitting(workspace)
    assert again.item is not None
    assert again.item.part == first.part
    assert again.item.changed
    answer_well(again)
    assert home_view(open_workspace()).due == 0
