"""LM1 and LM2 of the matrix, LM217 among them."""

from __future__ import annotations

import pytest

from learnms.kinds.response import Pick
from tests.factories.deck_files import Folder, only, question

COLUMNS = "columns: [Go, Stop]"
ALIKE = "(case and spaces do not count) (change or remove one)"


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (
            "rows: {Fever: Halt}",
            ["4:17 error LM217 `Halt` is not one of the columns (the columns are Go, Stop)"],
        ),
        (
            "rows: {Fever: [Go, Halt, Hold], Rash: Wait}",
            [
                "4:22 error LM217 `Halt` is not one of the columns (the columns are Go, Stop)",
                "4:28 error LM217 `Hold` is not one of the columns (the columns are Go, Stop)",
                "4:41 error LM217 `Wait` is not one of the columns (the columns are Go, Stop)",
            ],
        ),
    ],
)
def test_lm217_a_column_that_is_not_declared(
    folder: Folder, rows: str, problems: list[str]
) -> None:
    assert folder.cards(question("ask: x", COLUMNS, rows)) == only(*problems)


def test_a_column_is_found_whatever_its_case_and_spaces(folder: Folder) -> None:
    card = folder.card(
        question("ask: x", "columns: [Go on, STOP]", "rows: {Fever: stop, Rash: [goon]}")
    )

    response = card.forms[0].compiled.ask(None).response
    assert isinstance(response, Pick)
    assert [
        [option.text for option in group.options if option.right] for group in response.groups
    ] == [["STOP"], ["Go on"]]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([COLUMNS], "1:3 error LM201 `rows` is missing in card one-card (add `rows:`)"),
        (
            ["rows: {Fever: Go}"],
            "1:3 error LM201 `columns` is missing in card one-card (add `columns:`)",
        ),
        (
            ["columns:", "rows: {Fever: Go}"],
            "3:3 error LM202 `columns` is empty (write a value, or remove it)",
        ),
        (
            ["columns: []", "rows: {Fever: Go}"],
            "3:3 error LM202 `columns` is an empty list (write a value, or remove it)",
        ),
        (
            ["columns: [Go, '']", "rows: {Fever: Go}"],
            ("3:17 error LM202 an entry of `columns` is empty (write a value, or remove it)"),
        ),
        (
            ["columns: Go", "rows: {Fever: Go}"],
            (
                "3:12 error LM102 `columns` should be a list, not text (write each entry on its"
                " own line below `columns:`, with a dash and a space)"
            ),
        ),
        (
            ["columns: {Go: Stop}", "rows: {Fever: Go}"],
            (
                "3:12 error LM102 `columns` should be a list, not a set of fields (write each entry"
                " on its own line below `columns:`, with a dash and a space)"
            ),
        ),
        (
            ["columns: [Go, [Stop]]", "rows: {Fever: Go}"],
            (
                "3:17 error LM102 an entry of `columns` should be text, not a list (write a"
                " single text, in quotes if it contains brackets or a colon)"
            ),
        ),
        (
            ["columns: [Go]", "rows: {Fever: Go}"],
            "3:3 error LM206 there is only one column, so there is nothing to choose (add columns)",
        ),
        (
            ["columns: [Go, Stop, GO]", "rows: {Fever: Go}"],
            f"3:23 error LM207 the column `GO` appears twice: the first is on line 9 {ALIKE}",
        ),
        ([COLUMNS, "rows:"], "4:3 error LM202 `rows` is empty (write a value, or remove it)"),
        ([COLUMNS, "rows: {}"], "4:3 error LM202 `rows` is empty (write a value, or remove it)"),
        (
            [COLUMNS, "rows: [Fever]"],
            (
                "4:9 error LM102 `rows` should be a set of fields, not a list (write it like"
                " `rows: {Fever: Stop, Rash: Go}`)"
            ),
        ),
        (
            [COLUMNS, "rows: Fever"],
            (
                "4:9 error LM102 `rows` should be a set of fields, not text (write it like"
                " `rows: {Fever: Stop, Rash: Go}`)"
            ),
        ),
        (
            [COLUMNS, "rows:", "  Fever:", "  Rash: Go"],
            "5:5 error LM202 `Fever` is empty (write a value, or remove it)",
        ),
        (
            [COLUMNS, "rows: {Fever: {Go: yes}}"],
            (
                "4:17 error LM102 `Fever` should be text, not a set of fields (write a single"
                " text, in quotes if it contains brackets or a colon)"
            ),
        ),
        (
            [COLUMNS, "rows: {Fever: [Go, [Stop]]}"],
            (
                "4:22 error LM102 an entry of `Fever` should be text, not a list (write a single"
                " text, in quotes if it contains brackets or a colon)"
            ),
        ),
        (
            [COLUMNS, "rows: {Fever: [Go, go]}"],
            f"4:22 error LM207 the column `go` appears twice: the first is on line 10 {ALIKE}",
        ),
        (
            [COLUMNS, "rows: {Fever: Go, fever: Stop}"],
            f"4:21 error LM207 the row `fever` appears twice: the first is on line 10 {ALIKE}",
        ),
        (
            [COLUMNS, "rows: {'': Go}"],
            (
                "4:10 error LM020 this field has no name (write a name before the colon, or put the"
                " text in quotes)"
            ),
        ),
        (
            [COLUMNS, "rows: {' ': Go}"],
            "4:10 error LM202 a row has no name (write a name before the colon)",
        ),
        (
            [COLUMNS, "rows: {Fever: [], Rash: []}"],
            (
                "4:3 error LM206 no row has a right column, so there is nothing to find (give at"
                " least one row a right column)"
            ),
        ),
    ],
)
def test_a_matrix_that_is_none(folder: Folder, lines: list[str], problem: str) -> None:
    assert folder.cards(question("ask: x", *lines)) == only(problem)


def test_columns_and_rows_that_are_both_wrong_are_both_told(folder: Folder) -> None:
    said = folder.cards(question("columns: Go", "rows: {Fever: Go, fever: Go}"))

    assert [problem.split()[:3] for problem in said.problems] == [
        ["1:3", "error", "LM201"],
        ["2:12", "error", "LM102"],
        ["3:21", "error", "LM207"],
    ]


@pytest.mark.parametrize(
    ("row", "kind"), [("Go", "matrix-one"), ("[Go]", "matrix-any"), ("[Go, Stop]", "matrix-any")]
)
@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("columns", [2, 12])
def test_a_matrix_of_any_size(folder: Folder, row: str, kind: str, rows: int, columns: int) -> None:
    names = ", ".join(["Go", "Stop", *(f"column {number}" for number in range(2, columns))])
    findings = ", ".join(f"finding {number}: {row}" for number in range(rows))

    card = folder.card(question("ask: x", f"columns: [{names}]", f"rows: {{{findings}}}"))

    response = card.forms[0].compiled.ask(None).response
    assert isinstance(response, Pick)
    assert card.forms[0].kind == kind
    assert (len(response.groups), {len(group.options) for group in response.groups}) == (
        rows,
        {columns},
    )


def test_a_row_with_an_empty_list_has_no_right_column(folder: Folder) -> None:
    card = folder.card(question("ask: x", COLUMNS, "rows: {Fever: [], Rash: [Go]}"))

    response = card.forms[0].compiled.ask(None).response
    assert isinstance(response, Pick)
    assert [sum(option.right for option in group.options) for group in response.groups] == [0, 1]


@pytest.mark.parametrize(
    ("lines", "name", "meant"),
    [
        (["colums: [Go, Stop]", "rows: {Fever: Go}"], "colums", "columns"),
        (["column: [Go, Stop]", "rows: {Fever: Go}"], "column", "columns"),
        ([COLUMNS, "row: {Fever: Go}"], "row", "rows"),
        ([COLUMNS, "Rows: {Fever: Go}"], "Rows", "rows"),
    ],
)
def test_a_mistyped_name_is_the_only_finding(
    folder: Folder, lines: list[str], name: str, meant: str
) -> None:
    line = 3 if lines[0].startswith(name) else 4

    assert folder.cards(question("ask: x", *lines)) == only(
        f"{line}:3 error LM104 unknown field `{name}` in card one-card (did you mean `{meant}`?)"
    )


def test_columns_whose_rows_are_written_as_a_match_are_two_kinds(folder: Folder) -> None:
    said = folder.cards(question("ask: x", COLUMNS, "match: {Fever: Go, Rash: Stop}"))

    assert [problem.split()[:3] for problem in said.problems] == [["4:3", "error", "LM105"]]
