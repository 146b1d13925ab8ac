"""`learnms sign`, `learnms check --stale`."""

from __future__ import annotations

import os
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms import paths
from learnms.cli.output import print_json
from learnms.engine.wording import count
from learnms.errors import LearnmsError, UsageError
from learnms.text import has_unsafe, visible, visible_line

if TYPE_CHECKING:
    from datetime import date

    from learnms.cli.context import Context
    from learnms.decks.stale import Stale, Unchecked, Unjudged

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
        where = "the deck has" if len(files) == 1 else "the decks have"
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
        return paths.decks_of(names, ())
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
    from learnms.decks.stale import never_checked, stale_cards, unjudged

    if options.format not in ("full", "short", "json"):
        message = f"`--stale` cannot print {options.format}."
        raise UsageError(message, "Use --format full, short or json.")
    files = paths.decks_of(options.path, context.library_paths)
    loaded, _ = load_all([(Path(file.path), file.shown) for file in files], context.today)
    decks = [deck_file.read for deck_file in loaded if deck_file.read is not None]
    found = Found(stale_cards(decks, context.today), never_checked(decks), unjudged(loaded))
    if options.format == "json":
        print_json(_json(found))
    else:
        for line in _lines(found):
            print(visible(line))
        print(_summary(found), file=sys.stderr)
    return 1 if any(found) and options.strict else 0


class Found(NamedTuple):
    """What `--stale` lists."""

    stale: list[Stale]
    unchecked: list[Unchecked]
    unjudged: list[Unjudged]


def _cards(rows: list[Stale]) -> int:
    """How many cards there are; a card stands under each of its sources."""
    return len({(row.file, row.line) for row in rows})


def _summary(found: Found) -> str:
    rows, unchecked, doubtful = found
    sources = count(len({row.source.key for row in rows}), "source")
    parts = [f"{count(_cards(rows), 'card')} to check again, under {sources}"] if rows else []
    if unchecked:
        parts.append(f"{count(len(unchecked), 'card')} never checked")
    if doubtful:
        parts.append(f"{_things(doubtful)} not judged: `learnms check` says why")
    if not parts:
        return "Nothing is stale: no check is over a year old or older than its source."
    rest = "" if rows else " No other check is over a year old or older than its source."
    return f"{'; '.join(parts)}.{rest}"


def _things(rows: list[Unjudged]) -> str:
    """How many cards, and how many files that cannot be read, there are."""
    files = sum(row.why == _UNREADABLE for row in rows)
    parts = [count(len(rows) - files, "card")] if files < len(rows) else []
    return " and ".join([*parts, count(files, "file")] if files else parts)


def _lines(found: Found) -> list[str]:
    """A heading for each source, and a line for each card; then the cards never checked, and what
    could not be judged.
    """
    rows, unchecked, doubtful = found
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
    if doubtful:
        lines += [""] if lines else []
        lines.append(f"not judged ({_things(doubtful)})")
        names = [row.card or _NAMELESS.get(row.why, "(no id)") for row in doubtful]
        width = max(map(len, names))
        lines += [
            f"  {name:<{width}}  {_UNJUDGED[row.why]}  {row.file}:{row.line}"
            for name, row in zip(names, doubtful, strict=True)
        ]
    return lines


_WHY = {"revised": "", "year": ", over a year ago"}
_UNREADABLE = "unreadable"
_UNJUDGED = {
    "errors": "has errors",
    "source": "has no declared source",
    _UNREADABLE: "cannot be read as a whole",
}
_NAMELESS = {_UNREADABLE: "(file)"}


def _json(found: Found) -> dict[str, Any]:
    rows = found.stale
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
        "never_checked": [row._asdict() | {"card": row.card or None} for row in found.unchecked],
        "not_judged": [
            row._asdict() | {"card": row.card or None, "deck": row.deck or None}
            for row in found.unjudged
        ],
        "cards": _cards(rows),
        "sources": counts,
    }
