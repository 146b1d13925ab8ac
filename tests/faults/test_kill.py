"""Kills at random points of a real review: no answer that was acknowledged is ever lost."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from learnms.settings import Settings, write_settings
from tests.conftest import NOW
from tests.end_to_end.terminal import LEARNMS, Terminal, environment
from tests.factories.store import Clock, open_store
from tests.faults.forked import forked, import_all

QUICK, LONG = 10, 500
CARDS = 1500
IN_THE_START = 0.2
"""The part of the lives that end before or while the first card comes; only these are starts of a
new interpreter.
"""
MOST = 5
"""Answers before a kill."""

LOGGED = "SELECT card, rating, count(*) FROM event WHERE kind = 'review' GROUP BY 1, 2"

# One row per part that the log and the memory disagree about. `last` is the latest review of the
# part.
DISAGREEMENT = """
WITH logged AS (
    SELECT card, coalesce(part, '') AS part, count(*) AS reviews, max(seq) AS seq
    FROM event WHERE kind = 'review' GROUP BY 1, 2
)
SELECT logged.card, reviews, memory.reps FROM logged
JOIN event AS last ON last.seq = logged.seq AND last.kind = 'review' AND last.card = logged.card
LEFT JOIN memory ON memory.card = logged.card AND memory.part = logged.part
WHERE memory.reps IS NOT reviews OR memory.last_event IS NOT last.id
    OR memory.due IS NOT last.due OR memory.last_day IS NOT last.study_day
UNION ALL
SELECT card, 0, reps FROM memory WHERE card NOT IN (SELECT card FROM logged)
"""


@dataclass
class Lane:
    """One home, the answers it acknowledged as (card, rating), and what became of its lives."""

    folder: Path
    rng: random.Random
    acknowledged: Counter[tuple[str, int]] = field(default_factory=Counter)
    start_took: float = 0.0
    screens: bool = False

    def lives(self, kills: int) -> list[int | None]:
        """How many answers come before each kill; None for a life that ends in the start. The
        shares are fixed and the order is random, so that a few lives hold what many do.
        """
        in_the_start = int(kills * IN_THE_START)
        drawn = [None] * in_the_start + [MOST - n % (MOST + 1) for n in range(kills - in_the_start)]
        self.rng.shuffle(drawn)
        return drawn

    def live(self, day: int, answers: int | None) -> None:
        """One run of the program, from its start to its kill, and a look at what it left."""
        at = NOW + timedelta(days=day)
        surroundings = environment(
            self.folder, self.folder / "deck.yaml", LEARNMS_NOW=at.isoformat()
        )
        front = [] if self.screens else ["--plain"]
        words = ["review", *front, "--new", "30", "--limit", "30"]
        is_new = answers is None or not self.start_took
        with (
            Terminal([*LEARNMS, *words], surroundings) if is_new else forked(words, surroundings)
        ) as terminal:
            if answers is None:
                time.sleep(
                    self.rng.uniform(0, (self.start_took or 0.5) * 1.1)
                )  # the one thing waited for is a random moment
            else:
                answer = self.answer_on_screens if self.screens else self.answer
                answer(terminal, answers)
                time.sleep(self.rng.expovariate(1 / 0.006))
            terminal.signal(signal.SIGKILL)
            assert terminal.code() == -signal.SIGKILL
        self.check()

    def answer(self, terminal: Terminal, answers: int) -> None:
        """Answer some cards, and begin with one more: the kill comes at any point of it."""
        card = terminal.line(r"Question (\S+)\?\r\nPress enter to show\.\r\n> ")[1]
        self.start_took = self.start_took or time.perf_counter() - terminal.started
        for left in range(answers, -1, -1):
            rating = self.rng.choice([1, 2, 3, 3, 3, 4])
            terminal.send("\n")
            terminal.line(r"Grade: [\s\S]*?\r\n> ")
            terminal.send(f"{rating}\n")
            if not left:
                return
            terminal.line("Next on|again today")
            self.acknowledged[card, rating] += 1
            after = terminal.line(
                r"Question (\S+)\?\r\nPress enter to show\.\r\n> |Nothing is due tomorrow|due\."
            )
            if not after[1]:
                return
            card = after[1]

    def answer_on_screens(self, terminal: Terminal, answers: int) -> None:
        """The same with keys; the next painted card is what acknowledges an answer."""
        card = terminal.line(r"Question (\S+)\?")[1]
        self.start_took = self.start_took or time.perf_counter() - terminal.started
        for left in range(answers, -1, -1):
            rating = self.rng.choice([1, 2, 3, 3, 3, 4])
            terminal.send(" ")
            terminal.line("Easy")
            terminal.send(str(rating))
            if not left:
                return
            following = terminal.line(rf"Question (?!{card})(\S+)\?")[1]
            self.acknowledged[card, rating] += 1
            card = following

    def check(self) -> None:
        """Every acknowledged answer is in the log, and memory is what the log says."""
        path = self.folder / "home" / "learnms.db"
        if not path.exists() or not path.stat().st_size:
            assert not self.acknowledged
            return
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            if not connection.execute("PRAGMA user_version").fetchone()[0]:
                assert not self.acknowledged
                return
            logged = Counter({(card, rating): n for card, rating, n in connection.execute(LOGGED)})
            assert not self.acknowledged - logged, "acknowledged answers are not in the log"
            assert connection.execute(DISAGREEMENT).fetchall() == [], (
                "memory is not what the log leads to"
            )


def torment(lane: Lane, kills: int) -> Lane:
    for life, answers in enumerate(lane.lives(kills)):
        lane.live(life // 4, answers)
    return lane


def lane(folder: Path, seed: int, *, screens: bool = False) -> Lane:
    """A home of its own with a deck in which there is always another card."""
    cards = "".join(
        f"  - {{id: card-k{n:04}, ask: 'Question card-k{n:04}?', answer: Answer, source: book,"
        " checked: 2026-11-22}\n"
        for n in range(CARDS)
    )
    folder.mkdir()
    (folder / "deck.yaml").write_text(
        "deck: Kills\nid: kills\nsources:\n  book: {title: Book, revised:"
        f" 2025-01}}\ncards:\n{cards}",
        "utf-8",
    )
    write_settings(folder / "home", Settings(who="student", guard_ms=0))
    return Lane(folder, random.Random(seed), screens=screens)


def assert_sound(lane: Lane, kills: int) -> None:
    """After all of it the file is whole, and a rebuild has nothing to mend."""
    assert lane.acknowledged.total() >= kills // 2, "the lives were too short to say anything"
    with closing(sqlite3.connect(lane.folder / "home" / "learnms.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        durable = connection.execute("SELECT count(*) FROM event WHERE kind = 'review'").fetchone()[
            0
        ]
    store = open_store(lane.folder / "home", Clock(NOW + timedelta(days=kills)))
    assert store.rebuild().changed == 0
    store.close()
    assert durable >= lane.acknowledged.total()


@pytest.mark.parametrize(
    "kills", [QUICK, pytest.param(LONG, marks=pytest.mark.long)], ids=["quick", "long"]
)
@pytest.mark.parametrize("screens", [False, True], ids=["lines", "screens"])
def test_no_acknowledged_answer_is_lost_to_a_kill(
    tmp_path: Path, kills: int, *, screens: bool
) -> None:
    import_all()

    tormented = torment(lane(tmp_path / "lane", 7 + screens, screens=screens), kills)

    assert_sound(tormented, kills)
    print(f"{kills} kills, {tormented.acknowledged.total()} acknowledged")
