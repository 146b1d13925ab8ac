"""Points: the rules of the NCLEX Next Generation items, and the arithmetic that is shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.kinds.number_input import AskBack
from learnms.kinds.present import Question, present
from learnms.kinds.response import Arrange, Ask, Group, Option, SelfGrade
from learnms.kinds.score import Answer, Score, score, score_group
from tests.factories.questions import calculating, group, picking, typing


def scored(question: Question, answer: Answer) -> Score:
    result = score(question, answer)
    assert isinstance(result, Score)
    return result


def typed(question: Question, text: str) -> Score:
    return scored(question, Answer(text=text))


sizes = st.tuples(st.integers(1, 8), st.integers(0, 8))


@given(sizes, st.data())
def test_select_all_is_right_picks_less_wrong_picks_and_never_below_zero(
    size: tuple[int, int], data: st.DataObject
) -> None:
    right, wrong = size
    picked = data.draw(st.sets(st.integers(0, right + wrong - 1)))

    result = scored(picking(group(right, wrong)), Answer(picks=(tuple(picked),)))

    hits = sum(1 for pick in picked if pick < right)
    assert result.points == max(0, hits - (len(picked) - hits))
    assert result.max_points == right
    assert result.right is (picked == set(range(right)))


@given(sizes)
def test_picking_everything_earns_no_more_than_guessing_deserves(size: tuple[int, int]) -> None:
    right, wrong = size

    result = scored(picking(group(right, wrong)), Answer(picks=(tuple(range(right + wrong)),)))

    assert result.points == max(0, right - wrong)


@given(sizes)
def test_picking_nothing_is_nothing(size: tuple[int, int]) -> None:
    result = scored(picking(group(*size)), Answer(picks=((),)))

    assert (result.points, result.empty) == (0, True)


@pytest.mark.parametrize(
    ("picks", "arithmetic"),
    [
        ((0, 1, 2, 4), "3 correct − 1 incorrect = 2 of 4 points"),
        ((0, 1, 2, 3), "4 correct − 0 incorrect = 4 of 4 points"),
        ((4, 5), "0 correct − 2 incorrect, never below 0: 0 of 4 points"),
    ],
)
def test_the_arithmetic_is_shown(picks: tuple[int, ...], arithmetic: str) -> None:
    assert scored(picking(group(4, 2)), Answer(picks=(picks,))).arithmetic == arithmetic


@given(st.integers(1, 6), st.integers(1, 6), st.data())
def test_select_n_is_a_point_for_each_right_pick(
    right: int, wrong: int, data: st.DataObject
) -> None:
    picked = data.draw(st.sets(st.integers(0, right + wrong - 1), max_size=right))

    points, most, arithmetic = score_group(group(right, wrong, "each", right), tuple(picked))

    hits = sum(1 for pick in picked if pick < right)
    assert (points, most, arithmetic) == (
        hits,
        right,
        f"{hits} correct = {hits} of {right} {'point' if right == 1 else 'points'}",
    )


@given(st.integers(1, 6), st.integers(1, 6))
def test_select_n_refuses_one_pick_more(right: int, wrong: int) -> None:
    with pytest.raises(ValueError, match=f"{right + 1} picks where {right} are allowed"):
        score_group(group(right, wrong, "each", right), tuple(range(right + 1)))


def test_a_single_best_answer_is_all_or_nothing() -> None:
    one = group(1, 3, "all-or-nothing", 1)

    assert [scored(picking(one), Answer(picks=((pick,),))).points for pick in range(4)] == [
        1,
        0,
        0,
        0,
    ]
    assert scored(picking(one), Answer(picks=((0,),))).arithmetic is None


def test_points_of_several_groups_are_added() -> None:
    result = scored(
        picking(group(2, 2), group(1, 3, "all-or-nothing", 1)), Answer(picks=((0, 1), (2,)))
    )

    assert (result.points, result.max_points, result.arithmetic) == (2, 3, "2 + 0 = 2 of 3 points")


def test_a_pick_that_would_harm_is_told() -> None:
    options = (Option("a", True), Option("b", False, unsafe=True), Option("c", False))
    question = picking(Group(options, "all-or-nothing", 1))

    assert [scored(question, Answer(picks=((pick,),))).unsafe for pick in range(3)] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("text", ["CD20", "cd20", " cd 20 ", "ＣＤ２０", "Cd-20"])
def test_typed_text_is_compared_without_case_spaces_and_width(text: str) -> None:
    assert typed(typing("CD20", "CD-20"), text).right


@pytest.mark.parametrize("text", ["CD2", "CD200", "C D 2 1", "zwanzig"])
def test_other_text_is_wrong(text: str) -> None:
    result = typed(typing("CD20", "CD-20"), text)

    assert (result.points, result.max_points, result.empty) == (0, 1, False)


def test_nothing_typed_is_empty_and_wrong() -> None:
    for question in (typing("x"), calculating("1 + 1")):
        result = typed(question, "  ")
        assert (result.points, result.empty) == (0, True)


DOSE = {"dose": "300"}


@pytest.mark.parametrize(
    "text", ["10", "10 mL", "10mL", "10 ML".replace("M", "m"), "10,0", "10.00 ml", "1 0"]
)
def test_the_right_number_with_the_unit_or_without_it(text: str) -> None:
    assert typed(calculating("dose / 30", DOSE, units=("mL", "millilitres")), text).right


def test_the_right_number_with_a_wrong_unit_is_told_apart_and_scores_nothing() -> None:
    question = calculating("dose / 30", DOSE, units=("mL",))

    assert typed(question, "10 L").note == "Right number, wrong unit: the answer is in mL."
    assert typed(question, "10 ML").points == 0
    assert typed(question, "11 L").note is None


def test_any_unit_of_the_list_counts() -> None:
    question = calculating("dose / 30", DOSE, units=("mL", "cc"))

    assert typed(question, "10 cc").right


def test_a_unit_that_was_not_asked_for_is_no_fault() -> None:
    assert typed(calculating("dose / 30", DOSE), "10 mL").right


@pytest.mark.parametrize(
    ("text", "right"), [("9.9", True), ("10.1", True), ("9.89", False), ("10.11", False)]
)
def test_within_is_counted_from_the_rounded_key(text: str, right: bool) -> None:
    question = calculating("dose / 30", {"dose": "301"}, places=0, within="0.1")

    assert typed(question, text).right is right


@given(st.decimals(-1000, 1000, places=4), st.decimals(0, 10, places=2))
def test_right_is_no_further_off_than_within(answer: Decimal, within: Decimal) -> None:
    question = calculating("100 / 8", places=1, within=f"{within:f}")

    assert typed(question, f"{answer:f}").right is (abs(answer - Decimal("12.5")) <= within)


def test_a_number_that_can_be_read_in_two_ways_is_asked_back_and_not_graded() -> None:
    assert isinstance(score(calculating("500 * 2"), Answer(text="1,000")), AskBack)
    assert isinstance(score(calculating("500 * 2"), Answer(text="much")), AskBack)


@pytest.mark.parametrize("text", ["1]", "2]", "2 mL]", "one", "[2", "2 = mL", "2?", "q"])
def test_a_key_that_slipped_is_asked_back_and_not_graded(text: str) -> None:
    for units in ((), ("mL",)):
        assert isinstance(score(calculating("2", units=units), Answer(text=text)), AskBack)


def test_a_sign_that_the_deck_has_as_its_unit_is_no_slip() -> None:
    assert scored(calculating("2", units=("$",)), Answer(text="2 $")).right


def test_an_order_is_right_as_a_whole_and_names_the_first_step_out_of_place() -> None:
    question = present("order", Ask("Order?", Arrange(("a", "b", "c"))), 0)

    assert scored(question, Answer(order=(0, 1, 2))).right
    assert scored(question, Answer(order=(0, 2, 1))) == Score(
        0, 1, note="The first wrong step is number 2."
    )
    assert scored(question, Answer()).empty


def test_a_self_graded_question_has_no_score() -> None:
    with pytest.raises(ValueError, match="no score"):
        score(present("flashcard", Ask("x", SelfGrade("y")), 0), Answer())


@given(st.integers(0, 1000), st.sets(st.integers(0, 4)))
def test_the_log_keeps_positions_as_they_were_shown(seed: int, picked: set[int]) -> None:
    question = picking(group(2, 3), seed=seed)

    data = Answer(picks=(tuple(picked),)).to_json(question)

    names = {
        f"{'right' if pick < 2 else 'wrong'} {pick if pick < 2 else pick - 2}" for pick in picked
    }
    assert {data["options"][0][position] for position in data["picked"][0]} == names


def test_the_log_keeps_what_was_typed_and_the_order_given() -> None:
    steps = present("order", Ask("Order?", Arrange(("a", "b", "c"))), 1)

    assert Answer(text="cd 20").to_json(typing("CD20")) == {"seed": 0, "text": "cd 20"}
    data = Answer(order=(0, 1, 2)).to_json(steps)
    assert [data["options"][0][position] for position in data["picked"][0]] == ["a", "b", "c"]
    assert Answer().to_json(present("flashcard", Ask("x", SelfGrade("y")), 5)) == {"seed": 5}


@pytest.mark.parametrize("picked", [(), (0,), (1,), (2,), (0, 1, 2)])
def test_all_or_nothing_takes_no_part_of_the_answer_and_nothing_beside_it(
    picked: tuple[int, ...],
) -> None:
    assert score_group(group(2, 1, "all-or-nothing"), picked)[:2] == (0, 1)
    assert score_group(group(2, 1, "all-or-nothing"), (1, 0))[:2] == (1, 1)


@pytest.mark.parametrize(
    ("right", "given", "is_slip"),
    [("IgG", "IgM", False), ("CD20", "CD19", False), ("relapse", "relaps", True)],
)
def test_one_other_letter_makes_of_a_short_word_another_word(
    right: str, given: str, is_slip: bool
) -> None:
    result = typed(typing(right), given)

    assert (result.points, result.note) == (0, "One letter off." if is_slip else None)


@pytest.mark.parametrize("picks", [(1,), (0, 1), (1, 2), (0, 1, 2)])
def test_a_harmful_pick_is_unsafe_whatever_is_picked_beside_it(picks: tuple[int, ...]) -> None:
    options = (Option("a", True), Option("b", False, unsafe=True), Option("c", True))
    question = picking(group(2, 1), Group(options, "plus-minus"))

    assert scored(question, Answer(picks=((0, 1), picks))).unsafe
    assert not scored(question, Answer(picks=((0, 1), tuple({*picks} - {1})))).unsafe
