"""LM8 across files: ids are unique, `was` names a removed card, `tests` names an existing one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.deck_fields import ID
from learnms.decks.read_card import another_id
from learnms.kinds.cloze import NAME
from learnms.kinds.fields import finding_at, nearest
from learnms.syntax.node import Node, Scalar, Sequence

if TYPE_CHECKING:
    from learnms.decks.entry import Entry, ReadDeck
    from learnms.decks.model import Card
    from learnms.syntax.finding import Finding

_PART = re.compile(rf"(?:{NAME.pattern.removesuffix('$')}|rev)$")

_MOST_SUGGESTIONS = 20
"""So many mistyped ids are compared with all others."""

Known = dict[str, tuple["ReadDeck", "Entry"]]


class _Claim(NamedTuple):
    """A card that takes over the history of another one, and the parts that it takes."""

    read: ReadDeck
    entry: Entry
    parts: frozenset[str | None]


def identity_findings(decks: list[ReadDeck]) -> list[Finding]:
    """Findings about the ids of several files together."""
    cards, findings = _unique(decks)
    findings += _deck_ids(decks)
    findings += _was(decks, cards)
    findings += _tests(decks, cards, alone=len(decks) == 1)
    return findings


def _unique(decks: list[ReadDeck]) -> tuple[Known, list[Finding]]:
    first: Known = {}
    taken = {entry.id for read in decks for entry in read.entries}
    findings = []
    for read in decks:
        for entry in read.entries:
            if entry.id is None or entry.repeated:
                continue
            other, known = first.setdefault(entry.id, (read, entry))
            if known is not entry:
                message = (
                    f"the id `{entry.id}` is used twice: it is also in"
                    f" {other.path}:{known.node.start.line}"
                )
                findings.append(
                    finding_at(
                        "LM803",
                        read.path,
                        entry.place("id"),
                        message,
                        another_id(entry.id, taken),
                        entry.id,
                    )
                )
    return first, findings


def _deck_ids(decks: list[ReadDeck]) -> list[Finding]:
    first: dict[str, ReadDeck] = {}
    findings = []
    for read in decks:
        if not isinstance(read.id_place, Scalar) or read.id_place.value.strip() != read.deck.id:
            continue  # the file's name is used instead, which is already reported
        other = first.setdefault(read.deck.id, read)
        if other is not read:
            findings.append(
                finding_at(
                    "LM803",
                    read.path,
                    read.id_place,
                    f"the deck id `{read.deck.id}` is used twice: it is also in {other.path}",
                    "give this deck another `id`",
                    None,
                )
            )
    return findings


def _scalars(node: Node | None) -> list[Scalar]:
    items = node.items if isinstance(node, Sequence) else [node]
    return [
        item
        for item in items
        if isinstance(item, Scalar) and item.value.strip() and not item.broken
    ]


def _was(decks: list[ReadDeck], cards: Known) -> list[Finding]:
    findings = []
    written = [
        (read, entry, scalar)
        for read in decks
        for entry in read.entries
        for scalar in _scalars(entry.node.get("was"))
    ]
    links: dict[str, set[str]] = {}
    for _, entry, scalar in written:
        if entry.id is not None:
            links.setdefault(entry.id, set()).add(_card_of(scalar))
    circles = _circles(links)
    claims: dict[tuple[str, str | None], _Claim] = {}
    for read, entry, scalar in written:
        old = _card_of(scalar)
        unfit = _unfit(entry, scalar)
        if unfit is not None:
            findings.append(finding_at("LM809", read.path, scalar, *unfit, entry.id))
        elif entry.id is not None and (
            old == entry.id or circles.get(old, -1) == circles.get(entry.id, -2)
        ):
            message = f"`was: {old}` is circular: it leads back to `{entry.id}`"
            findings.append(
                finding_at(
                    "LM805", read.path, scalar, message, "remove one of the `was` fields", entry.id
                )
            )
        elif old in cards and _holds(cards[old][1], scalar):
            other, living = cards[old]
            message = (
                f"`was` names `{scalar.value.strip()}`, which still exists:"
                f" {other.path}:{living.node.start.line}"
            )
            findings.append(
                finding_at(
                    "LM806", read.path, scalar, message, "remove `was`, or the other card", entry.id
                )
            )
        elif entry.card is not None and not entry.card.is_draft:
            claim = _Claim(read, entry, _parts_claimed(entry.card, scalar))
            rival = None
            for part in sorted(claim.parts, key=str):
                first = claims.setdefault((old, part), claim)
                if rival is None and first.entry.id != entry.id:
                    rival = first
            if rival is not None:
                findings.append(
                    finding_at(
                        "LM809", read.path, scalar, *_claimed_twice(scalar, claim, rival), entry.id
                    )
                )
    return findings


def _unfit(entry: Entry, scalar: Scalar) -> tuple[str, str] | None:
    """Message and remedy if a `was` can never hand over anything, regardless of the other files."""
    written = scalar.value.strip()
    ident, sign, part = written.partition("#")
    if not ID.match(ident):
        return (
            f"`{written[:70]}` cannot be the id of a card",
            "write the old id: 3 to 64 lowercase letters, digits and hyphens",
        )
    if sign and not _PART.match(part):
        return (
            f"`{written[:100]}` cannot name a part of a card",
            f"write `was: {ident}` for the whole card, or name a part: `{ident}#c1`, `{ident}#rev`",
        )
    parts = entry.card.parts if entry.card is not None else ()
    if sign and len(parts) > 1:
        message = (
            f"`was: {written}` hands one part to a card's only part, but this card has {len(parts)}"
            " parts"
        )
        return (
            message,
            (
                f"write `was: {ident}`, which hands over the parts with the same names, or move"
                " the part to its own card"
            ),
        )
    return None


def _parts_claimed(card: Card, scalar: Scalar) -> frozenset[str | None]:
    """The parts of the old card that move: the named one, else those with the same names."""
    _, sign, part = scalar.value.strip().partition("#")
    return frozenset([part] if sign else card.parts)


def _claimed_twice(scalar: Scalar, claim: _Claim, rival: _Claim) -> tuple[str, str]:
    old, shared = _card_of(scalar), claim.parts & rival.parts
    claimed = (
        f"`{old}`"
        if None in shared
        else f"{' and '.join(f'`{part}`' for part in sorted(filter(None, shared)))} of `{old}`"
    )
    message = (
        f"{claimed} is claimed twice: `{rival.entry.id}` in"
        f" {rival.read.path}:{rival.entry.node.start.line} already has the history"
    )
    return message, "keep `was` on the card that asks the same question as the old one"


def _card_of(scalar: Scalar) -> str:
    return scalar.value.strip().partition("#")[0]


def _holds(entry: Entry, scalar: Scalar) -> bool:
    """Whether an existing entry has the named part; an entry kept out of study counts as having
    it.
    """
    _, sign, part = scalar.value.strip().partition("#")
    return not sign or entry.card is None or part in entry.card.parts


def _circles(links: dict[str, set[str]]) -> dict[str, int]:
    """A number for each id that is on a circle of links, the same for those that lead to each
    other. Every link is followed once forward and once backward (Kosaraju).
    """
    finished: list[str] = []
    seen: set[str] = set()
    for root in links:
        waiting = [(root, False)]
        while waiting:
            ident, is_left = waiting.pop()
            if is_left:
                finished.append(ident)
            elif ident not in seen:
                seen.add(ident)
                waiting.append((ident, True))
                waiting += [(other, False) for other in links.get(ident, ())]
    back: dict[str, list[str]] = {}
    for ident, others in links.items():
        for other in others:
            back.setdefault(other, []).append(ident)
    circles: dict[str, int] = {}
    for number, root in enumerate(reversed(finished)):
        group, followed = [], [root]
        while followed:
            ident = followed.pop()
            if ident in seen:
                seen.remove(ident)
                group.append(ident)
                followed += back.get(ident, ())
        if len(group) > 1:
            circles |= dict.fromkeys(group, number)
    return circles


def _tests(decks: list[ReadDeck], cards: Known, *, alone: bool) -> list[Finding]:
    findings: list[Finding] = []
    for read in decks:
        for entry in read.entries:
            for scalar in entry.tests:
                ident, _, part = scalar.value.strip().partition("#")
                card = (
                    cards[ident][1] if ident in cards and cards[ident][1].kind == "card" else None
                )
                if scalar.broken or (card is not None and _holds(card, scalar)):
                    continue
                problem = (
                    f"card `{ident}` has no part `{part}`"
                    if card
                    else (
                        f"no card {'in this file' if alone else 'in the files given'} has the id"
                        f" `{ident}`"
                    )
                )
                message = f"`tests` names {scalar.value.strip()}, but {problem}"
                near = (
                    nearest(
                        ident,
                        [known for known, (_, other) in cards.items() if other.kind == "card"],
                    )
                    if not card and len(findings) < _MOST_SUGGESTIONS
                    else None
                )
                fix = (
                    f"did you mean `{near}`?"
                    if near
                    else "write the id of a card, or one with a part such as `my-card#c1`"
                )
                findings.append(
                    finding_at(
                        "LM807",
                        read.path,
                        scalar,
                        message,
                        fix,
                        entry.id,
                        "info" if alone and not card else None,
                    )
                )
    return findings
