"""The learner's settings, and the file in the data folder that holds them: `settings.toml`.

Each setting is declared once, as a field of `Settings`: the file, its checks and the form in the
application are made from that.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from learnms.days_off import NEVER, DaysOff
from learnms.errors import LearnmsError
from learnms.files import read_bytes, set_aside, whole_file
from learnms.retention import DEFAULT_TARGET, HIGHEST_TARGET, LOWEST_TARGET
from learnms.setting_checks import (
    Setting,
    boolean,
    day,
    days_off,
    one_of,
    refuse,
    retention,
    table,
    two_or_four,
    weekdays,
    whole_number,
)
from learnms.text import shown, visible_line
from learnms.themes import MORE_THEMES, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

FILE = "settings.toml"
WHO = ("student", "patient", "instructor")
REGIONS = ("us", "eu", "uk", "ch", "all")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SPACING = ("normal", "wide", "large")
MOST_MINUTES = 600
_MOST_CARDS = 9999
_WIDE_SPACING = "wide_spacing"
"""The name that the spacing once had in the file: true was wide."""
_LARGEST = 1024 * 1024
"""Bytes; a larger file is not a settings file."""


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """An exam plan: its date, the minutes of study a day, the target recall on its morning, and the
    decks (none: all that are offered).

    `begun` is the day on which the plan was made; None if that is not known.
    """

    on: date
    minutes: int = 20
    target: float = DEFAULT_TARGET
    decks: tuple[str, ...] = ()
    begun: date | None = None

    def covers(self, deck: str) -> bool:
        """Whether the plan includes a deck."""
        return not self.decks or deck in self.decks


@dataclass(frozen=True, slots=True)
class BacklogPlan:
    """A limit for overdue cards: reviews a day (0: all at once), and its last day."""

    per_day: int
    until: date


# -- checks ----------------------------------------------------------------------------------------


_EXAM: dict[str, Callable[[str, object], Any]] = {
    "minutes": whole_number(1, MOST_MINUTES),
    "target": retention,
}


def _exam(name: str, value: object) -> ExamPlan:
    if not isinstance(value, dict) or not set(value) <= {"date", "decks", "begun", *_EXAM}:
        refuse(
            f"`[{name}]` must be a table with `date`, `minutes`, `target`, `decks` and `begun`,"
            f" not {shown(value)}"
        )
    on = day(f"{name}.date", value.get("date"))
    decks = value.get("decks", [])
    if not isinstance(decks, list | tuple) or not all(isinstance(deck, str) for deck in decks):
        refuse(f"`{name}.decks` must be a list of deck ids, not {shown(decks)}")
    rest = {key: rule(f"{name}.{key}", value[key]) for key, rule in _EXAM.items() if key in value}
    begun = day(f"{name}.begun", value["begun"]) if "begun" in value else None
    return ExamPlan(on, decks=tuple(decks), begun=begun, **rest)


def _backlog(name: str, value: object) -> BacklogPlan:
    if not isinstance(value, dict) or set(value) != {"per_day", "until"}:
        refuse(f"`[{name}]` must be a table with `per_day` and `until`, not {shown(value)}")
    return BacklogPlan(
        whole_number(0, _MOST_CARDS)(f"{name}.per_day", value["per_day"]),
        day(f"{name}.until", value["until"]),
    )


# -- what is set -----------------------------------------------------------------------------------


def _setting(default: Any, *args: Any, **named: Any) -> Any:
    """A field of `Settings` with its default and the arguments of its `Setting`."""
    return field(default=default, metadata={"setting": Setting(*args, **named)})


def _flag(default: bool, *words: str, **named: Any) -> Any:
    return _setting(default, boolean, *words, ((False, "no"), (True, "yes")), **named)


def _number(default: int | None, highest: int, *words: str, **named: Any) -> Any:
    """A field for a whole number from 0 on."""
    limits = 0, highest
    check = whole_number(*limits)
    return _setting(default, check, *words, range=limits, for_patients=True, **named)


@dataclass(frozen=True, slots=True)
class Settings:
    """The learner's settings, in the order of the file and the form.

    Until the home screen has asked, `who` is empty and counts as student. `targets` are by `topic`
    or `deck/topic`, `new_per_deck` by deck id, sorted. A number that is None has not been chosen:
    `daily_new`, `cards_at_a_time` and `guard` say what holds.
    """

    theme: str = _setting(
        "dark",
        one_of(*THEMES, *dict(MORE_THEMES)),
        "theme: dark, light, contrast or a Textual theme such as nord",
        "Theme",
        "colors of all pages; ctrl+l switches between dark, light and contrast",
        tuple((theme, theme) for theme in THEMES),
        for_patients=True,
        group="Appearance",
    )
    spacing: str = _setting(
        SPACING[0],
        one_of(*SPACING),
        "space between lines: normal, wide or large; large also makes buttons taller",
        "Spacing",
        "wide: a blank line between lines; large: taller buttons and shorter lines too",
        tuple((spacing, spacing) for spacing in SPACING),
        for_patients=True,
    )
    reduced_motion: bool = _flag(
        False,
        "nothing blinks, and clocks show minutes",
        "Less motion",
        "nothing blinks, and clocks show minutes",
        for_patients=True,
    )
    plain_text: bool = _flag(
        False,
        "open in plain text instead of full screens, for screen readers",
        "Plain text",
        "from the next start on, lines of text instead of full screens, for screen readers",
        for_patients=True,
    )
    new_per_day: int | None = _number(
        None,
        _MOST_CARDS,
        "new cards a day, 0 to 9999; default 10, for patients 5",
        "New cards a day",
        "maximum new cards a day; each adds reviews on later days",
        usual=(10, 5),
        group="Reviews",
    )
    new_per_deck: tuple[tuple[str, int], ...] = _setting(
        (),
        table(whole_number(0, _MOST_CARDS), "deck ids", "dosing = 3"),
        "new cards a day by deck id, within new_per_day",
        "New cards by deck",
        "a lower daily limit for single decks, within the limit for all decks",
    )
    buttons: int = _setting(
        4,
        two_or_four,
        "grades: 2 (forgot, remembered) or 4",
        "Grades",
        "two: forgot and remembered; four: Again to Easy",
        ((2, "two"), (4, "four")),
    )
    target: float = _setting(
        DEFAULT_TARGET,
        retention,
        "desired retention, 0.70 to 0.97: higher means more reviews",
        "Desired retention",
        "share of due cards to recall; higher means more reviews",
        range=(round(100 * LOWEST_TARGET), round(100 * HIGHEST_TARGET)),
    )
    targets: tuple[tuple[str, float], ...] = _setting(
        (),
        table(retention, "topics", "reactions = 0.95"),
        "desired retention by topic or deck/topic",
        "Retention by topic",
        "a different retention for topics that matter more or less",
    )
    session_minutes: int = _number(
        0,
        MOST_MINUTES,
        "maximum length of a review in minutes; 0 is no limit",
        "Minutes per review",
        "longest review in minutes; 0 is no limit",
    )
    session_cards: int | None = _number(
        None,
        _MOST_CARDS,
        "maximum cards per review; 0 is no limit; default no limit, for patients 15",
        "Cards per review",
        "most cards in one review; 0 is no limit",
        usual=(0, 15),
    )
    break_minutes: int = _number(
        0,
        MOST_MINUTES,
        "minutes of study after which a break is offered, 0 to 600; 0 is never",
        "Break after",
        "minutes of study after which a break is offered; 0 is never",
    )
    confidence: bool = _flag(
        False,
        "quizzes ask how sure you are",
        "Confidence",
        "quizzes ask how sure you are, to find confident errors",
    )
    balance: bool = _flag(
        True,
        "balance reviews across days",
        "Load balancing",
        "among equally good days, pick the one with the fewest reviews",
        group="Schedule",
    )
    easy_days: tuple[str, ...] = _setting(
        (),
        weekdays(WEEKDAYS),
        'weekdays with fewer reviews, such as ["saturday", "sunday"]',
        "Easy days",
        "weekdays with fewer reviews",
        for_patients=True,
    )
    days_off: DaysOff = _setting(  # noqa: RUF009  it makes a field
        NEVER,
        days_off,
        'dates without reviews, such as ["2026-12-24..2026-12-26", "2027-01-01"]',
        "Days off",
        "dates with no reviews planned, such as a vacation",
        for_patients=True,
    )
    rollover_hour: int = _number(
        4,
        12,
        "the hour at which the next day starts, 0 to 12",
        "Next day starts at",
        "hour when a study day starts; earlier reviews count for the day before",
    )
    guard_ms: int | None = _number(
        None,
        3000,
        "milliseconds before a new page accepts keys, to prevent accidental presses: 0 to 3000;"
        " default 300, for patients 600",
        "Key delay",
        "milliseconds before a new page accepts keys, against accidental presses",
        usual=(300, 600),
        group="Keys",
    )
    repeat_ms: int = _number(
        80,
        1000,
        "milliseconds in which the same key again is one press, for held keys and tremor: 0 to"
        " 1000",
        "Key repeat",
        "milliseconds in which the same key again is one press, for held keys and tremor",
    )
    region: str = _setting(
        "all",
        one_of(*REGIONS),
        "your region: us, eu, uk, ch or all; cards for everywhere are always included",
        "Region",
        "whose rules you follow; rules of other regions are left out",
        tuple(zip(REGIONS, ("US", "EU", "UK", "Switzerland", "all"), strict=True)),
        for_patients=True,
        group="Decks",
    )
    extra: bool = _flag(
        True,
        "also study cards with the priority extra, which go beyond the basics",
        "Extra cards",
        "study cards that go beyond the basics",
        for_patients=True,
    )
    who: str = _setting(
        "",
        one_of(*WHO, empty=True),
        "your role: student, patient or instructor",
        "Role",
        "which decks you see and how they are worded",
        tuple(zip(WHO, ("student", "patient", "instructor"), strict=True)),
        for_patients=True,
    )
    exam: ExamPlan | None = _setting(  # noqa: RUF009  it makes a field
        None,
        _exam,
        "the exam plan: date, minutes a day, target recall, decks (none: all), and when it was"
        " made",
    )
    backlog: BacklogPlan | None = _setting(  # noqa: RUF009  it makes a field
        None,
        _backlog,
        "overdue cards: reviews a day until caught up (0: all at once), and the last day of that"
        " limit",
    )

    @property
    def is_patient(self) -> bool:
        """Whether the learner is a patient, who is shown plain words without scores."""
        return self.who == "patient"

    @property
    def role(self) -> str | None:
        """The audience whose decks are offered; None for all decks."""
        return {"patient": "patient", "instructor": None}.get(self.who, "nurse")

    @property
    def here(self) -> str | None:
        """The region whose cards are asked; None for all."""
        return None if self.region == "all" else self.region

    @property
    def daily_new(self) -> int:
        """The number of new parts a day."""
        return self.new_per_day if self.new_per_day is not None else self.usual("new_per_day")

    @property
    def cards_at_a_time(self) -> int:
        """The most cards of a review; 0 for no limit."""
        return self.session_cards if self.session_cards is not None else self.usual("session_cards")

    @property
    def more_new(self) -> int:
        """The number of new parts added where the learner asks for more."""
        return self.usual("new_per_day")

    def usual(self, name: str) -> int:
        """The value of a setting until one is chosen."""
        usual = SETTINGS[name].usual
        if usual is None:
            raise KeyError(name)
        return usual[self.is_patient]

    @property
    def two_buttons(self) -> bool:
        """Whether there are two grades only."""
        return self.is_patient or self.buttons == 2

    @property
    def guard(self) -> int:
        """The milliseconds for which a new page takes no keys."""
        return self.guard_ms if self.guard_ms is not None else self.usual("guard_ms")

    @property
    def is_spaced(self) -> bool:
        """Whether a blank line stands between lines."""
        return self.spacing != "normal"

    @property
    def is_large(self) -> bool:
        """Whether buttons and options are large targets, and lines short."""
        return self.spacing == "large"

    def target_of(self, deck: str, topic: str | None) -> float:
        """The desired retention of a topic: its own, else the general one."""
        wanted = dict(self.targets)
        return wanted.get(f"{deck}/{topic}", wanted.get(topic or "", self.target))


SETTINGS: dict[str, Setting] = {each.name: each.metadata["setting"] for each in fields(Settings)}
"""The declarations by name."""


# -- the file --------------------------------------------------------------------------------------


class SettingsError(LearnmsError):
    """The settings file is broken. `good` are its values that fit, with defaults for the others."""

    def __init__(
        self, message: str, remedy: str | None = None, good: Settings | None = None
    ) -> None:
        super().__init__(message, remedy)
        self.good = good or Settings()


def read_settings(home: Path) -> Settings:
    """The settings of a data folder; the defaults if there is no file.

    Raises:
        SettingsError: the file cannot be read, or values do not fit; the sentence names each, and
            those that fit come along.
    """
    from learnms.toml_text import parsed  # only where settings are read

    path = home / FILE
    try:
        values = parsed(read_bytes(path, _LARGEST))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        message = (
            f"{path} cannot be read: {error.strerror if isinstance(error, OSError) else error}."
        )
        raise SettingsError(message, "Fix or remove it. Defaults are used for now.") from error
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        message = f"{path} is not valid TOML: {why}."
        raise SettingsError(
            message, "Fix that line or remove the file. Defaults are used for now."
        ) from error
    settings, faults = _fitting(values)
    if faults:
        others = "The other settings are used." if len(faults) < len(values) else ""
        message = f"{path}: {'; '.join(faults.values())}."
        remedy = " ".join(filter(None, (_remedy(faults), others))) or None
        raise SettingsError(message, remedy, settings)
    return settings


def _fitting(values: dict[str, Any]) -> tuple[Settings, dict[str, str]]:
    """The settings with the values that fit, and for the others by name why they do not."""
    settings, faults = Settings(), dict[str, str]()
    for name, value in values.items():
        try:
            if name == _WIDE_SPACING:
                if "spacing" not in values:
                    settings = replace(settings, spacing=SPACING[boolean(name, value)])
                continue
            settings = _with(settings, name, value)
        except ValueError as error:
            faults[name] = str(error)
    return settings, faults


def _with(settings: Settings, name: str, value: object) -> Settings:
    if name not in SETTINGS:
        refuse(f"unknown setting `{visible_line(name)[:40]}`")
    return replace(settings, **{name: SETTINGS[name].check(name, value)})


def _remedy(names: Iterable[str]) -> str | None:
    """The valid names, if one is unknown."""
    is_unknown = any(name not in SETTINGS for name in names)
    return f"The settings are {', '.join(sorted(SETTINGS))}." if is_unknown else None


def write_settings(home: Path, settings: Settings) -> Path | None:
    """Write the settings that differ. Everything else in the file stays, including comments and
    unknown names.

    A crash leaves the old file or the new one, readable by its owner alone.

    Returns:
        The copy that is kept of a file that cannot be read or has values that do not fit, or None.

    Raises:
        LearnmsError: the folder cannot be written.
    """
    path = home / FILE
    old = _bytes_of(path)
    text, is_sound = _changed_text(old, settings)
    kept = None
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not is_sound:
            kept = set_aside(path, f"{FILE}.broken", old)
        with whole_file(path, replace=True) as file:
            file.write(text)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise LearnmsError(message) from error
    return kept


def _bytes_of(path: Path) -> bytes | None:
    """The content of the file; empty if there is none, None if it cannot be read."""
    try:
        return read_bytes(path, _LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError:
        return None


def _changed_text(old: bytes | None, settings: Settings) -> tuple[str, bool]:
    """The file's text with these settings, and whether it keeps all that was there."""
    from learnms.toml_text import changed, parsed

    comments = {name: setting.comment for name, setting in SETTINGS.items()}
    wanted = {name: plain_value(getattr(settings, name)) for name in SETTINGS} | {
        name: dict(getattr(settings, name)) or None for name in ("targets", "new_per_deck")
    }
    if old:
        # LookupError and TypeError are tomlkit's, for texts it does not expect
        with suppress(ValueError, RecursionError, LookupError, TypeError):
            before, faults = _fitting(parsed(old))
            changes = {
                name: wanted[name]
                for name in SETTINGS
                if name in faults or getattr(settings, name) != getattr(before, name)
            }
            text = changed(old.decode(), changes, comments) if changes else old.decode()
            if _fitting(parsed(text.encode()))[0] == settings:
                return text, not faults.keys() & SETTINGS.keys()
    return (
        changed("", {name: value for name, value in wanted.items() if value is not None}, comments),
        old == b"",
    )


def plain_value(value: object) -> Any:
    """A setting as a TOML value; None for an absent table."""
    match value:
        case ExamPlan():
            begun = {} if value.begun is None else {"begun": value.begun}
            return {
                "date": value.on,
                "minutes": value.minutes,
                "target": value.target,
                "decks": list(value.decks),
                **begun,
            }
        case BacklogPlan():
            return {"per_day": value.per_day, "until": value.until}
        case DaysOff():
            return value.texts
        case tuple():
            return list(value)
        case _:
            return value
