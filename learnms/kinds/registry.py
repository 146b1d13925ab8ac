"""The kinds of question. The first mark among a form's fields determines its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.kinds import (
    calculation,
    choice,
    cloze,
    dropdown,
    flashcard,
    groups,
    highlight,
    match,
    matrix,
    order,
    teach_back,
    true_false,
    typed,
)
from learnms.kinds.spec import Spec

if TYPE_CHECKING:
    from collections.abc import Iterable

SPECS: tuple[Spec, ...] = (
    flashcard.SPEC,
    cloze.SPEC,
    typed.SPEC,
    choice.SPEC,
    true_false.SPEC,
    calculation.SPEC,
    order.SPEC,
    match.SPEC,
    matrix.SPEC,
    groups.SPEC,
    dropdown.SPEC,
    highlight.SPEC,
    groups.BOWTIE_SPEC,
    teach_back.SPEC,
)

SPEC_OF_MARK = {mark: spec for spec in SPECS for mark in spec.marks}
KIND_FIELDS = {name: field for spec in SPECS for name, field in spec.fields.items()}
KINDS = tuple(kind for spec in SPECS for kind in spec.kinds)
"""The 18 names, as in the format's table."""

UNSCORED_KINDS = frozenset({"flashcard", "teach-back"})


def either_of(names: Iterable[str], quote: str = "") -> str:
    """Names in a list with `or`, as in `single, select-all or select-n`."""
    *most, last = [f"{quote}{name}{quote}" for name in names]
    return f"{', '.join(most)} or {last}" if most else last
