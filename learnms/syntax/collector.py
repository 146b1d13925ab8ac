"""The findings about one text, collected while it is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from learnms.syntax.rules import finding

if TYPE_CHECKING:
    from learnms.syntax.finding import Finding
    from learnms.syntax.node import Mark, Scalar

MOST_FINDINGS = 500
MOST_OF_A_KIND = 200


def length_of(node: Scalar) -> int:
    """The number of characters of its first line that a text covers."""
    return max(1, node.end.column - node.start.column) if node.end.line == node.start.line else 1


class Tally:
    """Findings, at most `MOST_OF_A_KIND` with the same code in the same file. The others are
    counted, so that a hostile file costs little memory.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.total = 0
        self._counts: dict[tuple[str, str], int] = {}
        self._first_left_out: dict[tuple[str, str], Finding] = {}

    def add(self, new: Finding) -> None:
        """Keep or count a finding."""
        self.total += 1
        kind = (new.file, new.code)
        number = self._counts[kind] = self._counts.get(kind, 0) + 1
        if number <= MOST_OF_A_KIND:
            self.findings.append(new)
        else:
            self._first_left_out.setdefault(kind, new)

    def has_enough(self, file: str, code: str) -> bool:
        """Whether further findings of this kind are only counted."""
        return self._counts.get((file, code), 0) >= MOST_OF_A_KIND

    def result(self) -> list[Finding]:
        """The findings, and one for each kind of which some were left out."""
        return self.findings + [
            replace(
                first,
                code="LM029",
                message=f"… and {self._counts[kind] - MOST_OF_A_KIND:,} more {kind[1]} here",
                fix="fix those above, then check again",
                length=1,
                card=None,
            )
            for kind, first in self._first_left_out.items()
        ]


class GaveUpError(Exception):
    """Raised to stop reading: the rest of the text cannot be read."""


class Collector:
    """The findings of one text, at most `MOST_FINDINGS`, so that a hostile file with millions ends
    early.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []

    def add(
        self, code: str, mark: Mark, message: str, fix: str | None = None, length: int = 1
    ) -> None:
        """Report one cause.

        Raises:
            GaveUpError: there are too many findings.
        """
        self.findings.append(finding(code, self.path, mark, message, fix, length))
        if len(self.findings) >= MOST_FINDINGS:
            message = (
                f"there are {MOST_FINDINGS} findings so far, so the rest of the file is not read"
            )
            self.give_up("LM029", mark, message, "fix the findings above, then check again")

    def give_up(self, code: str, mark: Mark, message: str, fix: str) -> NoReturn:
        """Report one cause, after which nothing is read.

        Raises:
            GaveUpError: always.
        """
        self.findings.append(finding(code, self.path, mark, message, fix))
        raise GaveUpError
