"""What a printed document is made of. `docx` and `html` draw the same blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CIRCLE, SQUARE = "○", "☐"
"""Marks to fill in: one of several, and any number."""
LINE = "______"

Role = Literal["", "instruction", "label", "small"]
"""Body text; what to do (italic); a bold label; small print."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2 below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A text in light Markdown."""

    text: str
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Options as (letter, text), each with the mark before it, or '' without a mark."""

    items: tuple[tuple[str, str], ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose first row is its head. A cell is text of one or more lines.

    `widths` are relative; columns from `centered` on are centered, none if it is 0. Without `rules`
    it has no lines and no head.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    centered: int = 0
    rules: bool = True


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty lines to write on."""

    count: int


@dataclass(frozen=True, slots=True)
class Box:
    """An exhibit or a story in a frame."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered question; `note` stands behind its number, such as its points."""

    number: int
    blocks: tuple[Block, ...]
    note: str = ""


Block = Heading | Text | Choices | Grid | Lines | Box | Question


@dataclass(frozen=True, slots=True)
class Document:
    """A document: `fields` are what a student fills in below the title; `footer` stands at the foot
    of each page, before the page number.
    """

    title: str
    subtitle: str
    footer: str
    blocks: tuple[Block, ...]
    fields: tuple[str, ...] = ()


def letters(count: int) -> tuple[str, ...]:
    """The letters of options: A to Z, then AA, AB …"""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return tuple(
        (alphabet[index // 26 - 1] if index >= 26 else "") + alphabet[index % 26]
        for index in range(count)
    )
