"""The lower part of the review page: answer, score, explanation, sources."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.engine.question.wording import citation, right_text, sources_in_short, verdict
from learnms.kinds.response import Pick, TypeIn
from learnms.markdown import Line, blocks
from learnms.tui.kit.composite import Barred, Shortest, Sides, Stack
from learnms.tui.kit.content import (
    ACCENT,
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
from learnms.tui.kit.layout import BLANK, EMPTY, INDENT, Ruled
from learnms.tui.question import answer_key
from learnms.tui.question.options import marked_options
from learnms.tui.question.state import is_explained

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.question.views import Feedback, QuestionView
    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.kinds.score import Score
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState

_CITED = 2
"""Sources that are named under an answer."""
_DIFFERENT = "bold underline"
WHY = "why"
"""The anchor of the explanation."""
VERDICT = "verdict"
"""The anchor of the line that says what an answer came to, or of the answer to compare with."""


def shown(item: QuestionView, voice: Voice, *, brief: bool = False) -> list[Entry]:
    """The answer of a self-graded question, to compare with what was recalled. `brief` keeps the
    sources on one line.
    """
    if is_explained(item.question.response):  # its points stand above, where they are ticked
        return [*_why(item), *_sources(item, voice, brief=brief)]
    answer = Barred(Stack(tuple(_bold_first(item.question.right_answer))), KEY, VERDICT)
    entries: list[Entry] = [BLANK, Ruled(INDENT), BLANK, answer]
    if item.question.full and item.question.full != item.question.right_answer:
        entries += [BLANK, *prose(item.question.full)]
    return [*entries, *_why(item), *_sources(item, voice, brief=brief)]


def _bold_first(text: str) -> list[Entry]:
    """An answer whose only or first paragraph is bold, unless it is a list."""
    parts = blocks(text)
    if len(parts) > 1 and isinstance(parts[0], Line) and not parts[0].mark:
        first, _, following = text.strip().partition("\n")
        return [*prose(first, BOLD), *prose(following)]
    return prose(text, BOLD if len(parts) == 1 else "")


def result(
    item: QuestionView,
    state: QuestionState,
    feedback: Feedback,
    today: date,
    voice: Voice,
    *,
    brief: bool = False,
) -> list[Entry]:
    """The result of an answer: the verdict, the explanation, the given and the correct answer.
    `brief` keeps the sources on one line.
    """
    score, question = feedback.score, item.question
    if score is None:
        return shown(item, voice, brief=brief)
    entries: list[Entry] = [BLANK, _banner(item, score, feedback, today, voice), *_why(item)]
    if question.order:
        entries += [BLANK, *marked_options(question, state, voice)]
    elif isinstance(question.response, TypeIn) and feedback.answer is not None:
        entries += _typed(item, feedback.answer.text, score)
    return [*entries, *_sources(item, voice, brief=brief)]


def key(item: QuestionView, state: QuestionState, voice: Voice) -> list[Entry]:
    """The answer key of a question as it stands below an answered one, with no answer judged.

    Args:
        item: the question.
        state: the right options, as if they were picked.
        voice: the wording.
    """
    question = item.question
    if question.order:
        return [BLANK, *marked_options(question, state, voice), *_why(item), *_sources(item, voice)]
    if isinstance(question.response, TypeIn):
        return [BLANK, *answer_key.key(question), *_why(item), *_sources(item, voice)]
    return shown(item, voice)


def _banner(
    item: QuestionView, score: Score, feedback: Feedback, today: date, voice: Voice
) -> Entry:
    """The verdict with its sum and the right answer, the grade, and when the card comes again."""
    words, when = verdict(score, item.question, voice), again(feedback, today, voice)
    sign, style = (
        ("✓ ", RIGHT)
        if score.right
        else ("", ACCENT)
        if not voice.has_figures
        else ("! ", WARN)
        if score.points
        else ("✗ ", WRONG)
    )
    ends = [when]
    if voice.has_figures:
        words = f"{words.rstrip('.')}{points(score)}"
        ends = [voice.grades[feedback.rating], when]
    said = [score.sum if voice.has_figures else "", score.note]
    if feedback.hinted and voice.has_figures:
        said.append("Hint used: Hard at best.")
    if feedback.overridden:
        said.append(f"Your grade: {voice.grades[feedback.rating]}.")
    lines = [plain(f"{sign}{words}", f"{BOLD} {style}")]
    if not score.right and (right := _right(item.question)):
        lines.append(concat(raw("Answer: ", QUIET), inline(right, BOLD)))
    lines += [plain(text, QUIET) for text in said if text]
    rows = zip_longest(lines, (plain(end, QUIET) for end in ends), fillvalue=EMPTY)
    return Barred(Sides(tuple(rows)), f"{BOLD} {style}", VERDICT)


def _right(question: Question) -> str:
    """The right answer on one line, where it is one text or the options of one list; else ''."""
    response = question.response
    if isinstance(response, Pick):
        is_list = response.shape == "list" and len(response.groups) == 1
        return right_text(question) if is_list else ""
    is_typed = isinstance(response, TypeIn)
    return " or ".join(question.right_answer.splitlines()) if is_typed else ""


def points(score: Score) -> str:
    """The points after a verdict, if there is more than one."""
    if score.max_points == 1:
        return ""
    return f", {score.points:g} of {score.max_points:g} points"


def again(feedback: Feedback, today: date, voice: Voice) -> str:
    """When the card is asked next."""
    if feedback.at_end:
        return "again at the end"
    if feedback.again:
        is_practice = feedback.item.practice and not feedback.review
        return "again today" if is_practice else f"{voice.is_due} today"
    if not feedback.review:
        return voice.practice
    days = (feedback.due - today).days
    return f"{voice.is_due} {'tomorrow' if days == 1 else f'in {wording.interval(days)}'}"


def _typed(item: QuestionView, text: str, score: Score) -> list[Entry]:
    """The typed answer against the right one, where they differ underlined."""
    question, width, typed = item.question, 16, text.strip()
    right, is_number = question.right_answer, question.number is not None
    entries: list[Entry] = []
    yours, answer = plain(typed), inline(right, BOLD)
    if not score.right and not is_number and typed and right == answer.plain:
        for is_same, i1, i2, j1, j2 in wording.pieces_of(yours.plain, right):
            if not is_same:
                yours = yours.stylize(_DIFFERENT, i1, i2)
                answer = answer.stylize(_DIFFERENT, j1, j2)
    if typed:
        sign, style = ("✓", RIGHT) if score.right else ("✗", WRONG)
        entries.append(labelled(f"{sign} Your answer", yours, width, style))
    if score.right if is_number else typed not in {"", right}:
        entries.append(labelled("✓ Answer", answer, width, RIGHT))
    others = [] if is_number else question.accepted[1:]
    if others:
        entries.append(labelled("  Also correct", inline(", ".join(others)), width))
    if question.full:
        entries += [BLANK, *prose(question.full)]
    return [BLANK, *entries] if entries else []


def _why(item: QuestionView) -> list[Entry]:
    """The explanation."""
    return [BLANK, Stack(tuple(prose(item.explain)), WHY)] if item.explain else []


def _sources(item: QuestionView, voice: Voice, *, brief: bool = False) -> list[Entry]:
    """The day of the last check and the sources. Without figures, or where `brief` leaves them no
    room on one line, only their number; the card's panel names them.
    """
    if not item.checked and not item.citations:
        return []
    short = paragraph(sources_in_short(item), QUIET)
    if not voice.has_figures:
        return [BLANK, *short]
    cited = [citation(source) for source in item.citations]
    parts = [f"Checked {wording.short_day(item.checked)}"] if item.checked else []
    parts += cited[:_CITED]
    if len(cited) > _CITED:
        parts.append(f"{len(cited) - _CITED} more")
    whole = paragraph(" · ".join(parts), QUIET)
    if not brief:
        return [BLANK, *whole]
    return [BLANK, Shortest(Stack(tuple(whole)), Stack(tuple(short)), 1)]
