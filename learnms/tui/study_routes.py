"""The way to the pages around studying: progress, browsing, the exam plan, a deck, other ways to
study. Imported when they are wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.tui.app.routes import QuizRoutes

if TYPE_CHECKING:
    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.queue.backlog import BacklogQuestion
    from learnms.study.event import Part


class StudyRoutes(QuizRoutes, inherit_bindings=False):
    """An application that can show them, each over the page that leads to it."""

    readiness: Readiness | None = None
    """What the exam plan leads to, as it was last worked out."""

    def show_progress(self) -> None:
        """How it goes."""
        from learnms.tui.progress.screen import ProgressScreen

        self.push_screen(ProgressScreen())

    def show_browse(self, query: str = "") -> None:
        """Every card and question."""
        from learnms.tui.browse.screen import BrowseScreen

        self.push_screen(BrowseScreen(query))

    def show_card(self, part: Part) -> None:
        """All that is known about a card."""
        from learnms.tui.browse.card import CardScreen

        self.push_screen(CardScreen(part))

    def show_plan(self) -> None:
        """The exam plan."""
        from learnms.tui.exam.screen import PlanScreen

        self.push_screen(PlanScreen())

    def show_deck(self, deck: str) -> None:
        """A deck's page: what it promises, rests on and leaves open."""
        from learnms.tui.home.deck import DeckScreen

        self.push_screen(DeckScreen(deck))

    def show_backlog(
        self,
        question: BacklogQuestion,
        decks: list[str] | None,
        new: int | None = None,
        *,
        starts: bool = True,
    ) -> None:
        """The question what to do about what has gathered; `starts`: a review follows, with so
        many `new` cards.
        """
        from learnms.tui.postpone.backlog import BacklogScreen

        self.push_screen(BacklogScreen(question, decks, new, starts=starts))

    def show_ways(self, deck: str | None = None) -> None:
        """Ahead of time, cramming, postponing, pausing."""
        from learnms.tui.postpone.screen import WaysScreen

        self.push_screen(WaysScreen(deck))
