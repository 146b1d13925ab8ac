"""The optimize screen: fits FSRS to the learner's own answers, and shows what that would change."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.message import Message

from learnms.engine.optimize import optimize, pages, process, wording
from learnms.errors import LearnmsError
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.button import ActionButton
from learnms.tui.kit.content import BOLD, WARN, plain
from learnms.tui.kit.document import TextView
from learnms.tui.kit.layout import TITLE, Heading
from learnms.tui.kit.modes import MODES
from learnms.tui.kit.page import PageScreen
from learnms.tui.kit.threads import Result, post_from_thread, result_of, run_in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.engine.document import Document
    from learnms.engine.optimize.optimize import FitData, Moves
    from learnms.engine.optimize.process import FitProcess


_BUTTONS = {
    "optimize_now": "Optimize",
    "stop_optimizing": "Stop",
    "apply_parameters": "Apply",
    "keep_parameters": "Cancel",
    "restore_parameters": "Undo: previous parameters",
}
"""The actions that have a button, with its words."""
_FIRST = ("optimize_now", "apply_parameters")
"""Those that go on; their button is the filled one."""


class OptimizeScreen(PageScreen):
    """Fits parameters, over the progress screen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("optimize")
    DEFAULT_CSS = """
    OptimizeScreen {
        #buttons { height: auto; padding: 0 2; }
        #buttons > ActionButton { max-width: 56; margin: 0 2 0 0; }
    }
    """
    guarded: ClassVar[frozenset[str]] = frozenset(
        {"optimize_now", "apply_parameters", "restore_parameters"}
    )

    class Gathered(Result["FitData"]):
        """The answers to fit to, or why they cannot be read."""

    class Fitted(Result["tuple[Outcome, Moves | None]"]):
        """The outcome of a fit and the due days that it would move, or why the fit failed."""

    class Replayed(Message):
        """Progress of the replay under other parameters."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total

    class Changed(Result[str]):
        """A sentence about the parameters now in use, or why they were not changed."""

    def __init__(self) -> None:
        super().__init__()
        self.fit_data: FitData | None = None
        self.outcome: Outcome | None = None
        self.moves: Moves | None = None
        self._is_gathering = False
        self._fit: FitProcess | None = None
        self._is_stopped = False
        self._ticking: Timer | None = None
        self._replayed = ""
        self._is_writing = False
        self._turn = 0
        self._on_finished: Callable[[], None] | None = None

    # -- what shows --------------------------------------------------------------------------------

    @property
    def is_settled(self) -> bool:
        """Whether no thread works for the page."""
        return self.fit_data is not None and self._fit is None and not self._is_writing

    def mode(self) -> str:
        if self._is_writing:
            return "optimize busy"
        if self._fit is not None:
            return "optimize running"
        return (
            "optimize offer"
            if self.outcome is not None and self.outcome.wins and not self.shell.workspace.read_only
            else "optimize"
        )

    def guard_key(self) -> object:
        """Keys for the parameters before do not act on those after."""
        return self.mode(), self._turn

    def disabled_actions(self) -> frozenset[str]:
        fit_data = self.fit_data
        disabled = set()
        if fit_data is None or fit_data.lacking or not process.is_there():
            disabled.add("optimize_now")
        if fit_data is None or not fit_data.sets or self.shell.workspace.read_only:
            disabled.add("restore_parameters")
        return frozenset(disabled)

    def compose_body(self) -> Iterable[Widget]:
        self.text = TextView(())
        return (self.text,)

    def compose_footer(self) -> Iterable[Widget]:
        self.first = ActionButton("", "", variant="primary")
        self.second = ActionButton("", "")
        yield Horizontal(self.first, self.second, id="buttons")

    def draw(self) -> None:
        self.head.show([Heading(plain("Optimize", BOLD), indent=TITLE)])
        self.text.show_document(self._document())
        offered = [
            action
            for action in MODES[self.mode()][0]
            if action in _BUTTONS and action not in self.disabled_actions()
        ]
        buttons = [self.first, self.second]
        if offered and offered[0] not in _FIRST:
            buttons.reverse()
        for button, action in zip_longest(buttons, offered):
            button.display = action is not None
            if action is not None:
                button.do(action)
                button.say(_BUTTONS[action])
        if self.mode() == "optimize" and self.first.display:
            self.first.focus()
        else:  # enter applies nothing
            self.set_focus(None)
        self.show_keys()

    def _document(self) -> Document:
        voice = self.shell.workspace.voice
        if self._is_writing:
            return pages.writing(self._replayed)
        if self._fit is not None:
            return pages.running(self._fit)
        if self.outcome is not None:
            return pages.judged(self.outcome, self.moves, voice)
        return pages.ABOUT, *pages.ready(self.fit_data, voice)

    # -- what goes on behind -----------------------------------------------------------------------

    def on_painted(self) -> None:
        self._begin()

    def on_unmount(self) -> None:
        """Stop the fit with its page."""
        if self._fit is not None:
            self._fit.stop()

    def _begin(self) -> None:
        if self.fit_data is None and not self._is_gathering:
            self._is_gathering = True
            gather = partial(optimize.gather, self.shell.workspace)
            run_in_thread(self, partial(result_of, self.Gathered, gather))

    def on_optimize_screen_gathered(self, message: Gathered) -> None:
        """Show the answers to fit to."""
        self._is_gathering = False
        if isinstance(message.result, LearnmsError):
            self.complain(str(message.result))
        else:
            self.fit_data = message.result
        self.draw()

    # -- doing -------------------------------------------------------------------------------------

    def action_optimize_now(self, key: str = "") -> None:
        """Start a fit."""
        assert self.fit_data is not None  # else the key is not there
        fit_data, self.outcome, self.moves = self.fit_data, None, None
        running = self._fit = optimize.start(fit_data)
        self._is_stopped = False
        self.say()
        self._ticking = self.set_interval(1, self.draw)
        self.draw()

        def judged() -> tuple[Outcome, Moves | None]:
            outcome = running.outcome()
            moves = optimize.moves(fit_data, outcome.parameters) if outcome.wins else None
            return outcome, moves

        run_in_thread(self, partial(result_of, self.Fitted, judged))

    def action_stop_optimizing(self, key: str = "") -> None:
        """Stop the fit, or the change that has begun. A fit that has just ended is discarded."""
        if self._is_writing:
            self._is_stopped = True
            self.say("Stopping…", WARN)
        if self._fit is not None:
            self._is_stopped = True
            self._fit.stop()

    def on_optimize_screen_fitted(self, message: Fitted) -> None:
        """Show the outcome of the fit."""
        assert self._fit is not None
        self._fit.stop()
        self._fit = None
        if self._ticking is not None:
            self._ticking.stop()
        self._turn += 1
        if self._is_stopped:
            self.say(wording.STOPPED)
        elif isinstance(message.result, LearnmsError):
            self.complain(str(message.result))
        else:
            self.outcome, self.moves = message.result
            self._note_try()
        self.draw()

    def _note_try(self) -> None:
        workspace = self.shell.workspace
        assert self.fit_data is not None  # a fit has been made of them
        optimize.remember(workspace, self.fit_data)
        if self.outcome is not None and self.outcome.wins:
            self.refuses_writing("parameters can't be applied here")

    def action_keep_parameters(self, key: str = "") -> None:
        """Discard the outcome."""
        self.outcome = self.moves = None
        self._turn += 1
        self.say(process.UNCHANGED)
        self.draw()

    def action_apply_parameters(self, key: str = "") -> None:
        """Use the fitted parameters."""
        workspace, fit_data, outcome, moves = (
            self.shell.workspace,
            self.fit_data,
            self.outcome,
            self.moves,
        )
        assert fit_data is not None
        assert outcome is not None
        assert moves is not None  # the offer shows them

        def use() -> str:
            optimize.adopt(workspace, fit_data, outcome)
            return wording.adopted(moves)

        self._write(use)

    def action_restore_parameters(self, key: str = "") -> None:
        """Go back to the previous parameters."""

        def back() -> str:
            optimize.take_back(self.shell.workspace)
            return wording.taken_back(optimize.gather(self.shell.workspace))

        self._write(back)

    def _write(self, change: Callable[[], str]) -> None:
        """Replay the whole log in a thread. Meanwhile the connection is its own: the page takes no
        other key than the one that stops it.
        """
        store = self.shell.workspace.open_store()
        self._is_writing, self._is_stopped, self._replayed = True, False, ""
        store.on_progress = self._hear
        self.say()
        self.draw()

        run_in_thread(self, partial(result_of, self.Changed, change))

    def _hear(self, done: int, total: int) -> None:
        if self._is_stopped:  # nothing of the change is written before all of it is
            raise LearnmsError(wording.STOPPED)
        post_from_thread(self, self.Replayed(done, total))

    def on_optimize_screen_replayed(self, message: Replayed) -> None:
        """Show the progress of the replay."""
        self._replayed = f"{message.done:,} of {message.total:,}"
        if self._is_writing:
            self.draw()

    def on_optimize_screen_changed(self, message: Changed) -> None:
        """Show the outcome of the change, and reload."""
        self._is_writing = False
        self.shell.workspace.open_store().on_progress = None
        self.outcome = self.moves = self.fit_data = None
        self._turn += 1
        if isinstance(message.result, LearnmsError):
            (self.say if self._is_stopped else self.complain)(str(message.result))
        else:
            self.say(message.result)
        self.draw()
        if self._on_finished is not None:
            self._on_finished()

    @property
    def is_writing(self) -> bool:
        return self._is_writing

    def finish_then(self, step: Callable[[], None]) -> None:
        self._on_finished = step
        self.say("Still optimizing. Press esc to stop.", WARN)

    def action_leave_page(self, key: str = "") -> None:
        """Close the page."""
        self.shell.close_page()
