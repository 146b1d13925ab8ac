"""The screen on which a quiz is built; everything has a sensible value to start with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from learnms.engine.form import Row, Typed
from learnms.engine.quiz.build import QuizSpec, size
from learnms.engine.quiz.form import (
    STAYS,
    Offer,
    brief,
    first_spec,
    quiz_form,
    stopped_words,
    summary,
)
from learnms.engine.quiz.start import start_drawn
from learnms.engine.wording import capitalized
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.button import ActionButton
from learnms.tui.kit.button_row import ButtonRow, Choice
from learnms.tui.kit.content import QUIET, paragraph
from learnms.tui.kit.form_screen import FormScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.form import Form
    from learnms.engine.quiz.build import Size
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace
    from learnms.tui.kit.layout import Entry

_NO_ROW: Row[QuizSpec] = Row("", "")
"""Stands for the row at the ▸ while a button has the focus."""
_RESUME = "go_on 0"
_WIDE = 100


class BuildScreen(FormScreen[QuizSpec]):
    """Builds a quiz. The buttons start it, or resume the one that was stopped last; enter on a row
    changes it and starts nothing.

    Args:
        workspace: the open workspace.
        stopped: unfinished quizzes, latest first.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("build")
    DEFAULT_CSS = """
    BuildScreen {
        #buttons { padding: 1 2 0 2; }
    }
    BuildScreen.-short #buttons { padding: 0 2; }
    """
    guarded: ClassVar[frozenset[str]] = frozenset(
        {"choose_line", "start", "resume_quiz", "cases", "row", "value", "change_on", "change_back"}
    )

    def __init__(self, workspace: Workspace, stopped: Sequence[Quiz]) -> None:
        super().__init__()
        self.stopped = stopped
        self.offer = Offer.of(workspace.queries, workspace.settings)
        self.spec = first_spec(workspace.queries, workspace.settings, workspace.today)
        self._sized: tuple[QuizSpec, Size] | None = None
        self.cursor = -1

    def compose_footer(self) -> Iterable[Widget]:
        self.buttons = ButtonRow()
        yield self.buttons

    def begin(self) -> None:
        self.set_focus(self.buttons.wanted)

    def mode(self) -> str:
        return "build"

    def form(self) -> Form[QuizSpec]:
        """The rows that are no buttons."""
        form = quiz_form(self.spec, self.offer, self._questions(), self.stopped)
        actions, *groups = form.groups
        shown = {"start", _RESUME} | (set() if self.stopped else {"case"})
        others = tuple(row for row in actions if row.name not in shown)
        return replace(form, groups=(others, *groups) if others else tuple(groups))

    def put(self, state: QuizSpec) -> None:
        self.spec = state

    def draw(self) -> None:
        self.buttons.show(self._choices())
        super().draw()

    def _choices(self) -> list[Choice]:
        """The buttons: start, and before it resume, or after it the cases."""
        said = brief(self.spec, self.offer, self._questions())
        is_first = not self.stopped
        key = "t" if is_first else ""
        start = Choice("Start quiz", "start", hint=key, detail=said, primary=is_first)
        if self.stopped:
            detail = stopped_words(self.stopped[0])
            resume = Choice("Resume quiz", "resume_quiz", hint="t", detail=detail, primary=True)
            return [resume, start]
        cases = (
            [Choice("Cases", "cases", detail="choose from the list")] if self.offer.cases else []
        )
        return [start, *cases]

    def preview(self) -> Iterable[Entry]:
        """Where there is room, what the start would begin."""
        if self.app.size.width < _WIDE:
            return ()
        stays = [STAYS] if self.stopped else []
        said = capitalized(summary(self.spec, self.offer, self._questions()))
        return [entry for line in (f"{said}.", *stays) for entry in paragraph(line, QUIET)]

    def _questions(self) -> Size:
        """How many questions there would be, counted once until the choices change."""
        if self._sized is None or self._sized[0] != self.spec:
            workspace = self.shell.workspace
            found = size(workspace.queries, workspace.settings, self.spec, workspace.today)
            self._sized = self.spec, found
        return self._sized[1]

    def decks_changed(self) -> None:
        self._sized = None
        self.draw()

    # -- between the buttons and the rows ----------------------------------------------------------

    @property
    def here(self) -> Row[QuizSpec]:
        return _NO_ROW if self.cursor < 0 else super().here

    def labels(self) -> dict[str, tuple[str, str]]:
        button, labels = self.focused, {"start": ("t", "resume")} if self.stopped else {}
        if not isinstance(button, ActionButton):
            return super().labels() | labels
        verbs = {"start": "start", "resume_quiz": "resume", "cases": "cases"}
        return labels | {"choose_line": ("enter", verbs[button.press_of.action])}

    def idle(self) -> frozenset[str]:
        """The key of the first button, while enter presses that."""
        button = self.focused
        if not isinstance(button, ActionButton):
            return frozenset()
        first = "resume_quiz" if self.stopped else "start"
        return frozenset({"start"}) if button.press_of.action == first else frozenset()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Take the ▸ off the rows: enter presses the button."""
        if self.settle():
            self.cursor = -1
            self.draw()

    def move(self, action: str) -> bool:
        """Go from the buttons up to the last row, or down to the first; from the last to them."""
        if self.cursor < 0 and action == "up":
            self.cursor = self.rows()
        elif self.cursor == self.rows() - 1 and action == "down":
            if self.settle():
                self.set_focus(self.buttons.wanted)
            return True
        self.set_focus(None)
        return super().move(action)

    def go_to(self, index: int) -> bool:
        self.set_focus(None)
        return super().go_to(index)

    # -- actions -----------------------------------------------------------------------------------

    def act(self, row: Row[QuizSpec]) -> None:
        """Run an action; enter on a number goes to the next row and starts nothing."""
        name, _, number = row.name.partition(" ")
        if isinstance(row, Typed):
            self.move("down")
        elif name == "go_on":
            self.shell.show_quiz(self.stopped[int(number)])
        elif name == "case":
            self.shell.show_cases()

    def action_resume_quiz(self, key: str = "") -> None:
        self.shell.show_quiz(self.stopped[0])

    def action_cases(self, key: str = "") -> None:
        self.shell.show_cases()

    def action_start(self, key: str = "") -> None:
        """Start the quiz. The key is that of the first button: it resumes a stopped one."""
        if key and self.stopped:
            self.action_resume_quiz()
        elif self.settle() and not self.refuses_writing("quiz answers can't be saved here"):
            self.shell.show_quiz(start_drawn(self.shell.workspace, self.spec))

    def action_results(self, key: str = "") -> None:
        self.shell.show_past()

    def action_back_home(self, key: str = "") -> None:
        self.shell.go_home()
