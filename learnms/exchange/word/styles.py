"""Styles and lists of a Word document: what a paragraph's number reads, how a text is marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_PAPER = 0xF0
"""A background as light as this, such as text copied from a page has, marks nothing."""
_NEARLY = 16
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class ParagraphStyle(NamedTuple):
    """How a paragraph looks: the marks of its text, its heading level (0: title) and its number."""

    marks: frozenset[str]
    heading: int | None
    label: str = ""
    number_format: str = ""
    list_id: str = ""
    level: int = 0


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = "%1."


@dataclass(slots=True)
class _List:
    """A list: the abstract list that it counts with, and levels that start again."""

    abstract: str
    restarts: dict[int, int] = field(default_factory=dict)


def is_on(element: Element | None) -> bool | None:
    """Whether a property is switched on; None where it is not given."""
    if element is None:
        return None
    return element.get(f"{W}val", "true") not in ("0", "false", "none", "off")


def _whole(element: Element | None, default: int = 0) -> int:
    text = element.get(f"{W}val", "") if element is not None else ""
    return int(text) if text.isdecimal() and len(text) < 6 else default


class Styles:
    """The styles and lists of a document. Paragraphs are asked for in their order, because the
    numbers of their lists are counted.
    """

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        found = styles.iter(f"{W}style") if styles is not None else ()
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if numbering is not None:
            self._read_lists(numbering)

    def _read_lists(self, numbering: Element) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            levels = self._levels[abstract.get(f"{W}abstractNumId", "")] = {}
            for level in abstract.iter(f"{W}lvl"):
                at, text = level.get(f"{W}ilvl", "0"), level.find(f"{W}lvlText")
                kind = level.find(f"{W}numFmt")
                levels[int(at) if at.isdecimal() else 0] = _Level(
                    _whole(level.find(f"{W}start"), 1),
                    kind.get(f"{W}val", "decimal") if kind is not None else "decimal",
                    text.get(f"{W}val", "") if text is not None else "",
                )
        for number in numbering.iter(f"{W}num"):
            abstract_id = number.find(f"{W}abstractNumId")
            its = _List(abstract_id.get(f"{W}val", "") if abstract_id is not None else "")
            for override in number.iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                level_id = override.get(f"{W}ilvl", "0")
                if start is not None and level_id.isdecimal():
                    its.restarts[int(level_id)] = _whole(start, 1)
            self._lists[number.get(f"{W}numId", "")] = its

    def _chain(self, ident: str | None) -> list[Element]:
        """A style and those that it is based on."""
        chain: list[Element] = []
        while ident and ident in self._styles and len(chain) < 20:
            style = self._styles[ident]
            chain.append(style)
            base = style.find(f"{W}basedOn")
            ident = base.get(f"{W}val") if base is not None else None
        return chain

    def paragraph(self, paragraph: Element) -> ParagraphStyle:
        """The look of a paragraph, with the next number of its list."""
        properties = paragraph.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        chain = self._chain(named.get(f"{W}val") if named is not None else None)
        marks: frozenset[str] = frozenset()
        for style in reversed(chain):
            marks = _marked(style.find(f"{W}rPr"), marks)
        heading = next((level for style in chain if (level := _heading(style)) is not None), None)
        own = properties.find(f"{W}numPr") if properties is not None else None
        inherited = (style.find(f"{W}pPr/{W}numPr") for style in chain)
        for numbers in (own, *inherited):
            ident = numbers.find(f"{W}numId") if numbers is not None else None
            if numbers is not None and ident is not None:
                level = _whole(numbers.find(f"{W}ilvl"))
                return self._numbered(ident.get(f"{W}val", ""), level, marks, heading)
        return ParagraphStyle(marks, heading)

    def _numbered(
        self, ident: str, level: int, marks: frozenset[str], heading: int | None
    ) -> ParagraphStyle:
        its = self._lists.get(ident)
        if its is None or ident == "0":
            return ParagraphStyle(marks, heading)
        levels = self._levels.get(its.abstract, {})
        look = levels.get(level, _Level())
        counts = self._counts.setdefault(its.abstract, {})
        if ident not in self._begun:
            self._begun.add(ident)
            counts |= {at: start - 1 for at, start in its.restarts.items()}
        counts[level] = counts.get(level, look.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        label = re.sub(
            r"%(\d)",
            lambda sign: _figure(
                counts.get(int(sign[1]) - 1, 1), levels.get(int(sign[1]) - 1, look).format
            ),
            look.text,
        )
        return ParagraphStyle(marks, heading, label, look.format, ident, level)

    def run_marks(self, run: Element, marks: frozenset[str]) -> frozenset[str]:
        """The marks of a run in a paragraph with `marks`."""
        properties = run.find(f"{W}rPr")
        named = properties.find(f"{W}rStyle") if properties is not None else None
        for style in reversed(self._chain(named.get(f"{W}val") if named is not None else None)):
            marks = _marked(style.find(f"{W}rPr"), marks)
        return _marked(properties, marks)


def _heading(style: Element) -> int | None:
    name = style.find(f"{W}name")
    text = name.get(f"{W}val", "") if name is not None else ""
    if text.lower() == "title":
        return 0
    match = _HEADING.match(text)
    return int(match[1]) if match else None


def _marked(properties: Element | None, marks: frozenset[str]) -> frozenset[str]:
    """Marks as properties change them."""
    if properties is None:
        return marks
    result = set(marks)
    for name, tag in (
        ("bold", "b"),
        ("italic", "i"),
        ("underline", "u"),
        ("highlight", "highlight"),
    ):
        state = is_on(properties.find(f"{W}{tag}"))
        if state is not None:
            (result.add if state else result.discard)(name)
    color, shade = properties.find(f"{W}color"), properties.find(f"{W}shd")
    if color is not None:
        is_plain = _gray(color.get(f"{W}val", "")) is not None
        (result.discard if is_plain else result.add)("color")
    if shade is not None:
        gray = _gray(shade.get(f"{W}fill", ""))
        if gray is None or gray < _PAPER:
            result.add("highlight")
    return frozenset(result)


def _gray(color: str) -> int | None:
    """The lightness of a gray from 0 to 255, or of the automatic color; None for other colors."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", color):
        return _PAPER
    parts = [int(color[at : at + 2], 16) for at in (0, 2, 4)]
    return min(parts) if max(parts) - min(parts) <= _NEARLY else None


def _figure(number: int, kind: str) -> str:
    """A number as a list shows it."""
    if kind.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
        return letter.upper() if kind == "upperLetter" else letter
    if kind.endswith("Roman"):
        roman = ""
        for value, signs in _ROMAN:
            while number >= value and len(roman) < 20:
                roman, number = roman + signs, number - value
        return roman.upper() if kind == "upperRoman" else roman
    return str(number)
