"""`learnms fix`, `learnms new`, `learnms schema`."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms import paths
from learnms.cli.output import print_json, remark
from learnms.errors import LearnmsError, UsageError
from learnms.files import whole_file
from learnms.text import visible, visible_line

if TYPE_CHECKING:
    from learnms.cli.context import Context


def new(context: Context, options: Any) -> int:
    """Write a commented template deck; an existing file is never overwritten."""
    from learnms.decks.template import template

    path = Path(options.path)
    if path.suffix not in paths.SUFFIXES:
        path = path.with_name(path.name + ".yaml")
    stem = re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-")
    ident = stem if len(stem) >= 3 else f"deck-{stem}".strip("-")
    title = path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or "My deck"
    try:
        with whole_file(path, replace=False, private=False) as file:
            file.write(template(title, ident[:60], context.today))
    except FileExistsError:
        message = f"{path} already exists."
        raise UsageError(message, "Choose another name.") from None
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}."
        raise LearnmsError(message) from error
    print(
        f"Wrote {visible_line(str(path))}. Check it with `learnms check"
        f" {visible_line(shlex.quote(str(path)))}`.",
        file=sys.stderr,
    )
    return 0


def schema(_context: Context, _options: Any) -> int:
    """Print the JSON Schema of a deck file."""
    from learnms.decks.schema import json_schema

    print_json(json_schema())
    return 0


def fix(context: Context, options: Any) -> int:
    """Add missing ids, number blanks and replace pasted spaces; 1 if a file could not be fixed."""
    from learnms.decks.fix import fix as fixed_of
    from learnms.decks.fix import known_ids, write_fixed
    from learnms.syntax.source import read_source

    files = paths.deck_files(options.path or context.library_paths)
    taken = known_ids(files)
    failed, changes, changed = False, 0, 0
    for file in files:
        source, findings = read_source(Path(file.path), file.shown)
        if source is None:
            remark(f"{file.shown}: {findings[0].message}")
            failed = True
            continue
        fixed = fixed_of(source, taken)
        if fixed.problem:
            remark(f"{file.shown}: {fixed.problem}")
            failed = True
        for change in fixed.changes:
            print(visible(f"{file.shown}:{change}"))
        if fixed.changes and not options.dry_run:
            write_fixed(Path(file.path), fixed.text)
        changes, changed = changes + len(fixed.changes), changed + bool(fixed.changes)
    if changes or not failed:
        print(_fixed_words(changes, changed, dry_run=options.dry_run), file=sys.stderr)
    return 1 if failed else 0


def _fixed_words(changes: int, files: int, *, dry_run: bool) -> str:
    """What was done, in a sentence."""
    if not changes:
        return "Nothing to fix."
    summary = (
        f"{changes} {'change' if changes == 1 else 'changes'} in {files}"
        f" {'file' if files == 1 else 'files'}"
    )
    return f"Dry run: {summary}. Nothing was written." if dry_run else f"Made {summary}."
