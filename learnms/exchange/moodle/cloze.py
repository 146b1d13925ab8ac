r"""The blanks of Moodle's cloze questions, read and written: `{1:SHORTANSWER:=CD20~%50%CD 20#why}`.

A blank has its points, its kind, and answers parted by `~`; a right one begins with `=`, any other
may begin with its weight. A backslash before a sign shows it, and so does an entity of HTML.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from learnms.exchange.html_text import html_text
from learnms.exchange.markdown_html import as_html_line
from learnms.exchange.moodle import cards as cards
from learnms.exchange.moodle.bank import NotCarriedError
from learnms.exchange.moodle.cards import BLANK, Answer, NumberAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.exchange.bank import Loss

_KINDS = {
    "one": "MULTICHOICE MULTICHOICE_V MULTICHOICE_H MULTICHOICE_S MULTICHOICE_VS MULTICHOICE_HS"
    " MC MCV MCH MCS MCVS MCHS",
    "several": "MULTIRESPONSE MULTIRESPONSE_H MULTIRESPONSE_S MULTIRESPONSE_HS MR MRH MRS MRHS",
    "text": "SHORTANSWER SHORTANSWER_C SA SAC MW MWC",
    "number": "NUMERICAL NM",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_START = re.compile(rf"\{{(\d{{0,4}}):({'|'.join(sorted(_KIND_OF, key=len, reverse=True))}):")
_BODY = re.compile(r"((?:\\.|[^\\}])*)\}", re.DOTALL)
_BETWEEN = re.compile(r"(?<!\\)~")
_FEEDBACK = re.compile(r"(?<![\\&])#")
_SHOWN = re.compile(r'\\([}~#"/\\=%])')
_SHARE = re.compile(r"\s*(?:=|%([^%\s]{1,12})%)")
_SIGNS = {sign: f"&#{ord(sign)};" for sign in "\\~#}{=%*"}
"""Signs with a meaning inside a blank, as entities: Moodle shows the sign in all its kinds."""


class Blank(NamedTuple):
    """A blank: its points, its kind (`one`, `several`, `text` or `number`), and its answers."""

    points: int
    kind: str
    answers: list[Answer]

    def numbers(self) -> list[NumberAnswer]:
        """The answers of a blank for a number, `12:0.5` with the tolerance behind the colon.

        Raises:
            NotCarriedError: one is no number.
        """
        found = []
        for answer in self.answers:
            if answer.text == "*":
                continue
            value, _, within = answer.text.partition(":")
            first, second = cards.number(value), cards.number(within or "0")
            if first is None or second is None:
                message = f"`{answer.text[:40]}` is not a number with a tolerance."
                raise NotCarriedError(message)
            found.append(NumberAnswer(first, second, answer.weight, answer.feedback))
        return found


def cloze_pieces(text: str, losses: list[Loss]) -> tuple[str, list[Blank]]:
    """The text with a `BLANK` for each blank, and the blanks.

    Raises:
        NotCarriedError: a blank is not closed, a weight is no number, or there are too many.
    """
    pieces: list[str] = []
    blanks: list[Blank] = []
    text = text.replace(BLANK, "")
    offset = 0
    while (start := _START.search(text, offset)) is not None:
        if len(blanks) == cards.MOST_BLANKS:
            message = f"It has more than {cards.MOST_BLANKS} blanks."
            raise NotCarriedError(message)
        body = _BODY.match(text, start.end())
        if body is None:
            message = "A blank in its text has no closing brace."
            raise NotCarriedError(message)
        pieces += [text[offset : start.start()], BLANK]
        blanks.append(_blank(start[1], _KIND_OF[start[2]], body[1], losses))
        offset = body.end()
    return "".join([*pieces, text[offset:]]), blanks


def _blank(points: str, kind: str, body: str, losses: list[Loss]) -> Blank:
    answers = []
    for piece in _BETWEEN.split(body):
        share = _SHARE.match(piece)
        weight = cards.NONE
        if share:
            weight = cards.weight(share[1]) if share[1] else cards.FULL
            piece = piece[share.end() :]
        text, *rest = _FEEDBACK.split(piece, maxsplit=1)
        if not text.strip():
            continue
        shown = _SHOWN.sub(r"\1", text)
        answers.append(
            Answer(
                cards.bare(shown) if kind in ("text", "number") else html_text(shown, "", losses),
                weight,
                html_text(_SHOWN.sub(r"\1", rest[0]), "", losses) if rest else "",
            )
        )
    return Blank(int(points or 1), kind, answers)


def cloze_blank(points: int, kind: str, answers: Iterable[Answer]) -> str:
    """A blank as Moodle reads it; `kind` is Moodle's word, such as `MULTICHOICE_S`."""
    written = []
    for answer in answers:
        share = (
            "="
            if answer.weight == cards.FULL
            else f"%{cards.plain(round(answer.weight, 5))}%"
            if answer.weight
            else ""
        )
        text = _line(answer.text) if kind == "SHORTANSWER" else as_html_line(answer.text)
        why = f"#{_coded(as_html_line(answer.feedback))}" if answer.feedback else ""
        written.append(f"{share}{_coded(text)}{why}")
    return f"{{{points}:{kind}:{'~'.join(written)}}}"


def _line(text: str) -> str:
    """A text to be typed: `*` would stand for anything, unless a backslash is before it."""
    return escape(text.replace("*", "\\*"), quote=False)


def _coded(html: str) -> str:
    """HTML without the signs of a blank, outside tags and entities."""
    return re.sub(
        r"&#?\w+;|<[^>]*>|[\\~#}{=%*]", lambda match: _SIGNS.get(match[0], match[0]), html
    )
