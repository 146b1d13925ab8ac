"""`typed`: the answer is typed and compared after NFKC, case folding and removal of white space."""

from __future__ import annotations

from learnms.kinds.response import Ask, Compiled, TypeIn
from learnms.kinds.spec import Form, Shape, key_text
from learnms.text import fold


def read(form: Form) -> Compiled | None:
    """Compile; the first accepted text is the one shown."""
    if form.missing("ask", "type"):
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


SHAPE = Shape("typed", ("typed",), ("type",), ("ask", "type"), read)
