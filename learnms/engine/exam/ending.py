"""After an exam: cards that it held on its day go back to their own days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.queue.exam_days import released
from learnms.study.event import Draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.store.log.writer import Store


def release_overdue(
    queries: Queries, open_store: Callable[[], Store], today: date, on: date
) -> int:
    """Move the parts that an exam held on its day back to their own days; how many there were. The
    store is opened only if there are any.

    Each `due` event refers to the review behind it: undoing that review voids it too, and undo
    never takes it for a change by the learner.

    Raises:
        LearnmsError: nothing can be written here.
    """
    releases = released(queries, today, on)
    if releases:
        open_store().append(
            [
                Draft(
                    kind="due",
                    card=release.part.card,
                    part=release.part.part,
                    due=release.due,
                    ref=release.event,
                )
                for release in releases
            ]
        )
    return len(releases)
