"""`postpone`, `review --ahead` and `--cram`, and what a chosen way through a backlog does to
`due`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from learnms.settings import BacklogPlan, Settings, write_settings
from tests.cli.conftest import Run
from tests.conftest import Clock
from tests.factories.progress import gathered_workspace


@pytest.fixture
def learned(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty cards, learned ten a day until yesterday."""
    gathered_workspace(tmp_path, Clock(), 60, days=0).close()
    monkeypatch.setenv("LEARNMS_DECKS", str(tmp_path / "library"))


def dues(run: Run) -> dict[str, str]:
    return {row["card"]: row["due"] for row in run("memory", "--json").json}


@pytest.mark.usefixtures("learned")
def test_postpone_says_what_moves_and_moves_it(run: Run) -> None:
    before, due = dues(run), run("due", "--json").json["due"]
    dry = run("postpone", "--cards", "5", "--dry-run")
    assert (dry.code, dues(run)) == (0, before)

    ran = run("postpone", "--cards", "5")
    assert ran.code == 0
    assert ran.out.startswith(dry.out)
    assert "5 cards would move to tomorrow.\nYou would recall about " in ran.out
    assert ran.out.endswith("5 cards rescheduled. `learnms postpone --undo` undoes it today.\n")
    assert sum(before[card] != day for card, day in dues(run).items()) == 5
    assert run("due", "--json").json["due"] == due - 5

    assert run("postpone", "--undo").out == "Undone: due dates of 5 cards restored.\n"
    assert dues(run) == before
    assert (
        run("postpone", "--undo").out == "Nothing to undo: nothing was postponed or paused today.\n"
    )


@pytest.mark.usefixtures("learned")
def test_a_pause_as_json(run: Run) -> None:
    dry = run("postpone", "--days", "14", "--dry-run", "--json").json
    done = run("postpone", "--days", "14", "--json").json

    assert (dry["done"], done["done"]) == (False, True)
    assert dry["moves"] == done["moves"]
    assert (done["way"], done["cards"], done["first"]) == ("pause", 60, "2026-12-06")
    assert 0 < done["recall_after"] < done["recall_before"] < 1
    assert {move["card"]: move["after"] for move in done["moves"]} == dues(run)
    assert run("postpone", "--undo", "--json").json == {"taken_back": 60}


def test_nothing_to_move_is_said(run: Run) -> None:
    assert run("postpone", "--cards", "3").out == "No due cards to postpone.\n"
    assert run("postpone", "--days", "3").out == "Nothing learned yet to pause.\n"
    empty = run("postpone", "--days", "3", "--json").json
    assert (
        empty["cards"],
        empty["first"],
        empty["recall_after"],
        empty["done"],
        empty["moves"],
    ) == (0, None, None, False, [])


@pytest.mark.parametrize(
    "words",
    [
        ["postpone"],
        ["postpone", "--cards", "1", "--days", "1"],
        ["postpone", "--cards", "1", "--undo"],
        ["postpone", "--undo", "--dry-run"],
        ["postpone", "--cards", "0"],
        ["postpone", "--cards", "many"],
        ["postpone", "--days", "0"],
        ["postpone", "--days", "366"],
        ["postpone", "--days", "999999"],
        ["review", "--plain", "--ahead", "3", "--cram"],
        ["review", "--plain", "--ahead", "3", "--new", "2"],
        ["review", "--plain", "--cram", "--new", "2"],
        ["review", "--plain", "--cram", "no-such-deck"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_sentence(run: Run, words: list[str]) -> None:
    ran = run(*words)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("learnms: ")
    assert ran.err.count("\n") == 1


@pytest.mark.usefixtures("learned")
def test_where_only_reading_works_it_is_refused(run: Run, tmp_path: Path) -> None:
    from learnms.engine.workspace import Workspace

    with Workspace(tmp_path / "home", [str(tmp_path / "library")], Clock()):
        for words in (
            ["postpone", "--cards", "3"],
            ["postpone", "--undo"],
            ["review", "--plain", "--cram"],
        ):
            ran = run(*words)
            assert (ran.code, ran.out) == (1, "")
            assert "another learnms" in ran.err.casefold()
        assert run("postpone", "--cards", "3", "--dry-run").code == 0


@pytest.mark.usefixtures("learned")
def test_ahead_and_cram_ask_what_they_say_and_move_nothing(run: Run) -> None:
    before = dues(run)

    ahead = run("review", "--plain", "--ahead", "3", typed="\n3\n" * 3)
    cram = run("review", "many", "--plain", "--cram", "--limit", "4", typed="\n3\n" * 4)

    assert "Practice. 3 cards" in ahead.out
    assert "Practice. 4 cards" in cram.out
    assert "Practice. 60 cards" in run("review", "--plain", "--cram").out
    assert dues(run) == before


@pytest.mark.usefixtures("learned")
def test_a_chosen_way_through_a_backlog_holds_in_pipes_and_counts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    monkeypatch.setenv("LEARNMS_NOW", "2027-02-01T09:00:00+00:00")
    assert run("due", "--json").json["due"] == 60
    assert "Review. 65 cards" in run("review", "--plain").out

    write_settings(
        tmp_path / "home", Settings(who="student", backlog=BacklogPlan(20, date(2027, 3, 1)))
    )
    due = run("due", "--json").json
    assert (due["due"], due["new"], due["later"]) == (20, 0, 40)
    assert "20 due, 0 new, 40 left for the coming days." in run("due").out
    assert "Review. 20 cards" in run("review", "--plain").out
