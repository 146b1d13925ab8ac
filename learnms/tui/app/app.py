"""The application: starts, routes between pages, and ends on keys and signals.

Nothing here or on the way to the first painted page imports sqlmodel, yaml or the Markdown widget.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from textual import events
from textual.app import SuspendNotSupported
from textual.binding import Binding
from textual.screen import ModalScreen

from learnms.engine.home.home import home_view
from learnms.engine.review.start import start_practice, start_review
from learnms.engine.review.wording import left
from learnms.errors import LearnmsError
from learnms.paths import shown_path
from learnms.text import visible
from learnms.tui.app.routes import Routes
from learnms.tui.app.signals import Signals, force_after, hold_back, let_through
from learnms.tui.app.typed_bytes import accept_any_bytes
from learnms.tui.home.screen import HomeScreen
from learnms.tui.kit.editor import NO_EDITOR, NO_EDITOR_IN_BROWSER, edited_with, editor_command
from learnms.tui.kit.key_guard import Repeats
from learnms.tui.kit.key_help import sentence_of
from learnms.tui.kit.keys import KEYS
from learnms.tui.kit.modes import section_of
from learnms.tui.kit.output_guard import GUARD
from learnms.tui.kit.themes import (
    CONTRAST,
    LEARNMS_THEMES,
    PLAIN_CURSOR,
    extra_variables,
    next_theme,
    theme_name,
)

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.filter import LineFilter
    from textual.screen import Screen

    from learnms.engine.home.overview import HomeView
    from learnms.engine.queue.backlog import BacklogQuestion
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.review.practice import Kind
    from learnms.engine.review.review import Review
    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings
    from learnms.study.event import Part
    from learnms.tui.kit.page import PageScreen

Start = Literal["home", "review", "quiz"]


class BacklogPrompt(NamedTuple):
    """The question about a backlog that comes before a review of some decks and new cards."""

    question: BacklogQuestion
    decks: list[str] | None = None
    new: int | None = None


def run(
    workspace: Workspace,
    start: Start = "home",
    review: Review | None = None,
    quiz: Quiz | None = None,
    asked: BacklogPrompt | None = None,
    hand_ins: Sequence[Path] = (),
) -> int:
    """Run the application until it ends, and return its exit code. The workspace stays open,
    unless its data is erased.

    Args:
        workspace: settings, store and library.
        start: the first page.
        review: the review to begin with, where that is the first page.
        quiz: the quiz to begin with, where that is the first page.
        asked: the question to begin with, where there is a backlog.
        hand_ins: the files and folders of the class to begin with.

    Raises:
        LearnmsError: the data cannot be read.
    """
    app = LearnmsApp(
        workspace,
        review if start == "review" else None,
        quiz if start == "quiz" else None,
        asked,
        hand_ins,
    )
    code = run_app(app)
    if app.erases and not code:
        return _erase(workspace)
    if not code and not app.last_words and (words := goodbye(workspace)):
        sys.stderr.write(f"{words}\n")
    return code


def run_app(app: LearnmsApp) -> int:
    """Run an application until it ends, and return its exit code."""
    hold_back()
    try:
        app.run()
    finally:
        let_through()
        app.forget_the_end()
    if app.last_words:
        sys.stderr.write(f"learnms: {visible(app.last_words)}\n")
    return app.return_code or 0


def _erase(workspace: Workspace) -> int:
    """Erase the learner's data, say so on the terminal, and return the exit code."""
    from learnms.engine.erase.erase import erase_and_close
    from learnms.engine.erase.wording import incomplete, outcome

    erased = erase_and_close(workspace)
    lines = [incomplete(erased)] if erased.left else outcome(erased)
    sys.stderr.write("".join(f"{visible(line)}\n" for line in lines))
    return 1 if erased.left or erased.unreached else 0


def goodbye(workspace: Workspace) -> str:
    """What was saved today and what is left, for the terminal; '' where nothing was studied."""
    with suppress(LearnmsError):
        saved = len(workspace.queries.study.studied_on(workspace.today).cards)
        return left(saved, home_view(workspace).waiting) if saved else ""
    return ""


class LearnmsApp(Routes, inherit_bindings=False):
    """The application: its first page, its end, and the routes of reviews."""

    TITLE = "learnms"
    CSS_PATH = "learnms.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(KEYS[key].keys), action, priority=True, show=False)
        for key, action in (
            ("copy_selection", "copy_selection"),
            ("stop", "stop"),
            ("theme", "next_theme"),
            ("palette", "command_palette"),
        )
    ]

    def get_driver_class(self) -> type[Driver]:
        driver = super().get_driver_class()
        accept_any_bytes(driver)
        return driver

    def __init__(
        self,
        workspace: Workspace,
        review: Review | None = None,
        quiz: Quiz | None = None,
        asked: BacklogPrompt | None = None,
        hand_ins: Sequence[Path] = (),
        *,
        opens_home: bool = True,
    ) -> None:
        super().__init__(workspace)
        self.clicked_at = 0.0
        """When the mouse button that made the latest click went up."""
        self.repeats = Repeats(lambda: self.workspace.settings.repeat_ms / 1000)
        self.erases = False
        """Whether all data is erased after the application ends."""
        self.last_words = ""
        """The text printed to the terminal after the application ends."""
        self.animation_level = "none"
        self._first_review = review
        self._first_quiz = quiz
        self._first_asked = asked
        self._hand_ins = hand_ins
        self._from_home = opens_home and not (review or quiz or asked or hand_ins)
        self._first_view = (
            home_view(workspace) if self._from_home and workspace.settings.who else None
        )
        self._is_stopping = False
        self._is_signalled = False
        self._forced: threading.Timer | None = None
        self._signals: Signals | None = None
        for theme in LEARNMS_THEMES + PLAIN_CURSOR:
            self.register_theme(theme)
        self.theme = theme_name(workspace.settings.theme)
        self.set_class(workspace.settings.is_large, "-large")

    def watch_theme(self, theme_name: str) -> None:
        """Let sheets draw their edge in the contrast theme."""
        self.set_class(theme_name == CONTRAST, "-contrast")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables that Textual's themes lack."""
        return extra_variables(self.current_theme)

    def get_default_screen(self) -> Screen[None]:
        """The first page itself, so that no blank one is laid out before it."""
        if self._first_review is not None:
            return self._review_page(self._first_review)
        if self._first_quiz is not None:
            return self.quiz_page(self._first_quiz)
        if self._first_asked is not None:
            from learnms.tui.postpone.backlog import BacklogScreen

            return BacklogScreen(*self._first_asked)
        if self._hand_ins:
            from learnms.tui.classroom.screen import ClassScreen

            return ClassScreen(self._hand_ins)
        if self._first_view is not None:
            return HomeScreen(self._first_view)
        from learnms.tui.home.welcome import WelcomeScreen

        return WelcomeScreen()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, and the guard after them."""
        return [*super().get_line_filters(), GUARD]

    def on_mount(self) -> None:
        """Handle the signals that end a program."""
        self._signals = Signals(
            asyncio.get_running_loop(),
            self._signalled,
            lambda: getattr(self._driver, "_writer_thread", None),
        )

    def on_unmount(self) -> None:
        """Restore the signal handlers."""
        if self._signals is not None:
            self._signals.give_back()

    async def on_event(self, event: events.Event) -> None:
        """Note when the mouse button went up: a click event has no time."""
        if isinstance(event, events.MouseUp):
            self.clicked_at = event.time
        await super().on_event(event)

    @property
    def guard_seconds(self) -> float:
        """Seconds that the target of a key must have been on the screen; 0 takes every key."""
        return self.workspace.settings.guard / 1000

    # -- pages -------------------------------------------------------------------------------------

    def home_view(self) -> HomeView:
        """What is due and new today, as the home page shows it."""
        return home_view(self.workspace)

    def show_page(self, page: Screen[None]) -> None:
        """Replace the current page. The first stays below: Textual cannot remove it."""
        self._close_palette()
        if len(self.screen_stack) == 1:
            self.push_screen(page)
        else:
            self.switch_screen(page)

    def go_home(self, message: str = "") -> None:
        """Go to the home page; deck files are read again behind it."""
        self._from_home = True
        self.show_page(HomeScreen(self.home_view(), message, reread=True))

    def start_review(
        self, decks: list[str] | None, new: int | None = None, message: str = ""
    ) -> bool:
        """Start a review; False if there is nothing to ask."""
        return self._start(start_review(self.workspace, decks, new=new), message)

    def continue_review(self, review: Review, message: str = "") -> None:
        """Go on with a review at the card that it asks next, or show its end."""
        self.show_page(self._review_page(review, message))

    def start_practice(self, kind: Kind, decks: list[str] | None, number: int | None) -> bool:
        """Start practice, which does not reschedule cards; False if there is nothing to ask."""
        return self._start(start_practice(self.workspace, kind, decks, number))

    def study(self, kind: Kind | None, decks: list[str] | None, found: frozenset[Part]) -> bool:
        """Start a review of the cards that a search found, or a practice; False if there is nothing
        to ask.
        """
        review = (
            start_review(self.workspace, decks, found=found)
            if kind is None
            else start_practice(self.workspace, kind, decks, found=found)
        )
        if review.item is not None:
            self._close_pages()
        return self._start(review)

    def study_quiz(self, quiz: Quiz) -> None:
        """Show a quiz in place of the search that it is from."""
        self._close_pages()
        self.show_quiz(quiz)

    def _close_pages(self) -> None:
        """Close all but one of the pages over home: the next page replaces that one."""
        while len(self.screen_stack) > 2 and not isinstance(self.screen_stack[-2], HomeScreen):
            self.pop_screen()

    def _start(self, review: Review, message: str = "") -> bool:
        if review.item is None:
            return False
        self.show_page(self._review_page(review, message))
        return True

    def _review_page(self, review: Review, message: str = "") -> Screen[None]:
        """The review page, or its summary at the end; imported late, because home does not need
        them.
        """
        if review.item is not None:
            from learnms.tui.review.screen import ReviewScreen

            return ReviewScreen(review, message)
        from learnms.tui.review.summary import SummaryScreen

        return SummaryScreen(review)

    def leave_review(self) -> None:
        """Leave a review or a quiz for home, or quit if the program started with it."""
        if self._from_home:
            self.go_home()
        else:
            self.stop()

    def undo(self, review: Review) -> None:
        """Take back the latest answer from the summary of a review."""
        try:
            event = review.undo()
        except LearnmsError as error:
            self.pages()[0].complain(str(error))
        else:
            words = review.undone_words(event)
            if event is not None and review.item is not None:
                self.show_page(self._review_page(review, words))
            else:
                self.pages()[0].say(words)

    def show_help(self, title: str = "") -> None:
        """Show a page of the help over the page, or with '' the keys of the page."""
        from learnms.tui.help.screen import HelpScreen

        self.push_screen(HelpScreen(section_of(self.pages()[0].mode()), title))

    def show_settings(self) -> None:
        """Show the settings over the home page."""
        from learnms.tui.settings.screen import SettingsScreen

        self.push_screen(SettingsScreen())

    def show_key_test(self) -> None:
        """Show over the settings the page on which keys are tried."""
        from learnms.tui.settings.keys import KeysScreen

        self.push_screen(KeysScreen())

    def show_erase(self) -> None:
        """Show over the settings what would be erased."""
        from learnms.tui.settings.erase import EraseScreen

        self.push_screen(EraseScreen())

    def close_page(self) -> None:
        """Close a page that covers another; home is redrawn."""
        self._close_palette()
        self.pop_screen()
        if isinstance(self.screen, HomeScreen):
            self.screen.settings_changed()

    def choose(self, settings: Settings) -> None:
        """Save settings and apply their theme and their spacing.

        Raises:
            LearnmsError: they cannot be written; they hold until the program ends.
        """
        self.theme = theme_name(settings.theme)
        self.set_class(settings.is_large, "-large")
        self.workspace.choose(settings)

    def choose_theme(self, setting: str) -> None:
        """Apply a theme and remember it."""
        from dataclasses import replace

        with suppress(LearnmsError):  # a look that cannot be remembered is no reason to refuse it
            self.choose(replace(self.workspace.settings, theme=setting))

    def action_next_theme(self) -> None:
        """Go on to the next of dark, light and contrast."""
        self.choose_theme(next_theme(self.workspace.settings.theme))

    def action_command_palette(self) -> None:
        """Search the commands of the page, the other pages, and the themes."""
        from learnms.tui.app.commands import Commands, of_page

        page = self.pages()[0]
        if self.screen is page:
            commands = [*of_page(page), *self._routes(page)]
            self.push_screen(Commands(page, commands, self.choose_theme))

    @property
    def _browse_name(self) -> str:
        has_figures = self.workspace.voice.has_figures
        return "Browse: search and edit cards" if has_figures else "All cards"

    def _routes(self, page: PageScreen) -> Iterator[tuple[str, Callable[[], None]]]:
        """The pages that can be opened over another; from a question, none that would leave it."""
        from learnms.engine.help.pages import pages

        settings = self.workspace.settings
        routes: list[tuple[str, Callable[[], None]]] = [
            (self._browse_name, self.show_browse),
            (f"Progress: {sentence_of(KEYS['progress'], settings)}", self.show_progress),
            ("Settings", self.show_settings),
        ]
        if not settings.is_patient or settings.exam is not None:
            routes.append(("Exam plan", self.show_plan))
        if isinstance(page, HomeScreen):
            routes = []  # its own keys open them
        if settings.who == "instructor":
            routes.append(("Class: the questions of a class, from its hand-ins", self.show_class))
        for name, route in routes:
            yield name, partial(self.when_open, route)
        for help_page in pages(settings, self.workspace.home_folder):
            yield f"Help: {help_page.title}", partial(self.show_help, help_page.title)

    def _close_palette(self) -> None:
        """Close the palette if a page that was loading arrives meanwhile."""
        if isinstance(self.screen, ModalScreen):
            self.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Copying is on only while text is selected; otherwise its key quits the program."""
        return action != "copy_selection" or bool(self.screen.get_selected_text())

    def action_copy_selection(self) -> None:
        """Copy the text that is selected with the mouse."""
        self.copy_to_clipboard(self.screen.get_selected_text() or "")
        self.screen.clear_selection()
        self.pages()[0].say("Copied.")

    # -- the editor and the end --------------------------------------------------------------------

    def edit(self, path: str, line: int) -> str:
        """Open a file in the learner's editor, and return a sentence about what happened."""
        place = f"{shown_path(path)}:{line}"
        if self.is_web:
            return f"{NO_EDITOR_IN_BROWSER} The card is at {place}"
        command = editor_command(os.environ, path, line)
        if command is None:
            return f"{NO_EDITOR} The card is at {place}"
        try:
            with self.suspend():
                subprocess.run(command, check=False)
        except (SuspendNotSupported, OSError) as error:
            return f"{command[0]} could not be started ({error}). The card is at {place}"
        self.refresh_decks()
        return f"Edited {place}{edited_with(os.environ, command)}"

    def action_stop(self) -> None:
        """End the program, from any page."""
        self.stop()

    def hang_up(self) -> None:
        """End the program as a terminal does that is closed."""
        self._signalled(1)  # SIGHUP, which Windows does not have

    def _signalled(self, number: int) -> None:
        self._is_signalled = True
        self.stop(128 + number)

    def stop(self, code: int = 0) -> None:
        """End the program. A change that is being written is finished first; called a second time,
        end at once.
        """
        writing = next((page for page in self.pages() if page.is_writing), None)
        if writing is None or self._is_stopping:
            self.last_words = "The last change was not saved." if writing is not None else ""
            self._end(code)
        else:
            self._is_stopping = True
            writing.finish_then(partial(self._end, code))

    def erase(self) -> None:
        """End the program, and erase the learner's data then: the pages still use it."""
        self.erases = True
        self.stop()

    def _fatal_error(self) -> None:
        """End after an error that nothing caught. Textual would print every variable with it, and
        what the learner typed may be among them.
        """
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        traceback = Traceback(width=None, show_locals=False)
        self._exit_renderables.append(
            Segments(self.console.render(traceback, self.console.options))
        )
        self._close_messages_no_wait()

    def _end(self, code: int) -> None:
        if self._is_signalled:
            self._forced = force_after(code)
        self.exit(return_code=code)

    def forget_the_end(self) -> None:
        """Cancel the forced exit: the program has ended by itself."""
        if self._forced is not None:
            self._forced.cancel()
