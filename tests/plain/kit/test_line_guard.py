"""Lines at a terminal: what a held or a trembling enter submits is no answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from learnms.plain.kit.console import LineGuard

REPEAT = 0.08
HELD = [0.0, *(0.5 + 0.033 * repeat for repeat in range(5))]
"""When a key that is held for 650 ms is sent."""


class Keyboard:
    """Lines and when they come, on a clock that only waiting moves."""

    def __init__(self, lines: Sequence[tuple[float, str]]) -> None:
        self.lines = list(lines)
        self.now = 0.0

    def read(self) -> str:
        if not self.lines:
            return ""
        at, line = self.lines.pop(0)
        self.now = max(self.now, at)
        return f"{line}\n"

    def is_ready(self, seconds: float) -> bool:
        comes = self.lines[0][0] if self.lines else float("inf")
        is_in_time = comes <= self.now + seconds
        self.now = max(self.now, comes) if is_in_time else self.now + seconds
        return is_in_time

    def counted(self, guard: float = 0.3) -> list[str]:
        """The lines that count, each for a prompt shown right after the one before."""
        lines = LineGuard(self.read, self.is_ready, lambda: guard, lambda: REPEAT, lambda: self.now)
        counted = []
        while line := lines.line():
            counted.append(line.rstrip("\n"))
        return counted


def entered(*times: float) -> Keyboard:
    return Keyboard([(at, "") for at in times])


def test_enter_counts_once_its_prompt_has_been_there_for_the_guard_time() -> None:
    assert entered(0.29).counted() == []
    assert entered(0.31).counted() == [""]
    assert entered(0.31).counted(guard=0.6) == []


def test_enter_at_a_calm_pace_counts_each_time() -> None:
    assert entered(0.4, 0.8, 1.2).counted() == ["", "", ""]


def test_a_held_enter_counts_for_its_first_press_at_most() -> None:
    assert entered(*(1 + at for at in HELD)).counted() == [""]
    assert entered(*HELD).counted() == []


@pytest.mark.parametrize("pace", [0.005, 0.02, 0.079])
def test_a_doubled_enter_is_one_press(pace: float) -> None:
    assert entered(1, 1 + pace).counted() == [""]
    assert entered(1, 1 + pace, 2, 2 + pace).counted() == ["", ""]


def test_two_enters_of_a_key_that_may_be_held_since_the_one_before_do_nothing() -> None:
    assert entered(1, 1.5, 1.53).counted() == [""]


def test_the_second_of_two_enters_too_slow_for_a_held_key_comes_before_its_prompt_is_read() -> None:
    assert entered(1, 1.1).counted() == [""]


def test_nothing_counts_until_the_input_is_quiet() -> None:
    held = [1.2 + 0.033 * repeat for repeat in range(20)]

    assert entered(*held).counted() == []
    assert entered(*held, held[-1] + 0.07).counted() == []
    assert entered(*held, held[-1] + 0.09).counted() == [""]
    assert Keyboard([*((at, "") for at in held), (held[-1] + 0.07, "3")]).counted() == []


@pytest.mark.parametrize("key", ["1", "4", "0", "a", "y"])
def test_a_key_that_judges_is_guarded(key: str) -> None:
    assert Keyboard([(0.1, key), (0.5, key)]).counted() == [key]


@pytest.mark.parametrize("line", ["q", "?", "u", "1 3", ":q", "CD20"])
def test_other_lines_count_at_once(line: str) -> None:
    assert Keyboard([(0.0, line), (0.0, line)]).counted() == [line, line]


def test_a_line_right_behind_an_empty_one_waits_its_turn() -> None:
    assert Keyboard([(1, ""), (1.02, "CD20")]).counted() == ["", "CD20"]
    assert Keyboard([(1, ""), (1.02, "3")]).counted() == [""], "it came before its prompt"


def test_without_a_guard_time_every_line_counts() -> None:
    assert entered(0, 0, 0.01).counted(guard=0) == ["", "", ""]


def test_what_was_typed_before_a_question_is_dropped() -> None:
    keyboard = Keyboard([(0, "patient"), (0, "2"), (5, "1")])
    lines = LineGuard(
        keyboard.read, keyboard.is_ready, lambda: 0.3, lambda: REPEAT, lambda: keyboard.now
    )

    lines.drop()

    assert lines.line() == "1\n"


def test_the_end_of_the_input_is_not_dropped() -> None:
    lines = LineGuard(lambda: "", lambda _: True, lambda: 0.3, lambda: REPEAT)

    lines.drop()

    assert lines.line() == ""
