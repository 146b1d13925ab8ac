"""How an item of QTI 2 or 3 scores answers: its declarations, and its response processing followed
rule by rule.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from learnms.exchange.qti.cards import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from xml.etree.ElementTree import Element

_NUMBERS = ("float", "integer", "duration")
_TEMPLATES = ("match_correct", "map_response")
_EXACT = 1e-9
_MOST_RULES = 5000
"""Elements of a response processing. It is followed for each option of a question."""


class _UnknownError(Exception):
    """A rule that is not followed here."""


class _ExitError(Exception):
    """The item stops processing."""


@dataclass(frozen=True, slots=True)
class Response:
    """A declared response: its correct values, and the points of single values, with bounds.

    `type` is its base type, `cardinality` single, multiple or ordered; `case` the values for which
    case does not count.
    """

    type: str
    cardinality: str
    correct: tuple[str, ...]
    points: dict[str, float] = field(default_factory=dict)
    default: float = 0.0
    lower: float | None = None
    upper: float | None = None
    caseless: frozenset[str] = frozenset()

    def mapped(self, values: Iterable[str]) -> float:
        """The points of values by the mapping."""
        total = 0.0
        for value in dict.fromkeys(values):
            total += self.points.get(value, self._folded(value))
        if self.lower is not None:
            total = max(total, self.lower)
        return total if self.upper is None else min(total, self.upper)

    def _folded(self, value: str) -> float:
        number = _float(value) if self.type in _NUMBERS else None
        for key, points in self.points.items():
            if key in self.caseless and key.casefold() == value.casefold():
                return points
            if number is not None and _float(key) == number:
                return points
        return self.default


def tidy(text: str | None) -> str:
    """A value as it is compared: one space between the ends of a pair."""
    return " ".join((text or "").split())


def read_responses(item: Element) -> dict[str, Response]:
    """The declared responses by identifier."""
    return {
        declaration.get("identifier", ""): _response(declaration)
        for declaration in item.findall("responseDeclaration")
    }


def _response(declaration: Element) -> Response:
    correct = tuple(tidy(value.text) for value in declaration.findall("./correctResponse/value"))
    mapping = declaration.find("mapping")
    kind, cardinality = declaration.get("baseType", ""), declaration.get("cardinality", "single")
    if mapping is None:
        return Response(kind, cardinality, correct)
    entries = mapping.findall("mapEntry")
    points = {tidy(e.get("mapKey")): _float(e.get("mappedValue")) or 0.0 for e in entries}
    caseless = {
        tidy(entry.get("mapKey")) for entry in entries if entry.get("caseSensitive") == "false"
    }
    return Response(
        kind,
        cardinality,
        correct,
        points,
        _float(mapping.get("defaultValue")) or 0.0,
        _float(mapping.get("lowerBound")),
        _float(mapping.get("upperBound")),
        frozenset(caseless),
    )


def _float(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


class Processing:
    """The response processing of an item. Values are lists; what is null is an empty list."""

    def __init__(self, item: Element, responses: Mapping[str, Response]) -> None:
        self._responses = responses
        self._rules = item.find("responseProcessing")
        self._defaults = {
            declaration.get("identifier", ""): [
                _typed(value.text, declaration.get("baseType", ""))
                for value in declaration.findall("./defaultValue/value")
            ]
            for declaration in item.findall("outcomeDeclaration")
        }
        self._kinds = {
            declaration.get("identifier", ""): declaration.get("cardinality", "single")
            for declaration in item.findall("outcomeDeclaration")
        }
        template = self._rules.get("template", "") if self._rules is not None else ""
        self._template = next((name for name in _TEMPLATES if name in template), "")
        sets_score = self._rules is not None and any(
            rule.get("identifier") == "SCORE" for rule in self._rules.iter("setOutcomeValue")
        )
        count = sum(1 for _ in self._rules.iter()) if self._rules is not None else 0
        self._is_unknown = (bool(template) and not self._template) or count > _MOST_RULES
        if not template and not sets_score:
            has_points = any(response.points for response in responses.values())
            self._template = "map_response" if has_points else "match_correct"

    def run(self, answers: Mapping[str, Sequence[str]]) -> Outcome | None:
        """Score answers, given by response; None if a rule is not known."""
        outcomes = {name: list(values) for name, values in self._defaults.items()}
        given = {name: self._given(name, answers.get(name, ())) for name in self._responses}
        if self._is_unknown:
            return None
        try:
            for rule in self._rules if self._rules is not None else ():
                self._follow(rule, given, outcomes)
        except _ExitError:
            pass
        except (_UnknownError, LookupError, ArithmeticError, TypeError, ValueError):
            if not self._template:
                return None
        score = self._templated(answers) if self._template else _sum(outcomes.get("SCORE", []))
        shown = {value for values in outcomes.values() for value in values if type(value) is str}
        return Outcome(score, frozenset(shown))

    def _given(self, name: str, values: Sequence[str]) -> list[Any]:
        return [_typed(value, self._responses[name].type) for value in values]

    def _templated(self, answers: Mapping[str, Sequence[str]]) -> float:
        if self._template == "map_response":
            return sum(
                response.mapped(answers.get(name, ()))
                for name, response in self._responses.items()
                if response.points
            )
        return float(all(self._matches(name, answers.get(name, ())) for name in self._responses))

    def _matches(self, name: str, values: Sequence[str]) -> bool:
        """Whether an answer is the correct one, or one of several where a single one is asked."""
        response = self._responses[name]
        given, correct = self._given(name, values), self._given(name, response.correct)
        if response.cardinality == "single" and len(correct) > 1:
            return bool(given) and given[0] in correct
        return _alike(given, correct, ordered=response.cardinality != "multiple")

    def _follow(self, rule: Element, given: dict[str, Any], outcomes: dict[str, Any]) -> None:
        evaluate = _Evaluator(self, given, outcomes)
        if rule.tag == "responseCondition":
            for branch in rule:
                is_else = branch.tag == "responseElse"
                if is_else or evaluate.truth(branch[0]):
                    for inner in branch if is_else else branch[1:]:
                        self._follow(inner, given, outcomes)
                    break
        elif rule.tag == "setOutcomeValue" and len(rule):
            outcomes[rule.get("identifier", "")] = evaluate.value(rule[0])
        elif rule.tag == "exitResponse":
            raise _ExitError
        elif rule.tag == "responseProcessingFragment":
            for inner in rule:
                self._follow(inner, given, outcomes)
        else:
            raise _UnknownError

    def response(self, name: str) -> Response:
        """A declared response."""
        if name not in self._responses:
            raise _UnknownError
        return self._responses[name]

    def is_set(self, element: Element) -> bool:
        """Whether an expression gives values without an order."""
        name = element.get("identifier", "")
        kind = self._responses[name].cardinality if name in self._responses else ""
        return "multiple" in (element.tag, kind, self._kinds.get(name))


class _Evaluator:
    """The values of expressions, with the answers and the outcomes so far."""

    def __init__(
        self, processing: Processing, given: dict[str, Any], outcomes: dict[str, Any]
    ) -> None:
        self._processing = processing
        self._variables = {**outcomes, **given}
        self._given = given

    def truth(self, element: Element) -> bool:
        """Whether an expression holds."""
        return self.value(element) == [True]

    def value(self, element: Element) -> list[Any]:
        """The value of an expression."""
        name = element.get("identifier", "")
        match element.tag:
            case "baseValue":
                return [_typed(element.text, element.get("baseType", ""))]
            case "variable" if name in self._variables:
                return list(self._variables[name])
            case "correct":
                response = self._processing.response(name)
                return [_typed(value, response.type) for value in response.correct]
            case "mapResponse":
                given = map(str, self._given.get(name, ()))
                return [self._processing.response(name).mapped(given)]
            case "null":
                return []
            case "match":
                return [self._match(element)]
            case "equal":
                return [self._equal(element)]
            case "stringMatch":
                return [self._string_match(element)]
        values: list[list[Any]] = [self.value(child) for child in element]
        operation = _OPERATIONS.get(element.tag)
        if operation is None:
            raise _UnknownError
        return operation(values)

    def _match(self, element: Element) -> bool:
        first, second = self.value(element[0]), self.value(element[1])
        is_set = any(self._processing.is_set(child) for child in element)
        return bool(first) and _alike(first, second, ordered=not is_set)

    def _equal(self, element: Element) -> bool:
        first, second = self.value(element[0]), self.value(element[1])
        if len(first) != 1 or len(second) != 1:
            return False
        got, wanted = float(first[0]), float(second[0])
        mode = element.get("toleranceMode", "exact")
        tolerances = [_float(text) or 0.0 for text in element.get("tolerance", "").split()] or [0.0]
        if mode == "relative":
            tolerances = [abs(wanted) * tolerance / 100 for tolerance in tolerances]
        if mode == "exact":
            tolerances = [0.0]
        return wanted - tolerances[0] - _EXACT <= got <= wanted + tolerances[-1] + _EXACT

    def _string_match(self, element: Element) -> bool:
        first, second = (str(v[0]) if v else None for v in map(self.value, element[:2]))
        if first is None or second is None:
            return False
        if element.get("caseSensitive", "true") != "true":
            first, second = first.casefold(), second.casefold()
        return second in first if element.get("substring") == "true" else first == second


def _typed(text: str | None, kind: str) -> Any:
    value = tidy(text)
    if kind in _NUMBERS:
        try:
            return float(value)
        except ValueError:
            return value
    return value == "true" if kind == "boolean" else value


def _alike(first: Sequence[Any], second: Sequence[Any], *, ordered: bool) -> bool:
    return list(first) == list(second) if ordered else Counter(first) == Counter(second)


def _sum(values: Iterable[Any]) -> float:
    return float(sum(value for value in values if isinstance(value, float)))


def _flat(values: list[list[Any]]) -> list[Any]:
    return [value for inner in values for value in inner]


def _compared(compare: Callable[[float, float], bool]) -> Callable[[list[list[Any]]], list[Any]]:
    def operation(values: list[list[Any]]) -> list[Any]:
        (first, *_), (second, *_) = (inner or [None] for inner in values)
        return [None not in (first, second) and compare(float(first), float(second))]

    return operation


def _contains(values: list[list[Any]]) -> list[Any]:
    whole, part = Counter(values[0]), Counter(values[1])
    return [bool(part) and not part - whole]


def _product(values: list[list[Any]]) -> list[Any]:
    product = 1.0
    for value in _flat(values):
        product *= float(value)
    return [product]


def _divided(values: list[list[Any]]) -> list[Any]:
    divisor = float(values[1][0])
    return [float(values[0][0]) / divisor] if divisor else []


_OPERATIONS: dict[str, Callable[[list[list[Any]]], list[Any]]] = {
    "and": lambda values: [all(inner == [True] for inner in values)],
    "or": lambda values: [any(inner == [True] for inner in values)],
    "not": lambda values: [values[0] != [True]],
    "isNull": lambda values: [not values[0]],
    "member": lambda values: [bool(values[0]) and values[0][0] in values[1]],
    "contains": _contains,
    "multiple": _flat,
    "ordered": _flat,
    "containerSize": lambda values: [float(len(values[0]))],
    "sum": lambda values: [_sum(_flat(values))],
    "product": _product,
    "subtract": lambda values: [_sum(values[0]) - _sum(values[1])],
    "divide": _divided,
    "max": lambda values: [max(map(float, _flat(values)))],
    "min": lambda values: [min(map(float, _flat(values)))],
    "gt": _compared(lambda first, second: first > second),
    "gte": _compared(lambda first, second: first >= second),
    "lt": _compared(lambda first, second: first < second),
    "lte": _compared(lambda first, second: first <= second),
    "integerToFloat": lambda values: values[0],
}
