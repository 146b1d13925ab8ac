"""The home screen: starts reviews and quizzes, opens other pages, or says why it cannot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from learnms.engine.queue.catch_up import backlog_question
from learnms.engine.review.start import offer_more, undo_latest
from learnms.engine.review.wording import taken_back
from learnms.engine.wording import count
from learnms.tui.home import view
from learnms.tui.home.exam_line import ExamLine
from learnms.tui.kit.content import QUIET, WARN
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from learnms.engine.home.overview import DeckRow, HomeView
    from learnms.tui.home.exam_line import ReadinessComputed

_ALONE = frozenset({"no", "problems", "quit"})
"""Actions that need no more than is on the page."""
NO_DECK = "Select a deck first (↑↓)."
NO_PROBLEM = "No deck has a problem."


class HomeScreen(PageScreen):
    """Shows what is due and new today.

    Args:
        view: what the engine says is due and new.
        message: a sentence for the line above the keys.
        reread: whether deck files are read again behind the page.
    """

    guarded: ClassVar[frozenset[str]] = frozenset(
        {"open", "quiz", "more", "row", "take_back", "learn", "no", "quit"}
    )

    def __init__(self, view: HomeView, message: str = "", *, reread: bool = False) -> None:
        super().__init__(message)
        self.view = view
        self._reread = reread
        self._cursor = 0
        self._commands = False
        self._offered: tuple[str, int] | None = None
        """A deck of which so many new cards beyond today's are offered, while that is asked."""
        self.exam = ExamLine(self)

    def mode(self) -> str:
        return "home" if self._offered is None else "home more"

    def disabled_actions(self) -> frozenset[str]:
        disabled = set()
        if not self._targets():
            disabled.add("open")
        if view.QUIZ not in self._targets():
            disabled.add("quiz")
        if self.shell.workspace.settings.is_patient and self.shell.workspace.settings.exam is None:
            disabled.add("plan")
        return frozenset(disabled)

    def idle(self) -> frozenset[str]:
        """Actions that would only say that they have nothing to act on."""
        idle = set()
        if not view.left_new(self.view.decks):
            idle.add("more")
        if self._deck() is None:
            idle.add("deck")
        if not self.view.troubled:
            idle.add("problems")
        return frozenset(idle)

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name what enter does on the row at the ▸."""
        row = self._deck()
        if row is None:
            return {"open": ("enter", view.STARTS[self._target()])}
        return {"open": ("enter", "study" if row.total else "cases" if row.cases else "deck")}

    def _targets(self) -> list[str]:
        """What the rows of the menu start, top to bottom."""
        return view.targets(self.view, self.exam.words(self.view.today))

    def draw(self) -> None:
        workspace = self.shell.workspace
        self._cursor = min(self._cursor, max(0, len(self._targets()) - 1))
        self.head.show(view.heading(self.view))
        self.list.show(
            view.body(
                self.view,
                workspace.home_folder,
                self._cursor,
                workspace.notice,
                workspace.settings,
                commands=self._commands,
                exam=self.exam.words(self.view.today),
            )
        )
        self.show_keys()

    def on_painted(self) -> None:
        """Read the decks again where wanted; compute the forecast of an exam plan."""
        if self._reread:
            self._reread = False
            self.shell.refresh_decks()
        self.exam.begin()

    def on_readiness_computed(self, message: ReadinessComputed) -> None:
        """Show what the exam plan leads to."""
        if self.exam.update(message.readiness):
            self.draw()

    def refresh_view(self) -> None:
        """Ask the engine again and draw what changed."""
        self.exam.outdated()
        view = self.shell.home_view()
        if view != self.view:
            self.view = view
            self.draw()

    def settings_changed(self) -> None:
        self.exam.outdated()
        self.view = self.shell.home_view()
        self.draw()

    def decks_changed(self) -> None:
        self.refresh_view()

    # -- doing -------------------------------------------------------------------------------------

    def do(self, action: str, key: str) -> None:
        """Do at once what this page does alone; everything else once the store is open."""
        if action in _ALONE:
            super().do(action, key)
        else:
            self.shell.when_open(partial(super().do, action, key))

    def move(self, action: str) -> bool:
        """Move the ▸, and scroll where the page is longer than the screen."""
        rows = len(self._targets())
        if action not in ("up", "down") or not rows:
            return super().move(action)
        self._cursor = max(0, min(rows - 1, self._cursor + (1 if action == "down" else -1)))
        self.draw()
        self._bring_into_view()
        return True

    def _bring_into_view(self) -> None:
        span = self.list.flow.span_of(view.CURSOR, self.list.size.width)
        top, height = self.body.scroll_offset.y, self.body.size.height
        if self._cursor == 0:
            self.body.scroll_home(animate=False)
        elif span is not None and not top <= span[0] < top + height:
            self.body.scroll_to(
                y=span[1] - height if span[0] >= top + height else span[0], animate=False
            )

    def _deck(self) -> DeckRow | None:
        """The deck at the ▸; None on other rows."""
        return next((row for row in self.view.decks if row.id == self._target()), None)

    def _target(self) -> str:
        """What the row at the ▸ starts."""
        targets = self._targets()
        return targets[self._cursor] if self._cursor < len(targets) else view.ALL

    def _more(self) -> tuple[list[str] | None, int]:
        """The decks and the number of new cards that `n` would add: of the deck at the ▸, else of
        all.
        """
        row = self._deck()
        if row is None:
            return None, min(self.view.more + self.view.new, view.left_new(self.view.decks))
        return [row.id], min(self.view.more + row.new, view.left_new([row]))

    def do_row(self, key: str) -> None:
        """Start the clicked row."""
        self._cursor = int(key)
        self.do_open(key)

    def do_open(self, key: str) -> None:
        """Start the row at the ▸: a review of everything or a deck, a quiz, the cases, a page."""
        self._offered = None
        others = {view.QUIZ: self.do_quiz, view.PLAN: self.do_plan, view.WAYS: self.do_ways}
        if self._target() in others:
            others[self._target()](key)
            return
        row = self._deck()
        if row is not None and not row.total:
            self._open_other(row)
            return
        if row is None:
            self._start(None)
        elif not self._begins([row.id]):
            self._offer(row)

    def _offer(self, row: DeckRow) -> None:
        """Ask whether to learn new cards of a deck of which nothing is due."""
        question, number = offer_more(self.shell.workspace, row.id)
        self._offered = (row.id, number) if number else None
        self.draw()
        self.say(question or f"Nothing of “{row.title}” is due today.", WARN if question else QUIET)

    def do_learn(self, key: str) -> None:
        """Learn the new cards that were offered."""
        if self._offered is not None:
            deck, number = self._offered
            self.do_no(key)
            self._start([deck], number)

    def do_no(self, key: str) -> None:
        """Close the question without a change."""
        self._offered = None
        self.say()
        self.draw()

    def _open_other(self, row: DeckRow) -> None:
        """Open the cases of a deck without cards, or its page."""
        if row.cases:
            self.shell.show_cases()
        else:
            self.shell.show_deck(row.id)

    def do_quiz(self, key: str) -> None:
        """Open the page on which a quiz is built."""
        if not self.refuses_writing("quiz answers can't be saved here"):
            self.shell.build_quiz()

    def do_browse(self, key: str) -> None:
        """Show the search over the page."""
        self.shell.show_browse()

    def do_progress(self, key: str) -> None:
        """Show progress over the page."""
        self.shell.show_progress()

    def do_plan(self, key: str) -> None:
        """Show the exam plan over the page."""
        self.shell.show_plan()

    def do_ways(self, key: str) -> None:
        """Show other ways to study the deck at the ▸, or all."""
        row = self._deck()
        self.shell.show_ways(row.id if row is not None else None)

    def do_deck(self, key: str) -> None:
        """Show the page of the deck at the ▸."""
        row = self._deck()
        if row is not None:
            self.shell.show_deck(row.id)
        else:
            self.say(NO_DECK)

    def do_more(self, key: str) -> None:
        """Learn some more new cards."""
        decks, number = self._more()
        if number:
            self._start(decks, new=number)
        else:
            self.say("This deck has no new cards left." if decks else "No new cards left.")

    def _start(self, decks: list[str] | None, new: int | None = None) -> None:
        if not self._begins(decks, new):
            self.say("Nothing left to review here today.")

    def _begins(self, decks: list[str] | None, new: int | None = None) -> bool:
        """Start a review, or say why not, or ask about a backlog; False where nothing would be
        asked.
        """
        if self.refuses_writing("reviews can't be saved here"):
            return True
        if (question := backlog_question(self.shell.workspace, decks)) is not None:
            self.shell.show_backlog(question, decks, new)
            return True
        return self.shell.start_review(decks, new, self._new_come_last(decks) if new else "")

    def _new_come_last(self, decks: list[str] | None) -> str:
        """A sentence where due cards come before the new ones that were asked for."""
        due = (
            self.view.due
            if decks is None
            else sum(row.due for row in self.view.decks if row.id in decks)
        )
        return (
            f"{count(due, 'due card')} {'comes' if due == 1 else 'come'} first, then the new ones."
            if due
            else ""
        )

    def do_take_back(self, key: str) -> None:
        """Undo what came last today, or end a pause."""
        workspace = self.shell.workspace
        if self.refuses_writing("nothing can be undone here"):
            return
        if self.view.paused_until is not None:
            from learnms.engine.postpone import postpone, wording

            number = postpone.take_back(workspace.queries, workspace.open_store(), workspace.today)
            self.refresh_view()
            self.say(wording.taken_back(number))
            return
        event, review = undo_latest(workspace)
        if review is not None:
            self.shell.continue_review(review, taken_back(event, self.shell.workspace.voice))
            return
        self.refresh_view()
        self.say(taken_back(event, self.shell.workspace.voice, shown=False))

    def do_problems(self, key: str) -> None:
        """Show or hide the commands that show a deck's problems, and scroll to them."""
        if not self.view.troubled:
            self.say(NO_PROBLEM)
            return
        self._commands = not self._commands
        self.draw()
        if self._commands:
            self.key_line.call_after_refresh(self._show_problems)

    def _show_problems(self) -> None:
        span = self.list.flow.span_of(view.PROBLEMS, self.list.size.width)
        if span is not None:
            self.body.scroll_to(y=span[0], animate=False)

    def do_settings(self, key: str) -> None:
        """Open the settings."""
        self.shell.show_settings()

    def do_quit(self, key: str) -> None:
        """End the program."""
        self.shell.stop()
