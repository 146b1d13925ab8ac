"""`flashcard`: a prompt and an answer; `reverse: yes` also asks backward, as the part `rev`."""

from __future__ import annotations

from learnms.kinds.field_types import ASK, FLAG, SENTENCE
from learnms.kinds.response import Ask, Compiled, SelfGrade
from learnms.kinds.spec import FormInput, Spec, key_text
from learnms.syntax.field_names import Field, declare


def read(form: FormInput) -> Compiled | None:
    """Compile; one ask for the whole card, and one for `rev` if it is reversed."""
    if form.missing():
        return None
    ask, answer = form.fields.text("ask"), form.fields.text("answer")
    reverse = form.fields.flag("reverse") if "reverse" in form.fields else False
    if ask is None or answer is None or reverse is None:
        return None
    if reverse and form.also:
        form.report.add(
            "LM213",
            form.fields.key("reverse"),
            "a form under `also` asks one part and cannot be reversed",
            "put `reverse: yes` on the card itself",
        )
        return None
    asks: list[tuple[str | None, Ask]] = [(None, Ask(ask, SelfGrade(answer)))]
    keys: list[tuple[str | None, str]] = [(None, key_text([answer]))]
    if reverse:
        asks.append(("rev", Ask(answer, SelfGrade(ask))))
        keys.append(("rev", key_text([ask])))
    return Compiled("flashcard", tuple(asks), tuple(keys))


SPEC = Spec(
    ("flashcard",),
    marks=("answer",),
    needs=("ask", "answer"),
    fields=declare(
        ASK,
        Field("answer", SENTENCE, "flashcard: the answer, which learners compare with their own."),
        Field(
            "reverse",
            FLAG,
            "flashcard: yes also asks in reverse, from answer to question, as a separate fact.",
        ),
    ),
    read=read,
)
