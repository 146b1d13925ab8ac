"""The findings about one text, collected while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.syntax.rules import finding

if TYPE_CHECKING:
    from learnms.syntax.finding import Finding
    from learnms.syntax.node import Mark, Scalar

MOST_FINDINGS = 500


def length_of(node: Scalar) -> int:
    """The number of characters of its first line that a text covers."""
    return max(1, node.end.column - node.start.column) if node.end.line == node.start.line else 1


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
            self.findings.append(
                finding(
                    "LM029", self.path, mark, message, "fix the findings above, then check again"
                )
            )
            raise GaveUpError
