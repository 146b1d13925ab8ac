"""Ninety days of a simulated learner: reviews on most days, quizzes, cases, flags and notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from learnms.engine.demo.answering import needs_typing, right_answer, wrong_answer
from learnms.engine.question.build import seed_of
from learnms.kinds.number_input import AskBack
from learnms.kinds.present import present
from learnms.kinds.score import score
from learnms.study.event import Draft, Part, Rating
from learnms.study.rating import rate
from learnms.study.schedule import recall
from learnms.study.session import by_recall

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from random import Random

    from learnms.engine.demo.cards import AskedForm, Cards
    from learnms.engine.demo.learner import SimulatedLearner
    from learnms.engine.demo.log import MadeUpLog
    from learnms.settings import Settings
    from learnms.study.rating import Confidence

DAYS = 90
_MISSED = 0.13
"""How often a day is missed."""
_AWAY = range(44, 48)
"""Days before today without any study, such as a long weekend."""
_SHARE, _MOST_PARTS = 0.85, 380
"""How much of the decks is learned by today."""
_MOST_DUE = 50
_TRIES = 3
_STUBBORN, _AMONG = 3, 25
"""How many of the first parts never stick."""
_FLAGS, _NOTES = 4, 2
NOTE, PATIENT_NOTE = "I keep mixing this up. Ask in Thursday's tutorial.", "Ask the MS nurse."


class History:
    """Writes the days of study into a log, one review a day.

    Args:
        cards: what can be asked.
        learner: who answers.
        log: where events go.
        settings: the learner's settings, with the exam plan.
        now: the present, as an aware local time; history ends on the study day before `today`.
        today: its study day.
    """

    def __init__(
        self,
        cards: Cards,
        learner: SimulatedLearner,
        log: MadeUpLog,
        settings: Settings,
        now: datetime,
        today: date,
    ) -> None:
        self.cards, self.learner, self.log, self.settings = cards, learner, log, settings
        self.chance: Random = learner.chance
        self._zone, self.today = now.tzinfo, today
        self._learned: list[Part] = []
        self._last_asked: dict[str, int] = {}
        self._new = iter(cards.parts)

    def days(self) -> list[date]:
        """The days of study, oldest first; yesterday is one of them."""
        return [
            self.today - timedelta(days=back)
            for back in range(DAYS, 0, -1)
            if back in (1, 2, 3, DAYS) or (back not in _AWAY and self.chance.random() >= _MISSED)
        ]

    def begin(self, day: date) -> None:
        """Sit down: before class or, mostly, in the evening."""
        hour = 7 if self.chance.random() < 0.25 else self.chance.choice((18, 19, 20))
        at = datetime.combine(day, time(hour, self.chance.randrange(60)), self._zone)
        self.log.begin(at)

    # -- a review ----------------------------------------------------------------------------------

    def introduced_by(self, share: float) -> int:
        """How many parts are learned once this share of the days is over."""
        return round(share * min(_MOST_PARTS, _SHARE * len(self.cards.parts)))

    def review(self, day: date, parts: int) -> None:
        """One review: what is due, then new parts until so many are learned; what failed again."""
        queue = self._due(day)
        new = self._bring(parts - len(self._learned), {part.card for part in queue})
        queue += new
        if not queue:
            return
        plan = [list(part) for part in queue]
        self.log.add(Draft(kind="session", data={"mode": "review", "plan": plan}))
        failed = [part for part in queue if self._review_part(part, day) == Rating.AGAIN]
        for _ in range(_TRIES):
            failed = [part for part in failed if self._review_part(part, day) == Rating.AGAIN]
        self._learned += new

    def _due(self, day: date) -> list[Part]:
        """The due parts, one of each card, in the order of a review."""
        known, cards = [], set[str]()
        for part in self._learned:
            memory = self.log.memory(part)
            state = memory.recallable()
            is_due = memory.due is not None and memory.due <= day and not memory.suspended
            if state is not None and is_due and part.card not in cards:
                cards.add(part.card)
                known.append((recall(state[0], state[2], day), part))
        return by_recall(known)[:_MOST_DUE]

    def _bring(self, number: int, taken: set[str]) -> list[Part]:
        """The next new parts. One whose card was asked today is passed over and stays new."""
        new: list[Part] = []
        for part in self._new if number > 0 else ():
            if part.card not in taken:
                taken.add(part.card)
                new.append(part)
            if len(new) >= number:
                break
        return new

    def _review_part(self, part: Part, day: date) -> int:
        asked = self.cards.of(part)
        form = min(asked.forms, key=lambda each: self._last_asked.get(each.ident, -1))
        seed = seed_of(day.isoformat(), part, self.log.memory(part).reps)
        draft = replace(
            self.answer(form, seed, knows=self.learner.recalls(part, day)),
            kind="review",
            card=part.card,
            part=part.part,
            wording_hash=asked.wording_hash,
            key_hash=asked.key_hash,
            target=self.settings.target_of(asked.deck, asked.topic),
            data=self.cap(asked.deck, day) or None,
        )
        event = self.log.add(draft)
        self._last_asked[form.ident] = event.seq
        self.learner.reviewed(part, day, event.rating or Rating.AGAIN)
        return event.rating or Rating.AGAIN

    def answer(self, form: AskedForm, seed: int, *, knows: bool, sure: bool = False) -> Draft:
        """The answer to one form, after the time that it takes; `sure`: with a confidence."""
        question = present(form.form.kind, form.ask, seed)
        typing = needs_typing(question.response)
        seconds = self.learner.seconds(is_scored=form.scored, is_typed=typing)
        self.log.wait(seconds + self.chance.uniform(2, 6))
        draft = Draft(
            kind="practice", form=form.ident, form_kind=form.form.kind, took_ms=int(1000 * seconds)
        )
        if not form.scored:
            answer = right_answer(question).to_json(question)
            return replace(draft, answer=answer, rating=self.learner.grade(remembers=knows))
        given = right_answer(question) if knows else wrong_answer(question, self.chance)
        result = score(question, given.kept())
        if isinstance(result, AskBack):  # a number as the deck writes it, which nobody would type
            given = replace(given, text="0")
            result = score(question, given)
            assert not isinstance(result, AskBack)  # a bare number can be read
        confidence: Confidence | None = (
            self.learner.confidence(is_right=result.right) if sure else None
        )
        rating = rate(
            result.points,
            result.max_points,
            kind=form.form.kind,
            unsafe=result.unsafe,
            confidence=confidence,
        )
        return replace(
            draft,
            answer=given.kept().to_json(question),
            rating=int(rating),
            points=result.points,
            max_points=result.max_points,
            confidence=confidence,
            data={"unsafe": result.unsafe},
        )

    def cap(self, deck: str, day: date) -> dict[str, str]:
        """The exam day, where the plan was on and covers the deck."""
        exam = self.settings.exam
        if exam is None or exam.begun is None or day < exam.begun or not exam.covers(deck):
            return {}
        return {"cap": exam.on.isoformat()}

    # -- what the learner does to cards ------------------------------------------------------------

    def choose_stubborn(self) -> None:
        """Choose the parts that become leeches."""
        first = self.cards.parts[:_AMONG]
        self.learner.stubborn = set(self.chance.sample(first, min(_STUBBORN, len(first))))

    def mark(self) -> None:
        """Flag some cards, write notes on those that do not stick, suspend one."""
        stubborn = [part for part in self._learned if part in self.learner.stubborn]
        others = [part for part in self._learned if part not in self.learner.stubborn]
        note = PATIENT_NOTE if self.settings.is_patient else NOTE
        chosen = self.chance.sample(others, min(_FLAGS + 1, len(others)))
        for part in stubborn[:_NOTES]:
            self._mark(Draft(kind="note", data={"text": note}), part)
        for part in chosen[1:]:
            self._mark(Draft(kind="flag", data={"on": True}), part)
        for part in chosen[:1]:
            self._mark(Draft(kind="suspend"), part)

    def _mark(self, draft: Draft, part: Part) -> None:
        self.log.wait(self.chance.uniform(10, 40))
        self.log.add(replace(draft, card=part.card, part=part.part))

    @property
    def learned(self) -> Iterable[Part]:
        """The parts that were learned so far."""
        return self._learned
