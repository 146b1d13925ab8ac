"""The query language of the search: parses text into a tree, with remarks on what it cannot parse.

A query never fails. Incomplete or unknown terms are left out, each with a remark:

    query  = both {"or" both}         both = one {one}         one = ["-"] ( "(" query ")" | term )
    term   = word | "several words" | (deck|topic|tag|kind|priority):… | is:… | prop:… | rated:…
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from learnms.kinds.fields import nearest
from learnms.kinds.registry import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

Place = Literal["deck", "topic", "tag", "kind", "priority"]

PLACES: tuple[Place, ...] = ("deck", "topic", "tag", "kind", "priority")
STATES = (
    *("due", "new", "learning", "young", "mature", "suspended", "buried", "flagged"),
    *("noted", "missed", "leech", "changed", "orphan", "draft", "case"),
)
"""The values of `is:`."""
PROPS = ("s", "d", "r", "reps", "lapses", "due")
"""The names of `prop:`: stability in days, difficulty 1 to 10, recall now, reviews, times
forgotten, days until due.
"""
FIELDS = (*PLACES, "is", "prop", "rated")

MOST_BRACKETS = 40
"""The greatest depth of brackets that is parsed."""
_MOST_DAYS = 100_000
_MINUS = "Type the word to exclude after `-`."
_NOTHING = "Type a word to search for."
_NOT = "`not` is searched as a word. To exclude a word, put `-` before it, as in -fever."

_PROP = re.compile(r"(?P<name>[a-z]*)(?P<op>[<>=!]=|=[<>]|[=<>])?(?P<number>.*)")
_SPELLED = {"==": "=", "=>": ">=", "=<": "<="}
"""Operators of other languages, and the way they are written here."""
_LONG_NUMBER = re.compile(r"(?<![\d.,])[1-9]\d{3,}(?![\d-])")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(r"(?P<number>[-+]?\d{1,9}(?:[.,]\d{0,9})?)(?P<percent>%?)")
_RATED = re.compile(r"(?P<days>\d{1,9})(?::(?P<rating>[1-4])?)?")
_QUOTES = str.maketrans("“”„", '"""')


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or several in quotes, anywhere in the card; case folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Within:
    """The name of a deck, topic, tag, kind or priority, or a part of it; case folded."""

    place: Place
    name: str


@dataclass(frozen=True, slots=True)
class State:
    """One of `STATES`."""

    name: str


@dataclass(frozen=True, slots=True)
class Prop:
    """A comparison of numbers: `name` is one of `PROPS`, `op` one of > < >= <= = !=."""

    name: str
    op: str
    number: float


@dataclass(frozen=True, slots=True)
class Rated:
    """Answered within this many study days, today included; with this rating, or any."""

    days: int
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """The rows that the inner node does not find."""

    node: Node


@dataclass(frozen=True, slots=True)
class Every:
    """The rows that all nodes find; without nodes all rows."""

    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """The rows that at least one node finds."""

    nodes: tuple[Node, ...]


Node = Word | Within | State | Prop | Rated | Not | Every | Either


class Query(NamedTuple):
    """The parsed tree, and remarks on the terms left out."""

    node: Node
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the text: `(`, `)`, `-`, `or`, `and`, a lone dash, or a term. `field` is the name
    before the colon.
    """

    kind: str
    text: str = ""
    field: str = ""
    quoted: bool = False


def parse(text: str) -> Query:
    """Parse any text."""
    reading = _Reading(_tokens(text.translate(_QUOTES)))
    node = reading.query()
    if node is None and text.strip() and not reading.remarks:
        reading.remarks.append(_NOTHING)
    return Query(node if node is not None else Every(), tuple(dict.fromkeys(reading.remarks)))


# -- tokens ----------------------------------------------------------------------------------------


def _tokens(text: str) -> list[_Token]:
    tokens, at = list[_Token](), 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
        elif character in "()":
            tokens.append(_Token(character))
            at += 1
        elif character == "-":
            tokens.append(_Token("-" if text[at + 1 : at + 2].strip() else "dash"))
            at += 1
        else:
            token, at = _term(text, at)
            tokens.append(token)
    return tokens


def _term(text: str, start: int) -> tuple[_Token, int]:
    """A word or quoted text with the field before it, and the position of its end."""
    if text[start] == '"':
        inner, end = _quotation(text, start)
        return _Token("term", inner, quoted=True), end
    end = _end_of_word(text, start)
    word = text[start:end]
    name, colon, value = word.partition(":")
    if not name:
        return _Token("term", word), end
    if colon and not value and end < len(text) and text[end] == '"':
        inner, end = _quotation(text, end)
        return _Token("term", inner, name.casefold(), quoted=True), end
    if colon:
        return _Token("term", value, name.casefold()), end
    return (
        _Token(
            "or" if word.casefold() == "or" else "and" if word.casefold() == "and" else "term", word
        ),
        end,
    )


def _quotation(text: str, start: int) -> tuple[str, int]:
    """The quoted text, up to the end if the quotes are not closed."""
    end = text.find('"', start + 1)
    return (text[start + 1 :], len(text)) if end < 0 else (text[start + 1 : end], end + 1)


def _end_of_word(text: str, start: int) -> int:
    """A word ends at a space, a quote, or a bracket that it did not open itself, as in
    `antibody(ies)`.
    """
    at = start
    opened = 0
    while at < len(text) and not text[at].isspace() and text[at] != '"':
        if text[at] == "(":
            opened += 1
        elif text[at] == ")":
            if not opened:
                break
            opened -= 1
        at += 1
    return at


# -- the tree --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """A recursive descent over the tokens that notes what it leaves out."""

    tokens: list[_Token]
    at: int = 0
    depth: int = 0
    remarks: list[str] = field(default_factory=list)

    def query(self) -> Node | None:
        """The whole text; an unmatched closing bracket is skipped."""
        nodes = [self._either()]
        while self.at < len(self.tokens):
            self.at += 1
            self.remarks.append("A `)` has no matching `(`.")
            nodes.append(self._either())
        return _joined(Every, [node for node in nodes if node is not None])

    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _either(self) -> Node | None:
        """Alternatives, up to the end or a closing bracket. A missing side of an `or` is left
        out.
        """
        nodes, sides, empty = list[Node](), 0, 0
        while True:
            before = self.at
            node = self._every()
            sides, empty = sides + 1, empty + (self.at == before)
            if node is not None:
                nodes.append(node)
            if self._kind() != "or":
                break
            self.at += 1
        if sides > 1 and empty:
            self.remarks.append("`or` needs a term on each side.")
        return _joined(Either, nodes)

    def _every(self) -> Node | None:
        """Terms side by side."""
        nodes = list[Node]()
        while self._kind() not in ("", ")", "or"):
            node = self._one()
            if node is not None:
                nodes.append(node)
        return _joined(Every, nodes)

    def _one(self) -> Node | None:
        """A term or a bracket, with the minuses before it."""
        if self.at == 0 and self.tokens[0] == _Token("term", "not"):
            self.remarks.append(_NOT)
        minuses = 0
        while self._kind() == "-":
            minuses += 1
            self.at += 1
        if minuses and self._kind() in ("", ")", "or"):
            self.remarks.append(_MINUS)
            return None
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "dash" and self.at == len(self.tokens):
            self.remarks.append(_MINUS)
        node = (
            self._bracket()
            if token.kind == "("
            else self._read(token)
            if token.kind == "term"
            else None
        )
        return Not(node) if minuses % 2 and node is not None else node

    def _bracket(self) -> Node | None:
        if self.depth >= MOST_BRACKETS:
            self.remarks.append("The parentheses are nested too deeply.")
            return None
        self.depth += 1
        node = self._either()
        self.depth -= 1
        if self._kind() == ")":
            self.at += 1
        else:
            self.remarks.append("A `(` has no matching `)`.")
        return node

    def _read(self, token: _Token) -> Node | None:
        node = _meaning(token)
        if isinstance(node, str):
            self.remarks.append(node)
            return None
        return node


def _joined(kind: type[Every] | type[Either], nodes: list[Node]) -> Node | None:
    """Several nodes as one; a single node as itself."""
    return None if not nodes else nodes[0] if len(nodes) == 1 else kind(tuple(nodes))


# -- terms -----------------------------------------------------------------------------------------


def _meaning(token: _Token) -> Node | str | None:
    """The node of a term, or the sentence that says why it is left out; None for an empty term."""
    value = " ".join(token.text.casefold().split())
    if not token.field:
        return _word(value) if value else None
    if token.field in _MEANINGS:
        return _MEANINGS[token.field](value)
    if token.field.isalpha():
        return (
            f"`{token.field}:` is not a search field. Use {', '.join(f'{n}:' for n in FIELDS)}."
            ' To search for the words, put them in "quotes".'
        )
    return Word(f"{token.field}:{value}")


def _word(value: str) -> Node:
    """A word; one with a number of four digits or more with and without commas, 1,200 and 1200."""
    grouped = _LONG_NUMBER.sub(lambda digits: f"{int(digits[0]):,}", _GROUPED.sub("", value))
    spellings = dict.fromkeys((value, _GROUPED.sub("", value), grouped))
    return _joined(Either, [Word(text) for text in spellings]) or Word(value)


def _within(place: Place) -> Callable[[str], Node | str]:
    def meaning(value: str) -> Node | str:
        if not value:
            return f"Add a name, or part of one, after `{place}:`."
        return Within(place, _kind(value) if place == "kind" else value)

    return meaning


def _kind(value: str) -> str:
    """The kind of question that a value begins, whatever hyphens it has: `bow-tie`, `truefalse`."""
    if any(kind.startswith(value) for kind in KINDS):
        return value
    letters = re.sub(r"[-_ ]", "", value)
    likely = (kind for kind in KINDS if letters and kind.replace("-", "").startswith(letters))
    return next(likely, value)


def _state(value: str) -> Node | str:
    if value in STATES:
        return State(value)
    likely = [name for name in STATES if value and name.startswith(value)]
    if likely:
        return f"`is:{value}` is incomplete. Use {' or '.join(f'is:{name}' for name in likely)}."
    listed = ", ".join(STATES)
    near = nearest(value, STATES)
    did_you_mean = f"Did you mean `is:{near}`? " if near else ""
    return (
        f"`is:{value}` is not a state. {did_you_mean}Use one of {listed}."
        if value
        else f"Add a state after `is:`, one of {listed}."
    )


def _prop(value: str) -> Node | str:
    match = _PROP.fullmatch(value)
    name = match["name"] if match else ""
    if match is None or name not in PROPS:
        return f"Add one of {', '.join(PROPS)} and a comparison after `prop:`, as in prop:s>10."
    if match["op"] is None or not match["number"]:
        return (
            f"`prop:{value}` is incomplete. Add >, < or = and a number, as in"
            f" prop:{name}>{'0.9' if name == 'r' else '10'}."
        )
    op = _SPELLED.get(match["op"], match["op"])
    number = _NUMBER.fullmatch(match["number"])
    if number is None:
        example = f"prop:{name}{op}{'0.9' if name == 'r' else '10'}"
        return f"`{match['number']}` is not a number. Type one, as in {example}."
    amount = float(number["number"].replace(",", "."))
    if name == "r" and (number["percent"] or amount > 1):
        amount /= 100
    return Prop(name, op, amount)


def _rated(value: str) -> Node | str:
    match = _RATED.fullmatch(value)
    if match is None or not int(match["days"]):
        return (
            "Add a number of days after `rated:`, and a grade from 1 to 4 if you like, as in"
            " rated:7 or rated:7:1."
        )
    return Rated(
        min(int(match["days"]), _MOST_DAYS), int(match["rating"]) if match["rating"] else None
    )


_MEANINGS: dict[str, Callable[[str], Node | str]] = {
    **{place: _within(place) for place in PLACES},
    "is": _state,
    "prop": _prop,
    "rated": _rated,
}
