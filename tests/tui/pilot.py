"""How the tests drive the application: keys only after the paint, as a person sees it, unless a
test wants otherwise.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual import events
from textual.keys import _character_to_key

from learnms.kinds.response import Pick
from learnms.tui.app.app import LearnmsApp
from learnms.tui.browse.screen import BrowseScreen
from learnms.tui.home.today import Figure
from learnms.tui.kit.page import PageScreen
from learnms.tui.quiz.screen import QuizScreen
from learnms.tui.review.screen import ReviewScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime, timedelta

    from textual.pilot import Pilot
    from textual.screen import Screen

    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.review.review import Review
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event


_CHARACTERS = {"space": " ", "enter": "\r", "escape": "\x1b"}
_HOPS = 4
"""From the application to the field, and back up through the body and the page."""


class Clock:
    """Says the time it was given."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def wait(self, time: timedelta) -> None:
        self.now += time


async def settle(pilot: Pilot[int], *, opened: bool = True) -> None:
    """Wait until the page is painted and scrolled, the writer open where it can be, and a search
    read.
    """
    app = pilot.app
    assert isinstance(app, LearnmsApp)
    deadline = time.monotonic() + 60
    is_settled = False
    while time.monotonic() < deadline:
        await pilot.pause(0)
        screen = app.screen
        is_painted = not isinstance(screen, PageScreen) or screen.is_painted
        is_reading = app._is_parsing or any(
            isinstance(page, BrowseScreen) and page._is_reading for page in app.screen_stack
        )
        if is_painted and not is_reading and (not opened or app.is_open):
            has_ended = app.return_code is not None  # then nothing is drawn any more
            if is_settled and (has_ended or not _is_dirty(screen)):
                return
            is_settled = True  # what the painting set off, such as a scroll, comes after it
            continue
        is_settled = False
        await asyncio.sleep(0.002)
    message = f"never settled: {app.screen}, store {app.workspace.store}"
    raise AssertionError(message)


def _is_dirty(screen: Screen[object]) -> bool:
    """Whether something is still to be drawn, or to be done after that."""
    return bool(
        screen._callbacks
        or screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._dirty_widgets
    )


async def send(pilot: Pilot[int], *keys: str) -> None:
    """Keys in one go, as a terminal delivers what was typed while the program was busy."""
    for key in keys:
        character = _CHARACTERS.get(key, key if len(key) == 1 else None)
        pilot.app.post_message(
            events.Key(_character_to_key(key) if len(key) == 1 else key, character)
        )
    for _ in range(_HOPS):
        await pilot.pause(0)


async def press(pilot: Pilot[int], *keys: str, opened: bool = True) -> None:
    """Press keys one after the other, each when the page has been painted."""
    for key in keys:
        await settle(pilot, opened=opened)
        await send(pilot, key)
    await settle(pilot, opened=opened)


@asynccontextmanager
async def driven(
    workspace: Workspace,
    *keys: str,
    size: tuple[int, int] = (80, 24),
    review: Review | None = None,
    quiz: Quiz | None = None,
    opened: bool = True,
) -> AsyncIterator[Pilot[int]]:
    """The application with its first page painted and some keys pressed."""
    app = LearnmsApp(workspace, review, quiz)
    async with app.run_test(size=size) as pilot:
        await press(pilot, *keys, opened=opened)
        yield pilot


def screen_lines(pilot: Pilot[int]) -> list[str]:
    """What stands on the screen, after the guard, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips]


def screen_text(pilot: Pilot[int]) -> str:
    """What stands on the screen."""
    return "\n".join(screen_lines(pilot))


def footer(pilot: Pilot[int]) -> str:
    """The keys at the bottom of the screen."""
    return screen_lines(pilot)[-1].strip()


def title(pilot: Pilot[int]) -> str:
    """The title line: the first that is not blank."""
    return next(line.strip() for line in screen_lines(pilot) if line.strip())


def flat(pilot: Pilot[int]) -> str:
    """What stands on the screen in one line, with single spaces, without frames and bars."""
    return " ".join(
        "".join(" " if char in "┃┏┓┗┛━│▌" else char for char in screen_text(pilot)).split()
    )


async def click_on(pilot: Pilot[int], text: str) -> None:
    """Click on a text where it stands on the screen, from the bottom up, as a person would."""
    lines = screen_lines(pilot)
    row = max(row for row, line in enumerate(lines) if text in line)
    await pilot.click(offset=(lines[row].index(text), row))
    await press(pilot)


def shown_numbers(pilot: Pilot[int]) -> dict[str, str]:
    """The big numbers of the home page, by what they count."""
    return {
        str(figure.label.content): str(figure.digits.value)
        for figure in pilot.app.screen.query(Figure)
        if figure.display
    }


def squeezed_widgets(pilot: Pilot[int]) -> str:
    """What stands on the screen without white space, widget by widget, so that it does not matter
    what stands beside a text either.
    """
    lines = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
    texts = []
    for widget in pilot.app.screen.query("*"):
        if not any(child.display for child in widget.children):
            area = widget.region
            texts += [line[area.x : area.right] for line in lines[max(0, area.y) : area.bottom]]
    return "".join("".join(texts).split())


def squeezed(pilot: Pilot[int]) -> str:
    """What stands on the screen without white space, so that wrapping does not matter."""
    return "".join(screen_text(pilot).split())


def page(pilot: Pilot[int]) -> ReviewScreen:
    """The review page that shows."""
    screen = pilot.app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


def quiz_page(pilot: Pilot[int]) -> QuizScreen:
    """The page of a quiz that shows."""
    screen = pilot.app.screen
    assert isinstance(screen, QuizScreen)
    return screen


def number_of(pilot: Pilot[int], text: str) -> str:
    """The number at which an option with such a text is shown."""
    question = page(pilot).item.question
    assert isinstance(question.response, Pick)
    shown = [question.response.groups[0].options[at].text for at in question.order[0]]
    return str(next(at for at, option in enumerate(shown, 1) if text in option))


def logged(workspace: Workspace) -> list[Event]:
    """The log as it is on the disk."""
    return list(workspace.queries.events.all())
