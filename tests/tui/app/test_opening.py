"""The store opens behind the painted home page: a key that is pressed before waits for it, visibly,
and is done once.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from learnms.errors import NewerSchemaError, StoreBusyError, StoreError
from learnms.tui.app import background
from learnms.tui.app.background import OPENING
from learnms.tui.browse.screen import BrowseScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.review.screen import ReviewScreen
from learnms.tui.settings.screen import SettingsScreen
from tests.factories import decks
from tests.tui.pilot import driven, logged, page, press, screen_text, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from learnms.engine.workspace import Workspace
    from learnms.errors import LearnmsError

DECK = decks.deck(decks.SELF, decks.CLOZE, decks.SINGLE)
FAILURES = (
    StoreBusyError("The data is busy."),
    StoreError("The data is damaged."),
    NewerSchemaError("The data is of a newer learnms."),
)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Keeps the store from being imported until it is set."""
    event, load = threading.Event(), background.import_store

    def wait() -> None:
        event.wait(30)
        load()

    monkeypatch.setattr(background, "import_store", wait)
    yield event
    event.set()


async def test_a_key_before_the_store_is_open_waits_and_is_done_once(
    make_workspace: Callable[..., Workspace], gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(DECK)
    started: list[object] = []

    async with driven(workspace, "enter", opened=False) as pilot:
        assert OPENING in screen_text(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)
        start = pilot.app.start_review  # type: ignore[attr-defined]

        def noted(*given: object) -> object:
            started.append(given)
            return start(*given)

        monkeypatch.setattr(pilot.app, "start_review", noted)
        await press(pilot, "enter", "enter", opened=False)
        assert workspace.store is None

        gate.set()
        await settle(pilot)
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert OPENING not in screen_text(pilot)
        assert len(started) == 1
        await press(pilot, "space", "3")
        assert [event.kind for event in logged(workspace)] == ["session", "review"]


async def test_what_waits_acts_on_the_row_that_was_chosen(
    make_workspace: Callable[..., Workspace], gate: threading.Event
) -> None:
    workspace = make_workspace(DECK)

    async with driven(workspace, "b", "down", "enter", "s", "?", opened=False) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        gate.set()
        await settle(pilot)
        assert isinstance(pilot.app.screen, BrowseScreen)


async def test_the_program_can_be_left_while_a_key_waits(
    make_workspace: Callable[..., Workspace], gate: threading.Event
) -> None:
    workspace = make_workspace(DECK)

    async with driven(workspace, "enter", "q", opened=False) as pilot:
        gate.set()
        await pilot.pause()

    assert pilot.app.return_code == 0
    assert logged(workspace) == []


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
async def test_a_store_that_cannot_be_opened_is_said_and_the_key_is_dropped(
    make_workspace: Callable[..., Workspace],
    monkeypatch: pytest.MonkeyPatch,
    gate: threading.Event,
    error: LearnmsError,
) -> None:
    workspace = make_workspace(DECK)
    really = workspace.open_store

    def refuse() -> None:
        raise error

    monkeypatch.setattr(workspace, "open_store", refuse)

    async with driven(workspace, "s", opened=False) as pilot:
        gate.set()
        while error.message not in screen_text(pilot):
            await pilot.pause(0.01)
        assert OPENING not in screen_text(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)

        await press(pilot, "enter", opened=False)
        assert error.message in screen_text(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)

        monkeypatch.setattr(workspace, "open_store", really)
        await press(pilot, "s", opened=False)
        assert isinstance(pilot.app.screen, SettingsScreen)
    assert logged(workspace) == []


async def test_on_the_first_page_a_store_that_cannot_be_opened_is_said(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(DECK)

    def refuse() -> None:
        raise StoreError("The data is damaged.")

    monkeypatch.setattr(workspace, "open_store", refuse)

    async with driven(workspace, opened=False) as pilot:
        while "! The data is damaged." not in screen_text(pilot):
            await pilot.pause(0.01)


async def test_where_only_reading_works_what_reads_opens_too(
    make_workspace: Callable[..., Workspace], gate: threading.Event
) -> None:
    make_workspace(DECK)
    second = make_workspace(DECK)
    assert second.read_only

    async with driven(second, "b", opened=False) as pilot:
        assert OPENING in screen_text(pilot)
        gate.set()
        await settle(pilot)
        assert isinstance(pilot.app.screen, BrowseScreen)
    assert second.store is None


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
            "! Not saved: The disk is full. Make room. Your answer is kept. Press the key again"
            " to save it." in text
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


async def test_the_first_paint_comes_before_the_store_is_asked_for(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(DECK)
    seen: list[bool] = []
    load = background.import_store

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

    monkeypatch.setattr(background, "import_store", note)
    async with app.run_test() as pilot:
        await settle(pilot)

    assert seen == [True]


async def test_damage_that_is_found_behind_the_page_is_said_at_home(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(DECK)
    monkeypatch.setattr(workspace, "check_data", lambda: "3 of 9 events are damaged.")

    async with driven(workspace) as pilot:
        await settle(pilot)
        assert "3 of 9 events are damaged." in screen_text(pilot)
