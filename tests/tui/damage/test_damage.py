"""The page that opens where the data is damaged."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from learnms.engine.backups.damage import Damage
from learnms.engine.preview.unopened import UnopenedWorkspace
from learnms.errors import DamagedError
from learnms.settings import Settings, write_settings
from learnms.store.sqlite.backup import back_up_file
from learnms.tui.app.damage import DamageApp
from tests.factories.store import answer, event_rows, open_store
from tests.patient import scores
from tests.tui.pictures import pictured
from tests.tui.pilot import click_on, flat, footer, press, screen_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.pilot import Clock


@pytest.fixture(autouse=True)
def called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnms.engine.backups.damage.command", lambda: "learnms")


@pytest.fixture
def home(tmp_path: Path, clock: Clock) -> Path:
    """A home with a backup of one answer, and two answers after it, in a damaged file."""
    home = tmp_path / "home"
    store = open_store(home, clock)  # type: ignore[arg-type]  # a clock is a clock
    answer(store, "card-a")
    store.close()
    back_up_file(home / "learnms.db", home, "daily", clock() - timedelta(minutes=5))
    store = open_store(home, clock)  # type: ignore[arg-type]
    for card in ("card-b", "card-c"):
        answer(store, card)
    store.connection.execute("UPDATE event SET points = 7.0 WHERE card = 'card-b'")
    store.close()
    return home


def app_of(home: Path, clock: Clock, who: str = "student", theme: str = "dark") -> DamageApp:
    write_settings(home, Settings(who=who, theme=theme, guard_ms=0))
    error = DamagedError("learnms.db", "database disk image is malformed", "Nothing was changed.")
    return DamageApp(Damage(UnopenedWorkspace(home, clock), error))


@asynccontextmanager
async def shown(
    home: Path, clock: Clock, *keys: str, who: str = "student"
) -> AsyncIterator[Pilot[int]]:
    async with app_of(home, clock, who).run_test(size=(80, 24)) as pilot:
        await press(pilot, *keys)
        yield pilot


async def ended(pilot: Pilot[int]) -> None:
    deadline = time.monotonic() + 60
    while pilot.app.return_code is None and time.monotonic() < deadline:
        await pilot.pause(0.01)


async def test_it_says_what_is_wrong_and_what_the_way_back_loses(home: Path, clock: Clock) -> None:
    async with shown(home, clock) as pilot:
        text = flat(pilot)

    assert "damaged or missing" in text
    assert "has not changed anything" in text
    assert "from today, 08:55. 2 answers from today would be lost." in text
    assert "learnms.db is damaged" in text


async def test_a_patient_reads_plain_words(home: Path, clock: Clock) -> None:
    for keys in ((), ("r",)):
        async with shown(home, clock, *keys, who="patient") as pilot:
            text = screen_text(pilot)

        assert "learnms.db" not in text
        assert "SQL" not in text
        assert scores(text) == []


async def test_restoring_is_confirmed_once(home: Path, clock: Clock) -> None:
    before = (home / "learnms.db").read_bytes()
    async with shown(home, clock, "r", "n", "r") as pilot:
        assert "Restore this backup?" in screen_text(pilot)
        assert (home / "learnms.db").read_bytes() == before
        await press(pilot, "y", opened=False)
        await ended(pilot)
        assert isinstance(pilot.app, DamageApp)
        assert pilot.app.is_restored

    store = open_store(home, clock)  # type: ignore[arg-type]
    assert len(event_rows(store)) == 1
    store.close()
    assert (home / "learnms.db.damaged").exists()


async def test_what_fails_is_said_and_changes_nothing(home: Path, clock: Clock) -> None:
    store = open_store(home, clock)  # type: ignore[arg-type]
    async with shown(home, clock, "r", "y") as pilot:
        while "Another learnms" not in screen_text(pilot):
            await pilot.pause(0.01)
        assert "Restore" in footer(pilot)
    store.close()


async def test_the_way_by_hand_is_told(home: Path, clock: Clock) -> None:
    async with shown(home, clock) as pilot:
        await click_on(pilot, "Repair by hand")
        await press(pilot)
        text = flat(pilot)
        await press(pilot, "n")
        assert "newest good backup" in screen_text(pilot)

    assert "learnms doctor --repair" in text


async def test_without_a_backup_none_is_offered(home: Path, clock: Clock) -> None:
    for path in (home / "backups").iterdir():
        path.unlink()
    async with shown(home, clock, "r") as pilot:
        text = screen_text(pilot)

    assert "no backup that can be restored" in text
    assert "Restore" not in text


async def test_q_leaves_everything_as_it_is(home: Path, clock: Clock) -> None:
    before = (home / "learnms.db").read_bytes()
    async with shown(home, clock, "q") as pilot:
        await ended(pilot)
        assert isinstance(pilot.app, DamageApp)
        assert not pilot.app.is_restored

    assert (home / "learnms.db").read_bytes() == before


PAGES: dict[str, tuple[str, ...]] = {"damage": (), "confirm": ("r",), "by-hand": ("h",)}


@pictured(PAGES, narrow=("damage",), themed=("damage",))
def test_picture(
    name: str,
    size: tuple[int, int],
    theme: str,
    home: Path,
    clock: Clock,
    snap_compare: Callable[..., bool],
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, *PAGES[name])

    assert snap_compare(app_of(home, clock, theme=theme), terminal_size=size, run_before=go)


def test_picture_of_a_patient(home: Path, clock: Clock, snap_compare: Callable[..., bool]) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await press(pilot)

    assert snap_compare(app_of(home, clock, who="patient"), terminal_size=(80, 24), run_before=go)
