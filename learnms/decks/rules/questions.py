"""What the rules look at: the sound questions of a deck with their places, and the findings about
them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.read_card import if_meant
from learnms.kinds.fields import finding_at
from learnms.kinds.response import Ask, Group, Pick
from learnms.syntax.node import Mapping, Mark, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.decks.entry import Entry, ReadDeck
    from learnms.decks.model import Form
    from learnms.decks.rules.thresholds import Thresholds
    from learnms.syntax.finding import Finding
    from learnms.syntax.node import Node

CHOICES = ("single", "select-all", "select-n")
"""Kinds with one list of options."""
_OPTION_FIELDS = ("right", "wrong", "groups", "choices", "bowtie")
_MOST_LINES = 12
"""Lines that a finding about many cards lists."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|\d+(?:[.,]\d+)*%?")


class Question(NamedTuple):
    """One form of a card, or one part of a case, with the fields that it is written in."""

    entry: Entry
    node: Mapping
    form: Form

    @property
    def kind(self) -> str:
        """The kind's name."""
        return self.form.kind

    @property
    def ask(self) -> Ask:
        """What is asked, of the first part."""
        return self.form.compiled.asks[0][1]

    @property
    def stem(self) -> str:
        """The text of the question."""
        return self.ask.prompt

    @property
    def groups(self) -> tuple[Group, ...]:
        """The lists of options; none if nothing is picked."""
        response = self.ask.response
        return response.groups if isinstance(response, Pick) else ()

    @property
    def stem_place(self) -> Node | Mark:
        """Where the question is written."""
        return self.node.get("ask") or self.node.get("cloze") or self.node.start

    def place_of(self, text: str) -> Node | Mark:
        """Where an option is written."""
        for name in _OPTION_FIELDS:
            for scalar in _scalars(self.node.get(name)):
                if scalar.value.strip() == text:
                    return scalar
        return self.stem_place


def _scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            if key.value != "why":
                yield from _scalars(value)


def _line(place: Node | Mark) -> int:
    return place.line if isinstance(place, Mark) else place.start.line


def words(text: str) -> list[str]:
    """The words and numbers of a text, in lower case."""
    return _WORD.findall(text.casefold())


@dataclass
class Subject:
    """A deck under the rules of advice, and what they have found."""

    read: ReadDeck
    thresholds: Thresholds
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def entries(self) -> list[Entry]:
        """The cards, cases and parts that can be studied. Those with errors get no advice."""
        deck = self.read.deck
        sound = {id(card) for card in deck.cards} | {id(case) for case in deck.cases}
        sound |= {id(part) for case in deck.cases for part in case.parts}
        return [entry for entry in self.read.entries if id(entry.card or entry.asked) in sound]

    @cached_property
    def questions(self) -> list[Question]:
        """The questions of these entries."""
        return [question for entry in self.entries for question in _of_entry(entry)]

    def add(self, code: str, entry: Entry, place: Node | Mark, message: str, fix: str) -> None:
        """Advise on one card or part, unless it or its folder ignores the rule."""
        if code in entry.ignored or code in self.thresholds.ignored:
            return
        self.findings.append(
            finding_at(code, self.read.path, place, message, f"{fix}; {if_meant(code)}", entry.id)
        )

    def add_once(
        self, code: str, found: list[tuple[Entry, Node | Mark]], message: str, fix: str
    ) -> None:
        """Advise once on what many cards have in common, at the first of them, with the lines of
        the others. `message` says what they have in common, after their number.
        """
        heard = [item for item in found if code not in item[0].ignored]
        if not heard:
            return
        entry, place = heard[0]
        lines = [_line(place) for _, place in heard[1:]]
        more = ", ".join(map(str, lines[:_MOST_LINES])) + (", …" if lines[_MOST_LINES:] else "")
        number = "1 question" if len(heard) == 1 else f"{len(heard)} questions"
        also = f"; also line{'s' if len(lines) > 1 else ''} {more}" if lines else ""
        self.add(code, entry, place, f"{message.format(number)}{also}", fix)

    def add_for_deck(self, code: str, place: Node | Mark, message: str, fix: str) -> None:
        """Advise on the deck as a whole, unless its folder ignores the rule."""
        if code in self.thresholds.ignored:
            return
        meant = f"if this is intended, ignore {code} in `learnms.toml`"
        self.findings.append(finding_at(code, self.read.path, place, message, f"{fix}; {meant}"))

    @property
    def head(self) -> Node | Mark:
        """The place of what concerns the whole deck."""
        return self.read.id_place

    def in_head(self, *names: str) -> Node | Mark:
        """The name of a field below the deck's own fields, or the deck's place."""
        node: Node | None = self.read.root
        key: Node | None = None
        for name in names:
            if not isinstance(node, Mapping):
                break
            key, node = node.key(name) or key, node.get(name)
        return key or self.head


def _of_entry(entry: Entry) -> Iterator[Question]:
    if entry.card is None:
        if (form := getattr(entry.asked, "form", None)) is not None:
            yield Question(entry, entry.node, form)
        return
    also = entry.node.get("also")
    nodes = [entry.node]
    if isinstance(also, Sequence):
        nodes += [item for item in also.items if isinstance(item, Mapping)]
    if len(nodes) == len(entry.card.forms):
        for node, form in zip(nodes, entry.card.forms, strict=True):
            yield Question(entry, node, form)
