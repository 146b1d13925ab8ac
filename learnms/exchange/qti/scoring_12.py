"""How an item of QTI 1.2 scores answers: its `resprocessing`, followed condition by condition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from learnms.exchange.qti.cards import Outcome, UnreadableError, as_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal
    from xml.etree.ElementTree import Element

_COMPARED = ("vargte", "vargt", "varlte", "varlt")
_MOST_CONDITIONS = 1000
_CONTAINS = ("varsubset", "varsubstring", "varinside", "var_extension")


class Test(NamedTuple):
    """A value that a condition compares with a response; `is_exact` says that case counts."""

    response: str
    value: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One `respcondition`: the test, its effect on the score, the feedback it shows.

    `gain` is the points that it adds, or None if it sets the score to `sets`.
    """

    test: Element
    gain: float
    sets: bool
    shown: tuple[str, ...]
    goes_on: bool

    def equals(self) -> list[Test]:
        """The values that the test wants, outside any `not`."""
        return list(_equals(self.test))

    def compared(self) -> list[tuple[str, Decimal]]:
        """The numbers that the test compares with, such as (`vargte`, 3.5)."""
        return [
            (element.tag, as_number(element.text or ""))
            for element in self.test.iter()
            if element.tag in _COMPARED
        ]


@dataclass(slots=True)
class Scoring:
    """The conditions of an item. `ordered` and `several` are the responses whose values are a
    sequence or a set.
    """

    conditions: list[Condition]
    ordered: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()
    most: float = field(default=1.0)

    def earning(self) -> list[Condition]:
        """The conditions that give points."""
        return [condition for condition in self.conditions if condition.gain > 0]

    def run(self, answers: Mapping[str, Sequence[str]]) -> Outcome:
        """Score answers, given by response."""
        score = 0.0
        shown: set[str] = set()
        for condition in self.conditions:
            if not self._holds(condition.test, answers):
                continue
            score = condition.gain if condition.sets else score + condition.gain
            shown |= set(condition.shown)
            if condition.sets and not condition.goes_on:
                break
        return Outcome(score, frozenset(shown))

    def _holds(self, element: Element, answers: Mapping[str, Sequence[str]]) -> bool:
        match element.tag:
            case "and":
                return all(self._holds(child, answers) for child in element)
            case "or":
                return any(self._holds(child, answers) for child in element)
            case "not":
                return not any(self._holds(child, answers) for child in element)
            case "other":
                return True
            case "conditionvar":
                return self._all_hold(element, answers)
            case "varequal":
                value = (element.text or "").strip()
                return value in answers.get(element.get("respident", ""), ())
            case "unanswered":
                return not answers.get(element.get("respident", ""))
            case tag if tag in _COMPARED:
                return _compares(element, answers.get(element.get("respident", ""), ()))
        return False

    def _all_hold(self, test: Element, answers: Mapping[str, Sequence[str]]) -> bool:
        """The values for one response that takes one value are alternatives; all else together."""
        alternatives: dict[str, list[bool]] = {}
        held = []
        for child in test:
            response = child.get("respident", "")
            if child.tag == "varequal" and response not in self.several | self.ordered:
                alternatives.setdefault(response, []).append(self._holds(child, answers))
            else:
                held.append(self._holds(child, answers))
        ranges = [child for child in test if child.tag in _COMPARED]
        if ranges and alternatives:  # an exact value beside a range is one more way to be right
            return all(held) or any(map(any, alternatives.values()))
        return bool(held or alternatives) and all((*held, *map(any, alternatives.values())))


def read_scoring(item: Element) -> Scoring:
    """The scoring of an item."""
    conditions = []
    most = _most(item)
    for processing in item.iter("resprocessing"):
        for element in processing.iter("respcondition"):
            condition = _condition(element, most)
            if condition is not None:
                conditions.append(condition)
    if len(conditions) > _MOST_CONDITIONS:
        raise UnreadableError("its scoring has too many conditions")
    cardinality = {
        response.get("ident", ""): response.get("rcardinality", "Single").lower()
        for response in item.iter()
        if response.tag.startswith("response_") and response.tag != "response_label"
    }
    return Scoring(
        conditions,
        frozenset(name for name, kind in cardinality.items() if kind == "ordered"),
        frozenset(name for name, kind in cardinality.items() if kind == "multiple"),
        most,
    )


def _most(item: Element) -> float:
    for variable in item.iter("decvar"):
        try:
            return float(variable.get("maxvalue", "")) or 1.0
        except ValueError:
            continue
    return 1.0


def _condition(element: Element, most: float) -> Condition | None:
    test = element.find("conditionvar")
    if test is None:
        return None
    shown = tuple(link.get("linkrefid", "") for link in element.iter("displayfeedback"))
    gain, sets, is_scored = 0.0, False, False
    for change in element.iter("setvar"):
        amount = _amount((change.text or "").strip(), most)
        action = change.get("action", "Set").lower()
        is_scored = True
        sets = sets or action == "set"
        gain += -amount if action == "subtract" else amount
    if not is_scored and (element.get("title") == "correct" or "correct" in shown):
        gain = 1.0  # Blackboard gives the points of what shows the feedback `correct`
    goes_on = element.get("continue", "No").lower() == "yes"
    return Condition(test, gain, sets, shown, goes_on)


def _amount(text: str, most: float) -> float:
    if text.endswith(".max"):
        return most
    try:
        return float(text)
    except ValueError:
        return 0.0


def _equals(element: Element) -> Iterator[Test]:
    for child in element:
        if child.tag == "varequal":
            is_exact = child.get("case", "No").lower() == "yes"
            yield Test(child.get("respident", ""), (child.text or "").strip(), is_exact)
        elif child.tag in _CONTAINS:
            raise UnreadableError("it accepts any text that contains its key or fits a pattern")
        elif child.tag != "not":
            yield from _equals(child)


def _compares(element: Element, values: Sequence[str]) -> bool:
    bound = as_number(element.text or "")
    for value in values:
        number = as_number(value)
        holds = {
            "vargte": number >= bound,
            "vargt": number > bound,
            "varlte": number <= bound,
            "varlt": number < bound,
        }
        if holds[element.tag]:
            return True
    return False
