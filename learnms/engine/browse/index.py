"""The rows that a search looks through, in memory: every part, part of a case, draft and orphan."""

from __future__ import annotations

from array import array
from collections import defaultdict
from datetime import timedelta
from heapq import merge
from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.search.columns import NAMELESS, NONE, Columns, Group, Name, Strings
from learnms.decks.codec import ask_from_json, ask_line
from learnms.decks.model import PRIORITIES
from learnms.engine.cards.notes import FEW, notes_of
from learnms.garbage import collection_paused
from learnms.store.read.search_rows import BodyRow, CardRow
from learnms.study.event import Part
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.leech import is_leech
from learnms.study.memory import NEW
from learnms.study.stage import stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from learnms.engine.cards.target import EntryKind
    from learnms.engine.queries import Queries
    from learnms.store.read.search_rows import SearchDeck
    from learnms.study.memory import Memory

    _Notes = dict[tuple[str, str], str]

MISSED = "missed"
_KINDS: tuple[EntryKind, ...] = ("case", "draft", "orphan")
"""What a row can be that is not a card; these are states too."""


class _Known(NamedTuple):
    """The states of a row, and its numbers for `prop:`."""

    states: frozenset[str]
    numbers: tuple[float, ...]


class Entry(NamedTuple):
    """A row, made when it is shown. A draft has no part; `place` is the file of a row and its
    position there, which identify a draft; `tags` are '' or `|a|b|`; `states` are the names of
    `is:`; `stability` is in days, `recall` the probability now.
    """

    part: Part | None
    kind: EntryKind
    prompt: str
    group: Group
    tags: str
    place: tuple[str, int]
    states: frozenset[str]
    stability: float | None
    difficulty: float | None
    recall: float | None
    due: date | None
    reps: int
    lapses: int
    note: str


class Index:
    """All rows. Memories and notes change; the rows stay.

    Args:
        queries: what is stored; the library has been refreshed.
        today: the study day.
    """

    def __init__(self, queries: Queries, today: date) -> None:
        self.today = today
        self.columns = Columns(today.toordinal())
        self.notes: dict[int, str] = {}
        self.continue_with(queries)
        self._model = Fsrs6(queries.weights(today))
        self._parts, self._prompts = Strings(), Strings()
        self._position = array("I")
        self._new = self._known(None, "card", NEW, None, "")
        with collection_paused():
            self._load()

    def __len__(self) -> int:
        return len(self._parts)

    # -- about a row -------------------------------------------------------------------------------

    def part(self, row: int) -> Part | None:
        """The part of a row; None for a draft."""
        name = self._parts[row]
        return Part.parse(name) if name else None

    def kind(self, row: int) -> EntryKind:
        """What a row is."""
        states = self.columns.states[row]
        return next((kind for kind in _KINDS if kind in states), "card")

    def place(self, row: int) -> tuple[str, int]:
        """The file of a row and its position there, which identify a draft."""
        return self.columns.group[row].path, self._position[row]

    def entry(self, row: int) -> Entry:
        """A row."""
        columns = self.columns
        s, d, r, reps, lapses, due = (
            None if column[row] != column[row] else column[row]  # NaN differs from itself
            for column in columns.numbers.values()
        )
        return Entry(
            self.part(row),
            self.kind(row),
            self._prompts[row],
            columns.group[row],
            columns.tags[row],
            self.place(row),
            columns.states[row],
            s,
            d,
            r,
            None if due is None else self.today + timedelta(due),
            int(reps or 0),
            int(lapses or 0),
            self.notes.get(row, ""),
        )

    def rows_of(self, parts: Collection[Part]) -> dict[Part, int]:
        """The rows of those parts that have one."""
        find = self._parts.find if len(parts) <= FEW else self._row_of_name().get
        return {part: row for part in parts if (row := find(str(part))) is not None}

    def _row_of_name(self) -> dict[str, int]:
        """The row of each part."""
        return {name: row for row in range(len(self)) if (name := self._parts[row])}

    # -- loading -----------------------------------------------------------------------------------

    def _load(self) -> None:
        decks = self._stored.decks()
        bodies = self._bodies()  # before the cards: a damaged one loads the library again
        notes = self._stored.notes(self.today)
        others = self._stored.other_memories()
        for deck in decks:
            rows: Iterable[CardRow | BodyRow] = merge(
                self._stored.cards(deck.path), bodies[deck.path], key=attrgetter("position")
            )
            for row in rows:
                if isinstance(row, CardRow):
                    self._add_card(row, deck, notes)
                else:
                    self._add_body(row, deck, notes, others)
        for part, memory in others.items():
            self._add_orphan(part, memory, notes)
        for days in self.columns.answered.values():
            days.frombytes(bytes(days.itemsize * len(self)))
        self._read_answers()

    def _bodies(self) -> defaultdict[str, list[BodyRow]]:
        """The cases and drafts of each file; of copies of a case the first."""
        bodies, cases = defaultdict[str, list[BodyRow]](list), set[str]()
        for row in self._stored.bodies():
            if row.card not in cases:
                bodies[row.path].append(row)
            if row.card is not None:
                cases.add(row.card)
        return bodies

    def _add_card(self, row: CardRow, deck: SearchDeck, notes: _Notes) -> None:
        note, known = notes.get((row.card, row.part), ""), self._new
        part = Part(row.card, row.part or None)
        if row.memory is not None or note:
            known = self._known(part, "card", row.memory or NEW, row.key_hash, note)
        priority = PRIORITIES[row.priority]
        group = _group(deck, row.topic, priority, row.region, row.kinds)
        self._add(part, row.prompt, row.text, group, row.tags, row.position, known, note)

    def _add_body(
        self, row: BodyRow, deck: SearchDeck, notes: _Notes, memories: dict[Part, Memory]
    ) -> None:
        """Add a draft, or the parts of a case, whose memories are taken out of `memories`."""
        case = row.body.get("case")
        kind: EntryKind = "draft" if case is None else "case"
        questions = (
            [(None, row.body["forms"][0], row.body.get("topic"))]
            if case is None
            else [(part["id"], part["form"], part["topic"]) for part in case["parts"]]
        )
        for name, form, topic in questions:
            part = Part(row.card, name) if case is not None and row.card is not None else None
            memory = memories.pop(part, NEW) if part is not None else NEW
            note = _note_of(part, notes) if part is not None else ""
            compiled, region = form["compiled"], row.body.get("region", ())
            group = _group(
                deck,
                topic,
                row.body["priority"] if case is None else "",
                "".join(f"|{name}|" for name in region),
                f"|{compiled['kind']}{'' if case is None else '|case'}|",
            )
            known = self._known(part, kind, memory, None, note)
            prompt = ask_line(ask_from_json(compiled["asks"][0][1]))
            self._add(part, prompt, row.text, group, row.tags, row.position, known, note)

    def _add_orphan(self, part: Part, memory: Memory, notes: _Notes) -> None:
        """Add a scheduled part that is no longer in any deck; other unknown parts get no row."""
        if memory.is_new and memory.due is None and not memory.suspended:
            return
        prompt, key = self._stored.last_seen(part) or ("", "")
        decks = (group.deck for group in self.columns.group.values)
        deck = next((deck for deck in decks if deck.key == key), Name(key, key))
        text = " ".join(f"{part.card} {prompt}".split()).casefold()
        note = _note_of(part, notes)
        known = self._known(part, "orphan", memory, None, note)
        self._add(part, prompt, text, Group(deck=deck), "", 0, known, note)

    def _add(
        self,
        part: Part | None,
        prompt: str,
        text: str,
        group: Group,
        tags: str,
        position: int,
        known: _Known,
        note: str,
    ) -> None:
        columns = self.columns
        self._parts.append("" if part is None else str(part))
        self._prompts.append(prompt)
        self._position.append(position)
        is_same = bool(columns.text) and columns.text[-1] == text  # of another part of the card
        columns.text.append(columns.text[-1] if is_same else text)
        columns.group.append(group)
        columns.tags.append(tags)
        columns.states.append(known.states)
        for column, number in zip(columns.numbers.values(), known.numbers, strict=True):
            column.append(number)
        if note:
            self._annotate(len(self) - 1, note)

    def _annotate(self, row: int, note: str) -> None:
        """Write the note of a row, which is searched after its text."""
        texts, before = self.columns.text, self.notes.pop(row, "")
        if before:
            texts[row] = texts[row].removesuffix(_searched(before))
        if note:
            self.notes[row] = note
            texts[row] += _searched(note)

    def _known(
        self, part: Part | None, kind: EntryKind, memory: Memory, key_hash: str | None, note: str
    ) -> _Known:
        """What a memory and a note say of a row. `key_hash` is that of the card as it is now."""
        state = memory.recallable()
        numbers = (
            memory.stability,
            memory.difficulty,
            self._model.recall(max(0, (self.today - state[2]).days), state[0]) if state else None,
            memory.reps if kind not in ("draft", "case") else None,
            memory.lapses if kind not in ("draft", "case") else None,
            (memory.due - self.today).days if memory.due is not None else None,
        )
        return _Known(
            self._states(part, kind, memory, key_hash, note),
            tuple(NONE if number is None else number for number in numbers),
        )

    def _states(
        self, part: Part | None, kind: EntryKind, memory: Memory, key_hash: str | None, note: str
    ) -> frozenset[str]:
        changed = kind == "card" and memory.has_changed(key_hash)
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
            and part is not None
            and self._queries.study.is_to_repeat(part, self.today)
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
        if note:
            states.append("noted")
        if is_leech(memory.lapses):
            states.append("leech")
        if changed:
            states.append("changed")
        return frozenset(states)

    def _read_answers(self) -> None:
        rows, missed = dict[str, int](), bytearray(len(self))
        answered = self.columns.answered
        for date, answers in self._stored.answers(self.today):
            rows, day = rows or self._row_of_name(), date.toordinal()
            for name, rating, was_missed in answers:
                row = rows.get(name)
                if row is not None:
                    missed[row] = was_missed
                    if rating is not None:
                        answered[rating][row] = answered[None][row] = day
        for row in compress(range(len(self)), missed):
            self.columns.states[row] |= {MISSED}

    # -- what changed ------------------------------------------------------------------------------

    def continue_with(self, queries: Queries) -> None:
        """Read what changes through other queries than those that the rows were loaded with."""
        self._queries = queries
        self._stored = queries.search_rows

    def reread(self, parts: Collection[Part]) -> None:
        """Read the memory and the note of some parts again."""
        rows = self.rows_of(parts)
        memories: dict[Part, tuple[Memory, str | None]] = {}
        for wanted in rows if len(rows) <= FEW else (None,):
            memories |= self._stored.memories(wanted)
        notes = notes_of(self._queries, self.today, rows)
        states, numbers = self.columns.states, self.columns.numbers
        for part, row in rows.items():
            memory, key_hash = memories.get(part, (NEW, None))
            known = self._known(part, self.kind(row), memory, key_hash, notes[part])
            states[row] = known.states | (states[row] & {MISSED})
            for column, number in zip(numbers.values(), known.numbers, strict=True):
                column[row] = number
            self._annotate(row, notes[part])


def _group(deck: SearchDeck, topic: str | None, priority: str, region: str, kinds: str) -> Group:
    return Group(
        deck.path,
        Name(deck.deck_id, deck.title),
        Name(topic, deck.topics.get(topic, topic)) if topic else NAMELESS,
        Name(priority, priority),
        region,
        kinds,
    )


def _note_of(part: Part, notes: _Notes) -> str:
    return notes.get((part.card, part.part or ""), "")


def _searched(note: str) -> str:
    """What a note adds to the searched text."""
    return f" {' '.join(note.split()).casefold()}"
