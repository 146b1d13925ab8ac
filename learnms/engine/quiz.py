"""One quiz: asks, scores, flags, resumes. Tutor mode shows the result of each answer, exam mode at the end.

The plan, with its seeds, is logged when the quiz begins, and every answer names it: a quiz that stops in the middle is
all there in the log, and goes on with the same options in the same order.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from learnms.decks.cache import form_hash
from learnms.engine.given import Given
from learnms.engine.items import Opened, Place, card_of, open_card, open_case
from learnms.engine.quiz_plan import Asked, QuizSpec
from learnms.engine.review import NotOpenError
from learnms.engine.terms import Terms
from learnms.engine.views import Feedback, Item
from learnms.errors import LearnmsError
from learnms.kinds.numeral import AskBack
from learnms.kinds.score import Answer, Score, score
from learnms.study.event import Draft, Part, Rating, same_answer
from learnms.study.rating import Confidence, rate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from learnms.engine.data import Data
    from learnms.settings import Settings
    from learnms.store.writer import Store
    from learnms.study.event import Event


class Quiz:
    """A quiz under way. `index` is the question on the page; `given` the answers so far, by question.

    Args:
        data: what is stored, as plain SQL reads it.
        settings: the learner's choices.
        clock: aware local time.
        spec: what the quiz is.
        questions: its questions, in order.
        session: the event that began it, where it is resumed.
    """

    def __init__(
        self, data: Data, settings: Settings, clock: Callable[[], datetime], spec: QuizSpec, questions: Sequence[Asked], session: Event | None = None
    ) -> None:
        self.data = data
        self.settings = settings
        self.clock = clock
        self.spec = spec
        self.questions = list(questions)
        self.session = session
        self.store: Store | None = None
        self.today = data.today(clock, settings)
        self.terms = Terms.of(data, settings, self.today)
        self.given: dict[int, Given] = {}
        self.flags: set[int] = set()
        self.index = 0
        self.item: Item | None = None
        self.feedback: Feedback | None = None
        self.hinted = False
        self.ended = False
        self.paused = False
        self._opened: Opened | None = None
        self._titles: dict[str, str] = {}
        self._before = timedelta(0)
        self._since = clock()
        if session is not None:
            self._restore(session)
        self.go(next((i for i in range(len(self.questions)) if i not in self.given), len(self.questions)))

    @classmethod
    def resumed(cls, data: Data, settings: Settings, clock: Callable[[], datetime], session: Event) -> Quiz:
        """The quiz that a `session` event began, where it stopped."""
        return cls(data, settings, clock, QuizSpec.from_json(session.data["spec"]), [Asked.from_json(row) for row in session.data["questions"]], session)

    def _restore(self, session: Event) -> None:
        for event in self.data.quizzes.answers_in(session.id, self.today):
            self._note(int(event.data["n"]), event)
            self._before = max(self._before, timedelta(seconds=float(event.data.get("elapsed", 0))))
        for index, asked in enumerate(self.questions):
            if asked.card and self.data.reader.memory(Part(asked.card, asked.part)).flagged:
                self.flags.add(index)

    # -- where we are ------------------------------------------------------------------------------------------------

    @property
    def is_exam(self) -> bool:
        """No feedback until the end."""
        return self.spec.mode == "exam"

    @property
    def total(self) -> int:
        """How many questions there are."""
        return len(self.questions)

    @property
    def unanswered(self) -> list[int]:
        """The questions without an answer."""
        return [i for i in range(self.total) if i not in self.given]

    def elapsed(self) -> timedelta:
        """The time spent, pauses left out."""
        return self._before if self.paused else self._before + (self.clock() - self._since)

    def remaining(self) -> timedelta | None:
        """The time left, below zero once it is over; None without a clock."""
        return None if self.spec.minutes is None else timedelta(minutes=self.spec.minutes) - self.elapsed()

    def pause(self) -> None:
        """Stop the clock."""
        self._before, self.paused = self.elapsed(), True

    def resume(self) -> None:
        """Let the clock run again."""
        if self.paused:
            self._since, self.paused = self.clock(), False

    def may_go(self, index: int) -> bool:
        """Whether a question can be gone to: in an exam any free-standing one; in a case never back; in tutor mode only on."""
        if not 0 <= index < self.total:
            return False
        if index not in self.given:
            case = self.questions[index].case
            return case is None or case == 0 or (index - 1) in self.given
        return self.is_exam and self.questions[index].case is None

    def go(self, index: int) -> Item | None:
        """Show a question; past the last one, None: the quiz can be ended."""
        self.feedback, self.hinted = None, False
        self.index = index
        self._opened = self._open(index) if 0 <= index < self.total else None
        self.item = self._opened.item if self._opened else None
        return self.item

    def advance(self) -> Item | None:
        """The next question without an answer; in a lost card's place the one after it."""
        for index in [i for i in self.unanswered if i > self.index]:
            if self.go(index) is not None:
                return self.item
        return self.go(self.total)

    def _open(self, index: int) -> Opened | None:
        asked = self.questions[index]
        row = self.data.library.body_at(*asked.draft) if asked.draft else self.data.library.card_body(asked.card)
        if row is None:
            return None
        minutes = max(1, round(len(self.unanswered) * self.data.seconds_per_answer() / 60))
        place = Place(index + 1, self.total, minutes)
        card = card_of(row)
        if card is None:
            return open_case(row, asked.case, asked.seed, place) if asked.case is not None and asked.case < len(row.body["case"]["parts"]) else None
        part = Part(asked.card, asked.part)
        form = next((form for form in card.forms if form.asks(asked.part) is not None and form_hash(form, asked.part) == asked.form), None)
        if form is None:
            return None
        return open_card(self.data, self.terms, row, part, form, card, asked.seed, place)

    def page(self, index: int) -> Item | None:
        """A question's page without going to it, for the results."""
        opened = self._open(index)
        return opened.item if opened else None

    def topic_title(self, index: int) -> str | None:
        """The title of a question's topic in its deck's blueprint."""
        asked = self.questions[index]
        if asked.topic is None:
            return None
        if asked.topic not in self._titles:
            rows = self.data.library.decks()
            self._titles.update({key: title for row in reversed(rows) for key, title, _ in row.head.get("topics", [])})
        return self._titles.get(asked.topic, asked.topic)

    # -- answering ---------------------------------------------------------------------------------------------------

    def hint(self) -> str | None:
        """Show the hint, where there is one and the mode has hints."""
        if self.item is None or self.is_exam or self.item.hint is None:
            return None
        self.hinted = True
        return self.item.hint

    def submit(self, answer: Answer, took_ms: int | None = None, confidence: Confidence | None = None) -> Feedback | AskBack:
        """An answer. Committed when this returns; in an exam the front shows nothing of the feedback."""
        item = self._asked()
        result = score(item.question, answer)
        if isinstance(result, AskBack):
            return result
        rating = rate(
            result.points, result.max_points, kind=item.question.kind, unsafe=result.unsafe, empty=result.empty, hinted=self.hinted, confidence=confidence
        )
        return self._commit(item, rating, answer, result, took_ms, confidence)

    def grade(self, rating: Rating, took_ms: int | None = None, answer: Answer | None = None) -> Feedback:
        """The learner's own grade of a teach-back."""
        return self._commit(self._asked(), rating, answer or Answer(), None, took_ms, None)

    def _asked(self) -> Item:
        if self.item is None or self.feedback is not None:
            message = "There is no open question."
            raise LearnmsError(message)
        return self.item

    def _commit(self, item: Item, rating: Rating, answer: Answer, scored: Score | None, took_ms: int | None, confidence: Confidence | None) -> Feedback:
        session = self.begin()
        main = self._draft(session, item, rating, answer, scored, took_ms, confidence)
        if not item.part.card:
            self.given[self.index] = Given(self.index, int(rating), main.points, main.max_points, confidence, None)
            self.feedback = Feedback(item, rating, self.today, again=False, answer=answer, score=scored, hinted=self.hinted, review=False)
            return self.feedback
        kind = self._kind_of_answer(item)
        before = self._event_before()
        drafts = [Draft(kind="void", ref=before.id)] if before is not None else []
        events = self._append([*drafts, replace(main, kind=kind), *self._linked(item, main, len(drafts))])
        self._note(self.index, events[len(drafts)])
        due = next((one.due for one in reversed(events) if one.due), None) or self.today
        moved = kind == "review" or len(events) > len(drafts) + 1
        self.feedback = Feedback(item, rating, due, again=False, answer=answer, score=scored, hinted=self.hinted, review=moved)
        return self.feedback

    def _note(self, index: int, event: Event) -> None:
        self.given[index] = Given(index, event.rating, event.points, event.max_points, event.confidence, event)

    def _event_before(self) -> Event | None:
        """The event of the answer that is being changed."""
        before = self.given.get(self.index)
        return before.event if before is not None else None

    def _kind_of_answer(self, item: Item) -> Any:
        if item.case is not None:
            return "evidence"
        return "review" if not self.is_exam and self.counts_as_review(item.part) else "practice"

    def counts_as_review(self, part: Part) -> bool:
        """Whether an answer to this part moves its schedule: it is due, or in the plan of a review begun today."""
        memory = self.data.reader.memory(part)
        if not part.card or memory.last_day == self.today or memory.status(self.today) != "active":
            return False
        if not memory.is_new and memory.due is not None and memory.due <= self.today:
            return True
        return any(tuple(part) == (planned[0], planned[1]) for event in self.data.history.plans_on(self.today) for planned in event.data["plan"])

    def _linked(self, item: Item, main: Draft, position: int) -> list[Draft]:
        """A case part that tests exactly one part, which is due, writes its review too; in an exam that waits for the end."""
        part = self._tested_part()
        if item.case is None or self.is_exam or part is None or not self.counts_as_review(part):
            return []
        return [self._review_of(part, main, position)]

    def _tested_part(self) -> Part | None:
        """The one part that the case part on the page is about: a card id counts where the card has one part."""
        tests = self._opened.tests if self._opened else ()
        return self.sole_tested(tests)

    def sole_tested(self, tests: Sequence[str]) -> Part | None:
        """The part that `tests` names, if it names exactly one."""
        if len(tests) != 1:
            return None
        named = Part.parse(tests[0])
        parts = [found.part for found in self.data.library.parts_of(named.card)]
        if named.part is not None:
            return named if named in parts else None
        return parts[0] if len(parts) == 1 else None

    def _review_of(self, part: Part, main: Draft, position: int) -> Draft:
        """The review that names the answer at a position of the same append."""
        from learnms.store.writer import nth

        key = self._key_of(part)
        data = {name: value for name, value in main.data.items() if name == "cap"} or None
        return replace(main, kind="review", card=part.card, part=part.part, form=None, key_hash=key, answer=None, ref=nth(position), data=data)

    def _draft(
        self, session: Event, item: Item, rating: Rating, answer: Answer, scored: Score | None, took_ms: int | None, confidence: Confidence | None
    ) -> Draft:
        assert self._opened is not None  # set with the item
        return Draft(
            kind="practice",
            card=item.part.card or None,
            part=item.part.part if item.part.card else None,
            form=self._opened.form_hash,
            form_kind=self._opened.form.kind,
            wording_hash=self._opened.wording_hash,
            key_hash=self._opened.key_hash,
            rating=int(rating),
            points=scored.points if scored else None,
            max_points=scored.max_points if scored else None,
            answer={**answer.to_json(item.question), **({"hint": True} if self.hinted else {})},
            confidence=confidence,
            took_ms=took_ms,
            target=self.settings.target_of(item.deck, item.topic),
            ref=session.id,
            data={
                "n": self.index,
                "elapsed": round(self.elapsed().total_seconds(), 1),
                "unsafe": bool(scored and scored.unsafe),
                **self.terms.cap_data(item.deck),
            },
        )

    def begin(self) -> Event:
        """Log the plan, if it is not logged yet, and return its event."""
        if self.session is None:
            data = {"mode": "quiz", "spec": self.spec.to_json(), "questions": [asked.to_json() for asked in self.questions]}
            self.session = self._append([Draft(kind="session", data=data)])[0]
        return self.session

    def _append(self, drafts: list[Draft]) -> list[Event]:
        if self.store is None:
            message = "Your progress is still being opened."
            raise NotOpenError(message)
        return self.store.append(drafts)

    def flag(self) -> bool:
        """Flag the question, or take the flag away; whether it is flagged now. It is found again by its status."""
        self.flags ^= {self.index}
        on = self.index in self.flags
        asked = self.questions[self.index]
        if asked.card and self.store is not None:
            self._append([Draft(kind="flag", card=asked.card, part=asked.part, data={"on": on})])
        return on

    def ask_again_today(self) -> Feedback | None:
        """After a wrong practice answer: let it count as a review after all, so that it is asked again today."""
        given = self.given.get(self.index)
        if given is None or self.feedback is None or given.right or given.event is None or given.event.kind != "practice":
            return None
        self._append([self._counted(given.event)])
        self.feedback = replace(self.feedback, again=True, rating=Rating.AGAIN)
        return self.feedback

    def _counted(self, event: Event) -> Draft:
        """The review that goes with a practice answer."""
        data = {name: value for name, value in (event.data or {}).items() if name == "cap"} or None
        return replace(same_answer(event), answer=None, took_ms=None, ref=event.id, data=data)

    # -- the end -----------------------------------------------------------------------------------------------------

    def end(self, *, counts: bool = False) -> None:
        """End the quiz. In an exam, `counts` lets each answer that would have been a review be one; else misses come tomorrow."""
        if self.ended:
            return
        session = self.begin()
        drafts: list[Draft] = []
        if self.is_exam:
            for given in self.given.values():
                drafts += self._counting_drafts(given) if counts else self._tomorrow_drafts(given)
        self._append([*drafts, Draft(kind="session", ref=session.id, data={"mode": "quiz-end", "counts": counts})])
        self.ended = True
        self.item = None

    def _parts_of(self, given: Given) -> list[Part]:
        """The parts that an answer is about: its own, or the one that a case part isolates."""
        asked = self.questions[given.index]
        if asked.case is None:
            return [Part(asked.card, asked.part)] if asked.card else []
        row = self.data.library.card_body(asked.card)
        tests = row.body["case"]["parts"][asked.case]["tests"] if row is not None and "case" in row.body else []
        part = self.sole_tested(tests)
        return [part] if part else []

    def _counting_drafts(self, given: Given) -> list[Draft]:
        if given.event is None:
            return []
        counted = self._counted(given.event)
        parts = [part for part in self._parts_of(given) if self.counts_as_review(part)]
        return [replace(counted, card=part.card, part=part.part, key_hash=self._key_of(part)) for part in parts]

    def _key_of(self, part: Part) -> str | None:
        return next((found.key_hash for found in self.data.library.parts_of(part.card) if found.part == part), None)

    def _tomorrow_drafts(self, given: Given) -> list[Draft]:
        if given.right or given.event is None:
            return []
        tomorrow = self.today + timedelta(days=1)
        return [Draft(kind="due", card=part.card, part=part.part, due=tomorrow, ref=given.event.id) for part in self._parts_of(given)]

    def misses_tomorrow(self) -> int:
        """Make tomorrow's review out of what was missed; how many parts that are."""
        parts = {part: given.event for given in self.given.values() if not given.right and given.event for part in self._parts_of(given)}
        tomorrow = self.today + timedelta(days=1)
        wanted = [part for part in parts if (memory := self.data.reader.memory(part)).due is None or memory.due > tomorrow]
        if wanted:
            self._append([Draft(kind="due", card=part.card, part=part.part, due=tomorrow, ref=parts[part].id) for part in wanted])
        return len(parts)
