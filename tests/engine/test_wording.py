"""The words that all interfaces share."""

from __future__ import annotations

import pytest

from learnms.engine import wording as words
from learnms.engine.wording import partial_day, short_titles


def test_what_many_titles_begin_with_is_left_out_of_a_list() -> None:
    titles = ["Drug: how it works", "Drug: vaccines", "My ward", "Drug: MS in brief", "Other: one"]

    assert short_titles(titles) == [
        "How it works",
        "Vaccines",
        "My ward",
        "MS in brief",
        "Other: one",
    ]


def test_two_are_not_many_and_a_bare_colon_is_no_lead() -> None:
    assert short_titles(["Drug: a", "Drug: b"]) == ["Drug: a", "Drug: b"]
    assert short_titles(["Drug: ", "Drug: ", "Drug: "]) == ["Drug: ", "Drug: ", "Drug: "]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("c1", "blank 1"),
        ("c12", "blank 12"),
        ("rev", "reverse"),
        ("dose", "dose"),
        ("c", "c"),
        ("cd20", "cd20"),
        ("", ""),
    ],
)
def test_a_part_is_called_by_what_it_is(name: str, said: str) -> None:
    assert words.part_name(name) == said


@pytest.mark.parametrize(
    ("low", "high", "said"), [(0.81, 0.88, "81–88%"), (0.876, 0.884, "88%"), (0, 1, "0–100%")]
)
def test_a_range_is_one_figure_where_its_ends_look_the_same(
    low: float, high: float, said: str
) -> None:
    assert words.between(low, high) == said


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2026-11-22", "Nov 22, 2026"), ("2026-11", "Nov 2026"), ("2026", "2026")],
)
def test_a_part_of_a_date_reads_like_a_date(written: str, shown: str) -> None:
    assert partial_day(written) == shown
