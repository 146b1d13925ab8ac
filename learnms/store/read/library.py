"""The library in use, as it was last parsed: decks, cards' bodies, problems, and what moved to new
ids.

Asks for `catalogue.refresh` on the same connection first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.store.read.queries import EVERYTHING, FIRST, IN_SCOPE, LEARNER, Query, Scope
from learnms.store.read.rows import UNSEALED_BODY, is_intact, part_from, sealed_json, unsealed_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from learnms.store.read.rows import Row
    from learnms.study.event import Part


class DeckRow(NamedTuple):
    """A file of the library. `parsed` is False where it shows its last good cards, or none;
    `explicit`: named by the learner.

    `total` and `learned` count parts in scope: all, and those ever reviewed.
    """

    path: str
    deck_id: str
    title: str
    explicit: bool
    parsed: bool
    head: dict[str, Any]
    problems: list[dict[str, Any]]
    total: int
    learned: int

    @property
    def version(self) -> str | None:
        """What the deck calls its version."""
        return self.head.get("version")


class CardBody(NamedTuple):
    """A card as the cache holds it. `card` is None for a draft; `head` is its deck's."""

    path: str
    position: int
    card: str | None
    body: dict[str, Any]
    head: dict[str, Any]


class IndexedPart(NamedTuple):
    """A part that is in study: where it stands, its fingerprints, and one line of its question."""

    part: Part
    path: str
    deck_id: str
    topic: str | None
    key_hash: str | None
    wording_hash: str | None
    prompt: str


class Renaming(NamedTuple):
    """A card in study that says `was`: an old id, or `id#part`; `parts` are the parts that it
    has.
    """

    card: str
    was: str
    parts: tuple[Part, ...]


_DECKS = f"""
SELECT lib.path, deck_id, title, lib.explicit, parsed, head, problems,
    (SELECT count(*) FROM card_index AS here WHERE here.path = lib.path AND {FIRST} AND {IN_SCOPE}),
    (SELECT count(*) FROM card_index AS here JOIN memory ON memory.learner_id = {LEARNER} AND memory.card = here.card AND memory.part = here.part
     WHERE here.path = lib.path AND memory.state = 'review' AND {FIRST} AND {IN_SCOPE})
FROM library AS lib JOIN deck_cache ON deck_cache.path = lib.path ORDER BY lib.rank
"""
_BODY = "deck_card.path, deck_card.position, deck_card.card, deck_card.body, head"
_BODY_AT = 3
_KIND = f"CASE WHEN json_valid({UNSEALED_BODY}) THEN json_extract({UNSEALED_BODY}, '$.forms[0].kind') END"
"""How a card is asked first; NULL where what is stored of it is damaged."""
_INDEX = (
    "here.card, here.part, here.path, here.deck_id, here.topic, here.key_hash, here.wording_hash,"
    " here.prompt"
)
_IN_ORDER = "FROM library AS lib CROSS JOIN card_index AS here ON here.path = lib.path"


class LibraryQueries(Query):
    """What the decks in use hold.

    Args:
        connection: whose library is asked for.
        calendar: gives the day on which problems are judged; without one they are those of any day.
    """

    def __init__(
        self, connection: sqlite3.Connection, calendar: Callable[[], date] | None = None
    ) -> None:
        super().__init__(connection)
        self._calendar = calendar

    @property
    def today(self) -> date | None:
        """The day on which problems are judged."""
        return self._calendar() if self._calendar is not None else None

    def _wrong_now(self, problems: str) -> list[dict[str, Any]]:
        """The problems of a file that hold today: time makes some of them, and mends others,
        while the file stays as it is.
        """
        every: list[dict[str, Any]] = unsealed_json(problems)
        if self._calendar is None or not every:
            return every
        today = self._calendar().isoformat()
        return [one for one in every if one.get("since", today) <= today <= one.get("until", today)]

    def decks(self, scope: Scope = EVERYTHING) -> list[DeckRow]:
        """Every file of the library, in its order."""
        return [
            DeckRow(
                path,
                deck,
                title,
                bool(explicit),
                bool(parsed),
                unsealed_json(head),
                self._wrong_now(problems),
                total,
                learned,
            )
            for path, deck, title, explicit, parsed, head, problems, total, learned in self._all(
                _DECKS, scope.parameters()
            )
        ]

    def offered(self, role: str | None) -> list[DeckRow]:
        """The files that have something for a reader: cards, or the deck says so of itself; one
        that was named by the learner always.
        """
        rows = self.decks(Scope(role))
        return [
            row
            for row in rows
            if row.total
            or row.explicit
            or role is None
            or not row.head.get("audience")
            or role in row.head["audience"]
        ]

    def studied(self, path: str) -> int:
        """How many cards of a file can be studied: those that are scheduled."""
        row = self._one(
            f"SELECT count(DISTINCT here.card) {_IN_ORDER} WHERE lib.path = :path AND {FIRST}",
            {"path": path},
        )
        return int(row[0]) if row else 0

    def problems(self) -> dict[str, list[dict[str, Any]]]:
        """What is wrong in the files that have something wrong, by path, in the library's order."""
        rows = self._all(
            "SELECT path, problems FROM library JOIN deck_cache USING (path) WHERE problems <>"
            " :none ORDER BY rank",
            {"none": sealed_json([])},
        )
        return {path: wrong for path, problems in rows if (wrong := self._wrong_now(problems))}

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
        SELECT {_BODY} FROM library AS lib CROSS JOIN deck_card ON deck_card.path = lib.path CROSS JOIN deck_cache ON deck_cache.path = lib.path
        WHERE EXISTS (
            SELECT 1 FROM card_index AS here
            WHERE here.path = lib.path AND here.position = deck_card.position AND here.card = deck_card.card AND {FIRST} AND {IN_SCOPE}
        ) ORDER BY lib.rank, deck_card.position
        """
        return self._bodies(self._rows(query, scope.parameters()))

    def quizzable(self, scope: Scope = EVERYTHING) -> Iterator[CardBody]:
        """Cards, drafts and cases of the decks in scope, in the library's order; of a repeated
        id the first.
        """
        return self._in_scope(scope, "TRUE")

    def cases(self, scope: Scope = EVERYTHING) -> Iterator[CardBody]:
        """The cases among them."""
        named = self._in_scope(
            scope, "instr(body, '\"case\"')"
        )  # a look at the text, because a body is sealed
        return (row for row in named if "case" in row.body)

    def _in_scope(self, scope: Scope, condition: str) -> Iterator[CardBody]:
        heads = {row.path: row for row in self.decks(scope)}
        seen: set[str] = set()
        rows = self._rows(
            "SELECT path, position, deck_card.card, body FROM library CROSS JOIN deck_card USING"
            f" (path) WHERE {condition} ORDER BY rank, position"
        )
        for path, position, card, body in self._intact(rows):
            deck = heads.get(path)
            if (
                deck is None
                or (scope.decks is not None and deck.deck_id not in scope.decks)
                or card in seen
            ):
                continue
            if card is not None:
                seen.add(card)
            found = CardBody(path, position, card, unsealed_json(body), deck.head)
            audience = found.body.get("audience") or deck.head.get("audience", [])
            if scope.role is None or deck.explicit or not audience or scope.role in audience:
                yield found

    def of_file(self, path: str) -> Iterator[CardBody]:
        """Everything that a file holds, in its order."""
        query = (
            f"SELECT {_BODY} FROM deck_card JOIN library USING (path) JOIN deck_cache USING (path)"
            " WHERE path = :path ORDER BY deck_card.position"
        )
        return self._bodies(self._rows(query, {"path": path}))

    def body_at(self, path: str, position: int) -> CardBody | None:
        """What stands at a place of a file: how drafts are found again."""
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
        """The rows, which begin with path, position, card and body; a file whose body was
        damaged is parsed anew, and its rows come last.
        """
        damaged = []
        for row in rows:
            if is_intact(row[_BODY_AT]):
                yield row
            else:
                damaged.append(row)
        for (
            path,
            position,
            card,
            _,
            *rest,
        ) in damaged:  # only now: while a query is read, the library cannot be loaded anew
            body = self._stored_body(path, position, card)
            if body is not None and not is_intact(body):
                self.heal(path)
                body = self._stored_body(path, position, card)
            if body is not None:
                yield path, position, card, body, *rest

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
            f"SELECT {_INDEX} {_IN_ORDER} WHERE {FIRST} AND {IN_SCOPE} ORDER BY lib.rank,"
            " here.position, here.rank_in_card"
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
        rows = self._all(
            f"SELECT here.card, max(here.part) {_IN_ORDER} WHERE {FIRST} GROUP BY here.card HAVING"
            " count(*) = 1 AND max(here.part) <> ''"
        )
        return dict(rows)

    def prompt(self, part: Part) -> str | None:
        """One line of the part's question: from the library, else as it was last seen anywhere."""
        for seen in self.parts_of(part.card):
            if seen.part == part:
                return seen.prompt
        row = self._one(
            "SELECT prompt FROM card_seen WHERE card = :card AND part = :part",
            {"card": part.card, "part": part.part or ""},
        )
        return str(row[0]) if row else None

    def renamings(self) -> list[Renaming]:
        """The cards in study that say which id they had, in the library's order."""
        rows = self._all(
            "SELECT DISTINCT here.card, deck_was.was, lib.rank, here.position, deck_was.rowid"
            f" {_IN_ORDER} JOIN deck_was ON deck_was.path = here.path AND deck_was.card = here.card"
            f" WHERE {FIRST} ORDER BY lib.rank, here.position, deck_was.rowid"
        )
        return [
            Renaming(card, was, tuple(found.part for found in self.parts_of(card)))
            for card, was, *_ in rows
        ]

    def in_use(self) -> bool:
        """Whether a library was loaded on this connection at all."""
        return self._one("SELECT 1 FROM temp.sqlite_master WHERE name = 'library'") is not None


def _body(row: tuple[Any, ...]) -> CardBody:
    path, position, card, body, head = row
    return CardBody(path, position, card, unsealed_json(body), unsealed_json(head))


def _part(row: tuple[Any, ...]) -> IndexedPart:
    card, part, *rest = row
    return IndexedPart(part_from(card, part), *rest)
