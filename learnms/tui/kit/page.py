"""The screen that all pages are: heading, body, message, key line; and the widget of each."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from learnms.errors import LearnmsError
from learnms.tui.kit.clock import now
from learnms.tui.kit.content import KEY, QUIET, WARN, WRONG, concat, paragraph, plain, raw
from learnms.tui.kit.key_guard import REPEAT_SECONDS, Shown, Waiting
from learnms.tui.kit.key_help import NOT_FOR_PATIENTS, PATIENT_WORDS
from learnms.tui.kit.keys import KEYS
from learnms.tui.kit.layout import BLANK, MORE_KEYS, Flow, Keys, Press
from learnms.tui.kit.modes import MODES, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Offset
    from textual.selection import Selection
    from textual.widget import Widget

    from learnms.tui.kit.layout import Entry
    from learnms.tui.kit.shell import Shell

_FRAME = ("head", "message", "keys")
_SLIP = 2
"""Cells that the mouse may move during a click."""
_MOVES = frozenset({"up", "down", "page_up", "page_down", "scroll"})


class Page(Static):
    """Shows entries; a click on one of their buttons is posted as `Pressed`."""

    class Pressed(Message):
        """A button of the page was clicked."""

        def __init__(self, press: Press) -> None:
            super().__init__()
            self.press = press

    def __init__(self, name: str) -> None:
        self.flow = Flow()
        self._down: Offset | None = None
        """Where the mouse button went down."""
        super().__init__(self.flow, id=name, markup=False)

    def show(self, entries: Iterable[Entry]) -> None:
        """Show these entries. Without a change of height nothing is laid out anew."""
        if self.is_attached and self in self.screen.selections:
            self.screen.clear_selection()
        before, self.flow = self.flow, Flow(tuple(entries), spaced=self._is_spaced)
        width = self.size.width
        self.update(self.flow, layout=not width or before.height(width) != self.flow.height(width))

    @property
    def _is_spaced(self) -> bool:
        """Whether lines are spaced, as the learner chose; the frame of a page never is."""
        return self.id not in _FRAME and cast("Shell", self.app).workspace.settings.wide_spacing

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text selected with the mouse, and what follows it."""
        lines = self.flow.lines(self.size.width)
        return selection.extract("\n".join(line.content.plain for line in lines)), "\n"

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._down = event.offset

    def on_click(self, event: events.Click) -> None:
        """Press a button, unless the mouse moved on to another or to select text. A hand that
        trembles slips by a cell or two, and a second click selects nothing.
        """
        width, down = self.size.width, self._down or event.offset
        press = self.flow.press_at(event.x, event.y, width)
        if press is None or press != self.flow.press_at(*down, width):
            return
        if abs(event.x - down.x) > _SLIP:
            return
        event.stop()
        event.prevent_default()
        self.screen.clear_selection()
        self.post_message(self.Pressed(press))


class PageScreen(Screen[None]):
    """A page. Keys come from the table by the page's mode, clicks from its buttons; both end in
    `do`.

    For the actions in `guarded`, a key that was pressed before its target had been on the screen
    for
    the guard time is dropped, and a held key is one press. Until the page is painted such a key
    waits.

    Args:
        message: a sentence for the line above the keys.
    """

    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    guarded: ClassVar[frozenset[str]] = frozenset()
    handlers: ClassVar[dict[str, Callable[[Any, str], None]]] = {}
    """The methods `do_<action>` by action, collected when a page class is made."""
    is_longer = False
    """Whether the page is longer than the screen, where it looks at that."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.handlers = {
            name.removeprefix("do_"): getattr(cls, name)
            for name in dir(cls)
            if name.startswith("do_")
        }

    def __init__(self, message: str = "") -> None:
        super().__init__()
        self.first_message = message
        self.head = Page("head")
        self.body = VerticalScroll(id="body", can_focus=False)
        self.list = Page("list")
        self.message = Page("message")
        self.key_line = Page("keys")
        self._paint = 0
        self._paint_done = 0
        self._guard_key: object = None
        self._first_key = 0
        self._on_screen = Shown()
        self._early: list[tuple[Press, float]] = []

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

    def other_targets(self) -> tuple[object, ...]:
        """What is on the page besides `guard_key`, for `acts_on`."""
        return ()

    def disabled_actions(self) -> frozenset[str]:
        """Actions of the mode that are disabled at the moment."""
        return frozenset()

    def idle(self) -> frozenset[str]:
        """Actions left out of the key line, because they would only say what is missing."""
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

    def do(self, action: str, key: str) -> None:
        """Do what was pressed: call the method `do_<action>`. Small pages match on the name."""
        self.handlers[action](self, key)

    def do_help(self, key: str) -> None:
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
        """The widgets between the body and the message."""
        return ()

    def compose(self) -> ComposeResult:
        """Heading, body, message and keys, top to bottom."""
        yield self.head
        with self.body:
            yield from self.compose_body()
        yield from self.compose_footer()
        yield self.message
        yield self.key_line

    def on_mount(self) -> None:
        """Draw the page for the first time."""
        self.say(self.first_message, WARN)
        self.draw()

    # -- drawing -----------------------------------------------------------------------------------

    def say(self, text: str = "", style: str = QUIET) -> None:
        """Show a sentence in the line above the keys."""
        self.message.show([BLANK, *paragraph(text, style)] if text else [BLANK])

    def complain(self, text: str) -> None:
        """Show that something failed."""
        self.say(f"! {text}", WRONG)

    def show_keys(self) -> None:
        """Draw the key line."""
        disabled, other = self.absent() | self.idle(), self.labels()
        words = PATIENT_WORDS if self.shell.workspace.settings.is_patient else {}
        entries = []
        for key in (KEYS[action] for action in MODES[self.mode()][0] if action not in disabled):
            word = words.get(key.action, key.word)
            label, word = other.get(key.action, (key.label, word))
            content = concat(plain(label, KEY), raw(f" {word}", QUIET))
            entries.append(
                (
                    content,
                    (
                        None
                        if key.keys and key.keys[0].isdigit()
                        else Press(key.action, key.keys[0] if key.keys else "")
                    ),
                )
            )
        if self.guard_key() != self._guard_key:
            self._first_key = 0
        self.key_line.show([Keys(tuple(entries), self._first_key)])
        self._repaint()

    def note_length(self, page: Page) -> None:
        """Update `is_longer`; called once sizes are known, after a paint or a resize."""
        is_longer = page.flow.height(page.size.width) > self.body.size.height
        if is_longer != self.is_longer:
            self.is_longer = is_longer
            self.show_keys()

    def _turn_keys(self) -> None:
        """Show the keys that had no room; after the last, the first again."""
        (keys,) = self.key_line.flow.entries
        assert isinstance(keys, Keys)
        self._first_key = keys.first_left_out(self.key_line.size.width)
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
        self._on_screen.painted(self.key_line.flow.rendered_at or now())
        self.on_painted()
        self.shell.prepare_store()
        early, self._early = self._early, []
        for press, time in early:
            self._press(press, time)

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
        """Do the action of a key in the page's mode."""
        key = (
            event.character
            if event.is_printable and event.character and event.character != " "
            else event.key
        )
        verdict = self.shell.repeats.pressed(key, event.time)
        self._end_wait(self.shell.repeats.answered(key, event.time))
        action = resolve(self.mode(), key, self.absent())
        if action is None:
            if (why := self.refusals().get(resolve(self.mode(), key) or "")) is not None:
                event.stop()
                self.say(why)
            return
        event.stop()
        event.prevent_default()
        press = Press(action, key)
        if action not in self.guarded or not self.shell.guard_seconds or verdict == "new":
            self._press(press, event.time)
        elif verdict == "doubtful":
            self._wait(Waiting(self, press, event.time))

    def _wait(self, waiting: Waiting) -> None:
        """Let a press wait until it is known whether its key is held."""
        self.shell.repeats.waiting = waiting
        self.shell.set_timer(REPEAT_SECONDS, partial(self._wait_over, waiting))

    def _wait_over(self, waiting: Waiting) -> None:
        if self.shell.repeats.waiting is waiting:
            self.shell.repeats.waiting = None
            self._end_wait(waiting)

    def _end_wait(self, waiting: Waiting | None) -> None:
        """Do the press whose key turned out not to be held, where its page still shows."""
        if waiting is not None and isinstance(waiting.page, PageScreen) and waiting.page.is_current:
            waiting.page._press(waiting.press, waiting.time)

    def on_page_pressed(self, event: Page.Pressed) -> None:
        """Do the action of a click."""
        event.stop()
        time = self.shell.clicked_at
        is_repeated = (
            self.shell.repeats.pressed(f"click {event.press}", time) == "repeated"
            and self.shell.guard_seconds > 0
        )
        if not is_repeated or event.press.action not in self.guarded:
            self._press(event.press, time)

    def takes_typing(self, key: str, time: float) -> bool:
        """Whether a typed character goes into the focused field."""
        return True

    def _press(self, press: Press, time: float) -> None:
        if press.action in self.guarded:
            since = self._on_screen.since(self.acts_on(press.action))
            if since == math.inf:
                self._early.append((press, time))
                return
            if time < since + self.shell.guard_seconds:
                return
        if self.shell.is_waiting and press.action != "quit":
            return
        if press.action == MORE_KEYS:
            self._turn_keys()
            return
        if press.action in _MOVES and self.move(press.action):
            return
        if press.action == "help":
            self.do_help(press.key)
            return
        try:
            self.do(press.action, press.key)
        except LearnmsError as error:
            self.complain(str(error))

    def move(self, action: str) -> bool:
        """Scroll; False where the page does something else with the key."""
        match action:
            case "up":
                self.body.scroll_up(animate=False)
            case "down":
                self.body.scroll_down(animate=False)
            case "page_up":
                self.body.scroll_page_up(animate=False)
            case _:
                self.body.scroll_page_down(animate=False)
        return True
