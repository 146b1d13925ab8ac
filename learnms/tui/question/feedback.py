"""The lower part of the review page: answer, score, explanation, sources, grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.engine.question.wording import citation, verdict
from learnms.engine.voice import grades_of
from learnms.kinds.response import TypeIn
from learnms.markdown import Line, blocks
from learnms.tui.kit.content import (
    BOLD,
    KEY,
    QUIET,
    RIGHT,
    WARN,
    WRONG,
    concat,
    inline,
    labelled,
    paragraph,
    plain,
    prose,
    raw,
)
from learnms.tui.kit.layout import BLANK, INDENT, MEASURE, Columns, Press, Text
from learnms.tui.question.state import is_explained

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.question.views import Feedback, QuestionView
    from learnms.engine.voice import Voice
    from learnms.kinds.score import Score
    from learnms.settings import Settings
    from learnms.tui.kit.layout import Entry

VERDICT = "verdict"
"""The anchor of the line that says what an answer came to."""


def shown(item: QuestionView, voice: Voice) -> list[Entry]:
    """The answer of a self-graded question, to compare with what was recalled."""
    if is_explained(item.question.response):  # its points stand above, where they are ticked
        return reasons(item, voice)
    entries: list[Entry] = [BLANK, BLANK, *_bold_first(item.question.right_answer)]
    if item.question.full and item.question.full != item.question.right_answer:
        entries += [BLANK, *prose(item.question.full)]
    return entries + reasons(item, voice)


def _bold_first(text: str) -> list[Entry]:
    """An answer whose only or first paragraph is bold, unless it is a list."""
    parts = blocks(text)
    if len(parts) > 1 and isinstance(parts[0], Line) and not parts[0].mark:
        first, _, following = text.strip().partition("\n")
        return [*prose(first, BOLD), *prose(following)]
    return prose(text, BOLD if len(parts) == 1 else "")


def result(item: QuestionView, feedback: Feedback, today: date, voice: Voice) -> list[Entry]:
    """The result of a scored answer."""
    entries: list[Entry] = [BLANK]
    score = feedback.score
    if (
        isinstance(item.question.response, TypeIn)
        and feedback.answer is not None
        and score is not None
    ):
        entries += [*_typed(item, feedback.answer.text, score), BLANK]
    if score is not None:
        entries.append(_verdict(score, feedback, today, voice))
        if score.note:
            entries += paragraph(score.note)
    if feedback.hinted and voice.has_figures:
        entries += paragraph("A hint was used: Hard at best.", QUIET)
    if feedback.overridden:
        entries += paragraph(f"Graded by you: {voice.grades[feedback.rating]}.", QUIET)
    return entries + reasons(item, voice)


def _verdict(score: Score, feedback: Feedback, today: date, voice: Voice) -> Entry:
    """Right or not, or the points, and when the card comes again."""
    words = verdict(score, voice)
    if score.right:
        text = plain(f"✓ {words}", f"{BOLD} {RIGHT}")
    elif not voice.has_figures:
        text = plain(words, BOLD)
    elif score.points:
        text = plain(f"! Partly: {points(score)}", f"{BOLD} {WARN}")
    else:
        text = plain(f"✗ {(not score.empty and score.sentence) or words}", f"{BOLD} {WRONG}")
    if score.right and score.sentence and score.max_points > 1 and voice.has_figures:
        text = concat(text, raw(f" {score.sentence}", QUIET))
    when = again(feedback, today)
    return Text(text, note=plain(when, QUIET), note_width=len(when) + 1, anchor=VERDICT)


def points(score: Score) -> str:
    """The points in words."""
    return score.arithmetic or f"{score.points:g} of {score.max_points:g} points"


def again(feedback: Feedback, today: date) -> str:
    """When the card is asked next."""
    if feedback.at_end:
        return "asked again at the end"
    if feedback.again:
        return (
            "asked once more"
            if feedback.item.practice and not feedback.review
            else "asked again today"
        )
    if not feedback.review:
        return "practice"
    days = (feedback.due - today).days
    return "next tomorrow" if days == 1 else f"next in {wording.interval(days)}"


def _typed(item: QuestionView, text: str, score: Score) -> list[Entry]:
    """The typed answer against the right one, with the difference in brackets rather than color."""
    right = item.question.right_answer
    width = 14
    entries: list[Entry] = []
    if text.strip():
        sign = "✓" if score.right else "✗"
        entries.append(
            labelled(f"{sign} you typed", plain(text), width, RIGHT if score.right else WRONG)
        )
    is_number = (
        isinstance(item.question.response, TypeIn) and item.question.response.number is not None
    )
    if not score.right or is_number or text.strip() != right:
        entries.append(labelled("✓ correct", inline(right, BOLD), width, RIGHT))
    if not score.right and not is_number and text.strip():
        entries.append(
            labelled("  compared", plain(wording.difference(text.strip(), right)), width)
        )
        entries.append(
            Text(
                plain("[ ] does not belong, { } is missing", QUIET),
                indent=INDENT + width,
                measure=MEASURE - width,
            )
        )
    others = [accepted for accepted in item.question.accepted[1:] if not is_number]
    if others:
        entries.append(labelled("  or", inline(", ".join(others)), width))
    return entries


def reasons(item: QuestionView, voice: Voice) -> list[Entry]:
    """The explanation and the sources with the day they were checked; without figures only
    their number.
    """
    entries: list[Entry] = []
    if item.explain:
        entries += [BLANK, *prose(item.explain)]
    if not voice.has_figures:
        short = wording.sources_in_short(item)
        return [*entries, *([BLANK, *paragraph(short, QUIET)] if short else [])]
    cited = [citation(source) for source in item.citations]
    if item.checked is not None:
        checked = f"checked {wording.short_day(item.checked)}"
        cited = [*cited[:-1], f"{cited[-1]} · {checked}"] if cited else [checked]
    if cited:
        entries.append(BLANK)
        for line in cited:
            entries += paragraph(line, QUIET)
    return entries


def grades(item: QuestionView, settings: Settings) -> list[Entry]:
    """The grade buttons, each with its interval unless this is practice."""
    cells = []
    for number, (rating, word) in enumerate(grades_of(settings).items(), 1):
        name = concat(plain(str(number), KEY), raw(f" {word}", BOLD))
        texts = (
            (name,)
            if settings.is_patient or item.practice
            else (name, plain(wording.interval(item.intervals[rating]), QUIET))
        )
        cells.append((texts, Press("grade", str(number))))
    return [BLANK, Columns(tuple(cells), widest=36 if len(cells) == 2 else 17)]
