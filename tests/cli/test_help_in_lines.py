"""Words are looked up in lines as the program runs them, through a pipe of any length."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run

COUNT = 1100


@pytest.mark.long
@pytest.mark.parametrize("command", ["", "review", "quiz"])
def test_thousands_of_words_are_looked_up(run: Run, command: str) -> None:
    first = "1\n1\n" if not command else ""
    ran = run(*command.split(), "--plain", typed=first + "? zebra\n" * COUNT + "? relapse\nq\n")

    assert ran.code == 0
    assert ran.out.count("Nothing found for `zebra`.") == COUNT
    assert "relapse: New symptoms that last a day.\n" in ran.out
    assert ran.err == ""
