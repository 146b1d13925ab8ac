"""What failed today and was not right since is asked again today, whatever comes between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from learnms.engine.home.home import home_view
from learnms.engine.postpone import postpone as ways
from learnms.engine.queue.today import waiting
from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.engine.review.review import Review
from learnms.engine.review.start import start_practice, start_review
from learnms.engine.review.wording import right
from learnms.engine.workspace import Workspace
from learnms.settings import ExamPlan
from learnms.study.event import Draft, Part, Rating
from learnms.study.session import RETRY_AFTER
from tests.conftest import Clock
from tests.engine.quiz.helpers import answered, begun, given, learned

OpenWorkspace = Callable[[], Workspace]
FLASH, CLOZE, TYPED, SINGLE = (
    Part("card-flash"),
    Part("card-cloze", "c1"),
    Part("card-typed"),
    Part("card-single"),
)


def sitting(workspace: Workspace, decks: list[str] | None = None, **options: Any) -> Review:
    workspace.open_store()
    return start_review(workspace, decks, **options)


def settle(review: Review, *, well: bool) -> None:
    """Answer the card on the page, and go on."""
    assert review.item is not None
    if review.item.scored:
        review.submit(given(review, well=well))
    else:
        review.grade(Rating.GOOD if well else Rating.AGAIN)
    review.advance()


def failed_first(workspace: Workspace) -> Review:
    """A review that was left after its first card, `card-flash`, failed."""
    review = sitting(workspace)
    settle(review, well=False)
    return review


def to_repeat(workspace: Workspace, decks: list[str] | None = None) -> list[Part]:
    return [
        row.part
        for row in waiting(
            workspace.queries, workspace.settings, workspace.today, decks=decks
        ).again
    ]


def test_it_is_asked_again_after_leaving_and_coming_back(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    left = failed_first(open_workspace())
    workspace = open_workspace()
    home = home_view(workspace)

    assert (home.again, home.due, home.new, home.waiting) == (1, 1, 7, 8)
    assert home.waiting == left.session.left, "what the review said when it was left"
    assert home.decks[0].due == 1

    clock.forward(minutes=3)
    review = sitting(workspace)
    assert review.plan[0] == FLASH
    asked = []
    while review.item is not None:
        asked.append(review.item.part)
        assert review.item.again is (review.item.part == FLASH)
        settle(review, well=True)

    assert asked[-1] == FLASH, "at the end, because ten minutes have not passed"
    assert len(asked) == 8
    assert home_view(workspace).waiting == 0
    assert [event.kind for event in workspace.queries.events.of_card("card-flash")] == [
        "review",
        "review",
    ]
    summary = review.summary()
    assert (summary.settled, summary.first_time, summary.right_now) == (8, 7, 1)
    assert summary.again == (), "it was right at the first try of this session"
    assert right(summary).endswith("; 1 card right now, missed earlier today")


def test_it_comes_first_once_ten_minutes_have_passed(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    failed_first(open_workspace())
    clock.forward(seconds=RETRY_AFTER.total_seconds())

    review = sitting(open_workspace())

    assert review.item is not None
    assert review.item.part == FLASH


def test_failing_again_keeps_it(open_workspace: OpenWorkspace) -> None:
    failed_first(open_workspace())
    review = sitting(open_workspace(), limit=1)
    settle(review, well=False)

    assert to_repeat(open_workspace()) == [FLASH]


def test_a_failed_new_card_takes_no_other_new_one(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    workspace.settings = replace(workspace.settings, new_per_day=2)
    failed_first(workspace)

    assert (home_view(workspace).again, home_view(workspace).new) == (1, 1)
    review = sitting(workspace)
    assert [part.card for part in review.plan] == ["card-flash", "card-cloze"]
    assert sitting(workspace, new=0).plan == [FLASH]


def test_a_limit_holds_it_first(open_workspace: OpenWorkspace) -> None:
    failed_first(open_workspace())

    review = sitting(open_workspace(), limit=1)
    assert review.plan == [FLASH]
    assert review.item is not None
    assert review.item.part == FLASH
    assert len(sitting(open_workspace(), limit=3).plan) == 3
    assert sitting(open_workspace(), limit=0).plan == []


def test_its_sisters_wait_and_so_it_is_alone(open_workspace: OpenWorkspace) -> None:
    review = sitting(open_workspace(), limit=2)
    settle(review, well=True)
    assert review.item is not None
    assert review.item.part == CLOZE
    settle(review, well=False)

    plan = sitting(open_workspace(), new=20).plan
    assert [part for part in plan if part.card == "card-cloze"] == [CLOZE]


@pytest.mark.parametrize("kind", ["bury", "suspend"])
def test_what_is_set_aside_is_not_asked_until_that_is_undone(
    open_workspace: OpenWorkspace, kind: str
) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    assert workspace.store is not None
    workspace.store.append([Draft(kind="bury" if kind == "bury" else "suspend", card="card-flash")])
    assert (home_view(workspace).again, home_view(workspace).due) == (0, 0)

    workspace.store.undo(workspace.today)
    assert to_repeat(workspace) == [FLASH]


def test_undo_of_the_failing_answer_makes_it_new(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    assert workspace.store is not None
    workspace.store.undo(workspace.today)

    assert (home_view(workspace).again, home_view(workspace).due, home_view(workspace).new) == (
        0,
        0,
        8,
    )


def test_undo_of_the_right_answer_brings_it_back(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    settle(sitting(workspace, limit=1), well=True)
    assert home_view(workspace).again == 0
    assert workspace.store is not None
    workspace.store.undo(workspace.today)

    assert to_repeat(workspace) == [FLASH]


@pytest.mark.parametrize(
    ("first", "then", "number"), [(Rating.AGAIN, Rating.GOOD, 0), (Rating.GOOD, Rating.AGAIN, 1)]
)
def test_the_rating_that_stands_decides(
    open_workspace: OpenWorkspace, first: Rating, then: Rating, number: int
) -> None:
    review = sitting(open_workspace(), limit=1)
    review.grade(first)
    review.override(then)

    assert len(to_repeat(open_workspace())) == number


@pytest.fixture
def two_decks(tmp_path: Path, deck_file: Path, clock: Clock) -> Iterator[Workspace]:
    """The small deck, and another one behind it."""
    other = deck_file.with_name("tother.yaml")
    other.write_text(
        deck_file.read_text("utf-8").replace("small-deck", "other-deck").replace("card-", "else-"),
        "utf-8",
    )
    with Workspace(tmp_path / "home", [str(deck_file.parent)], clock) as workspace:
        yield workspace


def test_only_the_decks_that_are_asked_for(two_decks: Workspace) -> None:
    workspace = two_decks
    failed_first(workspace)

    assert to_repeat(workspace, ["small-deck"]) == [FLASH]
    assert to_repeat(workspace, ["other-deck"]) == []


def test_a_right_answer_in_a_quiz_settles_it_and_counts(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    review = sitting(workspace)
    while review.item is not None and review.item.part != SINGLE:
        review.bury()
    settle(review, well=False)
    assert to_repeat(workspace) == [SINGLE]

    quiz = begun(workspace, kinds=("single",))
    answered(quiz)

    assert to_repeat(workspace) == []
    assert [event.kind for event in workspace.queries.events.of_card("card-single")] == [
        "review",
        "review",
    ]


def test_practice_settles_nothing_and_what_it_lets_count_is_repeated(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    learned(workspace, "card-flash", "card-typed")
    clock.forward(hours=1)
    practice = start_practice(workspace, "cram")
    first = practice.item
    assert first is not None
    (
        practice.grade(Rating.AGAIN)
        if not first.scored
        else practice.submit(given(practice, well=False))
    )
    assert home_view(workspace).again == 0

    practice.ask_again_today()
    assert to_repeat(workspace) == [first.part]

    cram = start_practice(workspace, "cram")
    while cram.item is not None:
        settle(cram, well=True)
    assert to_repeat(workspace) == [first.part], "practice is no review"
    settle(sitting(workspace, limit=1), well=True)
    assert to_repeat(workspace) == []


def test_a_renamed_card_is_repeated_under_its_new_id(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    workspace.close()
    deck_file.write_text(
        deck_file.read_text("utf-8").replace(
            "  - id: card-flash\n", "  - id: card-flash-new\n    was: card-flash\n"
        ),
        "utf-8",
    )
    workspace = open_workspace()
    workspace.open_store()

    assert to_repeat(workspace) == [Part("card-flash-new")]


def test_a_card_that_left_the_library_is_not_counted(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    deck_file.write_text(deck_file.read_text("utf-8").replace("card-flash", "card-other"), "utf-8")
    workspace.refresh()

    assert (home_view(workspace).again, home_view(workspace).due) == (0, 0)


def test_the_promise_ends_with_the_study_day(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    clock.forward(hours=18, minutes=59)
    assert home_view(workspace).again == 1, "03:59 is the same study day"
    clock.forward(minutes=1)

    assert home_view(workspace).again == 0
    assert home_view(workspace).due == 1, "from then on it is due like any other"


def test_a_pause_moves_it_and_taking_the_pause_back_brings_it(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    assert workspace.store is not None
    ways.carry_out(
        workspace.store, ways.pausing(workspace.queries, workspace.settings, workspace.today, 7)
    )
    assert (home_view(workspace).again, home_view(workspace).due) == (0, 0)
    assert home_view(workspace).paused_until == workspace.today + timedelta(days=7)

    ways.take_back(workspace.queries, workspace.store, workspace.today)
    assert to_repeat(workspace) == [FLASH]


def test_a_day_that_follows_from_an_answer_moves_no_promise(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    assert workspace.store is not None
    last = workspace.queries.memory.memory(FLASH).last_event
    workspace.store.append(
        [Draft(kind="due", card="card-flash", due=workspace.today + timedelta(days=1), ref=last)]
    )

    assert to_repeat(workspace) == [FLASH]


def test_an_exam_plan_and_a_backlog_do_not_push_it_to_another_day(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    for days in (2, 30):
        workspace.settings = replace(
            workspace.settings, exam=ExamPlan(workspace.today + timedelta(days=days), 20, 0.9)
        )
        assert to_repeat(workspace) == [FLASH]
        assert home_view(workspace).again == 1
        assert start_review(workspace).plan[0] == FLASH


def test_a_rebuilt_memory_and_another_home_give_the_same(
    open_workspace: OpenWorkspace, deck_file: Path, tmp_path: Path, clock: Clock
) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    assert workspace.store is not None
    assert workspace.store.rebuild().changed == 0
    assert to_repeat(workspace) == [FLASH]

    with Workspace(tmp_path / "elsewhere", [str(deck_file)], clock) as other:
        other.open_store().import_events(list(workspace.queries.events.all()))
        assert to_repeat(other) == [FLASH]
        settle(sitting(other, limit=1), well=True)
        workspace.store.import_events(list(other.queries.events.all()))
    assert to_repeat(workspace) == []


def test_a_reset_forgets_it(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    failed_first(workspace)
    assert workspace.store is not None
    workspace.store.append([Draft(kind="reset", card="card-flash")])

    assert (home_view(workspace).again, home_view(workspace).due) == (0, 0)


def test_a_case_part_that_was_a_review_of_a_card(
    open_workspace: OpenWorkspace, deck_file: Path, clock: Clock
) -> None:
    deck_file.write_text(
        deck_file.read_text("utf-8")
        + """\
cases:
  - id: case-one
    title: A first infusion
    story: She arrives.
    source: book §1
    checked: 2026-11-22
    parts:
      - id: cues
        step: recognize-cues
        ask: Which one is right?
        right: This
        wrong: [That, Neither]
        tests: [card-flash]
""",
        "utf-8",
    )
    workspace = open_workspace()
    learned(workspace, "card-flash")
    clock.forward(days=3)
    quiz = start_quiz(workspace, QuizSpec(kinds=("case",), questions=6))
    answered(quiz, well=False)

    assert to_repeat(workspace) == [FLASH]
    settle(sitting(workspace, limit=1), well=True)
    assert to_repeat(workspace) == []


def test_the_counter_moves_with_every_answer(open_workspace: OpenWorkspace) -> None:
    review = sitting(open_workspace())
    seen = []
    while review.item is not None:
        seen.append((review.item.number, review.item.total))
        settle(review, well=len(seen) not in (1, 4))

    assert seen == [*((number, 8) for number in range(1, 9)), (8, 8), (8, 8)]


def test_the_end_of_a_review_says_what_is_to_be_repeated(two_decks: Workspace) -> None:
    failed_first(two_decks)
    review = sitting(two_decks, ["other-deck"], new=1)
    settle(review, well=True)

    assert review.item is None
    assert review.summary().more == 1


@pytest.mark.parametrize("who", ["student", "patient"])
def test_a_learner_who_fails_every_third_card_and_leaves_after_five_answers(
    open_workspace: OpenWorkspace, deck_file: Path, clock: Clock, who: str
) -> None:
    """Whoever studies in pieces sees everything that failed until it is right, on the same day."""
    card = (
        "  - {{id: card-{0:02d}, ask: What is {0}?, answer: It is {0}., source: book §1, checked:"
        " 2026-11-22}}\n"
    )
    head = deck_file.read_text("utf-8").partition("cards:\n")[0]
    deck_file.write_text(
        f"{head}cards:\n" + "".join(card.format(number) for number in range(20)), "utf-8"
    )
    workspace = open_workspace()
    workspace.choose(replace(workspace.settings, who=who, new_per_day=20))
    answers = 0
    history: list[tuple[Part, bool, date]] = []
    for _ in range(20):
        waiting_before = home_view(open_workspace()).waiting
        review = sitting(open_workspace())
        if review.item is None:
            break
        latest = {part: well for part, well, _ in history}
        assert {part for part, well in latest.items() if not well} <= set(review.plan)
        for_later_sittings = waiting_before - review.session.left
        for _ in range(5):
            if review.item is None:
                break
            answers += 1
            history.append((review.item.part, bool(answers % 3), review.today))
            settle(review, well=bool(answers % 3))
        assert home_view(open_workspace()).waiting == review.session.left + for_later_sittings
        clock.forward(minutes=4)

    last = {part: well for part, well, _ in history}
    failed = {part for part, well, _ in history if not well}
    assert len(last) == 20
    assert len(failed) > 5
    assert all(last[part] for part in failed)
    assert len({day for *_, day in history}) == 1
    assert home_view(open_workspace()).waiting == 0
