"""`true-false`: a statement that is true or false."""

from __future__ import annotations

from learnms.kinds.field_types import ASK, FLAG
from learnms.kinds.response import Ask, Compiled, Group, Option, Pick
from learnms.kinds.spec import FormInput, Spec
from learnms.syntax.field_names import Field, declare


def read(form: FormInput) -> Compiled | None:
    """Compile into two options, True first, always in this order."""
    if form.missing():
        return None
    ask, truth = form.fields.text("ask"), form.fields.flag("true-false")
    if ask is None or truth is None:
        return None
    group = Group(
        (Option("True", truth), Option("False", not truth)), "all-or-nothing", 1, fixed=True
    )
    return Compiled(
        "true-false", ((None, Ask(ask, Pick((group,)))),), ((None, "true" if truth else "false"),)
    )


SPEC = Spec(
    ("true-false",),
    marks=("true-false",),
    needs=("ask", "true-false"),
    fields=declare(ASK, Field("true-false", FLAG, "Whether the statement under `ask` is true.")),
    read=read,
)
