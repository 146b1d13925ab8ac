"""Question banks: what a reader finds in another program's file, what a writer is given, and what
is lost on the way.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.decks.model import inherited
from learnms.markdown import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from learnms.decks.model import Card, Deck, Form, Notes, SourceRef
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

    def lose(self, item: str, text: str) -> None:
        """Note that something of an item is lost, in one sentence."""
        self.losses.append(Loss(item, text))

    def explain(self, card: dict[str, Any], text: str) -> None:
        """Give a card its rationale. A last line such as `source_line` writes becomes its
        `source`.
        """
        lines = text.strip().split("\n")
        if _SOURCE_LINE.match(lines[-1]):
            self.cite(card, lines.pop())
        if explain := "\n".join(lines).strip():
            card["explain"] = explain

    def cite(self, card: dict[str, Any], text: str) -> None:
        """Give a card its sources: those of a line as `source_line` writes it, or one that a person
        named in other words, whose key is made of them.
        """
        refs = [self._declared(ref) for ref in _refs(_SOURCE_LINE.sub("", text.strip(), count=1))]
        if refs:
            card["source"] = refs[0] if len(refs) == 1 else refs

    def topic_key(self, title: str) -> str:
        """The key of a topic, which is declared if it is new."""
        known = next((key for key, its in self.topics.items() if title in (key, its)), None)
        key = known or free_key(slug(title) or "topic", self.topics)
        self.topics.setdefault(key, title)
        return key

    def _declared(self, text: str) -> str:
        """A source as a card names it, by its key and a place; the key is declared."""
        head, own_title = _without_title(text)
        key, _, place = head.partition(" ")
        if (
            key in self.sources or _PLACE_SIGN.match(place) or (own_title and _KEY.fullmatch(key))
        ) and _KEY.fullmatch(key.lower()):
            self.sources.setdefault(key, {"title": own_title or key})
            return head
        address = _ADDRESS.fullmatch(text)
        named = None if address else _PLACE.search(text)
        title, place = (text[: named.start()], named[1]) if named else (text, "")
        entry = {"title": title, "url": title} if address else {"title": title}
        key = next((key for key, its in self.sources.items() if its["title"] == title), None) or (
            free_key(slug(address["host"] if address else title) or "source", self.sources)
        )
        self.sources.setdefault(key, entry)
        return f"{key} {place}".strip()


_SOURCE_LINE = re.compile(r"Sources?:\s*(?=\S)", re.IGNORECASE)
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*")
_PLACE_SIGN = re.compile(r"§|p+\. ?\d|\d|section \d|table \d", re.IGNORECASE)
_PLACE = re.compile(
    r",? +((?:§|p+\. ?\d|pages? \d|ch(?:apter|\.) ?\d|section \d).*)$", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://(?P<host>[^/\s]+)\S*")
_LONGEST_KEY = 40


_LAST = re.compile(
    r"(?:all|none|neither|both|any) of (?:the|these)(?: (?:above|options|answers|choices))?\.?",
    re.IGNORECASE,
)


def is_last(option: str) -> bool:
    """Whether an option only makes sense after the others: `All of the above`."""
    return _LAST.fullmatch(option.strip()) is not None


def slug(text: str) -> str:
    """A key made of a text: lowercase letters, digits and hyphens; '' if it has none of them."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
    return words[:_LONGEST_KEY].rstrip("-")


def free_key(key: str, taken: Mapping[str, object]) -> str:
    """A key that is not taken."""
    return next(
        name
        for number in count(1)
        if (name := f"{key}-{number}" if number > 1 else key) not in taken
    )


def _without_title(text: str) -> tuple[str, str]:
    """A source without the title in brackets at its end, and the title."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return (text[:at].rstrip(), text[at + 1 : -1]) if text[at] == "(" else (text, "")
    return text, ""


def _refs(text: str) -> list[str]:
    """The sources of a line, which semicolons separate unless they stand in brackets."""
    refs, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if sign == ";" and not depth:
            refs.append(text[start:at])
            start = at + 1
    refs.append(text[start:])
    return [ref.strip().rstrip(".") for ref in refs if ref.strip(" .")]


@dataclass(frozen=True, slots=True)
class ExportedQuestion:
    """A question as writers take it: one form of a card, or one part of a case.

    `id` is stable: the card's id for its own form; '' for a card without an id. `story` is what a
    case tells before it. `form` is the whole form that it is a part of, which has several parts
    only in a flashcard or a cloze.
    """

    id: str
    kind: str
    ask: Ask
    notes: Notes
    form: Form
    topic: str | None = None
    tags: tuple[str, ...] = ()
    story: str = ""

    @property
    def is_first_part(self) -> bool:
        """Whether it is the first or only part of its form."""
        return self.ask is self.form.compiled.asks[0][1]

    @property
    def name(self) -> str:
        """What a loss calls it: its id, else how it begins."""
        return self.id or inline(self.ask.prompt)[:_LONGEST_KEY].rstrip()


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
                    part.form,
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
            ident = "-".join(filter(None, (card.id, part))) + suffix if card.id else ""
            yield ExportedQuestion(ident, form.kind, ask, notes, form, card.topic, card.tags)


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
