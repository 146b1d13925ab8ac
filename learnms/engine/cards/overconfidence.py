"""Mistakes that the learner was certain of, which are the most worth a look."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from learnms.store.read.rows import part_from

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from learnms.engine.queries import Queries
    from learnms.store.read.sums import PartFigures, PartKey
    from learnms.study.event import Part


class ConfidentError(NamedTuple):
    """A part that the learner was certain of and answered wrongly.

    `day` is the latest such day; `times` counts answers in one quiz once; `is_card`: a card of the
    library has the part, which may also be a case's, or gone from the decks.
    """

    part: Part
    prompt: str = ""
    day: date = date.min
    times: int = 1
    right_since: bool = False
    is_card: bool = False


def sure_but_wrong(
    queries: Queries, figures: Mapping[PartKey, PartFigures], cards: Container[PartKey]
) -> tuple[ConfidentError, ...]:
    """These parts: those not right since come first, then the latest. `cards` are the parts of
    the library's cards.
    """
    errors = [
        (bool(known.right_since), known.sure_wrong, key, known.times)
        for key, known in figures.items()
        if known.sure_wrong is not None
    ]
    errors.sort(key=lambda error: error[2])
    errors.sort(key=lambda error: error[1], reverse=True)
    errors.sort(key=lambda error: error[0])
    return tuple(
        _with_prompt(queries, key, day, cards, times=times, right_since=right_since)
        for right_since, day, key, times in errors
    )


def look_again(
    queries: Queries, figures: Mapping[PartKey, PartFigures], cards: Container[PartKey], since: date
) -> tuple[ConfidentError, ...]:
    """The parts whose latest answer was wrong, on a day after `since`; the latest first."""
    missed = sorted(
        (key, known.answered)
        for key, known in figures.items()
        if known.answered is not None and known.answered > since.isoformat() and not known.was_right
    )
    missed.sort(key=lambda one: one[1], reverse=True)
    return tuple(_with_prompt(queries, key, day, cards) for key, day in missed)


def _with_prompt(
    queries: Queries,
    key: PartKey,
    day: str,
    cards: Container[PartKey],
    *,
    times: int = 1,
    right_since: bool = False,
) -> ConfidentError:
    part = part_from(*key)
    return ConfidentError(
        part,
        prompt_of(queries, part),
        date.fromisoformat(day),
        times,
        right_since,
        is_card=key in cards,
    )


def prompt_of(queries: Queries, part: Part) -> str:
    """The question of a card's or case's part; the part's name where no deck has it."""
    known: str | None = queries.library.prompt(part)
    if known is not None:
        return known
    row = queries.library.card_body(part.card)
    if row is not None and "case" in row.body:
        case = row.body["case"]
        number = next(
            (index for index, step in enumerate(case["parts"], 1) if step["id"] == part.part), None
        )
        if number is not None:
            return f"{case['title']}, part {number}"
    return str(part)
