"""A part's events and private notes. A few parts are looked up one by one; for many the log is
read once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.study.event import note_text
from learnms.study.replay import Relinks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.study.event import Event, Part

FEW = 200
"""Up to this many parts, one look-up each is quicker."""


def events_of(
    queries: Queries,
    today: date,
    part: Part,
    kinds: Collection[str],
    relinks: Relinks | None = None,
) -> list[Event]:
    """The counting events of a part, also from before a renaming, oldest first."""
    sources = (
        relinks if relinks is not None else Relinks.of(queries.events.relinks(today))
    ).sources(part)
    events = [
        event
        for card in {source.card for source in sources}
        for event in queries.events.counting_of_card(card, today)
        if event.kind in kinds and event.owner in sources
    ]
    return sorted(
        events, key=lambda event: (event.study_day, event.seq, event.at_utc, event.id.bytes)
    )


def note_in(events: Iterable[Event]) -> str:
    """The note after some events of a part."""
    note = ""
    for event in events:
        if event.kind == "note":
            text = note_text(event.data)
            note = text if text is not None else note
    return note


def notes_of(queries: Queries, today: date, parts: Collection[Part]) -> dict[Part, str]:
    """The notes of some parts; '' for none."""
    if len(parts) > FEW:
        notes = queries.search_rows.notes(today)
        return {part: notes.get((part.card, part.part or ""), "") for part in parts}
    relinks = Relinks.of(queries.events.relinks(today))
    return {part: note_in(events_of(queries, today, part, ("note",), relinks)) for part in parts}
