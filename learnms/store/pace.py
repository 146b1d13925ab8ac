"""How long an answer takes this learner, for estimates in minutes. Standard library only."""

from __future__ import annotations

from learnms.store.queries import LEARNER, Queries

_RECENT = 200
_ENOUGH = 20
_LONGEST_MS = 120_000


class Pace(Queries):
    """The learner's own speed."""

    def seconds_per_answer(self) -> float | None:
        """The mean of the latest 200 timed answers, each counted as two minutes at most; None under 20 of them."""
        query = f"""
        SELECT count(*), avg(took) FROM (
            SELECT min(took_ms, {_LONGEST_MS}) AS took FROM event WHERE learner_id = {LEARNER} AND kind = 'review' AND took_ms IS NOT NULL
            ORDER BY study_day DESC, seq DESC LIMIT {_RECENT}
        )
        """
        row = self._one(query)
        return float(row[1]) / 1000 if row is not None and row[0] >= _ENOUGH else None
