"""The class as documents: the overview, and a question with its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.classroom import wording as words
from learnms.engine.document import Bar, BarChart, Paragraph, Picture, Rows, Subheading
from learnms.engine.wording import count, percent, step

if TYPE_CHECKING:
    from learnms.analysis.items.statistics import GroupStatistics
    from learnms.engine.classroom.report import ClassReport, Question
    from learnms.engine.document import Block, Document

_HEADS = ("question", "difficulty", "interval", "discrimination", "note")
_MOST_SKIPPED = 20


def overview(report: ClassReport) -> Document:
    """The class as a whole: its scores, its reliability, its topics and steps, what was skipped."""
    blocks: list[Block] = [Paragraph(words.headline(report))]
    blocks += [Paragraph(words.of_set(one)) for one in report.sets]
    if report.doubtful:
        number = count(len(report.doubtful), "question")
        blocks.append(Paragraph(f"The key of {number} is in doubt.", "warn"))
    blocks += _groups("Topics", report.topics, report)
    blocks += _groups("Steps of clinical judgment", report.steps, report)
    if report.scores:
        bars = tuple(
            Bar(f"{10 * at}–{10 * at + 10}%", float(number or 0), words.people(number))
            for at, number in enumerate(report.scores)
        )
        blocks.append(Picture("Scores", chart=BarChart(bars), sentence="Learners by score."))
    blocks += skipped(report)
    return (*blocks, *(Paragraph(text, "quiet") for text in words.FIGURES))


def _groups(title: str, groups: tuple[GroupStatistics, ...], report: ClassReport) -> list[Block]:
    if not groups:
        return []
    rows = tuple(
        (
            words.title_of(group, report),
            percent(group.share) if group.share is not None else "not enough answers",
            count(group.questions, "question"),
            f"{words.people(group.learners)} learners",
        )
        for group in groups
    )
    return [Subheading(title), Rows(rows, align="<>>>")]


def skipped(report: ClassReport) -> list[Block]:
    """The files that were not counted, and why."""
    if not report.skipped:
        return []
    more = len(report.skipped) - _MOST_SKIPPED
    rows = [(path, why) for path, why in report.skipped[:_MOST_SKIPPED]]
    rows += [(f"{more} more", "")] if more > 0 else []
    number = count(len(report.skipped), "file")
    return [Subheading(f"Skipped: {number}"), Rows(tuple(rows))]


def question_page(question: Question, report: ClassReport) -> Document:
    """A question: its figures, and its options with who chose them."""
    one = question.statistics
    about = [words.kind(question), words.topic(question, report), step(one.step or "")]
    blocks: list[Block] = [
        Paragraph(words.words_of(question), "strong"),
        Paragraph(" · ".join(filter(None, (question.name, *about))), "quiet"),
    ]
    blocks += [Paragraph(f"{note.capitalize()}.", "warn") for note in question.notes]
    if not one.is_enough:
        blocks.append(Paragraph(f"{count(one.attempts, 'answer')}. {words.FIGURES[-1]}"))
        return tuple(blocks)
    discrimination = words.decimal(one.discrimination) or "none: all scored the same"
    ends = one.discrimination_interval
    spread = f"{words.decimal(ends[0])} to {words.decimal(ends[1])}" if ends else ""
    figures = [
        ("Answers", f"{one.attempts:,}", ""),
        ("Difficulty", words.difficulty(question), words.interval(question)),
        ("Discrimination", discrimination, ", ".join(filter(None, (spread, one.band)))),
    ]
    figures += [("Mean time", f"{one.seconds:.0f} s", "")] if one.seconds is not None else []
    blocks.append(Rows(tuple(figures)))
    rows = [words.option_row(row, question) for row in one.choices]
    if rows:
        blocks += [Subheading("Options"), Rows(tuple(rows), align="<>>><")]
        blocks.append(Paragraph(words.ELSEWHERE, "quiet"))
    return tuple(blocks)
