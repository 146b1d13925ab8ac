"""A card's page: the question in all its forms, sources, memory with its curve, confusions,
history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.engine.cards import wording as card_wording
from learnms.engine.cards.page import known as card_document
from learnms.tui.kit.content import BOLD, QUIET, inline, paragraph, raw
from learnms.tui.kit.document import entries as document_entries
from learnms.tui.kit.layout import BLANK, INDENT, Text
from learnms.tui.question.answer_key import form

if TYPE_CHECKING:
    from learnms.engine.cards.card import CardPage
    from learnms.engine.voice import Voice
    from learnms.tui.kit.layout import Entry


def question(page: CardPage, voice: Voice) -> list[Entry]:
    """The question in all its forms, with its sources and the note."""
    entries: list[Entry] = []
    for number, item in enumerate(page.forms, 1):
        entries += form(item, number, len(page.forms), voice)
    if not page.forms:
        entries += [
            BLANK,
            Text(inline(page.prompt or "?", BOLD)),
            *paragraph(card_wording.orphaned(page, voice), QUIET),
        ]
    return [*entries, *_note(page), *_sources(page, voice)]


def known(page: CardPage, voice: Voice) -> list[Entry]:
    """The card's memory, confusions and history, and where it is in the decks."""
    return [BLANK, *document_entries(card_document(page, voice))]


def heading(text: str) -> list[Entry]:
    """The heading of a section."""
    return [BLANK, *paragraph(text, BOLD), BLANK]


def _sources(page: CardPage, voice: Voice) -> list[Entry]:
    signed = paragraph(page.signed, QUIET) if page.signed else []
    if not page.sources:
        return signed
    entries = heading("Sources")
    for source in page.sources:
        title, *details = card_wording.source_lines(source)
        details = details if voice.has_figures else details[:1]
        entries += paragraph(title)
        for line in (*details, source.link):
            entries += paragraph(line, QUIET, indent=INDENT + 2) if line else []
    return [
        *entries,
        *(
            paragraph(f"Checked against these sources on {wording.short_day(page.checked)}.", QUIET)
            if page.checked
            else []
        ),
        *signed,
    ]


def _note(page: CardPage) -> list[Entry]:
    return [*heading("Your note"), *paragraph(page.note)] if page.note else []


def report(text: str) -> list[Entry]:
    """The report for the author, as copied."""
    entries: list[Entry] = [BLANK, *paragraph("Report for the author", BOLD), BLANK]
    entries += [Text(raw(line)) if line else BLANK for line in text.split("\n")]
    return [
        *entries,
        *paragraph(
            "Copied to the clipboard, if your terminal allows it. If not, select and copy it here.",
            QUIET,
        ),
    ]
