"""The progress screen: turns its pages, and computes them in threads so that no key waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from learnms.engine.forecast.wording import SPANS
from learnms.engine.progress import wording
from learnms.engine.wording import long_day
from learnms.errors import LearnmsError
from learnms.tui.kit.content import BOLD, QUIET, inline, paragraph, plain
from learnms.tui.kit.layout import BLANK, Heading, Ruled
from learnms.tui.kit.list_page import ListPage
from learnms.tui.kit.tabs import Tabs
from learnms.tui.kit.threads import Result, result_of, run_in_thread
from learnms.tui.progress import views

if TYPE_CHECKING:
    from learnms.engine.cards.overconfidence import ConfidentError
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.progress.progress import Progress
    from learnms.engine.voice import Voice
    from learnms.engine.workspace import Workspace
    from learnms.tui.kit.layout import Entry

READING = "Reading your answers…"
NOT_A_CARD = "Part of a case, or of a removed card. Only quizzes ask it."
_FIRST_SPAN, _LONG_SPAN = SPANS


class ProgressScreen(ListPage):
    """Recall, predictions, cards, days and what comes, over the first page."""

    guarded: ClassVar[frozenset[str]] = frozenset({"look", "row"})

    class Gathered(Result["Progress"]):
        """The figures, or why they cannot be read."""

    class Forecasted(Message):
        """The forecast of a number of days, or a sentence why there is none."""

        def __init__(self, span: int, forecast: Forecast | str) -> None:
            super().__init__()
            self.span = span
            self.forecast = forecast

    def __init__(self) -> None:
        super().__init__()
        self.progress: Progress | None = None
        self.forecasts: dict[int, Forecast | str] = {}
        self.trouble = ""
        self._tab = 0
        self._is_wanted = True
        self._is_gathering = False
        self._spans: set[int] = set()

    # -- what shows --------------------------------------------------------------------------------

    @property
    def voice(self) -> Voice:
        """The wording for the learner's role."""
        return self.shell.workspace.voice

    @property
    def names(self) -> dict[str, str]:
        """The pages by key, with their names."""
        return views.PAGES if self.voice.has_figures else views.PATIENT_PAGES

    @property
    def page(self) -> str:
        """The key of the current page."""
        return list(self.names)[self._tab]

    @property
    def is_settled(self) -> bool:
        """Whether everything shown has been computed."""
        return (
            not self._is_wanted and not self._is_gathering and self._spans <= self.forecasts.keys()
        )

    def mode(self) -> str:
        return "progress"

    def guard_key(self) -> object:
        return self.page, self.progress is None

    def disabled_actions(self) -> frozenset[str]:
        """Only the list has rows to open."""
        disabled = set() if self.rows() else {"look"}
        disabled |= set() if self.is_longer else {"scroll"}
        return frozenset(disabled)

    def rows(self) -> int:
        return (
            len(self._listed(self.progress))
            if self.progress is not None and self.page == "sure"
            else 0
        )

    def _listed(self, progress: Progress) -> tuple[ConfidentError, ...]:
        return wording.listed(progress, self.voice)

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name as many numbers as there are pages."""
        return {"section": (f"1–{len(self.names)}", "page")}

    def draw(self) -> None:
        today = self.progress.today if self.progress is not None else None
        self.head.show(
            [
                Heading(plain("Progress", BOLD), plain(long_day(today) if today else "", QUIET)),
                Tabs(tuple(self.names.values()), self._tab),
                Ruled(),
            ]
        )
        self.list.show(self._entries())
        self.show_keys()

    def _entries(self) -> list[Entry]:
        if self.page == "ahead":
            return views.ahead(self.forecasts, self.voice)
        if self.progress is None:
            return [BLANK, *paragraph(self.trouble or READING, QUIET)]
        match self.page:
            case "overview":
                return views.overview(self.progress, self.forecasts, self.voice)
            case "recall":
                return views.recall(self.progress)
            case "predictions":
                return views.predictions(self.progress)
            case "cards":
                return views.cards(self.progress, self.voice)
            case "days":
                return views.days(self.progress)
            case _:
                return self._sure(self.progress)

    def _sure(self, progress: Progress) -> list[Entry]:
        entries: list[Entry] = [BLANK, *paragraph(wording.sure(progress, self.voice), BOLD)]
        for index, error in enumerate(self._listed(progress)):
            note = wording.about_error(error, progress.today, self.voice)
            entries += [
                BLANK,
                self.row(index, f"{index + 1:>2}  ", inline(error.prompt)),
                *paragraph(note, QUIET, indent=8, measure=60),
            ]
        return entries

    # -- what goes on behind -----------------------------------------------------------------------

    def on_painted(self) -> None:
        self.note_length(self.list)
        self._begin()

    def decks_changed(self) -> None:
        self._is_wanted = True
        self._begin()

    def on_screen_resume(self) -> None:
        """Read anew after a card or the parameters may have changed."""
        if self.progress is not None:
            self._is_wanted = True
            self._begin()

    def _begin(self) -> None:
        """Start what is to be computed."""
        if self._is_wanted and not self._is_gathering:
            self._is_wanted, self._is_gathering = False, True
            self.forecasts, self._spans = {}, set()
            run_in_thread(self, partial(self._gather, self.shell.workspace))
        elif self.progress is not None and not self._is_gathering:
            self._look_ahead(_FIRST_SPAN)
            if self.page == "ahead" and _FIRST_SPAN in self.forecasts:
                self._look_ahead(_LONG_SPAN)

    def _gather(self, workspace: Workspace) -> Message:
        from learnms.engine.progress.progress import gather

        return result_of(self.Gathered, partial(gather, workspace))

    def on_progress_screen_gathered(self, message: Gathered) -> None:
        """Show the figures; go on to the forecast."""
        self._is_gathering = False
        if isinstance(message.result, LearnmsError):
            self.trouble = str(message.result)
        else:
            self.progress = message.result
            self.cursor = max(0, min(self.cursor, len(self._listed(self.progress)) - 1))
        self.draw()
        self._begin()

    def _look_ahead(self, span: int) -> None:
        """Simulate the days ahead, which can take long."""
        if span not in self._spans:
            self._spans.add(span)
            run_in_thread(self, partial(self._forecast, self.shell.workspace, span))

    def _forecast(self, workspace: Workspace, span: int) -> Message:
        from learnms.engine.progress.progress import look_ahead

        try:
            return self.Forecasted(span, look_ahead(workspace, span))
        except LearnmsError as error:
            return self.Forecasted(span, str(error))

    def on_progress_screen_forecasted(self, message: Forecasted) -> None:
        """Show the forecast."""
        if message.span in self._spans:
            self.forecasts[message.span] = message.forecast
            self.draw()
            self._begin()

    # -- doing -------------------------------------------------------------------------------------

    def do(self, action: str, key: str) -> None:
        match action:
            case "section_next" | "section_back":
                self._turn((self._tab + (1 if action == "section_next" else -1)) % len(self.names))
            case "section" if int(key) <= len(self.names):
                self._turn(int(key) - 1)
            case "row" | "look":
                self.cursor = int(key) if action == "row" else self.cursor
                self.draw()
                self._look_at_card()
            case "optimize":
                self._optimize()
            case "home_back":
                self.shell.close_page()
            case _:
                pass  # a number without a page

    def _turn(self, index: int) -> None:
        self._tab = index
        self.say()
        self.body.scroll_home(animate=False)
        self.draw()
        self._begin()

    def _look_at_card(self) -> None:
        assert self.progress is not None  # without it there are no rows
        error = self._listed(self.progress)[self.cursor]
        if error.is_card:
            self.shell.show_card(error.part)
        else:
            self.say(NOT_A_CARD)

    def _optimize(self) -> None:
        from learnms.tui.optimize.screen import OptimizeScreen

        self.shell.push_screen(OptimizeScreen())
