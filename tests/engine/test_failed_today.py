"""What failed today and was not right since is asked again today, whatever comes between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from learnms.engine import ways
from learnms.engine.plan import waiting
from learnms.engine.quiz_plan import QuizSpec
from learnms.engine.review import Review
from learnms.engine.start import Desk
from learnms.settings import ExamPlan
from learnms.study.event import Draft, Part, Rating
from learnms.study.session import RETRY_AFTER
from tests.conftest import Clock
from tests.engine.quizzing import answered, begun, given, learned

OpenDesk = Callable[[], Desk]
FLASH, CLOZE, TYPED, SINGLE = Part("card-flash"), Part("card-cloze", "c1"), Part("card-typed"), Part("card-single")


def sitting(desk: Desk, decks: list[str] | None = None, **options: int) -> Review:
    desk.open_store()
    return desk.review(decks, **options)


def settle(review: Review, *, well: bool) -> None:
    """Answer the card on the page, and go on."""
    assert review.item is not None
    if review.item.scored:
        review.submit(given(review, well=well))
    else:
        review.grade(Rating.GOOD if well else Rating.AGAIN)
    review.advance()


def failed_first(desk: Desk) -> Review:
    """A review that was left after its first card, `card-flash`, failed."""
    review = sitting(desk)
    settle(review, well=False)
    return review


def to_repeat(desk: Desk, decks: list[str] | None = None) -> list[Part]:
    return [Part(row.card, row.part) for row in waiting(desk.data, desk.settings, desk.today, decks=decks).again]


def test_it_is_asked_again_after_leaving_and_coming_back(open_desk: OpenDesk, clock: Clock) -> None:
    left = failed_first(open_desk())
    desk = open_desk()
    home = desk.home()

    assert (home.again, home.due, home.new, home.waiting) == (1, 1, 7, 8)
    assert home.waiting == left.session.left, "what the review said when it was left"
    assert home.decks[0].due == 1

    clock.forward(minutes=3)
    review = sitting(desk)
    assert review.plan[0] == FLASH
    asked = []
    while review.item is not None:
        asked.append(review.item.part)
        assert review.item.again is (review.item.part == FLASH)
        settle(review, well=True)

    assert asked[-1] == FLASH, "at the end, because ten minutes have not passed"
    assert len(asked) == 8
    assert desk.home().waiting == 0
    assert [event.kind for event in desk.data.history.of_card("card-flash")] == ["review", "review"]
    summary = review.summary()
    assert (summary.settled, summary.first_time) == (8, 7)
    assert [part for part, _ in summary.again] == [FLASH]


def test_it_comes_first_once_ten_minutes_have_passed(open_desk: OpenDesk, clock: Clock) -> None:
    failed_first(open_desk())
    clock.forward(seconds=RETRY_AFTER.total_seconds())

    review = sitting(open_desk())

    assert review.item is not None
    assert review.item.part == FLASH


def test_failing_again_keeps_it(open_desk: OpenDesk) -> None:
    failed_first(open_desk())
    review = sitting(open_desk(), limit=1)
    settle(review, well=False)

    assert to_repeat(open_desk()) == [FLASH]


def test_a_failed_new_card_takes_no_other_new_one(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.settings = replace(desk.settings, new_per_day=2)
    failed_first(desk)

    assert (desk.home().again, desk.home().new) == (1, 1)
    review = sitting(desk)
    assert [part.card for part in review.plan] == ["card-flash", "card-cloze"]
    assert sitting(desk, new=0).plan == [FLASH]


def test_a_limit_holds_it_first(open_desk: OpenDesk) -> None:
    failed_first(open_desk())

    review = sitting(open_desk(), limit=1)
    assert review.plan == [FLASH]
    assert review.item is not None
    assert review.item.part == FLASH
    assert len(sitting(open_desk(), limit=3).plan) == 3
    assert sitting(open_desk(), limit=0).plan == []


def test_its_sisters_wait_and_so_it_is_alone(open_desk: OpenDesk) -> None:
    review = sitting(open_desk(), limit=2)
    settle(review, well=True)
    assert review.item is not None
    assert review.item.part == CLOZE
    settle(review, well=False)

    plan = sitting(open_desk(), new=20).plan
    assert [part for part in plan if part.card == "card-cloze"] == [CLOZE]


@pytest.mark.parametrize("kind", ["bury", "suspend"])
def test_what_is_set_aside_is_not_asked_until_that_is_undone(open_desk: OpenDesk, kind: str) -> None:
    desk = open_desk()
    failed_first(desk)
    assert desk.store is not None
    desk.store.append([Draft(kind="bury" if kind == "bury" else "suspend", card="card-flash")])
    assert (desk.home().again, desk.home().due) == (0, 0)

    desk.store.undo(desk.today)
    assert to_repeat(desk) == [FLASH]


def test_undo_of_the_failing_answer_makes_it_new(open_desk: OpenDesk) -> None:
    desk = open_desk()
    failed_first(desk)
    assert desk.store is not None
    desk.store.undo(desk.today)

    assert (desk.home().again, desk.home().due, desk.home().new) == (0, 0, 8)


def test_undo_of_the_right_answer_brings_it_back(open_desk: OpenDesk) -> None:
    desk = open_desk()
    failed_first(desk)
    settle(sitting(desk, limit=1), well=True)
    assert desk.home().again == 0
    assert desk.store is not None
    desk.store.undo(desk.today)

    assert to_repeat(desk) == [FLASH]


@pytest.mark.parametrize(("first", "then", "number"), [(Rating.AGAIN, Rating.GOOD, 0), (Rating.GOOD, Rating.AGAIN, 1)])
def test_the_rating_that_stands_decides(open_desk: OpenDesk, first: Rating, then: Rating, number: int) -> None:
    review = sitting(open_desk(), limit=1)
    review.grade(first)
    review.override(then)

    assert len(to_repeat(open_desk())) == number


@pytest.fixture
def two_decks(tmp_path: Path, deck_file: Path, clock: Clock) -> Iterator[Desk]:
    """The small deck, and another one behind it."""
    other = deck_file.with_name("tother.yaml")
    other.write_text(deck_file.read_text("utf-8").replace("small-deck", "other-deck").replace("card-", "else-"), "utf-8")
    with Desk(tmp_path / "home", [str(deck_file.parent)], clock) as desk:
        yield desk


def test_only_the_decks_that_are_asked_for(two_decks: Desk) -> None:
    desk = two_decks
    failed_first(desk)

    assert to_repeat(desk, ["small-deck"]) == [FLASH]
    assert to_repeat(desk, ["other-deck"]) == []


def test_a_right_answer_in_a_quiz_settles_it_and_counts(open_desk: OpenDesk, clock: Clock) -> None:
    desk = open_desk()
    review = sitting(desk)
    while review.item is not None and review.item.part != SINGLE:
        review.bury()
    settle(review, well=False)
    assert to_repeat(desk) == [SINGLE]

    quiz = begun(desk, kinds=("single",))
    answered(quiz)

    assert to_repeat(desk) == []
    assert [event.kind for event in desk.data.history.of_card("card-single")] == ["review", "review"]


def test_practice_settles_nothing_and_what_it_lets_count_is_repeated(open_desk: OpenDesk, clock: Clock) -> None:
    desk = open_desk()
    learned(desk, "card-flash", "card-typed")
    clock.forward(hours=1)
    practice = desk.practice("cram")
    first = practice.item
    assert first is not None
    practice.grade(Rating.AGAIN) if not first.scored else practice.submit(given(practice, well=False))
    assert desk.home().again == 0

    practice.ask_again_today()
    assert to_repeat(desk) == [first.part]

    cram = desk.practice("cram")
    while cram.item is not None:
        settle(cram, well=True)
    assert to_repeat(desk) == [first.part], "practice is no review"
    settle(sitting(desk, limit=1), well=True)
    assert to_repeat(desk) == []


def test_a_renamed_card_is_repeated_under_its_new_id(open_desk: OpenDesk, deck_file: Path) -> None:
    desk = open_desk()
    failed_first(desk)
    desk.close()
    deck_file.write_text(deck_file.read_text("utf-8").replace("  - id: card-flash\n", "  - id: card-flash-new\n    was: card-flash\n"), "utf-8")
    desk = open_desk()
    desk.open_store()

    assert to_repeat(desk) == [Part("card-flash-new")]


def test_a_card_that_left_the_library_is_not_counted(open_desk: OpenDesk, deck_file: Path) -> None:
    desk = open_desk()
    failed_first(desk)
    deck_file.write_text(deck_file.read_text("utf-8").replace("card-flash", "card-other"), "utf-8")
    desk.refresh()

    assert (desk.home().again, desk.home().due) == (0, 0)


def test_the_promise_ends_with_the_study_day(open_desk: OpenDesk, clock: Clock) -> None:
    desk = open_desk()
    failed_first(desk)
    clock.forward(hours=18, minutes=59)
    assert desk.home().again == 1, "03:59 is the same study day"
    clock.forward(minutes=1)

    assert desk.home().again == 0
    assert desk.home().due == 1, "from then on it is due like any other"


def test_a_pause_moves_it_and_taking_the_pause_back_brings_it(open_desk: OpenDesk, clock: Clock) -> None:
    desk = open_desk()
    failed_first(desk)
    assert desk.store is not None
    ways.carry_out(desk.store, ways.pausing(desk.data, desk.settings, desk.today, 7))
    assert (desk.home().again, desk.home().due) == (0, 0)
    assert desk.home().paused_until == desk.today + timedelta(days=7)

    ways.take_back(desk.data, desk.store, desk.today)
    assert to_repeat(desk) == [FLASH]


def test_a_day_that_follows_from_an_answer_moves_no_promise(open_desk: OpenDesk) -> None:
    desk = open_desk()
    failed_first(desk)
    assert desk.store is not None
    last = desk.data.reader.memory(FLASH).last_event
    desk.store.append([Draft(kind="due", card="card-flash", due=desk.today + timedelta(days=1), ref=last)])

    assert to_repeat(desk) == [FLASH]


def test_an_exam_plan_and_a_backlog_do_not_push_it_to_another_day(open_desk: OpenDesk) -> None:
    desk = open_desk()
    failed_first(desk)
    for days in (2, 30):
        desk.settings = replace(desk.settings, exam=ExamPlan(desk.today + timedelta(days=days), 20, 0.9))
        assert to_repeat(desk) == [FLASH]
        assert desk.home().again == 1
        assert desk.review().plan[0] == FLASH


def test_a_rebuilt_memory_and_another_home_give_the_same(open_desk: OpenDesk, deck_file: Path, tmp_path: Path, clock: Clock) -> None:
    desk = open_desk()
    failed_first(desk)
    assert desk.store is not None
    assert desk.store.rebuild().changed == 0
    assert to_repeat(desk) == [FLASH]

    with Desk(tmp_path / "elsewhere", [str(deck_file)], clock) as other:
        other.open_store().import_events(list(desk.data.history.all()))
        assert to_repeat(other) == [FLASH]
        settle(sitting(other, limit=1), well=True)
        desk.store.import_events(list(other.data.history.all()))
    assert to_repeat(desk) == []


def test_a_reset_forgets_it(open_desk: OpenDesk) -> None:
    desk = open_desk()
    failed_first(desk)
    assert desk.store is not None
    desk.store.append([Draft(kind="reset", card="card-flash")])

    assert (desk.home().again, desk.home().due) == (0, 0)


def test_a_case_part_that_was_a_review_of_a_card(open_desk: OpenDesk, deck_file: Path, clock: Clock) -> None:
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
    desk = open_desk()
    learned(desk, "card-flash")
    clock.forward(days=3)
    quiz = desk.quiz(QuizSpec(kinds=("case",), questions=6))
    answered(quiz, well=False)

    assert to_repeat(desk) == [FLASH]
    settle(sitting(desk, limit=1), well=True)
    assert to_repeat(desk) == []


def test_the_counter_moves_with_every_answer(open_desk: OpenDesk) -> None:
    review = sitting(open_desk())
    seen = []
    while review.item is not None:
        seen.append((review.item.number, review.item.total))
        settle(review, well=len(seen) not in (1, 4))

    assert seen == [(1, 8), (2, 9), (3, 9), (4, 9), (5, 10), (6, 10), (7, 10), (8, 10), (9, 10), (10, 10)]


def test_the_end_of_a_review_says_what_is_to_be_repeated(two_decks: Desk) -> None:
    failed_first(two_decks)
    review = sitting(two_decks, ["other-deck"], new=1)
    settle(review, well=True)

    assert review.item is None
    assert review.summary().more == 1


@pytest.mark.parametrize("who", ["student", "patient"])
def test_a_learner_who_fails_every_third_card_and_leaves_after_five_answers(open_desk: OpenDesk, deck_file: Path, clock: Clock, who: str) -> None:
    """Whoever studies in pieces sees everything that failed until it is right, on the same day."""
    card = "  - {{id: card-{0:02d}, ask: What is {0}?, answer: It is {0}., source: book §1, checked: 2026-11-22}}\n"
    head = deck_file.read_text("utf-8").partition("cards:\n")[0]
    deck_file.write_text(f"{head}cards:\n" + "".join(card.format(number) for number in range(20)), "utf-8")
    desk = open_desk()
    desk.choose(replace(desk.settings, who=who, new_per_day=20))
    answers = 0
    history: list[tuple[Part, bool, date]] = []
    for _ in range(20):
        review = sitting(open_desk())
        if review.item is None:
            break
        for _ in range(5):
            if review.item is None:
                break
            answers += 1
            history.append((review.item.part, bool(answers % 3), review.today))
            settle(review, well=bool(answers % 3))
        assert open_desk().home().waiting == review.session.left
        clock.forward(minutes=4)

    last = {part: well for part, well, _ in history}
    failed = {part for part, well, _ in history if not well}
    assert len(last) == 20
    assert len(failed) > 5
    assert all(last[part] for part in failed)
    assert len({day for *_, day in history}) == 1
    assert open_desk().home().waiting == 0
