"""The first page as it acts: starts reviews, opens settings, says why something cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.queue.catch_up import backlog_question
from learnms.engine.review.start import offer_more, undo_latest
from learnms.engine.review.undo_wording import taken_back
from learnms.engine.wording import count
from learnms.tui.home import view as home
from learnms.tui.home.exam_line import ExamLine
from learnms.tui.kit.content import QUIET, WARN
from learnms.tui.kit.page import Page, PageScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from learnms.engine.home.overview import DeckRow, HomeView
    from learnms.errors import LearnmsError
    from learnms.tui.home.exam_line import Expected

NO_DECK = "Select a deck first (↑↓)."
NO_PROBLEM = "No deck has a problem."
READING = "Only reading works, so no review can be started here."


class HomeScreen(PageScreen):
    """What waits today.

    Args:
        view: what the engine says waits.
        said: a sentence for the line above the keys.
        reread: whether deck files are looked at again behind the page.
    """

    guarded: ClassVar[frozenset[str]] = frozenset(
        {"open", "quiz", "more", "row", "take_back", "learn", "no", "quit"}
    )

    def __init__(self, view: HomeView, said: str = "", *, reread: bool = False) -> None:
        super().__init__(said)
        self.view = view
        self.list = Page("list")
        self._reread = reread
        self._cursor = 0
        self._commands = False
        self._offered: tuple[str, int] | None = None
        """A deck of which so many new cards beyond today's are offered, while that is asked."""
        self.exam = ExamLine(self)

    def inside(self) -> Iterable[Widget]:
        """The menu."""
        return (self.list,)

    def phase(self) -> str:
        """The menu, or the question that it leads to."""
        return "home" if self._offered is None else "home more"

    def missing(self) -> frozenset[str]:
        """What is not offered at the moment."""
        missing = set()
        if not self._targets():
            missing.add("open")
        if home.QUIZ not in self._targets():
            missing.add("quiz")
        if self.shell.workspace.settings.is_patient and self.shell.workspace.settings.exam is None:
            missing.add("plan")
        return frozenset(missing)

    def idle(self) -> frozenset[str]:
        """What would only say that it has nothing to act on."""
        idle = set()
        if not home.left_new(self.view.decks):
            idle.add("more")
        if self._deck() is None:
            idle.add("deck")
        if not self.view.troubled:
            idle.add("problems")
        return frozenset(idle)

    def labels(self) -> dict[str, tuple[str, str]]:
        """What enter does with the row at the ▸."""
        row = self._deck()
        if row is None:
            return {"open": ("enter", home.STARTS[self._target()])}
        return {"open": ("enter", "study" if row.total else "cases" if row.cases else "deck")}

    def _targets(self) -> list[str]:
        """What the rows of the menu start."""
        return home.targets(self.view, self.exam.words(self.view.today))

    def draw(self) -> None:
        """Show what waits."""
        workspace = self.shell.workspace
        self._cursor = min(self._cursor, max(0, len(self._targets()) - 1))
        self.head.show(home.heading(self.view))
        patient, mends, exam = (
            workspace.settings.is_patient,
            workspace.settings.who == "instructor",
            self.exam.words(self.view.today),
        )
        self.list.show(
            home.body(
                self.view,
                workspace.home_folder,
                self._cursor,
                workspace.notice,
                patient=patient,
                commands=self._commands,
                exam=exam,
                mends=mends,
            )
        )
        self.show_keys()

    def painted(self) -> None:
        """The page is there: look at the decks again where that is wanted, and open the writer."""
        if self._reread:
            self._reread = False
            self.shell.refresh_decks()
        self.shell.open_store()

    def catch_up(self) -> None:
        """The page is painted, or deck files have been looked at: now there is time for what an
        exam plan leads to.
        """
        super().catch_up()
        self.exam.begin()

    def on_expected(self, message: Expected) -> None:
        """What the exam plan leads to is known."""
        if self.exam.taken(message.found):
            self.draw()

    def refresh_view(self) -> None:
        """Ask the engine again, and draw what changed."""
        self.exam.outdated()
        view = self.shell.home_view()
        if view != self.view:
            self.view = view
            self.draw()

    def settings_changed(self) -> None:
        """Other decks, other words."""
        self.exam.outdated()
        self.view = self.shell.home_view()
        self.draw()

    def decks_changed(self) -> None:
        """A deck file was read anew."""
        self.refresh_view()

    def store_opened(self) -> None:
        """The writer is there; what it took in on opening may have moved what waits."""
        self.refresh_view()

    def store_failed(self, error: LearnmsError) -> None:
        """There is no writer, and a sentence why."""
        self.complain(str(error))

    # -- doing -------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """The arrows move the ▸; the page scrolls where it is longer than the screen."""
        rows = len(self._targets())
        if action not in ("up", "down") or not rows:
            return super().move(action)
        self._cursor = max(0, min(rows - 1, self._cursor + (1 if action == "down" else -1)))
        self.draw()
        self._bring_into_view()
        return True

    def _bring_into_view(self) -> None:
        span = self.list.flow.span_of(home.CURSOR, self.list.size.width)
        top, view = self.body.scroll_offset.y, self.body.size.height
        if self._cursor == 0:
            self.body.scroll_home(animate=False)
        elif span is not None and not top <= span[0] < top + view:
            self.body.scroll_to(
                y=span[1] - view if span[0] >= top + view else span[0], animate=False
            )

    def _deck(self) -> DeckRow | None:
        """The deck at the cursor; None where the cursor is at everything."""
        return next((row for row in self.view.decks if row.id == self._target()), None)

    def _target(self) -> str:
        """What the row at the cursor starts."""
        targets = self._targets()
        return targets[self._cursor] if self._cursor < len(targets) else home.ALL

    def _more(self) -> tuple[list[str] | None, int]:
        """Which decks `n` would bring new cards of, and how many: of the deck at the ▸, else of
        all; some more than today's.
        """
        row = self._deck()
        if row is None:
            return None, min(self.view.more + self.view.new, home.left_new(self.view.decks))
        return [row.id], min(self.view.more + row.new, home.left_new([row]))

    def do(self, action: str, key: str) -> None:
        """One method per action."""
        getattr(self, f"do_{action}")(key)

    def do_row(self, key: str) -> None:
        """A row was clicked."""
        self._cursor = int(key)
        self.do_open(key)

    def do_open(self, key: str) -> None:
        """Start what the row at the ▸ names: a review of everything or of a deck, a quiz, the
        cases, a page.
        """
        self._offered = None
        others = {home.QUIZ: self.do_quiz, home.PLAN: self.do_plan, home.WAYS: self.do_ways}
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
        """Nothing of a deck waits: ask whether to learn new cards of it all the same."""
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
        """Leave it."""
        self._offered = None
        self.say()
        self.draw()

    def _open_other(self, row: DeckRow) -> None:
        """A deck without cards to study: the cases, or its page."""
        if row.cases:
            self.shell.show_cases()
        else:
            self.shell.show_deck(row.id)

    def do_quiz(self, key: str) -> None:
        """Choose a quiz."""
        if self.shell.workspace.read_only:
            self.say(
                f"{self.shell.workspace.read_only_reason} {READING.replace('review', 'quiz')}", WARN
            )
        else:
            self.shell.build_quiz()

    def do_browse(self, key: str) -> None:
        """Every card and question."""
        self.shell.show_browse()

    def do_progress(self, key: str) -> None:
        """How it goes."""
        self.shell.show_progress()

    def do_plan(self, key: str) -> None:
        """The exam plan."""
        self.shell.show_plan()

    def do_ways(self, key: str) -> None:
        """Other ways to study, with the deck at the cursor or with all."""
        row = self._deck()
        self.shell.show_ways(row.id if row is not None else None)

    def do_deck(self, key: str) -> None:
        """The page of the deck at the cursor."""
        row = self._deck()
        if row is not None:
            self.shell.show_deck(row.id)
        else:
            self.say(NO_DECK)

    def do_more(self, key: str) -> None:
        """Some more new cards."""
        decks, number = self._more()
        if number:
            self._start(decks, new=number)
        else:
            self.say(
                "Every card of this deck has been learned."
                if decks
                else "Every card has been learned."
            )

    def _start(self, decks: list[str] | None, new: int | None = None) -> None:
        if not self._begins(decks, new):
            self.say("There is nothing left to ask here today.")

    def _begins(self, decks: list[str] | None, new: int | None = None) -> bool:
        """Begin a review, or say why none can be, or ask what to do about a backlog; False where
        there is nothing to ask.
        """
        if self.shell.workspace.read_only:
            self.say(f"{self.shell.workspace.read_only_reason} {READING}", WARN)
            return True
        if (question := backlog_question(self.shell.workspace, decks)) is not None:
            self.shell.show_backlog(question, decks, new)
            return True
        return self.shell.start_review(decks, new, self._new_come_last(decks) if new else "")

    def _new_come_last(self, decks: list[str] | None) -> str:
        """Who asked for new cards is told where something else comes first."""
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
        """Undo what came last today, or take a pause that is on back."""
        workspace = self.shell.workspace
        if workspace.read_only:
            self.say(
                f"{workspace.read_only_reason} Only reading works, so nothing"
                " can be taken back here.",
                WARN,
            )
            return
        if self.view.paused_until is not None:
            from learnms.engine.postpone import postpone as ways
            from learnms.engine.postpone import wording as ways_words

            number = ways.take_back(workspace.data, workspace.open_store(), workspace.today)
            self.refresh_view()
            self.say(ways_words.taken_back(number))
            return
        event, review = undo_latest(workspace)
        if review is not None:
            self.shell.continue_review(review, taken_back(event))
            return
        self.refresh_view()
        self.say(taken_back(event, shown=False))

    def do_problems(self, key: str) -> None:
        """Show or hide how to look at the problems; what is shown comes into view."""
        if not self.view.troubled:
            self.say(NO_PROBLEM)
            return
        self._commands = not self._commands
        self.draw()
        if self._commands:
            self.key_line.call_after_refresh(self._show_problems)

    def _show_problems(self) -> None:
        span = self.list.flow.span_of(home.PROBLEMS, self.list.size.width)
        if span is not None:
            self.body.scroll_to(y=span[0], animate=False)

    def do_settings(self, key: str) -> None:
        """Open the settings."""
        self.shell.show_settings()

    def do_help(self, key: str) -> None:
        """All keys."""
        self.shell.show_help()

    def do_quit(self, key: str) -> None:
        """End."""
        self.shell.stop()
