"""The cards and cases that the simulated learner is asked: read once, compiled when first asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.codec import case_from_json, form_hash
from learnms.engine.queries import scope_of
from learnms.engine.question.build import card_of
from learnms.kinds.response import is_scored

if TYPE_CHECKING:
    from learnms.decks.model import Card, Case, Form
    from learnms.engine.queries import Queries
    from learnms.kinds.response import Ask
    from learnms.settings import Settings
    from learnms.store.records import CardBody
    from learnms.study.event import Part


class AskedForm(NamedTuple):
    """One way to ask a part. `ident` is the hash of its wording."""

    ident: str
    form: Form
    ask: Ask

    @property
    def scored(self) -> bool:
        """Whether the program scores it."""
        return is_scored(self.ask.response)


class AskedPart(NamedTuple):
    """A part with its deck, its topic and its forms; the hashes are those of its own form."""

    part: Part
    deck: str
    topic: str | None
    key_hash: str
    wording_hash: str
    forms: tuple[AskedForm, ...]


class Cards:
    """What a learner's decks can ask. `parts` are in the order in which they are learned."""

    def __init__(self, queries: Queries, settings: Settings) -> None:
        scope = scope_of(settings)
        self._region = settings.here
        self._rows = {row.card: row for row in queries.library.quizzable(scope) if row.card}
        indexed = [row for row in queries.library.parts(scope) if row.part.card in self._rows]
        indexed.sort(key=lambda row: (row.priority, row.turn))
        self.parts = [row.part for row in indexed]
        self._compiled: dict[Part, AskedPart] = {}

    def of(self, part: Part) -> AskedPart:
        """What is asked about a part."""
        asked = self._compiled.get(part)
        if asked is None:
            row = self._rows[part.card]
            card = card_of(row)
            assert card is not None  # only cards have parts in study
            asked = self._compiled[part] = self._asked(row, card, part)
        return asked

    def _asked(self, row: CardBody, card: Card, part: Part) -> AskedPart:
        found = [
            AskedForm(form_hash(form, part.part), form, ask)
            for form in card.forms
            if (ask := form.asks(part.part)) is not None
        ]
        forms = [asked for asked in found if asked.form.is_for(self._region)] or found
        return AskedPart(
            part,
            row.head["id"],
            card.topic,
            card.key_hash(part.part),
            form_hash(card.forms[0], part.part),
            tuple(forms),
        )

    def cases(self) -> list[tuple[str, Case]]:
        """The cases, each with its deck's id, in the library's order."""
        return [
            (row.head["id"], case_from_json(row.body["case"]))
            for row in self._rows.values()
            if "case" in row.body
        ]
