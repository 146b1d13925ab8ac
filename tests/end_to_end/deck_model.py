"""A deck that changes under the learner's hands: cards are removed, brought back, reworded,
fixed and renamed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What stands between the id and the source, with the wording {w} and the answer key {v} of the
# card's edition.
SHAPES = {
    "flash": "ask: 'Recall {w}?'\n    answer: 'Key {v}'",
    "both-ways": "ask: 'Both {w}?'\n    answer: 'Way {v}'\n    reverse: yes",
    "two-forms": (
        "ask: 'First form {w}?'\n    answer: 'Key {v}'\n    also:\n      - ask: 'Second form"
        " {w}?'\n        type: 'Key {v}'"
    ),
    "cloze": "cloze: 'Wording {w} of {{{{c1::first {v}}}}} and {{{{c2::second}}}}.'",
    "typed": "ask: 'Type {w}.'\n    type: ['key {v}', 'other {v}']",
    "single": (
        "ask: 'Which {w}?'\n    right: 'Right {v}'\n    wrong: [{{text: 'Harm', unsafe: yes}},"
        " 'No']"
    ),
    "select": (
        "ask: 'Which ones {w}?'\n    select: all\n    right: ['One {v}', 'Two', 'Three']\n   "
        " wrong: ['Four', 'Five']"
    ),
    "true": "ask: 'Is it so {w}?'\n    true-false: {truth}\n    revision: {v}",
    "dose": (
        "ask: 'Order {w}: {{dose}} mg.'\n    given: {{dose: [300, 600]}}\n    calc: dose / {v}\n   "
        " round: 2\n    unit: mL"
    ),
}


@dataclass
class ModelCard:
    """One fact of the deck: its ids, the last of which is in force, and which edition of it is
    written.

    `last_seen_as` is the id under which it was last in the file: a rename reaches the learner only
    there.
    """

    shape: str
    ids: list[str]
    wording: int = 1
    key: int = 1
    present: bool = True
    last_seen_as: str = ""

    @property
    def id(self) -> str:
        return self.ids[-1]

    def text(self) -> str:
        """The card as an author writes it."""
        was = f"    was: [{', '.join(self.ids[:-1])}]\n" if self.ids[1:] else ""
        body = SHAPES[self.shape].format(
            w=self.wording, v=self.key, truth="yes" if self.key % 2 else "no"
        )
        return f"  - id: {self.id}\n{was}    {body}\n    source: book\n    checked: 2026-11-22\n"


@dataclass
class ModelDeck:
    """The deck file. A rename is known by the old id for good, so that histories can be
    followed.
    """

    path: Path
    cards: list[ModelCard] = field(
        default_factory=lambda: [ModelCard(shape, [f"card-{shape}"]) for shape in SHAPES]
    )

    def write(self) -> None:
        """Put the cards that are present into the file."""
        for card in self.cards:
            card.last_seen_as = card.id if card.present else card.last_seen_as
        present = "".join(card.text() for card in self.cards if card.present)
        body = f"cards:\n{present}" if present else "cards: []\n"
        self.path.write_text(
            "deck: Model\nid: model-deck\nsources:\n  book: {title: Book, revised:"
            f" 2025-01}}\n{body}",
            "utf-8",
        )

    def id_now(self, ident: str) -> str:
        """The id under which the history of an id goes on: the last one that learners have seen
        the card under.
        """
        return next(card.last_seen_as for card in self.cards if ident in card.ids)
