"""JSON for the deck cache: cards, cases and deck heads to JSON and back; and the hashes, prompts
and search texts that are cached beside them.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, cast, get_args, get_origin, get_type_hints

from learnms.decks.model import Card, Case, Deck, Form, Signed, Source, fingerprint
from learnms.kinds.drawn import blanked
from learnms.kinds.response import Arrange, Ask, Pick, SelfGrade, TypeIn, is_scored, wording

if TYPE_CHECKING:
    from collections.abc import Callable

    _Reader = Callable[[Any], Any]

_PLAIN = frozenset({str, int, float, bool, NoneType})

Json = dict[str, Any]


def head_to_json(deck: Deck) -> Json:
    """Everything of a deck but its cards and cases, with what listings show of these."""
    return {
        "id": deck.id,
        "title": deck.title,
        "about": deck.about,
        "audience": list(deck.audience),
        "language": deck.language,
        "version": deck.version,
        "disclaimer": deck.disclaimer,
        "primer": deck.primer,
        "signed": [deck.signed.by, deck.signed.on.isoformat(), *deck.signed.of]
        if deck.signed
        else [],
        "topics": [[topic.key, topic.title, topic.weight] for topic in deck.topics],
        "sources": [
            [s.key, s.title, s.publisher, s.revised, s.reviewed, s.via, s.url] for s in deck.sources
        ],
        "glossary": [list(entry) for entry in deck.glossary],
        "checked": _typical_check(deck),
        "counts": counts(deck),
        "cases": [
            {
                "id": case.id,
                "title": case.title,
                "parts": [part.id for part in case.parts],
                "tests": sorted(
                    {name.partition("#")[0] for part in case.parts for name in part.tests}
                ),
            }
            for case in deck.cases
            if case.id is not None
        ],
    }


def _typical_check(deck: Deck) -> str:
    """The median of the `checked` days in the deck, so that one mistyped year does not matter; ''
    if no card has one.
    """
    days = sorted(form.notes.checked for form in _forms(deck) if form.notes.checked is not None)
    return days[(len(days) - 1) // 2].isoformat() if days else ""


def _forms(deck: Deck) -> list[Form]:
    return [form for card in deck.cards for form in card.forms] + [
        part.form for case in deck.cases for part in case.parts
    ]


def counts(deck: Deck) -> Json:
    """How many cards, parts, scored forms, cases, and forms by kind and cards by topic and
    priority. `drafts` are the cards without an id or, in a deck of drafts, without a source;
    `left_out` those that errors keep from being asked.
    """
    forms = _forms(deck)
    topics: dict[str, int] = {}
    priorities: dict[str, int] = {}
    for card in deck.cards:
        priorities[card.priority] = priorities.get(card.priority, 0) + 1
        if card.topic is not None:
            topics[card.topic] = topics.get(card.topic, 0) + 1
    return {
        "cards": len(deck.cards),
        "drafts": sum(1 for card in deck.cards if card.is_draft),
        "left_out": deck.card_count - len(deck.cards),
        "parts": sum(len(card.parts) for card in deck.cards if not card.is_draft),
        "questions": sum(1 for form in forms if is_scored(form.compiled.asks[0][1].response)),
        "cases": len(deck.cases),
        "kinds": dict(deck.kinds),
        "topics": topics,
        "priorities": priorities,
    }


def to_json(value: Any) -> Any:
    """A model value as JSON can hold it: fields by name, tuples as lists, days as ISO text."""
    cls = value.__class__
    if cls in _PLAIN:
        return value
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if cls is date:
        return value.isoformat()
    return {name: to_json(getattr(value, name)) for name in cls.__dataclass_fields__}


def card_from_json(data: Json) -> Card:
    """The card that `to_json` wrote."""
    return cast("Card", _reader(Card)(data))


def case_from_json(data: Json) -> Case:
    """The case that `to_json` wrote."""
    return cast("Case", _reader(Case)(data))


def ask_from_json(data: Json) -> Ask:
    """The ask that `to_json` wrote."""
    return cast("Ask", _reader(Ask)(data))


@cache
def _reader(hint: Any) -> _Reader:
    """The function that reads a value of a type back from JSON; `_plain` if it needs none."""
    if is_dataclass(hint):
        return _class_reader(hint)
    types = get_args(hint)
    if get_origin(hint) is tuple:
        return _tuple_reader(types)
    if isinstance(hint, UnionType):
        return _union_reader([cls for cls in types if cls is not NoneType])
    if hint is date:
        return date.fromisoformat
    return cast("_Reader", getattr(hint, "_make", _plain))  # of a named tuple


def _plain(value: Any) -> Any:
    return value


def _class_reader(cls: Any) -> _Reader:
    """Relies on the order of the fields, in which `to_json` wrote them."""
    readers = [_reader(hint) for hint in get_type_hints(cls).values()]
    steps = [(index, reader) for index, reader in enumerate(readers) if reader is not _plain]
    if not steps:
        return lambda data: cls(*data.values())

    def read(data: Json) -> Any:
        values = [*data.values()]
        for index, reader in steps:
            if values[index] is not None:
                values[index] = reader(values[index])
        return cls(*values)

    return read


def _tuple_reader(types: tuple[Any, ...]) -> _Reader:
    readers = [_reader(hint) for hint in types if hint is not ...]
    if all(reader is _plain for reader in readers):
        return tuple
    if types[-1] is ...:
        (each,) = readers
        return lambda items: tuple([each(item) for item in items])
    return lambda items: tuple(reader(item) for reader, item in zip(readers, items, strict=True))


def _union_reader(types: list[Any]) -> _Reader:
    """Tells several classes apart by the name of their first field."""
    if len(types) == 1:
        return _reader(types[0])
    readers = {next(iter(cls.__dataclass_fields__)): _reader(cls) for cls in types}
    return lambda data: readers[next(iter(data))](data)


def sources_from_json(head: Json) -> dict[str, Source]:
    """The sources of a deck's head, by key."""
    return {
        key: Source(key, title, publisher, revised, None, reviewed, via, url)
        for key, title, publisher, revised, reviewed, via, url in head["sources"]
    }


def signed_from_json(head: Json) -> Signed | None:
    """The signature in a deck's head, or None."""
    if not head.get("signed"):
        return None
    by, on, *of = head["signed"]
    return Signed(by, date.fromisoformat(on), tuple(of))


def form_hash(form: Form, part: str | None) -> str:
    """The hash that identifies a form by its wording: the order of options does not change it, a
    reworded form counts as unseen.
    """
    ask = form.asks(part)
    return fingerprint(f"{form.kind}\x1d{wording(ask)}") if ask is not None else ""


def prompt_line(card: Card, part: str | None, limit: int = 200) -> str:
    """The prompt of a part on one line, for lists."""
    ask = card.forms[0].asks(part)
    return ask_line(ask, limit) if ask is not None else ""


def ask_line(ask: Ask, limit: int = 200) -> str:
    """A prompt on one line, with "…" for each number that is drawn."""
    number = ask.response.number if isinstance(ask.response, TypeIn) else None
    prompt = (
        blanked(ask.prompt, (name for name, _ in number.rows[0]))
        if number is not None and number.rows
        else ask.prompt
    )
    return " ".join(prompt.split())[:limit]


def searchable(card: Card) -> str:
    """The text in which a search looks for a card, on one line and case-folded: its id, and what
    its forms ask, offer, accept and explain.
    """
    return _folded([card.id or "", *(text for form in card.forms for text in _texts(form))])


def searchable_case(case: Case) -> str:
    """The text in which a search looks for a case."""
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
    texts = [form.notes.explain or "", form.notes.hint or ""]
    for _, ask in form.compiled.asks:
        texts += [ask.full or ask.prompt]
        match ask.response:
            case SelfGrade(answer, points):
                texts += [answer, *points]
            case TypeIn(accepted, number):
                texts += [*accepted, *(number.units if number is not None else ())]
            case Pick(groups, text=text):
                texts += [
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
                texts += steps
    return texts
