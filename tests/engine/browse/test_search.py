"""The search over a real library and a real log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from learnms.engine.browse.search import ORDERS, Browser, leeches, place_of
from learnms.engine.cards.target import Target
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.study.event import Draft, Part
from tests.conftest import Clock
from tests.factories.search import (
    DECK,
    FLASH,
    GAP,
    answered,
    browser_of,
    changes_of,
    entries,
    found,
)

OpenWorkspace = Callable[[], Workspace]
EVERYTHING = [
    "first-dose",
    "upkeep#c1",
    "upkeep#c2",
    "target",
    "rows",
    "steps",
    "rate",
    "draft",
    "first-day#cues",
    "first-day#act",
]


@pytest.fixture(autouse=True)
def library(deck_file: Path) -> Path:
    deck_file.write_text(DECK, "utf-8")
    return deck_file


def test_every_card_part_draft_and_part_of_a_case_is_a_row_in_the_order_of_the_deck(
    open_workspace: OpenWorkspace,
) -> None:
    assert found(open_workspace(), "") == EVERYTHING


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("MAINTENANCE", ["upkeep#c1", "upkeep#c2"]),
        ("first dose", ["first-dose"]),
        ('"first dose given"', ["first-dose"]),
        ("vaccine", ["first-dose"]),
        ("antigen", ["target"]),
        ("murine", ["rows"]),
        ("premedicate", ["steps"]),
        ("first -dose", ["first-day#cues", "first-day#act"]),
        ("appetite", ["first-day#cues", "first-day#act"]),
        ("deck:doses topic:rates", ["first-dose", "upkeep#c1", "upkeep#c2"]),
        ('topic:"infusion rates" kind:cloze', ["upkeep#c1", "upkeep#c2"]),
        ("topic:safety", ["target", "first-day#cues", "first-day#act"]),
        ("tag:start", ["first-dose"]),
        ("kind:single", ["first-dose", "first-day#cues", "first-day#act"]),
        ("kind:case", ["first-day#cues", "first-day#act"]),
        ("is:case or is:draft", ["draft", "first-day#cues", "first-day#act"]),
        ("is:new", ["first-dose", "upkeep#c1", "upkeep#c2", "target", "rows", "steps", "rate"]),
        ("is:due", []),
        ("prop:reps=0 -kind:cloze -topic:rates", ["target", "rows", "steps", "rate"]),
        ("target or steps", ["target", "steps"]),
        ("(target or steps) -order", ["target"]),
    ],
)
def test_what_a_query_finds(open_workspace: OpenWorkspace, query: str, ids: list[str]) -> None:
    assert found(open_workspace(), query) == ids


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("deck:nope", "No deck matches `nope`"),
        ("topic:nope", "No topic matches `nope`"),
        ("-tag:nope", "No tag matches `nope`"),
        ("a or kind:nope", "No kind matches `nope`. Use one of flashcard, cloze, typed,"),
        ("kind:flashcrad", "No kind matches `flashcrad`. Did you mean `kind:flashcard`? Use one"),
        ("is:nope", "`is:nope` is not a state"),
    ],
)
def test_a_name_that_is_nobodys_is_said(
    open_workspace: OpenWorkspace, query: str, remark: str
) -> None:
    remarks = browser_of(open_workspace()).find(query).remarks

    assert len(remarks) == 1
    assert remarks[0].startswith(remark)


def test_what_was_answered_is_found_by_it(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    answered(workspace, "first-dose", 3)
    answered(workspace, "target", 1, points=0.0, max_points=1.0)
    answered(workspace, "first-day", 1, part="cues", kind="evidence", points=0.0, max_points=1.0)
    assert found(workspace, "is:learning") == ["first-dose", "target"]
    assert found(workspace, "is:missed") == ["target", "first-day#cues"]
    assert found(workspace, "rated:1") == ["first-dose", "target", "first-day#cues"]
    assert found(workspace, "rated:1:3") == ["first-dose"]
    assert found(workspace, "is:due") == ["target"], "it failed today"

    clock.forward(days=3)
    workspace = open_workspace()
    assert found(workspace, "is:due") == ["first-dose", "target"]
    assert found(workspace, "rated:3") == []
    assert found(workspace, "rated:4:1") == ["target", "first-day#cues"]
    assert found(workspace, "prop:due<0") == ["first-dose", "target"]
    assert found(workspace, "prop:due=-1") == ["first-dose"]
    assert found(workspace, "prop:s>1 prop:r<95%") == ["first-dose"]
    assert found(workspace, "prop:reps>=1") == ["first-dose", "target"]

    answered(workspace, "target", 3, points=1.0, max_points=1.0)
    assert found(workspace, "is:missed") == ["first-day#cues"]
    assert found(workspace, "is:young") == ["target"]


def test_an_answer_taken_back_is_none(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    answered(workspace, "target", 1)
    workspace.open_store().undo(workspace.today)

    assert found(workspace, "rated:1 or is:missed or -is:new prop:reps>0") == []


def test_a_changed_answer_is_due_and_said_to_be_changed(
    open_workspace: OpenWorkspace, library: Path, clock: Clock
) -> None:
    review = open_workspace()
    review.open_store()
    sitting = start_review(review, limit=1)
    sitting.reveal()
    sitting.grade(3)  # type: ignore[arg-type]  # Good
    clock.forward(days=1)
    library.write_text(DECK.replace("In two halves.", "In three parts."), "utf-8")

    assert found(open_workspace(), "is:changed is:due") == ["first-dose"]


def test_an_orphan_is_kept_with_its_last_question(
    open_workspace: OpenWorkspace, library: Path
) -> None:
    answered(open_workspace(), "target", 3)
    library.write_text(DECK.replace("id: target", "id: another"), "utf-8")
    workspace = open_workspace()
    browser = browser_of(workspace)
    (row,) = browser.find("is:orphan").rows

    assert browser.entry(row).part == Part("target")
    assert browser.entry(row).prompt == "Which protein is bound?"
    assert browser.standing(browser.entry(row)) == "removed"
    assert list(browser.find("protein is:orphan").rows) == [row]
    assert place_of(workspace.queries, browser.entry(row)) is None


def test_a_renamed_card_keeps_its_answers_and_its_note(
    open_workspace: OpenWorkspace, library: Path
) -> None:
    workspace = open_workspace()
    answered(workspace, "target", 1)
    changes_of(workspace).apply("note", [Target(Part("target"))], text="remember")
    library.write_text(DECK.replace("id: target", "id: another\n    was: target"), "utf-8")
    workspace = open_workspace()
    workspace.open_store()

    assert found(workspace, "is:missed rated:1 is:noted remember") == ["another"]
    assert found(workspace, "is:orphan") == []


def test_of_two_copies_the_first_is_the_row(tmp_path: Path, deck_file: Path, clock: Clock) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        DECK.replace("How is the first dose given?", "How do we give the first dose?").replace(
            "A woman arrives", "A man arrives"
        ),
        "utf-8",
    )
    with Workspace(tmp_path / "home", [str(own), str(deck_file)], clock) as workspace:
        browser = browser_of(workspace)

        assert [str(browser.entry(row).part or "draft") for row in browser.find("").rows] == [
            *EVERYTHING,
            "draft",
        ]
        assert {browser.index.place(row)[0] for row in browser.find("-is:draft").rows} == {str(own)}


def test_numbers_that_are_drawn_anew_stand_as_dots(open_workspace: OpenWorkspace) -> None:
    browser = browser_of(open_workspace())
    (row,) = browser.find("kind:calculation").rows

    assert browser.entry(row).prompt == "A bag holds … mL and runs for 4 hours. What is the rate?"


def test_what_is_changed_is_found_at_once(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    browser, changes = browser_of(workspace), changes_of(workspace)
    assert not browser.find("is:flagged or is:noted or is:suspended or is:buried or zebra").rows

    for act, query in (("flag", "is:flagged"), ("bury", "is:buried"), ("suspend", "is:suspended")):
        # three acts
        browser.reread(changes.apply(act, [Target(FLASH)]).parts)  # type: ignore[arg-type]
        assert [browser.entry(row).part for row in browser.find(query).rows] == [FLASH]
    browser.reread(changes.apply("note", [Target(FLASH)], text="A Zebra").parts)
    assert [browser.entry(row).part for row in browser.find("zebra is:noted").rows] == [FLASH]
    browser.reread(
        changes.apply("due", [Target(GAP)], on=workspace.today + timedelta(days=9)).parts
    )
    assert [browser.entry(row).part for row in browser.find("prop:due=9").rows] == [GAP]
    assert found(workspace, "") == EVERYTHING

    for _ in range(5):
        undone = changes.undo()
        assert undone is not None
        browser.reread(undone.parts)
    assert not browser.find(
        "is:flagged or is:noted or is:suspended or is:buried or zebra or prop:due=9"
    ).rows


@pytest.mark.parametrize("order", ORDERS)
def test_orders(open_workspace: OpenWorkspace, clock: Clock, order: str) -> None:
    workspace = open_workspace()
    answered(workspace, "target", 4)
    answered(workspace, "rows", 3)
    clock.forward(days=2)
    answered(workspace, "target", 1)
    browser = browser_of(workspace)
    browser.order = order
    first = [str(browser.entry(row).part) for row in browser.find("prop:reps>0").rows]

    assert first == (["rows", "target"] if order == "due" else ["target", "rows"])
    assert len(browser.find("").rows) == len(EVERYTHING)


def test_words_for_where_a_card_stands(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    changes = changes_of(workspace)
    answered(workspace, "target", 3)
    answered(workspace, "rows", 4)
    changes.apply("suspend", [Target(Part("steps"))])
    changes.apply("bury", [Target(Part("rate"))])
    clock.forward(hours=1)
    browser = browser_of(workspace)
    states = {str(entry.part): browser.standing(entry) for entry in entries(browser.index)}

    assert states["first-dose"] == "new"
    assert states["target"] == "in 2 days"
    assert states["steps"] == "suspended"
    assert states["rate"] == "buried"
    assert states["None"] == "draft"
    assert states["first-day#cues"] == "case question"

    clock.forward(days=2)
    browser = browser_of(workspace)
    assert browser.standing(browser.entry(3)) == "due today"
    clock.forward(days=2)
    browser = browser_of(workspace)
    assert browser.standing(browser.entry(3)) == "due since November 24"


def test_a_patients_rows_are_counted(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    browser = Browser(workspace.queries, workspace.today, frozenset({"none of them"}))

    assert browser.size == 0
    assert browser_of(workspace).size == len(EVERYTHING)


def test_what_keeps_being_forgotten(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    for _ in range(9):
        answered(workspace, "target", 1)
        clock.forward(days=2)
    for _ in range(3):
        answered(workspace, "rows", 1)
        clock.forward(days=1)
    browser = browser_of(workspace)

    assert [browser.index.part(row) for row in leeches(browser)] == [Part("target")]
    assert found(workspace, "is:leech prop:lapses=8") == ["target"]
    assert found(workspace, "is:suspended") == [], "it is shown, never left out by itself"


def test_a_row_as_json(open_workspace: OpenWorkspace, library: Path) -> None:
    workspace = open_workspace()
    changes_of(workspace).apply("note", [Target(FLASH)], text="halves")
    browser = browser_of(workspace)

    assert browser.to_json(0) == {
        "card": "first-dose",
        "part": None,
        "what": "card",
        "deck": "doses",
        "topic": "rates",
        "priority": "standard",
        "region": [],
        "kinds": ["flashcard", "single"],
        "tags": ["dose", "start"],
        "prompt": "How is the first dose given?",
        "state": "new",
        "status": "active",
        "stability": None,
        "difficulty": None,
        "recall": None,
        "due": None,
        "reps": 0,
        "lapses": 0,
        "is": ["new", "noted"],
        "flagged": False,
        "note": "halves",
        "path": str(library),
    } | {"kinds": browser.to_json(0)["kinds"]}
    assert sorted(browser.to_json(0)["kinds"]) == ["flashcard", "single"]


def test_a_learned_row_as_json(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    answered(workspace, "target", 3)
    changes_of(workspace).apply("suspend", [Target(Part("target"))])
    clock.forward(days=1)
    workspace = open_workspace()
    browser = browser_of(workspace)
    (row,) = browser.find("target").rows
    stored, _ = workspace.queries.search_rows.memories(Part("target"))[Part("target")]
    written = browser.to_json(row)

    assert stored.due is not None
    assert {name: written[name] for name in ("state", "status", "due", "reps", "is")} == {
        "state": "review",
        "status": "suspended",
        "due": stored.due.isoformat(),
        "reps": 1,
        "is": ["learning", "suspended"],
    }
    assert (written["stability"], written["difficulty"]) == (stored.stability, stored.difficulty)
    assert 0.9 < written["recall"] < 1


def test_many_changed_rows_are_read_again_at_once(
    open_workspace: OpenWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnms.engine.browse.index.FEW", 0)
    monkeypatch.setattr("learnms.engine.cards.notes.FEW", 0)
    workspace = open_workspace()
    browser, changes = browser_of(workspace), changes_of(workspace)
    for note in ("A Zebra", "A lion"):
        for part in (FLASH, GAP):
            changes.apply("note", [Target(part)], text=note)
        browser.reread([FLASH, GAP, Part("unknown")])

    assert [browser.entry(row).part for row in browser.find("lion is:noted").rows] == [FLASH, GAP]
    assert [browser.entry(row).note for row in browser.find("is:noted").rows] == ["A lion"] * 2
    assert not browser.find("zebra").rows


def test_lines_in_the_file(open_workspace: OpenWorkspace, library: Path) -> None:
    workspace = open_workspace()
    browser = browser_of(workspace)
    lines = DECK.split("\n")
    places = [place_of(workspace.queries, entry) for entry in entries(browser.index)]

    assert {place[0] for place in places if place} == {str(library)}
    assert [lines[place[1] - 1].strip() for place in places if place] == [
        *(
            "- id: first-dose",
            "- id: upkeep",
            "- id: upkeep",
            "- id: target",
            "- id: rows",
            "- id: steps",
            "- id: rate",
        ),
        *("- ask: Who may sign this draft?", "- id: cues", "- id: act"),
    ]


def test_a_note_that_cannot_be_read_says_nothing(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    workspace.open_store().append(
        [
            Draft(kind="note", card="target", data={"text": "a"}),
            Draft(kind="note", card="target", data="odd"),
            Draft(kind="note"),
        ]
    )

    assert found(workspace, "is:noted") == ["target"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("priority:core", ["first-dose"]),
        ("priority:ext", ["upkeep#c1", "upkeep#c2", "draft"]),
        ("priority:standard -kind:order", ["target", "rows", "rate"]),
        ("-priority:standard is:case", ["first-day#cues", "first-day#act"]),
    ],
)
def test_cards_are_found_by_their_priority(
    open_workspace: OpenWorkspace, library: Path, query: str, ids: list[str]
) -> None:
    text = DECK
    for line, priority in (
        ("answer: In two halves.", "core"),
        ("cloze: Main", "extra"),
        ("answer: A clinician.", "extra"),
    ):
        text = text.replace(f"    {line}", f"    priority: {priority}\n    {line}")
    library.write_text(text, "utf-8")

    assert found(open_workspace(), query) == ids


def test_a_priority_that_is_not_there_is_named(open_workspace: OpenWorkspace) -> None:
    browser = browser_of(open_workspace())

    (remark,) = browser.find("priority:high").remarks

    assert "`high`" in remark
