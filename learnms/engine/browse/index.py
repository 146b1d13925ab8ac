"""The rows that a search looks through, in memory: every part, part of a case, draft and orphan.

Loading is cut into steps, so that a page can be painted and typed into between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.search.match import Columns
from learnms.decks.codec import ask_from_json, ask_line
from learnms.decks.model import PRIORITIES
from learnms.engine.cards.notes import FEW, notes_of
from learnms.engine.cards.target import EntryKind
from learnms.garbage import collection_paused
from learnms.study.event import Part
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.leech import is_leech
from learnms.study.memory import NEW, Memory
from learnms.study.stage import stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from learnms.engine.queries import Queries
    from learnms.store.read.search_rows import BodyRow, CardRow, SearchDeck

MISSED = "missed"
_STEP = 4000
"""Rows of one step, which takes a few hundredths of a second."""


_NUMBERS = ("s", "d", "r", "reps", "lapses", "due")
_NEW_NUMBERS = (None, None, None, 0, 0, None)
_NEW_STATES = frozenset({"new"})
"""The values for a card without history, like most rows of a large library."""


@dataclass(slots=True)
class Entry:
    """A row. A draft has no part; `deck`, `topic` and `priority` are indices into the index's
    names; `region` is '' or `|us|uk|`; `note` is the private note.
    """

    part: Part | None
    kind: EntryKind
    prompt: str
    deck: int
    topic: int
    path: str = ""
    position: int = 0
    key_hash: str | None = None
    priority: int = 0
    region: str = ""
    memory: Memory = NEW
    note: str = ""

    @property
    def place(self) -> tuple[str, int]:
        """The file of a row and its position there, which identify a draft."""
        return self.path, self.position


class _Loaded(NamedTuple):
    """A row before it is added: `order` is the place of its deck and its place in the deck."""

    order: tuple[int, int]
    entry: Entry
    text: str
    tags: str
    kinds: str


class Index:
    """All rows. `names` are the ids and titles of decks, topics and priorities. Memories and notes
    change; the rows stay.

    Args:
        data: what is stored; the library has been refreshed.
        today: the study day.
    """

    def __init__(self, queries: Queries, today: date) -> None:
        self.today = today
        self.entries: list[Entry] = []
        self.columns = Columns(today=today.toordinal())
        self.names: dict[str, list[tuple[str, str]]] = {
            "deck": [("", "")],
            "topic": [("", "")],
            "priority": [("", ""), *((name, name) for name in PRIORITIES)],
        }
        self.is_ready = False
        self.is_whole = False
        self.continue_with(queries)
        self._model = Fsrs6(queries.weights(today))
        self._places: dict[str, dict[tuple[str, str], int]] = {
            "deck": {("", ""): 0},
            "topic": {("", ""): 0},
        }
        self._numbers: list[list[float | None]] = [
            self.columns.numbers.setdefault(name, []) for name in _NUMBERS
        ]
        self._states_held: dict[frozenset[str], frozenset[str]] = {}
        self._held: dict[str, str] = {}
        self._rows: dict[Part, int] = {}
        self._texts: list[str] = []

    # -- loading -----------------------------------------------------------------------------------

    def load(self) -> Iterator[None]:
        """Load in steps: all but the answers, then `is_ready`; the answers, then `is_whole`."""
        steps = self._steps()
        while True:
            with collection_paused():
                is_last = next(steps, self) is self
            if is_last:
                return
            yield

    def _steps(self) -> Iterator[None]:
        decks = {deck.path: (rank, deck) for rank, deck in enumerate(self._stored.decks())}
        yield
        loaded: list[_Loaded] = []
        first: dict[str, tuple[str, int]] = {}
        for path in decks:
            rows = self._stored.cards(path)
            yield
            while step := list(islice(rows, _STEP)):
                loaded += self._of_cards(step, decks, first)
                yield
        loaded += self._of_bodies(self._stored.bodies(), decks, first)
        loaded.sort(key=lambda row: row.order)
        yield
        notes = self._stored.notes(self.today)
        known = self._stored.memories()
        yield
        for start in range(0, len(loaded), _STEP):
            for _, entry, text, tags, kinds in loaded[start : start + _STEP]:
                part = entry.part
                memory = known.pop(part, None) if part is not None else None
                note = notes.get((part.card, part.part or ""), "") if part and notes else ""
                self._add(entry, text, tags, kinds, memory, note)
            yield
        loaded.clear()
        for part, memory in known.items():
            self._add_orphan(part, memory, notes.get((part.card, part.part or ""), ""))
        self.columns.names = {
            place: [(key.casefold(), title.casefold()) for key, title in names]
            for place, names in self.names.items()
        }
        self.is_ready = True
        yield
        yield from self._add_answers()
        self.is_whole = True

    def whole(self) -> Index:
        """Load everything at once."""
        for _ in self.load():
            pass
        return self

    def _of_cards(
        self,
        rows: Iterable[CardRow],
        decks: dict[str, tuple[int, SearchDeck]],
        first: dict[str, tuple[str, int]],
    ) -> Iterator[_Loaded]:
        names: dict[tuple[str, str | None], tuple[int, int]] = {}
        for row in rows:
            rank, deck = decks[row.path]
            path, place = deck.path, (deck.path, row.position)
            if first.setdefault(row.card, place) == place:
                numbers = names.get((path, row.topic))
                if numbers is None:
                    numbers = self._deck(deck), self._topic(deck, row.topic)
                    names[path, row.topic] = numbers
                part = Part(row.card, row.part or None)
                entry = Entry(part, "card", row.prompt, *numbers, *place, row.key_hash)
                entry.priority, entry.region = row.priority + 1, row.region
                tags, kinds = (self._held.setdefault(text, text) for text in (row.tags, row.kinds))
                yield _Loaded((rank, row.position), entry, row.text, tags, kinds)

    def _of_bodies(
        self,
        rows: Iterable[BodyRow],
        decks: dict[str, tuple[int, SearchDeck]],
        first: dict[str, tuple[str, int]],
    ) -> Iterator[_Loaded]:
        for row in rows:
            if row.card is not None and first.setdefault(row.card, (row.path, row.position)) != (
                row.path,
                row.position,
            ):
                continue
            rank, deck = decks[row.path]
            case = row.body.get("case")
            questions = (
                [row.body["forms"][0]] if case is None else [part["form"] for part in case["parts"]]
            )
            for index, form in enumerate(questions):
                part = (
                    Part(row.card, case["parts"][index]["id"])
                    if case is not None and row.card is not None
                    else None
                )
                topic = row.body.get("topic") if case is None else case["parts"][index]["topic"]
                prompt = ask_line(ask_from_json(form["compiled"]["asks"][0][1]))
                entry = Entry(
                    part,
                    "draft" if case is None else "case",
                    prompt,
                    self._deck(deck),
                    self._topic(deck, topic),
                    row.path,
                    row.position,
                    None,
                    1 + PRIORITIES.index(row.body["priority"]) if case is None else 0,
                    "".join(f"|{name}|" for name in row.body.get("region", ())),
                )
                yield _Loaded(
                    (rank, row.position),
                    entry,
                    row.text,
                    row.tags,
                    f"|{form['compiled']['kind']}{'' if case is None else '|case'}|",
                )

    def _deck(self, deck: SearchDeck) -> int:
        return self._named("deck", deck.deck_id, deck.title)

    def _topic(self, deck: SearchDeck, key: str | None) -> int:
        return self._named("topic", key, deck.topics.get(key, key)) if key else 0

    def _named(self, place: str, key: str, title: str) -> int:
        index = self._places[place].setdefault((key, title), len(self.names[place]))
        if index == len(self.names[place]):
            self.names[place].append((key, title))
        return index

    # -- rows --------------------------------------------------------------------------------------

    def _add(
        self, entry: Entry, text: str, tags: str, kinds: str, memory: Memory | None, note: str
    ) -> None:
        if entry.part is not None:
            self._rows[entry.part] = len(self.entries)
        columns = self.columns
        self.entries.append(entry)
        self._texts.append(text)
        columns.text.append(text)
        columns.deck.append(entry.deck)
        columns.topic.append(entry.topic)
        columns.priority.append(entry.priority)
        columns.tags.append(tags)
        columns.kinds.append(kinds)
        columns.answered.append(())
        if memory is None and not note and entry.kind == "card":
            columns.states.append(_NEW_STATES)
            for column, number in zip(self._numbers, _NEW_NUMBERS, strict=True):
                column.append(number)
            return
        columns.states.append(frozenset())
        for column in self._numbers:
            column.append(None)
        entry.note = note
        entry.memory = memory if memory is not None else NEW
        self._note_known(len(self.entries) - 1)

    def _add_orphan(self, part: Part, memory: Memory, note: str) -> None:
        """Add a scheduled part that is no longer in any deck; other unknown parts get no row."""
        if memory.is_new and memory.due is None and not memory.suspended:
            return
        prompt, deck = self._stored.last_seen(part) or ("", "")
        entry = Entry(
            part,
            "orphan",
            prompt,
            self._named(
                "deck",
                deck,
                next((title for key, title in self.names["deck"] if key == deck), deck),
            ),
            0,
        )
        self._add(entry, " ".join(f"{part.card} {prompt}".split()).casefold(), "", "", memory, note)

    def _note_known(self, row: int) -> None:
        """Write the memory and the note of a row into the columns."""
        entry, columns = self.entries[row], self.columns
        memory = entry.memory
        columns.text[row] = (
            f"{self._texts[row]} {' '.join(entry.note.split()).casefold()}"
            if entry.note
            else self._texts[row]
        )
        columns.states[row] = self._states(entry) | (columns.states[row] & {MISSED})
        state = memory.recallable()
        numbers = columns.numbers
        numbers["s"][row], numbers["d"][row] = memory.stability, memory.difficulty
        numbers["r"][row] = (
            self._model.recall(max(0, (self.today - state[2]).days), state[0]) if state else None
        )
        numbers["reps"][row], numbers["lapses"][row] = (
            (None, None) if entry.kind in ("draft", "case") else (memory.reps, memory.lapses)
        )
        numbers["due"][row] = (memory.due - self.today).days if memory.due is not None else None

    def _states(self, entry: Entry) -> frozenset[str]:
        memory, kind = entry.memory, entry.kind
        changed = kind == "card" and memory.has_changed(entry.key_hash)
        last_day = (
            memory.last_day if kind == "card" and memory.status(self.today) == "active" else None
        )
        is_due = (
            last_day is not None
            and last_day < self.today
            and memory.due is not None
            and (memory.due <= self.today or changed)
        )
        failed = (
            last_day == self.today
            and entry.part is not None
            and self._queries.study.is_to_repeat(entry.part, self.today)
        )
        states: list[str] = [stage(memory) if kind == "card" else kind]
        if not memory.is_new and (is_due or failed):
            states.append("due")
        if memory.suspended:
            states.append("suspended")
        if memory.buried_until is not None and memory.buried_until > self.today:
            states.append("buried")
        if memory.flagged:
            states.append("flagged")
        if entry.note:
            states.append("noted")
        if is_leech(memory.lapses):
            states.append("leech")
        if changed:
            states.append("changed")
        held = frozenset(states)
        return self._states_held.setdefault(held, held)

    def _add_answers(self) -> Iterator[None]:
        """Read the answers of every row, in steps of whole study days."""
        pairs: dict[tuple[int, int], tuple[int, int]] = {}
        given: dict[int, list[tuple[int, int]]] = {}
        missed: set[int] = set()
        days: dict[str, int] = {}
        read = 0
        for answers in self._stored.answers(self.today):
            for card, part, when, rating, was_missed in answers:
                row = self._rows.get(Part(card, part or None))
                if row is None:
                    continue
                (missed.add if was_missed else missed.discard)(row)
                if rating is not None:
                    if when not in days:
                        days[when] = date.fromisoformat(when).toordinal()
                    pair = days[when], rating
                    given.setdefault(row, []).append(pairs.setdefault(pair, pair))
            read += len(answers)
            if read >= _STEP:
                read = 0
                yield
        for row, kept in given.items():
            self.columns.answered[row] = tuple(reversed(kept))
        for row in missed:
            self.columns.states[row] |= {MISSED}

    # -- what changed ------------------------------------------------------------------------------

    def continue_with(self, queries: Queries) -> None:
        """Read what changes through other queries than those that the rows were loaded with."""
        self._queries = queries
        self._stored = queries.search_rows

    def reread(self, parts: Iterable[Part]) -> None:
        """Read the memory and the note of some parts again."""
        rows = {part: row for part in parts if (row := self._rows.get(part)) is not None}
        memories: dict[Part, Memory] = {}
        for wanted in rows if len(rows) <= FEW else (None,):
            memories |= self._stored.memories(wanted)
        notes = notes_of(self._queries, self.today, rows)
        for part, row in rows.items():
            entry = self.entries[row]
            entry.memory, entry.note = memories.get(part, NEW), notes[part]
            self._note_known(row)
