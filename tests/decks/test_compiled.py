"""What each kind compiles to: the groups with their labels, rules and limits, the text around
them, and the answer key.
"""

from __future__ import annotations

import pytest

from learnms.kinds.registry import KINDS
from learnms.kinds.response import Arrange, Compiled, Group, Option, Pick, SelfGrade
from tests.factories.deck_files import Folder, question
from tests.factories.kind_examples import EXAMPLES, example


def compiled(folder: Folder, kind: str) -> Compiled:
    return folder.card(example(kind)).forms[0].compiled


def pick(folder: Folder, kind: str) -> Pick:
    response = compiled(folder, kind).ask(None).response
    assert isinstance(response, Pick)
    return response


def rights(response: Pick) -> dict[str, list[str]]:
    return {
        group.label: [option.text for option in group.options if option.right]
        for group in response.groups
    }


def test_there_are_eighteen_kinds() -> None:
    assert len(KINDS) == len(set(KINDS)) == 18
    assert set(EXAMPLES) < set(KINDS)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_each_is_told_by_its_fields_and_asks_the_whole_card(folder: Folder, kind: str) -> None:
    made = compiled(folder, kind)

    assert (made.kind, made.is_draft) == (kind, False)
    assert [part for part, _ in made.asks] == [part for part, _ in made.keys] == [None]
    assert made.ask(None).prompt == "x"


def test_an_order_keeps_its_steps_in_the_right_order(folder: Folder) -> None:
    assert compiled(folder, "order").ask(None).response == Arrange(("first", "second", "third"))
    assert compiled(folder, "order").keys == ((None, "first\x1fsecond\x1fthird"),)


def test_a_match_is_a_list_for_each_left_side_with_the_same_options(folder: Folder) -> None:
    response = pick(folder, "match")

    assert (response.shape, response.same_order, response.linked) == ("rows", True, False)
    assert rights(response) == {
        "HBsAg positive": ["Do not give"],
        "Fever": ["Wait"],
        "No finding": ["Give"],
    }
    assert {tuple(option.text for option in group.options) for group in response.groups} == {
        ("Do not give", "Wait", "Give", "Give half")
    }
    assert {(group.rule, group.limit, group.fixed) for group in response.groups} == {
        ("each", 1, False)
    }


def test_a_matrix_of_one_column_a_row(folder: Folder) -> None:
    response = pick(folder, "matrix-one")

    assert (response.shape, rights(response)) == (
        "grid",
        {"Fever": ["Stop"], "Headache last week": ["Go"]},
    )
    assert {(group.rule, group.limit, group.fixed) for group in response.groups} == {
        ("each", 1, True)
    }


def test_a_matrix_of_any_columns_a_row(folder: Folder) -> None:
    response = pick(folder, "matrix-any")

    assert response.shape == "grid"
    assert rights(response) == {
        "Infection check": ["First dose", "Later dose"],
        "Screening": ["First dose"],
        "Lumbar puncture": [],
    }
    assert {(group.rule, group.limit, group.fixed) for group in response.groups} == {
        ("plus-minus", None, True)
    }


def test_one_list_among_the_rows_lets_all_rows_take_any_number(folder: Folder) -> None:
    made = (
        folder.card(
            question("ask: x", "columns: [Go, Stop]", "rows: {Fever: Stop, Rash: [Go, Stop]}")
        )
        .forms[0]
        .compiled
    )

    response = made.ask(None).response
    assert isinstance(response, Pick)
    assert (made.kind, {(group.rule, group.limit) for group in response.groups}) == (
        "matrix-any",
        {("plus-minus", None)},
    )


def test_groups_are_lists_under_headings(folder: Folder) -> None:
    response = pick(folder, "groups")

    assert (response.shape, rights(response)) == (
        "columns",
        {"Before": ["Steroid", "Antihistamine"], "After": ["Watch for an hour"]},
    )
    assert {(group.rule, group.limit, group.fixed) for group in response.groups} == {
        ("plus-minus", None, False)
    }


def test_drop_downs_are_a_choice_for_each_blank(folder: Folder) -> None:
    response = pick(folder, "dropdown")

    assert (response.shape, response.text, response.linked) == (
        "sentence",
        "Give {{1}} over {{2}}.",
        False,
    )
    assert rights(response) == {"1": ["300 mg"], "2": ["2.5 hours"]}
    assert {(group.rule, group.limit) for group in response.groups} == {("each", 1)}


def test_a_rationale_links_its_blanks(folder: Folder) -> None:
    response = pick(folder, "rationale")

    assert (response.shape, response.linked) == ("sentence", True)
    assert rights(response) == {"1": ["stops"], "2": ["it is a reaction"]}


def test_blank_one_is_the_anchor_of_a_rationale_wherever_it_stands(folder: Folder) -> None:
    card = folder.card(
        example("rationale").replace(
            "The nurse first {{1}} because {{2}}.", "Because {{2}}, the nurse first {{1}}."
        )
    )

    response = card.forms[0].compiled.ask(None).response
    assert isinstance(response, Pick)
    assert ([group.label for group in response.groups], response.text) == (
        ["1", "2"],
        "Because {{2}}, the nurse first {{1}}.",
    )


def test_a_highlight_is_one_group_in_the_order_of_the_passage(folder: Folder) -> None:
    response = pick(folder, "highlight")

    spans = (
        Option("a fever", True),
        Option("a cat", False),
        Option("a cough", True),
        Option("no rash", False),
    )
    assert response == Pick(
        (Group(spans, "plus-minus", fixed=True),),
        "passage",
        "She has [[1]] and [[2]], [[3]], [[4]].",
    )


def test_a_bow_tie_is_three_lists_with_their_limits(folder: Folder) -> None:
    response = pick(folder, "bowtie")

    assert response.shape == "bowtie"
    assert [
        (group.label, group.rule, group.limit, len(group.options)) for group in response.groups
    ] == [("actions", "each", 2, 5), ("condition", "each", 1, 4), ("monitor", "each", 2, 5)]


def test_the_lists_of_a_bow_tie_stand_in_their_order_however_they_are_written(
    folder: Folder,
) -> None:
    parts = EXAMPLES["bowtie"].removeprefix("ask: x, bowtie: {").removesuffix("}").split("}, ")
    turned = "}, ".join([parts[2].removesuffix("}"), parts[1], parts[0]]) + "}"

    card = folder.card(f"- {{id: one-card, ask: x, bowtie: {{{turned}}}, source: book §1}}\n")

    assert card.forms[0].compiled == compiled(folder, "bowtie")


def test_a_teach_back_is_graded_by_the_learner_point_by_point(folder: Folder) -> None:
    assert compiled(folder, "teach-back").ask(None).response == SelfGrade(
        "- It binds CD20\n- B cells go down", ("It binds CD20", "B cells go down")
    )


@pytest.mark.parametrize(
    "lines",
    [
        [
            "groups: {Now: {right: {text: a, why: it is, unsafe: no}, wrong: [{text: b, why: it"
            " harms, unsafe: yes}, c]}}"
        ],
        [
            "blanks: 'a {{1}}'",
            (
                "choices: {1: {right: {text: a, why: it is, unsafe: no}, wrong: [{text: b, why: it"
                " harms, unsafe: yes}, c]}}"
            ),
        ],
    ],
)
def test_options_keep_their_rationale_and_their_warning(folder: Folder, lines: list[str]) -> None:
    response = folder.card(question("ask: x", *lines)).forms[0].compiled.ask(None).response

    assert isinstance(response, Pick)
    assert response.groups[0].options == (
        Option("a", True, "it is"),
        Option("b", False, "it harms", unsafe=True),
        Option("c", False),
    )


@pytest.mark.parametrize("kind", EXAMPLES)
def test_each_may_stand_under_also_and_ask_a_part(folder: Folder, kind: str) -> None:
    card = folder.card(
        "- {id: one-card, cloze: 'a {{c1::b}} {{c2::d}}', also: [{part: c2,"
        f" {EXAMPLES[kind]}}}], source: book}}\n"
    )

    assert (card.parts, card.forms[1].part) == (("c1", "c2"), "c2")
    assert card.forms[1].asks("c2") == compiled(folder, kind).ask(None)
    assert card.forms[1].asks("c1") is None


def test_a_blank_is_hidden_wherever_its_name_stands_and_the_others_are_shown(
    folder: Folder,
) -> None:
    sentence = "{{c1::CD20}} is on B cells, not on {{c2::plasma cells}}. Anti-{{c1::CD20}} spares."
    text = f"- {{id: one-card, cloze: '{sentence}', source: book}}\n"
    made = folder.card(text).forms[0].compiled

    assert made.ask("c1").prompt == "[…] is on B cells, not on plasma cells. Anti-[…] spares."
    assert made.ask("c2").prompt == "CD20 is on B cells, not on […]. Anti-CD20 spares."
