"""Reads QTI 1.2, 2.0 to 2.2 and 3.0, in packages and single files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.decks.deck_fields import ID
from learnms.errors import LearnmsError
from learnms.exchange.bank import ImportedBank, Loss
from learnms.exchange.html_text import plain_text
from learnms.exchange.qti import read_2 as qti2_read
from learnms.exchange.qti import read_12 as qti12_read
from learnms.exchange.qti.cards import Item, UnreadableError, points_of
from learnms.exchange.qti.package import local_path, read_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from learnms.exchange.qti.cards import Card
    from learnms.exchange.qti.package import Document, Package

TEST = "assessmentTest"


def read(path: Path) -> ImportedBank:
    """The questions of a QTI package or file.

    Raises:
        LearnmsError: the file cannot be read, is refused, or is no QTI.
    """
    package = read_package(path)
    titles = _titles(package)
    bank = ImportedBank(titles[0] if titles else package.name, losses=package.losses)
    sections = _sections(package)
    has_topics = len(titles) > 1 or len(set(sections.values())) > 1
    reader = _Reader(bank, sections, has_topics=has_topics)
    for document in _once(package.documents):
        reader.take(document, package)
    if reader.other_points:
        count = reader.other_points
        questions = "1 question" if count == 1 else f"{count:,} questions"
        bank.lose(questions, "Points are not kept; here, a question's kind decides its points.")
    if not reader.count and not bank.losses:
        message = f"{path} holds no QTI questions."
        raise LearnmsError(message, "Export the questions as a QTI package.")
    return bank


class _Reader:
    """Puts the items of documents into a bank; `count` is how many there were. `sections` are the
    titles of sections by the path of an item.
    """

    def __init__(self, bank: ImportedBank, sections: dict[str, str], *, has_topics: bool) -> None:
        self.bank = bank
        self.sections = sections
        self.has_topics = has_topics
        self.count = 0
        self.other_points = 0
        self._ids: set[str] = set()

    def take(self, document: Document, package: Package) -> None:
        """Read the items of one document; documents of other kinds have none."""
        root = document.root
        if root.tag == "questestinterop":
            for assessment in root:
                own = assessment.get("title") if assessment.tag != "item" else ""
                title = own or document.title
                for element in assessment.iter("item"):
                    self._item(element, title, qti12_read.read_item)
        elif root.tag == "assessmentItem":
            title = self.sections.get(document.path, "")
            self._item(
                root, title, lambda item, to: qti2_read.read_item(item, to, document, package)
            )

    def _item(
        self, element: Element, title: str, read_item: Callable[[Element, Item], list[Card]]
    ) -> None:
        self.count += 1
        ident = element.get("ident") or element.get("identifier") or ""
        known = " ".join((element.get("title") or "").split())[:60]
        is_telling = known.lower() not in ("", "question")  # Canvas calls each of them so
        name = f"question {self.count}" + (f" ({known})" if is_telling else "")
        losses: list[Loss] = []
        item = Item(name, self._free(ident), losses)
        try:
            cards = read_item(element, item)
        except UnreadableError as error:
            self.bank.losses.append(Loss(name, f"Left out: {error}."))
            return
        self.bank.losses += losses
        topic = plain_text(item.topic or (title if self.has_topics else ""), "", [])
        item.topic = self.bank.topic_key(topic) if topic else ""
        self.other_points += len(cards) == 1 and item.points not in (None, points_of(cards[0]))
        for number, card in enumerate(cards, 1):
            if len(cards) > 1:
                item.id = self._free(f"{ident}-{number}")
            self.bank.cards.append(self._finished(item, card))
            self._ids.add(item.id)

    def _free(self, ident: str) -> str:
        """An identifier as a card's id, if it can be one and is not taken. In QTI 2 a `_` stands
        before one that begins with a digit.
        """
        ident = ident.removeprefix("_")
        return ident if ID.match(ident) and ident not in self._ids else ""

    def _finished(self, item: Item, card: Card) -> Card:
        """The card with its id before its fields, and those that every card may have behind."""
        card = ({"id": item.id} if item.id else {}) | card
        if item.hint:
            card["hint"] = item.hint
        self.bank.explain(card, item.explain)
        extra = {"topic": item.topic, "tags": item.tags, "exhibit": item.exhibit}
        return card | {name: value for name, value in extra.items() if value}


def _once(documents: list[Document]) -> list[Document]:
    """The documents, without those of which another one is the same assessment with more items: in
    the export of a course, Canvas writes each quiz twice, once with fewer kinds of question.
    """
    best: dict[str, Document] = {}
    for document in documents:
        ident = _assessment(document)
        if ident and (ident not in best or _items(best[ident]) <= _items(document)):
            best[ident] = document
    return [
        document for document in documents if best.get(_assessment(document), document) is document
    ]


def _assessment(document: Document) -> str:
    return next((part.get("ident", "") for part in document.root.iter("assessment")), "")


def _items(document: Document) -> int:
    return sum(1 for _ in document.root.iter("item"))


def _titles(package: Package) -> list[str]:
    """The titles of the assessments and pools of a package."""
    found = []
    for document in package.documents:
        root = document.root
        parts = [part for part in root if part.tag != "item"]
        parts = parts if root.tag == "questestinterop" else [root]
        if root.tag in ("questestinterop", TEST):
            found += [part.get("title") or document.title for part in parts]
    return list(dict.fromkeys(plain_text(title, "", []) for title in found if title))


def _sections(package: Package) -> dict[str, str]:
    """The title of the innermost section of each item of the tests in a package."""
    titles: dict[str, str] = {}
    for document in package.documents:
        sections = document.root.iter("assessmentSection") if document.root.tag == TEST else ()
        for section in sections:
            for item in section.findall("assessmentItemRef"):
                titles[local_path(document, item.get("href", ""))] = section.get("title", "")
    return titles
