"""The search over all cards and questions, with actions on one or many.

Rows are read in a thread behind the painted page; only rows in view are drawn. From 100 columns on,
the card at the cursor is shown beside them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal

from learnms.engine.browse.search import Browser, Found, orders_of, place_of, whole
from learnms.engine.browse.search_help import examples, hint
from learnms.errors import LearnmsError
from learnms.garbage import collection_paused
from learnms.study.event import ANSWER_KINDS
from learnms.tui.browse.card import CardScreen
from learnms.tui.browse.card_actions import CardActions
from learnms.tui.browse.card_pane import CardPane
from learnms.tui.browse.rows import CardRows, RowLine, counted, note_of
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, KEY, QUIET, WARN, labelled, paragraph, plain
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.inputs import SearchField
from learnms.tui.kit.layout import BLANK, Heading
from learnms.tui.kit.threads import Result, result_of, run_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import Input

    from learnms.engine.browse.index import Entry as Row
    from learnms.engine.cards.actions import Undone
    from learnms.engine.cards.target import Target
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Part
    from learnms.tui.kit.layout import Entry

READING = "Loading cards…"
NOTHING = "No matches."
_WRITTEN = 18
"""Cells for the example searches, before their descriptions."""


class Loaded(Result[Browser]):
    """The search with its rows, or why they cannot be read."""


def _loaded(workspace: Workspace) -> Browser:
    settings = workspace.settings
    with workspace.reading() as queries, collection_paused():
        return whole(queries, settings, queries.today(workspace.clock, settings))


_NAME = 18
"""Cells of the heading that are not for the counts: the page's name, the margins, a gap."""


class BrowseScreen(CardActions):
    """Searches as the learner types.

    Args:
        query: the first query.
        message: a sentence for the line above the keys.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("browse")
    CSS = """
    BrowseScreen #body { scrollbar-size-vertical: 0; scrollbar-gutter: auto; }
    #field { max-width: 100%; margin: 0 1; }
    #remark { height: auto; }
    #found { height: 1fr; }
    #rows { width: 8fr; padding: 0 1; }
    #examples { background: transparent; border: none; width: 8fr; display: none; }
    #card { display: none; width: 7fr; height: 1fr; margin: 0 0 0 2; }
    BrowseScreen.-wide #card { display: block; }
    """
    guarded: ClassVar[frozenset[str]] = frozenset(
        {"suspend", "bury", "flag", "reset", "confirm", "mark_all", "undo"}
    )

    def __init__(self, query: str = "", message: str = "") -> None:
        super().__init__(message)
        self.field = SearchField("field")
        self.field.value = query
        self.remark = FlowView("remark")
        self.rows, self.examples, self.card = CardRows(), FlowView("examples"), CardPane()
        self.browser: Browser | None = None
        self.result = Found([])
        self.cursor = 0
        self.marked: set[int] = set()
        self._typing = True
        self._is_read = False
        self._is_reading = False
        self._changed_since: set[Part] = set()

    def compose_body(self) -> Iterable[Widget]:
        yield self.field
        yield self.remark
        yield Horizontal(self.rows, self.examples, self.card, id="found")

    # -- loading -----------------------------------------------------------------------------------

    def on_painted(self) -> None:
        """Read the rows once; show the card at the cursor once its row is painted."""
        self._read()
        if self.card.display:
            self._show_card()

    def _show_card(self) -> None:
        row = self.here
        self.card.look_at(None if row is None else (row.part, row.place))

    def decks_changed(self) -> None:
        self._is_read = False
        self._read()

    def _read(self) -> None:
        """Load the rows in a thread, once; what was asked for meanwhile is loaded after them."""
        if not self._is_read and not self._is_reading:
            self._is_read = self._is_reading = True
            self._changed_since.clear()
            read = partial(_loaded, self.shell.workspace)
            run_in_thread(self, partial(result_of, Loaded, read))

    def on_loaded(self, message: Loaded) -> None:
        """Show the rows, in the order and with the marks of those before."""
        self._is_reading = False
        if isinstance(message.result, LearnmsError):
            self.complain(str(message.result))
            return
        before, browser = self.browser, message.result
        browser.index.continue_with(self.shell.workspace.queries)
        browser.reread(self._changed_since)
        if before is not None:
            browser.order = before.order
            parts = map(before.index.part, self.marked)
            kept = [part for part in parts if part is not None]
            self.marked = set(browser.index.rows_of(kept).values())
        self.browser = browser
        self.search()
        self._read()

    # -- searching ---------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search again when the query changes."""
        if event.input is self.field:
            self.say()
            self.cursor = 0
            self.search()

    def search(self) -> None:
        """Find the rows of the query and show them."""
        if self.browser is not None:
            self.result = self.browser.find(self.field.value)
            self.cursor = max(0, min(self.cursor, len(self.result.rows) - 1))
        self.draw()

    @property
    def here(self) -> Row | None:
        """The row at the ▸."""
        return (
            self.browser.entry(self.result.rows[self.cursor])
            if self.browser is not None and self.result.rows
            else None
        )

    # -- drawing -----------------------------------------------------------------------------------

    def rest_mode(self) -> str:
        return "browse text" if self._typing else "browse"

    def resting_focus(self) -> Widget | None:
        return self.field if self._typing else None

    def disabled_actions(self) -> frozenset[str]:
        """Without rows no action applies."""
        if not self.result.rows and not self.marked:
            return frozenset(
                {
                    "open_card",
                    "mark",
                    "mark_all",
                    "suspend",
                    "bury",
                    "flag",
                    "note",
                    "due",
                    "reset",
                    "edit",
                    "report",
                }
            )
        return frozenset()

    def draw_page(self) -> None:
        browser, rows, voice = self.browser, self.result.rows, self.shell.workspace.voice
        hidden = len(self.marked.difference(rows)) if self.marked else 0
        right = (
            counted(
                len(rows),
                max(len(rows), browser.size),
                len(self.marked),
                hidden,
                orders_of(voice)[browser.order] if browser.order != "deck" else "",
                room=self.size.width - _NAME,
            )
            if browser is not None
            else READING
        )
        name = voice.pages.get("Browse", "Browse")
        self.head.show([Heading(plain(name, BOLD), plain(right, QUIET))])
        self.remark.show([*self._remark_entries(), BLANK])
        is_found = browser is None or bool(rows)
        self.rows.display, self.examples.display = is_found, not is_found
        if not is_found:
            self.examples.show(
                labelled(written, plain(finds, QUIET), _WRITTEN, KEY)
                for written, finds in examples(self.shell.workspace.voice)
            )
        self.rows.show(len(rows), self.cursor, self._line_of)

    def _remark_entries(self) -> list[Entry]:
        if self.result.remarks:
            return paragraph(self.result.remarks[0], WARN)
        if self.browser is None:
            return paragraph(READING, QUIET)
        if not self.result.rows:
            return paragraph(NOTHING)
        return paragraph(self.result.note or hint(self.shell.workspace.voice), QUIET)

    def _line_of(self, position: int) -> RowLine:
        assert self.browser is not None  # else nothing is found
        number = self.result.rows[position]
        row = self.browser.entry(number)
        return RowLine(
            row,
            note_of(row, self.browser, self.shell.workspace.voice),
            row.group.deck.title,
            number in self.marked,
        )

    def on_resize(self) -> None:
        """Show the card once it has room."""
        self.call_after_refresh(self.draw)

    # -- moving ------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """Move the ▸, also while typing."""
        page = self.rows.page_rows - 1
        step = {"up": -1, "down": 1, "page_up": -page, "page_down": page}[action]
        self.cursor = max(0, min(len(self.result.rows) - 1, self.cursor + step))
        self.draw()
        return True

    def on_card_rows_pressed(self, event: CardRows.Pressed) -> None:
        event.stop()
        self.clicked(event.press)

    def action_row(self, key: str = "") -> None:
        """Go to the clicked row, or open it where the ▸ is already."""
        position = int(key)
        if position == self.cursor:
            self.action_open_card(key)
            return
        self.cursor = position
        self.draw()

    def action_leave_field(self, key: str = "") -> None:
        """Treat letters as keys."""
        self._typing = False
        self.draw()

    def action_search(self, key: str = "") -> None:
        """Type into the field again."""
        self.say()
        self._typing = True
        self.draw()

    def on_screen_resume(self) -> None:
        """Select the query; after a card go on behind it."""
        if self._is_read:
            self.call_after_refresh(self.field.go_on)
        else:
            self.field.select_all()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Start typing on a click into the field."""
        if event.widget is self.field and not self._typing and not self._asking:
            self.action_search("")

    def action_order(self, key: str = "") -> None:
        """Sort by the next order, and go to the first row."""
        if self.browser is None:
            return
        orders = orders_of(self.shell.workspace.voice)
        names = tuple(orders)
        self.browser.order = names[(names.index(self.browser.order) + 1) % len(names)]
        self.cursor = 0
        self.search()
        self.say(f"Sorted by {orders[self.browser.order]}.")

    # -- marking and opening -----------------------------------------------------------------------

    def action_mark(self, key: str = "") -> None:
        """Select the row at the ▸ and go to the next."""
        self._mark(self.cursor)
        self.move("down")

    def action_mark_row(self, key: str = "") -> None:
        """Select the clicked row."""
        self._mark(int(key))
        self.draw()

    def _mark(self, position: int) -> None:
        self.marked ^= {self.result.rows[position]}

    def action_mark_all(self, key: str = "") -> None:
        """Select all rows found, or deselect them if all are selected."""
        self.marked = (
            set()
            if self.marked.issuperset(self.result.rows)
            else self.marked | set(self.result.rows)
        )
        self.draw()

    def action_open_card(self, key: str = "") -> None:
        """Open the card at the ▸."""
        self._open()

    def _open(self, *, reporting: bool = False) -> None:
        row = self.here
        if row is not None:
            draft = row.place if row.part is None else None
            self.shell.push_screen(
                CardScreen(
                    row.part, draft=draft, on_change=self._changed_above, reporting=reporting
                )
            )

    def _changed_above(self, parts: Sequence[Part]) -> None:
        self.changed(parts)
        self.draw()

    def action_study(self, key: str = "") -> None:
        """Choose how to study the cards found."""
        from learnms.engine.browse.selection import selected
        from learnms.tui.browse.study import StudyScreen
        from learnms.tui.review.answering import QuestionScreen

        if self.browser is None:
            return
        if any(isinstance(page, QuestionScreen) for page in self.shell.screen_stack):
            self.say("Stop the current session first.")
            return
        offered = self.shell.workspace.queries.offered(self.shell.workspace.settings)
        selection = selected(self.browser, self.result, self.field.value, offered)
        self.shell.push_screen(StudyScreen(selection))

    def action_leeches(self, key: str = "") -> None:
        """Show the leeches."""
        if self.browser is not None:
            from learnms.tui.browse.leeches import LeechScreen

            self.shell.push_screen(LeechScreen(self.browser, self._changed_above))

    # -- changing ----------------------------------------------------------------------------------

    def chosen(self) -> Sequence[Target]:
        """The marked rows, or the row at the ▸."""
        if self.browser is None:
            return []
        rows = (
            sorted(self.marked) if self.marked else self.result.rows[self.cursor : self.cursor + 1]
        )
        return self.browser.targets(rows)

    def note_now(self) -> str:
        """The note, where one row is chosen."""
        if self.browser is None:
            return ""
        rows = list(self.marked) if self.marked else self.result.rows[self.cursor : self.cursor + 1]
        return self.browser.entry(rows[0]).note if len(rows) == 1 else ""

    def place(self) -> tuple[str, int] | None:
        return place_of(self.shell.workspace.queries, self.here) if self.here is not None else None

    def changed(self, parts: Sequence[Part]) -> None:
        """Reload these parts. Rows stay until the query changes, so that none jumps away."""
        self._changed_since.update(parts)
        if self.browser is not None:
            self.browser.reread(parts)
        self.card.forget()

    def _undone(self, undone: Undone | None) -> None:
        """Reload all rows after an answer was undone."""
        super()._undone(undone)
        if undone is not None and undone.event.kind in ANSWER_KINDS:
            self._is_read = False
            self._read()

    def action_report(self, key: str = "") -> None:
        """Open the card at the ▸ with its report."""
        self._open(reporting=True)
