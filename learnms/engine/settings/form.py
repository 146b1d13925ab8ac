"""The settings as a form, the same for all interfaces. A change gives new settings or an error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.errors import LearnmsError
from learnms.settings import SETTINGS, WEEKDAYS, WHO

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


CHOICES = tuple(
    Choice(name, setting.label, setting.help, setting.values, setting.range)
    for name, setting in SETTINGS.items()
    if setting.label
)


def lines(settings: Settings, topics: Sequence[TopicRow], opened: str = "") -> list[Choice]:
    """The rows of the form; the items of the `opened` list follow it."""
    shown = []
    for choice in CHOICES:
        if settings.is_patient and not SETTINGS[choice.name].for_patients:
            continue
        shown.append(choice)
        if opened == choice.name == "easy_days":
            shown += [
                Choice("easy_days", day.capitalize(), values=SETTINGS["balance"].values, key=day)
                for day in WEEKDAYS
            ]
        if opened == choice.name == "targets":
            shown += [
                Choice(
                    "targets",
                    topic.title,
                    topic.deck,
                    range=SETTINGS["target"].range,
                    key=topic.key,
                )
                for topic in topics
            ]
    return shown


def value(settings: Settings, choice: Choice) -> Any:
    """The value of a row: a setting, a typed number, or whether a list's item is chosen."""
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
