"""Builds nodes from the parser's events, and reports YAML features that decks do not support.

`Builder._loop` handles some fifty events per card, so it does nothing for a value that needs no
second look.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml

from learnms.syntax.collector import Collector, GaveUpError, length_of
from learnms.syntax.keys import Keys
from learnms.syntax.lost_text import LONGEST_TEXT, Frame, LostText, rest_of_line
from learnms.syntax.node import Collection, Mapping, Mark, Node, Scalar, Sequence
from learnms.syntax.pitfalls import MAX_DEPTH, begins_with, depth_words, quote_fix

# libyaml is about seven times as fast as the Python parser, which is used if PyYAML lacks it.
EventLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
MOST_TEXTS = 10_000
MOST_ENTRIES = 250_000
MOST_VALUES = 1_500_000
_DIRECTIVE = re.compile(r"^%.*", re.MULTILINE)


class Builder:
    """Builds the nodes of one text.

    Args:
        path: the file as shown in findings.
        text: the text to parse; marks count in it.
        broken: offsets of placeholders for unreadable values, with the original text.

    After `run`, `root` is the node of the first document or None, `findings` are the findings, and
    `whole` says whether the text was read to its end as one document.
    """

    def __init__(self, path: str, text: str, broken: dict[int, str]) -> None:
        self.root: Node | None = None
        self.whole = True
        self._text = text
        self._broken = broken
        self._report = Collector(path)
        self.findings = self._report.findings
        self._loss = LostText(text, self._report)
        self._stack: list[Frame] = []
        self._names = Keys(text, self._report, self._loss)
        self._strange_names = bool(self._names.questions or broken)
        self._finished = False
        self._ended = False
        self._over = False
        self._values = 0

    def run(self) -> None:
        """Parse the text; raises what the parser raises on text that it cannot read."""
        loader = EventLoader(self._text)
        try:
            self._loop(loader.get_event)
        except GaveUpError:
            self.root = None
            self.whole = False
        except yaml.MarkedYAMLError as error:
            if not self._ended or error.problem_mark is None:
                raise
            self._another_document(mark_of(error.problem_mark))
        finally:
            loader.dispose()

    def _loop(self, get_event: Any) -> None:
        scalar, starts, ends = yaml.ScalarEvent, _STARTS, _ENDS
        loss, broken, stack, new = self._loss, self._broken, self._stack, tuple.__new__
        stops, escapes, unsafe = loss.stops, loss.escapes, loss.unsafe
        holder: Any = None
        key, flow = None, False
        while not self._over:
            event = get_event()
            kind = event.__class__
            if kind is scalar:
                start, end, style = event.start_mark, event.end_mark, event.style or ""
                begin, stop = start.index, end.index
                node = Scalar(
                    event.value,
                    new(Mark, (start.line + 1, start.column + 1, begin)),
                    new(Mark, (end.line + 1, end.column + 1, stop)),
                    style,
                )
                if event.tag is not None or event.anchor is not None:
                    self._sign(event, node, is_key=key is None and holder.__class__ is Mapping)
                if broken and begin in broken:
                    node.value, node.style, node.broken = broken[begin], '"', True
                elif (
                    stop in stops
                    or flow
                    or unsafe
                    or end.line != start.line
                    or style == "|"
                    or style == ">"
                    or stop - begin > LONGEST_TEXT
                    or (escapes and style == '"')
                ):
                    loss.look(node, holder, key, stack)
            elif kind in starts:
                holder, key = self._open(event, holder, key), None
                flow = holder.flow
                continue
            elif kind in ends:
                holder, key = self._close(event, holder)
                flow = holder is not None and holder.flow
                continue
            else:
                alias = self._seldom(event, key)
                if alias is None:
                    continue
                node = alias
            if key is not None:
                holder.pairs.append((key, node))
                key = None
            elif holder.__class__ is Mapping:
                key = node
                if len(holder.pairs) == MOST_TEXTS:
                    self._too_many(node, f"{MOST_TEXTS:,} fields together")
            else:
                self._place(holder, None, node)

    def _place(self, holder: Collection | None, key: Scalar | None, node: Node) -> None:
        if isinstance(holder, Sequence):
            holder.items.append(node)
            most = MOST_TEXTS if isinstance(node, Scalar) else MOST_ENTRIES
            if len(holder.items) > most:
                what = "texts" if isinstance(node, Scalar) else "entries"
                self._too_many(node, f"{most:,} {what} in one list")
        elif isinstance(holder, Mapping) and key is not None:
            holder.pairs.append((key, node))
        else:
            self.root = node

    def _open(self, event: Any, holder: Collection | None, key: Scalar | None) -> Collection:
        """Open a list or a mapping."""
        mark = mark_of(event.start_mark)
        kind = Mapping if event.__class__ is yaml.MappingStartEvent else Sequence
        node: Collection = kind(mark, flow=bool(event.flow_style))
        is_key = key is None and isinstance(holder, Mapping)
        if event.tag is not None or event.anchor is not None:
            self._sign(event, node, is_key=is_key)
        if is_key and holder is not None:
            key = self._name_in_brackets(node, holder)
        else:
            self._place(holder, key, node)
        self._stack.append((holder, key, is_key))
        self._values += 1
        if self._values > MOST_VALUES:
            self._too_many(node, f"{MOST_VALUES:,} values")
        if len(self._stack) > MAX_DEPTH:
            self._too_deep(node)
        return node

    def _too_many(self, node: Node, number: str) -> NoReturn:
        message = f"the file has more than {number}, so the rest is not read"
        self._report.give_up("LM002", node.start, message, "split the deck into several files")

    def _too_deep(self, node: Collection) -> NoReturn:
        """Give up. Findings about the surrounding brackets have the same cause and are removed."""
        reported = next(
            (holder for holder, _, _ in self._stack if id(holder) in self._loss.torn), None
        )
        if reported is not None:
            self.findings[:] = [
                finding
                for finding in self.findings
                if (finding.line, finding.column) < (reported.start.line, reported.start.column)
            ]
        self._report.add("LM027", node.start, *depth_words())
        raise GaveUpError

    def _close(self, event: Any, node: Collection) -> tuple[Collection | None, Scalar | None]:
        """Close a list or a mapping; returns its holder, and the field's name if it was a name
        itself.
        """
        node.end = mark_of(event.end_mark)
        self._values += len(node.pairs if isinstance(node, Mapping) else node.items)
        if isinstance(node, Mapping):
            names = {name.value for name, _ in node.pairs}
            if len(names) != len(node.pairs) or "<<" in names or "" in names or self._strange_names:
                self._names.check(node)
        holder, key, is_key = self._stack.pop()
        if is_key:
            return holder, key
        if id(node) in self._loss.torn:
            self._discard(holder, node)
        return holder, None

    def _discard(self, holder: Collection | None, node: Collection) -> None:
        """Replace a list or a mapping about which a finding exists by a broken text."""
        stand_in = Scalar(self._text[node.start.index : node.end.index], node.start, node.end, '"')
        stand_in.broken = True
        if isinstance(holder, Sequence):
            holder.items[-1] = stand_in
        elif isinstance(holder, Mapping):
            holder.pairs[-1] = (holder.pairs[-1][0], stand_in)
        else:
            self.root = stand_in

    def _name_in_brackets(self, node: Collection, holder: Collection) -> Scalar:
        """Report a list or a mapping in the place of a field's name; a broken name replaces it."""
        begin = holder.start.index
        if self._loss.is_reported(holder, self._stack):
            pass
        elif holder.flow and self._text.startswith("{{", begin):
            line = rest_of_line(self._text, begin)
            text = line[: line.rfind("}}") + 2] if "}}" in line else line.rstrip()
            self._report.add("LM011", holder.start, begins_with(text), quote_fix(text), len(text))
            self._loss.tear(holder)
        elif not node.flow or node.start.index in self._names.questions:
            self._names.question(Scalar("", node.start, node.start), holder)
            self._loss.tear(node)
        else:
            text = rest_of_line(self._text, node.start.index)
            self._report.add(
                "LM020", node.start, begins_with(text, "the field name"), "put the name in quotes"
            )
            self._loss.tear(holder if holder.flow else node)
        name = Scalar("", node.start, node.start, '"')
        name.broken = True
        return name

    def _sign(self, event: Any, node: Node, *, is_key: bool) -> None:
        """Report an anchor or a tag, intended or accidental."""
        text = rest_of_line(self._text, node.start.index).rstrip()
        if self._text[node.start.index : node.start.index + 1] == "!":
            code, message, fix = (
                "LM023",
                "`!` names a data type, which decks do not support",
                "remove it",
            )
        else:
            code, message, fix = (
                "LM021",
                "`&` names a value for reuse elsewhere, which decks do not support",
                "remove it",
            )
        self._report.add(
            code,
            node.start,
            message,
            f"{fix}; if it is part of the text, {quote_fix(text)}",
            len(text.split(" ")[0]),
        )
        node.broken = isinstance(node, Scalar) and (not is_key or not node.value)

    def _alias(self, event: Any, key: Scalar | None) -> Scalar:
        start, end = mark_of(event.start_mark), mark_of(event.end_mark)
        node = Scalar(self._text[start.index : end.index], start, end, '"')
        node.broken = True
        self._strange_names = self._strange_names or key is None
        owner = self._stack[-1][1] if self._stack else None
        if "<<" not in (
            key.value if key is not None else "",
            owner.value if owner is not None else "",
        ):
            fix = f"write the value out; if it is text, {quote_fix(node.value)}"
            self._report.add(
                "LM022",
                start,
                f"`{node.value}` repeats a value from elsewhere, which decks do not support",
                fix,
                length_of(node),
            )
        return node

    def _seldom(self, event: Any, key: Scalar | None) -> Scalar | None:
        """An alias as a broken text; None for events without a value, the last of which ends the
        loop.
        """
        if event.__class__ is yaml.AliasEvent:
            return self._alias(event, key)
        self._over = self._is_end(event)
        return None

    def _is_end(self, event: Any) -> bool:
        """Report a second document. Returns whether reading ends here."""
        if isinstance(event, yaml.StreamEndEvent):
            return True
        if isinstance(event, yaml.DocumentEndEvent):
            self._finished = True
            self._ended = bool(event.explicit)
        elif isinstance(event, yaml.DocumentStartEvent):
            if self._finished:
                self._another_document(mark_of(event.start_mark))
                return True
            if event.version or event.tags:
                self._directive(event)
        return False

    def _directive(self, event: Any) -> None:
        directive = _DIRECTIVE.search(self._text)
        offset = directive.start() if directive else event.start_mark.index
        mark = Mark(self._text.count("\n", 0, offset) + 1, 1, offset)
        message = "a line that starts with `%` is a directive, which decks do not support"
        self._report.add(
            "LM026",
            mark,
            message,
            "remove the line",
            len(rest_of_line(self._text, offset).rstrip()),
        )

    def _another_document(self, mark: Mark) -> None:
        message = "another document starts here, so the rest is not read"
        length = len(rest_of_line(self._text, mark.index).rstrip())
        self._report.add(
            "LM025",
            mark,
            message,
            "remove the line of three dashes or dots, or split the file in two",
            length,
        )
        self.whole = False


def mark_of(mark: Any) -> Mark:
    """A parser's mark as a Mark, which counts from 1."""
    return Mark(mark.line + 1, mark.column + 1, mark.index)
