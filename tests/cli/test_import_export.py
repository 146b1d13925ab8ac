"""`import`, `export`, `rebuild`: histories in and out."""

from __future__ import annotations

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CSV = """\
card_id,review_time,review_rating,review_state,review_duration
card-flash,1761120000000,3,0,4000
card-flash,1761465600000,3,2,3000
card-cloze#c1,1761120060000,1,0,9000
gone-card,1761120120000,4,0,1000
"""


@pytest.fixture
def history(tmp_path: Path) -> str:
    path = tmp_path / "history.csv"
    path.write_text(CSV, "utf-8")
    return str(path)


def test_a_history_from_elsewhere_becomes_memories(run: Run, history: str) -> None:
    ran = run("import", "reviews", history)
    rows = {(row["card"], row["part"]): row for row in run("memory", "--json").json}

    assert (ran.code, ran.err) == (0, "4 reviews added, 0 already known.\n")
    assert rows["card-flash", None]["reps"] == 2
    assert rows["card-cloze", "c1"]["status"] == "active"
    assert (rows["gone-card", None]["status"], rows["gone-card", None]["reps"]) == ("orphan", 1)


def test_importing_twice_adds_nothing(run: Run, history: str) -> None:
    run("import", "reviews", history)
    first = run("memory", "--json").out
    again = run("import", history)

    assert again.err == "0 reviews added, 4 already known.\n"
    assert run("memory", "--json").out == first


def test_a_bad_row_is_named_and_nothing_is_imported(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(CSV + "card-flash,1761120000000,9,0,1\n", "utf-8")
    ran = run("import", "reviews", str(path))

    assert ran.code == 1
    assert f"{path}:6" in ran.err
    assert run("memory", "--json").json == []


def test_what_is_exported_can_be_imported_elsewhere(run: Run, history: str, tmp_path: Path) -> None:
    run("import", "reviews", history)
    run("review", "--plain", "--new", "1", typed="\n3\n\n3\n")
    for format_, name in (("reviews", "out.csv"), ("events", "out.jsonl")):
        target = tmp_path / name
        assert run("export", format_, str(target)).code == 0
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        assert (
            run("import", format_, str(target), "--home", str(tmp_path / f"other-{format_}")).code
            == 0
        )
        there = run("memory", "--json", "--home", str(tmp_path / f"other-{format_}")).json
        here = run("memory", "--json").json
        assert [
            (row["card"], row["part"], row["stability"], row["difficulty"]) for row in there
        ] == [(row["card"], row["part"], row["stability"], row["difficulty"]) for row in here]


def test_the_events_of_another_learner_are_refused(run: Run, history: str, tmp_path: Path) -> None:
    theirs, other = tmp_path / "theirs.jsonl", str(tmp_path / "other")
    run("import", "reviews", history, "--home", other)
    run("export", "events", str(theirs), "--home", other)
    run("review", "--plain", "--new", "1", typed="\n3\n")
    before = run("export", "events").out

    ran = run("import", "events", str(theirs))

    assert (ran.code, ran.out) == (1, "")
    assert f"{theirs} belongs to another learner (" in ran.err
    assert "Import it with `--home` into an empty folder" in ran.err
    assert ran.err.endswith("Nothing was imported.\n")
    assert run("export", "events").out == before
    assert run("import", "events", str(theirs), "--home", str(tmp_path / "new")).code == 0
    assert (
        run("import", "events", str(theirs), "--home", str(tmp_path / "new")).err
        == "0 events added, 4 already known.\n"
    )


def test_events_are_json_lines_with_every_column(run: Run, history: str) -> None:
    run("import", "reviews", history)
    lines = [json.loads(line) for line in run("export", "events").out.splitlines()]

    assert len(lines) == 4
    assert {
        "learner_id",
        "id",
        "kind",
        "device_id",
        "seq",
        "at_utc",
        "study_day",
        "card",
        "part",
        "rating",
        "due",
        "target",
        "checksum",
    } <= set(lines[0])
    assert {line["seq"] for line in lines} == {0}


def test_a_file_that_is_there_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "kept.csv"
    target.write_text("mine", "utf-8")
    ran = run("export", "reviews", str(target))

    assert (ran.code, target.read_text("utf-8")) == (2, "mine")


def test_a_rebuild_changes_nothing(run: Run, history: str) -> None:
    run("import", "reviews", history)
    run("review", "--plain", typed="\n3\n\n1\n")
    before = run("memory", "--json").out
    ran = run("rebuild", "--json")

    assert ran.json["changed"] == 0
    assert run("memory", "--json").out == before


def test_a_format_that_is_not_clear(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Some notes.\nAnd more.\n", "utf-8")

    assert run("import", str(path)).code == 2
    path.write_text(CSV, "utf-8")
    assert run("import", "reviews", str(path)).code == 0


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE deck_card SET body = CAST(x'7bff' AS TEXT)",
        "UPDATE deck_card SET text = CAST(x'ff' AS TEXT), tags = CAST(x'ff' AS TEXT)",
        "UPDATE card_index SET prompt = CAST(x'ff' AS TEXT)",
        "UPDATE deck_cache SET title = CAST(x'ff' AS TEXT), head = 'x'",
    ],
)
def test_what_no_command_can_read_of_the_decks_is_healed_by_a_rebuild(
    run: Run, tmp_path: Path, damage: str
) -> None:
    run("review", "--plain", "--new", "1", typed="\n3\n")
    before = [
        run(*words).out
        for words in (
            ("due", "--json"),
            ("decks", "--json"),
            ("browse", "--json"),
            ("memory", "--json"),
        )
    ]
    with closing(
        sqlite3.connect(tmp_path / "home" / "learnms.db", isolation_level=None)
    ) as connection:
        connection.execute(damage)

    for words in (("browse",), ("quiz", "--plain", "--seed", "1"), ("decks", "small-deck")):
        ran = run(*words, typed="q\n")
        assert ran.code == 0 or "`learnms rebuild` to reload the decks" in ran.err, (
            "read all the same, or told what helps"
        )
    assert run("rebuild").code == 0
    assert [
        run(*words).out
        for words in (
            ("due", "--json"),
            ("decks", "--json"),
            ("browse", "--json"),
            ("memory", "--json"),
        )
    ] == before
