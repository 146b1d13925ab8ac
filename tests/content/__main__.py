"""`python -m tests.content FILE...`: what falls short in decks, a line each beginning with `!`."""

from __future__ import annotations

import sys

from tests.content.craft import figures, flaws
from tests.content.library import LIBRARY, decks

for path in sys.argv[1:] or sorted(str(path) for path in LIBRARY.glob("[0-9]*.yaml")):
    for deck in decks(path):
        sys.stdout.write(
            figures(deck) + "\n" + "".join(f"  ! {flaw}\n" for flaw in flaws(deck, path))
        )
