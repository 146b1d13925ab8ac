"""The line about the exam plan on the first page: its day at once, what is expected as soon as
it is worked out behind the page.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from textual.message import Message

from learnms.errors import LearnmsError

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.exam.readiness import Readiness
    from learnms.tui.kit.page import PageScreen
    from learnms.tui.kit.shell import Shell


class Expected(Message):
    """What the plan leads to was worked out; None where that cannot be said."""

    def __init__(self, found: Readiness | None) -> None:
        super().__init__()
        self.found = found


class ExamLine:
    """Knows what the line says.

    Args:
        page: the page that shows it, and is told when more is known.
    """

    def __init__(self, page: PageScreen) -> None:
        self._page = page
        self._is_working = False
        self._is_stale = True

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be worked out."""
        return not self._is_working and not self._is_stale

    @property
    def _shell(self) -> Shell:
        return self._page.shell

    def words(self, today: date) -> str:
        """What it says; empty where there is no plan, or none any more for a week."""
        settings = self._shell.workspace.settings
        exam = settings.exam
        if exam is None:
            return ""
        from learnms.engine.exam.wording import STAYS, headline  # only where there is a plan

        if (today - exam.on).days > STAYS:
            return ""
        found = self._shell.readiness
        fits = found is not None and found.exam == exam and found.today == today
        return headline(exam, today, found if fits else None, patient=settings.is_patient)

    def outdated(self) -> None:
        """Something has changed: work it out anew."""
        self._is_stale = True
        self.begin()

    def begin(self) -> None:
        """Work it out behind the page, once threads may ask the data."""
        shell = self._shell
        workspace = shell.workspace
        exam = workspace.settings.exam
        is_wanted = (
            exam is not None
            and exam.on > workspace.today
            and self._is_stale
            and not self._is_working
        )
        if is_wanted and not shell.is_busy and (workspace.store is not None or workspace.read_only):
            self._is_working, self._is_stale = True, False
            Thread(target=self._work_out, daemon=True).start()

    def _work_out(self) -> None:
        from learnms.engine.exam.readiness import readiness

        found: Readiness | None = None
        with suppress(LearnmsError):  # the page of the plan says why it cannot be
            found = readiness(self._shell.workspace, search=False)
        with suppress(RuntimeError):  # the application has ended meanwhile
            self._page.post_message(Expected(found))

    def taken(self, found: Readiness | None) -> bool:
        """What was worked out has come; whether the line says something else now. What changed
        meanwhile is worked out anew.
        """
        self._is_working = False
        is_other = found is not None and found != self._shell.readiness
        self._shell.readiness = found if is_other else self._shell.readiness
        self.begin()
        return is_other
