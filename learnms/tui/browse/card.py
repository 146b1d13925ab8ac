"""The screen of one card, with everything that can be done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from learnms.engine.cards import wording
from learnms.engine.cards.card import CardPage, card_page
from learnms.tui.browse import card_view
from learnms.tui.browse.card_actions import CardActions
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, QUIET, paragraph, plain
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.layout import Heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.cards.target import Target
    from learnms.study.event import Part

_LABELS = {"suspend": "unsuspend", "bury": "unbury", "flag": "unflag"}
_PATIENT_LABELS = {"suspend": "show again", "bury": "show today", "flag": "unmark"}


class CardScreen(CardActions):
    """Shows everything that is known about a card.

    Args:
        part: the part, or the part of a case; None for a draft.
        draft: the file and the position of a draft.
        on_change: called with the parts that were changed here.
        reporting: begin with the report for the author.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("browse")
    CSS = """
    #panels {
        height: auto;
        layout: vertical;
        & > #known { background: $surface; border: blank $surface; margin: 1 0 0 0; }
    }
    CardScreen.-wide #panels {
        layout: horizontal;
        & > #list { width: 8fr; }
        & > #known { width: 7fr; margin: 0 0 0 2; }
    }
    """

    def __init__(
        self,
        part: Part | None,
        *,
        draft: tuple[str, int] | None = None,
        on_change: Callable[[Sequence[Part]], None] | None = None,
        reporting: bool = False,
    ) -> None:
        super().__init__()
        self.known = FlowView("known")
        self.part = part
        self.draft = draft
        self._on_change = on_change
        self._page: CardPage | None = None
        self._is_read = False
        self._report = ""
        self._begins_with_report = reporting

    def compose_body(self) -> Iterable[Widget]:
        yield Container(self.list, self.known, id="panels")

    @property
    def page(self) -> CardPage | None:
        """What is known about the card; None where nothing is."""
        if not self._is_read:
            workspace = self.shell.workspace
            self._page = card_page(
                workspace.queries, workspace.settings, workspace.today, self.part, self.draft
            )
            self._is_read = True
        return self._page

    def rest_mode(self) -> str:
        return "browse report" if self._report else "browse card"

    def disabled_actions(self) -> frozenset[str]:
        """A draft has no id to write down, a part of a case no schedule, a deleted card no file."""
        page = self.page
        if page is None:
            return frozenset({"suspend", "bury", "flag", "note", "due", "reset", "edit", "report"})
        disabled = set[str]()
        if page.kind == "draft":
            disabled |= {"suspend", "bury", "flag", "note", "due", "reset", "undo"}
        if page.kind == "case":
            disabled |= {"suspend", "bury", "due", "reset"}
        return frozenset(disabled if page.path else disabled | {"edit"})

    def labels(self) -> dict[str, tuple[str, str]]:
        """Keys that switch something name the other way."""
        page = self.page
        if page is None:
            return {}
        status = page.memory.status(page.today)
        on = {
            "suspend": page.memory.suspended,
            "bury": status == "buried",
            "flag": page.memory.flagged,
        }
        keys = {"suspend": "@", "bury": "-", "flag": "*"}
        words = _PATIENT_LABELS if self.shell.workspace.settings.is_patient else _LABELS
        return {action: (keys[action], words[action]) for action, holds in on.items() if holds}

    def draw_page(self) -> None:
        page = self.page
        title = (
            " · ".join(word for word in (page.deck_title, page.topic) if word)
            if page is not None
            else "Card"
        )
        flagged = f"* {self.shell.workspace.voice.statuses['flagged']}"
        signs = [page.badge, flagged if page.memory.flagged else ""] if page else []
        right = " · ".join(filter(None, signs))
        self.head.show([Heading(plain(title or "Card", BOLD), plain(right, QUIET))])
        if self._report:
            self.list.show(card_view.report(self._report))
        elif page is not None:
            self.list.show(card_view.question(page, self.shell.workspace.voice)[1:])
            self.known.show(card_view.known(page, self.shell.workspace.voice)[1:])
        else:
            self.list.show(paragraph(wording.UNKNOWN))
        self.known.display = page is not None and not self._report

    def on_painted(self) -> None:
        super().on_painted()
        if self._begins_with_report:
            self._begins_with_report = False
            self.action_report("")

    # -- doing -------------------------------------------------------------------------------------

    def chosen(self) -> Sequence[Target]:
        return [self.page.target] if self.page is not None else []

    def undoes(self) -> Part | None:
        """Undo only changes to this card."""
        return self.page.part if self.page is not None else self.part

    def note_now(self) -> str:
        return self.page.note if self.page is not None else ""

    def place(self) -> tuple[str, int] | None:
        return (
            (self.page.path, self.page.line) if self.page is not None and self.page.path else None
        )

    def changed(self, parts: Sequence[Part]) -> None:
        self._is_read = False
        if self._on_change is not None:
            self._on_change(parts)

    def decks_changed(self) -> None:
        self._is_read = False
        self.draw()

    def action_report(self, key: str = "") -> None:
        """Copy the report for the author and show it."""
        if self.page is None:
            return
        self._report = wording.report(self.page)
        self.app.copy_to_clipboard(self._report)
        self.body.scroll_home(animate=False)
        self.draw()

    def action_close_panel(self, key: str = "") -> None:
        """Return from the report to the card."""
        self._report = ""
        self.draw()
