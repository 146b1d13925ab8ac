"""What an exam plan is worth: recall on the morning of the exam, against the plain schedule at
equal answers.

Learners study through the session that `learnms review` uses, day by day. Their memory is FSRS-6
with other weights than the scheduler's, and every card has a factor of its own, so the scheduler is
wrong about each of them, as it is about people.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from learnms.engine.exam.readiness import readiness
from learnms.engine.review.start import start_review
from learnms.study.event import Part, Rating
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS
from tests.bench.figures import Figure
from tests.conftest import Clock
from tests.factories.exam import SECONDS, deck, opened, with_exam

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from learnms.engine.exam.readiness import Range
    from learnms.engine.workspace import Workspace
    from tests.bench.figures import Size

LEARNERS, QUICK_LEARNERS = 10, 2
RETENTIONS = (0.9, 0.8, 0.95)
"""The desired retention of the plain schedule, and others for its recall at other answers."""
MOST_MORE = 3
"""The most minutes a day that the plain schedule gets on top, for as many answers as the plan."""
FIRST_AGAIN = 0.25
FIRST_SPREAD, DECAY_SPREAD, WEIGHT_SPREAD, CARD_SPREAD = 0.4, 0.2, 0.1, 0.5
"""Standard deviations of logarithms: the first stabilities of a learner together, the decay, every
weight by itself, and the stability of a card.
"""
WEEK = 7


class Setting(NamedTuple):
    """So many cards, so many days until the exam, and the minutes of each day. `new` is the plain
    schedule's limit of new cards a day; `wanted` the gain hoped for, in points.

    `is_short`: the plain schedule at 90% leaves cards unseen. The gain is then that against the
    same schedule, with more minutes a day for as many answers; otherwise that against the best of
    its desired retentions.
    """

    name: str
    cards: int
    days: int
    minutes: int
    new: int = 10
    wanted: float = 1.5
    is_short: bool = False


SETTINGS = {
    setting.name: setting
    for setting in (
        Setting("plan-enough-28", 120, 28, 20),
        Setting("plan-enough-40", 200, 40, 12),
        Setting("plan-enough-60", 300, 60, 25),
        Setting("plan-enough-90", 250, 90, 15),
        Setting("plan-short-20", 200, 20, 10, wanted=8.0, is_short=True),
        Setting("plan-enough-21", 300, 21, 20, new=20),
        Setting("plan-short-30", 300, 30, 12, wanted=8.0, is_short=True),
    )
}
"""In 21 days the plain schedule sees every card too and knows 94%; who knows each memory could know
98%.
"""


def true_weights(seed: int) -> tuple[float, ...]:
    """The weights of a learner's memory, within the bounds of py-fsrs."""
    random = Random(f"weights {seed}")
    first, decay = (math.exp(random.gauss(0, s)) for s in (FIRST_SPREAD, DECAY_SPREAD))
    weights = []
    for at, weight in enumerate(DEFAULT_PARAMETERS):
        common = first if at < 4 else decay if at == 20 else 1.0
        low, high = LOWER_BOUNDS_PARAMETERS[at], UPPER_BOUNDS_PARAMETERS[at]
        own = weight * common * math.exp(random.gauss(0, WEIGHT_SPREAD))
        weights.append(min(high, max(low, own)))
    return tuple(weights)


@dataclass(slots=True)
class Learner:
    """Remembers by weights that the scheduler does not have, and grades honestly: Again or Good.

    The stability of a card after its first answer, and after it was forgotten, is multiplied by the
    card's factor. The answers to a card are drawn from the seed, the card and its number of
    answers, so that the same learner meets two schedules with the same luck.
    """

    seed: int
    minutes: int
    answers: int = 0
    last_new: date | None = None
    memory: dict[Part, tuple[float, float, date, int]] = field(default_factory=dict)
    curve: Fsrs6 = field(init=False)

    def __post_init__(self) -> None:
        self.curve = Fsrs6(true_weights(self.seed))

    def studies(self, workspace: Workspace) -> None:
        """Review until nothing is left or the minutes are over; what failed is asked again in any
        case.
        """
        review, before = start_review(workspace), self.answers
        most = self.minutes * 60 / SECONDS
        while review.item is not None and (self.answers - before < most or review.item.again):
            rating = self.rating(review.item.part, review.today)
            review.reveal()
            review.grade(Rating(rating), SECONDS * 1000)
            review.advance()

    def rating(self, part: Part, today: date) -> int:
        """The grade of an answer, which changes the memory."""
        known = self.memory.get(part)
        luck = Random(f"{self.seed} {part} {known[3] if known else 0}").random()
        self.answers += 1
        if known is None:
            self.last_new = today
            rating = 1 if luck < FIRST_AGAIN else 3
            stability, difficulty = self.curve.first(rating)
            stability *= self._factor(part)
        else:
            stability, difficulty, last, _ = known
            elapsed = (today - last).days
            rating = 3 if luck < self.curve.recall(elapsed, stability) else 1
            stability, difficulty = self.curve.after(stability, difficulty, elapsed, rating)
            stability *= self._factor(part) if rating == 1 and elapsed else 1.0
        self.memory[part] = stability, difficulty, today, known[3] + 1 if known else 1
        return rating

    def _factor(self, part: Part) -> float:
        return math.exp(Random(f"{self.seed} {part}").gauss(0, CARD_SPREAD))

    def known(self, day: date, cards: int) -> float:
        """The true mean recall of so many cards, 0 for those never seen."""
        return (
            math.fsum(
                self.curve.recall((day - last).days, stability)
                for stability, _, last, _ in self.memory.values()
            )
            / cards
        )


class Morning(NamedTuple):
    """The morning of an exam: true recall, 0 to 1, the answers until then, the cards never seen,
    the days between the last new card and the exam, and what was predicted at the start and a week
    before.
    """

    recall: float
    answers: int
    unseen: int
    free: int
    predicted: tuple[Range, ...] = ()


def morning(folder: Path, setting: Setting, seed: int, retention: float | None) -> Morning:
    """A learner studies until the morning of the exam: under a plan, or with a desired retention
    alone.
    """
    folder.mkdir()
    clock, learner = Clock(), Learner(seed, setting.minutes)
    ranges: list[Range] = []
    with opened(folder, deck(setting.cards), clock=clock, new_per_day=setting.new) as workspace:
        on = workspace.today + timedelta(days=setting.days)
        if retention is None:
            with_exam(workspace, setting.days, minutes=setting.minutes)
        else:
            workspace.choose(replace(workspace.settings, target=retention))
        while workspace.today < on:
            if retention is None and (on - workspace.today).days in (setting.days, WEEK):
                ranges.append(readiness(workspace, search=False).recall)
            learner.studies(workspace)
            clock.forward(days=1)
    assert learner.last_new is not None
    return Morning(
        learner.known(on, setting.cards),
        learner.answers,
        setting.cards - len(learner.memory),
        (on - learner.last_new).days,
        tuple(ranges),
    )


def at_equal_answers(plain: Sequence[Morning], answers: int) -> float:
    """The recall of the plain schedule at a number of answers: between the two mornings around it,
    by the logarithm of the answers; that of the nearest where none is beyond. It is never less than
    with fewer answers: where minutes are short, more reviews leave cards unseen.
    """
    known = [morning.recall for morning in plain if morning.answers <= answers]
    low = max((m for m in plain if m.answers <= answers), key=lambda m: m.answers, default=None)
    high = min((m for m in plain if m.answers > answers), key=lambda m: m.answers, default=None)
    if low is None:
        assert high is not None
        return high.recall
    if high is not None:
        share = math.log(answers / low.answers) / math.log(high.answers / low.answers)
        known.append(low.recall + share * (high.recall - low.recall))
    return max(known)


def against_plain(setting: Setting, folder: Path, size: Size) -> Figure:
    """The plan's recall on the morning, in percent, beside that of the plain schedule at equal
    answers: at 90% where time is short, else at its best retention.
    """
    plans, plains = list[Morning](), list[Morning]()
    at_usual, at_best = list[float](), list[float]()
    for seed in range(QUICK_LEARNERS if size.quick else LEARNERS):
        plan = morning(folder / f"{seed}", setting, seed, None)
        plain = [morning(folder / f"{seed}-{r}", setting, seed, r) for r in RETENTIONS]
        usual = [plain[0]]
        while usual[-1].answers < plan.answers and len(usual) <= MOST_MORE:
            more = setting._replace(minutes=setting.minutes + len(usual))
            usual.append(morning(folder / f"{seed}+{len(usual)}", more, seed, RETENTIONS[0]))
        plans.append(plan)
        plains.append(plain[0])
        at_usual.append(100 * (plan.recall - at_equal_answers(usual, plan.answers)))
        at_best.append(100 * (plan.recall - at_equal_answers(plain, plan.answers)))
    ours = 100 * statistics.fmean(plan.recall for plan in plans)
    return Figure(
        f"{setting.name}, {setting.cards} cards, {setting.days} days × {setting.minutes} min",
        ours,
        ours - statistics.fmean(at_usual if setting.is_short else at_best),
        f"≥ {setting.wanted:g} points more",
        unit="%",
        note=_note(at_usual, at_best, plans, plains),
    )


def _note(
    at_usual: Sequence[float],
    at_best: Sequence[float],
    plans: Sequence[Morning],
    plains: Sequence[Morning],
) -> str:
    number = len(plans)
    usually, at_least = (
        f"{statistics.fmean(gains):+.1f} ± {statistics.stdev(gains) / math.sqrt(number):.1f} points"
        for gains in (at_usual, at_best)
    )
    answers, usual = (statistics.fmean(m.answers for m in rows) for rows in (plans, plains))
    at_start, in_last_week = (
        sum(plan.predicted[at].low <= plan.recall <= plan.predicted[at].high for plan in plans)
        for at in (0, 1)
    )
    return (
        f"{usually} against the plain schedule at 90% with at least as many answers, {at_least}"
        f" against its best retention at equal answers; {answers:.0f} answers, {usual:.0f} by the"
        " plain schedule at 90%, which knows"
        f" {100 * statistics.fmean(m.recall for m in plains):.1f}%; unseen"
        f" {statistics.fmean(m.unseen for m in plans):.1f} and"
        f" {statistics.fmean(m.unseen for m in plains):.1f}; last new card"
        f" {min(m.free for m in plans)} days before or earlier; within the predicted range:"
        f" {at_start} of {number} from the start, {in_last_week} of {number} a week before"
    )
