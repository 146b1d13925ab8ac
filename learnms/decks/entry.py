"""Cards, cases and parts with positions for rules that span several cards; a deck with its
entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

# registers the rules of LM4, LM5 and LM8
import learnms.decks.codes  # noqa: F401
from learnms.decks.model import Card, Case, CasePart, Deck
from learnms.syntax.field_names import UNREAD_FIELDS
from learnms.syntax.node import Mapping, Mark, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Entry:
    """A card, case or part of a case, with positions for rules that span several cards."""

    node: Mapping
    id: str | None
    card: Card | None = None
    ignored: frozenset[str] = frozenset()
    tests: list[Scalar] = field(default_factory=list)
    kind: str = "card"
    repeated: bool = False
    asked: Case | CasePart | None = None

    def place(self, name: str) -> Node | Mark:
        """The value of a field, or the entry's first line if the field is not written."""
        return self.node.get(name) or self.node.start

    @property
    def label(self) -> str:
        """The name of the entry in messages."""
        return (
            f"{self.kind} {self.id}"
            if self.id
            else f"the {self.kind} on line {self.node.start.line}"
        )


@dataclass(slots=True)
class ReadDeck:
    """A deck with its entries and places, for rules over whole decks and libraries. `root` holds
    the deck's own fields.
    """

    deck: Deck
    path: str
    entries: list[Entry]
    id_place: Node | Mark
    root: Mapping


def texts_of(node: Node, depth: int = 0, name: str = "") -> Iterator[tuple[str, Scalar]]:
    """The texts of an entry that learners read, each with the field that holds it. The parts of a
    case are entries of their own.
    """
    if isinstance(node, Scalar):
        if not node.broken:
            yield name, node
        return
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            if key.value not in UNREAD_FIELDS and not (depth == 0 and key.value == "parts"):
                yield from texts_of(value, depth + 1, key.value)
        return
    for item in node.items:
        yield from texts_of(item, depth + 1, name)
