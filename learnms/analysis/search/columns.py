"""The rows of a search, kept as columns: a hundred thousand rows as objects of their own would take
several times the memory of their texts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from learnms.analysis.search.query import PROPS

if TYPE_CHECKING:
    from collections.abc import Hashable

NONE = float("nan")
"""A number that a row does not have; no comparison with it holds."""
RATINGS = (None, 1, 2, 3, 4)
"""The keys of `Columns.answered`; None is any rating."""


class Name(NamedTuple):
    """A deck, a topic or a priority, as its id and its title."""

    key: str
    title: str


NAMELESS = Name("", "")


class Group(NamedTuple):
    """What many rows share. `region` and `kinds` are '' or `|a|b|`, the kinds case folded."""

    path: str = ""
    deck: Name = NAMELESS
    topic: Name = NAMELESS
    priority: Name = NAMELESS
    region: str = ""
    kinds: str = ""


_CODING = ("utf-8", "surrogatepass")

Value = TypeVar("Value", bound="Hashable")


class Coded(Generic[Value]):
    """A column of values that repeat: each is kept once in `values`, and a row has its number."""

    def __init__(self) -> None:
        self.values: list[Value] = []
        self.numbers = array("I")
        self._number_of: dict[Value, int] = {}

    def __getitem__(self, row: int) -> Value:
        return self.values[self.numbers[row]]

    def __setitem__(self, row: int, value: Value) -> None:
        self.numbers[row] = self._number(value)

    def append(self, value: Value) -> None:
        """Add a row."""
        number = self._number_of.get(value)
        self.numbers.append(self._number(value) if number is None else number)

    def _number(self, value: Value) -> int:
        number = self._number_of.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


class Strings:
    """A column of short texts, kept as the bytes of one, because a `str` takes 49 bytes more. Each
    ends with a line break.
    """

    def __init__(self) -> None:
        self._bytes = bytearray(b"\n")
        self._starts = array("Q", [1])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, row: int) -> str:
        return self._bytes[self._starts[row] : self._starts[row + 1] - 1].decode(*_CODING)

    def append(self, text: str) -> None:
        """Add a row."""
        self._bytes += f"{text}\n".encode(*_CODING)
        self._starts.append(len(self._bytes))

    def find(self, text: str) -> int | None:
        """The first row with this text, which has no line break; None without one."""
        before = self._bytes.find(f"\n{text}\n".encode(*_CODING))
        return bisect_left(self._starts, before + 1) if before >= 0 else None


@dataclass(slots=True)
class Columns:
    """The rows to search: columns of the same length.

    `text` is the searched text, case folded; `tags` are '' or `|a|b|`, case folded; `states` are
    the names of `is:`. `numbers` are the values of `prop:`, NaN for none. `answered` holds for
    each rating the last day, as an ordinal, on which it was given; 0 for never.
    """

    today: int = 0
    text: list[str] = field(default_factory=list)
    group: Coded[Group] = field(default_factory=Coded)
    tags: Coded[str] = field(default_factory=Coded)
    states: Coded[frozenset[str]] = field(default_factory=Coded)
    numbers: dict[str, array[float]] = field(
        default_factory=lambda: {name: array("d") for name in PROPS}
    )
    answered: dict[int | None, array[int]] = field(
        default_factory=lambda: {rating: array("i") for rating in RATINGS}
    )

    def __len__(self) -> int:
        return len(self.text)
