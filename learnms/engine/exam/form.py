"""The exam plan as a form: its rows, and the plan that they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.engine.exam.readiness import DEFAULT_MINUTES, DEFAULT_TARGET, why_not
from learnms.engine.form import Action, Date, Form, Many, Number, setter
from learnms.engine.wording import long_day, short_titles
from learnms.retention import HIGHEST_TARGET, LOWEST_TARGET
from learnms.settings import MOST_MINUTES, ExamPlan
from learnms.store.read.queries import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from learnms.engine.form import Row
    from learnms.engine.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan that need not have a day yet; `percent` is the recall wanted."""

    on: date | None = None
    minutes: int = DEFAULT_MINUTES
    percent: int = round(100 * DEFAULT_TARGET)
    decks: tuple[str, ...] = ()

    @classmethod
    def of(cls, plan: ExamPlan | None) -> PlanDraft:
        """The draft that makes a plan; an empty one where there is none."""
        if plan is None:
            return cls()
        return cls(plan.on, plan.minutes, round(100 * plan.target), plan.decks)


def offered_decks(workspace: Workspace) -> list[tuple[str, str]]:
    """The decks that a plan can have: ids and short titles."""
    rows = workspace.queries.library.decks(Scope(workspace.settings.role))
    rows = [row for row in rows if row.total]
    titles = short_titles([row.title for row in rows])
    return [(row.deck_id, title) for row, title in zip(rows, titles, strict=True)]


def day_row(draft: PlanDraft, today: date) -> Date[PlanDraft]:
    """The row of the day of the exam."""
    return Date(
        name="on",
        label="Exam on",
        value=draft.on,
        today=today,
        put=setter(draft, "on"),
        problem=lambda on: " ".join(why_not(ExamPlan(on), today) or ()),
    )


def plan_form(
    draft: PlanDraft,
    decks: Sequence[tuple[str, str]],
    today: date,
    *,
    patient: bool = False,
    before: ExamPlan | None = None,
) -> Form[PlanDraft]:
    """The form of a plan; `decks` are ids and titles, `before` is the plan in force."""
    rows: list[Row[PlanDraft]] = [
        day_row(draft, today),
        Number(
            name="minutes",
            label="Minutes a day",
            help="How many minutes a day you have.",
            value=draft.minutes,
            low=1,
            high=MOST_MINUTES,
            step=5,
            put=setter(draft, "minutes"),
        ),
        Number(
            name="percent",
            label="Recall wanted",
            help="How many of 100 cards you want to know on that morning.",
            value=draft.percent,
            low=round(100 * LOWEST_TARGET),
            high=round(100 * HIGHEST_TARGET),
            step=1,
            shown="{} %",
            put=setter(draft, "percent"),
        ),
        Many(
            name="decks",
            label="Decks",
            help="Without a choice all are in the plan.",
            items=tuple(decks),
            chosen=draft.decks,
            put=setter(draft, "decks"),
        ),
    ]
    if patient:
        rows = [row for row in rows if row.name != "percent"]
    actions: list[Row[PlanDraft]] = []
    if draft != PlanDraft.of(before) and draft.on is not None:
        kept = "this plan: reviews follow it from then on"
        actions.append(Action(name="keep", label="Keep", about=kept, verb="keep it"))
    if before is not None:
        ended = "the plan: back to the normal schedule"
        actions.append(Action(name="end", label="End", about=ended, verb="end it"))
    return Form("Exam plan", (tuple(rows), tuple(actions)), note=long_day(today))


def planned(draft: PlanDraft, today: date, before: ExamPlan | None) -> ExamPlan | None:
    """The plan that a draft makes; None without a day to plan for."""
    if draft.on is None or (before is not None and draft.on == before.on == today):
        return None
    begun = before.begun if before is not None and before.on == draft.on else today
    return ExamPlan(draft.on, draft.minutes, draft.percent / 100, draft.decks, begun)
