"""The hash of a card as learners study it, by which a signed deck knows what changed since.

Comments, days of checks, tags, topics, and the order of fields, options and forms do not count.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from learnms.decks.model import Case
from learnms.kinds.response import Pick, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.decks.model import Card, Deck, Form, Signed
    from learnms.kinds.response import Response

CHANGED, NEW = "changed", "new"
"""What a card is that is not as it was signed: it was signed in other words, or not at all."""
_ID, _CONTENT = 5, 7
"""Characters of a hash, five bits each: the first tell which card it is, the others what it says.
"""


def content_hash(card: Card | Case) -> str:
    """The hash of a card or case as it is studied: of its id, and of its questions, answers,
    rationales, sources and exhibits; twelve lowercase letters and digits.
    """
    texts: list[str] = []
    if isinstance(card, Case):
        texts += [card.title, card.story, *map("\x1f".join, card.exhibit)]
        for part in card.parts:
            texts += [part.id or "", part.story or "", *_form(part.form)]
    else:
        own, *others = ("\x1d".join(_form(form)) for form in card.forms)
        texts += [own, *sorted(others)]
    return id_hash(card.id) + _hash("\x1c".join(texts), _CONTENT)


def id_hash(ident: str | None) -> str:
    """The part of a hash that tells which card it is."""
    return _hash(ident or "", _ID)


def _hash(text: str, characters: int) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest[:10]).decode().lower()[:characters]


def state(signed: Signed, card: Card | Case) -> str:
    """Whether a card or case is as it was signed (''), `CHANGED`, or `NEW` in the deck."""
    known = content_hash(card)
    if known in signed.of:
        return ""
    return CHANGED if any(other[:_ID] == known[:_ID] for other in signed.of) else NEW


def _form(form: Form) -> Iterator[str]:
    """Everything of a form that a learner reads."""
    yield from (form.kind, form.part or "", ",".join(sorted(form.region)))
    for (part, ask), (_, key) in zip(form.compiled.asks, form.compiled.keys, strict=True):
        yield from (part or "", wording(ask), ask.full or "", key, *_reasons(ask.response))
    notes = form.notes
    yield from (notes.explain or "", notes.hint or "", *map("\x1f".join, notes.exhibit))
    yield from sorted(f"{key} {place}" for key, place in notes.sources)


def _reasons(response: Response) -> list[str]:
    """The rationales of the options, and which of them are unsafe."""
    if not isinstance(response, Pick):
        return []
    return sorted(
        f"{number}\x1f{option.text}\x1f{option.why or ''}\x1f{option.unsafe}"
        for number, group in enumerate(response.groups)
        for option in group.options
    )


def hashes(deck: Deck) -> tuple[str, ...]:
    """The hashes of a deck's cards and cases, in their order."""
    return (*map(content_hash, deck.cards), *map(content_hash, deck.cases))
