"""Questions that tests pose, no deck around them."""

from __future__ import annotations

from learnms.kinds.present import Question, present
from learnms.kinds.response import Ask, Group, Number, Option, Pick, Rule, TypeIn


def group(right: int, wrong: int, rule: Rule = "plus-minus", limit: int | None = None) -> Group:
    """Options `right 0`, `right 1` … and `wrong 0` …, the right ones first."""
    options = [Option(f"right {number}", True) for number in range(right)] + [
        Option(f"wrong {number}", False) for number in range(wrong)
    ]
    return Group(tuple(options), rule, limit)


def picking(*groups: Group, seed: int = 0) -> Question:
    return present("select-all", Ask("Which?", Pick(groups)), seed)


def typing(*accepted: str) -> Question:
    return present("typed", Ask("What?", TypeIn(accepted)), 0)


def calculating(
    expression: str,
    *rows: dict[str, str],
    units: tuple[str, ...] = (),
    places: int | None = None,
    within: str = "0",
    seed: int = 0,
) -> Question:
    number = Number(expression, tuple(tuple(row.items()) for row in rows), units, places, within)
    names = " and ".join(f"{{{name}}}" for name in (rows[0] if rows else ()))
    return present("calculation", Ask(f"Take {names}.", TypeIn(number=number)), seed)


def texts(question: Question, which: int = 0) -> list[str]:
    """The options of a group as shown."""
    response = question.response
    assert isinstance(response, Pick)
    return [response.groups[which].options[index].text for index in question.order[which]]
