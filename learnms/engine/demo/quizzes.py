"""The quizzes and cases of the simulated learner, in the events of `engine.quiz`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from learnms.decks.codec import form_hash
from learnms.engine.demo.cards import AskedForm
from learnms.engine.question.build import seed_of
from learnms.engine.quiz.build import QuizQuestion, QuizSpec
from learnms.study.event import Draft, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from learnms.decks.model import Case
    from learnms.engine.demo.history import History
    from learnms.study.event import Event

PRACTICE, EXAM = 10, 20
_KNOWN_IN_CASE = 0.78
_RIGHT = (0.55, 0.8)
"""How often a question is answered right in the first and in the last quiz."""


class Quizzes:
    """Takes quizzes after the reviews of a history."""

    def __init__(self, history: History) -> None:
        self.history, self.log, self.chance = history, history.log, history.chance
        self._cases = history.cards.cases()

    def take(self, day: date, progress: float, *, is_exam: bool) -> None:
        """One quiz about learned cards that are not due: in practice nothing counts as a review
        then, and what was missed comes tomorrow. `progress` is from 0 to 1.
        """
        asked = self._questions(day, EXAM if is_exam else PRACTICE)
        if not asked:
            return
        spec = QuizSpec(
            mode="exam" if is_exam else "tutor",
            questions=len(asked),
            minutes=30 if is_exam else None,
            seed=self._seed(),
            confidence=self.history.settings.confidence,
        )
        questions = [
            QuizQuestion(
                part.card,
                part.part,
                form.ident,
                seed_of(spec.seed, part.card, part.part, form.ident),
                form.form.kind,
                self.history.cards.of(part).topic,
                form.form.notes.step,
            )
            for part, form in asked
        ]
        low, high = _RIGHT
        chance = low + (high - low) * progress
        forms = [form for _, form in asked]
        self._run(day, spec, questions, forms, chance)

    def take_case(self, day: date) -> None:
        """The case whose cards are known best, of those not done yet."""
        if not self._cases:
            return
        known = {part.card for part in self.history.learned}

        def share(entry: tuple[str, Case]) -> float:
            tests = {Part.parse(name).card for part in entry[1].parts for name in part.tests}
            return len(tests & known) / max(1, len(tests))

        best = max(self._cases, key=share)
        self._cases.remove(best)
        ident, case = best[1].id or "", best[1]
        spec = QuizSpec(
            questions=len(case.parts),
            seed=self._seed(),
            case=ident,
            confidence=self.history.settings.confidence,
        )
        forms = [
            AskedForm(form_hash(part.form, None), part.form, ask)
            for part in case.parts
            if (ask := part.form.asks(None)) is not None
        ]
        questions = [
            QuizQuestion(
                ident,
                part.id,
                form.ident,
                seed_of(spec.seed, ident, index),
                part.form.kind,
                part.topic,
                part.form.notes.step,
                index,
            )
            for index, (part, form) in enumerate(zip(case.parts, forms, strict=True))
        ]
        self._run(day, spec, questions, forms, _KNOWN_IN_CASE)

    def _seed(self) -> int:
        return self.chance.randrange(1, 1_000_000)

    def _questions(self, day: date, number: int) -> list[tuple[Part, AskedForm]]:
        """Learned parts that are not due, one of each card, each with a scored form."""
        found: dict[str, tuple[Part, AskedForm]] = {}
        parts = list(self.history.learned)
        self.chance.shuffle(parts)
        for part in parts:
            memory = self.log.memory(part)
            is_free = memory.due is not None and memory.due > day and memory.last_day != day
            forms = [form for form in self.history.cards.of(part).forms if form.scored]
            if is_free and forms and not memory.suspended:
                found.setdefault(part.card, (part, self.chance.choice(forms)))
            if len(found) == number:
                break
        return list(found.values())

    def _run(
        self,
        day: date,
        spec: QuizSpec,
        questions: Sequence[QuizQuestion],
        forms: Sequence[AskedForm],
        chance: float,
    ) -> None:
        """Begin, answer every question, end, and have what was missed come tomorrow."""
        data = {
            "mode": "quiz",
            "spec": spec.to_json(),
            "questions": [question.to_json() for question in questions],
        }
        session = self.log.add(Draft(kind="session", data=data))
        elapsed, missed = 0.0, []
        for index, (question, form) in enumerate(zip(questions, forms, strict=True)):
            draft = self.history.answer(
                form, question.seed, knows=self.chance.random() < chance, sure=spec.confidence
            )
            elapsed += (draft.took_ms or 0) / 1000 + 4
            event = self.log.add(self._completed(draft, day, session, index, question, elapsed))
            is_right = event.points is None or event.points >= (event.max_points or 0)
            if not is_right and question.case is None:
                missed.append(event)
        self.log.wait(5)
        if spec.mode == "exam":
            self._mark(session, {"mode": "quiz-submit"})
        tomorrow = day + timedelta(days=1)
        for event in missed:
            self.log.add(
                Draft(kind="due", card=event.card, part=event.part, due=tomorrow, ref=event.id)
            )
        self._mark(session, {"mode": "quiz-end", "counts": False})

    def _mark(self, session: Event, data: dict[str, Any]) -> None:
        self.log.add(Draft(kind="session", ref=session.id, data=data))

    def _completed(
        self,
        draft: Draft,
        day: date,
        session: Event,
        index: int,
        question: QuizQuestion,
        elapsed: float,
    ) -> Draft:
        part = Part(question.card, question.part)
        data = {"n": index, "elapsed": round(elapsed, 1), **(draft.data or {})}
        draft = replace(draft, card=part.card, part=part.part, ref=session.id, data=data)
        settings = self.history.settings
        if question.case is not None:
            wording = draft.form
            return replace(draft, kind="evidence", wording_hash=wording, target=settings.target)
        asked = self.history.cards.of(part)
        return replace(
            draft,
            wording_hash=asked.wording_hash,
            key_hash=asked.key_hash,
            target=settings.target_of(asked.deck, asked.topic),
            data={**data, **self.history.cap(asked.deck, day)},
        )
