"""Sentences and figures of a class's statistics."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from learnms.analysis.items.statistics import LEAST, LEAST_CELL, STABLE
from learnms.engine.wording import KIND_WORDS, between, count, day, percent, step

if TYPE_CHECKING:
    from learnms.analysis.items.statistics import ChoiceStatistics, GroupStatistics, SetStatistics
    from learnms.engine.classroom.report import ClassReport, Question

HIDDEN = f"<{LEAST_CELL}"
"""What stands for a count of 1 to 4 people, of whom each could be known."""
FIGURES = (
    "Difficulty is the mean share of the points: 90% is easy. Discrimination is the correlation of"
    " a question's points with the share of points on all other questions: 0.40 and more is"
    " excellent, below 0.20 is weak, and below 0 suggests a wrong key.",
    "The key is in doubt if learners who chose a wrong option did better elsewhere than those who"
    " chose the right one, by more than chance.",
    f"Questions with fewer than {LEAST} answers have no figures. With fewer than {STABLE}, figures"
    f" are unstable. Counts of 1 to {LEAST_CELL - 1} people are hidden, but totals and shares can"
    " give them away: share a report with the same care as the answers.",
)
"""What the figures mean."""


def headline(report: ClassReport) -> str:
    """`32 learners, 40 questions, 1,280 answers, November 20, 2026.`"""
    parts = [
        count(report.learners, "learner"),
        count(len(report.questions), "question"),
        f"{report.answers:,} {'answer' if report.answers == 1 else 'answers'}",
        days(report),
    ]
    return f"{', '.join(filter(None, parts))}."


def days(report: ClassReport) -> str:
    """`November 20, 2026`, or two such days; '' without answers."""
    ends = [day(date.fromisoformat(text)) for text in (report.first, report.last) if text]
    return " to ".join(dict.fromkeys(ends))


def of_set(one: SetStatistics) -> str:
    """`30 learners answered the same 40 questions: mean 24.3 of 40 points, SD 6.2. KR-20 0.81.
    Standard error of measurement: 2.7 points.`
    """
    reliability = "KR-20" if one.is_kr20 else "Cronbach's alpha"
    alpha = f" {reliability} {decimal(one.alpha)}." if one.alpha is not None else ""
    error = (
        f" Standard error of measurement: {one.error:.1f} points." if one.error is not None else ""
    )
    return (
        f"{count(one.learners, 'learner')} answered the same"
        f" {count(len(one.questions), 'question')}: mean {one.mean:.1f} of {one.most:g} points, SD"
        f" {one.deviation:.1f}.{alpha}{error}"
    )


def decimal(value: float | None) -> str:
    """A correlation or a reliability with two places, `−0.12`; '' without one."""
    if value is None:
        return ""
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "\u2212")


def difficulty(question: Question) -> str:
    """`62%`, or ''."""
    value = question.statistics.difficulty
    return percent(value) if value is not None else ""


def interval(question: Question) -> str:
    """`53–70%`, or ''."""
    ends = question.statistics.interval
    return between(*ends) if ends is not None else ""


def row(question: Question) -> str:
    """The figures of a question: `62%, discrimination 0.31, unstable`."""
    value = decimal(question.statistics.discrimination)
    figures = (difficulty(question), f"discrimination {value}" if value else "", *question.notes)
    return ", ".join(filter(None, figures))


def people(number: int | None) -> str:
    """A count of people; `<5` for a hidden one."""
    return HIDDEN if number is None else f"{number:,}"


def title_of(group: GroupStatistics, report: ClassReport) -> str:
    """A topic's title, or a step in words."""
    return report.titles.get(group.name) or step(group.name)


def topic(question: Question, report: ClassReport) -> str:
    """The title of a question's topic, or its key, or ''."""
    key = question.statistics.topic or ""
    return report.titles.get(key, key)


def words_of(question: Question) -> str:
    """The question, or the id of its card where the library does not have it."""
    return question.text or question.name


def kind(question: Question) -> str:
    """Its kind in words."""
    name = question.statistics.kind
    return KIND_WORDS.get(name, name).replace("{n}", "n")


def option(row: ChoiceStatistics, question: Question) -> str:
    """An option, after the name of its group if that has one."""
    group = row.choice.group
    label = question.labels[group] if group < len(question.labels) else ""
    return f"{label}: {row.choice.text}" if label else row.choice.text


def option_row(row: ChoiceStatistics, question: Question) -> tuple[str, ...]:
    """An option in cells: text, learners, share, mean score elsewhere, doubt."""
    text = option(row, question)
    return (
        f"Key: {text}" if row.right else text,
        f"{people(row.count)} {'learner' if row.count == 1 else 'learners'}",
        percent(row.share) if row.share is not None else "",
        f"{percent(row.rest)} elsewhere" if row.rest is not None else "",
        doubt(row) if row.is_doubtful else "",
    )


ELSEWHERE = "Elsewhere: the mean score of those learners on all other questions."


def doubt(row: ChoiceStatistics) -> str:
    """Why an option speaks against the key."""
    return "avoided by stronger learners" if row.right else "chosen by stronger learners"
