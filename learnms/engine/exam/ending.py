"""After the exam: cards held on its day go back to their own days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.queue.exam_days import freed
from learnms.study.event import Draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.store.log.writer import Store


def free(queries: Queries, open_store: Callable[[], Store], today: date, on: date) -> int:
    """Let the parts that an exam held go back to their own days; how many did. The store is opened
    only where some did.

    Each `due` event names the review that it follows from, so that it falls with it and is no
    change of the learner's that undo would take back.

    Raises:
        LearnmsError: nothing can be written here.
    """
    found = freed(queries, today, on)
    if found:
        open_store().append(
            [
                Draft(
                    kind="due", card=one.part.card, part=one.part.part, due=one.due, ref=one.event
                )
                for one in found
            ]
        )
    return len(found)
