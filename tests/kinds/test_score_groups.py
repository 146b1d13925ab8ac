"""Points of questions with several groups: the rules of matrices, matches, groups, drop-downs,
rationales and the bow-tie.
"""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.kinds.present import Question, present
from learnms.kinds.response import Arrange, Ask, Group, Pick, Rule
from learnms.kinds.score import Answer, Score, score
from tests.factories.questions import group

Picks = tuple[tuple[int, ...], ...]


def asked(*groups: Group, linked: bool = False) -> Question:
    return present("x", Ask("Which?", Pick(groups, linked=linked)), 0)


def scored(question: Question, picks: Picks) -> Score:
    result = score(question, Answer(picks=picks))
    assert isinstance(result, Score)
    return result


def keyed(one: Group) -> set[int]:
    return {index for index, option in enumerate(one.options) if option.right}


def one_of(wrong: int) -> Group:
    return group(1, wrong, "each", 1)


def bow_tie() -> tuple[Group, Group, Group]:
    return group(2, 3, "each", 2), group(1, 3, "each", 1), group(2, 3, "each", 2)


@st.composite
def answered(
    draw: st.DrawFn, rule: Rule = "plus-minus", one: bool = False
) -> tuple[tuple[Group, ...], Picks]:
    """Some groups, and picks that they take."""
    groups = []
    for _ in range(draw(st.integers(1, 6))):
        right, wrong = (
            (1, draw(st.integers(1, 5)))
            if one
            else (draw(st.integers(0 if rule == "plus-minus" else 1, 5)), draw(st.integers(1, 5)))
        )
        groups.append(group(right, wrong, rule, right if rule == "each" else None))
    picks = [
        draw(st.sets(st.integers(0, len(one.options) - 1), max_size=one.limit)) for one in groups
    ]
    return tuple(groups), tuple(tuple(picked) for picked in picks)


@given(answered())
def test_plus_minus_is_counted_for_each_group_and_never_below_zero(
    case: tuple[tuple[Group, ...], Picks],
) -> None:
    groups, picks = case

    result = scored(asked(*groups), picks)

    each = [
        max(0, len(set(picked) & keyed(one)) - len(set(picked) - keyed(one)))
        for one, picked in zip(groups, picks, strict=True)
    ]
    assert (result.points, result.max_points) == (sum(each), sum(len(keyed(one)) for one in groups))
    assert 0 <= result.points <= result.max_points


@given(answered())
def test_a_wrong_row_takes_nothing_from_another(case: tuple[tuple[Group, ...], Picks]) -> None:
    groups, picks = case
    wrong = group(2, 3)

    alone, beside = (
        scored(asked(*groups), picks),
        scored(asked(*groups, wrong), (*picks, (2, 3, 4))),
    )

    assert (beside.points, beside.max_points) == (alone.points, alone.max_points + 2)


@given(answered())
def test_everything_picked_earns_what_guessing_deserves(
    case: tuple[tuple[Group, ...], Picks],
) -> None:
    groups, _ = case

    result = scored(asked(*groups), tuple(tuple(range(len(one.options))) for one in groups))

    assert result.points == sum(
        max(0, len(keyed(one)) - (len(one.options) - len(keyed(one)))) for one in groups
    )


@given(st.one_of(answered(), answered("each"), answered("each", one=True)))
def test_nothing_picked_is_nothing_and_empty(case: tuple[tuple[Group, ...], Picks]) -> None:
    groups, _ = case

    result = scored(asked(*groups), ((),) * len(groups))

    assert (result.points, result.empty) == (0, True)


@given(st.one_of(answered(), answered("each"), answered("each", one=True)))
def test_the_key_earns_all_points(case: tuple[tuple[Group, ...], Picks]) -> None:
    groups, _ = case

    result = scored(asked(*groups), tuple(tuple(keyed(one)) for one in groups))

    assert result.right
    assert result.points == result.max_points == sum(len(keyed(one)) for one in groups)


@given(answered("each", one=True))
def test_a_matrix_of_one_column_a_match_and_drop_downs_are_a_point_each(
    case: tuple[tuple[Group, ...], Picks],
) -> None:
    groups, picks = case

    result = scored(asked(*groups), picks)

    assert (result.points, result.max_points) == (
        sum(picked == (0,) for picked in picks),
        len(groups),
    )


@given(answered("each"), st.data())
def test_no_group_takes_one_pick_more_than_it_asks_for(
    case: tuple[tuple[Group, ...], Picks], data: st.DataObject
) -> None:
    groups, picks = case
    at = data.draw(st.integers(0, len(groups) - 1))
    limit = groups[at].limit
    assert limit is not None

    with pytest.raises(ValueError, match=f"{limit + 1} picks where {limit} are allowed"):
        scored(asked(*groups), (*picks[:at], tuple(range(limit + 1)), *picks[at + 1 :]))


def test_a_bow_tie_is_a_point_for_each_of_five_right_picks() -> None:
    question = asked(*bow_tie())

    assert scored(question, ((0, 1), (0,), (0, 1))).points == 5
    assert scored(question, ((0, 4), (2,), (1, 2))).points == 2
    assert scored(question, ((2, 3), (1,), (3, 4))).points == 0
    assert scored(question, ((0, 1), (0,), (0, 1))).arithmetic == "2 + 1 + 2 = 5 of 5 points"


@given(
    st.sets(st.integers(0, 4), max_size=2),
    st.sets(st.integers(0, 3), max_size=1),
    st.sets(st.integers(0, 4), max_size=2),
)
def test_a_bow_tie_never_earns_more_than_five(
    actions: set[int], condition: set[int], monitor: set[int]
) -> None:
    result = scored(asked(*bow_tie()), (tuple(actions), tuple(condition), tuple(monitor)))

    assert result.max_points == 5
    assert result.points == len(actions & {0, 1}) + len(condition & {0}) + len(monitor & {0, 1})


@pytest.mark.parametrize("blanks", [2, 3])
def test_a_rationale_is_a_point_for_each_reason_behind_a_right_anchor(blanks: int) -> None:
    question = asked(*(one_of(2) for _ in range(blanks)), linked=True)

    for right in product((True, False, None), repeat=blanks):
        picks = tuple({True: (0,), False: (1,), None: ()}[one] for one in right)
        result = scored(question, picks)
        reasons = sum(one is True for one in right[1:])
        assert (result.points, result.max_points) == (reasons if right[0] else 0, blanks - 1)
        assert result.right is all(right)
        assert result.empty is (set(right) == {None})


@pytest.mark.parametrize(
    ("picks", "arithmetic"),
    [
        (((0,), (0,)), "both blanks right: 1 of 1 point"),
        (((0,), (1,)), "at least one blank wrong: 0 of 1 point"),
        (((1,), (0,)), "at least one blank wrong: 0 of 1 point"),
        (((), ()), "at least one blank wrong: 0 of 1 point"),
        (((0,), (0,), (0,)), "first blank right, 1 + 1 = 2 of 2 points"),
        (((0,), (1,), (0,)), "first blank right, 0 + 1 = 1 of 2 points"),
        (((0,), (1,), ()), "first blank right, 0 + 0 = 0 of 2 points"),
        (((1,), (0,), (0,)), "first blank wrong: 0 of 2 points"),
        (((), (0,), ()), "first blank wrong: 0 of 2 points"),
    ],
)
def test_the_arithmetic_of_a_rationale_in_words(picks: Picks, arithmetic: str) -> None:
    assert scored(asked(*(one_of(2) for _ in picks), linked=True), picks).arithmetic == arithmetic


@given(st.one_of(answered(), answered("each"), answered("each", one=True)), st.booleans())
def test_the_arithmetic_agrees_with_the_points(
    case: tuple[tuple[Group, ...], Picks], linked: bool
) -> None:
    groups, picks = case
    linked = linked and len(groups) in (2, 3) and all(one.limit == 1 for one in groups)

    result = scored(asked(*groups, linked=linked), picks)

    text = result.arithmetic
    assert text is not None
    told = (
        r"(?:(?P<sum>[\d +]+) = |(?P<less>\d+ correct − \d+ incorrect(?: =|, never below 0:))"
        r" |\d+ correct = |[a-z, ]+: )(?P<points>\d+) of (?P<most>\d+) points?"
    )
    found = re.fullmatch(rf"(?:first blank right, )?{told}", text)
    assert found is not None, text
    assert text.endswith(" points") is (result.max_points != 1)
    assert (int(found["points"]), int(found["most"])) == (result.points, result.max_points)
    if found["sum"]:
        parts = [int(part) for part in found["sum"].split(" + ")]
        assert (len(parts), sum(parts)) == (len(groups) - linked, result.points)
    if found["less"]:
        right, wrong = (int(number) for number in re.findall(r"\d+", found["less"])[:2])
        assert max(0, right - wrong) == result.points
        assert ("never below 0" in text) is (right < wrong)


@pytest.mark.parametrize("one", [(), (0,), (0, 1), (2,), (0, 2), (0, 1, 2, 3, 4)])
def test_one_group_shows_its_own_sum(one: tuple[int, ...]) -> None:
    right, wrong = len(set(one) & {0, 1}), len(set(one) - {0, 1})
    equals = ", never below 0:" if right < wrong else " ="

    assert (
        scored(asked(group(2, 3)), (one,)).arithmetic
        == f"{right} correct − {wrong} incorrect{equals} {max(0, right - wrong)} of 2 points"
    )


def test_a_sum_that_stands_by_itself_begins_with_a_capital_letter() -> None:
    assert (
        scored(asked(one_of(2), one_of(2), linked=True), ((0,), (0,))).sentence
        == "Both blanks right: 1 of 1 point"
    )
    assert scored(asked(group(2, 3)), ((0,),)).sentence == "1 correct − 0 incorrect = 1 of 2 points"
    assert Score(1, 1).sentence is None


@given(st.permutations(range(5)))
def test_an_order_is_right_as_a_whole_or_not_at_all(order: list[int]) -> None:
    result = score(
        present("order", Ask("Order?", Arrange(tuple("abcde"))), 0), Answer(order=tuple(order))
    )

    assert isinstance(result, Score)
    assert (result.points, result.max_points) == (int(order == sorted(order)), 1)
    if not result.right:
        first = next(at for at, step in enumerate(order) if step != at) + 1
        assert result.note == f"The first wrong step is number {first}."


@pytest.mark.parametrize("order", [(0, 1), (0, 1, 1), (0,), (2, 1, 0)])
def test_an_order_that_is_not_whole_is_wrong(order: tuple[int, ...]) -> None:
    result = score(present("order", Ask("Order?", Arrange(tuple("abc"))), 0), Answer(order=order))

    assert isinstance(result, Score)
    assert (result.points, result.empty) == (0, False)
