"""Leeches: cards that keep being forgotten. Unlike in Anki they are shown, not suspended."""

from __future__ import annotations

LEECH = 8
"""The number of lapses at which a part becomes a leech."""
RENOTIFY_AFTER = 4
"""The number of further lapses after which the learner is notified again."""


def is_leech(lapses: int) -> bool:
    """Whether a part with this many lapses is a leech."""
    return lapses >= LEECH


def should_notify(lapses: int) -> bool:
    """Whether to tell the learner at this lapse: at the eighth, and at every fourth after it."""
    return lapses >= LEECH and (lapses - LEECH) % RENOTIFY_AFTER == 0
