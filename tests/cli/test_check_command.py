"""`learnms check`: formats, exit codes, explanations."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_clean_deck(run: Run, deck_file: Path) -> None:
    ran = run("check", str(deck_file), "--strict")

    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "8 cards in 1 file: 0 errors, 0 warnings\n"


def test_a_finding_in_full(run: Run, deck_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deck_file.write_text(
        deck_file.read_text("utf-8").replace("    answer: CD20", "    anser: CD20"), "utf-8"
    )
    monkeypatch.chdir(deck_file.parent)
    ran = run("check", "small.yaml")

    assert ran.code == 1
    assert (
        ran.out == "error LM104: unknown field `anser` in card card-flash\n"
        "   --> small.yaml:12:5\n"
        "    |\n"
        " 12 |     anser: CD20\n"
        "    |     ^^^^^ did you mean `answer`?\n"
        "\n"
    )


def test_as_json(run: Run, deck_file: Path) -> None:
    deck_file.write_text(
        deck_file.read_text("utf-8").replace("checked: 2026-11-22", "checked: 2025-01-01"), "utf-8"
    )
    ran = run("check", str(deck_file), "--format", "json")

    assert ran.code == 0
    assert set(ran.json) == {"findings", "errors", "warnings", "cards"}
    assert (ran.json["errors"], ran.json["warnings"], ran.json["cards"]) == (0, 8, 8)
    assert {"code", "severity", "file", "line", "column", "message", "fix"} <= set(
        ran.json["findings"][0]
    )
    assert run("check", str(deck_file), "--strict").code == 1


def test_short_and_github(run: Run, deck_file: Path) -> None:
    deck_file.write_text(deck_file.read_text("utf-8").replace("    source: book §5\n", ""), "utf-8")

    short = run("check", str(deck_file), "--format", "short").out
    github = run("check", str(deck_file), "--format", "github").out

    assert short.startswith(f"{deck_file}:")
    assert ": error LM401: card card-dose has no `source`" in short
    assert github.startswith("::error file=")


@pytest.mark.parametrize("code", ["304", "LM3O4", " lm304"])
def test_a_code_is_recognized_as_it_is_typed(run: Run, code: str) -> None:
    assert run("check", "--explain", code).out.startswith("LM304 (warning)")


@pytest.mark.parametrize("family", ["LM7", "7"])
def test_the_codes_of_a_family_are_listed(run: Run, family: str) -> None:
    ran = run("check", "--explain", family)
    assert ran.out.startswith("LM7: the deck as a whole\n")
    assert "LM701" in ran.out
    assert "LM604" not in ran.out


def test_an_unknown_code_names_its_family(run: Run) -> None:
    assert "--explain LM9` lists" in run("check", "--explain", "LM999").err


def test_options_of_other_commands_are_told_what_to_write(run: Run) -> None:
    assert "Did you mean `--format json`?" in run("check", "--json").err
    assert "--strict takes no value." in run("check", "--strict=yes").err


@pytest.mark.parametrize("words", [["check"], ["check", "--stale"], ["fix"]], ids=" ".join)
def test_a_folder_without_decks_is_not_called_clean(
    run: Run, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "empty").mkdir()
    ran = run(*words, str(tmp_path / "empty"))
    assert (ran.code, ran.out) == (2, "")
    assert "There is no deck in" in ran.err


def test_every_code_can_be_explained(run: Run) -> None:
    import learnms.decks.codes
    import learnms.kinds.codes  # noqa: F401  every family registers its rules when it is imported
    from learnms.syntax.rules import RULES

    for code in RULES:
        ran = run("check", "--explain", code.lower())
        assert ran.code == 0
        assert ran.out.startswith(f"{code} (")


def test_the_explanation_shows_how_a_rule_is_ignored_where_it_can_be(run: Run) -> None:
    assert run("check", "--explain", "LM503").out.endswith(
        "\n\nIf this is intended: `ignore: {LM503: the reason}`\n"
    )
    assert "ignore:" not in run("check", "--explain", "LM401").out


def test_without_a_path_the_library_is_checked(run: Run) -> None:
    assert run("check").err.startswith("8 cards in 1 file")
