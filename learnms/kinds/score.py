"""Scoring: from an answer to points out of points, with the arithmetic as a sentence.

The rules are those of the NCLEX Next Generation items (NCSBN, "What are the current scoring
models").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from learnms.kinds.number_input import PLAIN_NUMBER, AskBack, is_stray, read_number, unit_key
from learnms.kinds.response import Arrange, Group, Number, Pick, SelfGrade, TypeIn
from learnms.text import fold, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.kinds.present import Question


_LONG_WORD = 6
"""Letters from which one that is off is a slip rather than another word."""
LONGEST = 300
"""Maximum characters of a typed answer. The rest of a longer text is not kept."""


def typed(text: str) -> str:
    """Typed text as stored in an answer: on one line, with control characters spelled out,
    truncated to the maximum length.
    """
    return visible_line(text.strip()[: 2 * LONGEST])[:LONGEST].rstrip()


@dataclass(frozen=True, slots=True)
class Answer:
    """A learner's answer, in one form for all kinds.

    `picks` holds, per group, the deck's indices of the options picked; `order` the deck's indices
    of the steps in the learner's order; `text` what was typed.
    """

    text: str = ""
    picks: tuple[tuple[int, ...], ...] = ()
    order: tuple[int, ...] = ()

    @classmethod
    def empty(cls, question: Question) -> Answer:
        """Whether the answer is empty."""
        return cls(picks=((),) * len(question.order) if isinstance(question.response, Pick) else ())

    @classmethod
    def from_json(cls, question: Question, data: dict[str, Any] | None) -> Answer:
        """The answer that `to_json` wrote for the same question; parts that do not fit are left
        out.
        """
        given = data if isinstance(data, dict) else {}
        places = given.get("picked") or [[] for _ in question.order]
        picked = [
            tuple(order[index] for index in chosen if 0 <= index < len(order))
            for order, chosen in zip(question.order, places, strict=False)
        ]
        match question.response:
            case Pick(groups):
                picked += [()] * (len(question.order) - len(picked))
                return cls(
                    picks=tuple(
                        tuple(sorted(picks[: group.limit]))
                        for group, picks in zip(groups, picked, strict=True)
                    )
                )
            case Arrange():
                return cls(order=picked[0] if picked else ())
            case _:
                return cls(text=str(given.get("text", "")))

    def kept(self) -> Answer:
        """The answer as it is scored and logged, whichever front took it."""
        return replace(self, text=typed(self.text))

    def to_json(self, question: Question) -> dict[str, Any]:
        """The answer for the log, with the options as shown; picks are positions in what was
        shown, from 0.
        """
        data = question.shown_json()
        match question.response:
            case Pick():
                data["picked"] = [
                    sorted(order.index(i) for i in picks)
                    for order, picks in zip(question.order, self.picks, strict=True)
                ]
            case Arrange():
                data["picked"] = [[question.order[0].index(i) for i in self.order]]
            case TypeIn():
                data["text"] = self.text
            case SelfGrade():
                pass
        return data


@dataclass(frozen=True, slots=True)
class Score:
    """Points out of points.

    `arithmetic` is the sum as a sentence, if there is one, such as "3 correct − 1 incorrect = 2 of
    4 points"; `unsafe` says that a pick would harm, `empty` that there was no answer; `note` is an
    extra sentence, such as that the number is right but the unit is not.
    """

    points: float
    max_points: float
    arithmetic: str | None = None
    unsafe: bool = False
    empty: bool = False
    note: str | None = None

    @property
    def sentence(self) -> str | None:
        """The arithmetic as a sentence, with a capital letter and without a period."""
        return self.arithmetic and self.arithmetic[:1].upper() + self.arithmetic[1:]

    @property
    def sum(self) -> str | None:
        """The sentence without the maximum: `3 correct − 1 incorrect = 2`."""
        return (
            self.sentence
            and self.sentence.removesuffix(_points(int(self.points), int(self.max_points)))
            + f"{self.points:g}"
        )

    @property
    def right(self) -> bool:
        """Whether all points were scored."""
        return self.points >= self.max_points


def score(question: Question, answer: Answer) -> Score | AskBack:
    """Score an answer; an ambiguous one is asked again instead.

    Raises:
        ValueError: the question is self-graded.
    """
    match question.response:
        case Pick(groups):
            return _score_picks(groups, answer.picks, linked=question.response.linked)
        case TypeIn(accepted, number):
            return (
                _score_text(accepted, answer.text)
                if number is None
                else _score_number(question, number, answer.text)
            )
        case Arrange(steps):
            return _score_order(len(steps), answer.order)
        case SelfGrade():
            message = "a self-graded question has no score"
            raise ValueError(message)


def _score_picks(
    groups: tuple[Group, ...], picks: tuple[tuple[int, ...], ...], *, linked: bool
) -> Score:
    results = [score_group(group, picked) for group, picked in zip(groups, picks, strict=True)]
    points, most, arithmetic = _linked(results) if linked else _added(results)
    unsafe = any(
        group.options[i].unsafe for group, picked in zip(groups, picks, strict=True) for i in picked
    )
    return Score(points, most, arithmetic, unsafe, empty=not any(picks))


def _added(results: list[tuple[int, int, str | None]]) -> tuple[int, int, str | None]:
    """The sum of the groups' points."""
    points, most = sum(got for got, _, _ in results), sum(maximum for _, maximum, _ in results)
    if len(results) == 1:
        return results[0]
    return points, most, f"{_sum(got for got, _, _ in results)} = {_points(points, most)}"


def _linked(results: list[tuple[int, int, str | None]]) -> tuple[int, int, str | None]:
    """The rationale rule: no points without the anchor; a dyad is one point for the pair, a triad
    one for each right reason.
    """
    anchor, *reasons = [got for got, _, _ in results]
    most = len(reasons)
    points = sum(reasons) if anchor else 0
    total = _points(points, most)
    if most == 1:
        return (
            points,
            most,
            f"{'both blanks right' if points else 'at least one blank wrong'}: {total}",
        )
    return (
        points,
        most,
        f"first blank right, {_sum(reasons)} = {total}"
        if anchor
        else f"first blank wrong: {total}",
    )


def _sum(points: Iterable[int]) -> str:
    return " + ".join(map(str, points))


def _points(points: int, most: int) -> str:
    return f"{points} of {most} {'point' if most == 1 else 'points'}"


def score_group(group: Group, picked: tuple[int, ...]) -> tuple[int, int, str | None]:
    """Points, maximum and arithmetic of one group.

    Raises:
        ValueError: more options were picked than the group takes.
    """
    chosen = set(picked)
    if group.limit is not None and len(chosen) > group.limit:
        message = f"{len(chosen)} picks where {group.limit} are allowed"
        raise ValueError(message)
    keyed = {i for i, option in enumerate(group.options) if option.right}
    right, wrong = len(chosen & keyed), len(chosen - keyed)
    if group.rule == "all-or-nothing":
        return int(chosen == keyed), 1, None
    if group.rule == "each":
        return right, len(keyed), f"{right} correct = {_points(right, len(keyed))}"
    points = max(0, right - wrong)
    equals = ", never below 0:" if right < wrong else " ="
    return (
        points,
        len(keyed),
        f"{right} correct \u2212 {wrong} incorrect{equals} {_points(points, len(keyed))}",
    )


def _score_text(accepted: tuple[str, ...], text: str) -> Score:
    typed, right = fold(text), [fold(text_accepted) for text_accepted in accepted]
    if not typed or typed in right:
        return Score(int(bool(typed)), 1, empty=not typed)
    is_slip = any(is_one_letter_off(typed, one) for one in right)
    return Score(0, 1, note="One letter off." if is_slip else None)


def is_one_letter_off(typed: str, right: str) -> bool:
    """Whether one letter of a longer word is missing, too much or another, or two are swapped."""
    if len(right) < _LONG_WORD:
        return False
    first = _shared(typed, right)
    last = _shared(typed[first:][::-1], right[first:][::-1])
    given, wanted = typed[first : len(typed) - last], right[first : len(right) - last]
    is_swapped = len(given) == 2 and given == wanted[::-1]
    return (given + wanted).isalpha() and (max(len(given), len(wanted)) == 1 or is_swapped)


def _shared(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _score_number(question: Question, number: Number, text: str) -> Score | AskBack:
    if not text.strip():
        return Score(0, 1, empty=True)
    typed = read_number(text)
    if isinstance(typed, AskBack):
        return typed
    is_known = unit_key(typed.unit) in {unit_key(unit) for unit in number.units}
    if not is_known and is_stray(typed.unit):
        return AskBack(PLAIN_NUMBER)
    near = abs(typed.value - Decimal(question.accepted[1])) <= Decimal(number.within)
    if not near:
        return Score(0, 1)
    if typed.unit and number.units and not is_known:
        return Score(0, 1, note=f"Right number, wrong unit: the answer is in {number.units[0]}.")
    return Score(1, 1)


def _score_order(count: int, order: tuple[int, ...]) -> Score:
    if order == tuple(range(count)):
        return Score(1, 1)
    first = next((i for i, step in enumerate(order) if step != i), len(order))
    return Score(
        0,
        1,
        note=f"The first wrong step is number {first + 1}." if order else None,
        empty=not order,
    )
