"""The line about the exam plan on the first page: its day at once, the forecast once computed."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from learnms.errors import LearnmsError
from learnms.tui.kit.threads import run_in_thread

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.workspace import Workspace
    from learnms.tui.kit.page import PageScreen
    from learnms.tui.kit.shell import Shell


class ReadinessComputed(Message):
    """What the exam plan leads to; None where that cannot be computed."""

    def __init__(self, readiness: Readiness | None) -> None:
        super().__init__()
        self.readiness = readiness


class ExamLine:
    """The text of the line.

    Args:
        page: the page that shows it, and receives `ReadinessComputed`.
    """

    def __init__(self, page: PageScreen) -> None:
        self._page = page
        self._is_working = False
        self._is_stale = True

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be computed."""
        return not self._is_working and not self._is_stale

    @property
    def _shell(self) -> Shell:
        return self._page.shell

    def words(self, today: date) -> str:
        """The text; empty without a plan, and from a week after its exam."""
        exam = self._shell.workspace.settings.exam
        if exam is None:
            return ""
        from learnms.engine.exam.wording import STAYS, headline  # only where there is a plan

        if (today - exam.on).days > STAYS:
            return ""
        ready = self._shell.readiness
        fits = ready is not None and ready.exam == exam and ready.today == today
        return headline(exam, today, self._shell.workspace.voice, ready if fits else None)

    def outdated(self) -> None:
        """Compute the forecast anew, because something has changed."""
        self._is_stale = True
        self.begin()

    def begin(self) -> None:
        """Compute the forecast in a thread, once the store is open."""
        shell = self._shell
        workspace = shell.workspace
        exam = workspace.settings.exam
        is_wanted = (
            exam is not None
            and exam.on > workspace.today
            and self._is_stale
            and not self._is_working
        )
        if is_wanted and shell.is_open:
            self._is_working, self._is_stale = True, False
            run_in_thread(self._page, partial(self._compute, workspace))

    def _compute(self, workspace: Workspace) -> Message:
        from learnms.engine.exam.readiness import readiness

        with suppress(LearnmsError):  # the page of the plan says why it cannot be computed
            return ReadinessComputed(readiness(workspace, search=False))
        return ReadinessComputed(None)

    def update(self, readiness: Readiness | None) -> bool:
        """Take in a forecast; whether the line changes. What changed meanwhile is computed anew."""
        self._is_working = False
        is_other = readiness is not None and readiness != self._shell.readiness
        self._shell.readiness = readiness if is_other else self._shell.readiness
        self.begin()
        return is_other
