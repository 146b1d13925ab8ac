"""The options of every command. Nothing heavy is imported, so `--help` is fast."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from learnms import __version__
from learnms.cli.arguments import authoring, collection, data, study
from learnms.cli.arguments.options import add_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUPS = {
    "Study": study.COMMANDS,
    "Look": collection.COMMANDS,
    "Write": authoring.COMMANDS,
    "Your data": data.COMMANDS,
}
"""The commands by the heading they have in the help."""

COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}

_EPILOG = (
    "Every command takes --home DIR, the data folder (or LEARNMS_HOME), and\n--decks PATH, a deck"
    " or a folder of decks (repeatable; or LEARNMS_DECKS).\nRun `learnms COMMAND --help` for"
    " details."
)

_DESCRIPTION = (
    "Flashcards and quizzes about the MS drug ocrelizumab, with spaced repetition\n(FSRS). Without"
    " a command, learnms opens the app."
)

_NEGATED = "\0"
"""Put before a query word that begins with `-`, so that argparse does not read it as an option."""

_GLOBAL = {"--home": "home", "--decks": "decks"}


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help text as wide as the terminal, without argparse's import of shutil."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns())


def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size().columns - 2
    except (ValueError, OSError):
        return 118


class _Parser(argparse.ArgumentParser):
    """Parser that reports wrong usage in one sentence and exits with 2."""

    def error(self, message: str) -> NoReturn:
        from learnms.text import visible_line  # needed only for an error

        print(
            f"learnms: {visible_line(f'{message[:1].upper()}{message[1:]}')}. See `{self.prog}"
            " --help`.",
            file=sys.stderr,
        )
        raise SystemExit(2)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write a help text. Unlike argparse's, errors are not ignored."""
        if message:
            (file or sys.stderr).write(message)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The options of a command line. `--home` and `--decks` may be before or after the command.

    Raises:
        SystemExit: 0 after `--help` or `--version`, 2 for wrong words.
    """
    own_words, home, decks = _globals(list(words))
    command = next((word for word in own_words if not word.startswith("-")), "")
    if command == "browse":
        own_words = [
            f"{_NEGATED}{word}" if word[:1] == "-" and word[1:2] not in ("", "-", "h") else word
            for word in own_words
        ]
    options = build(command if command in COMMANDS else None).parse_args(own_words)
    if command == "browse":
        options.query = [word.removeprefix(_NEGATED) for word in options.query]
    options.home, options.library = home, decks
    return options


def _globals(words: list[str]) -> tuple[list[str], str | None, list[str]]:
    """The words without the global options, the data folder, and the deck paths."""
    others: list[str] = []
    values: dict[str, list[str]] = {"home": [], "decks": []}
    while words:
        word = words.pop(0)
        if word == "--":
            others += [word, *words]
            break
        name, equals, value = word.partition("=")
        if name not in _GLOBAL:
            others.append(word)
            continue
        if not equals:
            if not words:
                build().error(f"{name} needs a path")
            value = words.pop(0)
        if not value:
            build().error(f"{name} needs a path")
        values[_GLOBAL[name]].append(value)
    return others, values["home"][-1] if values["home"] else None, values["decks"]


def build(only: str | None = None) -> _Parser:
    """The parser for all commands, or only for one: building all takes longer than running most."""
    parser = _Parser(
        prog="learnms",
        usage="learnms [COMMAND] [OPTION…]",
        description=_DESCRIPTION,
        epilog=f"{_listed()}\n\n{_EPILOG}",
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"learnms {__version__}")
    add_plain(parser, default=None)
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", help=argparse.SUPPRESS, prog="learnms"
    )
    for name, command in COMMANDS.items():
        if only in (None, name):
            command.add(
                commands.add_parser(
                    name,
                    description=f"{command.words[:1].upper()}{command.words[1:]}.",
                    epilog=f"Example: {command.example}",
                    formatter_class=_Help,
                )
            )
    return parser


def _listed() -> str:
    """Every command with its line, by group."""
    width = max(map(len, COMMANDS))
    return "\n\n".join(
        "\n".join([f"{heading}:", *(f"  {name:{width}}  {group[name].words}" for name in group)])
        for heading, group in GROUPS.items()
    )
