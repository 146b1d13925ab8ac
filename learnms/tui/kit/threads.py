"""Slow work behind a page: a thread that ends in one message. All of it goes this way."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from textual.message import Message

from learnms.errors import LearnmsError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Result(Message, Generic[T]):
    """What came of slow work, or why nothing did."""

    def __init__(self, result: T | LearnmsError) -> None:
        super().__init__()
        self.result = result


def result_of(message: Callable[[T | LearnmsError], Message], work: Callable[[], T]) -> Message:
    """A message with the outcome of `work`, or with the error that ended it."""
    try:
        return message(work())
    except LearnmsError as error:
        return message(error)


class Receiver(Protocol):
    """What a message is posted to."""

    def post_message(self, message: Message) -> bool: ...


def run_in_thread(page: Receiver, work: Callable[[], Message]) -> None:
    """Do `work` in a thread; post the message that it returns to `page`.

    `work` touches no widget, does not ask the page, which may have gone meanwhile, and reads data
    through `Workspace.reading`.

    The thread is a daemon and not a worker of Textual, because the end of the program waits for
    workers, cancelled or not: with one that takes three seconds, quitting takes three seconds, and
    a forecast takes as long.
    """

    def report() -> None:
        post_from_thread(page, work())

    Thread(target=report, daemon=True).start()


def post_from_thread(page: Receiver, message: Message) -> None:
    """Post a message; it is lost where the page or the application has ended meanwhile."""
    with suppress(RuntimeError):
        page.post_message(message)
