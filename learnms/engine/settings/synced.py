"""Settings that belong to the learner, not to a computer: choices are events of the log, and so
travel with it.

What this computer last had in common with the log is noted beside the log. A value that differs
from the note was changed here, also by hand in the file, and becomes an event; where the log
differs from the note, the log's value is the newer one.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from learnms.settings import SETTINGS, Settings, plain_value
from learnms.study.event import Draft, setting_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from learnms.engine.queries import Queries
    from learnms.store.log.writer import Store
    from learnms.study.event import Event, Json

OF_THE_COMPUTER = ("theme", "plain_text", "wide_spacing", "reduced_motion", "guard_ms")
"""Settings about a screen and a keyboard, which stay where they were chosen."""
SYNCED = tuple(name for name in SETTINGS if name not in OF_THE_COMPUTER)

_NOTED = "synced_settings"
"""The store's key for the values that this computer last had in common with the log."""


def log_choices(store: Store, queries: Queries, settings: Settings) -> list[Event]:
    """Write an event for each setting that was changed on this computer since the last time. A log
    without events stays empty, so that it can still become that of another computer's learner.

    Raises:
        StoreError: nothing of it was written.
    """
    noted, now = _noted(queries), _values(settings)
    changed = [name for name in SYNCED if now[name] != noted[name]]
    if not changed or not queries.events.count():
        return []
    latest = _latest(queries, store.today)
    events = store.append(
        [
            Draft(kind="setting", data={"name": name, "value": now[name]})
            for name in changed
            if name not in latest or latest[name] != now[name]
        ]
    )
    store.remember(_NOTED, json.dumps(now))
    return events


def from_log(queries: Queries, settings: Settings, today: date) -> Settings:
    """The settings with the values that were chosen last, on whatever computer. Names and values
    that this version does not know are left out.
    """
    now = _values(settings)
    for name, value in _latest(queries, today).items():
        if name in SYNCED and value != now[name]:
            default = getattr(Settings(), name)
            with suppress(ValueError):
                checked = default if value is None else SETTINGS[name].check(name, value)
                settings = replace(settings, **{name: checked})
    return settings


def note_taken(store: Store, queries: Queries, before: Settings, after: Settings) -> None:
    """Note that this computer has what `from_log` changed in common with the log. Another choice,
    which is no event yet, stays one that was made here.
    """
    was, now = _values(before), _values(after)
    taken = {name: now[name] for name in SYNCED if now[name] != was[name]}
    store.remember(_NOTED, json.dumps({**_noted(queries), **taken}))


def _noted(queries: Queries) -> Mapping[str, Json]:
    """The values noted last; the defaults before the first time."""
    values = _values(Settings())
    with suppress(ValueError):
        stored = json.loads(queries.memory.remembered(_NOTED) or "{}")
        values |= stored if isinstance(stored, dict) else {}
    return values


def _latest(queries: Queries, today: date) -> dict[str, Json]:
    """The value of each setting that was chosen last, in the order of replay."""
    choices = (setting_of(event.data) for event in queries.events.settings(today))
    return dict(choice for choice in choices if choice is not None)


def _values(settings: Settings) -> dict[str, Json]:
    return {name: _to_json(plain_value(getattr(settings, name))) for name in SYNCED} | {
        "targets": dict(settings.targets)
    }


def _to_json(value: object) -> Json:
    if isinstance(value, dict):
        return {key: _to_json(part) for key, part in value.items()}
    return value.isoformat() if isinstance(value, date) else value
