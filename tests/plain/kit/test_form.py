"""Forms in lines: rows by number, and the question for each value."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest

from learnms.engine.form import Action, Fields, Form, Group
from learnms.plain.kit.console import Console, Stopped
from learnms.plain.kit.form import ask_form, place


@dataclass(frozen=True)
class State:
    """What the form is made from."""

    size: int = 10
    seed: int = 3
    color: str = "red"
    items: tuple[str, ...] = ("b",)
    inner: int = 1


def made(state: State) -> Form[State]:
    fields = Fields(state)
    inner = fields.number("inner", "Inner", (0, 9))
    return Form(
        "Form",
        (
            (
                Action("go", "Go"),
                fields.number("size", "Size", (1, 200), "How many."),
                fields.number("seed", "Seed", (1, 9), none=0, unset="random"),
                fields.choice("color", "Color", "", (("red", "Red"), ("blue", "Blue"))),
                fields.many("items", "Items", (("a", "First"), ("b", "[red]Second[/red]"))),
                Group("more", "More", about="closed", inner=(inner,)),
            ),
        ),
    )


def asked(*typed: str) -> tuple[State, str]:
    """The state and the transcript after these lines."""
    state, target = State(), io.StringIO()

    def put(_name: str, changed: State) -> None:
        nonlocal state
        state = changed

    lines = Console(io.StringIO("".join(f"{line}\n" for line in typed)), target, echo=True)
    ask_form(lines, lambda: made(state), put, "back")
    return state, target.getvalue()


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        (("1", "25"), State(size=25)),
        (("1", ""), State()),
        (("1", "q"), State()),
        (("1", "0", "many", "7"), State(size=7)),
        (("2", ""), State(seed=0)),
        (("3", "2"), State(color="blue")),
        (("3", "3", "1 2", ""), State()),
        (("4", "1 2"), State(items=("a",))),
        (("4", "1, 1"), State(items=("b", "a"))),
        (("4", "3", ""), State()),
        (("5", "6", "4"), State(inner=4)),
    ],
)
def test_a_row_is_changed_by_its_number(typed: tuple[str, ...], state: State) -> None:
    assert asked(*typed, "")[0] == state


@pytest.mark.parametrize("number", ["1", "3", "4"])
def test_help_for_a_value_says_again_what_may_be_typed(number: str) -> None:
    _, text = asked(number, "?", "", "")
    prompt = text.partition(f"> {number}\n")[2].split("\n> ")[0].splitlines()[-1]

    assert text.count(prompt) == 2


def test_rows_are_listed_with_their_values_as_text() -> None:
    _, text = asked("?", "9", "5", "")

    assert "1. Size: 10\n2. Seed: 3\n3. Color: Red\n4. Items: [red]Second[/red]\n" in text
    assert "Size: How many." in text
    assert "Lines are numbered 1 to 5." in text
    assert "5. More: closed\n6. Inner: 1\n" in text
    assert "Go" not in text, "an action is no value"


def test_the_end_of_the_input_leaves() -> None:
    with pytest.raises(Stopped):
        asked("1")


@pytest.mark.parametrize("line", ["", "0", "4", "-1", "x", "9" * 5000])
def test_what_numbers_no_place(line: str) -> None:
    assert place(line, 3) is None
    assert place("3", 3) == 2


def test_rows_are_listed_again_only_where_they_changed() -> None:
    _, text = asked("9", "?", "1", "many", "q", "1", "25", "")

    assert text.count("1. Size: ") == 2
    assert "Lines are numbered 1 to 5." in text
