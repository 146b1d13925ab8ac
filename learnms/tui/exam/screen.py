"""The exam plan screen: chosen line by line, with its forecast below; saved on “Keep” alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from learnms.engine.exam import wording
from learnms.engine.wording import long_day, short_titles
from learnms.errors import LearnmsError, UsageError
from learnms.settings import ExamPlan
from learnms.store.read.queries import Scope
from learnms.tui.exam import view
from learnms.tui.exam.view import Choices, Row
from learnms.tui.kit.content import (
    ACCENT,
    BOLD,
    QUIET,
    WARN,
    concat,
    paragraph,
    plain,
    pointer,
    raw,
)
from learnms.tui.kit.layout import BLANK, INDENT, Heading, Press, Text
from learnms.tui.kit.list_page import CURSOR, ListPage
from learnms.tui.kit.threads import run_in_thread

if TYPE_CHECKING:
    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.workspace import Workspace
    from learnms.tui.kit.layout import Entry

_LABEL = 16
UNKEPT = "Not kept yet. Go to “Keep” and press enter, or press esc again to discard it."
NO_DAY = "No date is set, so nothing is kept. Press esc again to leave."


class PlanScreen(ListPage):
    """Shows the plan in force, or builds one."""

    class Computed(Message):
        """What a plan leads to, or why that cannot be computed."""

        def __init__(self, plan: ExamPlan, result: Readiness | LearnmsError) -> None:
            super().__init__()
            self.plan = plan
            self.result = result

    guarded: ClassVar[frozenset[str]] = frozenset({"take_plan", "row"})

    def __init__(self) -> None:
        super().__init__()
        self.choices = Choices()
        self.readiness: Readiness | None = None
        self.trouble = ""
        self._decks: list[tuple[str, str]] = []
        self._computed: ExamPlan | None = None
        self._is_computing = False
        self._is_leaving = False

    # -- what shows --------------------------------------------------------------------------------

    def on_mount(self) -> None:
        exam = self._in_force
        if exam is not None:
            self.choices = Choices.of(exam)
        self._look_at_decks()
        super().on_mount()

    def _look_at_decks(self) -> None:
        workspace = self.shell.workspace
        rows = [
            row
            for row in workspace.queries.library.decks(Scope(workspace.settings.role))
            if row.total
        ]
        titles = short_titles([row.title for row in rows])
        self._decks = [(row.deck_id, title) for row, title in zip(rows, titles, strict=True)]

    @property
    def _patient(self) -> bool:
        return self.shell.workspace.settings.is_patient

    @property
    def _in_force(self) -> ExamPlan | None:
        """The plan, until the day of its exam is over."""
        exam = self.shell.workspace.settings.exam
        return exam if exam is not None and exam.on >= self.shell.workspace.today else None

    @property
    def _is_changed(self) -> bool:
        """Whether there are unsaved choices."""
        exam = self._in_force
        return self.choices.wanted != (Choices.of(exam) if exam is not None else Choices()).wanted

    def lines(self) -> list[Row]:
        """The lines of the form."""
        may_keep = self._is_changed and self.choices.on is not None
        may_end = self._in_force is not None
        return view.rows(
            self.choices, self._decks, patient=self._patient, may_keep=may_keep, may_end=may_end
        )

    def rows(self) -> int:
        return len(self.lines())

    @property
    def _here(self) -> Row:
        return self.lines()[min(self.cursor, self.rows() - 1)]

    def mode(self) -> str:
        return "plan page"

    def disabled_actions(self) -> frozenset[str]:
        """Only some lines take digits."""
        if self._here.name not in view.TYPED:
            return frozenset({"digit", "letter", "erase", "plan_more", "plan_less"})
        return frozenset() if self._here.name == "exam" else frozenset({"letter"})

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name what enter does on the line at the ▸."""
        here = self._here
        word = {"keep": "keep it", "end": "end it", **dict.fromkeys(view.TYPED, "next line")}.get(
            here.name, "tick" if here.key else "close" if self.choices.opened else "open"
        )
        return {"take_plan": ("enter", word)}

    @property
    def is_settled(self) -> bool:
        """Whether the forecast shown belongs to the lines."""
        return not self._is_computing and self._plan() in (None, self._computed)

    def draw(self) -> None:
        workspace = self.shell.workspace
        self.cursor = min(self.cursor, self.rows() - 1)
        self.head.show(
            [
                BLANK,
                Heading(plain("Exam plan", BOLD), plain(long_day(workspace.today), QUIET)),
                BLANK,
            ]
        )
        entries: list[Entry] = []
        exam = workspace.settings.exam
        if exam is not None and exam.on <= workspace.today:
            entries += [*paragraph(wording.over(exam, workspace.today), BOLD), BLANK]
        for index, row in enumerate(self.lines()):
            entries += (
                [BLANK]
                if row.name == "keep" or (row.name == "end" and not self._is_changed)
                else []
            )
            entries.append(self._deck(index, row) if row.key else self._line(index, row))
        about = view.HELPS.get(self._here.name, "") if not self._here.key else ""
        entries += [BLANK, *paragraph(about, QUIET)] if about else []
        entries.append(BLANK)
        is_waiting = self._plan() is not None
        if is_waiting or exam is None or exam.on != workspace.today:
            entries += view.outcome(
                self.readiness, self.trouble, is_waiting=is_waiting, patient=self._patient
            )
        self.list.show(entries)
        self.show_keys()

    def _line(self, index: int, row: Row) -> Text:
        here = index == self.cursor
        label = view.LABELS[row.name]
        lead = concat(pointer(here=here), plain(label, f"{BOLD} {ACCENT}" if here else BOLD))
        text = view.value(self.choices, self._decks, row, self.shell.workspace.today, here=here)
        cursor = raw("▏" if here and row.name in view.TYPED else "", ACCENT)
        value = concat(plain(text, BOLD if here else ""), cursor)
        return Text(
            value,
            indent=INDENT + _LABEL,
            lead=lead,
            press=Press("row", str(index)),
            anchor=CURSOR if here else "",
        )

    def _deck(self, index: int, row: Row) -> Text:
        here = index == self.cursor
        mark = "[x] " if row.key in self.choices.decks else "[ ] "
        lead = concat(
            pointer(here=here), raw(f"{'':2}{mark}", f"{BOLD} {ACCENT}" if here else QUIET)
        )
        title = plain(dict(self._decks)[row.key], f"{BOLD} {ACCENT}" if here else "")
        return Text(
            title,
            indent=lead.cell_length,
            lead=lead,
            press=Press("row", str(index)),
            anchor=CURSOR if here else "",
        )

    # -- what goes on behind -----------------------------------------------------------------------

    def on_painted(self) -> None:
        self._compute()

    def decks_changed(self) -> None:
        self._look_at_decks()
        self._computed = None
        self._compute()
        self.draw()

    def _plan(self) -> ExamPlan | None:
        """The plan that the lines make; None without a day."""
        exam, choices = self._in_force, self.choices
        if choices.on is None or (
            exam is not None and choices.on == exam.on == self.shell.workspace.today
        ):
            return None
        begun = (
            exam.begun if exam is not None and exam.on == choices.on else self.shell.workspace.today
        )
        return ExamPlan(choices.on, choices.minutes, choices.percent / 100, choices.decks, begun)

    def _compute(self) -> None:
        """Compute in a thread what the lines lead to, unless that is known."""
        plan = self._plan()
        if plan is None or plan == self._computed or self._is_computing:
            return
        self._is_computing = True
        run_in_thread(self, partial(self._readiness_of, self.shell.workspace, plan))

    def _readiness_of(self, workspace: Workspace, plan: ExamPlan) -> Message:
        from learnms.engine.exam.readiness import readiness

        try:
            return self.Computed(plan, readiness(workspace, plan))
        except LearnmsError as error:
            return self.Computed(plan, error)

    def on_plan_screen_computed(self, message: Computed) -> None:
        """Show the result, if the lines still say the same; else compute it anew."""
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

    def move(self, action: str) -> bool:
        """Move the ▸, unless the typed day or number is incomplete."""
        if action in ("up", "down") and not self._is_whole():
            return True
        return super().move(action)

    def _is_whole(self) -> bool:
        """Whether the typed text is a day or a number; if not, say so."""
        try:
            choices = self.choices.entered(self._here.name, self.shell.workspace.today)
        except UsageError as error:
            self.complain(str(error))
            return False
        self._take(choices, clears_message=False)
        return True

    def do(self, action: str, key: str) -> None:
        match action:
            case "row":
                self._row(int(key))
            case "take_plan":
                self._act()
            case "plan_more" | "plan_less":
                self._take(
                    self.choices.stepped(
                        self._here.name,
                        1 if action == "plan_more" else -1,
                        self.shell.workspace.today,
                    )
                )
            case "digit" | "letter" | "erase":
                self._take(self.choices.digit(self._here.name, "" if action == "erase" else key))
            case _:
                self._leave()

    def _row(self, index: int) -> None:
        """Go to the clicked line and do what enter does there."""
        if index != self.cursor and not self._is_whole():
            return
        self.cursor = index
        if self._here.name in view.TYPED:
            self.draw()
        else:
            self._act()

    def _act(self) -> None:
        here, choices = self._here, self.choices
        if here.name in view.TYPED:
            self.move("down")
        elif here.name == "keep":
            self._keep()
        elif here.name == "end":
            self._end()
        elif here.key:
            self._take(choices.toggled(here.key))
        else:
            self._take(Choices(*choices.wanted, opened=not choices.opened))
            self.bring_into_view()

    def _take(self, choices: Choices, *, clears_message: bool = True) -> None:
        """Take other choices and compute their forecast."""
        is_other = choices.wanted != self.choices.wanted
        self.choices, self._is_leaving = choices, False
        if is_other:
            self.readiness, self.trouble = None, ""
        if clears_message:
            self.say()
        self._compute()
        self.draw()

    def _keep(self) -> None:
        from learnms.engine.exam.readiness import keep, made

        self.shell.workspace.require_writable()
        choices = self.choices
        assert choices.on is not None  # else the line is not there
        keep(
            self.shell.workspace,
            made(
                self.shell.workspace,
                choices.on,
                choices.minutes,
                choices.percent / 100,
                choices.decks,
            ),
        )
        self.cursor = 0
        self.say(wording.KEPT)
        self._compute()
        self.draw()

    def _end(self) -> None:
        from learnms.engine.exam.readiness import end

        self.shell.workspace.require_writable()
        end(self.shell.workspace)
        self.choices, self.readiness, self.trouble, self.cursor = Choices(), None, "", 0
        self.say(wording.ENDED)
        self.draw()

    def _leave(self) -> None:
        """Close the page; warn first about unsaved choices."""
        is_unsaved = self._is_changed or self.choices.typed is not None
        if is_unsaved and not self._is_leaving:
            self._is_leaving = True
            self.say(NO_DAY if self.choices.on is None else UNKEPT, WARN)
            return
        self.shell.close_page()
