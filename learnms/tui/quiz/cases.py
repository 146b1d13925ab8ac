"""The list of cases in all decks offered to the learner; the selected one is asked as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from learnms.engine.home.cases import NO_CASES
from learnms.engine.quiz.cases import quiz_of
from learnms.engine.wording import count
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, QUIET, inline, plain, stacked
from learnms.tui.kit.layout import Heading
from learnms.tui.kit.sheet import Sheet
from learnms.tui.quiz.options_page import OptionsPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from learnms.engine.home.cases import CaseRow


class CasesScreen(OptionsPage):
    """Lists cases and starts one.

    Args:
        cases: the cases.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("cases")
    DEFAULT_CSS = """
    CasesScreen {
        Sheet { height: 1fr; }
        #options { height: 1fr; }
    }
    """
    guarded: ClassVar[frozenset[str]] = frozenset({"begin_case", "row"})

    def __init__(self, cases: list[CaseRow]) -> None:
        super().__init__()
        self.cases = cases

    def compose_body(self) -> Iterable[Widget]:
        yield Sheet(self.options if self.cases else Static(NO_CASES, markup=False))

    def mode(self) -> str:
        return "cases"

    def disabled_actions(self) -> frozenset[str]:
        return frozenset() if self.cases else frozenset({"begin_case"})

    def prepare(self) -> None:
        ready = next((at for at, case in enumerate(self.cases) if case.is_ready), 0)
        self.fill(map(_words, self.cases), ready)

    def begin(self) -> None:
        if self.cases:
            self.options.focus()

    def draw(self) -> None:
        number = plain(count(len(self.cases), "case"), QUIET)
        self.head.show([Heading(plain("Cases", BOLD), number)])
        self.show_keys()

    def open(self, index: int) -> None:
        if not self.refuses_writing("quiz answers can't be saved here"):
            self.shell.show_quiz(quiz_of(self.shell.workspace, self.cases[index].id))

    def action_begin_case(self, key: str = "") -> None:
        self.open(self.cursor)

    def action_back_home(self, key: str = "") -> None:
        self.shell.go_home()


def _words(case: CaseRow) -> Content:
    """The title of a case, and below it the learner's progress."""
    return stacked(inline(case.title, BOLD), plain(case.words, QUIET))
