"""When a case is ready: once the core cards that its parts test were learned."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from learnms.engine.home.cases import listed, ready
from learnms.engine.home.home import home_view
from learnms.engine.quiz.cases import quiz_of
from learnms.engine.review.start import start_review
from learnms.settings import ExamPlan
from learnms.study.event import Draft, Part
from tests.engine.quiz.helpers import answered
from tests.engine.review.test_review import answer_well
from tests.factories.exam import TODAY, opened

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.engine.workspace import Workspace

CARDS = """\
deck: A ward deck
id: ward
audience: [nurse]
sources: {book: {title: The book}}
cards:
  - {id: core-a, ask: One?, answer: one, priority: core, source: book}
  - {id: core-b, ask: Two?, answer: two, priority: core, source: book}
  - {id: card-c, ask: Three?, answer: three, source: book}
  - {id: card-d, ask: Four?, answer: four, priority: extra, source: book}
  - {id: card-e, ask: Five?, answer: five, priority: core, region: [eu], source: book}
cases:
"""
CASE = """\
  - id: case-{name}
    title: "{title}"
    story: Somebody comes.
    source: book
    parts:
      - {{id: part-{name}-1, ask: What now?, right: Wait, wrong: [Run]{tests}}}
      - {{id: part-{name}-2, ask: And then?, right: Ask, wrong: [Run]}}
"""


def case(name: str, *tests: str, title: str = "A visit") -> str:
    """A case of two parts, the first of which tests these cards."""
    written = f", tests: [{', '.join(tests)}]" if tests else ""
    return CASE.format(name=name, title=title, tests=written)


def learn(workspace: Workspace, *cards: str) -> None:
    """Learn all new cards that come before or with these."""
    workspace.open_store()
    review = start_review(workspace)
    while review.item is not None and {*cards} - workspace.queries.quizzes.learned_cards():
        answer_well(review)
        review.advance()


def new(workspace: Workspace) -> dict[str, int | None]:
    """How many cards each case still waits for."""
    return {row.id: row.new for row in listed(workspace)}


def offered(workspace: Workspace) -> str | None:
    """The case on the first page."""
    case = home_view(workspace).case
    return case.id if case is not None else None


def test_a_case_waits_for_the_core_cards_that_it_tests(tmp_path: Path) -> None:
    text = CARDS + case("one", "core-a", "core-b", "card-c") + case("two", "core-b")
    with opened(tmp_path, text) as workspace:
        assert new(workspace) == {"case-one": 2, "case-two": 1}
        assert offered(workspace) is None

        learn(workspace, "core-a")
        assert new(workspace) == {"case-one": 1, "case-two": 1}
        assert ready(listed(workspace)) is None

        learn(workspace, "core-b")
        assert new(workspace) == {"case-one": 0, "case-two": 0}
        assert offered(workspace) == "case-one"


def test_without_a_core_card_it_waits_for_all_and_without_any_it_is_not_offered(
    tmp_path: Path,
) -> None:
    text = CARDS + case("one", "card-c", "card-d") + case("two")
    with opened(tmp_path, text) as workspace:
        assert new(workspace) == {"case-one": 2, "case-two": None}
        learn(workspace, "card-c")
        assert new(workspace) == {"case-one": 1, "case-two": None}

        learn(workspace, "card-d")
        assert offered(workspace) == "case-one"
        words = {row.id: row.words for row in listed(workspace)}
    assert words == {"case-one": "2 questions, ready", "case-two": "2 questions, not answered yet"}


def test_cards_that_the_learner_is_not_asked_are_not_waited_for(tmp_path: Path) -> None:
    text = CARDS + case("one", "core-a", "card-e") + case("two", "core-a", "core-b")
    with opened(tmp_path, text, region="us") as workspace:
        assert new(workspace) == {"case-one": 1, "case-two": 2}
        workspace.open_store().append([Draft(kind="suspend", card="core-b")])
        assert new(workspace) == {"case-one": 1, "case-two": 1}
        workspace.choose(replace(workspace.settings, region="eu"))
        assert new(workspace) == {"case-one": 2, "case-two": 1}


def test_a_case_that_was_begun_is_not_offered_again(tmp_path: Path) -> None:
    text = CARDS + case("one", "core-a") + case("two", "core-b", title="Who comes?")
    with opened(tmp_path, text) as workspace:
        learn(workspace, "core-a", "core-b")
        quiz = quiz_of(workspace, "case-one")
        assert offered(workspace) == "case-one"

        answered(quiz)
        first, second = listed(workspace)
        assert first.words == "2 questions, 1 answered"
        assert second.offer == "A case is ready: Who comes?"
        assert offered(workspace) == "case-two"


def test_what_was_left_unanswered_does_not_count(tmp_path: Path) -> None:
    with opened(tmp_path, CARDS + case("one", "core-a")) as workspace:
        learn(workspace, "core-a")
        [row] = listed(workspace)
        missed = Draft(
            kind="practice", card="case-one", part="part-one-1", data={"unanswered": True}
        )
        workspace.open_store().append([missed])

        assert listed(workspace) == [row]
        study = workspace.queries.study
        assert study.answered(["core-a", "case-one"], TODAY) == {Part("core-a")}


@pytest.mark.parametrize(("who", "count"), [("student", 1), ("patient", 0), ("instructor", 1)])
def test_cases_are_offered_to_those_whose_deck_it_is(tmp_path: Path, who: str, count: int) -> None:
    with opened(tmp_path, CARDS + case("one", "core-a")) as workspace:
        workspace.choose(replace(workspace.settings, who=who))
        assert len(listed(workspace)) == count


def test_a_case_in_two_files_is_listed_once(tmp_path: Path) -> None:
    again = CARDS.replace("id: ward", "id: other").replace("A ward", "Another")
    with opened(tmp_path, CARDS + case("one"), again + case("one", title="A twin")) as workspace:
        assert [row.title for row in listed(workspace)] == ["A visit"]


def test_on_the_day_of_an_exam_there_is_no_new_case(tmp_path: Path) -> None:
    with opened(tmp_path, CARDS + case("one", "core-a")) as workspace:
        learn(workspace, "core-a")
        assert offered(workspace) == "case-one"
        workspace.choose(replace(workspace.settings, exam=ExamPlan(TODAY)))
        assert offered(workspace) is None
        workspace.choose(replace(workspace.settings, exam=ExamPlan(TODAY + timedelta(days=9))))
        assert offered(workspace) == "case-one"
