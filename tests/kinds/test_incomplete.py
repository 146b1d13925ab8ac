"""What an answer leaves open: the rule by which every front asks first."""

from __future__ import annotations

import pytest

from learnms.kinds.incomplete import NOTHING, open_groups, what_is_missing
from learnms.kinds.present import present
from learnms.kinds.response import Arrange, Ask, Group, Option, Pick, Shape
from learnms.kinds.score import Answer, Score, score
from tests.factories.questions import calculating, group, picking, typing

THREE = tuple(Option(text, right=text == "a") for text in "abc")


def shaped(shape: Shape, *limits: int | None) -> Pick:
    return Pick(tuple(Group(THREE, "plus-minus", limit, "x") for limit in limits), shape)


@pytest.mark.parametrize(
    ("response", "picks", "says"),
    [
        (shaped("list", 1), ((),), NOTHING),
        (shaped("list", 1), ((2,),), ""),
        (shaped("list", None), ((),), NOTHING),
        (shaped("list", None), ((2,),), ""),
        (shaped("list", 3), ((2,),), "1 of 3 selected."),
        (shaped("list", 3), ((0, 1, 2),), ""),
        (shaped("passage", None), ((1,),), ""),
        (shaped("rows", 1, 1, 1, 1), ((1,), (), (0,), ()), "2 rows are empty."),
        (shaped("grid", 1, 1), ((1,), ()), "1 row is empty."),
        (shaped("grid", None, None), ((1, 2), ()), "1 row is empty."),
        (shaped("grid", None, None), ((1, 2), (0,)), ""),
        (shaped("sentence", 1, 1, 1), ((), (1,), ()), "2 blanks are empty."),
        (shaped("columns", None, None), ((), (1,)), "1 group is empty."),
        (shaped("bowtie", 2, 1, 2), ((1,), (), (0,)), "3 answers are missing."),
        (shaped("bowtie", 2, 1, 2), ((1, 2), (1,), (0,)), "1 answer is missing."),
        (shaped("bowtie", 2, 1, 2), ((), (), ()), NOTHING),
    ],
)
def test_what_a_pick_leaves_open(
    response: Pick, picks: tuple[tuple[int, ...], ...], says: str
) -> None:
    answer = Answer(picks=picks)

    assert what_is_missing(present("x", Ask("?", response), 1), answer) == says
    assert bool(open_groups(response, answer)) is bool(says)


def test_a_row_that_is_right_when_empty_is_asked_about_like_any_other() -> None:
    """Else the question would give its answer away."""
    nothing_right = Group(
        tuple(Option(text, right=False) for text in "ab"), "plus-minus", None, "x"
    )
    response = Pick((group(1, 1), nothing_right), "grid")

    assert (
        what_is_missing(present("matrix-any", Ask("?", response), 1), Answer(picks=((0,), ())))
        == "1 row is empty."
    )


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ((), NOTHING),
        ((0, 2), "1 step is not placed."),
        ((1,), "2 steps are not placed."),
        ((2, 1, 0), ""),
    ],
)
def test_what_an_order_leaves_open(order: tuple[int, ...], says: str) -> None:
    question = present("order", Ask("?", Arrange(("a", "b", "c"))), 1)

    assert what_is_missing(question, Answer(order=order)) == says


@pytest.mark.parametrize(("order", "place"), [((0,), 2), ((0, 1), 3), ((1,), 1), ((0, 2), 2)])
def test_an_order_that_is_not_complete_scores_nothing_and_names_the_first_step_that_is_missing(
    order: tuple[int, ...], place: int
) -> None:
    question = present("order", Ask("?", Arrange(("a", "b", "c"))), 1)

    result = score(question, Answer(order=order))

    assert isinstance(result, Score)
    assert (result.points, result.note) == (0, f"The first wrong step is number {place}.")


def test_typed_text_is_complete_once_there_is_any() -> None:
    assert what_is_missing(typing("CD20"), Answer(text="  ")) == NOTHING
    assert what_is_missing(typing("CD20"), Answer(text="x")) == ""
    assert what_is_missing(calculating("1", units=("mL",)), Answer()) == NOTHING


def test_a_list_with_one_group_of_options_that_need_picking() -> None:
    assert what_is_missing(picking(group(2, 2)), Answer(picks=((1,),))) == ""
