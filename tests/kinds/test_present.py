"""One attempt, drawn from a seed."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.kinds.present import present
from learnms.kinds.response import Arrange, Ask, Group, Option, Pick, SelfGrade, TypeIn
from tests.factories.questions import calculating, group, picking, texts, typing

seeds = st.integers(0, 2**32)


def options(*names: str, last: int | None = None) -> Group:
    return Group(
        tuple(Option(name, index == 0) for index, name in enumerate(names)),
        "all-or-nothing",
        1,
        last=last,
    )


@given(seeds)
def test_the_same_seed_draws_the_same_attempt(seed: int) -> None:
    for ask in (
        Ask("Which?", Pick((group(3, 4), group(1, 3)))),
        Ask("Order?", Arrange(tuple("abcde"))),
    ):
        assert present("select-all", ask, seed) == present("select-all", ask, seed)


def test_posing_leaves_the_global_generator_alone() -> None:
    random.seed(7)
    expected = random.random()
    random.seed(7)

    picking(group(3, 4), seed=1)

    assert random.random() == expected


@given(seeds)
def test_every_option_is_shown_once(seed: int) -> None:
    question = picking(group(3, 4), seed=seed)

    assert sorted(question.order[0]) == list(range(7))


def test_options_are_shuffled() -> None:
    assert len({picking(group(3, 4), seed=seed).order for seed in range(50)}) > 20


@given(seeds)
def test_last_is_always_shown_last(seed: int) -> None:
    assert (
        texts(picking(options("a", "b", "None of these", "c", last=2), seed=seed))[-1]
        == "None of these"
    )


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["600 mg", "300 mg", "1,200 mg", "50 mg"], ["50 mg", "300 mg", "600 mg", "1,200 mg"]),
        (["10", "9", "0.5", "-1"], ["-1", "0.5", "9", "10"]),
        (["0,5", "0,25"], ["0,25", "0,5"]),
        (["12 months", "6 months"], ["6 months", "12 months"]),
    ],
)
@given(seed=seeds)
def test_options_that_are_all_numbers_are_shown_sorted(
    names: list[str], shown: list[str], seed: int
) -> None:
    assert texts(picking(options(*names), seed=seed)) == shown


def test_numbers_are_sorted_above_the_one_that_is_always_last() -> None:
    assert texts(picking(options("600 mg", "None of these", "300 mg", last=1))) == [
        "300 mg",
        "600 mg",
        "None of these",
    ]


def test_numbers_of_different_units_are_shuffled() -> None:
    question = options("2 days", "3 hours", "1 week")

    assert len({picking(question, seed=seed).order for seed in range(50)}) == 6


def test_fixed_options_keep_the_order_of_the_deck() -> None:
    fixed = replace(options("True", "False"), fixed=True)

    assert {picking(fixed, seed=seed).order for seed in range(50)} == {((0, 1),)}


@given(seeds, st.integers(2, 6))
def test_steps_are_never_shown_in_the_right_order(seed: int, count: int) -> None:
    steps = tuple(f"step {number}" for number in range(count))

    (order,) = present("order", Ask("Order?", Arrange(steps)), seed).order

    assert sorted(order) == list(range(count))
    assert order != tuple(range(count))


def test_the_numbers_of_a_calculation_are_one_of_its_rows() -> None:
    rows = [{"dose": "300", "bag": "250"}, {"dose": "600", "bag": "500"}]

    drawn = {calculating("dose / bag", *rows, units=("mL",), seed=seed).given for seed in range(50)}

    assert drawn == {tuple(row.items()) for row in rows}


def test_the_numbers_drawn_stand_in_the_question_and_its_answer() -> None:
    question = calculating("dose / 30", {"dose": "600"}, units=("mL", "ml"))

    assert question.prompt == "Take 600."
    assert question.accepted == ("20 mL", "20")
    assert question.right_answer == "20 mL"
    assert question.shown_json() == {"seed": 0, "given": {"dose": "600"}}


def test_the_explanation_has_the_numbers_drawn_behind_how_they_are_worked_out() -> None:
    question = calculating("dose / 30", {"dose": "600"}, units=("mL",), places=0)

    assert (
        question.explained("{dose} mg: {= dose / 300} vials.")
        == "dose ÷ 30 = 600 ÷ 30 = 20 mL\n600 mg: 2 vials."
    )
    assert question.explained(None) == "dose ÷ 30 = 600 ÷ 30 = 20 mL"
    assert question.filled("Half is {= dose / 2}") == "Half is 300"


def test_the_texts_of_other_kinds_stay_as_written() -> None:
    assert typing("x").explained("{dose} and \\{dose}") == "{dose} and \\{dose}"
    assert typing("x").explained(None) is None


def test_a_calculation_without_given_numbers_has_one_answer() -> None:
    assert calculating("10 * 5").right_answer == "50"


def test_the_right_answer_in_words() -> None:
    assert present("flashcard", Ask("x", SelfGrade("y")), 0).right_answer == "y"
    assert typing("CD20", "cd-20").right_answer == "CD20"
    assert picking(group(2, 2)).right_answer == "right 0\nright 1"
    assert present("order", Ask("x", Arrange(("a", "b"))), 0).right_answer == "a\nb"


def test_what_was_shown_is_kept_for_the_log() -> None:
    question = picking(group(1, 2), seed=3)

    assert question.shown_json() == {"seed": 3, "options": [texts(question)]}


def test_a_cloze_keeps_its_whole_sentence() -> None:
    assert present("cloze", Ask("a _ c", TypeIn(("b",)), full="a b c"), 0).full == "a b c"
