"""A finding: a problem in a deck, its place, and the remedy.

Codes are stable: `LM` and three digits, the first of which names the family (see `FAMILIES`). Each
code has one row in `rules.RULES`, with its severity and the sentences that `--explain` and the
README print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Severity = Literal["error", "warning", "info"]

FAMILIES = {
    "LM0": "encoding and YAML",
    "LM1": "fields and their types",
    "LM2": "incomplete or contradictory questions",
    "LM3": "item writing",
    "LM4": "provenance",
    "LM5": "dose notation",
    "LM6": "display",
    "LM7": "the deck as a whole",
    "LM8": "identity",
    "LM9": "plain language",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place.

    `line` and `column` count from 1; `length` is the number of characters that the caret underlines
    (at least 1). `fix` is the remedy in words; `card` the id of the card it belongs to, if any. Its
    rule says whether the card can be studied (`Rule.keeps_out`). `since` and `until` are the first
    and the last day on which it holds; None is no limit.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    fix: str | None = None
    length: int = 1
    card: str | None = None
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the problem exists on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    @property
    def family(self) -> str:
        """The first three letters of the code, such as `LM1`."""
        return self.code[:3]
