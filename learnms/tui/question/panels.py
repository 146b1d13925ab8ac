"""Panels that replace the card: its memory (`i`), the glossary (`w`), the deck's primer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.engine.cards import wording as card_wording
from learnms.engine.question.wording import PRIMER, citation
from learnms.paths import shown_path
from learnms.study.stage import stage
from learnms.tui.kit.content import BOLD, inline, labelled, paragraph, plain, prose
from learnms.tui.kit.layout import BLANK, INDENT, Text

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.cards.card_info import CardInfo
    from learnms.engine.question.views import QuestionView
    from learnms.engine.voice import Voice
    from learnms.tui.kit.layout import Entry

_LABEL = 14
_SHOWN = 12
_CONFUSED = 3


def card(info: CardInfo, item: QuestionView, today: date, voice: Voice) -> list[Entry]:
    """The memory of a part, its sources and its last answers; without figures, no file."""
    rows = [("card", str(item.part))] if voice.has_figures else []
    rows.append(("status", _status(info, voice)))
    if info.memory.flagged:
        rows.append(("flag" if voice.has_figures else "mark", f"* {voice.statuses['flagged']}"))
    if info.memory.due is not None:
        comes = today if info.again else info.memory.due
        rows.append(("next", card_wording.comes(comes, today)))
    if voice.has_figures:
        rows += card_wording.memory_figures(info.memory, info.recall)
        rows.append(("file", f"{shown_path(item.path)}, line {item.line}"))
    entries: list[Entry] = [BLANK, *paragraph("About this card", BOLD), BLANK]
    entries += [labelled(label, plain(text), _LABEL) for label, text in rows]
    if info.note:
        entries += [BLANK, *paragraph("Your note", BOLD), BLANK, *paragraph(info.note)]
    if item.citations:
        entries += [
            BLANK,
            *paragraph("Sources", BOLD),
            BLANK,
            *(line for source in item.citations for line in paragraph(citation(source))),
        ]
    entries += _slipping(info, voice)
    return entries + _history(info, today, voice)


def _slipping(info: CardInfo, voice: Voice) -> list[Entry]:
    """Whether the card is a leech, and the wrong answers given."""
    leech = card_wording.leech_sentence(info.memory.lapses, voice)
    entries: list[Entry] = [BLANK, *paragraph(leech)] if leech else []
    if info.confused:
        entries += [BLANK, *paragraph("Confused with", BOLD), BLANK]
    return entries + [
        line
        for confusion in info.confused[:_CONFUSED]
        for line in paragraph(card_wording.confusion(confusion, voice))
    ]


def _status(info: CardInfo, voice: Voice) -> str:
    state = voice.stages[stage(info.memory)]
    if info.status == "active":
        return state
    return f"{state}, {voice.statuses.get(info.status, info.status)}"


def _history(info: CardInfo, today: date, voice: Voice) -> list[Entry]:
    if not info.history:
        return []
    entries: list[Entry] = [BLANK, *paragraph("Recent answers", BOLD), BLANK]
    for on, rating, kind in reversed(info.history[-_SHOWN:]):
        day = "today" if on == today else wording.short_day(on)
        words = voice.grades.get(rating, ""), wording.kind_name(kind)
        entries.append(labelled(day, plain(" · ".join(filter(None, words))), _LABEL))
    return entries


def primer(item: QuestionView) -> list[Entry]:
    """What is read before the first card of a deck."""
    return [BLANK, *paragraph(PRIMER, BOLD), BLANK, *prose(item.primer)]


def glossary(item: QuestionView) -> list[Entry]:
    """The deck's glossary, words on the card first; then its primer."""
    ordered = [entry for words in item.words for entry in words]
    entries: list[Entry] = [BLANK, *paragraph("Glossary", BOLD), BLANK] if ordered else []
    for term, meaning in ordered:
        entries += [Text(inline(term, BOLD)), *prose(meaning, indent=INDENT + 2), BLANK]
    return entries + primer(item) if item.primer else entries
