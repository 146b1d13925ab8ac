"""The learner's choices, in a file that a person can read and write: `settings.toml` in the data
folder.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from learnms.errors import LearnmsError
from learnms.files import read_bytes, set_aside, whole_file
from learnms.text import shown, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

FILE = "settings.toml"
WHO = ("student", "patient", "instructor")
THEMES = ("dark", "light", "contrast")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LOWEST_TARGET, HIGHEST_TARGET = 0.70, 0.97
LATEST_ROLLOVER = 12
MOST_MINUTES, LONGEST_GUARD_MS = 600, 3000
_LARGEST = 1024 * 1024
"""Bytes; more is no settings file."""

USUAL = {"new_per_day": (10, 5), "session_cards": (0, 15), "guard_ms": (300, 600)}
"""What holds until something is chosen: for everybody, and for patients, whom a long review
tires.
"""

Who = Literal["student", "patient", "instructor"]


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """An exam to be ready for: its day, the minutes a day that there are, the recall wanted on its
    morning, and the decks (none: all that are offered).

    `begun` is the day on which the plan was made; None where that is not known.
    """

    on: date
    minutes: int = 20
    target: float = 0.9
    decks: tuple[str, ...] = ()
    begun: date | None = None


@dataclass(frozen=True, slots=True)
class BacklogPlan:
    """How what has gathered is worked off: cards to repeat a day (0: all at once), and the last
    day on which that holds.
    """

    per_day: int
    until: date


@dataclass(frozen=True, slots=True)
class Settings:
    """What the learner chose. `who` is empty until the home screen has asked; it then counts as
    student.

    `target` is the desired retention, 0.70 to 0.97, and `targets` that of single topics, by `topic`
    or `deck/topic`; `new_per_day` how many new parts a day may bring, and `session_cards` how many
    cards a review has at most (0: as many as there are), both None until they are chosen:
    `daily_new` and `cards_at_a_time` say what holds; `session_minutes` how long a review is at most
    (0: as long as there is work); `rollover_hour` the local hour at which a study day begins;
    `buttons` 2 for forgot / remembered, 4 for FSRS's four ratings; `confidence` whether quizzes ask
    how sure one is; `balance` whether a due day is chosen where little is due, within the fuzz;
    `easy_days` weekdays that should stay light; `guard_ms` for how many milliseconds what a key
    acts on must have been on the screen (None: as it goes with `who`; 0: no guard); `backlog` what
    was chosen about a backlog.
    """

    who: str = ""
    target: float = 0.9
    new_per_day: int | None = None
    session_cards: int | None = None
    session_minutes: int = 0
    rollover_hour: int = 4
    buttons: int = 4
    confidence: bool = False
    theme: str = "dark"
    reduced_motion: bool = False
    wide_spacing: bool = False
    guard_ms: int | None = None
    balance: bool = True
    easy_days: tuple[str, ...] = ()
    targets: tuple[tuple[str, float], ...] = ()
    exam: ExamPlan | None = None
    backlog: BacklogPlan | None = None

    @property
    def is_patient(self) -> bool:
        """Whether plain words without scores are wanted."""
        return self.who == "patient"

    @property
    def role(self) -> str | None:
        """The audience whose decks are offered; None is everything."""
        return {"patient": "patient", "instructor": None}.get(self.who, "nurse")

    @property
    def daily_new(self) -> int:
        """How many new parts a day may bring: what was chosen, else what suits who the learner
        is.
        """
        return self.new_per_day if self.new_per_day is not None else self.usual("new_per_day")

    @property
    def cards_at_a_time(self) -> int:
        """How many cards a review has at most, 0 for no limit: what was chosen, else what suits
        who the learner is.
        """
        return self.session_cards if self.session_cards is not None else self.usual("session_cards")

    @property
    def more_new(self) -> int:
        """How many new parts come on top where the learner asks for more."""
        return self.usual("new_per_day")

    def usual(self, name: str) -> int:
        """What holds of a setting until it is chosen."""
        usual, for_patients = USUAL[name]
        return for_patients if self.is_patient else usual

    @property
    def two_buttons(self) -> bool:
        """Whether grades are 1 and 2 only."""
        return self.is_patient or self.buttons == 2

    @property
    def guard(self) -> int:
        """The milliseconds of `guard_ms`, or those that go with who the learner is."""
        return self.guard_ms if self.guard_ms is not None else self.usual("guard_ms")

    def target_of(self, deck: str, topic: str | None) -> float:
        """The desired retention of a topic: its own, else the learner's."""
        wanted = dict(self.targets)
        return wanted.get(f"{deck}/{topic}", wanted.get(topic or "", self.target))


class SettingsError(LearnmsError):
    """The settings file is broken. `good` are the settings with the values that fit, and the
    defaults in place of the others.
    """

    def __init__(
        self, message: str, remedy: str | None = None, good: Settings | None = None
    ) -> None:
        super().__init__(message, remedy)
        self.good = good or Settings()


def read_settings(home: Path) -> Settings:
    """The settings of a data folder; the defaults where there is no file.

    Raises:
        SettingsError: the file cannot be read, or values do not fit; the sentence names each, and
            those that fit come along.
    """
    path = home / FILE
    try:
        values = _values(read_bytes(path, _LARGEST))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        message = (
            f"{path} cannot be read: {error.strerror if isinstance(error, OSError) else error}."
        )
        raise SettingsError(
            message, "Mend it or remove it; the defaults are used without it."
        ) from error
    except (ValueError, RecursionError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        message = f"{path} is not valid TOML: {why}."
        raise SettingsError(
            message, "Mend that line, or remove the file; the defaults are used meanwhile."
        ) from error
    return _with_all(Settings(), values, str(path))


def _values(data: bytes) -> dict[str, Any]:
    """What a settings file says.

    Raises:
        UnicodeDecodeError: it is no UTF-8.
        ValueError: it is no TOML, or holds a number that is too long.
        RecursionError: it is nested too deep.
    """
    import tomllib  # only where there is a file to read

    return tomllib.loads(data.decode())


def checked(settings: Settings, values: dict[str, object], where: str) -> Settings:
    """The settings with some values replaced.

    Raises:
        LearnmsError: a name is unknown or a value does not fit; the sentence names both.
    """
    for name, value in values.items():
        try:
            settings = _with(settings, name, value)
        except ValueError as error:
            message = f"{where}: {error}."
            raise LearnmsError(message, _remedy([name])) from None
    return settings


def _with_all(settings: Settings, values: dict[str, object], where: str) -> Settings:
    """The settings with those of the values that fit; all others are named in one error."""
    settings, faults = _fitting(values, settings)
    if faults:
        others = "Everything else in it is used." if len(faults) < len(values) else ""
        message = f"{where}: {'; '.join(faults.values())}."
        raise SettingsError(
            message, " ".join(filter(None, (_remedy(faults), others))) or None, settings
        )
    return settings


def _fitting(
    values: dict[str, Any], settings: Settings | None = None
) -> tuple[Settings, dict[str, str]]:
    """The settings with those of the values that fit, and by name why the others do not."""
    settings = settings or Settings()
    faults: dict[str, str] = {}
    for name, value in values.items():
        try:
            settings = _with(settings, name, value)
        except ValueError as error:
            faults[name] = str(error)
    return settings, faults


def _with(settings: Settings, name: str, value: object) -> Settings:
    if name not in _RULES:
        _refuse(f"there is no setting `{visible_line(name)[:40]}`")
    return replace(settings, **{name: _RULES[name](name, value)})


def _remedy(names: Iterable[str]) -> str | None:
    """What helps where a name is unknown."""
    return (
        f"The settings are {', '.join(sorted(_RULES))}."
        if any(name not in _RULES for name in names)
        else None
    )


def checked_exam(values: dict[str, object], where: str) -> ExamPlan:
    """An exam plan from its values by name: `date`, `minutes`, `target`, `decks`, `begun`.

    Raises:
        LearnmsError: a value is missing or does not fit.
    """
    try:
        return _exam("exam", values)
    except ValueError as error:
        message = f"{where}: {error}."
        raise LearnmsError(message) from None


def _refuse(why: str) -> NoReturn:
    raise ValueError(why)


def _one_of(*allowed: str, empty: bool = False) -> Callable[[str, object], Any]:
    def rule(name: str, value: object) -> object:
        if value not in ((*allowed, "") if empty else allowed):
            _refuse(f"`{name}` is one of {', '.join(allowed)}, not {shown(value)}")
        return value

    return rule


def _whole(lowest: int, highest: int) -> Callable[[str, object], int]:
    def rule(name: str, value: object) -> int:
        if type(value) is not int or not lowest <= value <= highest:
            _refuse(f"`{name}` is a whole number from {lowest} to {highest}, not {shown(value)}")
        return value

    return rule


def _buttons(name: str, value: object) -> int:
    if type(value) is not int or value not in (2, 4):
        _refuse(f"`{name}` is 2 or 4, not {shown(value)}")
    return value


def _truth(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        _refuse(f"`{name}` is true or false, not {shown(value)}")
    return value


def _target(name: str, value: object) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not LOWEST_TARGET <= value <= HIGHEST_TARGET
    ):
        _refuse(
            f"`{name}`, the desired retention, is between {LOWEST_TARGET:.2f} and"
            f" {HIGHEST_TARGET:.2f}, not {shown(value)}"
        )
    return float(value)


def _easy_days(name: str, value: object) -> tuple[str, ...]:
    if (
        not isinstance(value, list)
        or any(day not in WEEKDAYS for day in value)
        or len(set(value)) > 6
    ):
        _refuse(f"`{name}` is a list of up to six of {', '.join(WEEKDAYS)}, not {shown(value)}")
    return tuple(day for day in WEEKDAYS if day in value)


def _targets(name: str, value: object) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, dict):
        _refuse(f"`[{name}]` is a table of topics, such as `reactions = 0.95`, not {shown(value)}")
    return tuple((topic, _target(f"{name}.{topic}", target)) for topic, target in value.items())


def _day(name: str, value: object) -> date:
    on = value
    if isinstance(value, str):
        try:
            on = date.fromisoformat(value)
        except ValueError:
            on = None
    if not isinstance(on, date) or isinstance(on, datetime):
        _refuse(f"`{name}` is a day such as 2027-01-15, not {shown(value)}")
    return on


_EXAM: dict[str, Callable[[str, object], Any]] = {
    "minutes": _whole(1, MOST_MINUTES),
    "target": _target,
}


def _exam(name: str, value: object) -> ExamPlan:
    if not isinstance(value, dict) or not set(value) <= {"date", "decks", "begun", *_EXAM}:
        _refuse(
            f"`[{name}]` is a table with `date`, `minutes`, `target`, `decks` and `begun`, not"
            f" {shown(value)}"
        )
    on = _day(f"{name}.date", value.get("date"))
    decks = value.get("decks", [])
    if not isinstance(decks, list | tuple) or not all(isinstance(deck, str) for deck in decks):
        _refuse(f"`{name}.decks` is a list of deck ids, not {shown(decks)}")
    rest = {key: rule(f"{name}.{key}", value[key]) for key, rule in _EXAM.items() if key in value}
    begun = _day(f"{name}.begun", value["begun"]) if "begun" in value else None
    return ExamPlan(on, decks=tuple(decks), begun=begun, **rest)


def _backlog(name: str, value: object) -> BacklogPlan:
    if not isinstance(value, dict) or set(value) != {"per_day", "until"}:
        _refuse(f"`[{name}]` is a table with `per_day` and `until`, not {shown(value)}")
    return BacklogPlan(
        _whole(0, 9999)(f"{name}.per_day", value["per_day"]), _day(f"{name}.until", value["until"])
    )


_RULES: dict[str, Callable[[str, object], Any]] = {
    "who": _one_of(*WHO, empty=True),
    "target": _target,
    "new_per_day": _whole(0, 9999),
    "session_cards": _whole(0, 9999),
    "session_minutes": _whole(0, MOST_MINUTES),
    "rollover_hour": _whole(0, LATEST_ROLLOVER),
    "buttons": _buttons,
    "confidence": _truth,
    "theme": _one_of(*THEMES),
    "reduced_motion": _truth,
    "wide_spacing": _truth,
    "guard_ms": _whole(0, LONGEST_GUARD_MS),
    "balance": _truth,
    "easy_days": _easy_days,
    "targets": _targets,
    "exam": _exam,
    "backlog": _backlog,
}
"""For each setting what turns a value of the file into one that fits, or says in a ValueError
why it does not.
"""

_ABOUT = {
    "who": "who you are: student, patient or instructor",
    "target": (
        "desired retention: how likely you should still know a card when it comes back, 0.70 to"
        " 0.97"
    ),
    "new_per_day": "new cards a day, 0 to 9999; until it is set 10, for patients 5",
    "session_cards": (
        "how many cards a review has at most; 0 is no limit; until it is set no limit, for"
        " patients 15"
    ),
    "session_minutes": "how long a review is at most, in minutes; 0 is no limit",
    "rollover_hour": "the hour of night at which the next day begins, 0 to 12",
    "buttons": "grades: 2 (forgot, remembered) or 4",
    "confidence": "quizzes ask how sure you are",
    "theme": "colours: dark, light or contrast",
    "reduced_motion": "nothing blinks",
    "wide_spacing": "more room between lines",
    "guard_ms": (
        "milliseconds before a new page takes keys, so that none is pressed by accident: 0 to 3000;"
        " without it 300, for patients 600"
    ),
    "balance": "a day with little work is chosen where days are equally good",
    "easy_days": 'weekdays that should stay light, such as ["saturday", "sunday"]',
}


_ABOUT_TABLES = {
    "targets": "desired retention of single topics, by topic or deck/topic",
    "exam": (
        "the exam to be ready for: its day, minutes a day, the recall wanted on its morning, its"
        " decks (none: all), when the plan was made"
    ),
    "backlog": (
        "what has gathered: cards to repeat a day until it is gone (0: all at once), and the last"
        " day on which that holds"
    ),
}


def write_settings(home: Path, settings: Settings) -> Path | None:
    """Write what differs into the file; what else a person wrote there stays, comments and names
    that nobody knows too.

    A crash leaves the old file or the new one, readable by its owner alone. A file with values that
    do not fit, or that cannot be read, is kept beside it under another name: that name, or None
    where nothing had to be kept.

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
    """What is in the file; nothing where there is none, None where it cannot be read."""
    try:
        return read_bytes(path, _LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError:
        return None


def _changed_text(old: bytes | None, settings: Settings) -> tuple[str, bool]:
    """The file's text with these settings, and whether all that was there is in it still."""
    from learnms.toml_text import changed

    comments = _ABOUT | _ABOUT_TABLES
    wanted = {name: _plain(getattr(settings, name)) for name in _RULES} | {
        "targets": dict(settings.targets) or None
    }
    if old:
        with suppress(
            ValueError, RecursionError, LookupError, TypeError
        ):  # the last two are tomlkit's, where a text is too odd for it
            before, faults = _fitting(_values(old))
            changes = {
                name: wanted[name]
                for name in _RULES
                if name in faults or getattr(settings, name) != getattr(before, name)
            }
            text = changed(old.decode(), changes, comments) if changes else old.decode()
            if _fitting(_values(text.encode()))[0] == settings:
                return text, not faults.keys() & _RULES.keys()
    return (
        changed("", {name: value for name, value in wanted.items() if value is not None}, comments),
        old == b"",
    )


def _plain(value: object) -> Any:
    """A setting as TOML holds it; None for a table that is not there."""
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
        case tuple():
            return list(value)
        case _:
            return value
