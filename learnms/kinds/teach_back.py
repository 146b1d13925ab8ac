"""`teach-back`: explain in your own words, then tick the points you made. Never failed
automatically.
"""

from __future__ import annotations

from learnms.kinds.response import Ask, Compiled, SelfGrade
from learnms.kinds.spec import Form, Shape, key_text


def read(form: Form) -> Compiled | None:
    """Compile; the points are what a good answer makes."""
    form.missing("ask")
    ask, points = form.fields.text("ask"), form.fields.listed("teach-back")
    if points is None or form.repeated(points, "point") or ask is None:
        return None
    texts = tuple(point.value.strip() for point in points)
    return Compiled(
        "teach-back",
        ((None, Ask(ask, SelfGrade("\n".join(f"- {text}" for text in texts), texts))),),
        ((None, key_text(list(texts))),),
    )


SHAPE = Shape("teach-back", ("teach-back",), ("teach-back",), ("ask", "teach-back"), read)
