"""Commands for the learner's own data."""

from __future__ import annotations

import argparse

from learnms.cli.arguments.options import Command, add_json


def _erase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--with-decks", action="store_true", help="erase the decks in your data folder too"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be erased")
    parser.add_argument("--yes", action="store_true", help="erase without asking")
    add_json(parser)


def _sync(sync: argparse.ArgumentParser) -> None:
    sync.add_argument(
        "folder", nargs="?", metavar="FOLDER", help="the folder; default: that of the last sync"
    )
    sync.add_argument(
        "--as",
        dest="as_learner",
        metavar="ID",
        help="whose history an empty data folder takes over",
    )
    sync.add_argument(
        "--encrypt", action="store_true", help="encrypt your files there with a passphrase"
    )
    sync.add_argument("--dry-run", action="store_true", help="preview without changing anything")
    sync.add_argument(
        "--yes", action="store_true", help="erase what was erased on another computer, unasked"
    )
    add_json(sync)


COMMANDS = {
    "sync": Command(
        "sync your answers with your other computers through a folder",
        "learnms sync ~/Dropbox/learnms",
        "sync",
        "sync",
        _sync,
    ),
    "rebuild": Command(
        "rebuild every memory from the event log and reload every deck",
        "learnms rebuild",
        "import_export",
        "rebuild",
        add_json,
    ),
    "erase": Command(
        "erase your answers, notes, settings and backups",
        "learnms erase --dry-run",
        "erase",
        "erase",
        _erase,
    ),
}
