"""The backups of a home, each with what a check of it finds; a new one on request; the newest good
one.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.errors import DamagedError, LearnmsError, NewerSchemaError, StoreError
from learnms.files import writing
from learnms.store.log.copies import Beyond, beyond, count_events, examine, learner_of
from learnms.store.sqlite.backup import Backup, back_up_file, backups, copy_to, settings_text
from learnms.store.sqlite.log_head import read_log_head
from learnms.store.sqlite.replace import DATABASE_NAME
from learnms.store.sqlite.schema import is_ours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from learnms.store.log.copies import Examined

_ONE_DAY = timedelta(days=1)
DAMAGED, NEWER, OTHER = "damaged", "newer", "other learner"


class Listed(NamedTuple):
    """A backup as it was found: `events` is None where they cannot be counted, `size` in bytes;
    `problem` is '' for a good one, else `DAMAGED`, `NEWER` or `OTHER`.
    """

    backup: Backup
    events: int | None
    size: int
    problem: str


class Offer(NamedTuple):
    """A good backup, and what going back to it would lose; None where that cannot be read."""

    path: Path
    at: datetime | None
    events: int
    lost: Beyond | None


class Made(NamedTuple):
    """A backup that was made on request."""

    path: Path
    events: int
    size: int


def newest_first(home: Path, now: datetime) -> list[Backup]:
    """The backups by the time in their names. Those from the future, which a wrong clock made, come
    last.
    """
    return sorted(
        backups(home),
        key=lambda backup: (backup.at <= now + _ONE_DAY, backup.at, backup.number),
        reverse=True,
    )


def listed(home: Path, now: datetime) -> Iterator[Listed]:
    """Every backup of a home, newest first, checked."""
    learner = _learner(home)
    for backup in newest_first(home, now):
        problem, events = "", None
        try:
            examined = examine(backup.path)
        except NewerSchemaError:
            problem = NEWER
        except LearnmsError:
            problem = DAMAGED
        else:
            events = examined.events
            if learner not in (None, examined.learner_id):
                problem = OTHER
        if events is None:
            events = count_events(backup.path)
        with suppress(OSError):  # deleted meanwhile
            yield Listed(backup, events, backup.path.stat().st_size, problem)


def newest_good(home: Path, now: datetime) -> Offer | None:
    """The newest backup that can be restored; None if there is none."""
    for row in listed(home, now):
        if not row.problem:
            return offer(home, row.backup.path)
    return None


def offer(home: Path, path: Path) -> Offer:
    """A backup to restore, with what is lost by it.

    Raises:
        LearnmsError: it cannot be restored here.
    """
    events = checked(home, path).events
    backup = Backup.of(path)
    present = home / DATABASE_NAME
    is_new = not present.exists() and _learner(home) is None
    lost = Beyond({}, 0) if is_new else beyond(present, path)
    return Offer(path, backup.at if backup is not None else None, events, lost)


def checked(home: Path, path: Path) -> Examined:
    """Check that a file is a good backup of this home's learner.

    Raises:
        LearnmsError: it is not; the message says why.
    """
    if path.exists() and not (path.is_file() and is_ours(path)):
        message = f"{path} is not a backup of learnms."
        raise StoreError(message, _UNCHANGED)
    try:
        examined = examine(path)
    except NewerSchemaError:
        message = f"{path} was made by a newer learnms."
        raise NewerSchemaError(message, "Nothing was changed. Update learnms.") from None
    except DamagedError as error:
        message = f"{path} is damaged: {error.why}."
        raise StoreError(message, _UNCHANGED) from error
    if _learner(home) not in (None, examined.learner_id):
        message = f"{path} belongs to another learner."
        raise StoreError(message, "Nothing was changed. Choose another folder with --home.")
    return examined


def _learner(home: Path) -> str | None:
    """The learner of a home's answers, also where they can no longer be read; None without any."""
    learner = learner_of(home / DATABASE_NAME)
    if learner is None and (head := read_log_head(home)) is not None and head.events:
        return head.learner
    return learner


_UNCHANGED = "Nothing was changed. `learnms backup --list` shows the backups."


def make(home: Path, now: datetime, target: Path | None = None) -> Made:
    """Write a backup of the present data, and check it: to `backups`, or to a new file.

    Raises:
        LearnmsError: there is no data, it is damaged, or the file exists or cannot be written. No
            backup is left.
    """
    source = home / DATABASE_NAME
    if not source.exists():
        message = "There is nothing to back up: nothing has been saved yet."
        raise LearnmsError(message)
    examine(source)
    if target is None:
        path = back_up_file(source, home, "manual", now)
    else:
        path = target
        with writing(target):
            copy_to(source, target, settings_text(home))
    try:
        examined = examine(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Made(path, examined.events, path.stat().st_size)
