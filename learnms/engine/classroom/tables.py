"""The questions of a class for programs: JSON and CSV."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from learnms.exchange.cells import guarded

if TYPE_CHECKING:
    from typing import TextIO

    from learnms.analysis.items.statistics import GroupStatistics
    from learnms.engine.classroom.report import ClassReport, Question

_COLUMNS = (
    *("card", "part", "form", "kind", "topic", "step", "text", "max_points", "attempts"),
    *("difficulty", "difficulty_low", "difficulty_high"),
    *("discrimination", "discrimination_low", "discrimination_high", "seconds", "alarm"),
)


def to_json(report: ClassReport) -> dict[str, Any]:
    """A class by name. Figures without enough answers, and counts of 1 to 4 people, are null."""
    return {
        "learners": report.learners,
        "answers": report.answers,
        "days": [text for text in (report.first, report.last) if text],
        "papers": [
            {"paper": paper, "form": form, "learners": learners}
            for paper, form, learners in report.papers
        ],
        "tests": [
            {
                "questions": len(one.questions),
                "learners": one.learners,
                "max_points": one.most,
                "mean": one.mean,
                "sd": one.deviation,
                "alpha": one.alpha,
                "kr20": one.is_kr20,
                "sem": one.error,
            }
            for one in report.sets
        ],
        "scores": [
            {"from": at / 10, "to": (at + 1) / 10, "learners": number}
            for at, number in enumerate(report.scores)
        ],
        "items": [item_json(question) for question in report.questions],
        "topics": [_group_json(group, report) for group in report.topics],
        "steps": [_group_json(group, report) for group in report.steps],
        "skipped": [{"file": skipped.path, "why": skipped.why} for skipped in report.skipped],
    }


def item_json(question: Question) -> dict[str, Any]:
    """A question by name; `share` and `rest` of its options are 0 to 1."""
    one = question.statistics
    low, high = one.interval or (None, None)
    least, most = one.discrimination_interval or (None, None)
    return {
        "card": one.item.card,
        "part": one.item.part,
        "form": one.item.form,
        "kind": one.kind,
        "topic": one.topic,
        "step": one.step,
        "text": question.text or None,
        "in_library": question.is_here,
        "max_points": one.max_points,
        "attempts": one.attempts,
        "enough": one.is_enough,
        "unstable": one.is_unstable,
        "difficulty": one.difficulty,
        "difficulty_low": low,
        "difficulty_high": high,
        "discrimination": one.discrimination,
        "discrimination_low": least,
        "discrimination_high": most,
        "seconds": one.seconds,
        "alarm": one.is_alarming,
        "options": [
            {
                "group": row.choice.group,
                "text": row.choice.text,
                "right": row.right,
                "count": row.count,
                "share": row.share,
                "rest": row.rest,
                "correlation": row.correlation,
                "doubtful": row.is_doubtful,
            }
            for row in one.choices
        ],
    }


def _group_json(group: GroupStatistics, report: ClassReport) -> dict[str, Any]:
    return {**group._asdict(), "title": report.titles.get(group.name)}


def write_csv(report: ClassReport, stream: TextIO) -> None:
    """A row a question, with the columns of `item_json` and the note. A text that a spreadsheet
    would take for a formula begins with an apostrophe.
    """
    writer = csv.writer(stream)
    writer.writerow([*_COLUMNS, "note"])
    for question in report.questions:
        row = item_json(question)
        cells = [row[name] for name in _COLUMNS]
        writer.writerow(
            [
                guarded(cell) if isinstance(cell, str) else cell
                for cell in (*cells, ", ".join(question.notes))
            ]
        )
