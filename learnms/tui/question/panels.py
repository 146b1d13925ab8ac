"""Panels in place of the card: its memory (`i`) and the glossary (`w`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.engine.cards import wording as card_wording
from learnms.engine.question.wording import citation
from learnms.paths import shown_path
from learnms.tui.kit.content import BOLD, QUIET, inline, paragraph, plain, prose, raw
from learnms.tui.kit.layout import BLANK, INDENT, MEASURE, Text

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.cards.card_info import CardInfo
    from learnms.engine.question.views import QuestionView
    from learnms.tui.kit.layout import Entry

_LABEL = 14
_SHOWN = 12
_CONFUSED = 3


def card(info: CardInfo, item: QuestionView, today: date, *, patient: bool) -> list[Entry]:
    """The memory of a part and its last answers. A patient sees the sources here, and no file."""
    rows = [("card", str(info.part)), ("status", _status(info, patient=patient))]
    if info.flagged:
        rows.append(("flag", "* flagged"))
    if info.due is not None:
        rows.append(("next", card_wording.comes(info.due, today)))
    if not patient:
        rows += _numbers(info)
        rows.append(("written in", f"{shown_path(info.path)}, line {info.line}"))
    entries: list[Entry] = [BLANK, *paragraph("About this card", BOLD), BLANK]
    entries += [_row(label, text) for label, text in rows]
    if info.note:
        entries += [BLANK, *paragraph("Your note", BOLD), BLANK, *paragraph(info.note)]
    if patient and item.citations:
        entries += [
            BLANK,
            *paragraph("It rests on", BOLD),
            BLANK,
            *(line for source in item.citations for line in paragraph(citation(source))),
        ]
    entries += _slipping(info, patient=patient)
    return entries + _history(info, today, patient=patient)


def _slipping(info: CardInfo, *, patient: bool) -> list[Entry]:
    """Whether the card is a leech, and the wrong answers given."""
    leech = card_wording.leech_sentence(info.lapses, patient=patient)
    entries: list[Entry] = [BLANK, *paragraph(leech)] if leech else []
    if info.confused:
        entries += [BLANK, *paragraph("Taken for", BOLD), BLANK]
    return entries + [
        line
        for confusion in info.confused[:_CONFUSED]
        for line in paragraph(card_wording.confusion(confusion, patient=patient))
    ]


def _status(info: CardInfo, *, patient: bool) -> str:
    state = card_wording.stage_word(info.stage, patient=patient)
    return state if info.status == "active" else f"{state}, {info.status}"


def _numbers(info: CardInfo) -> list[tuple[str, str]]:
    rows = []
    if info.recall is not None:
        rows.append(("recall now", f"{info.recall:.0%} likely"))
    if info.stability is not None:
        rows.append(
            (
                "stability",
                f"{wording.count(max(1, round(info.stability)), 'day')} until recall is 90 %",
            )
        )
    if info.difficulty is not None:
        rows.append(("difficulty", f"{info.difficulty:.1f} of 10"))
    return [*rows, ("reviews", f"{info.reps}, forgotten {_times(info.lapses)}")]


def _times(number: int) -> str:
    return "never" if not number else "once" if number == 1 else f"{number} times"


def _row(label: str, text: str) -> Text:
    return Text(
        plain(text),
        indent=INDENT + _LABEL,
        lead=raw(f"{'':{INDENT}}{label}", QUIET),
        measure=MEASURE - _LABEL,
    )


def _history(info: CardInfo, today: date, *, patient: bool) -> list[Entry]:
    if not info.history:
        return []
    entries: list[Entry] = [BLANK, *paragraph("Last answers", BOLD), BLANK]
    for on, rating, kind in reversed(info.history[-_SHOWN:]):
        day = "today" if on == today else wording.short_day(on)
        entries.append(
            _row(
                day,
                " · ".join(
                    part
                    for part in (wording.grade(rating, patient=patient), wording.kind_name(kind))
                    if part
                ),
            )
        )
    return entries


def glossary(item: QuestionView) -> list[Entry]:
    """The deck's glossary; words on the card come first."""
    text = f"{item.question.prompt} {item.explain or ''}".casefold()
    ordered = sorted(item.glossary, key=lambda entry: entry[0].casefold() not in text)
    entries: list[Entry] = [BLANK, *paragraph("Words", BOLD), BLANK]
    for term, meaning in ordered:
        entries += [
            Text(inline(term, BOLD)),
            *prose(meaning, indent=INDENT + 2, measure=MEASURE - 2),
            BLANK,
        ]
    return entries
