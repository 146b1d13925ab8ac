"""The body of an item of QTI 2 or 3: its text with marks where it is answered, its interactions,
its feedback.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from learnms.exchange.qti.cards import Choice, UnreadableError, is_verdict, line, token
from learnms.exchange.qti.package import local_path, markup

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from learnms.exchange.qti.cards import Item
    from learnms.exchange.qti.package import Document, Package

BLOCKS = (
    "choiceInteraction",
    "orderInteraction",
    "matchInteraction",
    "gapMatchInteraction",
    "hottextInteraction",
    "extendedTextInteraction",
    "sliderInteraction",
)
INLINE = ("inlineChoiceInteraction", "textEntryInteraction")
_REFUSED = {
    "associateInteraction": "it asks for pairs out of one list",
    "graphicAssociateInteraction": "it asks for pairs in a picture",
    "graphicGapMatchInteraction": "it asks for spots in a picture",
    "graphicOrderInteraction": "it asks for an order in a picture",
    "hotspotInteraction": "it asks for a spot in a picture",
    "selectPointInteraction": "it asks for a spot in a picture",
    "positionObjectInteraction": "it asks for a spot in a picture",
    "positionObjectStage": "it asks for a spot in a picture",
    "drawingInteraction": "it asks for a drawing",
    "uploadInteraction": "it asks learners to upload a file",
    "mediaInteraction": "it only plays a recording",
    "endAttemptInteraction": "it is answered in several steps",
    "customInteraction": "it is a custom program",
    "portableCustomInteraction": "it is a custom program",
}
_FEEDBACK = ("feedbackInline", "feedbackBlock")


class Body:
    """What an item's body holds: `interactions` in order, `feedback` texts by identifier.

    Raises:
        UnreadableError: it has an interaction that no kind of card has.
    """

    def __init__(self, element: Element, item: Item, document: Document, package: Package) -> None:
        self.item = item
        self.interactions: list[Element] = []
        self.feedback: dict[str, str] = {}
        for wanted in element.iter():
            if wanted.tag in _REFUSED:
                raise UnreadableError(_REFUSED[wanted.tag])
        self._add_stimuli(element, document, package)
        body = element.find("itemBody")
        if body is None:
            raise UnreadableError("it has no text")
        item.stem = item.text(markup(body, self._marked))
        for part in element.findall("modalFeedback"):
            self._add_feedback(part)

    def _add_stimuli(self, element: Element, document: Document, package: Package) -> None:
        """Texts that several items share become exhibits."""
        for reference in element.iter("assessmentStimulusRef"):
            stimulus = package.find(local_path(document, reference.get("href", "")))
            body = stimulus.root.find("stimulusBody") if stimulus is not None else None
            if stimulus is None or body is None:
                self.item.lose("A text that it refers to is missing.")
                continue
            title = line(stimulus.root.get("title", "")) or "Passage"
            self.item.exhibit[title] = self.item.text(markup(body, self.without_feedback))

    def _marked(self, element: Element) -> str | None:
        if element.tag in BLOCKS or element.tag in INLINE:
            self.interactions.append(element)
            return token(len(self.interactions) - 1)
        if element.tag == "rubricBlock" and "candidate" not in element.get("view", "candidate"):
            self.item.lose("The instructions for scorers were left out.")
            return ""
        return self.without_feedback(element)

    def without_feedback(self, element: Element) -> str | None:
        """Take feedback out of a text, as a replacement of `markup`."""
        if element.tag in _FEEDBACK:
            self._add_feedback(element)
            return ""
        if element.tag == "infoControl":
            self.item.hint = self.item.text(markup(element, self.without_feedback))
            return ""
        if element.tag == "math":
            self.item.lose("A formula was kept as plain text; check it.")
            return _formula(element)
        return None

    def _add_feedback(self, element: Element) -> None:
        ident = element.get("identifier", "")
        text = self.item.text(markup(element, self.without_feedback))
        if text and text not in self.feedback.get(ident, ""):
            self.feedback[ident] = "\n\n".join(filter(None, (self.feedback.get(ident), text)))

    def prompt(self, interaction: Element) -> str:
        """The prompt of an interaction."""
        prompt = interaction.find("prompt")
        text = "" if prompt is None else self.item.text(markup(prompt, self.without_feedback))
        return self.item.text(text) if "</" in text else text  # some write HTML into it as text

    def choices(self, interaction: Element, tag: str) -> list[Choice]:
        """The options of an interaction; the feedback inside one is its rationale."""
        return [self._choice(element) for element in interaction.iter(tag)]

    def _choice(self, element: Element) -> Choice:
        reasons: list[str] = []

        def apart(part: Element) -> str | None:
            if part.tag not in _FEEDBACK:
                return self.without_feedback(part)
            reasons.append(self.item.text(markup(part, self.without_feedback)))
            return ""

        text = self.item.text(markup(element, apart))
        why = "\n\n".join(reason for reason in reasons if not is_verdict(reason))
        return Choice(element.get("identifier", ""), text, why, element.get("fixed") == "true")

    def passage(
        self, interaction: Element, tags: tuple[str, ...], number: Callable[[Element], int]
    ) -> str:
        """The text of an interaction with marks for gaps or marked texts, without the elements of
        some names.
        """

        def replaced(part: Element) -> str | None:
            if part.tag in ("gap", "hottext"):
                return token(number(part))
            return "" if part.tag in tags else self.without_feedback(part)

        return self.item.text(markup(interaction, replaced))


def _formula(math: Element) -> str | None:
    """A formula in TeX or words, if the file has it so."""
    for note in math.iter("annotation"):
        if "tex" in note.get("encoding", "").lower() and note.text:
            return escape(note.text.strip())
    return escape(math.get("alttext", "")) or None
