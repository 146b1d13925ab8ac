"""`typed`: the answer is typed and compared after NFKC, case folding and removal of white space."""

from __future__ import annotations

from learnms.kinds.field_types import ASK, SENTENCE, one_or_list
from learnms.kinds.response import Ask, Compiled, TypeIn
from learnms.kinds.spec import FormInput, Spec, key_text
from learnms.syntax.field_names import Field, declare
from learnms.text import fold


def read(form: FormInput) -> Compiled | None:
    """Compile; the first accepted text is the one shown."""
    if form.missing():
        return None
    ask, accepted = form.fields.text("ask"), form.fields.texts("type")
    if ask is None or accepted is None:
        return None
    texts: list[str] = []
    seen: set[str] = set()
    for scalar in accepted:
        folded = fold(scalar.value)
        if folded in seen and not scalar.broken:
            form.report.add(
                "LM207",
                scalar,
                f"`{scalar.value.strip()}` is accepted twice (case and spaces do not count)",
                "remove one",
            )
            return None
        seen.add(folded)
        texts.append(scalar.value.strip())
    return Compiled("typed", ((None, Ask(ask, TypeIn(tuple(texts)))),), ((None, key_text(texts)),))


SPEC = Spec(
    ("typed",),
    marks=("type",),
    needs=("ask", "type"),
    fields=declare(
        ASK,
        Field(
            "type",
            one_or_list(SENTENCE),
            "typed: the accepted answer, or a list of accepted answers; the first is shown.",
        ),
    ),
    read=read,
)
