"""The answers that count, as columns, for statistics, the optimizer and the search. Standard
library only.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from learnms.store.read.queries import LEARNER, Query, in_list
from learnms.store.read.rows import REPLAY_ORDER
from learnms.study.event import ANSWER_KINDS, Part, last_counting_day


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


_REPEATS = """(
    SELECT named.kind FROM event AS named
    WHERE named.learner_id = event.learner_id AND named.id = event.ref AND named.kind <> 'session'
)"""
_SAME = Answered._fields[Answered._fields.index("rating") : Answered._fields.index("repeats")]
"""The fields that stand as they are in the log."""
_COLUMNS = ", ".join(("kind", "counted.card", "counted.part", "study_day", *_SAME, _REPEATS, "ref"))
COUNTED_EVENTS = "event JOIN counted USING (learner_id, id)"
"""The events that count; `counted.card` and `counted.part` are the owner."""
_LATEST = f"""
SELECT counted.card, coalesce(points < max_points, rating = 1),
    coalesce(confidence = 'certain', 0)
FROM {COUNTED_EVENTS}
WHERE learner_id = {LEARNER} AND counted.card IS NOT NULL AND kind IN {in_list(ANSWER_KINDS)}
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
        return self._answers(wanted, "study_day <= :limit", {"limit": last_counting(today)})

    def _answers(
        self, kinds: tuple[str, ...], condition: str, parameters: dict[str, Any]
    ) -> list[Answered]:
        query = f"""
        SELECT {_COLUMNS} FROM {COUNTED_EVENTS}
        WHERE learner_id = {LEARNER} AND kind IN {in_list(kinds)} AND counted.card IS NOT NULL
            AND {condition}
        ORDER BY {REPLAY_ORDER}
        """
        parts: dict[tuple[str, str | None], Part] = {}
        days: dict[str, date] = {}
        answers = []
        for kind, card, part, day_text, *columns in self._rows(query, parameters):
            owner = parts.get((card, part))
            if owner is None:
                owner = parts[card, part] = Part(card, part)
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
        return {
            card: LatestAnswer(bool(missed), bool(missed and certain))
            for card, missed, certain in self._rows(_LATEST, {"limit": last_counting(today)})
        }


def last_counting(today: date) -> str:
    """The last day whose events count, in ISO text: those dated after tomorrow are held."""
    return last_counting_day(today).isoformat()
