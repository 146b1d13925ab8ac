"""YAML as nodes that know their place. Every scalar is text: conversion is the schema's business.

`broken` on any node means that a finding about it exists already, so that nothing more is to be
said about it: a broken scalar may stand where a list or fields belong, and a broken mapping or list
may miss what was written in it.
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
    """A piece of text. `style` is '' for plain, else one of ' " | >; `lost` says that ` #` cut
    the text short.
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
        """Nothing was written: `key:` and nothing behind it."""
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
    """Fields with their values, in the order written. `flow` is `{a: b}`. Keys are sound
    scalars, and unique.
    """

    __slots__ = ("broken", "end", "flow", "pairs", "start")

    def __init__(self, start: Mark, *, flow: bool) -> None:
        self.pairs: list[tuple[Scalar, Node]] = []
        self.start = start
        self.end = start
        self.flow = flow
        self.broken = False

    def get(self, key: str) -> Node | None:
        """The value of a field, or None where it is not written."""
        for name, value in self.pairs:
            if name.value == key:
                return value
        return None

    def key(self, key: str) -> Scalar | None:
        """The field's own node, for its place."""
        for name, _ in self.pairs:
            if name.value == key:
                return name
        return None


Collection = Sequence | Mapping
Node = Scalar | Sequence | Mapping
