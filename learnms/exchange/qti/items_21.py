"""Items of QTI 2.1 for the questions of a deck."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import SubElement

from learnms.exchange.bank import Loss
from learnms.exchange.markdown_html import as_html, as_html_line, as_plain
from learnms.exchange.qti.cards import TOKEN, token
from learnms.exchange.qti.questions import (
    group_points,
    label_of,
    mixed_order,
    points_of,
    with_one_case,
)
from learnms.kinds.cloze import GAP
from learnms.kinds.expression import shown
from learnms.kinds.response import NUMBERED_BLANK, NUMBERED_SPAN, Arrange, Pick, SelfGrade, TypeIn
from learnms.markdown import inline
from learnms.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from learnms.exchange.qti.questions import Written
    from learnms.kinds.response import Group

_EXPLAIN = "explain"


def item_of(written: Written, losses: list[Loss]) -> Element:
    """The item of one question."""
    question = written.question
    match question.ask.response:
        case SelfGrade(answer):
            return _essay(written, answer)
        case TypeIn(accepted, None):
            return _typed(written, accepted)
        case TypeIn():
            return _number(written, losses)
        case Arrange(steps):
            return _order(written, steps)
        case Pick() as pick:
            return _pick(written, pick, losses)


def identifier(id: str) -> str:
    """A card's id as an identifier, which does not begin with a digit."""
    return f"_{id}" if id[0].isdigit() else id


class _Item:
    """An item in the making: its element, its body, what it scores and what it shows."""

    def __init__(self, written: Written, responses: int = 1) -> None:
        question = written.question
        fields = {"identifier": identifier(question.id), "title": question.id}
        flags = {"adaptive": "false", "timeDependent": "false"}
        self.root = ElementTree.Element("assessmentItem", fields | flags)
        self.names = [
            "RESPONSE" if responses == 1 else f"RESPONSE_{number}"
            for number in range(1, responses + 1)
        ]
        self.body = ElementTree.Element("itemBody")
        self._scores: list[Element] = []
        self._whys: dict[str, str] = {}
        self._shows_picks: list[str] = []
        self._explain = written.explain
        self._points = points_of(question.ask.response)
        hint = question.notes.hint
        self.add_html(written.stem)
        if hint:
            control = SubElement(self.body, "infoControl", title="Hint")
            control.extend(_blocks(as_html(hint)))

    def add_html(self, text: str) -> None:
        """Add a text to the body."""
        self.body.extend(_blocks(as_html(text)))

    def declare(
        self,
        name: str,
        kind: str,
        cardinality: str,
        correct: Iterable[str],
        points: dict[str, int] | None = None,
        *,
        bounds: tuple[int, int] | None = None,
    ) -> None:
        """Declare a response, with points for single values if it has them."""
        fields = {"identifier": name, "cardinality": cardinality, "baseType": kind}
        declaration = SubElement(self.root, "responseDeclaration", fields)
        values = list(correct)
        if values:
            correct_response = SubElement(declaration, "correctResponse")
            for value in values:
                SubElement(correct_response, "value").text = visible(value)
        if points:
            mapping = SubElement(declaration, "mapping", defaultValue="0")
            if bounds:
                mapping.set("lowerBound", str(bounds[0]))
                mapping.set("upperBound", str(bounds[1]))
            for value, point in points.items():
                entry = SubElement(mapping, "mapEntry", mapKey=visible(value))
                entry.set("mappedValue", str(point))
                if kind == "string":
                    entry.set("caseSensitive", "false")

    def score_map(self, name: str) -> None:
        """Score a response by its mapping."""
        self._scores.append(ElementTree.Element("mapResponse", identifier=name))

    def score_match(self, name: str, tolerance: str = "") -> None:
        """Score a response with a point if it is the correct one, or near to it."""
        tag = "equal" if tolerance else "match"
        test = ElementTree.Element(tag)
        if tolerance:
            test.set("toleranceMode", "absolute")
            test.set("tolerance", f"{tolerance} {tolerance}")
        SubElement(test, "variable", identifier=name)
        SubElement(test, "correct", identifier=name)
        self._scores.append(test)

    def show_why(self, name: str, ident: str, why: str | None) -> None:
        """Show a rationale with an option."""
        if why:
            self._whys[ident] = why
            if name not in self._shows_picks:
                self._shows_picks.append(name)

    def done(self) -> Element:
        """The element, in the order of the schema."""
        self._outcome("SCORE", "single", "float", "0")
        self._outcome("MAXSCORE", "single", "float", str(self._points))
        texts = ({_EXPLAIN: self._explain} if self._explain else {}) | self._whys
        if texts:
            self._outcome("FEEDBACK", "multiple", "identifier")
        self.root.append(self.body)
        processing = SubElement(self.root, "responseProcessing")
        for score in self._scores:
            _add_score(processing, score)
        if texts:
            shown = SubElement(processing, "setOutcomeValue", identifier="FEEDBACK")
            values = SubElement(shown, "multiple")
            if self._explain:
                SubElement(values, "baseValue", baseType="identifier").text = _EXPLAIN
            for name in self._shows_picks:
                SubElement(values, "variable", identifier=name)
        for ident, text in texts.items():
            fields = {"outcomeIdentifier": "FEEDBACK", "identifier": ident, "showHide": "show"}
            SubElement(self.root, "modalFeedback", fields).extend(_blocks(as_html(text)))
        if not len(processing):
            self.root.remove(processing)
        return self.root

    def _outcome(self, name: str, cardinality: str, kind: str, default: str = "") -> None:
        fields = {"identifier": name, "cardinality": cardinality, "baseType": kind}
        declaration = SubElement(self.root, "outcomeDeclaration", fields)
        if default:
            SubElement(SubElement(declaration, "defaultValue"), "value").text = default


def _add_score(processing: Element, score: Element) -> None:
    """Add the points of one response to the score."""
    parent = processing
    if score.tag == "mapResponse":
        points = score
    else:
        condition = SubElement(processing, "responseCondition")
        parent = SubElement(condition, "responseIf")
        parent.append(score)
        points = ElementTree.Element("baseValue", baseType="float")
        points.text = "1"
    total = SubElement(SubElement(parent, "setOutcomeValue", identifier="SCORE"), "sum")
    SubElement(total, "variable", identifier="SCORE")
    total.append(points)


def _blocks(html: str) -> list[Element]:
    """HTML of our own as elements, without what XHTML or QTI 2.1 does not know."""
    html = re.sub(r' start="\d+"', "", html).replace("<br>", "<br/>")
    html = html.replace("<table>", "<table><tbody>").replace("</table>", "</tbody></table>")
    return list(ElementTree.fromstring(f"<div>{html}</div>"))


def _set_text(element: Element, text: str) -> None:
    """A text without paragraphs in an element."""
    html = as_html_line(text).replace("<br>", "<br/>")
    inner = ElementTree.fromstring(f"<div>{html}</div>")
    element.text = inner.text
    element.extend(inner)


def _essay(written: Written, answer: str) -> Element:
    item = _Item(written)
    item.declare("RESPONSE", "string", "single", [as_plain(answer)])
    SubElement(item.body, "extendedTextInteraction", responseIdentifier="RESPONSE")
    return item.done()


def _entry(item: _Item) -> None:
    """A field to type into, at the gap in the text or below it."""
    entry = ElementTree.Element("textEntryInteraction", responseIdentifier="RESPONSE")
    for parent in item.body.iter():
        if parent.text and GAP in parent.text:
            parent.text, _, entry.tail = parent.text.partition(GAP)
            parent.insert(0, entry)
            return
        for index, child in enumerate(parent):
            if child.tail and GAP in child.tail:
                child.tail, _, entry.tail = child.tail.partition(GAP)
                parent.insert(index + 1, entry)
                return
    SubElement(item.body, "p").append(entry)


def _typed(written: Written, accepted: Sequence[str]) -> Element:
    item = _Item(written)
    item.declare("RESPONSE", "string", "single", accepted[:1], dict.fromkeys(accepted, 1))
    item.score_map("RESPONSE")
    _entry(item)
    return item.done()


def _number(written: Written, losses: list[Loss]) -> Element:
    told, answer = with_one_case(written, losses)
    response = written.question.ask.response
    assert isinstance(response, TypeIn)
    assert response.number is not None
    item = _Item(told)
    item.declare("RESPONSE", "float", "single", [shown(answer)])
    within = Decimal(response.number.within)
    item.score_match("RESPONSE", shown(within))
    SubElement(SubElement(item.body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE")
    return item.done()


def _order(written: Written, steps: Sequence[str]) -> Element:
    item = _Item(written)
    item.declare("RESPONSE", "identifier", "ordered", [f"s{n + 1}" for n in range(len(steps))])
    item.score_match("RESPONSE")
    interaction = SubElement(
        item.body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true"
    )
    (order,) = mixed_order(written.question)
    for index in order:
        choice = SubElement(interaction, "simpleChoice", identifier=f"s{index + 1}")
        _set_text(choice, steps[index])
    return item.done()


def _pick(written: Written, pick: Pick, losses: list[Loss]) -> Element:
    if pick.shape == "passage":
        return _hottext(written, pick)
    if pick.shape == "sentence":
        if pick.linked:
            text = "Each blank earns a point by itself; the rationale rule is not kept."
            losses.append(Loss(written.question.id, text))
        return _inline_choices(written, pick)
    is_one_each = all(group.limit == 1 and group.rule == "each" for group in pick.groups)
    if pick.shape in ("rows", "grid") and is_one_each:
        return _match(written, pick)
    item = _Item(written, len(pick.groups))
    for number, (name, group) in enumerate(zip(item.names, pick.groups, strict=True), 1):
        if not any(option.right for option in group.options):
            text = f"`{group.label}` was left out: none of its options is right."
            losses.append(Loss(written.question.id, text))
            continue
        label = label_of(pick, group) if len(pick.groups) > 1 else ""
        prefix = "a" if len(pick.groups) == 1 else f"g{number}a"
        _choices(item, name, group, prefix, label)
    return item.done()


def _choices(item: _Item, name: str, group: Group, prefix: str, label: str) -> None:
    """One list of options, with a point for each right pick, less one for each wrong one under the
    +/- rule.
    """
    idents = [f"{prefix}{number}" for number in range(1, len(group.options) + 1)]
    options = list(zip(idents, group.options, strict=True))
    right = [ident for ident, option in options if option.right]
    if group.limit == 1:
        item.declare(name, "identifier", "single", right)
        item.score_match(name)
    else:
        minus = -1 if group.rule == "plus-minus" else 0
        points = {ident: 1 if option.right else minus for ident, option in options}
        bounds = (0, group_points(group))
        item.declare(name, "identifier", "multiple", right, points, bounds=bounds)
        item.score_map(name)
    fields = {
        "responseIdentifier": name,
        "shuffle": "false" if group.fixed else "true",
        "maxChoices": str(group.limit or 0),
    }
    interaction = SubElement(item.body, "choiceInteraction", fields)
    if label:
        _set_text(SubElement(interaction, "prompt"), label)
    for index, (ident, option) in enumerate(options):
        choice = SubElement(interaction, "simpleChoice", identifier=ident)
        if index == group.last:
            choice.set("fixed", "true")
        _set_text(choice, option.text)
        item.show_why(name, ident, option.why)


def _match(written: Written, pick: Pick) -> Element:
    """Rows with one column each: a point for each pair."""
    item = _Item(written)
    options = pick.groups[0].options
    pairs = [
        f"r{row} c{column}"
        for row, group in enumerate(pick.groups, 1)
        for column, option in enumerate(group.options, 1)
        if option.right
    ]
    item.declare("RESPONSE", "directedPair", "multiple", pairs, dict.fromkeys(pairs, 1))
    item.score_map("RESPONSE")
    fields = {"responseIdentifier": "RESPONSE", "shuffle": "false"}
    fields["maxAssociations"] = str(len(pick.groups))
    interaction = SubElement(item.body, "matchInteraction", fields)
    rows, columns = (SubElement(interaction, "simpleMatchSet") for _ in range(2))
    for row, group in enumerate(pick.groups, 1):
        side = {"identifier": f"r{row}", "matchMax": "1"}
        _set_text(SubElement(rows, "simpleAssociableChoice", side), group.label)
    for column, option in enumerate(options, 1):
        side = {"identifier": f"c{column}", "matchMax": str(len(pick.groups))}
        _set_text(SubElement(columns, "simpleAssociableChoice", side), option.text)
    return item.done()


def _fill(parent: Element, text: str, sign: re.Pattern[str], inside: dict[int, Element]) -> None:
    """Add a text with elements at its signs."""
    marked = sign.sub(lambda match: token(int(match[1])), text)
    parent.extend(_blocks(as_html(marked)))
    for element in list(parent.iter()):
        for child in list(element):
            parts = TOKEN.split(child.tail or "")
            child.tail = parts[0]
            at = list(element).index(child) + 1
            _insert(element, at, parts[1:], inside)
        parts = TOKEN.split(element.text or "")
        element.text = parts[0]
        _insert(element, 0, parts[1:], inside)


def _insert(element: Element, at: int, parts: Sequence[str], inside: dict[int, Element]) -> None:
    for offset in range(0, len(parts), 2):
        inner = inside[int(parts[offset])]
        inner.tail = parts[offset + 1]
        element.insert(at + offset // 2, inner)


def _inline_choices(written: Written, pick: Pick) -> Element:
    item = _Item(written, len(pick.groups))
    inside: dict[int, Element] = {}
    for number, (name, group) in enumerate(zip(item.names, pick.groups, strict=True), 1):
        fields = {"responseIdentifier": name, "shuffle": "true"}
        inside[number] = ElementTree.Element("inlineChoiceInteraction", fields)
        for index, option in enumerate(group.options, 1):
            ident = f"g{number}a{index}"
            choice = SubElement(inside[number], "inlineChoice", identifier=ident)
            choice.text = inline(option.text)
            item.show_why(name, ident, option.why)
            if option.right:
                item.declare(name, "identifier", "single", [ident])
        item.score_match(name)
    _fill(item.body, pick.text or "", NUMBERED_BLANK, inside)
    return item.done()


def _hottext(written: Written, pick: Pick) -> Element:
    item = _Item(written)
    (group,) = pick.groups
    spans: dict[int, Element] = {}
    points: dict[str, int] = {}
    for number, option in enumerate(group.options, 1):
        spans[number] = ElementTree.Element("hottext", identifier=f"h{number}")
        spans[number].text = inline(option.text)
        points[f"h{number}"] = 1 if option.right else -1
        item.show_why("RESPONSE", f"h{number}", option.why)
    right = [ident for ident, point in points.items() if point > 0]
    bounds = (0, len(right))
    item.declare("RESPONSE", "identifier", "multiple", right, points, bounds=bounds)
    item.score_map("RESPONSE")
    fields = {"responseIdentifier": "RESPONSE", "maxChoices": "0"}
    interaction = SubElement(item.body, "hottextInteraction", fields)
    _fill(interaction, pick.text or "", NUMBERED_SPAN, spans)
    return item.done()
