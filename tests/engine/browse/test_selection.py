"""Studying what a search finds: which cards a review, a practice and a quiz ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learnms.engine.browse.selection import Selection, select
from learnms.engine.browse.study_form import study_form
from learnms.engine.queue.today import waiting
from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.engine.review.start import start_practice, start_review
from learnms.engine.workspace import Workspace
from learnms.errors import LearnmsError, UsageError
from learnms.kinds.score import Answer
from learnms.settings import ExamPlan
from learnms.study.event import Part, Rating
from tests.conftest import Clock
from tests.factories.search import DECK, answered

OpenWorkspace = Callable[[], Workspace]


@pytest.fixture(autouse=True)
def library(deck_file: Path) -> Path:
    deck_file.write_text(DECK, "utf-8")
    return deck_file


def selection(workspace: Workspace, query: str, decks: list[str] | None = None) -> Selection:
    return select(workspace.queries, workspace.settings, workspace.today, query, decks)


def names(parts: list[Part]) -> list[str]:
    return [str(part) for part in parts]


def test_a_review_of_a_search_asks_its_new_cards_within_the_daily_limit(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    found = selection(workspace, "topic:rates")
    assert names(sorted(found.parts)) == ["first-dose", "upkeep#c1", "upkeep#c2"]
    review = start_review(workspace, found.decks, found=found.parts)
    assert names(review.plan) == ["first-dose", "upkeep#c1"]  # siblings wait

    workspace.choose(replace(workspace.settings, new_per_day=1))
    assert names(start_review(workspace, found.decks, found=found.parts).plan) == ["first-dose"]


def test_a_part_is_asked_by_itself(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    found = selection(workspace, "topic:rates")._replace(parts=frozenset({Part("upkeep", "c2")}))
    assert names(start_review(workspace, found.decks, found=found.parts).plan) == ["upkeep#c2"]


def test_a_review_asks_what_is_due_and_found(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    answered(workspace, "first-dose")
    answered(workspace, "target")
    clock.forward(days=30)
    found = selection(workspace, "is:due topic:safety")
    assert names(start_review(workspace, found.decks, found=found.parts).plan) == ["target"]


@pytest.mark.parametrize("days", [5, 40])
def test_an_exam_plan_and_a_backlog_keep_to_what_is_found(
    open_workspace: OpenWorkspace, clock: Clock, days: int
) -> None:
    workspace = open_workspace()
    answered(workspace, "target")
    clock.forward(days=30)
    workspace.choose(
        replace(workspace.settings, exam=ExamPlan(workspace.today + timedelta(days=days)))
    )
    found = selection(workspace, "topic:rates")
    counts = waiting(
        workspace.queries, workspace.settings, workspace.today, decks=found.decks, found=found.parts
    )
    assert {row.part.card for row in [*counts.due]} | {row.part.card for row in counts.new} <= {
        "first-dose",
        "upkeep",
    }
    assert counts.new


def test_cramming_a_search_moves_no_due_date(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    answered(workspace, "first-dose")
    answered(workspace, "target")
    before = workspace.queries.memory.memory(Part("target")).due
    found = selection(workspace, "topic:safety")
    practice = start_practice(workspace, "cram", found.decks, found=found.parts)
    assert names(practice.plan) == ["target"]

    assert practice.submit(Answer(text="CD20"), 1000) is not None
    assert workspace.queries.memory.memory(Part("target")).due == before


def test_a_quiz_of_a_search_asks_its_cards_and_cases(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    quiz = start_quiz(workspace, QuizSpec(search="topic:safety", questions=50, seed=1))
    assert {question.card for question in quiz.questions} == {"target", "first-day"}


@pytest.mark.parametrize(
    ("query", "error", "sentence"),
    [
        ("zebra", LearnmsError, "No cards match this search."),
        ("topic:nowhere", LearnmsError, "No topic matches `nowhere`."),
        ("topic:safety is:mised", UsageError, "The search is not valid: `is:mised`"),
    ],
)
def test_a_search_without_cards_or_with_a_mistake_says_so(
    open_workspace: OpenWorkspace, query: str, error: type[LearnmsError], sentence: str
) -> None:
    workspace = open_workspace()
    with pytest.raises(LearnmsError) as raised:
        selection(workspace, query)
    assert type(raised.value) is error
    assert sentence in str(raised.value)


def test_own_decks_come_first_and_a_named_deck_is_taken_whatever_its_audience(
    tmp_path: Path, library: Path, clock: Clock
) -> None:
    other = library.with_name("other.yaml")
    text = DECK.replace("id: doses", "id: others", 1)
    for name in ("first-dose", "upkeep", "target", "rows", "steps", "rate", "first-day"):
        text = text.replace(f"id: {name}", f"id: other-{name}")
    other.write_text(text.replace("\ncards:", "\naudience: [patient]\ncards:", 1), "utf-8")
    with Workspace(tmp_path / "home", [str(library.parent)], clock) as workspace:
        assert len(workspace.queries.decks()) == 2
        own = selection(workspace, "topic:rates")
        assert own.decks is None
        assert {part.card for part in own.parts} == {"first-dose", "upkeep"}
        named = selection(workspace, "topic:rates deck:others")
        assert named.decks == ["others"]
        asked = start_review(workspace, named.decks, found=named.parts).plan
        assert {part.card for part in asked} == {"other-first-dose", "other-upkeep"}
        assert selection(workspace, "topic:rates", ["others"]).parts == named.parts


def test_the_form_counts_what_each_way_asks(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    answered(workspace, "target")
    rows = study_form(workspace, selection(workspace, "topic:safety")).groups[0]
    assert [row.words for row in rows] == ["0 due, 0 new", "1 learned card", "from 2 cards"]


def test_undo_asks_the_card_again_and_the_plan_is_stored(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    found = selection(workspace, "topic:rates")
    review = start_review(workspace, found.decks, found=found.parts)
    review.reveal()
    review.grade(Rating.AGAIN, 1000)
    review.advance()
    session = next(e for e in workspace.queries.events.all() if e.kind == "session")
    assert session.data == {"mode": "review", "plan": [["first-dose", None], ["upkeep", "c1"]]}
    review.undo()
    assert review.item is not None
    assert review.item.part == Part("first-dose")
