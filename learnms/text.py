r"""Make text safe for the terminal.

`visible` is the one function through which text of a deck, of a learner or of a file name passes
before it is drawn: control characters, escape sequences, bidi overrides and invisible characters
become marks that a reader can see.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# C0 but newline and tab, DEL and C1, the zero-width and bidi characters, line and paragraph
# separators, interlinear and tag characters, lone surrogates, and the byte order mark.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def _mark(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def visible(text: str) -> str:
    r"""Return the text with everything that a terminal might obey spelled out, as `\x1b` is.

    Newlines stay, `\r\n` counts as a newline, a tab becomes four spaces. Text without such
    characters is returned as it is.
    """
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if "\t" in text:
        text = text.replace("\t", "    ")
    return _UNSAFE.sub(_mark, text) if _UNSAFE.search(text) else text


def visible_line(text: str) -> str:
    """`visible`, on one line: runs of white space become one space."""
    return " ".join(visible(text).split())


def shown(value: object, longest: int = 80) -> str:
    """A value for use in a sentence: on one line, and truncated if it is long."""
    try:
        text = repr(value)
    except (
        ValueError,
        RecursionError,
    ):  # a number of more digits than Python writes, or a list nested too deep
        return "a value that long"
    line = visible_line(text)
    return line if len(line) <= longest else f"{line[:longest]}…"


def has_unsafe(text: str) -> bool:
    """Whether the text holds a character that `visible` would spell out."""
    return _UNSAFE.search(text) is not None


def without_unsafe(text: str) -> str:
    """The text without the characters that `visible` would spell out."""
    return _UNSAFE.sub("", text)


def is_text(text: str) -> bool:
    """Whether the text can be encoded as UTF-8: invalid bytes, from a file name or a terminal,
    appear as lone surrogates.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def fold(text: str) -> str:
    """The text as answers are compared: NFKC, case folded, without white space."""
    return "".join(
        unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split()
    )


def cells(text: str) -> int:
    """The terminal columns of a text: two for a wide character, none for a combining accent."""
    if text.isascii():
        return len(text)
    return sum(
        (
            2
            if unicodedata.east_asian_width(sign) in "WF"
            else 0
            if unicodedata.category(sign) in ("Mn", "Me", "Cf")
            else 1
        )
        for sign in text
    )


def count(number: int, word: str, plural: str = "") -> str:
    """`1 card`, `2 cards`; with its `plural`, `2 quizzes`."""
    return f"{number} {word if number == 1 else plural or f'{word}s'}"


def listed(names: Sequence[str], word: str) -> str:
    """Names in a sentence: `a`, `a or b`, `a, b, or c`."""
    if len(names) < 3:
        return f" {word} ".join(names)
    return f"{', '.join(names[:-1])}, {word} {names[-1]}"
