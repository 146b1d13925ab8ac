"""The writer opens behind the painted page: what is answered before is held, visibly, and given
once it is there.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from learnms.errors import StoreError
from learnms.tui.app import background
from learnms.tui.home.screen import HomeScreen
from learnms.tui.review.screen import OPENING
from tests.factories import decks
from tests.tui.pilot import driven, logged, number_of, page, press, screen_text, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from learnms.engine.workspace import Workspace

DECK = decks.deck(decks.SELF, decks.CLOZE, decks.SINGLE)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Keeps the writer from being imported until it is set."""
    event, load = threading.Event(), background.load_writer

    def wait() -> None:
        event.wait(30)
        load()

    monkeypatch.setattr(background, "load_writer", wait)
    yield event
    event.set()


async def test_an_answer_is_held_and_given_once(
    make_workspace: Callable[..., Workspace], gate: threading.Event
) -> None:
    workspace = make_workspace(DECK)

    async with driven(workspace, "enter", "space", "3", opened=False) as pilot:
        assert OPENING in screen_text(pilot)
        assert "Two infusions" in screen_text(pilot)
        assert logged(workspace) == []

        await press(pilot, "3", "space", "1", opened=False)
        assert logged(workspace) == []

        gate.set()
        await settle(pilot)
        assert OPENING not in screen_text(pilot)
        assert "every six months" in screen_text(pilot)
        assert [(event.kind, event.rating) for event in logged(workspace)] == [
            ("session", None),
            ("review", 3),
        ]


async def test_a_scored_answer_is_held_too(
    make_workspace: Callable[..., Workspace], gate: threading.Event
) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE))

    async with driven(workspace, "enter", opened=False) as pilot:
        await press(pilot, number_of(pilot, "Hepatitis"), "enter", opened=False)
        assert OPENING in screen_text(pilot)

        gate.set()
        await settle(pilot)
        assert "✓ Correct." in screen_text(pilot)
        assert len(logged(workspace)) == 2


@pytest.mark.parametrize(("key", "kind"), [("-", "bury"), ("@", "suspend"), ("*", "flag")])
async def test_what_else_writes_waits_too(
    make_workspace: Callable[..., Workspace], gate: threading.Event, key: str, kind: str
) -> None:
    workspace = make_workspace(DECK)

    async with driven(workspace, "enter", key, opened=False) as pilot:
        assert OPENING in screen_text(pilot)

        gate.set()
        await settle(pilot)
        assert [event.kind for event in logged(workspace)] == [kind]


async def test_what_is_held_can_be_taken_back(
    make_workspace: Callable[..., Workspace], gate: threading.Event
) -> None:
    workspace = make_workspace(DECK)

    async with driven(workspace, "enter", "space", "1", "u", opened=False) as pilot:
        assert "Taken back before it was saved." in screen_text(pilot)

        gate.set()
        await settle(pilot)
        assert logged(workspace) == []

        await press(pilot, "4")
        assert logged(workspace)[1].rating == 4


async def test_leaving_saves_what_is_held_first(
    make_workspace: Callable[..., Workspace], gate: threading.Event
) -> None:
    workspace = make_workspace(DECK)

    async with driven(workspace, "enter", "space", "3", "q", opened=False) as pilot:
        assert "this is saved first" in screen_text(pilot)

        gate.set()
        await settle(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)
        assert logged(workspace)[1].rating == 3


async def test_ending_saves_what_is_held_first(
    make_workspace: Callable[..., Workspace], gate: threading.Event
) -> None:
    workspace = make_workspace(DECK)

    async with driven(workspace, "enter", "space", "3", opened=False) as pilot:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert pilot.app.is_running

        gate.set()
        for _ in range(1000):
            await asyncio.sleep(0.01)
            if not pilot.app.is_running:
                break

    assert pilot.app.return_code == 0
    assert logged(workspace)[1].rating == 3


async def test_asked_a_second_time_it_ends_at_once_and_says_what_was_lost(
    make_workspace: Callable[..., Workspace], gate: threading.Event
) -> None:
    workspace = make_workspace(DECK)

    async with driven(workspace, "enter", "space", "3", opened=False) as pilot:
        await pilot.press("ctrl+q")
        await pilot.press("ctrl+q")
        gate.set()
        await pilot.pause()

    assert pilot.app.return_code == 0
    assert "was not saved" in pilot.app.last_words  # type: ignore[attr-defined]


async def test_a_commit_that_fails_keeps_the_answer_for_the_same_key(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(DECK)

    async with driven(workspace, "enter", "space") as pilot:
        assert workspace.store is not None
        append = workspace.store.append

        def refuse(drafts: object) -> None:
            raise StoreError("The disk is full.", "Make room.")

        monkeypatch.setattr(workspace.store, "append", refuse)
        await press(pilot, "3")
        text = " ".join(screen_text(pilot).split())
        assert (
            "! Not saved: The disk is full. Make room. Your answer is still here: press the key"
            " again to save it." in text
        )
        assert "Two infusions" in text
        assert logged(workspace) == []

        monkeypatch.setattr(workspace.store, "append", append)
        await press(pilot, "3")
        assert "every six months" in screen_text(pilot)
        assert "Not saved" not in screen_text(pilot)
        assert [event.rating for event in logged(workspace)] == [None, 3]


async def test_a_scored_answer_that_fails_keeps_the_picks(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_ALL))

    async with driven(workspace, "enter", "1", "2") as pilot:
        assert workspace.store is not None
        append = workspace.store.append

        def refuse(drafts: object) -> None:
            raise StoreError("The disk is full.")

        monkeypatch.setattr(workspace.store, "append", refuse)
        await press(pilot, "enter")
        assert page(pilot).question_state.picks == (0, 1)

        monkeypatch.setattr(workspace.store, "append", append)
        await press(pilot, "enter")
        assert logged(workspace)[1].answer["picked"] == [[0, 1]]


async def test_a_writer_that_cannot_be_opened_is_said_and_tried_again(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    workspace = make_workspace(DECK)
    really = workspace.open_store

    def refuse() -> None:
        raise StoreError("The data is damaged.")

    monkeypatch.setattr(workspace, "open_store", refuse)

    async with driven(workspace, "enter", "space", "3", opened=False) as pilot:
        gate.set()
        await pilot.app.workers.wait_for_complete()
        await settle(pilot, opened=False)
        assert "! Not saved: The data is damaged." in screen_text(pilot)

        await press(pilot, "3", opened=False)
        assert "! Not saved: The data is damaged." in screen_text(pilot)

        monkeypatch.setattr(workspace, "open_store", really)
        await pilot.press("3")
        await settle(pilot)
        assert logged(workspace)[1].rating == 3


async def test_on_the_first_page_a_writer_that_cannot_be_opened_is_said(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(DECK)

    def refuse() -> None:
        raise StoreError("The data is damaged.")

    monkeypatch.setattr(workspace, "open_store", refuse)

    async with driven(workspace, opened=False) as pilot:
        await pilot.app.workers.wait_for_complete()
        await settle(pilot, opened=False)
        assert "! The data is damaged." in screen_text(pilot)


async def test_the_first_paint_comes_before_the_writer_is_asked_for(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(DECK)
    seen: list[bool] = []
    load = background.load_writer

    async with driven(workspace, opened=False) as pilot:
        pass
    workspace.close()

    again = make_workspace(DECK)
    from learnms.tui.app.app import LearnmsApp

    app = LearnmsApp(again)

    def note() -> None:
        screen = app.screen
        assert isinstance(screen, HomeScreen)
        seen.append(screen.is_painted)
        load()

    monkeypatch.setattr(background, "load_writer", note)
    async with app.run_test() as pilot:
        await settle(pilot)

    assert seen == [True]
