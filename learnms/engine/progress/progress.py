"""The figures of the progress page: recall, predictions, cards, days, confident errors. Sentences
are in `wording`.
"""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.optimizer.evaluate import Reviews, is_worth_trying
from learnms.analysis.stats.calibration import Outcome, calibration
from learnms.analysis.stats.daily import by_day
from learnms.analysis.stats.histogram import RECALL_BOUNDS, STABILITY_BOUNDS, spread
from learnms.analysis.stats.recall import Share, share, trials_of
from learnms.engine.cards.overconfidence import ConfidentError, look_again, sure_but_wrong
from learnms.engine.progress.groups import Group, groups_of
from learnms.engine.queries import without_collecting
from learnms.engine.quiz.start import past_quizzes
from learnms.store.read.queries import Scope
from learnms.study.event import Rating
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.stage import STAGES, stage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from learnms.analysis.stats.calibration import Calibration
    from learnms.analysis.stats.daily import Worked
    from learnms.analysis.stats.histogram import Slot
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.queries import Queries
    from learnms.engine.workspace import Workspace
    from learnms.store.read.answers import Answered
    from learnms.store.read.library import DeckRow, IndexedPart
    from learnms.store.read.memory import KnownPart
    from learnms.study.event import Part

LATEST_QUIZZES = 8
RECENT_DAYS = 30
STATES = (*STAGES, "suspended", "orphan")
"""The states of a card; each card is in exactly one."""


@dataclass(frozen=True, slots=True)
class Memories:
    """The learner's memory today.

    `states` counts parts by state. `stability` (days) and `recall` (now, 0 to 1) are histograms of
    the `learned` parts, those in review that are not suspended. `known_now` of these would be
    recalled today; parts that failed today would not.
    """

    states: dict[str, int]
    stability: tuple[Slot, ...]
    recall: tuple[Slot, ...]
    learned: int
    known_now: float
    median_stability: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything on the progress page except the forecast.

    `decks` are the titles of the chosen decks, none for all; `answers` counts every answer.
    `overall` and `recent` (the last 30 days) are shares of first answers on a later day than
    learning; `worked_out` counts those whose prediction was computed afterwards. `sure` are the
    confident errors. Patients see `again` instead: what they did not know the last time, in the
    last 30 days. `asked_sure`: the learner was ever asked for confidence. `suggests_fit`: there are
    enough answers for a fit of FSRS, and twice as many as at the last attempt. `quizzes` are the
    latest scores, latest first; none for a patient or for chosen decks.
    """

    today: date
    decks: tuple[str, ...]
    answers: int
    overall: Share
    recent: Share
    groups: tuple[Group, ...]
    calibration: Calibration | None
    worked_out: int
    memories: Memories
    days: tuple[Worked, ...]
    sure: tuple[ConfidentError, ...]
    again: tuple[ConfidentError, ...]
    asked_sure: bool
    suggests_fit: bool
    quizzes: tuple[QuizScore, ...] = ()

    def group(self, by: str) -> Group:
        """One of the groups by its name."""
        return next(group for group in self.groups if group.by == by)


class QuizScore(NamedTuple):
    """The result of a quiz: its day, mode, number of questions, points and possible points."""

    on: date
    mode: str
    questions: int
    points: float
    max_points: float

    @property
    def percent(self) -> float:
        """Percent of the possible points."""
        return 100 * self.points / self.max_points


def quiz_scores(workspace: Workspace, queries: Queries) -> tuple[QuizScore, ...]:
    """The scores of the latest quizzes that were ended, the latest first."""
    scores = []
    for quiz in past_quizzes(workspace, LATEST_QUIZZES, queries):
        points, most = (
            sum(given.points or 0 for given in quiz.given.values()),
            sum(given.max_points or 0 for given in quiz.given.values()),
        )
        if most and quiz.session is not None:
            scores.append(
                QuizScore(quiz.session.study_day, quiz.spec.mode, quiz.total, points, most)
            )
    return tuple(scores)


class _Read(NamedTuple):
    """The rows behind the figures, of one snapshot."""

    today: date
    answers: list[Answered]
    memories: list[KnownPart]
    parts: dict[Part, IndexedPart]
    offered: set[Part]
    decks: list[DeckRow]
    weights: tuple[float, ...]
    fit_tried_at: int


def gather(workspace: Workspace, decks: Sequence[str] = ()) -> Progress:
    """Compute everything. With 100,000 reviews that takes most of a second, so a page calls this in
    a thread.

    Args:
        workspace: the open workspace.
        decks: ids of decks; none for all.

    Raises:
        LearnmsError: the data cannot be read.
    """
    with without_collecting():
        settings = workspace.settings
        with workspace.reading() as queries:
            today = queries.today(workspace.clock, settings)
            read = _read(queries, settings.role, today, decks)
            sure = sure_but_wrong(queries, read.answers)
            since = read.today - timedelta(days=RECENT_DAYS)
            again = look_again(queries, read.answers, since) if settings.is_patient else ()
            quizzes = () if decks or settings.is_patient else quiz_scores(workspace, queries)
        formulas = Fsrs6(read.weights)
        trials = trials_of(read.answers, formulas)
        return Progress(
            today=read.today,
            decks=tuple(row.title for row in read.decks if row.deck_id in decks),
            answers=sum(
                answer.kind != "reset" and answer.repeats is None for answer in read.answers
            ),
            overall=share(trials),
            recent=share(trial for trial in trials if trial.day > since),
            groups=groups_of(trials, read.parts, read.decks),
            calibration=calibration([Outcome(trial.predicted, trial.right) for trial in trials]),
            worked_out=sum(trial.worked_out for trial in trials),
            memories=_memories(read, formulas),
            days=tuple(by_day(read.answers)),
            sure=sure,
            again=again,
            asked_sure=any(answer.confidence for answer in read.answers),
            quizzes=quizzes,
            suggests_fit=not decks
            and is_worth_trying(read.fit_tried_at, Reviews.of(read.answers).count),
        )


def _read(queries: Queries, role: str | None, today: date, decks: Sequence[str]) -> _Read:
    answers = queries.answers.all(today, ("review", "practice", "evidence"), with_resets=True)
    memories = queries.memory.memories(today, unseen=True)
    parts = {row.part: row for row in queries.library.parts()}
    offered = {row.part for row in queries.library.parts(Scope(role))}
    if decks:
        inside = {row.card for row in queries.library.quizzable(Scope(None, frozenset(decks)))}
        answers = [answer for answer in answers if answer.part.card in inside]
        memories = [known for known in memories if known.part.card in inside]
        offered = set(parts)
    return _Read(
        today,
        answers,
        memories,
        parts,
        offered,
        queries.library.decks(),
        queries.weights(today),
        queries.fit_tried_at(),
    )


def _state(known: KnownPart, offered: set[Part]) -> str:
    """The state of a part; '' for a new part that the learner is not offered."""
    if known.status in ("suspended", "orphan"):
        return known.status
    stage_name = stage(known.memory)
    return "" if stage_name == "new" and known.part not in offered else stage_name


def _memories(read: _Read, formulas: Fsrs6) -> Memories:
    counts = Counter(_state(known, read.offered) for known in read.memories)
    studied = [
        (known.part, state)
        for known in read.memories
        if known.status not in ("suspended", "orphan") and (state := known.memory.recallable())
    ]
    stabilities = [stability for _, (stability, _, _) in studied]
    failed = {
        answer.part
        for answer in read.answers
        if answer.day == read.today and answer.rating == Rating.AGAIN and answer.kind != "reset"
    }
    recalls = [
        formulas.recall(max(0, (read.today - last).days), stability)
        for _, (stability, _, last) in studied
    ]
    return Memories(
        states={state: counts[state] for state in STATES},
        stability=spread(stabilities, STABILITY_BOUNDS),
        recall=spread(recalls, RECALL_BOUNDS, most=1.0),
        learned=len(studied),
        known_now=sum(
            recall for recall, (part, _) in zip(recalls, studied, strict=True) if part not in failed
        ),
        median_stability=statistics.median(stabilities) if stabilities else None,
    )


def look_ahead(workspace: Workspace, days: int) -> Forecast:
    """The forecast. Far ahead it takes seconds, so a page calls this in a thread.

    Raises:
        LearnmsError: the data cannot be read.
    """
    from learnms.engine.forecast.forecast import outlook  # only for those who look ahead

    return outlook(workspace, days)
