"""Mistakes that the learner was certain of, which are the most worth a look."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from learnms.study.event import Rating

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.engine.queries import Queries
    from learnms.store.read.answers import Answered
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


def sure_but_wrong(queries: Queries, answers: Iterable[Answered]) -> tuple[ConfidentError, ...]:
    """These parts: those not right since come first, then the latest. Answers come in the order of
    replay.
    """
    errors: dict[Part, ConfidentError] = {}
    quizzes: dict[Part, bytes | None] = {}
    for answer in answers:
        if answer.kind == "reset" or answer.repeats is not None:
            continue
        part, known = answer.part, errors.get(answer.part)
        if answer.confidence == "certain" and not _is_right(answer):
            is_same = answer.ref is not None and quizzes.get(part) == answer.ref
            times = (known.times if known is not None else 0) + (not is_same)
            errors[part] = ConfidentError(part, day=answer.day, times=times)
            quizzes[part] = answer.ref
        elif known is not None and _is_right(answer):
            errors[part] = known._replace(right_since=True)
    ordered = sorted(
        errors.values(),
        key=lambda error: (
            error.right_since,
            -error.day.toordinal(),
            error.part.card,
            error.part.part or "",
        ),
    )
    return tuple(_with_prompt(queries, error) for error in ordered)


def look_again(
    queries: Queries, answers: Iterable[Answered], since: date
) -> tuple[ConfidentError, ...]:
    """The parts whose latest answer was wrong, on a day after `since`; the latest first."""
    latest: dict[Part, Answered] = {}
    for answer in answers:
        if answer.kind == "reset":
            latest.pop(answer.part, None)
        elif answer.repeats is None:
            latest[answer.part] = answer
    missed = [answer for answer in latest.values() if answer.day > since and not _is_right(answer)]
    missed.sort(
        key=lambda answer: (-answer.day.toordinal(), answer.part.card, answer.part.part or "")
    )
    return tuple(
        _with_prompt(queries, ConfidentError(answer.part, day=answer.day)) for answer in missed
    )


def _with_prompt(queries: Queries, error: ConfidentError) -> ConfidentError:
    part = error.part
    is_card = any(row.part == part for row in queries.library.parts_of(part.card))
    return error._replace(prompt=prompt_of(queries, part), is_card=is_card)


def _is_right(answer: Answered) -> bool:
    if answer.points is not None and answer.max_points is not None:
        return answer.points >= answer.max_points
    return answer.rating is not None and answer.rating > Rating.AGAIN


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
