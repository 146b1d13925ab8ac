"""The JSON Schema accepts what the loader accepts, and underlines the slips that editors can
see.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from learnms.decks.deck_fields import (
    ALSO_FIELDS,
    CARD_FIELDS,
    CASE_FIELDS,
    DECK_FIELDS,
    PART_FIELDS,
    SOURCE_FIELDS,
)
from learnms.decks.schema import SCHEMA_FILE, json_schema, write_schema
from learnms.decks.template import template
from learnms.kinds.registry import KIND_FIELDS
from tests.decks.test_examples import CASE, HEAD
from tests.factories.deck_files import TODAY, Folder
from tests.factories.kind_examples import EXAMPLES, TRAYS

Draft202012Validator: Any = importlib.import_module(
    "jsonschema"
).Draft202012Validator  # it comes without types
SCHEMA = json_schema()
LIBRARY = sorted(
    path
    for path in (Path(__file__).parents[2] / "decks").rglob("*.yaml")
    if path.name != "sources.yaml"
)


def errors(text: str) -> list[str]:
    """What an editor would underline: dates are text in JSON."""
    data = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)]


def deck(card: str) -> str:
    return f"deck: D\nid: my-deck\ncards:\n- {{id: one-card, {card}, source: book}}\n"


def properties(name: str) -> set[str]:
    schema: dict[str, Any] = SCHEMA["$defs"][name] if name else SCHEMA
    return set(schema["properties"])


def test_it_is_a_schema_of_the_draft_of_2020() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_deck_of_the_library_is_valid(path: Path) -> None:
    assert errors(path.read_text("utf-8")) == []


def test_the_template_is_valid() -> None:
    assert errors(template("My ward", "my-ward", TODAY)) == []


def test_the_example_of_the_format_is_valid() -> None:
    assert errors(HEAD) == []
    assert (
        errors(
            HEAD.replace(
                "cases: []                    # unfolding case studies, made of questions about"
                " cards\n",
                CASE,
            )
        )
        == []
    )


def test_it_knows_the_fields_that_the_loader_knows() -> None:
    assert properties("") == set(DECK_FIELDS)
    assert properties("card") == {*CARD_FIELDS, *KIND_FIELDS}
    assert properties("form") == {*ALSO_FIELDS, *KIND_FIELDS}
    assert properties("part") == {*PART_FIELDS, *KIND_FIELDS}
    assert properties("case") == set(CASE_FIELDS)
    assert set(SCHEMA["properties"]["sources"]["additionalProperties"]["properties"]) == set(
        SOURCE_FIELDS
    )


def test_every_field_is_described() -> None:
    for schema in (SCHEMA, *SCHEMA["$defs"].values(), SCHEMA["$defs"]["option"]["anyOf"][1]):
        for name, field in schema.get("properties", {}).items():
            assert field.get("description", "").endswith(".") or name in ("right", "wrong")


@pytest.mark.parametrize(
    "card",
    [
        "ask: x, answer: 600",
        "ask: x, answer: no, reverse: yes",
        "ask: 2026, answer: 1.5",
        "ask: x, type: [5, five]",
        "ask: x, right: 5, wrong: [6, {text: 7, why: no, unsafe: 'Yes'}]",
        "ask: x, select: all, right: [a, b]",
        "ask: x, select: 2, right: [a, b], wrong: [c], last: c",
        "ask: x, true-false: 'off'",
        "cloze: 'a {{c1::b}}', typed: yes",
        "ask: 'x {a}', given: {a: [1, 2.5], b: 3}, calc: a, unit: mL, round: 1, within: 0.1",
        "ask: x, given: [{a: 1}, {a: '2'}], calc: 5",
        "ask: x, order: [a, b]",
        "ask: x, match: {a: b, c: d}, extra: [e]",
        "ask: x, match: {a: b, c: 5}, extra: e",
        "ask: x, columns: [a, b], rows: {c: a, d: [a, b]}",
        "ask: x, columns: [a, b], rows: {c: [], d: [a]}",
        "ask: x, groups: {h: {right: [a], wrong: [b]}}",
        "ask: x, groups: {h: {right: [a, {text: b, why: c}]}}",
        "ask: x, blanks: 'The {{1}}.', choices: {1: {right: a, wrong: [b]}}",
        "ask: x, highlight: '[[a]] [b]'",
        "ask: x, teach-back: [a]",
        *EXAMPLES.values(),
        (
            "ask: x, answer: y, checked: 2026-11-22, revision: 2, was: [one-old, two-old#c12],"
            " ignore: {LM304: why}, exhibit: {A: b}, audience: nurse"
        ),
        (
            "ask: x, answer: y, reverse: yes, also: [{ask: q, right: a, wrong: [b], part: rev,"
            " level: apply}]"
        ),
    ],
)
def test_what_the_loader_takes_is_valid(folder: Folder, card: str) -> None:
    assert [
        finding.code for finding in folder.deck(deck(card)).findings if finding.code < "LM3"
    ] == []
    assert errors(deck(card)) == []


@pytest.mark.parametrize(
    "card",
    [
        "ask: x, anser: y",
        "ask: x",
        "answer: y",
        "ask: x, answer: y, right: z, wrong: [a]",
        "ask: x, cloze: 'a {{c1::b}}'",
        "ask: x, right: a",
        "ask: x, answer: y, unit: mg",
        "ask: x, answer: y, typed: yes",
        "ask: x, answer: ''",
        "ask: x, answer: ",
        "ask: x, answer: [y]",
        "ask: x, right: a, wrong: [{why: b}]",
        "ask: x, right: a, wrong: []",
        "ask: x, true-false: perhaps",
        "ask: x, answer: y, checked: last week",
        "ask: x, answer: y, level: hard",
        "ask: x, answer: y, audience: [pupil]",
        "ask: x, answer: y, ignore: {LM401: why}",
        "ask: x, answer: y, revision: two",
        "ask: x, answer: y, revision: 0",
        "ask: x, answer: y, revision: '-1'",
        "ask: x, select: 0, right: a, wrong: [b]",
        "ask: x, answer: y, also: {ask: q, answer: a}",
        "ask: x, answer: y, also: [{ask: q, answer: a, topic: t}]",
        "ask: x, given: {a: [many]}, calc: a",
        "cloze: no blank",
        "ask: x, order: [a]",
        "ask: x, order: a, answer: b",
        "ask: x, match: [a, b]",
        "ask: x, match: {a: [b], c: d}",
        "ask: x, match: {a: b}",
        "ask: x, extra: [a]",
        "ask: x, columns: [a, b]",
        "ask: x, columns: [a], rows: {c: a}",
        "ask: x, columns: [a, b], rows: {}",
        "ask: x, groups: {}",
        "ask: x, groups: {h: [a, b]}",
        "ask: x, groups: {h: {wrong: [b]}}",
        "ask: x, groups: {h: {right: [a], wrong: [b], why: c}}",
        "ask: x, blanks: 'The {{1}}.'",
        "ask: x, blanks: none, choices: {1: {right: a, wrong: [b]}}",
        "ask: x, blanks: 'The {{1}}.', choices: {1: {right: a, wrong: [b]}}, score: points",
        "ask: x, blanks: 'The {{1}}.', choices: {1: {right: a, wrong: [b]}}, score: rationale",
        "ask: x, highlight: 'a [wrong span] only'",
        "ask: x, bowtie: {actions: {right: [a, b], wrong: [c, d, e]}}",
        f"ask: x, bowtie: {{{TRAYS.replace(', Wait', '')}}}",
        f"ask: x, bowtie: {{{TRAYS.replace('right: Anaphylaxis', 'right: [Anaphylaxis, Shock]')}}}",
        "ask: x, teach-back: []",
    ],
)
def test_slips_are_underlined_and_told(folder: Folder, card: str) -> None:
    assert [
        finding.code
        for finding in folder.deck(deck(card)).findings
        if finding.code < "LM3" and finding.severity == "error"
    ] != []
    assert errors(deck(card)) != []


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_part_of_a_case_is_a_question_that_is_scored(kind: str) -> None:
    part = f"{{id: part-one, {EXAMPLES[kind]}, tests: [a, b], story: More}}"

    assert (
        errors(f"deck: D\ncases: [{{id: case-one, title: T, story: S, parts: [{part}]}}]\n") == []
    ) is (kind != "teach-back")


@pytest.mark.parametrize(
    ("part", "valid"),
    [
        ("cloze: 'a {{c1::b}}', typed: yes", True),
        ("cloze: 'a {{c1::b}}'", False),
        ("ask: x, answer: y", False),
        ("ask: x, right: a, wrong: [b], last: b", True),
        ("ask: x, right: a, wrong: [b], was: c", False),
    ],
)
def test_what_a_part_of_a_case_may_hold(part: str, valid: bool) -> None:
    assert (
        errors(f"deck: D\ncases: [{{title: T, story: S, parts: [{{{part}}}]}}]\n") == []
    ) is valid


@pytest.mark.parametrize(
    "text",
    [
        "- a list\n",
        "id: my-deck\ncards: []\n",
        "deck: D\n",
        "deck: D\nid: My Deck\ncards: []\n",
        "deck: D\nid: ab\ncards: []\n",
        "deck: D\ncards: {ask: x}\n",
        "deck: D\nauthor: me\ncards: []\n",
        "deck: D\nsources: {a: {publisher: P}}\ncards: []\n",
        "deck: D\nsources: {a: {title: T, url: www}}\ncards: []\n",
        "deck: D\nsources: {a: {title: T, revised: soon}}\ncards: []\n",
        "deck: D\ncases: [{title: T, story: S, parts: []}]\n",
        "deck: D\ntopics: {t: {weight: -1}}\ncards: []\n",
        "deck: D\ntopics: {t: {weight: '-0.5'}}\ncards: []\n",
        "deck: D\ntopics: {t: {weight: 101}}\ncards: []\n",
        "deck: D\ncards: [{id: one-card, ask: x, answer: y, was: Old Card}]\n",
        "deck: D\ncards: [{id: one-card, ask: x, answer: y, was: old-card#2}]\n",
    ],
)
def test_slips_at_the_head_are_underlined(text: str) -> None:
    assert errors(text) != []


@pytest.mark.parametrize(
    ("there", "is_replaced"),
    [
        (None, True),
        ('{"$comment": "Written by learnms 0.0.1", "old": 1}', True),
        ('{"$comment": "Written by learnms 999.0"}', False),
        ('{"title": "learnms deck"}', False),
        ("no JSON", False),
        ("[]", False),
    ],
)
def test_a_schema_file_of_somebody_else_or_of_later_stays(
    there: str | None, is_replaced: bool, tmp_path: Path
) -> None:
    path = tmp_path / SCHEMA_FILE
    if there is not None:
        path.write_text(there, "utf-8")

    assert write_schema(tmp_path) is is_replaced
    assert (path.read_text("utf-8") == there) is not is_replaced
    if is_replaced:
        written = json.loads(path.read_text("utf-8"))
        deck = yaml.safe_load(template("Ward", "ward", TODAY))
        data = json.loads(json.dumps(deck, default=str))
        assert not [*Draft202012Validator(written).iter_errors(data)]
