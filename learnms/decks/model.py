"""Decks after reading: immutable, without positions, YAML or progress."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from learnms.kinds.response import Ask, Compiled

if TYPE_CHECKING:
    from collections.abc import Iterable

AUDIENCES = ("nurse", "patient", "instructor")
PRIORITIES = ("core", "standard", "extra")
"""Priorities, in the order in which new cards are introduced."""
STANDARD = PRIORITIES[1]
MOST_PRIMER_LINES = 15
REGIONS = ("us", "eu", "uk", "ch")
LEVELS = ("recall", "understand", "apply", "analyse")
LEVELS_OF_BLOOM = {
    "recall": ("remember", "knowledge", "recall"),
    "understand": ("understand", "comprehen"),
    "apply": ("appl",),
    "analyse": ("analy", "evaluat", "synthes", "creat"),
}
"""How the words of Bloom's taxonomy begin that mean a level."""
LEVEL_SPELLINGS = {"analyze": "analyse"}
"""American spellings of levels, which mean the same."""
STEPS = (
    "recognize-cues",
    "analyze-cues",
    "prioritize-hypotheses",
    "generate-solutions",
    "take-action",
    "evaluate-outcomes",
)


class SourceRef(NamedTuple):
    """A reference to a source: its key, and a place in it ('' for the whole)."""

    key: str
    place: str


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the sources. `revised` is kept as written, `revised_on` is its first day."""

    key: str
    title: str
    publisher: str = ""
    revised: str = ""
    revised_on: date | None = None
    reviewed: str = ""
    via: str = ""
    url: str = ""


class Signed(NamedTuple):
    """Who signed a deck, on which day, and the hash of each card and case as it was then."""

    by: str
    on: date
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: what the deck promises to cover, and its share in percent."""

    key: str
    title: str
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """A card's notes about its fact, which a form may override. None or empty if nothing is
    written.
    """

    explain: str | None = None
    hint: str | None = None
    sources: tuple[SourceRef, ...] = ()
    checked: date | None = None
    exhibit: tuple[tuple[str, str], ...] = ()
    level: str | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One way to ask a card. `part` is the part that a form under `also` asks; the card's own form
    asks all parts of its own. `region` is empty for everywhere; the region of the card's own form
    is that of the card.
    """

    compiled: Compiled
    notes: Notes = Notes()
    part: str | None = None
    own: bool = True
    region: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind's name."""
        return self.compiled.kind

    def is_for(self, region: str | None) -> bool:
        """Whether a learner of a region is asked in this form; None is everywhere."""
        return region is None or not self.region or region in self.region

    def asks(self, part: str | None) -> Ask | None:
        """The ask for a part of the card, or None if this form does not ask it."""
        if not self.own:
            return self.compiled.asks[0][1] if part == self.part else None
        return next((ask for name, ask in self.compiled.asks if name == part), None)


@dataclass(frozen=True, slots=True)
class Card:
    """One fact. The first of `forms` is its own. A draft is previewed and quizzed, but not
    scheduled. `awaits_source` is that of a deck of drafts, as long as the card names no source.
    """

    id: str | None
    forms: tuple[Form, ...]
    topic: str | None = None
    tags: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    revision: int = 1
    priority: str = STANDARD
    line: int = 0
    awaits_source: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether it can be previewed and quizzed, but not scheduled."""
        return bool(self.lacks)

    @property
    def lacks(self) -> str:
        """What makes it a draft: without `an id`, `numbered blanks` or `a source`; '' if nothing
        does.
        """
        return (
            "an id"
            if self.id is None
            else "numbered blanks"
            if self.forms[0].compiled.is_draft
            else "a source"
            if self.awaits_source
            else ""
        )

    @property
    def parts(self) -> tuple[str | None, ...]:
        """The names of its parts; None is the whole card."""
        return tuple(name for name, _ in self.forms[0].compiled.asks)

    def key_hash(self, part: str | None) -> str:
        """The hash of a part's answer key: that of the card's own form, with the revision."""
        text = dict(self.forms[0].compiled.keys)[part]
        return fingerprint(f"{text}\x1d{self.revision}")


@dataclass(frozen=True, slots=True)
class CasePart:
    """One question of a case; `tests` are the cards about which it is evidence."""

    id: str | None
    form: Form
    tests: tuple[str, ...] = ()
    story: str | None = None
    topic: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """An unfolding clinical case, made of questions about cards."""

    id: str | None
    title: str
    story: str
    parts: tuple[CasePart, ...]
    exhibit: tuple[tuple[str, str], ...] = ()
    topic: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Deck:
    """One file. `cards` are those that can be studied; `card_count` counts all that are written."""

    id: str
    title: str
    about: str = ""
    audience: tuple[str, ...] = ()
    language: str = ""
    version: str = ""
    disclaimer: str = ""
    topics: tuple[Topic, ...] = ()
    sources: tuple[Source, ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    cards: tuple[Card, ...] = ()
    cases: tuple[Case, ...] = ()
    card_count: int = 0
    kinds: tuple[tuple[str, int], ...] = field(default=())
    order: int | None = None
    primer: str = ""
    signed: Signed | None = None


def inherited(notes: Notes, base: Notes) -> Notes:
    """A form's notes, falling back to the card's."""
    own = {
        f.name: value for f in fields(Notes) if (value := getattr(notes, f.name)) not in (None, ())
    }
    return replace(base, **own)


def level_of_bloom(word: str) -> str | None:
    """The level that a word of Bloom's taxonomy means, such as `apply` for `Application`."""
    levels = LEVELS_OF_BLOOM.items()
    return next((level for level, starts in levels if word.lower().startswith(starts)), None)


def kinds_of(cards: Iterable[Card], cases: Iterable[Case]) -> tuple[tuple[str, int], ...]:
    """The number of forms of each kind: own forms, those under `also`, and parts of cases."""
    kinds = Counter(form.kind for card in cards for form in card.forms)
    kinds.update(part.form.kind for case in cases for part in case.parts)
    return tuple(sorted(kinds.items()))


def fingerprint(text: str) -> str:
    """The first sixteen hex digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
