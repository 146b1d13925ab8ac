"""The four ways to respond, as JSON and as wording."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.decks.codec import ask_from_json, to_json
from learnms.kinds.response import (
    Arrange,
    Ask,
    Compiled,
    Group,
    Number,
    Option,
    Pick,
    Response,
    SelfGrade,
    TypeIn,
    is_scored,
    wording,
)

words = st.text(max_size=12)
options = st.builds(Option, words, st.booleans(), st.none() | words, st.booleans())
groups = st.builds(
    Group,
    st.lists(options, min_size=1, max_size=4).map(tuple),
    st.sampled_from(["all-or-nothing", "plus-minus", "each"]),
    st.none() | st.integers(1, 4),
    words,
    st.none() | st.integers(0, 3),
    st.booleans(),
)
rows = st.lists(st.lists(st.tuples(words, words), max_size=3).map(tuple), max_size=3).map(tuple)
numbers = st.builds(
    Number,
    words,
    rows,
    st.lists(words, max_size=2).map(tuple),
    st.none() | st.integers(0, 9),
    words,
)
shapes = st.sampled_from(["list", "rows", "grid", "columns", "sentence", "passage", "bowtie"])
several = st.lists(words, max_size=4).map(tuple)
responses: st.SearchStrategy[Response] = st.one_of(
    st.builds(SelfGrade, words, several),
    st.builds(TypeIn, several, st.none() | numbers),
    st.builds(
        Pick,
        st.lists(groups, min_size=1, max_size=3).map(tuple),
        shapes,
        st.none() | words,
        st.booleans(),
        st.booleans(),
    ),
    st.builds(Arrange, several),
)
asks = st.builds(Ask, words, responses, st.none() | words)


@given(asks)
def test_every_way_to_respond_comes_back_from_json(ask: Ask) -> None:
    assert ask_from_json(json.loads(json.dumps(to_json(ask)))) == ask


@given(asks)
def test_only_what_the_learner_grades_is_not_scored(ask: Ask) -> None:
    assert is_scored(ask.response) is not isinstance(ask.response, SelfGrade)


def test_a_form_answers_for_its_parts() -> None:
    one, other = Ask("a", SelfGrade("b")), Ask("b", SelfGrade("a"))
    compiled = Compiled("flashcard", ((None, one), ("rev", other)), ())

    assert (compiled.ask(None), compiled.ask("rev")) == (one, other)
    with pytest.raises(KeyError):
        compiled.ask("c1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SelfGrade("a"), SelfGrade("b")),
        (SelfGrade("a", ("p",)), SelfGrade("a", ("q",))),
        (TypeIn(("a",)), TypeIn(("a", "b"))),
        (TypeIn(number=Number("a", ())), TypeIn(number=Number("a", (), places=1))),
        (
            Pick((Group((Option("a", True),), "each", 1),)),
            Pick((Group((Option("a", True),), "each", 2),)),
        ),
        (
            Pick((Group((Option("a", True),), "each", label="x"),)),
            Pick((Group((Option("a", True),), "each", label="y"),)),
        ),
        (
            Pick((Group((Option("a", True),), "each"),), text="a {{1}}"),
            Pick((Group((Option("a", True),), "each"),), text="b {{1}}"),
        ),
        (
            Pick((Group((Option("a", True), Option("b", False)), "each"),)),
            Pick((Group((Option("a", False), Option("b", True)), "each"),)),
        ),
        (Arrange(("a", "b")), Arrange(("b", "a"))),
    ],
)
def test_what_a_learner_reads_makes_the_wording(one: Response, other: Response) -> None:
    assert wording(Ask("x", one)) != wording(Ask("x", other))


def test_the_order_of_options_and_their_rationales_are_no_part_of_the_wording() -> None:
    first, second = Option("a", True, "why", unsafe=True), Option("b", False)

    assert wording(Ask("x", Pick((Group((first, second), "each"),)))) == wording(
        Ask("x", Pick((Group((second, Option("a", True)), "each"),)))
    )
