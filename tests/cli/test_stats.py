"""`learnms stats`: sentences and tables, and every figure as JSON."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

DAY_MS = 86_400_000
START_MS = 1_788_000_000_000 - 1_788_000_000_000 % DAY_MS + DAY_MS // 2


def history(tmp_path: Path, cards: int = 12, reviews: int = 5) -> str:
    """A review history of cards of the small deck and of others, as another program writes it."""
    names = [
        "card-flash",
        "card-typed",
        "card-single",
        "card-true",
        *(f"elsewhere-{at}" for at in range(cards - 4)),
    ]
    rows = ["card_id,review_time,review_rating,review_state,review_duration"]
    for at, name in enumerate(names):
        for number in range(reviews):
            rating = 1 if (at + number) % 7 == 3 else 3
            rows.append(
                f"{name},{START_MS + (at % 3 + 4 * number) * DAY_MS},{rating},"
                f"{2 if number else 0},{4000 + 1000 * number}"
            )
    path = tmp_path / "history.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return str(path)


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Run:
    """The command with a history in its home."""
    assert run("import", "reviews", history(tmp_path)).code == 0
    return run


def test_the_json_has_every_figure_in_its_shape(imported: Run) -> None:
    stats = imported("stats", "--json").json

    assert list(stats) == [
        *(
            "study_day",
            "decks",
            "answers",
            "retention",
            "retention_30_days",
            "retention_by",
            "cards",
        ),
        *("calibration", "memory", "days", "sure_but_wrong", "forecast", "quizzes", "suggests_fit"),
    ]
    assert stats["study_day"] == "2026-11-22"
    assert stats["answers"] == 60
    assert stats["retention"]["n"] == 48
    assert stats["retention"]["remembered"] == sum(
        (at + number) % 7 != 3 for at in range(12) for number in range(1, 5)
    )
    assert stats["retention"]["low"] < stats["retention"]["rate"] < stats["retention"]["high"]
    assert list(stats["retention_by"]) == ["week", "maturity", "topic", "deck", "kind"]
    assert stats["cards"] == {
        "new": 5,
        "learning": 0,
        "young": 3,
        "mature": 1,
        "suspended": 0,
        "orphan": 8,
    }
    assert (
        sum(slot["cards"] for slot in stats["memory"]["stability"])
        == stats["memory"]["learned"]
        == 4
    )
    assert [day["answers"] for day in stats["days"]] == [4] * len(stats["days"])
    assert stats["days"][0]["minutes"] == pytest.approx(4 * 4 / 60)


def test_the_forecast_in_words_is_short(imported: Run) -> None:
    lines = imported("stats").out.partition("The next 30 days.")[2].splitlines()

    assert len([line for line in lines if " a day for 7 days" in line]) == 4
    assert len([line for line in lines if " a day for 30 days" in line]) == 12
    assert len(lines) <= 20


def test_calibration_in_json(imported: Run) -> None:
    found = imported("stats", "--json").json["calibration"]

    assert found["n"] == found["worked_out"] == 48
    assert found["gap"] == pytest.approx(found["actual"] - found["predicted"])
    assert found["gap_low"] <= found["gap"] <= found["gap_high"]
    assert found["matters"] == (found["gap_low"] > 0 or found["gap_high"] < 0)
    assert found["skill"] == pytest.approx(1 - found["log_loss"] / found["log_loss_average"])
    assert sum(one["n"] for one in found["bins"]) == 48
    assert all(
        one["from"] <= one["predicted"] <= one["to"] and one["low"] <= one["actual"] <= one["high"]
        for one in found["bins"]
    )


def test_the_forecast_in_json_has_a_band(imported: Run) -> None:
    forecast = imported("stats", "--json").json["forecast"]

    assert set(forecast) == {"30", "365"}
    assert [len(forecast[span]["days"]) for span in ("30", "365")] == [30, 365]
    assert all(day["low"] <= day["reviews"] <= day["high"] for day in forecast["365"]["days"])
    assert forecast["30"]["days"][0]["day"] == "2026-11-22"
    assert math.isfinite(forecast["365"]["minutes_per_day"])


def test_under_twenty_answers_a_rate_is_hidden(run: Run, tmp_path: Path) -> None:
    run("import", "reviews", history(tmp_path, cards=5, reviews=3))
    stats, text = run("stats", "--json").json, run("stats").out

    assert stats["retention"] == {
        "n": 10,
        "remembered": stats["retention"]["remembered"],
        "rate": None,
        "low": None,
        "high": None,
    }
    assert stats["calibration"] is None
    assert "10 repeat reviews so far. Retention appears after 20." in text
    assert not re.search(r"Retention: \d", text)
    assert "CI" not in text


def test_before_the_first_answer(run: Run) -> None:
    stats, ran = run("stats", "--json").json, run("stats")

    assert (stats["answers"], stats["days"], stats["sure_but_wrong"], stats["calibration"]) == (
        0,
        [],
        [],
        None,
    )
    assert (ran.code, ran.err) == (0, "")
    assert "No repeat reviews yet." in ran.out


def test_for_people_there_are_sentences_and_tables(imported: Run) -> None:
    out = imported("stats").out

    for words in (
        "Retention",
        "95% confidence interval",
        "Actual minus predicted:",
        "  predicted ",
        "48 predictions calculated later",
        "  removed: 8",
        "You have studied on",
        "The next 30 days.",
        "The next 12 months.",
    ):
        assert words in out, words
    assert not set(out) & set("█▒░●─│▁▂▃▄▅▆▇"), "lines are read aloud"


def test_some_decks_alone_have_no_forecast(imported: Run) -> None:
    stats = imported("stats", "small-deck", "--json").json

    assert stats["decks"] == ["small-deck"]
    assert stats["answers"] == 20
    assert stats["cards"]["orphan"] == 0
    assert stats["forecast"] is None
    assert "Only A small deck." in imported("stats", "small-deck").out


def test_a_deck_that_is_not_there_is_refused_in_words(run: Run) -> None:
    ran = run("stats", "nothing")

    assert (ran.code, ran.out) == (2, "")
    assert "No deck `nothing` in the library." in ran.err


def test_a_patient_reads_no_scores(imported: Run, tmp_path: Path) -> None:
    (tmp_path / "home" / "settings.toml").write_text('who = "patient"\n', "utf-8")
    out = imported("stats").out

    assert "%" not in out
    assert not re.search("incorrect|confident|retention|calibrat|predict", out, re.IGNORECASE)
    assert "stays with you" in out


def test_it_needs_neither_screens_nor_the_writer(tmp_path: Path, deck_file: Path) -> None:
    script = (
        "import sys\nfrom learnms.cli import main\nmain(['stats', '--json', '--home',"
        f" {str(tmp_path / 'home')!r}, '--decks',"
        f" {str(deck_file)!r}])\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert not {"textual", "learnms.store.log.writer"} & set(done.stderr.split())
