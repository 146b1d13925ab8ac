"""`learnms serve`, with the real application and a client that is a browser to it."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import psutil  # type: ignore[import-untyped]  # it comes without types
import pyte
import pytest

from learnms.cli import serve
from learnms.settings import Settings, write_settings
from learnms.web.server import listen
from tests.end_to_end.place import Place, deck_of
from tests.end_to_end.terminal import LEARNMS, LIMIT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parent.parent.parent
COLUMNS, ROWS = 100, 30


def test_what_a_browser_cannot_do_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for words, text in (
        (["--plain", "serve"], "full screens only"),
        (["serve", "--port", "0"], "from 1 to 65535"),
        (["serve", "--port", "65536"], "from 1 to 65535"),
    ):
        ran = run(*words)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), words
        assert text in ran.err
    monkeypatch.setattr(serve, "find_spec", lambda name: None if name == "aiohttp" else True)
    ran = run("serve")
    assert ran.code == 2
    assert ran.err == "learnms: To open learnms in a browser, run: pip install 'learnms[web]'\n"


def test_a_port_in_use_is_one_sentence(run: Run) -> None:
    with listen(0) as listener:
        port = listener.getsockname()[1]
        ran = run("serve", "--port", str(port))

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"learnms: Port {port} is in use. Choose another one, or leave out --port.\n"


class Window:
    """A running `learnms serve`, and one tab of it at a time."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.address = ""
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)

    async def start(self, *words: str, **more: str) -> None:
        self.process = await asyncio.create_subprocess_exec(
            *LEARNMS,
            "serve",
            *words,
            env=self.place.environment(PYTHONPATH=str(ROOT), SECRET="x", **more),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert self.process.stdout is not None
        async with asyncio.timeout(LIMIT):
            self.address = (await self.process.stdout.readline()).decode().rstrip("\n")
        self.client = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def open(self) -> None:
        """Open the page in a new tab."""
        async with self.client.get(self.address) as response:
            assert response.status == 200
        origin = self.address.partition("/?")[0]
        self.tab = await self.client.ws_connect(
            f"{origin.replace('http', 'ws')}/ws?width={COLUMNS}&height={ROWS}",
            headers={"Origin": origin},
        )
        self.screen.reset()

    async def shows(self, text: str) -> None:
        """Wait until the tab shows this."""
        async with asyncio.timeout(LIMIT):
            while text not in "\n".join(self.screen.display):
                self._stream.feed(await self.tab.receive_bytes())

    async def press(self, keys: str) -> None:
        await self.tab.send_json(["stdin", keys])

    async def words(self) -> str:
        """What the tab says at the end, in place of the application."""
        async with asyncio.timeout(LIMIT):
            while (message := await self.tab.receive()).type != aiohttp.WSMsgType.TEXT:
                pass
        kind, words, _ = message.json()
        assert kind == "ended"
        return str(words)

    def child(self) -> psutil.Process:
        """The application."""
        (child,) = psutil.Process(self.process.pid).children()
        return child

    async def ends(self) -> tuple[int, str, str]:
        """Wait for the end of the server: its code, and the rest of what it printed."""
        out, errors = await asyncio.wait_for(self.process.communicate(), LIMIT)
        assert self.process.returncode is not None
        return self.process.returncode, out.decode(), errors.decode()

    async def close(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.ends()
        await self.client.close()
        self.place.close()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(LIMIT):
        while not is_so():  # noqa: ASYNC110  a process that is not our child has no event
            await asyncio.sleep(0.05)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.deck.write_text(deck_of("card-flash", "card-typed"), "utf-8")
    made.known_learner()
    return made


@pytest.fixture
async def window(place: Place) -> AsyncIterator[Window]:
    made = Window(place)
    await made.start()
    yield made
    await made.close()


async def test_the_browser_is_opened_at_an_address_for_one_request(
    place: Place, tmp_path: Path
) -> None:
    browser, note = tmp_path / "browser", tmp_path / "note"
    browser.write_text(f'#!/bin/sh\necho "$1" > {note}.new && mv {note}.new {note}\n', "utf-8")
    browser.chmod(0o700)
    window = Window(place)
    await window.start("--open", BROWSER=f"{browser} %s")
    await until(note.exists)
    address = note.read_text("utf-8").strip()

    assert address != window.address
    assert address.partition("=")[0] == window.address.partition("=")[0]
    statuses = []
    for _ in range(2):
        async with window.client.get(address) as response:
            statuses.append(response.status)
        window.client.cookie_jar.clear()
    assert statuses == [200, 403]
    await window.close()


async def test_a_card_is_studied_and_the_end_of_the_server_ends_everything(window: Window) -> None:
    assert window.address.startswith("http://127.0.0.1:")
    await window.open()
    await window.shows("Start learning")
    child = window.child()
    environment = child.environ()
    assert "SECRET" not in environment
    assert environment["LEARNMS_HOME"] == str(window.place.home)
    assert window.address.partition("=")[2] not in " ".join(child.cmdline())

    await window.press("\r")
    await window.shows("What does ocrelizumab bind?")
    await window.press(" ")
    await window.shows("CD20")
    await window.press("e")
    await window.shows("A browser tab can't open your editor")
    await window.press("3")
    await window.shows("Type the target.")
    assert window.place.answers() == [("card-flash", 3)]

    window.process.send_signal(signal.SIGINT)
    code, out, errors = await window.ends()
    assert (code, out) == (0, "")
    assert errors.count("\n") == 1
    assert not child.is_running()


async def test_a_closed_tab_ends_the_application_and_keeps_the_answers(window: Window) -> None:
    await window.open()
    await window.shows("Start learning")
    child = window.child()
    await window.press("\r")
    await window.shows("What does ocrelizumab bind?")
    await window.press(" ")
    await window.shows("CD20")
    await window.press("3")
    await window.shows("Type the target.")
    await window.tab.close()
    await until(lambda: not child.is_running())
    assert window.place.answers() == [("card-flash", 3)]

    await window.open()
    await window.shows("Start learning")
    await window.press("q")
    assert "Your answers are saved." in await window.words()
    window.process.send_signal(signal.SIGTERM)
    assert (await window.ends())[0] == 128 + signal.SIGTERM


async def test_the_application_ends_with_a_server_that_was_killed(window: Window) -> None:
    await window.open()
    await window.shows("Start learning")
    child = window.child()
    os.kill(window.process.pid, signal.SIGKILL)

    await until(lambda: not child.is_running())


async def test_another_learnms_with_the_same_data_is_named_in_plain_words(window: Window) -> None:
    terminal = window.place.open()
    terminal.shows("Start learning")
    await window.open()

    words = await window.words()
    assert "in another window already" in words
    assert "--home" not in words


async def test_plain_text_chosen_on_the_first_page_is_explained(window: Window) -> None:
    write_settings(window.place.home, Settings(guard_ms=0))
    await window.open()
    await window.shows("for screen readers")
    await window.press("p")

    assert "Plain text needs a terminal" in await window.words()
