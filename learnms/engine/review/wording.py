"""Sentences of a review: its undo, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.wording import count

if TYPE_CHECKING:
    from learnms.engine.voice import Voice
    from learnms.study.event import Event

NOTHING = "Nothing to undo today."
_ANSWER = "Undone: your answer to this card. Here it is again."
ANSWER_ELSEWHERE = "Undone: your last answer."
_KINDS = {
    "bury": "Undone: no longer {buried}.",
    "suspend": "Undone: no longer {suspended}.",
    "flag": "Undone: flag restored.",
    "due": "Undone: due dates restored.",
    "note": "Undone: note restored.",
    "reset": "Undone: the card is no longer reset.",
}


def taken_back(event: Event | None, voice: Voice, *, shown: bool = True) -> str:
    """The sentence about an undone event, or about none. `shown`: its card is on the page."""
    if event is None:
        return NOTHING
    if isinstance(event.data, dict) and event.data.get("on") is False:
        return "Undone."
    words = _KINDS.get(event.kind, _ANSWER if shown else ANSWER_ELSEWHERE)
    return words.format(**voice.statuses)


# -- the end of a review ---------------------------------------------------------------------------

PRACTICE = "Practice only. Due dates stay the same."
COUNTS = "Counted. You'll see it again today."


def more(number: int) -> str:
    """The cards that wait today beyond a review."""
    return f"{count(number, 'more card')} due today."


def tomorrow(due: int) -> str:
    """What is due tomorrow, as far as it is known."""
    return (
        f"Tomorrow: {count(due, 'card')} due."
        if due
        else "Tomorrow: nothing due. There may be new cards."
    )
