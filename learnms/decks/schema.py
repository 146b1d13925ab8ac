"""The JSON Schema of a deck file, for editors that complete and underline while an author types.

It says what `check` says about fields and their types, and no more than a schema can. Editors read
`600` as a number and `yes` as true where learnms reads text, so wherever text belongs those are
allowed too.
"""

from __future__ import annotations

from typing import Any

from learnms.decks.model import AUDIENCES, LEVELS, STEPS
from learnms.decks.read_card import ID
from learnms.kinds.groups import BOWTIE
from learnms.kinds.registry import UNSCORED_KINDS

Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_FLAG: Schema = {
    "anyOf": [
        {"type": "boolean"},
        {
            "type": "string",
            "pattern": (
                "^([Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
            ),
        },
    ]
}
_INTEGER: Schema = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[+-]?[0-9]+$"}]}
_COUNT: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 1},
        {"type": "string", "pattern": "^[+]?0*[1-9][0-9]*$"},
    ]
}
_NUMBER: Schema = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "pattern": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"},
    ]
}
_SHARE: Schema = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^(-0*(\.0*)?|[+]?([0-9]+(\.[0-9]*)?|\.[0-9]+))$"},
    ]
}
_DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_PARTIAL_DAY: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 1000, "maximum": 9999},
        {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    ]
}
_ID: Schema = {"type": ["string", "integer"], "pattern": f"^{ID.pattern}"}
_WAS: Schema = {
    "type": ["string", "integer"],
    "pattern": f"^{ID.pattern.removesuffix('$')}(#(c[0-9]{{1,9}}|rev))?$",
}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _one_or_list(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _list_of(item: Schema, least: int = 1) -> Schema:
    return {"type": "array", "items": item, "minItems": least}


def _by_name(value: Schema, least: int = 0) -> Schema:
    return {"type": "object", "additionalProperties": value, "minProperties": least}


def _written(pattern: str) -> Schema:
    """A text in which some sign has to stand."""
    return {"type": "string", "pattern": pattern}


def _fields(described: dict[str, tuple[Schema, str]], **more: Any) -> Schema:
    """An object of known fields, each with its description."""
    properties = {
        name: {**schema, "description": description}
        for name, (schema, description) in described.items()
    }
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


_WORD = {"enum": list(AUDIENCES)}
_OPTIONS = _one_or_list(_ref("option"))
_HEADED = _by_name(
    {
        "type": "object",
        "properties": {"right": _OPTIONS, "wrong": _OPTIONS},
        "required": ["right"],
        "additionalProperties": False,
    },
    least=1,
)


def _tray(right: int, total: int) -> Schema:
    """A list of a bow-tie, with so many options right and so many in all."""
    lists = {
        name: {"type": "array", "items": _ref("option"), "minItems": count, "maxItems": count}
        for name, count in (("right", right), ("wrong", total - right))
    }
    if right == 1:
        lists["right"] = {"anyOf": [_ref("option"), lists["right"]]}
    return {
        "type": "object",
        "properties": lists,
        "required": ["right", "wrong"],
        "additionalProperties": False,
    }


_NOTE_FIELDS: dict[str, tuple[Schema, str]] = {
    "explain": (
        _TEXT,
        (
            "The rationale: always shown after answering. In a calculation {dose} is the number"
            " drawn, and {= dose / 30} is worked out of it."
        ),
    ),
    "hint": (_TEXT, "A help that the learner may open before answering."),
    "source": (
        _one_or_list(_TEXT),
        (
            "Where the fact comes from: a key of the sources, a space, and the place, such as `uspi"
            " §2.3`. Or a list of these."
        ),
    ),
    "checked": (_DAY, "The day on which somebody held the card against its source, as 2026-11-22."),
    "exhibit": (
        _by_name(_TEXT),
        (
            "Material shown beside the question: one tab for each field, with its text. A Markdown"
            " table is drawn as a table."
        ),
    ),
    "level": (
        {"enum": list(LEVELS)},
        "What the question asks for: recall, understand, apply or analyse.",
    ),
    "step": ({"enum": list(STEPS)}, "The step of clinical judgement that the question is about."),
}

_KIND_FIELDS: dict[str, tuple[Schema, str]] = {
    "ask": (_TEXT, "The question, or for true-false the statement."),
    "answer": (_TEXT, "flashcard: what the learner compares with."),
    "reverse": (
        _FLAG,
        "flashcard: yes also asks from the answer back to the question, as a fact of its own.",
    ),
    "cloze": (
        _written(r"\{\{"),
        (
            "A sentence with blanks: {{c1::hidden text}}, or {{c1::hidden text::hint}}. Each name"
            " is a fact of its own."
        ),
    ),
    "typed": (_FLAG, "cloze: yes asks for typing instead of self-grading."),
    "type": (
        _one_or_list(_TEXT),
        (
            "typed: the text that counts as right, or a list of such texts, the first of which is"
            " shown."
        ),
    ),
    "right": (
        _OPTIONS,
        (
            "Options: what is right. One makes a single best answer; for more, say how many with"
            " `select`."
        ),
    ),
    "wrong": (_OPTIONS, "Options: what is wrong."),
    "select": (
        {"anyOf": [{"const": "all"}, _COUNT]},
        "Options: `all` for select all that apply, or exactly how many are picked.",
    ),
    "last": (
        _TEXT,
        "Options: the text of the one that is always shown last, such as `None of these`.",
    ),
    "true-false": (_FLAG, "Whether the statement under `ask` is true."),
    "given": (
        {"anyOf": [_by_name(_one_or_list(_NUMBER)), _list_of(_by_name(_NUMBER))]},
        (
            "calculation: numbers by name, as lists (every combination is used) or as a list of"
            " rows (only these cases)."
        ),
    ),
    "calc": (_TEXT, "calculation: the formula, of numbers, names, + - * / ( ), min and max."),
    "unit": (
        _one_or_list(_TEXT),
        "calculation: the unit of the answer, or a list of spellings, the first of which is shown.",
    ),
    "round": (_INTEGER, "calculation: how many decimal places the answer is rounded to, half up."),
    "within": (_NUMBER, "calculation: how far off an answer may be and still count as right."),
    "order": (_list_of(_TEXT, 2), "order: the steps in the right order."),
    "match": (_by_name(_TEXT, least=2), "match: what belongs together, left: right."),
    "extra": (_one_or_list(_TEXT), "match: further right-hand texts that belong to nothing."),
    "columns": (_list_of(_TEXT, 2), "matrix: the headings of the columns."),
    "rows": (
        _by_name({"anyOf": [_TEXT, _list_of(_TEXT, 0)]}, least=1),
        "matrix: for each finding its column, or a list of columns; an empty list where none fits.",
    ),
    "groups": (_HEADED, "groups: for each heading its `right` and `wrong` options."),
    "blanks": (
        _written(r"\{\{"),
        "Drop-downs: the sentence, with {{1}}, {{2}} where a choice is made.",
    ),
    "choices": (_HEADED, "Drop-downs: for each number of a blank its `right` and `wrong` options."),
    "score": (
        {"const": "rationale"},
        "Drop-downs: `rationale` scores cause and reasons together; blank 1 is the anchor.",
    ),
    "highlight": (_written(r"\[\["), "highlight: a text with [[right spans]] and [wrong spans]."),
    "bowtie": (
        {
            "type": "object",
            "properties": {name: _tray(right, total) for name, right, total in BOWTIE},
            "required": [name for name, _, _ in BOWTIE],
            "additionalProperties": False,
        },
        "bowtie: actions (2 right of 5), condition (1 of 4), monitor (2 of 5).",
    ),
    "teach-back": (
        _list_of(_TEXT),
        "teach-back: the points that a good explanation in own words makes.",
    ),
}

# Exactly one of these sets makes a question: the fields in front name the kind, those behind belong
# to it only.
_KINDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("flashcard", ("ask", "answer"), ("reverse",)),
    ("cloze", ("cloze",), ("typed",)),
    ("typed", ("ask", "type"), ()),
    ("single, select-all or select-n", ("ask", "right"), ("wrong", "select", "last")),
    ("true-false", ("ask", "true-false"), ()),
    ("calculation", ("ask", "calc"), ("given", "unit", "round", "within")),
    ("order", ("ask", "order"), ()),
    ("match", ("ask", "match"), ("extra",)),
    ("matrix-one or matrix-any", ("ask", "rows", "columns"), ()),
    ("groups", ("ask", "groups"), ()),
    ("dropdown or rationale", ("ask", "blanks", "choices"), ("score",)),
    ("highlight", ("ask", "highlight"), ()),
    ("bowtie", ("ask", "bowtie"), ()),
    ("teach-back", ("ask", "teach-back"), ()),
)
_CHOICE, _CLOZE = (
    next(place for place, (_, marks, _) in enumerate(_KINDS) if mark in marks)
    for mark in ("right", "cloze")
)

_CARD_FIELDS: dict[str, tuple[Schema, str]] = {
    "id": (
        _ID,
        "What its memory is found by: never changed, never used twice. `learnms fix` writes one.",
    ),
    **_KIND_FIELDS,
    **_NOTE_FIELDS,
    "topic": (_TEXT, "One of the deck's topics."),
    "tags": (_one_or_list(_TEXT), "Words to find cards by."),
    "audience": (_one_or_list(_WORD), "Whom the card is for, where it differs from the deck."),
    "was": (
        _one_or_list(_WAS),
        (
            "An id that this card had before, or a list; `old#c2` names one part of it. It takes"
            " over the history."
        ),
    ),
    "revision": (_COUNT, "Raise it to make every learner see the card again."),
    "ignore": (
        {
            "type": "object",
            "patternProperties": {"^LM[35679][0-9]{2}$": _TEXT},
            "additionalProperties": False,
        },
        (
            "Codes of findings to silence, each with a reason: {LM503: the card is about this"
            " notation}."
        ),
    ),
    "also": (
        {"type": "array", "items": _ref("form")},
        "Further ways to ask the same fact; each visit draws the one seen longest ago.",
    ),
}

_PART_OMITS = ("was", "revision", "also")


def _question(described: dict[str, tuple[Schema, str]], *, scored: bool = False) -> Schema:
    """An object that is one kind of question: none of its fields belongs to another. `scored`
    leaves out what the learner grades.
    """
    needs = {
        extra: list(marks) for _, marks, extras in _KINDS for extra in extras if extra in described
    }
    kinds: list[Schema] = [{"title": title, "required": list(marks)} for title, marks, _ in _KINDS]
    if scored:
        kinds[_CLOZE]["required"] = ["cloze", "typed"]
    kinds[_CHOICE]["anyOf"] = [
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
    kinds = [kind for kind in kinds if not scored or kind["title"] not in UNSCORED_KINDS]
    return _fields(described, oneOf=kinds, dependentRequired=needs, allOf=rules)


def _definitions() -> Schema:
    part = {name: field for name, field in _CARD_FIELDS.items() if name not in _PART_OMITS}
    part["story"] = (_TEXT, "What has happened meanwhile; it stays readable from here on.")
    part["tests"] = (
        _one_or_list(_TEXT),
        "The cards (or card#part) that this part is evidence about.",
    )
    case_names = (
        "id",
        "exhibit",
        "source",
        "checked",
        "topic",
        "tags",
        "audience",
        "explain",
        "hint",
        "level",
        "step",
        "ignore",
    )
    case: dict[str, tuple[Schema, str]] = {name: _CARD_FIELDS[name] for name in case_names}
    case["title"] = (_TEXT, "What the case is called.")
    case["story"] = (_TEXT, "The patient and what has happened so far.")
    case["parts"] = (_list_of(_ref("part")), "The questions of the case, in order.")
    option = _fields(
        {
            "text": (_TEXT, "The option as shown."),
            "why": (_TEXT, "This option's own rationale, shown after answering."),
            "unsafe": (_FLAG, "yes marks a choice that would harm."),
        },
        required=["text"],
    )
    form = {
        "part": (_TEXT, "The part of the card that this form asks: c1, c2, rev."),
        **_KIND_FIELDS,
        **_NOTE_FIELDS,
    }
    return {
        "option": {"anyOf": [_TEXT, option]},
        "card": _question(_CARD_FIELDS),
        "form": _question(form),
        "part": _question(part, scored=True),
        "case": _fields(case, required=["title", "story", "parts"]),
    }


def json_schema() -> Schema:
    """The schema of a deck file, in the draft of 2020-12."""
    topic = _fields(
        {
            "title": (_TEXT, "The topic as shown."),
            "weight": (_SHARE, "Its share of the deck, in per cent."),
        }
    )
    source = _fields(
        {
            "title": (_TEXT, "What the source is called."),
            "publisher": (_TEXT, "Who published it."),
            "revised": (_PARTIAL_DAY, "When it was last revised: YYYY, YYYY-MM or a day."),
            "reviewed": (_PARTIAL_DAY, "When somebody last looked for a newer revision."),
            "via": (_TEXT, "Which copy was read, where it was not the original."),
            "url": ({"type": "string", "pattern": "^https?://"}, "Its address."),
        },
        required=["title"],
    )
    deck: dict[str, tuple[Schema, str]] = {
        "deck": (_TEXT, "The title of the deck."),
        "id": (_ID, "What progress finds the deck by: never changed. Required to publish."),
        "about": (_TEXT, "What the deck teaches, in a sentence or two."),
        "audience": (_one_or_list(_WORD), "Whom the cards are for; left out, everybody."),
        "language": (_TEXT, "The language of the cards, such as `en`."),
        "version": (_TEXT, "Free text, shown to learners."),
        "disclaimer": (_TEXT, "What learners must know about the limits of the deck."),
        "topics": (
            _by_name({"anyOf": [_TEXT, topic]}),
            "The blueprint: what the deck promises to cover, and how much of it.",
        ),
        "sources": (
            _by_name(source),
            (
                "Where the facts stand, by key. A sources.yaml beside the deck holds the same"
                " entries at its root."
            ),
        ),
        "glossary": (_by_name(_TEXT), "Terms in plain words; the learner opens them with a key."),
        "cards": (
            {"anyOf": [{"type": "array", "items": _ref("card")}, {"type": "null"}]},
            "What is scheduled: one fact each.",
        ),
        "cases": (
            {"anyOf": [{"type": "array", "items": _ref("case")}, {"type": "null"}]},
            "Unfolding case studies, made of questions about cards.",
        ),
    }
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "learnms deck",
        "description": "A deck of cards for learnms, in one YAML file.",
    }
    return {
        **head,
        **_fields(
            deck, required=["deck"], anyOf=[{"required": ["cards"]}, {"required": ["cases"]}]
        ),
        "$defs": _definitions(),
    }
