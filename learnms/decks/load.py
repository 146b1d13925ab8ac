"""Load deck files: read, compose, merge shared sources, and keep cards with errors out of study."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.decks.entry import ReadDeck
from learnms.decks.model import kinds_of
from learnms.decks.provenance import provenance_findings
from learnms.decks.read_deck import read_deck, read_sources
from learnms.decks.signing import signing_findings
from learnms.garbage import collection_paused
from learnms.kinds.fields import Fields, Report, written
from learnms.paths import SOURCES_FILE
from learnms.syntax.compose import compose
from learnms.syntax.node import Mapping, Scalar
from learnms.syntax.rules import RULES
from learnms.syntax.source import read_source, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from learnms.decks.model import Source
    from learnms.syntax.finding import Finding
    from learnms.syntax.source import Source as SourceText


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file. `read` is None if it holds no deck; `parsed` is False if it is not valid YAML."""

    path: Path
    shown: str
    read: ReadDeck | None
    findings: tuple[Finding, ...]
    parsed: bool
    source: SourceText | None = None


class Sources:
    """The `sources.yaml` files of the decks loaded, each read once."""

    def __init__(self) -> None:
        self._known: dict[Path, dict[str, Source]] = {}
        self.findings: list[Finding] = []

    def beside(self, path: Path, shown: str) -> dict[str, Source]:
        """The shared sources in a deck's folder; empty if there are none."""
        file = path.parent / SOURCES_FILE
        if file not in self._known:
            self._known[file] = {}
            if file.is_file():
                self._known[file], findings = read_sources_file(file, beside(shown))
                self.findings += findings
        return self._known[file]


def beside(shown: str) -> str:
    """The name of the shared sources of a deck's folder in findings."""
    return str(Path(shown).parent / SOURCES_FILE)


def read_sources_file(path: Path, shown: str) -> tuple[dict[str, Source], list[Finding]]:
    """The entries of a `sources.yaml`, and the findings in it."""
    source, findings = read_source(path, shown)
    if source is None:
        return {}, findings
    root, more, _ = compose(source)
    report = Report(shown, source)
    for finding in findings + more:
        report.take(finding)
    if not isinstance(root, Mapping):
        if root is not None and not report.total:
            report.add(
                "LM101",
                root.start,
                f"this file contains {written(root)}, not sources",
                "start with a source key such as `uspi:`, with its `title:` below it",
            )
        return {}, report.findings
    if isinstance(title := root.get("deck"), Scalar):
        report.add(
            "LM101",
            title.start,
            f"`{SOURCES_FILE}` is the file of shared sources, but this one contains a deck",
            "give the file another name, such as `my-deck.yaml`",
        )
        return {}, report.findings
    known = read_sources(Fields(root, report), report)
    return known, report.findings


def load(path: Path, shown: str, sources: Sources, today: date | None) -> Loaded:
    """Read one deck file, with the findings that hold on a day, or on any day."""
    with collection_paused():
        source, findings = read_source(path, shown)
        if source is None:
            return Loaded(path, shown, None, tuple(findings), parsed=False)
        return _load(path, source, findings, sources.beside(path, shown), today)


def load_text(text: str, shown: str) -> Loaded:
    """Read the text of a deck that is in no file yet, with the findings that hold on any day."""
    source, findings = source_of(text, shown)
    if source is None:
        return Loaded(Path(shown), shown, None, tuple(findings), parsed=False)
    return _load(Path(shown), source, findings, {}, None)


def _load(
    path: Path,
    source: SourceText,
    findings: list[Finding],
    shared: dict[str, Source],
    today: date | None,
) -> Loaded:
    root, syntax, parsed = compose(source)
    shown, report = source.path, Report(source.path, source)
    read = read_deck(source, root, shared, report)
    if read is not None:
        provenance_findings(read, report)
        signing_findings(read, report)
        syntax = _keep_out(read, findings + syntax)
        findings = []
    held = [
        finding
        for finding in findings + syntax + report.findings
        if today is None or finding.holds_on(today)
    ]
    return Loaded(path, shown, read, tuple(sorted(dict.fromkeys(held), key=place)), parsed, source)


def place(finding: Finding) -> tuple[str, int, int, str]:
    """Sort key of findings: file, line and column."""
    return finding.file, finding.line, finding.column, finding.code


def _keep_out(read: ReadDeck, findings: list[Finding]) -> list[Finding]:
    """Assign each syntax finding to its card or case, and take those with errors out of study."""
    if not findings:
        return findings
    entries = [entry for entry in read.entries if entry.kind in ("card", "case")]
    starts = [entry.node.start[:2] for entry in entries]
    named = []
    bad: set[int] = set()
    for finding in findings:
        spot = (finding.line, finding.column)
        position = bisect_right(starts, spot) - 1
        if position < 0 or spot >= entries[position].node.end[:2]:
            named.append(finding)
            continue
        entry = entries[position]
        named.append(replace(finding, card=entry.id))
        if RULES[finding.code].keeps_out:
            bad |= {id(entry.card), id(entry.asked)}
    if bad:
        cards = tuple(card for card in read.deck.cards if id(card) not in bad)
        cases = tuple(case for case in read.deck.cases if id(case) not in bad)
        read.deck = replace(read.deck, cards=cards, cases=cases, kinds=kinds_of(cards, cases))
    return named


def load_all(files: Iterable[tuple[Path, str]], today: date) -> tuple[list[Loaded], list[Finding]]:
    """Read several decks that share their sources; also the findings in the sources' own files."""
    sources = Sources()
    loaded = [load(path, shown, sources, today) for path, shown in files]
    return loaded, sources.findings


def digest(data: bytes) -> str:
    """The hash by which an unchanged file is recognized."""
    return hashlib.sha256(data).hexdigest()
