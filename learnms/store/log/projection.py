"""Keeps memory equal to the result of a full replay of the log, while replaying as little as
possible.

The rules of replay are those of `study.replay`; this module only chooses the events for them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.errors import StoreError
from learnms.garbage import collection_paused
from learnms.store.log import counted, sums
from learnms.store.log.integrity import damaged_ids
from learnms.store.log.rules import Rules
from learnms.study.event import LINKED_KINDS, RULE_KINDS, is_held, moves_memory, order_key
from learnms.study.memory import NEW
from learnms.study.replay import (
    Relinks,
    apply,
    counting,
    fold,
    parameters_in_force,
    voided_ids,
    with_wish,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from uuid import UUID

    from learnms.store.log.statements import Ledger
    from learnms.study.event import Event, Part
    from learnms.study.memory import Memory
    from learnms.study.replay import Progress

_MANY_PARTS = 300  # from here on one replay of the whole log costs less than fetching part by part


def rules_in_force(ledger: Ledger, today: date) -> Rules:
    """The rules set by the counting events."""
    events = ledger.rules()
    if not events:
        return Rules()
    log = counting(_with_voids(ledger, events), today)
    return Rules(Relinks.of(log), *parameters_in_force(log))


def _with_voids(ledger: Ledger, events: Iterable[Event]) -> list[Event]:
    """The events, and all others that decide whether they count: the answers they go with, their
    voids, and voids of voids.
    """
    known: dict[UUID, Event] = {event.id: event for event in events}
    latest = list(known.values())
    while latest:
        answers = {
            event.ref for event in latest if event.kind in LINKED_KINDS and event.ref is not None
        }
        latest = ledger.by_id(answers - known.keys())
        known.update((event.id, event) for event in latest)
    latest = list(known.values())
    while latest:
        naming = ledger.naming([event.id for event in latest])
        latest = [event for event in naming if event.kind == "void" and event.id not in known]
        known.update((event.id, event) for event in latest)
    return list(known.values())


def _log_of(
    ledger: Ledger, rules: Rules, owners: Collection[Part], today: date
) -> list[tuple[Part, Event]]:
    """The counting events of these owners, in the order of replay, each with its owner."""
    owner_of = {source: owner for owner in owners for source in rules.relinks.sources(owner)}
    log = counting(_with_voids(ledger, ledger.of_parts(owner_of)), today)
    return [
        (owner_of[event.owner], event)
        for event in log
        if moves_memory(event) and event.owner in owner_of
    ]


def replay_owners(ledger: Ledger, rules: Rules, owners: Collection[Part], today: date) -> None:
    """Recompute these memories; one without events, or whose history moved away, is removed."""
    roots = {owner for owner in owners if rules.relinks.owner(owner) == owner}
    memories: dict[Part, Memory] = {}
    for owner, event in _log_of(ledger, rules, roots, today):
        _, memories[owner] = apply(memories.get(owner, NEW), owner, event, rules.weights)
    ledger.put_memories(memories.items())
    ledger.forget(set(owners) - memories.keys())


def _derive(
    ledger: Ledger, rules: Rules, damaged: set[bytes], today: date, on_progress: Progress | None
) -> dict[Part, Memory]:
    """Derive what counts, the sums, and every memory, which is returned, from the whole log without
    its `damaged` events.
    """
    void = _voided(ledger, today) | damaged
    counted.rebuild(ledger, void, rules.relinks, today)
    sums.rebuild(ledger, rules.weights, today)
    rows = ledger.replay_rows(today, on_progress)
    with collection_paused():
        return fold(
            (row for row in rows if row.stored_id not in void), rules.relinks, rules.weights
        )


def replay_all(ledger: Ledger, today: date, on_progress: Progress | None = None) -> Rules:
    """Derive everything from the whole log again. Returns the rules in force."""
    before, rules = _stored(ledger), rules_in_force(ledger, today)
    after = _derive(ledger, rules, damaged_ids(ledger.raw), today, on_progress)
    ledger.forget(before.keys() - after.keys())
    ledger.put_memories(
        (part, memory) for part, memory in after.items() if before.get(part) != memory
    )
    return rules


def rebuild(
    ledger: Ledger, today: date, on_progress: Progress | None = None
) -> tuple[int, int, int]:
    """Replace the stored memories, readable or not, with those derived from the log, of which every
    event was found sound.

    Returns how many events there are, how many memories, and how many of them differ from the
    stored ones.
    """
    before = _stored(ledger)
    after = _derive(ledger, rules_in_force(ledger, today), set(), today, on_progress)
    ledger.forget_all()
    ledger.put_memories(after.items())
    differing = sum(before.get(part) != after.get(part) for part in before.keys() | after.keys())
    return ledger.count(), len(after), differing


def _voided(ledger: Ledger, today: date) -> set[bytes]:
    """The stored ids of all events that do not count."""
    voids = ledger.voids()
    latest = {void.ref for void in voids if void.ref is not None}
    involved = {event.id: event for event in (*voids, *ledger.by_id(latest))}
    while latest:  # what goes with what was undone, and what goes with that
        linked = [event for event in ledger.naming(latest) if event.kind in LINKED_KINDS]
        involved.update((event.id, event) for event in linked)
        latest = {event.id for event in linked}
    present = sorted((e for e in involved.values() if not is_held(e, today)), key=order_key)
    return {ident.bytes for ident in voided_ids(present)}


def _stored(ledger: Ledger) -> dict[Part, Memory]:
    """The stored memories. Unreadable ones are removed, because the log restores them."""
    try:
        return ledger.memories()
    except StoreError:
        ledger.forget_all()
        return {}


def with_memory(
    ledger: Ledger, rules: Rules, event: Event, today: date, *, is_next: bool
) -> tuple[Event, Part, Memory | None]:
    """Apply an event that is not in the log yet to the memory of its part.

    Returns the event with its due day and the state before, its owner, and the memory after it;
    None for the memory unless it counts and `is_next`, with no event of a later day after it:
    the part has to be replayed once the event is in the log. A new review keeps its
    preferred due day if that is within the fuzz.
    """
    assert event.owner is not None
    owner = rules.relinks.owner(event.owner)
    wish = event.due if event.kind == "review" else None
    if wish is not None:
        event = replace(event, due=None)
    if is_next:
        known = ledger.memory(owner)
        done, memory = apply(known, owner, event, rules.weights)
        if wish is not None:
            done, memory = with_wish(known, done, memory, wish, rules.weights)
        return done, owner, memory
    before = NEW
    for _, earlier in _log_of(ledger, rules, [owner], today):
        if order_key(earlier) < order_key(event):
            _, before = apply(before, owner, earlier, rules.weights)
    done, _ = apply(before, owner, event, rules.weights)
    return done, owner, None


def counts(ledger: Ledger, event: Event, today: date) -> bool:
    """Whether an event that is not in the log yet will count; it does not if its answer was
    undone.
    """
    if event.kind not in LINKED_KINDS or event.ref is None:
        return True
    return event.id in {other.id for other in counting(_with_voids(ledger, [event]), today)}


def settle(
    ledger: Ledger,
    rules: Rules,
    events: Iterable[Event],
    today: date,
    on_progress: Progress | None = None,
) -> Rules:
    """Update memory after these events were added or removed, or began or ceased to count. Returns
    the rules in force.

    `on_progress` receives the progress of a full replay, if one is needed.
    """
    listed = list(events)
    if len(_parts_of(listed)) > _MANY_PARTS:
        return replay_all(ledger, today, on_progress)
    touched = _touched(ledger, listed)
    parts = _parts_of(touched)
    is_rule = any(event.kind in RULE_KINDS for event in touched)
    after = rules_in_force(ledger, today) if is_rule else rules
    moved = _moved(rules.relinks, after.relinks)
    owners = {side.relinks.owner(part) for side in (rules, after) for part in parts | moved}
    if after.weights != rules.weights or len(owners) > _MANY_PARTS:
        return replay_all(ledger, today, on_progress)
    ids = {event.id for event in touched}
    correction = sums.Correction(ledger, (rules, after), touched, moved)
    counted.settle(
        ledger, ids, counting(_with_voids(ledger, ledger.by_id(ids)), today), after.relinks
    )
    counted.move(ledger, moved, after.relinks)
    correction.apply()
    replay_owners(ledger, after, owners, today)
    return after


def _parts_of(events: Iterable[Event]) -> set[Part]:
    """The parts whose memory these events move."""
    return {event.owner for event in events if event.owner is not None and moves_memory(event)}


def _touched(ledger: Ledger, events: Iterable[Event]) -> list[Event]:
    """These events, and those that may start or stop counting with them."""
    touched: list[Event] = []
    seen: set[UUID] = set()
    latest = list(events)
    while latest:
        touched += latest  # two may have one id: the added event and the one that it replaced
        seen.update(event.id for event in latest)
        targets = {event.ref for event in latest if event.kind == "void" and event.ref is not None}
        linked = [
            event
            for event in ledger.naming([event.id for event in latest])
            if event.kind in LINKED_KINDS
        ]
        latest = [event for event in (*ledger.by_id(targets), *linked) if event.id not in seen]
    return touched


def _moved(before: Relinks, after: Relinks) -> set[Part]:
    """The parts whose history has another owner than before."""
    named = {
        part for relinks in (before, after) for pair in relinks.target.items() for part in pair
    }
    return {part for part in named if before.owner(part) != after.owner(part)}
