"""A deck's signature: read from the deck, and held against the cards as they are now.

The hashes stand in the deck (`signed.of`), so that a card that changed since can be named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.decks.content_hash import CHANGED, id_hash, state
from learnms.decks.deck_fields import SIGNED_FIELDS
from learnms.decks.model import Case, Signed

if TYPE_CHECKING:
    from learnms.decks.entry import Entry, ReadDeck
    from learnms.decks.model import Card
    from learnms.kinds.fields import Fields, Report


def read_signed(fields: Fields, report: Report) -> Signed | None:
    """A deck's `signed`; None if it is not written, or not complete, which is a finding."""
    inner = fields.mapping("signed")
    if inner is None:
        return None
    report.where = "`signed`"
    inner.unknown(SIGNED_FIELDS)
    missing = [name for name in SIGNED_FIELDS if inner.lacks(name)]
    if missing:
        report.add(
            "LM201",
            fields.key("signed"),
            f"`signed` has no {' and no '.join(f'`{name}`' for name in missing)}",
            "run `learnms sign`, which writes all of it",
        )
    by, on, of = inner.text("by"), inner.day("on"), inner.text("of")
    if by is None or on is None or of is None:
        return None
    return Signed(by, on, tuple(of.split()))


def signing_findings(read: ReadDeck, report: Report) -> None:
    """Report the cards and cases that changed or were added since the deck was signed, and how many
    are gone.
    """
    signed = read.deck.signed
    if signed is None:
        return
    by = f"by {signed.by} on {signed.on.isoformat()}"
    again = "sign the deck again with `learnms sign`"
    for entry in read.entries:
        studied = _studied(entry)
        is_not = state(signed, studied) if studied is not None else ""
        if is_not:
            what = "changed since it" if is_not == CHANGED else "was added since the deck"
            message = f"{entry.label} {what} was signed {by}"
            report.card = entry.id
            fix = f"compare it with its source, then {again}"
            report.add("LM406", entry.place("id"), message, fix)
    report.card = None
    present = tuple(id_hash(entry.id) for entry in read.entries if entry.kind != "part")
    gone = sum(not known.startswith(present) for known in signed.of)
    if gone:
        cards = "card was" if gone == 1 else "cards were"
        message = f"{gone} {cards} removed since the deck was signed {by}"
        report.add("LM406", read.id_place, message, again)


def _studied(entry: Entry) -> Card | Case | None:
    if entry.kind == "card":
        return entry.card
    return entry.asked if isinstance(entry.asked, Case) else None
