"""The server alone, with a small program in place of the application."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable
from importlib.resources import files
from typing import Any

import aiohttp
import pytest

from learnms.errors import LearnmsError
from learnms.web import server as web_server
from learnms.web.child import Child, child_environment
from learnms.web.server import Server, listen

LIMIT = 30.0

PROGRAM = """
import os, sys, time
mode = sys.argv[1]
def draw(data): os.write(1, b"D" + len(data).to_bytes(4, "big") + data)
def read(count):
    data = b""
    while len(data) < count:
        more = os.read(0, count - len(data))
        if not more: raise SystemExit(0)
        data += more
    return data
if mode == "fails":
    print("learnms: The data is damaged. Restore a backup.", file=sys.stderr)
    raise SystemExit(1)
if mode == "crashes": raise ValueError("a fault")
os.write(1, b"some words before\\n__GANGLION__\\n")
draw(b"ready")
os.write(1, b"M\\0\\0\\0\\x02{}")
if mode == "twice":
    read(int.from_bytes(read(5)[1:], "big"))
    os.write(1, b"__GANGLION__\\n")
    draw(b"again")
if mode == "hangs":
    while True: time.sleep(60)
if mode == "fills":
    os.set_blocking(1, False)
    full = 0
    while full < 20:  # times in a row
        try:
            os.write(1, b"D\\0\\0\\x0f\\xa0" + b"." * 4000)  # up to 4,096 bytes are written whole
            full = 0
        except BlockingIOError:
            full += 1
            time.sleep(0.01)
    print("full", file=sys.stderr, flush=True)
    time.sleep(60)
if mode == "floods":
    while True: draw(b"." * 4000)
while True:
    head = read(5)
    data = read(int.from_bytes(head[1:], "big"))
    if data == b"q":
        print("3 cards today.", file=sys.stderr)
        raise SystemExit(0)
    draw(head[:1] + data)
"""


class Served:
    """A running server, and a client that is a browser to it."""

    def __init__(self, client: aiohttp.ClientSession) -> None:
        self.mode = "echoes"
        self.is_taken = False
        self.children: list[Child] = []
        self.sizes: list[tuple[int, int]] = []
        self.client = client
        self.listener = listen(0)
        self.server = Server(self.listener, self._start, lambda: self.is_taken)
        self.host = self.server.access.hosts[0]
        self.ending = asyncio.Event()
        self.running = asyncio.create_task(self.server.run(self.ending))

    async def _start(self, columns: int, rows: int) -> Child:
        self.sizes.append((columns, rows))
        child = await Child.start([sys.executable, "-I", "-S", "-c", PROGRAM, self.mode], {})
        self.children.append(child)
        return child

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        url = f"http://{self.host}{path}"
        async with self.client.get(url, headers=headers) as response:
            return response.status, (await response.read()).decode("utf-8", "replace")

    async def sign_in(self) -> None:
        status, _ = await self.get(f"/?token={self.server.access.token}")
        assert status == 200

    async def tab(self, **headers: str) -> aiohttp.ClientWebSocketResponse:
        return await self.client.ws_connect(
            f"ws://{self.host}/ws?width=100&height=30",
            headers={"Origin": f"http://{self.host}", **headers},
        )

    async def end(self) -> None:
        self.ending.set()
        await asyncio.wait_for(self.running, LIMIT)


async def drawn(tab: aiohttp.ClientWebSocketResponse) -> bytes:
    return await tab.receive_bytes(timeout=LIMIT)


async def said(tab: aiohttp.ClientWebSocketResponse) -> Any:
    """What the page shows at the end."""
    while True:
        message = await tab.receive(timeout=LIMIT)
        if message.type == aiohttp.WSMsgType.TEXT:
            break
    assert (await tab.receive(timeout=LIMIT)).type == aiohttp.WSMsgType.CLOSE
    kind, *words = message.json()
    assert kind == "ended"
    return words


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(LIMIT):
        while not is_so():  # noqa: ASYNC110  a process that ends has no event here
            await asyncio.sleep(0.01)


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of a bare address
    async with aiohttp.ClientSession(cookie_jar=jar) as client:
        made = Served(client)
        yield made
        await made.end()


# -- who is let in ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/?token=", "/?token=wrong", "/?token=%C3%A4", "/static/textual.js", "/other"]
)
async def test_nothing_is_served_without_the_token(served: Served, path: str) -> None:
    status, text = await served.get(path)

    assert (status, text.count("\n")) == (403, 1)
    assert "token" in text


async def test_the_token_opens_the_page_and_stays_as_a_strict_cookie(served: Served) -> None:
    access = served.server.access
    async with served.client.get(access.address) as response:
        cookie = response.headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert access.token not in await response.text()

    assert (await served.get("/"))[0] == 200


async def test_a_foreign_name_that_leads_here_is_refused(served: Served) -> None:
    await served.sign_in()
    port = served.host.partition(":")[2]

    for host in (
        f"evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"127.0.0.1.evil.example:{port}",
    ):
        assert (await served.get("/", Host=host))[0] == 403, host
    assert (await served.get("/", Host=f"localhost:{port}"))[0] == 200


async def test_an_address_for_one_request_is_good_for_one(served: Served) -> None:
    path = served.server.access.address_for_once().partition(served.host)[2]
    assert (await served.get(path))[0] == 200
    served.client.cookie_jar.clear()

    assert (await served.get(path))[0] == 403


async def test_no_page_of_others_opens_a_socket(served: Served) -> None:
    await served.sign_in()
    port = served.host.partition(":")[2]
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": f"https://{served.host}"},
        {"Origin": f"http://127.0.0.1:{int(port) - 1}"},
        {"Origin": "null"},
        {"Host": f"evil.example:{port}"},
        {"Origin": f"http://evil.example:{port}", "Host": f"evil.example:{port}"},
    ):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await served.tab(**headers)
    served.client.cookie_jar.clear()
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await served.tab()

    assert served.children == []


def test_it_listens_on_this_computer_alone() -> None:
    with listen(0) as listener:
        host, port = listener.getsockname()
        with pytest.raises(LearnmsError, match=rf"Port {port} is in use\."):
            listen(port)

    assert host == "127.0.0.1"


# -- what the page gets ----------------------------------------------------------------------------


async def test_every_file_of_the_page_comes_from_here(served: Served) -> None:
    await served.sign_in()
    _, page = await served.get("/")
    _, style = await served.get("/static/page.css")
    wanted = re.findall(r'(?:src|href|url)(?:=|\()"([^"]+)"', page + style)

    assert len(wanted) == 7
    for path in wanted:
        assert path == "data:," or (await served.get(path))[0] == 200, path
    for path in ("page.html", "page.css", "page.js"):
        assert "//" not in re.sub(
            r"(^|\s)// .*|ws://\$", "", files("learnms.web").joinpath(path).read_text()
        )


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static",
        "/static/server.py",
        "/static/..%2fserver.py",
        "/static/js%2ftextual.js",
    ],
)
async def test_no_other_file_is_served_and_no_folder_is_listed(served: Served, path: str) -> None:
    await served.sign_in()

    assert await served.get(path) == (404, "There is no page here.\n")


def test_the_application_gets_only_the_environment_that_it_needs() -> None:
    given = {
        "HOME": "/h",
        "LEARNMS_HOME": "/l",
        "LEARNMS_PLAIN": "1",
        "API_TOKEN": "x",
        "EDITOR": "e",
    }
    made = child_environment(given, 100, 30)

    assert made["TEXTUAL_DRIVER"] == "learnms.tui.app.browser:BrowserDriver"
    assert {name: made.get(name) for name in given} == {
        **dict.fromkeys(given),
        "HOME": "/h",
        "LEARNMS_HOME": "/l",
    }


# -- the tab ---------------------------------------------------------------------------------------


async def test_what_is_typed_arrives_and_what_is_drawn_comes_back(served: Served) -> None:
    await served.sign_in()
    tab = await served.tab()
    assert await drawn(tab) == b"ready"
    for odd in ("no list", "[]", '["resize"]', '["resize", {"width": -1, "height": 9999}]', "{}"):
        await tab.send_str(odd)
    await tab.send_json(["stdin", "ä\ud800"])
    await tab.send_json(["resize", {"width": 90, "height": 20}])

    assert await drawn(tab) == b"D\xc3\xa4?"
    assert await drawn(tab) == b'M{"type": "resize", "width": 90, "height": 20}'
    assert served.sizes == [(100, 30)]


async def test_a_second_application_of_one_start_has_the_size_of_the_window(served: Served) -> None:
    served.mode = "twice"
    await served.sign_in()
    tab = await served.tab()
    assert await drawn(tab) == b"ready"
    await tab.send_json(["resize", {"width": 90, "height": 20}])

    assert await drawn(tab) == b"again"
    assert await drawn(tab) == b'M{"type": "resize", "width": 90, "height": 20}'


async def test_a_second_tab_is_told_so_until_the_first_is_closed(served: Served) -> None:
    await served.sign_in()
    first = await served.tab()
    assert await drawn(first) == b"ready"

    words, button = await said(await served.tab())
    assert "in another tab already" in words
    assert button == "Try again"
    await first.close()
    assert await drawn(await served.tab()) == b"ready"
    assert served.children[0].code == 0


async def test_data_in_use_elsewhere_is_told_in_plain_words(served: Served) -> None:
    served.is_taken = True
    await served.sign_in()

    words, _ = await said(await served.tab())
    assert "in another window already" in words
    assert served.children == []


@pytest.mark.parametrize(
    ("mode", "words", "printed"),
    [
        ("echoes", "learnms has ended. Your answers are saved. 3 cards today.", ""),
        ("fails", "The data is damaged. Restore a backup.", ""),
        ("crashes", "learnms has ended because of an error. Your answers are saved.", "a fault"),
    ],
)
async def test_the_page_says_why_the_application_has_ended(
    served: Served, capsys: pytest.CaptureFixture[str], mode: str, words: str, printed: str
) -> None:
    served.mode = mode
    await served.sign_in()
    tab = await served.tab()
    if mode == "echoes":
        await tab.send_json(["stdin", "q"])

    assert await said(tab) == [words, "Open again"]
    errors = capsys.readouterr().err
    assert printed in errors
    assert bool(errors) == bool(printed)


@pytest.mark.parametrize("mode", ["hangs", "floods"])
async def test_an_application_that_does_not_end_is_killed_with_its_tab(
    served: Served, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(served.server, "_patience", 0.05)
    served.mode = mode
    await served.sign_in()
    tab = await served.tab()
    assert await drawn(tab) == b"ready"
    await tab.close()

    await until(lambda: served.children[0].code is not None)
    assert served.children[0].code == -9


@pytest.mark.parametrize("mode", ["echoes", "hangs", "floods"])
async def test_the_server_ends_whatever_the_application_does(
    served: Served, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(web_server, "SERVER_PATIENCE", 5.0 if mode == "echoes" else 0.05)
    served.mode = mode
    await served.sign_in()
    tab = await served.tab()
    assert await drawn(tab) == b"ready"  # and from here on nothing is read
    await served.end()

    assert served.children[0].code == (0 if mode == "echoes" else -9)
    if mode != "floods":
        assert "was stopped" in (await said(tab))[0]


async def test_the_server_ends_though_the_page_does_not_listen(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_server, "SERVER_PATIENCE", 0.05)
    served.mode = "fills"
    access = served.server.access
    lines = (
        *("GET /ws HTTP/1.1", f"Host: {served.host}", f"Origin: http://{served.host}"),
        *(f"Cookie: {access.cookie}={access.token}", "Upgrade: websocket", "Connection: Upgrade"),
        *("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", ""),
    )
    reader, writer = await asyncio.open_connection(*served.listener.getsockname(), limit=1)
    writer.write("\r\n".join(lines).encode())
    assert b"101" in await reader.read(1000)  # nor reads more than that
    await until(lambda: bool(served.children) and served.children[0].words == "full")
    await served.end()

    assert served.children[0].code == -9
    writer.close()
