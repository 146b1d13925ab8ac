"""Sentences about an undo in a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from learnms.study.event import Event

NOTHING = "There is nothing of today to take back."
_ANSWER = "Taken back: your answer to this card. Here it is again."
_ANSWER_ELSEWHERE = "Taken back: your latest answer."
_KINDS = {
    "bury": "Taken back: the card is not put off any more.",
    "suspend": "Taken back: the card is not left out any more.",
    "flag": "Taken back: the flag is as it was.",
    "due": "Taken back: the cards are due when they were before.",
    "note": "Taken back: the note is as it was.",
    "reset": "Taken back: what was known of the card is known again.",
}


def taken_back(event: Event | None, *, shown: bool = True) -> str:
    """The sentence about an undone event, or about none. `shown`: its card is on the page."""
    if event is None:
        return NOTHING
    if isinstance(event.data, dict) and event.data.get("on") is False:
        return "Taken back: it is as it was before."
    return _KINDS.get(event.kind, _ANSWER if shown else _ANSWER_ELSEWHERE)
