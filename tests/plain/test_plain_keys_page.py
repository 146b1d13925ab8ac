"""Trying the keys in lines: each enter is timed."""

from __future__ import annotations

import io
from collections.abc import Callable

from learnms.engine.settings import keys as words
from learnms.engine.workspace import Workspace
from learnms.plain.kit.console import Console, LineGuard
from learnms.plain.settings import run
from learnms.settings import read_settings
from tests.factories.setting_lines import number_of
from tests.plain.kit.test_line_guard import Keyboard

TRY = number_of("try_keys")


def transcript(workspace: Workspace, *lines: tuple[float, str]) -> str:
    """What the settings say to lines that come at such times."""
    keyboard, target = Keyboard(lines), io.StringIO()
    guard = LineGuard(
        keyboard.read,
        keyboard.is_ready,
        lambda: workspace.settings.guard / 1000,
        lambda: workspace.settings.repeat_ms / 1000,
        lambda: keyboard.now,
    )
    run(workspace, Console(io.StringIO(), target, echo=False, guard=guard))
    return target.getvalue()


def test_each_enter_is_timed_and_a_held_one_is_ignored(
    open_workspace: Callable[[], Workspace],
) -> None:
    text = transcript(
        open_workspace(),
        *[(1, TRY), (1.12, ""), (2, ""), (4, ""), (4.03, ""), (4.06, ""), (6, "q"), (7, "q")],
    )

    assert words.ABOUT[0] in text
    assert "Enter: ignored, 120 ms after the page appeared" in text
    assert "Enter: accepted, 1000 ms after the page appeared" in text
    assert text.count("Enter: ignored, held or doubled key") == 3
    assert text.count("accepted") == 1


def test_a_value_is_changed_and_holds_at_once(open_workspace: Callable[[], Workspace]) -> None:
    workspace = open_workspace()
    text = transcript(
        workspace, *[(1, TRY), (2, "1"), (3, "1500"), (4, ""), (6, ""), (8, "q"), (9, "q")]
    )

    assert "Saved. Key delay: 1500 ms." in text
    assert "Enter: ignored, 1000 ms after the page appeared" in text
    assert "Enter: accepted, 3000 ms after the page appeared" in text
    assert read_settings(workspace.home_folder).guard_ms == 1500


def test_from_a_pipe_every_line_counts(open_workspace: Callable[[], Workspace]) -> None:
    target = io.StringIO()
    run(open_workspace(), Console(io.StringIO(f"{TRY}\n\nq\nq\n"), target, echo=True))

    assert words.NO_DELAY in target.getvalue()
    assert "Page 2." in target.getvalue()
