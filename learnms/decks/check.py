"""`learnms check`: all findings about a set of files, in the order of their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.decks.identity import identity_findings
from learnms.decks.load import Loaded, beside, load_all, place, read_sources_file
from learnms.decks.rules.advice import advice_on
from learnms.decks.rules.thresholds import read_thresholds
from learnms.paths import SOURCES_FILE
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
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(1 for finding in self.findings if finding.severity == "error")

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return sum(1 for finding in self.findings if finding.severity == "warning")


def check(
    files: Sequence[DeckFile],
    today: date,
    shipped: Collection[str] = (),
    *,
    advice: bool = True,
) -> Checked:
    """Check files together, so that duplicate ids, `was` and `tests` are looked up among them all.

    Args:
        files: decks, and files of sources.
        today: the day on which `checked` is judged.
        shipped: paths of decks to leave out where another of the files has the same deck id and
        cards.
        advice: whether the rules of LM3, LM6, LM7 and LM9 are applied too.

    Raises:
        UsageError: a `learnms.toml` beside a deck is not valid.
    """
    named = [(Path(file.path), file.shown) for file in files]
    alone = [(path, shown) for path, shown in named if path.name == SOURCES_FILE]
    decks = [(path, shown) for path, shown in named if path.name != SOURCES_FILE]
    loaded, findings = load_all(decks, today)
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
        thresholds: dict[Path, Thresholds] = {}
        for deck_file in loaded:
            if deck_file.read is not None:
                folder = deck_file.path.parent
                if folder not in thresholds:
                    thresholds[folder] = read_thresholds(folder)
                findings += advice_on(deck_file.read, thresholds[folder])
    cards = sum(deck_file.deck.card_count for deck_file in read)
    ordered = tuple(sorted(dict.fromkeys(findings), key=place))
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
