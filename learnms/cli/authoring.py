"""`learnms fix`, `learnms new`, `learnms preview`, `learnms schema`."""

from __future__ import annotations

import shlex
import sys
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms import paths
from learnms.cli.output import print_json, remark
from learnms.errors import UsageError
from learnms.files import whole_file, writing
from learnms.syntax.source import split_lines
from learnms.text import visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.cli.context import Context


def new(context: Context, options: Any) -> int:
    """Write a commented template deck, and the schema file beside it; an existing deck is never
    overwritten.
    """
    from learnms.decks.deck_fields import plain_id
    from learnms.decks.schema import SCHEMA_FILE, write_schema
    from learnms.decks.template import template

    path = _new_file(options.path)
    stem = plain_id(path.stem)
    ident = stem if len(stem) >= 3 else f"deck-{stem}".strip("-")
    title = path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or "My deck"
    with writing(path):
        with whole_file(path, replace=False, private=False) as file:
            file.write(template(title, ident[:60], context.today))
        has_schema = write_schema(path.parent)
    quoted = visible_line(shlex.quote(str(path)))
    print(
        f"Wrote {visible_line(str(path))}. Check it with `learnms check {quoted}`. See its cards"
        f" while you write with `learnms preview {quoted}`.",
        file=sys.stderr,
    )
    beside = visible_line(str(path.parent / SCHEMA_FILE))
    print(
        f"{beside} lets editors complete its fields."
        if has_schema
        else f"Kept {beside}: another program or a newer learnms wrote it.",
        file=sys.stderr,
    )
    return 0


def _new_file(written: str) -> Path:
    """The file of a new deck; `.yaml` is added where it is missing.

    Raises:
        UsageError: a deck cannot have this name, or its folder does not exist.
    """
    path, shown = Path(written), visible_line(written)
    if path.name in ("", ".."):
        message = f"`{shown}` is not the name of a file."
        raise UsageError(message, "Name the deck, as in `learnms new my-deck.yaml`.")
    if path.is_dir():
        inside = visible_line(shlex.quote(str(path / "my-deck.yaml")))
        raise UsageError(f"`{shown}` is a folder.", f"Name the deck: `learnms new {inside}`.")
    if path.suffix.lower() not in paths.SUFFIXES:
        path = path.with_name(path.name + ".yaml")
    path = path.with_suffix(path.suffix.lower())
    if path.name.startswith((".", "-")):
        message = f"The name of a deck cannot start with `{visible_line(path.name[0])}`."
        raise UsageError(message, "Start it with a letter or a digit.")
    if path.name == paths.SOURCES_FILE:
        message = (
            f"A file named {paths.SOURCES_FILE} contains the sources of its folder, not a deck."
        )
        raise UsageError(message, "Choose another name.")
    if not path.parent.is_dir():
        message = f"There is no folder `{visible_line(str(path.parent))}`."
        raise UsageError(message, "Create it first, or choose another one.")
    return path


def preview(context: Context, options: Any) -> int:
    """Show the cards of a deck file as learners see them, with its findings; nothing is opened but
    the file, and nothing is written.
    """
    from learnms.cli.review import wants_lines
    from learnms.engine.preview.preview import Watched

    watched = Watched(options.path, context.clock)
    if wants_lines(options, context):
        from learnms.plain.kit.signals import end_on_signals
        from learnms.plain.preview import run as run_lines

        with end_on_signals():
            run_lines(watched, sys.stdin, sys.stdout)
        return 0
    from learnms.tui.app.preview import run

    return run(watched, context.home_folder, context.clock)


def schema(_context: Context, _options: Any) -> int:
    """Print the JSON Schema of a deck file."""
    from learnms.decks.schema import json_schema

    print_json(json_schema())
    return 0


def fix(context: Context, options: Any) -> int:
    """Add missing ids, number blanks and replace pasted spaces, or show the changes as a diff; 1 if
    a file could not be fixed.
    """
    from learnms.decks.fix import fix as fixed_of
    from learnms.decks.fix import known_ids, write_fixed
    from learnms.syntax.source import read_source

    files = paths.decks_of(options.path, context.library_paths)
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
        if options.dry_run:
            old = source.text if source.written is None else source.written
            for line in _diff(file.shown, old, fixed.text):
                print(visible(line))
        else:
            for change in fixed.changes:
                print(visible(f"{file.shown}:{change}"))
            if fixed.changes:
                write_fixed(Path(file.path), fixed.text)
        changes, changed = changes + len(fixed.changes), changed + bool(fixed.changes)
    if changes or not failed:
        print(_fixed_words(changes, changed, dry_run=options.dry_run), file=sys.stderr)
    return 1 if failed else 0


def _diff(shown: str, old: str, new: str) -> Iterator[str]:
    """The lines of a unified diff with three lines around each change; nothing without a change."""
    yield from unified_diff(_diff_lines(old), _diff_lines(new), shown, shown, lineterm="")


def _diff_lines(text: str) -> list[str]:
    """The lines of a text without their ends; a last line that has none says so."""
    *lines, last = split_lines(text)
    return [*lines, f"{last}\n\\ No newline at end of file"] if last else lines


def _fixed_words(changes: int, files: int, *, dry_run: bool) -> str:
    """What was done, in a sentence."""
    if not changes:
        return (
            "Nothing to fix: no missing ids, unnumbered blanks or pasted spaces. `learnms check`"
            " finds all other errors."
        )
    summary = (
        f"{changes} {'change' if changes == 1 else 'changes'} in {files}"
        f" {'file' if files == 1 else 'files'}"
    )
    return f"Dry run: {summary}. Nothing was written." if dry_run else f"Made {summary}."
