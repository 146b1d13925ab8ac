"""Commands for the learner's own data."""

from __future__ import annotations

from learnms.cli.arguments.options import Command, add_json

COMMANDS = {
    "rebuild": Command(
        "rebuild every memory from the event log and reload every deck",
        "learnms rebuild",
        "import_export",
        "rebuild",
        add_json,
    )
}
