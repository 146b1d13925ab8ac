"""The answers that count, as columns, for statistics, the optimizer and the search. Standard
library only.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from learnms.store.read.queries import LEARNER, Query, in_list
from learnms.store.read.rows import EVENT_LIST, REPLAY_ORDER, event_from
from learnms.study.event import ANSWER_KINDS, LINKED_KINDS, RULE_KINDS, Part, last_counting_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from learnms.store.read.rows import Row
    from learnms.study.event import Event
    from learnms.study.replay import Relinks


class AnswerRules(NamedTuple):
    """The renamings, and the ids of the events that do not count."""

    relinks: Relinks
    void: set[bytes]


class LatestAnswer(NamedTuple):
    """How a card was answered last. `missed`: not all points, or graded Again; `sure_wrong`:
    missed although declared certain.
    """

    missed: bool
    sure_wrong: bool


class Answered(NamedTuple):
    """One counting answer, or a `reset`, which has no rating and begins a part's history anew.

    `part` is the part that the answer belongs to now, renamings followed; `day` the study day;
    `recall_before` the predicted recall (0 to 1) and `stability_before` in days, both None for a
    new part; `took_ms` is in milliseconds. `repeats` is the kind of the answer, `practice` or
    `evidence`, that this review goes with; None for an answer of its own. `ref` is the id of the
    event that it names: for an answer of its own, the quiz in which it was given.
    """

    kind: str
    part: Part
    day: date
    rating: int | None
    recall_before: float | None
    stability_before: float | None
    took_ms: int | None
    form_kind: str | None
    points: float | None
    max_points: float | None
    confidence: str | None
    form: str | None
    repeats: str | None = None
    ref: bytes | None = None


# The first half of the condition is that of a partial index.
_RELINKS = f"kind IN {in_list(RULE_KINDS)} AND kind = 'relink'"
_REPEATS = """(
    SELECT named.kind FROM event AS named
    WHERE named.learner_id = event.learner_id AND named.id = event.ref AND named.kind <> 'session'
)"""
_SAME = Answered._fields[Answered._fields.index("rating") : Answered._fields.index("repeats")]
"""The fields that stand as they are in the log."""
_COLUMNS = ", ".join(("kind", "card", "part", "study_day", *_SAME, _REPEATS, "ref", "id"))
_LATEST = f"""
SELECT card, part, coalesce(points < max_points, rating = 1),
    coalesce(confidence = 'certain', 0), id
FROM event
WHERE learner_id = {LEARNER} AND card IS NOT NULL AND kind IN {in_list(ANSWER_KINDS)}
    AND study_day <= :limit AND (data IS NULL OR json_extract(data, '$.again') IS NULL)
ORDER BY {REPLAY_ORDER}
"""


class Answers(Query):
    """Counting answers, in the order of replay."""

    def all(
        self, today: date, kinds: tuple[str, ...] = ("review",), *, with_resets: bool = False
    ) -> list[Answered]:
        """Every counting answer of these kinds.

        Args:
            today: the study day; what is dated after tomorrow is held.
            kinds: of `review`, `practice`, `evidence`.
            with_resets: the resets too, in their places.
        """
        wanted = (*kinds, "reset") if with_resets else kinds
        limit = last_counting(today)
        relinks, void = self.rules(today)
        parts: dict[tuple[str, str | None], Part] = {}
        days: dict[str, date] = {}
        answers = []
        for row in self._counted(wanted, limit):
            kind, card, part, day_text, *columns, ident = row
            if ident in void:
                continue
            owner = parts.get((card, part))
            if owner is None:
                owner = parts[card, part] = relinks.owner(Part(card, part))
            day = days.get(day_text)
            if day is None:
                day = days[day_text] = date.fromisoformat(day_text)
            answers.append(Answered(kind, owner, day, *columns))
        return answers

    def latest_answers(self, today: date) -> dict[str, LatestAnswer]:
        """How each card that was ever answered was answered last, renamings followed.

        Answers that do not count are left out, and so is what a quiz asked again: a question that
        was missed in it stays missed.
        """
        relinks, void = self.rules(today)
        latest: dict[str, LatestAnswer] = {}
        for card, part, missed, certain, ident in self._rows(
            _LATEST, {"limit": last_counting(today)}
        ):
            if ident not in void:
                owner = relinks.owner(Part(card, part)).card if relinks.target else card
                latest[owner] = LatestAnswer(bool(missed), bool(missed and certain))
        return latest

    def rules(self, today: date) -> AnswerRules:
        """The renamings, and the events that do not count. Slow where much was undone: for many
        parts at once.
        """
        from learnms.study.replay import Relinks, voided_ids  # imports fsrs, which costs time

        limit = last_counting(today)
        void = {ident.bytes for ident in voided_ids(self._about_voids(limit))}
        relinks = Relinks.of(
            event for event in self._events(_RELINKS, limit) if event.id.bytes not in void
        )
        return AnswerRules(relinks, void)

    def _counted(self, kinds: tuple[str, ...], limit: str) -> Iterator[Row]:
        query = f"""
        SELECT {_COLUMNS} FROM event
        WHERE learner_id = {LEARNER} AND kind IN {in_list(kinds)} AND study_day <= :limit
        ORDER BY {REPLAY_ORDER}
        """
        return self._rows(query, {"limit": limit})

    def _events(self, condition: str, limit: str) -> list[Event]:
        query = f"""
        SELECT {EVENT_LIST} FROM event
        WHERE learner_id = {LEARNER} AND {condition} AND study_day <= :limit
        ORDER BY {REPLAY_ORDER}
        """
        return list(map(event_from, self._rows(query, {"limit": limit})))

    def _about_voids(self, limit: str) -> list[Event]:
        """The voids, what they name, and what goes with what they name."""
        voids = self._events("kind = 'void'", limit)
        known: dict[UUID, Event] = {event.id: event for event in voids}
        for condition in (
            "id IN (SELECT ref FROM event WHERE kind = 'void')",
            f"kind IN {in_list(LINKED_KINDS)}"
            " AND ref IN (SELECT ref FROM event WHERE kind = 'void')",
        ):
            if voids:
                known |= {event.id: event for event in self._events(condition, limit)}
        return list(known.values())


def last_counting(today: date) -> str:
    """The last day whose events count, in ISO text: those dated after tomorrow are held."""
    return last_counting_day(today).isoformat()
