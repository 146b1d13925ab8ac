"""Options and values that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NamedTuple


class Command(NamedTuple):
    """A command: its line in the help, an example, the module of `learnms.cli` and the function
    that run it, and what adds its options.
    """

    words: str
    example: str
    module: str
    function: str
    add: Callable[[argparse.ArgumentParser], None]


MAY_BE_EMPTY = ("note",)
"""The options for which an empty value means something; every other value is a name, a number or
words to look for.
"""


def number(text: str, low: int = 0, high: int = 999999) -> int:
    """A whole number from `low` to `high`.

    Raises:
        ArgumentTypeError: the text is none.
    """
    if not (text.isdecimal() and len(text) <= 6 and low <= int(text) <= high):
        message = f"`{text}` must be a whole number from {low} to {high}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def count(text: str) -> int:
    """A count. 0 is accepted here, because the command says why it is too few."""
    return 0 if text == "0" else number(text, 1)


def share(text: str) -> float:
    """A number, which may end in %.

    Raises:
        ArgumentTypeError: the text is none.
    """
    try:
        return float(text.removesuffix("%"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number such as 0.90 or 90%") from None


def cards(text: str) -> int:
    """A number of cards."""
    return number(text, 1)


def questions(text: str) -> int:
    """A number of questions."""
    return number(text, 1, 200)


def minutes(text: str) -> int:
    """A number of minutes."""
    return number(text, 1, 600)


def add_session(parser: argparse.ArgumentParser) -> None:
    """Add what every session takes: decks and `--plain`."""
    parser.add_argument(
        "deck", nargs="*", metavar="DECK", help="deck id or file; default: all your decks"
    )
    add_plain(parser)
    parser.add_argument(
        "--search", metavar="QUERY", help="only cards that this search finds, as in browse"
    )


def add_plain(parser: argparse.ArgumentParser, default: object = argparse.SUPPRESS) -> None:
    """Add `--plain` and `--no-plain`."""
    parser.add_argument(
        "--plain",
        action=argparse.BooleanOptionalAction,
        default=default,
        help="use plain text instead of full screens",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def no_options(_: argparse.ArgumentParser) -> None:
    """Add nothing: the command has no options."""
