"""Finds the rows of a query. Each term runs over one column, once: another letter searches only the
term that is typed, so that a hundred thousand rows take about a frame.

SQLite's trigram index would be quicker only for words in few rows: for one in all of them it takes
twice as long, it finds no words of two letters, and on the disk it adds two thirds of the texts.
"""

from __future__ import annotations

import operator
from array import array
from itertools import compress, repeat
from typing import TYPE_CHECKING

from learnms.analysis.search.query import Either, Every, Not, Prop, Rated, State, Within, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from learnms.analysis.search.columns import Columns, Name
    from learnms.analysis.search.query import Node

_OPS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    "!=": lambda value, number: value < number or value > number,  # unlike `!=` not of NaN
}
_ROUNDED = {"s": 0, "d": 1, "r": 2}
"""Decimal places to which equality is tested: as many as are shown."""
_REMEMBERED = 24
"""Terms whose rows are kept, a byte a row, so that another letter searches only the rows found
before.
"""

_MOST = 7 / 8
"""If more of the rows than this are to be searched, all are, which needs no list of them."""
_FEW = 1 / 2
"""If fewer of the rows than this are left by the terms before, only these are searched for a word,
and its rows are not kept.
"""

_Term = Word | Within | State | Prop | Rated


class Matcher:
    """Finds rows, and caches the rows of terms.

    A set of rows is a number with a byte for each row, 1 for those in it: `&`, `|` and `^` take
    microseconds.

    Args:
        columns: the rows. Whoever changes them calls `forget`.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._every = _set_of(b"\1" * len(columns))
        self._known: dict[_Term, int] = {}

    def forget(self) -> None:
        """Clear the cached rows of terms, because the columns have changed."""
        self._known.clear()

    def find(self, node: Node, order: Sequence[int] | None = None) -> array[int]:
        """The numbers of the rows that a query finds.

        Args:
            node: the query.
            order: the numbers of all rows in the order in which they are to be found.
        """
        flags = self._flags(self._found(node, self._every))
        if order is None:
            return array("I", compress(range(len(flags)), flags))
        return array("I", compress(order, map(flags.__getitem__, order)))

    def _flags(self, rows: int) -> bytes:
        return rows.to_bytes(len(self._columns), "little")

    def _found(self, node: Node, among: int) -> int:
        """Those of some rows that a node finds."""
        match node:
            case Every(nodes):
                for inner in nodes:
                    among = self._found(inner, among)
                return among
            case Either(nodes):
                rows = 0
                for inner in nodes:
                    rows |= self._found(inner, among)
                return rows
            case Not(inner):
                return among ^ self._found(inner, among)
            case _:
                return among & self._of_term(node, among)

    def _of_term(self, term: _Term, among: int) -> int:
        """The rows of a term; of a word only those among some if they are few."""
        known = self._known.pop(term, None)
        if known is None:
            if isinstance(term, Word):
                start = self._of_prefix(term.text)
                left = start & among
                if left.bit_count() < _FEW * start.bit_count():
                    return self._with_word(term.text, left)
                known = self._with_word(term.text, start)
            else:
                known = _set_of(_rows_of(term, self._columns))
            if len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
        self._known[term] = known  # as the last one used
        return known

    def _of_prefix(self, word: str) -> int:
        """The rows of the longest prefix of a word whose rows are known; without one all rows."""
        prefixes = (Word(word[:end]) for end in range(len(word) - 1, 0, -1))
        return next((self._known[one] for one in prefixes if one in self._known), self._every)

    def _with_word(self, word: str, among: int) -> int:
        """Those of some rows whose text has a word."""
        texts = self._columns.text
        if among.bit_count() > _MOST * len(texts):
            return _set_of(bytes(map(operator.contains, texts, repeat(word))))
        rows = list(compress(range(len(texts)), self._flags(among)))
        found = bytearray(len(texts))
        for row in compress(
            rows, map(operator.contains, map(texts.__getitem__, rows), repeat(word))
        ):
            found[row] = 1
        return _set_of(found)


def _set_of(flags: bytes | bytearray) -> int:
    return int.from_bytes(flags, "little")


def _rows_of(term: Within | State | Prop | Rated, columns: Columns) -> bytes:
    """A byte for each row, 1 where the term holds."""
    match term:
        case Within(place, _):
            numbers = (columns.tags if place == "tag" else columns.group).numbers
            return bytes(map(values_of(term, columns).__contains__, numbers))
        case State(name):
            fit = {at for at, states in enumerate(columns.states.values) if name in states}
            return bytes(map(fit.__contains__, columns.states.numbers))
        case Prop():
            return _with_number(term, columns)
        case Rated(days, rating):
            return bytes(map((columns.today - days).__lt__, columns.answered[rating]))


def values_of(term: Within, columns: Columns) -> set[int]:
    """The numbers of the groups of rows that a term names; for `tag:` those of the tags."""
    place, groups = term.place, columns.group.values
    if place == "tag" or place == "kind":
        listed = columns.tags.values if place == "tag" else [group.kinds for group in groups]
        return {number for number, names in enumerate(listed) if f"|{term.name}" in names}
    names: list[Name] = [getattr(group, place) for group in groups]
    return fitting([(key.casefold(), title.casefold()) for key, title in names], term.name)


def fitting(names: Sequence[tuple[str, str]], name: str) -> set[int]:
    """The indices of the names (id and title, case folded) that are equal to `name`, or else of
    those that contain it.
    """
    exact = {index for index, pair in enumerate(names) if name in pair}
    return exact or {
        index for index, pair in enumerate(names) if name in pair[0] or name in pair[1]
    }


def _with_number(prop: Prop, columns: Columns) -> bytes:
    column: Sequence[float] = columns.numbers[prop.name]
    number, places = prop.number, _ROUNDED.get(prop.name)
    if prop.op in ("=", "!=") and places is not None:
        column, number = [round(value, places) for value in column], round(number, places)
    return bytes(map(_OPS[prop.op], column, repeat(number)))
