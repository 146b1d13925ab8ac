"""A missed question as it was answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import QUIET, plain
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.layout import BLANK, Heading, Progress
from learnms.tui.kit.page import PageScreen
from learnms.tui.kit.sheet import ScrollSheet
from learnms.tui.question import feedback as feedback_view
from learnms.tui.question import prompt
from learnms.tui.question import state as question_state
from learnms.tui.question.marks import RATIONALE
from learnms.tui.question.options import folded_count
from learnms.tui.question.papers import papers, tabs

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from learnms.engine.question.views import Feedback, QuestionView
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.quiz.results import Missed


class MissedScreen(PageScreen):
    """Shows a question as it was answered, over the result; the exhibits of a case are below."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("missed")
    DEFAULT_CSS = """
    MissedScreen {
        #desk { height: 1fr; padding: 0 2; align-horizontal: center; }
        #body { max-width: 88; padding: 0; }
    }
    """

    def __init__(self, missed: Missed, feedback: Feedback, quiz: Quiz) -> None:
        super().__init__()
        self.item: QuestionView = feedback.item
        self.feedback = feedback
        self.quiz = quiz
        self.body = ScrollSheet(id="body")
        self.question = FlowView("question")
        self.answer = FlowView("answer")
        self.papers = FlowView("papers")
        shown, _ = question_state.logged(
            self.item, missed.event.answer if missed.event is not None else None
        )
        self.question_state = replace(shown, cursor=-1, typing=False, points_done=True)

    def compose(self) -> ComposeResult:
        """The question on a sheet, between the title and the footer."""
        yield self.head
        with Container(id="desk"), self.body:
            yield from (self.question, self.answer, self.papers)
        yield self.message
        yield self.key_line

    def mode(self) -> str:
        return "missed"

    def disabled_actions(self) -> frozenset[str]:
        """Tabs are disabled without an exhibit, rationales where all are shown."""
        disabled = set() if len(self.item.exhibit) > 1 else {"next_tab", "previous_tab"}
        if not folded_count(self.item.question, self.question_state):
            disabled.add("rationales")
        return frozenset(disabled)

    def draw(self) -> None:
        voice = self.quiz.voice
        _, place = prompt.place_of(self.item)
        left = prompt.title(self.item, is_again=False, is_flagged=False)
        right = " · ".join(
            part for part in (place, f"{self.item.number} of {self.item.total}") if part
        )
        self.head.show(
            [Heading(left, plain(right, QUIET)), Progress(self.item.number, self.item.total)]
        )
        self.question.show(
            prompt.question(self.item, self.question_state, self.feedback, voice, answered=True)
        )
        result = feedback_view.result(
            self.item, self.question_state, self.feedback, self.quiz.today, voice
        )
        self.answer.show(result)
        tab = self.question_state.tab
        shown = [*tabs(self.item, tab), *papers(self.item, tab)]
        self.papers.show([BLANK, *shown] if shown else [])
        self.show_keys()

    def action_next_tab(self, key: str = "") -> None:
        self._turn_tab(1)

    def action_previous_tab(self, key: str = "") -> None:
        self._turn_tab(-1)

    def action_rationales(self, key: str = "") -> None:
        unfolded = not self.question_state.unfolded
        self.question_state = replace(self.question_state, unfolded=unfolded)
        self.draw()
        self.call_after_refresh(self.answer.scroll_to_entry, RATIONALE)

    def _turn_tab(self, step: int) -> None:
        tab = (self.question_state.tab + step) % len(self.item.exhibit)
        self.question_state = replace(self.question_state, tab=tab)
        self.draw()

    def action_close_item(self, key: str = "") -> None:
        self.shell.pop_screen()
