"""Sentences of a review: its undo, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.wording import count

if TYPE_CHECKING:
    from learnms.study.event import Event

NOTHING = "Nothing to undo today."
_ANSWER = "Undone: your answer to this card. Here it is again."
_ANSWER_ELSEWHERE = "Undone: your latest answer."
_KINDS = {
    "bury": "Undone: no longer buried.",
    "suspend": "Undone: no longer suspended.",
    "flag": "Undone: the flag is as it was.",
    "due": "Undone: the due dates are as before.",
    "note": "Undone: the note is as it was.",
    "reset": "Undone: the card has its memory back.",
}


def taken_back(event: Event | None, *, shown: bool = True) -> str:
    """The sentence about an undone event, or about none. `shown`: its card is on the page."""
    if event is None:
        return NOTHING
    if isinstance(event.data, dict) and event.data.get("on") is False:
        return "Undone: it is as it was before."
    return _KINDS.get(event.kind, _ANSWER if shown else _ANSWER_ELSEWHERE)


# -- the end of a review ---------------------------------------------------------------------------

PRACTICE = "This was practice: every card comes when it would have come."
COUNTS = "It counts: the card is asked again today as in a review."


def more(number: int) -> str:
    """The cards that wait today beyond a review."""
    return f"{count(number, 'more card')} {'waits' if number == 1 else 'wait'} today."


def tomorrow(due: int) -> str:
    """What is due tomorrow, as far as it is known."""
    return (
        f"Tomorrow: {count(due, 'card')} due."
        if due
        else "Nothing is due tomorrow; new cards may come."
    )
