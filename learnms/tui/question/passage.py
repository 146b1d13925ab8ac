"""Text with something to choose in it: a sentence with gaps, a passage with numbered spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.style import Style

from learnms.kinds.response import NUMBERED_BLANK, NUMBERED_SPAN, Pick
from learnms.tui.kit.content import (
    ACCENT,
    BOLD,
    RIGHT,
    TINT,
    WARN,
    WRONG,
    concat,
    inline,
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
    from learnms.kinds.response import Option
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState

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
    """The sentence with the choices in its gaps; once answered, with the right words as well."""
    response = question.response
    assert isinstance(response, Pick)

    def gap(number: int) -> Content | None:
        if not 1 <= number <= len(response.groups):
            return None
        group, picked = response.groups[number - 1], picked_in(state, question, number - 1)
        option = group.options[picked[0]] if picked else None
        right = next((other for other in group.options if other.right), None)
        if not answered or right is None:
            return (
                raw(f"[{number}____]", f"{BOLD} {ACCENT}")
                if option is None
                else _filled("", option, ACCENT)
            )
        if option is None:
            return _filled("! ", right, WARN)
        if option.right:
            return _filled("✓ ", option, RIGHT)
        return concat(_filled("✗ ", option, WRONG), raw(" "), _filled("! ", right, WARN))

    return prose_with(response.text or "", NUMBERED_BLANK, gap)


def _filled(sign: str, option: Option, style: str) -> Content:
    """A gap with an option in it."""
    return concat(raw(f"[{sign}", style), inline(option.text, f"{BOLD} {style}"), raw("]", style))


def passage(question: Question, state: QuestionState) -> list[Entry]:
    """The passage with numbered spans."""

    def span(number: int) -> Content | None:
        if not 1 <= number <= len(question.order[0]):
            return None
        option = _options(question)[number - 1]
        return _open_span(option.text, question.order[0].index(number - 1), state)

    return [
        Pressable(entry, state.cursor, OPTIONS if not number else "")
        for number, entry in enumerate(prose_with(_text(question), NUMBERED_SPAN, span))
    ]


def marked_passage(question: Question, state: QuestionState, voice: Voice) -> list[Entry]:
    """The passage with a sign in each span, and the picked and right spans below."""
    options, picked = _options(question), picked_in(state, question, 0)

    def span(number: int) -> Content | None:
        if not 1 <= number <= len(options):
            return None
        option = options[number - 1]
        sign, _, style = judged(option, voice, picked=number - 1 in picked, single=False)
        text = plain(option.text, f"underline {style}" if sign else "underline")
        return concat(raw(f"[{number}{sign} ", f"{BOLD} {style}"), text, raw("]", style))

    entries: list[Entry] = [*prose_with(_text(question), NUMBERED_SPAN, span), BLANK]
    digits = len(str(len(options)))
    for number, option in enumerate(options, 1):
        is_picked = number - 1 in picked
        if option.right or is_picked or (state.unfolded and option.why):
            entries += marked_option(
                option, voice, f"{number:>{digits}}", picked=is_picked, single=False
            )
    return entries


def _options(question: Question) -> tuple[Option, ...]:
    assert isinstance(question.response, Pick)
    return question.response.groups[0].options


def _text(question: Question) -> str:
    assert isinstance(question.response, Pick)
    return question.response.text or ""


def _open_span(text: str, place: int, state: QuestionState) -> Content:
    picked, here = place in state.picks, place == state.cursor
    style = "reverse bold" if picked else ""
    tint = f" on {TINT}" if here and not picked else ""
    begin = f"{'▸' if here else ''}[{place + 1}{'x' if picked else ''} "
    whole = concat(
        raw(begin, f"{BOLD} {ACCENT}"),
        plain(text, f"underline {style}{tint}".strip()),
        raw("]", f"{BOLD} {ACCENT}"),
    )
    return whole.stylize(Style.from_meta({_PLACE: place}))
