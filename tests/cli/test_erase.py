"""`learnms erase`: what it says, when it asks, and what it refuses."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from learnms.settings import Settings, write_settings
from tests.cli.conftest import Run

ANSWERED = "\n3\n\nq\n"


class Terminal(io.StringIO):
    """Input that says that a person types it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def home(tmp_path: Path, run: Run) -> Path:
    """A home with one answer, as a patient's settings leave it."""
    write_settings(tmp_path / "home", Settings(who="patient"))
    assert run("review", "--plain", typed=ANSWERED).code == 0
    return tmp_path / "home"


def test_an_empty_home_has_nothing_to_erase(run: Run) -> None:
    ran = run("erase", "--yes")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("There is nothing to erase in ")


def test_a_dry_run_says_what_there_is_and_changes_nothing(home: Path, run: Run) -> None:
    ran = run("erase", "--dry-run")

    assert ran.code == 0
    assert "- Your answers, notes and schedule: 1 answer, November 22, " in ran.out
    assert "- Your settings: 1 KB" in ran.out
    assert "Erased" not in ran.out
    assert run("memory").out


def test_with_yes_all_is_erased_and_checked(home: Path, run: Run) -> None:
    (home / "decks").mkdir()
    (home / "decks" / "mine.yaml").write_text("deck: Mine\n")

    ran = run("erase", "--yes")

    assert (ran.code, ran.err) == (0, "")
    assert "Your own decks are kept (1 file)." in ran.out
    assert "Checked: nothing of it is left in " in ran.out
    assert [path.name for path in home.iterdir()] == ["decks"]
    assert run("erase", "--yes", "--with-decks").code == 0
    assert list((home / "decks").rglob("*.yaml")) == []


def test_without_a_terminal_it_wants_yes(home: Path, run: Run) -> None:
    for words in (("erase",), ("erase", "--json")):
        ran = run(*words, typed="erase\n")
        assert ran.code == 2
        assert "--yes" in ran.err
    assert (home / "learnms.db").exists()


@pytest.mark.parametrize(
    ("typed", "goes"),
    [
        ("erase\n", True),
        (" Erase \n", True),
        ("\n", False),
        ("y\n", False),
        ("yes\n", False),
        ("", False),
    ],
)
def test_at_a_terminal_the_word_is_asked_for(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, goes: bool
) -> None:
    monkeypatch.setattr("tests.cli.conftest.io.StringIO", Terminal)
    ran = run("erase", typed=typed)

    assert ran.code == 0
    assert "Type erase" in ran.err
    assert ("Nothing was erased." in ran.out) != goes
    assert (home / "learnms.db").exists() != goes


def test_as_json(home: Path, run: Run) -> None:
    before = run("erase", "--json", "--dry-run").json
    after = run("erase", "--json", "--yes").json

    assert (before["answers"], before["first_day"], before["last_day"]) == (
        1,
        "2026-11-22",
        "2026-11-22",
    )
    assert (before["done"], after["done"]) == (False, True)
    assert {file["what"] for file in after["files"]} >= {"answers", "settings"}
    assert after["searched"] == [str(home)]
    assert after["left"] == []


def test_what_is_left_is_named_with_exit_code_1(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "settings.toml":
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        ran = run("erase", "--yes")

    assert ran.code == 1
    assert "settings.toml (Permission denied)" in ran.err
    assert "Checked" not in ran.out
    assert "Run `learnms erase` to finish it." in run("due").err
    assert "interrupted" in run("erase", "--yes").out
    assert run("due").code == 0
