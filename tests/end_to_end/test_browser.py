"""`learnms serve` in a real browser: by keys and by mouse, and with nothing from the network."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.browser import Browser, chromium
from tests.end_to_end.terminal import LEARNMS, LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.end_to_end.place import Place

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def address(place: Place) -> Iterator[str]:
    """The address that a running server has printed."""
    place.known_learner()
    process = subprocess.Popen(
        [*LEARNMS, "serve"],
        env=place.environment(PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.terminate()
    process.wait(LIMIT)
    process.stdout.close()


async def test_cards_are_studied_by_keys_and_by_mouse(
    place: Place, address: str, tmp_path: Path
) -> None:
    async with Browser(chromium(), tmp_path / "profile") as browser:
        tab = await browser.open(address)
        await tab.shows("Start learning")
        await tab.press("Enter", "\r")  # without a click before
        await tab.shows("What does ocrelizumab bind?")
        await tab.press(" ", " ")
        await tab.shows("A protein on B cells.")
        await tab.press("e", "e")
        await tab.shows("A browser tab can't open your editor")
        await tab.press("3", "3")
        await tab.shows("every")  # the cloze
        await tab.click("Show answer")
        await tab.shows("600 mg")
        await tab.click("Good")
        await tab.shows("Type the target.")
        assert place.answers() == [("card-flash", 3), ("card-cloze", 3)]

        server = address.partition("/?")[0]
        assert await tab.run("location.href") == f"{server}/"
        assert len(tab.requests) == 8
        assert {
            url for url in tab.requests if not url.startswith((server, "ws://127.0.0.1:"))
        } == set()
        assert [
            text for text in tab.complaints if "iframe" not in text and "WebGL" not in text
        ] == []
        picture = tmp_path / "browser.png"
        await tab.picture(picture)
        assert picture.stat().st_size > 10_000


async def test_other_tabs_and_other_pages_get_a_sentence_or_nothing(
    address: str, tmp_path: Path
) -> None:
    server = address.partition("/?")[0]
    async with Browser(chromium(), tmp_path / "profile") as browser:
        stranger = await browser.open(f"{server}/?token=wrong")
        text = ""
        async with asyncio.timeout(LIMIT):
            while "with its token" not in text:
                text = await stranger.run("document.body.innerText") or ""

        first = await browser.open(address)
        await first.shows("Start learning")
        assert await first.run("window.open('about:blank') === null")
        second = await browser.open(address)
        assert "in another tab already" in await second.words("already")

        foreign = await browser.open("data:text/html,<p>another page")
        await foreign.run(
            f"var end, other = new WebSocket('{server.replace('http', 'ws')}/ws');"
            " other.onopen = other.onclose = event => end ??= event.type; 0"
        )
        kind = None
        async with asyncio.timeout(LIMIT):
            while kind is None:
                kind = await foreign.run("end")
        assert kind == "close"

        await first.close()
        await second.ask("Page.bringToFront")
        await second.press("Enter", "\r")  # the button has the focus
        await second.shows("Start learning")
        await second.press("q", "q")
        assert "Your answers are saved." in await second.words("ended")
