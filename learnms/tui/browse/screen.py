"""The search over all cards and questions, with actions on one or many.

Rows are read in a thread behind the painted page; only rows in view are drawn.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from learnms.engine.browse.search import ORDERS, PATIENT_ORDERS, Browser, Found, place_of, whole
from learnms.errors import LearnmsError
from learnms.garbage import collection_paused
from learnms.study.event import ANSWER_KINDS
from learnms.tui.browse.card import CardScreen
from learnms.tui.browse.card_actions import CardActions
from learnms.tui.browse.rows import HINT, PATIENT_HINT, RowLine, counted, note_of
from learnms.tui.kit.content import BOLD, QUIET, WARN, paragraph, plain
from learnms.tui.kit.inputs import Field
from learnms.tui.kit.layout import BLANK, Heading
from learnms.tui.kit.page import Page
from learnms.tui.kit.threads import Result, result_of, run_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.widget import Widget
    from textual.widgets import Input

    from learnms.engine.browse.index import Entry as Row
    from learnms.engine.cards.actions import Undone
    from learnms.engine.cards.target import Target
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Part
    from learnms.tui.kit.layout import Entry

READING = "Reading the cards…"
NOTHING = "No matches."
_WHEEL = 3
_FIELD_LINES = 2
"""The search field and the line above it."""


class Loaded(Result[Browser]):
    """The search with its rows, or why they cannot be read."""


def _loaded(workspace: Workspace) -> Browser:
    settings = workspace.settings
    with workspace.reading() as queries, collection_paused():
        return whole(queries, settings, queries.today(workspace.clock, settings))


class BrowseScreen(CardActions):
    """Searches as the learner types.

    Args:
        query: the first query.
    """

    guarded: ClassVar[frozenset[str]] = frozenset(
        {"suspend", "later", "flag", "reset", "really", "mark_all", "undo"}
    )

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self.field = Field("field")
        self.field.value = query
        self.remark = Page("remark")
        self.browser: Browser | None = None
        self.result = Found([])
        self.cursor = 0
        self.top = 0
        self.marked: set[int] = set()
        self._seen = 0
        self._typing = True
        self._is_read = False
        self._is_reading = False
        self._changed_since: set[Part] = set()

    def compose_body(self) -> Iterable[Widget]:
        return self.field, self.remark, self.list

    # -- loading -----------------------------------------------------------------------------------

    def on_painted(self) -> None:
        """Read the rows once; draw as many as have room."""
        self._read()
        if self._view() != self._seen:
            self._draw_rows()

    def decks_changed(self) -> None:
        self._is_read = False
        self._read()

    def _read(self) -> None:
        """Read the rows in a thread, once; what was asked for meanwhile is read after them."""
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
            kept = {before.entry(row).part for row in self.marked}
            self.marked = {
                row
                for row, entry in enumerate(browser.index.entries)
                if entry.part is not None and entry.part in kept
            }
        self.browser = browser
        self.search()
        self._read()

    # -- searching ---------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search anew when the query changes."""
        if event.input is self.field:
            self.say()
            self.cursor = self.top = 0
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
                    "later",
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
        browser, rows = self.browser, self.result.rows
        hidden = len(self.marked.difference(rows)) if self.marked else 0
        right = (
            counted(
                len(rows), max(len(rows), browser.size), len(self.marked), hidden, browser.order
            )
            if browser is not None
            else READING
        )
        self.head.show([BLANK, Heading(plain("Browse", BOLD), plain(right, QUIET))])
        self.remark.show([*self._remark_entries(), BLANK])
        self._draw_rows()

    def _remark_entries(self) -> list[Entry]:
        if self.result.remarks:
            return paragraph(self.result.remarks[0], WARN)
        if self.browser is not None and not self.result.rows:
            return paragraph(NOTHING)
        if self.result.note:
            return paragraph(self.result.note, QUIET)
        return paragraph(PATIENT_HINT if self.shell.workspace.settings.is_patient else HINT, QUIET)

    def _view(self) -> int:
        """The number of rows that fit."""
        return max(
            1,
            self.body.size.height
            - _FIELD_LINES
            - self.remark.flow.height(max(1, self.remark.size.width)),
        )

    def _draw_rows(self) -> None:
        browser, rows, view = self.browser, self.result.rows, self._view()
        self._seen = view
        self.top = max(0, min(self.top, len(rows) - view))
        if not self.top <= self.cursor < self.top + view:
            self.top = self.cursor if self.cursor < self.top else self.cursor - view + 1
        if browser is None:
            self.list.show(paragraph(READING, QUIET))
            return
        voice = self.shell.workspace.voice
        lines = []
        for position in range(self.top, min(len(rows), self.top + view)):
            entry = browser.entry(rows[position])
            note = note_of(entry, browser, voice)
            lines.append(
                RowLine(
                    entry,
                    position,
                    note,
                    browser.deck_title(entry),
                    position == self.cursor,
                    rows[position] in self.marked,
                )
            )
        self.list.show(lines)

    def on_resize(self) -> None:
        """Draw as many rows as fit now."""
        self.call_after_refresh(self._draw_rows)

    # -- moving ------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """Move the ▸, also while typing."""
        step = {"up": -1, "down": 1, "page_up": 1 - self._view(), "page_down": self._view() - 1}[
            action
        ]
        self.cursor = max(0, min(len(self.result.rows) - 1, self.cursor + step))
        self.draw()
        return True

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the rows down."""
        self._wheel(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(-_WHEEL)

    def _wheel(self, step: int) -> None:
        view = self._view()
        self.top = max(0, min(len(self.result.rows) - view, self.top + step))
        self.cursor = max(self.top, min(self.top + view - 1, self.cursor))
        self.draw()

    def do_row(self, key: str) -> None:
        """Go to the clicked row, or open it where the ▸ is already."""
        position = int(key)
        if position == self.cursor:
            self.do_open_card(key)
            return
        self.cursor = position
        self.draw()

    def do_commands(self, key: str) -> None:
        """Treat letters as keys."""
        self._typing = False
        self.draw()

    def do_search(self, key: str) -> None:
        """Type into the field again."""
        self.say()
        self._typing = True
        self.draw()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Start typing on a click into the field."""
        if event.widget is self.field and not self._typing and not self._asking:
            self.do_search("")

    def do_order(self, key: str) -> None:
        """Sort by the next order, and go to the first row."""
        if self.browser is None:
            return
        orders = PATIENT_ORDERS if self.shell.workspace.settings.is_patient else tuple(ORDERS)
        self.browser.order = orders[(orders.index(self.browser.order) + 1) % len(orders)]
        self.cursor = self.top = 0
        self.search()
        self.say(f"Sorted: {ORDERS[self.browser.order]}.")

    # -- marking and opening -----------------------------------------------------------------------

    def do_mark(self, key: str) -> None:
        """Mark the row at the ▸ and go on to the next."""
        self._mark(self.cursor)
        self.move("down")

    def do_mark_row(self, key: str) -> None:
        """Mark the clicked row."""
        self._mark(int(key))
        self.draw()

    def _mark(self, position: int) -> None:
        self.marked ^= {self.result.rows[position]}

    def do_mark_all(self, key: str) -> None:
        """Mark all rows found, or unmark them where all are marked."""
        self.marked = (
            set()
            if self.marked.issuperset(self.result.rows)
            else self.marked | set(self.result.rows)
        )
        self.draw()

    def do_open_card(self, key: str) -> None:
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

    def do_leeches(self, key: str) -> None:
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
        """Read these parts anew. The rows found stay until the query changes, so that none jumps
        away.
        """
        self._changed_since.update(parts)
        if self.browser is not None:
            self.browser.reread(parts)

    def _undone(self, undone: Undone | None) -> None:
        """Read all rows anew where an answer was taken back."""
        super()._undone(undone)
        if undone is not None and undone.kind in ANSWER_KINDS:
            self._is_read = False
            self._read()

    def do_report(self, key: str) -> None:
        """Open the card at the ▸ with its report."""
        self._open(reporting=True)
