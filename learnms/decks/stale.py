"""`learnms check --stale`: the cards that a source's new revision, or a year, makes doubtful."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.model import PRIORITIES, STANDARD, inherited
from learnms.decks.provenance import DAYS_UNTIL_STALE
from learnms.syntax.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from learnms.decks.entry import Entry, ReadDeck
    from learnms.decks.load import Loaded
    from learnms.decks.model import Notes, Source

REVISED, OLD = "revised", "year"
"""Why a card is doubtful: its source was revised after the check, or the check is over a year old.
"""


ERRORS, NO_SOURCE, UNREADABLE = "errors", "source", "unreadable"
"""Why a card or a file cannot be judged."""


class Stale(NamedTuple):
    """A card or case question to compare with a source again. `checked` is its oldest check of
    those before the source's revision, or of those older than a year.
    """

    source: Source
    why: str
    priority: str
    checked: date
    card: str
    deck: str
    file: str
    line: int


def stale_cards(decks: Iterable[ReadDeck], today: date) -> list[Stale]:
    """The doubtful cards in the order of work: by source (revised ones first, then by key), core
    cards first, then the oldest check.

    A card is listed under each of its sources that was revised since; under its first source if
    only its check is old.
    """
    oldest: dict[tuple[str, str, str, int], Stale] = {}
    for read in decks:
        for row in _of_deck(read, today):
            key = (row.source.key, row.source.title, row.file, row.line)
            known = oldest.get(key)
            if known is None or (row.why, row.checked) < (known.why, known.checked):
                oldest[key] = row
    revised = {row.source.key for row in oldest.values() if row.why == REVISED}
    return sorted(
        oldest.values(),
        key=lambda row: (
            row.source.key not in revised,
            row.source.key,
            PRIORITIES.index(row.priority),
            row.checked,
            row.file,
            row.line,
        ),
    )


class Unchecked(NamedTuple):
    """A card or case question that was never compared with a source."""

    priority: str
    card: str
    deck: str
    file: str
    line: int


def never_checked(decks: Iterable[ReadDeck]) -> list[Unchecked]:
    """The cards without a `checked` date on one of their forms: core cards first, then in the order
    of the files.
    """
    rows = {
        Unchecked(priority, label, read.deck.id, read.path, line)
        for read in decks
        for label, priority, line, notes in _questions(read)
        if notes.checked is None
    }
    return sorted(rows, key=lambda row: (PRIORITIES.index(row.priority), row.file, row.line))


class Unjudged(NamedTuple):
    """What the other lists cannot say anything about: a card or case question with errors or with
    a source that is not declared; without `card`, the rest of a file that cannot be read as a
    whole.
    """

    why: str
    card: str
    deck: str
    file: str
    line: int


def unjudged(files: Iterable[Loaded]) -> list[Unjudged]:
    """What neither `stale_cards` nor `never_checked` can judge, in the order of the files."""
    rows: list[Unjudged] = []
    for file in files:
        deck = file.read.deck.id if file.read is not None else ""
        if file.read is None or not file.parsed:
            line = next((f.line for f in file.findings if RULES[f.code].keeps_out), 1)
            rows.append(Unjudged(UNREADABLE, "", deck, file.shown, line))
        if file.read is not None:
            rows += sorted(_unjudged_in(file.read), key=lambda row: row.line)
    return rows


def _unjudged_in(read: ReadDeck) -> Iterator[Unjudged]:
    deck = read.deck
    parts = [part for case in deck.cases for part in case.parts]
    judged = {id(kept) for kept in (*deck.cards, *deck.cases, *parts)}
    case: Entry | None = None
    for entry in read.entries:
        case = entry if entry.kind == "case" else case
        is_of_bad_case = case is not None and entry.kind == "part" and id(case.asked) not in judged
        if id(entry.card or entry.asked) not in judged and not is_of_bad_case:
            of_case = case.id if case is not None and entry.kind == "part" else None
            label = "/".join(filter(None, (of_case, entry.id)))
            yield Unjudged(ERRORS, label, deck.id, read.path, entry.node.start.line)
    declared = {source.key for source in deck.sources}
    rows = {
        Unjudged(NO_SOURCE, label, deck.id, read.path, line)
        for label, _, line, notes in _questions(read)
        if notes.checked is not None
        and not (notes.sources and {ref.key for ref in notes.sources} <= declared)
    }
    yield from rows


def _of_deck(read: ReadDeck, today: date) -> Iterator[Stale]:
    sources = {source.key: source for source in read.deck.sources}
    for label, priority, line, notes in _questions(read):
        if notes.checked is None:
            continue
        known = [
            sources[key]
            for key in dict.fromkeys(ref.key for ref in notes.sources)
            if key in sources
        ]
        newer = [s for s in known if s.revised_on is not None and s.revised_on > notes.checked]
        is_old = today - notes.checked > timedelta(days=DAYS_UNTIL_STALE)
        for source in newer or (known[:1] if is_old else []):
            why = REVISED if newer else OLD
            yield Stale(source, why, priority, notes.checked, label, read.deck.id, read.path, line)


def _questions(read: ReadDeck) -> Iterator[tuple[str, str, int, Notes]]:
    """Each form and case question: the id of its card, the priority, the line, and its notes."""
    for card in read.deck.cards:
        for form in card.forms:
            notes = inherited(form.notes, card.forms[0].notes)
            yield card.id or "", card.priority, card.line, notes
    for case in read.deck.cases:
        for part in case.parts:
            label = "/".join(filter(None, (case.id, part.id)))
            yield label, STANDARD, part.line or case.line, part.form.notes
