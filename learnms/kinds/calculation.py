"""`calculation`: numbers drawn from `given`, a formula, a unit and a rounding. The formula is
evaluated for every combination of numbers.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from learnms.kinds.cloze import mark_in
from learnms.kinds.drawn import holes, worth
from learnms.kinds.expression import FormulaError, key, names_in, parse
from learnms.kinds.field_types import (
    ASK,
    INTEGER,
    NUMBER,
    REFERENCE,
    TEXT,
    UNREAD,
    by_name,
    either,
    list_of,
    one_or_list,
)
from learnms.kinds.fields import Fields, nearest, one_text
from learnms.kinds.literals import contradiction_words, contradictions
from learnms.kinds.response import Ask, Compiled, Number, TypeIn
from learnms.kinds.spec import FormInput, Spec
from learnms.syntax import convert
from learnms.syntax.field_names import Field, declare
from learnms.syntax.node import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.kinds.drawn import Hole
    from learnms.kinds.fields import Report

MAX_COMBINATIONS = 500
Row = tuple[tuple[str, str], ...]
_CODES = {"syntax": "LM210", "name": "LM211", "zero": "LM212", "places": "LM212"}
_MAX_PLACES = 10


def read(form: FormInput) -> Compiled | None:
    """Compile the form, and evaluate the formula for every combination of the given numbers."""
    if form.missing():
        return None
    ask, calc = form.fields.scalar("ask"), form.fields.scalar("calc")
    rows = _rows(form)
    settings = _settings(form)
    if ask is None or calc is None or rows is None or settings is None or calc.broken:
        return None
    formula = calc.value.strip()
    number = Number(formula, tuple(rows), settings.units, settings.places, settings.within)
    before = form.report.total
    if _fills(form, "the question", ask, number) and _evaluates(form, calc, rows, settings.places):
        _check_texts(form, ask, number)
    if form.report.total > before:
        return None
    answer_key = "\x1f".join(
        ["calc", "".join(formula.split()), *settings.units, str(settings.places), settings.within]
    )
    return Compiled(
        "calculation",
        ((None, Ask(ask.value.strip(), TypeIn(number=number))),),
        ((None, answer_key),),
    )


def _settings(form: FormInput) -> Number | None:
    """Unit, rounding and tolerance, as a Number without formula and rows; None if any is
    invalid.
    """
    fields, before = form.fields, form.report.total
    units = fields.texts("unit") if "unit" in fields else []
    places = fields.integer("round") if "round" in fields else None
    within = fields.decimal("within") if "within" in fields else Decimal(0)
    if places is not None and not 0 <= places <= _MAX_PLACES:
        form.report.add(
            "LM214",
            fields.node_of("round") or fields.key("round"),
            f"`round` should be a number of decimal places from 0 to {_MAX_PLACES}, not {places}",
            "write `round: 1` for one decimal place",
        )
    if within is not None and within < 0:
        form.report.add(
            "LM214",
            fields.node_of("within") or fields.key("within"),
            "`within` cannot be negative",
            "write how far off an answer may be, such as `within: 0.5`",
        )
    if units is None or within is None or form.report.total > before:
        return None
    return Number("", (), tuple(unit.value.strip() for unit in units), places, str(within))


def _rows(form: FormInput) -> list[Row] | None:
    """The cases: the rows as written, or every combination of the lists."""
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
        report.add(
            "LM214",
            value,
            "`given` is an empty list",
            "write rows such as `- {dose: 300, bag: 250}`, or remove it",
        )
    names: list[str] | None = None
    for item in value.items:
        if item.broken or not isinstance(item, Mapping):
            if not item.broken:
                report.add(
                    "LM102",
                    item,
                    "a row of `given` should be a set of fields such as {dose: 300, bag: 250}",
                    "write `- {dose: 300, bag: 250}`",
                )
            good = False
            continue
        row = [
            (key_node.value, _number(node, key_node.value, report)) for key_node, node in item.pairs
        ]
        names = names or [name for name, _ in row]
        if sorted(name for name, _ in row) != sorted(names):
            report.add(
                "LM214",
                item,
                "this row of `given` has different names from the first row, which has"
                f" {', '.join(names)}",
                "give every row the same names",
            )
            good = False
        if any(number is None for _, number in row):
            good = False
        rows.append(tuple((name, number or "0") for name, number in row))
    if len(rows) > MAX_COMBINATIONS:
        report.add(
            "LM214",
            value,
            f"`given` has {len(rows)} rows; at most {MAX_COMBINATIONS} are allowed",
            "remove some",
        )
        good = False
    return rows if good else None


def _combinations(fields: Fields, form: FormInput) -> list[Row] | None:
    lists: list[list[tuple[str, str]]] = []
    good = True
    for name in fields.names():
        node = fields.node_of(name)
        items: list[Node] = (
            node.items if isinstance(node, Sequence) else [node] if node is not None else []
        )
        numbers = [_number(item, name, form.report) for item in items]
        if not numbers:
            form.report.add(
                "LM214",
                fields.key(name),
                f"`{name}` has no numbers",
                f"list them in brackets: `{name}: [300, 600]`",
            )
        good = good and bool(numbers) and None not in numbers
        lists.append([(name, number) for number in numbers if number is not None])
    count = 1
    for numbers_of_name in lists:
        count *= max(1, len(numbers_of_name))
    if count > MAX_COMBINATIONS:
        form.report.add(
            "LM214",
            form.fields.key("given"),
            f"`given` has {count} combinations; at most {MAX_COMBINATIONS} are allowed",
            "list the realistic cases as rows, one per line",
        )
        return None
    return [tuple(row) for row in itertools.product(*lists)] if good else None


def _number_fix(text: str) -> str:
    number = convert.number_meant(text)
    return (
        f"write `{number}`"
        if number is not None and number != text
        else "write a number, such as `300` or `0.5`"
    )


def _number(node: Node, name: str, report: Report) -> str | None:
    if isinstance(node, Sequence) and not node.broken:
        fix = (
            "write a row for each number, or remove the dash to use every combination: `given:"
            " {dose: [300, 600], bag: [250]}`"
        )
        report.add(
            "LM102", node, f"`{name}` in a row of `given` should be one number, not a list", fix
        )
        return None
    scalar = one_text(node, f"`{name}`", report, node)
    if scalar is None or scalar.broken:
        return None
    text = scalar.value.strip()
    if convert.as_decimal(text) is None:
        report.add("LM103", scalar, f"`{name}` should be a number, not `{text}`", _number_fix(text))
        return None
    return text


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem in a text that shows drawn numbers; `at` and `length` say where."""

    code: str
    at: int
    length: int
    message: str
    fix: str


def faults(text: str, where: str, number: Number) -> list[Fault]:
    """The problems in a text's placeholders for numbers."""
    given = dict(number.rows[0])
    problems = []
    for hole in holes(text):
        if hole.fault:
            problems.append(
                Fault(
                    "LM210",
                    hole.at,
                    hole.length,
                    f"a formula in {where} cannot be read: {hole.fault}",
                    "write it as `{= dose / 30}` or `{= dose / 30:1}`",
                )
            )
        elif hole.formula or not hole.name:
            problems += _formula_faults(hole, where, number, given)
        elif hole.name not in given:
            problems.append(
                Fault(
                    "LM211",
                    hole.at,
                    hole.length,
                    f"`{{{hole.name}}}` in {where} has no value",
                    _meant(hole.name, given, f"{{{hole.name}}}"),
                )
            )
    return problems


def _formula_faults(hole: Hole, where: str, number: Number, given: dict[str, str]) -> list[Fault]:
    formula = hole.formula.strip()
    for row in number.rows:
        try:
            worth(hole, {name: Decimal(value) for name, value in row}, number.places)
        except FormulaError as error:
            name = hole.formula[error.at : error.at + error.length]
            fix = error.fix or (
                _meant(name, given, f"{{= {formula}}}")
                if error.reason == "name"
                else f"state the rounding: `{{= {formula}:1}}`"
            )
            message = f"the formula in {where} does not work{_case(row, error)}: {error.message}"
            return [
                Fault(_CODES[error.reason], hole.body_at + error.at, error.length, message, fix)
            ]
    return []


def _meant(name: str, given: Iterable[str], shown: str) -> str:
    near = nearest(name, given)
    return (
        f"did you mean `{near}`?"
        if near
        else f"add `{name}` to `given`, or write `\\{shown}` to show the braces"
    )


def _case(row: Row, error: FormulaError) -> str:
    case = ", ".join(f"{name} = {value}" for name, value in row)
    return f" for {case}" if case and error.reason in ("zero", "places") else ""


def _fills(form: FormInput, where: str, scalar: Scalar, number: Number) -> bool:
    """Report the problems in a text's placeholders. Returns whether there are none."""
    problems = faults(scalar.value, where, number)
    for fault in problems:
        form.report.add(
            fault.code,
            mark_in(scalar, fault.at, form.report.source),
            fault.message,
            fault.fix,
            length=fault.length,
        )
    return not problems


def _check_texts(form: FormInput, ask: Scalar, number: Number) -> None:
    """Check the texts shown with the question: their numbers work in every case, agree with the
    question, and include all that it needs.
    """
    texts = _texts_of(form.fields)
    fine = [
        _fills(form, where if name != "exhibit" else f"the {where}", scalar, number)
        for where, name, scalar in texts
    ]
    if not all(fine):
        return
    explain = form.fields.node_of("explain")
    if isinstance(explain, Scalar):
        wrong_numbers = contradictions(explain.value, ask.value, number)
        if wrong_numbers:
            form.report.add(
                "LM250",
                mark_in(explain, wrong_numbers[0].at, form.report.source),
                *contradiction_words(wrong_numbers, "`explain`"),
                length=wrong_numbers[0].length,
            )
    _report_unseen(form, [ask, *(scalar for _, name, scalar in texts if name == "exhibit")], number)


def _texts_of(fields: Fields) -> list[tuple[str, str, Scalar]]:
    """The texts besides the question that may show numbers: as named in findings, field, node."""
    exhibit = fields.node_of("exhibit")
    tabs = (
        [(f"exhibit `{tab.value}`", "exhibit", text) for tab, text in exhibit.pairs]
        if isinstance(exhibit, Mapping)
        else []
    )
    notes = [(f"`{name}`", name, fields.node_of(name)) for name in ("explain", "hint")]
    return [
        (where, name, node)
        for where, name, node in (*notes, *tabs)
        if isinstance(node, Scalar) and not node.broken
    ]


def report_inherited(fields: Fields, card: Fields, ask: Ask, report: Report) -> None:
    """Report a text of the card that is shown with a form under `also` and whose numbers are not
    those that the form draws.
    """
    number = ask.response.number if isinstance(ask.response, TypeIn) else None
    for where, name, text in _texts_of(card):
        if name in fields:
            continue
        fix = f"give this form its own `{name}`"
        if number is None:
            if holes(text.value):
                report.add(
                    "LM211",
                    fields.node.start,
                    f"the card's {where} shows drawn numbers, but this form draws none",
                    fix,
                )
        elif problems := faults(text.value, f"the card's {where}", number):
            report.add(problems[0].code, fields.node.start, problems[0].message, fix)
        elif name == "explain" and (wrong := contradictions(text.value, ask.prompt, number)):
            report.add(
                "LM250",
                fields.node.start,
                contradiction_words(wrong, "the card's `explain`, which this form shows,")[0],
                fix,
            )


def report_drawn_in_case(fields: Fields, report: Report) -> None:
    """Report a drawn number in the exhibit of a case's part: the exhibit stays readable while later
    parts draw other numbers.
    """
    for _, name, text in _texts_of(fields):
        drawn = holes(text.value) if name == "exhibit" else []
        if drawn:
            message = (
                "a drawn number cannot appear in an exhibit of a case, because the exhibit stays"
                " visible in later parts"
            )
            report.add(
                "LM251",
                mark_in(text, drawn[0].at, report.source),
                message,
                "write it in `ask`",
                length=drawn[0].length,
            )


def _report_unseen(form: FormInput, texts: list[Scalar], number: Number) -> None:
    """Report names that the answer depends on but the learner never sees."""
    names = frozenset(dict(number.rows[0]))
    seen: set[str] = set()
    for scalar in texts:
        for hole in holes(scalar.value):
            seen |= {hole.name} if hole.name else names_in(parse(hole.formula, names))
    value = form.fields.node_of("given")
    given = value.items[0] if isinstance(value, Sequence) else value
    for name_key in [key_node for key_node, _ in given.pairs] if isinstance(given, Mapping) else []:
        if name_key.value not in seen and name_key.value in names_in(
            parse(number.expression, names)
        ):
            form.report.add(
                "LM251",
                name_key,
                f"the answer depends on `{name_key.value}`, which learners do not see",
                f"write `{{{name_key.value}}}` in `ask` or in an exhibit of this form",
            )


def _evaluates(form: FormInput, calc: Scalar, rows: list[Row], places: int | None) -> bool:
    for row in rows:
        try:
            key(calc.value, {name: Decimal(value) for name, value in row}, places)
        except FormulaError as error:
            _report(form, calc, row, error)
            return False
    return True


def _report(form: FormInput, calc: Scalar, row: Row, error: FormulaError) -> None:
    fix = error.fix or {
        "places": "state the rounding: `round: 1`",
        "name": "add it to `given`",
    }.get(error.reason)
    form.report.add(
        _CODES[error.reason],
        mark_in(calc, error.at, form.report.source),
        f"`calc` does not work{_case(row, error)}: {error.message}",
        fix,
        length=error.length,
    )


SPEC = Spec(
    ("calculation",),
    marks=("calc", "given"),
    needs=("ask", "calc"),
    fields=declare(
        ASK,
        Field(
            "given",
            either(by_name(one_or_list(NUMBER)), list_of(by_name(NUMBER)), uses=UNREAD),
            "calculation: numbers by name, as lists (every combination is used) or as a list of"
            " rows (only these cases).",
        ),
        Field(
            "calc",
            REFERENCE,
            "calculation: the formula, made of numbers, names, + - * / ( ), min and max.",
        ),
        Field(
            "unit",
            one_or_list(TEXT),
            "calculation: the unit of the answer, or a list of spellings; the first is shown.",
        ),
        Field(
            "round",
            INTEGER,
            "calculation: how many decimal places the answer is rounded to, half up.",
        ),
        Field(
            "within", NUMBER, "calculation: how far off an answer may be and still count as right."
        ),
    ),
    read=read,
)
