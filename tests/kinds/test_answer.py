"""An answer as it is kept: cut to a length, and back from the log."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.kinds.present import Question, present
from learnms.kinds.response import Arrange, Ask, Pick
from learnms.kinds.score import LONGEST, Answer, score, typed
from learnms.text import has_unsafe
from tests.factories.questions import group, picking, typing


@given(st.text(st.characters(), max_size=700))
def test_typed_text_is_one_short_line_and_stays_what_it_is(text: str) -> None:
    kept = typed(text)

    assert len(kept) <= LONGEST
    assert kept == kept.strip()
    assert "\n" not in kept
    assert not has_unsafe(kept)
    assert typed(kept) == kept
    assert typed(f"  {text}\n") == kept


def test_ten_megabytes_are_a_line() -> None:
    assert typed("x" * 10_000_000) == "x" * LONGEST
    assert typed(" " * 1_000_000 + "CD20") == "CD20"


@st.composite
def answered(draw: st.DrawFn) -> tuple[Question, Answer]:
    seed = draw(st.integers(0, 2**32))
    if draw(st.booleans()):
        steps = tuple(f"step {at}" for at in range(draw(st.integers(1, 6))))
        return present("order", Ask("x", Arrange(steps)), seed), Answer(
            order=tuple(draw(st.permutations(range(len(steps)))))
        )
    groups = [
        group(draw(st.integers(1, 3)), draw(st.integers(0, 3)))
        for _ in range(draw(st.integers(1, 4)))
    ]
    picks = tuple(
        tuple(sorted(draw(st.sets(st.integers(0, len(one.options) - 1))))) for one in groups
    )
    return present("x", Ask("x", Pick(tuple(groups))), seed), Answer(picks=picks)


@given(answered())
def test_it_comes_back_from_the_log(one: tuple[Question, Answer]) -> None:
    question, answer = one

    assert Answer.from_json(question, answer.to_json(question)) == answer


def test_typed_text_comes_back_from_the_log() -> None:
    question = typing("CD20")

    assert Answer.from_json(question, Answer(text="CD19").to_json(question)) == Answer(text="CD19")


@pytest.mark.parametrize(
    "data",
    [None, {}, [], {"picked": []}, {"picked": [[0, 99], [1], [2]]}, {"picked": [[0, 1, 2, 3]]}],
)
def test_what_does_not_fit_is_left_out(data: Any) -> None:
    question = picking(group(2, 2, "each", 2))
    answer = Answer.from_json(question, data)

    assert len(answer.picks) == 1
    assert len(answer.picks[0]) <= 2
    score(question, answer)


@given(answered())
def test_an_empty_answer_has_no_points(one: tuple[Question, Answer]) -> None:
    scored = score(one[0], Answer.empty(one[0]))

    # nothing is asked back
    assert (scored.points, scored.empty) == (0, True)  # type: ignore[union-attr]
