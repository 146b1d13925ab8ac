"""The search: what a letter costs at 10,000 and 100,000 cards, and from a letter to its paint in
the running program.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.engine.browse.search import Browser
from learnms.engine.queries import Queries
from learnms.store.deck_cache.parsed import ParsedCard, ParsedFile, ParsedPart
from learnms.store.deck_cache.refresh import refresh
from learnms.store.read.search_rows import SearchRows
from learnms.store.sqlite.connection import open_writer
from tests.bench.figures import Figure
from tests.bench.library import surroundings
from tests.bench.windows import ROOT, pressed
from tests.end_to_end.terminal import LEARNMS, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.figures import Size

TYPED = 'infusion -"live vaccine" is:new or (steroid prop:lapses<3)'
TODAY = datetime(2026, 11, 22, tzinfo=UTC).date()
_TEXT = (
    "card-{n:06} question{n:06}, which of these is given before the infusion? a steroid and an"
    " antihistamine {n} they make reactions rarer and milder. a live vaccine it is not given during"
    " treatment. nothing at all reactions would be more frequent. an antibiotic the label asks for"
    " the steroid 30 minutes before each infusion, and the antihistamine 30 to 60 minutes before"
    " it. a protein that is found on some of the cells. {other}"
)
_OTHER = (
    "blood pressure",
    "hepatitis b serology",
    "immunoglobulins",
    "a pump with an alarm",
    "vaccination history",
    "a mild headache",
    "two weeks apart",
)


def _library(path: str, cards: int) -> ParsedFile:
    made = []
    for n in range(cards):
        parts = [
            ParsedPart(
                None,
                "key",
                "wording",
                f"Question{n:06}, which of these is given before the infusion?",
            )
        ]
        text = _TEXT.format(n=n, other=_OTHER[n % len(_OTHER)])
        made.append(
            ParsedCard(
                n,
                f"card-{n:06}",
                {"line": n},
                (),
                "basics",
                parts,
                text=text,
                tags=("dose",),
                kinds=("single",),
            )
        )
    return ParsedFile(
        path,
        "digest",
        True,
        "measured",
        "Measured",
        {"topics": [["basics", "Basics", None]]},
        [],
        made,
    )


def _search(folder: Path, size: Size, cards: int) -> Figure:
    """The median of a letter, against one pass over the same texts that looks for what stands in
    the field as it is.
    """
    file = folder / "deck.yaml"
    file.write_text("cards: []", "utf-8")
    opened = open_writer(folder / "home")
    try:
        refresh(
            opened.connection, [file], partial(_library, cards=cards), writable=True, today=TODAY
        )
        queries, started = Queries(opened), time.perf_counter()
        browser = Browser(queries, TODAY)
        loading = time.perf_counter() - started
        reading = _timed(partial(_read_once, SearchRows(opened.session)))
        texts = browser.index.columns.text
        ours, floor = list[float](), list[float]()
        for _ in range(size.few):
            browser.reread([])  # nothing is remembered of the time before
            for end in range(1, len(TYPED) + 1):
                field = TYPED[:end]
                ours.append(_timed(partial(browser.find, field)))
                floor.append(_timed(partial(one_pass, texts, field)))
    finally:
        opened.close()
    worst = max(ours) * 1000
    note = (
        f"the slowest letter took {worst:.1f} ms; loading the rows, once, {loading * 1000:.0f} ms,"
        f" and only reading them {reading * 1000:.0f} ms"
    )
    return Figure(
        f"a letter of a search in {cards:,} cards",
        statistics.median(ours) * 1000,
        statistics.median(floor) * 1000,
        "≤ 16 ms" if cards <= 10_000 else "",
        note=note,
    )


def one_pass(texts: list[str], word: str) -> list[int]:
    """The rows of the texts with a word."""
    return [row for row, text in enumerate(texts) if word in text]


def _read_once(stored: SearchRows) -> None:
    for deck in stored.decks():
        list(stored.cards(deck.path))
    list(stored.bodies())
    stored.other_memories()


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def search(folder: Path, size: Size) -> Figure:
    """A letter at 10,000 cards."""
    return _search(folder, size, 10_000)


def search_large(folder: Path, size: Size) -> Figure:
    """A letter at 100,000 cards."""
    return _search(folder, size, 100_000 if not size.quick else 20_000)


def letter(folder: Path, size: Size) -> Figure:
    """A letter to the painted rows in the running program, with 10,000 cards."""
    cards = 10_000 if not size.quick else 500
    made = surroundings(folder, cards)
    bare = Terminal(
        [sys.executable, str(Path(__file__).with_name("bare_search.py"))],
        {**made, "PYTHONPATH": ROOT},
    )
    steps: list[tuple[float, float]] = []
    with Terminal(LEARNMS, made) as ours, bare:
        for window, mark in ((ours, b"Browse"), (bare, b"Question")):
            window.until(partial(_has, window, mark), "the first page")
        pressed(ours, "b", "Question00001")
        typed = "question0000"
        for at, key in enumerate((typed * (size.many // len(typed) + 1))[: size.many], 1):
            if (at - 1) % len(typed) == 0 and at > 1:
                for window in (ours, bare):
                    window.send("\x15")  # the line is emptied
            bare_mark = f"{(at - 1) % len(typed) + 1} letters"
            steps.append((pressed(ours, key, "rows"), pressed(bare, key, bare_mark)))
    taken, least = (statistics.median(step[side] for step in steps) * 1000 for side in (0, 1))
    return Figure(f"key to paint of a letter in {cards:,} cards", taken, least)


def _has(window: Terminal, mark: bytes) -> bool:
    return mark in window.raw
