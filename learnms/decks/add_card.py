"""Add a card to a deck file: every other byte stays as it is, and the card is written as the file
is, with its indentation, quotes and line ends.

The result is verified: the new text parses as the old cards and one more, or nothing is written.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from learnms.decks.deck_file import Quoted, as_yaml
from learnms.decks.fix import break_at, data_of, with_id, write_fixed
from learnms.errors import LearnmsError
from learnms.syntax.compose import compose
from learnms.syntax.node import Mapping, Node, Scalar, Sequence
from learnms.syntax.source import read_source, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from learnms.syntax.source import Source

_LINE = re.compile(r"[^\r\n]*")
_COMMENT = re.compile(r"(?:\r\n|\n|\r)(?P<lead> *)#[^\r\n]*")
_BREAK = re.compile(r"\r\n|\n|\r")
_FREE_LINE = re.compile(r"(\r\n|\n|\r)[ \t]*\1")
_TEXTS = frozenset({"ask", "answer", "cloze", "explain", "hint", "text", "why", "right", "wrong"})
"""Fields whose quotes are those of the file's texts."""
_LEAST_QUOTED = 0.5
"""The share of texts in quotes from which on every text is written in quotes."""


@dataclass(frozen=True, slots=True)
class Added:
    """The new text of a deck file, and the id and the line of its new card."""

    text: str
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class _Style:
    """How a file writes its cards: the column of the dash, the cells from it to the fields, those
    from a field to what belongs to it, the quotes, and whether every text has some.
    """

    dash: int = 2
    inside: int = 2
    step: int = 2
    quote: Literal["'", '"'] = '"'
    always: bool = False
    gap: bool = True
    """Whether a free line stands between cards."""


def add_card(path: Path, shown: str, fields: dict[str, Any], taken: set[str]) -> Added:
    """Write a card into a deck file, as its last one.

    Args:
        path: the deck file.
        shown: the file as people read it.
        fields: the card's fields without an id: texts, lists of texts or options, dates, truth
            values.
        taken: ids in use elsewhere.

    Raises:
        LearnmsError: the file cannot be read or written, or changed meanwhile; it is unchanged.
    """
    source, findings = read_source(path, shown)
    if source is None:
        message = f"{shown}: {findings[0].message}."
        raise LearnmsError(message, "The card was not added.")
    added = with_card(source, fields, taken)
    now, _ = read_source(path, shown)
    if now is None or now.written != source.written:
        message = f"{shown} was changed by another program just now."
        raise LearnmsError(message, "The card was not added. Try again.")
    write_fixed(path, added.text)
    return added


def with_card(source: Source, fields: dict[str, Any], taken: set[str]) -> Added:
    """The text of a deck with one more card, at the end of its `cards`.

    Raises:
        LearnmsError: it is unclear where the card goes.
    """
    root, _, parsed = compose(source)
    if not parsed or not isinstance(root, Mapping) or source.text != source.written:
        message = f"{source.path} has errors that keep it from being read as a whole."
        raise LearnmsError(message, "Run `learnms check`, fix them, and try again.")
    for at, text in _insertions(source, root, fields):
        fresh, _ = source_of(source.text[:at] + text + source.text[at:], source.path)
        node = _only_added(fresh, root) if fresh is not None else None
        if fresh is None or node is None or not _same(data_of(node), fields):
            continue
        fixed = with_id(fresh, node.pairs[0][0].start.index, taken)
        if fixed.changes:
            ident = next(change.new for change in fixed.changes if change.what == "card id")
            return Added(fixed.text, ident, node.start.line)
    message = f"learnms cannot tell where a new card goes in {source.path}."
    raise LearnmsError(message, "Nothing was written. Add the card in an editor.")


def _only_added(fresh: Source, old: Mapping) -> Mapping | None:
    """The last card of a new text; None if anything else of the file has changed."""
    root, _, parsed = compose(fresh)
    if not parsed or not isinstance(root, Mapping):
        return None
    before, after = data_of(old), data_of(root)
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    cards = root.get("cards")
    kept = before.get("cards") or []
    if not isinstance(cards, Sequence) or not cards.items or not isinstance(kept, list):
        return None
    if {**before, "cards": kept} != {**after, "cards": after["cards"][:-1]}:
        return None
    last = cards.items[-1]
    return last if isinstance(last, Mapping) and last.pairs else None


def _same(data: object, fields: object) -> bool:
    """Whether parsed data are the fields that were to be written."""
    if isinstance(fields, dict):
        return (
            isinstance(data, dict)
            and list(data) == list(fields)
            and all(_same(data[name], value) for name, value in fields.items())
        )
    if isinstance(fields, list):
        return (
            isinstance(data, list)
            and len(data) == len(fields)
            and all(_same(*pair) for pair in zip(data, fields, strict=True))
        )
    return data == _plain(fields)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _insertions(source: Source, root: Mapping, fields: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Where the card may go, each place with its text, the likeliest first."""
    cards, text = root.get("cards"), source.text
    line_end = break_at(text, 0)
    if isinstance(cards, Sequence) and cards.flow:
        card = json.dumps(fields, ensure_ascii=False, default=str)
        if cards.items:
            yield cards.items[-1].end.index, f", {card}"
        else:
            yield cards.end.index - 1, card
        return
    style = _style_of(root, cards, text)
    lines = [line for line in _card(fields, style).split("\n") if line]
    card = line_end.join(lines)
    gap = line_end if style.gap else ""
    if isinstance(cards, Sequence) and cards.items:
        for at in _ends(source, cards.items[-1], style.dash):
            yield at, f"{line_end}{gap}{card}"
            if at == len(text) and text.endswith(("\n", "\r")):
                yield at, f"{gap}{card}{line_end}"
        return
    key = root.key("cards")
    if key is not None and isinstance(cards, Scalar) and cards.empty:
        line = _LINE.match(text, key.end.index)
        assert line is not None  # it matches the empty text too
        yield line.end(), f"{line_end}{card}"
    elif key is None and not root.flow:
        end = len(text.rstrip())
        after = "" if text[end:] else line_end
        yield end, f"{line_end}{line_end}cards:{line_end}{card}{after}"


def _ends(source: Source, last: Node, dash: int) -> Iterator[int]:
    """The offsets at which the last card may end: behind its last text and the comments in it."""
    text, leaf = source.text, _leaf(last)
    ends = [leaf.end.index]
    if isinstance(leaf, Scalar) and leaf.style in ("|", ">"):
        # the end of a block lies on the next line; what is free below it belongs to the block only
        # where it says so
        body = text[: leaf.end.index]
        ends = [len(body.rstrip()), len(body.rstrip("\r\n"))]
    for end in ends:
        line = _LINE.match(text, end)
        assert line is not None  # it matches the empty text too
        yield _after_comments(text, line.end(), dash)
        yield line.end()
    yield leaf.end.index


def _after_comments(text: str, at: int, dash: int) -> int:
    """The end of the comment lines below an offset that stand further in than the dash."""
    while (match := _COMMENT.match(text, at)) is not None and len(match["lead"]) > dash:
        at = match.end()
    return at


def _leaf(node: Node) -> Node:
    """The last node that is written in the file."""
    if isinstance(node, Mapping) and node.pairs and not node.flow:
        key, value = node.pairs[-1]
        return key if isinstance(value, Scalar) and value.empty else _leaf(value)
    if isinstance(node, Sequence) and node.items and not node.flow:
        return _leaf(node.items[-1])
    return node


def _style_of(root: Mapping, cards: Node | None, text: str) -> _Style:
    """How the file writes its cards."""
    scalars = [scalar for scalar in _texts(root) if scalar.style not in ("|", ">")]
    quoted = Counter(scalar.style for scalar in scalars if scalar.style)
    quote: Literal["'", '"'] = "'" if quoted["'"] > quoted['"'] else '"'
    always = len(scalars) > 1 and quoted.total() > _LEAST_QUOTED * len(scalars)
    if not isinstance(cards, Sequence) or not cards.items:
        return _Style(quote=quote, always=always)
    last, dash = cards.items[-1], cards.start.column - 1
    same_line = last.start.line == _line_of(text, last.start.index, cards)
    inside = last.start.column - 1 - dash if same_line else 2
    steps = [
        value.start.column - item.start.column
        for item in cards.items
        if isinstance(item, Mapping) and not item.flow
        for _, value in item.pairs
        if not isinstance(value, Scalar) and not value.flow
    ]
    return _Style(
        dash, max(2, inside), steps[-1] if steps else 2, quote, always, _has_gap(cards, text)
    )


def _line_of(text: str, index: int, cards: Sequence) -> int:
    """The line of the dash before an offset."""
    dash = text.rfind("-", 0, index)
    return (
        cards.items[-1].start.line if dash < 0 else 1 + len(re.findall("\r\n|\n|\r", text[:dash]))
    )


def _has_gap(cards: Sequence, text: str) -> bool:
    """Whether a free line stands before the last card, or before the second of two; with one card
    whether the file has free lines.
    """
    if len(cards.items) < 2:
        return _FREE_LINE.search(text, 0, cards.start.index) is not None
    end, start = _leaf(cards.items[-2]).end.index, cards.items[-1].start.index
    return _FREE_LINE.search(text, len(text[:end].rstrip()), start) is not None


def _texts(node: Node) -> Iterable[Scalar]:
    """The texts of questions and answers."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _texts(item)
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        values = value.items if isinstance(value, Sequence) else [value]
        if key.value in _TEXTS:
            yield from (item for item in values if isinstance(item, Scalar) and not item.empty)
        if not isinstance(value, Scalar):
            yield from _texts(value)


def _card(fields: dict[str, Any], style: _Style) -> str:
    """The lines of a card behind its dash."""
    lines = [line for name, value in fields.items() for line in _field(name, value, style)]
    margin, lead = (
        " " * (style.dash + style.inside),
        f"{'':{style.dash}}-".ljust(style.dash + style.inside),
    )
    return "\n".join([lead + lines[0], *(margin + line if line else "" for line in lines[1:])])


def _field(name: str, value: object, style: _Style) -> list[str]:
    """A field with its value as lines."""
    if not isinstance(value, list):
        return _lines({name: value}, style)
    lines = [f"{name}:"]
    for item in value:
        inner = _lines(item, style) if isinstance(item, dict) else _item(item, style)
        lines += [
            f"{'':{style.step}}- {inner[0]}",
            *(f"{'':{style.step}}  {line}" for line in inner[1:]),
        ]
    return lines


def _item(value: object, style: _Style) -> list[str]:
    """An item of a list: its text as it stands behind `- `."""
    first, *others = _lines({"text": value}, style)
    return [first.removeprefix("text: "), *others]


def _lines(fields: dict[str, Any], style: _Style) -> list[str]:
    """Fields with plain values, as lines."""
    values = _quoted(fields) if style.always else fields
    return as_yaml(values, style.quote).rstrip("\n").split("\n")


def _quoted(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with their texts in quotes, where files have quotes."""
    return {
        name: _quoted(value)
        if isinstance(value, dict)
        else Quoted(value)
        if isinstance(value, str) and name in _TEXTS
        else value
        for name, value in fields.items()
    }
