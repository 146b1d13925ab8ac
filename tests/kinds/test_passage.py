"""The brackets of a highlight: spans, brackets that are shown, and one fault for one slip."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.kinds.highlight import Passage, Span

words = st.text("ab 1,.", min_size=1, max_size=6).filter(str.strip)
signs = st.lists(
    st.sampled_from(["[", "[[", "]", "]]", "\\[", "\\]", "a", " ", "1", "\n"]), max_size=25
).map("".join)


@pytest.mark.parametrize(
    ("written", "text", "spans"),
    [
        ("[[a]] and [b]", "[[1]] and [[2]]", [Span("a", True), Span("b", False)]),
        ("[[a]][b]", "[[1]][[2]]", [Span("a", True), Span("b", False)]),
        ("x[0]", "x[[1]]", [Span("0", False)]),
        ("[ a ]", "[[1]]", [Span("a", False)]),
        ("no brackets", "no brackets", []),
        ("", "", []),
        ("a] b", "a] b", []),
        (r"\[bold] x", "[bold] x", []),
        (r"\[bold\] [[a]]", "[bold] [[1]]", [Span("a", True)]),
        (r"\[\[a]] [b]", "[[a]] [[1]]", [Span("b", False)]),
        (r"from \[1 to [[2]]", "from [1 to [[1]]", [Span("2", True)]),
        (r"[see \[1] there]", "[[1]]", [Span("see [1] there", False)]),
        (r"[[see \[1] there]]", "[[1]]", [Span("see [1] there", True)]),
        (r"[[see \[1]]]", "[[1]]", [Span("see [1]", True)]),
        (r"[see \[1]]", "[[1]]", [Span("see [1]", False)]),
        (r"[[from \[1 on]]", "[[1]]", [Span("from [1 on", True)]),
        (r"[a\]] b", "[[1]] b", [Span("a]", False)]),
        ("[[a\nb]] c", "[[1]] c", [Span("a\nb", True)]),
    ],
)
def test_spans_and_brackets_that_are_shown(written: str, text: str, spans: list[Span]) -> None:
    passage = Passage(written)

    assert (passage.text, passage.spans, passage.faults) == (text, spans, [])


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("[[a", 0),
        ("b [a", 2),
        ("[[a]", 3),
        ("[a]]", 2),
        ("a]]", 1),
        ("[[]] b", 0),
        ("[ ]", 0),
        ("[[[a]]]", 2),
        ("[a [b] c]", 3),
        ("[a [[b]] c]", 3),
        ("[[a [b] c]]", 4),
        ("[[a and [b]", 8),
        ("[[a [[b]]", 4),
        ("[[a [[b]] [c]", 4),
    ],
)
def test_one_slip_is_one_fault(written: str, at: int) -> None:
    assert [place for _, place in Passage(written).faults][:1] == [at]


@given(st.lists(st.tuples(words, words, st.booleans()), max_size=6), words)
def test_what_is_marked_comes_out_as_it_was_marked(
    pieces: list[tuple[str, str, bool]], end: str
) -> None:
    written = (
        "".join(
            f"{before}{'[[' if right else '['}{inside}{']]' if right else ']'}"
            for before, inside, right in pieces
        )
        + end
    )

    passage = Passage(written)

    assert passage.faults == []
    assert passage.spans == [Span(inside.strip(), right) for _, inside, right in pieces]
    assert (
        passage.text
        == "".join(f"{before}[[{number}]]" for number, (before, _, _) in enumerate(pieces, 1)) + end
    )


@given(signs)
def test_any_brackets_make_numbered_spans_or_a_fault(written: str) -> None:
    passage = Passage(written)

    assert all(0 <= at <= len(written) for _, at in passage.faults)
    if not passage.faults:
        assert re.findall(r"\[\[(\d+)\]\]", passage.text) == [
            str(number) for number in range(1, len(passage.spans) + 1)
        ]
        assert all(span.text and span.text == span.text.strip() for span in passage.spans)
