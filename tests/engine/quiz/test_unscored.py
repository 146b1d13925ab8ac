"""A quiz passes over cards that it cannot score."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnms.engine.quiz.build import QuizSpec, build, size
from learnms.engine.workspace import Workspace
from learnms.store.read.rows import unsealed_json
from tests.conftest import Clock

HEAD = "deck: {0}\nid: {0}\nsources: {{book: {{title: Book}}}}\ncards:\n"
NOTES = ", source: book §1, checked: 2026-11-22}\n"
FLASHCARD = "  - {{id: {}, ask: What?, answer: That" + NOTES.replace("}", "}}")
SCORED = "  - {{id: {}, ask: Which?, right: This, wrong: [That]" + NOTES.replace("}", "}}")


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Workspace:
    folder = tmp_path / "library"
    folder.mkdir()
    for name, cards in {
        "a": FLASHCARD.format("card-a") + FLASHCARD.format("card-twice"),
        "b": SCORED.format("card-twice") + SCORED.format("card-b"),
    }.items():
        (folder / f"{name}.yaml").write_text(HEAD.format(name) + cards, "utf-8")
    return Workspace(tmp_path / "home", [str(folder)], clock)


def test_the_first_card_with_an_id_counts_also_if_it_is_not_scored(workspace: Workspace) -> None:
    with workspace:
        queries, settings, today = workspace.queries, workspace.settings, workspace.today
        asked = build(queries, settings, QuizSpec(questions=20), today)
        everything = [row.card for row in queries.library.quizzable()]

    assert [question.card for question in asked] == ["card-b"]
    assert everything == ["card-a", "card-twice", "card-b"]


def test_the_bodies_of_flashcards_are_not_read(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(text: str) -> object:
        read.append(text)
        return unsealed_json(text)

    monkeypatch.setattr("learnms.store.read.library.unsealed_json", noted)
    with workspace:
        found = size(workspace.queries, workspace.settings, QuizSpec(), workspace.today)

    assert found.questions == 1
    assert sum('"forms"' in text for text in read) == 1
