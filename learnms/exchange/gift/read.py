r"""Reads GIFT, Moodle's text format: questions parted by empty lines, with the answers in braces.

A backslash before `~ = # { } :` shows the sign, `\n` is a line break and `\\` a backslash. The
rules are those of `question/format/gift/format.php` of Moodle 4.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.exchange.formats import decoded
from learnms.exchange.hostile import read_file
from learnms.exchange.html_text import clean, html_text, looks_like_html
from learnms.exchange.markdown_html import as_markdown
from learnms.exchange.moodle import cards as cards
from learnms.exchange.moodle.bank import BankBuilder, Item, NotCarriedError, own_id
from learnms.exchange.moodle.cards import BLANK, GAP, Answer, NumberAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

    from learnms.exchange.bank import ImportedBank, Loss

_SIGNS = "~=#{}:n"
_HELD = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6"
"""Characters that are no text in Unicode; each stands for an escaped sign while signs are read."""
_NEVER = re.compile("[\ufdd0-\ufdef]")
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_HOLD = {"\\": "\\"} | dict(zip(_SIGNS, _HELD, strict=True))
_RELEASE = str.maketrans(_HELD, "~=#{}:\n")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%\s*([-+]?(?:[0-9.,]{1,12}|nan|inf(?:inity)?))\s*%", re.IGNORECASE)
_CATEGORY = "$CATEGORY:"
_ID = re.compile(r"\[id:((?:\\\]|[^\[\]\n])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\[\]\n])+)\]")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
UNIT = re.compile(r"\n*\(Answer in ([^()\n]{1,40})\.\)$")
"""The end of a question that the writer adds, because GIFT has no units."""
_LONGEST = 200_000


class _Block(NamedTuple):
    """The lines of one question: the number of the first, the text and the comments."""

    line: int
    text: str
    comments: str


def read(path: Path) -> ImportedBank:
    """The question bank in a GIFT file.

    Raises:
        LearnmsError: the file cannot be read.
    """
    builder = BankBuilder(path.stem)
    for block in _blocks(decoded(read_file(path))[0]):
        item = Item(f"line {block.line}")
        try:
            _read(block, item, builder)
        except NotCarriedError as error:
            builder.leave_out(item, str(error))
    return builder.bank()


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    comments: list[str] = []
    first = 0
    for number, line in enumerate([*re.split(r"\r\n?|\n", text), ""], 1):
        stripped = line.strip()
        if stripped.startswith("::") and lines and lines[-1].rstrip().endswith("}"):
            yield _Block(first, "\n".join(lines), "\n".join(comments))
            lines, comments = [], []
        if stripped.startswith("//"):
            comments.append(stripped)
        elif not stripped or (not lines and stripped.startswith(_CATEGORY)):
            if lines:
                yield _Block(first, "\n".join(lines), "\n".join(comments))
            if stripped:
                yield _Block(number, stripped, "")
            lines, comments = [], []
        else:
            first = first if lines else number
            lines.append(line)


def _read(block: _Block, item: Item, builder: BankBuilder) -> None:
    if len(block.text) > _LONGEST:
        message = f"It is longer than {_LONGEST:,} characters."
        raise NotCarriedError(message)
    text = _held(block.text.strip())
    if text.startswith(_CATEGORY):
        builder.category(_released(text.removeprefix(_CATEGORY)).strip())
        return
    title, text = _titled(text)
    ident = _ID.search(block.comments)
    item.id = ident[1].replace("\\]", "]").strip() if ident else own_id(title)
    item.tags = [clean(tag.replace("\\]", "]")) for tag in _TAG.findall(block.comments)]
    builder.add(item, _Question(text, item).fields())


def _titled(text: str) -> tuple[str, str]:
    """The title between two double colons, or '', and the rest."""
    title, sep, rest = text.removeprefix("::").partition("::")
    return (_released(title).strip(), rest.strip()) if text.startswith("::") and sep else ("", text)


def _held(text: str) -> str:
    return _ESCAPED.sub(lambda match: _HOLD[match[1]], _NEVER.sub("", text))


def _released(text: str) -> str:
    return text.translate(_RELEASE)


class _Question:
    """A question: the text around the braces, what is in them, and the general feedback."""

    def __init__(self, text: str, item: Item) -> None:
        self.item = item
        self.losses: list[Loss] = []
        before, opened, rest = text.partition("{")
        inside, closed, after = rest.partition("}")
        if not opened and "}" not in text:
            message = "It has no answers in braces, so it is a description, not a question."
            raise NotCarriedError(message)
        if not opened or "}" in before:
            message = "It has a `}` without a `{`; a question cannot contain an empty line."
            raise NotCarriedError(message)
        if not closed or "{" in inside:
            message = "It has a `{` without a `}`; a question cannot contain an empty line."
            raise NotCarriedError(message)
        if "{" in after or "}" in after:
            message = (
                "It has more than one pair of braces; put an empty line between questions, and"
                " write `\\{` and `\\}` to show braces."
            )
            raise NotCarriedError(message)
        self.is_inside = bool(after.strip())
        inside, marks, feedback = inside.rpartition("####")
        self.answers = (inside if marks else feedback).strip()
        format_, body = _format_of(before.strip() if not self.is_inside else before)
        self.format = format_ or "moodle"
        shown = body + (BLANK + after if self.is_inside else "")
        self.text = self.markdown(shown, self.format)
        self.feedback = self.markdown(feedback) if marks else ""

    def fields(self) -> dict[str, Any]:
        """The fields of the card; adds to what the item says.

        Raises:
            NotCarriedError: no card can hold it.
        """
        fields = self._fields()
        self.item.remarks += [loss.text for loss in self.losses]
        return fields

    def _fields(self) -> dict[str, Any]:
        answers, ask = self.answers, self.text.replace(BLANK, GAP)
        if not answers:
            return cards.essay(ask, self.feedback)
        self.item.explain.append(self.feedback)
        if answers.startswith("#"):
            return self._numeric(ask)
        if "~" in answers:
            return self._choice(ask)
        if "=" in answers and "->" in answers:
            return self._match(ask)
        truth = answers.split("#", 2)
        if truth[0].strip() in _TRUTH:
            self.item.explain[:0] = [self.markdown(text) for text in reversed(truth[1:])]
            return cards.true_false(ask, right=_TRUTH[truth[0].strip()])
        return self._typed(ask)

    def markdown(self, text: str, format_: str = "") -> str:
        """A text in its format as Markdown. `moodle` text may have tags of HTML in it."""
        own, body = _format_of(text.strip())
        body = _released(body).strip()
        name = own or format_ or self.format
        if name == "html":
            return html_text(body, "", self.losses)
        if name == "moodle" and looks_like_html(body):
            return html_text(body.replace("\n", "<br>\n"), "", self.losses)
        if name == "markdown":
            return clean(unescape(body))
        if name == "moodle":  # spaces before a line do not show
            body = "\n".join(line.strip() for line in body.split("\n"))
        return as_markdown(clean(body))

    @staticmethod
    def line(text: str) -> str:
        """A text that is compared, on one line without styles."""
        own, body = _format_of(text.strip())
        body = _released(body).strip()
        if own != "plain" and looks_like_html(body):
            return cards.bare(body)
        return " ".join(clean(body).split())

    def _answers(self, *, default: Decimal) -> Iterator[tuple[str, Decimal, str]]:
        """Text, weight and feedback of each answer, which begin with `=` (right) or `~`."""
        pieces = re.split(r"(?=[~=])", self.answers)
        if len(pieces) > 2 * cards.MOST_OPTIONS:
            message = f"It has more than {cards.MOST_OPTIONS} options."
            raise NotCarriedError(message)
        for piece in pieces:
            sign, body = (piece[:1], piece[1:]) if piece[:1] in ("~", "=") else ("", piece)
            if not piece.strip() or (sign == "~" and not body.strip()):
                continue  # `~=right` is written by some programs
            body = body.strip()
            weighted = _WEIGHT.match(body)
            if weighted:
                share = cards.weight(weighted[1])
                body = body[weighted.end() :]
            else:
                share = cards.FULL if sign == "=" else default
            text, _, feedback = body.partition("#")
            yield text, share, self.markdown(feedback)

    def _choice(self, ask: str) -> dict[str, Any]:

        found = [
            Answer(self.markdown(text), share, feedback)
            for text, share, feedback in self._answers(default=cards.NONE)
        ]
        single = "=" in self.answers
        if not (self.is_inside and single):
            return cards.choice(ask, found, self.item, single=single)
        return cards.dropdown(self.text, [found], self.item)

    def _typed(self, ask: str) -> dict[str, Any]:
        found = [
            Answer(self.line(text), share, feedback)
            for text, share, feedback in self._answers(default=cards.FULL)
        ]
        return cards.typed(self.text, found, self.item)

    def _match(self, ask: str) -> dict[str, Any]:
        sides = []
        for piece in self.answers.split("="):
            if not piece.strip():
                continue
            left, arrow, right = piece.partition("->")
            if not arrow:
                message = f"The pair `{_released(piece).strip()[:60]}` has no `->`."
                raise NotCarriedError(message)
            sides.append((self.markdown(left), as_markdown(self.line(right))))
        return cards.pairs(ask, sides, self.item)

    def _numeric(self, ask: str) -> dict[str, Any]:
        numbers, tilde, others = self.answers[1:].partition("~")
        if tilde and others.partition("#")[2].strip():
            self.item.remarks.append("The feedback for other answers is left out.")
        self.answers = numbers
        found = []
        for text, share, feedback in self._answers(default=cards.FULL):
            value, within = _range(_released(text).strip())
            found.append(NumberAnswer(value, within, share, feedback))
        unit = UNIT.search(ask)
        if unit:
            ask = ask[: unit.start()]
        return cards.numeric(ask, found, self.item, [unit[1]] if unit else [])


def _format_of(text: str) -> tuple[str, str]:
    """The format named in square brackets before a text, or '', and the text."""
    named = _FORMAT.match(text.lstrip())
    return (named[1], text.lstrip()[named.end() :]) if named else ("", text)


def _range(text: str) -> tuple[Decimal, Decimal]:
    """The middle and the tolerance of `5`, `5:0.1` or `4.9..5.1`.

    Raises:
        NotCarriedError: it is none of these.
    """
    low, dots, high = text.partition("..")
    value, colon, within = text.partition(":")
    first = cards.number(low if dots else value)
    second = cards.number(high if dots else within) if dots or colon else cards.NONE
    if first is None or second is None:
        message = f"`{text[:60]}` is not a number, a number with a tolerance, or a range."
        raise NotCarriedError(message)
    if not dots:
        return first, abs(second)
    return (first + second) / 2, abs(second - first) / 2
