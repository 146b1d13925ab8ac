"""`learnms sign`, `learnms check --stale`."""

from __future__ import annotations

import os
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms import paths
from learnms.cli.output import print_json
from learnms.engine.wording import count
from learnms.errors import LearnmsError, UsageError
from learnms.text import has_unsafe, visible, visible_line

if TYPE_CHECKING:
    from datetime import date

    from learnms.cli.context import Context
    from learnms.decks.stale import Stale, Unchecked

_LONGEST_NAME = 200


def sign(context: Context, options: Any) -> int:
    """Sign decks; one with errors is not signed."""
    from learnms.decks.check import check

    name = " ".join(options.by.split())
    if not name or len(name) > _LONGEST_NAME or has_unsafe(name):
        message = "`--by` needs a person's name."
        raise UsageError(message, 'Write `--by "Ada Brown, RN"`.')
    files = _named(context, options.path)
    checked = check(files, context.today)
    if checked.errors:
        where = "it has" if len(files) == 1 else "they have"
        message = f"Nothing was signed: {where} {count(checked.errors, 'error')}."
        raise LearnmsError(message, "Run `learnms check`, and fix what it finds.")
    for file in files:
        _sign(file, name, context.today)
    return 0


def _named(context: Context, names: list[str]) -> list[paths.DeckFile]:
    """Decks given by file, folder, id or title.

    Raises:
        UsageError: there is no such deck, or it comes with learnms and is not named by its file.
    """
    others = [
        name
        for name in names
        if not os.path.lexists(os.path.expanduser(name)) and Path(name).suffix not in paths.SUFFIXES
    ]
    if not others:
        return paths.deck_files(names)
    found = [name for name in names if name not in others]
    with context.workspace() as workspace:
        ids = workspace.deck_ids(others)
        files = [row.path for row in workspace.queries.deck_files() if row.deck_id in ids]
    for path in files:
        if paths.is_shipped(path):
            message = f"{visible_line(path)} comes with learnms."
            raise UsageError(message, "Sign a copy of it: name the copy's file.")
    return paths.deck_files([*found, *files])


def _sign(file: paths.DeckFile, name: str, today: date) -> None:
    from learnms.decks.fix import write_fixed
    from learnms.decks.sign import signed_text
    from learnms.syntax.source import read_source

    source, findings = read_source(Path(file.path), file.shown)
    if source is None:
        raise LearnmsError(f"{file.shown}: {findings[0].message}.")
    text, cards = signed_text(source, name, today)
    write_fixed(Path(file.path), text)
    print(
        f"Signed {visible_line(file.shown)} ({count(cards, 'card')}) as {name} on"
        f" {today.isoformat()}.",
        file=sys.stderr,
    )


def stale(context: Context, options: Any) -> int:
    """Print the cards to compare with their sources again; 1 with `--strict` if there are any."""
    from learnms.decks.load import load_all
    from learnms.decks.stale import never_checked, stale_cards

    if options.format not in ("full", "short", "json"):
        message = f"`--stale` cannot print {options.format}."
        raise UsageError(message, "Use --format full, short or json.")
    files = paths.deck_files(options.path or context.library_paths)
    loaded, _ = load_all([(Path(file.path), file.shown) for file in files], context.today)
    decks = [deck_file.read for deck_file in loaded if deck_file.read is not None]
    rows = stale_cards(decks, context.today)
    unchecked = never_checked(decks)
    if options.format == "json":
        print_json(_json(rows, unchecked))
    else:
        for line in _lines(rows, unchecked):
            print(visible(line))
        print(_summary(rows, unchecked), file=sys.stderr)
    return 1 if (rows or unchecked) and options.strict else 0


def _cards(rows: list[Stale]) -> int:
    """How many cards there are; a card stands under each of its sources."""
    return len({(row.file, row.line) for row in rows})


def _summary(rows: list[Stale], unchecked: list[Unchecked]) -> str:
    never = f"{count(len(unchecked), 'card')} never checked"
    if not rows:
        if unchecked:
            return f"{never}. No other check is over a year old or older than its source."
        return "Nothing is stale: no check is over a year old or older than its source."
    sources = count(len({row.source.key for row in rows}), "source")
    again = f"{count(_cards(rows), 'card')} to check again, under {sources}"
    return f"{again}; {never}." if unchecked else f"{again}."


def _lines(rows: list[Stale], unchecked: list[Unchecked]) -> list[str]:
    """A heading for each source, and a line for each card; last, the cards never checked."""
    lines: list[str] = []
    for source, of_source in groupby(rows, lambda row: row.source):
        group = list(of_source)
        revised = f", revised {source.revised}" if source.revised else ""
        lines += [""] if lines else []
        lines.append(f"{source.key}: {source.title}{revised} ({count(len(group), 'card')})")
        width = max(len(row.card) for row in group)
        lines += [
            f"  {row.priority:<8}  {row.card:<{width}}  checked {row.checked.isoformat()}"
            f"{_WHY[row.why]}  {row.file}:{row.line}"
            for row in group
        ]
    if unchecked:
        lines += [""] if lines else []
        lines.append(f"never checked ({count(len(unchecked), 'card')})")
        width = max(len(row.card) for row in unchecked)
        lines += [
            f"  {row.priority:<8}  {row.card:<{width}}  {row.file}:{row.line}" for row in unchecked
        ]
    return lines


_WHY = {"revised": "", "year": ", over a year ago"}


def _json(rows: list[Stale], unchecked: list[Unchecked]) -> dict[str, Any]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.source.key] = counts.get(row.source.key, 0) + 1
    return {
        "stale": [
            {
                "source": row.source.key,
                "title": row.source.title,
                "revised": row.source.revised,
                "why": row.why,
                "priority": row.priority,
                "checked": row.checked.isoformat(),
                "card": row.card or None,
                "deck": row.deck,
                "file": row.file,
                "line": row.line,
            }
            for row in rows
        ],
        "never_checked": [row._asdict() | {"card": row.card or None} for row in unchecked],
        "cards": _cards(rows),
        "sources": counts,
    }
