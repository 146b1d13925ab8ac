"""The preview of a deck file: a card as learners see it, and the findings beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Vertical, VerticalScroll

from learnms.engine.preview.preview import KEPT, LEFT_OUT, NO_CARDS, UNSHOWN, Preview
from learnms.engine.question.wording import NO_HINT
from learnms.engine.voice import NURSE, PATIENT
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.composite import Responsive
from learnms.tui.kit.content import BOLD, QUIET, WARN, WRONG, concat, paragraph, plain, prose
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.layout import BLANK, Heading
from learnms.tui.kit.page import PageScreen
from learnms.tui.kit.sheet import ScrollSheet
from learnms.tui.kit.threads import Result, result_of, run_in_thread
from learnms.tui.preview import findings
from learnms.tui.preview.findings import CURSOR, Excerpt
from learnms.tui.question import feedback as feedback_view
from learnms.tui.question import prompt
from learnms.tui.question.options import folded_count
from learnms.tui.question.papers import papers, tabs
from learnms.tui.question.state import QuestionState, opened, right_state

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from learnms.engine.preview.preview import Stop, Watched
    from learnms.engine.question.views import QuestionView
    from learnms.engine.voice import Voice
    from learnms.syntax.finding import Finding
    from learnms.tui.kit.layout import Entry

_POLL_SECONDS = 0.1
_WIDE, _TALL = 100, 34
_AT = "%H:%M:%S"


class Reloaded(Result[Preview]):
    """The file as it was read again."""


class PreviewScreen(PageScreen):
    """Shows one card of a deck file at a time, with the findings of the file.

    The file is looked at ten times a second and read again in a thread when it was saved. The card,
    its form, the shown answer and the finding at the cursor stay.

    Args:
        watched: the deck file.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("preview")
    DEFAULT_CSS = """
    PreviewScreen {
        #panes { height: 1fr; padding: 0 2; layout: vertical; }
        #body { height: 1fr; padding: 0; }
        #side { height: auto; }
        #listed { height: auto; max-height: 3; scrollbar-size-vertical: 1; }
        #about { height: auto; padding: 1 0 0 0; }
        #excerpt { height: auto; max-height: 5; background: $surface; margin: 1 0 0 0; }
        #excerpt.-empty { display: none; }
        &.-short #message.-empty { display: none; }

        &.-short #body { border: none; }
        &.-short #about { display: none; }
        &.-short #listed { max-height: 2; }
        &.-short #excerpt { margin: 0; }
        #excerpt.-alone { max-height: 8; }

        &.-tall #listed { max-height: 8; }
        &.-tall #excerpt { max-height: 7; }

        &.-wide #panes { layout: horizontal; }
        &.-wide #body { width: 61; margin: 0 2 0 0; }
        &.-wide #side { width: 1fr; max-width: 69; height: 1fr; }
        &.-wide #listed { height: auto; max-height: 1fr; }
        &.-wide #excerpt { max-height: 12; padding: 1 0; }
        &.-wide.-regular #excerpt { max-height: 8; padding: 0; }
    }
    """

    def __init__(self, watched: Watched) -> None:
        super().__init__()
        self.watched = watched
        self.preview = watched.preview
        self.stop = self.form = 0
        self.finding = -1
        self.is_revealed = False
        self.state = QuestionState()
        self.body = ScrollSheet(id="body")
        self.card, self.about = FlowView("card"), FlowView("about")
        self.listed, self.excerpt = FlowView("findings"), FlowView("excerpt")
        self._is_reading = False
        self._go_to_finding_of_stop()

    def compose(self) -> ComposeResult:
        """The card, and beside or below it the findings and the lines of the file."""
        yield self.head
        with Container(id="panes"):
            with self.body:
                yield self.card
            with Vertical(id="side"):
                yield self.about
                with VerticalScroll(id="listed", can_focus=False):
                    yield self.listed
                yield self.excerpt
        yield self.message
        yield self.key_line

    def begin(self) -> None:
        """Begin to look at the file."""
        self.set_interval(_POLL_SECONDS, self._look)

    # -- reading again -----------------------------------------------------------------------------

    def _look(self) -> None:
        """Read the file in a thread if it was saved."""
        if not self._is_reading and self.watched.is_changed():
            self._is_reading = True
            run_in_thread(self, partial(result_of, Reloaded, self.watched.reload))

    def on_reloaded(self, message: Reloaded) -> None:
        """Show the file as it is now, at the same card, form and finding."""
        self._is_reading = False
        if isinstance(message.result, Preview):
            self.take(message.result)
        else:
            self.complain(str(message.result))

    def take(self, fresh: Preview) -> None:
        """Show another reading of the file."""
        before, self.preview = self.preview, fresh
        if fresh.kept:
            self.finding = fresh.unreadable
        else:
            self.stop = fresh.same_stop(before, self.stop)
            if before.kept:
                self._go_to_finding_of_stop()
            else:
                self.finding = fresh.same_finding(before, self.finding)
        self.form = max(0, min(self.form, len(self._views) - 1))
        self.say(f"! {KEPT}" if fresh.kept else "", WRONG if fresh.kept else QUIET)
        self.draw()

    # -- what shows --------------------------------------------------------------------------------

    @property
    def _stop(self) -> Stop | None:
        return self.preview.stops[self.stop] if self.preview.stops else None

    @property
    def _views(self) -> tuple[QuestionView, ...]:
        return self._stop.views if self._stop is not None else ()

    @property
    def _view(self) -> QuestionView | None:
        return self._views[self.form] if self._views else None

    @property
    def _finding(self) -> Finding | None:
        at = self.finding
        return self.preview.findings[at] if 0 <= at < len(self.preview.findings) else None

    @property
    def _voice(self) -> Voice:
        return PATIENT if self.preview.is_for_patients else NURSE

    def mode(self) -> str:
        return "preview"

    def disabled_actions(self) -> frozenset[str]:
        disabled = set[str]()
        view = self._view
        if view is None:
            disabled |= {"reveal", "hint", "rationales", "next_tab", "previous_tab"}
        else:
            state = right_state(view.question)
            if not (self.is_revealed and folded_count(view.question, state)):
                disabled.add("rationales")
            if view.hint is None or self.state.hint is not None:
                disabled.add("hint")
            if len(view.exhibit) < 2:
                disabled |= {"next_tab", "previous_tab"}
        if len(self._views) < 2:
            disabled.add("other_form")
        if len(self.preview.stops) < 2:
            disabled |= {"next_stop", "previous_stop"}
        if not self.preview.findings:
            disabled |= {"next_finding", "previous_finding"}
        return frozenset(disabled)

    def refusals(self) -> dict[str, str]:
        return {
            "hint": NO_HINT,
            "other_form": "This card has only one form.",
            **dict.fromkeys(("next_finding", "previous_finding"), findings.NOTHING),
        }

    def labels(self) -> dict[str, tuple[str, str]]:
        """Say whether the answer is shown or hidden next."""
        return {"reveal": ("space", "hide answer" if self.is_revealed else "answer")}

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= _WIDE

    def draw(self) -> None:
        preview = self.preview
        self.head.show([self._heading()])
        self.card.show(self._card())
        number = len(preview.findings)
        total = plain(f"{number} in {preview.size}" if number else preview.size, QUIET)
        about = Heading(plain("Findings", BOLD), total, indent=2)
        self.about.show([about, BLANK] if self._gap else [about])
        self.listed.show(findings.listed(preview, self.finding, short=not self._is_wide))
        finding = self._finding
        self.excerpt.set_class(finding is None, "-empty")
        self.excerpt.set_class(self._view is None, "-alone")
        if finding is not None:
            lines = preview.lines.get(finding.file, ())
            self.excerpt.show([Excerpt(finding, lines, 1 if self._is_wide else 0)])
        self.call_after_refresh(self._follow)
        self.show_keys()

    @property
    def _gap(self) -> bool:
        """Whether a free line stands below the title of the findings."""
        return self._is_wide and self.size.height >= _TALL

    def _heading(self) -> Entry:
        preview = self.preview
        name = plain(preview.name, BOLD)
        saved = f"saved {preview.saved:{_AT}}" if preview.saved is not None else "no file"
        long = concat(findings.counts(preview, short=False), plain(saved, QUIET))
        short = concat(findings.counts(preview, short=True), plain(saved[-8:], QUIET))
        return Responsive(70, Heading(name, long), Heading(name, short))

    def _card(self) -> list[Entry]:
        """The card with its form, its papers, its question and, once shown, its answer."""
        stop, view, voice = self._stop, self._view, self._voice
        if stop is None:
            return paragraph(NO_CARDS, QUIET)
        entries: list[Entry] = [*paragraph(stop.about(self.form), QUIET)]
        if stop.left_out:
            entries += paragraph(f"! {LEFT_OUT}", WARN)
        if view is None:
            return [*entries, BLANK, *paragraph(f"✗ {UNSHOWN}", WRONG), *self._reasons()]
        if view.exhibit:
            tab = min(self.state.tab, len(view.exhibit) - 1)
            entries += [BLANK, *tabs(view, tab), *papers(view, tab)]
        state, is_shown = self._question_state(view), self.is_revealed
        if is_shown and view.question.order:
            asked: list[Entry] = prose(view.question.prompt, BOLD)
        else:
            asked = prompt.question(view, state, None, voice, answered=is_shown)
        answer = feedback_view.key(view, state, voice) if is_shown else []
        return [*entries, BLANK, *asked, *answer]

    def _question_state(self, view: QuestionView) -> QuestionState:
        if self.is_revealed:
            state = right_state(view.question)
            return replace(state, unfolded=not self.state.unfolded, hint=self.state.hint)
        return replace(opened(view), cursor=-1, typing=False, panel="", hint=self.state.hint)

    def _reasons(self) -> list[Entry]:
        """The errors that keep a card from being shown, with their remedies."""
        entries: list[Entry] = []
        for place in self.preview.findings_of(self.stop):
            finding = self.preview.findings[place]
            if finding.severity == "error":
                words = f"{finding.code}, line {finding.line}: {finding.message}."
                entries += [BLANK, *paragraph(words), *findings.remedy(finding)]
        return entries

    def _follow(self) -> None:
        """Scroll the list to the finding at the cursor."""
        pane = self.listed.parent
        span = self.listed.flow.span_of(CURSOR, self.listed.size.width)
        if not isinstance(pane, VerticalScroll) or span is None:
            return
        rows = 1 if not self._is_wide else 4
        top, view = pane.scroll_offset.y, pane.size.height
        if span[0] < top:
            pane.scroll_to(y=span[0], animate=False)
        elif span[0] + rows > top + view:
            pane.scroll_to(y=span[0] + rows - view, animate=False)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the findings beside the card or below it."""
        self.draw()

    # -- doing -------------------------------------------------------------------------------------

    def _go_to(self, stop: int) -> None:
        """Show another card, with its first finding."""
        self.stop, self.form = stop, 0
        self._go_to_finding_of_stop()
        self._turned()

    def _go_to_finding_of_stop(self) -> None:
        """Go to the gravest finding of the card, unless one of its findings is selected."""
        of_stop, severities = self.preview.findings_of(self.stop), list(findings.SIGNS)
        if self.finding not in of_stop:
            self.finding = min(
                of_stop,
                key=lambda place: severities.index(self.preview.findings[place].severity),
                default=-1,
            )

    def _turned(self) -> None:
        """Show a card from its top, as it is asked."""
        self.is_revealed, self.state = False, QuestionState()
        self.body.scroll_home(animate=False)
        self._unsay()
        self.draw()

    def _unsay(self) -> None:
        if not self.preview.kept:
            self.say()

    def action_reveal(self, key: str = "") -> None:
        """Show the answer, or hide it."""
        self.is_revealed = not self.is_revealed
        self.draw()

    def action_next_stop(self, key: str = "") -> None:
        self._go_to((self.stop + 1) % len(self.preview.stops))

    def action_previous_stop(self, key: str = "") -> None:
        self._go_to((self.stop - 1) % len(self.preview.stops))

    def action_other_form(self, key: str = "") -> None:
        """Show the card's next form."""
        self.form = (self.form + 1) % len(self._views)
        self._turned()

    def action_next_finding(self, key: str = "") -> None:
        self._show_finding(self.finding + 1)

    def action_previous_finding(self, key: str = "") -> None:
        self._show_finding(self.finding - 1 if self.finding > 0 else -1)

    def action_finding(self, key: str = "") -> None:
        """Show the finding that was clicked."""
        self._show_finding(int(key))

    def _show_finding(self, place: int) -> None:
        """Go to a finding and the card that it is about."""
        self.finding = place % len(self.preview.findings)
        stop = self.preview.stop_of(self.preview.findings[self.finding])
        if stop is not None and stop != self.stop:
            self.stop, self.form = stop, 0
            self._turned()
        else:
            self._unsay()
            self.draw()

    def action_hint(self, key: str = "") -> None:
        """Show the hint."""
        view = self._view
        assert view is not None  # else the key is not there
        self.state = replace(self.state, hint=view.hint)
        self.draw()

    def action_rationales(self, key: str = "") -> None:
        """Show or hide the rationales of the options that are left."""
        self.state = replace(self.state, unfolded=not self.state.unfolded)
        self.draw()

    def action_next_tab(self, key: str = "") -> None:
        self._turn_tab(1)

    def action_previous_tab(self, key: str = "") -> None:
        self._turn_tab(-1)

    def action_tab(self, key: str = "") -> None:
        self._turn_tab(int(key) - self.state.tab)

    def _turn_tab(self, step: int) -> None:
        view = self._view
        assert view is not None  # else the key is not there
        self.state = replace(self.state, tab=(self.state.tab + step) % len(view.exhibit))
        self.draw()

    def action_edit_line(self, key: str = "") -> None:
        """Open the line of the finding at the cursor, or of the card."""
        finding, stop = self._finding, self._stop
        if finding is not None:
            self.say(self.shell.edit(self.preview.path_of(finding), finding.line))
        else:
            line = stop.lines.first if stop is not None else 1
            self.say(self.shell.edit(self.preview.file.path, line))

    def action_leave_page(self, key: str = "") -> None:
        """Leave the preview."""
        self.shell.close_page()
