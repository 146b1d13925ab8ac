"""LM5: dose notation that is misread at the bedside.

Sources: the "Do Not Use" list of the Joint Commission and the list of error-prone abbreviations of
ISMP.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from learnms.decks.entry import texts_of
from learnms.decks.read_card import if_meant
from learnms.syntax.node import Mark, Scalar

if TYPE_CHECKING:
    from learnms.decks.entry import Entry
    from learnms.kinds.fields import Report
    from learnms.syntax.source import Source

_UNIT = (
    r"(?:mg|mcg|micrograms?|milligrams?|grams?|g|kg|ng|[µμ]g|m[lL]|[lL]|mmol|mEq|units?|IU)"
    r"(?![A-Za-z])"
)
_RULES = re.compile(
    r"(?=[\d.µμQq])(?:"  # what any of them begins with: most places of a text are ruled out by it
    rf"(?P<LM501>(?<![\d.,])\d+\.0+(?=\s?{_UNIT}))"
    rf"|(?P<LM502>(?<![\w.,])\.\d+(?=\s?{_UNIT}))"
    r"|(?P<LM503>(?<![\w.])\d[\d,.]*\s?(?P<unit>I?U)"
    r"(?:(?![\w/-]|\.S\.)|(?=/(?:kg|h|hr|mL|day|d)\b)))"
    r"|(?P<LM504>[µμ]g\b)"
    r"|(?P<LM505>\b(?:QD|qd|q\.d\.|Q\.D\.|(?P<other>QOD|qod|q\.o\.d\.|Q\.O\.D\.))(?![A-Za-z])))"
)
_CURES = {
    "LM501": ("a trailing zero can be misread as ten times the dose", "write `{0}`"),
    "LM502": ("a naked decimal point can be missed", "write `0{1}`"),
    "LM503": ("`U` can be misread as a zero", "write `units`"),
    "LM504": ("`µg` can be misread as mg", "write `mcg` or `micrograms`"),
    "LM505": ("`QD` can be misread as QID", "write `daily`"),
    "other": ("`QOD` can be misread as QD or QID", "write `every other day`"),
    "IU": ("`IU` can be misread as IV or 10", "write `units`"),
}
_CURLY = r"“[^”]*”|„[^“”]*[“”]|‘[^’]*’|`[^`]*`"
_QUOTED = {
    "": re.compile(rf"{_CURLY}|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)"),
    '"': re.compile(rf'{_CURLY}|\\"[^"\\]*\\"|(?<!\w)\'[^\']*\'(?!\w)'),
    "'": re.compile(rf"{_CURLY}|\"[^\"]*\"|(?<!\w)''[^']*''(?!\w)"),
}


def notation_findings(source: Source, entries: list[Entry], report: Report) -> None:
    """Report unsafe notation in the texts of cards, cases and the deck's head, unless the card
    ignores the rule.
    """
    places = [match.start() for match in _RULES.finditer(source.text)]
    for entry in entries:
        start, end = entry.node.start.index, entry.node.end.index
        if bisect_left(places, start) == bisect_left(places, end):
            continue  # nothing in the whole of it, so its texts need not be looked at one by one
        report.card = entry.id
        for name, scalar in texts_of(entry.node):
            raw = source.text[scalar.start.index : scalar.end.index]
            mentions = _mentions(raw, scalar.style) if name == "ask" else []
            for match in _RULES.finditer(raw):
                code = match.lastgroup or ""
                if code in entry.ignored or any(
                    start < match.start() and match.end() < end for start, end in mentions
                ):
                    continue
                kind = "other" if match["other"] else "IU" if match["unit"] == "IU" else code
                why, cure = _CURES[kind]
                written = match.group()
                fix = cure.format(written.split(".")[0], written) + (
                    "" if entry.kind == "deck" else f"; {if_meant(code)}"
                )
                report.add(
                    code,
                    _mark(raw, scalar, match.start()),
                    f"`{written}`: {why}",
                    fix,
                    length=len(written),
                )
    report.card = None


def _mentions(raw: str, style: str) -> list[tuple[int, int]]:
    """The spans where a question quotes a notation in order to ask about it. The quotes around the
    whole text are YAML's.
    """
    return [
        quotation.span()
        for quotation in _QUOTED[style if style in _QUOTED else ""].finditer(
            raw, len(style) if style in _QUOTED else 0
        )
    ]


def _mark(raw: str, scalar: Scalar, offset: int) -> Mark:
    before = raw[:offset]
    lines = before.count("\n")
    column = scalar.start.column + offset if lines == 0 else offset - before.rfind("\n")
    return Mark(scalar.start.line + lines, column, scalar.start.index + offset)
