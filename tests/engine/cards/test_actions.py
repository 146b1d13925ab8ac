"""Actions on one or many cards, and undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from learnms.engine.cards.actions import (
    LONGEST_NOTE,
    Action,
    Done,
    Undone,
    checked_note,
    day_of,
    sentence,
    undone_sentence,
)
from learnms.engine.cards.notes import notes_of
from learnms.engine.cards.target import Target
from learnms.engine.home.home import home_view
from learnms.engine.review.start import start_review
from learnms.engine.voice import NURSE, PATIENT
from learnms.engine.workspace import Workspace
from learnms.errors import UsageError
from learnms.study.event import Part
from tests.conftest import Clock
from tests.factories.events import event
from tests.factories.search import DECK, FLASH, GAP, answered, changes_of

OpenWorkspace = Callable[[], Workspace]
MANY = [Target(FLASH), Target(GAP), Target(Part("target"))]
CASE, DRAFT = Target(Part("first-day", "cues"), "case"), Target(None, "draft")
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def library(deck_file: Path) -> Path:
    deck_file.write_text(DECK, "utf-8")
    return deck_file


def notes(workspace: Workspace) -> dict[tuple[str, str], str]:
    return workspace.queries.search_rows.notes(workspace.today)


def memories(workspace: Workspace) -> list[Any]:
    return [
        (known.part, known.memory, known.status)
        for known in workspace.queries.memory.memories(workspace.today, unseen=True)
    ]


@pytest.mark.parametrize("act", ["suspend", "bury", "flag", "note", "due", "reset"])
@pytest.mark.parametrize("targets", [MANY[:1], MANY], ids=["one", "many"])
def test_every_change_is_taken_back_whole(
    open_workspace: OpenWorkspace, clock: Clock, act: Action, targets: list[Target]
) -> None:
    workspace = open_workspace()
    for target in targets:
        assert target.part is not None
        answered(workspace, target.part.card, 3, part=target.part.part)
    clock.forward(days=1)
    changes = changes_of(workspace)
    before = memories(workspace), notes(workspace)

    done = changes.apply(
        act,
        targets,
        text="remember" if act == "note" else "",
        on=changes.today + timedelta(days=9) if act == "due" else None,
    )
    after = memories(workspace), notes(workspace)
    undone = changes.undo()

    assert set(done.parts) == {target.part for target in targets}
    assert after != before
    assert undone is not None
    assert set(undone.parts) == set(done.parts)
    assert (memories(workspace), notes(workspace)) == before
    assert workspace.open_store().rebuild().changed == 0


@pytest.mark.parametrize(
    ("act", "back"), [("suspend", "unsuspend"), ("bury", "unbury"), ("flag", "unflag")]
)
def test_a_key_goes_both_ways(open_workspace: OpenWorkspace, act: Any, back: Action) -> None:
    changes = changes_of(open_workspace())
    assert changes.toggled(act, MANY) == act
    changes.apply(act, MANY[:1])
    assert changes.toggled(act, MANY) == act, "those that do not have it yet get it"
    assert changes.apply(act, MANY).same == 1
    assert changes.toggled(act, MANY) == back

    changes.apply(back, MANY)
    assert changes.toggled(act, MANY) == act
    assert changes.toggled(act, []) == act


def test_a_suspended_card_is_not_buried(open_workspace: OpenWorkspace) -> None:
    changes = changes_of(open_workspace())
    changes.apply("suspend", MANY[:1])
    done = changes.apply("bury", MANY)

    assert (len(done.parts), done.unfit, done.suspended) == (2, 1, 1)
    assert changes.queries.memory.memory(FLASH).buried_until is None


def test_a_review_asks_what_is_wanted_again(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    changes = changes_of(workspace)
    everything = start_review(workspace).plan
    parts = [Target(row.part) for row in workspace.queries.library.parts()]
    changes.apply("suspend", parts)
    assert start_review(workspace).plan == []
    assert home_view(workspace).waiting == 0

    changes.apply("unsuspend", parts)
    changes.apply("bury", [Target(everything[0])])
    assert everything[0] not in start_review(workspace).plan
    changes.apply("unbury", [Target(everything[0])])
    assert start_review(workspace).plan == everything


def test_a_due_day_by_hand_is_when_it_is_asked(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    answered(workspace, "target", 3)
    changes = changes_of(workspace)
    changes.apply("due", [Target(Part("target"))], on=changes.today + timedelta(days=5))

    clock.forward(days=4)
    assert Part("target") not in start_review(open_workspace(), new=0).plan
    clock.forward(days=1)
    assert start_review(open_workspace(), new=0).plan == [Part("target")]


def test_a_new_card_with_a_day_is_learned_first_on_it(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    changes = changes_of(workspace)
    changes.apply("due", [Target(Part("steps"))], on=changes.today)

    assert start_review(workspace).plan[0] == Part("steps")


def test_forgetting_makes_new_and_keeps_the_note_the_flag_and_the_log(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    answered(workspace, "target", 3)
    changes = changes_of(workspace)
    changes.apply("flag", MANY)
    changes.apply("note", MANY, text="remember")
    done = changes.apply("reset", MANY)

    assert done.parts == (Part("target"),)
    assert done.same == 2
    memory = workspace.queries.memory.memory(Part("target"))
    assert (memory.is_new, memory.flagged) == (True, True)
    assert sum(event.kind == "review" for event in workspace.queries.events.all()) == 1


def test_notes_of_many_are_looked_up_like_those_of_few(
    open_workspace: OpenWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace()
    changes = changes_of(workspace)
    changes.apply("note", MANY[:2], text="remember")
    changes.apply("note", MANY[:1], text="")
    parts = [target.part for target in MANY if target.part is not None]
    few = notes_of(workspace.queries, changes.today, parts)
    monkeypatch.setattr("learnms.engine.cards.notes.FEW", 1)

    assert few == {FLASH: "", GAP: "remember", Part("target"): ""}
    assert notes_of(workspace.queries, changes.today, parts) == few
    assert changes.undo_size() == 1


def test_what_has_no_schedule_is_passed_over(open_workspace: OpenWorkspace) -> None:
    changes = changes_of(open_workspace())

    assert changes.apply("suspend", [CASE, DRAFT, MANY[0]]) == Done("suspend", (FLASH,), unfit=2)
    assert changes.apply("flag", [CASE, DRAFT]).parts == (Part("first-day", "cues"),)
    assert changes.apply("note", [CASE], text="a").parts == (Part("first-day", "cues"),)
    assert changes.apply("reset", [DRAFT]) == Done("reset", (), unfit=1)


def test_what_changes_nothing_writes_nothing(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    changes = changes_of(workspace)
    changes.apply("note", MANY, text="a")
    before = workspace.queries.events.count()

    for act in ("unsuspend", "unbury", "unflag", "reset"):
        assert changes.apply(act, MANY).parts == ()
    assert changes.apply("note", MANY, text="a").same == 3
    assert workspace.queries.events.count() == before


def test_nothing_is_taken_back_of_another_day(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    changes_of(workspace).apply("flag", MANY)
    clock.forward(days=1)
    changes = changes_of(workspace)

    assert changes.undo() is None
    assert undone_sentence(None, NURSE) == "Nothing to undo today."


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (Done("suspend", (FLASH,)), "1 card suspended."),
        (Done("suspend", (FLASH, GAP)), "2 cards suspended."),
        (Done("flag", (FLASH,), same=2), "1 card flagged. 2 already flagged."),
        (Done("flag", (), same=1), "Already flagged."),
        (Done("bury", (), unfit=1, suspended=1), "Already suspended."),
        (
            Done("bury", (FLASH,), unfit=3, suspended=3),
            "1 card buried until tomorrow. 3 already suspended.",
        ),
        (Done("bury", (), unfit=1), "1 row skipped: drafts and case questions are not scheduled."),
        (
            Done("note", (FLASH,), unfit=2, text="a"),
            "Note saved on 1 card. 2 rows skipped: drafts cannot be flagged or noted yet.",
        ),
        (Done("note", (FLASH, GAP)), "Note removed from 2 cards."),
        (Done("due", (FLASH,), on=TODAY), "1 card now due today."),
        (Done("due", (FLASH, GAP), on=TODAY + timedelta(days=1)), "2 cards now due tomorrow."),
        (Done("due", (FLASH,), on=date(2027, 1, 3)), "1 card now due on January 3, 2027."),
        (Done("reset", ()), "No card selected."),
    ],
)
def test_what_was_done_in_words(done: Done, said: str) -> None:
    assert sentence(done, TODAY, NURSE) == said


def test_a_patient_reads_no_terms() -> None:
    assert "hidden until tomorrow" in sentence(Done("bury", (FLASH,)), TODAY, PATIENT)
    assert "suspended" not in sentence(Done("suspend", (FLASH,)), TODAY, PATIENT)


@pytest.mark.parametrize(
    ("undone", "said"),
    [
        (Undone(event(0, kind="flag"), (FLASH,)), "Undone: no longer flagged."),
        (
            Undone(event(0, kind="flag"), (FLASH,), prompt="What?"),
            "Undone: “What?” is no longer flagged.",
        ),
        (
            Undone(event(0, kind="bury", data={"on": False}), (FLASH,), prompt="What?"),
            "Undone: “What?” is buried again.",
        ),
        (Undone(event(0), (FLASH,), prompt="What?"), "Undone: your answer to “What?”."),
        (
            Undone(event(0, kind="suspend"), (FLASH, GAP)),
            "Undone: 2 cards are no longer suspended.",
        ),
        (
            Undone(event(0, kind="due", data={"batch": "a"}), (FLASH, GAP)),
            "Undone: due dates of 2 cards restored.",
        ),
        (
            Undone(event(0, kind="note"), (FLASH,), prompt="What?"),
            "Undone: note of “What?” restored.",
        ),
        (Undone(event(0), (FLASH,)), "Undone: your last answer."),
    ],
)
def test_what_was_taken_back_in_words(undone: Undone, said: str) -> None:
    assert undone_sentence(undone, NURSE) == said


def test_a_patient_s_undo_has_no_terms() -> None:
    undone = Undone(event(0, kind="suspend"), (FLASH,), prompt="What?")
    assert undone_sentence(undone, PATIENT) == "Undone: “What?” is no longer hidden."
    assert "1 card unmarked." in sentence(Done("unflag", (FLASH,)), TODAY, PATIENT)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        (" Today ", TODAY),
        ("tomorrow", date(2026, 11, 23)),
        ("+10", date(2026, 12, 2)),
        ("+0", TODAY),
        ("20261201", date(2026, 12, 1)),
    ],
)
def test_days_as_people_write_them(text: str, day: date) -> None:
    assert day_of(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-13-01",
        "2026-11-21",
        "+99999",
        "+1000000",
        "-3",
        "9999-12-31",
        "+x",
        "1e5",
        "\x1b[2J",
    ],
)
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(UsageError):
        day_of(text, TODAY)


def test_a_note_is_one_line_of_a_certain_length() -> None:
    assert checked_note("  two\n words ") == "two words"
    with pytest.raises(UsageError, match=f"limited to {LONGEST_NOTE}"):
        checked_note("a" * (LONGEST_NOTE + 1))
