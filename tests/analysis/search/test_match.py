"""Which rows are found: against a plain test of one row after the other, and the laws of and, or
and not.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.search.columns import NONE, Columns, Group, Name, Strings
from learnms.analysis.search.match import Matcher, fitting
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
NAMES = [
    Name("dosing", "Dose and schedule"),
    Name("dosing-2", "More doses"),
    Name("safety", "Safety"),
]
OPS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
}


class Row(NamedTuple):
    """A row, written out."""

    text: str
    deck: int = 0
    tags: str = ""
    kinds: str = ""
    states: frozenset[str] = frozenset()
    number: float | None = None
    answered: tuple[tuple[int, int], ...] = ()


lists_of_rows = st.lists(
    st.builds(
        Row,
        st.text(alphabet="abc ", max_size=12),
        st.integers(0, 2),
        st.sampled_from(["", "|dose|", "|dose|rate|", "|dosage|"]),
        st.sampled_from(["|single|", "|select-all|single|", "|match|case|"]),
        st.frozensets(st.sampled_from(STATES), max_size=3),
        st.none() | st.floats(0, 100).map(lambda number: round(number, 1)),
        st.lists(st.tuples(st.integers(TODAY - 20, TODAY), st.integers(1, 4)), max_size=4).map(
            tuple
        ),
    ),
    max_size=12,
)


def columns_of(rows: list[Row]) -> Columns:
    columns = Columns(TODAY)
    for row in rows:
        columns.text.append(row.text)
        name = NAMES[row.deck]
        columns.group.append(Group(deck=name, topic=name, kinds=row.kinds))
        columns.tags.append(row.tags)
        columns.states.append(row.states)
        for numbers in columns.numbers.values():
            numbers.append(NONE if row.number is None else row.number)
        for rating, days in columns.answered.items():
            given = [day for day, one in row.answered if rating in (None, one)]
            days.append(max(given, default=0))
    return columns


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


def holds(node: Node, row: Row, rows: list[Row]) -> bool:
    """The meaning of a query for one row, written down once more in the plainest way."""
    match node:
        case Word(text):
            return text in row.text
        case Within("tag" | "kind" as place, name):
            listed = row.tags if place == "tag" else row.kinds
            return any(one.startswith(name) for one in listed.split("|") if one)
        case Within(_, name):
            here, *names = [
                (NAMES[one.deck].key, NAMES[one.deck].title.casefold()) for one in (row, *rows)
            ]
            if any(name in pair for pair in names):
                return name in here
            return name in here[0] or name in here[1]
        case State(name):
            return name in row.states
        case Prop(name, op, number):
            value, places = row.number, {"s": 0, "d": 1, "r": 2}.get(name)
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
                day > TODAY - days and rating in (None, given) for day, given in row.answered
            )
        case Not(inner):
            return not holds(inner, row, rows)
        case Every(inner_nodes):
            return all(holds(inner, row, rows) for inner in inner_nodes)
        case Either(inner_nodes):
            return any(holds(inner, row, rows) for inner in inner_nodes)


@given(lists_of_rows, nodes)
def test_what_is_found_is_what_the_query_means(rows: list[Row], node: Node) -> None:
    assert list(Matcher(columns_of(rows)).find(node)) == [
        at for at, row in enumerate(rows) if holds(node, row, rows)
    ]


@given(lists_of_rows, st.lists(nodes, min_size=2, max_size=6))
def test_what_was_searched_before_changes_nothing(rows: list[Row], asked: list[Node]) -> None:
    matcher = Matcher(columns_of(rows))

    assert [list(matcher.find(node)) for node in asked] == [
        [at for at, row in enumerate(rows) if holds(node, row, rows)] for node in asked
    ]


@given(lists_of_rows, nodes, nodes)
def test_the_laws_of_and_or_and_not(rows: list[Row], one: Node, other: Node) -> None:
    matcher = Matcher(columns_of(rows))
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


@given(lists_of_rows, st.text(alphabet="abc", min_size=1, max_size=5))
def test_what_was_found_before_changes_nothing(rows: list[Row], word: str) -> None:
    columns = columns_of(rows)
    matcher = Matcher(columns)
    typed = [matcher.find(Word(word[:end])) for end in range(1, len(word) + 1)]

    assert typed == [Matcher(columns).find(Word(word[:end])) for end in range(1, len(word) + 1)]


def test_rows_come_in_the_order_that_is_given_and_words_can_be_forgotten() -> None:
    columns = columns_of([Row(text) for text in ("abc", "b", "abb")])
    matcher, order = Matcher(columns), [2, 0, 1]

    assert list(matcher.find(Word("ab"), order)) == [2, 0]
    assert list(matcher.find(parse("-zz").node, order)) == order
    columns.text[1] = "ab"
    assert list(matcher.find(Word("ab"), order)) == [2, 0]
    matcher.forget()
    assert list(matcher.find(Word("ab"), order)) == order


def test_many_words_do_not_pile_up() -> None:
    matcher = Matcher(columns_of([Row(f"word{at}") for at in range(1000)]))

    assert all(at in matcher.find(Word(f"word{at}")) for at in range(1000))
    assert len(matcher._known) <= 100


@pytest.mark.parametrize(
    ("name", "found"),
    [("dosing", {0}), ("dos", {0, 1}), ("dose and schedule", {0}), ("doses", {1}), ("x", set())],
)
def test_an_exact_name_is_meant_alone(name: str, found: set[int]) -> None:
    names = [(key, title.casefold()) for key, title in NAMES]

    assert fitting(names, name) == found


@given(st.lists(st.text(max_size=4)), st.text(st.characters(exclude_characters="\n"), max_size=2))
def test_short_texts_are_kept_and_found(texts: list[str], name: str) -> None:
    strings, names = Strings(), Strings()
    for text in texts:
        strings.append(text)
        names.append(text.replace("\n", ""))
    kept = [text.replace("\n", "") for text in texts]

    assert [strings[row] for row in range(len(strings))] == texts
    assert [names.find(text) for text in kept] == [kept.index(text) for text in kept]
    assert (names.find(name) is None) == (name not in kept)
