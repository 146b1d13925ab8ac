"""Text with something to choose in it: a sentence with gaps, a passage with numbered spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.style import Style

from learnms.kinds.response import Pick
from learnms.tui.kit.content import (
    ACCENT,
    BOLD,
    QUIET,
    RIGHT,
    TINT,
    WRONG,
    concat,
    inline,
    paragraph,
    plain,
    prose_with,
    raw,
)
from learnms.tui.kit.layout import BLANK, Line, Press, Zone
from learnms.tui.question.marks import CURSOR, OPTIONS, judged, marked_option, picked_in

if TYPE_CHECKING:
    from textual.content import Content

    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState

_BLANK = re.compile(r"\{\{(\d+)\}\}")
_SPAN = re.compile(r"\[\[(\d+)\]\]")
_PLACE = "place"


@dataclass(frozen=True, slots=True)
class Pressable:
    """An entry whose spans can be clicked, by the place in their style."""

    entry: Entry
    cursor: int = -1
    anchor: str = ""

    def lines(self, width: int) -> list[Line]:
        return [
            Line(line.content, (*line.zones, *_zones(line.content)))
            for line in self.entry.lines(width)
        ]

    def span_of(self, anchor: str, width: int) -> tuple[int, int] | None:
        press = Press(_PLACE, str(self.cursor))
        numbers = [
            number
            for number, line in enumerate(self.lines(width))
            if any(zone.press == press for zone in line.zones)
        ]
        return (numbers[0], numbers[-1] + 1) if anchor == CURSOR and numbers else None


def _zones(content: Content) -> tuple[Zone, ...]:
    zones = []
    for span in content.spans:
        if isinstance(span.style, Style) and _PLACE in span.style.meta:
            before, length = (
                content[: span.start].cell_length,
                content[span.start : span.end].cell_length,
            )
            zones.append(Zone(before, before + length, Press(_PLACE, str(span.style.meta[_PLACE]))))
    return tuple(zones)


def sentence(question: Question, state: QuestionState, *, answered: bool) -> list[Entry]:
    """The sentence with the choices in its gaps."""
    response = question.response
    assert isinstance(response, Pick)

    def gap(number: int) -> Content | None:
        if not 1 <= number <= len(response.groups):
            return None
        group, picked = response.groups[number - 1], picked_in(state, question, number - 1)
        if not picked:
            return raw(f"[{number} ____]", f"{BOLD} {QUIET if answered else ACCENT}")
        option = group.options[picked[0]]
        sign = ("✓ " if option.right else "✗ ") if answered else ""
        style = ACCENT if not answered else RIGHT if option.right else WRONG
        return concat(
            raw(f"[{sign}", style), inline(option.text, f"{BOLD} {style}"), raw("]", style)
        )

    return prose_with(response.text or "", _BLANK, gap)


def passage(
    question: Question, state: QuestionState, voice: Voice, *, answered: bool
) -> list[Entry]:
    """The passage with numbered spans; after the answer with signs, and the picked and right spans
    below.
    """
    response = question.response
    assert isinstance(response, Pick)
    options, picked = response.groups[0].options, picked_in(state, question, 0)

    def span(number: int) -> Content | None:
        if not 1 <= number <= len(options):
            return None
        index = number - 1
        if answered:
            sign, _, style = judged(options[index], voice, picked=index in picked, single=False)
            return concat(
                raw(f"[{sign or ' '}]{number} ", f"{BOLD} {style}"),
                plain(options[index].text, f"underline {style if sign else ''}".strip()),
            )
        return _open_span(options[index].text, question.order[0].index(index), state)

    entries: list[Entry] = [
        Pressable(entry, state.cursor, OPTIONS if not number else "")
        for number, entry in enumerate(prose_with(response.text or "", _SPAN, span))
    ]
    if not answered:
        return [*entries, BLANK, *paragraph(f"{len(picked)} marked", QUIET)]
    entries.append(BLANK)
    for number, option in enumerate(options, 1):
        if option.right or option.why or number - 1 in picked:
            entries += marked_option(
                option,
                voice,
                f"{number:>{len(str(len(options)))}}",
                picked=number - 1 in picked,
                single=False,
            )
    return entries


def _open_span(text: str, place: int, state: QuestionState) -> Content:
    picked, here = place in state.picks, place == state.cursor
    style = "reverse bold" if picked else ""
    tint = f" on {TINT}" if here and not picked else ""
    number = raw(f"{'▸' if here else ''}{place + 1}[{'x' if picked else ' '}] ", f"{BOLD} {ACCENT}")
    whole = concat(number, plain(text, f"underline {style}{tint}".strip()))
    return whole.stylize(Style.from_meta({_PLACE: place}))
