"""The declaration of a setting, and checks for values in the settings file. Each check returns the
valid value, or raises a ValueError with the reason.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

from learnms.days_off import EXAMPLE, DaysOff
from learnms.retention import HIGHEST_TARGET, LOWEST_TARGET
from learnms.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Setting(NamedTuple):
    """The declaration of a setting.

    `check` turns a value of the file into one that fits, or raises a ValueError that says why not.
    `comment` is above the setting in the file. `label` and `help` are the words of its line in
    the form; without a label it has none. On that line one of `values` is chosen, each given with
    its words, or a number of a `range` is typed; with neither it opens a list. Patients see the
    line only if it is `for_patients`. `usual` holds until something is chosen: for everybody, and
    for patients. `group` is the title above this line and those that follow.
    """

    check: Callable[[str, object], Any]
    comment: str
    label: str = ""
    help: str = ""
    values: tuple[tuple[Any, str], ...] = ()
    range: tuple[int, int] = (0, 0)
    for_patients: bool = False
    usual: tuple[int, int] | None = None
    group: str = ""


T = TypeVar("T")


def refuse(why: str) -> NoReturn:
    """Raise the ValueError for an invalid value."""
    raise ValueError(why)


def one_of(*allowed: str, empty: bool = False) -> Callable[[str, object], Any]:
    """A check for one of several words; with `empty`, also for ''."""

    def check(name: str, value: object) -> object:
        if value not in ((*allowed, "") if empty else allowed):
            refuse(f"`{name}` must be one of {', '.join(allowed)}, not {shown(value)}")
        return value

    return check


def whole_number(lowest: int, highest: int) -> Callable[[str, object], int]:
    """A check for a whole number in a range."""

    def check(name: str, value: object) -> int:
        if type(value) is not int or not lowest <= value <= highest:
            refuse(
                f"`{name}` must be a whole number from {lowest} to {highest}, not {shown(value)}"
            )
        return value

    return check


def two_or_four(name: str, value: object) -> int:
    """Check for the number of grades."""
    if type(value) is not int or value not in (2, 4):
        refuse(f"`{name}` must be 2 or 4, not {shown(value)}")
    return value


def table(
    check: Callable[[str, object], T], keys: str, example: str
) -> Callable[[str, object], tuple[tuple[str, T], ...]]:
    """A check for a table whose values fit a check: its pairs, sorted by key."""

    def pairs(name: str, value: object) -> tuple[tuple[str, T], ...]:
        if not isinstance(value, dict):
            refuse(f"`[{name}]` must be a table of {keys} like `{example}`, not {shown(value)}")
        return tuple((key, check(f"{name}.{key}", each)) for key, each in sorted(value.items()))

    return pairs


def boolean(name: str, value: object) -> bool:
    """Check for true or false."""
    if not isinstance(value, bool):
        refuse(f"`{name}` must be true or false, not {shown(value)}")
    return value


def retention(name: str, value: object) -> float:
    """Check for a desired retention."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not LOWEST_TARGET <= value <= HIGHEST_TARGET
    ):
        refuse(
            f"`{name}`, a desired retention, must be between {LOWEST_TARGET:.2f} and"
            f" {HIGHEST_TARGET:.2f}, not {shown(value)}"
        )
    return float(value)


def weekdays(names: Sequence[str]) -> Callable[[str, object], tuple[str, ...]]:
    """A check for at most six weekdays; returned in the order of the week."""

    def check(name: str, value: object) -> tuple[str, ...]:
        if (
            not isinstance(value, list)
            or any(day not in names for day in value)
            or len(set(value)) > 6
        ):
            refuse(f"`{name}` must list at most six of {', '.join(names)}, not {shown(value)}")
        return tuple(day for day in names if day in value)

    return check


def days_off(name: str, value: object) -> DaysOff:
    """Check for days off: a list of dates and ranges of dates."""
    if not isinstance(value, list) or not all(isinstance(each, str | date) for each in value):
        refuse(f"`{name}` must list dates such as {EXAMPLE}, not {shown(value)}")
    try:
        return DaysOff.of_texts(map(str, value))
    except ValueError as error:
        refuse(f"`{name}`: {error}")


def day(name: str, value: object) -> date:
    """Check for a day, given as a date or its ISO text."""
    parsed = value
    if isinstance(value, str):
        try:
            parsed = date.fromisoformat(value)
        except ValueError:
            parsed = None
    if not isinstance(parsed, date) or isinstance(parsed, datetime):
        refuse(f"`{name}` must be a date such as 2027-01-15, not {shown(value)}")
    return parsed
