"""Forms: rows whose values are chosen, typed or checked, and actions, shared by all interfaces.

A form is made from a state. Each row names its value in that state, and `put` makes the state with
another one; nothing is changed in place.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from learnms.engine.dates import examples, how_days, read_day, read_days
from learnms.engine.wording import WEEKDAYS, count, short_day
from learnms.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from learnms.days_off import DaysOff

S = TypeVar("S")
YES_NO = ((False, "no"), (True, "yes"))
_MONTH = 30
_LONGEST_DAY = 32
_LONGEST_DAYS = 80


@dataclass(frozen=True, slots=True)
class Row(Generic[S]):
    """A row: its name, its label, a sentence about it, and what enter does there."""

    name: str
    label: str
    help: str = ""
    verb: str = field(default="change", kw_only=True)

    @property
    def words(self) -> str:
        """The value in words."""
        return ""

    @property
    def hint(self) -> str:
        """How the value is typed."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Row[S]):
    """Something to do; `about` says with what."""

    about: str = ""

    @property
    def words(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Row[S]):
    """One of some values, each with its words."""

    value: Any
    values: tuple[tuple[Any, str], ...]
    put: Callable[[Any], S]

    @property
    def words(self) -> str:
        return str(dict(self.values).get(self.value, self.value))

    def stepped(self, step: int) -> Any:
        """The next value, or with -1 the one before."""
        values = [value for value, _ in self.values]
        return values[(values.index(self.value) + step) % len(values)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed(Row[S]):
    """A value that is typed, at most `room` characters long; the arrow keys change it by `step`."""

    value: Any
    put: Callable[[Any], S]
    step: int = 0
    verb: str = "next line"

    @property
    def words(self) -> str:
        return "".join(self.parts(None))

    @property
    def room(self) -> int:
        """The most characters that can be typed."""
        return _LONGEST_DAY

    @property
    def text(self) -> str:
        """The value as it is typed."""
        return "" if self.value is None else str(self.value)

    def parts(self, draft: str | None) -> tuple[str, str, str]:
        """The words before the value, the value as typed so far, and the words after it."""
        raise NotImplementedError

    def is_whole(self, text: str) -> bool:
        """Whether a typed text can be taken before the row is left."""
        return True

    def read(self, text: str) -> Any:
        """The value that a text names.

        Raises:
            UsageError: it names none, or one that cannot be taken.
        """
        raise NotImplementedError

    def stepped(self, step: int) -> Any:
        """The value some steps on."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Row[S]):
    """A line of text, empty if it is left out."""

    value: str
    put: Callable[[str], S]
    verb: str = "type"

    @property
    def words(self) -> str:
        return self.value

    def read(self, text: str) -> str:
        """The text with single spaces, without those around it."""
        return " ".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Typed[S]):
    """A whole number from `low` to `high`.

    `shown` is the value in a phrase, such as `{} ms`, or ends with the phrase for none: `unset`. A
    number with `unset` may be left out. `zero` are the words for 0.
    """

    low: int
    high: int
    shown: str = "{}"
    unset: str = ""
    zero: str = ""

    @property
    def room(self) -> int:
        return len(str(self.high))

    @property
    def hint(self) -> str:
        arrows = f" ←→ changes it by {self.step}." if self.step else ""
        return f"Type a number, {self.low} to {self.high}.{arrows}"

    def parts(self, draft: str | None) -> tuple[str, str, str]:
        if draft is None and self.value is None:
            return "", self.unset, ""
        if draft is None and self.value == 0 and self.zero:
            return "", self.zero, ""
        before, _, after = self.shown.partition("{}")
        return before, self.text if draft is None else draft, after

    def read(self, text: str) -> int | None:
        text = text.strip()
        if not text and self.unset:
            return None
        is_number = text.isdecimal() and len(text) <= self.room
        if not is_number or not self.low <= int(text) <= self.high:
            raise UsageError(f"{self.label}: type a whole number from {self.low} to {self.high}.")
        return int(text)

    def stepped(self, step: int) -> int:
        # from the lowest the next is a whole step
        before = self.value if self.value is not None and self.value > self.low else 0
        return min(self.high, max(self.low, before + step * self.step))


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Typed[S]):
    """A future date. `problem` says why a date cannot be used, '' if it can."""

    today: date
    problem: Callable[[date], str]
    step: int = 1

    @property
    def text(self) -> str:
        return "" if self.value is None else self.value.strftime("%Y%m%d")

    @property
    def typing(self) -> str:
        """What can be typed."""
        return f"Type a date, such as {examples(self.today)}."

    @property
    def hint(self) -> str:
        return f"{self.typing} ←→ changes the day."

    def parts(self, draft: str | None) -> tuple[str, str, str]:
        if draft is None and self.value is None:
            return "", "not set", ""
        if draft is None or (self.value is not None and draft == self.text):
            return "", self.spelled(self.value), ""
        digits = draft[:4], draft[4:6], draft[6:]
        typed = "-".join(filter(None, digits)) if draft.isdecimal() else draft
        try:
            meant = f"  {self.spelled(read_day(draft, self.today))}"
        except UsageError:
            meant = ""
        return "", typed, meant

    def spelled(self, on: date) -> str:
        """A date in words, and how far away it is: `Sat, Jan 2, 2027, in 41 days`."""
        left = (on - self.today).days
        far = f"in {count(left, 'day')}" if left > 0 else "today" if not left else "in the past"
        return f"{WEEKDAYS[on.weekday()][:3]}, {short_day(on)}, {far}"

    def is_whole(self, text: str) -> bool:
        return len(text) == len("20270115") and text.isdecimal()

    def read(self, text: str) -> date:
        value = read_day(text, self.today)
        if problem := self.problem(value):
            raise UsageError(problem)
        return value

    def stepped(self, step: int) -> date:
        if self.value is None:
            return self.today + timedelta(days=_MONTH)
        on: date = self.value + timedelta(days=step * self.step)
        return max(self.today + timedelta(days=1), on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days(Typed[S]):
    """Dates and ranges of dates to add to some."""

    today: date
    value: None = None

    @property
    def room(self) -> int:
        return _LONGEST_DAYS

    @property
    def typing(self) -> str:
        """What can be typed."""
        return f"Type {how_days(self.today)}."

    @property
    def hint(self) -> str:
        return self.typing

    def parts(self, draft: str | None) -> tuple[str, str, str]:
        return "", draft or "", ""

    def read(self, text: str) -> DaysOff:
        return read_days(text, self.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Row[S]):
    """An item of an opened list."""

    is_on: bool
    toggled: Callable[[], S]
    verb: str = "select"

    @property
    def words(self) -> str:
        return "selected" if self.is_on else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Many(Row[S]):
    """Several items of a list of keys and their words; `none` is shown if none is selected."""

    items: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    put: Callable[[tuple[str, ...]], S]
    none: str = "all"
    verb: str = "open"

    @property
    def words(self) -> str:
        return ", ".join(label for key, label in self.items if key in self.chosen) or self.none

    def toggled(self, *keys: str) -> S:
        """The state with these keys selected, or deselected if they were selected."""
        kept = tuple(key for key in self.chosen if key not in keys)
        return self.put((*kept, *(key for key in keys if key not in self.chosen)))

    @property
    def inner(self) -> tuple[Tick[S], ...]:
        """The items as rows."""
        return tuple(
            Tick(self.name, label, is_on=key in self.chosen, toggled=partial(self.toggled, key))
            for key, label in self.items
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Row[S]):
    """Rows that show while the group is open; `about` summarizes them."""

    inner: tuple[Row[S], ...]
    about: str
    verb: str = "open"

    @property
    def words(self) -> str:
        return self.about


@dataclass(frozen=True, slots=True)
class Form(Generic[S]):
    """Rows under a title, in groups; `note` is at the right of the title, `foot` below the rows. If
    the form is `explained`, each row shows its help. `titles` are those of the groups, '' or
    missing for none.
    """

    title: str
    groups: tuple[tuple[Row[S], ...], ...]
    note: str = ""
    foot: tuple[str, ...] = ()
    explained: bool = False
    titles: tuple[str, ...] = ()

    def title_of(self, group: int) -> str:
        """The title of a group; '' for none."""
        return self.titles[group] if group < len(self.titles) else ""

    def lines(self, opened: str = "") -> Iterator[tuple[Row[S], int, bool]]:
        """Each row with the number of its group, and whether it is inside the `opened` row; a list
        that is open inside a group shows the group too.
        """
        for number, group in enumerate(self.groups):
            for row in group:
                yield row, number, False
                yield from ((inner, number, True) for inner in _shown_inside(row, opened))

    def toggled(self, opened: str, name: str) -> str:
        """The name of what is open after a row is pressed: the row, or the group around it."""
        rows = [row for group in self.groups for row in group]
        around = next((row.name for row in rows if _holds(row, name)), "")
        return around if self.is_open(opened, name) else name

    def is_open(self, opened: str, name: str) -> bool:
        """Whether a row is open, or something inside it."""
        return opened == name or _holds(self.row(name), opened)

    def row(self, name: str) -> Row[S]:
        """The row of a name, also inside a group that is not open; that of the group where the item
        of `group/item` is gone.
        """
        rows = [row for group in self.groups for row in group]
        inner = [each for row in rows if isinstance(row, Group) for each in row.inner]
        around = name.partition("/")[0]
        found = (row for wanted in (name, around) for row in rows + inner if row.name == wanted)
        return next(found)


def _holds(row: Row[S], name: str) -> bool:
    """Whether a row with that name is inside a group."""
    return isinstance(row, Group) and any(inner.name == name for inner in row.inner)


def _shown_inside(row: Row[S], opened: str) -> Iterator[Row[S]]:
    """What shows inside a row."""
    if not isinstance(row, Many | Group) or (row.name != opened and not _holds(row, opened)):
        return
    for inner in row.inner:
        yield inner
        yield from _shown_inside(inner, opened)


class Fields(Generic[S]):
    """Makes rows of the fields of a state, a dataclass, by their names."""

    def __init__(self, state: S) -> None:
        self._state = state

    def bound(self, name: str, none: object = None) -> dict[str, Any]:
        """The value of a field, and the state with another; `none` is how a field says none."""
        value = getattr(self._state, name)
        return {
            "value": None if value == none else value,
            "put": lambda value: replace(
                self._state,  # type: ignore[type-var]  # a dataclass
                **{name: none if value is None else value},
            ),
        }

    def choice(
        self, name: str, label: str, help_text: str, values: tuple[tuple[Any, str], ...] = YES_NO
    ) -> Choice[S]:
        """One of some values."""
        return Choice(name, label, help_text, values=values, **self.bound(name))

    def number(
        self,
        name: str,
        label: str,
        limits: tuple[int, int],
        help_text: str = "",
        none: int | None = None,
        **more: Any,
    ) -> Number[S]:
        """A number within limits."""
        low, high = limits
        bound = self.bound(name, none)
        return Number(name, label, help_text, low=low, high=high, **{**bound, **more})

    def many(
        self, name: str, label: str, items: Iterable[tuple[str, str]], help_text: str = ""
    ) -> Many[S]:
        """Several of a list; none chosen means all."""
        chosen, put = self.bound(name).values()
        return Many(name, label, help_text, items=tuple(items), chosen=chosen, put=put)
