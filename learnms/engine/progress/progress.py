"""The figures of the progress page: recall, predictions, cards, days, confident errors. Sentences
are in `wording`.
"""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.optimizer.evaluate import is_worth_trying
from learnms.analysis.stats.calibration import calibration
from learnms.analysis.stats.daily import by_day
from learnms.analysis.stats.histogram import RECALL_BOUNDS, STABILITY_BOUNDS, spread
from learnms.analysis.stats.recall import Share, share
from learnms.engine.cards.overconfidence import ConfidentError, look_again, sure_but_wrong
from learnms.engine.progress.groups import Group, groups_of
from learnms.engine.queries import scope_of
from learnms.engine.quiz.start import past_quizzes
from learnms.garbage import collection_paused
from learnms.store.read.sums import part_figures
from learnms.store.scope import Scope
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.stage import STAGES, stage_of
from learnms.study.sums import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from learnms.analysis.stats.calibration import Calibration
    from learnms.analysis.stats.daily import Worked
    from learnms.analysis.stats.histogram import Slot
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.queries import Queries
    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings
    from learnms.store.read.search_rows import SearchDeck
    from learnms.store.read.sums import MemoryFigures, PartFigures, PartKey, Place

LATEST_QUIZZES = 8
RECENT_DAYS = 30
STATES = (*STAGES, "suspended", "orphan")
"""The states of a card; each card is in exactly one."""


@dataclass(frozen=True, slots=True)
class Memories:
    """The learner's memory today.

    `states` counts parts by state. `stability` (days) and `recall` (now, 0 to 1) are histograms of
    the `learned` parts, those in review that are not suspended. `known_now` of these would be
    recalled today; parts that failed today and were not right since would not.
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
    last 30 days. `asked_sure`: the learner was ever asked for confidence. `goal`: the
    desired retention. `suggests_fit`: there are
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
    goal: float
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
    tally: Tally
    figures: Mapping[PartKey, PartFigures]
    memories: list[MemoryFigures]
    places: Mapping[PartKey, Place]
    unseen: int
    failed: set[PartKey]
    decks: list[SearchDeck]
    weights: tuple[float, ...]
    fit_tried_at: int


def gather(workspace: Workspace, decks: Sequence[str] = ()) -> Progress:
    """Compute everything. Chosen decks are added up from their answers, which takes a second for
    a hundred thousand, so a page calls this in a thread.

    Args:
        workspace: the open workspace.
        decks: ids of decks; none for all.

    Raises:
        LearnmsError: the data cannot be read.
    """
    with collection_paused():
        settings = workspace.settings
        with workspace.reading() as queries:
            today = queries.today(workspace.clock, settings)
            read = _read(queries, settings, today, decks)
            sure = sure_but_wrong(queries, read.figures, read.places)
            since = read.today - timedelta(days=RECENT_DAYS)
            again = (
                look_again(queries, read.figures, read.places, since) if settings.is_patient else ()
            )
            quizzes = () if decks or settings.is_patient else quiz_scores(workspace, queries)
        sums = read.tally.sums
        days, by_day_tested = tuple(by_day(sums)), sums.named("trial")
        return Progress(
            today=read.today,
            decks=tuple(row.title for row in read.decks if row.deck_id in decks),
            answers=sum(day.answers for day in days),
            overall=share(by_day_tested.values()),
            recent=share(one for day, one in by_day_tested.items() if day > since.isoformat()),
            groups=groups_of(sums, read.figures, read.places, read.decks),
            calibration=calibration(sums),
            worked_out=sums.one("worked_out").number,
            memories=_memories(read),
            days=days,
            sure=sure,
            again=again,
            asked_sure=bool(sums.one("asked").number),
            goal=settings.target,
            quizzes=quizzes,
            suggests_fit=not decks
            and is_worth_trying(read.fit_tried_at, sums.one("usable").number),
        )


def _read(queries: Queries, settings: Settings, today: date, decks: Sequence[str]) -> _Read:
    sums, weights = queries.sums, queries.weights(today)
    formulas = Fsrs6(weights)
    memories = sums.memories()
    places = sums.places(scope_of(settings)._replace(role=None if decks else settings.role))
    if decks:
        rows = queries.library.quizzable(Scope(None, frozenset(decks)))
        inside = {row.card for row in rows if row.card is not None}
        tally = Tally(formulas).take(sums.of_cards(inside, today))
        figures = part_figures(tally)
        memories = [known for known in memories if known.card in inside]
        mine = {key: place for key, place in places.items() if key[0] in inside}
    else:
        tally = sums.tally(today, formulas)
        figures, mine = sums.part_figures(tally), places
    seen = {(known.card, known.part) for known in memories}
    return _Read(
        today,
        tally,
        figures,
        memories,
        places,
        sum(place.is_offered for key, place in mine.items() if key not in seen),
        {(row.part.card, row.part.part or "") for row in queries.study.failed_parts(today)},
        queries.search_rows.decks(),
        weights,
        queries.fit_tried_at(),
    )


def _state(known: MemoryFigures, place: Place | None) -> str:
    """The state of a part; '' for a new part that is not offered to the learner, or not in the
    library.
    """
    if place is None:
        is_orphan = known.stability is not None or known.is_put_forward or known.is_suspended
        return "orphan" if is_orphan else ""
    if known.is_suspended:
        return "suspended"
    stage_name = stage_of(known.stability, on_one_day=bool(known.is_of_one_day))
    return "" if stage_name == "new" and not place.is_offered else stage_name


def _memories(read: _Read) -> Memories:
    counts, formulas = Counter[str](), Fsrs6(read.weights)
    elapsed: dict[str, int] = {}
    stabilities, recalls, known_now = list[float](), list[float](), 0.0
    for known in read.memories:
        key = known.card, known.part
        state = _state(known, read.places.get(key))
        counts[state] += 1
        if known.stability is None or known.last_day is None or state in ("suspended", "orphan"):
            continue
        days = elapsed.get(known.last_day)
        if days is None:
            last = date.fromisoformat(known.last_day)
            days = elapsed[known.last_day] = max(0, (read.today - last).days)
        recall = formulas.recall(days, known.stability)
        stabilities.append(known.stability)
        recalls.append(recall)
        if key not in read.failed:
            known_now += recall
    counts["new"] += read.unseen
    return Memories(
        states={state: counts[state] for state in STATES},
        stability=spread(stabilities, STABILITY_BOUNDS),
        recall=spread(recalls, RECALL_BOUNDS, most=1.0),
        learned=len(stabilities),
        known_now=known_now,
        median_stability=statistics.median(stabilities) if stabilities else None,
    )


def look_ahead(workspace: Workspace, days: int) -> Forecast:
    """The forecast. Far ahead it takes seconds, so a page calls this in a thread.

    Raises:
        LearnmsError: the data cannot be read.
    """
    from learnms.engine.forecast.forecast import outlook  # only for those who look ahead

    return outlook(workspace, days)
