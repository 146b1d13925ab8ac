"""Viewing a question: panels, exhibit tabs, hint, its file in the editor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

from learnms.engine.decks.own_copy import OFFER_COPY, copy_to_own
from learnms.errors import LearnmsError
from learnms.paths import is_shipped
from learnms.tui.kit.content import WARN
from learnms.tui.kit.page import PageScreen
from learnms.tui.question.marks import RATIONALE
from learnms.tui.question.state import shifted

if TYPE_CHECKING:
    from learnms.engine.question.session import QuestionSession
    from learnms.engine.question.views import QuestionView
    from learnms.tui.kit.flow_view import FlowView
    from learnms.tui.question.state import QuestionState

TALL = 34
_FRAME = 12
"""Rows of a page around the card: title, buttons, message and keys."""


class Viewing(PageScreen):
    """The part of a question's page that changes only what is shown."""

    review: QuestionSession
    answer: FlowView
    question_state: QuestionState

    @property
    def item(self) -> QuestionView:
        """The question on the page; a page without one is never shown."""
        item = self.review.item
        assert item is not None
        return item

    @property
    def room(self) -> int:
        """The rows that the frame, whose buttons may be large, leaves for the card."""
        settings, is_tall = self.review.settings, self.size.height >= TALL
        return self.size.height - _FRAME - 2 * settings.is_large * (is_tall + settings.is_patient)

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
        self.turn(replace(self.question_state, panel=name, alone=False))

    @property
    def hides_case(self) -> bool:
        """Whether the exhibits are hidden until they are wanted: the question needs all rows."""
        is_low = self.review.feedback is not None and self.has_class("-regular")
        return not self.has_class("-wide") and (self.has_class("-short") or is_low)

    @property
    def shows_case_alone(self) -> bool:
        """Whether the exhibits are shown in place of the question."""
        return self.question_state.alone and not self.has_class("-wide")

    def refused_of_case(self) -> dict[str, str]:
        """The keys of a case that do nothing now, and why."""
        tabs = ("next_tab", "previous_tab")
        if not self.item.exhibit:
            return dict.fromkeys((*tabs, "next_tab_typing", "case"), "This question has no tabs.")
        is_lone = len(self.item.exhibit) == 1 and not self.hides_case
        refused = dict.fromkeys(tabs, "There is only one tab.") if is_lone else {}
        if self.has_class("-wide"):
            refused["case"] = "The case is beside the question."
        return refused

    def scroller(self) -> VerticalScroll:
        """The exhibits while they are shown alone."""
        if self.shows_case_alone:
            return self.query_one("#papers-sheet", VerticalScroll)
        return super().scroller()

    def action_next_tab(self, key: str = "") -> None:
        """Show the exhibit's next tab."""
        self._turn_tab(1)

    action_next_tab_typing = action_next_tab

    def action_previous_tab(self, key: str = "") -> None:
        """Show the exhibit's previous tab."""
        self._turn_tab(-1)

    def _turn_tab(self, step: int) -> None:
        """Turn to another tab; if the exhibits have no room beside the question, go from it through
        all of them and back to it.
        """
        state, last = self.question_state, len(self.item.exhibit) - 1
        tab = state.tab + step
        if not self.hides_case:
            self.turn(replace(state, tab=tab % (last + 1)))
        elif not state.alone:
            self.turn(replace(state, alone=True, tab=0 if step > 0 else last))
        else:
            self.turn(replace(state, alone=0 <= tab <= last, tab=min(max(tab, 0), last)))

    def action_rationales(self, key: str = "") -> None:
        """Show the rationales of all options, or fold those that are read last."""
        self.turn(replace(self.question_state, unfolded=not self.question_state.unfolded))
        self.call_after_refresh(self.answer.scroll_to_entry, RATIONALE)

    def action_case(self, key: str = "") -> None:
        """Show the exhibits in place of the question, or the question again."""
        self.turn(replace(self.question_state, alone=not self.question_state.alone))

    def action_tab(self, key: str = "") -> None:
        self.turn(replace(self.question_state, tab=int(key)))

    def action_go(self, key: str = "") -> None:
        """Move the cursor to the clicked row."""
        self.turn(replace(self.question_state, cursor=int(key)))

    def action_step_up(self, key: str = "") -> None:
        """Move the step at the cursor up."""
        self._shift(-1)

    def action_step_down(self, key: str = "") -> None:
        """Move the step at the cursor down."""
        self._shift(1)

    def _shift(self, step: int) -> None:
        self.say()
        self.turn(shifted(self.question_state, self.item.question, step))

    def action_leave_field(self, key: str = "") -> None:
        """Treat letters as keys."""
        self.turn(replace(self.question_state, typing=False))

    def action_enter_field(self, key: str = "") -> None:
        """Type into the field again."""
        self.turn(replace(self.question_state, typing=True))

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
