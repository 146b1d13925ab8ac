"""Commands for the learner's own data."""

from __future__ import annotations

import argparse

from learnms.cli.arguments.options import Command, add_json


def _backup(backup: argparse.ArgumentParser) -> None:
    backup.add_argument(
        "file", nargs="?", metavar="FILE", help="a new file; default: one in the folder `backups`"
    )
    backup.add_argument(
        "--list", action="store_true", help="list the backups, newest first, and check each"
    )
    add_json(backup)


def _restore(restore: argparse.ArgumentParser) -> None:
    restore.add_argument(
        "file", nargs="?", metavar="FILE", help="a backup; default: choose from a list"
    )
    restore.add_argument(
        "--yes",
        action="store_true",
        help="do not ask; without FILE, restore the newest good backup",
    )


def _doctor(doctor: argparse.ArgumentParser) -> None:
    doctor.add_argument(
        "--full", action="store_true", help="also replay all events and compare the memories"
    )
    doctor.add_argument(
        "--repair",
        action="store_true",
        help="save every event that can be read into a new database; the old one is kept",
    )
    add_json(doctor)


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
    "backup": Command(
        "save a copy of your answers and settings, or list the copies",
        "learnms backup --list",
        "backup",
        "backup",
        _backup,
    ),
    "restore": Command(
        "go back to a backup; says first what would be lost",
        "learnms restore",
        "backup",
        "restore",
        _restore,
    ),
    "doctor": Command(
        "check your data for damage and, with --repair, fix it",
        "learnms doctor --full",
        "doctor",
        "doctor",
        _doctor,
    ),
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
