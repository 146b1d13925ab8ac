"""Runs every command of the program in one process: `python -m tests.faults.every_command FOLDER`.

It prints a JSON object of each command line with its exit code. A command that is not described
here runs its own example, so that a new one is not forgotten.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
import sys
from pathlib import Path

from learnms.cli import main
from learnms.cli.arguments.parser import COMMANDS

PLAIN_ANSWERS = "\n3\n\n3\nCD20\n\n1\n\n1 2 3\n\nq\n"
GIFT = "::One:: Which one is right? {=The right one ~The wrong one}\n"

LINES: dict[str, tuple[str, ...]] = {
    "": ("--plain",),
    "review": ("review --plain", "review --plain --cram"),
    "quiz": ("quiz --plain --questions 2",),
    "due": ("due", "due --json"),
    "postpone": ("postpone --cards 1",),
    "days-off": ("days-off 2027-01-15", "days-off --clear"),
    "plan": ("plan --exam 2027-01-15 --minutes 30", "plan --end"),
    "hand-in": ("hand-in {out}/class/maple.json --yes",),
    "browse": ("browse CD20", "browse --json"),
    "stats": ("stats", "stats --json"),
    "forecast": ("forecast --days 30",),
    "memory": ("memory",),
    "decks": ("decks", "decks --coverage"),
    "optimize": ("optimize --dry-run",),
    "new": ("new {out}/new.yaml",),
    "preview": ("preview {deck} --plain",),
    "check": ("check {deck}",),
    "fix": ("fix {deck} --dry-run",),
    "sign": ("sign {out}/new.yaml --by Maple",),
    "schema": ("schema",),
    "import": ("import {out}/one.gift --to {out}/one.yaml --yes",),
    "export": (
        "export events {out}/events.jsonl",
        "export reviews {out}/reviews.csv",
        "export gift {deck} --to {out}/deck.gift",
    ),
    "paper": ("paper small-deck --questions 2 --forms A --to {out}/paper",),
    "class": ("class {out}/class --html {out}/class.html --csv {out}/class.csv",),
    "sync": ("sync {out}/synced",),
    "demo": ("demo --keep {out}/demo",),  # opened, it would be a temporary folder by design
    "restore": ("restore --yes",),
    "rebuild": ("rebuild",),
    "serve": ("serve --help",),  # it runs until it is stopped, and is watched in `test_network`
    "erase": ("erase --dry-run", "erase --yes"),
}
"""The lines of each command; `{deck}` is a deck file and `{out}` a folder to write to."""


def lines(folder: Path) -> list[str]:
    """The command lines, in the order in which they run: erasing comes last."""
    ordered = [
        "",
        "review",
        *(name for name in COMMANDS if name not in ("review", "erase")),
        "erase",
    ]
    places = {"deck": str(folder / "deck.yaml"), "out": str(folder / "out")}
    return [
        line.format(**places) for name in ordered for line in LINES.get(name) or (_example(name),)
    ]


def _example(name: str) -> str:
    return COMMANDS[name].example.removeprefix("learnms ").partition(" >")[0]


def run_all(folder: Path) -> dict[str, int]:
    """Run them all on the home and the decks that the environment names; with `--keep`, all but
    those that erase.
    """
    (folder / "out" / "class").mkdir(parents=True, exist_ok=True)
    (folder / "out" / "synced").mkdir()
    (folder / "out" / "one.gift").write_text(GIFT, "utf-8")
    os.chdir(folder / "out")
    codes = {}
    for line in lines(folder):
        if "--keep" in sys.argv and line.startswith("erase"):
            continue
        sys.stdin = io.StringIO(PLAIN_ANSWERS)
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                codes[line] = main(shlex.split(line))
            except SystemExit as end:
                codes[line] = int(end.code or 0)
        if codes[line] or "--show" in sys.argv:
            sys.stderr.write(f"--- {line}: {codes[line]}\n{said.getvalue()[-1500:]}\n")
    return codes


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run_all(Path(sys.argv[1]))))
