"""The settings as a form, the same for all interfaces. Every change gives new settings or an error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.errors import LearnmsError
from learnms.settings import (
    HIGHEST_TARGET,
    LATEST_ROLLOVER,
    LONGEST_GUARD_MS,
    LOWEST_TARGET,
    MOST_MINUTES,
    THEMES,
    WEEKDAYS,
    WHO,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.settings import Settings


class Choice(NamedTuple):
    """A setting: its name in the file, its label and help, and how it is changed.

    `values` are stepped through; `range` is that of a typed number; a choice with neither is a list
    that opens. `key` is the item of an opened list.
    """

    name: str
    label: str
    help: str = ""
    values: tuple[tuple[Any, str], ...] = ()
    range: tuple[int, int] = (0, 0)
    key: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is a typed number."""
        return self.range != (0, 0)

    @property
    def is_list(self) -> bool:
        """Whether it is a list that opens."""
        return not self.values and not self.is_number


class TopicRow(NamedTuple):
    """A topic whose retention can be set: its key `deck/topic`, its title and its deck's."""

    key: str
    title: str
    deck: str


_PERCENT = (round(100 * LOWEST_TARGET), round(100 * HIGHEST_TARGET))
_YES = ((False, "no"), (True, "yes"))

CHOICES = (
    Choice(
        "who",
        "You are",
        "which decks you are offered, and in which words",
        tuple(zip(WHO, ("a student", "a patient", "an instructor"), strict=True)),
    ),
    Choice(
        "theme",
        "Colours",
        "ctrl+l goes between light and dark anywhere",
        tuple((name, name) for name in THEMES),
    ),
    Choice(
        "new_per_day",
        "New cards a day",
        "type a number: how many new cards a day may bring",
        range=(0, 9999),
    ),
    Choice(
        "buttons",
        "Grades",
        "two: forgot and remembered; four: Again to Easy",
        ((2, "two"), (4, "four")),
    ),
    Choice(
        "target",
        "Recall wanted",
        "type a number: of 100 cards that come back, so many you should still know; more means more"
        " work",
        range=_PERCENT,
    ),
    Choice("targets", "Recall of single topics", "the same for topics that matter more, or less"),
    Choice(
        "session_minutes",
        "Review length",
        "type a number: a review ends after so many minutes; 0 for no end",
        range=(0, MOST_MINUTES),
    ),
    Choice(
        "session_cards",
        "Cards at a time",
        "type a number: a review ends after so many cards; 0 for no end",
        range=(0, 9999),
    ),
    Choice(
        "confidence", "How sure", "whether a quiz asks how sure you are before the result", _YES
    ),
    Choice(
        "balance",
        "Spread evenly",
        "whether a card comes on a day with less work, where days are equally good",
        _YES,
    ),
    Choice("easy_days", "Light days", "weekdays on which little should come"),
    Choice(
        "rollover_hour",
        "The day begins at",
        "type the hour: what you do before it still belongs to the day before",
        range=(0, LATEST_ROLLOVER),
    ),
    Choice("wide_spacing", "Wide spacing", "more room between lines, for eyes that tire", _YES),
    Choice("reduced_motion", "Less motion", "clocks count minutes, not seconds", _YES),
    Choice(
        "guard_ms",
        "Key delay",
        "type a number: milliseconds before a new page takes keys; more prevents accidental"
        " presses",
        range=(0, LONGEST_GUARD_MS),
    ),
)

PATIENTS = (
    "who",
    "theme",
    "new_per_day",
    "session_cards",
    "session_minutes",
    "easy_days",
    "rollover_hour",
    "wide_spacing",
    "reduced_motion",
    "guard_ms",
)
"""The settings of a patient: none about grades and figures."""


def lines(settings: Settings, topics: Sequence[TopicRow], opened: str = "") -> list[Choice]:
    """The rows of the form; the items of the `opened` list follow it."""
    shown = []
    for choice in CHOICES:
        if settings.is_patient and choice.name not in PATIENTS:
            continue
        shown.append(choice)
        if opened == choice.name == "easy_days":
            shown += [
                Choice("easy_days", day.capitalize(), values=_YES, key=day) for day in WEEKDAYS
            ]
        if opened == choice.name == "targets":
            shown += [
                Choice("targets", topic.title, topic.deck, range=_PERCENT, key=topic.key)
                for topic in topics
            ]
    return shown


def value(settings: Settings, choice: Choice) -> Any:
    """The value of a row: a setting, a number as it is typed, or whether a list's item is chosen."""
    match choice.name:
        case "who":
            return settings.who or WHO[0]
        case "new_per_day":
            return settings.daily_new
        case "session_cards":
            return settings.cards_at_a_time
        case "target":
            return round(100 * settings.target)
        case "guard_ms":
            return settings.guard
        case "easy_days" if choice.key:
            return choice.key in settings.easy_days
        case "targets" if choice.key:
            wanted = dict(settings.targets).get(choice.key)
            return None if wanted is None else round(100 * wanted)
        case name:
            return getattr(settings, name)


def words(settings: Settings, choice: Choice) -> str:
    """The value in words."""
    current = value(settings, choice)
    if choice.values:
        return str(dict(choice.values).get(current, current))
    if choice.name in ("session_cards", "session_minutes") and not current:
        return "no limit"
    if choice.name == "guard_ms":
        return f"{current} ms"
    if choice.is_number:
        return f"as all: {round(100 * settings.target)}" if current is None else str(current)
    if choice.name == "easy_days":
        return ", ".join(day.capitalize() for day in current) or "none"
    return f"{len(current)} set" if current else "none set"


def stepped(settings: Settings, choice: Choice, step: int) -> Settings:
    """The next value, or with -1 the one before."""
    values = [option for option, _ in choice.values]
    return chosen(settings, choice, (values.index(value(settings, choice)) + step) % len(values))


def chosen(settings: Settings, choice: Choice, index: int) -> Settings:
    """The settings with the value at an index of the choice's values.

    Raises:
        LearnmsError: every day would be a light day.
    """
    new_value = choice.values[index][0]
    if choice.name != "easy_days":
        return replace(settings, **{choice.name: new_value})
    days = (
        {*settings.easy_days, choice.key} if new_value else set(settings.easy_days) - {choice.key}
    )
    if len(days) == len(WEEKDAYS):
        message = "One day of the week has to carry the work."
        raise LearnmsError(message)
    return replace(settings, easy_days=tuple(day for day in WEEKDAYS if day in days))


def typed(settings: Settings, choice: Choice, text: str) -> Settings:
    """The settings with a typed number; an empty text removes a topic's own retention.

    Raises:
        LearnmsError: it is not a number in the range.
    """
    low, high = choice.range
    if choice.name == "targets" and not text.strip():
        return replace(
            settings, targets=tuple(pair for pair in settings.targets if pair[0] != choice.key)
        )
    if not text.strip().isdecimal() or not low <= int(text) <= high:
        raise LearnmsError(f"{choice.label} is a whole number from {low} to {high}.")
    number = int(text)
    match choice.name:
        case "target":
            return replace(settings, target=number / 100)
        case "targets":
            return replace(
                settings,
                targets=tuple({**dict(settings.targets), choice.key: number / 100}.items()),
            )
        case name:
            # the other numbers are whole
            return replace(settings, **{name: number})  # type: ignore[arg-type]
