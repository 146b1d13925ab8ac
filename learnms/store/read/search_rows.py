"""The rows that a search scans: the cards of the library with their texts, memories, answers and
notes.

Rows are read one by one or by the day, so that not all are held twice. Expects that
`deck_cache.refresh.refresh` ran on the same connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, null, or_, select

from learnms.store.read.answers import COUNTED_EVENTS, MINE, REPLAY_ORDER, UNTIL, last_counting
from learnms.store.read.base import (
    BODY,
    CARD_ORDER,
    CARDS_IN_LIBRARY,
    LEARNER,
    LIBRARY,
    STUDY,
    BodyQuery,
    outer,
)
from learnms.store.read.rows import MEMORY_COLUMNS, day_from, load, memory_from, unsealed_json
from learnms.store.tables import (
    CARD_INDEX,
    CARD_SEEN,
    COUNTED,
    DECK_CACHE,
    DECK_CARD,
    EVENT,
    MEMORY,
)
from learnms.study.event import ANSWER_KINDS, Part, note_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from learnms.study.memory import Memory


class SearchDeck(NamedTuple):
    """A deck file of the library; `topics` are keys and titles."""

    path: str
    deck_id: str
    title: str
    topics: dict[str, str]


class CardRow(NamedTuple):
    """A part of a card in a deck. `text`, `tags` and `kinds` are the whole card's, case folded, the
    names as `|a|b|`; `memory` is None where nothing is known of the part.
    """

    position: int
    card: str
    part: str
    topic: str | None
    priority: int
    region: str
    key_hash: str | None
    prompt: str
    text: str
    tags: str
    kinds: str
    memory: Memory | None


class BodyRow(NamedTuple):
    """A case, or a draft (without an id), with its body."""

    path: str
    position: int
    card: str | None
    body: dict[str, Any]
    text: str
    tags: str


class AnswerRow(NamedTuple):
    """An answer, or a reset, which has no rating, with the part that it belongs to now, as
    `str(Part)`; `missed` where points were lost or it was graded Again.
    """

    part: str
    rating: int | None
    missed: int


_DECKS = (
    select(LIBRARY.c.path, DECK_CACHE.c.deck_id, DECK_CACHE.c.title, DECK_CACHE.c.head)
    .join(DECK_CACHE, DECK_CACHE.c.path == LIBRARY.c.path)
    .order_by(LIBRARY.c.rank)
)
_MEMORY_VALUES = tuple(
    MEMORY.c[name] if name != "last_event" else null() for name in MEMORY_COLUMNS
)
_OF_CARD = CardRow._fields[:-1]
_CARDS = (
    select(
        *((STUDY if name in STUDY.c else DECK_CARD).c[name] for name in _OF_CARD), *_MEMORY_VALUES
    )
    .join(
        DECK_CARD, (DECK_CARD.c.path == STUDY.c.path) & (DECK_CARD.c.position == STUDY.c.position)
    )
    .outerjoin(
        MEMORY,
        (MEMORY.c.learner_id == LEARNER)
        & (MEMORY.c.card == STUDY.c.card)
        & (MEMORY.c.part == STUDY.c.part),
    )
    .where(STUDY.c.path == bindparam("path"))
    .order_by(STUDY.c.position, STUDY.c.rank_in_card)
)
_SHELF = LIBRARY.alias("shelf")
_BODIES = (
    select(*BODY, DECK_CARD.c.text, DECK_CARD.c.tags)
    .select_from(CARDS_IN_LIBRARY)
    .where(
        or_(
            DECK_CARD.c.card.is_(None),
            ~select(CARD_INDEX.c.card)
            .join(_SHELF, _SHELF.c.path == CARD_INDEX.c.path)
            .where(CARD_INDEX.c.card == DECK_CARD.c.card)
            .exists(),
        )
    )
    .order_by(*CARD_ORDER)
)
_STUDIED = (STUDY.c.card == MEMORY.c.card) & (STUDY.c.part == MEMORY.c.part)
_MEMORIES = select(
    *_MEMORY_VALUES, select(STUDY.c.key_hash).where(_STUDIED).scalar_subquery()
).where(MEMORY.c.learner_id == LEARNER)
_MEMORY = _MEMORIES.where(MEMORY.c.card == bindparam("card"), MEMORY.c.part == bindparam("part"))
_OTHER_MEMORIES = select(*_MEMORY_VALUES).where(
    MEMORY.c.learner_id == LEARNER, ~select(STUDY.c.card).where(_STUDIED).exists()
)
_LAST_SEEN = select(CARD_SEEN.c.prompt, CARD_SEEN.c.deck_id).where(
    CARD_SEEN.c.card == bindparam("card"), CARD_SEEN.c.part == bindparam("part")
)
_ANSWERING = (*ANSWER_KINDS, "reset")
_ANSWERS = (
    select(
        COUNTED.c.card + func.coalesce("#" + func.nullif(COUNTED.c.part, ""), ""),
        EVENT.c.rating,
        func.coalesce(EVENT.c.points < EVENT.c.max_points, EVENT.c.rating == 1, 0),
    )
    .select_from(COUNTED_EVENTS)
    .where(
        MINE,
        EVENT.c.kind.in_(_ANSWERING),
        COUNTED.c.card.is_not(None),
        EVENT.c.study_day == bindparam("day"),
    )
    .order_by(outer(EVENT.c.seq), *REPLAY_ORDER[2:])  # of one day
)
_ANSWER_DAYS = (
    select(EVENT.c.study_day)
    .where(MINE, EVENT.c.kind.in_(_ANSWERING), UNTIL)
    .distinct()
    .order_by(EVENT.c.study_day)
)
_NOTES = (
    select(COUNTED.c.card, func.coalesce(COUNTED.c.part, ""), EVENT.c.data)
    .select_from(COUNTED_EVENTS)
    .where(MINE, EVENT.c.kind == "note", COUNTED.c.card.is_not(None), UNTIL)
    .order_by(*REPLAY_ORDER)
)


class SearchRows(BodyQuery):
    """Rows for a search. Notes are keyed by card and part, '' for the whole card."""

    def decks(self) -> list[SearchDeck]:
        """The deck files of the library, in its order."""
        return [
            SearchDeck(
                path,
                deck_id,
                title,
                {key: topic for key, topic, *_ in unsealed_json(head).get("topics", [])},
            )
            for path, deck_id, title, head in self._rows(_DECKS)
        ]

    def cards(self, path: str) -> Iterator[CardRow]:
        """The parts of a file, in its order: of copies of a card with one id, in one or several
        files, the first is studied.
        """
        end = len(_OF_CARD)
        for row in self._rows(_CARDS, {"path": path}):
            memory = memory_from(row[end:])[1] if row[end] is not None else None
            yield CardRow._make((*row[:end], memory))

    def bodies(self) -> Iterator[BodyRow]:
        """The cases and drafts in the library's order, every copy, but not of cards."""
        for path, position, card, body, text, tags in self._intact(self._rows(_BODIES)):
            yield BodyRow(path, position, card, unsealed_json(body), text, tags)

    def memories(self, part: Part | None = None) -> dict[Part, tuple[Memory, str | None]]:
        """The memories of all parts, or of one, where something is known of it, without the event
        that was the last; each with the fingerprint of the card's answer key as it is now.
        """
        rows = (
            self._rows(_MEMORIES)
            if part is None
            else self._rows(_MEMORY, {"card": part.card, "part": part.part or ""})
        )
        return {part: (memory, row[-1]) for row in rows for part, memory in [memory_from(row[:-1])]}

    def other_memories(self) -> dict[Part, Memory]:
        """The memories of all parts that are not parts of a card in the library."""
        return dict(map(memory_from, self._rows(_OTHER_MEMORIES)))

    def last_seen(self, part: Part) -> tuple[str, str] | None:
        """One line of a part's question as a deck last had it, and that deck's id."""
        row = self._one(_LAST_SEEN, {"card": part.card, "part": part.part or ""})
        return (str(row[0]), str(row[1])) if row else None

    def answers(self, today: date) -> Iterator[tuple[date, Iterator[AnswerRow]]]:
        """The counting answers and resets of each study day, oldest first, read lazily."""
        for (day,) in self._all(_ANSWER_DAYS, {"limit": last_counting(today)}):
            yield day_from(day), map(AnswerRow._make, self._rows(_ANSWERS, {"day": day}))

    def notes(self, today: date) -> dict[tuple[str, str], str]:
        """The latest private note of every part that has one."""
        notes: dict[tuple[str, str], str] = {}
        for card, part, data in self._rows(_NOTES, {"limit": last_counting(today)}):
            text = note_text(load(data))
            if text is not None:
                notes[card, part] = text
        return {key: text for key, text in notes.items() if text}
