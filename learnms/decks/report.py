"""Output formats of findings: `full` with the line and a caret, `short`, `json`, `github`
annotations, `sarif` and `gitlab`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from learnms.text import cells, count, visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from learnms.decks.check import Checked
    from learnms.syntax.finding import Finding

    Paint = Callable[[str, str], str]

FORMATS = ("full", "short", "json", "github", "sarif", "gitlab")
LINES = ("full", "short")
"""The formats for people."""
_WIDEST_LINE = 160
_COLORS = {"error": "1;31", "warning": "1;33", "info": "1;36", "place": "34"}
"""How a terminal colors a severity, and what says where: bold red, yellow and cyan, and blue."""


def report(checked: Checked, style: str, *, colors: bool = False) -> Iterator[str]:
    """The lines to print, in one of `FORMATS`. With `colors` those for people have colors, which
    say nothing that the words do not.
    """
    if style in ("json", "sarif", "gitlab"):
        yield as_json(checked) if style == "json" else _for_review(checked, style)
        return
    for finding in checked.findings:
        if style == "full":
            yield from _full(finding, checked.lines.get(finding.file, ()), _paint(colors))
            yield ""
        elif style == "short":
            yield _short(finding, _paint(colors))
        else:
            yield _github(finding)


def _for_review(checked: Checked, style: str) -> str:
    from learnms.decks.code_scanning import as_gitlab, as_sarif  # seldom needed

    return as_sarif(checked) if style == "sarif" else as_gitlab(checked)


def summary(checked: Checked) -> str:
    """The counts of cards, files and findings on one line."""
    files = count(len(checked.loaded), "file")
    notes = len(checked.findings) - checked.errors - checked.warnings
    extra = f", {count(notes, 'note')}" if notes else ""
    left_out = f" ({checked.left_out} left out of study)" if checked.left_out else ""
    return (
        f"{count(checked.cards, 'card')} in {files}{left_out}: {count(checked.errors, 'error')},"
        f" {count(checked.warnings, 'warning')}{extra}"
    )


def as_json(checked: Checked) -> str:
    """The report as one JSON object."""
    rows = [
        {
            "code": f.code,
            "severity": f.severity,
            "file": f.file,
            "line": f.line,
            "column": f.column,
            "message": f.message,
            "fix": f.fix,
            "length": f.length,
            "card": f.card,
        }
        for f in checked.findings
    ]
    return json.dumps(
        {
            "findings": rows,
            "errors": checked.errors,
            "warnings": checked.warnings,
            "cards": checked.cards,
        },
        indent=2,
    )


def _paint(colors: bool) -> Paint:
    """What gives a text the color of a severity or of a place; without colors, nothing."""
    if not colors:
        return lambda _, text: text
    return lambda kind, text: f"\x1b[{_COLORS[kind]}m{text}\x1b[0m" if text else ""


def _full(finding: Finding, lines: tuple[str, ...], paint: Paint) -> Iterator[str]:
    severity = finding.severity
    head = paint(severity, f"{severity} {finding.code}")
    yield f"{head}: {visible_line(finding.message)}"
    number = f" {finding.line}"
    gutter = " " * len(number)
    bar = paint("place", "|")
    place = f"{visible_line(finding.file)}:{finding.line}:{finding.column}"
    yield f"{gutter}{paint('place', '-->')} {place}"
    fix, *more = [visible(line).rstrip() for line in (finding.fix or "").split("\n")]
    if not 1 <= finding.line <= len(lines):
        if fix:
            yield f"{gutter} = {fix}"
            yield from (f"{gutter}   {line}" for line in more)
        return
    before, marked, shown = window(lines[finding.line - 1], finding.column, finding.length)
    yield f"{gutter} {bar}"
    yield f"{paint('place', number)} {bar} {shown}".rstrip()
    carets = paint(severity, f"{'^' * marked} {fix}".rstrip())
    yield f"{gutter} {bar} {' ' * before}{carets}"
    yield from (f"{gutter} {bar} {line}" for line in more)


def window(line: str, column: int, length: int, widest: int = _WIDEST_LINE) -> tuple[int, int, str]:
    """The cells before the caret, the cells under it, and the line as shown; one longer than
    `widest` is cut around the caret.
    """
    start = 0
    if len(line) > widest:
        start = max(0, min(column - 1 - widest // 2, len(line) - widest))
        line = line[start : start + widest]
    caret = column - 1 - start
    before = visible(line[:caret])
    marked = visible(line[caret : caret + length])
    return cells(before), max(1, cells(marked)), visible(line).replace("\n", " ")


def _short(finding: Finding, paint: Paint) -> str:
    fix = f" ({one_line_fix(finding.fix)})" if finding.fix else ""
    place = visible_line(f"{finding.file}:{finding.line}:{finding.column}")
    head = paint(finding.severity, f"{finding.severity} {finding.code}")
    return f"{place}: {head}: {visible_line(f'{finding.message}{fix}')}"


def _github(finding: Finding) -> str:
    level = {"error": "error", "warning": "warning", "info": "notice"}[finding.severity]
    fix = f" ({finding.fix})" if finding.fix else ""
    message = _escaped(visible(f"{finding.message}{fix}"))
    file = _escaped(visible(finding.file)).replace(":", "%3A").replace(",", "%2C")
    return (
        f"::{level}"
        f" file={file},line={finding.line},col={finding.column},title={finding.code}::{message}"
    )


def remedy_of(fix: str | None) -> tuple[str, list[str]]:
    """A remedy as a sentence, and the corrected lines below it; '' and none without a remedy."""
    remedy, *lines = (fix or "").split("\n")
    end = "" if lines or not remedy or remedy.endswith(("?", ".", ":")) else "."
    return f"{remedy[:1].upper()}{remedy[1:]}{end}", lines


def one_line_fix(fix: str) -> str:
    """A remedy of several lines on one line."""
    lead, *lines = fix.split("\n")
    return f"{lead} {' / '.join(f'`{line.strip()}`' for line in lines)}" if lines else lead


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
