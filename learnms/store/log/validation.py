"""Checks for events that enter the log. An event that replay cannot process would keep the whole
log from opening.
"""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from learnms.errors import LearnmsError
from learnms.store.read.rows import EVENT_KINDS
from learnms.study.event import ANSWER_KINDS, REALS, Event, checksum, pause_day, setting_of
from learnms.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HIGHEST_SEQ = 2**53
LONGEST_ID = 200

_NEEDS_CARD = (*ANSWER_KINDS, "suspend", "bury", "flag", "reset", "due")


def fault(event: Event) -> str | None:
    """Why an external event cannot be imported, as a phrase that continues "the event …"; None if
    it can.
    """
    why = unsound(event)
    if why is None and event.checksum != checksum(event):
        why = "does not match its checksum: it was changed or damaged"
    return why


def unsound(event: Event) -> str | None:
    """Why replay cannot process an event, as a phrase that continues "the event …"; None if it can.
    The checksum is not checked.
    """
    return next(_faults(event), None)


def _faults(event: Event) -> Iterator[str]:
    if event.kind not in EVENT_KINDS:
        yield f"has an unknown kind, {event.kind!r}"
    if not 0 <= event.seq < HIGHEST_SEQ:
        yield f"has a sequence number out of range, {event.seq}"
    if not event.learner_id:
        yield "names no learner"
    if event.kind in _NEEDS_CARD and not event.card:
        yield "names no card"
    for name in ("card", "part"):
        text = getattr(event, name)
        if text is not None and not is_id(text):
            yield f"has a {name} that is not an id, {text[:40]!r}"
    for name in REALS:
        number = getattr(event, name)
        if number is not None and not math.isfinite(number):
            yield f"has no number in {name}"
    yield from _by_kind(event)


def is_id(text: str) -> bool:
    """Whether a text can be the id of a card or a part, ours or another program's."""
    return (
        bool(text)
        and len(text) <= LONGEST_ID
        and text.isprintable()
        and "#" not in text
        and text == text.strip()
    )


def _by_kind(event: Event) -> Iterator[str]:
    match event.kind:
        case "review":
            if event.rating not in (1, 2, 3, 4):
                yield f"has a rating outside 1 to 4, {event.rating}"
            if event.target is not None and not _is_target(event.target):
                yield f"has a desired retention out of range, {event.target:g}"
        case "due":
            yield from _of_due(event)
        case "void":
            if event.ref is None:
                yield "names no event to undo"
        case "relink" | "params" | "setting":
            is_sound, why = _DATA[event.kind]
            if not is_sound(event.data):
                yield why
        case _:
            pass


def _of_due(event: Event) -> Iterator[str]:
    if event.due is None:
        yield "has no due date"
    if isinstance(event.data, dict) and "pause_until" in event.data and pause_day(event) is None:
        yield f"has an invalid pause date, {shown(event.data['pause_until'], 40)}"


def _is_relink(data: Any) -> bool:
    pairs = data.get("pairs") if isinstance(data, dict) else None
    return isinstance(pairs, list) and all(
        isinstance(pair, list)
        and len(pair) == 4
        and all(map(_is_pair_item, pair, (True, False) * 2))
        for pair in pairs
    )


def _is_pair_item(item: Any, is_card: bool) -> bool:
    return is_id(item) if isinstance(item, str) else item is None and not is_card


def _is_params(data: Any) -> bool:
    weights = data.get("parameters") if isinstance(data, dict) else None
    if not isinstance(weights, list) or not all(
        isinstance(weight, int | float) for weight in weights
    ):
        return False
    return _weights_work(tuple(float(weight) for weight in weights))


_DATA: dict[str, tuple[Callable[[Any], bool], str]] = {
    "relink": (_is_relink, "has no pairs of parts"),
    "params": (_is_params, "has parameters that FSRS does not accept"),
    "setting": (lambda data: setting_of(data) is not None, "names no setting and its value"),
}
"""The check of an event's `data`, and what it says, by kind."""


@lru_cache(maxsize=256)
def _weights_work(weights: tuple[float, ...]) -> bool:
    from learnms.study import schedule

    try:
        schedule.step(None, 3, date(2000, 1, 1), parameters=weights)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def _is_target(target: float) -> bool:
    from learnms.study import schedule

    try:
        schedule.checked_target(target)
    except LearnmsError:
        return False
    return True
