"""The page of a question: one set of widgets for all cards, filled from the item and its state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets.input import Selection

from learnms.engine.question.wording import NO_GLOSSARY, NO_HINT
from learnms.kinds.expression import FormulaError, worked
from learnms.kinds.response import Arrange, Pick, SelfGrade, TypeIn
from learnms.tui.kit.inputs import Field, worked_out
from learnms.tui.kit.page import Page
from learnms.tui.question import feedback as feedback_view
from learnms.tui.question import panels, prompt
from learnms.tui.question.state import (
    QuestionState,
    has_rows,
    is_explained,
    moved,
    moved_across,
    moved_points,
    opened,
    places,
    shifted,
    starts_anew,
)
from learnms.tui.review.viewing import Viewing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.widget import Widget
    from textual.widgets import Input

    from learnms.engine.question.session import QuestionSession
    from learnms.tui.kit.layout import Entry
    from learnms.tui.kit.textarea import Pad


class ReviewPage(Viewing):
    """Draws a question, and handles what changes only its look: cursor, fields, calculator."""

    def __init__(self, review: QuestionSession, message: str = "") -> None:
        super().__init__(message)
        self.review = review
        self.turns = 0
        self.question = Page("question")
        self.field = Field("field")
        self.sum = Field("sum")
        self.worked = Page("worked")
        self.pad: Pad | None = None
        self.answer = Page("answer")
        self._cursor_seen: tuple[int, int] | None = None
        self.question_state = self.new_state()
        self.grades = Page("grades")

    def compose_body(self) -> Iterable[Widget]:
        return self.question, self.field, self.sum, self.worked, self.answer

    def compose_footer(self) -> Iterable[Widget]:
        return (self.grades,)

    # -- the state of the page ---------------------------------------------------------------------

    def new_state(self) -> QuestionState:
        """The state of the card that comes up."""
        return opened(self.review.item) if self.review.item is not None else QuestionState()

    def mode(self) -> str:
        return self.card_mode()

    def card_mode(self) -> str:
        """The mode of the card, as a review names it."""
        state, response = self.question_state, self.item.question.response
        if state.copying:
            return "copy"
        if state.panel:
            return "panel"
        if self.review.feedback is not None:
            return "override" if state.overriding else "answered"
        if self.review.revealed:
            return "points" if is_explained(response) and not state.points_done else "shown"
        return self._asking()

    def _asking(self) -> str:
        state, response = self.question_state, self.item.question.response
        if state.sure or state.hidden or state.reckoning:
            return "sure" if state.sure else "hidden" if state.hidden else "calculator"
        if isinstance(response, TypeIn):
            return "ask text" if state.typing else "ask text keys"
        if isinstance(response, Pick | Arrange):
            return "ask pick"
        if is_explained(response):
            return "ask teach text" if state.typing else "ask teach"
        return "ask self"

    def guard_key(self) -> object:
        """The card and its mode: another pick changes neither."""
        return self.turns, self.mode()

    def other_targets(self) -> tuple[object, ...]:
        """The card: characters go into its field once it has been on the screen, whatever changes
        since.
        """
        return (("card", self.turns),)

    def takes_typing(self, key: str, time: float) -> bool:
        """Refuse the character of a key that was pressed for the page before, or is still held."""
        if not self.shell.guard_seconds:
            return True
        if time < self._on_screen.since(("card", self.turns)) + self.shell.guard_seconds:
            self.shell.repeats.pressed(key, time)
            return False
        return not self.shell.repeats.typed(key, time)

    def disabled_actions(self) -> frozenset[str]:
        item, settings = self.item, self.review.settings
        disabled = {
            "good" if settings.is_patient else "knew",
            "grade" if settings.two_buttons else "grade_two",
        }
        if item.hint is None or self.question_state.hint is not None:
            disabled |= {"hint", "tip"}
        if not item.glossary:
            disabled.add("words")
        if len(item.exhibit) < 2:
            disabled |= {"tab_next", "tab_back", "papers"}
        response = item.question.response
        if len(item.question.order) < 2:
            disabled |= {"across", "across_back"}
        if not isinstance(response, Arrange):
            disabled |= {"lift", "lower"}
        if not isinstance(response, TypeIn) or response.number is None:
            disabled |= {"calculate", "reckon"}
        return frozenset(disabled)

    def refusals(self) -> dict[str, str]:
        hint = NO_HINT if self.item.hint is None else "The hint is already shown."
        pages = "There is only one tab." if self.item.exhibit else "This question has no tabs."
        return {
            **{"hint": hint, "tip": hint, "words": NO_GLOSSARY},
            **dict.fromkeys(("tab_next", "tab_back", "papers"), pages),
            **dict.fromkeys(("calculate", "reckon"), "The calculator is for calculations only."),
        }

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name as many numbers as there are options, options of a row, or points."""
        question, response = self.item.question, self.item.question.response
        if isinstance(response, SelfGrade):
            labels = {"tick": (f"1–{min(9, len(response.points))}", "tick")}
        else:
            by_group = has_rows(response) or starts_anew(question)
            count = max(map(len, question.order), default=0) if by_group else len(places(question))
            labels = {"pick": (f"1–{min(9, count)}", "pick")}
        return (
            {**labels, "grade_two": ("1–2", "choose")}
            if self.review.settings.is_patient
            else labels
        )

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        review, mode = self.review, self.card_mode()
        self.head.show(self.heading())
        if mode == "panel":
            self._draw_panel()
        else:
            self._draw_card()
        self._place_fields(mode)
        self.grades.display = mode in ("shown", "override")
        if self.grades.display:
            self.grades.show(feedback_view.grades(self.item, review.settings))
        self.show_keys()

    def heading(self) -> list[Entry]:
        """The entries above the card."""
        return prompt.heading(self.item)

    def _draw_card(self) -> None:
        item, review, feedback = self.item, self.review, self.review.feedback
        answered = feedback is not None or review.revealed
        self.question.show(
            prompt.question(item, self.question_state, feedback, review.voice, answered=answered)
        )
        if feedback is not None:
            self.answer.show(feedback_view.result(item, feedback, review.today, review.voice))
        else:
            self.answer.show(feedback_view.shown(item, review.voice) if review.revealed else [])

    def _draw_panel(self) -> None:
        info = self.review.info()
        if self.question_state.panel == "card" and info is not None:
            self.question.show(panels.card(info, self.item, self.review.today, self.review.voice))
        elif self.question_state.panel == "primer":
            self.question.show(panels.primer(self.item))
        else:
            self.question.show(panels.glossary(self.item))
        self.answer.show([])

    def _place_fields(self, mode: str) -> None:
        reckoning, explaining = (
            mode == "calculator",
            mode in ("ask teach", "ask teach text") and self.pad is not None,
        )
        self.field.display = mode in ("ask text", "ask text keys") or (
            mode in ("calculator", "sure") and isinstance(self.item.question.response, TypeIn)
        )
        self.sum.display = self.worked.display = reckoning
        if reckoning:
            self.worked.show(worked_out(self.sum.value))
        if self.pad is not None:
            self.pad.display = explaining
        wanted = {"ask text": self.field, "calculator": self.sum, "ask teach text": self.pad}.get(
            mode
        )
        if self.focused is not wanted:
            self.set_focus(wanted, scroll_visible=False)

    def on_painted(self) -> None:
        """Scroll to what is to be read."""
        self._follow()

    def on_resize(self) -> None:
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        """Scroll to the answer, or to the option at the cursor, where the card is longer than the
        page.
        """
        width, view = self.question.size.width, self.body.size.height
        above, below = self.question.flow.height(width), self.answer.flow.height(width)
        if self.question_state.panel or above + below <= view:
            return
        options = self.question.flow.span_of(prompt.OPTIONS, width)
        cursor = self.question.flow.span_of(prompt.CURSOR, width)
        was, self._cursor_seen = self._cursor_seen, (self.turns, self.question_state.cursor)
        if cursor is not None and (was is None or was[0] != self.turns):
            return  # a card is read from its top, wherever its cursor begins
        if cursor is not None:
            self._bring_into_view(*cursor, view)
        elif self.review.feedback is not None and options is not None:
            self.body.scroll_to(y=max(0, min(options[0] - 1, above + below - view)), animate=False)
        elif below:
            self.body.scroll_to(y=max(0, min(above, above + below - view)), animate=False)

    def _bring_into_view(self, first: int, end: int, view: int) -> None:
        top = self.body.scroll_offset.y
        if first < top:
            self.body.scroll_to(y=max(0, first - 1), animate=False)
        elif end > top + view:
            self.body.scroll_to(y=end - view, animate=False)

    # -- looking around ----------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """Move through options or points; scroll in other modes."""
        mode, step = self.card_mode(), 1 if action == "down" else -1
        if action not in ("up", "down") or mode not in ("ask pick", "points"):
            return super().move(action)
        response = self.item.question.response
        if isinstance(response, SelfGrade):
            self.turn(moved_points(self.question_state, len(response.points), step))
        else:
            self.turn(moved(self.question_state, self.item.question, step))
        return True

    def do_across(self, key: str) -> None:
        """Go to the choice, or the list, at the right."""
        self.turn(moved_across(self.question_state, self.item.question, 1))

    def do_across_back(self, key: str) -> None:
        """Go to the choice, or the list, at the left."""
        self.turn(moved_across(self.question_state, self.item.question, -1))

    def do_go(self, key: str) -> None:
        """Move the cursor to the clicked row."""
        self.turn(replace(self.question_state, cursor=int(key)))

    def do_lift(self, key: str) -> None:
        """Move the step at the cursor up."""
        self._shift(-1)

    def do_lower(self, key: str) -> None:
        """Move the step at the cursor down."""
        self._shift(1)

    def _shift(self, step: int) -> None:
        self.say()
        self.turn(shifted(self.question_state, self.item.question, step))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Start typing on a click into the field."""
        if (event.widget is self.field and self.card_mode() == "ask text keys") or (
            event.widget is self.pad and self.card_mode() == "ask teach"
        ):
            self.do_type("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Update the calculator; withdraw a warning about another answer."""
        if event.input is self.sum:
            self.worked.show(worked_out(self.sum.value))
            return
        if self.question_state.warned:
            self.question_state = replace(self.question_state, warned=False)
            self.say()

    def do_commands(self, key: str) -> None:
        """Treat letters as keys."""
        self.turn(replace(self.question_state, typing=False))

    def do_type(self, key: str) -> None:
        """Type into the field again."""
        self.turn(replace(self.question_state, typing=True))

    def do_calculate(self, key: str) -> None:
        """Open the calculator."""
        self.say()
        self.sum.selection = Selection(0, len(self.sum.value))
        self.turn(replace(self.question_state, reckoning=True))

    do_reckon = do_calculate

    def do_reckoned(self, key: str) -> None:
        """Close the calculator with its result as the answer."""
        if self.sum.value.strip():
            try:
                self.field.value = worked(self.sum.value).text
            except FormulaError:
                return  # the line below the sum says why
            self.field.cursor_position = len(self.field.value)
        self.do_unreckoned(key)

    def do_unreckoned(self, key: str) -> None:
        """Close the calculator; its text stays."""
        self.say()
        self.turn(replace(self.question_state, reckoning=False))

    def do_write(self, key: str) -> None:
        """Type the explanation. The text area is slow to import, so it comes with the first one
        typed.
        """
        if self.pad is None:
            from learnms.tui.kit.textarea import Pad

            self.pad = Pad()
            self.body.mount(self.pad, after=self.question)
        self.do_type(key)
