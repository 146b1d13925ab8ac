"""The list of an exam's questions, and the end of a quiz, where an exam is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from learnms.engine.quiz.ending import UNANSWERED, unanswered
from learnms.engine.quiz.wording import FIXED, LEGEND, marks
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.button_row import ButtonRow, Choice
from learnms.tui.kit.content import BOLD, QUIET, concat, inline, plain, raw
from learnms.tui.kit.layout import Flow, Heading, Progress
from learnms.tui.kit.saving import PRESS_AGAIN, SavesAnswers
from learnms.tui.kit.sheet import Sheet
from learnms.tui.quiz.options_page import OptionsPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.quiz.quiz import Quiz
    from learnms.tui.question.state import QuestionState

TIME_UP = "Time is up."


def question_line(quiz: Quiz, index: int, note: str = "") -> Flow:
    """A question on one line: its number, its prompt as far as it fits, a note at the right."""
    page = quiz.page(index)
    sign = "●" if index in quiz.given else "○"
    number = raw(f"{sign} {index + 1:>{len(str(quiz.total))}}  ", QUIET)
    prompt = inline(page.question.prompt if page is not None else "?")
    return Flow((Heading(concat(number, prompt), plain(note, QUIET), indent=0),))


class QuestionsScreen(OptionsPage):
    """Lists the questions of an exam: answered or not, flagged or not.

    Args:
        quiz: the exam.
        go: goes to a question.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("quiz")
    DEFAULT_CSS = """
    QuestionsScreen {
        Sheet { height: 1fr; }
        #options { height: 1fr; }
        #legend { color: $text-muted; padding: 0 1; }
    }
    """
    guarded: ClassVar[frozenset[str]] = frozenset({"open_question", "row"})

    def __init__(self, quiz: Quiz, go: Callable[[int], None]) -> None:
        super().__init__()
        self.quiz = quiz
        self._go = go

    def compose_body(self) -> Iterable[Widget]:
        yield Sheet(self.options)
        if any(asked.case is not None for asked in self.quiz.questions):
            yield Static(LEGEND, id="legend", markup=False)

    def mode(self) -> str:
        return "quiz list"

    def prepare(self) -> None:
        lines = (
            question_line(self.quiz, index, ", ".join(marks(self.quiz, index)))
            for index in range(self.quiz.total)
        )
        self.fill(lines, min(self.quiz.index, self.quiz.total - 1))

    def begin(self) -> None:
        self.options.focus()

    def draw(self) -> None:
        given, total = len(self.quiz.given), self.quiz.total
        right = plain(f"{given} of {total} answered", QUIET)
        self.head.show([Heading(plain("Questions", BOLD), right), Progress(given, total)])
        self.show_keys()

    def open(self, index: int) -> None:
        if not self.quiz.may_go(index) and index != self.quiz.index:
            self.say(FIXED)
            return
        self.shell.pop_screen()
        self._go(index)

    def action_open_question(self, key: str = "") -> None:
        self.open(self.cursor)

    def action_close_question_list(self, key: str = "") -> None:
        self.shell.pop_screen()


class EndScreen(OptionsPage, SavesAnswers):
    """After the last question. A practice quiz ends by itself; an exam is submitted. While
    questions are unanswered, enter opens one of them.

    Args:
        quiz: the quiz.
        drafts: what was left unsent, by question.
        over: the time is over, so that there is no way back.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("quiz")
    DEFAULT_CSS = """
    EndScreen {
        Sheet { height: auto; max-height: 100%; }
        #options { height: auto; margin: 1 0 0 0; }
        #note { color: $text-muted; }
        #buttons { padding: 1 2 0 2; }
    }
    """
    guarded: ClassVar[frozenset[str]] = frozenset(
        {"submit_exam", "finish", "question_list", "previous_question", "open_question", "row"}
    )
    again = PRESS_AGAIN

    def __init__(
        self, quiz: Quiz, drafts: dict[int, tuple[QuestionState, str]], *, over: bool
    ) -> None:
        super().__init__()
        self.quiz = quiz
        self.drafts = drafts
        self.over = over
        self._open = [index for index in quiz.unanswered if quiz.may_go(index) and not over]

    def compose_body(self) -> Iterable[Widget]:
        note = UNANSWERED if self.quiz.unanswered else ""
        self.options.display = bool(self._open)
        yield Sheet(
            Static(unanswered(self.quiz), markup=False),
            Static(note, id="note", markup=False),
            self.options,
            title="Submit?",
        )

    def compose_footer(self) -> Iterable[Widget]:
        self.buttons = ButtonRow()
        yield self.buttons

    def prepare(self) -> None:
        self.fill(question_line(self.quiz, index) for index in self._open)

    def begin(self) -> None:
        """A practice quiz has nothing to ask, nor does an exam whose time is up."""
        if not self.quiz.is_exam:
            self.action_finish()
        elif self.over:
            self.action_submit_exam()
        else:
            self.set_focus(self.options if self._open else self.buttons.wanted)

    @property
    def _is_shut(self) -> bool:
        """Whether no question can be reopened."""
        return self.over or not any(self.quiz.may_go(index) for index in range(self.quiz.total))

    def mode(self) -> str:
        return "quiz end" if self.quiz.is_exam else "quiz finish"

    def disabled_actions(self) -> frozenset[str]:
        disabled = {"question_list", "previous_question"} if self._is_shut else set[str]()
        return frozenset(disabled | (set() if self._open else {"open_question"}))

    def draw(self) -> None:
        given, total = len(self.quiz.given), self.quiz.total
        right = plain(f"{given} of {total} answered", QUIET)
        title = plain("Exam" if self.quiz.is_exam else "Quiz", BOLD)
        self.head.show([Heading(title, right), Progress(given, total)])
        submit = Choice("Submit exam", "submit_exam", hint="s", primary=True)
        back = Choice("Question list", "question_list", hint="l")
        self.buttons.show([submit, *([] if self._is_shut else [back])] if self.quiz.is_exam else [])
        self.show_keys()

    def open(self, index: int) -> None:
        self._back_to(self._open[index])

    def action_open_question(self, key: str = "") -> None:
        self.open(self.cursor)

    def action_submit_exam(self, key: str = "") -> None:
        message = TIME_UP if self.over else ""
        self._commit(self.quiz.submit_exam, lambda _: self.shell.show_result(self.quiz, message))

    def action_finish(self, key: str = "") -> None:
        self._commit(self.quiz.end, lambda _: self.shell.show_result(self.quiz))

    def action_question_list(self, key: str = "") -> None:
        self.shell.show_questions(self.quiz, self._back_to)

    def action_previous_question(self, key: str = "") -> None:
        self._back_to(max(index for index in range(self.quiz.total) if self.quiz.may_go(index)))

    def action_stop_session(self, key: str = "") -> None:
        self.shell.leave_review()

    def _back_to(self, index: int) -> None:
        self.quiz.go(index)
        self.shell.show_quiz(self.quiz, self.drafts)
