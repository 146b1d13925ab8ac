"""The first start: the learner's role, the region, how learnms works; then the first card."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from learnms.engine.home.first_start import (
    ABOUT,
    ADVICE,
    FOR_SCREEN_READERS,
    LATER,
    NO_CHOICE,
    THEMES,
    primer,
    region_step,
    who_step,
)
from learnms.errors import LearnmsError
from learnms.tui.home.view import heading
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.button import ActionButton
from learnms.tui.kit.content import BOLD, KEY, QUIET, WARN, concat, plain, raw, stacked
from learnms.tui.kit.page import PageScreen
from learnms.tui.kit.saving import NOT_SAVED
from learnms.tui.kit.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.home.first_start import Option, Step

_MOST = 4
_PADDING = 2
_NUMBER = 3
_REGULAR = 22


class OptionButton(ActionButton):
    """A large button with a number, a name, a description and a note."""

    SCOPED_CSS = False  # the breakpoints are classes of the screen
    DEFAULT_CSS = """
    OptionButton {
        width: 1fr;
        height: 4;
        margin: 0 0 1 0;
        padding: 0 1;
        text-align: left;
        content-align: left middle;
    }
    OptionButton.-style-default {
        background: $surface;
        border: blank $surface;
        &:hover { background: $panel; border: round $primary; }
        &:focus, &.-active { background: $primary-muted; border: heavy $primary; }
    }
    .-four OptionButton { margin: 0; }
    .-short OptionButton { height: 2; margin: 1 0 0 0; }
    .-short OptionButton.-style-default, .-short OptionButton.-style-default:hover {
        border: none;
        border-left: outer $surface;
    }
    .-short OptionButton.-style-default:focus { border: none; border-left: outer $primary; }
    .-wide.-regular OptionButton, .-wide.-tall OptionButton {
        height: 10;
        margin: 0 3 0 0;
        content-align: left top;
        padding: 1 2;
    }
    .-wide.-regular OptionButton.-last, .-wide.-tall OptionButton.-last { margin: 0; }
    """

    def __init__(self, number: int) -> None:
        super().__init__("", "choose", str(number))
        self.number = number
        self.option: Option | None = None

    def show(self, option: Option | None, *, is_last: bool) -> None:
        """Show an option, or nothing."""
        self.option = option
        self.display = option is not None
        self.set_class(is_last, "-last")
        self.fit()

    def on_resize(self) -> None:
        self.fit()

    def fit(self) -> None:
        """Put the words where they have room: below each other, or the note at the right."""
        if self.option is None:
            return
        room = self.content_region.width - _PADDING
        lead, name = plain(f"{self.number}", KEY), plain(self.option.name, BOLD)
        note = raw(self.option.note, QUIET)
        if self.size.height > _MOST:
            words = stacked(*plain(self.option.about).wrap(max(8, room)))
            lines = [concat(lead, raw("  "), name), raw(""), words, raw(""), note]
        else:
            gap = room - _NUMBER - name.cell_length - note.cell_length
            head = concat(lead, raw("  "), name, *([raw(" " * gap), note] if gap > 1 else []))
            about = plain(self.option.about).truncate(max(8, room - _NUMBER), ellipsis=True)
            lines = [head, concat(raw(" " * _NUMBER), about)]
        self.label = stacked(*lines)


class WelcomeScreen(PageScreen):
    """Asks two questions, says how learnms works, and goes to the first card. Left without an
    answer, it asks again at the next start.
    """

    DEFAULT_CSS = """
    WelcomeScreen {
        #welcome { height: auto; padding: 0 0 0 0; }
        #question { padding: 0 1; text-style: bold; height: auto; }
        #about { padding: 0 1; height: auto; max-width: 77; }
        #options { height: auto; margin: 1 0 0 0; layout: vertical; }
        #theme, #advice { padding: 0 1; height: auto; }
        #primer { display: none; margin: 1 0 0 0; padding: 0 2; }
        #primer Static { height: auto; max-width: 75; }
        #start { height: 3; margin: 1 0 0 0; display: none; }
        #start-learning { width: 3fr; }
        #look-around { width: 2fr; margin: 0 0 0 2; }
    }
    WelcomeScreen.-primer {
        #options, #about, #theme { display: none; }
        #primer, #start { display: block; }
    }
    WelcomeScreen.-tall.-primer #primer { padding: 1 4; margin: 1 0; }
    WelcomeScreen.-wide.-regular #options, WelcomeScreen.-wide.-tall #options {
        layout: horizontal;
    }
    WelcomeScreen.-wide.-regular #theme, WelcomeScreen.-wide.-tall #theme { margin: 1 0 0 0; }
    WelcomeScreen #advice { display: none; }
    WelcomeScreen.-tall #advice, WelcomeScreen.-primer #advice { display: block; }
    WelcomeScreen.-tall #body { align: center middle; }
    WelcomeScreen.-wide.-primer #welcome { max-width: 88; }
    WelcomeScreen.-short #options { margin: 0; }
    WelcomeScreen.-short #primer, WelcomeScreen.-short #start { margin: 0; }
    WelcomeScreen.-short #advice { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("welcome")
    guarded: ClassVar[frozenset[str]] = frozenset(
        {"choose", "choose_here", "plain_text", "skip", "previous_step"}
    )

    def __init__(self) -> None:
        super().__init__()
        self._step: Step | None = None
        self._number = 0
        self._failure = ""
        self.question, self.about = (
            Static(id="question", markup=False),
            Static(id="about", markup=False),
        )
        self.options = [OptionButton(number) for number in range(1, _MOST + 1)]
        self.primer, self.theme_key = Static(markup=False), Static(id="theme", markup=False)
        self.advice = Static(id="advice", markup=False)

    def mode(self) -> str:
        if self._step is None:
            return "welcome primer"
        return "welcome region" if self._number else "welcome"

    def guard_key(self) -> object:
        """Another step is another page."""
        return self._number

    def compose_body(self) -> Iterable[Widget]:
        start = ActionButton(
            "Start learning", "choose_here", hint="enter", id="start-learning", variant="primary"
        )
        look = ActionButton("Look around first", "skip", hint="esc", id="look-around")
        return (
            Vertical(
                self.question,
                self.about,
                Vertical(*self.options, id="options"),
                Sheet(self.primer, id="primer"),
                self.theme_key,
                self.advice,
                Horizontal(start, look, id="start"),
                id="welcome",
            ),
        )

    def prepare(self) -> None:
        self._go_to(0)

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name the options of the step, and what enter does at its end."""
        if self._step is None:
            return {
                "choose_here": ("enter", "start learning"),
                "skip": ("esc", "look around first"),
            }
        return {"choose": (f"1–{len(self._step.options)}", "choose")}

    # -- the steps ---------------------------------------------------------------------------------

    def _go_to(self, number: int) -> None:
        """Go to a step: role, region, how it works."""
        workspace = self.shell.workspace
        self._number = number
        steps = (lambda: who_step(workspace), lambda: region_step(workspace.settings))
        self._step = steps[number]() if number < len(steps) else None
        self.set_class(self._step is None, "-primer")
        self.say(self._failure, WARN)
        if self._step is not None:
            self._show_options(self._step)
        else:
            self.set_focus(self.query_one("#start-learning", ActionButton))

    def _show_options(self, step: Step) -> None:
        options = [*step.options, *[None] * (_MOST - len(step.options))]
        for place, (button, option) in enumerate(zip(self.options, options, strict=True), 1):
            button.show(option, is_last=place == len(step.options))
        self.set_class(len(step.options) == _MOST, "-four")
        usual = [b for b in self.options if b.option is not None and b.option.value == step.usual]
        self.set_focus(usual[0] if usual else None)

    def on_resize(self, event: events.Resize) -> None:
        self._show_primer()

    def say(self, text: str = "", style: str = QUIET) -> None:
        """Show a sentence above the keys; without one there is no row for it."""
        super().say(text, style)
        self.message.display = bool(text)

    def draw(self) -> None:
        step = self._step
        self.head.show(heading(self.shell.workspace.today))
        self.question.update(plain(step.question if step is not None else "How it works"))
        self.about.update(plain(ABOUT if not self._number else LATER))
        theme, lines = raw(f"  {THEMES}   ", QUIET), raw(f"  {FOR_SCREEN_READERS}", QUIET)
        self.theme_key.update(concat(plain("ctrl+l", KEY), theme, plain("p", KEY), lines))
        self.advice.update(plain(ADVICE, QUIET))
        self._show_primer()
        self.show_keys()

    def _show_primer(self) -> None:
        """Show how it works, with blank lines if there is room."""
        lines = [plain(text) for text in primer(self.shell.workspace.settings)]
        if self.shell.size.height >= _REGULAR:
            lines = [line for each in lines for line in (each, raw(""))][:-1]
        self.primer.update(stacked(*lines))

    # -- doing -------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """Go to the option above or below."""
        if self._step is None or action not in ("up", "down"):
            return super().move(action)
        shown = self.options[: len(self._step.options)]
        here = next((at for at, each in enumerate(shown) if each is self.focused), -1)
        there = max(0, min(len(shown) - 1, here + (1 if action == "down" else -1)))
        self.set_focus(shown[there])
        return True

    def action_choose(self, key: str = "") -> None:
        """Choose an option by its number."""
        step = self._step
        if step is not None and int(key) <= len(step.options):
            self._answer(step.options[int(key) - 1].value)

    def action_choose_here(self, key: str = "") -> None:
        """Choose the focused option, or start with the first card."""
        step = self._step
        if step is None:
            self.shell.when_open(self._start)
        elif isinstance(self.focused, OptionButton):
            self.action_choose(str(self.focused.number))
        else:
            self.say(NO_CHOICE, WARN)

    def action_skip(self, key: str = "") -> None:
        """Go to the home screen."""
        self.shell.go_home(self._failure)

    def action_previous_step(self, key: str = "") -> None:
        """Go back to the question before; ← goes along options that stand side by side."""
        if key == "left" and self._is_across:
            self.move("up")
        else:
            self._go_to(self._number - 1)
            self.draw()

    def action_next_option(self, key: str = "") -> None:
        """Go to the option at the right."""
        if self._is_across:
            self.move("down")

    @property
    def _is_across(self) -> bool:
        """Whether the options stand side by side."""
        return self.has_class("-wide") and not self.has_class("-short")

    def action_plain_text(self, key: str = "") -> None:
        """End the screens and go on in plain text, from now on."""
        shell = self.shell
        with suppress(LearnmsError):  # it holds for this run even if it cannot be saved
            shell.workspace.choose(replace(shell.workspace.settings, plain_text=True))
        shell.stop()

    def action_quit(self, key: str = "") -> None:
        """End the program."""
        self.shell.stop()

    def _answer(self, value: str) -> None:
        shell, step = self.shell, self._step
        assert step is not None
        try:
            shell.workspace.choose(step.answered(shell.workspace.settings, value))
        except LearnmsError as error:
            self._failure = f"{NOT_SAVED} {error}"
        self._go_to(self._number + 1)
        self.draw()

    def _start(self) -> None:
        """Start with the first card; if there is none, home says why."""
        if self.shell.workspace.read_only or not self.shell.start_review(None):
            self.shell.go_home(self._failure)
