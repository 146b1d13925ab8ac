"""Viewing a question: panels, exhibit tabs, hint, its file in the editor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.errors import LearnmsError
from learnms.paths import is_shipped
from learnms.tui.kit.content import WARN
from learnms.tui.kit.editor import OFFER_COPY, copy_to_own
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from learnms.engine.question.session import QuestionSession
    from learnms.engine.question.views import QuestionView
    from learnms.tui.question.state import QuestionState


class Viewing(PageScreen):
    """The part of a question's page that changes only what is shown."""

    review: QuestionSession
    question_state: QuestionState

    @property
    def item(self) -> QuestionView:
        """The question on the page; a page without one is never shown."""
        item = self.review.item
        assert item is not None
        return item

    def turn(self, state: QuestionState) -> None:
        """Show another state of the same card."""
        self.question_state = state
        self.draw()

    def action_hint(self, key: str = "") -> None:
        """Show the hint."""
        self.turn(replace(self.question_state, hint=self.review.hint()))

    action_hint_typing = action_hint

    def action_card_info(self, key: str = "") -> None:
        """Open the panel about the card."""
        self._open_panel("card")

    def action_glossary(self, key: str = "") -> None:
        """Open the glossary."""
        self._open_panel("words")

    def action_close_panel(self, key: str = "") -> None:
        """Return from a panel to the card."""
        self._open_panel("")

    def _open_panel(self, name: str) -> None:
        self.say()
        self.body.scroll_home(animate=False)
        self.turn(replace(self.question_state, panel=name))

    def action_next_tab(self, key: str = "") -> None:
        """Show the exhibit's next tab."""
        self._turn_tab(1)

    def action_previous_tab(self, key: str = "") -> None:
        """Show the exhibit's previous tab."""
        self._turn_tab(-1)

    def _turn_tab(self, step: int) -> None:
        self.turn(
            replace(
                self.question_state, tab=(self.question_state.tab + step) % len(self.item.exhibit)
            )
        )

    # -- editing -----------------------------------------------------------------------------------

    def action_edit(self, key: str = "") -> None:
        """Open the card's file; for a shipped deck, offer a copy first."""
        if is_shipped(self.item.path):
            self.say(OFFER_COPY, WARN)
            self.turn(replace(self.question_state, copying=True))
        else:
            self._edit(self.item.path)

    def action_copy_deck(self, key: str = "") -> None:
        """Copy the deck and open the copy."""
        self.action_no(key)
        try:
            copy, _ = copy_to_own(self.item.path, self.shell.workspace.home_folder)
        except LearnmsError as error:
            self.complain(str(error))
        else:
            self._edit(str(copy))

    def action_no(self, key: str = "") -> None:
        """Close the question without a change."""
        self.say()
        self.turn(replace(self.question_state, copying=False))

    def _edit(self, path: str) -> None:
        self.say(self.shell.edit(path, self.item.line))
