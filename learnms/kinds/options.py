"""Options as they are written: plain text, or `{text, why, unsafe}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.kinds.field_types import FLAG, SENTENCE
from learnms.kinds.fields import EMPTY, Fields, Report, one_text
from learnms.kinds.response import Option
from learnms.syntax.field_names import Field, declare
from learnms.syntax.node import Mapping, Node, Scalar, Sequence
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.kinds.spec import FormInput

OPTION_FIELDS = declare(
    Field("text", SENTENCE, "The text of the option."),
    Field("why", SENTENCE, "This option's own rationale, shown after answering."),
    Field("unsafe", FLAG, "yes marks a harmful choice."),
)


class Placed(NamedTuple):
    """An option, and the node that it was read from."""

    option: Option
    node: Scalar


def read_options(fields: Fields, name: str, *, right: bool) -> list[Placed] | None:
    """The options of a field: one, or a list. None if the field is missing or any option is
    invalid.
    """
    value = fields.node_of(name)
    if value is None:
        return None
    if fields.is_pasted(name):
        return None
    nodes = value.items if isinstance(value, Sequence) else [value]
    if not nodes:
        if not value.broken:
            fields.report.add("LM202", fields.key(name), f"`{name}` is an empty list", EMPTY)
        return None
    placed = [read_option(node, name, fields.report, right=right) for node in nodes]
    fit = [item for item in placed if item is not None]
    return fit if len(fit) == len(placed) and not value.broken else None


def read_option(node: Node, name: str, report: Report, *, right: bool) -> Placed | None:
    """One option, or None with a finding."""
    if isinstance(node, Mapping) and _is_option(node):
        fields = Fields(node, report)
        fields.unknown(OPTION_FIELDS)
        if fields.lacks("text"):
            report.add(
                "LM201",
                node.start,
                f"an option of `{name}` has no `text`",
                "add `text:` with the option",
            )
        text = fields.scalar("text")
        why = fields.text("why")
        unsafe = fields.flag("unsafe") if "unsafe" in fields else False
        return (
            Placed(Option(text.value.strip(), right, why, unsafe), text)
            if text is not None and unsafe is not None
            else None
        )
    scalar = one_text(node, f"an option of `{name}`", report, node, free=True)
    return Placed(Option(scalar.value.strip(), right), scalar) if scalar is not None else None


def _is_option(node: Mapping) -> bool:
    return node.broken or any(key.value in OPTION_FIELDS for key, _ in node.pairs)


def alike(placed: list[Placed], report: Report) -> bool:
    """Report options that differ only in case and spaces. Returns whether there are any."""
    seen: dict[str, Placed] = {}
    is_repeated = False
    for item in placed:
        if item.node.broken:
            continue
        first = seen.setdefault(fold(item.option.text), item)
        if first is item:
            continue
        is_repeated = True
        place = f"on line {first.node.start.line}"
        if first.option.right != item.option.right:
            report.add(
                "LM208",
                item.node,
                f"`{item.option.text}` is both right and wrong: it is also {place}",
                "keep it in only one of the lists",
            )
        else:
            report.add(
                "LM207",
                item.node,
                f"`{item.option.text}` appears twice: the first is {place} (case and spaces"
                " do not count)",
                "change or remove one",
            )
    return is_repeated


def last_option(form: FormInput, placed: list[Placed]) -> tuple[int | None, bool]:
    """The index that `last` names, or None; and whether it is valid."""
    if "last" not in form.fields:
        return None, True
    text = form.fields.text("last")
    if text is None:
        return None, False
    for index, item in enumerate(placed):
        if fold(item.option.text) == fold(text):
            return index, True
    scalar = form.fields.scalar("last")
    if (scalar is not None and scalar.broken) or any(item.node.broken for item in placed):
        return None, False  # the text it names may be the one that was cut off
    form.report.add(
        "LM209",
        form.fields.node_of("last") or form.fields.key("last"),
        f"`last` names `{text}`, which is not one of the options",
        "write the text of one of the options",
    )
    return None, False
