"""Replay of the log: which events count, in which order, which part owns them, and the memories
they give.

The order of replay is (study_day, seq, device_id, at_utc, id). The store applies single events
through `apply` and whole logs through `fold`; both go through `_PartFold`, so a rebuilt memory is
the live one bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from learnms.days_off import NEVER, DaysOff
from learnms.retention import DEFAULT_TARGET
from learnms.study import schedule
from learnms.study.event import (
    ANSWER_KINDS,
    LINKED_KINDS,
    Event,
    Part,
    Rating,
    is_held,
    moves_memory,
    order_key,
)
from learnms.study.memory import NEW, Memory
from learnms.study.rating import GUESSABLE_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from learnms.study.event import EventKind, Json

    Progress = Callable[[int, int], None]
    """Called with the number of events done, and of all."""


class Sure(Protocol):
    """An answer with its confidence and its points."""

    @property
    def confidence(self) -> str | None: ...
    @property
    def points(self) -> float | None: ...
    @property
    def max_points(self) -> float | None: ...


class Replayed(Sure, Protocol):
    """The fields of an event that a replay reads."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> EventKind: ...
    @property
    def study_day(self) -> date: ...
    @property
    def card(self) -> str | None: ...
    @property
    def part(self) -> str | None: ...
    @property
    def form_kind(self) -> str | None: ...
    @property
    def key_hash(self) -> str | None: ...
    @property
    def rating(self) -> int | None: ...
    @property
    def due(self) -> date | None: ...
    @property
    def target(self) -> float | None: ...
    @property
    def stability_before(self) -> float | None: ...
    @property
    def difficulty_before(self) -> float | None: ...
    @property
    def data(self) -> Json: ...


class Before(Protocol):
    """What the due day of a review depends on: the memory before it, with the day of the last
    answer that was certain and wrong, that of the review itself among them.
    """

    @property
    def stability(self) -> float | None: ...
    @property
    def difficulty(self) -> float | None: ...
    @property
    def reps(self) -> int: ...
    @property
    def sure_wrong_day(self) -> date | None: ...


_TOLERANCE = 1e-6


def ordered(events: Iterable[Event]) -> list[Event]:
    """The events in the order of replay, each id once; of two rows with one id the smaller
    checksum stays.
    """
    by_id: dict[UUID, Event] = {}
    for event in events:
        other = by_id.get(event.id)
        if other is None or event.checksum < other.checksum:
            by_id[event.id] = event
    return sorted(by_id.values(), key=order_key)


def voided_ids(events: Iterable[Event]) -> set[UUID]:
    """The ids of events that do not count.

    An event counts unless a counting void names it. A void's seq is higher than its target's, so
    voids are settled from the highest down. Voiding an answer takes along the review or the due day
    that names it.
    """
    listed = list(events)
    seq_of = {event.id: event.seq for event in listed}
    voided: set[UUID] = set()
    for void in sorted((e for e in listed if e.kind == "void"), key=order_of_void, reverse=True):
        if void.ref is not None and void.id not in voided and void.seq > seq_of.get(void.ref, -1):
            voided.add(void.ref)
    voided.update(e.id for e in listed if e.kind in LINKED_KINDS and e.ref in voided)
    return voided


def order_of_void(void: Event) -> tuple[int, date, str, str, bytes]:
    """Sorts voids so that each comes after everything it may name."""
    day, seq, device, at, ident = order_key(void)
    return seq, day, device, at, ident


def counting(events: Iterable[Event], today: date) -> list[Event]:
    """The events that count on a day, in the order of replay: not held, not void."""
    present = [event for event in ordered(events) if not is_held(event, today)]
    voided = voided_ids(present)
    return [event for event in present if event.id not in voided]


@dataclass(slots=True)
class Relinks:
    """Which part's history belongs to which other part now. Chains are followed; of opposite
    pairs the later holds.
    """

    target: dict[Part, Part] = field(default_factory=dict)
    _sources: dict[Part, set[Part]] = field(init=False, default_factory=dict, repr=False)
    _ancestors: dict[Part, Part] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for source, destination in self.target.items():
            self._sources.setdefault(destination, set()).add(source)

    @classmethod
    def of(cls, events: Iterable[Event]) -> Relinks:
        """The relinks of counting events given in the order of replay."""
        relinks = cls()
        for event in events:
            if event.kind == "relink":
                for from_card, from_part, to_card, to_part in event.data["pairs"]:
                    relinks.add(Part(from_card, from_part), Part(to_card, to_part))
        return relinks

    def add(self, source: Part, destination: Part) -> None:
        """Link source to destination; a path back from destination to source is cut at its first
        link.
        """
        if source == destination:
            return
        self._cut(source)  # its own way on is replaced; left in place it would hide a way back
        if source in self._sources and self.owner(destination) == source:
            self._cut(destination)
        self.target[source] = destination
        self._sources.setdefault(destination, set()).add(source)

    def _cut(self, source: Part) -> None:
        destination = self.target.pop(source, None)
        if destination is None:
            return
        self._sources[destination].discard(source)
        if not self._sources[destination]:
            del self._sources[destination]
        self._ancestors.clear()

    def owner(self, part: Part) -> Part:
        """The part that a part's events belong to."""
        passed = []
        while (following := self._ancestors.get(part) or self.target.get(part)) is not None:
            passed.append(part)
            part = following
        for ancestor in passed:  # a long chain is walked once, not once for each event
            self._ancestors[ancestor] = part
        return part

    def sources(self, owner: Part) -> set[Part]:
        """Every part whose events belong to the owner, itself included."""
        return {owner} if owner in self.target else self.came_to(owner)

    def came_to(self, part: Part) -> set[Part]:
        """Every part whose history came to a part, itself included, even if it moved on."""
        parts = {part}
        waiting = [part]
        while waiting:
            more = self._sources.get(waiting.pop(), set()) - parts
            parts |= more
            waiting += more
        return parts


def parameters_in_force(events: Iterable[Event]) -> tuple[tuple[float, ...], str | None]:
    """FSRS's weights under the last counting `params` event, and that event's id; the defaults
    without one.
    """
    weights, ident = schedule.DEFAULT_PARAMETERS, None
    for event in events:
        if event.kind == "params":
            weights, ident = tuple(float(w) for w in event.data["parameters"]), str(event.id)
    return weights, ident


def preview(
    memory: Memory,
    part: Part,
    rating: Rating | int,
    day: date,
    target: float,
    *,
    form_kind: str | None = None,
    weights: tuple[float, ...] | None = None,
    cap: date | None = None,
    off: DaysOff = NEVER,
    choose: Callable[[int], int] | None = None,
) -> date:
    """The day on which the part would be due after this rating, as shown on the button and stored.

    Args:
        memory: the part's memory before the answer.
        part: the part.
        rating: 1 to 4.
        day: the study day.
        target: desired retention.
        form_kind: the kind of the form that asks.
        weights: FSRS's, or None for the defaults.
        cap: the latest day, of an exam to be ready for.
        off: the days off.
        choose: from the unfuzzed interval to the days wanted; None for the seeded fuzz.
    """
    result = schedule.step(
        memory.recallable(), rating, day, target, weights or schedule.DEFAULT_PARAMETERS
    )
    days = (
        choose(result.interval)
        if choose is not None
        else schedule.fuzzed(result.interval, part, memory.reps)
    )
    return day + timedelta(days=_ruled(days, memory, day, form_kind, cap, off))


def _ruled(
    days: int, memory: Before, day: date, form_kind: str | None, cap: date | None, off: DaysOff
) -> int:
    """An interval under the rules that shorten it (a first right guess, sure but wrong, an exam),
    and moved from a day off.
    """
    if memory.reps == 0 and form_kind in GUESSABLE_KINDS:
        days = min(days, 1)
    if memory.sure_wrong_day == day:
        days = min(days, 2)
    if cap is not None and cap > day:
        days = min(days, (cap - day).days)
    return off.moved(days, day, cap)


def cap_of(event: Replayed) -> date | None:
    """The exam day that capped an answer's interval, as its event holds it."""
    text = event.data.get("cap") if isinstance(event.data, dict) else None
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def off_of(event: Replayed) -> DaysOff:
    """The days off that an answer's due day avoided, as its event holds them."""
    texts = event.data.get("days_off") if isinstance(event.data, dict) else None
    if not isinstance(texts, list):
        return NEVER
    try:
        return DaysOff.of_texts(map(str, texts))
    except ValueError:
        return NEVER


def with_wish(
    before: Memory, done: Event, after: Memory, wish: date, weights: tuple[float, ...]
) -> tuple[Event, Memory]:
    """A fresh review and the memory after it, with the due day that was wished for where that is
    within the fuzz.
    """
    assert done.rating is not None
    assert done.target is not None
    assert after.last_day is not None
    day, cap, off = after.last_day, cap_of(done), off_of(done)
    interval = schedule.step(before.recallable(), done.rating, day, done.target, weights).interval
    known = replace(before, sure_wrong_day=after.sure_wrong_day)
    low, high = (
        _ruled(days, known, day, done.form_kind, cap, off) for days in schedule.fuzz_range(interval)
    )
    if not low <= (wish - day).days <= high:
        return done, after
    return replace(done, due=wish), replace(after, due=wish)


def apply(
    memory: Memory,
    part: Part,
    event: Event,
    weights: tuple[float, ...] = schedule.DEFAULT_PARAMETERS,
) -> tuple[Event, Memory]:
    """Fold one counting event into the memory of its part.

    Returns the event, for a review completed with the due day and the state before it, and the
    memory after it. The due day that an event already carries is kept where its state before agrees
    within 1e-6, else it is recomputed.
    """
    fold = _PartFold(part, memory, weights)
    fold.take(event)
    after = fold.memory()
    if event.kind == "review" and event.due is None:
        state = memory.recallable()
        event = replace(
            event,
            due=after.due,
            target=event.target if event.target is not None else DEFAULT_TARGET,
            recall_before=schedule.recall(state[0], state[2], event.study_day, weights)
            if state
            else None,
            stability_before=memory.stability,
            difficulty_before=memory.difficulty,
        )
    return event, after


class _Latest(NamedTuple):
    """A part's latest review, its study day, the unfuzzed interval after it, and `Before`."""

    event: Replayed
    day: date
    interval: int
    stability: float | None
    difficulty: float | None
    reps: int
    sure_wrong_day: date | None


class _PartFold:
    """The memory of one part, while counting events are folded into it in the order of replay.

    The due day of a review is computed lazily, since each review replaces that of the one before.
    """

    __slots__ = (
        *("_first_day", "_lapses", "_latest", "_memory", "_part", "_reps", "_state"),
        *("_sure_wrong_day", "_weights"),
    )

    def __init__(self, part: Part, memory: Memory, weights: tuple[float, ...]) -> None:
        self._part = part
        self._weights = weights
        self._begin(memory)

    def _begin(self, memory: Memory) -> None:
        self._memory = memory
        self._state = memory.recallable()
        self._first_day = memory.first_day
        self._reps = memory.reps
        self._lapses = memory.lapses
        self._sure_wrong_day = memory.sure_wrong_day
        self._latest: _Latest | None = None

    def take(self, event: Replayed) -> None:
        """Fold one event in."""
        if event.kind == "review":
            self._review(event)
        elif event.kind not in ANSWER_KINDS:
            self._begin(_other(self.memory(), event))
        elif is_sure_wrong(event):
            self._sure_wrong_day = event.study_day

    def _review(self, event: Replayed) -> None:
        assert event.rating is not None
        day, state = event.study_day, self._state
        stability = difficulty = None
        if state is not None:
            stability, difficulty, last_day = state
            if day > last_day:
                self._lapses += event.rating == Rating.AGAIN
            else:
                day = last_day
        target = event.target if event.target is not None else DEFAULT_TARGET
        result = schedule.step(state, event.rating, day, target, self._weights)
        if is_sure_wrong(event):
            self._sure_wrong_day = day
        self._latest = _Latest(
            event, day, result.interval, stability, difficulty, self._reps, self._sure_wrong_day
        )
        self._state = result.stability, result.difficulty, day
        self._first_day = self._first_day or day
        self._reps += 1

    def memory(self) -> Memory:
        """The memory after the events taken so far."""
        latest = self._latest
        if latest is None or self._state is None:
            return replace(self._memory, sure_wrong_day=self._sure_wrong_day)
        stability, difficulty, last_day = self._state
        return replace(
            self._memory,
            stability=stability,
            difficulty=difficulty,
            due=due_day(latest, self._part, latest.event, latest.day, latest.interval),
            last_day=last_day,
            first_day=self._first_day,
            reps=self._reps,
            lapses=self._lapses,
            last_event=latest.event.id,
            key_hash=latest.event.key_hash,
            sure_wrong_day=self._sure_wrong_day,
        )


def due_day(before: Before, part: Part, event: Replayed, day: date, interval: int) -> date:
    """The due day that results from a review of a part.

    Args:
        before: the memory before it, a surely wrong answer of the same day noted. part: the part
        that owns the event. event: the review; the due day that it carries is kept where its state
        before is that of `before`. day: its study day. interval: the unfuzzed interval in days
        after it.
    """
    if (
        event.due is not None
        and _agrees(event.stability_before, before.stability)
        and _agrees(event.difficulty_before, before.difficulty)
    ):
        return event.due
    return day + timedelta(
        days=_ruled(
            schedule.fuzzed(interval, part, before.reps),
            before,
            day,
            event.form_kind,
            cap_of(event),
            off_of(event),
        )
    )


def _agrees(stored: float | None, derived: float | None) -> bool:
    if stored is None or derived is None:
        return stored is derived
    return abs(stored - derived) <= _TOLERANCE * max(abs(stored), abs(derived))


def is_sure_wrong(event: Sure) -> bool:
    """Whether an answer was certain and wrong."""
    return (
        event.confidence == "certain"
        and event.points is not None
        and event.max_points is not None
        and event.points < event.max_points
    )


def _other(memory: Memory, event: Replayed) -> Memory:
    on = not (isinstance(event.data, dict) and event.data.get("on") is False)
    match event.kind:
        case "reset":
            return replace(NEW, suspended=memory.suspended, flagged=memory.flagged)
        case "due":
            return replace(memory, due=event.due)
        case "suspend":
            return replace(memory, suspended=on)
        case "bury":
            return replace(memory, buried_until=event.study_day + timedelta(days=1) if on else None)
        case "flag":
            return replace(memory, flagged=on)
        case _:
            return memory


def fold(
    events: Iterable[Replayed],
    relinks: Relinks,
    weights: tuple[float, ...] = schedule.DEFAULT_PARAMETERS,
) -> dict[Part, Memory]:
    """The memories that result from counting events about parts, given in the order of replay."""
    folds: dict[Part, _PartFold] = {}
    named: dict[tuple[str | None, str | None], _PartFold] = {}
    for event in events:
        name = event.card, event.part
        part_fold = named.get(name)
        if part_fold is None:
            owner = relinks.owner(Part(event.card or "", event.part))
            part_fold = folds.setdefault(owner, _PartFold(owner, NEW, weights))
            named[name] = part_fold
        part_fold.take(event)
    return {part: part_fold.memory() for part, part_fold in folds.items()}


def replay(events: Iterable[Event], today: date) -> Mapping[Part, Memory]:
    """Every memory that results from a whole log, on a day."""
    log = counting(events, today)
    weights, _ = parameters_in_force(log)
    return fold((e for e in log if moves_memory(e)), Relinks.of(log), weights)
