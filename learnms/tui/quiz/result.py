"""Screens after a quiz: its result, and past quizzes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from learnms.engine import wording
from learnms.engine.quiz import wording as quiz_wording
from learnms.engine.quiz.ending import COUNT
from learnms.engine.quiz.results import outcome, results
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.button_row import ButtonRow, Choice
from learnms.tui.kit.content import BOLD, QUIET, plain
from learnms.tui.kit.layout import Heading, Press
from learnms.tui.kit.lists import Table
from learnms.tui.kit.page import PageScreen
from learnms.tui.kit.saving import PRESS_AGAIN, SavesAnswers
from learnms.tui.kit.sheet import Sheet
from learnms.tui.quiz.missed import MissedScreen
from learnms.tui.quiz.options_page import OptionsPage
from learnms.tui.quiz.result_view import Figures, Tallies, missed_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import DataTable

    from learnms.engine.quiz.ending import ToReview
    from learnms.engine.quiz.quiz import Quiz

_DETAILS_FROM = 100
"""Columns from which the list shows what was wrong in each missed question."""
_ONE_COLUMN_BELOW = 70


class ResultScreen(OptionsPage, SavesAnswers):
    """Shows the result of a quiz; with `is_past`, over the list of past ones. Here the learner
    chooses whether a submitted exam counts.

    Args:
        quiz: the quiz.
        message: a sentence for the line above the keys.
        is_past: the page stands over another, to which it returns.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("result")
    DEFAULT_CSS = """
    ResultScreen {
        #halves { height: 1fr; min-height: 7; }
        #tallies {
            width: 1fr;
            height: 1fr;
            padding: 1 3 0 3;
            scrollbar-size-vertical: 1;
            &:focus {
                padding: 1 3 0 2;
                border-left: outer $primary;
                background-tint: transparent;
            }
        }
        #tallies > .note { color: $text-muted; }
        #missed { width: 1fr; height: 1fr; }
        #options { height: 1fr; }
        #question { padding: 1 3 0 3; text-style: bold; }
        #buttons { padding: 1 2 0 2; }
    }
    ResultScreen.-short #message { display: none; }
    ResultScreen.-short.-told #message { display: block; }
    ResultScreen.-regular #head { padding: 1 0 0 0; }
    ResultScreen.-regular #tallies { padding: 0 3 0 1; }
    ResultScreen.-regular #tallies:focus { padding: 0 3 0 0; }
    ResultScreen.-regular #missed {
        border: none;
        padding: 0 1;
        background: transparent;
    }
    ResultScreen.-narrow {
        #halves { layout: vertical; height: auto; }
        #tallies { height: auto; width: 100%; padding: 0 3; }
        #missed { height: auto; width: 100%; }
        #options { height: auto; }
    }
    ResultScreen.-short #buttons { padding: 0 2; }
    ResultScreen.-short #question { padding: 0 3; }
    """
    CSS = "ResultScreen #body { scrollbar-gutter: auto; }"
    guarded: ClassVar[frozenset[str]] = frozenset(
        {"open_item", "row", "review_missed", "close_result", "count_exam", "dont_count"}
    )
    again = PRESS_AGAIN

    def __init__(self, quiz: Quiz, message: str = "", *, is_past: bool = False) -> None:
        super().__init__(message)
        self.quiz = quiz
        self.is_past = is_past
        self.result = results(quiz)
        self._to_review = 0
        self._leaves = False
        self._has_long_tallies = False
        self._has_details: bool | None = None

    # -- the fixed tree ----------------------------------------------------------------------------

    def compose_body(self) -> Iterable[Widget]:
        done, is_patient = self.result, not self.quiz.voice.has_figures
        self.figures = Figures(done, self.quiz.voice)
        yield self.figures
        self.tallies = VerticalScroll(
            *(Tallies(heading, rows) for heading, rows in quiz_wording.tallies(done)),
            *(
                Static(sentence, classes="note", markup=False)
                for sentence in (quiz_wording.margin(done), quiz_wording.guessing(done))
                if sentence
            ),
            id="tallies",
        )
        self.tallies.display = not is_patient and done.percent is not None
        number = f"{len(done.missed)} of {done.asked}"
        title = "Look again" if is_patient else "Missed questions"
        missed = Sheet(self.options, title=title, figure="" if is_patient else number, id="missed")
        missed.display = bool(done.missed)
        self.halves = Horizontal(self.tallies, missed, id="halves")
        yield self.halves

    def compose_footer(self) -> Iterable[Widget]:
        self.question = Static(COUNT, id="question", markup=False)
        yield self.question
        self.buttons = ButtonRow()
        yield self.buttons

    def prepare(self) -> None:
        self._to_review = self.quiz.to_review

    def begin(self) -> None:
        first = self.options if self.result.missed else self.buttons.wanted
        self.set_focus(first, scroll_visible=False)

    def on_painted(self) -> None:
        """Offer the keys between the columns once it is known that the bars are cut."""
        if bool(self.tallies.max_scroll_y) != self._has_long_tallies:
            self._has_long_tallies = not self._has_long_tallies
            self.show_keys()

    def on_resize(self, event: events.Resize) -> None:
        """Show more of each missed question if there is room; in one column they come first."""
        width = event.size.width
        self._fill(width)
        missed = self.query_one("#missed")
        halves = (self.tallies, missed)
        first, second = reversed(halves) if width < _ONE_COLUMN_BELOW else halves
        self.halves.move_child(first, before=second)
        # The list measures itself before it has its width; then it would have no height.
        self.call_after_refresh(self.options.refresh, layout=True)

    def _fill(self, width: int) -> None:
        voice = self.quiz.voice
        details = width >= _DETAILS_FROM or not voice.has_figures
        if details != self._has_details:
            self._has_details = details
            missed = self.result.missed
            self.fill((missed_option(one, voice, details=details) for one in missed), self.cursor)

    # -- what the page says ------------------------------------------------------------------------

    def mode(self) -> str:
        return "result count" if self.quiz.is_pending else "result"

    def guard_key(self) -> object:
        """Whether the exam is still asked about: the key that answers does nothing more."""
        return self.mode()

    def disabled_actions(self) -> frozenset[str]:
        disabled = set() if self.result.missed else {"open_item"}
        if not (self.result.missed and self._has_long_tallies):
            disabled |= {"column_right", "column_left"}
        if not self._can_review:
            disabled.add("review_missed")
        return frozenset(disabled)

    def labels(self) -> dict[str, tuple[str, str]]:
        return {"column_right": ("←→", "columns")}

    @property
    def _can_review(self) -> bool:
        """Whether missed questions can be made due tomorrow."""
        return self._to_review > 0 and not self.shell.workspace.read_only

    def draw(self) -> None:
        done, voice = self.result, self.quiz.voice
        on = wording.long_day(done.on) if done.on == self.quiz.today else wording.day(done.on)
        title = "Exam result" if self.quiz.is_exam and voice.has_figures else "Quiz result"
        right = f"{on} · {wording.count(done.asked, 'question')}"
        self.head.show([Heading(plain(title, BOLD), plain(right, QUIET))])
        is_pending = self.quiz.is_pending
        reviewable = is_pending or self._can_review
        self.figures.say(
            quiz_wording.next_step(done, self.quiz.today, reviewable=reviewable)
            if voice.has_figures
            else quiz_wording.in_words(done)
        )
        self.question.display = is_pending
        self.buttons.show(self._choices())
        self.show_keys()

    def _choices(self) -> list[Choice]:
        """The buttons: whether an exam counts, otherwise review missed and done."""
        if self.quiz.is_pending:
            no, yes = "only missed cards come tomorrow", "due cards are rescheduled"
            return [
                Choice("Don't count it", "dont_count", hint="n", detail=no, primary=True),
                Choice("Count it", "count_exam", hint="y", detail=yes),
            ]
        if not self._can_review:
            return [Choice("Done", "close_result", hint="esc", primary=True)]
        words = "Review missed tomorrow" if self.quiz.voice.has_figures else "Look again tomorrow"
        return [
            Choice(words, "review_missed", hint="m", primary=True),
            Choice("Done", "close_result", hint="esc"),
        ]

    def say(self, text: str = "", style: str = QUIET) -> None:
        self.set_class(bool(text), "-told")
        super().say(text, style)

    # -- actions -----------------------------------------------------------------------------------

    def open(self, index: int) -> None:
        missed = self.result.missed[index]
        feedback = missed.feedback(self.quiz.today)
        if feedback is None:
            self.say(quiz_wording.GONE)
        else:
            self.shell.push_screen(MissedScreen(missed, feedback, self.quiz))

    def action_column_left(self, key: str = "") -> None:
        """Go to the bars, which the arrows then scroll."""
        self.set_focus(self.tallies)

    def action_column_right(self, key: str = "") -> None:
        """Go to the missed questions."""
        self.set_focus(self.options)

    def move(self, action: str) -> bool:
        """Scroll the bars where the focus is there; else move along the missed questions."""
        if self.focused is not self.tallies:
            return super().move(action)
        match action:
            case "up":
                self.tallies.scroll_up(animate=False)
            case "down":
                self.tallies.scroll_down(animate=False)
            case "page_up":
                self.tallies.scroll_page_up(animate=False)
            case _:
                self.tallies.scroll_page_down(animate=False)
        return True

    def action_review_missed(self, key: str = "") -> None:
        self._commit(self.quiz.review_missed, self._reviewed)

    def _reviewed(self, missed: ToReview) -> None:
        self._to_review = 0
        self.draw()
        self.set_focus(self.buttons.wanted)
        self.say(quiz_wording.added(len(missed.parts), missed.anyway))

    def action_count_exam(self, key: str = "") -> None:
        self._end(counts=True)

    def action_dont_count(self, key: str = "") -> None:
        self._end(counts=False)

    def _end(self, *, counts: bool) -> None:
        self._commit(partial(self.quiz.end, counts=counts), partial(self._ended, counts=counts))

    def _ended(self, number: int, *, counts: bool) -> None:
        self.draw()
        self.set_focus(self.buttons.wanted)
        ended = quiz_wording.ended(number, counts=counts)
        self.say(f"{ended} {quiz_wording.hand_in(self.quiz.spec)}".rstrip())

    def action_close_result(self, key: str = "") -> None:
        """Leave; a submitted exam then does not count. If that cannot be saved, the next press
        leaves, and the question comes again.
        """
        if self.quiz.is_pending and not self._leaves:
            self._leaves = True
            self._commit(self.quiz.end, lambda _: self._close())
        else:
            self._close()

    def _close(self) -> None:
        if self.is_past:
            self.shell.pop_screen()
        else:
            self.shell.leave_review()


class PastScreen(PageScreen):
    """Lists ended quizzes, latest first."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("past")
    DEFAULT_CSS = """
    PastScreen {
        #table { height: 1fr; max-height: 100%; }
    }
    """
    guarded: ClassVar[frozenset[str]] = frozenset({"open_item", "row"})

    def __init__(self, quizzes: list[Quiz]) -> None:
        super().__init__()
        self.quizzes = quizzes
        self.table = Table(id="table")

    def compose_body(self) -> Iterable[Widget]:
        return (
            self.table if self.quizzes else Static("No past quizzes.", id="none", markup=False),
        )

    def mode(self) -> str:
        return "past"

    def disabled_actions(self) -> frozenset[str]:
        return frozenset() if self.quizzes else frozenset({"open_item"})

    def prepare(self) -> None:
        if self.quizzes:
            has_figures = self.quizzes[0].voice.has_figures
            names = ("Date", "Mode", "Answered", "Score") if has_figures else ("Date", "Answered")
            self.table.columns_are(*map(plain, names))
            self.table.row_height = 1 + self.shell.workspace.settings.is_spaced
            for index, quiz in enumerate(self.quizzes):
                cells = quiz_wording.past(outcome(quiz), quiz.voice)
                self.table.add(*map(plain, cells), key=str(index))
            self.table.focus()

    def draw(self) -> None:
        number = wording.count(len(self.quizzes), "quiz", "quizzes")
        self.head.show([Heading(plain("Past quizzes", BOLD), plain(number, QUIET))])
        self.show_keys()

    def move(self, action: str) -> bool:
        if not self.quizzes or action == "scroll":
            return super().move(action)
        steps = {"up": self.table.action_cursor_up, "down": self.table.action_cursor_down}
        steps |= {"page_up": self.table.action_page_up, "page_down": self.table.action_page_down}
        steps[action]()
        return True

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open a clicked quiz, through the same guard as a key."""
        event.stop()
        self.clicked(Press("row", event.row_key.value or ""))

    def action_row(self, key: str = "") -> None:
        self._open(int(key))

    def action_open_item(self, key: str = "") -> None:
        self._open(self.table.cursor_row)

    def _open(self, index: int) -> None:
        self.shell.push_screen(ResultScreen(self.quizzes[index], is_past=True))

    def action_close_result(self, key: str = "") -> None:
        self.shell.pop_screen()
