"""What `i` and `w` show in place of the card: its memory, and the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.cards import wording as card_words
from learnms.engine.question.wording import citation
from learnms.paths import shown_path
from learnms.tui.kit.content import BOLD, QUIET, block, inline, literal, prose, said
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
    """The memory of a part, and its last answers. A patient finds here the sources that the
    answer only counts, and no file.
    """
    rows = [("card", str(info.part)), ("status", _status(info, patient=patient))]
    if info.flagged:
        rows.append(("flag", "* flagged"))
    if info.due is not None:
        rows.append(("next", card_words.comes(info.due, today)))
    if not patient:
        rows += _numbers(info)
        rows.append(("written in", f"{shown_path(info.path)}, line {info.line}"))
    entries: list[Entry] = [BLANK, *said("About this card", BOLD), BLANK]
    entries += [_row(label, text) for label, text in rows]
    if info.note:
        entries += [BLANK, *said("Your note", BOLD), BLANK, *said(info.note)]
    if patient and item.citations:
        entries += [
            BLANK,
            *said("It rests on", BOLD),
            BLANK,
            *(line for source in item.citations for line in said(citation(source))),
        ]
    entries += _slipping(info, patient=patient)
    return entries + _history(info, today, patient=patient)


def _slipping(info: CardInfo, *, patient: bool) -> list[Entry]:
    """That it keeps being forgotten, and what it is taken for."""
    leech = card_words.leech_sentence(info.lapses, patient=patient)
    entries: list[Entry] = [BLANK, *said(leech)] if leech else []
    if info.confused:
        entries += [BLANK, *said("Taken for", BOLD), BLANK]
    return entries + [
        line
        for one in info.confused[:_CONFUSED]
        for line in said(card_words.confusion(one, patient=patient))
    ]


def _status(info: CardInfo, *, patient: bool) -> str:
    state = card_words.stage_word(info.stage, patient=patient)
    return state if info.status == "active" else f"{state}, {info.status}"


def _numbers(info: CardInfo) -> list[tuple[str, str]]:
    rows = []
    if info.recall is not None:
        rows.append(("recall now", f"{info.recall:.0%} likely"))
    if info.stability is not None:
        rows.append(
            (
                "stability",
                f"{words.count(max(1, round(info.stability)), 'day')} until recall is 90 %",
            )
        )
    if info.difficulty is not None:
        rows.append(("difficulty", f"{info.difficulty:.1f} of 10"))
    return [*rows, ("reviews", f"{info.reps}, forgotten {words.times(info.lapses)}")]


def _row(label: str, text: str) -> Text:
    return Text(
        literal(text),
        indent=INDENT + _LABEL,
        lead=block(f"{'':{INDENT}}{label}", QUIET),
        measure=MEASURE - _LABEL,
    )


def _history(info: CardInfo, today: date, *, patient: bool) -> list[Entry]:
    if not info.history:
        return []
    entries: list[Entry] = [BLANK, *said("Last answers", BOLD), BLANK]
    for on, rating, kind in reversed(info.history[-_SHOWN:]):
        day = "today" if on == today else words.short_day(on)
        entries.append(
            _row(
                day,
                " · ".join(
                    part
                    for part in (words.grade(rating, patient=patient), words.kind_name(kind))
                    if part
                ),
            )
        )
    return entries


def glossary(item: QuestionView) -> list[Entry]:
    """The deck's words; those that stand on the card come first."""
    text = f"{item.question.prompt} {item.explain or ''}".casefold()
    ordered = sorted(item.glossary, key=lambda entry: entry[0].casefold() not in text)
    entries: list[Entry] = [BLANK, *said("Words", BOLD), BLANK]
    for term, meaning in ordered:
        entries += [
            Text(inline(term, BOLD)),
            *prose(meaning, indent=INDENT + 2, measure=MEASURE - 2),
            BLANK,
        ]
    return entries
