"""Finds the rows of a query. Rows are kept as columns and each test runs over one of them, so that
searching tens of thousands of rows takes less than a frame.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
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
_REMEMBERED = 400
"""Searches whose rows are kept, so that another letter searches only the rows found before."""


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
    """Finds rows in a given order, and caches the rows of words.

    Args:
        columns: the rows. Whoever changes them calls `forget`.
        order: the numbers of the rows in the order in which they are to be found.
    """

    def __init__(self, columns: Columns, order: Sequence[int]) -> None:
        self._columns = columns
        self._order = list(order)
        self._words: dict[str, list[int]] = {}

    def forget(self) -> None:
        """Clear the cached rows of words, because the texts have changed."""
        self._words.clear()

    def find(self, node: Node) -> list[int]:
        """The numbers of the rows that a query finds, in order."""
        return list(self._found(node, self._order))

    def _found(self, node: Node, among: list[int]) -> list[int]:
        match node:
            case Word(text):
                return self._with_word(text, among)
            case Every(nodes):
                for inner in sorted(nodes, key=_cost):
                    among = self._found(inner, among)
                return among
            case Either(nodes):
                some = {row for inner in nodes for row in self._found(inner, among)}
                return [row for row in among if row in some]
            case Not(inner):
                none = set(self._found(inner, among))
                return [row for row in among if row not in none]
            case _:
                return _rows_of(node, self._columns, among)

    def _with_word(self, word: str, among: list[int]) -> list[int]:
        """The rows with a word, searched among those of its longest known prefix."""
        text = self._columns.text
        if among is not self._order:
            return [row for row in among if word in text[row]]
        known = self._words.get(word)
        if known is None:
            start = next(
                (
                    self._words[word[:end]]
                    for end in range(len(word) - 1, 0, -1)
                    if word[:end] in self._words
                ),
                among,
            )
            known = [row for row in start if word in text[row]]
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
            self._words[word] = known
        return known


def _cost(node: Node) -> int:
    """Sort key: words first, because their rows are cached; then cheap terms."""
    return 0 if isinstance(node, Word) else 2 if isinstance(node, Not | Either) else 1


def _rows_of(node: Node, columns: Columns, among: list[int]) -> list[int]:
    match node:
        case Within(place, name):
            return _within(columns, place, name, among)
        case State(name):
            states = columns.states
            return [row for row in among if name in states[row]]
        case Prop():
            return _with_number(node, columns.numbers[node.name], among)
        case Rated(days, rating):
            return _rated(columns, days, rating, among)
        case _:
            raise TypeError(node)


def _within(columns: Columns, place: str, name: str, among: list[int]) -> list[int]:
    if place in ("tag", "kind"):
        listed, start = (columns.tags if place == "tag" else columns.kinds), f"|{name}"
        return [row for row in among if start in listed[row]]
    wanted = fitting(columns.names.get(place, []), name)
    numbers: list[int] = getattr(columns, place)
    return [row for row in among if numbers[row] in wanted]


def fitting(names: Sequence[tuple[str, str]], name: str) -> set[int]:
    """The indices of the names (id and title, case folded) that are equal to `name`, or else of
    those that contain it.
    """
    exact = {index for index, pair in enumerate(names) if name in pair}
    return exact or {
        index for index, pair in enumerate(names) if name in pair[0] or name in pair[1]
    }


def _with_number(prop: Prop, column: list[Number], among: list[int]) -> list[int]:
    compare, number, places = _OPS[prop.op], prop.number, _ROUNDED.get(prop.name)
    if prop.op in ("=", "!=") and places is not None:
        return [
            row
            for row in among
            if (value := column[row]) is not None
            and compare(round(value, places), round(number, places))
        ]
    return [row for row in among if (value := column[row]) is not None and compare(value, number)]


def _rated(columns: Columns, days: int, rating: int | None, among: list[int]) -> list[int]:
    first, answered = columns.today - days, columns.answered
    if rating is None:
        return [row for row in among if answered[row] and answered[row][0][0] > first]
    return [
        row for row in among if any(day > first and grade == rating for day, grade in answered[row])
    ]
