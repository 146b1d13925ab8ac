"""Numeric and calculated questions of QTI 1.2."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from learnms.exchange.qti.cards import UnreadableError, as_number, number_card, split_unit
from learnms.kinds.calculation import MAX_COMBINATIONS
from learnms.kinds.expression import FormulaError, key, shown
from learnms.kinds.literals import contradictions
from learnms.kinds.response import Number

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from learnms.exchange.qti.cards import Item
    from learnms.exchange.qti.scoring_12 import Condition, Scoring

_LONGEST = 2000
"""Characters of a formula: names that contain names could double it with every line."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")


def numeric_card(item: Item, scoring: Scoring) -> dict[str, Any]:
    """A card of the number, or the range of numbers, that earns the points.

    Raises:
        UnreadableError: there is no such number, or several ranges.
    """
    earning = scoring.earning()
    full = max((condition.gain for condition in earning), default=0)
    ranges = {_range(condition, item) for condition in earning if condition.gain >= full}
    if any(condition.gain < full for condition in earning):
        item.lose("Partial credit for numbers that are nearly right is not kept.")
    if len(ranges) != 1:
        raise UnreadableError("it accepts several numbers" if ranges else "it has no key")
    low, high, answer = ranges.pop()
    middle = (low + high) / 2
    if answer is not None and answer != middle:
        item.lose(f"The answer shown is {shown(middle)}, the middle of what is accepted.")
    return number_card(item.ask(), low, high, middle)


def _range(condition: Condition, item: Item) -> tuple[Decimal, Decimal, Decimal | None]:
    """The lowest and the highest accepted number, and the number that is meant, if it is said."""
    exact = {as_number(test.value) for test in condition.equals()}
    bounds: dict[str, set[Decimal]] = {"low": set(), "high": set()}
    for name, number in condition.compared():
        bounds["low" if name.startswith("varg") else "high"].add(number)
        if not name.endswith("e"):
            item.lose(f"{shown(number)} itself is now accepted too.")
    if len(exact) > 1 or any(len(numbers) > 1 for numbers in bounds.values()):
        raise UnreadableError("it accepts several numbers")
    answer = next(iter(exact), None)
    if not bounds["low"] and not bounds["high"] and answer is not None:
        return answer, answer, answer
    if not bounds["low"] or not bounds["high"]:
        raise UnreadableError("its key is a range with no upper or lower limit")
    low, high = bounds["low"].pop(), bounds["high"].pop()
    if low > high or (answer is not None and not low <= answer <= high):
        raise UnreadableError("its key is a range that contradicts itself")
    return low, high, answer


def calculated_card(element: Element, item: Item) -> dict[str, Any]:
    """A card of a formula with drawn numbers, as Canvas writes it, if our formula gives the same
    answers as the file for every set of numbers.

    Raises:
        UnreadableError: the formula is not ours, or its answers are not.
    """
    calculated = next(element.iter("calculated"))
    lines = [(formula.text or "").strip() for formula in calculated.iter("formula")]
    rows, answers = [], []
    for numbers in calculated.iter("var_set"):
        rows.append({n.get("name", ""): (n.text or "").strip() for n in numbers.iter("var")})
        answers.append(as_number(numbers.findtext("answer") or ""))
    if not lines or not rows or not all(_NAME.match(name) for name in rows[0]):
        raise UnreadableError("its formula or its numbers are missing")
    if len(rows) > MAX_COMBINATIONS:
        item.lose(f"Only the first {MAX_COMBINATIONS} of its {len(rows)} sets of numbers are kept.")
        del rows[MAX_COMBINATIONS:], answers[MAX_COMBINATIONS:]
    formula = _formula(lines)
    places = _places(calculated)
    for row, answer in zip(rows, answers, strict=True):
        _check(formula, row, answer, places)
    asked, unit = split_unit(item.ask())
    tolerance = (calculated.findtext("answer_tolerance") or "0").strip()
    within = Decimal(0) if tolerance.endswith("%") else abs(as_number(tolerance))
    if tolerance.endswith("%"):
        item.lose(f"The tolerance of {tolerance} is not kept; the answer has to be exact.")
    given = _differing(rows)
    units = tuple(unit.values())
    cases = tuple(tuple(row.items()) for row in given)
    number = Number(formula, cases, units, places, shown(within))
    ask = _braced(asked, rows[0])
    item.explain = _meant(_braced(item.explain, rows[0]), ask, number)
    card: dict[str, Any] = {"ask": ask, "given": given, "calc": formula} | unit
    if places is not None:
        card["round"] = str(places)
    if within:
        card["within"] = number.within
    return card


def _meant(explain: str, ask: str, number: Number) -> str:
    """An explanation whose numbers are meant in every case, even where one is that of a case: they
    are written as `{= 300}`. A last line of sources stays.
    """
    head, line_end, last = explain.rpartition("\n")
    if not last.startswith("Source"):
        head, line_end, last = explain, "", ""
    for wrong in reversed(contradictions(head, ask, number)):
        literal = wrong.text.replace(",", "")
        head = f"{head[: wrong.at]}{{= {literal}}}{head[wrong.at + wrong.length :]}"
    return head + line_end + last


def _differing(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Sets of numbers as they are shown, each once."""
    tidy = [{name: shown(as_number(value)) for name, value in row.items()} for row in rows]
    return list({tuple(row.items()): row for row in tidy}.values())


def _formula(lines: list[str]) -> str:
    """One formula: the last line, with the names that earlier lines define put in."""
    formula, known = "", dict[str, str]()
    for text in lines:
        name, sign, right = text.partition("=")
        formula = (right if sign else text).strip()
        for other, value in known.items():
            inner = f"({value})".replace("\\", "")
            formula = re.sub(rf"\b{re.escape(other)}\b", inner, formula)
        if sign:
            known[name.strip()] = formula
        if len(formula) > _LONGEST:
            break
    return formula


def _places(calculated: Element) -> int | None:
    formulas = calculated.find("formulas")
    text = formulas.get("decimal_places", "") if formulas is not None else ""
    return int(text) if text in map(str, range(11)) else None


def _check(formula: str, row: dict[str, str], answer: Decimal, places: int | None) -> None:
    try:
        value = key(formula, {name: as_number(text) for name, text in row.items()}, places)
    except (FormulaError, RecursionError) as error:
        raise UnreadableError(f"its formula `{formula[:60]}` cannot be used here") from error
    if value != (answer if places is None else answer.quantize(Decimal(1).scaleb(-places))):
        raise UnreadableError(f"its formula `{formula[:60]}` gives another answer here")


def _braced(text: str, names: dict[str, str]) -> str:
    """A text with `{name}` for each `[name]`."""
    text = text.replace("{", "\\{")
    for name in names:
        text = text.replace(f"[{name}]", f"{{{name}}}")
    return text
