"""The cards and losses of a Moodle question bank that is being read, and its categories."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from learnms.decks.deck_fields import ID
from learnms.exchange.bank import ImportedBank
from learnms.exchange.html_text import clean
from learnms.kinds.drawn import holes

_ROOTS = re.compile(r"\$[a-z]+\d*\$$")
_OF_PART = re.compile(r"(?P<card>.+)-(?P<part>c[0-9]{1,9})$")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]*$")
_PART = re.compile(r"(?<!/)/(?!/)")
_DEFAULT = "Default for "
"""How Moodle names the first category of a course."""
_DEEPEST = 20
_MOST_NAME = 200


class NotCarriedError(Exception):
    """A question that no kind of card can hold; the message is one sentence that says why."""


@dataclass(slots=True)
class Item:
    """A question while it is read. `place` is where a person finds it; `remarks` are sentences
    about what is lost, although the card is kept.
    """

    place: str
    explain: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    id: str = ""
    tags: list[str] = field(default_factory=list)
    hint: str = ""


class BankBuilder:
    """Collects cards and losses; topics are the paths of categories."""

    def __init__(self, title: str) -> None:
        self._bank = ImportedBank(title)
        self._path: tuple[str, ...] = ()
        self._paths: list[tuple[str, ...]] = []
        self._keys: dict[tuple[str, ...], str] = {}
        self._ids: set[str] = set()

    def category(self, path: str, key: str = "", description: str = "") -> None:
        """Put the questions that follow into a category, such as `$course$/top/Ward/Dosing`. Its
        description has no place in a deck and is reported.
        """
        split = _PART.split(path, maxsplit=_DEEPEST)[:_DEEPEST]
        parts = [clean(part.replace("//", "/"))[:_MOST_NAME] for part in split]
        self._path = tuple(
            " ".join(part.split())
            for number, part in enumerate(parts)
            if part and not _ROOTS.match(part) and not (part == "top" and number < 2)
        )
        if _KEY.match(key):
            self._keys[self._path] = key
        name = self._path[-1] if self._path else ""
        if description and not name.startswith(_DEFAULT):  # which Moodle describes itself
            self.lose(f"category {name}".rstrip(), "Its description is left out.")

    def lose(self, place: str, sentence: str) -> None:
        """Report that something of a question is lost, although its card is kept."""
        self._bank.lose(place, sentence)

    def leave_out(self, item: Item, reason: str) -> None:
        """Report a question that is not carried, and what was lost until that was clear."""
        for remark in dict.fromkeys(item.remarks):
            self.lose(item.place, remark)
        self.lose(item.place, f"Left out: {reason[:1].lower()}{reason[1:]}")

    def add(self, item: Item, fields: dict[str, Any]) -> None:
        """Add a card."""
        card: dict[str, Any] = {}
        self._restore_part(item, fields)
        if ID.match(item.id):
            if item.id in self._ids:
                item.remarks.append(
                    f"The id `{item.id}` is used twice: `learnms fix` gives this card a new one."
                )
            else:
                self._ids.add(item.id)
                card["id"] = item.id
        card |= fields
        if item.hint:
            card["hint"] = item.hint
        self._bank.explain(card, "\n\n".join(dict.fromkeys(filter(None, item.explain))))
        for name in ("hint", "explain"):
            if name in card and "calc" in card and "given" not in card:
                card[name] = escaped_numbers(card[name])
        tags = [" ".join(tag.split()) for tag in item.tags]
        if any(tags):
            card["tags"] = list(dict.fromkeys(filter(None, tags)))
        self._bank.cards.append(card)
        self._paths.append(self._path)
        for remark in dict.fromkeys(item.remarks):
            self.lose(item.place, remark)

    def _restore_part(self, item: Item, fields: dict[str, Any]) -> None:
        """Name the only blank of a cloze as the part of a card that it was when it was exported:
        `dose-1a-c2` is the blank `c2` of the card `dose-1a`.
        """
        part = _OF_PART.match(item.id)
        is_single = fields.get("cloze", "").count("{{c") == 1
        if part and is_single and part["card"] not in self._ids:
            item.id = part["card"]
            fields["cloze"] = fields["cloze"].replace("{{c1::", f"{{{{{part['part']}::")

    def bank(self) -> ImportedBank:
        """The bank. What all categories begin with is its title; the rest of each is a topic."""
        first = self._paths[0][:1] if self._paths else ()
        if first and all(path[:1] == first for path in self._paths):
            self._bank.title = first[0].removeprefix(_DEFAULT) or first[0]
        else:
            first = ()
        for card, path in zip(self._bank.cards, self._paths, strict=True):
            title = " / ".join(path[len(first) :])
            if not title:
                continue
            key = self._keys.get(path)
            if key and self._bank.topics.setdefault(key, title) == title:
                card["topic"] = key
            else:
                card["topic"] = self._bank.topic_key(title)
            if "tags" in card:
                card["tags"] = card.pop("tags")  # they stand behind the topic
        return self._bank


def own_id(name: str) -> str:
    """The name of a question as an id, if it is one such as our writers give; else ''."""
    return name if "-" in name and ID.match(name) else ""


def escaped_numbers(text: str) -> str:
    """A text for a field in which `{name}` is a drawn number."""
    for hole in reversed(holes(text)):
        text = f"{text[: hole.at]}\\{text[hole.at :]}"
    return text
