"""A learner's first answer to a question: what a class is measured by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Item(NamedTuple):
    """A question: a card or case, its part, and the hash of its wording. A reworded question is
    another item.
    """

    card: str
    part: str | None
    form: str


class Choice(NamedTuple):
    """Something that can be answered: an option of a group, or a typed text of group 0."""

    group: int
    text: str


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """A first answer, without its time. `options` are as shown, a tuple for each group, and
    `picked` positions in them; `text` is what was typed. `offered` and `chosen` are the same for
    counting: the options, and those picked; steps in an order are not counted.
    """

    card: str
    part: str | None
    form: str
    kind: str
    topic: str | None
    step: str | None
    points: float
    max_points: float
    options: tuple[tuple[str, ...], ...] = ()
    picked: tuple[tuple[int, ...], ...] = ()
    text: str | None = None
    confidence: str | None = None
    item: Item = field(init=False, compare=False, repr=False)
    offered: tuple[Choice, ...] = field(init=False, compare=False, repr=False)
    chosen: tuple[Choice, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        groups = () if self.kind == "order" else self.options
        offered = [Choice(at, text) for at, texts in enumerate(groups) for text in texts]
        chosen = [
            Choice(at, texts[place])
            for at, (texts, places) in enumerate(zip(groups, self.picked, strict=bool(groups)))
            for place in places
        ]
        if self.text:
            chosen.append(Choice(0, " ".join(self.text.split()).casefold()))
        object.__setattr__(self, "item", Item(self.card, self.part, self.form))
        object.__setattr__(self, "offered", tuple(offered))
        object.__setattr__(self, "chosen", tuple(chosen))
