"""`calculation`: numbers drawn from `given`, a formula, a unit, a stated rounding. Every combination is evaluated."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import TYPE_CHECKING

from learnms.kinds.cloze import mark_in
from learnms.kinds.expression import FormulaError, key
from learnms.kinds.fields import Fields, one_text
from learnms.kinds.pose import placeholders
from learnms.kinds.response import Ask, Compiled, Number, TypeIn
from learnms.kinds.shape import Form, Shape
from learnms.syntax import convert
from learnms.syntax.node import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from learnms.kinds.fields import Report

MAX_COMBINATIONS = 500
Row = tuple[tuple[str, str], ...]
_CODES = {"syntax": "LM210", "name": "LM211", "zero": "LM212", "places": "LM212"}
_MAX_PLACES = 10


def read(form: Form) -> Compiled | None:
    """Compile, evaluating the formula for every combination of the given numbers."""
    if form.missing("ask", "calc"):
        return None
    ask, calc = form.fields.scalar("ask"), form.fields.scalar("calc")
    rows = _rows(form)
    settings = _settings(form)
    if ask is None or calc is None or rows is None or settings is None or calc.broken:
        return None
    if not _names_fit(form, ask, rows) or not _evaluates(form, calc, rows, settings.places):
        return None
    formula = calc.value.strip()
    number = Number(formula, tuple(rows), settings.units, settings.places, settings.within)
    answer_key = "\x1f".join(["calc", "".join(formula.split()), *settings.units, str(settings.places), settings.within])
    return Compiled("calculation", ((None, Ask(ask.value.strip(), TypeIn(number=number))),), ((None, answer_key),))


def _settings(form: Form) -> Number | None:
    """Unit, rounding and tolerance, in a Number without formula and rows; None where any is unfit."""
    fields, before = form.fields, len(form.report.findings)
    units = fields.texts("unit") if "unit" in fields else []
    places = fields.integer("round") if "round" in fields else None
    within = fields.decimal("within") if "within" in fields else Decimal(0)
    if places is not None and not 0 <= places <= _MAX_PLACES:
        form.report.add(
            "LM214",
            fields.node_of("round") or fields.key("round"),
            f"`round` counts decimal places, 0 to {_MAX_PLACES}, not {places}",
            "write `round: 1` for one decimal place",
        )
    if within is not None and within < 0:
        form.report.add(
            "LM214",
            fields.node_of("within") or fields.key("within"),
            "`within` cannot be below zero",
            "write how far an answer may be off, such as `within: 0.5`",
        )
    if units is None or within is None or len(form.report.findings) > before:
        return None
    return Number("", (), tuple(unit.value.strip() for unit in units), places, str(within))


def _rows(form: Form) -> list[Row] | None:
    """The cases: rows as written, or every combination of lists."""
    value = form.fields.node_of("given")
    if value is None:
        return [()]
    if value.broken:
        return None
    if isinstance(value, Sequence):
        return _listed_rows(value, form.report)
    if not isinstance(value, Mapping):
        form.fields.wrong_type("given", "lists of numbers by name, or a list of rows")
        return None
    return _combinations(Fields(value, form.report), form)


def _listed_rows(value: Sequence, report: Report) -> list[Row] | None:
    rows: list[Row] = []
    good = bool(value.items)
    if not value.items:
        report.add("LM214", value, "`given` is an empty list", "write rows such as `- {dose: 300, bag: 250}`, or remove it")
    names: list[str] | None = None
    for item in value.items:
        if item.broken or not isinstance(item, Mapping):
            if not item.broken:
                report.add("LM102", item, "a row of `given` should be a set of fields such as {dose: 300, bag: 250}", "write `- {dose: 300, bag: 250}`")
            good = False
            continue
        row = [(key_node.value, _number(node, key_node.value, report)) for key_node, node in item.pairs]
        names = names or [name for name, _ in row]
        if sorted(name for name, _ in row) != sorted(names):
            report.add("LM214", item, f"this row of `given` has other names than the first, which has {', '.join(names)}", "give every row the same names")
            good = False
        if any(number is None for _, number in row):
            good = False
        rows.append(tuple((name, number or "0") for name, number in row))
    if len(rows) > MAX_COMBINATIONS:
        report.add("LM214", value, f"`given` has {len(rows)} rows; at most {MAX_COMBINATIONS} are taken", "remove some")
        good = False
    return rows if good else None


def _combinations(fields: Fields, form: Form) -> list[Row] | None:
    lists: list[list[tuple[str, str]]] = []
    good = True
    for name in fields.names():
        node = fields.node_of(name)
        items: list[Node] = node.items if isinstance(node, Sequence) else [node] if node is not None else []
        numbers = [_number(item, name, form.report) for item in items]
        if not numbers:
            form.report.add("LM214", fields.key(name), f"`{name}` has no numbers", f"write them in brackets: `{name}: [300, 600]`")
        good = good and bool(numbers) and None not in numbers
        lists.append([(name, number) for number in numbers if number is not None])
    count = 1
    for one in lists:
        count *= max(1, len(one))
    if count > MAX_COMBINATIONS:
        form.report.add(
            "LM214",
            form.fields.key("given"),
            f"`given` makes {count} combinations; at most {MAX_COMBINATIONS} are taken",
            "write the real cases as a list of rows",
        )
        return None
    return [tuple(row) for row in itertools.product(*lists)] if good else None


def _number_fix(text: str) -> str:
    number = convert.number_meant(text)
    return f"write `{number}`" if number is not None and number != text else "write a number, as in `300` or `0.5`"


def _number(node: Node, name: str, report: Report) -> str | None:
    if isinstance(node, Sequence) and not node.broken:
        fix = "write a row for each number; or leave out the dash for every combination: `given: {dose: [300, 600], bag: [250]}`"
        report.add("LM102", node, f"`{name}` in a row of `given` should be one number, not a list", fix)
        return None
    scalar = one_text(node, f"`{name}`", report, node)
    if scalar is None or scalar.broken:
        return None
    text = scalar.value.strip()
    if convert.as_decimal(text) is None:
        report.add("LM103", scalar, f"`{name}` should be a number, not `{text}`", _number_fix(text))
        return None
    return text


def _names_fit(form: Form, ask: Scalar, rows: list[Row]) -> bool:
    given = {name for name, _ in rows[0]}
    good = True
    for name, at in placeholders(ask.value):
        if name not in given:
            form.report.add(
                "LM211", mark_in(ask, at, form.report.source), f"`{{{name}}}` in the question is not given", f"add `{name}` to `given`", length=len(name) + 2
            )
            good = False
    return good


def _evaluates(form: Form, calc: Scalar, rows: list[Row], places: int | None) -> bool:
    for row in rows:
        try:
            key(calc.value, {name: Decimal(value) for name, value in row}, places)
        except FormulaError as error:
            _report(form, calc, row, error)
            return False
    return True


def _report(form: Form, calc: Scalar, row: Row, error: FormulaError) -> None:
    case = ", ".join(f"{name} = {value}" for name, value in row)
    with_case = f" for {case}" if case and error.reason in ("zero", "places") else ""
    fix = error.fix or {"places": "say how it is rounded: `round: 1`", "name": "add it to `given`"}.get(error.reason)
    form.report.add(
        _CODES[error.reason], mark_in(calc, error.at, form.report.source), f"`calc` does not work{with_case}: {error.message}", fix, length=error.length
    )


SHAPE = Shape("calculation", ("calculation",), ("calc", "given"), ("ask", "given", "calc", "unit", "round", "within"), read)
