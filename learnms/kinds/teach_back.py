"""`teach-back`: explain in your own words, then tick the points you made. The program never fails
it.
"""

from __future__ import annotations

from learnms.kinds.field_types import ASK, TEXT, list_of
from learnms.kinds.response import Ask, Compiled, SelfGrade
from learnms.kinds.spec import FormInput, Spec, key_text
from learnms.syntax.field_names import Field, declare


def read(form: FormInput) -> Compiled | None:
    """Compile; the points are those of a good answer."""
    form.missing()
    ask, points = form.fields.text("ask"), form.fields.listed("teach-back")
    if points is None or form.repeated(points, "point") or ask is None:
        return None
    texts = tuple(point.value.strip() for point in points)
    return Compiled(
        "teach-back",
        ((None, Ask(ask, SelfGrade("\n".join(f"- {text}" for text in texts), texts))),),
        ((None, key_text(list(texts))),),
    )


SPEC = Spec(
    ("teach-back",),
    marks=("teach-back",),
    needs=("ask", "teach-back"),
    fields=declare(
        ASK,
        Field(
            "teach-back", list_of(TEXT), "teach-back: the key points that a good explanation makes."
        ),
    ),
    read=read,
)
