"""Wrong words, missing files, damaged data: one sentence, an exit code, nothing lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["review", "--limit", "many"],
        ["review", "--limit", "-1"],
        ["check", "--format", "xml"],
        ["due", "--decks", "no-such-folder"],
        ["check", "no-such-file.yaml"],
        ["check", "--explain", "LM999"],
        ["export", "nothing"],
        ["import", "no-such.csv"],
        ["import", "a", "b", "c"],
        ["--home"],
        ["due", "--decks="],
        ["new"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_sentence_and_exit_code_two(run: Run, words: list[str]) -> None:
    ran = run(*words)

    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("learnms: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "low"),
    [
        (["forecast", "--days", "-3"], 1),
        (["postpone", "--cards", "-2"], 1),
        (["review", "--new", "-1"], 0),
        (["forecast", "--days", "1.5"], 1),
    ],
)
def test_a_number_that_does_not_fit_is_told_what_would(
    run: Run, words: list[str], low: int
) -> None:
    ran = run(*words)

    assert ran.code == 2
    assert f"`{words[-1]}` must be a whole number from {low} to 999999" in ran.err


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["restore", "", "--yes"], "FILE"),
        (["class", ""], "PATH"),
        (["class", "hand-ins", ""], "PATH"),
        (["sync", ""], "FOLDER"),
        (["hand-in", "x.json", "--form", ""], "--form"),
        (["paper", "--to="], "--to"),
        (["quiz", "--questions", ""], "--questions"),
        (["browse", "", "--suspend"], "QUERY"),
        (["help", ""], "COMMAND"),
    ],
    ids=" ".join,
)
def test_an_empty_value_is_not_taken_as_none(run: Run, words: list[str], name: str) -> None:
    ran = run(*words)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"learnms: {name} needs a value, not ''. See `learnms {words[0]} --help`.\n"


@pytest.mark.parametrize("now", ["yesterday", "2026-11-22", "2026-11-22T09:00:00", ""])
def test_a_clock_that_is_none(run: Run, monkeypatch: pytest.MonkeyPatch, now: str) -> None:
    monkeypatch.setenv("LEARNMS_NOW", now)
    ran = run("due", "--json")

    assert ran.code == (0 if now == "" else 2)
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "now",
    [
        "0001-01-01T00:00:00+00:00",
        "1979-12-31T00:00:00+00:00",
        "2200-01-01T00:00:00+00:00",
        "9999-12-31T23:59:59-12:00",
    ],
)
@pytest.mark.parametrize(
    "words", [["due"], ["check"], ["forecast"], ["review", "--plain"]], ids=" ".join
)
def test_a_year_out_of_range_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, now: str, words: list[str]
) -> None:
    monkeypatch.setenv("LEARNMS_NOW", now)
    ran = run(*words)

    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err
        == f"learnms: LEARNMS_NOW is `{now}`, and that year is out of range. Use a year from 1980"
        " to 2199.\n"
    )


@pytest.mark.parametrize("now", ["1980-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00"])
@pytest.mark.parametrize(
    "words",
    [
        ["--plain"],
        ["due"],
        ["memory"],
        ["stats"],
        ["forecast", "--workload"],
        ["plan"],
        ["postpone", "--days", "365"],
        ["browse", "is:due"],
    ],
    ids=" ".join,
)
def test_the_first_and_the_last_day_that_can_be_named_work(
    run: Run, monkeypatch: pytest.MonkeyPatch, now: str, words: list[str]
) -> None:
    monkeypatch.setenv("LEARNMS_NOW", now)
    run("review", "--plain", "--new", "2", typed="\n3\n\n3\n")

    assert run(*words, typed="1\nq\n").code in (0, 1)


def test_a_home_that_is_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")

    ran = run("due", "--home", str(tmp_path / "file"))

    assert (ran.code, "is a file" in ran.err) == (2, True)


def test_a_deck_that_is_not_there_is_named_with_those_that_are(run: Run) -> None:
    ran = run("review", "other-deck", "--plain")

    assert ran.code == 2
    assert "No deck `other-deck`" in ran.err
    assert "small-deck" in ran.err


def test_a_damaged_database_is_left_alone(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "learnms.db").write_bytes(b"this is no database at all" * 50)

    ran = run("due")

    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert (home / "learnms.db").read_bytes() == b"this is no database at all" * 50


def test_data_of_a_newer_learnms_is_refused_and_untouched(run: Run, tmp_path: Path) -> None:
    run("due")
    database = tmp_path / "home" / "learnms.db"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = database.read_bytes()

    for command in (["due"], ["review", "--plain"], ["rebuild"]):
        ran = run(*command)
        assert ran.code == 1
        assert "newer" in ran.err
    assert database.read_bytes() == before


def test_a_broken_settings_file_is_named_and_nothing_stops(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.toml").write_text("target = 1.2\n", "utf-8")

    ran = run("due")

    assert ran.code == 0
    assert "0.70 and 0.97" in ran.err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_home_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "closed"
    home.mkdir(mode=0o500)

    assert run("due", "--home", str(home)).code == 0
    assert run("review", "--plain", "--home", str(home)).code == 1


def test_a_reader_that_leaves_early_is_no_traceback(tmp_path: Path) -> None:
    script = f"{sys.executable} -m learnms schema | head -c 1"
    done = subprocess.run(
        ["sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LEARNMS_HOME": str(tmp_path)},
    )

    assert "Traceback" not in done.stderr


def test_a_terminal_that_is_not_utf8_gets_spelled_out_characters(
    tmp_path: Path, deck_file: Path
) -> None:
    deck_file.write_text(deck_file.read_text("utf-8").replace("A small deck", "Déck ≥ 1"), "utf-8")
    environment = {
        **os.environ,
        "LEARNMS_HOME": str(tmp_path / "h"),
        "PYTHONIOENCODING": "ascii",
        "LEARNMS_DECKS": str(deck_file),
    }
    done = subprocess.run(
        [sys.executable, "-m", "learnms", "decks"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )

    assert done.returncode == 0
    assert "D\\xe9ck" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")
def test_a_data_folder_in_which_everybody_can_write_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home").chmod(0o777)

    assert "Other users of this computer can write to" in run("due").err
    (tmp_path / "home").chmod(0o700)
    assert run("due").err == ""


@pytest.mark.parametrize("name", [".", "/", ".."])
def test_a_deck_needs_a_file_name(run: Run, name: str) -> None:
    ran = run("new", name)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"learnms: `{name}` is not the name of a file.")


@pytest.mark.parametrize(
    "words",
    [
        ("import", "{}"),
        ("import", "reviews", "{}"),
        ("class", "{}"),
        ("sync", "{}"),
        ("restore", "{}", "--yes"),
        ("export", "csv", "{}"),
    ],
)
def test_a_file_name_that_is_too_long_is_one_sentence(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*(word.format("a" * 300) for word in words))

    assert ran.code == 2
    assert "too long" in ran.err.lower()
    assert "Traceback" not in ran.err
