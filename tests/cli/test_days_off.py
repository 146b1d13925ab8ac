"""`learnms days-off`: listing, adding and clearing the dates without reviews; what `due` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnms.settings import read_settings
from tests.cli.conftest import Run

NONE = "Days off: none.\n"


def test_days_are_added_listed_and_cleared(run: Run, tmp_path: Path) -> None:
    assert run("days-off").out == NONE

    ran = run("days-off", "2026-12-24..2026-12-26", "Jan 1", "2026-01-01")

    listed = "Days off: Thu, Dec 24 to Sat, Dec 26; Fri, Jan 1, 2027.\n"
    assert (ran.code, ran.out) == (0, listed)
    assert run("days-off").out == listed
    kept = read_settings(tmp_path / "home").days_off
    assert kept.texts == ["2026-12-24..2026-12-26", "2027-01-01"], "what is over is left out"
    assert run("days-off", "27 Dec to 28 Dec").out.startswith(
        "Days off: Thu, Dec 24 to Mon, Dec 28"
    )
    assert run("days-off", "--clear", "tomorrow").out == "Days off: Mon, Nov 23.\n"
    assert run("days-off", "--clear").out == NONE


def test_a_part_of_a_range_is_removed(run: Run) -> None:
    run("days-off", "2026-12-24..2026-12-28", "2027-01-01")

    ran = run("days-off", "--remove", "2026-12-26", "2027-01-01..2027-01-03", "2027-03-01")

    listed = "Days off: Thu, Dec 24 to Fri, Dec 25; Sun, Dec 27 to Mon, Dec 28.\n"
    assert (ran.code, ran.out) == (0, listed)
    assert run("days-off").out == listed
    nothing = run("days-off", "--remove")
    assert (nothing.code, nothing.err.split(".")[0]) == (2, "learnms: No date given")
    assert run("days-off", "--remove", "--clear", "2026-12-24").code == 2
    assert run("days-off").out == listed


def test_days_that_change_nothing_are_named(run: Run) -> None:
    added = run("days-off", "2026-12-24", "2026-01-01..2026-01-03")
    removed = run("days-off", "--remove", "2026-12-24..2026-12-26", "2027-03-01", "2026-01-01")

    assert (added.code, removed.code) == (0, 0)
    assert added.err == "In the past, left out: Thu, Jan 1 to Sat, Jan 3.\n"
    assert removed.out == NONE
    assert removed.err.splitlines() == [
        "In the past, left out: Thu, Jan 1.",
        "Not days off: Mon, Mar 1, 2027.",
    ]


def test_any_number_of_days_is_removed_at_once(run: Run) -> None:
    run("days-off", "2026-12-24", "2028-01-01")

    assert run("days-off", "--remove", "2026-12-01..2029-12-31").out == NONE


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("soon",), "learnms: `soon` is not a date. Use a date such as "),
        (("2026-12-26..2026-12-24",), "learnms: 2026-12-26..2026-12-24 ends before it begins. "),
        (("2027-01-01..2029-01-01",), "learnms: 2027-01-01..2029-01-01 is longer than 365 days. "),
        (("2026-12-24", "2026-02-30"), "learnms: `2026-02-30` is not a date. "),
        ((",",), "learnms: No date given. "),
        (("2026-12-31..",), "learnms: `2026-12-31..` lacks a date. Use dates or ranges, such as "),
    ],
)
def test_what_is_no_day_is_one_sentence_and_changes_nothing(
    run: Run, words: tuple[str, ...], says: str
) -> None:
    ran = run("days-off", *words)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(says)
    assert ran.err.count("\n") == 1
    assert run("days-off").out == NONE


def test_on_a_day_off_nothing_is_due_and_a_review_asks_all_the_same(run: Run) -> None:
    before = run("due", "--json").json
    run("days-off", "today..2026-11-23")

    due = run("due", "--json").json

    assert before["new"] > 0
    assert "off_until" not in before
    assert (due["due"], due["new"], due["off_until"]) == (0, 0, "2026-11-23")
    said = run("due").out
    assert said.startswith("Days off through November 23: no reviews are planned.\n0 due, 0 new.")
    assert "Grade" in run("review", "--plain", typed="\n\nq\n").out
