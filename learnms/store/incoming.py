"""Events of another log or program on their way into this one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from learnms.store.validity import fault
from learnms.study.event import Event, checksum
from learnms.study.replay import ordered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from learnms.store.ledger import Ledger


class ImportReport(NamedTuple):
    """How many events were added, how many were known before, and how many could not be taken (damaged or impossible)."""

    added: int
    known: int
    refused: int


def take_in(ledger: Ledger, events: Iterable[Event], learner_id: str, *, checked: bool, adopts: bool) -> tuple[ImportReport, str, list[Event]]:
    """Put those events into the log that it lacks; of two with one id the smaller checksum stays.

    `checked`: the caller has found each event sound and its checksum right. `adopts`: a log without events takes over the
    learner of the first. Returns the report, the learner to whom the log belongs now, and the events that came or went.
    """
    given = list(events)
    sound = given if checked else [event for event in given if fault(event) is None]
    if adopts and sound and not ledger.holds_events():
        learner_id = sound[0].learner_id
        ledger.put_meta("learner_id", learner_id)
        ledger = ledger.of(learner_id)
    offered = ordered(_belonging_to(learner_id, event) for event in sound)
    stored = ledger.identities([event.id for event in offered])
    missing = [event for event in offered if event.id.bytes not in stored]
    better = [event for event in offered if event.checksum < stored.get(event.id.bytes, "")]
    worse = _replaced(ledger, [event.id for event in better])
    ledger.add_missing([*missing, *better])
    added = len(missing) + len(better)
    return ImportReport(added, len(sound) - added, len(given) - len(sound)), learner_id, [*missing, *better, *worse]


def _belonging_to(learner_id: str, event: Event) -> Event:
    if event.learner_id == learner_id:
        return event
    event = replace(event, learner_id=learner_id)
    return replace(event, checksum=checksum(event))


def _replaced(ledger: Ledger, ids: list[UUID]) -> list[Event]:
    rows = ledger.by_id(ids)
    for row in rows:
        ledger.remove(row.id)
    return rows
