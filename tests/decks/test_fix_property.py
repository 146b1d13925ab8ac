"""`fix` on random decks: taking the insertions out again gives the file as it was, and what is
left to insert is nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml
from hypothesis import given
from hypothesis import strategies as st

from learnms.decks.fix import Fixed, fix
from learnms.syntax.source import Source, source_of

WORDS = [
    "CD20",
    "600 mg",
    "it's",
    "no. 1",
    "Über",
    "薬",
    "{x}",
    "a, b",
    "10:30",
    "yes",
    "[C7]",
    "e\u0301",
    "🧠",
    "q",
]


def source(text: str) -> Source:
    read, _ = source_of(text, "deck.yaml")
    assert read is not None
    return read


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def double_quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@st.composite
def clozes(draw: st.DrawFn) -> str:
    """A sentence with at least one blank, named or bare, with a hint or without."""
    blank = st.builds(
        lambda name, text, hint: f"{{{{{name}{text}{hint}}}}}",
        st.sampled_from(["", "", "c1::", "c2::", "c9::", "dose::"]),
        st.sampled_from(["600 mg", "CD20", "x y"]),
        st.sampled_from(["", "::hint"]),
    )
    pieces = draw(st.lists(st.tuples(texts, blank), min_size=1, max_size=3))
    return " ".join(f"{text} {hidden}" for text, hidden in pieces)


@st.composite
def scalars(draw: st.DrawFn, text: str, indent: str, flow: bool) -> str:
    """A text in one of the styles that YAML has for it."""
    styles = [quoted(text), double_quoted(text)]
    if not flow:
        styles += [
            f"|\n{indent}  {text}\n{indent}  and more",
            f">-\n{indent}  {text}\n{indent}  and more",
        ]
        if re.match(r"[A-Za-zÜ]", text):
            styles += [text, f"{text}  # a note", f"{text}\n{indent}  and more"]
    return draw(st.sampled_from(styles))


@st.composite
def cards(draw: st.DrawFn, number: int) -> list[str]:
    """The lines of one card: block or flow, with or without an id, with comments around it."""
    dash = draw(st.sampled_from(["- ", "-   ", "  - "]))
    indent = " " * len(dash)
    flow = draw(st.booleans())
    name, value = draw(
        st.one_of(st.tuples(st.just("ask"), texts), st.tuples(st.just("cloze"), clozes()))
    )
    fields = [f"{name}: {draw(scalars(value, indent, flow))}"]
    if name == "ask":
        fields.append(f"answer: {draw(scalars(draw(texts), indent, flow))}")
    if draw(st.booleans()):
        fields.insert(draw(st.integers(0, len(fields))), f"id: card-{number}")
    if draw(st.booleans()):
        fields.append("also: [{cloze: 'a {{b}}'}]")
    card = (
        f"{dash}{{{', '.join(fields)}}}"
        if flow
        else "\n".join([dash + fields[0], *(indent + field for field in fields[1:])])
    )
    return draw(st.sampled_from([[], ["# a comment: with a colon"], [""]])) + card.split("\n")


@st.composite
def decks(draw: st.DrawFn) -> str:
    lines = [
        "# a deck",
        draw(
            st.sampled_from(
                [
                    "deck: My first deck",
                    "deck: 'It''s a deck'  # title",
                    'deck: "A: deck"',
                    "deck: My\n  deck",
                ]
            )
        ),
    ]
    if draw(st.booleans()):
        lines.append("id: my-deck")
    lines.append("cards:")
    dashes = draw(st.integers(0, 5))
    made = [draw(cards(number)) for number in range(dashes)]
    indent = draw(st.sampled_from(["", "  ", "    "]))
    for card in made:
        lines += [f"{indent}{line}" if line else line for line in _aligned(card)]
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n# end"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def _aligned(card: list[str]) -> list[str]:
    """All dashes of a deck begin in one column."""
    shift = 2 if any(line.startswith("  - ") for line in card) else 0
    return [line[shift:] if line.startswith(" " * shift) else line for line in card]


@dataclass
class Undone:
    """The fixed text with every insertion taken out again."""

    result: Fixed

    @property
    def text(self) -> str:
        text = self.result.text
        for change in self.result.changes:
            if change.what == "deck id":
                text = re.sub(rf"(?:\r\n|\n)id: {change.new}(?=\r|\n|$)", "", text, count=1)
            elif change.what != "blank":
                text = re.sub(rf"id: {change.new}(?:, |(?:\r\n|\n) *)", "", text, count=1)
        lines = text.split("\n")
        for change in self.result.changes:
            if change.what == "blank":
                lines[change.line - 1] = lines[change.line - 1].replace(
                    f"{{{{{change.new}::", "{{", 1
                )
        return "\n".join(lines)


def plain(text: str) -> dict[str, object]:
    """The data as a parser that knows nothing of ours reads it."""
    data: dict[str, object] = yaml.load(text, Loader=yaml.BaseLoader)
    return data


def without_additions(data: object, added: set[str]) -> object:
    """The data without the ids and the numbers of blanks that were inserted."""
    if isinstance(data, dict):
        return {
            name: without_additions(value, added)
            for name, value in data.items()
            if not (name == "id" and value in added)
        }
    if isinstance(data, list):
        return [without_additions(item, added) for item in data]
    return re.sub(r"\{\{c[0-9]+::", "{{", data) if isinstance(data, str) else data


@given(decks())
def test_taking_the_insertions_out_gives_the_file_as_it_was(text: str) -> None:
    result = fix(source(text), set())

    assert Undone(result).text == text


@given(decks())
def test_the_data_is_the_same_but_for_ids_and_numbers(text: str) -> None:
    result = fix(source(text), set())

    added = {change.new for change in result.changes if change.what != "blank"}
    assert without_additions(plain(result.text), added) == without_additions(plain(text), set())


@given(decks())
def test_nothing_is_left_to_insert(text: str) -> None:
    result = fix(source(text), set())

    assert result.problem is None
    assert fix(source(result.text), set()) == Fixed(result.text)
    data = plain(result.text)
    assert data["id"]
    deck_cards = data["cards"] or []
    assert isinstance(deck_cards, list)
    assert all("id" in card for card in deck_cards)
    assert not any(re.search(r"\{\{(?!c[0-9]+::)", card.get("cloze", "")) for card in deck_cards)


@given(decks())
def test_each_id_adds_one_line_in_block_style_and_none_in_flow_style(text: str) -> None:
    result = fix(source(text), set())

    ids = [change.new for change in result.changes if change.what != "blank"]
    inside = [ident for ident in ids if f"{{id: {ident}, " in result.text]
    assert result.text.count("\n") - text.count("\n") == len(ids) - len(inside)
