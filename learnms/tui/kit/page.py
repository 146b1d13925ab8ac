"""The screen that all pages are: title, body, buttons, message, footer; and its keys."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.containers import VerticalScroll
from textual.screen import Screen

from learnms.errors import LearnmsError
from learnms.tui.kit.button import ActionButton
from learnms.tui.kit.clock import now
from learnms.tui.kit.content import QUIET, WARN, WRONG, paragraph
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.footer import MORE_KEYS, Hint, KeyFooter, KeyHint
from learnms.tui.kit.key_guard import Shown, Waiting
from learnms.tui.kit.key_help import NOT_FOR_PATIENTS, PATIENT_WORDS
from learnms.tui.kit.keys import KEYS
from learnms.tui.kit.layout import BLANK, TITLE, Press
from learnms.tui.kit.modes import MODES, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.geometry import Size
    from textual.widget import Widget
    from textual.widgets import Button

    from learnms.tui.kit.shell import Shell

_WIDEST = 120
"""Cells of a message on one line."""
_MOVES = frozenset({"up", "down", "page_up", "page_down", "scroll"})


class PageScreen(Screen[None]):
    """A page. Its bindings come from the table of keys, for the modes of the page; a mode is a
    state in which keys mean something else, and `check_action` turns on the actions of the present
    one. Keys, buttons and clicks end in the same `action_...` method, which is told the key.

    For the actions in `guarded`, a key that was pressed before its target had been on the screen
    for the guard time is dropped, and a held key is one press. Until the page is painted such a key
    waits. So keys are taken here, where the event still has its time, and in the order in which
    they came: the application runs a binding only after the event has come up through all widgets,
    when the page may have changed.

    Args:
        message: a sentence for the line above the keys.
    """

    DEFAULT_CSS = """
    PageScreen {
        #head { padding: 1 0; }
        #body { height: 1fr; padding: 0 2; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
        #list { background: $surface; border: blank $surface; }
        #message { max-height: 6; }
        &.-short #head { padding: 0; }
    }
    """
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012  as Textual types it
        (0, "-narrow"),
        (70, "-normal"),
        (100, "-wide"),
    ]
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012  as Textual types it
        (0, "-short"),
        (22, "-regular"),
        (34, "-tall"),
    ]
    guarded: ClassVar[frozenset[str]] = frozenset()
    toggles: ClassVar[frozenset[str]] = frozenset()
    """Guarded actions that a second press takes back, or does to the next row: the same one within
    the guard time is dropped.
    """
    is_longer = False
    """Whether the page is longer than the screen, if it checks that."""

    def __init__(self, message: str = "") -> None:
        super().__init__()
        # Set before the first styling, or the page is styled and laid out twice as it opens.
        self.update_classes(self._breakpoints(self.app.size), update=False)
        self.first_message = message
        self.head = FlowView("head")
        self.body = VerticalScroll(id="body", can_focus=False)
        self.list = FlowView("list")
        self.message = FlowView("message")
        self.key_line = KeyFooter()
        self._paint = 0
        self._paint_done = 0
        self._guard_key: object = None
        self._on_screen = Shown()
        self._early: list[tuple[Press, float]] = []
        self._last: tuple[Press, float] | None = None
        """The latest press that counted."""

    def _breakpoints(self, size: Size) -> dict[str, bool]:
        """The classes of a size, as Textual sets them when the page is resized."""
        across, down = self.HORIZONTAL_BREAKPOINTS or [], self.VERTICAL_BREAKPOINTS or []
        return {
            max(point for point in points if point[0] <= cells)[1]: True
            for points, cells in ((across, size.width), (down, size.height))
            if points
        }

    @property
    def shell(self) -> Shell:
        """The application that this page belongs to."""
        return cast("Shell", self.app)

    # -- what the pages say ------------------------------------------------------------------------

    def mode(self) -> str:
        """The mode of the page: a name of `MODES`."""
        raise NotImplementedError

    def guard_key(self) -> object:
        """What keys act on. When it changes, keys pressed before it was painted do not count."""
        return self.mode()

    def acts_on(self, action: str) -> object:
        """What an action acts on, where that is not `guard_key`, such as a question about it."""
        return self.guard_key()

    def is_guarded(self, action: str) -> bool:
        """Whether an accidental press of an action is ignored."""
        return action in self.guarded

    def ignored(self, press: Press, seconds: float | None = None) -> None:
        """Called for a press that is ignored: so many seconds after its target appeared, or as a
        repetition.
        """

    def other_targets(self) -> tuple[object, ...]:
        """What is on the page besides `guard_key`, for `acts_on`."""
        return ()

    def disabled_actions(self) -> frozenset[str]:
        """Actions of the mode that are disabled at the moment."""
        return frozenset()

    def idle(self) -> frozenset[str]:
        """Actions left out of the footer, because they could only say what is missing."""
        return frozenset()

    def absent(self) -> frozenset[str]:
        """Actions disabled at the moment, or for this learner's role."""
        return (
            self.disabled_actions() | NOT_FOR_PATIENTS
            if self.shell.workspace.settings.is_patient
            else self.disabled_actions()
        )

    def refusals(self) -> dict[str, str]:
        """What to say when the key of a disabled action is pressed."""
        return {}

    def labels(self) -> dict[str, tuple[str, str]]:
        """Labels and words on the key line that replace those of the table."""
        return {}

    def draw(self) -> None:
        """Show the page as it is now."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action of the table is on in the present mode; all others always are."""
        return action not in KEYS or (
            action not in self.absent() and any(action in part for part in MODES[self.mode()])
        )

    def do(self, action: str, key: str) -> None:
        """Run the action that was pressed."""
        getattr(self, f"action_{action}")(key)

    def action_help(self, key: str = "") -> None:
        """Show all keys, on every page alike."""
        self.shell.show_help()

    def refuses_writing(self, consequence: str) -> bool:
        """Whether only reading works here; if so, say it with its consequence."""
        workspace = self.shell.workspace
        if workspace.read_only:
            self.say(f"{workspace.read_only_reason} Read-only: {consequence}.", WARN)
        return workspace.read_only

    # -- the fixed tree ----------------------------------------------------------------------------

    def compose_body(self) -> Iterable[Widget]:
        """The widgets of the body: by default one list of entries."""
        return (self.list,)

    def compose_footer(self) -> Iterable[Widget]:
        """The widgets between the body and the message, such as buttons."""
        return ()

    def compose(self) -> ComposeResult:
        """Title, body, buttons, message and footer, top to bottom."""
        yield self.head
        with self.body:
            yield from self.compose_body()
        yield from self.compose_footer()
        yield self.message
        yield self.key_line

    def on_mount(self) -> None:
        """Draw the page for the first time. Textual calls this once for every class that defines
        it, so pages define `prepare` and `begin`.
        """
        self.prepare()
        self.say(self.first_message, WARN)
        self.draw()
        self.begin()

    def prepare(self) -> None:
        """Called before the page is drawn for the first time."""

    def begin(self) -> None:
        """Called once the page has been drawn for the first time."""

    # -- drawing -----------------------------------------------------------------------------------

    def say(self, text: str = "", style: str = QUIET) -> None:
        """Show a sentence in the line above the keys."""
        self.message.set_class(not text, "-empty")
        self.message.show(
            paragraph(text, style, indent=TITLE, measure=_WIDEST) if text else [BLANK]
        )

    def complain(self, text: str) -> None:
        """Show that something failed."""
        self.say(f"! {text}", WRONG)

    def show_keys(self) -> None:
        """Show the keys of the present mode in the footer."""
        disabled, other = self.absent() | self.idle(), self.labels()
        words = PATIENT_WORDS if self.shell.workspace.settings.is_patient else {}
        hints = []
        for key in (KEYS[action] for action in MODES[self.mode()][0] if action not in disabled):
            label, word = other.get(key.action, (key.label, words.get(key.action, key.word)))
            is_one = not key.keys or not key.keys[0].isdigit()
            press = Press(key.action, key.keys[0] if key.keys else "") if is_one else None
            hints.append(Hint(label, word, press, key.action))
        self.key_line.show(hints)
        self.refresh_bindings()
        self._repaint()

    def note_length(self, page: FlowView) -> None:
        """Update `is_longer`; called once sizes are known, after a paint or a resize."""
        is_longer = page.flow.height(page.size.width) > self.body.size.height
        if is_longer != self.is_longer:
            self.is_longer = is_longer
            self.show_keys()

    def _repaint(self) -> None:
        """Note what is drawn, and when it has been painted.

        The callback goes through the queue of the widget drawn last: when it comes, everything is
        drawn.
        """
        self._paint += 1
        self._guard_key = self.guard_key()
        self._on_screen.show(self._guard_key, *self.other_targets())
        self.key_line.call_after_refresh(self._paint_finished, self._paint)

    def _paint_finished(self, paint: int) -> None:
        if paint != self._paint:
            return
        self._paint_done = paint
        self._on_screen.painted(self._painted_at())
        self.on_painted()
        self.shell.prepare_store()
        early, self._early = self._early, []
        for press, time in early:
            self._press(press, time)

    def _painted_at(self) -> float:
        """When what was drawn last was turned into what is written to the terminal."""
        return (
            max((view.flow.rendered_at or 0.0 for view in self.query(FlowView)), default=0) or now()
        )

    def on_painted(self) -> None:
        """Called when everything drawn has been painted."""

    @property
    def is_painted(self) -> bool:
        """Whether everything that was drawn is on the screen."""
        return self._paint_done == self._paint

    # -- what happens behind the page --------------------------------------------------------------

    @property
    def is_writing(self) -> bool:
        """Whether a change is being written in a thread."""
        return False

    def finish_then(self, step: Callable[[], None]) -> None:
        """Call `step` once the change that is being written is finished."""
        step()

    def decks_changed(self) -> None:
        """A deck file was read anew, or the store was opened, which takes in what decks ask for."""

    # -- keys and clicks ---------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Do the action of a key in the page's mode. A key that was typed before this page was
        closed or covered goes to the page that is now on top.
        """
        if self.app.screen is not self:
            event.stop()
            self.app.post_message(events.Key(event.key, event.character))
            return
        key = (
            event.character
            if event.is_printable and event.character and event.character != " "
            else event.key
        )
        verdict = self.shell.repeats.pressed(key, event.time)
        waiting = self.shell.repeats.waiting
        answered = self.shell.repeats.answered(key, event.time)
        self._end_wait(answered)
        action = resolve(self.mode(), key, self.absent())
        press = Press(action or "", key)
        if isinstance(self.focused, ActionButton) and key in ("enter", "space"):
            press = self.focused.press_of
            action = press.action
        if action is None:
            if (why := self.refusals().get(resolve(self.mode(), key) or "")) is not None:
                event.stop()
                self.say(why)
            return
        event.stop()
        event.prevent_default()
        if not self.is_guarded(action) or not self.shell.guard_seconds or verdict == "new":
            self._press(press, event.time)
        elif verdict == "doubtful":
            self._wait(Waiting(self, press, event.time, key))
        else:
            if waiting is not None and answered is None:
                self.ignored(waiting.press)
            self.ignored(press)

    def _wait(self, waiting: Waiting) -> None:
        """Let a press wait until it is known whether its key is held."""
        self.shell.repeats.waiting = waiting
        self.shell.set_timer(self.shell.repeats.seconds(), partial(self._wait_over, waiting))

    def _wait_over(self, waiting: Waiting) -> None:
        if self.shell.repeats.waiting is waiting:
            self.shell.repeats.waiting = None
            self._end_wait(waiting)

    def _end_wait(self, waiting: Waiting | None) -> None:
        """Do the press whose key turned out not to be held, where its page still shows."""
        if waiting is not None and isinstance(waiting.page, PageScreen) and waiting.page.is_current:
            waiting.page._press(waiting.press, waiting.time)

    def on_flow_view_pressed(self, event: FlowView.Pressed) -> None:
        """Do the action of a click."""
        event.stop()
        self.clicked(event.press)

    def on_key_hint_pressed(self, event: KeyHint.Pressed) -> None:
        """Do the action of a key of the footer."""
        event.stop()
        self.clicked(event.press)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do the action of a button."""
        event.stop()
        if isinstance(event.button, ActionButton):
            self.clicked(event.button.press_of)

    def clicked(self, press: Press) -> None:
        """Do the action of a click, unless a trembling hand doubled it."""
        time = self.shell.clicked_at
        is_repeated = (
            self.shell.repeats.pressed(f"click {press}", time) == "repeated"
            and self.shell.guard_seconds > 0
        )
        if is_repeated and self.is_guarded(press.action):
            self.ignored(press)
        else:
            self._press(press, time)

    def press_now(self, press: Press) -> None:
        """Do an action that was chosen by its name."""
        self._press(press, now())

    def takes_typing(self, key: str, time: float) -> bool:
        """Whether a typed character goes into the focused field."""
        return True

    def _press(self, press: Press, time: float) -> None:
        if self.is_guarded(press.action):
            since = self._on_screen.since(self.acts_on(press.action))
            if since == math.inf:
                self._early.append((press, time))
                return
            if time < since + self.shell.guard_seconds or self._is_doubled(press, time):
                self.ignored(press, time - since)
                return
        self._last = press, time
        if self.shell.is_waiting and press.action != "quit":
            return
        if press.action == MORE_KEYS:
            self.key_line.show((), turned=True)
            return
        if press.action == "command_palette":
            self.shell.action_command_palette()
            return
        if press.action in _MOVES and self.move(press.action):
            return
        if press.action == "help":
            self.action_help(press.key)
            return
        try:
            self.do(press.action, press.key)
        except LearnmsError as error:
            self.complain(str(error))

    def _is_doubled(self, press: Press, time: float) -> bool:
        """Whether a press repeats the one before it too soon to be meant."""
        if press.action not in self.toggles or self._last is None:
            return False
        last, since = self._last
        return press == last and time < since + self.shell.guard_seconds

    def scroller(self) -> VerticalScroll:
        """The part of the page that ↑ and ↓ scroll."""
        return self.body

    def move(self, action: str) -> bool:
        """Scroll; False if the page uses the key for something else."""
        match action:
            case "up":
                self.scroller().scroll_up(animate=False)
            case "down":
                self.scroller().scroll_down(animate=False)
            case "page_up":
                self.scroller().scroll_page_up(animate=False)
            case _:
                self.scroller().scroll_page_down(animate=False)
        return True
