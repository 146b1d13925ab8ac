"""A real browser without a window: headless Chromium, driven by its DevTools protocol.

What its page shows is read from the bytes that came over its WebSocket, by the terminal that the
other tests read too; the page itself paints a canvas.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import aiohttp
import pyte
import pytest

from tests.end_to_end.terminal import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The path of Chromium. Where it is missing, as in CI, and Debian's packages can be installed,
    it is; elsewhere the test is skipped.
    """
    path = _found()
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(
                ["apt-get", "--quiet", *words],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
        path = _found()
    if path is None:
        pytest.skip("Chromium is not installed and cannot be installed here")
    return path


def _found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """A running Chromium, which can reach this computer alone.

    Args:
        path: the program.
        folder: its profile.
    """

    def __init__(self, path: str, folder: Path) -> None:
        self._path = path
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._client: aiohttp.ClientSession | None = None
        self.address = ""

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            self._path,
            "--headless=new",
            "--no-sandbox",  # as root, in a container
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--remote-debugging-port=0",
            f"--user-data-dir={self._folder}",
            "--window-size=1280,800",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        marks = self._folder / "DevToolsActivePort"
        async with asyncio.timeout(LIMIT):
            while not (marks.exists() and marks.read_text()):  # noqa: ASYNC110  a file has no event
                await asyncio.sleep(0.05)
        port = marks.read_text().partition("\n")[0]
        self.address = f"127.0.0.1:{port}"
        self._client = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._client is not None
        assert self._process is not None
        await self._client.close()
        with suppress(ProcessLookupError):
            self._process.terminate()
        await self._process.wait()

    async def open(self, address: str) -> Tab:
        """Open an address in a new tab."""
        assert self._client is not None
        async with self._client.put(f"http://{self.address}/json/new?about:blank") as response:
            target = await response.json()
        tab = Tab(await self._client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0))
        for domain in ("Page", "Network", "Runtime", "Log"):
            await tab.ask(f"{domain}.enable")
        await tab.ask(
            "Emulation.setDeviceMetricsOverride",
            width=1280,
            height=800,
            deviceScaleFactor=1,
            mobile=False,
        )
        await tab.ask("Page.navigate", url=address)
        return tab


class Tab:
    """One tab: what it asked for, what it complained about, and what it shows."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command, and wait for its result."""
        self._number += 1
        number = self._number
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        await self.until(lambda: number in self._answers, method)
        return self._answers.pop(number)

    async def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Take what the browser reports until something holds."""
        try:
            async with asyncio.timeout(LIMIT):
                while not is_so():
                    self._take(await self._socket.receive_json())
        except TimeoutError:
            raise AssertionError(f"{what} did not come:\n{self.display()}") from None

    def _take(self, message: dict[str, Any]) -> None:
        if "id" in message:
            assert "error" not in message, message["error"]
            self._answers[message["id"]] = message["result"]
            return
        about = message["params"]
        match message["method"]:
            case "Network.requestWillBeSent":
                self.requests.append(about["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(about["url"])
                self.screen.reset()
            case "Network.webSocketFrameSent":
                self._resize(about["response"])
            case "Network.webSocketFrameReceived" if about["response"]["opcode"] == 2:
                self._stream.feed(base64.b64decode(about["response"]["payloadData"]))
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(about["exceptionDetails"]))
            case "Log.entryAdded":
                self.complaints.append(about["entry"]["text"])

    def _resize(self, frame: dict[str, Any]) -> None:
        if frame["opcode"] == 1 and (sent := json.loads(frame["payloadData"]))[0] == "resize":
            self.screen.resize(sent[1]["height"], sent[1]["width"])

    def display(self) -> str:
        """What the terminal in the page shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    async def shows(self, *texts: str) -> None:
        """Wait until the terminal shows all of these."""
        await self.until(lambda: all(text in self.display() for text in texts), f"{texts}")

    async def run(self, script: str) -> Any:
        """The value of an expression in the page, as if a click had asked for it."""
        result = await self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, userGesture=True
        )
        return result["result"].get("value")

    async def words(self, text: str) -> str:
        """Wait until the page says this in place of the terminal; all that it says."""
        said = ""
        async with asyncio.timeout(LIMIT):
            while text not in said:
                said = await self.run("document.querySelector('.ended').innerText") or ""
        return said

    async def press(self, key: str, text: str = "") -> None:
        """Press a key, without a click before."""
        more = {"text": text} if text else {}
        code = {"Enter": 13, " ": 32, "Escape": 27}.get(key, ord(key[0].upper()))
        for kind in ("keyDown", "keyUp"):
            await self.ask(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **more
            )

    async def click(self, text: str) -> None:
        """Click in the middle of a text that the terminal shows."""
        row, line = next(
            (row, line) for row, line in enumerate(self.screen.display) if text in line
        )
        width, height = await self.run(
            "(box => [box.width, box.height])"
            "(document.querySelector('.xterm-screen').getBoundingClientRect())"
        )
        x = (line.index(text) + len(text) / 2) * width / self.screen.columns
        y = (row + 0.5) * height / self.screen.lines
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            await self.ask(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )

    async def picture(self, path: Path) -> None:
        """Write what is seen to a PNG file."""
        shot = await self.ask("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(shot["data"]))

    async def close(self) -> None:
        """Close the tab."""
        await self.ask("Page.close")
        await self._socket.close()
