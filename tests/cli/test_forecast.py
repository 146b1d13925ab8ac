"""`forecast` and `plan`: the shapes that others build on, and what is said to people."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from learnms.engine.exam.wording import NOT_FOR_PATIENTS
from learnms.settings import ExamPlan, Settings, read_settings, write_settings
from tests.cli.conftest import Run
from tests.factories.exam import deck


@pytest.fixture
def cards(deck_file: Path) -> None:
    """A deck of 60 flashcards in place of the small one."""
    deck_file.write_text(deck(60), "utf-8")


def test_forecast_as_json(run: Run) -> None:
    ran = run("forecast", "--days", "3", "--json")

    assert ran.code == 0
    assert set(ran.json) == {"study_day", "seed", "minutes_per_day", "days"}
    assert (ran.json["study_day"], ran.json["seed"]) == ("2026-11-22", 1)
    assert ran.json["days"][0] == {
        "day": "2026-11-22",
        "reviews": 8,
        "low": 8,
        "high": 8,
        "minutes": pytest.approx(3.7, abs=0.8),
    }
    assert [day["day"] for day in ran.json["days"]] == ["2026-11-22", "2026-11-23", "2026-11-24"]
    assert run("due", "--json").json["new"] == 8


def test_the_seed_decides(run: Run, cards: None) -> None:
    first, same, other = (
        run("forecast", "--json", "--seed", seed).json["days"] for seed in ("1", "1", "2")
    )

    assert first == same
    assert first != other


def test_forecast_for_people(run: Run, cards: None) -> None:
    month, year = (
        run("forecast").out.splitlines(),
        run("forecast", "--days", "365").out.splitlines(),
    )

    assert re.fullmatch(r"The next 30 days: about \d+ minutes a day\.", month[0])
    assert month[2].split() == ["day", "cards", "a", "day", "low", "high", "minutes", "a", "day"]
    assert len(month) == 33
    assert year[2].startswith("week of")
    assert len(year) == 3 + 53


@pytest.mark.parametrize(
    "words", [("--days", "0"), ("--days", "4000"), ("--workload", "--days", "0")]
)
def test_days_that_cannot_be_are_refused(run: Run, words: tuple[str, ...]) -> None:
    ran = run("forecast", *words)

    assert ran.code == 2
    assert ran.err.startswith("learnms: Days must be 1 to 3650, not ")


def test_workload(run: Run, cards: None) -> None:
    data = run("forecast", "--workload", "--json").json
    text = run("forecast", "--workload").out

    assert set(data) == {"study_day", "days", "parts", "current", "levels"}
    assert (data["days"], data["parts"], data["current"]) == (365, 60, 0.9)
    assert [level["target"] for level in data["levels"]] == [0.75, 0.8, 0.85, 0.9, 0.95]
    assert set(data["levels"][0]) == {"target", "minutes_per_day", "reviews_per_day", "remembered"}
    assert "desired retention" in text
    assert "Yours is 0.90" in text


def test_a_patient_is_told_the_workload_without_figures_of_retention(
    run: Run, cards: None, tmp_path: Path
) -> None:
    write_settings(tmp_path / "home", Settings(who="patient"))

    text = run("forecast", "--workload").out

    assert "very thorough" in text
    assert "0.90" not in text
    assert "%" not in text
    assert " of 60" not in text


def test_the_length_of_a_review_is_said(run: Run, cards: None, tmp_path: Path) -> None:
    assert "Assumes one review" not in run("forecast").out
    settings = read_settings(tmp_path / "home")
    write_settings(tmp_path / "home", replace(settings, session_minutes=4))

    assert "Assumes one review of at most 4 minutes a day" in run("forecast").out


# -- plan ------------------------------------------------------------------------------------------


def test_without_a_plan_it_says_how_to_make_one(run: Run) -> None:
    assert (
        run("plan").out == "No exam plan. Create one: learnms plan --exam 2026-12-22 --minutes 20\n"
    )
    assert run("plan", "--json").json is None


def test_a_plan_is_made_shown_changed_and_ended(run: Run, cards: None, tmp_path: Path) -> None:
    made = run("plan", "--exam", "2027-01-15", "--minutes", "10")
    shown = run("plan")
    changed = run("plan", "--minutes", "15", "--target", "85", "--deck", "first", "--json").json
    ended = run("plan", "--end")

    assert made.code == 0
    assert made.out == shown.out
    assert made.out.startswith(
        "Exam plan: January 15, in 54 days. 10 minutes a day, target 90%, all decks.\nExpected"
        " recall on exam morning: "
    )
    assert "60 new cards: 2 today, then about 1 a day, the last on January 2." in made.out
    assert re.search(r"^First things +30 +\d+% +\d+–\d+%$", made.out, re.MULTILINE)
    assert "Plan saved" in made.err
    assert changed["exam"] == {
        "date": "2027-01-15",
        "minutes": 15,
        "target": 0.85,
        "decks": ["first"],
        "begun": "2026-11-22",
    }
    assert ended.out == "Plan ended. Back to the normal schedule.\n"
    assert read_settings(tmp_path / "home").exam is None
    assert run("plan", "--end").out == "No exam plan.\n"


def test_a_plan_as_json(run: Run, cards: None) -> None:
    data = run("plan", "--exam", "2027-01-15", "--json").json

    assert set(data) == {
        *(
            "exam",
            "study_day",
            "over",
            "kept",
            "days_left",
            "study_days",
            "parts",
            "new",
            "new_today",
            "new_per_day",
            "last_new",
        ),
        *(
            "recall",
            "minutes_per_day",
            "reachable",
            "in_time",
            "new_until",
            "left",
            "unfit",
            "minutes_enough",
            "enough_last_new",
            "too_many",
            "topics",
            "predictions_off",
        ),
    }
    assert (data["days_left"], data["parts"], data["kept"], data["reachable"]) == (
        54,
        60,
        True,
        True,
    )
    assert set(data["recall"]) == {"mean", "low", "high"}
    assert set(data["topics"][0]) == {
        *("deck", "topic", "parts", "left", "unfit", "mean", "low", "high")
    }


def test_a_dry_run_keeps_the_plan_that_there_is(run: Run, cards: None, tmp_path: Path) -> None:
    run("plan", "--exam", "2027-01-15", "--minutes", "10")
    ran = run("plan", "--exam", "2027-02-01", "--dry-run")

    assert "February 1, in 71 days" in ran.out
    assert "Nothing was saved." in ran.err
    # there is one
    assert str(read_settings(tmp_path / "home").exam.on) == "2027-01-15"  # type: ignore[union-attr]


def test_due_counts_by_the_plan(run: Run, cards: None) -> None:
    run("plan", "--exam", "2027-01-15")

    assert run("due", "--json").json["new"] == 2


def test_after_the_exam_it_says_that_it_is_over(
    run: Run, cards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("plan", "--exam", "2026-12-01")
    monkeypatch.setenv("LEARNMS_NOW", "2026-12-02T09:00:00+00:00")

    assert run("plan").out == "The exam on December 1 is over. Back to the normal schedule.\n"
    assert run("plan", "--json").json["over"] is True
    assert run("due", "--json").json["new"] == 10


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--exam", "2026-11-01"), "Nov 1, 2026 is in the past"),
        (("--exam", "2026-11-22"), "The exam is today"),
        (("--exam", "2036-11-22"), "is more than three years away"),
        (
            ("--exam", "31.13.2026"),
            "`31.13.2026` is not a date. Use a date such as 2026-12-22, Jan 15 or in 4 weeks.",
        ),
        (("--exam", "\x1b[31m"), "`\\x1b[31m` is not a date"),
        (("--exam", "2027-01-15", "--minutes", "0"), "Minutes a day must be 1 to 600, not 0."),
        (
            ("--exam", "2027-01-15", "--target", "0.2"),
            "Target recall must be 0.70 to 0.97, not 0.2.",
        ),
        (("--exam", "2027-01-15", "--target", "2"), "Target recall must be 0.70 to 0.97, not 2."),
        (("--target", "high"), "--target: `high` is not a number such as 0.90 or 90%."),
        (("--exam", "2027-01-15", "--deck", "nowhere"), "No deck `nowhere`"),
        (("--end", "--exam", "2027-01-15"), "--end and --exam can't be combined."),
        (("--end", "--target", "90%"), "--end and --target can't be combined."),
        (("--minutes", "5"), "There is no exam plan to change"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    run: Run, words: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    ran = run("plan", *words)

    assert ran.code == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert read_settings(tmp_path / "home").exam is None


def test_a_dry_run_ends_no_plan(run: Run, cards: None, tmp_path: Path) -> None:
    run("plan", "--exam", "2027-01-15", "--target", "85%")
    ran = run("plan", "--end", "--dry-run")

    assert ran.code == 2
    assert ran.err == "learnms: --end and --dry-run can't be combined. Use one of them.\n"
    plan = read_settings(tmp_path / "home").exam
    assert plan is not None
    assert plan.target == 0.85


def test_without_cards_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("plan", "--exam", "2027-01-15", "--decks", str(tmp_path / "empty"))

    assert ran.code == 1
    assert ran.err == "learnms: These decks have no cards to plan. Choose other decks.\n"


def test_a_patient_reads_plain_words(run: Run, cards: None, tmp_path: Path) -> None:
    write_settings(tmp_path / "home", Settings(who="patient", exam=ExamPlan(date(2027, 1, 15))))

    text = run("plan").out

    assert "On that morning you will probably know nearly all of it." in text
    assert "%" not in text


@pytest.mark.parametrize("words", [(), ("--end",)])
def test_a_patient_has_no_exam_to_plan_for(
    run: Run, cards: None, tmp_path: Path, words: tuple[str, ...]
) -> None:
    write_settings(tmp_path / "home", Settings(who="patient"))

    told = run("plan", *words)

    assert (told.code, told.out) == (0, f"{NOT_FOR_PATIENTS}\n")


def test_no_plan_is_made_for_a_patient(run: Run, cards: None, tmp_path: Path) -> None:
    write_settings(tmp_path / "home", Settings(who="patient"))

    told = run("plan", "--exam", "2027-01-15")

    assert (told.code, told.out, told.err) == (2, "", f"learnms: {NOT_FOR_PATIENTS}\n")
    assert read_settings(tmp_path / "home").exam is None


def test_on_the_day_of_the_exam_plan_and_due_speak_of_it(
    run: Run, cards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("plan", "--exam", "2026-12-01")
    monkeypatch.setenv("LEARNMS_NOW", "2026-12-01T09:00:00+00:00")

    assert run("plan").out == "Your exam is today. Good luck. Today's review is a short warm-up.\n"
    assert run("plan", "--json").json["over"] is False
    assert run("due").out.startswith("Your exam is today. Good luck.\n0 due, 0 new.\n")
    assert run("due", "--json").json["new"] == 0


def test_a_day_is_read_as_people_type_it(run: Run, cards: None) -> None:
    assert run("plan", "--exam", "Jan 15", "--json").json["exam"]["date"] == "2027-01-15"
    assert run("plan", "--exam", "26/12/2026", "--json").json["exam"]["date"] == "2026-12-26"
