"""The home screen: starts reviews and quizzes, opens other pages, or says why it cannot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical, VerticalScroll

from learnms.engine.home.overview import ask_more
from learnms.engine.home.wording import HOW, HOW_PATIENT, none_due, ready
from learnms.engine.queue.catch_up import backlog_question
from learnms.engine.review.start import offer_more, undo_latest
from learnms.engine.wording import NO_NEW, count
from learnms.tui.home import view
from learnms.tui.home.computing import WIDE, Computing
from learnms.tui.home.decks import DeckTable
from learnms.tui.home.panels import PanelColumn, has_countdown, weak_topics
from learnms.tui.home.today import TodaySheet
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import QUIET, WARN
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.layout import Press
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.home.overview import DeckRow, HomeView
    from learnms.tui.home.computing import PanelsComputed

_ALONE = frozenset({"no", "problems", "quit"})
"""Actions that need no more than is on the page."""
_MARGIN = 2
"""Cells at each side of the body."""
NO_DECK, NO_TOPIC = "Select a deck first (↑↓).", "Select a topic first (↑↓)."
NO_PROBLEM = "No problems in any deck."


class HomeScreen(PageScreen):
    """Shows what is due and new today.

    Args:
        view: what the engine says is due and new.
        message: a sentence for the line above the keys.
        reread: whether deck files are read again behind the page.
    """

    DEFAULT_CSS = """
    HomeScreen {
        #body { overflow: hidden; scrollbar-gutter: auto; }
        #columns { height: 1fr; }
        #left { width: 1fr; height: 1fr; }
        #table { height: 1fr; }
        #notes { height: auto; max-height: 4; scrollbar-size-vertical: 1; display: none; }
        #notes.-some { display: block; }
        #notes.-open { max-height: 60%; }
        #weak { display: none; height: auto; padding: 0 3; margin: 1 0; }
    }
    HomeScreen.-wide.-tall #weak { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("home")
    guarded: ClassVar[frozenset[str]] = frozenset(
        {"open", "quiz", "ready_case", "learn_more", "undo_last", "learn", "no", "quit"}
    )

    def __init__(self, view: HomeView, message: str = "", *, reread: bool = False) -> None:
        super().__init__(message)
        self.view = view
        self._reread = reread
        self._commands = False
        self._offered: tuple[list[str] | None, int] | None = None
        """Decks of which so many new cards beyond today's are offered, while that is asked."""
        self.today, self.table = TodaySheet(), DeckTable()
        self._notice: str | None = None
        self.notes, self.weak, self.column = FlowView(), FlowView("weak"), PanelColumn()
        self.computing = Computing(self)

    def mode(self) -> str:
        return "home" if self._offered is None else "home more"

    def compose_body(self) -> Iterable[Widget]:
        notes = VerticalScroll(self.notes, id="notes", can_focus=False)
        above, below = ([notes], []) if self._fixes_decks else ([], [notes])
        left = [self.today, *above, Vertical(self.table, id="table"), *below, self.weak]
        return (Horizontal(Vertical(*left, id="left"), self.column, id="columns"),)

    def begin(self) -> None:
        self._focus_first()
        self._name_enter()

    def _focus_first(self) -> None:
        """Focus the button that is pressed most."""
        if self.today.first.display:
            self.set_focus(self.today.first)
        elif self.view.decks:
            self.set_focus(self.table)

    @property
    def _fixes_decks(self) -> bool:
        """Whether problems are above the decks: an instructor can fix them."""
        return self.shell.workspace.settings.who == "instructor"

    def disabled_actions(self) -> frozenset[str]:
        disabled = set()
        if self._choices()[0] is None and self._deck() is None:
            disabled.add("open")
        if not self.view.can_quiz:
            disabled.add("quiz")
        if not any(row.cases for row in self.view.decks):
            disabled.add("ready_case")
        if self.shell.workspace.settings.is_patient and self.view.exam is None:
            disabled.add("exam_plan")
        return frozenset(disabled)

    def idle(self) -> frozenset[str]:
        """Actions that would only say that they have nothing to act on."""
        idle = set()
        if not self.view.left_new:
            idle.add("learn_more")
        if self._deck() is None:
            idle.add("deck")
        if not self.view.troubled:
            idle.add("problems")
        return frozenset(idle)

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name what enter does now."""
        row = self._deck()
        if row is not None:
            word = "study deck" if row.total else "open cases" if row.cases else "open deck"
            return {"open": ("enter", word)}
        choice = self._choices()[1 if self.focused is self.today.second else 0]
        return {"open": ("enter", choice.word or choice.label)} if choice is not None else {}

    def _choices(self) -> tuple[view.Choice | None, view.Choice | None]:
        return (
            view.first_choice(self.view, self.shell.workspace.settings),
            view.second_choice(self.view, self.shell.workspace.settings),
        )

    def say(self, text: str = "", style: str = QUIET) -> None:
        """Show a sentence above the keys, where the decks leave no row free without one."""
        super().say(text, style)
        self.message.display = bool(text)

    def draw(self) -> None:
        workspace, home = self.shell.workspace, self.view
        readiness = self.computing.readiness
        self.head.show(view.heading(home.today, workspace.voice))
        self.today.show(
            view.numbers(home, workspace.voice, ready(readiness, workspace.voice)),
            view.sentences(home, workspace.home_folder, workspace.voice, readiness),
            (HOW if workspace.voice.has_figures else HOW_PATIENT)
            if home.is_first and home.waiting
            else "",
            self._choices(),
        )
        self.today.name_keys(self._choices(), self.focused)
        self._notice = workspace.notice
        notes = view.problems(home, commands=self._commands) + view.notice(self._notice)
        notes += view.own_deck(home, workspace.settings)
        self.notes.show(notes)
        self.query_one("#notes").set_class(bool(notes), "-some")
        self.query_one("#notes").set_class(self._commands, "-open")
        self._draw_decks()
        self._draw_panels()
        self.show_keys()

    def _draw_decks(self) -> None:
        workspace = self.shell.workspace
        self.table.display = bool(self.view.decks)
        self.table.show(
            self.view,
            self.table.container_size.width or self._expected_width,
            workspace.voice,
            is_spaced=workspace.settings.is_spaced,
        )

    @property
    def _expected_width(self) -> int:
        """The cells that the decks will have; the first layout then needs no second one. 0 where
        panels beside them decide.
        """
        width = self.shell.size.width
        return width - 2 * _MARGIN if width < WIDE else 0

    def _draw_panels(self) -> None:
        has_figures = self.shell.workspace.voice.has_figures
        self.column.set_class(not has_figures and not has_countdown(self.view), "-none")
        if self.shell.size.width < WIDE:
            return
        panels, voice = self.computing.panels, self.shell.workspace.voice
        self.column.show(self.view, panels, self.computing.readiness, voice)
        self.weak.show(weak_topics(panels) if panels is not None and voice.has_figures else [])

    def on_resize(self, event: events.Resize) -> None:
        """Give the decks the new room, and the panels if they fit now."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._draw_decks()
        self._draw_panels()
        self.computing.begin()

    def on_descendant_focus(self) -> None:
        """Say what enter does now."""
        if self.is_mounted:
            self._name_enter()

    def on_descendant_blur(self) -> None:
        self.call_after_refresh(self._name_enter)

    def _name_enter(self) -> None:
        self.today.name_keys(self._choices(), self.focused)
        self.show_keys()

    def on_painted(self) -> None:
        """Reload the decks if wanted; compute the panels."""
        if self._reread:
            self._reread = False
            self.shell.refresh_decks()
        self.computing.begin()

    def on_panels_computed(self, message: PanelsComputed) -> None:
        """Show what has been computed."""
        if self.computing.update(message.panels):
            self.draw()

    def refresh_view(self) -> None:
        """Ask the engine again and draw what changed."""
        self.computing.outdated()
        view = self.shell.home_view()
        if view != self.view or self.shell.workspace.notice != self._notice:
            self.view = view
            self.draw()

    def settings_changed(self) -> None:
        self.computing.outdated()
        self.view = self.shell.home_view()
        self.draw()

    def decks_changed(self) -> None:
        self.refresh_view()

    # -- doing -------------------------------------------------------------------------------------

    def do(self, action: str, key: str) -> None:
        """Do at once what needs only this page; everything else once the store is open. The message
        about the action before goes.
        """
        self.say()
        if action in _ALONE:
            super().do(action, key)
        else:
            self.shell.when_open(partial(super().do, action, key))

    def move(self, action: str) -> bool:
        """Go from the buttons to the decks and back, or move along the decks. What was said of the
        deck before goes.
        """
        self.say()
        table = self.table
        if not self.view.decks:
            return True
        if self.focused is not table:
            if action in ("down", "page_down"):
                self.set_focus(table)
            return True
        if action == "up" and table.cursor_row == 0:
            self._focus_first()
            return True
        moves = {
            "up": table.action_cursor_up,
            "down": table.action_cursor_down,
            "page_up": table.action_page_up,
            "page_down": table.action_page_down,
        }
        moves[action]()
        self.show_keys()
        return True

    def _deck(self) -> DeckRow | None:
        """The deck at the ▸; None where the table has no focus."""
        key = self.table.row_key if self.focused is self.table else None
        return next((row for row in self.view.decks if row.id == key), None)

    def on_data_table_row_selected(self) -> None:
        """Study the deck that was clicked."""
        self.clicked(Press("open"))

    def _more(self) -> tuple[list[str] | None, int]:
        """The decks and the number of new cards that `n` would add: of the deck at the ▸, or of
        all.
        """
        row = self._deck()
        if row is None:
            return None, min(self.view.more + self.view.new, self.view.left_new)
        return [row.id], min(self.view.more + row.new, view.left_new([row]))

    def action_open(self, key: str = "") -> None:
        """Study the deck at the ▸, its cases or its page; elsewhere review everything."""
        self._offered = None
        row = self._deck()
        choice = self._choices()[0]
        if row is None and choice is not None and choice.action != "open":
            self.do(choice.action, key)
        elif row is None:
            self._start(None)
        elif not row.total:
            self._open_other(row)
        elif not self._begins([row.id]):
            self._offer(row)

    def _offer(self, row: DeckRow) -> None:
        """Offer new cards of a deck that has nothing due."""
        question, number = offer_more(self.shell.workspace, row.id)
        self._offered = ([row.id], number) if number else None
        self.draw()
        self.say(
            question or none_due(row.title, self.shell.workspace.voice), WARN if question else QUIET
        )

    def action_learn(self, key: str = "") -> None:
        """Learn the new cards that were offered."""
        if self._offered is not None:
            decks, number = self._offered
            self.action_no(key)
            self._start(decks, number)

    def action_no(self, key: str = "") -> None:
        """Close the question without a change."""
        self._offered = None
        if self.focused is None:
            self._focus_first()
        self.say()
        self.draw()

    def _open_other(self, row: DeckRow) -> None:
        """Open the cases of a deck without cards, or its page."""
        if row.cases:
            self.shell.show_cases()
        else:
            self.shell.show_deck(row.id)

    def action_quiz(self, key: str = "") -> None:
        """Open the page on which a quiz is built."""
        if not self.refuses_writing("quiz answers can't be saved here"):
            self.shell.build_quiz()

    def action_ready_case(self, key: str = "") -> None:
        """Start the case that is ready, or open the list of cases."""
        case = self.view.case
        if case is None:
            self.shell.show_cases()
        elif not self.refuses_writing("quiz answers can't be saved here"):
            from learnms.engine.quiz.cases import quiz_of  # not needed to show the page

            self.shell.show_quiz(quiz_of(self.shell.workspace, case.id))

    def action_browse(self, key: str = "") -> None:
        """Show the search over the page."""
        self.shell.show_browse()

    def action_progress(self, key: str = "") -> None:
        """Show progress over the page."""
        self.shell.show_progress()

    def action_exam_plan(self, key: str = "") -> None:
        """Show the exam plan over the page."""
        self.shell.show_plan()

    def action_custom_study(self, key: str = "") -> None:
        """Show custom study for the deck at the ▸, or for all."""
        row = self._deck()
        self.shell.show_ways(row.id if row is not None else None)

    def action_deck(self, key: str = "") -> None:
        """Show the page of the deck at the ▸."""
        row = self._deck()
        if row is not None:
            self.shell.show_deck(row.id)
        else:
            self.say(NO_DECK if self.shell.workspace.voice.has_figures else NO_TOPIC)

    def action_learn_more(self, key: str = "") -> None:
        """Ask whether to learn more new cards than the day's."""
        decks, number = self._more()
        if number:
            row = self._deck()
            self._offered = decks, number
            if self.focused is not self.table:
                self.set_focus(None)  # enter answers the question and presses no button
            self.draw()
            self.say(ask_more(self.view.new if row is None else row.new, number), WARN)
        else:
            self.say("This deck has no new cards left." if decks else NO_NEW)

    def _start(self, decks: list[str] | None, new: int | None = None) -> None:
        if not self._begins(decks, new):
            self.say("Nothing to study here today.")

    def _begins(self, decks: list[str] | None, new: int | None = None) -> bool:
        """Start a review, say why not, or ask about a backlog; False if there is nothing."""
        if self.refuses_writing("reviews can't be saved here"):
            return True
        if (question := backlog_question(self.shell.workspace, decks)) is not None:
            self.shell.show_backlog(question, decks, new)
            return True
        return self.shell.start_review(decks, new, self._new_come_last(decks) if new else "")

    def _new_come_last(self, decks: list[str] | None) -> str:
        """A sentence if due cards come before the new ones that were asked for."""
        due = (
            self.view.due
            if decks is None
            else sum(row.due for row in self.view.decks if row.id in decks)
        )
        return f"{count(due, 'due card')} first, then new cards." if due else ""

    def action_undo_last(self, key: str = "") -> None:
        """Undo today's last action, or end a pause."""
        workspace = self.shell.workspace
        if self.refuses_writing("nothing can be undone here"):
            return
        if self.view.paused_until is not None:
            from learnms.engine.postpone import postpone, wording

            number = postpone.take_back(workspace.queries, workspace.open_store(), workspace.today)
            self.refresh_view()
            self.say(wording.resumed(number))
            return
        undone, review = undo_latest(workspace)
        if review is not None:
            self.shell.continue_review(review, undone)
            return
        self.refresh_view()
        self.say(undone)

    def action_problems(self, key: str = "") -> None:
        """Open the page of the deck with problems; of several decks that are not selected, show or
        hide the commands that show them.
        """
        troubled = [row.id for row in self.view.troubled]
        if not troubled:
            self.say(NO_PROBLEM)
            return
        row = self._deck()
        selected = row.id if row is not None and row.id in troubled else troubled[0]
        if len(troubled) == 1 or (row is not None and row.id == selected):
            self.shell.show_deck(selected)
            return
        self._commands = not self._commands
        self.draw()

    def action_settings(self, key: str = "") -> None:
        """Open the settings."""
        self.shell.show_settings()

    def action_quit(self, key: str = "") -> None:
        """End the program."""
        self.shell.stop()
