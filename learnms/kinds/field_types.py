"""The types of fields: their JSON Schema, and what the parser must know of them.

Editors read `600` as a number and `yes` as true where learnms reads text, so every text may also be
a number or a boolean.
"""

from __future__ import annotations

from typing import Any

from learnms.syntax.field_names import Field, Schema, Type, Use

_NUMBER: frozenset[Use] = frozenset({"number", "unread"})
UNREAD: frozenset[Use] = frozenset({"unread"})

TEXT = Type({"type": ["string", "number", "boolean"], "pattern": r"\S"})
SENTENCE = Type(TEXT.schema, frozenset({"sentence"}))
REFERENCE = Type(TEXT.schema, UNREAD)
"""A name or a formula, which no learner reads as a text."""

FLAG = Type(
    {
        "anyOf": [
            {"type": "boolean"},
            {
                "type": "string",
                "pattern": (
                    "^([Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]"
                    "|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
                ),
            },
        ]
    }
)
INTEGER = Type(
    {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[+-]?[0-9]+$"}]}, _NUMBER
)
COUNT = Type(
    {
        "anyOf": [
            {"type": "integer", "minimum": 1},
            {"type": "string", "pattern": "^[+]?0*[1-9][0-9]*$"},
        ]
    },
    _NUMBER,
)
NUMBER = Type(
    {
        "anyOf": [
            {"type": "number"},
            {"type": "string", "pattern": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"},
        ]
    },
    _NUMBER,
)
SHARE = Type(
    {
        "anyOf": [
            {"type": "number", "minimum": 0, "maximum": 100},
            {"type": "string", "pattern": r"^(-0*(\.0*)?|[+]?([0-9]+(\.[0-9]*)?|\.[0-9]+))$"},
        ]
    },
    frozenset({"number"}),
)
DAY = Type({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, UNREAD)
PARTIAL_DAY = Type(
    {
        "anyOf": [
            {"type": "integer", "minimum": 1000, "maximum": 9999},
            {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
        ]
    }
)


def word_of(words: tuple[str, ...]) -> Type:
    """One of a few words."""
    return Type({"enum": list(words)}, UNREAD)


def one_or_list(item: Type) -> Type:
    """A value, or a list of such values."""
    array = {"type": "array", "items": item.schema, "minItems": 1}
    return Type({"anyOf": [item.schema, array]}, item.uses | {"list"})


def list_of(item: Type, least: int = 1) -> Type:
    """A list of values."""
    array = {"type": "array", "items": item.schema, "minItems": least}
    return Type(array, item.uses | {"list"})


def by_name(value: Type, least: int = 0) -> Type:
    """Values under names that the author chooses."""
    return Type({"type": "object", "additionalProperties": value.schema, "minProperties": least})


def with_sign(pattern: str, *, passage: bool = False) -> Type:
    """A sentence that must contain a sign; a passage may begin with it."""
    use: Use = "passage" if passage else "sentence"
    return Type({"type": "string", "pattern": pattern}, frozenset({use}))


def described(fields: dict[str, Field], **more: Any) -> Schema:
    """The schema of an object of known fields, each with its description."""
    properties = {
        name: {**field.type.schema, "description": field.about} for name, field in fields.items()
    }
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def either(*types: Type, uses: frozenset[Use] = frozenset()) -> Type:
    """A value of any of the types, with uses of its own."""
    return Type({"anyOf": [kind.schema for kind in types]}, uses)


def reference(name: str) -> Schema:
    """A reference to a definition of the schema."""
    return {"$ref": f"#/$defs/{name}"}


OPTION = Type(reference("option"), frozenset({"sentence"}))
OPTIONS = one_or_list(OPTION)
HEADED_OPTIONS = by_name(
    Type(
        {
            "type": "object",
            "properties": {"right": OPTIONS.schema, "wrong": OPTIONS.schema},
            "required": ["right"],
            "additionalProperties": False,
        }
    ),
    least=1,
)
ASK = Field("ask", SENTENCE, "The question; for true-false, the statement.")
