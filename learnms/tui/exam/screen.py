"""The exam plan screen: a form, with its outcome beside or below it; only “Save plan” saves it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.message import Message

from learnms.engine.exam import wording
from learnms.engine.exam.form import PlanDraft, offered_decks, plan_form, planned
from learnms.engine.form import Date
from learnms.errors import LearnmsError
from learnms.tui.exam.outcome import Outcome
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, WARN, paragraph
from learnms.tui.kit.form_screen import FormScreen
from learnms.tui.kit.layout import BLANK
from learnms.tui.kit.threads import Result, result_of, run_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.form import Form, Row
    from learnms.engine.workspace import Workspace
    from learnms.settings import ExamPlan
    from learnms.tui.kit.layout import Entry

UNKEPT = "Not saved. Choose Save, or press esc again to discard."
NO_DAY = "No date set. Press esc again to leave without saving."


class PlanScreen(FormScreen[PlanDraft]):
    """Shows the plan in force, or builds one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("plan")

    CSS = """
    #planning {
        height: auto;
        layout: vertical;
        & > #list { height: auto; }
        & > #outcome { margin: 1 0 0 0; }
    }
    PlanScreen.-short #planning > #outcome { margin: 0; }
    PlanScreen.-wide #planning {
        layout: horizontal;
        & > #list { width: 8fr; }
        & > #outcome { width: 7fr; margin: 0 0 0 2; }
    }
    PlanScreen.-wide .-planned > #days { display: block; }
    """

    class Computed(Result["Readiness"]):
        """What a plan leads to, or why that cannot be computed."""

        def __init__(self, plan: ExamPlan, result: Readiness | LearnmsError) -> None:
            super().__init__(result)
            self.plan = plan

    has_side = False
    guarded: ClassVar[frozenset[str]] = frozenset({"choose_field", "select_field", "row", "value"})

    def __init__(self) -> None:
        super().__init__()
        self.choices = PlanDraft()
        self.outcome = Outcome()
        self.readiness: Readiness | None = None
        self.trouble = ""
        self._decks: list[tuple[str, str]] = []
        self._computed: ExamPlan | None = None
        self._is_computing = False
        self._is_leaving = False

    def compose_body(self) -> Iterable[Widget]:
        yield Container(*super().compose_body(), self.outcome, id="planning")

    # -- what shows --------------------------------------------------------------------------------

    def prepare(self) -> None:
        self.choices = PlanDraft.of(self._in_force)
        self._decks = offered_decks(self.shell.workspace)

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

    def draw(self) -> None:
        workspace = self.shell.workspace
        plan, exam = self._plan(), workspace.settings.exam
        self.outcome.display = plan is not None or exam is None or exam.on != workspace.today
        self.outcome.show(plan, self.readiness, self.trouble, workspace.voice)
        super().draw()

    def disabled_actions(self) -> frozenset[str]:
        """A space belongs to a date."""
        of_date = {"select_field"} if isinstance(self.here, Date) else frozenset[str]()
        return super().disabled_actions() | of_date

    def idle(self) -> frozenset[str]:
        """The digits represent all keys that can be typed."""
        return frozenset({"letter"})

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
        """Show the result if the rows are still the same; otherwise compute it again."""
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

    def action_select_field(self, key: str = "") -> None:
        self.take()

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

    def action_leave_page(self, key: str = "") -> None:
        """Close the page; warn first about unsaved choices."""
        if (self._is_changed or self.draft is not None) and not self._is_leaving:
            self._is_leaving = True
            self.say(NO_DAY if self.choices.on is None else UNKEPT, WARN)
            return
        self.shell.close_page()
