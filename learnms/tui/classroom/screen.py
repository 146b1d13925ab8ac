"""The page of a class: its questions as a table, and the selected one with its options."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal

from learnms.engine.classroom import pages, wording
from learnms.engine.classroom.reading import ClassFiles, read_class
from learnms.engine.classroom.report import ORDERS, report
from learnms.engine.wording import count
from learnms.errors import LearnmsError
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, QUIET, WARN, paragraph, plain, raw
from learnms.tui.kit.document import entries
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.inputs import Field
from learnms.tui.kit.layout import Heading
from learnms.tui.kit.lists import Table
from learnms.tui.kit.page import PageScreen
from learnms.tui.kit.sheet import ScrollSheet
from learnms.tui.kit.threads import Result, result_of, run_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.classroom.report import ClassReport, Question
    from learnms.engine.document import Document

READING = "Reading the hand-ins…"
ASK = "Type the folder with your class's hand-ins, then press enter."
_CLASS = ""
"""The key of the first row, which is the class as a whole."""
_SIGNS = {True: "!", False: ""}
_DIFFICULTY, _DISCRIMINATION, _SIGN = 5, 5, 1
_FIXED = 1 + _DIFFICULTY + _DISCRIMINATION + _SIGN + 5 * 2 + 1
"""Cells of a row but its question: mark, figures, sign, padding, scrollbar."""
_INDENT = 2


class Loaded(Result[ClassFiles]):
    """The sums of the hand-ins, or why there are none."""


class ClassScreen(PageScreen):
    """Shows the questions of a class, doubtful ones first; from 100 columns on, with the selected
    one beside them.

    Args:
        paths: the files and folders of hand-ins; without any, the page asks for a folder.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("class")
    DEFAULT_CSS = """
    ClassScreen {
        #body { scrollbar-size-vertical: 0; scrollbar-gutter: auto; }
        #folder { max-width: 100%; margin: 0 1 1 1; }
        #list { background: transparent; border: none; }
        #questions { height: 1fr; }
        #rows { width: 8fr; height: 1fr; max-height: 100%; }
        #detail { display: none; width: 9fr; height: 1fr; margin: 0 0 0 2; }
        &.-wide #detail { display: block; }
    }
    """

    def __init__(self, paths: Sequence[Path] = ()) -> None:
        super().__init__()
        self.paths = list(paths)
        self.field = Field("folder")
        self.rows = Table(id="rows")
        self.text = FlowView()
        self.detail = ScrollSheet(self.text, id="detail")
        self.report: ClassReport | None = None
        self.questions: tuple[Question, ...] = ()
        self.order = "doubt"
        self._typing = not paths
        self._is_reading = False
        self._shown: tuple[object, ...] = ()

    def compose_body(self) -> Iterable[Widget]:
        yield self.field
        yield self.list
        yield Horizontal(self.rows, self.detail, id="questions")

    def on_mount(self) -> None:
        super().on_mount()
        self._focus()
        self._read()

    def mode(self) -> str:
        return "class folder" if self._typing else "class"

    def disabled_actions(self) -> frozenset[str]:
        return (
            frozenset({"open_statistics", "sort_questions"})
            if self.report is None
            else frozenset[str]()
        )

    # -- reading -----------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read the hand-ins in a thread."""
        if self.paths and not self._is_reading:
            self._is_reading = True
            self.report = None
            read = partial(read_class, list(self.paths))
            run_in_thread(self, partial(result_of, Loaded, read))
            self.draw()

    def on_loaded(self, message: Loaded) -> None:
        """Show the class."""
        self._is_reading = False
        try:
            if isinstance(message.result, LearnmsError):
                raise message.result
            found = report(self.shell.workspace.queries, message.result)
        except LearnmsError as error:
            self.paths = []
            self._typing = True
            self.draw()
            self._focus()
            self.complain(str(error))
            return
        self.report = found
        self.questions = found.sorted_by(self.order)
        self.draw()
        if found.skipped:
            number = len(found.skipped)
            word = "was" if number == 1 else "were"
            self.say(f"{count(number, 'file')} {word} skipped: see “Whole class”.", WARN)

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        found = self.report
        right = (
            f"{count(found.learners, 'learner')} · {ORDERS[self.order][0]}"
            if found is not None
            else ""
        )
        self.head.show([Heading(plain("Class", BOLD), plain(right, QUIET))])
        self.field.display = self._typing
        remark = ASK if self._typing else READING if found is None else ""
        self.list.display = bool(remark)
        self.list.show(paragraph(remark, QUIET) if remark else [])
        self.rows.display = found is not None
        self._show_rows()
        self._show_detail()
        self.show_keys()

    def _show_rows(self) -> None:
        width = self.rows.size.width
        if self.report is None or not width or (self.questions, width) == self._shown:
            return
        self._shown = self.questions, width
        here = self.rows.row_key
        room = max(12, width - _FIXED)
        with self.rows.prevent(Table.RowHighlighted):
            heads = ("Question", f"{'Diff.':>{_DIFFICULTY}}", f"{'Disc.':>{_DISCRIMINATION}}", "")
            self.rows.columns_are(
                *(raw(head, QUIET) for head in heads),
                widths=[room, _DIFFICULTY, _DISCRIMINATION, _SIGN],
            )
            self.rows.add(plain("Whole class", BOLD), raw(""), raw(""), raw(""), key=_CLASS)
            for at, question in enumerate(self.questions):
                one = question.statistics
                self.rows.add(
                    plain(wording.words_of(question), "" if one.is_enough else QUIET),
                    raw(f"{wording.difficulty(question):>{_DIFFICULTY}}"),
                    raw(f"{wording.decimal(one.discrimination):>{_DISCRIMINATION}}"),
                    raw(_SIGNS[one.is_alarming], WARN),
                    key=str(at),
                )
            keys = [_CLASS, *map(str, range(len(self.questions)))]
            if here in keys:
                self.rows.move_cursor(row=keys.index(here))

    @property
    def here(self) -> Document:
        """The page of the row at the cursor."""
        found = self.report
        if found is None:
            return ()
        key = self.rows.row_key
        return (
            pages.question_page(self.questions[int(key)], found) if key else pages.overview(found)
        )

    def _show_detail(self) -> None:
        if self.detail.display:
            self.text.show(entries(self.here, _INDENT))
            self.detail.scroll_home(animate=False)

    def on_data_table_row_highlighted(self) -> None:
        """Show the question in the pane once the cursor has moved."""
        self.call_after_refresh(self._show_detail)

    def on_data_table_row_selected(self, event: Table.RowSelected) -> None:
        """Open a clicked question."""
        event.stop()
        self.action_open_statistics()

    def on_resize(self) -> None:
        """Fit the table, and show the pane once it has room."""
        self.call_after_refresh(self.draw)

    def on_table_resized(self) -> None:
        """Fill the table once it has a width, which comes after the hand-ins have been read."""
        self._show_rows()
        self._show_detail()

    def move(self, action: str) -> bool:
        """Move the cursor of the table."""
        page = max(1, self.rows.size.height - 2)
        step = {"up": -1, "down": 1, "page_up": -page, "page_down": page}[action]
        row = max(0, min(self.rows.row_count - 1, self.rows.cursor_row + step))
        self.rows.move_cursor(row=row)
        return True

    def _focus(self) -> None:
        self.set_focus(self.field if self._typing else self.rows)

    # -- doing -------------------------------------------------------------------------------------

    def action_open_statistics(self, key: str = "") -> None:
        """Show the question at the cursor alone."""
        if self.report is not None:
            self.shell.push_screen(StatisticsScreen(self.here))

    def action_sort_questions(self, key: str = "") -> None:
        """Sort by the next order, and go to the first question."""
        names = list(ORDERS)
        self.order = names[(names.index(self.order) + 1) % len(names)]
        if self.report is not None:
            self.questions = self.report.sorted_by(self.order)
        self.draw()
        self.rows.move_cursor(row=min(1, self.rows.row_count - 1))
        self.say(f"Sorted: {ORDERS[self.order][0]}.")

    def action_choose_folder(self, key: str = "") -> None:
        """Ask for another folder."""
        self._typing = True
        self.say()
        self.draw()
        self._focus()

    def action_read_folder(self, key: str = "") -> None:
        """Read the hand-ins of the folder that was typed."""
        folder = self.field.value.strip()
        if not folder:
            self.say(ASK)
            return
        self._typing = False
        self.say()
        self.paths = [Path(folder).expanduser()]
        self._focus()
        self._read()

    def action_leave_field(self, key: str = "") -> None:
        """Leave the field; without a class, the page."""
        if not self.paths:
            self.action_leave_page()
            return
        self._typing = False
        self.draw()
        self._focus()

    def action_leave_page(self, key: str = "") -> None:
        """Close the page; the application too, where it began with it."""
        if len(self.shell.screen_stack) > 1:
            self.shell.close_page()
        else:
            self.shell.stop()


class StatisticsScreen(PageScreen):
    """A question of a class, or the class as a whole, alone.

    Args:
        document: what it says.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("class")

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document

    def mode(self) -> str:
        return "class question"

    def draw(self) -> None:
        self.head.show([Heading(plain("Class", BOLD))])
        self.list.show(entries(self.document, _INDENT))
        self.show_keys()

    def action_leave_page(self, key: str = "") -> None:
        """Return to the questions."""
        self.shell.pop_screen()
