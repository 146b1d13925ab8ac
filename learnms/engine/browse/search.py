"""Card search: the rows for a query and an order, and the text shown with a row. Shared by all
interfaces.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import compress
from math import inf
from typing import TYPE_CHECKING, Any

from learnms.analysis.search.match import Matcher, values_of
from learnms.analysis.search.query import Either, Every, Not, State, Within, parse
from learnms.decks.model import PRIORITIES
from learnms.engine import wording as words
from learnms.engine.browse.index import Index
from learnms.engine.cards.target import Target
from learnms.engine.voice import NURSE, voice_of
from learnms.kinds.fields import nearest
from learnms.kinds.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from learnms.analysis.search.query import Node
    from learnms.engine.browse.index import Entry
    from learnms.engine.queries import Queries
    from learnms.engine.voice import Voice
    from learnms.settings import Settings
    from learnms.study.event import Part

ORDERS = {
    "deck": "deck order",
    "due": "due date, soonest first",
    "stability": "stability, lowest first",
    "lapses": "lapses, most first",
}
"""The orders of rows and their descriptions."""
_PATIENT_ORDERS = {"deck": "topic", "due": "the day they come, soonest first"}
OWN = "Matches in other decks are not shown."
OTHERS = "No matches in your decks. These are from other decks."
_CASE_KIND = "case"


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that a query finds, in order. `remarks` name the terms that were not understood or
    match nothing; `note` says which decks the rows are from.

    If no term of the query was `understood`, `rows` holds all rows; only a live search shows them.
    """

    rows: Sequence[int]
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
        self.order = "deck"
        self._voice = voice
        self._matcher = Matcher(self.index.columns)
        self._sorted: dict[str, list[int]] = {}
        self._owned = None if own is None else self._rows_in(own)

    @property
    def today(self) -> date:
        """The study day of the index."""
        return self.index.today

    def entry(self, row: int) -> Entry:
        """A row."""
        return self.index.entry(row)

    def find(self, text: str) -> Found:
        """The rows that a query finds, in the current order."""
        query = parse(text)
        remarks = (*query.remarks, *self._fitting_nothing(query.node))
        rows = self._matcher.find(query.node, self._in_order())
        understood = not query.remarks or query.node != Every()
        if self._owned is None or _names_deck(query.node):
            return Found(rows, remarks, understood=understood)
        own = array("I", compress(rows, map(self._owned.__getitem__, rows)))
        if own or not rows:
            return Found(own, remarks, OWN if len(own) < len(rows) else "", understood)
        return Found(rows, remarks, OTHERS, understood)

    @property
    def size(self) -> int:
        """How many rows are searched if the query names no deck."""
        return len(self.index) if self._owned is None else self._owned.count(1)

    def _rows_in(self, own: frozenset[str]) -> bytes:
        """A byte for each row, 1 where it is in one of these decks, or in none any more."""
        columns = self.index.columns
        is_own = {
            number
            for number, group in enumerate(columns.group.values)
            if group.deck.key in own or not group.path
        }
        return bytes(map(is_own.__contains__, columns.group.numbers))

    def _in_order(self) -> list[int] | None:
        """All rows in the current order; None for that of the decks."""
        if self.order == "deck":
            return None
        if self.order not in self._sorted:
            rows = range(len(self.index))
            self._sorted[self.order] = sorted(rows, key=self._keys().__getitem__)
        return self._sorted[self.order]

    def _keys(self) -> list[float]:
        """What each row is sorted by; a row without the number comes last."""
        columns = self.index.columns
        if self.order == "lapses":
            return [-lapses if lapses > 0 else 0 for lapses in columns.numbers["lapses"]]
        column = columns.numbers["s" if self.order == "stability" else "due"]
        is_out = [self.order == "due" and "suspended" in states for states in columns.states.values]
        return [
            inf if is_out[states] or number != number else number  # NaN differs from itself
            for number, states in zip(column, columns.states.numbers, strict=True)
        ]

    def reread(self, parts: Collection[Part]) -> None:
        """Read some parts again that have changed, and sort again."""
        self.index.reread(parts)
        self._matcher.forget()
        self._sorted.clear()

    def _fitting_nothing(self, node: Node) -> Iterator[str]:
        """A sentence for each unknown name."""
        for leaf in _leaves(node):
            if isinstance(leaf, Within) and not self._is_somebodys(leaf):
                yield f"No {leaf.place} matches `{leaf.name}`.{_known_kinds(leaf)}"

    def _is_somebodys(self, leaf: Within) -> bool:
        if leaf.place == "kind":
            return any(name.startswith(leaf.name) for name in (*KINDS, _CASE_KIND))
        if leaf.place == "priority":
            return any(leaf.name in name for name in PRIORITIES)
        return bool(values_of(leaf, self.index.columns))

    # -- about a row -------------------------------------------------------------------------------

    def targets(self, rows: Iterable[int]) -> list[Target]:
        """The rows as targets of an action."""
        return [Target(self.index.part(row), self.index.kind(row)) for row in rows]

    def badge(self, entry: Entry) -> str:
        """The regions in which a row's card is asked: `US, UK`; '' for everywhere."""
        return words.badge(names_in(entry.group.region))

    def standing(self, entry: Entry) -> str:
        """The state of a row in two or three words."""
        return standing(entry, self.today, self._voice)

    def to_json(self, row: int) -> dict[str, Any]:
        """A row as JSON values: numbers are not rounded, days are ISO dates."""
        entry = self.entry(row)
        is_new = entry.stability is None
        status = next((name for name in ("suspended", "buried") if name in entry.states), "active")
        return {
            "card": entry.part.card if entry.part else None,
            "part": entry.part.part if entry.part else None,
            "what": entry.kind,
            "deck": entry.group.deck.key,
            "topic": entry.group.topic.key or None,
            "priority": entry.group.priority.key or None,
            "region": names_in(entry.group.region),
            "kinds": names_in(entry.group.kinds),
            "tags": names_in(entry.tags),
            "prompt": entry.prompt,
            "state": "new" if is_new else "review",
            "status": status if entry.kind != "orphan" else "orphan",
            "stability": entry.stability,
            "difficulty": entry.difficulty,
            "recall": entry.recall,
            "due": entry.due.isoformat() if entry.due else None,
            "reps": entry.reps,
            "lapses": entry.lapses,
            "is": sorted(entry.states),
            "flagged": "flagged" in entry.states,
            "note": entry.note or None,
            "path": entry.place[0] or None,
        }


def whole(queries: Queries, settings: Settings, today: date) -> Browser:
    """A search with all rows. A patient searches the own decks first, other learners all."""
    own = None
    if settings.is_patient:
        own = frozenset(row.deck_id for row in queries.offered(settings))
    return Browser(queries, today, own, voice_of(settings))


def names_in(listed: str) -> list[str]:
    """The names of `|a|b|`."""
    return [name for name in listed.split("|") if name]


def _known_kinds(leaf: Within) -> str:
    """The kinds of question, after one that does not exist; '' for other names."""
    if leaf.place != "kind":
        return ""
    near = nearest(leaf.name, KINDS)
    did_you_mean = f" Did you mean `kind:{near}`?" if near else ""
    return f"{did_you_mean} Use one of {', '.join((*KINDS, _CASE_KIND))}."


def orders_of(voice: Voice) -> dict[str, str]:
    """The orders of rows for a learner of this voice, and their descriptions."""
    return ORDERS if voice.has_figures else _PATIENT_ORDERS


def standing(entry: Entry, today: date, voice: Voice) -> str:
    """The state of a row: a draft, suspended, buried, new, due, or when it comes."""
    if entry.kind != "card":
        return {"draft": "draft", "case": "case question", "orphan": "removed"}[entry.kind]
    for status in ("suspended", "buried"):
        if status in entry.states:
            return voice.statuses[status]
    if entry.due is None or ("new" in entry.states and entry.due <= today):
        return "new"
    days = (entry.due - today).days
    if days > 0:
        return f"in {words.interval(days)}"
    if not voice.has_figures:
        return voice.due
    return "due today" if days == 0 else words.due_since(entry.due, today)


def place_of(queries: Queries, entry: Entry) -> tuple[str, int] | None:
    """The file and the line of a row; None if it is not in any deck."""
    row = queries.library.body_at(*entry.place) if entry.place[0] else None
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


def leeches(browser: Browser) -> list[int]:
    """The rows of the cards that keep being forgotten, the most forgotten first."""
    columns = browser.index.columns
    rows = Matcher(columns).find(State("leech"))
    return sorted(rows, key=lambda row: -columns.numbers["lapses"][row])


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
