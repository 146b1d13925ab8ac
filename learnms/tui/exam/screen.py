"""The exam plan: chosen line by line, with what it leads to below. Nothing holds before it is
kept.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from learnms.engine.exam import wording as exam_words
from learnms.engine.wording import long_day, short_titles
from learnms.errors import LearnmsError, UsageError
from learnms.settings import ExamPlan
from learnms.store.read.queries import Scope
from learnms.tui.exam import view as plan_page
from learnms.tui.exam.view import Choices, Row
from learnms.tui.kit.content import ACCENT, BOLD, KEY, QUIET, WARN, block, joined, literal, said
from learnms.tui.kit.layout import BLANK, INDENT, MARGIN, Heading, Press, Text
from learnms.tui.kit.list_page import CURSOR, ListPage

if TYPE_CHECKING:
    from learnms.engine.exam.readiness import Readiness
    from learnms.tui.kit.layout import Entry

_LABEL = 16
UNKEPT = "Not kept yet. Go to “Keep” and press enter, or press esc again to discard it."
NO_DAY = "No date is set, so nothing is kept. Press esc again to leave."


class PlanScreen(ListPage):
    """Shows the plan in force, or one that is being made."""

    class Reckoned(Message):
        """What a plan leads to was worked out, or there is a sentence why not."""

        def __init__(self, plan: ExamPlan, found: Readiness | LearnmsError) -> None:
            super().__init__()
            self.plan = plan
            self.found = found

    guarded: ClassVar[frozenset[str]] = frozenset({"take_plan", "row"})

    def __init__(self) -> None:
        super().__init__()
        self.choices = Choices()
        self.found: Readiness | None = None
        self.trouble = ""
        self._decks: list[tuple[str, str]] = []
        self._reckoned: ExamPlan | None = None
        self._is_reckoning = False
        self._may_read = False
        self._is_leaving = False

    # -- what shows --------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin with the plan in force."""
        exam = self._in_force
        if exam is not None:
            self.choices = Choices.of(exam)
        self._look_at_decks()
        super().on_mount()

    def _look_at_decks(self) -> None:
        workspace = self.shell.workspace
        rows = [
            row for row in workspace.data.library.decks(Scope(workspace.settings.role)) if row.total
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
        """Whether something was chosen that is not kept."""
        exam = self._in_force
        return self.choices.wanted != (Choices.of(exam) if exam is not None else Choices()).wanted

    def lines(self) -> list[Row]:
        """The lines as they stand."""
        may_keep = self._is_changed and self.choices.on is not None
        may_end = self._in_force is not None
        return plan_page.rows(
            self.choices, self._decks, patient=self._patient, may_keep=may_keep, may_end=may_end
        )

    def rows(self) -> int:
        """How many lines there are."""
        return len(self.lines())

    @property
    def _here(self) -> Row:
        return self.lines()[min(self.cursor, self.rows() - 1)]

    def phase(self) -> str:
        """Always the same."""
        return "plan page"

    def missing(self) -> frozenset[str]:
        """Digits go into some lines only."""
        if self._here.name not in plan_page.TYPED:
            return frozenset({"digit", "letter", "erase", "plan_more", "plan_less"})
        return frozenset() if self._here.name == "exam" else frozenset({"letter"})

    def labels(self) -> dict[str, tuple[str, str]]:
        """What enter does on the line at the ▸."""
        here = self._here
        word = {
            "keep": "keep it",
            "end": "end it",
            **dict.fromkeys(plan_page.TYPED, "next line"),
        }.get(here.name, "tick" if here.key else "close" if self.choices.opened else "open")
        return {"take_plan": ("enter", word)}

    @property
    def is_settled(self) -> bool:
        """Whether what shows below the lines belongs to them."""
        return not self._is_reckoning and self._plan() in (None, self._reckoned)

    def draw(self) -> None:
        """Show the lines, and what they lead to."""
        workspace = self.shell.workspace
        self.cursor = min(self.cursor, self.rows() - 1)
        self.head.show(
            [
                BLANK,
                Heading(literal("Exam plan", BOLD), literal(long_day(workspace.today), QUIET)),
                BLANK,
            ]
        )
        entries: list[Entry] = []
        exam = workspace.settings.exam
        if exam is not None and exam.on <= workspace.today:
            entries += [*said(exam_words.over(exam, workspace.today), BOLD), BLANK]
        for at, row in enumerate(self.lines()):
            entries += (
                [BLANK]
                if row.name == "keep" or (row.name == "end" and not self._is_changed)
                else []
            )
            entries.append(self._deck(at, row) if row.key else self._line(at, row))
        about = plan_page.HELPS.get(self._here.name, "") if not self._here.key else ""
        entries += [BLANK, *said(about, QUIET)] if about else []
        entries.append(BLANK)
        is_waiting = self._plan() is not None
        if is_waiting or exam is None or exam.on != workspace.today:
            entries += plan_page.outcome(
                self.found, self.trouble, is_waiting=is_waiting, patient=self._patient
            )
        self.list.show(entries)
        self.show_keys()

    def _line(self, at: int, row: Row) -> Text:
        here = at == self.cursor
        label = plan_page.LABELS[row.name]
        lead = joined(
            block(f"{'':{MARGIN}}{'▸' if here else ' '} ", KEY),
            literal(label, f"{BOLD} {ACCENT}" if here else BOLD),
        )
        words = plan_page.value(
            self.choices, self._decks, row, self.shell.workspace.today, here=here
        )
        cursor = block("▏" if here and row.name in plan_page.TYPED else "", ACCENT)
        value = joined(literal(words, BOLD if here else ""), cursor)
        return Text(
            value,
            indent=INDENT + _LABEL,
            lead=lead,
            press=Press("row", str(at)),
            anchor=CURSOR if here else "",
        )

    def _deck(self, at: int, row: Row) -> Text:
        here = at == self.cursor
        mark = "[x] " if row.key in self.choices.decks else "[ ] "
        lead = joined(
            block(f"{'':{MARGIN}}{'▸' if here else ' '} ", KEY),
            block(f"{'':2}{mark}", f"{BOLD} {ACCENT}" if here else QUIET),
        )
        title = literal(dict(self._decks)[row.key], f"{BOLD} {ACCENT}" if here else "")
        return Text(
            title,
            indent=lead.cell_length,
            lead=lead,
            press=Press("row", str(at)),
            anchor=CURSOR if here else "",
        )

    # -- what goes on behind -----------------------------------------------------------------------

    def painted(self) -> None:
        """The page is there: now it may be filled."""
        self.shell.open_store()
        self._reckon()

    def store_opened(self) -> None:
        """The writer is there: from now on threads and pages take turns with the data."""
        self._reckon()

    def store_failed(self, error: LearnmsError) -> None:
        """Only reading works."""
        self._may_read = True
        self._reckon()

    def decks_changed(self) -> None:
        """Cards came or went."""
        self._look_at_decks()
        self._reckoned = None
        self._reckon()
        self.draw()

    def _plan(self) -> ExamPlan | None:
        """The plan that the lines make, or None where no day is chosen."""
        exam, choices = self._in_force, self.choices
        if choices.on is None or (
            exam is not None and choices.on == exam.on == self.shell.workspace.today
        ):
            return None
        begun = (
            exam.begun if exam is not None and exam.on == choices.on else self.shell.workspace.today
        )
        return ExamPlan(choices.on, choices.minutes, choices.percent / 100, choices.decks, begun)

    def _reckon(self) -> None:
        """Work out behind the page what the lines lead to, if that is not known yet."""
        workspace, plan = self.shell.workspace, self._plan()
        may_read = workspace.store is not None or workspace.read_only or self._may_read
        if (
            plan is None
            or plan == self._reckoned
            or self._is_reckoning
            or self.shell.is_busy
            or not may_read
        ):
            return
        self._is_reckoning = True
        Thread(target=self._work_out, args=(plan,), daemon=True).start()

    def _work_out(self, plan: ExamPlan) -> None:
        from learnms.engine.exam.readiness import readiness

        found: Readiness | LearnmsError
        try:
            found = readiness(self.shell.workspace, plan)
        except LearnmsError as error:
            found = error
        with suppress(RuntimeError):  # the application has ended meanwhile
            self.post_message(self.Reckoned(plan, found))

    def on_plan_screen_reckoned(self, message: Reckoned) -> None:
        """Show what was worked out, if the lines still say the same; else work it out anew."""
        self._is_reckoning, self._reckoned = False, message.plan
        if message.plan == self._plan():
            self.found, self.trouble = (
                (None, str(message.found))
                if isinstance(message.found, LearnmsError)
                else (message.found, "")
            )
            self.draw()
        self._reckon()

    # -- doing -------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """The arrows move the ▸; what was half typed is said to be no day or number."""
        if action in ("up", "down") and not self._is_whole():
            return True
        return super().move(action)

    def _is_whole(self) -> bool:
        """Whether what was typed is a day or a number; a sentence where it is not."""
        try:
            choices = self.choices.entered(self._here.name, self.shell.workspace.today)
        except UsageError as error:
            self.complain(str(error))
            return False
        self._take(choices, told=False)
        return True

    def do(self, action: str, key: str) -> None:
        """One method per action."""
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
            case "help":
                self.shell.show_help()
            case _:
                self._leave()

    def _row(self, at: int) -> None:
        """A line was clicked: go there, and do what enter would do."""
        if at != self.cursor and not self._is_whole():
            return
        self.cursor = at
        if self._here.name in plan_page.TYPED:
            self.draw()
        else:
            self._act()

    def _act(self) -> None:
        here, choices = self._here, self.choices
        if here.name in plan_page.TYPED:
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

    def _take(self, choices: Choices, *, told: bool = True) -> None:
        """Other choices: what they lead to is worked out anew."""
        is_other = choices.wanted != self.choices.wanted
        self.choices, self._is_leaving = choices, False
        if is_other:
            self.found, self.trouble = None, ""
        if told:
            self.say()
        self._reckon()
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
        self.say(exam_words.KEPT)
        self._reckon()
        self.draw()

    def _end(self) -> None:
        from learnms.engine.exam.readiness import end

        self.shell.workspace.require_writable()
        end(self.shell.workspace)
        self.choices, self.found, self.trouble, self.cursor = Choices(), None, "", 0
        self.say(exam_words.ENDED)
        self.draw()

    def _leave(self) -> None:
        """Back; what was chosen and not kept is named first."""
        is_unsaved = self._is_changed or self.choices.typed is not None
        if is_unsaved and not self._is_leaving:
            self._is_leaving = True
            self.say(NO_DAY if self.choices.on is None else UNKEPT, WARN)
            return
        self.shell.close_page()
