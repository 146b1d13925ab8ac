"""The exam plan screen: a form with what it leads to below; saved on “Keep” alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from learnms.engine.exam import wording
from learnms.engine.exam.form import PlanDraft, offered_decks, plan_form, planned
from learnms.errors import LearnmsError
from learnms.tui.exam import view
from learnms.tui.kit.content import BOLD, WARN, paragraph
from learnms.tui.kit.form_screen import FormScreen
from learnms.tui.kit.layout import BLANK
from learnms.tui.kit.threads import Result, result_of, run_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.form import Form, Row
    from learnms.engine.workspace import Workspace
    from learnms.settings import ExamPlan
    from learnms.tui.kit.layout import Entry

UNKEPT = "Not saved. Choose Save, or press esc again to discard."
NO_DAY = "No date set. Press esc again to leave without saving."


class PlanScreen(FormScreen[PlanDraft]):
    """Shows the plan in force, or builds one."""

    class Computed(Result["Readiness"]):
        """What a plan leads to, or why that cannot be computed."""

        def __init__(self, plan: ExamPlan, result: Readiness | LearnmsError) -> None:
            super().__init__(result)
            self.plan = plan

    guarded: ClassVar[frozenset[str]] = frozenset({"take_plan", "row", "value"})

    def __init__(self) -> None:
        super().__init__()
        self.choices = PlanDraft()
        self.readiness: Readiness | None = None
        self.trouble = ""
        self._decks: list[tuple[str, str]] = []
        self._computed: ExamPlan | None = None
        self._is_computing = False
        self._is_leaving = False

    # -- what shows --------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.choices = PlanDraft.of(self._in_force)
        self._decks = offered_decks(self.shell.workspace)
        super().on_mount()

    @property
    def _in_force(self) -> ExamPlan | None:
        """The plan, until the day of its exam is over."""
        exam = self.shell.workspace.settings.exam
        return exam if exam is not None and exam.on >= self.shell.workspace.today else None

    @property
    def _is_changed(self) -> bool:
        """Whether there are unsaved choices."""
        return self.choices != PlanDraft.of(self._in_force)

    def form(self) -> Form[PlanDraft]:
        workspace = self.shell.workspace
        return plan_form(
            self.choices, self._decks, workspace.today, workspace.voice, before=self._in_force
        )

    def mode(self) -> str:
        return "plan page"

    @property
    def is_settled(self) -> bool:
        """Whether the forecast shown belongs to the rows."""
        return not self._is_computing and self._plan() in (None, self._computed)

    def intro(self) -> Iterable[Entry]:
        workspace = self.shell.workspace
        exam = workspace.settings.exam
        if exam is None or exam.on > workspace.today:
            return ()
        return [*paragraph(wording.over(exam, workspace.today), BOLD), BLANK]

    def preview(self) -> Iterable[Entry]:
        workspace = self.shell.workspace
        exam, is_waiting = workspace.settings.exam, self._plan() is not None
        if not is_waiting and exam is not None and exam.on == workspace.today:
            return ()
        return view.outcome(self.readiness, self.trouble, workspace.voice, is_waiting=is_waiting)

    # -- what goes on behind -----------------------------------------------------------------------

    def on_painted(self) -> None:
        self._compute()

    def decks_changed(self) -> None:
        self._decks = offered_decks(self.shell.workspace)
        self._computed = None
        self._compute()
        self.draw()

    def _plan(self) -> ExamPlan | None:
        """The plan that the rows make; None without a day."""
        return planned(self.choices, self.shell.workspace.today, self._in_force)

    def _compute(self) -> None:
        """Compute in a thread what the rows lead to, unless that is known."""
        plan = self._plan()
        if plan is None or plan == self._computed or self._is_computing:
            return
        self._is_computing = True
        run_in_thread(self, partial(self._readiness_of, self.shell.workspace, plan))

    def _readiness_of(self, workspace: Workspace, plan: ExamPlan) -> Message:
        from learnms.engine.exam.readiness import readiness

        return result_of(partial(self.Computed, plan), partial(readiness, workspace, plan))

    def on_plan_screen_computed(self, message: Computed) -> None:
        """Show the result, if the rows still say the same; else compute it anew."""
        self._is_computing, self._computed = False, message.plan
        if message.plan == self._plan():
            self.readiness, self.trouble = (
                (None, str(message.result))
                if isinstance(message.result, LearnmsError)
                else (message.result, "")
            )
            self.draw()
        self._compute()

    # -- doing -------------------------------------------------------------------------------------

    def put(self, state: PlanDraft) -> None:
        """Take other choices and compute their forecast."""
        if state != self.choices:
            self.readiness, self.trouble = None, ""
        self.choices = state
        self._compute()

    def do(self, action: str, key: str) -> None:
        self._is_leaving = self._is_leaving and action == "leave_page"
        super().do(action, key)

    def act(self, row: Row[PlanDraft]) -> None:
        if row.name == "keep":
            self._keep()
        elif row.name == "end":
            self._end()
        else:
            self.move("down")

    def _keep(self) -> None:
        from learnms.engine.exam.readiness import keep, made

        workspace, wanted = self.shell.workspace, self.choices
        workspace.require_writable()
        assert wanted.on is not None  # else the row is not there
        keep(
            workspace,
            made(workspace, wanted.on, wanted.minutes, wanted.percent / 100, wanted.decks),
        )
        self.cursor = 0
        self.say(wording.KEPT)
        self._compute()
        self.draw()

    def _end(self) -> None:
        from learnms.engine.exam.readiness import end

        self.shell.workspace.require_writable()
        end(self.shell.workspace)
        self.choices, self.readiness, self.trouble, self.cursor = PlanDraft(), None, "", 0
        self.say(wording.ENDED)
        self.draw()

    def do_leave_page(self, key: str) -> None:
        """Close the page; warn first about unsaved choices."""
        if (self._is_changed or self.draft is not None) and not self._is_leaving:
            self._is_leaving = True
            self.say(NO_DAY if self.choices.on is None else UNKEPT, WARN)
            return
        self.shell.close_page()
