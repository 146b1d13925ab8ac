"""`learnms sign`: write a deck's signature, and change nothing else.

As in `learnms fix`, the result is verified: unless the new text reads as the same data with the
new signature, the file is left unchanged.
"""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING

from learnms.decks.content_hash import hashes
from learnms.decks.read_deck import read_deck
from learnms.errors import LearnmsError
from learnms.kinds.fields import Report
from learnms.syntax.compose import compose
from learnms.syntax.node import Mapping, Scalar, Sequence
from learnms.syntax.source import source_of

if TYPE_CHECKING:
    from datetime import date

    from learnms.decks.entry import ReadDeck
    from learnms.syntax.node import Node
    from learnms.syntax.source import Source

_BREAK = re.compile(r"\r\n|\n|\r")
_WIDTH = 78
_HEAD = ("deck", "id", "language", "version")
"""Fields of one line, below the last of which the signature is written."""


def signed_text(source: Source, by: str, on: date) -> tuple[str, int]:
    """The text of a deck file with its signature, and how many cards and cases it covers.

    Raises:
        LearnmsError: it is no deck that can be read, or it is unclear where the signature goes.
    """
    root, deck = _read(source)
    text = source.text
    signature = _Signature(by, on.isoformat(), hashes(deck.deck))
    value = root.get("signed")
    if value is not None:
        key = next(key for key, _ in root.pairs if key.value == "signed")
        begin, end = key.start.index, _end(value, text)
        rest = text[end : _line_end(text, end)]
        is_flow = root.flow or bool(rest.strip())  # a comment would become part of a block
        written = signature.flow(root) if is_flow else signature.block(text, root)
    else:
        begin = end = _place(root, text)
        line_end = _BREAK.search(text)
        written = (
            f", {signature.flow(root)}"
            if root.flow
            else (line_end.group() if line_end else "\n")
            + " " * (root.start.column - 1)
            + signature.block(text, root)
        )
    new = text[:begin] + written + text[end:]
    fresh, _ = source_of(new, source.path)
    if fresh is None or not _is_signed(fresh, root, signature):
        raise _unclear(source.path)
    return new, len(signature.of)


class _Signature:
    """A signature as text."""

    def __init__(self, by: str, on: str, of: tuple[str, ...]) -> None:
        self.by = by
        self.on = on
        self.of = of

    def flow(self, root: Mapping) -> str:
        """On one line between braces, in quotes where the fields around it are."""
        quote = '"' if root.pairs[0][0].style == '"' else ""
        values = {"by": self.by, "on": self.on, "of": " ".join(self.of)}
        fields = ", ".join(
            f"{quote}{name}{quote}: {json.dumps(value, ensure_ascii=False)}"
            for name, value in values.items()
        )
        return f"{quote}signed{quote}: {{{fields}}}"

    def block(self, text: str, root: Mapping) -> str:
        """On lines of its own, without the end of the last; the first line has no indent."""
        line_end = _BREAK.search(text)
        indent = " " * (root.start.column - 1)
        lines = [
            "signed:",
            f"  by: {json.dumps(self.by, ensure_ascii=False)}",
            f"  on: {self.on}",
            "  of: >-",
            *(f"    {line}" for line in textwrap.wrap(" ".join(self.of), _WIDTH)),
        ]
        return ((line_end.group() if line_end else "\n") + indent).join(lines)


def _read(source: Source) -> tuple[Mapping, ReadDeck]:
    root, _, parsed = compose(source)
    report = Report(source.path, source)
    read = read_deck(source, root, {}, report) if parsed and source.sound else None
    if read is None or not isinstance(root, Mapping) or not (read.deck.cards or read.deck.cases):
        message = f"{source.path} has no cards that can be read."
        raise LearnmsError(message, "Run `learnms check` first.")
    return root, read


def _unclear(path: str) -> LearnmsError:
    message = f"{path} was not signed: learnms cannot tell where the signature goes."
    return LearnmsError(
        message, "Add `signed: {by: x, on: 2026-01-01, of: x}` below the title, and sign again."
    )


def _place(root: Mapping, text: str) -> int:
    """The offset behind the line of the last short field of the head."""
    heads = [
        value
        for key, value in root.pairs
        if key.value in _HEAD and isinstance(value, Scalar) and value.style not in ("|", ">")
    ]
    last = max(heads, key=lambda value: value.end.index).end.index
    if root.flow:
        return last
    return _line_end(text, last)


def _line_end(text: str, place: int) -> int:
    """The offset of the end of the line."""
    line_end = _BREAK.search(text, place)
    return line_end.start() if line_end else len(text)


def _end(value: Node, text: str) -> int:
    """The offset behind the last character of a value that is written."""
    if isinstance(value, Mapping) and value.pairs and not value.flow:
        return _end(value.pairs[-1][1], text)
    end = value.end.index
    if isinstance(value, Scalar) and value.style in ("|", ">"):
        end = len(text[:end].rstrip())
    return end


def _is_signed(fresh: Source, old: Mapping, signature: _Signature) -> bool:
    """Whether a text reads as the same data with this signature."""
    root, _, parsed = compose(fresh)
    if not parsed or not isinstance(root, Mapping):
        return False
    wanted = {"by": signature.by, "on": signature.on, "of": " ".join(signature.of)}
    return _data(root) == _data(old) | {"signed": wanted}


def _data(node: Node) -> dict[str, object]:
    """A mapping as plain values."""
    value = _value(node)
    return value if isinstance(value, dict) else {}


def _value(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [_value(item) for item in node.items]
    return {key.value: _value(value) for key, value in node.pairs}
