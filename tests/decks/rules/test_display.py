"""LM6: what does not fit a page, on both sides of each threshold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.decks.rules.conftest import single

Codes = Callable[..., list[str]]
FLASHCARD = "ask: What is given?\nanswer: A steroid\n"


@pytest.mark.parametrize(("width", "expected"), [(60, []), (61, ["LM601"])])
def test_a_word_fits_the_line(codes: Codes, width: int, expected: list[str]) -> None:
    assert codes(f"{FLASHCARD}explain: see {'x' * width} there") == expected


def test_many_words_wrap(codes: Codes) -> None:
    assert codes(f"{FLASHCARD}explain: {'word ' * 40}") == []


def test_the_columns_can_be_set(codes: Codes) -> None:
    card = f"{FLASHCARD}explain: see {'x' * 70} there"

    assert codes(card, toml="[check]\ncolumns = 70") == []
    assert codes(card, toml="[check]\ncolumns = 69") == ["LM601"]


@pytest.mark.parametrize(("cell", "expected"), [(27, []), (28, ["LM602"])])
def test_a_table_fits_the_page(codes: Codes, cell: int, expected: list[str]) -> None:
    """A column of 30, three columns between, and the cell; emphasis takes no room."""
    table = f"| {'a' * 30} | B |\n    |---|---|\n    | **x** | {'b' * cell} |"

    assert codes(f"{FLASHCARD}exhibit:\n  Labs: |\n    {table}") == expected


@pytest.mark.parametrize(("lines", "expected"), [(30, []), (31, ["LM603"])])
def test_an_exhibit_fits_the_page(codes: Codes, lines: int, expected: list[str]) -> None:
    text = "".join(f"    line {n}\n" for n in range(lines))

    assert codes(f"{FLASHCARD}exhibit:\n  Notes: |\n{text}") == expected
    assert (
        codes(f"{FLASHCARD}exhibit:\n  Notes: |\n{text}", toml="[check]\nexhibit-lines = 31") == []
    )


def test_long_lines_of_an_exhibit_count_as_they_wrap(codes: Codes) -> None:
    assert codes(f"{FLASHCARD}exhibit:\n  Notes: {'word ' * 375}") == ["LM603"]


@pytest.mark.parametrize(("length", "expected"), [(180, []), (181, ["LM604"])])
def test_an_option_is_read_at_a_glance(codes: Codes, length: int, expected: list[str]) -> None:
    text = ("word " * 40)[: length - 1] + "x"

    assert codes(single(text, text[:-2] + "y", "z" * 50)) == expected
