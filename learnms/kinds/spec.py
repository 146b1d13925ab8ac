"""What a kind's own file offers: the fields that make it, and how they compile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.kinds.fields import Fields, Report
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.kinds.response import Compiled
    from learnms.syntax.node import Scalar


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind reads: the form's fields, whether it stands under `also`, and where findings
    go.
    """

    fields: Fields
    also: bool
    report: Report

    def missing(self, *names: str) -> bool:
        """Report the fields that are not written, unless a finding says already why; whether any
        is missing.
        """
        absent = [name for name in names if name not in self.fields]
        for name in absent:
            if self.fields.lacks(name):
                self.report.add(
                    "LM201",
                    self.fields.node.start,
                    f"`{name}` is missing in {self.report.where}",
                    f"add `{name}:`",
                )
        return bool(absent)

    def repeated(self, texts: list[Scalar], what: str) -> bool:
        """Report a text that stands twice but for case and spaces; whether any does."""
        first: dict[str, Scalar] = {}
        found = False
        for scalar in texts:
            if scalar.broken:
                continue
            other = first.setdefault(fold(scalar.value), scalar)
            if other is not scalar:
                found = True
                self.report.add(
                    "LM207",
                    scalar,
                    f"the {what} `{scalar.value.strip()}` is written twice: the first is in line"
                    f" {other.start.line} (case and spaces do not count)",
                    "change or remove one",
                )
        return found

    def unfit_names(self, fields: Fields, what: str) -> bool:
        """Report names of rows, headings and the like that say nothing or stand twice; whether
        any does.
        """
        keys = [fields.key(name) for name in fields.names()]
        blank = [key for key in keys if not key.value.strip()]
        for key in blank:
            self.report.add(
                "LM202", key, f"the name of a {what} is empty", "write a name before the colon"
            )
        return self.repeated([key for key in keys if key not in blank], what) or bool(blank)


@dataclass(frozen=True, slots=True)
class Shape:
    """A set of fields that makes a question.

    `marks` are the fields any of which says that this shape is meant; `fields` are all that it may
    have besides the common ones; `kinds` the kinds it can become; `read` compiles a form, or
    reports why not and returns None.
    """

    name: str
    kinds: tuple[str, ...]
    marks: tuple[str, ...]
    fields: tuple[str, ...]
    read: Callable[[Form], Compiled | None]


def pairs_key(groups: list[tuple[str, list[str]]]) -> str:
    """The answer key of groups: the right texts of each label, in any order."""
    return "\x1f".join(sorted(f"{fold(label)}\x1e{key_text(texts)}" for label, texts in groups))


def key_text(texts: list[str]) -> str:
    """The answer key of accepted texts: the same for a card and its choice, so that changing the
    kind changes no key.
    """
    return "\x1f".join(sorted({fold(text) for text in texts}))
