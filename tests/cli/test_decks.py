"""`decks`, `due`, `memory`: the shapes that others build on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learnms.engine.browse.search import OWN
from learnms.settings import Settings, write_settings
from tests.cli.conftest import Run
from tests.engine.home.test_cases import CARDS, case


def test_decks_as_json(run: Run, deck_file: Path) -> None:
    ran = run("decks", "--json")

    assert ran.code == 0
    assert ran.json == [
        {
            "id": "small-deck",
            "title": "A small deck",
            "path": str(deck_file),
            "version": "",
            "cards": 8,
            "drafts": 0,
            "parts": 9,
            "questions": 6,
            "cases": 0,
            "kinds": {
                "calculation": 1,
                "cloze": 1,
                "flashcard": 1,
                "select-all": 1,
                "select-n": 1,
                "single": 1,
                "true-false": 1,
                "typed": 1,
            },
            "topics": {},
            "errors": 0,
        }
    ]


def test_due_as_json_counts_what_a_review_would_ask(run: Run) -> None:
    first = run("due", "--json").json
    run("review", "--plain", typed="\n3\n")
    second = run("due", "--json").json

    assert first == {
        "study_day": "2026-11-22",
        "due": 0,
        "again": 0,
        "new": 8,
        "decks": [
            {
                "id": "small-deck",
                "title": "A small deck",
                "due": 0,
                "new": 8,
                "learned": 0,
                "total": 9,
            }
        ],
    }
    assert (second["new"], second["decks"][0]["learned"]) == (7, 1)


def test_due_counts_the_day_on_which_a_card_comes_back(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("review", "--plain", typed="\n3\n")
    monkeypatch.setenv("LEARNMS_NOW", "2026-11-24T09:00:00+00:00")

    assert run("due", "--json").json["due"] == 1


def test_memory_as_json(run: Run) -> None:
    run("review", "--plain", typed="\n3\n")
    rows = run("memory", "--json").json

    assert len(rows) == 1
    row = rows[0]
    assert row["stability"] == pytest.approx(2.3065)
    assert row | {"stability": 0, "difficulty": 0} == {
        "card": "card-flash",
        "part": None,
        "state": "review",
        "stability": 0,
        "difficulty": 0,
        "recall": 1.0,
        "due": "2026-11-24",
        "last_review": "2026-11-22",
        "reps": 1,
        "lapses": 0,
        "status": "active",
    }


def test_a_card_that_leaves_the_deck_is_an_orphan_and_comes_back(run: Run, deck_file: Path) -> None:
    run("review", "--plain", typed="\n3\n")
    text = deck_file.read_text("utf-8")
    deck_file.write_text(text.replace("id: card-flash", "id: card-other"), "utf-8")
    away = run("memory", "--json").json[0]["status"]
    deck_file.write_text(text, "utf-8")

    assert (away, run("memory", "--json").json[0]["status"]) == ("orphan", "active")


def test_listings_for_people(run: Run) -> None:
    assert "A small deck" in run("decks").out
    assert run("due").out.startswith("0 due, 8 new.")
    assert "No answers yet." in run("memory").err


def test_one_of_a_thing_is_said_in_the_singular(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "one.yaml"
    card = "{id: only-card, ask: Dose?, type: 600 mg, source: s, checked: 2026-11-22}"
    deck.write_text(f"deck: One\nid: one\nsources: {{s: {{title: S}}}}\ncards:\n  - {card}\n")
    only = ("--decks", str(deck))

    assert re.search("1 card  +1 part  +1 question  +one", run("decks", *only).out)
    run("review", "--plain", *only, typed="600 mg\n\n")
    assert re.search("1 review  +0 lapses", run("memory", *only).out)
    assert run("rebuild", *only).err.endswith("1 memory, 0 changed.\n")


def test_global_options_stand_before_or_after_the_command(
    run: Run, tmp_path: Path, deck_file: Path
) -> None:
    home = str(tmp_path / "other")

    before = run("--home", home, "--decks", str(deck_file), "due", "--json")
    after = run("due", "--json", f"--home={home}", "--decks", str(deck_file))

    assert before.json == after.json
    assert (tmp_path / "other" / "learnms.db").exists()


def test_a_student_is_not_offered_a_patients_deck_unless_it_is_named(
    run: Run, tmp_path: Path, deck_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck_file.write_text(
        deck_file.read_text("utf-8").replace(
            "id: small-deck", "id: small-deck\naudience: [patient]"
        ),
        "utf-8",
    )
    named = run("due", "--json").json["new"]
    monkeypatch.setenv("LEARNMS_DECKS", str(deck_file.parent))

    assert (named, run("due", "--json").json["new"]) == (8, 0)
    assert run("decks", "--json").json[0]["cards"] == 8


def test_an_empty_library_says_what_to_do(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    assert "learnms new" in run("due", "--decks", str(empty)).err
    assert run("due", "--json", "--decks", str(empty)).json["decks"] == []


def test_a_copy_in_the_learners_own_folder_is_the_one_that_is_studied(
    run: Run, tmp_path: Path, deck_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "home" / "decks"
    own.mkdir(parents=True)
    (own / "copy.yaml").write_text(
        deck_file.read_text("utf-8").replace("deck: A small deck", "deck: My copy"), "utf-8"
    )
    monkeypatch.delenv("LEARNMS_DECKS")
    monkeypatch.setattr("learnms.paths.shipped_decks", lambda: deck_file.parent)

    assert [(row["title"], row["new"]) for row in run("due", "--json").json["decks"]] == [
        ("My copy", 8)
    ]


def test_a_copy_of_a_shipped_deck_stands_in_for_it_everywhere(
    run: Run, tmp_path: Path, deck_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "home" / "decks"
    own.mkdir(parents=True)
    (own / "copy.yaml").write_text(
        deck_file.read_text("utf-8").replace("deck: A small deck", "deck: My copy"), "utf-8"
    )
    monkeypatch.delenv("LEARNMS_DECKS")
    monkeypatch.setattr("learnms.paths.shipped_decks", lambda: deck_file.parent)

    assert [row["title"] for row in run("decks", "--json").json] == ["My copy"]
    assert "replaces the built-in deck" in run("decks").out
    assert not [
        found
        for found in run("check", "--format", "json").json["findings"]
        if found["code"] == "LM803"
    ]
    named = run("check", str(own), str(deck_file), "--format", "json").json["findings"]
    assert "LM803" in {found["code"] for found in named}

    (own / "copy.yaml").unlink()
    assert [row["title"] for row in run("decks", "--json").json] == ["A small deck"]


def test_a_copy_that_could_never_be_read_stands_in_for_nothing(
    run: Run, tmp_path: Path, deck_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "home" / "decks"
    own.mkdir(parents=True)
    (own / "small-deck.yaml").write_text("\tdeck: x: [", "utf-8")
    monkeypatch.delenv("LEARNMS_DECKS")
    monkeypatch.setattr("learnms.paths.shipped_decks", lambda: deck_file.parent)

    assert "A small deck" in [row["title"] for row in run("decks", "--json").json]


def test_two_decks_of_the_learners_own_with_one_id_stay_a_finding(
    run: Run, tmp_path: Path, deck_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "home" / "decks"
    own.mkdir(parents=True)
    for name in ("one.yaml", "two.yaml"):
        (own / name).write_text(deck_file.read_text("utf-8"), "utf-8")
    monkeypatch.delenv("LEARNMS_DECKS")
    monkeypatch.setattr("learnms.paths.shipped_decks", lambda: deck_file.parent)

    found = run("check", "--format", "json").json["findings"]
    assert {finding["file"] for finding in found if finding["code"] == "LM803"} == {
        str(own / "two.yaml")
    }


@pytest.fixture
def two_audiences(
    run: Run, tmp_path: Path, deck_file: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """A patient in a library of a deck for patients and one for nurses, with one card learned."""
    text = deck_file.read_text("utf-8")
    deck_file.write_text(
        text.replace("id: small-deck", "id: small-deck\naudience: [patient]"), "utf-8"
    )
    (deck_file.parent / "other.yaml").write_text(
        text.replace("A small deck", "For nurses")
        .replace("id: small-deck", "id: other-deck\naudience: [nurse]")
        .replace("id: card-", "id: nurse-"),
        "utf-8",
    )
    monkeypatch.setenv("LEARNMS_DECKS", str(deck_file.parent))
    write_settings(tmp_path / "home", Settings(who="patient"))
    run("review", "--plain", "--limit", "1", typed="\n2\n")
    return run


def test_a_patient_is_told_of_their_own_decks(two_audiences: Run) -> None:
    assert (
        "For nurses"
        not in two_audiences("decks").out
        + two_audiences("decks", "--coverage").out
        + two_audiences("due").out
    )
    assert "For nurses" in two_audiences("decks", "other-deck").out
    assert {row["title"] for row in two_audiences("decks", "--json").json} == {
        "A small deck",
        "For nurses",
    }


def test_a_patient_reads_nothing_of_due_cards(two_audiences: Run) -> None:
    assert "0 to see again, " in two_audiences("due").out
    assert " due" not in two_audiences("due").out


def test_a_patient_reads_how_far_a_card_is_and_when_it_comes(two_audiences: Run) -> None:
    line = two_audiences("memory").out.split(maxsplit=1)

    assert (line[0], line[1].strip()) == ("card-flash", "still learning  next: November 24")
    assert two_audiences("memory", "--json").json[0]["reps"] == 1
    assert "learned" not in two_audiences("due").out
    assert two_audiences("due", "--json").json["decks"][0]["learned"] == 1


def test_a_patient_finds_their_own_cards_first(two_audiences: Run) -> None:
    found = two_audiences("browse", "right")

    assert {name.split()[0] for name in found.out.splitlines()} == {
        "card-single",
        "card-select",
        "card-select-two",
    }
    assert OWN in found.err
    assert {
        name.split()[0] for name in two_audiences("browse", "right", "deck:other").out.splitlines()
    } == {"nurse-single", "nurse-select", "nurse-select-two"}


def test_what_a_patient_changes_is_what_is_listed(two_audiences: Run) -> None:
    changed = two_audiences("browse", "right", "--flag", "--json").json

    assert {row["card"] for row in changed["cards"]} == {
        "card-single",
        "card-select",
        "card-select-two",
    }


def test_answers_of_a_clock_that_was_wrong_are_mentioned(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEARNMS_NOW", "2027-11-22T09:00:00+00:00")
    run("review", "--plain", "--new", "2", typed="\n3\n\n" * 2)
    monkeypatch.setenv("LEARNMS_NOW", "2026-11-22T09:00:00+00:00")

    due, shown = run("due"), run("--plain", typed="1\n\nq\n")

    assert run("due", "--json").json["held"] == 2
    assert "2 answers are dated in the future" in due.out
    assert "Note: 2 answers are dated in the future" in shown.out
    monkeypatch.setenv("LEARNMS_NOW", "2027-11-22T10:00:00+00:00")
    assert "held" not in run("due", "--json").json


def test_due_names_the_case_that_is_ready(run: Run, deck_file: Path) -> None:
    deck_file.write_text(CARDS + case("one", "core-a", title="A first visit"), "utf-8")
    before = run("due", "--json").json
    run("review", "--plain", "--limit", "1", typed="\n3\n")
    ran = run("due")

    assert "case" not in before
    assert "A case is ready: A first visit. learnms quiz --case case-one\n" in ran.out
    assert run("due", "--json").json["case"] == {"id": "case-one", "title": "A first visit"}
    assert "A first visit" in run("decks", "ward").out
