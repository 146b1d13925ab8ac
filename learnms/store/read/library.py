"""The library in use, as it was last parsed: decks, cards' bodies, problems, and renamed cards.

Expects that `deck_cache.refresh.refresh` ran on the same connection.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.store.first_paint import StudyQueries
from learnms.store.read.queries import (
    EVERYTHING,
    FIRST,
    IN_SCOPE,
    LIBRARY,
    LIBRARY_ORDER,
    Query,
    Scope,
)
from learnms.store.read.rows import UNSEALED_BODY, is_intact, part_from, unsealed_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from learnms.store.read.rows import Row
    from learnms.study.event import Part


class CardBody(NamedTuple):
    """A card as the cache holds it. `card` is None for a draft; `head` is its deck's."""

    path: str
    position: int
    card: str | None
    body: dict[str, Any]
    head: dict[str, Any]


class IndexedPart(NamedTuple):
    """A part in study: its place, its fingerprints, and one line of its question."""

    part: Part
    path: str
    deck_id: str
    topic: str | None
    key_hash: str | None
    wording_hash: str | None
    prompt: str


class Renaming(NamedTuple):
    """A card in study that says `was`, an old id or `id#part`, with the parts that it has now."""

    card: str
    was: str
    parts: tuple[Part, ...]


_BODY = "deck_card.path, deck_card.position, deck_card.card, deck_card.body, head"
_BODY_AT = 3
_KIND = (
    f"CASE WHEN json_valid({UNSEALED_BODY})"
    f" THEN json_extract({UNSEALED_BODY}, '$.forms[0].compiled.kind') END"
)
"""How a card is asked first; NULL where its stored body is damaged."""
_INDEX = ", ".join(f"here.{name}" for name in ("card", *IndexedPart._fields))


class LibraryQueries(Query):
    """The content of the decks in use."""

    def card_body(self, card: str) -> CardBody | None:
        """The card that is studied under an id, or None where the library has none."""
        query = (
            f"SELECT {_BODY} FROM deck_card JOIN library USING (path) JOIN deck_cache USING (path)"
            " WHERE deck_card.card = :card ORDER BY rank, position LIMIT 1"
        )
        row = self._one(query, {"card": card})
        return next(self._bodies([row]), None) if row else None

    def card_bodies(self, scope: Scope = EVERYTHING) -> Iterator[CardBody]:
        """The cards in study, in the library's order, read as they are asked for."""
        query = f"""
        SELECT {_BODY} FROM library AS lib
        CROSS JOIN deck_card ON deck_card.path = lib.path
        CROSS JOIN deck_cache ON deck_cache.path = lib.path
        WHERE EXISTS (
            SELECT 1 FROM card_index AS here
            WHERE here.path = lib.path AND here.position = deck_card.position
                AND here.card = deck_card.card AND {FIRST} AND {IN_SCOPE}
        )
        ORDER BY lib.rank, deck_card.position
        """
        return self._bodies(self._rows(query, scope.parameters()))

    def quizzable(self, scope: Scope = EVERYTHING) -> Iterator[CardBody]:
        """Cards, drafts and cases of the decks in scope, in the library's order; of a repeated
        id the first.
        """
        return self._in_scope(scope, "TRUE")

    def cases(self, scope: Scope = EVERYTHING) -> Iterator[CardBody]:
        """The cases of the decks in scope, in the library's order."""
        # Looks at the text, because a body is sealed.
        candidates = self._in_scope(scope, "instr(body, '\"case\"')")
        return (row for row in candidates if "case" in row.body)

    def _in_scope(self, scope: Scope, condition: str) -> Iterator[CardBody]:
        decks = {row.path: row for row in StudyQueries(self._connection).decks(scope)}
        seen: set[str] = set()
        rows = self._rows(
            "SELECT path, position, deck_card.card, body FROM library CROSS JOIN deck_card USING"
            f" (path) WHERE {condition} ORDER BY rank, position"
        )
        for path, position, card, body in self._intact(rows):
            deck = decks.get(path)
            if (
                deck is None
                or (scope.decks is not None and deck.deck_id not in scope.decks)
                or card in seen
            ):
                continue
            if card is not None:
                seen.add(card)
            row = CardBody(path, position, card, unsealed_json(body), deck.head)
            audience = row.body.get("audience") or deck.head.get("audience", [])
            if scope.role is None or deck.explicit or not audience or scope.role in audience:
                yield row

    def of_file(self, path: str) -> Iterator[CardBody]:
        """The cards, drafts and cases of a file, in its order."""
        query = (
            f"SELECT {_BODY} FROM deck_card JOIN library USING (path) JOIN deck_cache USING (path)"
            " WHERE path = :path ORDER BY deck_card.position"
        )
        return self._bodies(self._rows(query, {"path": path}))

    def body_at(self, path: str, position: int) -> CardBody | None:
        """The card, draft or case at a place of a file. It is how drafts, without id, are found."""
        query = (
            f"SELECT {_BODY} FROM deck_card JOIN library USING (path) JOIN deck_cache USING (path)"
            " WHERE path = :path AND deck_card.position = :position"
        )
        row = self._one(query, {"path": path, "position": position})
        return next(self._bodies([row]), None) if row else None

    def drafts(self) -> list[CardBody]:
        """The cards without an id, in the library's order: previewed and quizzed, never
        scheduled.
        """
        query = (
            f"SELECT {_BODY} FROM library JOIN deck_card USING (path) JOIN deck_cache USING (path)"
            " WHERE deck_card.card IS NULL ORDER BY rank, position"
        )
        return list(self._bodies(self._all(query)))

    def _bodies(self, rows: Iterable[Row]) -> Iterator[CardBody]:
        return map(_body, self._intact(rows))

    def _intact(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, which begin with path, position, card and body. A file with a damaged body is
        parsed again, and those rows come last.
        """
        damaged = []
        for row in rows:
            if is_intact(row[_BODY_AT]):
                yield row
            else:
                damaged.append(row)
        # Only now: while a query is read, the library cannot be loaded again.
        for path, position, card, _, *more in damaged:
            body = self._stored_body(path, position, card)
            if body is not None and not is_intact(body):
                self.heal(path)
                body = self._stored_body(path, position, card)
            if body is not None:
                yield path, position, card, body, *more

    def _stored_body(self, path: str, position: int, card: str | None) -> str | None:
        query = (
            "SELECT body FROM deck_card WHERE path = :path AND position = :position AND card IS"
            " :card"
        )
        row = self._one(query, {"path": path, "position": position, "card": card})
        return row[0] if row else None

    def parts(self, scope: Scope = EVERYTHING) -> Iterator[IndexedPart]:
        """The parts in study, in the library's order, read as they are asked for."""
        query = (
            f"SELECT {_INDEX} FROM {LIBRARY} WHERE {FIRST} AND {IN_SCOPE} ORDER BY {LIBRARY_ORDER}"
        )
        return map(_part, self._rows(query, scope.parameters()))

    def parts_of(self, card: str) -> list[IndexedPart]:
        """The parts of one card in study, in the card's order."""
        query = f"""
        SELECT {_INDEX} FROM card_index AS here JOIN library AS lib ON lib.path = here.path
        WHERE here.card = :card AND {FIRST} ORDER BY here.position, here.rank_in_card
        """
        return [_part(row) for row in self._all(query, {"card": card})]

    def first_asked_as(self, kinds: Iterable[str]) -> set[str]:
        """The cards that a question of one of these kinds asks first."""
        rows = self._rows(
            "SELECT card FROM library JOIN deck_card USING (path) WHERE card IS NOT NULL "
            "AND EXISTS (SELECT 1 FROM json_each(:kinds) WHERE instr(kinds, '|' || value || '|')) "
            f"AND {_KIND} IN (SELECT value FROM json_each(:kinds))",
            {"kinds": json.dumps(list(kinds))},
        )
        return {card for (card,) in rows}

    def sole_parts(self) -> dict[str, str]:
        """The cards that consist of one part with a name, and that name."""
        query = f"""
        SELECT here.card, max(here.part) FROM {LIBRARY} WHERE {FIRST}
        GROUP BY here.card HAVING count(*) = 1 AND max(here.part) <> ''
        """
        return dict(self._all(query))

    def prompt(self, part: Part) -> str | None:
        """One line of the part's question: from the library, else as it was last seen anywhere."""
        for indexed in self.parts_of(part.card):
            if indexed.part == part:
                return indexed.prompt
        row = self._one(
            "SELECT prompt FROM card_seen WHERE card = :card AND part = :part",
            {"card": part.card, "part": part.part or ""},
        )
        return str(row[0]) if row else None

    def renamings(self) -> list[Renaming]:
        """The cards in study that say which id they had, in the library's order."""
        query = f"""
        SELECT DISTINCT here.card, deck_was.was, lib.rank, here.position, deck_was.rowid
        FROM {LIBRARY} JOIN deck_was ON deck_was.path = here.path AND deck_was.card = here.card
        WHERE {FIRST}
        ORDER BY lib.rank, here.position, deck_was.rowid
        """
        rows = self._all(query)
        return [
            Renaming(card, was, tuple(indexed.part for indexed in self.parts_of(card)))
            for card, was, *_ in rows
        ]

    def in_use(self) -> bool:
        """Whether a library was loaded on this connection at all."""
        return self._one("SELECT 1 FROM temp.sqlite_master WHERE name = 'library'") is not None


def _body(row: Row) -> CardBody:
    path, position, card, body, head = row
    return CardBody(path, position, card, unsealed_json(body), unsealed_json(head))


def _part(row: Row) -> IndexedPart:
    card, part, *columns = row
    return IndexedPart(part_from(card, part), *columns)
