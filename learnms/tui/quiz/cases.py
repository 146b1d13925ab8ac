"""The list of cases of all decks that the learner is offered; the chosen one is asked whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.quiz.cases import NO_CASES, quiz_of
from learnms.tui.kit.content import BOLD, inline, paragraph, plain
from learnms.tui.kit.layout import BLANK, Heading
from learnms.tui.kit.list_page import ListPage

if TYPE_CHECKING:
    from learnms.engine.quiz.cases import CaseRow


class CasesScreen(ListPage):
    """Lists cases and starts one.

    Args:
        cases: the cases.
    """

    guarded: ClassVar[frozenset[str]] = frozenset({"begin_case", "row"})

    def __init__(self, cases: list[CaseRow]) -> None:
        super().__init__()
        self.cases = cases

    def rows(self) -> int:
        return len(self.cases)

    def mode(self) -> str:
        return "cases"

    def disabled_actions(self) -> frozenset[str]:
        return frozenset() if self.cases else frozenset({"begin_case"})

    def draw(self) -> None:
        self.head.show([BLANK, Heading(plain("Cases", BOLD)), BLANK])
        self.list.show(
            [
                self.row(index, "", inline(case.title), case.words)
                for index, case in enumerate(self.cases)
            ]
            or paragraph(NO_CASES)
        )
        self.show_keys()

    def do(self, action: str, key: str) -> None:
        match action:
            case "row" | "begin_case":
                self.cursor = int(key) if action == "row" else self.cursor
                self.draw()
                self._begin()
            case _:
                self.shell.go_home()

    def _begin(self) -> None:
        if not self.refuses_writing("quiz answers can't be saved here"):
            case = self.cases[self.cursor]
            self.shell.show_quiz(quiz_of(self.shell.workspace, case.id))
