"""Texts, options and metadata of an item of QTI 1.2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.exchange.qti.cards import Choice, token
from learnms.exchange.qti.package import markup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from learnms.exchange.qti.cards import Item

_MEDIA = {
    "matimage": "A picture",
    "mataudio": "A sound",
    "matvideo": "A video",
    "matapplet": "An embedded program",
    "matapplication": "An attached file",
}
_WORDS = {
    "true_false": ("True", "False"),
    "yes_no": ("Yes", "No"),
    "agree_disagree": ("Agree", "Disagree"),
    "right_wrong": ("Right", "Wrong"),
}
"""What Blackboard calls the two options of an either/or question."""
_APART = frozenset(
    [
        "response_label",
        "render_choice",
        "render_fib",
        "render_extension",
        "solution",
        "hint",
        "response_lid",
        "response_str",
        "response_num",
        "response_xy",
        "response_grp",
    ]
)
"""Elements whose texts do not belong to the text around them."""


class Response:
    """One response of an item: its identifier, its own text, its options, and how many of them can
    be picked (None: not said).
    """

    def __init__(self, element: Element, item: Item) -> None:
        self.tag = element.tag
        self.ident = element.get("ident", "")
        self.label = item.text(html_of(element, item))
        fib = element.find(".//render_fib")
        kind = fib.get("fibtype", "").lower() if fib is not None else ""
        self.is_number = element.tag == "response_num" or kind in (
            "decimal",
            "integer",
            "scientific",
        )
        self.choices: list[Choice] = []
        if fib is None and element.tag not in ("response_str", "response_num"):
            self.choices = [_choice(label, item) for label in element.iter("response_label")]
        render = element.find(".//render_choice")
        most = render.get("maxnumber", "") if render is not None else ""
        self.most = int(most) if most in map(str, range(1, 100)) else None

    def text_of(self, value: str) -> str:
        """The text of an option, or the value itself where the key is written out."""
        return next((choice.text for choice in self.choices if choice.ident == value), value)


def _choice(label: Element, item: Item) -> Choice:
    text = item.text(html_of(label, item))
    name, _, truth = text.partition(".")
    if name in _WORDS and truth in ("true", "false"):
        text = _WORDS[name][truth == "false"]
    elif text in ("true", "false"):
        text = text.capitalize()
    is_fixed = label.get("rshuffle", "Yes").lower() == "no"
    return Choice(label.get("ident", ""), text, fixed=is_fixed)


def metadata(element: Element) -> dict[str, str]:
    """The metadata of an item by name: fields of IMS, and elements of Blackboard."""
    data: dict[str, str] = {}
    for part in (*element.findall("./itemmetadata"), *element.findall("./qtimetadata")):
        for entry in part.iter("qtimetadatafield"):
            name = (entry.findtext("fieldlabel") or "").strip()
            data.setdefault(name, (entry.findtext("fieldentry") or "").strip())
        for child in part.iter():
            if child.tag.startswith(("bbmd_", "qmd_")):
                data.setdefault(child.tag, (child.text or "").strip())
    return data


def html_of(element: Element, item: Item, *, responses: Sequence[Element] = ()) -> str:
    """The texts inside an element as HTML, without those of its options. `responses` are marked
    where they stand.
    """
    places = {id(response): number for number, response in enumerate(responses)}
    parts: list[str] = []

    def collect(parent: Element) -> None:
        for child in parent:
            if id(child) in places:
                parts.append(token(places[id(child)]))
            elif child.tag in ("mattext", "matemtext"):
                parts.append(_mattext(child))
            elif child.tag == "mat_formattedtext":
                parts.append(markup(child) if len(child) else child.text or "")
            elif child.tag == "matbreak":
                parts.append("<br>")
            elif child.tag in _MEDIA:
                item.lose(f"{_MEDIA[child.tag]} was left out.")
            elif child.tag not in _APART:
                collect(child)
                if child.tag in ("flow", "flow_mat") and parts and parts[-1] != "<br>":
                    parts.append("<br>")

    collect(element)
    return "".join(parts)


def _mattext(element: Element) -> str:
    """A text: HTML where it says so or looks like it, else plain."""
    if len(element):
        return markup(element)
    text = element.text or ""
    if element.get("texttype", "text/plain").lower() == "text/html" or "</" in text:
        return text
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br>")):
        text = text.replace(sign, entity)
    return text
