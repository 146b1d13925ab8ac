"""Exam plans: made, refused, kept, ended, and their sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from learnms.cli.plan import readiness_json
from learnms.days_off import DaysOff
from learnms.engine.exam import wording as exam_words
from learnms.engine.exam.readiness import Readiness, end, keep, made, readiness
from learnms.engine.forecast.forecast import outlook
from learnms.engine.home.home import home_view
from learnms.engine.queue.exam_days import released
from learnms.engine.queue.today import waiting
from learnms.engine.voice import NURSE, PATIENT
from learnms.engine.wording import count
from learnms.engine.workspace import Workspace
from learnms.errors import LearnmsError, UsageError
from learnms.settings import ExamPlan, read_settings
from tests.conftest import Clock
from tests.factories.exam import TODAY, Learner, deck, opened, with_exam

EXAM = date(2027, 1, 15)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (
            {"on": date(2026, 11, 21)},
            "Nov 21, 2026 is in the past. Choose a later date, such as 2026-12-22.",
        ),
        (
            {"on": TODAY},
            ("The exam is today: no days left to plan. Choose a later date, such as 2026-12-22."),
        ),
        (
            {"on": date(2036, 11, 22)},
            (
                "Nov 22, 2036 is more than three years away, too far to plan. Keep up your usual"
                " reviews until then."
            ),
        ),
        ({"minutes": 0}, "Minutes a day must be 1 to 600, not 0. 20 is a good start."),
        ({"minutes": 601}, "Minutes a day must be 1 to 600, not 601. 20 is a good start."),
        ({"target": 0.99}, "Target recall must be 0.70 to 0.97, not 0.99. 0.90 is a good start."),
        (
            {"target": float("nan")},
            "Target recall must be 0.70 to 0.97, not nan. 0.90 is a good start.",
        ),
        ({"decks": ["nowhere"]}, "No deck `nowhere` in the library. Choose from: first, plain."),
        ({"decks": ["plain"]}, "The deck `plain` has no cards for you. Choose from: first."),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_one_sentence_and_a_cure(
    tmp_path: Path, values: dict[str, object], says: str
) -> None:
    with (
        opened(
            tmp_path,
            deck(3),
            deck(3, "plain").replace("id: plain\n", "id: plain\naudience: [patient]\n"),
        ) as workspace,
        pytest.raises(UsageError) as refused,
    ):
        # the cases name arguments
        made(workspace, **{"on": EXAM, **values})  # type: ignore[arg-type]

    assert str(refused.value) == says


def test_without_cards_there_is_nothing_to_plan(tmp_path: Path) -> None:
    with opened(tmp_path) as workspace, pytest.raises(LearnmsError, match="no cards to plan"):
        readiness(workspace, made(workspace, EXAM))


def test_without_a_plan_there_is_nothing_to_say(tmp_path: Path) -> None:
    with opened(tmp_path, deck(3)) as workspace, pytest.raises(LearnmsError, match="No exam plan"):
        readiness(workspace)


def test_a_plan_is_kept_in_the_file_with_the_day_it_was_made(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(3), clock=clock) as workspace:
        keep(workspace, made(workspace, EXAM, 25, 0.85, ["The first deck"]))
        kept = ExamPlan(EXAM, 25, 0.85, ("first",), TODAY)
        assert workspace.settings.exam == read_settings(workspace.home_folder).exam == kept

        clock.forward(days=3)
        assert made(workspace, EXAM, 30).begun == TODAY, "the same exam: the plan goes on"
        assert made(workspace, EXAM + timedelta(days=1)).begun == TODAY + timedelta(days=3)

        assert end(workspace) == kept
        assert workspace.settings.exam is None
        assert end(workspace) is None


def held(workspace: Workspace, on: date) -> int:
    return len(released(workspace.queries, workspace.today, on))


def test_ending_a_plan_or_moving_its_day_lets_go_of_what_it_held(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(30), clock=clock, new_per_day=30) as workspace:
        first = with_exam(workspace, 8)
        Learner(1).studies_until(workspace, clock, TODAY + timedelta(days=7))
        assert held(workspace, first.on) > 5

        second = made(workspace, first.on + timedelta(days=1))
        keep(workspace, second)
        assert held(workspace, first.on) == 0

        Learner(1).studies(workspace)
        assert held(workspace, second.on) > 0
        end(workspace)
        assert held(workspace, second.on) == 0
        assert workspace.open_store().rebuild().changed == 0


def test_what_a_plan_leads_to(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60), deck(20, "second")) as workspace:
        outcome = readiness(
            workspace, made(workspace, TODAY + timedelta(days=36), 15, decks=["first"])
        )

        assert (outcome.days, outcome.parts, outcome.new, outcome.new_per_day) == (36, 60, 60, 2)
        assert (outcome.last_new, outcome.new_until) == (
            TODAY + timedelta(days=26),
            TODAY + timedelta(days=28),
        )
        assert [(row.deck, row.title, row.parts) for row in outcome.topics] == [
            ("The first deck", "First things", 30),
            ("The first deck", "Second things", 30),
        ]
        assert outcome.is_reached
        assert (outcome.left, outcome.enough) == (0, None)
        assert 0 < outcome.minutes < 15
        assert workspace.settings.exam is None, "nothing was kept"


def test_too_few_minutes_are_said_with_those_that_would_do(tmp_path: Path) -> None:
    with opened(tmp_path, deck(300)) as workspace:
        outcome = readiness(workspace, made(workspace, TODAY + timedelta(days=40), 2))

        assert outcome.left > 50
        assert outcome.enough is not None
        assert outcome.enough_last is not None
        assert outcome.new_until is not None
        assert TODAY < outcome.enough_last <= outcome.new_until
        assert outcome.too_many is not None
        assert exam_words.verdict(outcome) == (
            f"2 minutes a day is not enough. You need {outcome.enough} minutes a day to finish the"
            f" new cards by {exam_words.on_day(outcome.enough_last, TODAY)}, or"
            f" {outcome.too_many} fewer cards."
        )
        by_topic = {row.title: row.left for row in outcome.topics}
        assert sum(by_topic.values()) == pytest.approx(outcome.left, abs=1)
        assert exam_words.shortfall(outcome, NURSE)[0].startswith(
            f"{outcome.left} cards will not be learned: "
        )
        assert all(
            f"{left} in “{title}”" in exam_words.shortfall(outcome, NURSE)[0]
            for title, left in by_topic.items()
        )
        assert readiness(
            workspace, made(workspace, TODAY + timedelta(days=40), outcome.enough)
        ).is_reached


@pytest.mark.parametrize(
    ("cards", "days", "minutes"),
    [
        (380, 48, 20),
        (380, 28, 30),
        (380, 100, 12),
        (60, 14, 8),
        (60, 300, 1),
        (12, 7, 2),
        (4, 6, 5),
    ],
)
def test_new_cards_end_in_time_where_the_minutes_do_and_else_it_says_so(
    tmp_path: Path, cards: int, days: int, minutes: int
) -> None:
    """380 cards with 507 parts over 48 days at 20 minutes a day have the shape of the library
    that comes with learnms.
    """
    on = TODAY + timedelta(days=days)
    with opened(tmp_path, deck(cards, siblings=True)) as workspace:
        outcome = readiness(workspace, made(workspace, on, minutes, 0.8))
        if not outcome.is_reached:
            sentences = exam_words.told(outcome, NURSE)
            assert outcome.enough is not None
            assert any(
                sentence.startswith(
                    f"! {count(minutes, 'minute')} a day is not enough."
                    f" You need {outcome.enough} minutes a day to finish the new cards by"
                )
                for sentence in sentences
            )
            assert any(
                re.match(r"! \d+ cards? will not be learned|! New cards should end by", sentence)
                for sentence in sentences
            )
            outcome = readiness(workspace, made(workspace, on, outcome.enough, 0.8))

    assert outcome.is_reached
    assert outcome.left == outcome.unfit
    assert outcome.last_new is not None
    assert (on - outcome.last_new).days >= min(max(7, days / 5), days // 2)
    assert exam_words.warnings(outcome, NURSE) == []


def test_a_plan_that_ends_late_is_not_called_enough(tmp_path: Path) -> None:
    with opened(tmp_path, deck(410, siblings=True)) as workspace:
        outcome = readiness(workspace, made(workspace, TODAY + timedelta(days=48), 6))

    assert (outcome.is_known, outcome.left, outcome.is_timely, outcome.is_reached) == (
        False,
        0,
        False,
        False,
    )
    assert "! New cards should end by December 30, but the last one comes on " in " ".join(
        exam_words.told(outcome, NURSE)
    )


def test_without_the_cards_that_are_too_many_the_plan_is_enough(tmp_path: Path) -> None:
    on = TODAY + timedelta(days=30)
    plans = list[Readiness]()
    for number in (100, None):
        (folder := tmp_path / f"{number}").mkdir()
        with opened(folder, deck(number or 100 - (plans[0].too_many or 0))) as workspace:
            plans.append(readiness(workspace, made(workspace, on, 2)))
    plan, smaller = plans

    assert not plan.is_reached
    assert plan.too_many is not None
    assert 0 < plan.too_many < 100
    assert smaller.parts == 100 - plan.too_many
    assert smaller.is_reached
    assert smaller.too_many is None


@pytest.mark.parametrize(
    ("enough", "last", "number", "says"),
    [
        (25, None, 80, "You need 25 minutes a day, or 80 fewer cards."),
        (25, None, None, "You need 25 minutes a day."),
        (
            25,
            EXAM,
            1,
            "You need 25 minutes a day to finish the new cards by January 15, or 1 fewer card.",
        ),
        (25, TODAY, None, "You need 25 minutes a day to finish the new cards today."),
        (
            None,
            None,
            80,
            "More minutes would not help: too few days are left. You need 80 fewer cards.",
        ),
        (None, None, None, "More minutes would not help: too few days are left."),
    ],
)
def test_what_would_do_is_said(
    tmp_path: Path, enough: int | None, last: date | None, number: int | None, says: str
) -> None:
    with opened(tmp_path, deck(6)) as workspace:
        outcome = readiness(workspace, made(workspace, EXAM, 20))
    lacking = replace(
        outcome, is_reached=False, is_timely=False, enough=enough, enough_last=last, too_many=number
    )

    assert exam_words.verdict(lacking) == f"20 minutes a day is not enough. {says}"


def test_where_the_days_are_too_few_it_says_so(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60)) as workspace:
        outcome = readiness(workspace, made(workspace, TODAY + timedelta(days=1), 600, 0.97))

    assert not outcome.left
    assert (
        exam_words.verdict(outcome)
        == "600 minutes a day is not enough. More minutes would not help: too few days are left."
    )
    assert exam_words.shortfall(outcome, NURSE) == [
        f"Target 97%, expected {100 * outcome.recall.mean:.0f}%."
    ]


def test_a_card_whose_parts_need_more_days_makes_no_plan_unreachable(tmp_path: Path) -> None:
    with opened(tmp_path, deck(1, siblings=True), deck(30, "second")) as workspace:
        outcome = readiness(workspace, made(workspace, TODAY + timedelta(days=1), 60, 0.8))

    assert (outcome.left, outcome.unfit, outcome.is_reached) == (1, 1, True)
    assert exam_words.verdict(outcome).startswith("60 minutes a day is enough")
    assert exam_words.warnings(outcome, NURSE) == [
        "1 card will not be learned: a card with several questions asks only one a day."
    ]


def test_cards_that_no_minutes_bring_are_not_blamed_on_the_minutes(tmp_path: Path) -> None:
    with opened(tmp_path, deck(30, siblings=True)) as workspace:
        outcome = readiness(workspace, made(workspace, TODAY + timedelta(days=1), 3, 0.7))
    short = outcome.left - outcome.unfit

    assert outcome.unfit == sum(row.unfit for row in outcome.topics) == 10
    assert sum(row.left for row in outcome.topics) == outcome.left
    assert short > 0
    few, unfit = exam_words.shortfall(outcome, NURSE)[:2]
    assert few.startswith(f"{short} cards will not be learned: ")
    assert sum(map(int, re.findall(r"(\d+) in “", few))) == short
    assert unfit.startswith("10 cards will not be learned: a card with several questions")


def test_a_plan_of_one_day_has_all_its_new_cards_today(tmp_path: Path) -> None:
    with opened(tmp_path, deck(30)) as workspace:
        scarce, plenty = (
            exam_words.new_cards(
                readiness(workspace, made(workspace, TODAY + timedelta(days=1), minutes, 0.7))
            )
            for minutes in (4, 60)
        )

    assert re.fullmatch(r"\d of 30 new cards, all today\.", scarce)
    assert plenty == "30 new cards, all today."


OFF = DaysOff(((TODAY, TODAY + timedelta(days=3)),))


def test_if_every_day_is_off_that_is_the_reason(tmp_path: Path) -> None:
    with opened(tmp_path, deck(30), days_off=OFF) as workspace:
        outcome = readiness(workspace, made(workspace, TODAY + timedelta(days=4)))

    assert (outcome.study_days, outcome.left, outcome.enough, outcome.too_many) == (
        0,
        30,
        None,
        None,
    )
    assert exam_words.told(outcome, NURSE) == [
        "Expected recall on exam morning: 0% of 30 cards (0%).",
        "! Every day until the exam is a day off, so no reviews are planned. Shorten your days off"
        " in the settings, or choose a later date.",
        "! Target 90%, expected 0%.",
        "30 new cards, but none before the exam.",
    ]


def test_days_off_are_the_reason_if_more_minutes_would_do_without_them(tmp_path: Path) -> None:
    on = TODAY + timedelta(days=5)
    with opened(tmp_path, deck(30), days_off=OFF) as workspace:
        outcome, easy = (readiness(workspace, made(workspace, on, 20, x)) for x in (0.97, 0.7))

    assert (outcome.study_days, outcome.is_off_why, outcome.enough) == (1, True, None)
    assert "4 of the 5 days until the exam are days off. You need fewer days off" in (
        exam_words.verdict(outcome)
    )
    assert easy.is_reached


def test_days_off_are_no_reason_where_the_days_are_too_few_without_them(tmp_path: Path) -> None:
    off = DaysOff(((TODAY, TODAY),))
    with opened(tmp_path, deck(30), days_off=off) as workspace:
        outcome = readiness(workspace, made(workspace, TODAY + timedelta(days=2), 20, 0.97))

    assert not outcome.is_off_why
    assert "too few days are left" in exam_words.verdict(outcome)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"new": 1}, "1 new card, on January 3."),
        ({"new": 3, "left": 2}, "1 of 3 new cards, on January 3."),
        (
            {"new": 9, "left": 2, "new_per_day": 2},
            "7 of 9 new cards: 2 a day, the last on January 3.",
        ),
        (
            {"new": 1, "left": 1, "unfit": 1, "last_new": None},
            "1 new card, but none before the exam.",
        ),
        (
            {"new": 9, "left": 9, "last_new": None},
            "9 new cards, but none fit into 20 minutes a day.",
        ),
    ],
)
def test_new_cards_are_those_that_come(tmp_path: Path, values: dict[str, Any], says: str) -> None:
    with opened(tmp_path, deck(6)) as workspace:
        outcome = readiness(workspace, made(workspace, EXAM, 20), search=False)
    outcome = replace(outcome, new_today=0, **{"last_new": date(2027, 1, 3), **values})

    assert exam_words.new_cards(outcome) == says


def test_minutes_are_not_called_enough_where_a_day_takes_longer(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60)) as workspace:
        outcome = replace(
            readiness(workspace, made(workspace, TODAY + timedelta(days=36), 10)),
            is_reached=False,
            minutes=10.6,
            enough=11,
        )

    assert exam_words.verdict(outcome) == "Each day will take about 11 minutes, not 10."


def test_what_fits_is_said_the_same_everywhere_and_comes_true(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(60), deck(30, "second"), clock=clock) as workspace:
        plan = with_exam(workspace, 4, minutes=3)
        outcome = readiness(workspace)
        words, data = exam_words.new_cards(outcome), readiness_json(outcome, kept=True)
        fits = outcome.new_today

        assert 0 < fits < 20
        assert (
            fits
            == outcome.new_per_day
            == home_view(workspace).new
            == len(waiting(workspace.queries, workspace.settings, workspace.today).new)
            == outlook(workspace, 4).days[0].reviews
        )
        assert (data["new_today"], data["new_per_day"], data["left"]) == (fits, fits, outcome.left)
        number = 90 - outcome.left
        assert words == f"{number} of 90 new cards: {fits} a day, the last on November 25."
        assert (
            f"{outcome.left} cards will not be learned: " in exam_words.shortfall(outcome, NURSE)[0]
        )

        learner, brought = Learner(1, minutes=60), dict[date, int]()
        while workspace.today < plan.on:
            before = len(learner.known)
            learner.studies(workspace)
            brought[workspace.today] = len(learner.known) - before
            clock.forward(days=1)

        assert (
            max(day for day, number in brought.items() if number)
            == outcome.last_new
            == date(2026, 11, 25)
        )
        assert abs(90 - len(learner.known) - outcome.left) <= 2


def test_where_not_all_fits_no_topic_is_left_out(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60), deck(30, "second")) as workspace:
        with_exam(workspace, 4, minutes=3)
        asked = [
            row.part.card
            for row in waiting(workspace.queries, workspace.settings, workspace.today).new
        ]
        outcome = readiness(workspace)

        assert {(card[:5], int(card[-3:]) % 2) for card in asked} == {
            ("first", 0),
            ("first", 1),
            ("secon", 0),
            ("secon", 1),
        }
        assert all(0 < row.left < row.parts for row in outcome.topics)


def test_days_without_study_change_the_plan_and_nothing_else(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(60), clock=clock) as workspace:
        with_exam(workspace, 36)
        clock.forward(days=20)
        outcome = readiness(workspace)

    assert outcome.new_per_day == 9
    assert outcome.days == 16
    assert "missed" not in " ".join(exam_words.sentences(outcome, NURSE))


def test_a_patient_reads_no_per_cents_and_no_counts_of_failure(tmp_path: Path) -> None:
    with opened(tmp_path, deck(300)) as workspace:
        plenty = readiness(workspace, made(workspace, EXAM, 30))
        scarce = readiness(workspace, made(workspace, EXAM, 2))

    for outcome in (plenty, scarce):
        text = " ".join(
            [
                *exam_words.sentences(outcome, PATIENT),
                exam_words.headline(outcome.exam, TODAY, PATIENT, outcome),
            ]
        )
        text += exam_words.asked_for(outcome.exam, [], PATIENT) + "".join(
            exam_words.topic(row, PATIENT) for row in outcome.topics
        )
        assert "%" not in text
        assert "left" not in text.replace("days left", "")
        assert "will not be learned" not in text
    assert (
        exam_words.headline(EXAM_PLAN, TODAY, PATIENT, plenty)
        == "January 15, in 54 days; you will know nearly all of it"
    )


EXAM_PLAN = ExamPlan(EXAM)


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (TODAY, "January 15, in 54 days"),
        (date(2027, 1, 14), "January 15, in 1 day"),
        (EXAM, "today"),
        (date(2027, 1, 17), "over since January 15; back to the normal schedule"),
        (date(2026, 1, 1), "January 15, 2027, in 379 days"),
    ],
)
def test_the_line_of_the_first_page(today: date, says: str) -> None:
    assert exam_words.headline(EXAM_PLAN, today, NURSE) == says
