"""The text of `settings.toml`, for a person to read and write."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from learnms.settings import Settings


def document(settings: Settings, about: Mapping[str, str]) -> str:
    """The file's text: each setting under a line that says what it is, a sign before what was not chosen."""
    lines = []
    for field in fields(settings):
        if field.name in about:
            value = getattr(settings, field.name)
            unset = f"# {field.name} = {settings.usual(field.name)}" if value is None else ""
            lines += [f"# {about[field.name]}", unset or f"{field.name} = {_toml(value)}"]
    if settings.targets:
        lines += ["", "# desired retention of single topics, by topic or deck/topic", "[targets]"]
        lines += [f"{_toml(topic)} = {target}" for topic, target in settings.targets]
    if settings.exam is not None:
        exam = settings.exam
        lines += [
            "",
            "# the exam to be ready for: its day, minutes a day, the recall wanted on its morning, its decks (none: all), when the plan was made",
            "[exam]",
        ]
        lines += [f"date = {exam.on.isoformat()}", f"minutes = {exam.minutes}", f"target = {exam.target}", f"decks = {_toml(exam.decks)}"]
        lines += [f"begun = {exam.begun.isoformat()}"] if exam.begun is not None else []
    if settings.backlog is not None:
        lines += ["", "# what has gathered: cards to repeat a day until it is gone (0: all at once), and the last day on which that holds", "[backlog]"]
        lines += [f"per_day = {settings.backlog.per_day}", f"until = {settings.backlog.until.isoformat()}"]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
        case tuple():
            return f"[{', '.join(_toml(item) for item in value)}]"
        case _:
            return str(value)
