"""The interface of a kind's file: its fields, and how they compile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.kinds.fields import Fields, Report
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.kinds.response import Compiled
    from learnms.syntax.field_names import Field
    from learnms.syntax.node import Scalar


@dataclass(frozen=True, slots=True)
class FormInput:
    """The input of a kind: the form's fields, whether it is under `also`, the report for
    findings, and the fields that the kind requires.
    """

    fields: Fields
    also: bool
    report: Report
    needs: tuple[str, ...] = ()

    def missing(self, *more: str) -> bool:
        """Report missing required fields, unless another finding explains them. Returns whether any
        is missing.
        """
        absent = [name for name in (*self.needs, *more) if name not in self.fields]
        for name in absent:
            if self.fields.lacks(name):
                self.report.add(
                    "LM201",
                    self.fields.node.start,
                    f"`{name}` is missing in {self.report.where}",
                    f"add `{name}:`",
                )
        return bool(absent)

    def repeated(self, texts: list[Scalar], noun: str) -> bool:
        """Report texts that differ only in case and spaces. Returns whether there are any."""
        first: dict[str, Scalar] = {}
        is_repeated = False
        for scalar in texts:
            if scalar.broken:
                continue
            other = first.setdefault(fold(scalar.value), scalar)
            if other is not scalar:
                is_repeated = True
                self.report.add(
                    "LM207",
                    scalar,
                    f"the {noun} `{scalar.value.strip()}` appears twice: the first is on line"
                    f" {other.start.line} (case and spaces do not count)",
                    "change or remove one",
                )
        return is_repeated

    def unfit_names(self, fields: Fields, noun: str) -> bool:
        """Report empty and repeated names of rows, headings and the like. Returns whether there are
        any.
        """
        keys = [fields.key(name) for name in fields.names()]
        blank = [key for key in keys if not key.value.strip()]
        for key in blank:
            self.report.add("LM202", key, f"a {noun} has no name", "write a name before the colon")
        return self.repeated([key for key in keys if key not in blank], noun) or bool(blank)


@dataclass(frozen=True, slots=True)
class Spec:
    """The fields that make a question.

    Any of `marks` says that these fields are meant; `needs` are required; `fields` are all that the
    question may have besides the common ones; `kinds` are the kinds it can become. `read` compiles
    a form, or reports why not and returns None.
    """

    kinds: tuple[str, ...]
    marks: tuple[str, ...]
    needs: tuple[str, ...]
    fields: dict[str, Field]
    read: Callable[[FormInput], Compiled | None]


def pairs_key(groups: list[tuple[str, list[str]]]) -> str:
    """The answer key of groups: the right texts of each label, in any order."""
    return "\x1f".join(sorted(f"{fold(label)}\x1e{key_text(texts)}" for label, texts in groups))


def key_text(texts: list[str]) -> str:
    """The answer key of accepted texts. It is the same for a card and its choice, so that a change
    of kind changes no key.
    """
    return "\x1f".join(sorted({fold(text) for text in texts}))
