"""One attempt to parse text, without building nodes: where it stops, and what is open there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from learnms.syntax.builder import EventLoader
from learnms.syntax.pitfalls import MAX_DEPTH

_HUGE_ESCAPE = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")


class Open(NamedTuple):
    """A list or mapping that the parser is inside; line and column count from 0."""

    is_list: bool
    flow: bool
    line: int
    column: int
    offset: int


class Last(NamedTuple):
    """The last value before the stop; `kind` is a scalar's style, '*' for an alias, '[' for a value
    in brackets.
    """

    start: int
    end: int
    kind: str
    is_value: bool


@dataclass(slots=True)
class Stop:
    """Why and where the parser stopped.

    `closed` are the lists and mappings that ended since the last value, so that an indent that just
    misses them can be compared with theirs. `documents` is the number of documents that ended,
    `ended` says that three points ended the last one.
    """

    problem: str = ""
    context: str = ""
    at: int = 0
    context_at: int | None = None
    open: list[Open] = field(default_factory=list)
    closed: list[Open] = field(default_factory=list)
    last: Last | None = None
    documents: int = 0
    ended: bool = False


def attempt(text: str) -> Stop | None:
    """Parse the text; None if it parses, or if `Builder` itself reports the problem (depth, several
    documents).
    """
    stop = Stop()
    loader = EventLoader(text)
    try:
        if _read(loader.get_event, stop):
            return None
    except yaml.MarkedYAMLError as error:
        if stop.ended:
            return None
        stop.problem, stop.context = error.problem or "", error.context or ""
        stop.at = error.problem_mark.index if error.problem_mark is not None else 0
        stop.context_at = error.context_mark.index if error.context_mark is not None else None
    except (ValueError, OverflowError):
        # Only the Python parser fails in this way, on an escape beyond the last Unicode character.
        escape = _HUGE_ESCAPE.search(text)
        stop.at = escape.start() if escape else 0
        stop.problem, stop.context, stop.context_at = (
            "escape code",
            "quoted scalar",
            max(0, text.rfind('"', 0, stop.at)),
        )
    finally:
        loader.dispose()
    return stop


def _read(get_event: Any, stop: Stop) -> bool:
    """Read all events; True at the end, or at what `Builder` rejects anyway."""
    named: list[bool] = []
    while True:
        event = get_event()
        kind = event.__class__
        if kind is yaml.ScalarEvent or kind is yaml.AliasEvent:
            start, end = event.start_mark.index, event.end_mark.index
            is_value = _turn(stop, named)
            if end > start:
                stop.last = Last(
                    start, end, "*" if kind is yaml.AliasEvent else event.style or "", is_value
                )
            stop.closed.clear()
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            _turn(stop, named)
            mark = event.start_mark
            stop.open.append(
                Open(
                    kind is yaml.SequenceStartEvent,
                    bool(event.flow_style),
                    mark.line,
                    mark.column,
                    mark.index,
                )
            )
            named.append(False)
            stop.closed.clear()
            if len(stop.open) > MAX_DEPTH:
                return True
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            named.pop()
            ended = stop.open.pop()
            stop.closed.append(ended)
            if ended.flow:
                stop.last = Last(ended.offset, event.end_mark.index, "[", True)
        elif kind is yaml.DocumentEndEvent:
            stop.documents += 1
            stop.ended = bool(event.explicit)
        elif kind is yaml.StreamEndEvent or (kind is yaml.DocumentStartEvent and stop.documents):
            return True


def _turn(stop: Stop, named: list[bool]) -> bool:
    """Count names and values of the innermost fields; whether what comes is a value or an item."""
    if not stop.open:
        return False
    if stop.open[-1].is_list:
        return True
    named[-1] = not named[-1]
    return not named[-1]
