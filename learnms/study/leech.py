"""Cards that keep being forgotten. They are shown, never silently left out (Anki, which names
them leeches, suspends them).
"""

from __future__ import annotations

LEECH = 8
"""Times forgotten from which on a part is worth a look."""
RENOTIFY_AFTER = 4
"""Times more after which it is worth another one."""


def is_leech(lapses: int) -> bool:
    """Whether a part was forgotten that often."""
    return lapses >= LEECH


def should_notify(lapses: int) -> bool:
    """Whether this is the time to say so: the eighth time, and each fourth after it."""
    return lapses >= LEECH and (lapses - LEECH) % RENOTIFY_AFTER == 0
