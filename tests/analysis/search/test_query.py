"""The language of the search: what is meant, what is half typed, and that nothing can break it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.search.query import (
    FIELDS,
    MOST_BRACKETS,
    STATES,
    Either,
    Every,
    Not,
    Prop,
    Query,
    Rated,
    State,
    Within,
    Word,
    parse,
)

A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", Every()),
        ("   ", Every()),
        ("Serum", Word("serum")),
        ("a b", Every((A, B))),
        ("a and b", Every((A, B))),
        ("a or b", Either((A, B))),
        ("a OR b", Either((A, B))),
        ("a b or c", Either((Every((A, B)), C))),
        ("a (b or c)", Every((A, Either((B, C))))),
        ("-a", Not(A)),
        ("--a", A),
        ("---a", Not(A)),
        ("-(a b)", Not(Every((A, B)))),
        ("a - b", Every((A, B))),
        ("anti-CD20", Word("anti-cd20")),
        ('"live   vaccine"', Word("live vaccine")),
        ("“live vaccine”", Word("live vaccine")),
        ('"or"', Word("or")),
        ("antibody(ies)", Word("antibody(ies)")),
        ("(antibody(ies))", Word("antibody(ies)")),
        ("10:30", Word("10:30")),
        (":a", Word(":a")),
        ("straße", Word("strasse")),
        ("deck:dosing", Within("deck", "dosing")),
        ('deck:"dose and schedule"', Within("deck", "dose and schedule")),
        ("Topic:Rates", Within("topic", "rates")),
        ("tag:dose kind:single", Every((Within("tag", "dose"), Within("kind", "single")))),
        ("is:due", State("due")),
        ("-is:suspended", Not(State("suspended"))),
        ("prop:s>10", Prop("s", ">", 10)),
        ("prop:d<=5.5", Prop("d", "<=", 5.5)),
        ("prop:s>2,5", Prop("s", ">", 2.5)),
        ("prop:r<90%", Prop("r", "<", 0.9)),
        ("prop:r<90", Prop("r", "<", 0.9)),
        ("prop:r<0.9", Prop("r", "<", 0.9)),
        ("prop:due<=-3", Prop("due", "<=", -3)),
        ("prop:lapses!=0", Prop("lapses", "!=", 0)),
        ("prop:reps=3", Prop("reps", "=", 3)),
        ("rated:7", Rated(7)),
        ("1200", Either((Word("1200"), Word("1,200")))),
        ("1,200", Either((Word("1,200"), Word("1200")))),
        ("0.1234", Word("0.1234")),
        ("2022-02-16", Word("2022-02-16")),
        ("kind:bow-tie", Within("kind", "bowtie")),
        ("kind:TrueFalse", Within("kind", "true-false")),
        ("prop:s==10", Prop("s", "=", 10)),
        ("prop:s=>10", Prop("s", ">=", 10)),
        ("rated:7:1", Rated(7, 1)),
        ("rated:7:", Rated(7)),
        ("rated:999999999", Rated(100_000)),
    ],
)
def test_what_is_meant(text: str, node: object) -> None:
    # every node of the table is one
    assert parse(text) == Query(node, ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "node", "remark"),
    [
        ("a or", A, "`or` needs a term on each side."),
        ("or a", A, "`or` needs a term on each side."),
        ("a or or b", Either((A, B)), "`or` needs a term on each side."),
        ("or", Every(), "`or` needs a term on each side."),
        ("a -", A, "Type the word to exclude after `-`."),
        ("a (-)", A, "Type the word to exclude after `-`."),
        ("and", Every(), "Type a word to search for."),
        ("()", Every(), "Type a word to search for."),
        ('""', Every(), "Type a word to search for."),
        (
            "not a",
            Every((Word("not"), A)),
            "`not` is searched as a word. To exclude a word, put `-` before it, as in -fever.",
        ),
        ("(a", A, "A `(` has no matching `)`."),
        ("a)", A, "A `)` has no matching `(`."),
        ("a) b", Every((A, B)), "A `)` has no matching `(`."),
        ("a deck:", A, "Add a name, or part of one, after `deck:`."),
        ("a is:", A, f"Add a state after `is:`, one of {', '.join(STATES)}."),
        ("a is:sus", A, "`is:sus` is incomplete. Use is:suspended."),
        (
            "a is:red",
            A,
            f"`is:red` is not a state. Did you mean `is:buried`? Use one of {', '.join(STATES)}.",
        ),
        (
            "a or is:red",
            A,
            f"`is:red` is not a state. Did you mean `is:buried`? Use one of {', '.join(STATES)}.",
        ),
        (
            "-is:red",
            Every(),
            f"`is:red` is not a state. Did you mean `is:buried`? Use one of {', '.join(STATES)}.",
        ),
        (
            "a prop:",
            A,
            (
                "Add one of s, d, r, reps, lapses, due and a comparison after `prop:`, as in"
                " prop:s>10."
            ),
        ),
        (
            "a prop:x>1",
            A,
            (
                "Add one of s, d, r, reps, lapses, due and a comparison after `prop:`, as in"
                " prop:s>10."
            ),
        ),
        ("a prop:s", A, "`prop:s` is incomplete. Add >, < or = and a number, as in prop:s>10."),
        ("a prop:r<", A, "`prop:r<` is incomplete. Add >, < or = and a number, as in prop:r>0.9."),
        ("a prop:s>ten", A, "`ten` is not a number. Type one, as in prop:s>10."),
        ("a prop:s>nan", A, "`nan` is not a number. Type one, as in prop:s>10."),
        (
            "a rated:",
            A,
            (
                "Add a number of days after `rated:`, and a grade from 1 to 4 if you like, as in"
                " rated:7 or rated:7:1."
            ),
        ),
        (
            "a rated:0",
            A,
            (
                "Add a number of days after `rated:`, and a grade from 1 to 4 if you like, as in"
                " rated:7 or rated:7:1."
            ),
        ),
        (
            "a rated:7:9",
            A,
            (
                "Add a number of days after `rated:`, and a grade from 1 to 4 if you like, as in"
                " rated:7 or rated:7:1."
            ),
        ),
        (
            "a dek:x",
            A,
            (
                f"`dek:` is not a search field. Use {', '.join(f'{name}:' for name in FIELDS)}."
                ' To search for the words, put them in "quotes".'
            ),
        ),
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_is_looked_for(
    text: str, node: object, remark: str
) -> None:
    # every node of the table is one
    assert parse(text) == Query(node, (remark,))  # type: ignore[arg-type]


def test_a_quotation_that_is_open_goes_to_the_end() -> None:
    assert parse('"live vac').node == Word("live vac")


def test_every_state_can_be_asked_for() -> None:
    assert [parse(f"is:{name}").node for name in STATES] == [State(name) for name in STATES]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "a",
        "-" * 10_000 + "a",
        "(" * MOST_BRACKETS + "a" + ")" * MOST_BRACKETS,
        "a or " * 5_000,
        ")" * 5_000,
    ],
)
def test_any_depth_is_read(text: str) -> None:
    parse(text)


PIECES = [
    "(",
    ")",
    "-",
    '"',
    "or",
    "and",
    "is:due",
    "is:",
    "prop:s>1",
    "prop:",
    "rated:7:1",
    "deck:x",
    "tag:",
    ":",
    "a",
    " ",
    "“",
    "x:y",
    "\n",
    "\x1b",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join) | st.text())
def test_any_text_parses(text: str) -> None:
    query = parse(text)

    assert query == parse(text)
    assert all(
        remark.endswith((".", "words.")) and "\n" not in remark.replace(text, "")
        for remark in query.remarks
    )


@given(st.text(alphabet='ab() -"or:', max_size=30))
def test_every_beginning_of_a_text_parses(text: str) -> None:
    for end in range(len(text) + 1):
        parse(text[:end])
