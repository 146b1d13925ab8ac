"""Typed access to the fields of a YAML mapping, with a finding for every value of the wrong
type.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from learnms.syntax import convert, pasted
from learnms.syntax.collector import Tally
from learnms.syntax.field_names import PASSAGE_FIELDS, TEXT_FIELDS
from learnms.syntax.node import Mapping, Mark, Node, Scalar, Sequence
from learnms.syntax.pitfalls import accident
from learnms.syntax.rules import RULES, finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from decimal import Decimal

    from learnms.syntax.finding import Finding, Severity
    from learnms.syntax.source import Source

EMPTY = "write a value, or remove it"
LONGEST_LIST = 70

Value = TypeVar("Value")
Amount = TypeVar("Amount", int, "Decimal")

# Names of fields in other tools, which are too unlike ours to be found by their letters.
_OTHER_NAMES = {
    "questions": "cards",
    "flashcards": "cards",
    "items": "cards",
    "question": "ask",
    "prompt": "ask",
    "front": "ask",
    "back": "answer",
    "stem": "ask",
    "correct": "right",
    "correct answer": "right",
    "correct answers": "right",
    "right answer": "right",
    "right answers": "right",
    "wrong answers": "wrong",
    "incorrect answers": "wrong",
    "reference": "source",
    "references": "source",
    "citation": "source",
    "citations": "source",
    "incorrect": "wrong",
    "distractors": "wrong",
    "rationale": "explain",
    "explanation": "explain",
    "feedback": "why",
    "title": "deck",
    "name": "deck",
}

# What other tools have a field for, and learnms has not.
_SCORING = frozenset({"points", "point", "marks", "grade"})

# Examples of fields that hold a list or a mapping.
_EXAMPLES = {
    "topics": "topics: {doses: Doses, safety: Safety}",
    "sources": "sources: {leaflet: {title: The package leaflet}}",
    "glossary": "glossary: {relapse: New or returning symptoms}",
    "exhibit": "exhibit: {Vitals: BP 118/74}",
    "ignore": "ignore: {LM503: the reason}",
    "match": "match: {Fever: Call, Rash: Wait}",
    "rows": "rows: {Fever: Stop, Rash: Go}",
    "groups": "groups: {Before: {right: [A], wrong: [B]}, After: {right: [C], wrong: [D]}}",
    "choices": "choices: {1: {right: A, wrong: [B, C]}}",
    "bowtie": "bowtie: {actions: {right: [A, B], wrong: [C, D, E]}, condition: …, monitor: …}",
    "given": "given: {dose: [300, 600]}",
    "cards": "- id: my-card",
    "cases": "- id: my-case",
    "parts": "- id: my-part",
    "also": "- ask: …",
}


class Report:
    """Collects the findings of one file. `card` and `where` name what is being read, for messages.

    With the file's `source`, a text that YAML read as something else is shown as it is written.
    """

    def __init__(self, path: str, source: Source | None = None) -> None:
        self.path = path
        self.source = source
        self._tally = Tally()
        self.card: str | None = None
        self.where = ""
        self.kept_out = 0
        self.without_id: list[tuple[str, Mark]] = []

    def add(
        self,
        code: str,
        place: Node | Mark,
        message: str,
        fix: str | None = None,
        *,
        length: int | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Report one problem at a node or a mark."""
        self.take(finding_at(code, self.path, place, message, fix, self.card, severity, length))

    @property
    def total(self) -> int:
        """How many problems were reported."""
        return self._tally.total

    @property
    def findings(self) -> list[Finding]:
        """The findings; of many with the same code, the first ones and their number."""
        return self._tally.result()

    def nearest(self, name: str, known: Iterable[str], code: str) -> str | None:
        """The known name that is most like a mistyped one, or None; also None if so many findings
        have this code that another is not listed.
        """
        return None if self.has_enough(code) else nearest(name, known)

    def has_enough(self, code: str) -> bool:
        """Whether another finding with this code is not listed, so that it needs no remedy."""
        return self._tally.has_enough(self.path, code)

    def take(self, new: Finding) -> None:
        """Add a finding."""
        self._tally.add(new)
        if RULES[new.code].keeps_out:
            self.kept_out += 1


def finding_at(
    code: str,
    path: str,
    place: Node | Mark,
    message: str,
    fix: str | None,
    card: str | None = None,
    severity: Severity | None = None,
    length: int | None = None,
) -> Finding:
    """A finding at a node, or at a mark."""
    mark, extends = (place, 1) if isinstance(place, Mark) else (place.start, extent(place))
    length = extends if length is None else length
    return finding(code, path, mark, message, fix, length=length, card=card, severity=severity)


def extent(node: Node) -> int:
    """The number of characters of its first line that a node covers, at least 1."""
    if node.end.line == node.start.line:
        return max(1, node.end.column - node.start.column)
    return 1


def written(value: Node) -> str:
    """The type of a value in one word, for messages."""
    if isinstance(value, Sequence):
        return "a list"
    return "a set of fields" if isinstance(value, Mapping) else "text"


class Fields:
    """The fields of one mapping.

    Each reader returns the value, or None if the field is missing or invalid; an invalid one is
    reported once.
    """

    def __init__(self, node: Mapping, report: Report) -> None:
        self.node = node
        self.report = report
        self._values: dict[str, Node] = {key.value: value for key, value in node.pairs}
        self._keys: dict[str, Scalar] = {key.value: key for key, _ in node.pairs}
        self._mistyped: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def lacks(self, name: str) -> bool:
        """Whether a field is missing and no finding explains it already, such as a mistyped name or
        an unreadable line.
        """
        return not (name in self._values or name in self._mistyped or self.node.broken)

    def lacks_all(self, names: Iterable[str]) -> bool:
        """Whether `lacks` holds for all of the fields."""
        return all(self.lacks(name) for name in names)

    def names(self) -> Iterable[str]:
        """The names of the fields, in their order."""
        return self._values.keys()

    def key(self, name: str) -> Scalar:
        """The node of the field's name, for its place."""
        return self._keys[name]

    def node_of(self, name: str) -> Node | None:
        """The node of the value."""
        return self._values.get(name)

    def unknown(self, allowed: Iterable[str]) -> list[str]:
        """Report fields that are not allowed, and return their names."""
        known = set(allowed)
        strangers = [name for name in self._values if name not in known]
        for name in strangers:
            self.report_unknown(name, known)
        return strangers

    def report_unknown(
        self, name: str, allowed: Iterable[str], elsewhere: Iterable[str] = ()
    ) -> None:
        """Report an unknown field, with the known name that is most like it. `elsewhere` are fields
        that other places know.
        """
        near = None if self.report.has_enough("LM104") else meant(name, allowed, elsewhere)
        if near:
            self._mistyped.add(near)
        where = f" in {self.report.where}" if self.report.where else ""
        self.report.add(
            "LM104",
            self._keys[name],
            f"unknown field `{_short(name)}`{where}",
            (
                f"did you mean `{near}`?"
                if near
                else "remove it; the kind of question decides the points"
                if name.casefold() in _SCORING
                else "remove it; `learnms new my-deck.yaml` shows the available fields"
            ),
        )

    def scalar(self, name: str, *, may_be_empty: bool = False) -> Scalar | None:
        """The value, which must be text that is not empty."""
        value = self._values.get(name)
        if value is None:
            return None
        return one_text(
            value,
            f"`{name}`",
            self.report,
            self._keys[name],
            may_be_empty=may_be_empty,
            free=name in TEXT_FIELDS or name in PASSAGE_FIELDS,
        )

    def text(self, name: str) -> str | None:
        """Text, without the white space around it."""
        scalar = self.scalar(name)
        return scalar.value.strip() if scalar is not None else None

    def flag(self, name: str) -> bool | None:
        """Yes or no."""
        return self._converted(name, convert.as_bool, "yes or no")

    def integer(self, name: str, *, least: int | None = None) -> int | None:
        """A whole number, not below `least`."""
        return self._number(name, convert.as_int, "a whole number", least)

    def decimal(
        self, name: str, *, least: int | None = None, most: int | None = None
    ) -> Decimal | None:
        """A number, not below `least` nor above `most`."""
        return self._number(name, convert.as_decimal, "a number", least, most)

    def _number(
        self,
        name: str,
        reader: Callable[[str], Amount | None],
        expected: str,
        least: int | None,
        most: int | None = None,
    ) -> Amount | None:
        if least is None:
            return self._converted(name, reader, expected)

        def within(text: str) -> Amount | None:
            number = reader(text)
            is_within = number is not None and number >= least and (most is None or number <= most)
            return number if is_within else None

        limits = f", {least} or more" if most is None else f" from {least} to {most}"
        return self._converted(name, within, f"{expected}{limits}")

    def day(self, name: str, *, partial: bool = False) -> date | None:
        """A day as YYYY-MM-DD; with `partial` also YYYY-MM and YYYY, which stand for their first
        day.
        """
        if partial:
            return self._converted(
                name, convert.as_day, "a date such as 2026, 2026-01 or 2026-01-15"
            )
        return self._converted(name, convert.as_full_day, "a date such as 2026-01-15")

    def _converted(
        self, name: str, reader: Callable[[str], Value | None], expected: str
    ) -> Value | None:
        scalar = self.scalar(name)
        if scalar is None:
            return None
        value = reader(scalar.value.strip())
        if value is None and not scalar.broken:
            self.report.add(
                "LM103",
                scalar,
                f"`{name}` should be {expected}, not `{_short(scalar.value)}`",
                _converted_fix(scalar.value, expected),
            )
        return value

    def texts(self, name: str) -> list[Scalar] | None:
        """One text, or a list of texts; None if the field is missing or has no valid one."""
        value = self._values.get(name)
        if value is None or self.is_pasted(name):
            return None
        if isinstance(value, Sequence):
            items = [
                one_text(item, f"an entry of `{name}`", self.report, item, free=name in TEXT_FIELDS)
                for item in value.items
            ]
            if not value.items and not value.broken:
                self.report.add("LM202", self._keys[name], f"`{name}` is an empty list", EMPTY)
            return [item for item in items if item is not None] or None
        scalar = self.scalar(name)
        return [scalar] if scalar is not None else None

    def listed(self, name: str) -> list[Scalar] | None:
        """A list of texts; None if the field is missing, no list, or has an invalid entry."""
        value = self._values.get(name)
        if isinstance(value, Scalar) and self.is_pasted(name):
            return None
        return self.several(name) if self.sequence(name) is not None else None

    def is_pasted(self, name: str) -> bool:
        """Report a list that was pasted without dashes and read as one entry. Returns whether it
        was.
        """
        value, source = self._values.get(name), self.report.source
        if source is None or value is None or value.broken:
            return False
        key = self._keys[name]
        pasted_list = None
        if isinstance(value, Scalar):
            pasted_list = pasted.in_text(source.text, value, name, key.start)
        elif isinstance(value, Sequence):
            pasted_list = pasted.in_list(source.text, value, name)
        if pasted_list is None:
            return False
        indent = " " * (
            key.start.column + 1 if isinstance(value, Scalar) else value.start.column - 1
        )
        self.report.add("LM031", pasted_list.at, pasted_list.message, pasted_list.remedy(indent))
        return True

    def several(self, name: str) -> list[Scalar] | None:
        """As `texts`, but None if any entry is invalid or may have been lost."""
        texts = self.texts(name)
        value = self._values.get(name)
        if texts is None or value is None or (value.broken and not isinstance(value, Scalar)):
            return None
        return texts if not isinstance(value, Sequence) or len(texts) == len(value.items) else None

    def mapping(self, name: str) -> Fields | None:
        """A mapping."""
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return Fields(value, self.report)
        self.wrong_type(name, "a set of fields")
        return None

    def filled(self, name: str) -> Fields | None:
        """A mapping that is not empty."""
        inner = self.mapping(name)
        if inner is None or inner.node.pairs:
            return inner
        if not inner.node.broken:
            self.report.add("LM202", self._keys[name], f"`{name}` is empty", EMPTY)
        return None

    def sequence(self, name: str) -> Sequence | None:
        """A list."""
        value = self._values.get(name)
        if value is None or isinstance(value, Sequence):
            return value
        self.wrong_type(name, "a list")
        return None

    def wrong_type(self, name: str, expected: str) -> None:
        """Report a value of the wrong type, or an empty one."""
        value = self._values[name]
        if value.broken:
            return
        if isinstance(value, Scalar) and value.empty:
            self.report.add("LM202", self._keys[name], f"`{name}` is empty", EMPTY)
            return
        self.report.add(
            "LM102",
            value,
            f"`{name}` should be {expected}, not {written(value)}",
            _type_fix(name, value, expected),
        )


def one_text(
    value: Node,
    name: str,
    report: Report,
    empty_at: Node,
    *,
    may_be_empty: bool = False,
    free: bool = False,
) -> Scalar | None:
    """The node if it is a text that is not empty; else None with a finding. Broken nodes are not
    reported.

    `free` marks fields that hold sentences, in which a bracket at the beginning is an accident.
    """
    if isinstance(value, Scalar):
        if value.broken or value.value.strip():
            return value
        if not may_be_empty:
            report.add("LM202", empty_at, f"{name} is empty", EMPTY)
        return None
    if value.broken:
        return None
    misread = (
        accident(report.source, value)
        if report.source is not None and (free or not value.flow)
        else None
    )
    if misread is not None:
        report.take(replace(misread, card=report.card))
    else:
        lines = (
            f"; multi-line text starts with {name[:-1]}: |`"
            if name.startswith("`") and isinstance(value, Sequence)
            else ""
        )
        report.add(
            "LM102",
            value,
            f"{name} should be text, not {written(value)}",
            f"write a single text, in quotes if it contains brackets or a colon{lines}",
        )
    return None


def _type_fix(name: str, value: Node, expected: str) -> str:
    """The remedy for a field that holds a value of another type."""
    if name in _EXAMPLES:
        return f"write it like `{_EXAMPLES[name]}`"
    if expected != "a list":
        return "write fields below it, each with a name, a colon and a value"
    pieces = re.split(r"[,;]\s+", value.value.strip()) if isinstance(value, Scalar) else []
    shown = pasted.in_flow(pasted.without_markers(pieces))
    return (
        f"write `{name}: {shown}`"
        if len(pieces) > 1 and len(shown) <= LONGEST_LIST
        else f"write each entry on its own line below `{name}:`, with a dash and a space"
    )


def _converted_fix(text: str, expected: str) -> str:
    """The remedy for a date, a number, or a yes or no in another style."""
    if expected.startswith("yes"):
        word = convert.word_meant(text)
        return f"write `{word}`" if word else "write `yes` or `no`"
    if expected.startswith(("a day", "a date")):
        is_partial = "2026-01 or" in expected
        days = [day for day in convert.days_meant(text) if is_partial or len(day) == 10]
        month = re.fullmatch(r"(0?[1-9]|1[0-2])[/.-](\d{4})", text.strip())
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()):
            return "this date does not exist; check the year, month and day"
        return (
            f"write `{'` or `'.join(days)}`"
            if days
            else f"write `{month[2]}-{month[1]:0>2}`"
            if month and is_partial
            else "write the year, month and day, such as `2026-01-15`"
        )
    number = convert.number_meant(text)
    if number is not None and number != text.strip():
        return f"write `{number}`"
    is_limited = number is not None and expected not in ("a number", "a whole number")
    return f"write a number{' in this range' if is_limited else ''}, such as `2`"


def meant(name: str, allowed: Iterable[str], elsewhere: Iterable[str] = ()) -> str | None:
    """The known field that was probably meant."""
    plain = name.casefold().replace("_", " ").replace("-", " ")
    if plain in _SCORING:
        return None
    here, there, other = list(allowed), list(elsewhere), _OTHER_NAMES.get(plain)
    return other if other in here or other in there else nearest(name, here) or nearest(name, there)


def nearest(name: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """The known name that is most like a mistyped one, or None. Their likeness is `least` or more,
    from 0 to 1.
    """
    typed = name.casefold()
    matches = difflib.get_close_matches(typed, list(known), n=5, cutoff=least)
    return max(matches, key=lambda match: _closeness(typed, match), default=None)


def _closeness(typed: str, known: str) -> tuple[bool, float, bool]:
    """Sort key of candidates: transposed letters first, so that `aks` means `ask` rather than
    `was`.
    """
    return (
        sorted(typed) == sorted(known),
        difflib.SequenceMatcher(None, typed, known).ratio(),
        typed[:1] == known[:1],
    )


def _short(text: str, limit: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
