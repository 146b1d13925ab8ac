"""The words of the page on which the key delay and the key repeat are tried."""

from __future__ import annotations

TITLE = "Try the keys"
HELP = "Press keys and see which of them count. Change the key delay and the key repeat there."
ABOUT = (
    "Key delay: a press that comes sooner than this after a page appears is ignored. Raise it if"
    " pages go by before you have seen them. At 0 every press counts.",
    "Key repeat: the same key again within this time is the same press. Raise it if one press"
    " counts twice. A second press then counts a little later.",
    "1000 ms is one second.",
)
"""What the two values mean."""
NO_DELAY = "The lines come from a file or another program, so every line counts."


def accepted(key: str, seconds: float) -> str:
    """The sentence about a press that counted, so many seconds after the page appeared."""
    return f"{key}: accepted, {_after(seconds)}"


def ignored(key: str, seconds: float | None) -> str:
    """The sentence about a press that did not count; without seconds it was a repetition."""
    why = "held or doubled key" if seconds is None else _after(seconds)
    return f"{key}: ignored, {why}"


def _after(seconds: float) -> str:
    return f"{max(0, round(1000 * seconds))} ms after the page appeared"
