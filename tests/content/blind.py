"""`python -m tests.content.blind DECK`: the options of a deck's choices without their questions.
Whoever can tell the right ones needs no knowledge.

`python -m tests.content.blind DECK ANSWERS` scores a file of lines such as `12: 3` (the option
chosen for question 12) beside what chance gives, and names the questions that were guessed.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from tests.content.library import Single, decks, singles


def questions(path: str) -> list[Single]:
    """The single-best questions of a deck, their options in an order of chance that is the same
    each time.
    """
    found = []
    for deck in decks(path):
        for number, single in enumerate(singles(deck)):
            random.Random(f"{single.ident}{number}").shuffle(single.options)
            found.append(single)
    return found


def main(path: str, answers: str = "") -> None:
    """Print the options, or the score."""
    asked = questions(path)
    if not answers:
        for number, blind in enumerate(asked, 1):
            sys.stdout.write(
                f"{number}: "
                + "  ".join(f"({at}) {option.text}" for at, option in enumerate(blind.options, 1))
                + "\n"
            )
        return
    given = dict(
        line.replace(" ", "").split(":")[:2]
        for line in Path(answers).read_text("utf-8").splitlines()
        if ":" in line
    )
    guessed = [
        blind
        for number, blind in enumerate(asked, 1)
        if given.get(str(number)) == str(blind.right + 1)
    ]
    chance = sum(1 / len(blind.options) for blind in asked)
    sys.stdout.write(
        f"{len(guessed)} of {len(asked)} right without the question; chance gives {chance:.1f}\n"
    )
    sys.stdout.write("guessed: " + ", ".join(blind.ident for blind in guessed) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
