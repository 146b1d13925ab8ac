"""Builds the question of a card or a case for display."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from learnms.decks.codec import card_from_json, case_from_json, form_hash, sources_from_json
from learnms.decks.model import inherited
from learnms.engine.question.views import Citation, QuestionView
from learnms.kinds.present import present
from learnms.study.event import Part, Rating
from learnms.study.memory import NEW

if TYPE_CHECKING:
    from learnms.decks.model import Card, Case, Form, Notes, Source, SourceRef
    from learnms.engine.queries import Queries
    from learnms.engine.queue.scheduling_terms import Terms
    from learnms.kinds.present import Question
    from learnms.store.records import CardBody


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a question in its session: `minutes` are left, `to_repeat` cards failed."""

    number: int
    total: int
    minutes: int
    again: bool = False
    to_repeat: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """A question with what its answer's event needs: the hashes of form, wording and answer key,
    and the cards that a case's part tests.
    """

    item: QuestionView
    form: Form
    form_hash: str
    wording_hash: str | None
    key_hash: str | None
    tests: tuple[str, ...] = ()


def seed_of(*things: object) -> int:
    """A seed that depends only on these values."""
    text = "\0".join(str(thing) for thing in things)
    return int.from_bytes(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).digest(), "big"
    )


def open_card(
    queries: Queries,
    terms: Terms,
    row: CardBody,
    part: Part,
    form: Form,
    card: Card,
    seed: int,
    place: Place,
) -> Opened:
    """A card's question."""
    memory = queries.memory.memory(part) if not card.is_draft else NEW
    item = card_view(row, part, form, card, seed, place)
    exam = terms.cap(row.head["id"])
    item = replace(
        item,
        exam=(exam - terms.today).days if exam is not None else None,
        changed=memory.has_changed(card.key_hash(part.part)),
        flagged=memory.flagged,
        intervals=terms.intervals(memory, part, form.kind, row.head["id"], card.topic),
    )
    own = form_hash(card.forms[0], part.part) if part.part in card.parts else None
    key = card.key_hash(part.part) if part.part in card.parts else None
    return Opened(item, form, form_hash(form, part.part), own, key)


def card_view(
    row: CardBody, part: Part, form: Form, card: Card, seed: int, place: Place
) -> QuestionView:
    """A card's question as it is to somebody who has never seen it."""
    ask = form.asks(part.part)
    assert ask is not None  # callers choose among the forms that ask the part
    notes = inherited(form.notes, card.forms[0].notes)
    question = present(form.kind, ask, seed)
    return _view(
        row,
        question,
        notes,
        place,
        part=part,
        changed=False,
        flagged=False,
        intervals=dict.fromkeys(Rating, 0),
        exhibit=tuple((name, question.filled(text)) for name, text in notes.exhibit),
        line=card.line,
        topic=card.topic,
        region=form.region or card.region,
    )


def open_case(row: CardBody, index: int, seed: int, place: Place) -> Opened:
    """The question of a case's part, with the story and the exhibits up to that part."""
    case = case_from_json(row.body["case"])
    part = case.parts[index]
    ask = part.form.asks(None)
    assert ask is not None  # the question of a part asks the whole of it
    notes = part.form.notes
    before, exhibit = _papers(case, index), _papers(case, index + 1)
    question = present(part.form.kind, ask, seed)
    item = _view(
        row,
        question,
        notes,
        place,
        part=Part(case.id or "", part.id),
        changed=False,
        flagged=False,
        intervals=dict.fromkeys(Rating, 0),
        exhibit=tuple(exhibit.items()),
        news=_news(before, exhibit) if index else {},
        line=part.line,
        case=case.title,
        step=notes.step,
        case_place=(index + 1, len(case.parts)),
    )
    ident = form_hash(part.form, None)
    return Opened(item, part.form, ident, ident, None, part.tests)


def _papers(case: Case, number: int) -> dict[str, str]:
    """The story and the exhibits of a case as its first parts leave them."""
    parts = case.parts[:number]
    story = "\n\n".join(filter(None, (case.story, *(part.story for part in parts))))
    exhibit = dict(case.exhibit)
    for part in parts:
        exhibit.update(part.form.notes.exhibit)
    return {"Story": story, **exhibit}


def _news(before: dict[str, str], now: dict[str, str]) -> dict[str, int]:
    """The exhibits that changed, each with the number of leading characters that were there before:
    added text follows them, and a rewritten exhibit has none.
    """
    return {
        name: len(before[name]) if name in before and text.startswith(before[name]) else 0
        for name, text in now.items()
        if text != before.get(name)
    }


def _view(
    row: CardBody, question: Question, notes: Notes, place: Place, **more: Any
) -> QuestionView:
    return QuestionView(
        deck=row.head["id"],
        deck_title=row.head["title"],
        question=question,
        number=place.number,
        total=place.total,
        minutes=place.minutes,
        again=place.again,
        to_repeat=place.to_repeat,
        explain=question.explained(notes.explain),
        hint=question.filled(notes.hint) if notes.hint else None,
        citations=citations(notes, row.head),
        checked=notes.checked,
        glossary=tuple((term, words) for term, words in row.head["glossary"]),
        path=row.path,
        **more,
    )


def citations(notes: Notes, head: dict[str, Any]) -> tuple[Citation, ...]:
    """The sources of a form, as the deck declares them; of others the key."""
    declared = sources_from_json(head)
    return tuple(_cited(ref, declared.get(ref.key)) for ref in notes.sources)


def _cited(ref: SourceRef, source: Source | None) -> Citation:
    if source is None:
        return Citation(ref.key, ref.place)
    dates = source.revised, source.reviewed
    return Citation(source.title, ref.place, source.publisher, *dates, source.via, source.url)


def least_seen(card: Card, part: str | None, seen: list[str], region: str | None = None) -> Form:
    """The form that was seen least recently, the card's main form first, of those for a region if
    there are any. `seen` are hashes, oldest first.
    """
    forms = [form for form in card.forms if form.asks(part) is not None]
    forms = [form for form in forms if form.is_for(region)] or forms
    return min(
        forms,
        key=lambda form: seen.index(ident) if (ident := form_hash(form, part)) in seen else -1,
    )


def card_of(row: CardBody) -> Card | None:
    """The card of a row, or None for a case."""
    return None if "case" in row.body else card_from_json(row.body)
