"""The four ways to respond that every kind compiles into.

- `SelfGrade`: the learner compares and grades (flashcard, cloze, teach-back);
- `TypeIn`: text or a number is typed (typed, typed cloze, calculation);
- `Pick`: groups of options with a limit and a rule (single, select, true/false and all that are
  built of these);
- `Arrange`: steps are put in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from decimal import Decimal

Rule = Literal["all-or-nothing", "plus-minus", "each"]
"""How a group scores: the whole group or nothing; right picks minus wrong picks, floor 0; a
point per right pick.
"""

Shape = Literal["list", "rows", "grid", "columns", "sentence", "passage", "bowtie"]
"""The layout of groups: one list; a list per row; a grid whose rows share columns; lists under
headings; blanks in a sentence; marked spans in a passage; the three lists of a bow-tie.
"""

NUMBERED_BLANK = re.compile(r"\{\{(\d+)\}\}")
NUMBERED_SPAN = re.compile(r"\[\[(\d+)\]\]")
"""The signs of a numbered blank and of a numbered span in the text of a `Pick`."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `why` is its own rationale; `unsafe` marks a harmful option."""

    text: str
    right: bool
    why: str | None = None
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Options that are picked together. `limit` is how many picks are taken (None: any number).

    `last` is the index of the option that is always shown last; `fixed` keeps the order of the
    deck.
    """

    options: tuple[Option, ...]
    rule: Rule
    limit: int | None = None
    label: str = ""
    last: int | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """What a calculation asks for.

    `expression` is the formula over the names of `rows`, each row one real case of (name, number as
    written); `places` the decimal places of the answer (None: exact); `within` the tolerance, in
    the first unit of `units`.
    """

    expression: str
    rows: tuple[tuple[tuple[str, str], ...], ...]
    units: tuple[str, ...] = ()
    places: int | None = None
    within: str = "0"

    def unit_of(self, answer: Decimal) -> str:
        """The unit shown after an answer: the first one, or its singular after 1 if that is listed;
        '' without a unit.
        """
        first = self.units[0] if self.units else ""
        is_plural = answer == 1 and first.endswith("s")
        return next(
            (unit for unit in self.units if is_plural and first in (f"{unit}s", f"{unit}es")), first
        )


@dataclass(frozen=True, slots=True)
class SelfGrade:
    """Show the answer, and let the learner grade. `points` are those of a good explanation (teach-
    back).
    """

    answer: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeIn:
    """Type one of the accepted texts, the first of which is shown as the answer; or a number."""

    accepted: tuple[str, ...] = ()
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """Pick among the options of one or more groups.

    `text` is the sentence or passage around them: `{{1}}` stands for the first blank, `[[1]]` for
    the first span. `linked` scores the groups together as reasons of the first (the rationale
    rule); else their points add up. `same_order` shows all groups' options in one order, as they
    are the same.
    """

    groups: tuple[Group, ...]
    shape: Shape = "list"
    text: str | None = None
    linked: bool = False
    same_order: bool = False


@dataclass(frozen=True, slots=True)
class Arrange:
    """Put the steps in order; here they are in the right order."""

    steps: tuple[str, ...]


Response = SelfGrade | TypeIn | Pick | Arrange


@dataclass(frozen=True, slots=True)
class Ask:
    """A prompt and the way to respond. `full` is the whole sentence of a cloze, shown with the
    answer.
    """

    prompt: str
    response: Response
    full: str | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled form: its kind, an ask per part (None: the whole card), and the answer key of each
    part as text.
    """

    kind: str
    asks: tuple[tuple[str | None, Ask], ...]
    keys: tuple[tuple[str | None, str], ...]
    is_draft: bool = False

    def ask(self, part: str | None) -> Ask:
        """The ask of one part.

        Raises:
            KeyError: the form does not ask that part.
        """
        for name, ask in self.asks:
            if name == part:
                return ask
        raise KeyError(part)


def is_scored(response: Response) -> bool:
    """Whether the program scores the answer."""
    return not isinstance(response, SelfGrade)


def wording(ask: Ask) -> str:
    """Everything that the learner reads before answering, as one text. Forms with the same wording
    are the same form.
    """
    response = ask.response
    shown: list[str] = [ask.prompt]
    match response:
        case SelfGrade():
            shown += [response.answer, *response.points]
        case TypeIn(accepted, number):
            shown += (
                accepted
                if number is None
                else [
                    number.expression,
                    *number.units,
                    repr(number.rows),
                    repr(number.places),
                    number.within,
                ]
            )
        case Pick(groups):
            shown.append(response.text or "")
            for group in groups:
                shown += [
                    group.label,
                    str(group.limit),
                    *sorted(f"{option.text}\x1e{option.right}" for option in group.options),
                ]
        case Arrange(steps):
            shown += steps
    return "\x1f".join(shown)
