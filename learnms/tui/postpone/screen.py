"""Custom study: study ahead, cram, postpone and pause, each with a description. Changes are shown
before they are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.form import Number
from learnms.engine.postpone import postpone, wording
from learnms.engine.postpone.form import Amounts, Ways
from learnms.engine.queue.catch_up import backlog_now
from learnms.errors import LearnmsError
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, paragraph
from learnms.tui.kit.form_screen import FormScreen
from learnms.tui.kit.list_page import ListPage
from learnms.tui.postpone.pane import ChoicePane, Choices, Doing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.form import Form, Row
    from learnms.engine.postpone.postpone import PutOff


class WaysScreen(FormScreen[Amounts]):
    """Lists the ways and starts one.

    Args:
        deck: the deck to study; None for all that the learner is offered.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("ways")
    has_side = False
    guarded: ClassVar[frozenset[str]] = frozenset({"start_item", "row", "reschedule", "undo"})

    def __init__(self, deck: str | None = None) -> None:
        super().__init__()
        self.deck = deck
        self.amounts = Amounts()
        self.put_off: PutOff | None = None
        self.pane = ChoicePane()

    @property
    def _decks(self) -> list[str] | None:
        return None if self.deck is None else [self.deck]

    def prepare(self) -> None:
        self.amounts = Amounts.usual(self.shell.workspace)
        self._count()

    def _count(self) -> None:
        self.ways = Ways(self.shell.workspace, self._decks)
        self.amounts = self.ways.within(self.amounts)

    def mode(self) -> str:
        return "ways preview" if self.put_off is not None else "ways"

    def form(self) -> Form[Amounts]:
        return self.ways.form(self.amounts)

    def put(self, state: Amounts) -> None:
        self.amounts = state

    def about(self, form: Form[Amounts]) -> Iterable[str]:
        return ()

    def compose_body(self) -> Iterable[Widget]:
        yield Choices(self.list, self.pane)

    def draw(self) -> None:
        super().draw()
        row, workspace = self.here, self.shell.workspace
        if self.put_off is None:
            entries = [line for text in (row.help, row.hint) if text for line in paragraph(text)]
            starts = Doing(row.verb[:1].upper() + row.verb[1:], "start_item", "enter")
            self.pane.show(row.label, entries, starts)
            return
        first, *others = wording.put_off(self.put_off, workspace.today, workspace.voice)
        sentences = (entry for line in others for entry in paragraph(line))
        self.pane.show(
            row.label,
            [*paragraph(first, BOLD), *sentences],
            Doing("Reschedule", "reschedule", "enter"),
            Doing("Cancel", "no", "n"),
        )

    def on_painted(self) -> None:
        """Scroll to a preview."""
        if self.put_off is not None:
            self.body.scroll_end(animate=False)

    # -- doing -------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """Move the ▸, or scroll a preview."""
        if self.put_off is not None:
            return super(ListPage, self).move(action)
        return super().move(action)

    def action_row(self, key: str = "") -> None:
        """A click takes the way, unless a preview is shown."""
        if self.put_off is None and (self.go_to(int(key)) or self.cursor == int(key)):
            self.take()

    def action_undo(self, key: str = "") -> None:
        self._write("Undoing…", self._take_back)

    def action_reschedule(self, key: str = "") -> None:
        if (put_off := self.put_off) is not None:
            self._write("Rescheduling…", lambda: self._carry_out(put_off))

    def action_no(self, key: str = "") -> None:
        self._leave_preview("Nothing was rescheduled.")

    def action_back_home(self, key: str = "") -> None:
        self.shell.close_page()

    def act(self, row: Row[Amounts]) -> None:
        name, workspace = row.name, self.shell.workspace
        number = getattr(self.amounts, name) if isinstance(row, Number) else None
        if name == "search":
            self.shell.close_page()
            query = "" if self.deck is None else f"deck:{self.deck}"
            self.shell.show_browse(query, wording.HOW_TO_STUDY)
            return
        if not self.settle() or self.refuses_writing("due dates can't be changed here"):
            return
        self.draw()
        if name == "backlog":
            self.shell.show_backlog(backlog_now(workspace), None, starts=False)
        elif name in ("postpone", "pause"):
            self._preview(name, number)
        elif (name == "ahead" and number is None) or not self.shell.start_practice(
            "ahead" if name == "ahead" else "cram", self._decks, number
        ):
            self.say(wording.NOTHING_TO_PRACTISE)

    def _preview(self, name: str, number: int | None) -> None:
        workspace = self.shell.workspace
        if number is None:
            self.say(workspace.voice.none_to_postpone)
            return
        if name == "postpone":
            put_off = postpone.postponing(
                workspace.queries, workspace.settings, workspace.today, number, self._decks
            )
        else:
            put_off = postpone.pausing(
                workspace.queries, workspace.settings, workspace.today, number
            )
        if put_off.moves:
            self.say()
            self.put_off = put_off
            self.draw()
        else:
            none = workspace.voice.none_to_postpone
            self.say(none if name == "postpone" else wording.NOTHING_LEARNED)

    def _leave_preview(self, message: str) -> None:
        self.put_off = self.draft = None
        self._count()
        self.draw()
        self.say(message)

    def _write(self, meanwhile: str, step: Callable[[], None]) -> None:
        """Show a sentence, then write: of thousands of cards it takes seconds."""
        if self.refuses_writing("due dates can't be changed here"):
            return
        self.say(meanwhile)
        self.key_line.call_after_refresh(self._tried, step)

    def _tried(self, step: Callable[[], None]) -> None:
        try:
            step()
        except LearnmsError as error:
            self.complain(f"Nothing changed: {error}")

    def _carry_out(self, put_off: PutOff) -> None:
        if self.put_off is put_off:  # the key may have been pressed twice before the first was done
            number = postpone.carry_out(self.shell.workspace.open_store(), put_off)
            self._leave_preview(f"{wording.moved(number)} Press u to undo.")

    def _take_back(self) -> None:
        workspace = self.shell.workspace
        self._leave_preview(
            wording.taken_back(
                postpone.take_back(workspace.queries, workspace.open_store(), workspace.today)
            )
        )
