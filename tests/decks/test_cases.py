"""Cases: what their parts may be, what they take from their case, and what keeps them from being
asked.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from learnms.decks.codec import case_from_json, counts, to_json
from learnms.decks.model import Case
from learnms.kinds.registry import KINDS, UNSCORED_KINDS
from tests.factories.deck_files import GOOD, HEAD, HEAD_LINES, Folder, outcome
from tests.factories.kind_examples import EXAMPLES

SCORED = {
    "cloze": "cloze: 'a {{c1::b}} c', typed: yes",
    "typed": "ask: x, type: [a, b]",
    "single": "ask: x, right: {text: a, why: w}, wrong: [{text: b, unsafe: yes}, c], last: c",
    "select-all": "ask: x, select: all, right: [a, b], wrong: [c]",
    "select-n": "ask: x, select: 2, right: [a, b], wrong: [c]",
    "true-false": "ask: x, true-false: no",
    "calculation": "ask: 'Give {a}', given: [{a: 1}, {a: 2.5}], calc: a * 2, unit: mL",
    **{kind: fields for kind, fields in EXAMPLES.items() if kind not in UNSCORED_KINDS},
}
CASE = (
    "- id: case-one\n  title: T\n  story: S\n  exhibit: {Vitals: 120/80}\n  source: book §1\n "
    " checked: 2026-11-22\n  topic: basics\n  parts:\n"
)
ABOVE = HEAD_LINES + GOOD.count("\n") + 1


def written(*parts: str, case: str = CASE) -> str:
    return f"{HEAD}{GOOD}cases:\n{case}" + "".join(f"  - {{{part}}}\n" for part in parts)


def cases(folder: Folder, text: str) -> tuple[list[str], list[Case]]:
    """What was said, with places counted from the first case, and what can be asked."""
    checked = folder.deck(text)
    read = checked.loaded[0].read
    assert read is not None
    return outcome(checked, ABOVE).problems, list(read.deck.cases)


def test_the_kinds_of_this_file_are_all_that_are_scored() -> None:
    assert set(SCORED) == set(KINDS) - UNSCORED_KINDS


@pytest.mark.parametrize("kind", SCORED)
def test_a_part_of_any_scored_kind_is_asked_as_a_whole_and_comes_back_from_json(
    folder: Folder, kind: str
) -> None:
    problems, (case,) = cases(
        folder,
        written(
            f"id: part-one, {SCORED[kind]}, step: take-action, story: More, exhibit: {{Labs: low}},"
            " tests: good-one"
        ),
    )

    form = case.parts[0].form
    assert problems == []
    assert (form.kind, form.asks(None), form.compiled.keys[0][0]) == (
        kind,
        form.compiled.asks[0][1],
        None,
    )
    assert case_from_json(json.loads(json.dumps(to_json(case)))) == case


def test_a_part_takes_from_its_case_what_it_does_not_say_itself(folder: Folder) -> None:
    _, (case,) = cases(
        folder,
        written(
            f"id: part-one, {SCORED['single']}",
            f"id: part-two, {SCORED['order']}, source: book §9, checked: 2026-01-02, topic: doses,"
            " exhibit: {Labs: low}, story: Later",
        ),
    )

    first, second = case.parts
    assert (
        first.form.notes.sources[0].place,
        first.form.notes.checked,
        first.topic,
        first.story,
    ) == ("§1", date(2026, 11, 22), "basics", None)
    assert (
        second.form.notes.sources[0].place,
        second.form.notes.checked,
        second.topic,
        second.story,
    ) == ("§9", date(2026, 1, 2), "doses", "Later")
    assert (case.exhibit, second.form.notes.exhibit) == (
        (("Vitals", "120/80"),),
        (("Labs", "low"),),
    )


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        (
            "ask: x, answer: y",
            (
                "9:28 error LM222 part part-one is a flashcard, which is not scored"
                " (use a scored kind, such as `right` and `wrong`)"
            ),
        ),
        (
            "ask: x, answer: y, reverse: yes",
            (
                "9:28 error LM222 part part-one is a flashcard, which is not scored"
                " (use a scored kind, such as `right` and `wrong`)"
            ),
        ),
        (
            "ask: x, teach-back: [y]",
            (
                "9:28 error LM222 part part-one is a teach-back, which is not scored"
                " (use a scored kind, such as `right` and `wrong`)"
            ),
        ),
        (
            "cloze: 'a {{c1::b}}'",
            ("9:20 error LM222 part part-one is a cloze, which is not scored (write `typed: yes`)"),
        ),
        (
            "cloze: '{{c1::a}} {{c2::b}}', typed: yes",
            (
                "9:20 error LM213 part part-one asks 2 blanks, but a part of a case asks one (write"
                " one part for each blank)"
            ),
        ),
    ],
)
def test_lm222_a_part_that_is_not_scored_is_not_asked(
    folder: Folder, part: str, problem: str
) -> None:
    problems, asked = cases(
        folder, written(f"id: part-one, {part}", f"id: part-two, {SCORED['typed']}")
    )

    assert problems == [problem]
    assert [one.id for case in asked for one in case.parts] == ["part-two"]


def test_a_broken_part_leaves_the_others(folder: Folder) -> None:
    problems, asked = cases(
        folder,
        written(
            "id: part-one, ask: x, order: [a]",
            f"id: part-two, {SCORED['match']}",
            "id: part-six, ask: x, right: [a, b], wrong: c",
        ),
    )

    assert [problem.split()[2] for problem in problems] == ["LM206", "LM205"]
    assert [one.id for case in asked for one in case.parts] == ["part-two"]


def test_a_case_of_broken_parts_is_not_asked(folder: Folder) -> None:
    problems, asked = cases(folder, written("id: part-one, ask: x, order: [a]"))

    assert ([problem.split()[2] for problem in problems], asked) == (["LM206"], [])


@pytest.mark.parametrize(
    ("value", "what"), [(" []", "an empty list"), ("", "empty"), (" # to do", "empty")]
)
def test_lm202_a_case_without_a_question(folder: Folder, value: str, what: str) -> None:
    problems, asked = cases(folder, written(case=CASE.removesuffix("\n") + value + "\n"))

    fix = "write the first question below it, which starts with `- id:`"
    assert problems == [f"8:3 error LM202 `parts` is {what}, so the case asks nothing ({fix})"]
    assert asked == []


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (CASE.replace("2026-11-22", "last week"), "LM103"),
        (CASE.replace("topic: basics", "topic: nowhere"), "LM215"),
        (CASE.replace("story: S", "storry: S"), "LM104"),
        (CASE.replace("title: T", "title: T\n  colour: red"), "LM104"),
        (CASE.replace("title: T\n  ", ""), "LM201"),
        (CASE.replace("exhibit: {Vitals: 120/80}", "exhibit: none"), "LM102"),
    ],
)
def test_an_error_at_the_head_keeps_the_whole_case_out(
    folder: Folder, case: str, code: str
) -> None:
    problems, asked = cases(folder, written(f"id: part-one, {SCORED['typed']}", case=case))

    assert ([problem.split()[2] for problem in problems], asked) == ([code], [])


@pytest.mark.parametrize(
    "case", [CASE.replace("2026-11-22", "2024-01-01"), CASE.replace("book §1", "boook §1")]
)
def test_what_keeps_no_card_out_keeps_no_case_out(folder: Folder, case: str) -> None:
    problems, asked = cases(folder, written(f"id: part-one, {SCORED['typed']}", case=case))

    assert (len(problems), len(asked)) == (1, 1)


def test_lm803_a_part_with_the_id_of_another_is_not_asked(folder: Folder) -> None:
    parts = [
        f"id: {ident}, {SCORED['typed']}"
        for ident in ("part-one", "part-one", "good-one", "part-two")
    ]

    problems, asked = cases(folder, written(*parts))

    assert [problem.split()[:3] for problem in problems] == [
        ["10:10", "error", "LM803"],
        ["11:10", "error", "LM803"],
    ]
    assert [part.line - ABOVE for case in asked for part in case.parts] == [9, 12]


def test_lm803_of_two_cases_with_one_id_the_first_is_asked(folder: Folder) -> None:
    second = (
        CASE.replace("title: T", "title: Second") + f"  - {{id: part-two, {SCORED['typed']}}}\n"
    )

    problems, asked = cases(folder, written(f"id: part-one, {SCORED['typed']}") + second)

    assert [problem.split()[:3] for problem in problems] == [["10:7", "error", "LM803"]]
    assert [(case.title, len(case.parts)) for case in asked] == [("T", 1)]


def test_lm801_a_case_and_a_part_without_an_id_are_read(folder: Folder) -> None:
    problems, asked = cases(
        folder, written(SCORED["typed"], case=CASE.replace("id: case-one\n  title", "title"))
    )

    assert problems == [
        "1:3 error LM801 1 case and 1 part of a case have no `id` (run `learnms fix deck.yaml`)"
    ]
    assert [(case.id, case.parts[0].id) for case in asked] == [(None, None)]
    assert asked == [case_from_json(json.loads(json.dumps(to_json(case)))) for case in asked]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("test", "tests"), ("steps", "step"), ("Story", "story"), ("exhibits", "exhibit")],
)
def test_a_mistyped_name_in_a_part_is_the_only_finding(
    folder: Folder, name: str, meant: str
) -> None:
    problems, asked = cases(
        folder,
        written(f"id: part-one, {SCORED['typed']}, {name}: a", f"id: part-two, {SCORED['typed']}"),
    )

    assert problems == [
        f"9:42 error LM104 unknown field `{name}` in part part-one (did you mean `{meant}`?)"
    ]
    assert [part.id for part in asked[0].parts] == ["part-two"]


def test_fields_of_a_card_have_no_place_in_a_part(folder: Folder) -> None:
    for field in ("was: old-one", "revision: 2", "also: [{ask: q, answer: a}]", "part: c1"):
        problems, _ = cases(
            folder,
            written(
                f"id: part-one, {SCORED['typed']}, {field}", f"id: part-two, {SCORED['typed']}"
            ),
        )
        assert [problem.split()[:3] for problem in problems] == [["9:42", "error", "LM104"]], field


def test_listings_count_cases_and_their_questions(folder: Folder) -> None:
    deck = folder.read(
        written(f"id: part-one, {SCORED['match']}", f"id: part-two, {SCORED['bowtie']}")
    ).deck

    assert {
        name: counts(deck)[name] for name in ("cards", "parts", "questions", "cases", "kinds")
    } == {
        "cards": 1,
        "parts": 1,
        "questions": 2,
        "cases": 1,
        "kinds": {"bowtie": 1, "flashcard": 1, "match": 1},
    }


def test_a_case_without_notes_comes_back_from_json(folder: Folder) -> None:
    (case,) = cases(folder, written(f"id: part-one, {SCORED['typed']}"))[1]
    bare = replace(
        case,
        exhibit=(),
        topic=None,
        parts=(replace(case.parts[0], story=None, topic=None, tests=("a", "b#c1")),),
    )

    assert case_from_json(json.loads(json.dumps(to_json(bare)))) == bare
