"""Running commands in this process, on a home and a clock of their own."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from learnms.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(
    tmp_path: Path,
    deck_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs a command on the small deck; `typed` is its standard input."""
    monkeypatch.setenv("LEARNMS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LEARNMS_DECKS", str(deck_file))
    monkeypatch.setenv("LEARNMS_NOW", "2026-11-22T09:00:00+00:00")
    monkeypatch.setenv("TZ", "UTC")

    def command(*words: str, typed: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        try:
            code = main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command
