"""When the program speaks lines: without a terminal, on request, and where it is the default."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from learnms.cli.context import Context
from learnms.cli.review import wants_lines
from learnms.clock import clock_from
from learnms.engine.home.wording import PLAIN_IS_DEFAULT, PLAIN_ONCE
from learnms.settings import FILE
from tests.cli.conftest import Run


class _Stream:
    def __init__(self, *, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def _context(home: Path, **environment: str) -> Context:
    named = {"TERM": "xterm", **environment}
    return Context(named, clock_from({}), str(home), [])


def _at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{name}", _Stream(terminal=True))


@pytest.mark.parametrize("odd", ["stdin", "stdout", "stderr"])
def test_lines_where_one_of_the_streams_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, odd: str
) -> None:
    _at_a_terminal(monkeypatch)
    options = SimpleNamespace(plain=False)
    assert not wants_lines(options, _context(tmp_path))

    monkeypatch.setattr(f"sys.{odd}", _Stream(terminal=False))
    assert wants_lines(options, _context(tmp_path))
    assert not wants_lines(options, _context(tmp_path, TEXTUAL_DRIVER="web"))

    monkeypatch.setattr(f"sys.{odd}", None)
    assert wants_lines(options, _context(tmp_path))


@pytest.mark.parametrize(
    ("plain", "variable", "setting", "lines"),
    [
        (None, "", False, False),
        (None, "", True, True),
        (None, "1", False, True),
        (None, "0", True, False),
        (False, "1", True, False),
        (True, "0", False, True),
    ],
)
def test_the_option_comes_first_then_the_variable_then_the_setting(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    plain: bool | None,
    variable: str,
    setting: bool,
    lines: bool,
) -> None:
    _at_a_terminal(monkeypatch)
    if setting:
        (tmp_path / FILE).write_text("plain_text = true\n", "utf-8")

    context = _context(tmp_path, LEARNMS_PLAIN=variable)

    assert wants_lines(SimpleNamespace(plain=plain), context) is lines


def test_a_broken_settings_file_keeps_lines_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _at_a_terminal(monkeypatch)
    (tmp_path / FILE).write_text("plain_text = true\nnowhere = 1\n", "utf-8")

    assert wants_lines(SimpleNamespace(plain=None), _context(tmp_path))


def test_the_first_page_says_how_lines_become_the_default(run: Run, tmp_path: Path) -> None:
    first = run(typed="1\n1\nq\n")
    assert PLAIN_ONCE in first.out

    (tmp_path / "home" / FILE).write_text('who = "student"\nplain_text = true\n', "utf-8")
    later = run(typed="q\n")
    assert PLAIN_IS_DEFAULT in later.out
    assert PLAIN_ONCE not in later.out
