"""Question banks: what a reader finds in another program's file, what a writer is given, and what
is lost on the way.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.decks.model import inherited

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from learnms.decks.model import Card, Deck, Notes, SourceRef
    from learnms.kinds.response import Ask


class Loss(NamedTuple):
    """Something that a format cannot hold: the item it belongs to, as a person finds it there
    (`question 12`, `line 40`, a card's id), and one sentence.
    """

    item: str
    text: str


@dataclass(slots=True)
class ImportedBank:
    """What a reader found.

    `cards` are mappings with the fields that a deck file has, in the order in which they are
    written; every scalar is text. `sources` are entries of the deck's `sources:`, `topics` titles
    by key. A question that cannot be carried is in `losses` and not in `cards`.
    """

    title: str
    cards: list[dict[str, Any]] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportedQuestion:
    """A question as writers take it: one form of a card, or one part of a case.

    `id` is stable: the card's id for its own form; `story` is what a case tells before it.
    """

    id: str
    kind: str
    ask: Ask
    notes: Notes
    topic: str | None = None
    tags: tuple[str, ...] = ()
    story: str = ""


def exported_questions(deck: Deck) -> list[ExportedQuestion]:
    """Every form of every card of a deck, then the parts of its cases."""
    questions = [question for card in deck.cards for question in _of_card(card)]
    for case in deck.cases:
        story, exhibit = case.story, dict(case.exhibit)
        for number, part in enumerate(case.parts, 1):
            story = "\n\n".join(filter(None, (story, part.story)))
            exhibit |= dict(part.form.notes.exhibit)
            questions.append(
                ExportedQuestion(
                    f"{case.id}-{part.id or number}",
                    part.form.kind,
                    part.form.compiled.asks[0][1],
                    replace(part.form.notes, exhibit=tuple(exhibit.items())),
                    part.topic or case.topic,
                    story=story,
                )
            )
    return questions


def _of_card(card: Card) -> Iterator[ExportedQuestion]:
    for number, form in enumerate(card.forms, 1):
        notes = inherited(form.notes, card.forms[0].notes)
        suffix = "" if form.own else f"-{number}"
        for part, ask in form.compiled.asks:
            name = "-".join(filter(None, (card.id, part)))
            yield ExportedQuestion(name + suffix, form.kind, ask, notes, card.topic, card.tags)


def source_line(deck: Deck, refs: Iterable[SourceRef]) -> str:
    """The sources of a question on one line, which people read and an import recognizes:
    `Source: uspi §2.3 (Ocrevus prescribing information)`; '' without sources.
    """
    titles = {source.key: source.title for source in deck.sources}
    shown = [
        f"{key} {place}".strip() + (f" ({titles[key]})" if key in titles else "")
        for key, place in refs
    ]
    return f"Source: {'; '.join(shown)}" if shown else ""
