"""The derived table `counted`: the events that count, each with the card and part that it belongs
to now.

`study.replay` decides what counts; queries read this table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from learnms.store.tables import COUNTED, DIALECT, EVENT
from learnms.study.event import last_counting_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from uuid import UUID

    from learnms.store.log.statements import Ledger
    from learnms.study.event import Event, Part
    from learnms.study.replay import Relinks

_NEW = insert(COUNTED)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["learner_id", "id"],
    set_={"card": _NEW.excluded.card, "part": _NEW.excluded.part},
)
# Every answer runs it: given to sqlite3 itself it takes a tenth of the time.
_ADD = str(_NEW.compile(dialect=DIALECT))
_MINE = COUNTED.c.learner_id == bindparam("learner")
_REMOVE = COUNTED.delete().where(_MINE, COUNTED.c.id == bindparam("ident"))
_ADD_ALL = insert(COUNTED).from_select(
    ["learner_id", "id", "card", "part"],
    select(EVENT.c.learner_id, EVENT.c.id, EVENT.c.card, EVENT.c.part).where(
        EVENT.c.learner_id == bindparam("learner"), EVENT.c.study_day <= bindparam("limit")
    ),
)
_MOVE = (
    COUNTED.update()
    .where(
        _MINE,
        COUNTED.c.id.in_(
            select(EVENT.c.id).where(
                EVENT.c.learner_id == bindparam("learner"),
                EVENT.c.card == bindparam("source_card"),
                EVENT.c.part.is_not_distinct_from(bindparam("source_part")),
            )
        ),
    )
    .values(card=bindparam("to_card"), part=bindparam("to_part"))
)


def add(ledger: Ledger, event: Event, relinks: Relinks) -> None:
    """Note that an event of the log counts."""
    ledger.raw.execute(_ADD, _row(ledger, event, relinks))


def settle(ledger: Ledger, ids: Collection[UUID], log: Iterable[Event], relinks: Relinks) -> None:
    """Note which of these events count: those that are among the counting ones in `log`."""
    counts = {event.id: event for event in log}
    rows = [_row(ledger, counts[ident], relinks) for ident in ids if ident in counts]
    gone = [{"learner": ledger.learner_id, "ident": ident.bytes} for ident in ids - counts.keys()]
    if rows:
        ledger.run(_PUT, rows)
    if gone:
        ledger.run(_REMOVE, gone)


def move(ledger: Ledger, sources: Iterable[Part], relinks: Relinks) -> None:
    """Reassign the events of these parts to the part that they belong to now."""
    rows = [
        {
            "learner": ledger.learner_id,
            "source_card": source.card,
            "source_part": source.part,
            "to_card": owner.card,
            "to_part": owner.part,
        }
        for source in sources
        for owner in (relinks.owner(source),)
    ]
    if rows:
        ledger.run(_MOVE, rows)


def rebuild(ledger: Ledger, void: Iterable[bytes], relinks: Relinks, today: date) -> None:
    """Replace the table with the result of the log: every event up to tomorrow but the void ones,
    by their stored ids, handed over as the relinks say.
    """
    ledger.run(COUNTED.delete(), {})
    limit = last_counting_day(today).isoformat()
    ledger.run(_ADD_ALL, {"learner": ledger.learner_id, "limit": limit})
    gone = [{"learner": ledger.learner_id, "ident": ident} for ident in void]
    if gone:
        ledger.run(_REMOVE, gone)
    move(ledger, relinks.target, relinks)


def _row(ledger: Ledger, event: Event, relinks: Relinks) -> dict[str, object]:
    owner = relinks.owner(event.owner) if event.owner is not None else None
    return {
        "learner_id": ledger.learner_id,
        "id": event.id.bytes,
        "card": owner and owner.card,
        "part": owner and owner.part,
    }
