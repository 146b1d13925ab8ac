"""Commands about the program itself."""

from __future__ import annotations

import argparse

from learnms.cli.arguments.options import Command, add_json

SHELLS = ("bash", "zsh", "fish")


def _completion(completion: argparse.ArgumentParser) -> None:
    completion.usage = "%(prog)s [-h] SHELL [-- WORD...]"
    completion.add_argument(
        "shell",
        choices=SHELLS,
        metavar="SHELL",
        help="bash, zsh or fish; with words behind, what can complete the last one, for the script",
    )


def _help(help_: argparse.ArgumentParser) -> None:
    help_.add_argument("name", nargs="?", metavar="COMMAND", help="default: list all commands")


COMMANDS = {
    "help": Command("show how to use a command", "learnms help review", "about", "help_", _help),
    "info": Command(
        "show versions and folders, for a problem report",
        "learnms info --json",
        "info",
        "info",
        add_json,
    ),
    "completion": Command(
        "print a script that completes commands in your shell",
        "learnms completion bash",
        "completion",
        "completion",
        _completion,
    ),
}
