"""The cases of all decks that the learner is offered; one is chosen, and asked whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.quiz.cases import NO_CASES, quiz_of
from learnms.tui.kit.content import BOLD, WARN, inline, literal, said
from learnms.tui.kit.layout import BLANK, Heading
from learnms.tui.kit.list_page import ListPage
from learnms.tui.quiz.build import chance

if TYPE_CHECKING:
    from learnms.engine.quiz.cases import CaseRow


class CasesScreen(ListPage):
    """Lists cases.

    Args:
        cases: what there is.
    """

    guarded: ClassVar[frozenset[str]] = frozenset({"begin_case", "row"})

    def __init__(self, cases: list[CaseRow]) -> None:
        super().__init__()
        self.cases = cases

    def rows(self) -> int:
        """The cases."""
        return len(self.cases)

    def phase(self) -> str:
        """Always the same."""
        return "cases"

    def missing(self) -> frozenset[str]:
        """Nothing to begin where there is none."""
        return frozenset() if self.cases else frozenset({"begin_case"})

    def draw(self) -> None:
        """Show the cases."""
        self.head.show([BLANK, Heading(literal("Cases", BOLD)), BLANK])
        self.list.show(
            [self.row(at, "", inline(case.title), case.words) for at, case in enumerate(self.cases)]
            or said(NO_CASES)
        )
        self.show_keys()

    def do(self, action: str, key: str) -> None:
        """Begin a case, or back."""
        match action:
            case "row" | "begin_case":
                self.cursor = int(key) if action == "row" else self.cursor
                self.draw()
                self._begin()
            case "help":
                self.shell.show_help()
            case _:
                self.shell.go_home()

    def _begin(self) -> None:
        workspace = self.shell.workspace
        if workspace.read_only:
            self.say(
                f"{workspace.read_only_reason} Only reading works, so no quiz can be started here.",
                WARN,
            )
        else:
            self.shell.show_quiz(quiz_of(workspace, self.cases[self.cursor].id, chance()))
