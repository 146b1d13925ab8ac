"""Reads QTI: packages and single files of 1.2, 2.0 to 2.2 and 3.0, told apart by their documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.decks.deck_fields import ID
from learnms.errors import LearnmsError
from learnms.exchange import qti2_read, qti12_read
from learnms.exchange.bank import ImportedBank, Loss
from learnms.exchange.html_text import plain_text
from learnms.exchange.qti_cards import Item, UnreadableError, finish
from learnms.exchange.qti_package import read_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from learnms.exchange.qti_cards import Card
    from learnms.exchange.qti_package import Document, Package


def read(path: Path) -> ImportedBank:
    """The questions of a QTI package or file.

    Raises:
        LearnmsError: the file cannot be read, is refused, or is no QTI.
    """
    package = read_package(path)
    titles = _titles(package)
    bank = ImportedBank(titles[0] if titles else package.name, losses=package.losses)
    reader = _Reader(bank, has_topics=len(titles) > 1)
    for document in package.documents:
        reader.take(document, package)
    if not reader.count and not bank.losses:
        message = f"{path} holds no QTI questions."
        raise LearnmsError(message, "Export the questions as a QTI package.")
    return bank


class _Reader:
    """Puts the items of documents into a bank; `count` is how many there were."""

    def __init__(self, bank: ImportedBank, *, has_topics: bool) -> None:
        self.bank = bank
        self.has_topics = has_topics
        self.count = 0
        self._ids: set[str] = set()

    def take(self, document: Document, package: Package) -> None:
        """Read the items of one document; documents of other kinds have none."""
        root = document.root
        if root.tag == "questestinterop":
            for assessment in root:
                title = assessment.get("title") or document.title
                for element in assessment.iter("item"):
                    self._item(element, title, qti12_read.read_item)
        elif root.tag == "assessmentItem":
            self._item(root, "", lambda item, to: qti2_read.read_item(item, to, document, package))

    def _item(
        self, element: Element, title: str, read_item: Callable[[Element, Item], list[Card]]
    ) -> None:
        self.count += 1
        ident = element.get("ident") or element.get("identifier") or ""
        known = " ".join((element.get("title") or ident).split())[:60]
        name = f"question {self.count}" + (f" ({known})" if known else "")
        losses: list[Loss] = []
        item = Item(name, self._free(ident), losses)
        try:
            cards = read_item(element, item)
        except UnreadableError as error:
            self.bank.losses.append(Loss(name, f"Left out: {error}."))
            return
        self.bank.losses += losses
        item.topic = self._topic(item.topic or (title if self.has_topics else ""))
        for number, card in enumerate(cards, 1):
            if len(cards) > 1:
                item.id = self._free(f"{ident}-{number}")
            self.bank.cards.append(finish(item, card, self.bank.sources))
            self._ids.add(item.id)

    def _free(self, ident: str) -> str:
        """An identifier as a card's id, if it can be one and is not taken."""
        return ident if ID.match(ident) and ident not in self._ids else ""

    def _topic(self, title: str) -> str:
        """The key of a topic, which is added."""
        title = plain_text(title, "", [])
        if not title:
            return ""
        for key, known in self.bank.topics.items():
            if known == title:
                return key
        stem = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:40].strip("-") or "topic"
        key, number = stem, 1
        while key in self.bank.topics:
            number += 1
            key = f"{stem}-{number}"
        self.bank.topics[key] = title
        return key


def _titles(package: Package) -> list[str]:
    """The titles of the assessments and pools of a package."""
    found = []
    for document in package.documents:
        root = document.root
        parts = root if root.tag == "questestinterop" else [root]
        if root.tag in ("questestinterop", "assessmentTest"):
            found += [part.get("title") or document.title for part in parts]
    return list(dict.fromkeys(plain_text(title, "", []) for title in found if title))
