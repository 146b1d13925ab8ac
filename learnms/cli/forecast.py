"""`learnms forecast` and `learnms plan`: what comes, and being ready by a day."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from learnms.cli.decks import settle
from learnms.engine import wording as words
from learnms.engine.dates import example, read_day
from learnms.engine.exam import wording as exam_words
from learnms.engine.forecast.forecast import WORKLOAD_DAYS, outlook, workload
from learnms.engine.forecast.wording import minutes_a_day
from learnms.errors import UsageError
from learnms.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.cli.context import Context
    from learnms.engine.exam.readiness import Readiness, TopicReady
    from learnms.engine.forecast.forecast import Day, Forecast, Workload
    from learnms.engine.workspace import Workspace
    from learnms.settings import ExamPlan, Settings

FORECAST_DAYS = 30
_BY_DAY = 35
_WEEK = 7


# -- what comes ------------------------------------------------------------------------------------


def forecast(context: Context, options: Any) -> int:
    """Say how many reviews and minutes come; or what other desired retentions would ask for and
    bring.
    """
    with context.workspace() as workspace:
        settle(workspace)
        if options.workload:
            found = workload(
                workspace, WORKLOAD_DAYS if options.days is None else options.days, options.seed
            )
            (
                _print_json(_workload_json(workspace, found))
                if options.json
                else _say_workload(found, patient=workspace.settings.is_patient)
            )
        else:
            ahead = outlook(
                workspace, FORECAST_DAYS if options.days is None else options.days, options.seed
            )
            (
                _print_json(_outlook_json(workspace, ahead, options.seed))
                if options.json
                else _say_outlook(ahead, workspace.settings)
            )
    return 0


def _outlook_json(workspace: Workspace, ahead: Forecast, seed: int) -> dict[str, Any]:
    days = [
        {
            "day": one.on.isoformat(),
            "reviews": one.reviews,
            "low": one.low,
            "high": one.high,
            "minutes": one.minutes,
        }
        for one in ahead.days
    ]
    return {
        "study_day": workspace.today.isoformat(),
        "seed": seed,
        "minutes_per_day": ahead.minutes_per_day,
        "days": days,
    }


def _say_outlook(ahead: Forecast, settings: Settings) -> None:
    length, patient = 1 if len(ahead.days) <= _BY_DAY else _WEEK, settings.is_patient
    print(
        f"The next {words.count(len(ahead.days), 'day')}: {minutes_a_day(ahead.minutes_per_day)}."
    )
    if not patient:
        print("If you do each day what waits, between “low” and “high” come, 8 times out of 10.")
    if settings.session_minutes:
        print(
            f"Reviews end after {words.count(settings.session_minutes, 'minute')}, one a day; an"
            " exam plan goes by its own minutes."
        )
    rows = [
        [
            "day" if length == 1 else "week from",
            "cards a day",
            *([] if patient else ["low", "high"]),
            "minutes a day",
        ]
    ]
    for at in range(0, len(ahead.days), length):
        days = ahead.days[at : at + length]
        cards, low, high, minutes = (
            sum(values) / len(days) for values in zip(*map(_figures, days), strict=True)
        )
        rows.append(
            [
                words.short_day(days[0].on),
                f"{cards:.0f}",
                *([] if patient else [f"{low:.0f}", f"{high:.0f}"]),
                f"{minutes:.0f}",
            ]
        )
    _print_table(rows)


def _figures(one: Day) -> tuple[float, float, float, float]:
    return one.reviews, one.low, one.high, one.minutes


def _workload_json(workspace: Workspace, found: Workload) -> dict[str, Any]:
    levels = [
        {
            "target": one.target,
            "minutes_per_day": one.minutes_per_day,
            "reviews_per_day": one.reviews_per_day,
            "remembered": one.remembered,
        }
        for one in found.levels
    ]
    return {
        "study_day": workspace.today.isoformat(),
        "days": found.days,
        "parts": found.parts,
        "current": found.current,
        "levels": levels,
    }


_EFFORT = ("easy-going", "light", "steady", "thorough", "very thorough")
"""The levels for those who see no per cents."""


def _say_workload(found: Workload, *, patient: bool) -> None:
    until = f"In {words.count(found.days, 'day')} from now, "
    print(
        until
        + (
            "by how much you put in:"
            if patient
            else (
                "without an exam plan, by how likely a card should still be known when it comes"
                " back:"
            )
        )
    )
    head = (
        ["effort", "minutes a day", "then known"]
        if patient
        else ["desired retention", "minutes a day", "cards a day", "cards remembered"]
    )
    rows = [head]
    for name, one in zip(_EFFORT, found.levels, strict=True):
        minutes = f"{one.minutes_per_day:.1f}"
        if patient:
            rows.append([name, minutes, exam_words.known(one.remembered / max(1, found.parts))])
        else:
            rows.append(
                [
                    f"{one.target:.2f}",
                    minutes,
                    f"{one.reviews_per_day:.0f}",
                    f"{one.remembered:.0f} of {found.parts}",
                ]
            )
    _print_table(rows)
    if not patient:
        print(
            f"Yours is {found.current:.2f}; it is changed in the settings. Remembered is the mean"
            " of the second half."
        )


# -- ready by a day --------------------------------------------------------------------------------


def plan(context: Context, options: Any) -> int:
    """Show the exam plan, make one, or end it."""
    with context.workspace(to_write=True) as workspace:
        settle(workspace)
        if options.end:
            return _end(workspace, as_json=options.json)
        if workspace.settings.is_patient and workspace.settings.exam is None:
            return _not_for_patients(options)
        made = _asked_for(workspace, options)
        if made is None and (
            workspace.settings.exam is None or workspace.settings.exam.on <= workspace.today
        ):
            return _say_none(workspace, as_json=options.json)
        return _show(workspace, made, options)


def _show(workspace: Workspace, made: ExamPlan | None, options: Any) -> int:
    from learnms.engine.exam.readiness import keep, readiness

    is_kept = made is not None and not options.dry_run
    if is_kept:
        workspace.require_writable()
    found = readiness(workspace, made, seed=options.seed)
    if is_kept and made is not None:
        keep(workspace, made)
    if options.json:
        _print_json(readiness_json(found, kept=is_kept or made is None))
    else:
        _say_plan(workspace, found)
        if made is not None:
            print(
                (
                    "The plan is kept: reviews go by it from now on."
                    if is_kept
                    else "Nothing was kept."
                ),
                file=sys.stderr,
            )
    return 0


def _asked_for(workspace: Workspace, options: Any) -> ExamPlan | None:
    """The plan that the words ask for; None where they ask for the one in force."""
    from learnms.engine.exam.readiness import DEFAULT_MINUTES, DEFAULT_TARGET, made

    before = workspace.settings.exam
    if (
        options.exam is None
        and options.minutes is None
        and options.target is None
        and not options.deck
    ):
        return None
    if options.exam is None and before is None:
        raise UsageError(
            "There is no exam plan to change.",
            f"Name the day of the exam: learnms plan --exam {example(workspace.today)}",
        )
    on = (
        read_day(options.exam, workspace.today)
        if options.exam is not None
        else before.on
        if before is not None
        else workspace.today
    )
    minutes, target, decks = (
        (before.minutes, before.target, before.decks)
        if before is not None
        else (DEFAULT_MINUTES, DEFAULT_TARGET, ())
    )
    wanted = (
        target
        if options.target is None
        else options.target / 100
        if 1 < options.target <= 100
        else options.target
    )
    return made(
        workspace,
        on,
        minutes if options.minutes is None else options.minutes,
        wanted,
        options.deck or decks,
    )


def _not_for_patients(options: Any) -> int:
    """One sentence: a patient has no exam to be ready for. A plan from before they said so can
    still be seen and ended.

    Raises:
        UsageError: a plan was asked for.
    """
    if (
        options.exam is not None
        or options.minutes is not None
        or options.target is not None
        or options.deck
    ):
        raise UsageError(exam_words.NOT_FOR_PATIENTS)
    if options.json:
        _print_json(None)
    else:
        print(exam_words.NOT_FOR_PATIENTS)
    return 0


def _end(workspace: Workspace, *, as_json: bool) -> int:
    from learnms.engine.exam.readiness import end

    workspace.require_writable()
    before = end(workspace)
    if as_json:
        _print_json(None)
    else:
        print(
            exam_words.ENDED
            if before is not None
            else exam_words.NOT_FOR_PATIENTS
            if workspace.settings.is_patient
            else exam_words.NONE
        )
    return 0


def _say_none(workspace: Workspace, *, as_json: bool) -> int:
    exam = workspace.settings.exam
    if as_json:
        _print_json(
            None
            if exam is None
            else {
                "exam": _exam_json(exam),
                "study_day": workspace.today.isoformat(),
                "over": exam.on < workspace.today,
            }
        )
    elif exam is None:
        print(
            f"{exam_words.NONE} Make one with: learnms plan --exam {example(workspace.today)}"
            " --minutes 20"
        )
    else:
        print(exam_words.over(exam, workspace.today))
    return 0


def _say_plan(workspace: Workspace, found: Readiness) -> None:
    patient, titles = workspace.settings.is_patient, titles_of(workspace, found.exam)
    print(
        f"Exam plan: {exam_words.headline(found.exam, found.today)}."
        f" {exam_words.asked_for(found.exam, titles, patient=patient)}"
    )
    for sentence in exam_words.told(found, patient=patient):
        print(sentence)
    print()
    if title := exam_words.weakest_title(found):
        print(title)
    head = [] if patient else [["topic", "cards", "expected", "range"]]
    weakest = exam_words.weakest(found)
    rows = (
        [[row.title or row.deck, exam_words.known(row.recall.mean)] for row in weakest]
        if patient
        else [_topic_row(row) for row in weakest]
    )
    _print_table([*head, *rows])


def _topic_row(row: TopicReady) -> list[str]:
    return [
        row.title or row.deck,
        str(row.parts),
        words.percent(row.recall.mean),
        exam_words.between(row.recall),
    ]


def titles_of(workspace: Workspace, exam: ExamPlan) -> list[str]:
    """The titles of a plan's decks; none where it is for all."""
    titles = {row.deck_id: row.title for row in workspace.data.library.decks()}
    return [titles.get(deck, deck) for deck in exam.decks]


def _exam_json(exam: ExamPlan) -> dict[str, Any]:
    begun = exam.begun.isoformat() if exam.begun is not None else None
    return {
        "date": exam.on.isoformat(),
        "minutes": exam.minutes,
        "target": exam.target,
        "decks": list(exam.decks),
        "begun": begun,
    }


def readiness_json(found: Readiness, *, kept: bool) -> dict[str, Any]:
    """What a plan leads to, by name; shares are 0 to 1."""
    return {
        "exam": _exam_json(found.exam),
        "study_day": found.today.isoformat(),
        "over": False,
        "kept": kept,
        "days_left": found.days,
        "parts": found.parts,
        "new": found.new,
        "new_today": found.new_today,
        "new_per_day": found.new_per_day,
        "last_new": found.last_new.isoformat() if found.last_new else None,
        "recall": found.recall._asdict(),
        "predictions_off": _off_json(found),
        "minutes_per_day": found.minutes,
        "reachable": found.is_reached,
        "in_time": found.is_timely,
        "new_until": found.new_until.isoformat() if found.new_until else None,
        "left": found.left,
        "unfit": found.unfit,
        "minutes_enough": found.enough,
        "topics": [
            {
                "deck": row.deck,
                "topic": row.title,
                "parts": row.parts,
                "left": row.left,
                **row.recall._asdict(),
            }
            for row in found.topics
        ],
    }


def _off_json(found: Readiness) -> dict[str, Any] | None:
    """How past predictions fitted, where they were off by more than chance explains: shares of 0
    to 1, and of how many.
    """
    off = found.off
    return (
        None
        if off is None
        else {
            "n": off.share.n,
            "predicted": off.predicted,
            "remembered": off.share.rate,
            "gap": off.gap,
            "interval": off.gap_interval,
        }
    )


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=True))


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns; figures at the right."""
    cleaned = [[visible_line(cell) for cell in row] for row in rows]
    widths = (
        [max(len(row[at]) for row in cleaned) for at in range(len(cleaned[0]))] if cleaned else []
    )
    for row in cleaned:
        cells = [
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
