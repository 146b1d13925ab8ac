"""Relinks for renamed cards: which histories `was:` in a deck moves to which parts, and which of
these moves are not written yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.study.event import Draft, Part
from learnms.study.replay import Relinks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.store.read.events import EventQueries
    from learnms.store.read.library import LibraryQueries, Renaming

Pair = tuple[Part, Part]


def pairs_of(renaming: Renaming, known: set[Part]) -> list[Pair]:
    """Which part of the old card moves to which of the new: a part to that of the same name, and a
    sole part to a sole part.

    `known` are the parts that the old card ever had. `old#c2` moves only that part, to the sole
    part.
    """
    sole = renaming.parts[0] if len(renaming.parts) == 1 else None
    old = Part.parse(renaming.was)
    if old.part is not None:
        return [(old, sole)] if sole is not None else []
    if sole is not None and len(known) == 1:
        return [(next(iter(known)), sole)]
    names = {part.part: part for part in renaming.parts}
    return [
        (source, names[source.part])
        for source in sorted(known, key=lambda part: part.part or "")
        if source.part in names
    ]


def pending_relinks(
    library: LibraryQueries, history: EventQueries, relinks: Relinks
) -> Iterator[Draft]:
    """The relink events that the library in use asks for and that are not in force.

    Only a history that exists moves, also one that came to a card by an earlier renaming; a part
    that is still in study keeps its own; of two cards that claim one history the first in the
    library gets it.
    """
    claimed: set[Part] = set()
    relinks = Relinks(dict(relinks.target))  # as they will be once the earlier ones are written
    heirs: dict[str, set[Part]] = {}
    for heir in relinks.target.values():
        heirs.setdefault(heir.card, set()).add(heir)
    for renaming in library.renamings():
        old = Part.parse(renaming.was)
        inherited = {
            part for part in heirs.get(old.card, ()) if _has_history(part, history, relinks)
        }
        in_study = {indexed.part for indexed in library.parts_of(old.card)}
        movable = (history.parts_with_history(old.card) | inherited) - in_study - claimed
        known = history.parts_ever_known(old.card) | inherited
        pairs = [
            (source, to)
            for source, to in pairs_of(renaming, known)
            if source in movable and source != to
        ]
        for source, _ in pairs:
            claimed |= relinks.came_to(source)
        if any(not _in_force(relinks, pair) for pair in pairs):
            for pair in pairs:
                relinks.add(*pair)
                heirs.setdefault(pair[1].card, set()).add(pair[1])
            yield Draft(
                kind="relink",
                data={
                    "pairs": [[*source, *to] for source, to in pairs],
                    "was": renaming.was,
                    "card": renaming.card,
                },
            )


def _has_history(part: Part, history: EventQueries, relinks: Relinks) -> bool:
    """Whether a part has a history, under any of its names."""
    return any(
        source in history.parts_with_history(source.card) for source in relinks.came_to(part)
    )


def _in_force(relinks: Relinks, pair: Pair) -> bool:
    source, destination = pair
    return relinks.target.get(source) == destination or relinks.owner(source) == destination
