"""The manual page, from the tables of the commands. It is written when the wheel is built."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from learnms import __version__
from learnms.cli.arguments.parser import (
    COMMANDS,
    DESCRIPTION,
    ENVIRONMENT,
    GLOBAL,
    GROUPS,
    build,
    command_parsers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

EXIT_CODES = {
    0: "success",
    1: "findings or problems, or data that cannot be read or saved",
    2: "wrong usage, or output that cannot be written",
    130: "interrupted with ctrl+c",
}
"""What a command's exit code means."""

_FILES = {
    "learnms.db": "the answers: an SQLite database",
    "settings.toml": "the settings, each with a comment",
    "decks/": "your own decks, YAML files",
    "backups/": "copies of the database, made daily and before risky changes",
}


def manual() -> str:
    """The manual page in the man macros of roff."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH LEARNMS 1 "" "learnms {__version__}" "User Commands"'
    yield ".ad l"
    yield from (".SH NAME", r"learnms \- flashcards and quizzes in the terminal, with FSRS")
    yield from (".SH SYNOPSIS", r"\fBlearnms\fR [\fICOMMAND\fR] [\fIOPTION\fR...]")
    yield from (".SH DESCRIPTION", roff(DESCRIPTION.replace("\n", " ")))
    parsers = command_parsers(build())
    for heading, group in GROUPS.items():
        yield f'.SH "COMMANDS: {heading.upper()}"'
        for name in group:
            yield from _command(name, parsers[name])
    yield ".SH OPTIONS"
    yield "These work with every command, before or after its name."
    for option, (value, words) in GLOBAL.items():
        yield from _entry(rf"{_bold(option)} {_italic(value)}", words)
    yield from _entry(r"\fB\-h\fR, \fB\-\-help\fR", "show the help of the program or a command")
    yield from _entry(r"\fB\-V\fR, \fB\-\-version\fR", "show the version")
    yield ".SH ENVIRONMENT"
    for variable, words in ENVIRONMENT.items():
        yield from _entry(_bold(variable), words)
    yield ".SH FILES"
    yield "The data folder contains:"
    for file, words in _FILES.items():
        yield from _entry(_italic(file), words)
    yield '.SH "EXIT STATUS"'
    for code, words in EXIT_CODES.items():
        yield from _entry(_bold(str(code)), words)


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    words = parser.format_usage().partition("]")[2].split()
    yield f'.SS "{roff(" ".join(["learnms", name, *words]))}"'
    yield roff(parser.description or "")
    for action in parser._actions:
        if action.dest == "help":
            continue
        value = "" if action.nargs == 0 else _italic(_value(action))
        names = ", ".join(map(_bold, action.option_strings))
        yield from _entry(f"{names} {value}".strip(), action.help or "")
    yield from (".PP", "Example:", ".PP", ".nf", f"    {roff(COMMANDS[name].example)}", ".fi")


def _value(action: argparse.Action) -> str:
    metavar = action.metavar if isinstance(action.metavar, str) else None
    return metavar or "|".join(map(str, action.choices or ())) or action.dest.upper()


def _entry(tag: str, words: str) -> Iterator[str]:
    yield from (".TP", tag, roff(words))


def _bold(text: str) -> str:
    return rf"\fB{roff(text)}\fR"


def _italic(text: str) -> str:
    return rf"\fI{roff(text)}\fR"


def roff(text: str) -> str:
    """A text in which roff finds no request, no escape and no character that it does not know."""
    escaped = (
        text.replace("\\", r"\e").replace("-", r"\-").replace("`", r"\(ga").replace('"', r"\(dq")
    )
    ascii_only = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in escaped)
    return rf"\&{ascii_only}" if ascii_only[:1] in (".", "'") else ascii_only
