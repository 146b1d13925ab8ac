"""Cards and deck heads as values that JSON can hold, so that an unchanged file is never parsed
again.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from learnms.decks.model import (
    Card,
    Case,
    CasePart,
    Deck,
    Form,
    Notes,
    Source,
    SourceRef,
    Topic,
    fingerprint,
)
from learnms.kinds.drawn import blanked
from learnms.kinds.response import (
    Arrange,
    Ask,
    Compiled,
    Pick,
    SelfGrade,
    TypeIn,
    ask_from_json,
    ask_to_json,
    is_scored,
    wording,
)

Json = dict[str, Any]


def head_to_json(deck: Deck) -> Json:
    """Everything of a deck but its cards, with the counts that listings show."""
    return {
        "id": deck.id,
        "title": deck.title,
        "about": deck.about,
        "audience": list(deck.audience),
        "language": deck.language,
        "version": deck.version,
        "disclaimer": deck.disclaimer,
        "topics": [[topic.key, topic.title, topic.weight] for topic in deck.topics],
        "sources": [
            [s.key, s.title, s.publisher, s.revised, s.reviewed, s.via, s.url] for s in deck.sources
        ],
        "glossary": [list(entry) for entry in deck.glossary],
        "checked": _last_checked(deck),
        "counts": counts(deck),
    }


def _last_checked(deck: Deck) -> str:
    """The last day on which something of the deck was held against its source; '' where it says
    none.
    """
    forms = _forms(deck)
    return max(
        (form.notes.checked.isoformat() for form in forms if form.notes.checked is not None),
        default="",
    )


def _forms(deck: Deck) -> list[Form]:
    return [form for card in deck.cards for form in card.forms] + [
        part.form for case in deck.cases for part in case.parts
    ]


def counts(deck: Deck) -> Json:
    """How many cards, parts, scored forms, cases, and forms by kind and cards by topic."""
    forms = _forms(deck)
    topics: dict[str, int] = {}
    for card in deck.cards:
        if card.topic is not None:
            topics[card.topic] = topics.get(card.topic, 0) + 1
    return {
        "cards": len(deck.cards),
        "parts": sum(len(card.parts) for card in deck.cards if not card.is_draft),
        "questions": sum(1 for form in forms if is_scored(form.compiled.asks[0][1].response)),
        "cases": len(deck.cases),
        "kinds": dict(deck.kinds),
        "topics": topics,
    }


def card_to_json(card: Card) -> Json:
    """A card with all its forms."""
    return {
        "id": card.id,
        "topic": card.topic,
        "tags": list(card.tags),
        "audience": list(card.audience),
        "revision": card.revision,
        "line": card.line,
        "forms": [_form_to_json(form) for form in card.forms],
    }


def card_from_json(data: Json) -> Card:
    """The card that `card_to_json` wrote."""
    forms = tuple(_form_from_json(form) for form in data["forms"])
    return Card(
        data["id"],
        forms,
        data["topic"],
        tuple(data["tags"]),
        tuple(data["audience"]),
        (),
        data["revision"],
        data["line"],
    )


def case_to_json(case: Case) -> Json:
    """A case with all its parts."""
    parts = [
        {
            "id": part.id,
            "form": _form_to_json(part.form),
            "tests": list(part.tests),
            "story": part.story,
            "topic": part.topic,
            "line": part.line,
        }
        for part in case.parts
    ]
    return {
        "id": case.id,
        "title": case.title,
        "story": case.story,
        "exhibit": [list(tab) for tab in case.exhibit],
        "topic": case.topic,
        "line": case.line,
        "parts": parts,
    }


def case_from_json(data: Json) -> Case:
    """The case that `case_to_json` wrote."""
    parts = tuple(
        CasePart(
            part["id"],
            _form_from_json(part["form"]),
            tuple(part["tests"]),
            part["story"],
            part["topic"],
            part["line"],
        )
        for part in data["parts"]
    )
    return Case(
        data["id"],
        data["title"],
        data["story"],
        parts,
        tuple((name, text) for name, text in data["exhibit"]),
        data["topic"],
        data["line"],
    )


def _form_to_json(form: Form) -> Json:
    notes, compiled = form.notes, form.compiled
    return {
        "kind": compiled.kind,
        "draft": compiled.is_draft,
        "asks": [[part, ask_to_json(ask)] for part, ask in compiled.asks],
        "keys": [list(key) for key in compiled.keys],
        "part": form.part,
        "own": form.own,
        "notes": {
            "explain": notes.explain,
            "hint": notes.hint,
            "sources": [list(ref) for ref in notes.sources],
            "checked": notes.checked.isoformat() if notes.checked else None,
            "exhibit": [list(tab) for tab in notes.exhibit],
            "level": notes.level,
            "step": notes.step,
        },
    }


def _form_from_json(data: Json) -> Form:
    notes = data["notes"]
    compiled = Compiled(
        data["kind"],
        tuple((part, ask_from_json(ask)) for part, ask in data["asks"]),
        tuple((part, key) for part, key in data["keys"]),
        data["draft"],
    )
    return Form(
        compiled,
        Notes(
            notes["explain"],
            notes["hint"],
            tuple(SourceRef(key, place) for key, place in notes["sources"]),
            date.fromisoformat(notes["checked"]) if notes["checked"] else None,
            tuple((name, text) for name, text in notes["exhibit"]),
            notes["level"],
            notes["step"],
        ),
        data["part"],
        own=data["own"],
    )


def sources_from_json(head: Json) -> dict[str, Source]:
    """The sources of a deck's head, by key."""
    return {
        key: Source(key, title, publisher, revised, None, reviewed, via, url)
        for key, title, publisher, revised, reviewed, via, url in head["sources"]
    }


def topics_from_json(head: Json) -> tuple[Topic, ...]:
    """The blueprint of a deck's head."""
    return tuple(Topic(key, title, weight) for key, title, weight in head["topics"])


def form_hash(form: Form, part: str | None) -> str:
    """What identifies a form: its wording, so that order is harmless and a reworded form counts
    as unseen.
    """
    ask = form.asks(part)
    return fingerprint(f"{form.kind}\x1d{wording(ask)}") if ask is not None else ""


def prompt_line(card: Card, part: str | None, limit: int = 200) -> str:
    """The prompt of a part on one line, for lists."""
    ask = card.forms[0].asks(part)
    return ask_line(ask, limit) if ask is not None else ""


def ask_line(ask: Ask, limit: int = 200) -> str:
    """A prompt on one line. A number that is drawn anew each time is "…"."""
    number = ask.response.number if isinstance(ask.response, TypeIn) else None
    prompt = (
        blanked(ask.prompt, (name for name, _ in number.rows[0]))
        if number is not None and number.rows
        else ask.prompt
    )
    return " ".join(prompt.split())[:limit]


def searchable(card: Card) -> str:
    """All that a search for a card looks through, on one line, case folded: its id, and what its
    forms ask, offer, accept and explain.
    """
    return _folded([card.id or "", *(text for form in card.forms for text in _texts(form))])


def searchable_case(case: Case) -> str:
    """All that a search for a case looks through."""
    return _folded(
        [
            case.id or "",
            case.title,
            case.story,
            *(
                text
                for part in case.parts
                for text in (part.id or "", part.story or "", *_texts(part.form))
            ),
        ]
    )


def _folded(texts: list[str]) -> str:
    return " ".join(" ".join(dict.fromkeys(texts)).split()).casefold()


def _texts(form: Form) -> list[str]:
    found = [form.notes.explain or "", form.notes.hint or ""]
    for _, ask in form.compiled.asks:
        found += [ask.full or ask.prompt]
        match ask.response:
            case SelfGrade(answer, points):
                found += [answer, *points]
            case TypeIn(accepted, number):
                found += [*accepted, *(number.units if number is not None else ())]
            case Pick(groups, text=text):
                found += [
                    text or "",
                    *(group.label for group in groups),
                    *(
                        words
                        for group in groups
                        for o in group.options
                        for words in (o.text, o.why or "")
                    ),
                ]
            case Arrange(steps):
                found += steps
    return found
