"""Slow work behind a page: a thread that ends in one message."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message
    from textual.message_pump import MessagePump


def run_in_thread(page: MessagePump, work: Callable[[], Message]) -> None:
    """Do `work` in a thread; post the message that it returns to `page`.

    `work` touches no widget and does not ask the page, which may have gone meanwhile.

    The thread is a daemon and not a worker of Textual, because the end of the program waits for
    workers, and a forecast takes long.
    """

    def report() -> None:
        post_from_thread(page, work())

    Thread(target=report, daemon=True).start()


def post_from_thread(page: MessagePump, message: Message) -> None:
    """Post a message; it is lost where the page or the application has ended meanwhile."""
    with suppress(RuntimeError):
        page.post_message(message)
