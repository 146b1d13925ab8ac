"""The upper part of a question's page: exhibit, prompt, options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.engine.question.wording import gaps
from learnms.kinds.response import Arrange, Pick, TypeIn
from learnms.tui.kit.composite import Shortest, Stack
from learnms.tui.kit.content import BOLD, QUIET, WARN, concat, paragraph, plain, prose, raw
from learnms.tui.kit.layout import BLANK, Heading, Progress
from learnms.tui.question.marks import CURSOR, OPTIONS
from learnms.tui.question.options import open_options
from learnms.tui.question.state import is_explained
from learnms.tui.question.teach_back import points

if TYPE_CHECKING:
    from textual.content import Content

    from learnms.engine.question.views import Feedback, QuestionView
    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.kinds.response import Response
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState

__all__ = ["CURSOR", "OPTIONS", "heading", "instruction", "place_of", "question"]

LONG = 3
"""Lines of a prompt beyond which an answered question shows only its end."""
_SENTENCES = re.compile(r"(?<=[.?!:])\s+(?=[A-Z])")
OWN_WORDS = "Explain it in your own words."
MISSING_WORD = "Think of the missing word."
HIDDEN = "Recall the answer, then press space for the options."


def heading(item: QuestionView, voice: Voice) -> list[Entry]:
    """The deck, and the progress of the review."""
    practice = "practice" if item.practice else ""
    left = title(
        item,
        practice,
        is_again=item.again,
        is_flagged=item.flagged,
        flagged=voice.statuses["flagged"],
    )
    repeat = f"{item.to_repeat} {voice.to_repeat}" if item.to_repeat else ""
    rest = repeat or f"about {item.minutes} min"
    right = plain(f"{item.number} of {item.total} · {rest}", QUIET)
    return [Heading(left, right), Progress(item.number - 1, item.total)]


def title(
    item: QuestionView, *notes: str, is_again: bool, is_flagged: bool, flagged: str = "flagged"
) -> Content:
    """The deck or the case, the region of its rules, and its marks in quiet text."""
    again, flagged = "asked again" if is_again else "", f"* {flagged}" if is_flagged else ""
    marks = filter(None, (item.rules, *notes, again, flagged))
    return concat(plain(place_of(item)[0], BOLD), *(raw(f" · {mark}", QUIET) for mark in marks))


def place_of(item: QuestionView) -> tuple[str, str]:
    """The case or the deck, and the place in the case, such as `Question 2 of 6 · Analyze cues`."""
    if item.case is None or item.case_place is None:
        return item.deck_title, ""
    step = f" · {wording.step(item.step)}" if item.step else ""
    return f"Case: {item.case}", f"Question {item.case_place[0]} of {item.case_place[1]}{step}"


def question(
    item: QuestionView,
    state: QuestionState,
    feedback: Feedback | None,
    voice: Voice,
    *,
    answered: bool,
    roomy: bool = False,
    own: str = "",
) -> list[Entry]:
    """The question with its options, or alone once a score follows. `roomy` sets options two rows
    apart; `own` is what the learner typed, to compare with the key points.
    """
    asked = item.question
    prompt = gaps(asked.prompt, voice)
    if feedback is not None and feedback.score is not None:
        whole, end = (Stack(tuple(prose(text, BOLD))) for text in (prompt, last_sentence(prompt)))
        return [Shortest(whole, end, LONG)]
    entries: list[Entry] = []
    if item.changed and feedback is None:
        entries += [*paragraph("! The answer changed since you learned it.", WARN), BLANK]
    entries += prose(prompt, BOLD)
    how = MISSING_WORD if prompt != asked.prompt else instruction(asked, state)
    if not answered and how:
        entries += paragraph(how, QUIET)
    if state.hidden:
        entries += [BLANK, *paragraph(HIDDEN, QUIET)]
    elif asked.order:
        entries += [BLANK, *open_options(asked, state, voice, roomy=roomy)]
    elif answered and is_explained(asked.response):
        entries += points(asked.response, state, voice, own)
    if state.hint is not None and feedback is None:
        entries += [BLANK, *prose(f"Hint: {state.hint}", QUIET)]
    return entries


def last_sentence(prompt: str) -> str:
    """The end of a long prompt, which asks."""
    paragraphs = [text for text in prompt.splitlines() if text.strip()]
    return f"… {_SENTENCES.split(paragraphs[-1].strip())[-1]}" if paragraphs else ""


def instruction(question: Question, state: QuestionState) -> str:
    """What to do, where the question alone does not say it, and how much of it is done."""
    how = _how(question.response, kind=question.kind)
    prompt = question.prompt.rstrip().casefold()
    if prompt.endswith(how.casefold()) or (how == OWN_WORDS and "in your own words" in prompt):
        how = ""
    return " ".join(part for part in (how, _done(question, state)) if part)


def _done(question: Question, state: QuestionState) -> str:
    """How much is done, where a number of picks or rows is asked for."""
    picked = len(state.picks)
    match question.response:
        case Arrange(steps):
            return f"{picked} of {len(steps)} placed. alt+↑↓ moves a step."
        case Pick(_, "grid" | "rows"):
            width, count = len(question.order[0]), len(question.order)
            return f"{len({place // width for place in state.picks})} of {count} rows answered."
        case Pick(groups, "list") if len(groups) == 1 and (groups[0].limit or 0) > 1:
            return f"{picked} selected."
        case Pick(_, "passage"):
            return f"{picked} selected."
    return ""


def _how(response: Response, *, kind: str) -> str:
    match response:
        case Arrange():
            return "Put the steps in order."
        case TypeIn(_, number) if number is not None:
            return f"{wording.number_asked(number)}."
        case Pick(_, "grid"):
            return (
                "Select one in each row."
                if kind == "matrix-one"
                else "Select all that apply in each row."
            )
        case Pick(_, "rows"):
            return "Match each item."
        case Pick(_, "sentence"):
            return "Complete the sentence."
        case Pick(_, "passage"):
            return "Select the text. Wrong selections cost a point."
        case Pick(_, "bowtie"):
            return "Select two actions, one condition and two parameters to monitor."
        case Pick(_, "columns"):
            return "Select all that apply under each heading."
        case Pick(groups) if len(groups) == 1 and kind != "true-false":
            limit = groups[0].limit
            return (
                "Select one."
                if limit == 1
                else "Select all that apply."
                if limit is None
                else f"Select {limit}."
            )
    return OWN_WORDS if is_explained(response) else ""
