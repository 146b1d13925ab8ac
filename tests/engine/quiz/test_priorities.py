"""A quiz of the cards that matter most, or of those that go beyond."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from learnms.engine.quiz.build import QuizSpec, Size
from learnms.engine.quiz.form import Offer, quiz_form
from learnms.engine.workspace import Workspace
from tests.engine.quiz.helpers import begun

OpenWorkspace = Callable[[], Workspace]

CASE = """\
cases:
  - id: case-one
    title: The first infusion
    story: A person arrives.
    source: book §1
    checked: 2026-11-22
    parts: [{id: part-one, ask: Which one?, right: This, wrong: [That]}]
"""


def test_a_quiz_can_be_of_core_cards_without_cases(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    text = deck_file.read_text("utf-8").replace(
        "- id: card-true", "- id: card-true\n    priority: core"
    )
    deck_file.write_text(text.replace("- id: card-dose", "- id: card-dose\n    priority: extra"))
    workspace = open_workspace()

    core = begun(workspace, priorities=("core",))
    others = begun(workspace, priorities=("core", "extra"))

    assert [asked.card for asked in core.questions] == ["card-true"]
    assert {asked.card for asked in others.questions} == {"card-true", "card-dose"}
    workspace.choose(replace(workspace.settings, extra=False))
    assert "card-dose" not in {asked.card for asked in begun(workspace).questions}


def test_the_form_asks_for_priorities_where_cards_differ(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    workspace = open_workspace()
    before = Offer.of(workspace.queries, workspace.settings)
    text = deck_file.read_text("utf-8").replace(
        "- id: card-true", "- id: card-true\n    priority: core"
    )
    deck_file.write_text(text, "utf-8")
    workspace = open_workspace()
    after = Offer.of(workspace.queries, workspace.settings)

    def rows(offer: Offer) -> set[str]:
        form = quiz_form(QuizSpec(), offer, Size(3))
        return {row.name for row, _, _ in form.lines("more")}

    assert "priorities" not in rows(before)
    assert "priorities" in rows(after)
    assert [key for key, _ in after.priorities] == ["core", "standard", "extra"]
