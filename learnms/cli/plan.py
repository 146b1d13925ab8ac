"""`learnms plan`: the exam plan and its expected outcome."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from learnms.cli.output import print_json, print_table
from learnms.engine import wording as words
from learnms.engine.dates import example, read_day
from learnms.engine.exam import wording as exam_words
from learnms.errors import UsageError

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.exam.readiness import Readiness, TopicReady
    from learnms.engine.workspace import Workspace
    from learnms.settings import ExamPlan


_LEAST_PERCENT = 10
"""Targets from here on are percent; a smaller one is refused as it was typed."""


def plan(context: Context, options: Any) -> int:
    """Show the exam plan, make one, or end it.

    Raises:
        UsageError: the options do not go together, or have no valid values.
    """
    _check(options)
    with context.workspace(to_write=True) as workspace:
        workspace.hand_over()
        if options.end:
            return _end(workspace, as_json=options.json)
        if workspace.settings.is_patient and workspace.settings.exam is None:
            return _not_for_patients(options)
        exam = _asked_for(workspace, options)
        if exam is None and (
            workspace.settings.exam is None or workspace.settings.exam.on <= workspace.today
        ):
            return _print_none(workspace, as_json=options.json)
        return _show(workspace, exam, options)


def _check(options: Any) -> None:
    """Check that a plan is not ended and made, or only tried, at once."""
    others = ("exam", "minutes", "target", "deck", "dry_run")
    for name in others if options.end else ():
        if getattr(options, name) not in (None, [], False):
            message = f"--end and --{name.replace('_', '-')} can't be combined."
            raise UsageError(message, "Use one of them.")


def _show(workspace: Workspace, exam: ExamPlan | None, options: Any) -> int:
    from learnms.engine.exam.readiness import keep, readiness

    is_kept = exam is not None and not options.dry_run
    if is_kept:
        workspace.require_writable()
    expected = readiness(workspace, exam, seed=options.seed)
    if is_kept and exam is not None:
        keep(workspace, exam)
    if options.json:
        print_json(readiness_json(expected, kept=is_kept or exam is None))
    else:
        _print_plan(workspace, expected)
        if exam is not None:
            print(
                ("Plan saved. Reviews follow it from now on." if is_kept else "Nothing was saved."),
                file=sys.stderr,
            )
    return 0


def _asked_for(workspace: Workspace, options: Any) -> ExamPlan | None:
    """The plan that the options describe; None for the current one."""
    from learnms.engine.exam.form import DEFAULT_MINUTES
    from learnms.engine.exam.readiness import made
    from learnms.retention import DEFAULT_TARGET

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
            f"Set the exam date: learnms plan --exam {example(workspace.today)}",
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
        if _LEAST_PERCENT <= options.target <= 100
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
    """Reject exam plans for patients. A plan made earlier can still be shown and ended.

    Raises:
        UsageError: a plan was requested.
    """
    if (
        options.exam is not None
        or options.minutes is not None
        or options.target is not None
        or options.deck
    ):
        raise UsageError(exam_words.NOT_FOR_PATIENTS)
    if options.json:
        print_json(None)
    else:
        print(exam_words.NOT_FOR_PATIENTS)
    return 0


def _end(workspace: Workspace, *, as_json: bool) -> int:
    from learnms.engine.exam.form import NO_PLAN
    from learnms.engine.exam.readiness import end

    workspace.require_writable()
    before = end(workspace)
    if as_json:
        print_json(None)
    else:
        print(
            exam_words.ENDED
            if before is not None
            else exam_words.NOT_FOR_PATIENTS
            if workspace.settings.is_patient
            else NO_PLAN
        )
    return 0


def _print_none(workspace: Workspace, *, as_json: bool) -> int:
    from learnms.engine.exam.form import NO_PLAN

    exam = workspace.settings.exam
    if as_json:
        print_json(
            None
            if exam is None
            else {
                "exam": _exam_json(exam),
                "study_day": workspace.today.isoformat(),
                "over": exam.on < workspace.today,
            }
        )
    elif exam is None:
        print(f"{NO_PLAN} Create one: learnms plan --exam {example(workspace.today)} --minutes 20")
    else:
        print(exam_words.over(exam, workspace.today))
    return 0


def _print_plan(workspace: Workspace, expected: Readiness) -> None:
    voice, titles = workspace.voice, _titles_of(workspace, expected.exam)
    print(
        f"Exam plan: {exam_words.headline(expected.exam, expected.today, voice)}."
        f" {exam_words.asked_for(expected.exam, titles, voice)}"
    )
    for sentence in exam_words.told(expected, voice):
        print(sentence)
    print()
    if title := exam_words.weakest_title(expected):
        print(title)
    head = [["topic", "cards", "expected", "range"]] if voice.has_figures else []
    weakest = exam_words.weakest(expected)
    rows = (
        [_topic_row(row) for row in weakest]
        if voice.has_figures
        else [[row.title or row.deck, exam_words.topic(row, voice)] for row in weakest]
    )
    print_table([*head, *rows], figures=True)


def _topic_row(row: TopicReady) -> list[str]:
    return [
        row.title or row.deck,
        str(row.parts),
        words.percent(row.recall.mean),
        words.between(row.recall.low, row.recall.high),
    ]


def _titles_of(workspace: Workspace, exam: ExamPlan) -> list[str]:
    """The titles of a plan's decks; none where it is for all."""
    titles = {row.deck_id: row.title for row in workspace.queries.deck_files()}
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


def readiness_json(expected: Readiness, *, kept: bool) -> dict[str, Any]:
    """The expected outcome of a plan, by name; shares are from 0 to 1."""
    return {
        "exam": _exam_json(expected.exam),
        "study_day": expected.today.isoformat(),
        "over": False,
        "kept": kept,
        "days_left": expected.days,
        "study_days": expected.study_days,
        "parts": expected.parts,
        "new": expected.new,
        "new_today": expected.new_today,
        "new_per_day": expected.new_per_day,
        "last_new": expected.last_new.isoformat() if expected.last_new else None,
        "recall": expected.recall._asdict(),
        "predictions_off": _off_json(expected),
        "minutes_per_day": expected.minutes,
        "reachable": expected.is_reached,
        "in_time": expected.is_timely,
        "new_until": expected.new_until.isoformat() if expected.new_until else None,
        "left": expected.left,
        "unfit": expected.unfit,
        "minutes_enough": expected.enough,
        "enough_last_new": expected.enough_last.isoformat() if expected.enough_last else None,
        "too_many": expected.too_many,
        "topics": [
            {
                "deck": row.deck,
                "topic": row.title,
                "parts": row.parts,
                "left": row.left,
                "unfit": row.unfit,
                **row.recall._asdict(),
            }
            for row in expected.topics
        ],
    }


def _off_json(expected: Readiness) -> dict[str, Any] | None:
    """The gap of past predictions, if significant: shares from 0 to 1, and the number of
    answers.
    """
    off = expected.off
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
