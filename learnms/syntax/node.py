"""YAML nodes with their places. Every scalar is text; fields convert it.

`broken` on a node means that a finding about it exists, so that nothing more is reported about it:
a broken scalar may be in place of a list or mapping, and a broken mapping or list may miss some
of its content.
"""

from __future__ import annotations

from typing import NamedTuple


class Mark(NamedTuple):
    """A place in a file: `line` and `column` count from 1, `index` is the offset in characters
    from 0.
    """

    line: int
    column: int
    index: int  # type: ignore[assignment]  # a mark is read by its names, never searched as a tuple


class Scalar:
    """A text. `style` is '' for plain, else one of ' " | >; `lost` says that ` #` cut the text
    short.
    """

    __slots__ = ("broken", "end", "lost", "start", "style", "value")

    def __init__(self, value: str, start: Mark, end: Mark, style: str = "") -> None:
        self.value = value
        self.start = start
        self.end = end
        self.style = style
        self.lost = False
        self.broken = False

    @property
    def empty(self) -> bool:
        """Whether nothing is written after `key:`."""
        return self.style == "" and self.value == ""


class Sequence:
    """A list. `flow` is `[a, b]`."""

    __slots__ = ("broken", "end", "flow", "items", "start")

    def __init__(self, start: Mark, *, flow: bool) -> None:
        self.items: list[Node] = []
        self.start = start
        self.end = start
        self.flow = flow
        self.broken = False


class Mapping:
    """Fields with their values, in the order written. `flow` is `{a: b}`. Keys are valid and
    unique.
    """

    __slots__ = ("broken", "end", "flow", "pairs", "start")

    def __init__(self, start: Mark, *, flow: bool) -> None:
        self.pairs: list[tuple[Scalar, Node]] = []
        self.start = start
        self.end = start
        self.flow = flow
        self.broken = False

    def get(self, key: str) -> Node | None:
        """The value of a field, or None."""
        for name, value in self.pairs:
            if name.value == key:
                return value
        return None

    def key(self, key: str) -> Scalar | None:
        """The node of a field's name, for its place."""
        for name, _ in self.pairs:
            if name.value == key:
                return name
        return None


Collection = Sequence | Mapping
Node = Scalar | Sequence | Mapping
