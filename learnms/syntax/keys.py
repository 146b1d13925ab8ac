"""Field names: unique and valid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.syntax.collector import length_of
from learnms.syntax.field_names import LIST_FIELDS
from learnms.syntax.lost_text import rest_of_line
from learnms.syntax.node import Collection, Mapping, Mark, Scalar
from learnms.syntax.pitfalls import begins_with, quote_fix

if TYPE_CHECKING:
    from learnms.syntax.collector import Collector
    from learnms.syntax.lost_text import LostText

_A_WHOLE_CARD = 3

# `? ` where a field's name may begin: after indent and dashes, or after a bracket or comma.
_QUESTION = re.compile(r"^[ \t-]*\?\s+|[\[{,] *\? +", re.MULTILINE)


class Keys:
    """Checks the names of the fields of one text. `questions` are the offsets of names
    after `? `.
    """

    def __init__(self, text: str, report: Collector, loss: LostText) -> None:
        self.questions = {match.end() for match in _QUESTION.finditer(text)}
        self._text = text
        self._report = report
        self._loss = loss

    def check(self, node: Mapping) -> None:
        """Keep the first of each name, and drop invalid names."""
        first: dict[str, Scalar] = {}
        kept, again = [], []
        for name, value in node.pairs:
            if not self._is_name(name, node):
                node.broken = True
                continue
            earlier = first.setdefault(name.value, name)
            if earlier is name:
                kept.append((name, value))
            elif not node.broken and id(node) not in self._loss.torn:
                again.append((name, earlier))
        if self._written_twice(again):
            # The fields that follow belong to another card.
            border = again[0][0].start.index
            kept = [pair for pair in kept if pair[0].start.index < border]
        node.pairs = kept

    def _written_twice(self, again: list[tuple[Scalar, Scalar]]) -> bool:
        """Report repeated names. Returns whether there are so many that the cause is a missing
        dash.
        """
        names = list(dict.fromkeys(name.value for name, _ in again))
        if len(names) > 1 and names[0] == "deck":
            name, earlier = again[0]
            message = f"a second deck starts here; the first is on line {earlier.start.line}"
            self._report.add(
                "LM019", name.start, message, "move it to its own file", length_of(name)
            )
            return True
        if len(names) >= _A_WHOLE_CARD:
            name, earlier = again[0]
            message = (
                f"the fields `{names[0]}`, `{names[1]}` and {len(names) - 2} more appear twice;"
                f" the first `{names[0]}` is on line {earlier.start.line}"
            )
            fix = (
                "if another card starts here, put a dash before its first field; otherwise keep"
                " one of each"
            )
            self._report.add("LM019", name.start, message, fix, length_of(name))
            return True
        for name, earlier in again:
            message = (
                f"the field `{name.value}` appears twice; the first is on line {earlier.start.line}"
            )
            fix = (
                f"keep one; for several entries, write a list: `{name.value}: [A, B]`"
                if name.value in LIST_FIELDS
                else "keep one of them"
            )
            self._report.add("LM019", name.start, message, fix, length_of(name))
        return False

    def _is_name(self, name: Scalar, node: Mapping) -> bool:
        """Whether this is a valid field name; if not, a finding is added."""
        if name.broken or id(node) in self._loss.torn:
            return not name.broken
        if name.start.index in self.questions:
            self.question(name, node)
            return False
        if name.value == "<<" and name.style == "":
            self._report.add(
                "LM024",
                name.start,
                "`<<` copies fields from elsewhere, which decks do not support",
                "write the fields out",
                2,
            )
            return False
        if name.value == "":
            self._report.add(
                "LM020",
                name.start,
                "this field has no name",
                "write a name before the colon, or put the text in quotes",
            )
            return False
        return True

    def question(self, name: Scalar, node: Collection) -> None:
        """Report `? ` before a name; in a list it rather begins a text."""
        offset = self._text.rfind("?", 0, name.start.index)
        before = self._text[:offset]
        column = offset - max(before.rfind("\n"), before.rfind("\r"))
        mark = (
            Mark(node.start.line, column, offset)
            if node.start.index == offset
            else Mark(name.start.line, column, offset)
        )
        text = rest_of_line(self._text, offset).rstrip()
        if before.rstrip(" \t").endswith("-") and not node.flow:
            self._report.add("LM011", mark, begins_with(text), quote_fix(text), len(text))
            self._loss.tear(node)
        else:
            self._report.add(
                "LM020",
                mark,
                "`?` starts a complex field name, which decks do not support",
                "remove the `?`, or put the name in quotes",
                len(text),
            )
