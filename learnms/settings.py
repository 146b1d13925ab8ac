"""The learner's choices, in a file that a person can read and write: `settings.toml` in the data folder."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from learnms.errors import LearnmsError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "settings.toml"
WHO = ("student", "patient", "instructor")
THEMES = ("dark", "light", "contrast")
LOWEST_TARGET, HIGHEST_TARGET = 0.70, 0.97

Who = Literal["student", "patient", "instructor"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the learner chose. `who` is empty until the home screen has asked; it then counts as student.

    `target` is the desired retention, 0.70 to 0.97; `new_per_day` how many new parts a day may bring; `buttons` 2 for
    forgot / remembered, 4 for FSRS's four ratings.
    """

    who: str = ""
    target: float = 0.9
    new_per_day: int = 10
    buttons: int = 4
    theme: str = "dark"

    @property
    def is_patient(self) -> bool:
        """Whether plain words without scores are wanted."""
        return self.who == "patient"

    @property
    def role(self) -> str | None:
        """The audience whose decks are offered; None is everything."""
        return {"patient": "patient", "instructor": None}.get(self.who, "nurse")

    @property
    def two_buttons(self) -> bool:
        """Whether grades are 1 and 2 only."""
        return self.is_patient or self.buttons == 2


def read_settings(home: Path) -> Settings:
    """The settings of a data folder; the defaults where there is no file.

    Raises:
        LearnmsError: the file cannot be read, or a value does not fit.
    """
    path = home / FILE
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read: {error}."
        raise LearnmsError(message, "Mend it or remove it; the defaults are used without it.") from error
    import tomllib  # only where there is a file to read

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{path} is not valid TOML: {error}."
        raise LearnmsError(message, "Mend that line, or remove the file.") from error
    return checked(Settings(), values, str(path))


def checked(settings: Settings, values: dict[str, object], where: str) -> Settings:
    """The settings with some values replaced.

    Raises:
        LearnmsError: a name is unknown or a value does not fit; the sentence names both.
    """
    known = {f.name for f in fields(Settings)}
    for name, value in values.items():
        if name not in known:
            message = f"{where}: there is no setting `{name}`."
            raise LearnmsError(message, f"The settings are {', '.join(sorted(known))}.")
        problem = _problem(name, value)
        if problem:
            message = f"{where}: {problem}."
            raise LearnmsError(message)
        fitting: Any = float(value) if isinstance(value, int | float) and name == "target" else value
        settings = replace(settings, **{name: fitting})
    return settings


def _problem(name: str, value: object) -> str | None:
    match name:
        case "who" if value not in ("", *WHO):
            return f"`who` is one of {', '.join(WHO)}, not {value!r}"
        case "theme" if value not in THEMES:
            return f"`theme` is one of {', '.join(THEMES)}, not {value!r}"
        case "target" if not _is_number(value) or not LOWEST_TARGET <= float(str(value)) <= HIGHEST_TARGET:
            return f"`target`, the desired retention, is between {LOWEST_TARGET:.2f} and {HIGHEST_TARGET:.2f}, not {value!r}"
        case "new_per_day" if type(value) is not int or not 0 <= value <= 9999:
            return f"`new_per_day` is a whole number from 0 to 9999, not {value!r}"
        case "buttons" if value not in (2, 4) or type(value) is not int:
            return f"`buttons` is 2 or 4, not {value!r}"
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def write_settings(home: Path, settings: Settings) -> None:
    """Write the file so that a crash leaves the old one or the new one, readable by its owner alone.

    Raises:
        LearnmsError: the folder cannot be written.
    """
    lines = [f"{f.name} = {_toml(getattr(settings, f.name))}" for f in fields(Settings)]
    path, temporary = home / FILE, home / f".{FILE}.new"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}."
        raise LearnmsError(message) from error


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
