"""What waits and where: the home screen in plain values. Named tuples, because `due` and `decks` start in a few milliseconds."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class DeckRow(NamedTuple):
    """One deck on the home screen. `due`, `new`, `learned` and `total` count parts; `problems` errors in its file.

    `whole` says that none of them keeps a card from study.
    """

    id: str
    title: str
    path: str
    due: int
    new: int
    learned: int
    total: int
    cards: int = 0
    problems: int = 0
    cases: int = 0
    whole: bool = False


class Home(NamedTuple):
    """The home screen. `due` and `new` are what a review started now would ask; `minutes` is an estimate.

    `later` due cards are left to the coming days; `asks` says that more has gathered than a day's work, and that a review
    begins with the question what to do about it. `paused_until` is the day on which a pause that is on will be over;
    `clock` what is to be said of the machine's clock: that it cannot be right, or that answers wait for their day.
    """

    today: date
    due: int
    new: int
    minutes: int
    decks: tuple[DeckRow, ...]
    troubled: tuple[DeckRow, ...] = ()
    later: int = 0
    asks: bool = False
    paused_until: date | None = None
    clock: str = ""

    @property
    def waiting(self) -> int:
        """Cards for today."""
        return self.due + self.new
