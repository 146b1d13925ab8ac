"""How a search is written, by example, the same for all interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from learnms.engine.voice import Voice

_SHORT = (
    ("infusion rate", "cards with both words"),
    ('"infusion rate"', "cards with the phrase"),
    ("fever or chills", "cards with either word"),
    ("-pregnancy", "exclude this word"),
    ("deck:safety", "one deck; also topic:"),
    ("is:due", "also is:new, is:flagged, is:noted"),
)
_MORE = (
    ("deck:safety", "one deck; also topic: tag: kind:"),
    ("priority:core", "also standard, extra"),
    ("is:due", "also new, learning, young, mature"),
    ("is:suspended", "also buried, flagged, noted"),
    ("is:leech", "also missed, changed, case, draft, orphan"),
    ("prop:lapses>3", "also reps, s, d, r, due"),
    ("rated:7", "in the last 7 days; rated:7:1 for Again"),
    ("(a or b) -c", "group with parentheses"),
)


def examples(voice: Voice) -> tuple[tuple[str, str], ...]:
    """Example searches, each with what it finds."""
    return (*_SHORT[:4], *_MORE) if voice.has_figures else _SHORT


def hint(voice: Voice) -> str:
    """The examples that fit into one line."""
    return (
        "Try: infusion, deck:safety, is:due, prop:lapses>3, -word"
        if voice.has_figures
        else "Try: infusion, deck:safety, is:due, is:flagged"
    )
