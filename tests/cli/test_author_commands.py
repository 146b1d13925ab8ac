"""`learnms new` and `learnms fix`: what they write, and what they say."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Run

NOTE = "a comment\n# "
CARDS = (
    "deck: Ward\nid: ward\ncards:\n- ask: Which dose?\n  answer: y\n- ask: Which dose?\n "
    " answer: z\n"
)


def test_the_hint_of_new_can_be_pasted_into_a_shell(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    ran = run("new", "My ward (2026) ä.yaml")

    command = ran.err.split("`")[1]
    assert shlex.split(command) == ["learnms", "check", "My ward (2026) ä.yaml"]
    assert run(*shlex.split(command)[1:]).code == 0


def test_a_dry_run_prints_the_diff_of_what_is_then_written(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "ward.yaml"
    deck.write_text(f"# {NOTE * 5}{CARDS}".removesuffix("\n"), "utf-8")
    before = deck.read_text("utf-8").split("\n")

    dry = run("fix", str(deck), "--dry-run")
    unchanged = deck.read_text("utf-8")
    run("fix", str(deck))

    assert unchanged.split("\n") == before
    header, second, *lines = dry.out.splitlines()
    assert (header, second) == (f"--- {deck}", f"+++ {deck}")
    assert lines[0] == f"@@ -{len(before) - 6},7 +{len(before) - 6},9 @@"
    assert lines[-1] == "\\ No newline at end of file"
    kept = [line[1:] for line in lines[1:] if line[0] in " +"]
    assert before[: len(before) - 7] + kept == deck.read_text("utf-8").split("\n")


def test_new_writes_the_schema_to_which_its_first_line_points(run: Run, tmp_path: Path) -> None:
    ran = run("new", str(tmp_path / "my ward.yaml"))
    schema = tmp_path / "learnms.schema.json"
    first = (tmp_path / "my ward.yaml").read_text("utf-8").splitlines()[0]
    again = run("new", str(tmp_path / "other.yaml"))
    schema.write_text("{}", "utf-8")
    foreign = run("new", str(tmp_path / "third.yaml"))

    assert first == f"# yaml-language-server: $schema=./{schema.name}"
    assert str(schema) in ran.err
    assert "complete" in again.err
    assert "Kept " in foreign.err
    assert schema.read_text("utf-8") == "{}"
    for name in ("other", "third"):
        (tmp_path / f"{name}.yaml").unlink()
    (tmp_path / "decks").rename(tmp_path / ".decks")  # of the fixture
    assert run("check", str(tmp_path), "--strict").code == 0
    assert "1 file:" in run("check", str(tmp_path)).err


def test_a_preview_of_what_is_no_deck_is_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    empty, pipe = tmp_path / "empty.yaml", tmp_path / "pipe.yaml"
    empty.write_text("", "utf-8")
    os.mkfifo(pipe)

    for path, code, words in (
        (tmp_path / "none.yaml", 2, "no file or folder"),
        (tmp_path, 2, "is a folder"),
        (empty, 1, "the file is empty"),
        (pipe, 1, "a pipe or a device"),
    ):
        ran = run("preview", str(path))
        assert (ran.code, ran.out) == (code, "")
        assert words in ran.err
        assert ran.err.count("\n") == 1


def test_a_preview_writes_nothing_and_needs_no_data_folder(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "ward.yaml"
    deck.write_text(CARDS, "utf-8")

    ran = run("preview", str(deck), "--plain", typed="\nq\n")

    assert ran.code == 0
    assert "Card 1 of 2, flashcard." in ran.out
    assert "Answer: y" in ran.out
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("folder", "`folder` is a folder. Name the deck: `learnms new folder/my-deck.yaml`."),
        (".yaml", "cannot start with `.`"),
        ("sources.yaml", "contains the sources of its folder"),
        ("nowhere/ward.yaml", "There is no folder `nowhere`."),
    ],
)
def test_new_refuses_what_is_no_name_of_a_deck(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    ran = run("new", name)

    assert (ran.code, message in ran.err) == (2, True)
    assert sorted(tmp_path.iterdir()) == before


def test_new_makes_a_readable_id_and_a_name_that_is_found(run: Run, tmp_path: Path) -> None:
    assert run("new", str(tmp_path / "Ñandú.YAML")).code == 0
    assert "\nid: nandu " in (tmp_path / "Ñandú.yaml").read_text("utf-8")


def test_fix_ends_with_a_sentence(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "ward.yaml"
    deck.write_text(CARDS, "utf-8")

    assert (
        run("fix", str(deck), "--dry-run").err
        == "Dry run: 2 changes in 1 file. Nothing was written.\n"
    )
    assert run("fix", str(deck)).err == "Made 2 changes in 1 file.\n"
    ran = run("fix", str(deck))
    assert (ran.code, "no missing ids" in ran.err) == (0, True)


def test_fix_does_not_say_that_an_unreadable_file_needs_nothing(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "ward.yaml"
    deck.write_text(CARDS.replace("  answer", "\tanswer", 1), "utf-8")

    ran = run("fix", str(deck))

    assert ran.code == 1
    assert "No ids were written" in ran.err
    assert "Nothing to fix" not in ran.err


def test_fix_replaces_spaces_that_check_has_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deck = tmp_path / "my deck.yaml"
    deck.write_bytes(
        "\ufeffdeck: Ward\r\nid: ward\r\nsources: {book: {title: B}}\r\ncards:\r\n-\u00a0id:"
        " one-card\r\n\u00a0 ask: x\r\n  answer: y\r\n  source: book\r\n".encode()
    )

    before = run("check", "my deck.yaml", "--format", "json").json["findings"]
    command = shlex.split(before[0]["fix"].split("`")[1])
    run(*command[1:])

    assert [(found["code"], found["line"], found["column"]) for found in before] == [
        ("LM007", 5, 2)
    ]
    assert run("check", "my deck.yaml").code == 0
    assert deck.read_bytes().startswith(b"\xef\xbb\xbfdeck: Ward\r\n")
    assert b"\r\n- id: one-card\r\n  ask: x\r\n" in deck.read_bytes()
