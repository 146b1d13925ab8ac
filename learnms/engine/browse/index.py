"""The rows that a search looks through, in memory: every part, part of a case, draft and orphan."""

from __future__ import annotations

from array import array
from collections import defaultdict
from datetime import timedelta
from heapq import merge
from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.search.columns import NAMELESS, NONE, Coded, Columns, Name, Strings
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

MISSED = "missed"

_PRIORITIES = (NAMELESS, *(Name(name, name) for name in PRIORITIES))
_STATES: dict[EntryKind, frozenset[str]] = {
    "card": frozenset({"new"}),
    **{kind: frozenset({kind}) for kind in ("case", "draft", "orphan")},
}
_NUMBERS = (NONE, NONE, NONE, 0, 0, NONE)
"""The states and the numbers of `prop:` of a row of which nothing is known."""


class Entry(NamedTuple):
    """A row, made when it is shown. A draft has no part; `region`, `tags` and `kinds` are '' or
    `|a|b|`; `states` are the names of `is:`; `stability` is in days, `recall` the probability now.
    """

    part: Part | None
    kind: EntryKind
    prompt: str
    deck: Name
    topic: Name
    priority: Name
    region: str
    tags: str
    kinds: str
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
        self.columns = Columns(today.toordinal(), priority=Coded(_PRIORITIES))
        self.notes: dict[int, str] = {}
        self.continue_with(queries)
        self._model = Fsrs6(queries.weights(today))
        self._parts, self._prompts = Strings(), Strings()
        self._region, self._path = Coded[str](), Coded[str]()
        self._position = array("I")
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
        return next((kind for kind in _STATES if kind in states), "card")

    def place(self, row: int) -> tuple[str, int]:
        """The file of a row and its position there, which identify a draft."""
        return self._path[row], self._position[row]

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
            columns.deck[row],
            columns.topic[row],
            columns.priority[row],
            self._region[row],
            columns.tag[row],
            columns.kind[row],
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
                    self._add_card(row, deck, notes.get((row.card, row.part), ""))
                else:
                    self._add_body(row, deck, others, notes)
        for part, memory in others.items():
            self._add_orphan(part, memory, notes.get((part.card, part.part or ""), ""))
        self._add_answers()

    def _bodies(self) -> defaultdict[str, list[BodyRow]]:
        """The cases and drafts of each file; of copies of a case the first."""
        bodies, cases = defaultdict[str, list[BodyRow]](list), set[str]()
        for row in self._stored.bodies():
            if row.card not in cases:
                bodies[row.path].append(row)
            if row.card is not None:
                cases.add(row.card)
        return bodies

    def _add_card(self, row: CardRow, deck: SearchDeck, note: str) -> None:
        part = Part(row.card, row.part or None)
        self._add(
            part,
            "card",
            row.prompt,
            row.text,
            Name(deck.deck_id, deck.title),
            topic=_topic(deck, row.topic),
            priority=_PRIORITIES[row.priority + 1],
            region=row.region,
            tags=row.tags,
            kinds=row.kinds,
            place=(row.path, row.position),
        )
        if row.memory is not None or note:
            self._note_known(len(self) - 1, part, row.memory or NEW, row.key_hash, note)

    def _add_body(
        self,
        row: BodyRow,
        deck: SearchDeck,
        memories: dict[Part, Memory],
        notes: dict[tuple[str, str], str],
    ) -> None:
        """Add a draft, or the parts of a case, whose memories are taken out of `memories`."""
        case = row.body.get("case")
        questions = (
            [(None, row.body["forms"][0], row.body.get("topic"))]
            if case is None
            else [(part["id"], part["form"], part["topic"]) for part in case["parts"]]
        )
        for name, form, topic in questions:
            part = Part(row.card, name) if case is not None and row.card is not None else None
            self._add(
                part,
                "draft" if case is None else "case",
                ask_line(ask_from_json(form["compiled"]["asks"][0][1])),
                row.text,
                Name(deck.deck_id, deck.title),
                topic=_topic(deck, topic),
                priority=(
                    _PRIORITIES[1 + PRIORITIES.index(row.body["priority"])]
                    if case is None
                    else NAMELESS
                ),
                region="".join(f"|{name}|" for name in row.body.get("region", ())),
                tags=row.tags,
                kinds=f"|{form['compiled']['kind']}{'' if case is None else '|case'}|",
                place=(row.path, row.position),
            )
            memory = memories.pop(part, NEW) if part is not None else NEW
            note = notes.get((part.card, part.part or ""), "") if part is not None else ""
            self._note_known(len(self) - 1, part, memory, None, note)

    def _add_orphan(self, part: Part, memory: Memory, note: str) -> None:
        """Add a scheduled part that is no longer in any deck; other unknown parts get no row."""
        if memory.is_new and memory.due is None and not memory.suspended:
            return
        prompt, deck = self._stored.last_seen(part) or ("", "")
        title = next((title for key, title in self.columns.deck.values if key == deck), deck)
        text = " ".join(f"{part.card} {prompt}".split()).casefold()
        self._add(part, "orphan", prompt, text, Name(deck, title))
        self._note_known(len(self) - 1, part, memory, None, note)

    def _add(
        self,
        part: Part | None,
        kind: EntryKind,
        prompt: str,
        text: str,
        deck: Name,
        *,
        topic: Name = NAMELESS,
        priority: Name = NAMELESS,
        region: str = "",
        tags: str = "",
        kinds: str = "",
        place: tuple[str, int] = ("", 0),
    ) -> None:
        """Add a row of which nothing is known."""
        columns, path, position = self.columns, *place
        self._parts.append("" if part is None else str(part))
        self._prompts.append(prompt)
        self._region.append(region)
        self._path.append(path)
        self._position.append(position)
        is_same = bool(columns.text) and columns.text[-1] == text  # of another part of the card
        columns.text.append(columns.text[-1] if is_same else text)
        columns.deck.append(deck)
        columns.topic.append(topic)
        columns.priority.append(priority)
        columns.tag.append(tags)
        columns.kind.append(kinds)
        columns.states.append(_STATES[kind])
        for column, number in zip(columns.numbers.values(), _NUMBERS, strict=True):
            column.append(number)
        for days in columns.answered.values():
            days.append(0)

    def _note_known(
        self, row: int, part: Part | None, memory: Memory, key_hash: str | None, note: str
    ) -> None:
        """Write the memory and the note of a row into the columns. `key_hash` is that of the card
        as it is now.
        """
        columns, numbers, kind = self.columns, self.columns.numbers, self.kind(row)
        before = self.notes.pop(row, "")
        if before:
            columns.text[row] = columns.text[row].removesuffix(_searched(before))
        if note:
            self.notes[row] = note
            columns.text[row] += _searched(note)
        states = self._states(part, kind, memory, key_hash, note)
        columns.states[row] = states | (columns.states[row] & {MISSED})
        state = memory.recallable()
        recall = (
            self._model.recall(max(0, (self.today - state[2]).days), state[0]) if state else None
        )
        due = (memory.due - self.today).days if memory.due is not None else None
        counts = (None, None) if kind in ("draft", "case") else (memory.reps, memory.lapses)
        known = (memory.stability, memory.difficulty, recall, *counts, due)
        for column, number in zip(numbers.values(), known, strict=True):
            column[row] = NONE if number is None else number

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

    def _add_answers(self) -> None:
        rows, answered = self._row_of_name(), self.columns.answered
        missed = bytearray(len(self))
        for date, answers in self._stored.answers(self.today):
            day = date.toordinal()
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
        known: dict[Part, tuple[Memory, str | None]] = {}
        for wanted in rows if len(rows) <= FEW else (None,):
            known |= self._stored.memories(wanted)
        notes = notes_of(self._queries, self.today, rows)
        for part, row in rows.items():
            self._note_known(row, part, *known.get(part, (NEW, None)), notes[part])


def _topic(deck: SearchDeck, key: str | None) -> Name:
    return Name(key, deck.topics.get(key, key)) if key else NAMELESS


def _searched(note: str) -> str:
    """What a note adds to the searched text."""
    return f" {' '.join(note.split()).casefold()}"
