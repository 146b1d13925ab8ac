"""Tests of memory: which answers count as one, and the history of a part's answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from learnms.study.event import Part
    from learnms.study.fsrs_formulas import Fsrs6

_FORGOTTEN = 1


class Answered(NamedTuple):
    """One counting answer, or a `reset`, which has no rating and restarts a part's history.

    `part` is the part that the answer belongs to now, renamings followed; `day` the study day;
    `recall_before` the predicted recall (0 to 1) and `stability_before` in days, both None for a
    new part; `took_ms` is in milliseconds. `repeats` is the kind of the answer, `practice` or
    `evidence`, that this review goes with; None for an answer by itself. `ref` is the id of the
    event that it names: for an answer by itself, the quiz in which it was given.
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


class Trial(NamedTuple):
    """A test of memory: the first answer of a study day to a part last reviewed on an earlier day.

    `gap` is in days, at least 1; `right` is any rating but Again; `predicted` is the recall
    predicted before the answer, 0 to 1, and `stability` that before it, in days. `worked_out` says
    that both were computed later, because the review was imported without them.
    """

    part: Part
    day: date
    right: bool
    gap: int
    predicted: float
    stability: float
    form_kind: str | None
    worked_out: bool


def is_right(answer: Answered) -> bool:
    """Whether an answer got all its points or, if it has none, was not graded Again."""
    if answer.points is not None and answer.max_points is not None:
        return answer.points >= answer.max_points
    return answer.rating is not None and answer.rating > _FORGOTTEN


@dataclass(slots=True)
class History:
    """The history of one part, up to one of its answers. `part_history` derives from the fields, in
    their order.

    `trials` and `right` count its tests of memory. `answered` is the day of the latest answer since
    a reset, and `was_right` its outcome. `sure_wrong` is the latest day on which it was wrong
    although declared certain, `times` how often (in one quiz, `quiz`, once), and `right_since`
    whether it was right after that. `last` is the day of the latest review since a reset,
    `stability` and `difficulty` what FSRS makes of the reviews up to it, and `practised` the day of
    the latest answer that was no review.
    """

    trials: int = 0
    right: int = 0
    answered: date | None = None
    was_right: bool = False
    sure_wrong: date | None = None
    times: int = 0
    right_since: bool = False
    quiz: bytes | None = None
    last: date | None = None
    stability: float | None = None
    difficulty: float | None = None
    practised: date | None = None

    def take(self, answer: Answered, formulas: Fsrs6) -> tuple[bool, Trial | None]:
        """Add the next answer. Returns whether FSRS can be fitted to it, and the test of memory
        that it is.

        No tests are the first review of a part, further reviews of the same day, reviews after a
        practice answer to the part on that day, and reviews that go with a practice answer,
        because some exist only where that was wrong.
        """
        if answer.kind == "reset":
            self.answered = self.last = self.stability = self.difficulty = None
            return False, None
        if answer.repeats is None:
            self._note(answer)
        if answer.kind != "review":
            self.practised = answer.day
            return False, None
        day, last = answer.day, self.last
        is_noted = answer.recall_before is not None and answer.stability_before is not None
        predicted, stability = self._review(answer, formulas, is_noted=is_noted)
        if last is None or day <= last or answer.repeats == "practice":
            return False, None
        if self.practised == day:
            return True, None
        assert predicted is not None
        assert stability is not None
        right = answer.rating != _FORGOTTEN
        self.trials += 1
        self.right += right
        return True, Trial(
            answer.part,
            day,
            right,
            (day - last).days,
            predicted,
            stability,
            answer.form_kind,
            not is_noted,
        )

    def _review(
        self, answer: Answered, formulas: Fsrs6, *, is_noted: bool
    ) -> tuple[float | None, float | None]:
        """Returns the recall and the stability before a review: as noted with it, else as FSRS
        makes them of the reviews before.
        """
        last, self.last = self.last, answer.day
        predicted, stability = answer.recall_before, answer.stability_before
        if answer.rating is None:
            return predicted, stability
        if last is None or self.stability is None or self.difficulty is None:
            self.stability, self.difficulty = formulas.first(answer.rating)
            return predicted, stability
        elapsed = (answer.day - last).days
        if not is_noted:
            predicted, stability = formulas.recall(elapsed, self.stability), self.stability
        self.stability, self.difficulty = formulas.after(
            self.stability, self.difficulty, elapsed, answer.rating
        )
        return predicted, stability

    def _note(self, answer: Answered) -> None:
        self.answered, self.was_right = answer.day, is_right(answer)
        if answer.confidence == "certain" and not self.was_right:
            is_same = answer.ref is not None and self.quiz == answer.ref
            self.sure_wrong, self.right_since = answer.day, False
            self.times += not is_same
            self.quiz = answer.ref
        elif self.sure_wrong is not None and self.was_right:
            self.right_since = True
