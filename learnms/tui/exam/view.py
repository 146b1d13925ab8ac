"""What an exam plan leads to, as entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.exam import wording
from learnms.tui.kit.content import BOLD, QUIET, WARN, concat, inline, paragraph, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.exam.readiness import Readiness, TopicReady
    from learnms.engine.voice import Voice
    from learnms.tui.kit.layout import Entry

_COLUMN = 20


def outcome(
    ready: Readiness | None, trouble: str, voice: Voice, *, is_waiting: bool
) -> list[Entry]:
    """The forecast of a plan, or why there is none, or that it is being computed."""
    if trouble:
        return paragraph(trouble, WARN)
    if ready is None:
        return paragraph("Calculating the plan…" if is_waiting else wording.HOW, QUIET)
    first, verdict, *others = wording.sentences(ready, voice)
    warnings = wording.warnings(ready, voice)
    entries: list[Entry] = [
        *paragraph(first, BOLD),
        *(paragraph(f"! {verdict}", WARN) if verdict in warnings else paragraph(f"✓ {verdict}")),
    ]
    entries += [
        line
        for sentence in others
        for line in (
            paragraph(f"! {sentence}", WARN) if sentence in warnings else paragraph(sentence)
        )
    ]
    title = wording.weakest_title(ready)
    entries += [BLANK, *paragraph(title)] if title else []
    return [*entries, *topics(wording.weakest(ready), voice)]


def topics(ready: Sequence[TopicReady], voice: Voice) -> list[Entry]:
    """Expected recall by topic, under the names of decks in the order of their first topics."""
    entries: list[Entry] = []
    deck, order = "", list(dict.fromkeys(row.deck for row in ready))
    for row in sorted(ready, key=lambda row: order.index(row.deck)):
        if row.deck != deck:
            deck = row.deck
            entries += [BLANK, *paragraph(deck, BOLD)]
        text = wording.topic(row, voice)
        title = inline(row.title) if row.title else plain("no topic", QUIET)
        cards = raw(f" · {row.parts}" if voice.has_figures else "", QUIET)
        entries.append(
            Text(concat(title, cards), indent=INDENT + 2, note=raw(text), note_width=_COLUMN)
        )
    return entries
