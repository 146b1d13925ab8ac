"""Findings as entries: a list of them, and the lines of the file with the cause marked."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

from learnms.decks.report import remedy_of, window
from learnms.syntax.rules import RULES
from learnms.text import visible
from learnms.tui.kit.content import BOLD, KEY, QUIET, TINT, WARN, WRONG, concat, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, Line, Press, Text, Zone, barred

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.content import Content

    from learnms.engine.preview.preview import Preview
    from learnms.syntax.finding import Finding
    from learnms.tui.kit.layout import Entry

SIGNS = {"error": ("✗", WRONG), "warning": ("!", WARN), "info": ("·", QUIET)}
"""Sign and color of a severity."""
CURSOR = "finding"
"""The anchor of the finding at the cursor."""
NOTHING = "No findings: this deck checks clean."
_LEFT_OUT = "This card is left out of study."
_INDENT = 2
_MARKER = "│"


def counts(preview: Preview, *, short: bool) -> Content:
    """How many findings of each severity there are: `✗ 1 error   ! 2 warnings`."""
    parts = []
    for severity, words in preview.counted():
        sign, style = SIGNS[severity]
        text = f"{sign} {words.split()[0] if short else words}"
        parts += [plain(text, f"{BOLD} {style}"), raw("  " if short else "   ")]
    return concat(*parts)


def listed(preview: Preview, cursor: int, *, short: bool) -> list[Entry]:
    """All findings, the one at the cursor marked; `short` gives each one line."""
    if not preview.findings:
        return [Text(plain(NOTHING, QUIET), indent=_INDENT)]
    rows: list[Entry] = []
    for place, finding in enumerate(preview.findings):
        here = place == cursor
        if short:
            rows.append(FindingLine(finding, place, here=here))
        else:
            rows += [*([BLANK] if place else []), *_whole(preview, finding, place, here=here)]
    return rows


def _whole(preview: Preview, finding: Finding, place: int, *, here: bool) -> list[Entry]:
    """A finding with its sentence, its place and what follows from it."""
    sign, style = SIGNS[finding.severity]
    where = f"line {finding.line}"
    if finding.file != preview.file.shown:
        where = f"{finding.file.rpartition('/')[2]}, {where}"
    lines = [
        plain(f"{sign} {finding.severity} {finding.code}", f"{BOLD} {style}"),
        plain(f"{finding.message[:1].upper()}{finding.message[1:]}"),
        plain(", ".join(filter(None, (finding.card, where))), QUIET),
    ]
    rule = RULES.get(finding.code)
    if rule is not None and rule.keeps_out and finding.card:
        lines.append(plain(_LEFT_OUT, QUIET))
    press = Press("finding", str(place))
    return [
        Text(
            line,
            indent=_INDENT,
            press=press,
            tint=TINT if here else "",
            bar=KEY if here else "",
            anchor=CURSOR if here and not number else "",
        )
        for number, line in enumerate(lines)
    ]


def remedy(finding: Finding) -> list[Entry]:
    """The remedy as a sentence, and below it the corrected lines."""
    sentence, lines = remedy_of(finding.fix)
    entries: list[Entry] = [Text(plain(sentence))] if sentence else []
    texts = dedent("\n".join(lines)).split("\n") if lines else []
    entries += [Text(raw(visible(line)), indent=INDENT + _INDENT) for line in texts]
    return entries


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding on one line, cut where there is no room."""

    finding: Finding
    place: int
    here: bool

    @property
    def anchor(self) -> str:
        """The name by which the page finds the line at the cursor."""
        return CURSOR if self.here else ""

    def lines(self, width: int) -> list[Line]:
        sign, style = SIGNS[self.finding.severity]
        code = plain(f"{sign} {self.finding.code}", f"{BOLD} {style}")
        message = plain(f"{self.finding.message[:1].upper()}{self.finding.message[1:]}")
        line = concat(raw(" " * _INDENT), code, raw("  "), message)
        line = line.truncate(max(1, width - 2), ellipsis=True)
        if self.here:
            line = line.pad_right(max(0, width - line.cell_length)).stylize(f"on {TINT}")
            line = barred(line, KEY)
        return [Line(line, (Zone(0, width, Press("finding", str(self.place))),))]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The line of a finding with carets below its cause and the remedy; `around` lines before and
    after it.
    """

    finding: Finding
    file: Sequence[str]
    around: int

    def lines(self, width: int) -> list[Line]:
        number = self.finding.line
        if not 1 <= number <= len(self.file):
            return self._remedy(width, 0)
        digits = len(str(min(len(self.file), number + self.around)))
        room = max(10, width - digits - _INDENT - 4)
        numbers = range(max(1, number - self.around), number + self.around + 1)
        texts = {each: self.file[each - 1] for each in numbers if each <= len(self.file)}
        indent = self._indent(texts.values())
        before, marked, text = window(
            texts[number][indent:], self.finding.column - indent, self.finding.length, room
        )
        shown = []
        for each, line in texts.items():
            words = text if each == number else line[indent:]
            shown.append(self._row(str(each), plain_line(words, room), digits))
            if each == number:
                shown += self._carets(before, marked, width, digits)
        return shown

    def _indent(self, lines: Iterable[str]) -> int:
        """The cells that all lines leave free, but for what the finding is about."""
        leads = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
        return max(0, min([*leads, self.finding.column - 1]))

    def _row(self, number: str, text: Content, digits: int) -> Line:
        lead = raw(f"{'':{_INDENT}}{number:>{digits}} {_MARKER} ", QUIET)
        return Line(concat(lead, text))

    def _carets(self, before: int, marked: int, width: int, digits: int) -> list[Line]:
        """The carets with the remedy behind them, or below where it has no room there."""
        style = SIGNS[self.finding.severity][1]
        gutter = digits + _INDENT + 3
        room = max(10, width - gutter - 1)
        marked = max(1, min(marked, room - before))
        carets = raw(f"{'':{before}}{'^' * marked}", f"{BOLD} {style}")
        remedy, *more = (self.finding.fix or "").split("\n")
        words = plain(remedy, style)
        if not remedy:
            return [self._row("", carets, digits)]
        if before + marked + 1 + words.cell_length <= room and not more:
            return [self._row("", concat(carets, raw(" "), words), digits)]
        return [self._row("", carets, digits), *self._remedy(width, gutter)]

    def _remedy(self, width: int, indent: int) -> list[Line]:
        style = SIGNS[self.finding.severity][1]
        remedy, *more = (self.finding.fix or "").split("\n")
        room = max(10, width - indent - 1)
        lines = plain(remedy, style).wrap(room) if remedy else []
        lines += [raw(visible(line).rstrip(), style).truncate(room) for line in more]
        return [Line(line.pad_left(indent)) for line in lines]


def plain_line(line: str, room: int) -> Content:
    """A line of a file with its spaces, cut where there is no room."""
    shown = raw(visible(line).rstrip())
    return shown.truncate(room, ellipsis=True) if shown.cell_length > room else shown
