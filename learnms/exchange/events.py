"""The whole log as JSON Lines: one event per line with every column, so that nothing is lost."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO
from uuid import UUID

from learnms.errors import LearnmsError, StoreError
from learnms.exchange.places import NOTHING_IMPORTED, at_line, text_of
from learnms.store.log.integrity import check_log
from learnms.store.log.merge import OtherLearnerError
from learnms.store.log.salvage import salvage
from learnms.store.log.validation import fault
from learnms.store.read.rows import dump
from learnms.study.event import COLUMNS, OPTIONAL, TYPES, Event, order_key
from learnms.text import has_unsafe

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

    from learnms.store.log.writer import ImportReport, Store
    from learnms.store.read.events import EventQueries
    from learnms.store.sqlite.connection import DatabaseHandle

_LARGEST = 2**53
_SHORT = 8
_MOST_NAMED = 10


def write_events(events: Iterable[Event], stream: TextIO) -> int:
    """Write events, such as those of `EventQueries.all`, one JSON object per line, escaped where a
    terminal would act on a character. Returns how many.
    """
    count = 0
    for event in events:
        stream.write(f"{line_of(event)}\n")
        count += 1
    return count


class ReadableLog(NamedTuple):
    """The events of a log that are as they were written, in the order of replay, and sentences
    about the others; none for a sound log. `is_partial`: events are left out.
    """

    events: Generator[Event]
    damage: tuple[str, ...]
    is_partial: bool


def readable_log(queries: EventQueries, opened: DatabaseHandle) -> ReadableLog:
    """The events to export, all of them checked first."""
    try:
        report = check_log(opened.connection)
    except StoreError as error:
        damage: tuple[str, ...] = (error.message,)
    else:
        if not report.bad:
            return ReadableLog(queries.all(), (report.words,) if report.gaps else (), False)
        named = [
            f"Left out: event {row.seq} of {row.study_day}, which {row.why}."
            for row in report.bad[:_MOST_NAMED]
        ]
        damage = (report.words, *named)
    return ReadableLog(_salvaged(opened.path), damage, True)


def _salvaged(path: Path | None) -> Generator[Event]:
    if path is not None:
        yield from sorted(salvage(path).events.values(), key=order_key)


def line_of(event: Event) -> str:
    """An event as a line of a file, without the newline."""
    columns = event.to_json()
    line = dump(columns) or ""
    return json.dumps(columns, separators=(",", ":")) if has_unsafe(line) else line


def read_events(path: Path) -> list[Event]:
    """The events of a JSON Lines file, each one checked in full.

    Raises:
        LearnmsError: the first bad line, as `file:line`, and what is wrong with it.
    """
    events = []
    for number, line in enumerate(text_of(path).split("\n"), start=1):
        if line.strip():
            try:
                events.append(event_of_line(line))
            except ValueError as error:
                raise at_line(path, number, f"{error}.") from error
    return events


def import_events(store: Store, path: Path) -> ImportReport:
    """Add a file's events to the log, all or nothing; known ones are skipped.

    A log without events becomes that of the file's learner, so that a history can move to another
    computer.

    Raises:
        LearnmsError: the first bad line, or the file is another learner's; nothing was imported.
    """
    try:
        return store.import_events(read_events(path), checked=True)
    except OtherLearnerError as error:
        theirs, ours = (_short(ident) for ident in (error.theirs, error.ours))
        message = (
            f"{path} belongs to another learner ({theirs}; this data folder belongs to {ours}):"
            " event files move one learner's history between computers."
        )
        remedy = (
            "Import it with `--home` into an empty folder or that learner's own folder."
            f" {NOTHING_IMPORTED}"
        )
        raise LearnmsError(message, remedy) from error


def _short(learner_id: str) -> str:
    """A prefix of an id, long enough to tell two learners apart."""
    return learner_id[:_SHORT]


def event_of_line(line: str) -> Event:
    """The event of one line. Unknown keys are ignored: a newer learnms may write more.

    Raises:
        ValueError: what is wrong, in words that begin a sentence.
    """
    try:
        columns = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        msg = "this is not JSON; each line should be one event"
        raise ValueError(msg) from error
    if not isinstance(columns, dict):
        msg = "this is not an event"
        raise ValueError(msg)  # noqa: TRY004  one kind of error for a wrong line
    missing = next((name for name in _REQUIRED if columns.get(name) is None), None)
    if missing is not None:
        msg = f"the event has no `{missing}`"
        raise ValueError(msg)
    values: dict[str, Any] = {
        name: None if (value := columns.get(name)) is None else _value(name, value)
        for name in COLUMNS
    }
    event = Event(**values)
    why = fault(event)
    if why is not None:
        msg = f"the event {why}"
        raise ValueError(msg)
    return event


def _no_constant(name: str) -> None:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _value(name: str, value: Any) -> Any:
    try:
        return _READERS[name](value)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        msg = f"the event's `{name}` cannot be {json.dumps(value)[:60]}"
        raise ValueError(msg) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # a lone surrogate cannot be stored
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= _LARGEST:
        raise TypeError
    return value


def _real(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return float(value)


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.utcoffset() is None:
        raise ValueError
    return moment.astimezone(UTC)


def _ident(value: Any) -> UUID:
    return UUID(_text(value))


def _json(value: Any) -> Any:
    dump(value)
    return value


_READER_OF_TYPE: dict[str, Callable[[Any], Any]] = {
    "str": _text,
    "EventKind": _text,
    "UUID": _ident,
    "int": _whole,
    "float": _real,
    "date": _day,
    "datetime": _moment,
    "Json": _json,
}
_READERS = {name: _READER_OF_TYPE[type_name] for name, type_name in TYPES.items()}
"""The check and conversion of a JSON value, by its column."""
_REQUIRED = tuple(name for name in COLUMNS if name not in OPTIONAL)
