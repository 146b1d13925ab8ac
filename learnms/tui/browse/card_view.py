"""A card's page: the question in all its forms, sources, memory with its curve, confusions,
history.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.engine.cards import wording as card_wording
from learnms.paths import shown_path
from learnms.tui.kit.content import (
    ACCENT,
    BOLD,
    QUIET,
    RULE,
    concat,
    inline,
    labelled,
    paragraph,
    plain,
    raw,
)
from learnms.tui.kit.layout import BLANK, INDENT, MEASURE, Line, Text
from learnms.tui.question.answer_key import form

if TYPE_CHECKING:
    from textual.content import Content

    from learnms.engine.cards.card import CardPage, Curve
    from learnms.engine.voice import Voice
    from learnms.tui.kit.layout import Entry

_LABEL = 14
_RISE = 4
"""Lines of the curve."""
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_AXIS = 7
_WIDEST_CURVE = 54


def body(page: CardPage, voice: Voice) -> list[Entry]:
    """Everything about a card, from its question to its file."""
    entries: list[Entry] = []
    for number, item in enumerate(page.forms, 1):
        entries += form(item, number, len(page.forms))
    if not page.forms:
        entries += [
            BLANK,
            Text(inline(page.prompt or "?", BOLD)),
            *paragraph(card_wording.ORPHANED, QUIET),
        ]
    entries += [*_sources(page), *_note(page), *_memory(page, voice), *_confused(page, voice)]
    return [*entries, *_history(page, voice), *_siblings(page), *_place(page), BLANK]


def heading(text: str) -> list[Entry]:
    """The heading of a section."""
    return [BLANK, *paragraph(text, BOLD), BLANK]


def row(label: str, text: Content) -> Text:
    """A label with its text."""
    return labelled(label, text, _LABEL)


def _sources(page: CardPage) -> list[Entry]:
    if not page.sources:
        return []
    entries = heading("Sources")
    for source in page.sources:
        title, *details = card_wording.source_lines(source)
        entries += paragraph(title)
        for line in (*details, source.link):
            entries += (
                paragraph(line, QUIET, indent=INDENT + 2, measure=MEASURE - 2) if line else []
            )
    return [
        *entries,
        *(
            paragraph(f"Checked against these sources on {wording.short_day(page.checked)}.", QUIET)
            if page.checked
            else []
        ),
    ]


def _note(page: CardPage) -> list[Entry]:
    return [*heading("Your note"), *paragraph(page.note)] if page.note else []


def _memory(page: CardPage, voice: Voice) -> list[Entry]:
    entries = heading("Memory")
    entries += [row(label, plain(text)) for label, text in card_wording.figures(page, voice)]
    outlook = card_wording.outlook(page, voice)
    if not outlook:
        return entries
    curve: list[Entry] = [CurveEntry(page), BLANK] if voice.has_figures else []
    return [*entries, BLANK, *curve, *paragraph(outlook)]


def _confused(page: CardPage, voice: Voice) -> list[Entry]:
    """Whether the card is a leech, and the wrong answers given."""
    leech, confused = (
        card_wording.leech_sentence(page.memory.lapses, voice),
        card_wording.confused(page, voice),
    )
    if not leech and not confused:
        return []
    entries = [
        *heading("Leech" if leech else "Confused with"),
        *(paragraph(leech) if leech else []),
    ]
    if leech and confused:
        entries += [BLANK, *paragraph("You answered instead:", QUIET)]
    return [
        *entries,
        *(
            Text(
                plain(text),
                indent=INDENT + 2,
                lead=raw(f"{'':{INDENT}}✗ ", QUIET),
                measure=MEASURE - 2,
            )
            for text in confused
        ),
    ]


def _history(page: CardPage, voice: Voice) -> list[Entry]:
    if not page.history:
        return []
    entries = heading("History")
    return [
        *entries,
        *(
            row(on, plain(text))
            for on, text in (
                card_wording.past(event, page.today, voice) for event in reversed(page.history)
            )
        ),
    ]


def _siblings(page: CardPage) -> list[Entry]:
    if not page.siblings:
        return []
    return [
        *heading("Other parts of the same card"),
        *(
            row(wording.part_name(part.part or ""), inline(prompt))
            for part, prompt in page.siblings
        ),
    ]


def _place(page: CardPage) -> list[Entry]:
    entries = heading("File")
    entries.append(
        row("card", plain(str(page.part) if page.part is not None else "draft without an id"))
    )
    if page.deck_title:
        entries.append(row("deck", plain(page.deck_title)))
    if page.topic:
        entries.append(row("topic", plain(page.topic)))
    if page.path:
        entries.append(row("file", plain(f"{shown_path(page.path)}, line {page.line}")))
    return [*entries, *([row("wording", plain(page.wording))] if page.wording else [])]


@dataclass(frozen=True, slots=True)
class CurveEntry:
    """The forgetting curve from the last review on, as wide as there is room."""

    page: CardPage

    def lines(self, width: int) -> list[Line]:
        """The curve above its axis, with today and the due day below."""
        steps = max(8, min(_WIDEST_CURVE, width - 2 * INDENT - _AXIS))
        curve = self.page.curve(steps)
        if curve is None:
            return []
        lowest = min(0.5, curve.values[-1] // 0.1 / 10)
        lines = []
        for line in range(_RISE):
            label = {0: "100 %", _RISE - 1: f"{lowest:.0%}".replace("%", " %")}.get(line, "")
            bars = "".join(_bar(value, lowest, line) for value in curve.values)
            lines.append(
                Line(
                    concat(
                        raw(f"{'':{INDENT}}{label:>5} ", QUIET),
                        raw("│", RULE),
                        raw(bars.rstrip(), ACCENT),
                    )
                )
            )
        marks = _marks(curve, steps)
        lines.append(Line(concat(raw(f"{'':{INDENT + 6}}", QUIET), raw(f"└{'─' * steps}", RULE))))
        return [*lines, *(Line(raw(f"{'':{INDENT + _AXIS}}{text}", QUIET)) for text in marks)]


def _bar(value: float, lowest: float, line: int) -> str:
    """One character of the curve: `line` counts from the top."""
    eighths = round((value - lowest) / (1 - lowest) * 8 * _RISE) - 8 * (_RISE - 1 - line)
    return _EIGHTHS[max(0, min(8, eighths))]


def _marks(curve: Curve, steps: int) -> list[str]:
    """Arrows under today and the due day with words beside them, on two lines where they would
    meet.
    """
    named = [(curve.today, "today"), (curve.due, "due")]
    if curve.today is not None and curve.today == curve.due:
        named = [(curve.today, "today, due")]
    placed = sorted((column, word) for column, word in named if column is not None)
    lines: list[str] = []
    for column, word in placed:
        text = f"↑ {word}" if column + len(word) + 2 <= steps else f"{word} ↑"
        start = column if text[0] == "↑" else column - len(text) + 1
        if lines and len(lines[-1]) + 1 < start:
            lines[-1] = f"{lines[-1]:<{start}}{text}"
        else:
            lines.append(f"{'':{max(0, start)}}{text}")
    return lines


def report(text: str) -> list[Entry]:
    """The report for the author, as copied."""
    entries: list[Entry] = [BLANK, *paragraph("For the author of this card", BOLD), BLANK]
    entries += [Text(raw(line)) if line else BLANK for line in text.split("\n")]
    return [
        *entries,
        *paragraph(
            "Copied to the clipboard if your terminal allows it. If not, copy it from here.", QUIET
        ),
    ]
