"""Slips of the pen, at random: a deck is checked and fixed to the end, whatever an author did to
it.
"""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from learnms.decks.codec import head_to_json, to_json
from learnms.decks.fix import fix
from learnms.decks.identity import identity_findings
from learnms.decks.load import Loaded, Sources, load
from learnms.decks.template import template
from learnms.syntax.source import source_of
from tests.factories.deck_files import TODAY

TEXT = template("My ward", "my-ward", TODAY)
SIGNS = [
    "[",
    "{",
    "]",
    "}",
    ":",
    ",",
    "-",
    "#",
    "#x",
    "'",
    '"',
    "|",
    ">",
    "&a",
    "*a",
    "!t",
    "?",
    "{{",
    "}}",
    "{{c1::",
    "::",
    "%",
    "@",
    "\\",
    "id:",
    "also:",
    "right:",
    "cloze:",
    "ask:",
    "given:",
    "select:",
    "last:",
    "was:",
    "part:",
    "order:",
    "match:",
    "rows:",
    "columns:",
    "groups:",
    "blanks:",
    "choices:",
    "highlight:",
    "bowtie:",
    "teach-back:",
    "tests:",
    "[[",
    "]]",
    "0",
]


@st.composite
def slips(draw: st.DrawFn) -> str:
    """The template with a few lines dropped, doubled, moved in or out, or with a sign put into
    them.
    """
    lines = TEXT.split("\n")
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
            case 2:
                lines[at] = " " * draw(st.integers(0, 8)) + lines[at].lstrip()
            case _:
                place, sign = (
                    draw(st.integers(0, len(lines[at]))),
                    draw(st.sampled_from([*SIGNS, "\t", " "])),
                )
                lines[at] = lines[at][:place] + sign + lines[at][place:]
    return "\n".join(lines)


def loaded(folder: Path, text: str) -> Loaded:
    path = folder / "deck.yaml"
    path.write_bytes(text.encode("utf-8"))
    return load(path, "deck.yaml", Sources(), TODAY)


@given(slips())
def test_every_slip_is_checked_to_the_end(tmp_path: Path, text: str) -> None:
    one = loaded(tmp_path, text)

    assert one.parsed or one.findings
    if one.read is not None:
        assert all(
            finding.line >= 1 and finding.column >= 1
            for finding in [*one.findings, *identity_findings([one.read])]
        )
        json.dumps(
            [
                head_to_json(one.read.deck),
                *map(to_json, one.read.deck.cards),
                *map(to_json, one.read.deck.cases),
            ]
        )


@given(slips())
def test_every_slip_is_fixed_once_or_left_alone(text: str) -> None:
    source, _ = source_of(text, "deck.yaml")
    assert source is not None

    fixed = fix(source, set())

    again, _ = source_of(fixed.text, "deck.yaml")
    assert again is not None
    assert fix(again, set()).changes == ()
    assert fixed.changes or fixed.text == text
