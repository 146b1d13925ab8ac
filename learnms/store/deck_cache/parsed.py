"""A deck file in the form that the deck cache stores: enough to study from, as JSON and SQL
values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class ParsedPart(NamedTuple):
    """A scheduled part: its name or None for the whole card, its two fingerprints, and one line of
    its question.
    """

    part: str | None
    key_hash: str | None
    wording_hash: str | None
    prompt: str


class ParsedCard(NamedTuple):
    """A card, draft or case. `position` is its place in the file, `card` its id (None: a draft,
    never scheduled).

    `body` is the content that the caller wants back from the cache, as JSON; `audience` is empty
    for everybody, `region` for everywhere; `parts` are in the card's order; `was` are former ids,
    or `id#part`. `text` is what a search looks through, case folded; `tags` and `kinds` are those
    of its forms. Lower `priority` comes first.
    """

    position: int
    card: str | None
    body: dict[str, Any]
    audience: tuple[str, ...] = ()
    topic: str | None = None
    parts: Sequence[ParsedPart] = ()
    was: Sequence[str] = ()
    text: str = ""
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    priority: int = 0
    region: tuple[str, ...] = ()


class ParsedFile(NamedTuple):
    """The content of a deck file. `digest` is the SHA-256 hex of the bytes that were parsed, as
    `digest_of` gives it.

    `place` is the deck's among the decks, lower first, None after all others.

    `parsed` is False if the file as a whole could not be read; `head` and `problems` are JSON for
    the caller. A problem may have `since` and `until`, the first and the last day on which it
    holds.
    """

    path: str
    digest: str
    parsed: bool
    deck_id: str
    title: str
    head: dict[str, Any]
    problems: list[dict[str, Any]]
    cards: Sequence[ParsedCard] = ()
    place: int | None = None


def digest_of(data: bytes) -> str:
    """The fingerprint of a file's bytes."""
    from hashlib import sha256  # only where a file has changed

    return sha256(data).hexdigest()
