"""Progress as it acts: pages to turn, worked out in threads behind them, so that a key is never
waited for.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

from learnms.engine.forecast.wording import SPANS
from learnms.engine.progress import wording
from learnms.engine.wording import day, long_day
from learnms.errors import LearnmsError
from learnms.tui.kit.content import BOLD, QUIET, inline, paragraph, plain
from learnms.tui.kit.layout import BLANK, Heading, Ruled
from learnms.tui.kit.list_page import ListPage
from learnms.tui.kit.tabs import Tabs
from learnms.tui.progress import views

if TYPE_CHECKING:
    from learnms.engine.cards.overconfidence import ConfidentError
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.progress.progress import Progress
    from learnms.tui.kit.layout import Entry
    from learnms.tui.kit.shell import Shell

READING = "Reading your answers…"
NOT_A_CARD = "This belongs to a case, or to a card that no deck here holds; a quiz asks it again."
_FIRST_SPAN, _LONG_SPAN = SPANS


class ProgressScreen(ListPage):
    """How it goes, over the first page."""

    guarded: ClassVar[frozenset[str]] = frozenset({"look", "row"})

    def __init__(self) -> None:
        super().__init__()
        self.progress: Progress | None = None
        self.outlooks: dict[int, Forecast | str] = {}
        self.trouble = ""
        self._at = 0
        self._is_wanted = True
        self._is_gathering = False
        self._spans: set[int] = set()
        self._may_read = False

    # -- what shows --------------------------------------------------------------------------------

    @property
    def is_patient(self) -> bool:
        """Whether plain words without scores are wanted."""
        return self.shell.workspace.settings.is_patient

    @property
    def names(self) -> dict[str, str]:
        """The pages that there are, with their names."""
        return views.PATIENT_PAGES if self.is_patient else views.PAGES

    @property
    def page(self) -> str:
        """The page that shows."""
        return list(self.names)[self._at]

    @property
    def is_settled(self) -> bool:
        """Whether everything that the page shows has been worked out."""
        return (
            not self._is_wanted and not self._is_gathering and self._spans <= self.outlooks.keys()
        )

    def mode(self) -> str:
        """Always the same."""
        return "progress"

    def guard_key(self) -> object:
        """A page, empty or filled."""
        return self.page, self.progress is None

    def disabled_actions(self) -> frozenset[str]:
        """Only the list has rows to look at; a patient is spared the parameters."""
        disabled = set() if self.rows() else {"look"}
        disabled |= set() if self.is_longer else {"scroll"}
        return frozenset(disabled | ({"optimise"} if self.is_patient else set()))

    def rows(self) -> int:
        """The ▸ goes along what was sure but wrong."""
        return (
            len(self._listed(self.progress))
            if self.progress is not None and self.page == "sure"
            else 0
        )

    def _listed(self, progress: Progress) -> tuple[ConfidentError, ...]:
        return progress.again if self.is_patient else progress.sure

    def labels(self) -> dict[str, tuple[str, str]]:
        """As many numbers as there are pages."""
        return {"section": (f"1–{len(self.names)}", "page")}

    def draw(self) -> None:
        """Show the page."""
        today = self.progress.today if self.progress is not None else None
        self.head.show(
            [
                Heading(plain("Progress", BOLD), plain(long_day(today) if today else "", QUIET)),
                Tabs(tuple(self.names.values()), self._at),
                Ruled(),
            ]
        )
        self.list.show(self._entries())
        self.show_keys()

    def _entries(self) -> list[Entry]:
        if self.page == "ahead":
            return views.ahead(self.outlooks, patient=self.is_patient)
        if self.progress is None:
            return [BLANK, *paragraph(self.trouble or READING, QUIET)]
        match self.page:
            case "overview":
                return views.overview(self.progress, self.outlooks, patient=self.is_patient)
            case "recall":
                return views.recall(self.progress)
            case "predictions":
                return views.predictions(self.progress)
            case "cards":
                return views.cards(self.progress, patient=self.is_patient)
            case "days":
                return views.days(self.progress)
            case _:
                return self._sure(self.progress)

    def _sure(self, progress: Progress) -> list[Entry]:
        entries: list[Entry] = [
            BLANK,
            *paragraph(wording.sure(progress, patient=self.is_patient), BOLD),
        ]
        for at, one in enumerate(self._listed(progress)):
            since = "right since" if one.right_since else "not right yet"
            times = f", {one.times} times" if one.times > 1 else ""
            told = (
                day(one.day, progress.today)
                if self.is_patient
                else f"{day(one.day, progress.today)}{times}, {since}"
            )
            entries += [
                BLANK,
                self.row(at, f"{at + 1:>2}  ", inline(one.prompt)),
                *paragraph(told, QUIET, indent=8, measure=60),
            ]
        return entries

    # -- what goes on behind -----------------------------------------------------------------------

    def on_painted(self) -> None:
        """The page is there: now it may be filled."""
        self.note_length(self.list)
        self.shell.open_store()
        self._begin()

    def store_opened(self) -> None:
        """The writer is there: from now on threads and pages take turns with the data."""
        self._begin()

    def store_failed(self, error: LearnmsError) -> None:
        """There will be no writer that a thread could be in the way of."""
        self.complain(str(error))
        self._may_read = True
        self._begin()

    def catch_up(self) -> None:
        """Deck files have been read: the data may be asked again."""
        super().catch_up()
        self._begin()

    def decks_changed(self) -> None:
        """Cards came or went."""
        self._is_wanted = True

    def on_screen_resume(self) -> None:
        """Back from a card or the parameters, where something may have been changed."""
        if self.progress is not None:
            self._is_wanted = True
            self._begin()

    def _begin(self) -> None:
        """Start what is wanted, once the writer is open or cannot be, and no deck file is being
        read.
        """
        workspace = self.shell.workspace
        if self.shell.is_busy or not (
            workspace.store is not None or workspace.read_only or self._may_read
        ):
            return
        if self._is_wanted and not self._is_gathering:
            self._is_wanted, self._is_gathering = False, True
            self.outlooks, self._spans = {}, set()
            self.run_worker(partial(self._gather, self.shell), thread=True, group="progress")
        elif self.progress is not None and not self._is_gathering:
            self._look_ahead(_FIRST_SPAN)
            if self.page == "ahead" and _FIRST_SPAN in self.outlooks:
                self._look_ahead(_LONG_SPAN)

    def _gather(self, shell: Shell) -> None:
        """In a thread: the page may have gone meanwhile, so the program is asked to hand over
        what was found.
        """
        from learnms.engine.progress.progress import gather

        found: Progress | LearnmsError
        try:
            found = gather(shell.workspace)
        except LearnmsError as error:
            found = error
        shell.call_later(self._gathered, found)

    def _gathered(self, found: Progress | LearnmsError) -> None:
        """Show what was worked out; go on to what comes."""
        self._is_gathering = False
        if not self._is_there:
            return
        if isinstance(found, LearnmsError):
            self.trouble = str(found)
        else:
            self.progress = found
            self.cursor = max(0, min(self.cursor, len(self._listed(found)) - 1))
        self.draw()
        self._begin()

    @property
    def _is_there(self) -> bool:
        """Whether the page is still among those of the application."""
        return self.is_running and self in self.app.screen_stack

    def _look_ahead(self, span: int) -> None:
        """Play the days ahead through, which can take long; the end of the program does not wait
        for it.
        """
        if span not in self._spans:
            self._spans.add(span)
            Thread(target=self._look, args=(self.shell, span), daemon=True).start()

    def _look(self, shell: Shell, span: int) -> None:
        from learnms.engine.progress.progress import look_ahead

        found: Forecast | str
        try:
            found = look_ahead(shell.workspace, span)
        except LearnmsError as error:
            found = str(error)
        with suppress(RuntimeError):  # the application has ended meanwhile
            shell.call_later(self._looked_ahead, span, found)

    def _looked_ahead(self, span: int, found: Forecast | str) -> None:
        """Show what comes."""
        if self._is_there and span in self._spans:
            self.outlooks[span] = found
            self.draw()
            self._begin()

    # -- doing -------------------------------------------------------------------------------------

    def do(self, action: str, key: str) -> None:
        """Turn the pages, look at a card, fit the parameters, leave."""
        match action:
            case "section_next" | "section_back":
                self._turn((self._at + (1 if action == "section_next" else -1)) % len(self.names))
            case "section" if int(key) <= len(self.names):
                self._turn(int(key) - 1)
            case "row" | "look":
                self.cursor = int(key) if action == "row" else self.cursor
                self.draw()
                self._look_at_card()
            case "optimise":
                self._optimise()
            case "help":
                self.shell.show_help()
            case "home_back":
                self.shell.close_page()
            case _:
                pass  # a number without a page

    def _turn(self, at: int) -> None:
        self._at = at
        self.say()
        self.body.scroll_home(animate=False)
        self.draw()
        self._begin()

    def _look_at_card(self) -> None:
        assert self.progress is not None  # without it there are no rows
        one = self._listed(self.progress)[self.cursor]
        if one.is_card:
            self.shell.show_card(one.part)
        else:
            self.say(NOT_A_CARD)

    def _optimise(self) -> None:
        from learnms.tui.optimize.screen import OptimiseScreen

        self.shell.push_screen(OptimiseScreen())
