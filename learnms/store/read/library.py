"""The cards of the library in use, as they were last parsed: bodies, parts, and renamed cards.

Expects that `deck_cache.refresh.refresh` ran on the same connection.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, case, column, func, literal_column, select, table

from learnms.store.read.base import (
    BODY,
    CARD_ORDER,
    CARDS_IN_LIBRARY,
    IN_SCOPE,
    LIBRARY,
    STUDY,
    STUDY_IN_LIBRARY,
    STUDY_ORDER,
    BodyQuery,
    among,
    in_decks,
    outer,
)
from learnms.store.read.rows import SEAL, part_from, unsealed_json
from learnms.store.records import CardBody
from learnms.store.scope import EVERYTHING, Scope
from learnms.store.tables import CARD_SEEN, DECK_CACHE, DECK_CARD, DECK_WAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement

    from learnms.store.read.rows import Row
    from learnms.study.event import Part


class IndexedPart(NamedTuple):
    """A part in study: its place, its fingerprints, and one line of its question. New parts come by
    `priority`, and then by the `turn` of their file, lower numbers first.
    """

    part: Part
    path: str
    deck_id: str
    topic: str | None
    key_hash: str | None
    wording_hash: str | None
    prompt: str
    priority: int
    turn: int


class Renaming(NamedTuple):
    """A card in study that says `was`, an old id or `id#part`, with the parts that it has now."""

    card: str
    was: str
    parts: tuple[Part, ...]


_BODIES = select(*BODY, DECK_CACHE.c.head).select_from(
    DECK_CARD.join(LIBRARY, LIBRARY.c.path == DECK_CARD.c.path).join(
        DECK_CACHE, DECK_CACHE.c.path == DECK_CARD.c.path
    )
)
_OF_CARD = _BODIES.where(DECK_CARD.c.card == bindparam("card")).order_by(*CARD_ORDER).limit(1)
_OF_FILE = _BODIES.where(DECK_CARD.c.path == bindparam("path")).order_by(DECK_CARD.c.position)
_AT_PLACE = _OF_FILE.where(DECK_CARD.c.position == bindparam("position"))

_HEADS = (
    select(LIBRARY.c.path, LIBRARY.c.explicit, DECK_CACHE.c.head)
    .join(DECK_CACHE, DECK_CACHE.c.path == LIBRARY.c.path)
    .where(in_decks(DECK_CACHE.c.deck_id))
)
_EVERY_BODY = select(*BODY, DECK_CARD.c.kinds).select_from(CARDS_IN_LIBRARY).order_by(*CARD_ORDER)
# Looks at the text, because a body is sealed.
_MAYBE_CASES = _EVERY_BODY.where(func.instr(DECK_CARD.c.body, '"case"') > 0)

_INDEX = select(STUDY.c.card, STUDY.c.part, *(STUDY.c[name] for name in IndexedPart._fields[1:]))
_PARTS = _INDEX.select_from(STUDY_IN_LIBRARY).where(IN_SCOPE).order_by(*STUDY_ORDER)
_PARTS_OF = _INDEX.where(STUDY.c.card == bindparam("card")).order_by(STUDY.c.rank_in_card)
_SOLE_PARTS = (
    select(STUDY.c.card, func.max(STUDY.c.part))
    .group_by(STUDY.c.card)
    .having(func.count() == 1, func.max(STUDY.c.part) != "")
)

_JSON = func.substr(DECK_CARD.c.body, SEAL + 1)
_KINDS = among("kinds").subquery()
_FIRST_ASKED_AS = (
    select(DECK_CARD.c.card)
    .select_from(CARDS_IN_LIBRARY)
    .where(
        DECK_CARD.c.card.is_not(None),
        select(_KINDS)
        .where(func.instr(DECK_CARD.c.kinds, "|" + _KINDS.c.value + "|") > 0)
        .correlate(DECK_CARD)
        .exists(),
        # NULL where the stored body is damaged.
        case((func.json_valid(_JSON), func.json_extract(_JSON, "$.forms[0].compiled.kind"))).in_(
            among("kinds")
        ),
    )
)

_PROMPT = select(CARD_SEEN.c.prompt).where(
    CARD_SEEN.c.card == bindparam("card"), CARD_SEEN.c.part == bindparam("part")
)
_ROW: ColumnElement[int] = literal_column("deck_was.rowid")
_RENAMINGS = (
    select(STUDY.c.card, DECK_WAS.c.was, STUDY.c.rank, STUDY.c.position, _ROW)
    .select_from(
        DECK_WAS.join(
            STUDY,
            (STUDY.c.card == outer(DECK_WAS.c.card))
            & (outer(STUDY.c.path) == outer(DECK_WAS.c.path)),
        )
    )
    .distinct()
    .order_by(STUDY.c.rank, STUDY.c.position, _ROW)
)
_TABLES = table("sqlite_temp_master", column("name"))
_IN_USE = select(_TABLES.c.name).where(_TABLES.c.name == LIBRARY.name)


class LibraryQueries(BodyQuery):
    """The content of the decks in use."""

    def card_body(self, card: str) -> CardBody | None:
        """The card that is studied under an id, or None if the library has none."""
        return next(self._bodies(self._all(_OF_CARD, {"card": card})), None)

    def of_file(self, path: str) -> Iterator[CardBody]:
        """The cards, drafts and cases of a file, in its order."""
        return self._bodies(self._rows(_OF_FILE, {"path": path}))

    def body_at(self, path: str, position: int) -> CardBody | None:
        """The card, draft or case at a place of a file. It is how drafts, without id, are found."""
        rows = self._all(_AT_PLACE, {"path": path, "position": position})
        return next(self._bodies(rows), None)

    def _bodies(self, rows: Iterable[Row]) -> Iterator[CardBody]:
        for path, position, card, body, head in self._intact(rows):
            yield CardBody(path, position, card, unsealed_json(body), unsealed_json(head))

    def quizzable(self, scope: Scope = EVERYTHING, *, but: str | None = None) -> Iterator[CardBody]:
        """Cards, drafts and cases of the decks in scope, in the library's order; of a repeated
        id the first. Those of which every form has the kind `but` are left out.
        """
        return self._in_scope(scope, self._rows(_EVERY_BODY), but)

    def cases(self, scope: Scope = EVERYTHING) -> Iterator[CardBody]:
        """The cases of the decks in scope, in the library's order."""
        return (
            row for row in self._in_scope(scope, self._rows(_MAYBE_CASES)) if "case" in row.body
        )

    def _in_scope(
        self, scope: Scope, rows: Iterable[Row], but: str | None = None
    ) -> Iterator[CardBody]:
        decks = {
            path: (explicit, unsealed_json(head))
            for path, explicit, head in self._rows(_HEADS, scope.parameters())
        }
        seen: set[str] = set()
        for path, position, card, body, kinds in self._intact(rows):
            if path not in decks or card in seen:
                continue
            if card is not None:
                seen.add(card)
            if kinds == f"|{but}|":
                continue
            explicit, head = decks[path]
            row = CardBody(path, position, card, unsealed_json(body), head)
            audience = row.body.get("audience") or head.get("audience", [])
            if row.body.get("priority") == "extra" and not scope.extra:
                continue
            region = row.body.get("region")
            if region and scope.region is not None and scope.region not in region:
                continue
            if scope.role is None or explicit or not audience or scope.role in audience:
                yield row

    def parts(self, scope: Scope = EVERYTHING) -> Iterator[IndexedPart]:
        """The parts in study, in the library's order, read lazily."""
        return map(_part, self._rows(_PARTS, scope.parameters()))

    def parts_of(self, card: str) -> list[IndexedPart]:
        """The parts of one card in study, in the card's order."""
        return [_part(row) for row in self._rows(_PARTS_OF, {"card": card})]

    def first_asked_as(self, kinds: Iterable[str]) -> set[str]:
        """The cards that a question of one of these kinds asks first."""
        rows = self._rows(_FIRST_ASKED_AS, {"kinds": json.dumps(list(kinds))})
        return {card for (card,) in rows}

    def sole_parts(self) -> dict[str, str]:
        """The cards that consist of one part with a name, and that name."""
        return dict(self._all(_SOLE_PARTS))

    def prompt(self, part: Part) -> str | None:
        """One line of the part's question: from the library, else as it was last seen anywhere."""
        for indexed in self.parts_of(part.card):
            if indexed.part == part:
                return indexed.prompt
        row = self._one(_PROMPT, {"card": part.card, "part": part.part or ""})
        return str(row[0]) if row else None

    def renamings(self) -> list[Renaming]:
        """The cards in study that say which id they had, in the library's order."""
        return [
            Renaming(card, was, tuple(indexed.part for indexed in self.parts_of(card)))
            for card, was, *_ in self._all(_RENAMINGS)
        ]

    def in_use(self) -> bool:
        """Whether a library was loaded on this connection."""
        return self._one(_IN_USE) is not None


def _part(row: Row) -> IndexedPart:
    card, part, *columns = row
    return IndexedPart(part_from(card, part), *columns)
