"""Text that YAML accepts but misreads: cut off at a `#`, split at a comma, or invisible.

`LostText.look` is called only for values whose place `Builder` finds suspicious.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.syntax.field_names import FIELD_NAMES, LIST_FIELDS, NUMBER_FIELDS, TEXT_FIELDS
from learnms.syntax.node import Collection, Mapping, Mark, Node, Scalar, Sequence
from learnms.syntax.pitfalls import begins_with, quote_fix
from learnms.text import has_unsafe, visible

if TYPE_CHECKING:
    from learnms.syntax.collector import Collector

Frame = tuple[Collection | None, Scalar | None, bool]

LONGEST_TEXT = 20_000
_COMMENT = re.compile(r"#+(?=[ \t\r\n]|\Z)")
_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")
# The remainder of a number after its comma, up to a sign that ends a value inside brackets.
_REST_OF_NUMBER = re.compile(
    r"(?:[^,:#\[\]{}]|(?<=[0-9]),(?=[0-9]{3}(?![0-9]))|:(?![\s,\[\]{}]|\Z)|(?<!\s)#)*"
)
# A dash that begins a line too far right, so that it is read as part of the text above.
SWALLOWED_DASH = re.compile(r"[\r\n][ \t]*-(?=[ \t])")
_DIGITS = frozenset("0123456789")
_NEEDLESS = {
    "\u00ad": "soft hyphen",
    "\u200b": "zero-width space",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
}
_SURROGATES = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)


class LostText:
    """Finds lost text in the values of one text.

    `stops` are the offsets at which a text ends because white space and a `#` follow, with the
    place of that `#`. `escapes` and `unsafe` say whether a double-quoted text, or any text, may
    hold an invisible character. `torn` are the lists and mappings in brackets, by identity, about
    which a finding exists.
    """

    def __init__(self, text: str, report: Collector) -> None:
        self.stops = hash_stops(text)
        self.escapes = "\\" in text
        self.unsafe = _is_invisible(text.replace("\r", " ") if "\r" in text else text)
        self.torn: dict[int, Collection] = {}
        self._text = text
        self._report = report

    def look(
        self, node: Scalar, holder: Collection | None, key: Scalar | None, stack: list[Frame]
    ) -> None:
        """Report what is lost in or after one value; `holder`, `key` and `stack` give its
        position.
        """
        if len(node.value) > LONGEST_TEXT:
            self._too_long(node)
            return
        if node.style in ("|", ">"):
            self._block(node)
        elif node.style == "":
            if node.end.line != node.start.line:
                self._swallowed(node, holder)
            if node.end.index in self.stops:
                self._cut(node, holder, key, stack)
            if holder is not None and holder.flow and not self.is_reported(holder, stack):
                self._torn(node, holder, key, stack)
        if (self.unsafe or self.escapes) and _is_invisible(node.value):
            self._invisible(node)
            if key is None and isinstance(holder, Mapping):
                # A known name is kept without them, so that it is not also an unknown field.
                bare = "".join(sign for sign in node.value if not _is_invisible(sign))
                node.value = bare if bare in FIELD_NAMES else visible(node.value)

    def tear(self, node: Collection) -> None:
        """Report nothing more about a list or mapping, or what is inside it."""
        self.torn[id(node)] = node

    def is_reported(self, holder: Collection, stack: list[Frame]) -> bool:
        """Whether a finding exists about the holder of a value, or about any around it."""
        return bool(self.torn) and (
            id(holder) in self.torn or any(id(parent) in self.torn for parent, _, _ in stack)
        )

    def _too_long(self, node: Scalar) -> None:
        message = f"the text has {len(node.value):,} characters; {LONGEST_TEXT:,} is the most"
        self._report.add("LM033", node.start, message, "shorten it, or split it into several cards")
        node.value = f"{_clipped(node.value[:100])}"
        node.broken = True

    def _block(self, node: Scalar) -> None:
        """`>5` starts a block of text; if none follows, or it needs no number, the character
        belongs to the text.
        """
        header = self._rest_of_line(node.start.index).strip()
        if not node.value:
            fix = "write the text on the next line, indented, or " + quote_fix(header)
            self._report.add(
                "LM011",
                node.start,
                f"`{header}` starts a block of text, but no text follows",
                fix,
                len(header),
            )
            node.broken = True
        elif header[:1] == ">" and header[1:2].isdigit() and node.value[0] not in " \n":
            self._report.add(
                "LM011",
                node.start,
                begins_with(header),
                f"if `{header}` is part of the text, put the whole text in quotes",
                len(header),
            )
            node.broken = True

    def _swallowed(self, node: Scalar, holder: Collection | None) -> None:
        """`- a` and further right below it `- b` read as one text, and so does a list below a field
        that has a text.

        A text that goes on with a dash is fine where it begins in the column of the text, or where
        other lines do not.
        """
        dash = SWALLOWED_DASH.search(self._text, node.start.index, node.end.index)
        if dash is None:
            return
        dash_index = dash.end() - 1
        column = dash_index - max(
            self._text.rfind("\n", 0, dash_index), self._text.rfind("\r", 0, dash_index)
        )
        below = [
            line.lstrip()
            for line in self._text[node.start.index : node.end.index].splitlines()[1:]
            if line.strip()
        ]
        is_list = len(below) > 1 and all(line.startswith("- ") for line in below)
        if is_list or (
            isinstance(holder, Sequence) and not holder.flow and column < node.start.column
        ):
            line = node.start.line + self._text.count("\n", node.start.index, dash_index)
            self._report.add(
                "LM008", Mark(line, column, dash_index), *swallowed_words(node.start.line)
            )
            node.broken = True

    def _cut(
        self, node: Scalar, holder: Collection | None, key: Scalar | None, stack: list[Frame]
    ) -> None:
        hash_index = self.stops[node.end.index]
        mark = Mark(node.end.line, node.end.column + hash_index - node.end.index, hash_index)
        lost = self._rest_of_line(hash_index).rstrip()
        if not _COMMENT.match(self._text, hash_index):
            message = (
                f"`{_clipped(lost)}` is lost, because a space followed by `#` starts a comment"
            )
            self._report.add("LM012", mark, message, quote_fix(f"{node.value} {lost}"), len(lost))
            node.lost = node.broken = True
        elif node.value and _field_of(holder, key, stack) in TEXT_FIELDS:
            message = "the text after this `#` is a comment, which learners do not see"
            self._report.add(
                "LM013",
                mark,
                message,
                "if it is part of the text, " + quote_fix(f"{node.value} {lost}"),
                len(lost),
            )

    def _torn(
        self, node: Scalar, holder: Collection, key: Scalar | None, stack: list[Frame]
    ) -> None:
        begin = node.start.index
        in_numbers = any(owner is not None and owner.value == "given" for _, owner, _ in stack)
        if not isinstance(holder, Mapping):
            if self._is_thousands(begin):
                self._thousands(
                    begin - 1,
                    holder,
                    holder.items[-1] if holder.items else None,
                    node.start,
                    in_numbers=in_numbers,
                )
        elif key is not None and node.empty and not node.broken and not key.broken:
            if self._is_thousands(key.start.index):
                before = holder.pairs[-1] if holder.pairs else None
                in_numbers = in_numbers or (before is not None and before[0].value in NUMBER_FIELDS)
                self._thousands(
                    key.start.index - 1,
                    holder,
                    before[1] if before else None,
                    key.start,
                    in_numbers=in_numbers,
                )
            elif self._is_thousands(key.end.index + 1):
                self._thousands(
                    key.end.index,
                    holder,
                    key,
                    Mark(key.end.line, key.end.column + 1, key.end.index + 1),
                    in_numbers=in_numbers,
                )
            else:
                self._without_value(key, holder)

    def _is_thousands(self, offset: int) -> bool:
        """Whether a digit, a comma and three digits meet here, the three digits at `offset`; the
        digit may be inside quotes.
        """
        before = self._text[max(0, offset - 3) : offset]
        digit = before[:-2] if before[-2:-1] in ("'", '"') else before[:-1]
        return (
            before[-1:] == ","
            and digit[-1:] in _DIGITS
            and _THOUSANDS.match(self._text, offset) is not None
        )

    def _thousands(
        self, comma: int, holder: Collection, before: Node | None, behind: Mark, *, in_numbers: bool
    ) -> None:
        """Report a number split at its comma, from the start of `before`, which ends at the comma,
        to what follows at `behind`.
        """
        if isinstance(before, Scalar) and before.end.index == comma:
            place, text = before.start, before.value
        else:
            start = comma
            while start > 0 and self._text[start - 1] in _DIGITS:
                start -= 1
            place, text = (
                Mark(behind.line, max(1, behind.column - (comma + 1 - start)), start),
                self._text[start:comma],
            )
        remainder = _REST_OF_NUMBER.match(self._text, comma + 1)
        end = remainder.end() if remainder else comma + 1
        piece = self._text[place.index : end].strip()
        message = (
            f"`{_clipped(piece)}` is split at the comma, because commas separate values inside"
            " brackets"
        )
        two = "if they are two values, put a space after the comma"
        number = re.sub(r"[\s,]", "", piece)
        fix = (
            f"write `{number}`; {two}"
            if in_numbers and number.isdigit()
            else f"{quote_fix(text + self._text[comma:end])}; {two}"
        )
        self._report.add("LM017", place, message, fix, len(piece.splitlines()[0].rstrip()))
        self.tear(holder)

    def _without_value(self, key: Scalar, holder: Collection) -> None:
        name = _clipped(key.value)
        before = holder.pairs[-1] if isinstance(holder, Mapping) and holder.pairs else None
        if before is not None and before[0].value in LIST_FIELDS and isinstance(before[1], Scalar):
            fix = (
                f"write `{before[0].value}: [{_clipped(before[1].value)}, {name}]`, with brackets"
                " around the entries"
            )
        elif re.search(r"\w:\w", key.value) and not key.style:
            fix = (
                "put a space after the colon; if the text starts with `{`, put all of it in quotes"
            )
        else:
            fix = (
                'quote what belongs together: {"Fever, chills": Yes}; if the text starts with'
                " `{`, put all of it in quotes"
            )
        self._report.add(
            "LM016",
            key.start,
            f"`{name}` has no value inside {{ }}",
            fix,
            max(1, key.end.column - key.start.column),
        )
        self.tear(holder)

    def _invisible(self, node: Scalar) -> None:
        sign = next(sign for sign in node.value if _is_invisible(sign))
        mark = self._place_of(sign, node)
        if sign in _NEEDLESS:
            message = f"the text contains an invisible {_NEEDLESS[sign]}"
            self._report.add("LM006", mark, message, "delete it, or run `learnms fix`")
        else:
            self._report.add(
                "LM006",
                mark,
                f"the text contains an invisible character, `{visible(sign)}`",
                "delete it, or retype the text",
            )
        # A surrogate cannot be stored or printed; only the C parser rejects it.
        node.value = _SURROGATES.sub("\ufffd", node.value)

    def _place_of(self, sign: str, node: Scalar) -> Mark:
        """The position of the character in the file, typed or written as an escape."""
        start, end = node.start.index, node.end.index
        index = self._text.find(sign, start, end)
        if index < 0:
            escapes = (
                escape.start()
                for escape in _ESCAPE.finditer(self._text, start, end)
                if has_unsafe(_unescaped(escape.group()))
            )
            index = next(escapes, start)
        before = self._text[start:index]
        if "\n" in before or "\r" in before:
            return node.start
        return Mark(node.start.line, node.start.column + len(before), index)

    def _rest_of_line(self, offset: int) -> str:
        return rest_of_line(self._text, offset)


def _is_invisible(text: str) -> bool:
    """Whether a text has an invisible character; a soft hyphen is harmless in a terminal, but no
    answer can match it.
    """
    return has_unsafe(text) or "\u00ad" in text


def hash_stops(text: str) -> dict[int, int]:
    """The offsets at which a text would end because white space and a `#` follow on the line, with
    the place of the `#`.
    """
    stops = {}
    for sign in (" #", "\t#"):
        index = text.find(sign)
        while index >= 0:
            stop = index
            while stop > 0 and text[stop - 1] in " \t":
                stop -= 1
            if stop > 0 and text[stop - 1] not in "\r\n":
                stops[stop] = index + 1
            index = text.find(sign, index + 2)
    return stops


def swallowed_words(line: int) -> tuple[str, str]:
    """Message and remedy for a dash that is read as part of the text of a line."""
    message = (
        f"this dash is read as part of the text on line {line}, because it is indented further"
    )
    return (
        message,
        ("align it with the other dashes; if it is part of the text, put the text in quotes"),
    )


def rest_of_line(text: str, offset: int) -> str:
    """The text from an offset to the end of its line."""
    end = text.find("\n", offset)
    return (text[offset:] if end < 0 else text[offset:end]).split("\r")[0]


def _field_of(holder: Collection | None, key: Scalar | None, stack: list[Frame]) -> str:
    """The field to which a value belongs, directly or as an item of its list."""
    if isinstance(holder, Mapping):
        return key.value if key is not None else ""
    for parent, owner, _ in reversed(stack):
        if isinstance(parent, Mapping):
            return owner.value if owner is not None else ""
    return ""


def _unescaped(escape: str) -> str:
    letter = escape[1]
    if letter in "xuU" and len(escape) > 2:
        code = int(escape[2:], 16)
        return chr(code) if code <= 0x10FFFF else ""
    return {
        "0": "\0",
        "a": "\a",
        "b": "\b",
        "v": "\v",
        "f": "\f",
        "r": "\r",
        "e": "\x1b",
        "N": "\x85",
        "L": "\u2028",
        "P": "\u2029",
    }.get(letter, "")


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
