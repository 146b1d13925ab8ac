"""`learnms help`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learnms.cli.arguments.parser import COMMANDS, build, command_parsers

if TYPE_CHECKING:
    from learnms.cli.context import Context


def help_(context: Context, options: Any) -> int:
    """Print the same as `--help` does."""
    if not options.name:
        build("").print_help()
        return 0
    if options.name not in COMMANDS:
        build("").refuse_command(options.name)
    command_parsers(build(options.name))[options.name].print_help()
    return 0
