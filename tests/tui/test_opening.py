"""The writer opens behind the painted page: what is answered before is held, visibly, and given once it is there."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from learnms.errors import StoreError
from learnms.tui import backstage
from learnms.tui.home_screen import HomeScreen
from learnms.tui.review_screen import OPENING
from tests.tui import sample
from tests.tui.driving import driven, logged, number_of, page, press, screen_text, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from learnms.engine.start import Desk

DECK = sample.deck(sample.SELF, sample.CLOZE, sample.SINGLE)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Keeps the writer from being imported until it is set."""
    event, load = threading.Event(), backstage.load_writer

    def wait() -> None:
        event.wait(30)
        load()

    monkeypatch.setattr(backstage, "load_writer", wait)
    yield event
    event.set()


async def test_an_answer_is_held_and_given_once(make_desk: Callable[..., Desk], gate: threading.Event) -> None:
    desk = make_desk(DECK)

    async with driven(desk, "enter", "space", "3", opened=False) as pilot:
        assert OPENING in screen_text(pilot)
        assert "Two infusions" in screen_text(pilot)
        assert logged(desk) == []

        await press(pilot, "3", "space", "1", opened=False)
        assert logged(desk) == []

        gate.set()
        await settle(pilot)
        assert OPENING not in screen_text(pilot)
        assert "every six months" in screen_text(pilot)
        assert [(event.kind, event.rating) for event in logged(desk)] == [("session", None), ("review", 3)]


async def test_a_scored_answer_is_held_too(make_desk: Callable[..., Desk], gate: threading.Event) -> None:
    desk = make_desk(sample.deck(sample.SINGLE))

    async with driven(desk, "enter", opened=False) as pilot:
        await press(pilot, number_of(pilot, "Hepatitis"), "enter", opened=False)
        assert OPENING in screen_text(pilot)

        gate.set()
        await settle(pilot)
        assert "✓ Right." in screen_text(pilot)
        assert len(logged(desk)) == 2


@pytest.mark.parametrize(("key", "kind"), [("-", "bury"), ("@", "suspend"), ("*", "flag")])
async def test_what_else_writes_waits_too(make_desk: Callable[..., Desk], gate: threading.Event, key: str, kind: str) -> None:
    desk = make_desk(DECK)

    async with driven(desk, "enter", key, opened=False) as pilot:
        assert OPENING in screen_text(pilot)

        gate.set()
        await settle(pilot)
        assert [event.kind for event in logged(desk)] == [kind]


async def test_what_is_held_can_be_taken_back(make_desk: Callable[..., Desk], gate: threading.Event) -> None:
    desk = make_desk(DECK)

    async with driven(desk, "enter", "space", "1", "u", opened=False) as pilot:
        assert "Taken back before it was saved." in screen_text(pilot)

        gate.set()
        await settle(pilot)
        assert logged(desk) == []

        await press(pilot, "4")
        assert logged(desk)[1].rating == 4


async def test_leaving_saves_what_is_held_first(make_desk: Callable[..., Desk], gate: threading.Event) -> None:
    desk = make_desk(DECK)

    async with driven(desk, "enter", "space", "3", "q", opened=False) as pilot:
        assert "this is saved first" in screen_text(pilot)

        gate.set()
        await settle(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)
        assert logged(desk)[1].rating == 3


async def test_ending_saves_what_is_held_first(make_desk: Callable[..., Desk], gate: threading.Event) -> None:
    desk = make_desk(DECK)

    async with driven(desk, "enter", "space", "3", opened=False) as pilot:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert pilot.app.is_running

        gate.set()
        for _ in range(1000):
            await asyncio.sleep(0.01)
            if not pilot.app.is_running:
                break

    assert pilot.app.return_code == 0
    assert logged(desk)[1].rating == 3


async def test_asked_a_second_time_it_ends_at_once_and_says_what_was_lost(make_desk: Callable[..., Desk], gate: threading.Event) -> None:
    desk = make_desk(DECK)

    async with driven(desk, "enter", "space", "3", opened=False) as pilot:
        await pilot.press("ctrl+q")
        await pilot.press("ctrl+q")
        gate.set()
        await pilot.pause()

    assert pilot.app.return_code == 0
    assert "was not saved" in pilot.app.last_words  # type: ignore[attr-defined]


async def test_a_commit_that_fails_keeps_the_answer_for_the_same_key(make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(DECK)

    async with driven(desk, "enter", "space") as pilot:
        assert desk.store is not None
        append = desk.store.append

        def refuse(drafts: object) -> None:
            raise StoreError("The disk is full.", "Make room.")

        monkeypatch.setattr(desk.store, "append", refuse)
        await press(pilot, "3")
        text = " ".join(screen_text(pilot).split())
        assert "! Not saved: The disk is full. Make room. Your answer is still here: press the key again to save it." in text
        assert "Two infusions" in text
        assert logged(desk) == []

        monkeypatch.setattr(desk.store, "append", append)
        await press(pilot, "3")
        assert "every six months" in screen_text(pilot)
        assert "Not saved" not in screen_text(pilot)
        assert [event.rating for event in logged(desk)] == [None, 3]


async def test_a_scored_answer_that_fails_keeps_the_picks(make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(sample.deck(sample.SELECT_ALL))

    async with driven(desk, "enter", "1", "2") as pilot:
        assert desk.store is not None
        append = desk.store.append

        def refuse(drafts: object) -> None:
            raise StoreError("The disk is full.")

        monkeypatch.setattr(desk.store, "append", refuse)
        await press(pilot, "enter")
        assert page(pilot).sheet.picks == (0, 1)

        monkeypatch.setattr(desk.store, "append", append)
        await press(pilot, "enter")
        assert logged(desk)[1].answer["picked"] == [[0, 1]]


async def test_a_writer_that_cannot_be_opened_is_said_and_tried_again(
    make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    desk = make_desk(DECK)
    really = desk.open_store

    def refuse() -> None:
        raise StoreError("The data is damaged.")

    monkeypatch.setattr(desk, "open_store", refuse)

    async with driven(desk, "enter", "space", "3", opened=False) as pilot:
        gate.set()
        await pilot.app.workers.wait_for_complete()
        await settle(pilot, opened=False)
        assert "! Not saved: The data is damaged." in screen_text(pilot)

        await press(pilot, "3", opened=False)
        assert "! Not saved: The data is damaged." in screen_text(pilot)

        monkeypatch.setattr(desk, "open_store", really)
        await pilot.press("3")
        await settle(pilot)
        assert logged(desk)[1].rating == 3


async def test_on_the_first_page_a_writer_that_cannot_be_opened_is_said(make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(DECK)

    def refuse() -> None:
        raise StoreError("The data is damaged.")

    monkeypatch.setattr(desk, "open_store", refuse)

    async with driven(desk, opened=False) as pilot:
        await pilot.app.workers.wait_for_complete()
        await settle(pilot, opened=False)
        assert "! The data is damaged." in screen_text(pilot)


async def test_the_first_paint_comes_before_the_writer_is_asked_for(make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(DECK)
    seen: list[bool] = []
    load = backstage.load_writer

    async with driven(desk, opened=False) as pilot:
        pass
    desk.close()

    again = make_desk(DECK)
    from learnms.tui.app import LearnmsApp

    app = LearnmsApp(again)

    def note() -> None:
        screen = app.screen
        assert isinstance(screen, HomeScreen)
        seen.append(screen.is_painted)
        load()

    monkeypatch.setattr(backstage, "load_writer", note)
    async with app.run_test() as pilot:
        await settle(pilot)

    assert seen == [True]
