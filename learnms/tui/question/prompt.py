"""The upper part of a question's page: exhibit, prompt, options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.kinds.response import Arrange, Pick, TypeIn
from learnms.tui.kit.content import BOLD, KEY, QUIET, WARN, concat, paragraph, plain, prose, raw
from learnms.tui.kit.layout import BLANK, EMPTY, Heading, Progress, Ruled, Text
from learnms.tui.question.marks import CURSOR, OPTIONS
from learnms.tui.question.options import options
from learnms.tui.question.state import is_explained
from learnms.tui.question.teach_back import points

if TYPE_CHECKING:
    from learnms.engine.question.views import Feedback, QuestionView
    from learnms.engine.voice import Voice
    from learnms.kinds.response import Response
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState

__all__ = ["CURSOR", "OPTIONS", "heading", "instruction", "place_of", "question"]

HIDDEN = "Recall the answer, then press space for the options."


def heading(item: QuestionView) -> list[Entry]:
    """The deck, and how far the review is."""
    marks = [
        word
        for word, on in (
            ("practice", item.practice),
            ("asked again", item.again),
            ("* flagged", item.flagged),
        )
        if on
    ]
    left = concat(plain(item.deck_title, BOLD), *(raw(f" · {mark}", QUIET) for mark in marks))
    right = plain(f"{item.number} of {item.total} · about {item.minutes} min", QUIET)
    return [Heading(left, right), Progress(item.number - 1, item.total)]


def place_of(item: QuestionView) -> tuple[str, str]:
    """The case or the deck, and the place in the case, such as `part 2 of 6 · analyze cues`."""
    if item.case is None or item.case_place is None:
        return item.deck_title, ""
    step = f" · {wording.step(item.step).lower()}" if item.step else ""
    return f"Case: {item.case}", f"part {item.case_place[0]} of {item.case_place[1]}{step}"


def question(
    item: QuestionView,
    state: QuestionState,
    feedback: Feedback | None,
    voice: Voice,
    *,
    answered: bool,
) -> list[Entry]:
    """The question. The prompt is bold until the answer shows."""
    entries: list[Entry] = [BLANK, *_exhibit(item, state)]
    if item.changed and feedback is None:
        entries += [*paragraph("! the answer changed since you learned it", WARN), BLANK]
    entries += prose(item.question.prompt, "" if answered else BOLD)
    how = instruction(item.question.response, kind=item.question.kind)
    if how and not item.question.prompt.rstrip().casefold().endswith(how.casefold()):
        entries += paragraph(how, QUIET)
    if state.hidden:
        entries += [BLANK, *paragraph(HIDDEN, QUIET)]
    elif item.question.order:
        entries += [BLANK, *options(item.question, state, voice, answered=feedback is not None)]
    elif answered and is_explained(item.question.response):
        entries += points(item.question.response, state, voice)
    if state.hint is not None and feedback is None:
        entries += [BLANK, *prose(f"Hint: {state.hint}", QUIET)]
    return entries


def instruction(response: Response, *, kind: str) -> str:
    """What to do, where the question alone does not say it."""
    match response:
        case Arrange():
            return "Put the steps in order."
        case TypeIn(_, number) if number is not None:
            return f"{wording.number_asked(number)}."
        case Pick(_, "grid"):
            return (
                "Choose one in each row."
                if kind == "matrix-one"
                else "Choose any number in each row."
            )
        case Pick(_, "rows"):
            return "Match each item."
        case Pick(_, "sentence"):
            return "Complete the sentence."
        case Pick(_, "passage"):
            return "Select the text. Each wrong selection costs a point."
        case Pick(_, "bowtie"):
            return "Choose two actions, one condition and two parameters to monitor."
        case Pick(_, "columns"):
            return "Select all that apply under each heading."
        case Pick(groups) if len(groups) == 1 and kind != "true-false":
            limit = groups[0].limit
            return (
                "Choose one."
                if limit == 1
                else "Select all that apply."
                if limit is None
                else f"Select {limit}."
            )
    return "Explain it in your own words." if is_explained(response) else ""


def _exhibit(item: QuestionView, state: QuestionState) -> list[Entry]:
    if not item.exhibit:
        return []
    tab = min(state.tab, len(item.exhibit) - 1)
    tabs = [
        raw(f"[ {name} ]", KEY) if here == tab else raw(f"  {name}  ", QUIET)
        for here, (name, _) in enumerate(item.exhibit)
    ]
    more = concat(plain("]", KEY), raw(" next tab", QUIET)) if len(item.exhibit) > 1 else EMPTY
    text = prose(item.exhibit[tab][1])
    return [Text(concat(*tabs), note=more, note_width=11), BLANK, *text, Ruled(), BLANK]
