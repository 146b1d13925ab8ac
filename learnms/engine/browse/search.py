"""Card search: the rows for a query and an order, and the text shown with a row. Shared by all
interfaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from learnms.analysis.search.match import Matcher, fitting
from learnms.analysis.search.query import Either, Every, Not, Rated, State, Within, parse
from learnms.engine import wording as words
from learnms.engine.browse.index import Entry, Index
from learnms.engine.cards.target import Target
from learnms.engine.voice import NURSE, voice_of
from learnms.kinds.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from learnms.analysis.search.query import Node
    from learnms.engine.queries import Queries
    from learnms.engine.voice import Voice
    from learnms.settings import Settings

ORDERS = {
    "deck": "deck order",
    "due": "due date, soonest first",
    "stability": "stability, lowest first",
    "lapses": "lapses, most first",
}
"""The orders of rows and their descriptions."""
PATIENT_ORDERS = ("deck", "due")
OWN = "Only your own cards."
OTHERS = "No matches in your decks. These are from other decks."
_LATER = 10**9
_CASE_KIND = "case"


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that a query finds, in order. `remarks` name the terms that were not understood or
    match nothing; `note` says which decks the rows are from.

    If no term of the query was `understood`, `rows` holds all rows; only a live search shows them.
    """

    rows: list[int]
    remarks: tuple[str, ...] = ()
    note: str = ""
    understood: bool = True


class Browser:
    """A search over an index that is loaded once.

    Args:
        queries: the queries, over a refreshed library.
        today: the study day.
        own: the decks of the learner's audience; others are searched only if these have nothing
            or the query names a deck. None for every deck.
        voice: how the learner is spoken to.
    """

    def __init__(
        self, queries: Queries, today: date, own: frozenset[str] | None = None, voice: Voice = NURSE
    ) -> None:
        self.index = Index(queries, today)
        self._own = own
        self._voice = voice
        self.order = "deck"
        self._matchers: dict[str, Matcher] = {}
        self._searched = (0, False, False)
        self._owned: bytes | None = None

    @property
    def today(self) -> date:
        """The study day of the index."""
        return self.index.today

    def entry(self, row: int) -> Entry:
        """A row."""
        return self.index.entries[row]

    def find(self, text: str) -> Found:
        """The loaded rows that a query finds, in the current order."""
        query = parse(text)
        remarks = (*query.remarks, *self._fitting_nothing(query.node))
        rows = self._matcher().find(query.node)
        understood = not query.remarks or query.node != Every()
        if self._own is None or _names_deck(query.node):
            return Found(rows, remarks, understood=understood)
        owned = self._owned_rows()
        own = [row for row in rows if owned[row]]
        if own or not rows:
            return Found(own, remarks, OWN if len(own) < len(rows) else "", understood)
        return Found(rows, remarks, OTHERS, understood)

    @property
    def size(self) -> int:
        """How many rows are searched if the query names no deck."""
        return len(self.index.entries) if self._own is None else sum(self._owned_rows())

    def _owned_rows(self) -> bytes:
        """A byte for each row, 1 where it is in one of the learner's own decks."""
        if self._owned is None or len(self._owned) != len(self.index.entries):
            self._owned = bytes(map(self._is_own, self.index.entries))
        return self._owned

    def _is_own(self, entry: Entry) -> bool:
        return (
            self._own is None
            or entry.kind == "orphan"
            or self.index.names["deck"][entry.deck][0] in self._own
        )

    def _matcher(self) -> Matcher:
        index = self.index
        loaded = len(index.entries), index.is_ready, index.is_whole
        if self._searched != loaded:  # more has been loaded
            self._matchers, self._searched = {}, loaded
        if self.order not in self._matchers:
            rows = range(len(index.entries))
            self._matchers[self.order] = Matcher(
                index.columns, rows if self.order == "deck" else sorted(rows, key=self._key)
            )
        return self._matchers[self.order]

    def _key(self, row: int) -> float:
        memory = self.index.entries[row].memory
        match self.order:
            case "due":
                return (
                    memory.due.toordinal()
                    if memory.due is not None and not memory.suspended
                    else _LATER
                )
            case "stability":
                return memory.stability if memory.stability is not None else _LATER
            case _:
                return -memory.lapses

    def reread(self, parts: Iterable[Any]) -> None:
        """Read some parts again that have changed, and sort again."""
        self.index.reread(parts)
        self._matchers = {}

    def _fitting_nothing(self, node: Node) -> Iterator[str]:
        """A sentence for each unknown name, and one while the answers are still being read."""
        for leaf in _leaves(node):
            if isinstance(leaf, Within) and not self._is_somebodys(leaf):
                yield f"No {leaf.place} matches `{leaf.name}`."
            elif not self.index.is_whole and (isinstance(leaf, Rated) or leaf == State("missed")):
                yield "Your answers are still loading."

    def _is_somebodys(self, leaf: Within) -> bool:
        if leaf.place == "kind":
            return any(name.startswith(leaf.name) for name in (*KINDS, _CASE_KIND))
        if leaf.place == "tag":
            return any(f"|{leaf.name}" in tags for tags in set(self.index.columns.tags))
        return bool(fitting(self.index.columns.names.get(leaf.place, []), leaf.name))

    # -- about a row -------------------------------------------------------------------------------

    def deck_title(self, entry: Entry) -> str:
        """The title of a row's deck."""
        return self.index.names["deck"][entry.deck][1]

    def targets(self, rows: Iterable[int]) -> list[Target]:
        """The rows as targets of an action."""
        return [Target(entry.part, entry.kind) for entry in map(self.entry, rows)]

    def badge(self, entry: Entry) -> str:
        """The regions in which a row's card is asked: `US, UK`; '' for everywhere."""
        return words.badge(regions_of(entry.region))

    def standing(self, entry: Entry) -> str:
        """The state of a row in two or three words."""
        return standing(entry, self.today, self._voice)

    def to_json(self, row: int) -> dict[str, Any]:
        """A row as JSON values: numbers are not rounded, days are ISO dates."""
        entry, columns = self.entry(row), self.index.columns
        memory = entry.memory
        return {
            "card": entry.part.card if entry.part else None,
            "part": entry.part.part if entry.part else None,
            "what": entry.kind,
            "deck": self.index.names["deck"][entry.deck][0],
            "topic": self.index.names["topic"][entry.topic][0] or None,
            "priority": self.index.names["priority"][entry.priority][0] or None,
            "region": regions_of(entry.region),
            "kinds": [name for name in columns.kinds[row].split("|") if name],
            "tags": [name for name in columns.tags[row].split("|") if name],
            "prompt": entry.prompt,
            "state": memory.state,
            "status": memory.status(self.today) if entry.kind != "orphan" else "orphan",
            "stability": memory.stability,
            "difficulty": memory.difficulty,
            "recall": columns.numbers["r"][row],
            "due": memory.due.isoformat() if memory.due else None,
            "reps": memory.reps,
            "lapses": memory.lapses,
            "is": sorted(columns.states[row]),
            "flagged": memory.flagged,
            "note": entry.note or None,
            "path": entry.path or None,
        }


def whole(queries: Queries, settings: Settings, today: date) -> Browser:
    """A search with all rows. A patient searches the own decks first, other learners all."""
    own = None
    if settings.is_patient:
        own = frozenset(row.deck_id for row in queries.offered(settings))
    browser = Browser(queries, today, own, voice_of(settings))
    browser.index.whole()
    return browser


def regions_of(region: str) -> list[str]:
    """The regions of a row."""
    return [name for name in region.split("|") if name]


def standing(entry: Entry, today: date, voice: Voice) -> str:
    """The state of a row: a draft, suspended, buried, new, due, or when it comes."""
    memory, kind = entry.memory, entry.kind
    if kind != "card":
        return {"draft": "draft", "case": "case question", "orphan": "removed"}[kind]
    if memory.suspended:
        return voice.statuses["suspended"]
    if memory.status(today) == "buried":
        return voice.statuses["buried"]
    if memory.due is None or (memory.is_new and memory.due <= today):
        return "new"
    days = (memory.due - today).days
    if days > 0:
        return f"in {words.interval(days)}"
    return "due today" if days == 0 else words.due_since(memory.due, today)


def place_of(queries: Queries, entry: Entry) -> tuple[str, int] | None:
    """The file and the line of a row; None if it is not in any deck."""
    row = queries.library.body_at(*entry.place) if entry.path else None
    if row is None:
        return None
    case = row.body.get("case")
    if case is None:
        return row.path, row.body["line"]
    return row.path, next(
        (
            part["line"]
            for part in case["parts"]
            if entry.part is not None and part["id"] == entry.part.part
        ),
        case["line"],
    )


def leeches(browser: Browser) -> list[Entry]:
    """The cards that keep being forgotten, the most forgotten first."""
    entries = [
        browser.entry(row)
        for row in Matcher(browser.index.columns, range(len(browser.index.entries))).find(
            State("leech")
        )
    ]
    return sorted(entries, key=lambda entry: -entry.memory.lapses)


def names_deck(text: str) -> bool:
    """Whether a query has a term for decks."""
    return _names_deck(parse(text).node)


def _names_deck(node: Node) -> bool:
    return any(isinstance(leaf, Within) and leaf.place == "deck" for leaf in _leaves(node))


def _leaves(node: Node) -> Iterator[Node]:
    match node:
        case Not(inner):
            yield from _leaves(inner)
        case Every(nodes) | Either(nodes):
            for inner in nodes:
                yield from _leaves(inner)
        case _:
            yield node
