"""What is known about a card, as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.cards import wording
from learnms.engine.document import CurveChart, Paragraph, Picture, Rows, Subheading
from learnms.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.engine.cards.card import CardPage
    from learnms.engine.document import Block, Document
    from learnms.engine.voice import Voice

_STEPS = 108


def known(page: CardPage, voice: Voice) -> Document:
    """The memory with its curve, confusions, history, the other parts and the place of a card."""
    return tuple(
        block
        for blocks in (_memory(page, voice), _confused(page, voice), _history(page, voice))
        for block in blocks
    ) + tuple(_place(page, voice))


def _memory(page: CardPage, voice: Voice) -> Iterator[Block]:
    yield Subheading("Memory")
    yield Rows(tuple(wording.figures(page, voice)))
    outlook = wording.outlook(page, voice)
    curve = page.curve(_STEPS)
    if outlook and voice.has_figures and curve is not None:
        places = ((curve.today, "today"), (curve.due, "due"))
        below = tuple((at, word) for at, word in places if at is not None)
        if curve.today is not None and curve.today == curve.due:
            below = ((curve.today, "today, due"),)
        yield Picture("Recall", chart=CurveChart(curve.values, below), sentence=outlook)
    elif outlook:
        yield Paragraph(outlook)


def _confused(page: CardPage, voice: Voice) -> Iterator[Block]:
    """Whether the card is a leech, and the wrong answers given."""
    leech, confused = (
        wording.leech_sentence(page.memory.lapses, voice),
        wording.confused(page, voice),
    )
    if leech:
        yield from (Subheading("Leech"), Paragraph(leech))
    if confused:
        yield Subheading("Confused with")
        yield Rows(tuple(("✗", text) for text in confused))


def _history(page: CardPage, voice: Voice) -> Iterator[Block]:
    if page.history:
        yield Subheading("History")
        past = (wording.past(event, page.today, voice) for event in reversed(page.history))
        yield Rows(tuple(past))


def _place(page: CardPage, voice: Voice) -> Iterator[Block]:
    """The other parts of the card, and where it is in the decks; without figures only its topic."""
    if page.siblings:
        yield Subheading("Other parts of this card")
        yield Rows(
            tuple((words.part_name(part.part or ""), prompt) for part, prompt in page.siblings)
        )
    if not voice.has_figures:
        yield Subheading("Topic")
        yield Rows(((page.deck_title, page.topic),))
        return
    facts = [
        ("card", str(page.part) if page.part is not None else f"draft without {page.lacks}"),
        ("deck", page.deck_title),
        ("topic", page.topic),
        ("file", f"{shown_path(page.path)}, line {page.line}" if page.path else ""),
        ("wording", page.wording),
    ]
    yield Subheading("File")
    yield Rows(tuple(fact for fact in facts if fact[1]))
