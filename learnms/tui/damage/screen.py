"""The page for damaged data: what is wrong, the newest good backup, and what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from learnms.engine.backups import wording as words
from learnms.engine.backups.restore import Restored
from learnms.errors import LearnmsError
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.button_row import ButtonRow, Choice
from learnms.tui.kit.content import BOLD, QUIET, plain, raw, stacked
from learnms.tui.kit.layout import Heading
from learnms.tui.kit.page import PageScreen
from learnms.tui.kit.sheet import Sheet
from learnms.tui.kit.threads import Result, result_of, run_in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from learnms.engine.backups.damage import Damage


class BackupRestored(Result[Restored]):
    """The backup was restored, or why it was not."""


class DamageScreen(PageScreen):
    """Says what is wrong, and offers the newest good backup; going back to it is confirmed once.

    Args:
        damage: what was found.
        after: called once the backup is restored.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("damage")
    DEFAULT_CSS = """
    DamageScreen {
        Sheet { height: auto; }
        #words { height: auto; max-width: 76; }
        #buttons { padding: 1 2 0 2; }
        &.-short #buttons { padding: 0 2; }
    }
    """
    guarded: ClassVar[frozenset[str]] = frozenset(
        {"restore_backup", "confirm_restore", "repair_by_hand", "no"}
    )

    def __init__(self, damage: Damage, after: Callable[[], None]) -> None:
        super().__init__()
        self.damage = damage
        self._after = after
        self._state = "damage"
        self.words = Static(id="words", markup=False)
        self.buttons = ButtonRow()

    def mode(self) -> str:
        return self._state

    def disabled_actions(self) -> frozenset[str]:
        return frozenset() if self.damage.offer is not None else frozenset({"restore_backup"})

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name what `n` does here."""
        return {"no": ("n", "go back")}

    def compose_body(self) -> Iterable[Widget]:
        yield Sheet(self.words, title=words.TITLE)

    def compose_footer(self) -> Iterable[Widget]:
        yield self.buttons

    def draw(self) -> None:
        self.head.show([Heading(plain("learnms", BOLD))])
        paragraphs = [plain(text) for text in self._paragraphs()]
        if self._state == "damage" and self.damage.detail:
            paragraphs.append(plain(self.damage.detail, QUIET))
        self.words.update(stacked(*self._spaced(paragraphs)))
        self.buttons.show(self._choices())
        self.set_focus(self.buttons.wanted)
        self.show_keys()

    def _paragraphs(self) -> tuple[str, ...]:
        match self._state:
            case "damage repair":
                return self.damage.by_hand
            case "damage confirm":
                return (self.damage.newest, words.KEPT_ASIDE, words.CONFIRMED)
            case "damage busy":
                return (words.RESTORING,)
        return (words.WHAT_HAPPENED, self.damage.newest)

    def _spaced(self, paragraphs: list[Content]) -> list[Content]:
        return [line for each in paragraphs for line in (each, raw(""))][:-1]

    def _choices(self) -> list[Choice]:
        match self._state:
            case "damage":
                restore = Choice("Restore", "restore_backup", hint="r", primary=True)
                by_hand = Choice("Repair by hand", "repair_by_hand", hint="h")
                leave = Choice("Quit", "quit", hint="q")
                return [*([restore] if self.damage.offer is not None else []), by_hand, leave]
            case "damage confirm":
                yes = Choice("Restore", "confirm_restore", hint="y", primary=True)
                return [yes, Choice("Go back", "no", hint="n")]
            case "damage repair":
                back = Choice("Go back", "no", hint="n", primary=True)
                return [back, Choice("Quit", "quit", hint="q")]
        return []

    def _go_to(self, state: str) -> None:
        self._state = state
        self.say()
        self.draw()

    # -- doing -------------------------------------------------------------------------------------

    def action_restore_backup(self, key: str = "") -> None:
        self._go_to("damage confirm")

    def action_repair_by_hand(self, key: str = "") -> None:
        self._go_to("damage repair")

    def action_no(self, key: str = "") -> None:
        self._go_to("damage")

    def action_quit(self, key: str = "") -> None:
        self.shell.stop()

    def action_confirm_restore(self, key: str = "") -> None:
        self._go_to("damage busy")
        run_in_thread(self, partial(result_of, BackupRestored, self.damage.restore))

    def on_backup_restored(self, message: BackupRestored) -> None:
        if isinstance(message.result, LearnmsError):
            self._go_to("damage")
            self.complain(str(message.result))
        else:
            self._after()
