"""The exam plan's form, and its forecast as lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.dates import read_day
from learnms.engine.exam import wording
from learnms.engine.wording import WEEKDAYS, count, day
from learnms.errors import UsageError
from learnms.retention import HIGHEST_TARGET, LOWEST_TARGET
from learnms.settings import MOST_MINUTES
from learnms.tui.kit.content import BOLD, QUIET, WARN, concat, inline, paragraph, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.exam.readiness import Readiness, TopicReady
    from learnms.engine.voice import Voice
    from learnms.settings import ExamPlan
    from learnms.tui.kit.layout import Entry

LABELS = {
    "exam": "Exam on",
    "minutes": "Minutes a day",
    "target": "Recall wanted",
    "decks": "Decks",
    "keep": "Keep",
    "end": "End",
}
HELPS = {
    "exam": "Type a date, such as 2027-01-15, 26/12/2026 or 15jan. ←→ a day less or more.",
    "minutes": f"Type a number, 1 to {MOST_MINUTES}. ←→ five less or more.",
    "target": "Type a number, 70 to 97. ←→ one less or more.",
    "decks": "Enter shows them. Without a choice all are in the plan.",
}
TYPED = ("exam", "minutes", "target")
"""Lines into which digits are typed."""
_MOST_TYPED = {"exam": 20, "minutes": 3, "target": 2}
_MONTH = 30
_STEPS = {"exam": 1, "minutes": 5, "target": 1}
_COLUMN = 20


class Row(NamedTuple):
    """A line of the form: a name of `LABELS`, and for a deck of the open list its id."""

    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices so far. `typed` is the text being typed on the line at the ▸, else None."""

    on: date | None = None
    minutes: int = 20
    percent: int = 90
    decks: tuple[str, ...] = ()
    opened: bool = False
    typed: str | None = None

    @classmethod
    def of(cls, plan: ExamPlan) -> Choices:
        """The choices that make a plan."""
        return cls(plan.on, plan.minutes, round(100 * plan.target), plan.decks)

    @property
    def wanted(self) -> tuple[date | None, int, int, tuple[str, ...]]:
        """What makes the plan, without the state of the form."""
        return self.on, self.minutes, self.percent, self.decks

    def stepped(self, name: str, step: int, today: date) -> Choices:
        """The value of a line one step up or down."""
        by = step * _STEPS[name]
        match name:
            case "exam":
                on = (
                    today + timedelta(days=_MONTH)
                    if self.on is None
                    else self.on + timedelta(days=by)
                )
                return replace(self, on=max(today + timedelta(days=1), on), typed=None)
            case "minutes":
                return replace(
                    self,
                    minutes=min(
                        MOST_MINUTES, max(1, (self.minutes if self.minutes > 1 else 0) + by)
                    ),
                    typed=None,
                )
            case _:
                low, high = round(100 * LOWEST_TARGET), round(100 * HIGHEST_TARGET)
                return replace(self, percent=min(high, max(low, self.percent + by)), typed=None)

    def digit(self, name: str, digit: str) -> Choices:
        """Type a character, or with '' erase one. Eight digits or a number take effect at once."""
        before = self.typed if self.typed is not None else ("" if digit else self._digits(name))
        typed = (before + digit)[: _MOST_TYPED[name]] if digit else before[:-1]
        changed = replace(self, typed=typed)
        if name == "exam":
            return replace(changed, on=day_of(typed) or changed.on)
        if not typed:
            return changed
        return (
            replace(changed, minutes=int(typed))
            if name == "minutes"
            else replace(changed, percent=int(typed))
        )

    def _digits(self, name: str) -> str:
        if name == "exam":
            return self.on.strftime("%Y%m%d") if self.on is not None else ""
        return str(self.minutes if name == "minutes" else self.percent)

    def toggled(self, deck: str) -> Choices:
        """Choose a deck, or not any more."""
        return replace(
            self,
            decks=(
                tuple(other for other in self.decks if other != deck)
                if deck in self.decks
                else (*self.decks, deck)
            ),
        )

    def entered(self, name: str, today: date) -> Choices:
        """Take the typed text as the value.

        Raises:
            UsageError: it is no day or number.
        """
        if self.typed is None:
            return self
        if name == "exam":
            return replace(self, on=read_day(self.typed, today), typed=None)
        if not self.typed:
            message = "Type a number."
            raise UsageError(message)
        return replace(self, typed=None)


def day_of(digits: str) -> date | None:
    """The day of eight digits, year first; None where they name none."""
    try:
        return (
            date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
            if len(digits) == 8 and digits.isdecimal()
            else None
        )
    except ValueError:
        return None


def rows(
    choices: Choices,
    decks: Sequence[tuple[str, str]],
    voice: Voice,
    *,
    may_keep: bool,
    may_end: bool,
) -> list[Row]:
    """The lines from top to bottom; `decks` holds ids and titles."""
    lines = [
        Row("exam"),
        Row("minutes"),
        *([Row("target")] if voice.has_figures else []),
        Row("decks"),
    ]
    lines += [Row("decks", deck) for deck, _ in decks] if choices.opened else []
    return [*lines, *([Row("keep")] if may_keep else []), *([Row("end")] if may_end else [])]


def value(
    choices: Choices, decks: Sequence[tuple[str, str]], row: Row, today: date, *, here: bool
) -> str:
    """The value of a line as text."""
    typed = choices.typed if here else None
    match row.name:
        case "exam" if typed is not None and day_of(typed) is None:
            return (
                "-".join(part for part in (typed[:4], typed[4:6], typed[6:]) if part)
                if typed.isdecimal()
                else typed
            )
        case "exam":
            return "not chosen yet" if choices.on is None else _day_words(choices.on, today)
        case "minutes":
            return typed if typed is not None else str(choices.minutes)
        case "target":
            return f"{typed if typed is not None else choices.percent} %"
        case "decks":
            chosen = [title for deck, title in decks if deck in choices.decks]
            return ", ".join(chosen) if chosen else "all"
        case "keep":
            return "this plan: reviews follow it from then on"
        case _:
            return "the plan: back to the normal schedule"


def _day_words(on: date, today: date) -> str:
    left = (on - today).days
    far = f"in {count(left, 'day')}" if left > 0 else "today" if not left else "past"
    return f"{WEEKDAYS[on.weekday()]} {day(on)}, {far}"


def outcome(
    ready: Readiness | None, trouble: str, voice: Voice, *, is_waiting: bool
) -> list[Entry]:
    """The forecast of a plan, or why there is none, or that it is being computed."""
    if trouble:
        return paragraph(trouble, WARN)
    if ready is None:
        return paragraph("Working out what it leads to…" if is_waiting else wording.HOW, QUIET)
    first, verdict, *others = wording.sentences(ready, voice)
    warnings = wording.warnings(ready, voice)
    entries: list[Entry] = [
        *paragraph(first, BOLD),
        *(paragraph(f"! {verdict}", WARN) if verdict in warnings else paragraph(f"✓ {verdict}")),
    ]
    entries += [
        line
        for sentence in others
        for line in (
            paragraph(f"! {sentence}", WARN) if sentence in warnings else paragraph(sentence)
        )
    ]
    title = wording.weakest_title(ready)
    entries += [BLANK, *paragraph(title)] if title else []
    return [*entries, *topics(wording.weakest(ready), voice)]


def topics(ready: Sequence[TopicReady], voice: Voice) -> list[Entry]:
    """Expected recall by topic, under the names of decks in the order of their first topics."""
    entries: list[Entry] = []
    deck, order = "", list(dict.fromkeys(row.deck for row in ready))
    for row in sorted(ready, key=lambda row: order.index(row.deck)):
        if row.deck != deck:
            deck = row.deck
            entries += [BLANK, *paragraph(deck, BOLD)]
        text = wording.topic(row, voice)
        title = inline(row.title) if row.title else plain("without a topic", QUIET)
        cards = raw(f" · {row.parts}" if voice.has_figures else "", QUIET)
        entries.append(
            Text(concat(title, cards), indent=INDENT + 2, note=raw(text), note_width=_COLUMN)
        )
    return entries
