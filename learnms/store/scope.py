"""The scope of queries: which cards, from which decks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from learnms.study.event import Part

CORE, EXTRA = 0, 2
"""The numbers of the first and the last priority of `decks.model.PRIORITIES`."""


class Scope(NamedTuple):
    """The cards that a query covers. `role` is `nurse`, `patient` or None for everything; a deck
    file that was named by the learner shows all its cards. `decks` are deck ids, or None for all.
    Without `extra`, cards of that priority are left out. `region` is where the learner works, or
    None for everywhere. `parts` are the parts to choose from, or None for all.
    """

    role: str | None = None
    decks: frozenset[str] | None = None
    extra: bool = True
    region: str | None = None
    parts: frozenset[Part] | None = None

    def parameters(self) -> dict[str, Any]:
        """The values of `IN_SCOPE`."""
        return {
            "role": self.role,
            "decks": None if self.decks is None else json.dumps(sorted(self.decks)),
            "extra": self.extra,
            "region": self.region,
            "parts": (
                None
                if self.parts is None
                else json.dumps([(card, part or "") for card, part in self.parts])
            ),
        }


EVERYTHING = Scope()
