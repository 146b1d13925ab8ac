"""`dropdown` and `rationale`: a sentence with numbered blanks, each with its own choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from learnms.kinds.cloze import Blank, blanks, mark_in
from learnms.kinds.field_types import ASK, HEADED_OPTIONS, with_sign
from learnms.kinds.groups import key_of, lacks_names, read_lists
from learnms.kinds.response import Ask, Compiled, Group, Pick
from learnms.kinds.spec import FormInput, Spec
from learnms.syntax.field_names import Field, Type, declare

if TYPE_CHECKING:
    from learnms.kinds.fields import Fields
    from learnms.kinds.options import Placed
    from learnms.syntax.node import Scalar

_LITERAL = re.compile(r"\{\{\d+\}\}")
_CURE = "write a blank as {{1}}, and list its choices under `choices`"


class _Gap(NamedTuple):
    """A blank of the sentence: its name, and its place in the text."""

    name: str
    at: int


def read(form: FormInput) -> Compiled | None:
    """Compile into one group per blank, a point each; with `score: rationale` the first blank
    anchors the others.
    """
    form.missing()
    fields = form.fields
    ask, sentence, choices = fields.text("ask"), fields.scalar("blanks"), fields.filled("choices")
    linked = _linked(form)
    if (
        choices is None
        or form.unfit_names(choices, "blank")
        or lacks_names(choices, form, "the number of a blank")
    ):
        return None
    placed = {name: read_lists(choices, name, form) for name in choices.names()}
    pieces = _pieces(form, sentence) if sentence is not None and not sentence.broken else None
    if (
        sentence is None
        or pieces is None
        or not _fit(form, sentence, pieces, choices, linked=bool(linked))
    ):
        return None
    names = _numbered([piece.name for piece in pieces if isinstance(piece, _Gap)])
    good = [
        (name, options)
        for name in names
        if (options := placed.get(name)) is not None
        and _has_one_right(form, choices, name, options)
    ]
    if ask is None or linked is None or len(good) < len(names):
        return None
    groups = tuple(
        Group(tuple(option.option for option in options), "each", 1, name) for name, options in good
    )
    text = "".join(
        piece if isinstance(piece, str) else f"{{{{{names.index(piece.name) + 1}}}}}"
        for piece in pieces
    ).strip()
    return Compiled(
        "rationale" if linked else "dropdown",
        ((None, Ask(ask, Pick(groups, "sentence", text, linked))),),
        ((None, key_of(good)),),
    )


def _numbered(names: list[str]) -> list[str]:
    """The blanks in the order of their numbers, since blank 1 is the anchor of a rationale; other
    names keep their order.
    """
    return sorted(names, key=int) if all(name.isdecimal() for name in names) else names


def _linked(form: FormInput) -> bool | None:
    if "score" not in form.fields:
        return False
    scalar = form.fields.scalar("score")
    if scalar is None or scalar.broken:
        return None
    if scalar.value.strip() != "rationale":
        form.report.add(
            "LM103",
            scalar,
            f"`score` can only be `rationale`, not `{scalar.value.strip()}`",
            "leave it out for a point per blank",
        )
        return None
    return True


def _pieces(form: FormInput, sentence: Scalar) -> list[str | _Gap] | None:
    """The sentence as texts and blanks; None with findings if the braces do not match."""
    read_pieces, faults = blanks(sentence.value)
    for fault in faults:
        message = "a blank has no number" if fault.message == "a blank is empty" else fault.message
        form.report.add(
            "LM204", mark_in(sentence, fault.at, form.report.source), message, _CURE, length=2
        )
    pieces: list[str | _Gap] = []
    for piece in read_pieces if not faults else ():
        pieces.append(piece if isinstance(piece, str) else _Gap(piece.text, piece.at))
        if isinstance(piece, Blank) and (piece.name or piece.hint):
            place = mark_in(sentence, piece.at, form.report.source)
            form.report.add(
                "LM204",
                place,
                "this blank is written as in a cloze, but a drop-down lists its options under"
                " `choices`",
                _CURE,
                length=2,
            )
            return None
        if isinstance(piece, str) and _LITERAL.search(piece):
            form.report.add(
                "LM204",
                sentence,
                "a number in double braces is always a blank",
                "use other characters to show it",
            )
            return None
    return pieces or None


def _fit(
    form: FormInput, sentence: Scalar, pieces: list[str | _Gap], choices: Fields, *, linked: bool
) -> bool:
    """Whether every blank appears once and has choices, and every choice has a blank."""
    gaps = [piece for piece in pieces if isinstance(piece, _Gap)]
    if not gaps:
        form.report.add(
            "LM203", sentence, "`blanks` has no blank", "write {{1}} where the learner chooses"
        )
        return False
    before = form.report.kept_out
    named = {gap.name for gap in gaps}
    strangers = [name for name in choices.names() if name not in named]
    if any(value.broken for key, value in choices.node.pairs if key.value in strangers):
        # a finding says that the line cannot be read, and the name may be that of a blank
        return False
    seen: set[str] = set()
    for gap in gaps:
        place, length = (
            mark_in(sentence, gap.at, form.report.source),
            sentence.value.index("}}", gap.at) + 2 - gap.at,
        )
        if gap.name in seen:
            form.report.add(
                "LM218",
                place,
                f"the blank `{gap.name}` is used twice",
                "give it its own number and choices",
                length=length,
            )
        elif choices.lacks(gap.name):
            form.report.add(
                "LM218",
                place,
                f"the blank `{gap.name}` has no choices",
                f"add `{gap.name}:` under `choices`",
                length=length,
            )
        seen.add(gap.name)
    for name in strangers:
        form.report.add(
            "LM218",
            choices.key(name),
            f"`{name}` is not a blank in the sentence",
            f"write {{{{{name}}}}} in the sentence, or remove it",
        )
    if linked and len(named) not in (2, 3):
        form.report.add(
            "LM218",
            sentence,
            f"a rationale has two or three blanks, not {len(named)}",
            "add or remove blanks, or leave out `score: rationale`",
        )
    return form.report.kept_out == before


def _has_one_right(form: FormInput, choices: Fields, name: str, placed: list[Placed]) -> bool:
    if sum(item.option.right for item in placed) == 1:
        return True
    form.report.add(
        "LM206",
        choices.key(name),
        f"the blank `{name}` needs exactly one right choice",
        "keep one under `right`, and put the others under `wrong`",
    )
    return False


SPEC = Spec(
    ("dropdown", "rationale"),
    marks=("blanks", "choices"),
    needs=("ask", "blanks", "choices"),
    fields=declare(
        ASK,
        Field(
            "blanks",
            with_sign(r"\{\{", passage=True),
            "Drop-downs: the sentence, with {{1}}, {{2}} where the learner chooses.",
        ),
        Field(
            "choices",
            HEADED_OPTIONS,
            "Drop-downs: the `right` and `wrong` options of each blank, by its number.",
        ),
        Field(
            "score",
            Type({"const": "rationale"}),
            "Drop-downs: `rationale` scores cause and reasons together; blank 1 is the anchor.",
        ),
    ),
    read=read,
)
