"""Pages of what a quiz asks again, and of an exam's end, as pictures. After a wanted change:
pytest --snapshot-update, and look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.tui.app.app import LearnmsApp
from tests.tui.pictures import pictured
from tests.tui.pilot import press
from tests.tui.quiz.helpers import ALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

PAGES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "again-counted": ({"kinds": ("single",)}, ("1", "enter", "a")),
    "again-asked": ({"kinds": ("single",)}, ("1", "enter", "a", "enter")),
    "exam-end-open": (
        {"kinds": ("single", "true-false", "matrix-one"), "mode": "exam"},
        (".", "1", "enter", "enter", ".", "."),
    ),
    "exam-result-open": (
        {"kinds": ("single", "true-false", "matrix-one"), "mode": "exam"},
        (".", "1", "enter", "enter", ".", ".", "s", "n"),
    ),
    "exam-submitted-open": (
        {"kinds": ("single", "true-false", "matrix-one"), "mode": "exam"},
        (".", "1", "enter", "enter", ".", ".", "s"),
    ),
}
"""Choices of the quiz, and keys."""


@pictured(PAGES, wide=("exam-result-open",))
def test_page(
    name: str,
    size: tuple[int, int],
    theme: str,
    make_workspace: Callable[..., Workspace],
    snap_compare: Callable[..., bool],
) -> None:
    choices, keys = PAGES[name]
    workspace = make_workspace(ALL, theme=theme)

    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, *keys)

    assert snap_compare(
        LearnmsApp(workspace, quiz=start_quiz(workspace, QuizSpec(seed=7, **choices))),
        terminal_size=size,
        run_before=go,
    )
