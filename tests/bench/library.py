"""Decks and homes of any size, ready to be studied: parsed and stored, and old enough that
nothing is looked at twice.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from learnms.settings import Settings, write_settings
from tests.end_to_end.terminal import LEARNMS, environment

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = """\
deck: Measured
id: measured-deck-{name}
topics:
  basics: Basics
sources:
  book: {{title: The book of measures, publisher: A publisher, revised: 2025-01, url: "https://example.org/book"}}
glossary:
  relapse: New symptoms that last at least a day.
cards:
"""

_FLASHCARD = """\
  - id: card-{n:05}
    ask: Question{n:05}, what does the medicine bind to on the surface of the cell?
    answer: Answer{n:05}, a protein that is found on some of the cells.
    explain: |
      It is found from the pre-B stage on, and is lost when the cell becomes a plasma cell.
      So antibodies that are there already go on being made.
    hint: A protein.
    source: book §{n}
    checked: 2026-11-22
    topic: basics
"""
_SINGLE = """\
  - id: card-{n:05}
    ask: Question{n:05}, which of these is given before the infusion?
    right: {{text: A steroid and an antihistamine {n}, why: They make reactions rarer and milder.}}
    wrong:
      - {{text: A live vaccine, why: It is not given during treatment., unsafe: yes}}
      - {{text: Nothing at all, why: Reactions would be more frequent.}}
      - An antibiotic
    source: book §{n}
    checked: 2026-11-22
    topic: basics
"""
_CLOZE = """\
  - id: card-{n:05}
    cloze: >-
      Question{n:05}, maintenance is {{{{c1::600 mg}}}} every
      {{{{c2::24 weeks::how often}}}} from then on.
    explain: |
      The first dose is halved and given on two days,
      because reactions are most frequent then.
    hint: Twice a year.
    source: book §{n}
    checked: 2026-11-22
    topic: basics
    tags: [dose, schedule]
"""
_CALCULATION = """\
  - id: card-{n:05}
    ask: "Question{n:05}, order: {{dose}} mg. The vial holds 30 mg/mL. How many mL?"
    given: {{dose: [300, 600]}}
    calc: dose / 30
    unit: mL
    explain: The dose divided by the strength.
    source: book §{n}
    checked: 2026-11-22
    topic: basics
    level: apply
"""
_MIXED = (_FLASHCARD, _SINGLE, _CLOZE, _CALCULATION)


def deck(cards: int, *, mixed: bool = False, name: str = "one", first: int = 1) -> str:
    """A deck with that many cards of about ten lines: flashcards, or four kinds in turn. `first` is
    the number of the first card.
    """
    shapes = _MIXED if mixed else (_FLASHCARD,)
    return _HEAD.format(name=name) + "".join(
        shapes[n % len(shapes)].format(n=n) for n in range(first, first + cards)
    )


def surroundings(folder: Path, cards: int) -> dict[str, str]:
    """The environment of a known learner whose library of that size is in the cache."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "deck.yaml"
    file.write_text(deck(cards), "utf-8")
    long_ago = file.stat().st_mtime - 3600  # a file changed just now is looked at once more
    os.utime(file, (long_ago, long_ago))
    write_settings(folder / "home", Settings(who="student", new_per_day=9999, guard_ms=0))
    made = environment(folder, file)
    subprocess.run([*LEARNMS, "due"], env=made, check=True, capture_output=True)
    return made
