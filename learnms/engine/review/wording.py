"""Sentences of a review: its undo, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.wording import count, shortened
from learnms.markdown import inline

if TYPE_CHECKING:
    from learnms.engine.question.views import Summary
    from learnms.engine.voice import Voice
    from learnms.study.event import Event

NOTHING = "Nothing to undo today."
_ANSWER = "Undone: your answer to this card. Here it is again."
ANSWER_ELSEWHERE = "Undone: your last answer."
ANSWER_TO = "Undone: your answer to “{prompt}”."
PROMPT = 40
"""Characters of a question that names a card in a sentence."""
_KINDS = {
    "bury": "Undone: no longer {buried}.",
    "suspend": "Undone: no longer {suspended}.",
    "flag": "Undone: flag restored.",
    "due": "Undone: due dates restored.",
    "note": "Undone: note restored.",
    "reset": "Undone: the card is no longer reset.",
}


def taken_back(event: Event | None, voice: Voice, *, shown: bool = True, prompt: str = "") -> str:
    """The sentence about an undone event, or about none. `shown`: its card is on the page; else
    its `prompt` names it.
    """
    if event is None:
        return NOTHING
    if isinstance(event.data, dict) and event.data.get("on") is False:
        return "Undone."
    answer = _ANSWER if shown else ANSWER_TO if prompt else ANSWER_ELSEWHERE
    words = _KINDS.get(event.kind, answer)
    return words.format(**voice.statuses, prompt=shortened(inline(prompt), PROMPT))


# -- a break --------------------------------------------------------------------------------------

BREAK = "Take a break?"
BREAK_SAVED = "Your answers are saved."
BREAK_KEYS = "Enter: go on. q: stop."


def studied(minutes: int) -> str:
    """How long the learner has studied in this run."""
    return f"You have studied {count(minutes, 'minute')}."


# -- the end of a review ---------------------------------------------------------------------------

PRACTICE = "Practice only. Due dates stay the same."
COUNTS = "Counted. You'll see it again today."


def hidden(number: int, voice: Voice) -> str:
    """How many cards were buried: `Hidden until tomorrow.`, `3 cards hidden until tomorrow.`"""
    if number < 2:
        return voice.buried
    return f"{count(number, 'card')} {voice.buried[:1].lower()}{voice.buried[1:]}"


def right(summary: Summary) -> str:
    """How many cards were right the first time: `8 of 10 cards right the first time`."""
    now, others = summary.right_now, summary.settled - summary.right_now
    first = f"{summary.first_time} of {count(others, 'card')} right the first time"
    earlier = f"{count(now, 'card')} right now, missed earlier today"
    return "; ".join([*([first] if others or not now else []), *([earlier] if now else [])])


def more(number: int, voice: Voice) -> str:
    """The cards that wait today beyond a review."""
    return f"{count(number, 'more card')} {'due' if voice.has_figures else 'for'} today."


def tomorrow(due: int, voice: Voice) -> str:
    """What is due tomorrow, as far as it is known."""
    if not voice.has_figures:
        return f"Tomorrow: {count(due, 'card')}." if due else "Tomorrow: perhaps some new cards."
    return (
        f"Tomorrow: {count(due, 'card')} due."
        if due
        else "Tomorrow: nothing due. There may be new cards."
    )


def left(saved: int, waiting: int) -> str:
    """What is said on the terminal at the end: `3 cards saved. 2 left for today.`"""
    rest = f"{waiting} left for today." if waiting else "All done for today."
    return f"{count(saved, 'card')} saved. {rest}"
