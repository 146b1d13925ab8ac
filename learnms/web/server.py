"""The web server: one page, its few files, and one WebSocket behind which the application runs.

textual-serve brings xterm.js in one file, its style and its font, and these are used. Its server is
not: it has no token and takes a WebSocket from any page, runs a shell with the whole environment,
lists its folder, asks a font of Google, starts an application for every tab, and waits for one that
hangs. None of this can be changed from a subclass without writing it again.
"""

from __future__ import annotations

import asyncio
import errno
import json
import secrets
import socket as sockets
import sys
from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from learnms.errors import LearnmsError
from learnms.text import visible
from learnms.web.access import Access

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from importlib.resources.abc import Traversable

    from learnms.web.child import Child

    Start = Callable[[int, int], Awaitable[Child]]

OTHER_TAB = "learnms is open in another tab already. Close it there, then try again."
OTHER_WINDOW = "learnms is open in another window already. Close it there, then try again."
SERVER_ENDS = "`learnms serve` was stopped. Your answers are saved."
ENDED = "learnms has ended."
SAVED = f"{ENDED} Your answers are saved."
FAILED = "learnms has ended because of an error. Your answers are saved."
NOT_FOUND = "There is no page here."

TAB_PATIENCE = 4.0
"""Seconds in which the application of a closed tab may end by itself."""
SERVER_PATIENCE = 1.0
"""The same, once the server ends."""
_RELOAD_SECONDS = 0.5
"""How long a tab that is reloaded may take to let go of its old connection."""
_GOODBYE_SECONDS = 0.3
"""How long a page that does not listen may take to be told why."""
_MOST_TYPED = 1 << 20
_CELLS = range(10, 1001)

_NO_PORT = {errno.EADDRINUSE: "is in use", errno.EACCES: "may not be used by you"}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf"}
_OURS = ("page.js", "page.css")
_THEIRS = {
    "textual.js": "js/textual.js",
    "xterm.css": "css/xterm.css",
    "mono.ttf": "fonts/RobotoMono-VariableFont_wght.ttf",
    "mono-italic.ttf": "fonts/RobotoMono-Italic-VariableFont_wght.ttf",
}
_HEADERS = {
    "Server": "learnms",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def listen(port: int) -> sockets.socket:
    """A socket on this computer alone; 0 is a free port.

    Raises:
        LearnmsError: the port is taken, or may not be used.
    """
    listener = sockets.socket(sockets.AF_INET, sockets.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would share a port that is taken
            listener.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError as error:
        listener.close()
        why = _NO_PORT.get(error.errno or 0)
        if why is None:
            message = f"Nothing can be served on 127.0.0.1: {error.strerror}."
            raise LearnmsError(message) from error
        message = f"Port {port} {why}."
        raise LearnmsError(message, "Choose another one, or leave out --port.") from error
    return listener


class Server:
    """The server of one learner.

    Args:
        listener: a listening socket.
        start: starts the application for a window of some columns and rows.
        is_taken: whether another learnms writes to the data folder; it may take a moment.
    """

    def __init__(
        self, listener: sockets.socket, start: Start, is_taken: Callable[[], bool]
    ) -> None:
        self.access = Access(listener.getsockname()[1])
        self._listener = listener
        self._start = start
        self._is_taken = is_taken
        self._seat = asyncio.Lock()
        """Held by the tab in which the application runs, until that has ended."""
        self._socket: web.WebSocketResponse | None = None
        self._patience = TAB_PATIENCE
        package = files("textual_serve") / "static"
        self._files: dict[str, Traversable] = {
            **{name: files("learnms.web") / name for name in _OURS},
            **{name: package.joinpath(*path.split("/")) for name, path in _THEIRS.items()},
        }

    async def run(self, until: asyncio.Event) -> None:
        """Serve until the event, then end the application and the server."""
        application = web.Application(middlewares=[self._guard])
        application.add_routes(
            [
                web.get("/", self._page),
                web.get("/static/{name}", self._file),
                web.get("/ws", self._tab),
            ]
        )
        application.on_response_prepare.append(_add_headers)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        try:
            await web.SockSite(runner, self._listener).start()
            await until.wait()
            await self._end_tab()
        finally:
            await runner.cleanup()

    async def _end_tab(self) -> None:
        self._patience = SERVER_PATIENCE
        if self._socket is not None:
            await _say(self._socket, SERVER_ENDS, "Try again")
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience + 0.3), self._seat:
                pass

    # -- requests ----------------------------------------------------------------------------------

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuse what may not be answered, before anything is looked up."""
        if request.path == "/ws":
            refusal = self.access.refusal_of_socket(request.headers, request.cookies)
        else:
            token = request.query.get("token", "") if request.path == "/" else ""
            refusal = self.access.refusal(request.headers, request.cookies, token)
        if refusal is not None:
            return web.Response(status=403, text=f"{refusal}\n")
        try:
            return await handler(request)
        except web.HTTPException as error:
            return web.Response(status=error.status, text=f"{NOT_FOUND}\n")

    async def _page(self, request: web.Request) -> web.Response:
        """The page. It is no redirect to an address without the token, because a browser that
        follows a link from elsewhere would not send a strict cookie there.
        """
        nonce = secrets.token_urlsafe(16)
        text = (files("learnms.web") / "page.html").read_text("utf-8").replace("{nonce}", nonce)
        response = web.Response(text=text, content_type="text/html")
        response.headers["Content-Security-Policy"] = _policy(nonce, request.host)
        response.set_cookie(
            self.access.cookie, self.access.token, httponly=True, samesite="Strict", path="/"
        )
        return response

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._files:
            raise web.HTTPNotFound
        kind = _TYPES[name[name.rindex(".") :]]
        return web.Response(body=self._files[name].read_bytes(), content_type=kind)

    # -- the tab -----------------------------------------------------------------------------------

    async def _tab(self, request: web.Request) -> web.WebSocketResponse:
        """The application in one tab. A second tab is told so."""
        socket = web.WebSocketResponse(timeout=_GOODBYE_SECONDS, max_msg_size=_MOST_TYPED)
        await socket.prepare(request)
        if not await self._sit_down():
            await _say(socket, OTHER_TAB, "Try again")
            return socket
        try:
            if await asyncio.to_thread(self._is_taken):
                await _say(socket, OTHER_WINDOW, "Try again")
                return socket
            self._socket = socket
            await self._run_child(socket, request)
        finally:
            self._socket = None
            self._seat.release()
        return socket

    async def _sit_down(self) -> bool:
        """Take the seat, if its tab is gone; the application of that tab may still be ending."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._seat.acquire(), _RELOAD_SECONDS)
            return True
        if self._socket is not None:
            return False
        await self._seat.acquire()
        return True

    async def _run_child(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        columns, rows = (_cells(request.query.get(name)) for name in ("width", "height"))
        try:
            child = await self._start(columns or 80, rows or 24)
        except OSError as error:
            await _say(socket, f"learnms could not start: {error.strerror}.", "Try again")
            return
        tasks = [
            asyncio.create_task(child.show(socket.send_bytes)),
            asyncio.create_task(_read(socket, child)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            is_ended = tasks[0].done() and child.code is not None
            self._socket = None
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await child.stop(self._patience)
        if is_ended:
            await _say(socket, _last_words(child))


async def _read(socket: web.WebSocketResponse, child: Child) -> None:
    """Hand to the application what the page sends, until the page is gone. Messages are lists of
    a kind and a value; textual-serve's page sends them.
    """
    async for message in socket:
        if message.type != WSMsgType.TEXT:
            continue
        try:
            kind, *values = json.loads(message.data)
        except (ValueError, TypeError):
            continue
        value = values[0] if values else None
        if kind == "stdin" and isinstance(value, str):
            await child.type(value)
        elif kind == "resize" and isinstance(value, dict):
            columns, rows = _cells(value.get("width")), _cells(value.get("height"))
            if columns and rows:
                await child.tell("resize", width=columns, height=rows)
        elif kind in ("focus", "blur"):
            await child.tell(kind)


async def _say(socket: web.WebSocketResponse, words: str, button: str = "Open again") -> None:
    """Show a sentence in place of the application, above a button that opens it, and hang up."""
    with suppress(ConnectionError, TimeoutError):
        async with asyncio.timeout(_GOODBYE_SECONDS):
            await socket.send_json(["ended", words, button])
            await socket.close()


def _last_words(child: Child) -> str:
    """What the learner reads at the end. An error that is none of ours is printed by the server."""
    words = child.words
    if child.code == 0:
        return f"{SAVED} {words}" if words else SAVED
    if not words:
        return ENDED
    if words.startswith("learnms: ") and "\n" not in words:
        return words.removeprefix("learnms: ")
    sys.stderr.write(f"{visible(words)}\n")
    return FAILED


def _cells(value: Any) -> int | None:
    """Columns or rows of a window; None if it is no sensible number."""
    try:
        number = int(value)
    except (ValueError, TypeError):
        return None
    return number if number in _CELLS else None


def _policy(nonce: str, host: str) -> str:
    """What the page may do: run and show our files, and talk to us. Sandboxed, it opens no window,
    so that an address on the screen leads nowhere. xterm.js makes style elements, which page.js
    marks with the nonce.
    """
    return (
        "default-src 'none'; script-src 'self'; font-src 'self'; img-src data:;"
        f" style-src 'self' 'nonce-{nonce}'; connect-src 'self' ws://{host}; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-same-origin"
    )


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; sandbox")
