"""The JSON Schema of a deck file, for editors that complete and check fields as an author types.

It covers what `check` says about fields and their types, as far as a schema can.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from learnms import __version__
from learnms.decks.deck_fields import (
    ALSO_FIELDS,
    CARD_FIELDS,
    CASE_FIELDS,
    DECK_FIELDS,
    PART_FIELDS,
)
from learnms.files import read_bytes, whole_file
from learnms.kinds.field_types import TEXT, described
from learnms.kinds.options import OPTION_FIELDS
from learnms.kinds.registry import KIND_FIELDS, SPECS, UNSCORED_KINDS, either_of
from learnms.syntax.field_names import Field, Schema

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_FILE = "learnms.schema.json"
"""The file beside a deck to which its first line points, so that editors complete its fields."""
_WRITTEN = "Written by learnms "
_LARGEST = 1_000_000


def _question(fields: dict[str, Field], *, scored: bool = False) -> Schema:
    """An object that is one kind of question, with no field of another kind. `scored` leaves out
    self-graded kinds.
    """
    needs = {
        name: list(spec.needs) for spec in SPECS for name in spec.fields if name not in spec.needs
    }
    kinds: dict[str, Schema] = {
        spec.marks[0]: {"title": either_of(spec.kinds), "required": list(spec.needs)}
        for spec in SPECS
        if not (scored and UNSCORED_KINDS.issuperset(spec.kinds))
    }
    if scored:
        kinds["cloze"]["required"] = ["cloze", "typed"]
    kinds["right"]["anyOf"] = [
        {"required": ["wrong"]},
        {"properties": {"select": {"const": "all"}}, "required": ["select"]},
    ]
    rules = [
        {"if": {"required": ["cloze"]}, "then": {"not": {"required": ["ask"]}}},
        {
            "if": {"required": ["score"]},
            "then": {"properties": {"choices": {"minProperties": 2, "maxProperties": 3}}},
        },
    ]
    return described(
        {**KIND_FIELDS, **fields}, oneOf=list(kinds.values()), dependentRequired=needs, allOf=rules
    )


def json_schema() -> Schema:
    """The schema of a deck file, in the draft of 2020-12."""
    option: dict[str, Any] = described(OPTION_FIELDS, required=["text"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "learnms deck",
        "description": "A deck of cards for learnms, in one YAML file.",
        **described(
            DECK_FIELDS, required=["deck"], anyOf=[{"required": ["cards"]}, {"required": ["cases"]}]
        ),
        "$defs": {
            "option": {"anyOf": [TEXT.schema, option]},
            "card": _question(CARD_FIELDS),
            "form": _question(ALSO_FIELDS),
            "part": _question(PART_FIELDS, scored=True),
            "case": described(CASE_FIELDS, required=["title", "story", "parts"]),
        },
    }


def write_schema(folder: Path) -> bool:
    """Write the schema file into a folder of decks; whether it holds this program's schema now.

    A file there is replaced if learnms wrote it and its version is not a later one; any other file
    stays.

    Raises:
        OSError: it cannot be written.
    """
    path = folder / SCHEMA_FILE
    is_there = path.exists() or path.is_symlink()
    if is_there and not _is_replaceable(path):
        return False
    with whole_file(path, replace=is_there, private=False) as file:
        schema = {"$comment": f"{_WRITTEN}{__version__}", **json_schema()}
        file.write(json.dumps(schema, indent=2) + "\n")
    return True


def _is_replaceable(path: Path) -> bool:
    """Whether this or an earlier version of learnms wrote a schema file."""
    try:
        comment = json.loads(read_bytes(path, _LARGEST)).get("$comment", "")
    except (OSError, ValueError, AttributeError, RecursionError):
        return False
    if not isinstance(comment, str) or not comment.startswith(_WRITTEN):
        return False
    return _order(comment.removeprefix(_WRITTEN)) <= _order(__version__)


def _order(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]{1,9}", version)]
