"""`order`: steps that are put in order."""

from __future__ import annotations

from learnms.kinds.field_types import ASK, TEXT, list_of
from learnms.kinds.response import Arrange, Ask, Compiled
from learnms.kinds.spec import FormInput, Spec
from learnms.syntax.field_names import Field, declare
from learnms.text import fold

MIN_STEPS = 2


def read(form: FormInput) -> Compiled | None:
    """Compile; the deck lists the steps in the right order."""
    form.missing()
    ask, steps = form.fields.text("ask"), form.fields.listed("order")
    if steps is None or form.repeated(steps, "step"):
        return None
    if len(steps) < MIN_STEPS:
        form.report.add(
            "LM206",
            form.fields.key("order"),
            "there is only one step, so there is nothing to put in order",
            "add steps",
        )
        return None
    if ask is None:
        return None
    texts = tuple(step.value.strip() for step in steps)
    return Compiled(
        "order",
        ((None, Ask(ask, Arrange(texts))),),
        ((None, "\x1f".join(fold(text) for text in texts)),),
    )


SPEC = Spec(
    ("order",),
    marks=("order",),
    needs=("ask", "order"),
    fields=declare(ASK, Field("order", list_of(TEXT, 2), "order: the steps in the right order.")),
    read=read,
)
