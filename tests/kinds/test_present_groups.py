"""One attempt at a question with several groups: what is shuffled, what is shared, and what
never moves.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from learnms.kinds.present import Question, present
from learnms.kinds.response import Arrange, Ask, Group, Option, Pick
from learnms.kinds.score import Answer
from tests.factories.questions import group, texts

seeds = st.integers(0, 2**32)


def asked(response: Pick | Arrange, seed: int) -> Question:
    return present("x", Ask("Which?", response), seed)


def rows(count: int, *names: str, fixed: bool = False) -> tuple[Group, ...]:
    """Groups of the same options, each with another one right."""
    return tuple(
        Group(
            tuple(Option(name, at == row % len(names)) for at, name in enumerate(names)),
            "each",
            1,
            f"row {row}",
            fixed=fixed,
        )
        for row in range(count)
    )


@given(seeds, st.integers(1, 30))
def test_groups_of_the_same_options_show_them_in_one_order(seed: int, count: int) -> None:
    question = asked(Pick(rows(count, *"abcdefg"), "rows", same_order=True), seed)

    assert len(set(question.order)) == 1
    assert sorted(question.order[0]) == list(range(7))


def test_the_order_that_groups_share_is_shuffled() -> None:
    assert (
        len(
            {
                asked(Pick(rows(3, *"abcdefg"), "rows", same_order=True), seed).order
                for seed in range(50)
            }
        )
        > 40
    )


@given(seeds)
def test_numbers_that_groups_share_are_sorted(seed: int) -> None:
    question = asked(Pick(rows(3, "600 mg", "50 mg", "300 mg"), "rows", same_order=True), seed)

    assert [texts(question, which) for which in range(3)] == [["50 mg", "300 mg", "600 mg"]] * 3


@given(seeds, st.integers(1, 30))
def test_the_columns_of_a_matrix_keep_their_order(seed: int, count: int) -> None:
    assert (
        asked(Pick(rows(count, "Now", "Later", "Never", fixed=True), "grid"), seed).order
        == ((0, 1, 2),) * count
    )


@given(seeds)
def test_numbers_of_fixed_groups_are_not_sorted(seed: int) -> None:
    assert texts(asked(Pick(rows(1, "600 mg", "50 mg", fixed=True), "passage"), seed)) == [
        "600 mg",
        "50 mg",
    ]


def test_groups_of_their_own_options_are_shuffled_each_for_itself() -> None:
    orders = [asked(Pick((group(3, 4), group(3, 4))), seed).order for seed in range(50)]

    assert sum(first != second for first, second in orders) > 40


@given(seeds, st.booleans(), st.booleans())
def test_an_attempt_is_drawn_from_its_seed_alone(seed: int, same_order: bool, fixed: bool) -> None:
    response = Pick(
        tuple(replace(one, fixed=fixed) for one in rows(4, *"abcdef")), same_order=same_order
    )

    first, again = asked(response, seed), asked(response, seed)

    assert first == again
    assert first.shown_json() == again.shown_json()


@given(seeds, st.lists(st.sets(st.integers(0, 5)), min_size=3, max_size=3))
def test_nothing_moves_while_it_is_answered(seed: int, picked: list[set[int]]) -> None:
    question = asked(Pick(rows(3, *"abcdef")), seed)
    before = question.order

    answers = [
        Answer(picks=tuple(tuple(one) for one in picked)).to_json(question) for _ in range(2)
    ]

    assert question.order == before
    assert answers[0] == answers[1]
    assert [
        {answers[0]["options"][row][at] for at in answers[0]["picked"][row]} for row in range(3)
    ] == [{"abcdef"[i] for i in one} for one in picked]


@given(seeds, st.integers(2, 30))
def test_steps_are_never_shown_in_order_already(seed: int, count: int) -> None:
    response = Arrange(tuple(f"step {number}" for number in range(count)))

    question = asked(response, seed)

    assert question.order[0] != tuple(range(count))
    assert sorted(question.order[0]) == list(range(count))
    assert asked(response, seed).order == question.order


@given(seeds)
def test_numbers_among_steps_are_shuffled_like_others(seed: int) -> None:
    assert asked(Arrange(("10 mL", "20 mL")), seed).order == ((1, 0),)


def test_the_right_answer_of_several_groups_is_one_option_per_line() -> None:
    assert asked(Pick(rows(3, "a", "b")), 1).right_answer == "a\nb\na"
