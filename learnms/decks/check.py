"""`learnms check`: all findings about a set of files, in the order of their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.decks.identity import identity_findings
from learnms.decks.load import Loaded, Sources, beside, load, place, read_sources_file
from learnms.decks.rules.advice import advice_on
from learnms.decks.rules.thresholds import FILE as THRESHOLDS_FILE
from learnms.decks.rules.thresholds import read_thresholds
from learnms.paths import SOURCES_FILE
from learnms.syntax.collector import Tally
from learnms.syntax.source import read_source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from learnms.decks.rules.thresholds import Thresholds
    from learnms.paths import DeckFile
    from learnms.syntax.finding import Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check. `cards` counts the cards written in all files; `lines` holds the lines
    of each file that has findings.
    """

    findings: tuple[Finding, ...]
    loaded: tuple[Loaded, ...]
    cards: int
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many cards errors keep out of study."""
        decks = [file.read.deck for file in self.loaded if file.read is not None]
        return sum(deck.card_count - len(deck.cards) for deck in decks)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(1 for finding in self.findings if finding.severity == "error")

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return sum(1 for finding in self.findings if finding.severity == "warning")


Stamp = tuple[int, int, int] | None
"""Time, size and number of a file; None if it is not there."""


def stamps(path: Path) -> tuple[Stamp, ...]:
    """What changes when a deck changes: the stamps of its file, and of the files beside it that it
    depends on.
    """
    beside_it = (path.parent / SOURCES_FILE, path.parent / THRESHOLDS_FILE)
    return tuple(_stamp(file) for file in (path, *beside_it))


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class Kept:
    """The files as last read, with the advice on them. A check that is given this again reads only
    what has changed.
    """

    def __init__(self) -> None:
        self._day: date | None = None
        self._files: dict[Path, tuple[tuple[Stamp, ...], Loaded]] = {}
        self._advice: dict[Path, tuple[Loaded, list[Finding]]] = {}

    def load(
        self, decks: Sequence[tuple[Path, str]], today: date
    ) -> tuple[list[Loaded], list[Finding]]:
        """The decks, and the findings in the sources beside them."""
        if today != self._day:
            self._day = today
            self._files.clear()
        sources = Sources()
        loaded = []
        for path, shown in decks:
            written = stamps(path)
            known = self._files.get(path)
            if known is None or known[0] != written or known[1].shown != shown:
                known = self._files[path] = written, load(path, shown, sources, today)
            else:
                sources.beside(path, shown)
            loaded.append(known[1])
        return loaded, sources.findings

    def advice(self, loaded: Sequence[Loaded]) -> list[Finding]:
        """The findings of LM3, LM6, LM7 and LM9.

        Raises:
            UsageError: a `learnms.toml` beside a deck is not valid.
        """
        thresholds: dict[Path, Thresholds] = {}
        findings: list[Finding] = []
        for deck_file in loaded:
            path, read = deck_file.path, deck_file.read
            if read is None:
                continue
            if path.parent not in thresholds:
                thresholds[path.parent] = read_thresholds(path.parent)
            known = self._advice.get(path)
            if known is None or known[0] is not deck_file:
                known = self._advice[path] = deck_file, advice_on(read, thresholds[path.parent])
            findings += known[1]
        return findings


def check(
    files: Sequence[DeckFile],
    today: date,
    shipped: Collection[str] = (),
    *,
    advice: bool = True,
    kept: Kept | None = None,
) -> Checked:
    """Check files together, so that duplicate ids, `was` and `tests` are looked up among them all.

    Args:
        files: decks, and files of sources.
        today: the day on which `checked` is judged.
        shipped: paths of decks to leave out where another of the files has the same deck id and
        cards.
        advice: whether the rules of LM3, LM6, LM7 and LM9 are applied too.
        kept: what an earlier check of these files has read.

    Raises:
        UsageError: a `learnms.toml` beside a deck is not valid.
    """
    named = [(Path(file.path), file.shown) for file in files]
    alone = [(path, shown) for path, shown in named if path.name == SOURCES_FILE]
    decks = [(path, shown) for path, shown in named if path.name != SOURCES_FILE]
    kept = kept or Kept()
    loaded, findings = kept.load(decks, today)
    loaded = _without_replaced(loaded, shipped)
    known = {finding.file for finding in findings}
    for path, shown in alone:
        if shown not in known:
            findings += read_sources_file(path, shown)[1]
    for deck_file in loaded:
        findings += deck_file.findings
    read = [deck_file.read for deck_file in loaded if deck_file.read is not None]
    findings += identity_findings(sorted(read, key=lambda deck: deck.path))
    if advice:
        findings += kept.advice(loaded)
    cards = sum(deck_file.deck.card_count for deck_file in read)
    tally = Tally()
    for finding in sorted(dict.fromkeys(findings), key=place):
        tally.add(finding)
    ordered = tuple(sorted(tally.result(), key=place))
    return Checked(ordered, tuple(loaded), cards, _lines(ordered, loaded, alone))


def _without_replaced(loaded: list[Loaded], shipped: Collection[str]) -> list[Loaded]:
    own = {
        deck_file.read.deck.id
        for deck_file in loaded
        if deck_file.read is not None
        and str(deck_file.path) not in shipped
        and (deck_file.read.deck.cards or deck_file.read.deck.cases)
    }
    return [
        deck_file
        for deck_file in loaded
        if str(deck_file.path) not in shipped
        or deck_file.read is None
        or deck_file.read.deck.id not in own
    ]


def _lines(
    findings: Iterable[Finding], loaded: list[Loaded], alone: list[tuple[Path, str]]
) -> dict[str, tuple[str, ...]]:
    """The lines of each file that has findings. A `sources.yaml` is read a second time for them,
    which is rare.
    """
    lines = {
        deck_file.shown: deck_file.source.lines
        for deck_file in loaded
        if deck_file.source is not None
    }
    paths = {
        beside(deck_file.shown): deck_file.path.parent / SOURCES_FILE for deck_file in loaded
    } | {shown: path for path, shown in alone}
    for file in {finding.file for finding in findings} - set(lines):
        source = read_source(paths[file], file)[0] if file in paths else None
        if source is not None:
            lines[file] = source.lines
    return lines
