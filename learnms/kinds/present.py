"""One attempt at a question, drawn from a seed: the order of options and a calculation's
numbers.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from learnms.kinds.drawn import fill
from learnms.kinds.expression import key, shown
from learnms.kinds.response import Arrange, Ask, Group, Number, Pick, Response, SelfGrade, TypeIn
from learnms.kinds.working import worked

_LEADING_NUMBER = re.compile(
    r"(?P<sign>[-+\u2212]?)(?:(?P<thousands>[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?)|(?P<plain>\d+(?:[.,]\d+)?))\s*(?P<unit>.*)$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Question:
    """An ask as this attempt shows it.

    `order` holds, per group (or for the steps), the deck's indices in the order shown: number 1 on
    the screen is `order[g][0]`. `given` are the drawn numbers. `accepted` are the right answers for
    typed text or a number.
    """

    kind: str
    prompt: str
    response: Response
    seed: int
    order: tuple[tuple[int, ...], ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    accepted: tuple[str, ...] = ()
    full: str | None = None

    @property
    def right_answer(self) -> str:
        """The right answer as shown: the text, the right options one per line, or the steps in
        order.
        """
        match self.response:
            case SelfGrade(answer):
                return answer
            case TypeIn():
                return self.accepted[0]
            case Pick(groups):
                return "\n".join(
                    option.text for group in groups for option in group.options if option.right
                )
            case Arrange(steps):
                return "\n".join(steps)

    @property
    def number(self) -> Number | None:
        """The Number of a calculation; None for every other kind."""
        return self.response.number if isinstance(self.response, TypeIn) else None

    def filled(self, text: str) -> str:
        """A text shown with the question, with the drawn numbers of a calculation."""
        return fill(text, dict(self.given), self.number.places) if self.number is not None else text

    def explained(self, explain: str | None) -> str | None:
        """The explanation of the answer: the worked calculation, if any, and the deck's own
        text.
        """
        working = worked(self.number, dict(self.given)) if self.number is not None else None
        return (
            "\n".join(text for text in (working, self.filled(explain) if explain else None) if text)
            or None
        )

    def shown_json(self) -> dict[str, Any]:
        """The question as shown, for the log: the options in their order, the drawn numbers, the
        seed.
        """
        data: dict[str, Any] = {"seed": self.seed}
        if isinstance(self.response, Pick):
            pairs = zip(self.response.groups, self.order, strict=True)
            data["options"] = [[group.options[i].text for i in order] for group, order in pairs]
        if isinstance(self.response, Arrange):
            data["options"] = [[self.response.steps[i] for i in self.order[0]]]
        if self.given:
            data["given"] = dict(self.given)
        return data


def present(kind: str, ask: Ask, seed: int) -> Question:
    """Draw one attempt. The same seed draws the same attempt."""
    draw = random.Random(seed)  # an explicit generator: nothing global is read or moved
    response = ask.response
    match response:
        case Pick(groups):
            orders = (
                (_order(groups[0], draw),) * len(groups)
                if response.same_order
                else tuple(_order(group, draw) for group in groups)
            )
            return Question(kind, ask.prompt, response, seed, order=orders, full=ask.full)
        case Arrange(steps):
            return Question(
                kind, ask.prompt, response, seed, order=(_shuffled_steps(len(steps), draw),)
            )
        case TypeIn(accepted, number):
            if number is None:
                return Question(kind, ask.prompt, response, seed, accepted=accepted, full=ask.full)
            return _calculation(kind, ask, number, draw, seed)
        case SelfGrade():
            return Question(kind, ask.prompt, response, seed, full=ask.full)


def _calculation(kind: str, ask: Ask, number: Number, draw: random.Random, seed: int) -> Question:
    row = draw.choice(number.rows) if number.rows else ()
    value = key(number.expression, {name: Decimal(value) for name, value in row}, number.places)
    answer = shown(value)
    text = f"{answer} {number.unit_of(value)}".rstrip()
    return Question(
        kind,
        fill(ask.prompt, dict(row), number.places),
        ask.response,
        seed,
        given=row,
        accepted=(text, answer),
    )


def _order(group: Group, draw: random.Random) -> tuple[int, ...]:
    indices = list(range(len(group.options)))
    draw.shuffle(indices)
    if group.last is not None:
        indices.remove(group.last)
    if group.fixed:
        indices.sort()
    elif (numbers := _numbers([group.options[i].text for i in indices])) is not None:
        indices = [
            i for _, i in sorted(zip(numbers, indices, strict=True), key=lambda pair: pair[0])
        ]
    return tuple(indices) if group.last is None else (*indices, group.last)


def _numbers(texts: list[str]) -> list[Decimal] | None:
    """The values of options that are all numbers with the same unit or none; else None."""
    numbers, units = [], set()
    for text in texts:
        match = _LEADING_NUMBER.match(text)
        if match is None:
            return None
        number = Decimal(
            match["thousands"].replace(",", "")
            if match["thousands"]
            else match["plain"].replace(",", ".")
        )
        numbers.append(-number if match["sign"] in ("-", "\u2212") else number)
        units.add(match["unit"].strip())
    return numbers if len(units) == 1 else None


def _shuffled_steps(count: int, draw: random.Random) -> tuple[int, ...]:
    """A random order of the steps, never the right one."""
    indices = list(range(count))
    while count > 1 and indices == sorted(indices):
        draw.shuffle(indices)
    return tuple(indices)
