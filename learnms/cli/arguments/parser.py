"""The options of every command. Nothing heavy is imported, so `--help` is fast."""

from __future__ import annotations

import argparse
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from learnms import __version__
from learnms.cli.arguments import about, authoring, collection, data, study
from learnms.cli.arguments.options import MAY_BE_EMPTY, add_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUPS = {
    "Study": study.COMMANDS,
    "Look": collection.COMMANDS,
    "Write": authoring.COMMANDS,
    "Your data": data.COMMANDS,
    "Help": about.COMMANDS,
}
"""The commands by the heading they have in the help."""

COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}

GLOBAL = {
    "--home": ("DIR", "the data folder (default: LEARNMS_HOME, or the platform's)"),
    "--decks": ("PATH", "a deck or folder, repeatable (default: LEARNMS_DECKS, or all)"),
}
"""The options that every command takes, before or after its name: what follows, and the help."""

ENVIRONMENT = {
    "LEARNMS_HOME": "the data folder",
    "LEARNMS_DECKS": f"decks and folders of decks, with `{os.pathsep}` between them",
    "LEARNMS_NOW": "a fixed time for tests: ISO 8601 with an offset",
    "LEARNMS_PLAIN": "1 for plain text, 0 for full screens",
    "LEARNMS_SYNC_PASSPHRASE": "the passphrase of an encrypted sync folder",
    "NO_COLOR": "if not empty, no colors",
    "COLUMNS": "the width of the text",
    "VISUAL, EDITOR": "your editor",
}
"""The environment variables that learnms reads, with what they set."""

DESCRIPTION = (
    "Flashcards and quizzes about the MS drug ocrelizumab, with spaced repetition\n(FSRS). Without"
    " a command, learnms opens the app."
)

_ANSWERED = {"-h", "--help", "-V", "--version"}
"""Options after which no other word is read."""
_NEGATED = "\0"
"""Put before a query word that begins with `-`, so that argparse does not read it as an option."""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help text as wide as the terminal, without argparse's import of shutil."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns())


def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size().columns - 2
    except (ValueError, OSError):
        return 118


_REWORDED = {
    "the following arguments are required": "missing",
    ": expected one argument": " needs a value",
    ": expected at least one argument": " needs a value",
}
"""Sentences of argparse, and ours in their place."""


class Parser(argparse.ArgumentParser):
    """Parser that reports wrong usage in one sentence and exits with 2."""

    def error(self, message: str) -> NoReturn:
        """Report argparse's complaint."""
        sentence = message.removeprefix("argument ")
        for theirs, ours in _REWORDED.items():
            sentence = sentence.replace(theirs, ours)
        sentence = re.sub(r": ignored explicit argument .*", " takes no value", sentence)
        self.refuse(f"{sentence}.")

    def refuse(self, sentence: str, command: str = "") -> NoReturn:
        """End with a sentence about wrong usage, and the help that has the remedy: this parser's or
        a command's.
        """
        from learnms.text import visible_line  # needed only for an error

        shown = visible_line(f"{sentence[:1].upper()}{sentence[1:]}")
        prog = f"learnms {command}" if command else self.prog
        print(f"learnms: {shown} See `{prog} --help`.", file=sys.stderr)
        raise SystemExit(2)

    def refuse_option(self, word: str) -> NoReturn:
        """End because there is no such option."""
        from learnms.engine.wording import did_you_mean

        if not word.startswith("-"):
            self.refuse(f"`{word}` is not expected here.")
        known = [name[2:] for name in (*self._option_string_actions, *GLOBAL) if name[2:]]
        name = word.partition("=")[0].lstrip("-")
        near = did_you_mean(name, known, "--")
        for action in self._actions:  # `--json` where it is `--format json`
            if action.option_strings and name in (action.choices or ()):
                near = f" Did you mean `{action.option_strings[0]} {name}`?"
        self.refuse(f"There is no option `{word}`.{near}")

    def refuse_command(self, word: str) -> NoReturn:
        """End because there is no such command."""
        from learnms.engine.wording import did_you_mean, similar

        near = similar(word, COMMANDS)
        self.refuse(f"There is no command `{word}`.{did_you_mean(word, COMMANDS)}", near or "")

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """The value of a word. An empty one, as of a variable that is not set, would count as not
        given, and the command would do something else.
        """
        if not arg_string and action.dest not in ("command", *MAY_BE_EMPTY):
            self.refuse(f"{_name(action)} needs a value, not ''.")
        return super()._get_value(action, arg_string)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a value that is none of an option's choices. argparse words it for programmers."""
        if action.choices is None or value in action.choices:
            return
        if action.dest == "command":
            self.refuse_command(value)
        from learnms.engine.wording import choose_from

        self.refuse(f"{_name(action)} cannot be `{value}`. {choose_from(value, action.choices)}")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write a help text. Unlike argparse's, errors are not ignored."""
        if message:
            (file or sys.stderr).write(message)


def _name(action: argparse.Action) -> str:
    """What the help calls an option or a word: `--to`, `FILE`."""
    return "/".join(action.option_strings) or str(action.metavar)


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
    typed: list[str] = []
    if command == "completion" and "--" in own_words:  # argparse drops some of these, or all
        cut = own_words.index("--")
        own_words, typed = own_words[:cut], own_words[cut + 1 :]
    parser = build(command if command in COMMANDS else "")
    if command and command not in COMMANDS:
        before = own_words[: own_words.index(command)]
        for word in before:
            if word not in parser._option_string_actions:
                parser.refuse_option(word)
        if not set(before) & _ANSWERED:
            parser.refuse_command(command)
    options, unknown = parser.parse_known_args(own_words)
    if unknown:
        wrong = next((word for word in unknown if word.startswith("-")), unknown[0])
        (command_parsers(parser)[command] if command else parser).refuse_option(wrong)
    if command == "browse":
        options.query = [word.removeprefix(_NEGATED) for word in options.query]
    options.home, options.library, options.typed = home, decks, typed
    return options


def command_parsers(parser: Parser) -> dict[str, Parser]:
    """The parsers of the commands that `parser` was built for, by name."""
    choices = next(action.choices for action in parser._actions if action.dest == "command")
    assert isinstance(choices, dict)
    return choices


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
        if name not in GLOBAL:
            others.append(word)
            continue
        if not equals:
            if not words:
                build("").refuse(f"{name} needs a path.")
            value = words.pop(0)
        if not value:
            build("").refuse(f"{name} needs a path.")
        values[name[2:]].append(value)
    return others, values["home"][-1] if values["home"] else None, values["decks"]


def build(only: str | None = None) -> Parser:
    """The parser for all commands, or only for one (for none, if it is ''): building all takes
    longer than running most.
    """
    parser = Parser(
        prog="learnms",
        usage="learnms [COMMAND] [OPTION…]",
        description=DESCRIPTION,
        epilog=f"{_listed()}\n\n{_epilog()}",
        formatter_class=_Help,
    )
    parser.add_argument("-V", "--version", action="version", version=f"learnms {__version__}")
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
                    epilog=f"{_global_options()}\n\nExample: {command.example}",
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


def _epilog() -> str:
    """What the help of the program says after the commands."""
    width = max(map(len, ENVIRONMENT))
    return "\n".join(
        [
            _global_options(),
            "",
            "Environment:",
            *(f"  {name:{width}}  {words}" for name, words in ENVIRONMENT.items()),
            "",
            "Run `learnms help COMMAND` for a command's options and an example.",
        ]
    )


def _global_options() -> str:
    return "\n".join(
        [
            "Every command:",
            *(f"  {f'{name} {value}':12}  {words}" for name, (value, words) in GLOBAL.items()),
        ]
    )
