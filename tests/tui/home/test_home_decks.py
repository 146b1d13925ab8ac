"""The rows of decks that have no card to study, and the problems: where they stand and where
they lead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.tui.app.app import LearnmsApp
from learnms.tui.home.deck import DeckScreen
from learnms.tui.quiz.build import BuildScreen
from learnms.tui.quiz.cases import CasesScreen
from learnms.tui.quiz.screen import QuizScreen
from tests.engine.home.test_cases import CARDS, case, learn
from tests.engine.home.test_decks import BROKEN, CASE, HEAD
from tests.factories import decks
from tests.tui.pilot import driven, press, screen_lines, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace


def _deck(body: str, ident: str) -> str:
    return (HEAD + body).format(title=ident.title(), id=ident, audience="nurse", n=1)


CASES = _deck(CASE, "visits")
BAD = _deck("cards:\n" + BROKEN, "broken")


async def test_a_deck_of_cases_leads_to_the_list_of_cases(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF), CASES)) as pilot:
        row = next(line for line in screen_lines(pilot) if "Visits" in line)
        assert row.split() == ["Visits", "1", "case"]

        await press(pilot, *["down"] * 9, "d")
        assert isinstance(pilot.app.screen, DeckScreen)
        await press(pilot, "escape", "enter")
        assert isinstance(pilot.app.screen, CasesScreen)
        assert "▌ A visit" in screen_text(pilot)
        assert "1 question, not answered yet" in screen_text(pilot)


async def test_a_library_of_cases_only_says_what_to_do(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(CASES)) as pilot:
        assert "These decks contain only cases. Press t for a quiz." in screen_text(pilot)
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, BuildScreen)


async def test_an_instructor_sees_problems_first_and_opens_the_page_of_a_broken_deck(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF), BAD, who="instructor")) as pilot:
        lines = screen_lines(pilot)
        problem = next(at for at, line in enumerate(lines) if ": 1 problem" in line)
        row = next(
            at for at, line in enumerate(lines) if line.split() == ["Broken", "1", "problem"]
        )
        assert problem < row

        await press(pilot, *["down"] * 9, "enter")
        assert isinstance(pilot.app.screen, DeckScreen)


async def test_problems_are_in_view_beside_many_decks(
    make_workspace: Callable[..., Workspace],
) -> None:
    texts = [
        decks.deck(
            re.sub(r"id: [\w-]+", f"id: card-{at}", decks.SELF),
            title=f"Deck {at}",
            ident=f"deck-{at}",
        )
        for at in range(20)
    ]

    async with driven(make_workspace(*texts, BAD)) as pilot:
        assert ": 1 problem" in screen_text(pilot)
        await press(pilot, "c")
        await pilot.pause()

        assert isinstance(pilot.app.screen, DeckScreen)


async def test_with_wide_spacing_each_deck_has_two_lines(
    make_workspace: Callable[..., Workspace],
) -> None:
    two = decks.deck(decks.SELF), _deck(CASE, "visits")
    async with driven(make_workspace(*two, spacing="wide")) as pilot:
        lines = screen_lines(pilot)
        first = next(at for at, line in enumerate(lines) if "Dosing and schedule" in line)

    assert not lines[first + 1].strip()
    assert "Visits" in lines[first + 2]


async def test_a_case_is_offered_once_its_cards_are_learned(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(CARDS + case("one", "core-a", title="A first visit"))
    learn(workspace, "core-a")
    async with driven(workspace) as pilot:
        assert "A case is ready: A first visit." in screen_text(pilot)
        assert "Start case  k" in screen_text(pilot)
        await press(pilot, "k")
        assert isinstance(pilot.app.screen, QuizScreen)
        assert "Somebody comes." in screen_text(pilot)


async def test_with_nothing_else_to_do_the_case_comes_first(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(CARDS + case("one", "core-a"))
    learn(workspace, "core-a", "core-b", "card-c", "card-d", "card-e")
    async with driven(workspace) as pilot:
        text = screen_text(pilot)
        assert "All caught up." in text
        assert text.index("Start case  enter") < text.index("Quiz  t")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizScreen)


async def test_k_lists_the_cases_where_none_is_ready_and_on_the_page_of_their_deck(
    make_workspace: Callable[..., Workspace],
) -> None:
    text = CARDS + case("one", "core-a", title="For later") + case("two", "core-b", "core-a")
    workspace = make_workspace(text)
    async with driven(workspace, "k") as pilot:
        assert isinstance(pilot.app.screen, CasesScreen)
        assert "2 questions, 1 of its cards still new" in screen_text(pilot)
        await press(pilot, "escape", *["down"] * 3, "d")
        assert isinstance(pilot.app.screen, DeckScreen)
        assert "For later" in screen_text(pilot)
        await press(pilot, "k")
        assert isinstance(pilot.app.screen, CasesScreen)


async def test_the_list_opens_at_the_case_that_is_ready(
    make_workspace: Callable[..., Workspace],
) -> None:
    text = CARDS + case("one", "core-b", title="For later") + case("two", "core-a", title="Now")
    workspace = make_workspace(text)
    learn(workspace, "core-a")
    async with driven(workspace, "t") as pilot:
        app = pilot.app
        assert isinstance(app, LearnmsApp)
        app.show_cases()
        await press(pilot)
        assert "▌ Now" in screen_text(pilot)
        assert "2 questions, ready" in screen_text(pilot)
