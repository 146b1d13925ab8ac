"""The screen on which a quiz is built. Enter starts at once: everything has a sensible value."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.form import Number
from learnms.engine.quiz.build import QuizSpec, size
from learnms.engine.quiz.form import Offer, first_spec, quiz_form
from learnms.engine.quiz.start import start_drawn
from learnms.tui.kit.form_screen import FormScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.form import Form, Row
    from learnms.engine.quiz.build import Size
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace


class BuildScreen(FormScreen[QuizSpec]):
    """Builds a quiz.

    Args:
        workspace: the open workspace.
        stopped: unfinished quizzes, latest first.
    """

    guarded: ClassVar[frozenset[str]] = frozenset(
        {"take_line", "start", "row", "value", "change_on", "change_back"}
    )

    def __init__(self, workspace: Workspace, stopped: Sequence[Quiz]) -> None:
        super().__init__()
        self.stopped = stopped
        self.offer = Offer.of(workspace.queries, workspace.settings)
        self.spec = first_spec(workspace.queries, workspace.settings, workspace.today)
        self._sized: tuple[QuizSpec, Size] | None = None

    def mode(self) -> str:
        return "build"

    def form(self) -> Form[QuizSpec]:
        return quiz_form(self.spec, self.offer, self._questions(), self.stopped)

    def put(self, state: QuizSpec) -> None:
        self.spec = state

    def _questions(self) -> Size:
        """How many questions there would be, counted once as long as the choices stay."""
        if self._sized is None or self._sized[0] != self.spec:
            workspace = self.shell.workspace
            found = size(workspace.queries, workspace.settings, self.spec, workspace.today)
            self._sized = self.spec, found
        return self._sized[1]

    def decks_changed(self) -> None:
        self._sized = None
        self.draw()

    def act(self, row: Row[QuizSpec]) -> None:
        name, _, number = row.name.partition(" ")
        if name == "go_on":
            self.shell.show_quiz(self.stopped[int(number)])
        elif name == "case":
            self.shell.show_cases()
        else:
            self.do_start("")

    def do_take_line(self, key: str) -> None:
        """Take the row; space starts nothing where a number is typed."""
        if key == "space" and isinstance(self.here, Number):
            self.say("Type a number. Press enter or t to start.")
        else:
            self.take()

    def do_start(self, key: str) -> None:
        if self.settle() and not self.refuses_writing("quiz answers can't be saved here"):
            self.shell.show_quiz(start_drawn(self.shell.workspace, self.spec))

    def do_results(self, key: str) -> None:
        self.shell.show_past()

    def do_home_back(self, key: str) -> None:
        self.shell.go_home()
