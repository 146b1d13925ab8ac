"""Finds the rows of a query. Rows are kept as columns, and each term runs over one of them, once:
another letter searches only the term that is typed, so that a hundred thousand rows take about a
frame.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import TYPE_CHECKING

from learnms.analysis.search.query import Either, Every, Not, Prop, Rated, State, Within, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from learnms.analysis.search.query import Node

Number = float | None

_OPS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
}
_ROUNDED = {"s": 0, "d": 1, "r": 2}
"""Decimal places to which equality is tested: as many as are shown."""
_REMEMBERED = 100
"""Terms whose rows are kept, a byte a row, so that another letter searches only the rows found
before.
"""

_MOST = 7 / 8
"""If more of the rows than this contain the letters before, all rows are searched, which needs no
list of them.
"""

_Term = Word | Within | State | Prop | Rated


@dataclass(slots=True)
class Columns:
    """The rows to search, one list per column, all of the same length.

    `text` is the searched text, case folded; `places` holds per place the number of a name in
    `names`, or for tags and kinds the names themselves as `|a|b|`; `states` the names of `is:`;
    `numbers` the values of `prop:`, None if there is none; `answered` per row the days (as
    ordinals) and ratings of its answers, latest first.
    """

    text: list[str] = field(default_factory=list)
    deck: list[int] = field(default_factory=list)
    topic: list[int] = field(default_factory=list)
    priority: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    states: list[frozenset[str]] = field(default_factory=list)
    numbers: dict[str, list[Number]] = field(default_factory=dict)
    answered: list[tuple[tuple[int, int], ...]] = field(default_factory=list)
    names: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    today: int = 0

    def __len__(self) -> int:
        return len(self.text)


class Matcher:
    """Finds rows in a given order, and caches the rows of terms.

    A set of rows is a number with a byte for each row, 1 for those in it: `&`, `|` and `^` take
    microseconds.

    Args:
        columns: the rows. Whoever changes them calls `forget`.
        order: the numbers of all rows in the order in which they are to be found.
    """

    def __init__(self, columns: Columns, order: Sequence[int]) -> None:
        self._columns = columns
        self._order = order
        self._every = _set_of(b"\1" * len(columns))
        self._known: dict[_Term, int] = {}

    def forget(self) -> None:
        """Clear the cached rows of terms, because the columns have changed."""
        self._known.clear()

    def find(self, node: Node) -> list[int]:
        """The numbers of the rows that a query finds, in order."""
        flags = self._flags(self._found(node))
        if isinstance(self._order, range):
            return list(compress(self._order, flags))
        return list(compress(self._order, map(flags.__getitem__, self._order)))

    def _flags(self, rows: int) -> bytes:
        return rows.to_bytes(len(self._columns), "little")

    def _found(self, node: Node) -> int:
        match node:
            case Every(nodes):
                rows = self._every
                for inner in nodes:
                    rows &= self._found(inner)
                return rows
            case Either(nodes):
                rows = 0
                for inner in nodes:
                    rows |= self._found(inner)
                return rows
            case Not(inner):
                return self._every ^ self._found(inner)
            case _:
                return self._of_term(node)

    def _of_term(self, term: _Term) -> int:
        known = self._known.get(term)
        if known is None:
            known = _set_of(
                self._with_word(term.text)
                if isinstance(term, Word)
                else _rows_of(term, self._columns)
            )
            if len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[term] = known
        return known

    def _with_word(self, word: str) -> bytes | bytearray:
        """The rows with a word, searched among those of its longest known prefix."""
        texts = self._columns.text
        start = next(
            (
                known
                for end in range(len(word) - 1, 0, -1)
                if (known := self._known.get(Word(word[:end]))) is not None
            ),
            None,
        )
        if start is None or start.bit_count() > _MOST * len(texts):
            return bytes(map(operator.contains, texts, repeat(word)))
        among = list(compress(range(len(texts)), self._flags(start)))
        found = bytearray(len(texts))
        for row in compress(
            among, map(operator.contains, map(texts.__getitem__, among), repeat(word))
        ):
            found[row] = 1
        return found


def _set_of(flags: bytes | bytearray) -> int:
    return int.from_bytes(flags, "little")


def _rows_of(term: _Term, columns: Columns) -> bytes:
    """A byte for each row, 1 where the term holds."""
    match term:
        case Within(place, name):
            return _within(columns, place, name)
        case State(name):
            return bytes(map(operator.contains, columns.states, repeat(name)))
        case Prop():
            return _with_number(term, columns.numbers[term.name])
        case Rated(days, rating):
            return _rated(columns, days, rating)
        case _:
            raise TypeError(term)


def _within(columns: Columns, place: str, name: str) -> bytes:
    if place in ("tag", "kind"):
        listed = columns.tags if place == "tag" else columns.kinds
        return bytes(map(operator.contains, listed, repeat(f"|{name}")))
    wanted = fitting(columns.names.get(place, []), name)
    numbers: list[int] = getattr(columns, place)
    return bytes(map(wanted.__contains__, numbers))


def fitting(names: Sequence[tuple[str, str]], name: str) -> set[int]:
    """The indices of the names (id and title, case folded) that are equal to `name`, or else of
    those that contain it.
    """
    exact = {index for index, pair in enumerate(names) if name in pair}
    return exact or {
        index for index, pair in enumerate(names) if name in pair[0] or name in pair[1]
    }


def _with_number(prop: Prop, column: list[Number]) -> bytes:
    compare, number, places = _OPS[prop.op], prop.number, _ROUNDED.get(prop.name)
    if prop.op in ("=", "!=") and places is not None:
        rounded = round(number, places)
        return bytes(
            [value is not None and compare(round(value, places), rounded) for value in column]
        )
    return bytes([value is not None and compare(value, number) for value in column])


def _rated(columns: Columns, days: int, rating: int | None) -> bytes:
    first = columns.today - days
    if rating is None:
        return bytes([bool(given) and given[0][0] > first for given in columns.answered])
    return bytes(
        [any(day > first and grade == rating for day, grade in given) for given in columns.answered]
    )
