"""The progress screen: a document a tab, computed in threads so that no key waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import OptionList, Tab, Tabs

from learnms.engine.document import Paragraph
from learnms.engine.forecast.wording import SPANS
from learnms.engine.optimize.wording import SUGGESTION
from learnms.engine.progress import pages, wording
from learnms.engine.wording import long_day
from learnms.errors import LearnmsError
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, QUIET, inline, plain, stacked
from learnms.tui.kit.document import DocumentView
from learnms.tui.kit.layout import TITLE, Heading, Press
from learnms.tui.kit.lists import Options
from learnms.tui.kit.page import PageScreen
from learnms.tui.kit.threads import Result, result_of, run_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.cards.overconfidence import ConfidentError
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.progress.progress import Progress
    from learnms.engine.voice import Voice
    from learnms.engine.workspace import Workspace

NOT_A_CARD = "This is a case question or a removed card: there is no card to open."
_FIRST_SPAN, _LONG_SPAN = SPANS
_LIST = "confidence"


class ErrorList(Options):
    """Confident errors, each of which opens its card."""

    DEFAULT_CSS = """
    ErrorList {
        height: 1fr;
        margin: 0 2;
        padding: 0 1;
        background: $surface;
        border: blank $surface;
    }
    """

    def fill(self, progress: Progress, voice: Voice) -> None:
        """Show the errors of the progress."""
        here = self.highlighted or 0
        self.clear_options()
        self.add_options(
            stacked(
                inline(error.prompt),
                plain(wording.about_error(error, progress.today, voice), QUIET),
            )
            for error in wording.listed(progress, voice)
        )
        if self.option_count:
            self.highlighted = min(here, self.option_count - 1)


class ProgressScreen(PageScreen):
    """Retention, calibration, cards, days, forecast, confident errors and quizzes, over home."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("progress")
    DEFAULT_CSS = """
    ProgressScreen {
        #body { padding: 0; overflow: hidden; }
        #document { height: 1fr; }
        #document.-above { height: auto; max-height: 40%; }
        Tabs { padding: 0 2; }
        Tab { padding: 0 1; color: $text-muted; }
        Tab.-active { color: $text; text-style: bold; }
        Underline > .underline--bar, Tabs:focus .underline--bar {
            color: $primary;
            background: $rule;
        }
        #document.-overview {
            scrollbar-gutter: auto;
            layout: grid;
            grid-size: 2;
            grid-gutter: 1 2;
            grid-rows: 1fr;
            grid-columns: 1fr;
            & > PictureSheet {
                height: 1fr;
                min-height: 9;
                margin: 0;
                & > ChartView { height: 1fr; }
            }
        }
    }
    ProgressScreen.-normal, ProgressScreen.-narrow {
        Tab { padding: 0 1 0 0; }
        Tabs { padding: 0 2 0 3; }
    }
    ProgressScreen.-tall DocumentView { margin: 1 0 0 0; }
    ProgressScreen.-regular #document.-overview { grid-rows: 9fr 8fr; }
    ProgressScreen.-short #document.-overview { grid-rows: 9 8; }
    ProgressScreen.-narrow #document.-overview { grid-size: 1; grid-rows: 11; }
    ProgressScreen.-narrow #document.-overview > PictureSheet { height: 11; }
    ProgressScreen.-regular #head, ProgressScreen.-short #head { padding: 0; }
    ProgressScreen.-regular, ProgressScreen.-short {
        #document.-overview { margin: 0 0 1 0; }
        #document.-overview > PictureSheet { border: none; padding: 0 2; min-height: 8; }
    }
    """
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012  as Textual types it
        (0, "-short"),
        (24, "-regular"),  # with fewer rows, two of these pictures do not fit below each other
        (34, "-tall"),
    ]
    guarded: ClassVar[frozenset[str]] = frozenset({"open_item"})

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
        self.errors = ErrorList()
        self._is_wanted = True
        self._is_gathering = False
        self._spans: set[int] = set()
        self.page = "overview"
        """The key of the current page."""

    # -- what shows --------------------------------------------------------------------------------

    @property
    def voice(self) -> Voice:
        """The wording for the learner's role."""
        return self.shell.workspace.voice

    @property
    def names(self) -> dict[str, str]:
        """The pages by key, with their names."""
        return pages.names(self.voice)

    def compose_body(self) -> Iterable[Widget]:
        """The tabs over one view, which shows the page of the current one: a pane for each tab
        would double the time to the first paint.
        """
        tabs = (Tab(title, id=f"{name}-tab") for name, title in self.names.items())
        self.tabs = Tabs(*tabs, active=f"{self.page}-tab")
        self.view = DocumentView(id="document")
        self.view.show(pages.page("overview", None, {}, self.voice))
        self.view.add_class("-overview")
        return self.tabs, self.view, self.errors

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
        """Only the list has something to open, and moves along it itself."""
        has_list = bool(self._listed) and self.page == _LIST
        return frozenset({"up", "down"} if has_list else {"open_item"})

    @property
    def _listed(self) -> tuple[ConfidentError, ...]:
        return wording.listed(self.progress, self.voice) if self.progress is not None else ()

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name as many numbers as there are pages."""
        return {"section": (f"1–{len(self.names)}", "tab")}

    def draw(self) -> None:
        progress, page = self.progress, self.page
        on = long_day(progress.today) if progress is not None else ""
        heading = Heading(plain("Progress", BOLD), plain(on, QUIET), indent=TITLE)
        self.head.show([heading])
        document = pages.page(page, progress, self.forecasts, self.voice)
        if self.trouble and progress is None and page != "forecast":
            document = (Paragraph(self.trouble, "error"),)
        if page == _LIST:
            document = document[:1]
        self.view.set_class(page == "overview", "-overview")
        self.view.set_class(page == _LIST, "-above")
        self.view.show(document)
        self.errors.display = page == _LIST and self.errors.option_count > 0
        self.show_keys()

    def move(self, action: str) -> bool:
        view = self.view
        scroll = {"up": view.scroll_up, "down": view.scroll_down, "page_up": view.scroll_page_up}
        scroll.get(action, view.scroll_page_down)(animate=False)
        return True

    # -- what goes on behind -----------------------------------------------------------------------

    def on_painted(self) -> None:
        self._begin()

    def decks_changed(self) -> None:
        self._is_wanted = True
        self._begin()

    def on_screen_resume(self) -> None:
        """Reload after a card or the parameters may have changed."""
        if self.progress is not None:
            self._is_wanted = True
            self._begin()

    def _begin(self) -> None:
        """Start the computations."""
        if self._is_wanted and not self._is_gathering:
            self._is_wanted, self._is_gathering = False, True
            self.forecasts, self._spans = {}, set()
            run_in_thread(self, partial(self._gather, self.shell.workspace))
        elif self.progress is not None and not self._is_gathering:
            self._look_ahead(_FIRST_SPAN)
            if self.page == "forecast" and _FIRST_SPAN in self.forecasts:
                self._look_ahead(_LONG_SPAN)

    def _gather(self, workspace: Workspace) -> Message:
        from learnms.engine.progress.progress import gather

        return result_of(self.Gathered, partial(gather, workspace))

    def on_progress_screen_gathered(self, message: Gathered) -> None:
        """Show the figures; continue with the forecast."""
        self._is_gathering = False
        if isinstance(message.result, LearnmsError):
            self.trouble = str(message.result)
        else:
            self.progress = message.result
            self.errors.fill(self.progress, self.voice)
            self._suggest()
        self.draw()
        if self.errors.display:
            self.errors.focus()
        self._begin()

    def _suggest(self) -> None:
        """Say on the overview that a fit is worth trying."""
        suggests = self.progress is not None and self.progress.suggests_fit
        is_here = suggests and self.voice.has_figures and self.page == "overview"
        self.say(f"{SUGGESTION}: press o." if is_here else "")

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

    def action_next_section(self, key: str = "") -> None:
        """Turn to the next tab, from the last to the first."""
        self._turn(1)

    def action_previous_section(self, key: str = "") -> None:
        """Turn to the previous tab, from the first to the last."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        names = list(self.names)
        self._open(names[(names.index(self.page) + by) % len(names)])

    def action_section(self, key: str = "") -> None:
        """Open a tab by its number, if there is one."""
        names = list(self.names)
        if int(key) <= len(names):
            self._open(names[int(key) - 1])

    def _open(self, name: str) -> None:
        self.tabs.active = f"{name}-tab"
        self._opened(name)

    def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        """Show a tab that was clicked."""
        event.stop()
        self._opened((event.tab.id or "").removesuffix("-tab"))

    def _opened(self, name: str) -> None:
        if name == self.page:
            return
        self.page = name
        self.view.scroll_home(animate=False)
        self._suggest()
        self.draw()
        (self.errors if self.errors.display else self.tabs).focus()
        self._begin()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the card of an error that was clicked."""
        event.stop()
        self.clicked(Press("open_item"))

    def action_open_item(self, key: str = "") -> None:
        """Open the card of the highlighted error."""
        error = self._listed[self.errors.highlighted or 0]
        if error.is_card:
            self.shell.show_card(error.part)
        else:
            self.say(NOT_A_CARD)

    def action_optimize(self, key: str = "") -> None:
        """Open the page of the FSRS parameters."""
        from learnms.tui.optimize.screen import OptimizeScreen

        self.shell.push_screen(OptimizeScreen())

    def action_back_home(self, key: str = "") -> None:
        """Close the page."""
        self.shell.close_page()
