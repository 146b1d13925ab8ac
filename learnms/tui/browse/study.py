"""Studies what a search finds: a review, cramming, or a quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.browse.selection import NOTHING
from learnms.engine.browse.study_form import start_quiz_of, study_form
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import paragraph
from learnms.tui.kit.form_screen import FormScreen
from learnms.tui.postpone.pane import ChoicePane, Choices, Doing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.browse.selection import Selection
    from learnms.engine.form import Form, Row


class StudyScreen(FormScreen[None]):
    """Lists the ways to study the cards and starts one.

    Args:
        selection: the cards.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("study")
    has_side = False
    guarded: ClassVar[frozenset[str]] = frozenset({"start_item", "row"})

    def __init__(self, selection: Selection) -> None:
        super().__init__()
        self.selection = selection
        self.pane = ChoicePane()

    def mode(self) -> str:
        return "study"

    def prepare(self) -> None:
        self._form = study_form(self.shell.workspace, self.selection)

    def form(self) -> Form[None]:
        return self._form

    def about(self, form: Form[None]) -> Iterable[str]:
        return ()

    def compose_body(self) -> Iterable[Widget]:
        yield Choices(self.list, self.pane)

    def draw(self) -> None:
        super().draw()
        self.pane.show(
            self.here.label, paragraph(self.here.help), Doing("Start", "start_item", "enter")
        )

    def act(self, row: Row[None]) -> None:
        selection, workspace = self.selection, self.shell.workspace
        if self.refuses_writing("answers can't be saved here"):
            return
        if row.name == "quiz":
            self.shell.study_quiz(start_quiz_of(workspace, selection))
        elif not self.shell.study(
            "cram" if row.name == "cram" else None, selection.decks, selection.parts
        ):
            self.say(NOTHING[row.name])

    def action_leave_page(self, key: str = "") -> None:
        """Close the page."""
        self.shell.close_page()
