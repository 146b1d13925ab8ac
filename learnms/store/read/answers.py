"""The answers that count, as columns, for statistics and the optimizer."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, select

from learnms.store.read.base import LEARNER, Query
from learnms.store.read.rows import part_from
from learnms.store.tables import COUNTED, EVENT
from learnms.study.event import ANSWER_KINDS, Part, last_counting_day
from learnms.study.trials import Answered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select


class LatestAnswer(NamedTuple):
    """The latest answer to a card. `missed`: not all points, or graded Again; `sure_wrong`: missed
    although declared certain.
    """

    missed: bool
    sure_wrong: bool


class ScoredAnswer(NamedTuple):
    """A scored answer under the card and part that it belongs to now; `answer` is the JSON of the
    log.
    """

    part: Part
    form: str
    kind: str
    day: date
    points: float
    max_points: float
    answer: dict[str, Any]
    confidence: str | None
    took_ms: int | None


COUNTED_EVENTS = EVENT.join(
    COUNTED, (COUNTED.c.learner_id == EVENT.c.learner_id) & (COUNTED.c.id == EVENT.c.id)
)
"""The events that count; the card and part of `counted` are the owner."""
MINE = EVENT.c.learner_id == LEARNER
UNTIL = EVENT.c.study_day <= bindparam("limit")
REPLAY_ORDER = (
    EVENT.c.study_day,
    EVENT.c.seq,
    func.coalesce(EVENT.c.device_id, ""),
    EVENT.c.at_utc,
    EVENT.c.id,
)
_NAMED = EVENT.alias("named")
_SAME = Answered._fields[Answered._fields.index("rating") : Answered._fields.index("repeats")]
"""The fields that are unchanged from the log."""
ANSWERS = (
    select(
        EVENT.c.kind,
        COUNTED.c.card,
        COUNTED.c.part,
        EVENT.c.study_day,
        *(EVENT.c[name] for name in _SAME),
        select(_NAMED.c.kind)
        .where(
            _NAMED.c.learner_id == EVENT.c.learner_id,
            _NAMED.c.id == EVENT.c.ref,
            _NAMED.c.kind != "session",
        )
        .scalar_subquery(),
        EVENT.c.ref,
    )
    .select_from(COUNTED_EVENTS)
    .where(MINE, EVENT.c.kind.in_(bindparam("kinds", expanding=True)), COUNTED.c.card.is_not(None))
    .order_by(*REPLAY_ORDER)
)
_SCORED = (
    select(
        COUNTED.c.card,
        COUNTED.c.part,
        *(
            EVENT.c[name]
            for name in ("form", "form_kind", "study_day", "points", "max_points", "answer")
        ),
        EVENT.c.confidence,
        EVENT.c.took_ms,
    )
    .select_from(COUNTED_EVENTS)
    .where(
        MINE,
        UNTIL,
        EVENT.c.kind.in_(ANSWER_KINDS),
        COUNTED.c.card.is_not(None),
        EVENT.c.form.is_not(None),
        EVENT.c.form_kind.is_not(None),
        EVENT.c.max_points > 0,
        EVENT.c.answer.is_not(None),  # a review that goes with an answer repeats its points alone
    )
    .order_by(*REPLAY_ORDER)
)
_LATEST = (
    select(
        COUNTED.c.card,
        func.coalesce(EVENT.c.points < EVENT.c.max_points, EVENT.c.rating == 1),
        func.coalesce(EVENT.c.confidence == "certain", 0),
    )
    .select_from(COUNTED_EVENTS)
    .where(
        MINE,
        COUNTED.c.card.is_not(None),
        EVENT.c.kind.in_(ANSWER_KINDS),
        UNTIL,
        func.json_extract(EVENT.c.data, "$.again").is_(None),
    )
    .order_by(*REPLAY_ORDER)
)


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
        values = {"kinds": wanted, "limit": last_counting(today)}
        return list(self._answers(ANSWERS.where(UNTIL), values))

    def _answers(self, statement: Select[Any], parameters: dict[str, Any]) -> Iterator[Answered]:
        """The answers of a statement that is made of `ANSWERS`, read lazily."""
        parts: dict[tuple[str, str | None], Part] = {}
        days: dict[str, date] = {}
        for kind, card, part, day_text, *columns in self._rows(statement, parameters):
            owner = parts.get((card, part))
            if owner is None:
                owner = parts[card, part] = Part(card, part)
            day = days.get(day_text)
            if day is None:
                day = days[day_text] = date.fromisoformat(day_text)
            yield Answered(kind, owner, day, *columns)

    def scored(self, today: date) -> Iterator[ScoredAnswer]:
        """Every counting answer with points, read lazily."""
        rows = self._rows(_SCORED, {"limit": last_counting(today)})
        for card, part, form, kind, day, points, most, answer, *rest in rows:
            yield ScoredAnswer(
                part_from(card, part),
                form,
                kind,
                date.fromisoformat(day),
                points,
                most,
                json.loads(answer),
                *rest,
            )

    def latest_answers(self, today: date) -> dict[str, LatestAnswer]:
        """The latest answer to each card that was ever answered, following renames.

        Answers that do not count are left out, and so is what a quiz asked again: a question that
        was missed in it stays missed.
        """
        return {
            card: LatestAnswer(bool(missed), bool(missed and certain))
            for card, missed, certain in self._rows(_LATEST, {"limit": last_counting(today)})
        }


def last_counting(today: date) -> str:
    """The last day whose events count, in ISO text: those dated after tomorrow are held."""
    return last_counting_day(today).isoformat()
