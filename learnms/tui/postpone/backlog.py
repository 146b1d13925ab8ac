"""The backlog question: how many of the gathered cards to review a day. Nothing on it blames or
hurries.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from learnms.engine.postpone import wording
from learnms.engine.postpone.form import backlog_form
from learnms.engine.queue.catch_up import catch_up
from learnms.errors import LearnmsError
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, paragraph
from learnms.tui.kit.form_screen import FormScreen
from learnms.tui.kit.layout import BLANK
from learnms.tui.kit.saving import NOT_SAVED
from learnms.tui.postpone.pane import ChoicePane, Choices, Doing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.form import Form, Row
    from learnms.engine.queue.backlog import BacklogQuestion
    from learnms.tui.kit.layout import Entry


class BacklogScreen(FormScreen[None]):
    """Asks how to catch up, saves the choice, and continues with today's cards.

    Args:
        question: what is due, and the ways to work it off.
        decks: ids of the decks whose review was asked for; None for all.
        new: how many new cards were asked for, if so.
        starts: whether a review follows, else the home page.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("backlog")
    has_side = False
    guarded: ClassVar[frozenset[str]] = frozenset({"start_item", "catch_up", "row"})

    def __init__(
        self,
        question: BacklogQuestion,
        decks: list[str] | None = None,
        new: int | None = None,
        *,
        starts: bool = True,
    ) -> None:
        super().__init__()
        self.question = question
        self.decks = decks
        self.new = new
        self.starts = starts
        self.cursor = question.suggested
        self.pane = ChoicePane()

    def mode(self) -> str:
        return "backlog"

    def form(self) -> Form[None]:
        form = backlog_form(self.question)
        rows = enumerate(form.groups[0], 1)
        numbered = tuple(replace(row, label=f"{number}. {row.label}") for number, row in rows)
        return replace(form, groups=(numbered,))

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name as many numbers as there are ways."""
        return {**super().labels(), "catch_up": (f"1–{self.rows()}", "choose")}

    def intro(self) -> Iterable[Entry]:
        return [*paragraph(wording.gathered(self.question), BOLD), BLANK]

    def about(self, form: Form[None]) -> Iterable[str]:
        return ()

    def compose_body(self) -> Iterable[Widget]:
        yield Choices(self.list, self.pane)

    def draw(self) -> None:
        super().draw()
        way, form = self.question.ways[self.cursor], self.form()
        verb = "Review all today" if not way.per_day else f"Review {wording.way_name(way)}"
        self.pane.show(
            wording.way_name(way),
            [line for text in form.foot for line in paragraph(text)],
            Doing(verb, "start_item", "enter"),
        )

    def act(self, row: Row[None]) -> None:
        self._choose(int(row.name))

    def action_catch_up(self, key: str = "") -> None:
        self._choose(int(key) - 1)

    def action_back_home(self, key: str = "") -> None:
        if len(self.shell.screen_stack) > 1:
            self.shell.close_page()
        else:
            self.shell.leave_review()

    def _choose(self, index: int) -> None:
        if index >= self.rows():
            return
        way, failure = self.question.ways[index], ""
        try:
            catch_up(self.shell.workspace, way)
        except LearnmsError as error:
            failure = f"{NOT_SAVED} {error}"
        if not self.starts:
            self.shell.go_home(failure or wording.way_kept(way))
        elif not self.shell.start_review(self.decks, self.new, failure):
            self.shell.go_home(f"{wording.way_kept(way)} None of today's cards are in that deck.")
