"""Where a setting is in the form of the settings."""

from __future__ import annotations

from learnms.engine.settings.form import settings_form
from learnms.settings import Settings


def line_of(name: str, who: str = "student") -> int:
    """The place of a setting's line, from 0."""
    return [row.name for row, _, _ in settings_form(Settings(who=who), ()).lines()].index(name)


def number_of(name: str, who: str = "student") -> str:
    """The number of a setting's line in plain text."""
    return str(1 + line_of(name, who))


def down_to(name: str) -> list[str]:
    """The keys from the first line to that of a setting."""
    return ["down"] * line_of(name)
