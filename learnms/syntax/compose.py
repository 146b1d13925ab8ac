"""From the text of a deck file to nodes, with all YAML findings in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yaml import YAMLError

from learnms.syntax.builder import Builder
from learnms.syntax.node import Mark
from learnms.syntax.recovery.attempt import attempt
from learnms.syntax.recovery.recover import Recovery
from learnms.syntax.rules import finding
from learnms.syntax.source import is_nothing, nothing_finding, without_controls

if TYPE_CHECKING:
    from learnms.syntax.finding import Finding
    from learnms.syntax.node import Node
    from learnms.syntax.source import Source

_LARGE = 4_000_000
_AHEAD = 100_000
"""In a text of more characters than `_LARGE`, which is rare, so many behind the first stop are
repaired.
"""


def compose(source: Source) -> tuple[Node | None, list[Finding], bool]:
    """Parse a deck file.

    Returns its root node, the findings by line, and whether the file as a whole parses. If it does
    not, the root comes from a repaired copy of the text, with the places of the file, or is None if
    no repair helped.
    """
    if is_nothing(source.text):
        return None, [nothing_finding(source.path)], False
    builder = Builder(source.path, source.text, {})
    try:
        builder.run()
    except (YAMLError, ValueError, OverflowError):
        root, findings = _compose_repaired(source)
        return root, _sorted(findings), False
    return builder.root, _sorted(builder.findings), source.sound and builder.whole


def _compose_repaired(source: Source) -> tuple[Node | None, list[Finding]]:
    text = without_controls(source.text)
    rest: list[Finding] = []
    if len(text) > _LARGE:
        stop = attempt(text)
        end = text.find("\n", stop.at + _AHEAD) if stop is not None else -1
        if end >= 0:
            rest = [_not_read(source.path, text, end)]
            text = text[: end + 1]
    repair = Recovery(source.path, text)
    if len(text) > _LARGE:
        repair.find_first()
        return None, repair.findings + rest
    repair.run()
    draft = repair.draft
    builder = Builder(source.path, draft.text, draft.broken())
    try:
        builder.run()
    except (YAMLError, ValueError, OverflowError):
        builder.root = None
    root = builder.root
    # Text after a repaired place on its line may be read wrongly; that makes no second finding.
    findings_home = [
        finding
        for finding in builder.findings
        if finding.column <= repair.reported.get(finding.line - 1, finding.column)
    ]
    if root is not None:
        draft.mark_gaps(root)
        findings_home = [
            finding
            for finding in findings_home
            if finding.code != "LM019" or not draft.is_in_gap(root, finding)
        ]
        draft.bring_home(root)
    return root, [*repair.findings, *map(draft.finding_home, findings_home), *rest]


def _not_read(path: str, text: str, end: int) -> Finding:
    """What is said where only the first part of a large file is read."""
    mark = Mark(text.count("\n", 0, end) + 2, 1, end + 1)
    message = "the file is large, so it is not read further than this because of the error above"
    return finding("LM029", path, mark, message, "fix the findings above, then check again")


def _sorted(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.line, finding.column, finding.code))
