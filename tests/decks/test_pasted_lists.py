"""Lists that were pasted with other signs than dashes are refused, and their corrected lines are
shown; texts that are meant stay.
"""

from __future__ import annotations

import pytest

from tests.factories.deck_files import HEAD, HEAD_LINES, Folder, question

SIGNS = {
    "dash without a space": ("-", "-"),
    "bullet": ("• ", "• "),
    "en dash": ("– ", "– "),
    "em dash": ("— ", "— "),
    "asterisk": ("* ", "* "),
    "middle dot": ("· ", "· "),
    "square": ("▪ ", "▪ "),
    "o": ("o ", "o "),
    "number and point": ("1. ", "2. "),
    "number and bracket": ("1) ", "2) "),
    "letter and bracket": ("a) ", "b) "),
    "letter and point": ("a. ", "b. "),
    "letter in brackets": ("(a) ", "(b) "),
    "capital and bracket": ("A) ", "B) "),
}
FIELDS = {
    "wrong": ["ask: x", "right: z", "{field}"],
    "right": ["ask: x", "select: all", "wrong: [z]", "{field}"],
    "order": ["ask: x", "{field}"],
    "type": ["ask: x", "{field}"],
    "tags": ["ask: x", "answer: y", "{field}"],
    "columns": ["ask: x", "rows: {Fever: Go, Rash: Stop}", "{field}"],
    "teach-back": ["ask: x", "{field}"],
    "extra": ["ask: x", "match: {Fever: a, Rash: b}", "{field}"],
}


def card(field: str, *lines: str) -> str:
    """A card with a field that takes a list, and below it these lines."""
    written = [
        line
        for template in FIELDS[field]
        for line in (
            [f"{field}:", *(f"  {line}" for line in lines)] if template == "{field}" else [template]
        )
    ]
    return question(*written)


@pytest.mark.parametrize("dash", ["", "- "])
@pytest.mark.parametrize("signs", SIGNS.values(), ids=SIGNS)
@pytest.mark.parametrize("field", FIELDS)
def test_each_sign_in_each_field_is_one_finding_with_the_corrected_lines(
    folder: Folder, field: str, signs: tuple[str, str], dash: str
) -> None:
    text = card(field, f"{dash}{signs[0]}Go", f"{dash}{signs[1]}Stop")

    checked = folder.deck(HEAD + text)

    (found,) = checked.findings
    assert found.code == "LM031"
    assert found.line - HEAD_LINES == text.split("\n").index(f"  {field}:") + 2
    assert (found.fix or "").endswith("\n    - Go\n    - Stop")
    assert not [
        one
        for loaded in checked.loaded
        if loaded.read is not None
        for one in loaded.read.deck.cards
    ]


@pytest.mark.parametrize("field", FIELDS)
def test_the_corrected_lines_are_what_was_meant(folder: Folder, field: str) -> None:
    (found,) = folder.deck(HEAD + card(field, "• Go", "• Stop")).findings
    corrected = [line.strip() for line in (found.fix or "").split("\n")[1:]]

    assert folder.deck(HEAD + card(field, *corrected)).findings == ()


@pytest.mark.parametrize(
    ("lines", "place", "entries"),
    [
        (["Go", "Stop"], "5:5", ["Go", "Stop"]),
        (["- Go", "  - Stop"], "5:7", ["Go", "Stop"]),
        (["- Go", "  Stop", "- Wait"], "5:7", ["Go", "Stop", "Wait"]),
        (["• Go to the", "  next room", "• Stop"], "5:5", ["Go to the next room", "Stop"]),
        (["• *Go*", "• @home"], "5:5", ['"*Go*"', '"@home"']),
        (["-5 °C", "-10 °C"], "5:5", ["-5 °C", "-10 °C"]),
        (['"• Go', '• Stop"'], "5:5", ["Go", "Stop"]),
        (["|", "  - Go", "  - Stop"], "5:5", ["Go", "Stop"]),
    ],
)
def test_what_is_merged_in_other_ways(
    folder: Folder, lines: list[str], place: str, entries: list[str]
) -> None:
    found = [
        one for one in folder.deck(HEAD + card("wrong", *lines)).findings if one.code == "LM031"
    ]

    assert [f"{one.line - HEAD_LINES}:{one.column}" for one in found] == [place]
    assert (found[0].fix or "").split("\n")[1:] == [f"    - {entry}" for entry in entries]


def test_another_sign_in_the_column_of_the_dashes(folder: Folder) -> None:
    (found,) = folder.deck(HEAD + card("wrong", "- Go", "• Stop")).findings

    assert (found.code, found.line - HEAD_LINES, found.column) == ("LM031", 6, 5)
    assert (found.message, found.fix) == (
        "`•` cannot start a list entry; use a dash",
        "write `- Stop`",
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["- E. coli", "- C. difficile"],
        ["- A. baumannii", "- C. difficile", "- S. aureus"],
        ["- 2.5 hours", "- 1.5 hours"],
        ["- -5 °C", "- –10 °C"],
        ["- o", "- Oxygen"],
        ["- '• with a dot'", "- without"],
        [
            "- The patient is told to call the MS team at once when",
            "  Signs of an infection come up",
        ],
        ["- Call the team,", "  then wait"],
        ["- Call the", "  team"],
        ["- |", "  - one", "  - two", "- other"],
        ['"An option in quotes', 'over two lines"'],
        ["- {text: One, why: two}", "- Three"],
    ],
)
def test_what_is_meant_as_it_stands_is_no_finding(folder: Folder, lines: list[str]) -> None:
    assert folder.deck(HEAD + card("wrong", *lines)).findings == ()


def test_lines_without_a_sign_may_be_one_text_which_then_goes_in_quotes(folder: Folder) -> None:
    (found,) = folder.deck(HEAD + card("wrong", "Call the family", "or wait")).findings

    assert (found.fix or "").startswith(
        "if they are one entry, put it in quotes; otherwise write each on its own line"
    )
    assert folder.deck(HEAD + card("wrong", '"Call the family', 'or wait"')).findings == ()


def test_an_option_that_is_wrapped_after_its_field_is_one_text(folder: Folder) -> None:
    text = question(
        "ask: x",
        "wrong: [z]",
        "right: The nurse calls the team, and waits until",
        "  Somebody answers",
    )

    assert folder.deck(HEAD + text).findings == ()


@pytest.mark.parametrize(
    "lines",
    [
        ["groups:", "  Now:", "    right: a", "    wrong:", "      • Go", "      • Stop"],
        [
            'blanks: "{{1}}"',
            "choices:",
            "  1:",
            "    right: a",
            "    wrong:",
            "      • Go",
            "      • Stop",
        ],
    ],
)
def test_lists_deeper_in_a_card_too(folder: Folder, lines: list[str]) -> None:
    (found,) = folder.deck(HEAD + question("ask: x", *lines)).findings

    assert found.code == "LM031"
    assert (found.fix or "").split("\n")[1:] == ["        - Go", "        - Stop"]


def test_a_long_list_is_not_shown_whole(folder: Folder) -> None:
    (found,) = folder.deck(
        HEAD + card("wrong", *(f"• Option {number}" for number in range(20)))
    ).findings

    assert (found.fix or "").split("\n")[-2:] == ["    - Option 7", "    … and 12 more"]
