"""A question with its right answer marked, as a card's page shows every form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.cards.wording import kind_of
from learnms.engine.question.wording import NONE, gaps
from learnms.kinds.response import NUMBERED_BLANK, NUMBERED_SPAN, Arrange, Pick, SelfGrade, TypeIn
from learnms.tui.kit.content import (
    BOLD,
    QUIET,
    RIGHT,
    WARN,
    concat,
    inline,
    paragraph,
    plain,
    prose,
    prose_with,
    raw,
)
from learnms.tui.kit.layout import BLANK, INDENT, Text
from learnms.tui.question.marks import label_of

if TYPE_CHECKING:
    from textual.content import Content

    from learnms.engine.question.views import QuestionView
    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.kinds.response import Option
    from learnms.tui.kit.layout import Entry

_ROWS = ("grid", "rows")


def form(item: QuestionView, number: int, total: int, voice: Voice) -> list[Entry]:
    """One form of a card: its kind, exhibit, question, answer, hint and explanation; without
    figures only its number.
    """
    name = kind_of(item.question) if voice.has_figures else ""
    if total > 1:
        name = f"Form {number} of {total}: {name}" if name else f"Question {number} of {total}"
    entries: list[Entry] = [BLANK, *(paragraph(name, QUIET) if name else ())]
    for title, text in item.exhibit:
        entries += [Text(plain(title, BOLD)), *prose(text, QUIET, indent=INDENT + 2)]
    entries += [
        *([BLANK] if item.exhibit else []),
        *prose(gaps(item.question.prompt, voice), BOLD),
        BLANK,
        *key(item.question),
    ]
    if item.hint:
        entries += [BLANK, *prose(f"Hint: {item.hint}", QUIET)]
    return [*entries, BLANK, *prose(item.explain)] if item.explain else entries


def key(question: Question) -> list[Entry]:
    """The right answer, laid out like the question."""
    match question.response:
        case SelfGrade(_, points) if points:
            return [_marked("•", point) for point in points]
        case SelfGrade(answer):
            return [
                *prose(answer),
                *(prose(question.full, QUIET) if question.full and question.full != answer else []),
            ]
        case TypeIn(_, number):
            others = (
                []
                if number is not None
                else [_marked("", f"or {text}") for text in question.accepted[1:]]
            )
            full = prose(question.full, QUIET, indent=INDENT + 2) if question.full else []
            return [_marked("✓", question.accepted[0]), *others, *full]
        case Pick():
            return _picks(question, question.response)
        case Arrange(steps):
            return [_marked(f"{number}.", step) for number, step in enumerate(steps, 1)]


def _picks(question: Question, response: Pick) -> list[Entry]:
    entries = _filled(response)
    if response.shape == "passage":
        reasons = _reasons(response.groups[0].options)
        return [*entries, *([BLANK, *reasons] if reasons else [])]
    for number, group in enumerate(response.groups):
        options = [group.options[index] for index in question.order[number]]
        if response.shape in _ROWS:
            right = ", ".join(option.text for option in options if option.right) or NONE
            entries += [
                Text(concat(inline(group.label), raw("  →  ", QUIET), inline(right, BOLD))),
                *_reasons(options),
            ]
            continue
        label = label_of(response, number)
        if len(response.groups) > 1:
            entries += [*([BLANK] if entries else []), Text(inline(label, BOLD))]
        for option in options:
            entries += _option(option)
    return entries


def _option(option: Option) -> list[Entry]:
    note = plain("unsafe", WARN) if option.unsafe else raw("")
    entries: list[Entry] = [
        _marked("✓" if option.right else "·", option.text, BOLD if option.right else "", note)
    ]
    return entries + (prose(option.why, QUIET, indent=INDENT + 2) if option.why else [])


def _marked(sign: str, text: str, style: str = "", note: Content | None = None) -> Text:
    lead = raw(f"{'':{INDENT}}{sign} ", f"{BOLD} {RIGHT}" if sign == "✓" else QUIET)
    indent = max(INDENT + 2, lead.cell_length)
    return Text(inline(text, style), indent=indent, lead=lead, note=note or raw(""), note_width=8)


def _reasons(options: list[Option] | tuple[Option, ...]) -> list[Entry]:
    """The options that have a reason, with their reasons."""
    return [
        Text(concat(inline(f"{option.text}: "), inline(option.why, QUIET)), indent=INDENT + 2)
        for option in options
        if option.why
    ]


def _filled(response: Pick) -> list[Entry]:
    """The sentence with its gaps filled, or the passage with its right spans marked."""
    if response.text is None:
        return []
    if response.shape == "passage":
        options = response.groups[0].options

        def span(number: int) -> Content | None:
            if not 1 <= number <= len(options):
                return None
            option = options[number - 1]
            sign = raw("[✓ ", f"{BOLD} {RIGHT}") if option.right else raw("[", QUIET)
            return concat(
                sign,
                inline(option.text, BOLD if option.right else ""),
                raw("]", RIGHT if option.right else QUIET),
            )

        return prose_with(response.text, NUMBERED_SPAN, span)

    def gap(number: int) -> Content | None:
        if not 1 <= number <= len(response.groups):
            return None
        right = next(
            (option.text for option in response.groups[number - 1].options if option.right), ""
        )
        return concat(raw("[✓ ", f"{BOLD} {RIGHT}"), inline(right, BOLD), raw("]", RIGHT))

    return prose_with(response.text, NUMBERED_BLANK, gap)
