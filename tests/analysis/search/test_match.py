"""Which rows are found: against a plain test of one row after the other, and the laws of and, or
and not.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.search.match import Columns, Matcher, fitting
from learnms.analysis.search.query import (
    PROPS,
    STATES,
    Either,
    Every,
    Node,
    Not,
    Prop,
    Rated,
    State,
    Within,
    Word,
    parse,
)

TODAY = date(2026, 11, 22).toordinal()
NAMES = [("dosing", "dose and schedule"), ("dosing-2", "more doses"), ("safety", "safety")]
OPS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
}

rows_of_columns = st.lists(
    st.tuples(
        st.text(alphabet="abc ", max_size=12),
        st.integers(0, 2),
        st.sampled_from(["", "|dose|", "|dose|rate|", "|dosage|"]),
        st.sampled_from(["|single|", "|select-all|single|", "|match|case|"]),
        st.frozensets(st.sampled_from(STATES), max_size=3),
        st.none() | st.floats(0, 100).map(lambda number: round(number, 1)),
        st.lists(st.tuples(st.integers(TODAY - 20, TODAY), st.integers(1, 4)), max_size=4).map(
            lambda given: tuple(sorted(given, reverse=True))
        ),
    ),
    max_size=12,
)


def columns_of(
    rows: list[
        tuple[str, int, str, str, frozenset[str], float | None, tuple[tuple[int, int], ...]]
    ],
) -> Columns:
    numbers = {name: [row[5] for row in rows] for name in PROPS}
    return Columns(
        text=[row[0] for row in rows],
        deck=[row[1] for row in rows],
        topic=[row[1] for row in rows],
        tags=[row[2] for row in rows],
        kinds=[row[3] for row in rows],
        states=[row[4] for row in rows],
        numbers=dict(numbers),
        answered=[row[6] for row in rows],
        names={"deck": NAMES, "topic": NAMES},
        today=TODAY,
    )


leaves: st.SearchStrategy[Node] = st.one_of(
    st.text(alphabet="abc", min_size=1, max_size=2).map(Word),
    # the names of places
    st.tuples(
        st.sampled_from(["deck", "topic"]),
        st.sampled_from(["dosing", "dos", "safe", "more", "none"]),
    ).map(lambda pair: Within(*pair)),  # type: ignore[arg-type]
    st.sampled_from(["dose", "dos", "rate", "x"]).map(lambda name: Within("tag", name)),
    st.sampled_from(["single", "select", "case", "x"]).map(lambda name: Within("kind", name)),
    st.sampled_from(STATES).map(State),
    st.tuples(
        st.sampled_from(PROPS), st.sampled_from(list(OPS)), st.sampled_from([0.0, 0.9, 10.0, 50.0])
    ).map(lambda three: Prop(*three)),
    st.tuples(st.integers(1, 30), st.none() | st.integers(1, 4)).map(lambda pair: Rated(*pair)),
)
nodes = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, max_size=3).map(tuple).map(Every),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(Either),
    ),
    max_leaves=6,
)


def holds(node: Node, columns: Columns, row: int) -> bool:
    """The meaning of a query for one row, written down once more in the plainest way."""
    match node:
        case Word(text):
            return text in columns.text[row]
        case Within("tag" | "kind" as place, name):
            listed = columns.tags[row] if place == "tag" else columns.kinds[row]
            return any(one.startswith(name) for one in listed.split("|") if one)
        case Within(_, name):
            exact = [at for at, pair in enumerate(NAMES) if name in pair]
            return columns.deck[row] in (
                exact or [at for at, pair in enumerate(NAMES) if name in pair[0] or name in pair[1]]
            )
        case State(name):
            return name in columns.states[row]
        case Prop(name, op, number):
            value, places = columns.numbers[name][row], {"s": 0, "d": 1, "r": 2}.get(name)
            if value is None:
                return False
            rounded = op in ("=", "!=") and places is not None
            return (
                OPS[op](round(value, places), round(number, places))
                if rounded
                else OPS[op](value, number)
            )
        case Rated(days, rating):
            return any(
                day > TODAY - days and rating in (None, given)
                for day, given in columns.answered[row]
            )
        case Not(inner):
            return not holds(inner, columns, row)
        case Every(inner_nodes):
            return all(holds(inner, columns, row) for inner in inner_nodes)
        case Either(inner_nodes):
            return any(holds(inner, columns, row) for inner in inner_nodes)


@given(rows_of_columns, nodes)
def test_what_is_found_is_what_the_query_means(
    rows: list[
        tuple[str, int, str, str, frozenset[str], float | None, tuple[tuple[int, int], ...]]
    ],
    node: Node,
) -> None:
    columns = columns_of(rows)

    assert Matcher(columns, range(len(rows))).find(node) == [
        row for row in range(len(rows)) if holds(node, columns, row)
    ]


@given(rows_of_columns, nodes, nodes)
def test_the_laws_of_and_or_and_not(
    rows: list[
        tuple[str, int, str, str, frozenset[str], float | None, tuple[tuple[int, int], ...]]
    ],
    one: Node,
    other: Node,
) -> None:
    matcher = Matcher(columns_of(rows), range(len(rows)))
    found, also, everything = (
        set(matcher.find(one)),
        set(matcher.find(other)),
        set(range(len(rows))),
    )

    assert set(matcher.find(Not(one))) == everything - found
    assert matcher.find(Not(Not(one))) == matcher.find(one)
    assert set(matcher.find(Every((one, other)))) == found & also
    assert set(matcher.find(Either((one, other)))) == found | also
    assert matcher.find(Not(Every((one, other)))) == matcher.find(Either((Not(one), Not(other))))


@given(rows_of_columns, st.text(alphabet="abc", min_size=1, max_size=5))
def test_what_was_found_before_changes_nothing(
    rows: list[
        tuple[str, int, str, str, frozenset[str], float | None, tuple[tuple[int, int], ...]]
    ],
    word: str,
) -> None:
    columns = columns_of(rows)
    matcher = Matcher(columns, range(len(rows)))
    typed = [matcher.find(Word(word[:end])) for end in range(1, len(word) + 1)]

    assert typed == [
        Matcher(columns, range(len(rows))).find(Word(word[:end])) for end in range(1, len(word) + 1)
    ]


def test_rows_come_in_the_order_that_is_given_and_words_can_be_forgotten() -> None:
    columns = columns_of([(text, 0, "", "", frozenset(), None, ()) for text in ("abc", "b", "abb")])
    matcher = Matcher(columns, [2, 0, 1])

    assert matcher.find(Word("ab")) == [2, 0]
    assert matcher.find(parse("-zz").node) == [2, 0, 1]
    columns.text[1] = "ab"
    assert matcher.find(Word("ab")) == [2, 0]
    matcher.forget()
    assert matcher.find(Word("ab")) == [2, 0, 1]


def test_many_words_do_not_pile_up() -> None:
    columns = columns_of([(f"word{at}", 0, "", "", frozenset(), None, ()) for at in range(1000)])
    matcher = Matcher(columns, range(1000))

    assert all(at in matcher.find(Word(f"word{at}")) for at in range(1000))
    assert len(matcher._known) <= 100


@pytest.mark.parametrize(
    ("name", "found"),
    [("dosing", {0}), ("dos", {0, 1}), ("dose and schedule", {0}), ("doses", {1}), ("x", set())],
)
def test_an_exact_name_is_meant_alone(name: str, found: set[int]) -> None:
    assert fitting(NAMES, name) == found
