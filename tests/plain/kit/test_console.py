"""What is said to a terminal and to a pipe, and how choices are read."""

from __future__ import annotations

import io

import pytest

from learnms.errors import UsageError
from learnms.plain.kit.console import NOTHING_CHANGED, Console, unchanged


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(target: io.StringIO, text: str) -> str:
    Console(io.StringIO(), target, echo=False).say(text)
    return target.getvalue()


def test_a_terminal_gets_lines_that_break_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    numb = "1. Feeling numb: also right. Numb skin is common."

    assert said(Terminal(), numb) == ("1. Feeling numb: also\n   right. Numb skin is\n   common.\n")
    assert said(Terminal(), f"See https://example.org/{'x' * 30} now") == (
        f"See\nhttps://example.org/{'x' * 30}\nnow\n"
    )
    assert said(Terminal(), "one\n\ntwo") == "one\n\ntwo\n"
    assert said(io.StringIO(), numb) == f"{numb}\n"


@pytest.mark.parametrize(
    ("typed", "choice"),
    [("2.", "2"), (" 2, ", "2"), ("Q", "q"), ("", ""), (".", "."), ("1 3", "1 3")],
)
def test_a_choice_forgives_capitals_and_the_stop_behind_a_number(typed: str, choice: str) -> None:
    assert Console(io.StringIO(f"{typed}\n"), io.StringIO(), echo=True).choose() == choice


def test_what_was_not_done_is_said_once() -> None:
    assert unchanged(UsageError("Too late.")) == "Nothing changed: Too late."
    assert unchanged(UsageError(NOTHING_CHANGED)) == NOTHING_CHANGED
