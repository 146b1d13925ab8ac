"""`match`: each left side has one right side; `extra` adds right sides that match nothing."""

from __future__ import annotations

from learnms.kinds.field_types import ASK, TEXT, by_name, one_or_list
from learnms.kinds.response import Ask, Compiled, Group, Option, Pick
from learnms.kinds.spec import FormInput, Spec, pairs_key
from learnms.syntax.field_names import Field, declare
from learnms.text import fold


def read(form: FormInput) -> Compiled | None:
    """Compile into one group per left side, all with the same options; a point per pair."""
    form.missing()
    fields = form.fields
    ask, pairs = fields.text("ask"), fields.filled("match")
    extra = fields.several("extra") if "extra" in fields else []
    if pairs is None:
        return None
    unfit = form.unfit_names(pairs, "left side")
    sides = [
        (left.strip(), scalar)
        for left in pairs.names()
        if (scalar := pairs.scalar(left)) is not None
    ]
    doubled = form.repeated([scalar for _, scalar in sides] + (extra or []), "right side")
    if (
        unfit
        or doubled
        or ask is None
        or extra is None
        or pairs.node.broken
        or len(sides) < len(pairs.node.pairs)
    ):
        return None
    if len(sides) < 2:
        form.report.add(
            "LM206",
            fields.key("match"),
            "there is only one pair, so there is nothing to match",
            "add pairs",
        )
        return None
    rights = [(left, scalar.value.strip()) for left, scalar in sides]
    options = [right for _, right in rights] + [scalar.value.strip() for scalar in extra]
    groups = tuple(
        Group(tuple(Option(text, fold(text) == fold(right)) for text in options), "each", 1, left)
        for left, right in rights
    )
    return Compiled(
        "match",
        ((None, Ask(ask, Pick(groups, "rows", same_order=True))),),
        ((None, pairs_key([(left, [right]) for left, right in rights])),),
    )


SPEC = Spec(
    ("match",),
    marks=("match",),
    needs=("ask", "match"),
    fields=declare(
        ASK,
        Field("match", by_name(TEXT, least=2), "match: the pairs, as left: right."),
        Field("extra", one_or_list(TEXT), "match: extra right-hand options that match nothing."),
    ),
    read=read,
)
