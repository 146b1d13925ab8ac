"""`learnms new` and `learnms fix`: what they write, and what they say."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Run

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


def test_a_dry_run_names_the_ids_that_are_then_written(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "ward.yaml"
    deck.write_text(CARDS, "utf-8")

    dry = run("fix", str(deck), "--dry-run")
    unchanged = deck.read_text("utf-8")
    real = run("fix", str(deck))

    assert unchanged == CARDS
    assert dry.out == real.out
    assert len(set(real.out.split("card id ")[1:])) == 2
    assert all(line.split()[-1] in deck.read_text("utf-8") for line in real.out.splitlines())


def test_fix_ends_with_a_sentence(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "ward.yaml"
    deck.write_text(CARDS, "utf-8")

    assert (
        run("fix", str(deck), "--dry-run").err
        == "Dry run: 2 changes in 1 file. Nothing was written.\n"
    )
    assert run("fix", str(deck)).err == "Made 2 changes in 1 file.\n"
    assert run("fix", str(deck)).err == "Nothing to fix.\n"


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
