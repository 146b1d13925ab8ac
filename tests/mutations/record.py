"""A mutation: a small change of meaning that a careless edit might make."""

from __future__ import annotations

from typing import NamedTuple


class Edit(NamedTuple):
    """The text `old`, which stands once in `file`, and what it becomes."""

    file: str
    old: str
    new: str


class Mutation(NamedTuple):
    """A mutation that at least one of its tests must catch.

    `tests` are files or node ids of pytest; `why` says what the learner would lose. `also` are
    further edits, where one rule is guarded twice and either guard alone suffices. `hangs`: the
    tests never end under it, so that a timeout counts as caught.
    """

    name: str
    edit: Edit
    tests: tuple[str, ...]
    why: str
    also: tuple[Edit, ...] = ()
    hangs: bool = False

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Everything that is changed."""
        return (self.edit, *self.also)
