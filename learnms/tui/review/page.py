"""The page of a question: one set of widgets for all cards, filled from the item and its state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import Container, Vertical
from textual.widgets.input import Selection

from learnms.engine.question.wording import NO_CALCULATOR, NO_GLOSSARY, NO_HINT
from learnms.kinds.expression import FormulaError, worked
from learnms.kinds.number_input import PLAIN_NUMBER
from learnms.kinds.response import Arrange, Pick, SelfGrade, TypeIn
from learnms.tui.kit.button_row import ButtonRow, Choice
from learnms.tui.kit.content import WARN
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.inputs import Field, worked_out
from learnms.tui.kit.keys import KEYS
from learnms.tui.kit.layout import Flow
from learnms.tui.kit.sheet import ScrollSheet
from learnms.tui.question import feedback as feedback_view
from learnms.tui.question import panels, prompt
from learnms.tui.question.grid import LEAST
from learnms.tui.question.marks import LAST, LIST
from learnms.tui.question.options import folded_count
from learnms.tui.question.papers import next_bar, papers, tabs
from learnms.tui.question.state import (
    QuestionState,
    group_of,
    has_rows,
    is_broad,
    is_explained,
    is_grid,
    is_pairs,
    moved,
    moved_across,
    moved_points,
    opened,
    places,
    starts_anew,
)
from learnms.tui.review.buttons import buttons_of
from learnms.tui.review.viewing import TALL, Viewing

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Input

    from learnms.engine.question.session import QuestionSession
    from learnms.tui.kit.layout import Entry
    from learnms.tui.kit.textarea import Pad

_MATRIX_FROM = 112
"""Columns from which the matrix of a case gets the room of a grid beside the papers."""
_BANNER = 3
"""Lines from a question to the end of its verdict."""


class ReviewPage(Viewing):
    """Draws a question, and handles what changes only its look: cursor, fields, calculator.

    The card is on a sheet with its buttons below. The exhibits of a case are beside the card on a
    wide terminal, otherwise above it; `c` shows them alone.
    """

    DEFAULT_CSS = """
    ReviewPage {
        #desk { height: 1fr; padding: 0 2; align-horizontal: center; }
        #work { height: 1fr; max-width: 88; }
        #body { height: 1fr; padding: 0; }
        #sum, #worked { display: none; }
        #papers-sheet { display: none; height: 8; max-width: 88; border: none; }
        #tabs { dock: top; background: $surface; }

        &.-tall #body { height: auto; min-height: 20; }
        &.-short #body { border: none; padding: 1 0 0 0; }
        &.-regular {
            #body.-long { border-bottom: none; }
            #buttons.-long { padding: 0; }
            #message.-long.-empty { display: none; }
        }
        &.-case {
            #papers-sheet { display: block; }
            #body { background: $background; border: none; padding: 1 0 0 0; }
            #buttons { padding: 0; }
        }
        &.-case.-regular #head { padding: 0; }
        &.-case.-regular #message.-empty { display: none; }
        &.-case.-short #papers-sheet { display: none; }
        &.-case.-answered.-regular #papers-sheet { display: none; }
        &.-case.-tall #papers-sheet { height: auto; max-height: 40%; }
        &.-case.-tall #body { height: 1fr; }
        &.-case.-wide {
            #papers-sheet { display: block; }
            #desk { layout: horizontal; max-width: 136; align-horizontal: left; }
            #papers-sheet { width: 61; height: 1fr; margin: 0 2 0 0; padding: 1 0; }
            #work { width: 1fr; max-width: 69; }
            #buttons { padding: 1 0 0 0; }
        }
        &.-case.-wide.-matrix {
            #papers-sheet { width: 1fr; }
            #work { width: 67; }
        }
        &.-case.-wide.-tall #papers-sheet { height: 1fr; max-height: 100%; }
        &.-case.-papers #papers-sheet { display: block; height: 1fr; max-height: 100%; }
        &.-case.-papers #work { display: none; }
        &.-broad #work { max-width: 132; }
        &.-broad.-wide #buttons { padding: 1 28 0 28; }
        &.-patient #work { max-width: 72; }
    }
    """

    def __init__(self, review: QuestionSession, message: str = "") -> None:
        super().__init__(message)
        self.review = review
        self.turns = 0
        self.body = ScrollSheet(id="body")
        self.tabs = FlowView("tabs")
        self.papers = FlowView("papers")
        self.question = FlowView("question")
        self.field = Field("field")
        self.sum = Field("sum")
        self.worked = FlowView("worked")
        self.pad: Pad | None = None
        self.answer = FlowView("answer")
        self.buttons = ButtonRow()
        self._cursor_seen: tuple[int, int] | None = None
        self._papers_seen: tuple[int, int] | None = None
        self._answer_seen = -1
        self._is_sized = False
        self.question_state = self.new_state()

    def compose(self) -> ComposeResult:
        """The papers and the work, between the title and the footer."""
        yield self.head
        with Container(id="desk"):
            with ScrollSheet(id="papers-sheet"):
                yield self.tabs
                yield self.papers
            with Vertical(id="work"):
                with self.body:
                    yield from (self.question, self.field, self.sum, self.worked, self.answer)
                yield self.buttons
        yield self.message
        yield self.key_line

    def prepare(self) -> None:
        self.set_class(self.review.settings.is_patient, "-patient")

    # -- the state of the page ---------------------------------------------------------------------

    def new_state(self) -> QuestionState:
        """The state of the card that comes up."""
        return opened(self.review.item) if self.review.item is not None else QuestionState()

    def _show_news(self) -> None:
        """Scroll the exhibits to what is new."""
        sheet = self.papers.parent
        if isinstance(sheet, ScrollSheet):
            top = next_bar(self.papers.flow.lines(self.papers.size.width))
            sheet.scroll_to(y=max(0, top - 1), animate=False)

    def mode(self) -> str:
        return self.card_mode()

    def card_mode(self) -> str:
        """The mode of the card, as a review names it."""
        state, response = self.question_state, self.item.question.response
        if state.copying:
            return "copy"
        if state.panel:
            return "panel"
        if self.shows_case_alone:
            return "papers"
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
        if self.shell.guard_seconds:
            if time < self._on_screen.since(("card", self.turns)) + self.shell.guard_seconds:
                self.shell.repeats.pressed(key, time)
                return False
            if self.shell.repeats.typed(key, time):
                return False
        if self.focused is self.field and key.isalpha() and not self._takes_letters():
            self.say(PLAIN_NUMBER, WARN)
            return False
        return True

    def _takes_letters(self) -> bool:
        """Whether the answer is a text, or a number with a unit whose digits are typed already."""
        response = self.item.question.response
        number = response.number if isinstance(response, TypeIn) else None
        return number is None or (bool(number.units) and any(map(str.isdigit, self.field.value)))

    def disabled_actions(self) -> frozenset[str]:
        item, settings = self.item, self.review.settings
        disabled = {
            "good" if settings.is_patient else "knew",
            "grade" if settings.two_buttons else "grade_two",
        }
        if item.hint is None or self.question_state.hint is not None:
            disabled |= {"hint", "hint_typing"}
        if not (item.glossary or item.primer):
            disabled.add("glossary")
        if self.question_state.panel not in {"", "primer"}:
            disabled.add("undo")
        disabled |= self.refused_of_case().keys()
        if not folded_count(item.question, self.question_state):
            disabled.add("rationales")
        response = item.question.response
        if len(item.question.order) < 2:
            disabled |= {"column_right", "column_left"}
        if not isinstance(response, Arrange):
            disabled |= {"step_up", "step_down"}
        if not isinstance(response, TypeIn) or response.number is None:
            disabled |= {"calculator", "calculator_typing"}
        return frozenset(disabled)

    def idle(self) -> frozenset[str]:
        """Scrolling where all is in view; else, for a patient, the key that the page names. Of the
        keys of a case, the one that shows what is in view.
        """
        idle = {"next_tab"} if self.hides_case and not self.shows_case_alone else {"case"}
        if not self.is_longer and not self.shows_case_alone:
            idle.add("scroll")
        elif self.review.settings.is_patient:
            idle.add("rationales")
        return frozenset(idle)

    def refusals(self) -> dict[str, str]:
        hint = NO_HINT if self.item.hint is None else "The hint is already shown."
        return {
            **{"hint": hint, "hint_typing": hint, "glossary": NO_GLOSSARY},
            **self.refused_of_case(),
            **dict.fromkeys(("calculator", "calculator_typing"), NO_CALCULATOR),
        }

    def labels(self) -> dict[str, tuple[str, str]]:
        """Label the digits for the number of options, options of a row, or points."""
        question, response = self.item.question, self.item.question.response
        if isinstance(response, SelfGrade):
            labels = {
                "check_point": (f"1–{min(9, len(response.points))}", KEYS["check_point"].word)
            }
        else:
            by_group = has_rows(response) or starts_anew(question)
            group = max(0, group_of(question, self.question_state.cursor))
            count = len(question.order[group]) if by_group else len(places(question))
            across = "row" if is_pairs(response) else "list" if starts_anew(question) else "across"
            pick = f"1–{min(9, count)}", KEYS["pick"].word
            labels = {"pick": pick, "column_right": ("←→", across)}
        return (
            {**labels, "grade_two": ("1–2", "choose")}
            if self.review.settings.is_patient
            else labels
        )

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        mode = self.card_mode()
        self.head.show(self.heading())
        if mode == "panel":
            self._draw_panel()
        else:
            self._draw_card()
        self._place_fields(mode)
        is_case = bool(self.item.exhibit) and mode != "panel"
        classes = {
            "-case": is_case,
            "-answered": is_case and self.review.feedback is not None,
            "-papers": is_case and mode == "papers",
            "-broad": is_broad(self.item.question.response) and not is_case,
            "-matrix": is_grid(self.item.question.response) and self.size.width >= _MATRIX_FROM,
        }
        self.update_classes(classes, animate=False)
        self.tabs.show(tabs(self.item, self.question_state.tab))
        self.papers.show(papers(self.item, self.question_state.tab))
        self.buttons.show(self.choices(mode))
        self._mark_long()
        self._focus(mode)
        self.show_keys()

    def heading(self) -> list[Entry]:
        """The entries above the card."""
        return prompt.heading(self.item, self.review.voice)

    def _draw_card(self) -> None:
        item, review, feedback = self.item, self.review, self.review.feedback
        answered = feedback is not None or review.revealed
        state, voice = self.question_state, review.voice
        self.question.show(
            prompt.question(
                item,
                state,
                feedback,
                voice,
                answered=answered,
                roomy=self._is_roomy(),
                own=self.pad.text if self.pad is not None else "",
            )
        )
        if feedback is not None:
            result = feedback_view.result(
                item, state, feedback, review.today, voice, brief=self._is_brief
            )
            self.answer.show(result)
        elif review.revealed:
            self.answer.show(feedback_view.shown(item, voice, brief=self._is_brief))
        else:
            self.answer.show([])

    @property
    def _is_brief(self) -> bool:
        """Whether sources have only one line."""
        return self.size.height < TALL

    def _mark_long(self) -> None:
        """Give a card that is longer than the page the free rows around it."""
        width = self.question.size.width
        fields = sum(
            part.outer_size.height for part in (self.field, self.sum, self.worked) if part.display
        )
        rows = self.question.flow.height(width) + self.answer.flow.height(width) + fields
        room = self.room - self.buttons.has_details
        is_long = bool(width) and rows > room and not self.question_state.panel
        if is_long != self.body.has_class("-long"):
            # What is in these keeps its styles; to style that too takes half as long as all else.
            for part in (self.body, self.buttons, self.message):
                self.app.stylesheet.apply(part.set_class(is_long, "-long", update=False))

    def _is_roomy(self) -> bool:
        """Whether there is room for options two rows apart."""
        room = self.room - 2
        entries = prompt.question(
            self.item, self.question_state, None, self.review.voice, answered=False, roomy=True
        )
        is_tall = self.size.height >= TALL and not self.review.settings.is_large
        return is_tall and Flow(entries).height(self.question.size.width) <= room

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

    def _focus(self, mode: str) -> None:
        """Focus the field of the mode, or else its main button."""
        wanted = {"ask text": self.field, "calculator": self.sum, "ask teach text": self.pad}.get(
            mode, self.buttons.wanted
        )
        if self.focused is not wanted:
            self.set_focus(wanted, scroll_visible=False)

    def choices(self, mode: str) -> list[Choice]:
        """The buttons of a mode."""
        return buttons_of(mode, self.review, opens_deck=self.question_state.panel == "primer")

    def on_painted(self) -> None:
        """Scroll to the part to read."""
        self._follow()
        views, width = (self.question, self.answer), self.question.size.width
        is_longer = sum(view.flow.height(width) for view in views) > self.body.size.height
        if is_longer != self.is_longer:
            self.is_longer = is_longer
            self.show_keys()
        if (seen := (self.turns, self.question_state.tab)) != self._papers_seen:
            self._papers_seen = seen
            self._show_news()

    def on_resize(self) -> None:
        """Keep the buttons on a tall screen, however long the card is."""
        self.body.styles.max_height = self.room if self.size.height >= TALL else None
        self.call_after_refresh(self._resized, is_first=not self._is_sized)
        self._is_sized = True

    def _resized(self, *, is_first: bool) -> None:
        self._mark_long()
        if not is_first:
            self._cursor_seen = self.turns, -1
        self._follow()

    def _follow(self) -> None:
        """Scroll to the answer, or to the option at the cursor, where the card is longer than the
        page.
        """
        width, view = self.question.size.width, self.body.size.height
        above, below = self.question.flow.height(width), self.answer.flow.height(width)
        if self.question_state.panel or above + below <= view:
            return
        cursor = self.question.flow.span_of(prompt.CURSOR, width)
        was, self._cursor_seen = self._cursor_seen, (self.turns, self.question_state.cursor)
        if self.review.feedback is not None:
            if self._answer_seen != self.turns:  # later the learner scrolls
                self._answer_seen = self.turns
                reason = self.answer.flow.span_of(feedback_view.WHY, width)
                end = above + (reason[1] if reason is not None else _BANNER)
                self.body.scroll_to(y=max(0, min(above - 1, end - view)), animate=False)
        elif cursor is not None:
            is_moved = was is not None and was[0] == self.turns and was != self._cursor_seen
            if is_moved or self.question_state.warned:  # else a card is read from its top
                self._bring_into_view(*self._list_around(cursor, view), view)
        elif below:
            answer = self.answer.flow.span_of(feedback_view.VERDICT, width)
            end = above + (answer[1] if answer is not None else below)
            self.body.scroll_to(y=max(0, min(above, end - view)), animate=False)

    def _list_around(self, cursor: tuple[int, int], view: int) -> tuple[int, int]:
        """The lines of the list at the cursor, where they fit into the view; else of its option."""
        flow, width = self.question.flow, self.question.size.width
        heading, last = flow.span_of(LIST, width), flow.span_of(LAST, width) or cursor
        if heading is None or last[1] - heading[0] > view:
            return cursor
        return heading[0], last[1]

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
            self.turn(
                moved(self.question_state, self.item.question, step, stacked=self._is_stacked())
            )
        return True

    def action_column_right(self, key: str = "") -> None:
        """Go to the choice, or the list, at the right."""
        self._across(1)

    def action_column_left(self, key: str = "") -> None:
        """Go to the choice, or the list, at the left."""
        self._across(-1)

    def _across(self, step: int) -> None:
        stacked = self._is_stacked()
        self.turn(moved_across(self.question_state, self.item.question, step, stacked=stacked))

    def _is_stacked(self) -> bool:
        """Whether a grid does not fit, so that its rows are above their options."""
        return is_grid(self.item.question.response) and self.question.size.width < LEAST

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Start typing on a click into the field."""
        if (event.widget is self.field and self.card_mode() == "ask text keys") or (
            event.widget is self.pad and self.card_mode() == "ask teach"
        ):
            self.action_enter_field("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Update the calculator; withdraw a warning about another answer."""
        if event.input is self.sum:
            self.worked.show(worked_out(self.sum.value))
            return
        if self.question_state.warned:
            self.question_state = replace(self.question_state, warned=False)
            self.say()

    def action_calculator(self, key: str = "") -> None:
        """Open the calculator."""
        self.say()
        self.sum.selection = Selection(0, len(self.sum.value))
        self.turn(replace(self.question_state, reckoning=True))

    action_calculator_typing = action_calculator

    def action_use_result(self, key: str = "") -> None:
        """Close the calculator with its result as the answer."""
        if self.sum.value.strip():
            try:
                self.field.value = worked(self.sum.value).text
            except FormulaError:
                return  # the line below the sum says why
            self.field.cursor_position = len(self.field.value)
        self.action_close_calculator(key)

    def action_close_calculator(self, key: str = "") -> None:
        """Close the calculator; its text stays."""
        self.say()
        self.turn(replace(self.question_state, reckoning=False))

    def action_type_explanation(self, key: str = "") -> None:
        """Type the explanation. The text area is slow to import, so it comes with the first one
        typed.
        """
        if self.pad is None:
            from learnms.tui.kit.textarea import Pad

            self.pad = Pad()
            self.body.mount(self.pad, after=self.question)
        self.action_enter_field(key)
