"""Screens after a quiz: its result, a missed question as it was answered, past quizzes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from learnms.engine import wording
from learnms.engine.quiz.results import results
from learnms.engine.quiz.wording import GONE, percent
from learnms.tui.kit.content import BOLD, QUIET, concat, inline, paragraph, plain, raw
from learnms.tui.kit.layout import BLANK, Heading, Progress
from learnms.tui.kit.list_page import ListPage
from learnms.tui.kit.page import Page, PageScreen
from learnms.tui.kit.saving import SavesAnswers
from learnms.tui.question import feedback as feedback_view
from learnms.tui.question import prompt
from learnms.tui.question import state as question_state
from learnms.tui.quiz import result_view
from learnms.tui.quiz.pages import UNSAVED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from learnms.engine.question.views import Feedback, QuestionView
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.quiz.results import Missed
    from learnms.tui.kit.layout import Entry


class ResultScreen(ListPage, SavesAnswers):
    """Shows the result of a quiz; with `is_past`, over the list of past ones."""

    guarded: ClassVar[frozenset[str]] = frozenset({"look", "row", "misses", "out"})
    again = UNSAVED

    def __init__(self, quiz: Quiz, *, is_past: bool = False) -> None:
        super().__init__()
        self.quiz = quiz
        self.is_past = is_past
        self.result = results(quiz)
        self._is_made = False

    def rows(self) -> int:
        return len(self.result.missed)

    def mode(self) -> str:
        return "result"

    def disabled_actions(self) -> frozenset[str]:
        """Without misses there is nothing to open; right after an exam they come by themselves."""
        disabled = set() if self.result.missed else {"look", "misses"}
        if (self.quiz.is_exam and not self.is_past) or self._is_made:
            disabled.add("misses")
        return frozenset(disabled)

    def labels(self) -> dict[str, tuple[str, str]]:
        """A patient is not told of misses."""
        return {"misses": ("m", "look again tomorrow")} if self.quiz.settings.is_patient else {}

    def draw(self) -> None:
        done, voice = self.result, self.quiz.voice
        mode = "Exam" if self.quiz.is_exam else "Quiz"
        self.head.show(
            [
                Heading(plain(f"{mode}: the result", BOLD), plain(wording.day(done.on), QUIET)),
                Progress(done.answered, done.asked),
            ]
        )
        entries: list[Entry] = [
            BLANK,
            *(result_view.figures(done) if voice.has_figures else result_view.plain_words(done)),
        ]
        sure = len(done.sure_but_wrong)
        for index, missed in enumerate(done.missed):
            if voice.has_figures and index in (0, sure):
                entries += [BLANK, *paragraph("Sure but wrong" if index < sure else "Missed", BOLD)]
            text = missed.item.question.prompt if missed.item is not None else "?"
            entries += [
                BLANK,
                self.row(index, f"{missed.index + 1:>3}  ", inline(text, BOLD)),
                *result_view.detail(missed, voice),
            ]
        self.list.show(entries)
        self.show_keys()

    def do(self, action: str, key: str) -> None:
        match action:
            case "row" | "look":
                self.cursor = int(key) if action == "row" else self.cursor
                self.draw()
                self._look(self.result.missed[self.cursor])
            case "misses":
                self._commit(self.quiz.misses_tomorrow, self._made)
            case _ if self.is_past:
                self.shell.pop_screen()
            case _:
                self.shell.leave_review()

    def _look(self, missed: Missed) -> None:
        feedback = missed.feedback(self.quiz.today)
        if feedback is None:
            self.say(GONE)
        else:
            self.shell.push_screen(MissedScreen(missed, feedback, self.quiz))

    def _made(self, number: int) -> None:
        self._is_made = True
        self.draw()
        self.say(f"{wording.count(number, 'card')} added to tomorrow's review.")


class MissedScreen(PageScreen):
    """Shows a question as it was answered, over the result."""

    def __init__(self, missed: Missed, feedback: Feedback, quiz: Quiz) -> None:
        super().__init__()
        self.item: QuestionView = feedback.item
        self.feedback = feedback
        self.quiz = quiz
        self.question = Page("question")
        self.answer = Page("answer")
        shown, _ = question_state.logged(
            self.item, missed.event.answer if missed.event is not None else None
        )
        self.question_state = replace(shown, cursor=-1, typing=False, points_done=True)

    def compose_body(self) -> Iterable[Widget]:
        return self.question, self.answer

    def mode(self) -> str:
        return "missed"

    def disabled_actions(self) -> frozenset[str]:
        """Tabs are disabled without an exhibit."""
        return frozenset() if len(self.item.exhibit) > 1 else frozenset({"tab_next", "tab_back"})

    def draw(self) -> None:
        voice = self.quiz.voice
        left, place = prompt.place_of(self.item)
        right = " · ".join(
            part for part in (place, f"{self.item.number} of {self.item.total}") if part
        )
        self.head.show(
            [
                Heading(plain(left, BOLD), plain(right, QUIET)),
                Progress(self.item.number, self.item.total),
            ]
        )
        self.question.show(
            prompt.question(self.item, self.question_state, self.feedback, voice, answered=True)
        )
        self.answer.show(feedback_view.result(self.item, self.feedback, self.quiz.today, voice))
        self.show_keys()

    def do(self, action: str, key: str) -> None:
        if action in ("tab_next", "tab_back"):
            step = 1 if action == "tab_next" else -1
            self.question_state = replace(
                self.question_state, tab=(self.question_state.tab + step) % len(self.item.exhibit)
            )
            self.draw()
        elif action == "help":
            self.shell.show_help()
        else:
            self.shell.pop_screen()


class PastScreen(ListPage):
    """Lists ended quizzes, latest first."""

    guarded: ClassVar[frozenset[str]] = frozenset({"look", "row"})

    def __init__(self, quizzes: list[Quiz]) -> None:
        super().__init__()
        self.quizzes = quizzes
        self._lines = [self._line(quiz) for quiz in quizzes]

    def rows(self) -> int:
        return len(self.quizzes)

    def mode(self) -> str:
        return "past"

    def disabled_actions(self) -> frozenset[str]:
        return frozenset() if self.quizzes else frozenset({"look"})

    def _line(self, quiz: Quiz) -> str:
        done = results(quiz)
        on = f"{wording.short_day(done.on):>11}"
        if not quiz.voice.has_figures:
            return f"{on}   {done.answered_words}"
        return f"{on}   {done.mode:<5}   {done.answered:>3} of {done.asked:<3}   {percent(done)}"

    def draw(self) -> None:
        self.head.show([BLANK, Heading(plain("Past quizzes", BOLD)), BLANK])
        entries: list[Entry] = [
            self.row(index, "", concat(raw(line))) for index, line in enumerate(self._lines)
        ]
        self.list.show(entries or paragraph("No past quizzes."))
        self.show_keys()

    def do(self, action: str, key: str) -> None:
        match action:
            case "row" | "look":
                self.cursor = int(key) if action == "row" else self.cursor
                self.draw()
                self.shell.push_screen(ResultScreen(self.quizzes[self.cursor], is_past=True))
            case _:
                self.shell.pop_screen()
