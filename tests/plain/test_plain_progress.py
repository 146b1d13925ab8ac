"""How it goes, as lines."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from learnms.engine.workspace import Workspace
from learnms.plain import home
from learnms.plain.kit.console import Console
from learnms.plain.progress import run
from learnms.study.event import Draft, Part
from tests.factories.log import Learner

OpenWorkspace = Callable[[], Workspace]
CARDS = (
    "card-flash",
    "card-typed",
    "card-single",
    "card-select",
    "card-select-two",
    "card-true",
    "card-dose",
)


def transcript(workspace: Workspace, *typed: str) -> str:
    target = io.StringIO()
    run(workspace, Console(io.StringIO("".join(line + "\n" for line in typed)), target, echo=True))
    return target.getvalue()


@pytest.fixture
def workspace(open_workspace: OpenWorkspace) -> Workspace:
    """A workspace whose learner has studied for eight months, and was sure of something wrong."""
    workspace = open_workspace()
    store = workspace.open_store()
    parts = [Part(card) for card in (*CARDS, *(f"elsewhere-{at}" for at in range(30)))]
    store.import_events(
        Learner(parts, date(2026, 11, 22), 240, 1).events(store.learner_id), checked=True
    )
    store.append(
        [
            Draft(
                kind="practice",
                card="card-single",
                rating=1,
                points=0.0,
                max_points=1.0,
                confidence="certain",
                took_ms=8000,
            )
        ]
    )
    return workspace


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("2", ["your first answer of the day", "Young and mature cards."]),
        ("3", ["Actual minus predicted:", "  predicted ", " answers"]),
        ("4", ["  mature: ", "You would recall about", "Stability."]),
        ("5", ["You have studied on", "  Nov 22: 1 answer, less than a minute"]),
        (
            "6",
            [
                "The next 30 days.",
                "  November 22: ",
                " a day for 7 days ",
                "The next 12 months.",
                " a day for 30 days ",
            ],
        ),
        (
            "7",
            [
                "1 confident error. Review these first.",
                "  Which one is right? November 22, still missed",
            ],
        ),
        ("8", ["No finished quizzes yet."]),
    ],
)
def test_each_number_tells_its_page(workspace: Workspace, number: str, words: list[str]) -> None:
    text = transcript(workspace, number)

    assert all(word in text.partition(f"> {number}\n")[2] for word in words), text


def test_it_begins_with_the_most_important_and_goes_back_on_enter(workspace: Workspace) -> None:
    text = transcript(workspace, "", "2")

    assert text.startswith("\nProgress, Sunday, November 22.\nRetention: ")
    assert "o: optimize. Enter: back.\n> \n" in text
    assert text.endswith("> \n")


def test_anything_else_is_refused_and_the_end_of_input_is_an_end(workspace: Workspace) -> None:
    assert "`x` is not a choice." in transcript(workspace, "x")


def test_o_leads_to_fitting(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Workspace] = []
    monkeypatch.setattr(
        "learnms.plain.optimize.run", lambda workspace, lines: called.append(workspace)
    )
    transcript(workspace, "o")

    assert called == [workspace]


def test_home_leads_here(workspace: Workspace) -> None:
    target = io.StringIO()
    workspace.choose(replace(workspace.settings, who="student"))
    home.run(workspace, Console(io.StringIO("g\n\nq\n"), target, echo=True))

    assert "Progress, Sunday, November 22." in target.getvalue()


def test_a_patient_hears_no_scores(workspace: Workspace) -> None:
    workspace.choose(replace(workspace.settings, who="patient"))
    text = transcript(workspace, "1", "2", "3", "4", "5", "6", "o")

    assert "%" not in text
    for word in ("wrong", "missed", "errors", "Retention"):
        assert word not in text
    assert "stays with you" in text
    assert "These are worth another look." in text
    assert "`6` is not a choice." in text
    assert "`o` is not a choice." in text


def test_where_no_group_has_enough_it_says_so(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    store = workspace.open_store()
    store.import_events(
        Learner([Part(card) for card in CARDS], date(2026, 11, 22), 50, 2).events(store.learner_id),
        checked=True,
    )

    assert "No week, topic or deck has enough reviews yet." in transcript(workspace, "2")


def test_before_the_first_answer_every_page_has_something_to_say(
    open_workspace: OpenWorkspace,
) -> None:
    text = transcript(open_workspace(), *"2345678")

    assert "No repeat reviews yet." in text
    assert "Calibration needs 20 repeat reviews." in text
    assert "No study days yet." in text
    assert "To find confident errors" in text
