"""Who may talk to the server: the browser of the person who started it, and no other page."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_TOKEN = "Open the whole address that `learnms serve` printed, with its token."
WRONG_HOST = "Open the address that `learnms serve` printed; no other one is served."
WRONG_ORIGIN = "Only the page of this server may connect."


class Access:
    """The secret of one run of the server, and the checks of a request.

    Args:
        port: the port of the server; it decides the names under which it may be reached.
    """

    def __init__(self, port: int) -> None:
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self.cookie = f"learnms-{port}"
        """The name of the cookie: browsers send the cookies of all ports of a host."""
        self.token = secrets.token_urlsafe(32)
        self._once: str | None = None

    @property
    def address(self) -> str:
        """The address for the person who started the server."""
        return f"http://{self.hosts[0]}/?token={self.token}"

    def address_for_once(self) -> str:
        """An address that is good for one request: a browser is started with it, and other users of
        the computer can read the arguments of every program.
        """
        self._once = secrets.token_urlsafe(32)
        return f"http://{self.hosts[0]}/?token={self._once}"

    def refusal(
        self, headers: Mapping[str, str], cookies: Mapping[str, str], token: str
    ) -> str | None:
        """Why a request is refused; None if it is not. A foreign name in `Host` means a page whose
        name was made to lead to this computer (DNS rebinding).

        Args:
            headers: the request's headers.
            cookies: its cookies.
            token: the token in its address; '' if there is none.
        """
        if headers.get("Host", "") not in self.hosts:
            return WRONG_HOST
        if not (self._is_good(token) or _same(cookies.get(self.cookie, ""), self.token)):
            return NO_TOKEN
        return None

    def refusal_of_socket(
        self, headers: Mapping[str, str], cookies: Mapping[str, str]
    ) -> str | None:
        """Why a WebSocket is refused: any page may open one, and browsers name its origin."""
        if headers.get("Origin", "") not in [f"http://{host}" for host in self.hosts]:
            return WRONG_ORIGIN
        return self.refusal(headers, cookies, "")

    def _is_good(self, token: str) -> bool:
        if self._once is not None and _same(token, self._once):
            self._once = None
            return True
        return _same(token, self.token)


def _same(given: str, secret: str) -> bool:
    """Whether two texts are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
