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
_PROMPT = 40
"""Characters of a question that names a card in a sentence."""
_STATES = {"bury": "buried", "suspend": "suspended", "flag": "flagged", "reset": "reset"}
_VALUES = {"due": "due date", "note": "note"}


def taken_back(
    event: Event | None, voice: Voice, *, shown: bool = True, prompt: str = "", number: int = 1
) -> str:
    """The sentence about an undone event, or about none. `shown`: its card is on the page; else
    its `prompt` names it, or the `number` of cards if it was done to more than one.
    """
    if event is None:
        return NOTHING
    data = event.data if isinstance(event.data, dict) else {}
    is_named = prompt and not shown and "batch" not in data
    cards = f"“{shortened(inline(prompt), _PROMPT)}”" if is_named else ""
    if number > 1:
        cards = count(number, "card")
    state, value = _STATES.get(event.kind), _VALUES.get(event.kind)
    if state is not None:
        word = voice.statuses.get(state, state)
        now = f"{word} again" if data.get("on") is False else f"no longer {word}"
        subject = f"{cards} {'is' if number == 1 else 'are'} " if cards else ""
        return f"Undone: {subject}{now}."
    if value is not None:
        values = f"{value}s" if "batch" in data else value
        return f"Undone: {values}{f' of {cards}' if cards else ''} restored."
    if shown:
        return "Undone: your answer to this card. Here it is again."
    return f"Undone: your answer to {cards}." if cards else "Undone: your last answer."


# -- a break --------------------------------------------------------------------------------------

BREAK = "Take a break?"
BREAK_SAVED = "Your answers are saved."
BREAK_KEYS = "Enter: go on. q: stop."


def studied(minutes: int) -> str:
    """How long the learner has studied in this run."""
    return f"You have studied {count(minutes, 'minute')}."


# -- the end of a review ---------------------------------------------------------------------------

COUNTS = "Counted. You'll see it again today."


def practice_only(voice: Voice) -> str:
    """What practice leaves as it is."""
    return f"Practice only. {voice.dates_stay}"


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
