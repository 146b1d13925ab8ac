"""`python -m tests.content.blind DECK`: the options of a deck's choices without their questions.
Whoever can tell the right ones needs no knowledge.

`python -m tests.content.blind DECK ANSWERS` scores a file of lines such as `12: 3` (the option
chosen for question 12) beside what chance gives, and names the questions that were guessed.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import NamedTuple

from tests.content.library import decks, forms, picks


class Blind(NamedTuple):
    """One single choice without its question: whose it is, its options as shown, the place of
    the right one.
    """

    ident: str
    options: list[str]
    right: int


def questions(path: str) -> list[Blind]:
    """The single choices of a deck, their options in an order of chance that is the same each
    time.
    """
    found = []
    for deck in decks(path):
        for number, (ident, form) in enumerate(forms(deck)):
            if form.kind != "single":
                continue
            options = [
                option for pick in picks(form) for group in pick.groups for option in group.options
            ]
            random.Random(f"{ident}{number}").shuffle(options)
            found.append(
                Blind(
                    ident,
                    [option.text for option in options],
                    next(at for at, option in enumerate(options, 1) if option.right),
                )
            )
    return found


def main(path: str, answers: str = "") -> None:
    """Print the options, or the score."""
    asked = questions(path)
    if not answers:
        for number, blind in enumerate(asked, 1):
            sys.stdout.write(
                f"{number}: "
                + "  ".join(f"({at}) {text}" for at, text in enumerate(blind.options, 1))
                + "\n"
            )
        return
    given = dict(
        line.replace(" ", "").split(":")[:2]
        for line in Path(answers).read_text("utf-8").splitlines()
        if ":" in line
    )
    guessed = [
        blind for number, blind in enumerate(asked, 1) if given.get(str(number)) == str(blind.right)
    ]
    chance = sum(1 / len(blind.options) for blind in asked)
    sys.stdout.write(
        f"{len(guessed)} of {len(asked)} right without the question; chance gives {chance:.1f}\n"
    )
    sys.stdout.write("guessed: " + ", ".join(blind.ident for blind in guessed) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
