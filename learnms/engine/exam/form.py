"""The exam plan as a form: its rows, and the plan that they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.engine.dates import example
from learnms.engine.form import Action, Date, Fields, Form
from learnms.engine.queries import scope_of
from learnms.engine.wording import long_day, short_day, short_titles
from learnms.errors import UsageError
from learnms.retention import DEFAULT_TARGET, HIGHEST_TARGET, LOWEST_TARGET
from learnms.settings import MOST_MINUTES, ExamPlan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from learnms.engine.form import Row
    from learnms.engine.voice import Voice
    from learnms.engine.workspace import Workspace


MOST_DAYS = 1096
"""The longest plan: three years."""
NO_PLAN = "No exam plan."
DEFAULT_MINUTES = 20


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan that need not have a day yet; `percent` is the recall wanted."""

    on: date | None = None
    minutes: int = DEFAULT_MINUTES
    percent: int = round(100 * DEFAULT_TARGET)
    decks: tuple[str, ...] = ()

    @classmethod
    def of(cls, plan: ExamPlan | None) -> PlanDraft:
        """The draft for a plan; an empty one without a plan."""
        if plan is None:
            return cls()
        return cls(plan.on, plan.minutes, round(100 * plan.target), plan.decks)


def why_not(plan: ExamPlan, today: date) -> UsageError | None:
    """What is wrong with a plan, and what to do about it; None if it is valid."""
    if plan.on == today:
        return UsageError(
            "The exam is today: no days left to plan.",
            f"Choose a later date, such as {example(today)}.",
        )
    if plan.on < today:
        return UsageError(
            f"{short_day(plan.on)} is in the past.",
            f"Choose a later date, such as {example(today)}.",
        )
    if (plan.on - today).days > MOST_DAYS:
        return UsageError(
            f"{short_day(plan.on)} is more than three years away, too far to plan.",
            "Keep up your usual reviews until then.",
        )
    if not 1 <= plan.minutes <= MOST_MINUTES:
        return UsageError(
            f"Minutes a day must be 1 to {MOST_MINUTES}, not {plan.minutes}.", "20 is a good start."
        )
    if not LOWEST_TARGET <= plan.target <= HIGHEST_TARGET:
        return UsageError(
            f"Target recall must be {LOWEST_TARGET:.2f} to {HIGHEST_TARGET:.2f},"
            f" not {plan.target:g}.",
            "0.90 is a good start.",
        )
    return None


def offered_decks(workspace: Workspace) -> list[tuple[str, str]]:
    """The decks that a plan can have: ids and short titles."""
    rows = workspace.queries.decks(scope_of(workspace.settings))
    rows = [row for row in rows if row.total]
    titles = short_titles([row.title for row in rows])
    return [(row.deck_id, title) for row, title in zip(rows, titles, strict=True)]


def day_row(draft: PlanDraft, today: date) -> Date[PlanDraft]:
    """The row of the day of the exam."""

    def problem(on: date) -> str:
        return str(why_not(ExamPlan(on), today) or "")

    return Date("on", "Exam date", today=today, problem=problem, **Fields(draft).bound("on"))


def plan_form(
    draft: PlanDraft,
    decks: Sequence[tuple[str, str]],
    today: date,
    voice: Voice,
    *,
    before: ExamPlan | None = None,
) -> Form[PlanDraft]:
    """The form of a plan; `decks` are ids and titles, `before` is the plan in force."""
    make, recall = Fields(draft), (round(100 * LOWEST_TARGET), round(100 * HIGHEST_TARGET))
    wanted = make.number("percent", "Target recall", recall, step=1, shown="{}%")
    rows: tuple[Row[PlanDraft], ...] = (
        day_row(draft, today),
        make.number("minutes", "Minutes a day", (1, MOST_MINUTES), step=5),
        *((wanted,) if voice.has_figures else ()),
        make.many("decks", "Decks", decks, "None selected: all decks."),
    )
    actions: list[Row[PlanDraft]] = []
    if draft != PlanDraft.of(before) and draft.on is not None:
        actions.append(Action("keep", "Save plan", verb="save"))
    if before is not None:
        ended = "back to the normal schedule"
        actions.append(Action("end", "End plan", about=ended, verb="end"))
    return Form("Exam plan", (rows, tuple(actions)), note=long_day(today))


def planned(draft: PlanDraft, today: date, before: ExamPlan | None) -> ExamPlan | None:
    """The plan that a draft makes; None without a day to plan for."""
    if draft.on is None or (before is not None and draft.on == before.on == today):
        return None
    begun = before.begun if before is not None and before.on == draft.on else today
    return ExamPlan(draft.on, draft.minutes, draft.percent / 100, draft.decks, begun)
