"""What the learner was certain of and wrong about: the mistakes that are most worth a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.study.event import Rating

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.store.read.answers import Answered
    from learnms.study.event import Part


class ConfidentError(NamedTuple):
    """A part that was answered wrongly with certainty.

    Its question, the latest such day, how often (asked again in the same quiz it is the same time),
    whether it was right since; `is_card` says that a card here has the part: it may be a case's, or
    gone from the decks.
    """

    part: Part
    prompt: str
    day: date
    times: int
    right_since: bool
    is_card: bool


def sure_but_wrong(data: Queries, answers: Iterable[Answered]) -> tuple[ConfidentError, ...]:
    """The parts, those that were not right since first, of these the latest first. Answers come
    in the order of replay.
    """
    found: dict[Part, tuple[date, int, bool]] = {}
    quizzes: dict[Part, bytes | None] = {}
    for answer in answers:
        if answer.kind == "reset" or answer.repeats is not None:
            continue
        known = found.get(answer.part)
        if answer.confidence == "certain" and not _is_right(answer):
            is_same = answer.ref is not None and quizzes.get(answer.part) == answer.ref
            found[answer.part] = answer.day, (known[1] if known else 0) + (not is_same), False
            quizzes[answer.part] = answer.ref
        elif known is not None and _is_right(answer):
            found[answer.part] = known[0], known[1], True
    ordered = sorted(
        found.items(),
        key=lambda item: (item[1][2], -item[1][0].toordinal(), item[0].card, item[0].part or ""),
    )
    return tuple(ConfidentError(part, *_looked_up(data, part, rest)) for part, rest in ordered)


def look_again(
    data: Queries, answers: Iterable[Answered], since: date
) -> tuple[ConfidentError, ...]:
    """The parts whose latest answer was not right, on a day after `since`; the latest first."""
    found: dict[Part, Answered] = {}
    for answer in answers:
        if answer.kind == "reset":
            found.pop(answer.part, None)
        elif answer.repeats is None:
            found[answer.part] = answer
    missed = [answer for answer in found.values() if answer.day > since and not _is_right(answer)]
    missed.sort(
        key=lambda answer: (-answer.day.toordinal(), answer.part.card, answer.part.part or "")
    )
    return tuple(
        ConfidentError(answer.part, *_looked_up(data, answer.part, (answer.day, 1, False)))
        for answer in missed
    )


def _looked_up(
    data: Queries, part: Part, rest: tuple[date, int, bool]
) -> tuple[str, date, int, bool, bool]:
    return (
        prompt_of(data, part),
        *rest,
        any(known.part == part for known in data.library.parts_of(part.card)),
    )


def _is_right(answer: Answered) -> bool:
    if answer.points is not None and answer.max_points is not None:
        return answer.points >= answer.max_points
    return answer.rating is not None and answer.rating > Rating.AGAIN


def prompt_of(data: Queries, part: Part) -> str:
    """The question of a part, of a case's part too; the part's name where nobody knows it."""
    known = data.library.prompt(part)
    if known is not None:
        return known
    row = data.library.card_body(part.card)
    if row is not None and "case" in row.body:
        case = row.body["case"]
        number = next(
            (at for at, step in enumerate(case["parts"], 1) if step["id"] == part.part), None
        )
        if number is not None:
            return f"{case['title']}, part {number}"
    return str(part)
