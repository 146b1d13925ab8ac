"""An exam plan at work in the review: how many new cards, the last days, what `due` counts, and
the way back to normal.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from learnms.analysis.simulation.exam import EARLY_TARGET, LEAST_GAIN, WINDOW, gain
from learnms.analysis.simulation.simulate import simulate
from learnms.cli.plan import readiness_json
from learnms.engine.exam import wording as exam_words
from learnms.engine.exam.readiness import readiness
from learnms.engine.forecast.exam_rules import exam_rules
from learnms.engine.forecast.forecast import outlook
from learnms.engine.forecast.snapshot import take_snapshot
from learnms.engine.home.home import home_view
from learnms.engine.queue.catch_up import backlog_now, backlog_question
from learnms.engine.queue.exam_days import released
from learnms.engine.queue.exam_terms import is_final_day
from learnms.engine.queue.scheduling_terms import Terms
from learnms.engine.queue.today import plan_review, waiting
from learnms.engine.review.start import start_review
from learnms.engine.voice import NURSE, PATIENT
from learnms.engine.workspace import Workspace
from learnms.settings import ExamPlan, Settings, write_settings
from learnms.study.event import Draft, Part, Rating
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import fuzz_range
from tests.conftest import Clock
from tests.factories.exam import TODAY, Learner, deck, opened, with_exam
from tests.test_house import loaded_by


def counts(workspace: Workspace) -> tuple[int, int]:
    waits = waiting(workspace.queries, workspace.settings, workspace.today)
    return len(waits.due), len(waits.new)


def new_decks(workspace: Workspace) -> list[str]:
    return [
        row.deck_id for row in waiting(workspace.queries, workspace.settings, workspace.today).new
    ]


@pytest.mark.parametrize("days", [2, 20, 45])
def test_a_clock_that_goes_back_breaks_no_plan(tmp_path: Path, days: int) -> None:
    clock = Clock()
    with opened(tmp_path, deck(30, siblings=True), clock=clock) as workspace:
        clock.forward(days=60)
        Learner(1).studies(workspace)
        clock.forward(days=-60)
        with_exam(workspace, days)

        outcome = readiness(workspace)

        assert 0.0 <= outcome.recall.low <= outcome.recall.mean <= outcome.recall.high <= 1.0
        assert len(outlook(workspace, 10).days) == 10
        counts(workspace)
        backlog_now(workspace)


# -- new cards -------------------------------------------------------------------------------------


def test_new_cards_are_spread_over_the_days_that_there_are(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60)) as workspace:
        with_exam(workspace, 40)

        assert counts(workspace) == (0, 2), "60 over 31 days, in place of the learner's 10 a day"
        assert home_view(workspace).new == 2
        assert len(start_review(workspace).plan) == 2


def test_the_last_new_card_comes_a_fifth_of_the_days_before(tmp_path: Path) -> None:
    clock, last = Clock(), TODAY
    with opened(tmp_path, deck(70), clock=clock) as workspace:
        plan, learner = with_exam(workspace, 40), Learner(1)

        def note(asked: list[Part]) -> None:
            nonlocal last
            last = (
                workspace.today
                if any(
                    workspace.queries.memory.memory(part).first_day == workspace.today
                    for part in asked
                )
                else last
            )

        learner.studies_until(workspace, clock, plan.on, each=note)

        assert len(learner.known) == 70
        assert (plan.on - last).days >= 8


def test_a_day_brings_its_share_once(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60)) as workspace:
        with_exam(workspace, 36)
        Learner(1).studies(workspace)

        assert counts(workspace) == (0, 0)


def test_missed_days_only_make_the_share_larger(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(60), clock=clock) as workspace:
        with_exam(workspace, 40)
        clock.forward(days=15)

        assert counts(workspace) == (0, 4)


def test_new_cards_wait_where_the_minutes_are_gone(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(200), clock=clock) as workspace:
        with_exam(workspace, 30, minutes=2)

        assert counts(workspace) == (0, 4), (
            "two minutes hold five answers, and a new card takes more than one"
        )
        Learner(1).studies(workspace)
        clock.forward(days=2)
        due, new = counts(workspace)
        assert due + new <= 5


def test_a_number_of_new_cards_that_is_asked_for_stands_in_place_of_the_plans(
    tmp_path: Path,
) -> None:
    with opened(tmp_path, deck(60)) as workspace:
        with_exam(workspace, 36)

        assert len(start_review(workspace, new=12).plan) == 12


def test_decks_outside_the_plan_get_what_it_leaves(tmp_path: Path) -> None:
    with opened(tmp_path, deck(30), deck(30, "second"), new_per_day=5) as workspace:
        with_exam(workspace, 40, decks=("second",))

        assert new_decks(workspace) == ["second", *["first"] * 4]
        assert len(start_review(workspace, ["first"]).plan) == 5
        assert {part.card[:6] for part in start_review(workspace, ["second"]).plan} == {"second"}


def test_after_the_reserve_is_reached_what_is_left_comes_at_once(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(20), clock=clock) as workspace:
        with_exam(workspace, 40)
        clock.forward(days=35)

        assert counts(workspace) == (0, 20)

        clock.forward(days=2)
        assert counts(workspace) == (0, 7), (
            "in the last days it leaves room for what is known worst"
        )


# -- the last days ---------------------------------------------------------------------------------


def prepared(workspace: Workspace, clock: Clock, minutes: int, days_before: int) -> Learner:
    """A deck learned towards an exam, some days before it."""
    plan, learner = with_exam(workspace, 20, minutes=minutes), Learner(3, minutes=60)
    learner.studies_until(workspace, clock, plan.on - timedelta(days=days_before))
    return learner


@pytest.mark.parametrize("days_before", range(1, WINDOW + 1))
def test_the_last_days_ask_what_gains_most_within_the_minutes(
    tmp_path: Path, days_before: int
) -> None:
    clock = Clock()
    with opened(tmp_path, deck(40), clock=clock) as workspace:
        prepared(workspace, clock, 6, days_before)
        curve = Fsrs6(workspace.queries.weights(workspace.today))

        def more(part: Part) -> float:
            memory = workspace.queries.memory.memory(part)
            assert memory.stability is not None
            assert memory.difficulty is not None
            assert memory.last_day is not None
            elapsed = (workspace.today - memory.last_day).days
            return gain(curve, memory.stability, memory.difficulty, elapsed, days_before)

        planned = plan_review(workspace.queries, workspace.settings, workspace.today)
        asked = [more(part) for part in planned.parts]
        others = [
            more(known.part)
            for known in workspace.queries.memory.memories(workspace.today)
            if known.part not in planned.parts
        ]

        assert asked == sorted(asked, reverse=True)
        assert len(asked) == min(14, sum(each >= LEAST_GAIN for each in (*asked, *others))), (
            "six minutes hold 16 answers, and ten cards take eleven"
        )
        assert min(asked) >= max((*others, LEAST_GAIN) if len(asked) == 14 else (LEAST_GAIN,))
        assert planned.due == len(planned.parts) == home_view(workspace).due


def test_more_days_are_final_where_the_cards_do_not_fit_into_three(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(90), clock=clock) as workspace:
        plan, learner = with_exam(workspace, 40, minutes=8), Learner(3, minutes=60)
        queries, settings = workspace.queries, workspace.settings
        final = [
            days
            for days in range(-1, 20)
            if is_final_day(plan, queries, settings, plan.on - timedelta(days=days))
        ]
        assert final == [1, 2, 3, 4, 5], "90 cards take 99 answers, and 8 minutes hold 22"
        learner.studies_until(workspace, clock, plan.on - timedelta(days=5))

        waits = waiting(workspace.queries, workspace.settings, workspace.today)
        assert waits.ordered == len(waits.due) <= 19
        assert any(row.due > workspace.today for row in waits.due), "they come before they are due"


def test_new_cards_come_first_where_the_minutes_hold_too_little(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(160), clock=clock) as workspace:
        plan, learner = with_exam(workspace, 30, minutes=6), Learner(2, minutes=6)
        learner.studies_until(workspace, clock, plan.on - timedelta(days=20))
        waits = waiting(workspace.queries, workspace.settings, workspace.today)
        asked = plan_review(workspace.queries, workspace.settings, workspace.today)

        assert waits.new_first == len(waits.new) > 0
        assert waits.later > 0
        assert len(waits.new) * 1.25 + len(waits.due) * 1.15 <= 6 * 60 / 22
        assert asked.parts[: len(waits.new)] == [row.part for row in waits.new]
        assert asked.due == len(waits.due)


def test_what_is_asked_early_then_is_a_review_and_counts_as_one(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(40), clock=clock) as workspace:
        learner = prepared(workspace, clock, 6, 2)
        early = [
            part
            for part in start_review(workspace).plan
            if (due := workspace.queries.memory.memory(part).due) is not None
            and due > workspace.today
        ]
        assert early
        before = {part: workspace.queries.memory.memory(part) for part in early}

        learner.studies(workspace)

        for part in early:
            after = workspace.queries.memory.memory(part)
            assert after.reps > before[part].reps
            assert after.last_day == workspace.today
        assert workspace.open_store().rebuild().changed == 0


def test_the_minutes_of_the_last_days_are_those_of_the_day(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(40), clock=clock) as workspace:
        prepared(workspace, clock, 6, 2)
        first = len(start_review(workspace).plan)
        review = start_review(workspace)
        for _ in range(5):
            review.grade(Rating.GOOD)
            review.advance()

        assert len(start_review(workspace).plan) == first - 5


def test_in_the_last_days_other_decks_follow_and_what_waits_for_other_days_is_counted(
    tmp_path: Path,
) -> None:
    clock = Clock()
    with opened(tmp_path, deck(30), deck(12, "second"), clock=clock, new_per_day=40) as workspace:
        Learner(1, minutes=60).studies(workspace)
        clock.forward(days=10)
        with_exam(workspace, 2, minutes=3, decks=("first",))
        waits = waiting(workspace.queries, workspace.settings, workspace.today)
        plan = [part.card[:5] for part in start_review(workspace).plan]

        assert waits.ordered == 7, "three minutes hold eight answers"
        assert plan == ["first"] * 7 + ["secon"] * 12
        assert waits.later == 40 - len(waits.due)
        assert not home_view(workspace).asks
        assert {part.card[:6] for part in start_review(workspace, ["second"]).plan} == {"second"}


def test_tomorrow_in_the_summary_goes_by_the_plan(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(40), clock=clock) as workspace:
        learner = prepared(workspace, clock, 6, 3)
        learner.studies(workspace)
        tomorrow = start_review(workspace).summary().due_tomorrow
        clock.forward(days=1)

        assert tomorrow == home_view(workspace).due


def test_a_simulated_first_day_is_the_real_one(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(40, siblings=True), clock=clock) as workspace:
        plan, learner = with_exam(workspace, 18, minutes=7), Learner(5)
        while workspace.today < plan.on:
            for _ in range(2):
                now = take_snapshot(
                    workspace.queries, workspace.settings, workspace.today, of_plan=True
                )
                rules = replace(now.rules(), exam=exam_rules(workspace.queries, now))
                assert simulate(now.parts, rules, now.habits, now.curve, 1, 1).asked == [
                    sum(counts(workspace))
                ], workspace.today
                if workspace.today.day % 4:
                    learner.studies(workspace)
            clock.forward(days=1)


def test_until_the_exam_the_retention_wanted_is_lower(tmp_path: Path) -> None:
    with opened(tmp_path, deck(3), target=0.95) as workspace:
        with_exam(workspace, 60)
        learner = Learner(3)
        learner.studies(workspace)
        store = workspace.open_store()

        events = [event for event in workspace.queries.events.all() if event.kind == "review"]
        assert {event.target for event in events} == {EARLY_TARGET}
        assert {event.data["target_after"] for event in events} == {0.95}
        assert store.rebuild().changed == 0


def test_a_lower_retention_of_the_learners_own_stays(tmp_path: Path) -> None:
    with opened(tmp_path, deck(3), target=0.8) as workspace:
        with_exam(workspace, 60)
        terms = Terms.of(workspace.queries, workspace.settings, workspace.today)

        assert terms.target("first", None) == 0.8


# -- and after -------------------------------------------------------------------------------------


def test_after_the_exam_cards_are_due_on_their_own_days(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(40), clock=clock, new_per_day=0) as workspace:
        plan = with_exam(workspace, 20)
        Learner(3).studies_until(workspace, clock, plan.on)
        clock.forward(days=1)
        held = released(workspace.queries, workspace.today, plan.on)
        assert len(held) > 20
        before = counts(workspace)

        assert before[0] < 10, "counted rightly before anything is written"

    with opened_again(tmp_path, clock) as workspace:
        workspace.open_store()
        assert counts(workspace) == before
        for release in held:
            memory = workspace.queries.memory.memory(release.part)
            assert memory.due == max(release.due, plan.on + timedelta(days=1))
            assert memory.last_day is not None
        assert not released(workspace.queries, workspace.today, plan.on)
        assert workspace.open_store().undo(workspace.today) is None, "nothing that the learner did"
        assert workspace.open_store().rebuild().changed == 0


def test_after_the_exam_the_learners_own_retention_holds_again(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(20), clock=clock, target=0.95) as workspace:
        plan = with_exam(workspace, 20)
        Learner(3).studies_until(workspace, clock, plan.on)
        curve = Fsrs6(workspace.queries.weights(workspace.today))
        held = released(workspace.queries, workspace.today, plan.on)

        assert held
        for release in held:
            memory = workspace.queries.memory.memory(release.part)
            assert memory.stability is not None
            assert memory.last_day is not None
            low, high = fuzz_range(curve.interval(memory.stability, 0.95))
            assert low <= (release.due - memory.last_day).days <= high


def opened_again(folder: Path, clock: Clock) -> Workspace:
    return Workspace(folder / "home", [str(folder / "library")], clock)


def test_a_day_that_the_learner_chose_is_kept(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(20), clock=clock) as workspace:
        plan = with_exam(workspace, 12)
        Learner(3).studies_until(workspace, clock, plan.on)
        chosen = released(workspace.queries, workspace.today, plan.on)[0].part
        workspace.open_store().append(
            [Draft(kind="due", card=chosen.card, part=chosen.part, due=plan.on)]
        )

        assert chosen not in {
            release.part for release in released(workspace.queries, workspace.today, plan.on)
        }


def test_after_the_exam_new_cards_come_as_before(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60), new_per_day=7) as workspace:
        with_exam(workspace, -1)

        assert counts(workspace) == (0, 7)


def test_counting_under_a_plan_loads_no_fsrs(tmp_path: Path) -> None:
    write_settings(
        tmp_path,
        Settings(who="student", exam=ExamPlan(datetime.now(UTC).date() + timedelta(days=30))),
    )

    assert "fsrs" not in loaded_by("due", "--json", home=tmp_path)


# -- how far it can be trusted ---------------------------------------------------------------------


@pytest.mark.parametrize(("rating", "word"), [(1, "less"), (3, "")])
def test_a_plan_says_that_predictions_have_been_off_and_allows_for_it(
    tmp_path: Path, rating: int, word: str
) -> None:
    clock = Clock()
    with opened(tmp_path, deck(30), clock=clock) as workspace:
        store = workspace.open_store()
        store.append(
            [Draft(kind="review", card=f"first-{n:03}", rating=3, target=0.9) for n in range(30)]
        )
        clock.forward(days=2)
        store.append(
            [
                Draft(kind="review", card=f"first-{n:03}", rating=rating, target=0.9)
                for n in range(30)
            ]
        )
        with_exam(workspace, 20)

        outcome = readiness(workspace, search=False)

    doubts = [exam_words.doubt(outcome, voice) for voice in (NURSE, PATIENT)]
    if word:
        assert outcome.off is not None
        assert outcome.off.gap < -0.5
        assert outcome.recall.high - outcome.recall.low > -outcome.off.gap
        assert "% predicted, 0% actual), so your recall may be lower." in doubts[0][0]
        assert "%" not in doubts[1][0]
        assert doubts[0][0] in exam_words.sentences(outcome, NURSE)
        assert readiness_json(outcome, kept=True)["predictions_off"]["n"] == 30
    else:
        assert (outcome.off, doubts) == (None, [[], []])
        assert readiness_json(outcome, kept=True)["predictions_off"] is None


# -- the day itself --------------------------------------------------------------------------------


def on_the_day(workspace: Workspace, clock: Clock, **plan: int) -> Learner:
    """A deck learned towards an exam, on the morning of it."""
    exam, learner = with_exam(workspace, 12, **plan), Learner(3)
    learner.studies_until(workspace, clock, exam.on)
    return learner


def test_on_the_day_a_review_is_a_warm_up_of_what_is_known_least(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(160), clock=clock) as workspace:
        on_the_day(workspace, clock, minutes=5)
        curve, memories = (
            Fsrs6(workspace.queries.weights(workspace.today)),
            workspace.queries.memory.memories(workspace.today),
        )
        recalls = {
            known.part: curve.recall(
                (workspace.today - known.memory.last_day).days, known.memory.stability
            )
            for known in memories
            if known.memory.last_day is not None and known.memory.stability is not None
        }
        plan = start_review(workspace).plan

        assert len(plan) == 12, "five minutes hold 13 answers, and one in ten is asked again"
        assert [recalls[part] for part in plan] == sorted(recalls.values())[:12]
        home = home_view(workspace)
        assert (home.is_exam_day, home.asks, home.due, home.new) == (True, False, 12, 0)
        assert counts(workspace) == (12, 0)
        assert [part.card for part in start_review(workspace, ["first"]).plan] == [
            part.card for part in plan
        ]
        assert len(start_review(workspace, new=3).plan) == 15, "new ones come if they are asked for"


def test_a_warm_up_takes_a_quarter_of_an_hour_at_most_and_comes_once(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(80), clock=clock) as workspace:
        learner = on_the_day(workspace, clock, minutes=60)
        assert home_view(workspace).due == 37, "15 minutes hold 40 answers"

        learner.studies(workspace)
        home = home_view(workspace)

        assert (home.due, home.new) == (0, 0)
        assert not home.asks
        assert backlog_question(workspace) is None


def test_the_answers_of_a_warm_up_are_reviews(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(40), clock=clock) as workspace:
        on_the_day(workspace, clock, minutes=5)
        review = start_review(workspace)
        early = review.plan[0]
        before = workspace.queries.memory.memory(early)
        assert review.item is not None
        assert review.item.part == early

        review.reveal()
        feedback = review.grade(Rating.AGAIN)
        after = workspace.queries.memory.memory(early)

        assert feedback.review
        assert (after.reps, after.last_day) == (before.reps + 1, workspace.today)
        assert after.due is not None
        assert review.session.left == len(review.plan), "asked again until it is right"
        assert workspace.open_store().rebuild().changed == 0


def test_on_the_day_nobody_is_asked_to_catch_up_and_the_day_after_everything_is_usual(
    tmp_path: Path,
) -> None:
    clock = Clock()
    with opened(tmp_path, deck(90), clock=clock, new_per_day=90) as workspace:
        Learner(1, minutes=90).studies(workspace)
        clock.forward(days=29)
        with_exam(workspace, 1)
        clock.forward(days=1)

        assert (backlog_question(workspace), home_view(workspace).asks) == (None, False)
        assert home_view(workspace).later > 40

        clock.forward(days=1)
        assert home_view(workspace).asks


def test_the_day_of_the_exam_is_forecast_as_a_warm_up(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(80), clock=clock) as workspace:
        plan = with_exam(workspace, 12, minutes=5)
        Learner(3).studies_until(workspace, clock, plan.on - timedelta(days=1))

        assert outlook(workspace, 2).days[1].reviews == 12
