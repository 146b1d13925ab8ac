"""How long the learner takes for an answer, for estimates in minutes. Standard library only."""

from __future__ import annotations

from datetime import date, timedelta

from learnms.store.read.queries import LEARNER, Query
from learnms.study.event import LONGEST_MS

_RECENT = 200
_ENOUGH = 20
_DAYS_BACK = 90
_STUDY_DAYS = 14


class AnswerSpeed(Query):
    """The learner's own speed."""

    def seconds_per_answer(self) -> float | None:
        """The mean of the latest 200 timed answers, each counted as two minutes at most; None
        under 20 of them.
        """
        query = f"""
        SELECT count(*), avg(took) FROM (
            SELECT min(took_ms, {LONGEST_MS}) AS took FROM event
            WHERE learner_id = {LEARNER} AND kind = 'review' AND took_ms IS NOT NULL
            ORDER BY study_day DESC, seq DESC LIMIT {_RECENT}
        )
        """
        row = self._one(query)
        return float(row[1]) / 1000 if row is not None and row[0] >= _ENOUGH else None

    def last_studied(self, today: date) -> date | None:
        """The latest study day before today with a review; None where there is none."""
        query = f"""
        SELECT max(study_day) FROM event
        WHERE learner_id = {LEARNER} AND kind = 'review' AND study_day < :today
        """
        row = self._one(query, {"today": today.isoformat()})
        return date.fromisoformat(row[0]) if row is not None and row[0] is not None else None

    def usual_reviews(self, today: date) -> int:
        """How many reviews a day of study has: the median of the latest 14 days with any, within
        90 days; 0 without one.
        """
        query = f"""
        SELECT count(*) FROM event
        WHERE learner_id = {LEARNER} AND kind = 'review'
            AND study_day >= :after AND study_day < :today
        GROUP BY study_day ORDER BY study_day DESC LIMIT {_STUDY_DAYS}
        """
        rows = self._all(
            query,
            {"after": (today - timedelta(days=_DAYS_BACK)).isoformat(), "today": today.isoformat()},
        )
        counts = sorted(number for (number,) in rows)
        return int(counts[len(counts) // 2]) if counts else 0
