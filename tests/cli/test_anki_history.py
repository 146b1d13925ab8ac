"""`learnms import PACKAGE --history`: a deck of drafts that keeps its history until each card has
its source.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.factories.anki_packages import database, package

REVIEWS = """
INSERT INTO revlog VALUES (1763000000000, 1, 3, 1, 2500, 4000);
INSERT INTO revlog VALUES (1763900000000, 1, 1, 1, 2500, 3000);
INSERT INTO revlog VALUES (1763950000000, 1, 0, 5, 2500, 0);
"""


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return package(folder / "ward.apkg", {"collection.anki2": database(REVIEWS)})


def test_the_history_waits_for_the_source(run: Run, ward: Path) -> None:
    ran = run("import", ward.name, "--history", "--yes")
    assert ran.code == 0
    left_out = "Left out of the review log: 1 entry that only changed the schedule by hand.\n"
    assert left_out in ran.err
    assert "Lost or changed" not in ran.out + ran.err
    assert ran.err.endswith("2 reviews added, 0 already known.\n")
    deck = ward.with_suffix(".yaml")
    assert "draft: yes" in deck.read_text("utf-8")
    (row,) = run("--decks", str(deck), "memory", "--json").json
    assert (row["status"], row["reps"], row["lapses"]) == ("orphan", 2, 1)
    text = deck.read_text("utf-8").replace(
        "    answer: Back\n", "    answer: Back\n    source: b\n"
    )
    deck.write_text(text.replace("cards:", "sources: {b: {title: B}}\ncards:"), "utf-8")
    (row,) = run("--decks", str(deck), "memory", "--json").json
    assert (row["status"], row["reps"], row["lapses"]) == ("active", 2, 1)
    assert run("--decks", str(deck), "due", "--json").json["due"] == 1


def test_a_second_import_adds_only_the_history(run: Run, ward: Path) -> None:
    run("import", ward.name, "--history", "--yes")
    before = ward.with_suffix(".yaml").read_bytes()
    ran = run("import", ward.name, "--history")
    assert (ran.code, ran.out) == (0, "")
    assert "only the review log is imported" in ran.err
    assert ran.err.endswith("0 reviews added, 2 already known.\n")
    assert ward.with_suffix(".yaml").read_bytes() == before


def test_a_preview_adds_nothing(run: Run, ward: Path) -> None:
    for option in ("--dry-run", "--history"):
        ran = run("import", ward.name, "--history", option)
        assert ran.err.endswith("2 reviews in its log: not imported.\n")
    assert not ward.with_suffix(".yaml").exists()
    assert run("memory", "--json").json == []


def test_only_anki_has_a_history(run: Run, ward: Path) -> None:
    table = ward.with_name("a.csv")
    table.write_text("Question,Answer\na,b\n", "utf-8")
    assert run("import", str(table), "--history").code == 2
