"""What falls short in the decks.

`python -m tests.content [FILE...]`: a line each beginning with `!`.
`python -m tests.content guess [FILE...]`: whose single-best keys can be guessed, and which.
`python -m tests.content core`: the cards that a new learner meets first.
"""

from __future__ import annotations

import sys

from tests.content import core, guess
from tests.content.craft import figures, flaws
from tests.content.library import LIBRARY, decks


def lines(*paths: str) -> str:
    """What falls short in decks, or in every deck of the library."""
    return "".join(
        figures(deck) + "\n" + "".join(f"  ! {flaw}\n" for flaw in flaws(deck, path))
        for path in paths or sorted(str(path) for path in LIBRARY.glob("[0-9]*.yaml"))
        for deck in decks(path)
    )


COMMANDS = {"core": core.lines, "guess": guess.lines}
command, *arguments = sys.argv[1:] or [""]
sys.stdout.write(COMMANDS[command](*arguments) if command in COMMANDS else lines(*sys.argv[1:]))
