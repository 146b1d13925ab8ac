"""Findings in color where a terminal knows colors, and nowhere else; the words stay the same."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")

if os.name == "posix":
    from tests.end_to_end.terminal import LEARNMS, Terminal, environment

DECK = """\
deck: Ward
id: ward
sources: {book: {title: B}}
cards:
  - id: one-card
    ask: What is given?
    anser: A steroid
    source: book
    checked: 2026-11-22
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "ward.yaml"
    path.write_text(DECK, "utf-8")
    return path


def written(deck: Path, *words: str, **more: str) -> tuple[bytes, Terminal]:
    """What a terminal gets from `learnms check`, and that terminal."""
    with Terminal(
        [*LEARNMS, "check", str(deck), *words], environment(deck.parent, deck, **more)
    ) as run:
        assert run.code() == 1
        run.display()
        return bytes(run.raw), run


def test_a_terminal_shows_severity_and_carets_in_color(deck: Path) -> None:
    _, terminal = written(deck)
    screen = terminal.screen
    lines = screen.display
    head = next(row for row, line in enumerate(lines) if line.startswith("error LM104: "))
    carets = next(row for row, line in enumerate(lines) if "^^^^^ did you mean `answer`?" in line)

    assert [
        (screen.buffer[head][column].fg, screen.buffer[head][column].bold) for column in (0, 10)
    ] == [("red", True)] * 2
    assert screen.buffer[head][13].fg == "default", "only the severity and the code"
    assert screen.buffer[carets][lines[carets].index("^")].fg == "red"
    assert screen.buffer[carets][lines[carets].index("|")].fg == "blue"


def test_the_words_are_those_without_color(deck: Path, run: Run) -> None:
    raw, _ = written(deck)
    plain = run("check", str(deck)).out

    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", raw.decode()).replace("\r\n", "\n").startswith(plain)


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}], ids=str)
def test_who_wants_no_colors_gets_none(deck: Path, setting: dict[str, str]) -> None:
    raw, _ = written(deck, **setting)

    assert b"\x1b" not in raw
    assert b"^^^^^" in raw


def test_formats_for_programs_have_no_colors(deck: Path) -> None:
    for style in ("json", "github", "sarif", "gitlab"):
        assert b"\x1b" not in written(deck, "--format", style)[0]
    assert b"\x1b[1;31merror LM104\x1b[0m" in written(deck, "--format", "short")[0]


@pytest.mark.parametrize("words", [("--plain", "check"), ("check",)], ids=" ".join)
def test_plain_text_means_one_line_a_finding(
    deck: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    if "--plain" not in words:
        monkeypatch.setenv("LEARNMS_PLAIN", "1")

    short = run(*words, str(deck))

    assert short.out == run("check", str(deck), "--format", "short").out
    assert len(short.out.splitlines()) == 1
    assert len(run(*words, str(deck), "--format", "full").out.splitlines()) > 3
