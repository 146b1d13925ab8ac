"""Files that are not decks: what they are, and how to make a deck of them."""

from __future__ import annotations

import re
from functools import cache

from learnms.syntax.field_names import FIELD_NAMES

_DECK = (
    "a deck is a plain text file whose name ends in .yaml; `learnms new my-deck.yaml` writes an"
    " example"
)
_IMPORT = "run `learnms import` with this file, which makes a deck of its questions"
_FROM_WORD = "save it as Word (.docx), and run `learnms import` with that"
_FROM_OLD = "save it as .docx or as CSV, and run `learnms import` with that"
_FROM_EXCEL = "save the sheet as CSV, and run `learnms import` with that"
_FROM_PAGE = f"copy its text into a deck; {_DECK}"

_NAME_ABOVE = re.compile(r"[^,;\t]*:(?:\s|\Z)")
_STARTS_AS_YAML = tuple("{[-&*!%?|>\"'#")
# What a quiz in a text document looks like: numbered questions, lettered options, a line with the
# answer.
_QUIZ = re.compile(r"\s*(?:\(?(?:\d{1,3}|[A-Ha-h])[.)]\s|(?:Q(?:uestion)?|A(?:nswer)?)\s*\d*\s*:)")
_QUOTED_LINES = 4
_SEPARATORS = {"\t": "tabs", ",": "commas", ";": "semicolons"}


def foreign_bytes(data: bytes) -> tuple[str, str] | None:
    """Message and remedy if the first bytes are those of another program's file."""
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "this is an old Word or Excel file (.doc, .xls), not a deck", _FROM_OLD
    if data.startswith(b"%PDF-"):
        return "this is a PDF, not a deck", _FROM_WORD
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{\\rtf"):
        return "this is a Rich Text (RTF) document, not a deck", _FROM_WORD
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<body")):
        return "this is a web page (HTML), not a deck", _FROM_PAGE
    if start.startswith(b"<?xml"):
        return "this is an XML file, not a deck", _IMPORT
    return None


def _archive(data: bytes) -> tuple[str, str]:
    if b"word/" in data:
        return "this is a Word document (.docx), not a deck", _IMPORT
    if b"xl/" in data:
        return "this is an Excel workbook (.xlsx), not a deck", _FROM_EXCEL
    if b"ppt/" in data:
        return "this is a PowerPoint presentation (.pptx), not a deck", _FROM_PAGE
    return ("this is a compressed file (ZIP), not a deck", "unpack it and check the decks in it")


@cache
def _field() -> re.Pattern[str]:
    """A pattern for the fields of decks; compiled on first use, after they are declared."""
    names = "|".join(sorted(map(re.escape, FIELD_NAMES)))
    begin, end = r"(?:^|[\s{,\[\"'*-])", r"[\"'*\u00a0 ]*[:：=]"
    return re.compile(f"{begin}(?:(?i:deck|cards)|{names}){end}", re.MULTILINE)


def foreign_text(text: str) -> tuple[str, str] | None:
    """Message and remedy for a table or a quiz without any field of a deck."""
    rows = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    if len(rows) >= _QUOTED_LINES and all(row.startswith(">") for row in rows):
        return (
            "every line starts with `>`, as in a quoted email",
            "remove the `>` and the space after it from each line",
        )
    if _field().search(text) or len(rows) < 2 or rows[0].lstrip().startswith(_STARTS_AS_YAML):
        return None
    for sign, name in _SEPARATORS.items():
        counts = {row.count(sign) for row in rows}
        if (
            min(counts) > 0
            and (len(counts) == 1 or any('"' in row for row in rows))
            and not _NAME_ABOVE.match(rows[0])
        ):
            return f"this is a table with cells separated by {name}, not a deck", _IMPORT
    if sum(1 for row in rows if _QUIZ.match(row)) >= 2:
        return (
            "this file has no deck fields such as `deck:` or `cards:`",
            f"write each question as a card with fields such as `ask:` and `answer:`; {_DECK}",
        )
    return None
