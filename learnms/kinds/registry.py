"""The kinds there are. A shape is told by its fields; the first whose mark is written is meant."""

from __future__ import annotations

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
from learnms.kinds.spec import Shape

SHAPES: tuple[Shape, ...] = (
    flashcard.SHAPE,
    cloze.SHAPE,
    typed.SHAPE,
    choice.SHAPE,
    true_false.SHAPE,
    calculation.SHAPE,
    order.SHAPE,
    match.SHAPE,
    matrix.SHAPE,
    groups.SHAPE,
    dropdown.SHAPE,
    highlight.SHAPE,
    groups.BOWTIE_SHAPE,
    teach_back.SHAPE,
)

SHAPE_OF_MARK = {mark: shape for shape in SHAPES for mark in shape.marks}
KIND_FIELDS = frozenset(field for shape in SHAPES for field in shape.fields)
KINDS = tuple(kind for shape in SHAPES for kind in shape.kinds)
"""The 18 names, as they stand in the format's table."""

UNSCORED_KINDS = frozenset({"flashcard", "teach-back"})
