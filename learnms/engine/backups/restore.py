"""Goes back to a backup: the present data is kept, and the database is replaced in one step."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.backups.backups import checked
from learnms.errors import LearnmsError, NewerSchemaError, StoreError
from learnms.files import whole_file
from learnms.settings import FILE as SETTINGS
from learnms.store.log.copies import examine, prepare
from learnms.store.sqlite import schema
from learnms.store.sqlite.backup import back_up_file
from learnms.store.sqlite.errors import unwritable
from learnms.store.sqlite.replace import (
    DATABASE_NAME,
    alone,
    keep_damaged,
    replace,
    temporary_folder,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


class Restored(NamedTuple):
    """What was restored: how many events; where the data of before is kept, if there was any;
    whether that is a backup (else a copy of damaged files); whether settings were restored too.
    """

    events: int
    kept: Path | None
    is_backup: bool
    has_settings: bool


def restore(home: Path, path: Path, clock: Callable[[], datetime], rollover_hour: int) -> Restored:
    """Replace the database of a home by a backup. A kill at any moment leaves the old data or the
    new.

    Settings are restored only where the home has none.

    Raises:
        StoreBusyError: another learnms is open.
        LearnmsError: the backup cannot be restored, or something cannot be written; the data is as
            it was.
    """
    with alone(home):
        _require_older(home / DATABASE_NAME)
        events = checked(home, path).events
        with temporary_folder(home) as folder:
            made = folder / DATABASE_NAME
            try:
                settings = prepare(path, made, clock, rollover_hour)
            except OSError as error:
                raise unwritable(home, error) from error
            kept, is_backup = _keep(home, clock())
            replace(home, made)
        return Restored(events, kept, is_backup, _write_settings(home, settings))


def _require_older(present: Path) -> None:
    """Leave data alone that a newer learnms wrote."""
    try:
        schema.inspect(present)
    except NewerSchemaError:
        raise
    except StoreError:
        return  # damaged data is what a backup is for


def _keep(home: Path, now: datetime) -> tuple[Path | None, bool]:
    """Keep the present data: as a backup if it is sound, else byte for byte."""
    present = home / DATABASE_NAME
    try:
        if not examine(present).events:
            return None, False
    except LearnmsError:
        return keep_damaged(home), False  # nothing, where there is no file
    return back_up_file(present, home, "restore", now), True


def _write_settings(home: Path, text: str | None) -> bool:
    if text is None or os.path.lexists(home / SETTINGS):
        return False
    try:
        with whole_file(home / SETTINGS, replace=False) as file:
            file.write(text)
    except OSError:
        return False  # the data is restored, and settings can be made again
    return True
