"""Moodle's calculated questions: a formula over `{names}`, and the sets of numbers they take."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from learnms.exchange.moodle import cards as cards
from learnms.exchange.moodle.bank import NotCarriedError, escaped_numbers
from learnms.kinds.calculation import MAX_COMBINATIONS
from learnms.kinds.expression import MAX_PLACES, FormulaError, key, names_in, parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from learnms.exchange.moodle.bank import Item

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ROUND = re.compile(r"round\((?P<formula>.*)(?:,\s*(?P<places>\d{1,2})\s*)\)", re.DOTALL)
_SHOWN = re.compile(r"\{=(?P<formula>(?:[^{}]|\{[^{}]*\})*)\}|\{(?P<name>[^{}\s=]+)\}")
_LONGEST = 1000
_MOST_PLACES = 10
_RELATIVE, _NOMINAL = "1", "2"
_DECIMALS = "1"


def _raw(element: Element | None) -> str:
    if element is None:
        return ""
    inner = element.find("text")
    return "".join((element if inner is None else inner).itertext()).strip()


def calculated(
    element: Element, ask: str, feedback: str, item: Item, units: Sequence[str]
) -> tuple[dict[str, Any], str]:
    """The fields of a calculation, and its explanation, from the element of the question and its
    texts as Markdown.

    Raises:
        NotCarriedError: a formula, a name or a number is one that calculations do not know.
    """
    rows = _rows(element, item)
    names = frozenset(rows[0])
    answer = _answer(element, item)
    formula, places = _formula(_raw(answer), names)
    keys, places = _keys(formula, rows, places, answer, item)
    shown = _with_names(cards.asked(ask), names, places)
    explain = _with_names(feedback, names, places)
    seen = {match["name"] for match in _SHOWN.finditer(ask) if match["name"]}
    for match in _SHOWN.finditer(ask):
        if match["formula"]:
            seen |= names_in(parse(_formula(match["formula"], names)[0], names))
    if hidden := sorted(names_in(parse(formula, names)) - seen):
        message = f"Its answer depends on {{{hidden[0]}}}, which its text does not show."
        raise NotCarriedError(message)
    fields: dict[str, Any] = {
        "ask": shown,
        "given": [{name: cards.plain(value) for name, value in row.items()} for row in rows],
        "calc": formula,
    }
    if units:
        fields["unit"] = cards.one_or_list(list(units))
    if places is not None:
        fields["round"] = str(places)
    within = _within(answer, keys, item)
    if within:
        fields["within"] = cards.plain(within)
    return fields, explain


def _rows(element: Element, item: Item) -> list[dict[str, Decimal]]:
    """The sets of numbers: the first value of each name, the second of each, and so on."""
    columns: dict[str, list[Decimal]] = {}
    for definition in element.iterfind("dataset_definitions/dataset_definition"):
        name = _raw(definition.find("name"))
        if not _NAME.fullmatch(name) or name in ("min", "max"):
            message = f"The name {{{name[:40]}}} is not made of letters, digits and `_`."
            raise NotCarriedError(message)
        numbered = {}
        for value in definition.iterfind("dataset_items/dataset_item"):
            number, order = cards.number(_raw(value.find("value"))), _raw(value.find("number"))
            if number is None or not order.isdecimal():
                message = f"A value of {{{name}}} is not a number."
                raise NotCarriedError(message)
            numbered[int(order[:9])] = number
        columns[name] = [numbered[order] for order in sorted(numbered)]
    count = min(map(len, columns.values()), default=0)
    if not count:
        message = "It has no sets of numbers."
        raise NotCarriedError(message)
    if count > MAX_COMBINATIONS:
        item.remarks.append(
            f"Only the first {MAX_COMBINATIONS} of its {count:,} sets of numbers are kept."
        )
    return [
        {name: values[row] for name, values in columns.items()}
        for row in range(min(count, MAX_COMBINATIONS))
    ]


def _answer(element: Element, item: Item) -> Element:
    """The only answer that is right."""
    right = []
    for answer in element.findall("answer"):
        share = cards.weight(answer.get("fraction") or "0")
        if share == cards.FULL:
            right.append(answer)
        elif share > 0:
            item.remarks.append(
                f"The answer `{_raw(answer)[:60]}` ({cards.plain(share)}%) is left out; a number"
                " is right or wrong."
            )
    if len(right) != 1:
        message = "Not exactly one of its answers is fully right."
        raise NotCarriedError(message)
    return right[0]


def _formula(written: str, names: frozenset[str]) -> tuple[str, int | None]:
    """Moodle's formula as ours, and the places of a `round()` around it.

    Raises:
        NotCarriedError: it has another function, or cannot be read.
    """
    whole = written.strip()
    match = _ROUND.fullmatch(whole)
    places = int(match["places"]) if match else None
    inner = match["formula"] if match else whole
    formula = re.sub(r"\{([^{}]*)\}", r"\1", inner).strip()
    message = f"The formula `{whole[:60]}` is not made of numbers, names, + - * / ( )."
    if len(formula) > _LONGEST or (places or 0) > _MOST_PLACES:
        raise NotCarriedError(message)
    try:
        parse(formula, names)
    except FormulaError as error:
        raise NotCarriedError(message) from error
    return " ".join(formula.split()), places


def _keys(
    formula: str, rows: list[dict[str, Decimal]], places: int | None, answer: Element, item: Item
) -> tuple[list[Decimal], int | None]:
    """The right answers of all rows, and the decimal places to which they are rounded."""
    try:
        try:
            return [key(formula, row, places) for row in rows], places
        except FormulaError as error:
            if error.reason != "places":
                raise
        length = _raw(answer.find("correctanswerlength"))
        decimals = _raw(answer.find("correctanswerformat")) == _DECIMALS and length.isdecimal()
        places = min(int(length[:2]), 10) if decimals else MAX_PLACES
        item.remarks.append(
            f"Its right answer is rounded to {places} decimal places before it is compared."
        )
        return [key(formula, row, places) for row in rows], places
    except FormulaError as error:
        message = f"The formula `{formula[:60]}` does not work with all numbers: {error.message}."
        raise NotCarriedError(message) from error


def _within(answer: Element, keys: list[Decimal], item: Item) -> Decimal:
    """The tolerance, as one number for all sets of numbers."""
    written = cards.number(_raw(answer.find("tolerance")) or "0")
    if written is None:
        message = "Its tolerance is not a number."
        raise NotCarriedError(message)
    kind = _raw(answer.find("tolerancetype")) or _RELATIVE
    if kind in (_NOMINAL, "nominal") or not written:
        return abs(written)
    within = min(abs(value) for value in keys) * abs(written)
    within = within.quantize(Decimal(1).scaleb(-MAX_PLACES))
    share = cards.plain(abs(written) * 100)
    item.remarks.append(
        f"Its tolerance of {share}% of the answer is now ±{cards.plain(within)}, that of the"
        " smallest answer."
    )
    return within


def _with_names(text: str, names: frozenset[str], usual: int | None) -> str:
    """A text with Moodle's `{={a}*{b}}` as `{= a*b}`; braces that are no numbers are escaped.
    `usual` are the decimal places that need not be said.
    """
    parts: list[str] = []
    offset = 0
    for match in _SHOWN.finditer(text):
        parts.append(escaped_numbers(text[offset : match.start()]))
        offset = match.end()
        if match["formula"] is not None:
            formula, places = _formula(match["formula"], names)
            rounding = "" if places in (None, usual) else f":{places}"
            parts.append(f"{{= {formula}{rounding}}}")
        else:
            parts.append(match[0] if match["name"] in names else f"\\{match[0]}")
    return "".join(parts) + escaped_numbers(text[offset:])
