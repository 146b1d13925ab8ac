"""The words that all fronts share."""

from __future__ import annotations

from learnms.engine.words import short_titles


def test_what_many_titles_begin_with_is_left_out_of_a_list() -> None:
    titles = ["Drug: how it works", "Drug: vaccines", "My ward", "Drug: MS in brief", "Other: one"]

    assert short_titles(titles) == ["How it works", "Vaccines", "My ward", "MS in brief", "Other: one"]


def test_two_are_not_many_and_a_bare_colon_is_no_lead() -> None:
    assert short_titles(["Drug: a", "Drug: b"]) == ["Drug: a", "Drug: b"]
    assert short_titles(["Drug: ", "Drug: ", "Drug: "]) == ["Drug: ", "Drug: ", "Drug: "]
