"""`learnms info`: versions, folders and the terminal, for a problem report. It changes nothing, and
it names no learner.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Any

from learnms import __version__, paths
from learnms.cli.output import print_json, print_table
from learnms.engine.about import SQLITE, SUPPORTED_SCHEMA, Database, database
from learnms.errors import LearnmsError
from learnms.settings import FILE as SETTINGS
from learnms.store.sqlite.backup import BACKUP_FOLDER
from learnms.store.sqlite.replace import DATABASE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from learnms.cli.context import Context

_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?:.*\bextra == ['\"](?P<extra>[\w-]+)['\"])?")
_NOT_FOR_USE = {"dev"}
"""The extras that only developers install."""
_READ = ("TERM", "COLORTERM", "NO_COLOR", "COLUMNS", "LINES", "LANG", "LC_ALL")
"""Environment variables that change what is drawn; those of learnms are shown too."""
_UNKNOWN = "unknown"


def info(context: Context, options: Any) -> int:
    """Print what is known. What cannot be read is a problem that is named, and no error."""
    facts = _facts(context)
    if options.json:
        print_json(facts)
    else:
        print_table(list(_rows(facts)))
    return 0


def _facts(context: Context) -> dict[str, Any]:
    problems: list[str] = []
    home, library = _home(context, problems), _library(context, problems)
    data = database(home, library, context.today) if home is not None else Database()
    if data.problem:
        problems.append(data.problem)
    return {
        "learnms": __version__,
        "python": f"{platform.python_version()} ({platform.python_implementation()})",
        "platform": platform.platform(),
        "paths": _paths(context, home),
        "database": {
            "sqlite": SQLITE,
            "schema": data.schema,
            "newest_schema": SUPPORTED_SCHEMA,
            "journal_mode": data.journal_mode,
            "events": data.events,
        },
        "decks": {"files": len(library), "cards": data.cards, "errors": data.errors},
        **_packages(),
        "terminal": _terminal(),
        "environment": {
            name: _short(value)
            for name, value in sorted(context.environment.items())
            if name in _READ or name.startswith("LEARNMS_")
        },
        "problems": [_short(problem) for problem in dict.fromkeys(problems)],
    }


def _home(context: Context, problems: list[str]) -> Path | None:
    try:
        return context.home_folder
    except LearnmsError as error:
        problems.append(str(error))
        return None


def _library(context: Context, problems: list[str]) -> list[str]:
    try:
        return [file.path for file in paths.deck_files(context.library_paths)]
    except LearnmsError as error:
        problems.append(str(error))
        return []


def _paths(context: Context, home: Path | None) -> dict[str, Any]:
    """The data folder, None if it cannot be one; its files and folders, None where there are none;
    the decks in use, and the program.
    """

    def shown(name: str) -> str | None:
        path = home / name if home is not None else None
        return _short(str(path)) if path is not None and path.exists() else None

    return {
        "data": _short(str(home)) if home is not None else None,
        "database": shown(DATABASE_NAME),
        "settings": shown(SETTINGS),
        "backups": shown(BACKUP_FOLDER),
        "decks": [_short(path) for path in (context.library_paths if home is not None else [])],
        "program": _short(os.path.dirname(os.path.abspath(paths.__file__))),
    }


def _short(text: str) -> str:
    """A text without the name of the home folder, which is often a person's."""
    user = os.path.expanduser("~")
    return text if user in ("~", "/", "") else text.replace(user, "~")


def _packages() -> dict[str, dict[str, Any]]:
    """The versions of the packages that learnms needs and of those of its extras."""
    libraries: dict[str, str | None] = {}
    extras: dict[str, dict[str, str | None]] = {}
    try:
        requirements = metadata.requires("learnms") or []
    except metadata.PackageNotFoundError:  # run from its source, without being installed
        requirements = []
    for requirement in requirements:
        match = _REQUIREMENT.match(requirement)
        if match is None or match["extra"] in _NOT_FOR_USE:
            continue
        packages = extras.setdefault(match["extra"], {}) if match["extra"] else libraries
        try:
            packages[match["name"]] = metadata.version(match["name"])
        except metadata.PackageNotFoundError:
            packages[match["name"]] = None
    return {"libraries": libraries, "extras": extras}


def _terminal() -> dict[str, Any]:
    streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
    try:
        size: list[int] | None = list(os.get_terminal_size())
    except (OSError, ValueError):
        size = None
    return {
        "size": size,
        "encoding": sys.stdout.encoding,
        "terminals": [name for name, stream in streams.items() if stream.isatty()],
    }


def _rows(facts: Mapping[str, Any]) -> Iterator[list[str]]:
    data, decks, terminal = facts["database"], facts["decks"], facts["terminal"]
    yield ["learnms", facts["learnms"]]
    yield ["Python", facts["python"]]
    yield ["Platform", facts["platform"]]
    for name in ("data", "database", "settings", "backups"):
        yield [name.capitalize(), facts["paths"][name] or "none"]
    yield from (["Decks", path] for path in facts["paths"]["decks"])
    yield ["Program", facts["paths"]["program"]]
    yield ["SQLite", f"{data['sqlite']}, journal mode {data['journal_mode'] or _UNKNOWN}"]
    yield ["Schema", f"{data['schema'] or 'none'}, newest {data['newest_schema']}"]
    yield ["Events", _number(data["events"])]
    yield ["Deck files", str(decks["files"])]
    yield ["Cards", f"{_number(decks['cards'])} without errors"]
    yield ["Deck errors", _number(decks["errors"])]
    yield ["Libraries", _versions(facts["libraries"])]
    for name, packages in facts["extras"].items():
        yield [f"Extra {name}", _versions(packages)]
    size = terminal["size"]
    yield ["Terminal", f"{size[0]} × {size[1]}" if size else "none"]
    yield ["Encoding", terminal["encoding"]]
    yield from ([name, value] for name, value in facts["environment"].items())
    yield from (["Problem", problem] for problem in facts["problems"])


def _number(value: int | None) -> str:
    return _UNKNOWN if value is None else str(value)


def _versions(packages: Mapping[str, str | None]) -> str:
    words = (f"{name} {version or 'not installed'}" for name, version in packages.items())
    return ", ".join(words) or _UNKNOWN
