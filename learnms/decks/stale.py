"""`learnms check --stale`: the cards that a source's new revision, or a year, makes doubtful."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.model import PRIORITIES, STANDARD, inherited
from learnms.decks.provenance import DAYS_UNTIL_STALE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from learnms.decks.entry import ReadDeck
    from learnms.decks.model import Notes, Source

REVISED, OLD = "revised", "year"
"""Why a card is doubtful: its source was revised after the check, or the check is over a year old.
"""


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
