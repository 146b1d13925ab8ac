"""The footer shows as many keys as fit, and always the way to all of them and out."""

from __future__ import annotations

from learnms.tui.kit.footer import MORE_KEYS, Hint, fitting
from learnms.tui.kit.layout import Press

HINTS = [
    Hint("space", "show", Press("show_answer"), "show_answer"),
    Hint("u", "undo", Press("undo"), "undo"),
    Hint("-", "bury", Press("bury"), "bury"),
    Hint("?", "help", Press("help"), "help"),
    Hint("q", "stop", Press("stop_session"), "stop_session"),
]


def actions(first: int, room: int) -> list[str]:
    return [hint.press.action for hint in fitting(HINTS, first, room)[0] if hint.press]


def test_all_keys_stand_there_where_they_fit() -> None:
    assert actions(0, 80) == ["show_answer", "undo", "bury", "help", "stop_session"]


def test_keys_fall_away_whole_from_the_end_and_the_way_out_stays() -> None:
    assert actions(0, 41) == ["show_answer", "undo", "help", "stop_session", MORE_KEYS]
    assert actions(0, 22) == ["help", "stop_session", MORE_KEYS]


def test_the_dots_turn_to_the_keys_that_had_no_room() -> None:
    _, end = fitting(HINTS, 0, 41)

    assert end == 2
    assert actions(end, 41) == ["bury", "help", "stop_session", MORE_KEYS]
