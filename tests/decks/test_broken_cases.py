"""A case in which YAML lost or took something for something else never reaches a learner."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from learnms.decks.load import Sources, load

CASE = """\
deck: Cases
id: cases-deck
sources: {book: {title: The book}}
cards: []
cases:
  - id: case-one
    title: The first infusion
    story: A person arrives.
    source: book §1
    checked: 2026-11-22
    parts:
      - id: part-one
        ask: Which one?
        right: Right one
        wrong: [Wrong one, Another one]
      - id: part-two
        ask: What now?
        right: This
        wrong: [That, Neither]
"""


@pytest.mark.parametrize(
    ("written", "broken", "code"),
    [
        ("ask: Which one?", "ask: Is dose #2 given?", "LM012"),
        ("right: This", "right: This\n        right: That too", "LM019"),
        ("story: A person arrives.", "story: A person #2 arrives.", "LM012"),
    ],
)
def test_a_broken_case_is_kept_out_whole(
    tmp_path: Path, written: str, broken: str, code: str
) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(CASE, "utf-8")
    sound = load(path, "deck.yaml", Sources(), date(2026, 11, 22))
    path.write_text(CASE.replace(written, broken), "utf-8")
    loaded = load(path, "deck.yaml", Sources(), date(2026, 11, 22))

    assert sound.read is not None
    assert loaded.read is not None
    assert [len(case.parts) for case in sound.read.deck.cases] == [2]
    assert [(finding.code, finding.card) for finding in loaded.findings] == [(code, "case-one")]
    assert loaded.read.deck.cases == ()
