"""Merges events from another log or program into this log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from learnms.errors import StoreError
from learnms.store.log.integrity import account_for_gaps
from learnms.store.log.validation import fault
from learnms.study.replay import ordered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.store.log.statements import Ledger
    from learnms.study.event import Event


class OtherLearnerError(StoreError):
    """Events of one learner were offered to the log of another. `theirs` and `ours` are the ids."""

    def __init__(self, theirs: str, ours: str) -> None:
        super().__init__(
            f"The events belong to another learner ({theirs}; this log is of {ours}).",
            "Nothing was imported.",
        )
        self.theirs = theirs
        self.ours = ours


class ImportReport(NamedTuple):
    """How many events were added, how many were known before, and how many could not be taken
    (damaged or impossible).
    """

    added: int
    known: int
    refused: int


def merge(
    ledger: Ledger, events: Iterable[Event], learner_id: str, *, checked: bool, adopts: bool
) -> tuple[ImportReport, str, list[Event]]:
    """Add the events that the log lacks or holds damaged; of two with one id that of the smaller
    checksum stays. What is missing among the events themselves is no damage of this log.

    `checked`: the caller has found each event sound and its checksum right. `adopts`: a log without
    events takes over the learner of the first. Returns the report, the learner whom the log belongs
    to now, and the events that were added or removed.

    Raises:
        OtherLearnerError: one of them is another learner's.
    """
    offered = list(events)
    sound = offered if checked else [event for event in offered if fault(event) is None]
    if adopts and sound and not ledger.holds_events():
        learner_id = sound[0].learner_id
        ledger.put_meta("learner_id", learner_id)
        ledger = ledger.of(learner_id)
    other = next((event.learner_id for event in sound if event.learner_id != learner_id), None)
    if other is not None:
        raise OtherLearnerError(other, learner_id)
    distinct = ordered(sound)
    stored = ledger.identities([event.id for event in distinct])
    for ident in ledger.damaged_among(stored):  # the sound copy takes their place
        ledger.remove(UUID(bytes=ident))
        del stored[ident]
    missing = [event for event in distinct if event.id.bytes not in stored]
    better = [event for event in distinct if event.checksum < stored.get(event.id.bytes, "")]
    worse = _replaced(ledger, [event.id for event in better])
    highest = ledger.highest_seq()
    ledger.add_missing([*missing, *better])
    account_for_gaps(ledger.raw, highest)
    added = len(missing) + len(better)
    return (
        ImportReport(added, len(sound) - added, len(offered) - len(sound)),
        learner_id,
        [*missing, *better, *worse],
    )


def _replaced(ledger: Ledger, ids: list[UUID]) -> list[Event]:
    rows = ledger.by_id(ids)
    for row in rows:
        ledger.remove(row.id)
    return rows
