"""Parses deck files for the cache. YAML is imported only when a file has changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.engine.parsed_decks import at, shipped_files
from learnms.files import NotAFileError, TooLargeError, read_bytes
from learnms.garbage import collection_paused
from learnms.paths import shipped_decks
from learnms.store.deck_cache.parsed import ParsedCard, ParsedFile, ParsedPart, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from learnms.decks.load import Sources
    from learnms.decks.model import Card, Case, Deck
    from learnms.syntax.finding import Finding


def parser(on_reading: Callable[[], None] | None = None) -> Callable[[str], ParsedFile]:
    """A function that gives the content of deck files: what a built wheel holds of the shipped
    ones, else what it parses, sharing the source files beside them. `on_reading` is called before
    the first file is parsed.
    """
    folder = shipped_decks()
    shipped = shipped_files(folder)
    sources: Sources | None = None

    def content(path: str) -> ParsedFile:
        nonlocal sources
        is_shipped = bool(shipped) and Path(path).is_relative_to(os.path.realpath(folder))
        known = at(path, shipped) if is_shipped else None
        if known is not None:
            return known
        if sources is None:
            from learnms.decks.load import Sources  # YAML: only where a file has changed

            if on_reading is not None:
                on_reading()
            sources = Sources()
        return parse(path, sources)

    return content


def parse(path: str, sources: Sources) -> ParsedFile:
    """The cached content of one file. Its problems include the days on which they apply.

    Raises:
        OSError: the file cannot be read.
    """
    from learnms.decks.load import load
    from learnms.syntax.source import LIMIT

    try:
        digest = digest_of(read_bytes(Path(path), LIMIT))
    except (NotAFileError, TooLargeError):
        digest = ""  # `load` reports what is wrong with the file
    with collection_paused():
        loaded = load(Path(path), path, sources, None)
        deck = loaded.read.deck if loaded.read is not None else None
        problems, parsed = _problems(loaded.findings, deck), loaded.parsed
        del loaded  # the nodes of a large deck take more memory than its cards
        if deck is None:
            stem = Path(path).stem
            return ParsedFile(path, digest, False, stem, stem, {}, problems)
        return _as_parsed(path, digest, deck, problems, parsed)


def _problems(findings: Iterable[Finding], deck: Deck | None) -> list[dict[str, object]]:
    """The problems to cache, which include the days on which they apply."""
    studied = {card.id for card in deck.cards if card.id is not None} if deck else set()
    return [_problem(finding, studied) for finding in findings if finding.severity != "info"]


def _as_parsed(
    path: str, digest: str, deck: Deck, problems: list[dict[str, object]], parsed: bool
) -> ParsedFile:
    from learnms.decks.codec import head_to_json

    cards = [_card(deck, card, position) for position, card in enumerate(deck.cards)]
    cards += [
        _case(deck, case, position)
        for position, case in enumerate(deck.cases, len(cards))
        if case.id is not None
    ]
    return ParsedFile(
        path, digest, parsed, deck.id, deck.title, head_to_json(deck), problems, cards, deck.order
    )


def _card(deck: Deck, card: Card, position: int) -> ParsedCard:
    from learnms.decks.codec import form_hash, prompt_line, searchable, to_json
    from learnms.decks.model import PRIORITIES

    audience = card.audience or deck.audience
    parts = (
        []
        if card.is_draft
        else [
            ParsedPart(
                part, card.key_hash(part), form_hash(card.forms[0], part), prompt_line(card, part)
            )
            for part in card.parts
        ]
    )
    return ParsedCard(
        position,
        None if card.is_draft else card.id,
        to_json(card),
        audience,
        card.topic,
        parts,
        card.was,
        searchable(card),
        card.tags,
        tuple(sorted({form.kind for form in card.forms})),
        PRIORITIES.index(card.priority),
        card.region,
    )


def _case(deck: Deck, case: Case, position: int) -> ParsedCard:
    """A case owns no memory, so it has no parts that are scheduled."""
    from learnms.decks.codec import searchable_case, to_json

    kinds = tuple(sorted({part.form.kind for part in case.parts}))
    return ParsedCard(
        position,
        case.id,
        {"case": to_json(case)},
        deck.audience,
        case.topic,
        text=searchable_case(case),
        kinds=kinds,
    )


def _problem(finding: Finding, studied: Collection[str]) -> dict[str, object]:
    """A finding as it is cached; with the card it is about, if that can be studied all the same."""
    days = {"since": finding.since, "until": finding.until}
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "fix": finding.fix,
        **({"card": finding.card} if finding.card in studied else {}),
        **{name: day.isoformat() for name, day in days.items() if day is not None},
    }
