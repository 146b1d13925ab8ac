"""The columns of question tables, by the names that people and programs give them."""

from __future__ import annotations

import re
from typing import NamedTuple

COLUMNS = {
    "ask": "question|front|term|prompt|stem|ask|question text|statement|word|text|cloze|item stem",
    "answer": "answer|back|definition|meaning|response|accepted answers?",
    "correct": "correct|key|right|answer key|(?:correct|right) (?:option|choice|letter|number)s?"
    "|correct index",
    "right": "(?:correct|right) answers?",
    "options": "options|choices|answer (?:options|choices)|answers",
    "option": "(?:option|choice|answer|response|alternative|opt|ans)",
    "wrong": "(?:wrong|incorrect)(?: (?:answer|option|choice)s?)?|distractors?|false answers?",
    "why": "(?:why|(?:option|choice|answer) (?:rationale|feedback|explanation))",
    "explain": "explanation|rationale|explain|(?:general )?feedback|why|comments?|extra|back extra"
    "|answer explanation|notes?",
    "unsafe": "unsafe|harmful",
    "hint": "hint|clue",
    "source": "sources?|references?|citations?",
    "topic": "topic|category|subject|chapter|unit|deck|section",
    "tags": "tags?|keywords?|labels?",
    "kind": "type|kind|question type|item type|question kind|format",
    "note type": "note ?type",
    "id": "id|question id|item id|guid",
}
"""The names of columns; `option`, `wrong` and `why` may be numbered or lettered."""
_PATTERNS = {name: re.compile(pattern) for name, pattern in COLUMNS.items()}
_NUMBERED = re.compile(
    r"(?P<name>option|choice|answer|response|alternative|opt|ans|wrong(?: answer)?"
    r"|incorrect(?: answer)?|distractor|why|rationale|feedback|explanation)"
    r" ?(?P<number>\d{1,2}|[a-j])(?: (?P<suffix>why|rationale|feedback|explanation))?"
)
_WHY = ("why", "rationale", "feedback", "explanation")
_WRONG = ("wrong", "incorrect", "distractor")
_NO_COLUMNS = frozenset({"option"})
"""Meant only with a number."""


class Column(NamedTuple):
    """What a column holds: a name of `COLUMNS`, or another; the number of an option, from 1; and
    the title that it has in the file.
    """

    name: str
    number: int | None = None
    title: str = ""


def column_of(title: str) -> Column:
    """The column with this title."""
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", title.lower()).split())
    if re.fullmatch(r"[a-j]", words):
        return Column("option", number_of(words), title)
    numbered = _NUMBERED.fullmatch(words)
    if numbered is not None:
        name, number = numbered["name"], number_of(numbered["number"])
        if numbered["suffix"] or name in _WHY:
            return Column("why", number, title)
        return Column("wrong" if name.startswith(_WRONG) else "option", number, title)
    for name, pattern in _PATTERNS.items():
        if name not in _NO_COLUMNS and pattern.fullmatch(words):
            return Column(name, None, title)
    return Column("", None, title)


def number_of(sign: str) -> int:
    """The number that a letter or a number of an option stands for, from 1."""
    return int(sign) if sign.isdecimal() else ord(sign.lower()) - ord("a") + 1
