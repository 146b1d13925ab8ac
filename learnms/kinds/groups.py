"""`groups`: several headings, each with its own options; `bowtie`: three lists of fixed sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learnms.kinds.field_types import ASK, HEADED_OPTIONS, OPTION
from learnms.kinds.options import Placed, alike, read_options
from learnms.kinds.response import Ask, Compiled, Group, Pick
from learnms.kinds.spec import FormInput, Spec, pairs_key
from learnms.syntax.field_names import Field, Type, declare
from learnms.syntax.node import Mapping

if TYPE_CHECKING:
    from learnms.kinds.fields import Fields

BOWTIE = (("actions", 2, 5), ("condition", 1, 4), ("monitor", 2, 5))
"""The three lists of a bow-tie: the name, how many are right, how many there are (NCSBN's
layout).
"""


def read(form: FormInput) -> Compiled | None:
    """Compile into one group per heading; plus-minus per group."""
    form.missing()
    ask, headings = form.fields.text("ask"), form.fields.filled("groups")
    if headings is None:
        return None
    unfit = form.unfit_names(headings, "heading")
    if lacks_names(headings, form, "a heading"):
        return None
    lists = [(name.strip(), read_lists(headings, name, form)) for name in headings.names()]
    good = [(name, placed) for name, placed in lists if placed is not None]
    if unfit or ask is None or len(good) < len(lists):
        return None
    groups = tuple(
        Group(tuple(item.option for item in placed), "plus-minus", label=name)
        for name, placed in good
    )
    return Compiled("groups", ((None, Ask(ask, Pick(groups, "columns"))),), ((None, key_of(good)),))


def lacks_names(fields: Fields, form: FormInput, missing: str) -> bool:
    """Report `right` or `wrong` in place of a heading. Returns whether there is one."""
    astray = next(
        (
            name
            for name in fields.names()
            if name in ("right", "wrong") and not isinstance(fields.node_of(name), Mapping)
        ),
        None,
    )
    if astray is None:
        return False
    form.report.add(
        "LM102",
        fields.key(astray),
        f"`{astray}` needs {missing} above it",
        f"write {missing} first, and `{astray}:` below it",
    )
    return True


def read_lists(fields: Fields, name: str, form: FormInput) -> list[Placed] | None:
    """The options under one heading: `right` and `wrong`."""
    inner = fields.mapping(name)
    if inner is None:
        return None
    strangers = inner.unknown(("right", "wrong"))
    if inner.lacks("right"):
        form.report.add(
            "LM201",
            fields.key(name),
            f"`{name}` has no `right`",
            "add `right:` with what belongs there",
        )
    right = read_options(inner, "right", right=True)
    wrong = read_options(inner, "wrong", right=False) if "wrong" in inner else []
    if (
        right is None
        or wrong is None
        or alike(right + wrong, form.report)
        or strangers
        or inner.node.broken
    ):
        return None
    if len(right + wrong) < 2:
        form.report.add(
            "LM206",
            fields.key(name),
            f"`{name}` has only one option, so there is nothing to choose",
            "add options under `wrong`",
        )
        return None
    return right + wrong


def key_of(groups: list[tuple[str, list[Placed]]]) -> str:
    """The answer key of lists of options by their label."""
    return pairs_key(
        [
            (name, [item.option.text for item in placed if item.option.right])
            for name, placed in groups
        ]
    )


def read_bowtie(form: FormInput) -> Compiled | None:
    """Compile into actions (2 of 5), condition (1 of 4) and monitor (2 of 5); one point each, at
    most 5.
    """
    form.missing()
    ask, lists = form.fields.text("ask"), form.fields.filled("bowtie")
    if lists is None:
        return None
    lists.unknown(name for name, _, _ in BOWTIE)
    good: list[tuple[str, list[Placed]]] = []
    for name, right, total in BOWTIE:
        if lists.lacks(name):
            form.report.add(
                "LM201",
                form.fields.key("bowtie"),
                f"the bow-tie has no `{name}`",
                f"add `{name}:` with `right:` and `wrong:` below it",
            )
        placed = read_lists(lists, name, form)
        if placed is None:
            continue
        keyed = sum(item.option.right for item in placed)
        if (keyed, len(placed)) != (right, total):
            form.report.add(
                "LM206",
                lists.key(name),
                f"`{name}` needs {right} right and {total - right} wrong, but has {keyed} right and"
                f" {len(placed) - keyed} wrong",
                "add or remove options",
            )
            continue
        good.append((name, placed))
    if ask is None or len(good) < len(BOWTIE):
        return None
    limits = {name: right for name, right, _ in BOWTIE}
    groups = tuple(
        Group(tuple(item.option for item in placed), "each", limits[name], name)
        for name, placed in good
    )
    return Compiled("bowtie", ((None, Ask(ask, Pick(groups, "bowtie"))),), ((None, key_of(good)),))


SPEC = Spec(
    ("groups",),
    marks=("groups",),
    needs=("ask", "groups"),
    fields=declare(
        ASK,
        Field("groups", HEADED_OPTIONS, "groups: the `right` and `wrong` options of each heading."),
    ),
    read=read,
)


def _tray(right: int, total: int) -> dict[str, Any]:
    """The schema of one list of a bow-tie, with `right` right options out of `total`."""
    lists: dict[str, Any] = {
        name: {"type": "array", "items": OPTION.schema, "minItems": count, "maxItems": count}
        for name, count in (("right", right), ("wrong", total - right))
    }
    if right == 1:
        lists["right"] = {"anyOf": [OPTION.schema, lists["right"]]}
    return {
        "type": "object",
        "properties": lists,
        "required": ["right", "wrong"],
        "additionalProperties": False,
    }


BOWTIE_SPEC = Spec(
    ("bowtie",),
    marks=("bowtie",),
    needs=("ask", "bowtie"),
    fields=declare(
        ASK,
        Field(
            "bowtie",
            Type(
                {
                    "type": "object",
                    "properties": {name: _tray(right, total) for name, right, total in BOWTIE},
                    "required": [name for name, _, _ in BOWTIE],
                    "additionalProperties": False,
                }
            ),
            "bowtie: actions (2 right of 5), condition (1 of 4), monitor (2 of 5).",
        ),
    ),
    read=read_bowtie,
)
