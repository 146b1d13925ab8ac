"""`single`, `select-all`, `select-n`: options, some of which are right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.kinds.field_types import ASK, COUNT, OPTIONS, TEXT, either
from learnms.kinds.options import Placed, alike, last_option, read_options
from learnms.kinds.response import Ask, Compiled, Group, Pick
from learnms.kinds.spec import FormInput, Spec, key_text
from learnms.syntax import convert, pasted
from learnms.syntax.field_names import Field, Type, declare
from learnms.syntax.node import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from learnms.kinds.response import Rule
    from learnms.syntax.node import Node

_OTHERS = re.compile(r"\b(?:both|all|none) of|\bboth [A-Ia-i1-9] and\b|\babove\b", re.IGNORECASE)
"""Options that refer to others."""


def read(form: FormInput) -> Compiled | None:
    """Compile; without `select` one option is picked, with `all` any number, with a number exactly
    that many.
    """
    select_node = form.fields.node_of("select")
    takes_all = isinstance(select_node, Scalar) and select_node.value.strip() == "all"
    if _reports_letters(form):
        return None
    absent = form.missing() if takes_all else form.missing("wrong")
    ask = form.fields.text("ask")
    right = read_options(form.fields, "right", right=True)
    wrong = read_options(form.fields, "wrong", right=False) if "wrong" in form.fields else []
    if absent or ask is None or right is None or wrong is None:
        return None
    placed = right + wrong
    doubled = alike(placed, form.report)
    last, last_fits = last_option(form, placed)
    select = _select(form, right)
    if doubled or not last_fits or select is None:
        return None
    if len(placed) < 2:
        form.report.add(
            "LM206",
            form.fields.key("right"),
            "there is only one option, so there is nothing to choose",
            "add options under `wrong`",
        )
        return None
    return _compiled(ask, placed, right, select, last)


def _reports_letters(form: FormInput) -> bool:
    """Report options that were pasted with their letters, which shuffling puts out of order.
    Returns whether they were.
    """
    lists = {name: _texts(form.fields.node_of(name)) for name in ("right", "wrong")}
    texts = [text for scalars in lists.values() for text in scalars]
    plain = [node for name in lists for node in _nodes(form.fields.node_of(name))]
    marked = [pasted.NUMBERED.match(text.value.strip()) for text in texts]
    signs = [(mark["inner"] or mark["outer"]).lower() for mark in marked if mark]
    known = "123456789" if all(sign.isdigit() for sign in signs) else "abcdefghi"
    if (
        len(texts) < 2
        or len(signs) < len(texts)
        or any(text.end.line > text.start.line for text in texts)
        or not lists["right"]
        or not set(signs) <= set(known[: len(signs) + 1])
        or len(set(signs)) < 2
    ):
        return False
    indent = " " * (form.fields.key("right").start.column - 1)
    lines = [
        line
        for name, scalars in lists.items()
        if scalars
        for line in (
            f"{indent}{name}:",
            *(f"{indent}  - {pasted.as_value(_unmarked(text))}" for text in scalars),
        )
    ]
    others = any(_OTHERS.search(text.value) for text in texts)
    lead = "remove the letters" + ("; write out what they refer to" if others else "")
    first = lists["right"][0]
    form.report.add(
        "LM031",
        first,
        f"`{first.value.strip().split()[0]}` is a second list marker, but options are shuffled and"
        " numbered when they are shown",
        "\n".join([f"{lead}:", *lines]) if all(text in plain for text in texts) else lead,
    )
    return True


def _texts(value: Node | None) -> list[Scalar]:
    """The texts of options, as they are written."""
    texts = [node.get("text") if isinstance(node, Mapping) else node for node in _nodes(value)]
    return [text for text in texts if isinstance(text, Scalar) and not text.broken]


def _nodes(value: Node | None) -> list[Node]:
    if value is None:
        return []
    return list(value.items) if isinstance(value, Sequence) else [value]


def _unmarked(text: Scalar) -> str:
    written = text.value.strip()
    mark = pasted.NUMBERED.match(written)
    return written[mark.end() :] if mark else written


def _select(form: FormInput, right: list[Placed]) -> tuple[str, Rule, int | None] | None:
    """Kind, rule and limit."""
    if "select" not in form.fields:
        if len(right) > 1:
            form.report.add(
                "LM205",
                right[1].node,
                f"{len(right)} options are right, but `select` is missing",
                "write `select: all`, or keep one under `right`",
            )
            return None
        return "single", "all-or-nothing", 1
    scalar = form.fields.scalar("select")
    if scalar is None or scalar.broken:
        return None
    word = scalar.value.strip()
    if word == "all":
        return "select-all", "plus-minus", None
    number = convert.as_int(word)
    if number is None or number < 1:
        form.report.add(
            "LM103",
            scalar,
            f"`select` should be `all` or a whole number, 1 or more, not `{word}`",
            _select_fix(word, right),
        )
        return None
    if number != len(right):
        form.report.add(
            "LM206",
            scalar,
            f"`select: {number}` needs exactly {number} under `right`, not {len(right)}",
            f"write `select: {len(right)}`, or add or remove right options",
        )
        return None
    return "select-n", "each", number


def _select_fix(word: str, right: list[Placed]) -> str:
    number = re.sub(r"\.0+$", "", convert.number_meant(word) or "")
    if number.isdigit() and number != "0":
        return f"write `select: {number}`"
    return (
        "write `select: all`"
        if word.lower().startswith("all")
        else f"write `select: all`, or `select: {len(right)}`"
    )


def _compiled(
    ask: str,
    placed: list[Placed],
    right: list[Placed],
    select: tuple[str, Rule, int | None],
    last: int | None,
) -> Compiled:
    kind, rule, limit = select
    group = Group(tuple(item.option for item in placed), rule, limit, last=last)
    return Compiled(
        kind,
        ((None, Ask(ask, Pick((group,)))),),
        ((None, key_text([item.option.text for item in right])),),
    )


SPEC = Spec(
    ("single", "select-all", "select-n"),
    marks=("right", "wrong", "select"),
    needs=("ask", "right"),
    fields=declare(
        ASK,
        Field(
            "right",
            OPTIONS,
            "Options: the right option, or a list of right options. For more than one, add"
            " `select`.",
        ),
        Field("wrong", OPTIONS, "Options: the wrong option, or a list of wrong options."),
        Field(
            "select",
            either(Type({"const": "all"}), COUNT),
            "Options: `all` (select all that apply), or the exact number to select.",
        ),
        Field(
            "last",
            TEXT,
            "Options: the text of the option that is always shown last, such as `None of these`.",
        ),
    ),
    read=read,
)
