"""The fields that decks have. `kinds` and `decks` declare them; the parser uses their names and
what they hold to tell a field from a text.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Schema = dict[str, Any]

Use = Literal["sentence", "passage", "list", "number", "entries", "unread"]
"""What the parser and the rules over texts must know of a value: a sentence as authors write it, a
text that may begin with a bracket, a list of texts, a number, a list of fields, or what no learner
reads as a text.
"""


class Type(NamedTuple):
    """The values that a field may hold: as JSON Schema, and the uses of their texts."""

    schema: Schema
    uses: frozenset[Use] = frozenset()


class Field(NamedTuple):
    """A field of a deck, with the description that editors show."""

    name: str
    type: Type
    about: str


FIELD_NAMES: set[str] = set()
"""Names that make a line without a colon look like a field."""

TEXT_FIELDS: set[str] = set()
PASSAGE_FIELDS: set[str] = set()
LIST_FIELDS: set[str] = set()
NUMBER_FIELDS: set[str] = set()
ENTRY_FIELDS: set[str] = set()
UNREAD_FIELDS: set[str] = set()

_NAMES_BY_USE: dict[Use, set[str]] = {
    "sentence": TEXT_FIELDS,
    "passage": PASSAGE_FIELDS,
    "list": LIST_FIELDS,
    "number": NUMBER_FIELDS,
    "entries": ENTRY_FIELDS,
    "unread": UNREAD_FIELDS,
}


def declare(*fields: Field) -> dict[str, Field]:
    """Register fields with the parser; returns them by name."""
    for field in fields:
        FIELD_NAMES.add(field.name)
        for use in field.type.uses:
            _NAMES_BY_USE[use].add(field.name)
    return {field.name: field for field in fields}
