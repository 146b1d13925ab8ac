"""Sums over answers are those that a look at all of them at once gives."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.optimizer.evaluate import Reviews
from learnms.analysis.stats.calibration import calibration
from learnms.analysis.stats.daily import by_day
from learnms.study.event import LONGEST_MS, Part
from learnms.study.stage import MATURE
from learnms.study.sums import Sum, Sums, Tally, loss
from learnms.study.trials import Answered, is_right
from tests.factories.answers import FORMULAS, answer, reset

PREDICTIONS = st.floats(0.01, 0.999)
ANSWERS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from("abc"),
        st.sampled_from(["review"] * 6 + ["practice", "evidence", "reset"]),
        st.integers(1, 4),
        st.fixed_dictionaries(
            {
                "recall_before": st.none() | PREDICTIONS,
                "stability_before": st.none() | st.floats(0.1, 400),
                "took_ms": st.none() | st.integers(0, 300_000),
                "form_kind": st.sampled_from([None, "single", "cloze"]),
                "points": st.sampled_from([None, 0.0, 1.0]),
                "max_points": st.sampled_from([None, 1.0]),
                "confidence": st.sampled_from([None, "certain", "unsure"]),
                "repeats": st.sampled_from([None, None, "practice", "evidence"]),
                "ref": st.sampled_from([None, b"one", b"two"]),
            }
        ),
    ),
    max_size=80,
).map(
    lambda steps: [
        reset(day, card) if kind == "reset" else answer(day, rating, card, kind, **more)
        for day, (card, kind, rating, more) in zip(
            days_of([gap for gap, *_ in steps]), [step[1:] for step in steps], strict=True
        )
    ]
)


def days_of(gaps: list[int]) -> list[int]:
    return [sum(gaps[: at + 1]) for at in range(len(gaps))]


def plain(sums: Sums) -> dict[tuple[str, str], Sum]:
    return {(name, key): one for name, key, one in sums.rows() if one != Sum()}


def trial_rows(answers: list[Answered]) -> list[tuple[Answered, float, float, bool]]:
    """Every test of memory with the recall and stability predicted, each found by a look at all
    the answers before it.
    """
    found = []
    for at, one in enumerate(answers):
        before = [other for other in answers[:at] if other.part == one.part]
        last_reset = max((i for i, o in enumerate(before) if o.kind == "reset"), default=-1)
        reviews = [other for other in before[last_reset + 1 :] if other.kind == "review"]
        is_spoilt = any(
            other.day == one.day and other.kind in ("practice", "evidence") for other in before
        )
        if (
            one.kind != "review"
            or not reviews
            or reviews[-1].day >= one.day
            or one.repeats == "practice"
            or is_spoilt
        ):
            continue
        if one.recall_before is not None and one.stability_before is not None:
            found.append((one, one.recall_before, one.stability_before, False))
            continue
        first, *rest = reviews
        assert first.rating is not None
        state, day = FORMULAS.first(first.rating), first.day
        for other in rest:
            assert other.rating is not None
            state, day = FORMULAS.after(*state, (other.day - day).days, other.rating), other.day
        found.append((one, FORMULAS.recall((one.day - day).days, state[0]), state[0], True))
    return found


@given(ANSWERS)
def test_they_are_those_of_a_look_at_all_answers_at_once(answers: list[Answered]) -> None:
    tally = Tally(FORMULAS).take(answers)
    sums, trials = tally.sums, trial_rows(answers)
    own = [one for one in answers if one.kind != "reset" and one.repeats is None]

    def shares(keys: list[str]) -> dict[str, tuple[int, int]]:
        numbers = Counter(keys)
        rights = Counter(
            key for key, (one, *_) in zip(keys, trials, strict=True) if one.rating != 1
        )
        return {key: (numbers[key], rights[key]) for key in numbers}

    def of(name: str) -> dict[str, tuple[int, int]]:
        return {key: (one.number, one.hits) for key, one in sums.named(name).items()}

    assert of("trial") == shares([one.day.isoformat() for one, *_ in trials])
    assert of("kind") == shares([one.form_kind or "" for one, *_ in trials])
    assert of("maturity") == shares(
        ["young" if stability < MATURE else "mature" for _, _, stability, _ in trials]
    )
    assert sums.one("worked_out").number == sum(late for *_, late in trials)
    assert sums.one("usable").number == Reviews.of(answers).count
    assert sums.one("asked").number == sum(one.confidence is not None for one in answers)
    assert [(day.day, day.answers, day.timed, day.seconds) for day in by_day(sums)] == [
        (
            day,
            sum(one.day == day for one in own),
            sum(one.day == day and one.took_ms is not None for one in own),
            sum(min(one.took_ms or 0, LONGEST_MS) for one in own if one.day == day) / 1000,
        )
        for day in sorted({one.day for one in own})
    ]
    for part, history in tally.histories.items():
        assert (history.trials, history.right) == (
            sum(one.part == part for one, *_ in trials),
            sum(one.part == part and one.rating != 1 for one, *_ in trials),
        )


@given(ANSWERS)
def test_what_is_known_of_a_part_is_what_its_own_answers_say(answers: list[Answered]) -> None:
    for part, history in Tally(FORMULAS).take(answers).histories.items():
        own = [one for one in answers if one.part == part and one.repeats is None]
        since = max((at for at, one in enumerate(own) if one.kind == "reset"), default=-1)
        given_ = [one for one in own if one.kind != "reset"]
        wrong = [one for one in given_ if one.confidence == "certain" and not is_right(one)]
        latest = own[since + 1 :][-1:]
        assert history.answered == (latest[0].day if latest else None)
        assert not latest or history.was_right == is_right(latest[0])
        assert history.sure_wrong == (wrong[-1].day if wrong else None)
        assert history.times == sum(
            at == 0 or one.ref is None or one.ref != wrong[at - 1].ref
            for at, one in enumerate(wrong)
        )
        last = max((at for at, one in enumerate(given_) if wrong and one is wrong[-1]), default=0)
        assert history.right_since == (bool(wrong) and any(map(is_right, given_[last + 1 :])))


@given(ANSWERS, st.integers(0, 80))
def test_days_can_be_added_up_one_after_another_and_a_part_taken_out(
    answers: list[Answered], cut: int
) -> None:
    border = answers[min(cut, len(answers) - 1)].day if answers else date.min
    first = Tally(FORMULAS).take(one for one in answers if one.day < border)
    for history in first.histories.values():
        history.practised = None
    then = Tally(FORMULAS, first.histories).take(one for one in answers if one.day >= border)
    whole = Tally(FORMULAS).take(answers)
    first.sums.merge(then.sums)

    assert plain(first.sums) == plain(whole.sums)

    part = Part("a")
    whole.sums.merge(Tally(FORMULAS).take(one for one in answers if one.part == part).sums, -1)
    rest = Tally(FORMULAS).take(one for one in answers if one.part != part)
    assert plain(whole.sums) == plain(rest.sums)


@given(st.lists(st.tuples(PREDICTIONS, st.booleans()), min_size=20, max_size=300))
def test_the_calibration_is_that_of_the_single_predictions(
    outcomes: list[tuple[float, bool]],
) -> None:
    sums = Sums()
    for predicted, right in outcomes:
        sums.predict(predicted, right=right)
    found, n = calibration(sums), len(outcomes)
    losses = [loss(predicted, right=right) for predicted, right in outcomes]
    rate = sum(right for _, right in outcomes) / n

    assert found is not None
    assert found.predicted == math.fsum(predicted for predicted, _ in outcomes) / n
    assert found.log_loss == pytest.approx(math.fsum(losses) / n, rel=1e-15)
    if rate in (0, 1):
        assert found.skill is None
        return
    gains = [
        loss(rate, right=right) - own for own, (_, right) in zip(losses, outcomes, strict=True)
    ]
    mean = math.fsum(gains) / n
    error = math.sqrt(math.fsum((gain - mean) ** 2 for gain in gains) / (n - 1) / n)
    assert found.skill == pytest.approx(mean / found.log_loss_average, rel=1e-9, abs=1e-12)
    assert found.skill_error == pytest.approx(error / found.log_loss_average, rel=1e-9, abs=1e-12)
