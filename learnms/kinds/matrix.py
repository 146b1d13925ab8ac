"""`matrix-one` and `matrix-any`: rows of findings with columns in common; each row's value is one
column, or a list of columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.kinds.field_types import ASK, TEXT, by_name, either, list_of
from learnms.kinds.response import Ask, Compiled, Group, Option, Pick
from learnms.kinds.spec import FormInput, Spec, pairs_key
from learnms.syntax.field_names import Field, declare
from learnms.syntax.node import Scalar, Sequence
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.kinds.fields import Fields


def read(form: FormInput) -> Compiled | None:
    """Compile into one group per row: with one column per row a point each, with any number plus-
    minus.
    """
    form.missing()
    fields = form.fields
    ask, names, rows = fields.text("ask"), _names(form), fields.filled("rows")
    if rows is None or form.unfit_names(rows, "row") or names is None:
        return None
    keyed = [(row.strip(), _columns_of(rows, row, names, form)) for row in rows.names()]
    good = [(row, right) for row, right in keyed if right is not None]
    if ask is None or len(good) < len(keyed):
        return None
    if not any(right for _, right in good):
        form.report.add(
            "LM206",
            fields.key("rows"),
            "no row has a right column, so there is nothing to find",
            "give at least one row a right column",
        )
        return None
    is_single = all(isinstance(value, Scalar) for _, value in rows.node.pairs)
    groups = tuple(_group(row, right, names, is_single=is_single) for row, right in good)
    return Compiled(
        "matrix-one" if is_single else "matrix-any",
        ((None, Ask(ask, Pick(groups, "grid"))),),
        ((None, pairs_key(good)),),
    )


def _names(form: FormInput) -> list[str] | None:
    """The columns; None with a finding if any is invalid, so that rows are not checked against the
    others.
    """
    columns = form.fields.listed("columns")
    if (
        columns is None
        or form.repeated(columns, "column")
        or any(column.broken for column in columns)
    ):
        return None
    if len(columns) < 2:
        form.report.add(
            "LM206",
            form.fields.key("columns"),
            "there is only one column, so there is nothing to choose",
            "add columns",
        )
        return None
    return [column.value.strip() for column in columns]


def _columns_of(rows: Fields, row: str, names: list[str], form: FormInput) -> list[str] | None:
    """The right columns of a row; an empty list if none is right."""
    value = rows.node_of(row)
    if isinstance(value, Sequence) and not value.items:
        return None if value.broken else []
    scalars = rows.several(row)
    if scalars is None or form.repeated(scalars, "column"):
        return None
    known = {fold(name): name for name in names}
    strangers = [scalar for scalar in scalars if fold(scalar.value) not in known]
    for scalar in strangers:
        if not scalar.broken:
            form.report.add(
                "LM217",
                scalar,
                f"`{scalar.value.strip()}` is not one of the columns",
                f"the columns are {', '.join(names)}",
            )
    return None if strangers else [known[fold(scalar.value)] for scalar in scalars]


def _group(row: str, right: list[str], names: list[str], *, is_single: bool) -> Group:
    options = tuple(Option(name, name in right) for name in names)
    return Group(
        options, "each" if is_single else "plus-minus", 1 if is_single else None, row, fixed=True
    )


SPEC = Spec(
    ("matrix-one", "matrix-any"),
    marks=("rows", "columns"),
    needs=("ask", "rows", "columns"),
    fields=declare(
        ASK,
        Field("columns", list_of(TEXT, 2), "matrix: the headings of the columns."),
        Field(
            "rows",
            by_name(either(TEXT, list_of(TEXT, 0)), least=1),
            "matrix: the column of each finding, or a list of columns; an empty list if none"
            " applies.",
        ),
    ),
    read=read,
)
