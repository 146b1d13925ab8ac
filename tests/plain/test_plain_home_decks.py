"""Decks without a card to study have numbers of their own, and lead to a quiz of their cases or
to their page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from learnms.engine.home.home import home_view
from learnms.engine.workspace import Workspace
from tests.conftest import Clock
from tests.engine.home.test_cases import CARDS, case, learn
from tests.engine.home.test_decks import CARD, CASE, HEAD
from tests.engine.home.test_decks import shelf as shelf
from tests.factories.exam import opened
from tests.plain.test_plain_home import transcript


def test_every_deck_has_a_number(shelf: Callable[..., Workspace]) -> None:
    with shelf("instructor") as workspace:
        text = transcript(workspace, "1", "", "2", "q", "d2", "", "q")

    assert text.index("bad.yaml: 1 problem. Run `learnms check`") < text.index("1. bad: 1 problem")
    assert "2. cases: 1 case" in text
    assert "\nError LM104" in text
    assert "1. A visit: 1 question, not answered yet." in text
    assert "\n1 case, " in text


def test_the_page_of_a_deck_leads_to_its_cards_and_to_a_new_one(
    shelf: Callable[..., Workspace],
) -> None:
    with shelf("student") as workspace:
        decks = home_view(workspace).decks
        number = next(n for n, row in enumerate(decks, 1) if row.total)
        text = transcript(workspace, f"d{number}", "?", "x", "b", "", "n", "q", "", "q")

    prompt = "b: search its cards. n: add a card. Enter: back."
    assert text.count(prompt) == 5
    assert "`x` is not a choice. Type ? for help." in text
    assert "1 question found." in text
    assert "Nothing changed." in text
    assert text.endswith("Until next time.\n")


def test_custom_study_of_one_deck(shelf: Callable[..., Workspace]) -> None:
    with shelf("student") as workspace:
        row = next(row for row in home_view(workspace).decks if row.total)
        number = home_view(workspace).decks.index(row) + 1
        text = transcript(workspace, f"a {number}", "", "a", "", "a x", "q")

    assert f"Custom study, {row.title}." in text
    assert "Custom study.\n" in text
    assert "`a x` is not a choice. Type ? for help." in text


def test_a_slip_at_home_says_what_may_be_typed_and_nothing_else(
    shelf: Callable[..., Workspace],
) -> None:
    with shelf("student") as workspace:
        text = transcript(workspace, "foo", "99", "d", "new", "l", "?", "q")

    assert "`99` is not a choice. Type ? for help." in text
    assert "Type d and the number of a deck, such as d 1." in text
    assert "Type new and the number of a deck, such as new 1." in text
    assert "a NUMBER: custom study for that deck, such as a 2" in text
    assert text.count("cards today") == 1
    assert text.count("?: all commands. q: stop.") == 7


def test_a_case_is_chosen_from_all_decks_and_asked_whole(shelf: Callable[..., Workspace]) -> None:
    with shelf("student") as workspace:
        begun = transcript(workspace, "1", "1", "", "", "", "", "q")
        again = transcript(workspace, "k", "7", "q")

    assert "Quiz. 1 question." in begun
    assert "Case: A visit, part 1 of 1." in begun
    assert "1. A visit: 1 question, answered." in again
    assert "Cases are numbered 1 to 1." in again


def test_cases_beside_cards_are_listed_too(tmp_path: Path, clock: Clock) -> None:
    text = (HEAD + "cards:\n" + CARD + CASE).format(
        title="mixed", id="mixed", audience="nurse", n=1
    )
    (tmp_path / "mixed.yaml").write_text(text, "utf-8")
    with Workspace(tmp_path / "home", [str(tmp_path)], clock) as workspace:
        workspace.choose(replace(workspace.settings, who="student"))
        found = transcript(workspace, "t", "k", "1", "", "", "", "", "q")

    assert "k: choose a case." in found
    assert "1. A visit: 1 question, not answered yet." in found
    assert "Quiz. 1 question." in found


def test_no_cases_are_said(open_workspace: Callable[[], Workspace]) -> None:
    assert "Your decks have no cases." in transcript(open_workspace(), "1", "k", "q")


def test_a_learner_reads_the_decks_first(shelf: Callable[..., Workspace]) -> None:
    with shelf("student") as workspace:
        text = transcript(workspace, "q")

    assert text.index("1. cases: 1 case") < text.index("bad.yaml: 1 problem")


def test_a_case_that_is_ready_is_one_key_away(tmp_path: Path) -> None:
    with opened(tmp_path, CARDS + case("one", "core-a", title="A first visit")) as workspace:
        before = transcript(workspace, "q")
        learn(workspace, "core-a")
        found = transcript(workspace, "k", "", "", "", "", "q", "d1", "q")

    assert "A case is ready" not in before
    assert "A case is ready: A first visit. k: start." in found
    assert "Case: A first visit, part 1 of 2." in found
    assert "A first visit: 2 questions, 1 answered" in found


def test_the_page_of_a_deck_lists_its_cases(tmp_path: Path) -> None:
    with opened(tmp_path, CARDS + case("one", "core-a", "core-b")) as workspace:
        learn(workspace, "core-a")
        found = transcript(workspace, "d1", "q")

    assert "A visit: 2 questions, 1 of its cards still new" in found


def test_a_step_says_how_to_cancel_and_a_question_mark_is_no_text(tmp_path: Path) -> None:
    with opened(tmp_path, CARDS) as workspace:
        text = transcript(workspace, "new 1", "", "?", "What?", "q", "q")

    asked = "Question. What learners are asked. Type it. Enter: leave it out. q: cancel."
    assert text.count(asked) == 2
    assert "Enter: flashcard. q: cancel." in text
    assert text.count("Nothing changed.") == 1
