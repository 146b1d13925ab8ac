"""Rows that a search goes through: the cards of the library with their texts, memories, answers
and notes.

Standard library only. Everything is read at once, for as many cards as there are, so rows are kept
small. Expects that `deck_cache.refresh.refresh` ran on the same connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.store.read.answers import Answers, last_counting
from learnms.store.read.queries import LEARNER, LIBRARY, LIBRARY_ORDER, in_list
from learnms.store.read.rows import MEMORY_LIST, REPLAY_ORDER, is_intact, memory_from, unsealed_json
from learnms.study.event import ANSWER_KINDS, Part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from learnms.store.read.answers import AnswerRules
    from learnms.study.event import Event
    from learnms.study.memory import Memory
    from learnms.study.replay import Relinks


class SearchDeck(NamedTuple):
    """A deck file of the library; `topics` are keys and titles."""

    path: str
    deck_id: str
    title: str
    topics: dict[str, str]


class CardRow(NamedTuple):
    """A part of a card in a deck. `text`, `tags` and `kinds` are the whole card's, case folded, the
    names as `|a|b|`.
    """

    path: str
    position: int
    card: str
    part: str
    topic: str | None
    key_hash: str | None
    prompt: str
    text: str
    tags: str
    kinds: str


class BodyRow(NamedTuple):
    """A case, or a draft (without an id), with its body."""

    path: str
    position: int
    card: str | None
    body: dict[str, Any]
    text: str
    tags: str


class AnswerRow(NamedTuple):
    """An answer, or a reset, which has no rating: its study day in ISO text; `missed` where points
    were lost or it was graded Again.
    """

    day: str
    rating: int | None
    missed: bool


_DECKS = "SELECT path, deck_id, title, head FROM library JOIN deck_cache USING (path) ORDER BY rank"
_CARDS = f"""
SELECT here.path, here.position, here.card, here.part, here.topic, here.key_hash, here.prompt,
    deck_card.text, deck_card.tags, deck_card.kinds
FROM {LIBRARY}
CROSS JOIN deck_card ON deck_card.path = here.path AND deck_card.position = here.position
ORDER BY {LIBRARY_ORDER}
"""
_BODIES = """
SELECT path, position, deck_card.card, body, text, tags
FROM library CROSS JOIN deck_card USING (path)
WHERE deck_card.card IS NULL OR NOT EXISTS (
    SELECT 1 FROM card_index
    WHERE card_index.path = deck_card.path AND card_index.card = deck_card.card
)
ORDER BY rank, position
"""
_MEMORIES = f"SELECT {MEMORY_LIST} FROM memory WHERE learner_id = {LEARNER}"
_ANSWERS = f"""
SELECT card, coalesce(part, ''), study_day, rating,
    coalesce(points < max_points, rating = 1, 0), id
FROM event
WHERE learner_id = {LEARNER} AND kind IN {in_list((*ANSWER_KINDS, "reset"))}
    AND card IS NOT NULL AND study_day <= :limit
ORDER BY {REPLAY_ORDER}
"""


class SearchRows(Answers):
    """Rows for a search. Answers and notes are keyed by card and part, '' for the whole card."""

    def decks(self) -> list[SearchDeck]:
        """The deck files of the library, in its order."""
        rows = self._all(_DECKS)
        return [
            SearchDeck(
                path,
                deck_id,
                title,
                {key: topic for key, topic, *_ in unsealed_json(head).get("topics", [])},
            )
            for path, deck_id, title, head in rows
        ]

    def cards(self) -> Iterator[CardRow]:
        """The parts in the library's order, every copy of a card: of copies with one id the first
        is studied. All are read at once, and made into rows one after the other.
        """
        return map(CardRow._make, self._all(_CARDS))

    def bodies(self) -> Iterator[BodyRow]:
        """The cases and drafts in the library's order, every copy."""
        damaged = set()
        for path, position, card, body, text, tags in self._rows(_BODIES):
            if is_intact(body):
                yield BodyRow(path, position, card, unsealed_json(body), text, tags)
            else:
                damaged.add((path, position))
        for path in {path for path, _ in damaged}:
            self.heal(path)
        if damaged:
            yield from (row for row in self.bodies() if (row.path, row.position) in damaged)

    def memories(self, part: Part | None = None) -> dict[Part, Memory]:
        """The memories of all parts, or of one, where something is known of it."""
        if part is None:
            return dict(map(memory_from, self._all(_MEMORIES)))
        rows = self._all(
            f"{_MEMORIES} AND card = :card AND part = :part",
            {"card": part.card, "part": part.part or ""},
        )
        return dict(map(memory_from, rows))

    def last_seen(self, part: Part) -> tuple[str, str] | None:
        """One line of a part's question as a deck last had it, and that deck's id."""
        row = self._one(
            "SELECT prompt, deck_id FROM card_seen WHERE card = :card AND part = :part",
            {"card": part.card, "part": part.part or ""},
        )
        return (str(row[0]), str(row[1])) if row else None

    def answers(
        self, today: date, rules: AnswerRules | None = None
    ) -> dict[tuple[str, str], list[AnswerRow]]:
        """The counting answers and resets, oldest first, by the part that they belong to now."""
        relinks, void = rules or self.rules(today)
        answers: dict[tuple[str, str], list[AnswerRow]] = {}
        for card, part, day, rating, missed, ident in self._rows(
            _ANSWERS, {"limit": last_counting(today)}
        ):
            if ident not in void:
                answers.setdefault((card, part), []).append(AnswerRow(day, rating, bool(missed)))
        if relinks.target:
            return _handed_over(answers, relinks)
        return answers

    def notes(self, today: date, rules: AnswerRules | None = None) -> dict[tuple[str, str], str]:
        """The latest private note of every part that has one."""
        relinks, void = rules or self.rules(today)
        notes: dict[tuple[str, str], str] = {}
        for event in self._events("kind = 'note'", last_counting(today)):
            text = note_text(event)
            if event.owner is not None and event.id.bytes not in void and text is not None:
                owner = relinks.owner(event.owner)
                notes[owner.card, owner.part or ""] = text
        return {key: text for key, text in notes.items() if text}


def note_text(event: Event) -> str | None:
    """The text of a note, '' where it removes the note; None where the event is not readable."""
    text = event.data.get("text") if isinstance(event.data, dict) else None
    return text if isinstance(text, str) else None


def _handed_over(
    answers: dict[tuple[str, str], list[AnswerRow]], relinks: Relinks
) -> dict[tuple[str, str], list[AnswerRow]]:
    moved: dict[tuple[str, str], list[AnswerRow]] = {}
    for (card, part), rows in answers.items():
        owner = relinks.owner(Part(card, part or None))
        moved.setdefault((owner.card, owner.part or ""), []).extend(rows)
    return {key: sorted(rows, key=lambda row: row.day) for key, rows in moved.items()}
