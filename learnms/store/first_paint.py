"""Queries that run before SQLModel is imported: home, `learnms due`, `learnms decks`, and the day's
queue. The only module that reads with plain SQL; everything else goes through `Session` and
`select`. It expects that `deck_cache.refresh.refresh` ran on the connection. Days are study days.
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from learnms.store import records
from learnms.store.read.rows import REPLAY_ORDER, Row, part_from
from learnms.store.scope import CORE, EVERYTHING, EXTRA, Scope
from learnms.store.sqlite.errors import path_of, translated
from learnms.study import event
from learnms.study.session import is_to_repeat

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator, Sequence

_day = date.fromisoformat

_LEARNER = "(SELECT value FROM meta WHERE key = 'learner_id')"
_OF_LEARNER = f"memory.learner_id = {_LEARNER}"
_EVENT = f"event WHERE learner_id = {_LEARNER}"
_ANSWERS = f"kind IN {event.ANSWER_KINDS}"
_COUNTS = """EXISTS (SELECT 1 FROM counted
        WHERE counted.learner_id = {0}.learner_id AND counted.id = {0}.id)"""
_COUNTS_NOW = f"+study_day <= :last AND {_COUNTS.format('event')}"
_SCOPE = f"""(:role IS NULL OR here.explicit OR here.audience = ''
    OR instr(here.audience, '|' || :role || '|'))
    AND (:decks IS NULL OR here.deck_id IN (SELECT value FROM json_each(:decks)))
    AND (:extra OR here.priority < {EXTRA}) AND (:region IS NULL OR here.region = ''
        OR instr(here.region, '|' || :region || '|'))
    AND (:parts IS NULL OR (here.card, here.part) IN (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:parts)))"""
_ACTIVE = """memory.status = 'active'
    AND (memory.buried_until IS NULL OR memory.buried_until <= :today)"""
# The order of a CROSS JOIN holds: from what is known to its place, or from each file to its parts.
_PLACE = "CROSS JOIN part_in_study AS here ON here.card = memory.card AND here.part = memory.part"
_KNOWN = f"memory INDEXED BY memory_due {_PLACE} WHERE {_OF_LEARNER} AND {_SCOPE}"
_LIBRARY = "library AS lib CROSS JOIN part_in_study AS here ON here.path = lib.path"
_OF_PART = f"{_OF_LEARNER} AND memory.card = here.card AND memory.part = here.part"
_ORDER = "here.rank, here.position, here.rank_in_card"
_IN_REVIEW = """SELECT memory.card, memory.part, here.deck_id, here.topic, stability, difficulty,
    last_day, coalesce(due, last_day), coalesce(memory.key_hash <> here.key_hash, 0) AS changed,
    coalesce(buried_until > :today, 0)"""
# Few are due or have changed; by primary key, the latter and all are found faster than by day.
_LEARNED = f"""{_IN_REVIEW} FROM memory {_PLACE}
WHERE {_OF_LEARNER} AND {_SCOPE} AND +memory.state = 'review' AND memory.status = 'active'"""
_MAY_BE_DUE = f"""SELECT card, part FROM memory INDEXED BY memory_due
WHERE {_OF_LEARNER} AND state = 'review' AND due <= :today
UNION SELECT card, part FROM memory CROSS JOIN card_index AS now USING (card, part)
WHERE {_OF_LEARNER} AND state = 'review' AND memory.key_hash <> now.key_hash"""
_DUE = f"""{_IN_REVIEW} FROM ({_MAY_BE_DUE}) AS waiting
CROSS JOIN memory ON memory.card = waiting.card AND memory.part = waiting.part {_PLACE}
WHERE {_OF_LEARNER} AND {_SCOPE} AND memory.state = 'review' AND {_ACTIVE}
    AND (due <= :today AND last_day < :today OR due IS NOT NULL AND changed) ORDER BY {_ORDER}"""
# A day that follows from an answer names it in `ref`. The plus signs here and elsewhere keep the
# planner at the few events in question: a pause fills the day, and the whole log follows.
_REVIEW = f"""answer.rating, memory.last_day, (SELECT moved.due FROM event AS moved
    WHERE moved.learner_id = answer.learner_id AND moved.card IN (memory.card, answer.card)
        AND coalesce(moved.part, '') IN (memory.part, coalesce(answer.part, ''))
        AND +moved.study_day = :today AND +moved.kind = 'due' AND moved.ref IS NULL
        AND +moved.seq > answer.seq AND {_COUNTS.format("moved")}
    ORDER BY +moved.seq DESC LIMIT 1)"""
_LATEST = """CROSS JOIN event AS answer
    ON answer.learner_id = memory.learner_id AND answer.id = memory.last_event"""
_FAILED = f"""SELECT {_REVIEW}, memory.card, memory.part, here.deck_id, answer.at_utc
FROM memory {_LATEST} {_PLACE}
WHERE {_OF_LEARNER} AND memory.state = 'review' AND memory.last_day = :today
    AND answer.rating = {event.Rating.AGAIN:d} AND {_ACTIVE} AND {_SCOPE}
ORDER BY answer.seq, answer.at_utc"""
_IS_FAILED = f"""SELECT {_REVIEW} FROM memory {_LATEST}
WHERE {_OF_LEARNER} AND memory.card = :card AND memory.part = :part"""
_PUT_FORWARD = f"""SELECT memory.card, memory.part, here.deck_id, coalesce(here.topic, ''), 1
FROM {_KNOWN} AND memory.state = 'new' AND due <= :today AND {_ACTIVE} ORDER BY {_ORDER}"""
_NEVER_SEEN = f"""SELECT here.card, here.part, here.deck_id, coalesce(here.topic, ''), 0
FROM {_LIBRARY} WHERE here.priority = :priority AND {_SCOPE} AND NOT EXISTS (SELECT 1 FROM memory
    WHERE {_OF_PART} AND NOT (state = 'new' AND (due IS NULL OR due > :today) AND {_ACTIVE}))
ORDER BY lib.turn, here.position, here.rank_in_card"""
_NEW = ((_PUT_FORWARD, 0), *((_NEVER_SEEN, number) for number in range(EXTRA + 1)))
_ASKED = f"""(:everywhere OR EXISTS (SELECT 1 FROM part_in_study AS here
    WHERE here.card = memory.card AND here.part = memory.part AND {_SCOPE}))"""
_STUDIED = f"""SELECT card, 1, first_day IS :today FROM memory INDEXED BY memory_last_day
WHERE {_OF_LEARNER} AND last_day = :today AND {_ASKED}
UNION ALL SELECT card, 0, 1 FROM memory INDEXED BY memory_first_day
WHERE {_OF_LEARNER} AND first_day = :today AND last_day IS NOT :today AND {_ASKED}"""
_LEFT = f"""SELECT count(*) FROM {_LIBRARY} WHERE {_SCOPE} AND NOT EXISTS (
    SELECT 1 FROM memory WHERE {_OF_PART} AND (state <> 'new' OR status <> 'active'))"""
_TOPICS = f"""SELECT here.deck_id, coalesce(here.topic, '') AS topic, count(*) FROM {_LIBRARY}
WHERE NOT EXISTS (SELECT 1 FROM memory WHERE {_OF_PART} AND status <> 'active') AND {_SCOPE}
GROUP BY here.deck_id, topic"""
_TESTED = f"""SELECT here.card, min(here.priority) = {CORE}, max(memory.state IS 'review')
FROM json_each(:cards) AS named CROSS JOIN part_in_study AS here ON here.card = named.value
LEFT JOIN memory ON {_OF_PART}
WHERE {_SCOPE} AND memory.status IS NOT 'suspended' GROUP BY here.card"""
_ANSWERED = f"""SELECT DISTINCT card, part FROM json_each(:cards) AS named CROSS JOIN event
    ON learner_id = {_LEARNER} AND card = named.value AND {_ANSWERS} AND {_COUNTS_NOW}
    AND NOT coalesce(json_extract(data, '$.unanswered'), 0)"""
_CAPPED = f"""SELECT memory.card, memory.part, answer.id, last_day, stability, reps,
    coalesce(json_extract(answer.data, '$.target_after'), answer.target)
FROM memory INDEXED BY memory_due {_LATEST}
WHERE {_OF_LEARNER} AND memory.state = 'review' AND memory.due = :today
    AND json_extract(answer.data, '$.cap') = :today AND NOT EXISTS (
        SELECT 1 FROM event AS later WHERE later.learner_id = memory.learner_id
            AND later.card = memory.card AND later.part IS nullif(memory.part, '')
            AND later.kind = 'due' AND later.study_day >= memory.last_day)"""
_DECKS = """SELECT path, deck_id, title, explicit, parsed, head, problems
FROM library CROSS JOIN deck_cache USING (path) ORDER BY turn"""
_TOTALS = f"""SELECT here.path, count(*), count(memory.card), sum(here.rank_in_card = 0)
FROM {_LIBRARY} LEFT JOIN memory ON {_OF_PART} AND memory.state = 'review'
WHERE {_SCOPE} GROUP BY lib.rank"""
_FORMER = f"""SELECT 1 FROM library CROSS JOIN deck_was USING (path) CROSS JOIN memory
    ON {_OF_LEARNER} AND memory.card = substr(was, 1, instr(was || '#', '#') - 1) LIMIT 1"""
_WEIGHTS = f"""SELECT json_extract(data, '$.parameters') FROM {_EVENT}
    AND kind IN {event.RULE_KINDS} AND kind = 'params' AND {_COUNTS_NOW}
ORDER BY +{REPLAY_ORDER}"""
_PACE = f"""SELECT CASE WHEN count(*) >= 20 THEN avg(took) / 1000 END FROM (
    SELECT min(took_ms, {event.LONGEST_MS}) AS took FROM {_EVENT}
        AND kind = 'review' AND took_ms IS NOT NULL ORDER BY study_day DESC, seq DESC LIMIT 200)"""
_REVIEW_DAYS = f"""SELECT study_day, count(*) FROM {_EVENT} AND kind = 'review'
    AND study_day < :today GROUP BY study_day ORDER BY study_day DESC LIMIT 14"""
_PAUSE = f"""SELECT id, json_extract(data, '$.pause_until') AS until FROM {_EVENT}
    AND study_day >= date(:today, '-{event.LONGEST_PAUSE} days') AND kind = 'due'
    AND until > :today AND date(until) = until AND {_COUNTS_NOW} ORDER BY +seq DESC LIMIT 1"""
_IN_QUIZ = f"{_EVENT} AND ref = quiz.id AND {_COUNTS_NOW}"
_MARK = f"EXISTS (SELECT 1 FROM {_IN_QUIZ} AND kind = 'session' AND json_extract(data, '$.mode') ="
_HALF_DONE = f"""SELECT (SELECT count(DISTINCT json_extract(data, '$.n')) FROM {_IN_QUIZ}
    AND {_ANSWERS}), json_array_length(quiz.data, '$.questions'), {_MARK} 'quiz-submit')
FROM event AS quiz WHERE quiz.learner_id = {_LEARNER} AND quiz.kind = 'session'
    AND quiz.study_day BETWEEN date(:today, '-30 days') AND :last
    AND json_extract(quiz.data, '$.mode') = 'quiz' AND NOT {_MARK} 'quiz-end')
ORDER BY +quiz.study_day DESC, +quiz.seq DESC"""


class StudyQueries:
    """The parts in study, due and new, and the other figures of the first page."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection, self._path = connection, path_of(connection)

    def _each(self, sql: str, scope: Scope = EVERYTHING, **values: Any) -> Generator[Row]:
        today = values.get("today", date.min)
        values |= {"today": today.isoformat(), "last": event.last_counting_day(today).isoformat()}
        values |= scope.parameters()
        with translated(self._path), closing(self._connection.execute(sql, values)) as cursor:
            yield from cursor

    def _rows(self, sql: str, scope: Scope = EVERYTHING, **values: Any) -> list[Row]:
        return list(self._each(sql, scope, **values))

    def _value(self, sql: str, scope: Scope = EVERYTHING, **values: Any) -> Any:
        return next((row[0] for row in self._rows(sql, scope, **values)), None)

    def identity(self, name: str) -> str:
        """The `learner_id` or the `device_id` of the file, created together with it."""
        return str(self._value("SELECT value FROM meta WHERE key = :name", name=name))

    def effective_day(self, today: date) -> date:
        """The study day of an event written now: the clock's, or the device's last if later."""
        sql = f"SELECT max(study_day) FROM {_EVENT} AND device_id = :device AND study_day <= :last"
        day = self._value(sql, today=today, device=self.identity("device_id"))
        return max(today, _day(day)) if day else today

    def due_parts(self, today: date, scope: Scope = EVERYTHING) -> list[records.PartRow]:
        """The active parts, in the library's order, that are due or whose answer key changed."""
        return list(map(records.PartRow.of, self._rows(_DUE, scope, today=today)))

    def learned_parts(self, today: date, scope: Scope = EVERYTHING) -> list[records.PartRow]:
        """The parts in review that are not suspended, by their due day and the library's order."""
        sql = f"{_LEARNED} ORDER BY due, {_ORDER}"
        return list(map(records.PartRow.of, self._rows(sql, scope, today=today)))

    def failed_parts(self, today: date, scope: Scope = EVERYTHING) -> list[records.FailedPart]:
        """The parts that failed today and were not right since, in the order of their answers."""
        return [
            records.FailedPart(part_from(card, part), deck, datetime.fromisoformat(at))
            for *review, card, part, deck, at in self._rows(_FAILED, scope, today=today)
            if _is_to_repeat(review, today)
        ]

    def is_to_repeat(self, part: event.Part, today: date) -> bool:
        """Whether a part failed today and was not right since."""
        rows = self._rows(_IS_FAILED, today=today, card=part.card, part=part.part or "")
        return any(_is_to_repeat(review, today) for review in rows)

    def new_parts(self, today: date, scope: Scope = EVERYTHING) -> Generator[records.NewPart]:
        """The parts to learn next, read one by one: those put forward, then by priority."""
        for sql, priority in _NEW:
            rows = self._each(sql, scope, today=today, priority=priority)
            for card, part, deck, topic, forward in rows:
                yield records.NewPart(part_from(card, part), deck, topic, bool(forward), priority)

    def studied_on(self, day: date, scope: Scope | None = None) -> records.Studied:
        """The parts studied on a day, in these decks or wherever the cards are now."""
        rows = self._rows(_STUDIED, scope or EVERYTHING, today=day, everywhere=scope is None)
        cards = {card for card, is_last, _ in rows if is_last}
        introduced = sum(is_first for *_, is_first in rows)
        repeated = sum(is_last > is_first for _, is_last, is_first in rows)
        return records.Studied(cards, repeated, introduced)

    def left_new(self, scope: Scope) -> int:
        """The number of parts never reviewed, without suspended ones."""
        return int(self._value(_LEFT, scope))

    def topics(self, scope: Scope) -> dict[tuple[str, str], int]:
        """How many parts that are not suspended each topic of a deck has."""
        return {(deck, topic): parts for deck, topic, parts in self._rows(_TOPICS, scope)}

    def tested(self, cards: Sequence[str], scope: Scope) -> list[records.Tested]:
        """How far those of these cards are that are in study and not suspended."""
        rows = self._rows(_TESTED, scope, cards=json.dumps(cards))
        return [records.Tested(card, bool(core), bool(known)) for card, core, known in rows]

    def answered(self, cards: Sequence[str], today: date) -> set[event.Part]:
        """The parts of these cards or cases that were ever answered."""
        rows = self._rows(_ANSWERED, today=today, cards=json.dumps(cards))
        return {part_from(card, part) for card, part in rows}

    def capped_at(self, on: date) -> list[records.Capped]:
        """The parts that are due on a day only because an exam on it capped their interval."""
        return [
            records.Capped(part_from(card, part), UUID(bytes=event), _day(last), *more)
            for card, part, event, last, *more in self._rows(_CAPPED, today=on)
        ]

    def deck_files(self) -> list[records.DeckFile]:
        """Every file of the library, in the order of its new cards."""
        return list(map(records.DeckFile.of, self._rows(_DECKS)))

    def decks(self, scope: Scope = EVERYTHING) -> list[records.DeckRow]:
        """Every file of the library with its counts, in the same order."""
        totals = {path: counts for path, *counts in self._rows(_TOTALS, scope)}
        return [records.DeckRow.of(row, *totals.get(row[0], ())) for row in self._rows(_DECKS)]

    def knows_former_ids(self) -> bool:
        """Whether anything is known about a former id of a card in the library."""
        return self._value(_FORMER) is not None

    def seconds_per_answer(self) -> float | None:
        """The mean of the latest 200 timed answers, at most two minutes each; None under 20."""
        seconds: float | None = self._value(_PACE)
        return seconds

    def review_days(self, today: date) -> list[tuple[date, int]]:
        """The 14 latest days before today with reviews, latest first, and how many they were."""
        return [(_day(day), reviews) for day, reviews in self._rows(_REVIEW_DAYS, today=today)]

    def held(self, today: date) -> int:
        """The number of held answers, dated after tomorrow."""
        sql = f"SELECT count(*) FROM {_EVENT} AND study_day > :last AND {_ANSWERS}"
        return int(self._value(sql, today=today))

    def parameters(self, today: date) -> tuple[float, ...] | None:
        """FSRS's weights in force; None for the defaults."""
        sets = self._rows(_WEIGHTS, today=today)
        return tuple(map(float, json.loads(sets[-1][0]))) if sets else None

    def pause(self, today: date) -> records.Pause | None:
        """The latest counting pause that is still in effect."""
        rows = self._rows(_PAUSE, today=today)
        return records.Pause(UUID(bytes=rows[0][0]), _day(rows[0][1])) if rows else None

    def half_done(self, today: date) -> tuple[records.HalfDone, ...]:
        """The progress of recently started, unfinished quizzes, latest first."""
        made, rows = records.HalfDone, self._rows(_HALF_DONE, today=today)
        return tuple(made(answered, asked, bool(is_over)) for answered, asked, is_over in rows)


def _is_to_repeat(review: Sequence[Any], today: date) -> bool:
    rating, day, moved_to = review
    return is_to_repeat(rating, _day(day), today, _day(moved_to) if moved_to else None)
