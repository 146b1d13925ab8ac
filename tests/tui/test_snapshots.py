"""Each page as a picture, in the sizes and themes that
`pictures.pictured` chooses. After a wanted change: pytest
--snapshot-update, and look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.tui.app.app import LearnmsApp
from tests.factories import decks
from tests.tui.pictures import pictured
from tests.tui.pilot import number_of, press
from tests.tui.quiz.helpers import ALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

SAFETY = decks.deck(decks.TRUE_FALSE, title="Safety and monitoring", ident="safety")
FIRST = decks.deck(decks.SELF, decks.CLOZE)
PATIENT = decks.deck(decks.PATIENT, audience="patient", title="Plain words", ident="plain")

PAGES: dict[str, tuple[tuple[str, ...], dict[str, Any], tuple[str, ...]]] = {
    "home": ((FIRST, SAFETY), {"files": {"my-ward.yaml": decks.BROKEN}}, ()),
    "first-start": ((FIRST,), {"who": ""}, ()),
    "settings": ((FIRST,), {}, ("s", "down")),
    "help": ((FIRST,), {}, ("?",)),
    "self-asked": ((FIRST,), {}, ("enter",)),
    "self-shown": ((FIRST,), {}, ("enter", "space")),
    "pick-asked": ((decks.deck(decks.SELECT_ALL, decks.SELF),), {}, ("enter", "1", "down", "down")),
    "pick-answered": (
        (decks.deck(decks.SELECT_ALL, decks.SELF),),
        {},
        ("enter", "Hepatitis", "amylase", "immunoglobulins", "enter"),
    ),
    "text-asked": ((decks.deck(decks.TYPED, decks.SELF),), {}, ("enter", "C", "D", "ctrl+t")),
    "text-answered": (
        (decks.deck(decks.TYPED, decks.SELF),),
        {},
        ("enter", "C", "D", "1", "9", "enter"),
    ),
    "exhibit": ((decks.deck(decks.EXHIBIT, decks.SELF),), {}, ("enter", "]", "space")),
    "patient": ((PATIENT,), {"who": "patient"}, ("enter", "space")),
    "summary": ((FIRST,), {}, ("enter", "space", "1", "space", "3", "space", "4")),
}
"""Decks, settings, and keys; a word of several letters is an option by its text."""


SHAPES: dict[str, tuple[str, tuple[str, ...]]] = {
    "matrix-asked": ("matrix-one", ("3", "down", "1", "down")),
    "matrix-answered": ("matrix-one", ("3", "down", "2", "enter", "enter")),
    "matrix-any": ("matrix-any", ("1", "2")),
    "match-asked": ("match", ("2", "down")),
    "match-answered": ("match", ("2", "down", "1", "enter", "enter")),
    "groups-asked": ("groups", ("1", "4")),
    "groups-answered": ("groups", ("1", "6", "enter")),
    "dropdown-asked": ("dropdown", ("1",)),
    "dropdown-answered": ("dropdown", ("1", "3", "enter")),
    "highlight-asked": ("highlight", ("1", "down", "space")),
    "highlight-answered": ("highlight", ("1", "2", "enter")),
    "bowtie-asked": ("bowtie", ("1", "right", "1", "down", "down")),
    "bowtie-answered": ("bowtie", ("1", "2", "right", "1", "enter", "enter")),
    "order-asked": ("order", ("2", "up")),
    "order-answered": ("order", ("alt+down", "enter")),
    "teach-asked": ("teach-back", ()),
    "teach-points": ("teach-back", ("enter", "1")),
    "teach-grades": ("teach-back", ("enter", "1", "enter")),
    "calculator": ("calculation", ("1", "ctrl+r", "5", "0", "0", "slash", "4")),
    "case": ("case", ("1", "enter", "enter", "2")),
    "result": ("match", ("1", "down", "1", "enter", "enter", "enter")),
}
"""Kind, and keys."""
QUIZ_PAGES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "quiz-sure": ({"kinds": ("single",), "confidence": True}, ("1", "enter")),
    "quiz-recall": ({"kinds": ("single",), "recall_first": True}, ()),
    "quiz-paused": ({"kinds": ("single",), "minutes": 10}, ("p",)),
    "quiz-exam": ({"kinds": ("single", "true-false"), "minutes": 10, "mode": "exam"}, ("*", "1")),
    "quiz-list": ({"kinds": ("single", "true-false", "case"), "mode": "exam"}, ("*", "l")),
    "quiz-end": ({"kinds": ("single", "true-false"), "mode": "exam"}, ("1", "enter", ".")),
    "quiz-missed": ({"kinds": ("matrix-one",)}, ("1", "enter", "enter", "enter", "enter")),
}


@pictured(
    (*SHAPES, *QUIZ_PAGES),
    wide=("matrix-asked", "matrix-answered", "bowtie-asked", "case", "result", "quiz-list"),
    narrow=("matrix-asked", "case", "result"),
    themed=("matrix-asked", "result"),
)
def test_quiz_page(
    name: str,
    size: tuple[int, int],
    theme: str,
    make_workspace: Callable[..., Workspace],
    snap_compare: Callable[..., bool],
) -> None:
    workspace = make_workspace(ALL, theme=theme)
    choices, keys = (
        QUIZ_PAGES[name] if name in QUIZ_PAGES else ({"kinds": (SHAPES[name][0],)}, SHAPES[name][1])
    )

    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, *keys)

    assert snap_compare(
        LearnmsApp(workspace, quiz=start_quiz(workspace, QuizSpec(seed=7, **choices))),
        terminal_size=size,
        run_before=go,
    )


@pictured(("build", "build-open", "cases", "past"), wide=("build",))
def test_page_before_a_quiz(
    name: str,
    size: tuple[int, int],
    theme: str,
    make_workspace: Callable[..., Workspace],
    snap_compare: Callable[..., bool],
) -> None:
    workspace = make_workspace(ALL, theme=theme)
    keys = {
        "build": ("t",),
        "build-open": ("t", *["down"] * 5, "enter", "down", "enter"),
        "cases": ("t", "tab", "enter"),
        "past": ("t", "r"),
    }[name]

    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, *keys)

    assert snap_compare(LearnmsApp(workspace), terminal_size=size, run_before=go)


@pictured(
    PAGES,
    wide=("home", "first-start", "settings", "help", "self-shown", "pick-answered", "patient"),
    narrow=("home", "self-shown", "pick-answered", "patient"),
    themed=("home", "self-shown", "pick-answered", "patient"),
)
def test_page(
    name: str,
    size: tuple[int, int],
    theme: str,
    make_workspace: Callable[..., Workspace],
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts, options, keys = PAGES[name]
    if name == "settings":
        monkeypatch.setattr(
            "learnms.tui.settings.screen.shown_path",
            lambda path: "~/.local/share/learnms/settings.toml",
        )
    workspace = make_workspace(*texts, theme=theme, **options)

    async def go(pilot: Pilot[int]) -> None:
        for key in keys:
            is_option = (len(key) > 1 and key[0].isupper()) or key in ("amylase", "immunoglobulins")
            await press(pilot, number_of(pilot, key) if is_option else key)
        await press(pilot)

    assert snap_compare(LearnmsApp(workspace), terminal_size=size, run_before=go)
