"""A learner's place: a home, decks, and the program run there as a learner runs it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from learnms.settings import FILE, Settings, write_settings
from tests.conftest import DECK
from tests.end_to_end.terminal import LEARNMS, LIMIT, Terminal, environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_HEAD, *_CARDS = DECK.split("  - id: ")


def deck_of(*cards: str) -> str:
    """The shared small deck with these of its cards, in this order."""
    by_id = {text.partition("\n")[0]: text for text in _CARDS}
    return _HEAD + "".join(f"  - id: {by_id[card]}" for card in cards)


@dataclass
class Place:
    """One learner's folders, and every window that was opened there."""

    folder: Path
    windows: list[Terminal] = field(default_factory=list)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def deck(self) -> Path:
        return self.folder / "deck.yaml"

    def known_learner(self, who: str = "student", guard_ms: int | None = 0) -> None:
        """Answer beforehand what the first start asks. A test presses as soon as it sees, so
        that keys are not guarded unless it is about that.
        """
        write_settings(self.home, Settings(who=who, guard_ms=guard_ms))

    def environment(self, **more: str) -> dict[str, str]:
        return environment(self.folder, self.deck, **more)

    def open(
        self,
        *words: str,
        columns: int = 80,
        rows: int = 24,
        before: Callable[[], None] | None = None,
        **more: str,
    ) -> Terminal:
        """Run the program in a window, without the guard of keys where no learner is known yet."""
        if not (self.home / FILE).exists():
            write_settings(self.home, Settings(guard_ms=0))
        window = Terminal(
            [*LEARNMS, *words], self.environment(**more), columns=columns, rows=rows, before=before
        )
        self.windows.append(window)
        return window

    def run(self, *words: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """Run the program without a terminal."""
        return subprocess.run(
            [*LEARNMS, *words],
            env=self.environment(**more),
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )

    def json(self, *words: str, **more: str) -> Any:
        """What a command says with `--json`."""
        done = self.run(*words, "--json", **more)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def answers(self) -> list[tuple[str, int]]:
        """Card and rating of every review in the log, in their order."""
        if not (self.home / "learnms.db").exists():
            return []
        with closing(
            sqlite3.connect(f"file:{self.home / 'learnms.db'}?mode=ro", uri=True)
        ) as connection:
            return connection.execute(
                "SELECT card, rating FROM event WHERE kind = 'review' ORDER BY seq"
            ).fetchall()

    def close(self) -> None:
        for window in self.windows:
            window.close()
