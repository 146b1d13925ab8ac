"""The card at the cursor of the search, beside the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from learnms.engine.cards import wording
from learnms.engine.cards.card import card_page
from learnms.tui.browse import card_view
from learnms.tui.kit.content import QUIET, paragraph
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.sheet import ScrollSheet

if TYPE_CHECKING:
    from learnms.study.event import Part
    from learnms.tui.kit.shell import Shell

_STATE = ("status", "flag", "next")


class CardPane(ScrollSheet):
    """Shows a card, loaded once the cursor has stopped on it."""

    def __init__(self) -> None:
        self.text = FlowView()
        self._of: tuple[Part | None, tuple[str, int]] | None = None
        super().__init__(self.text, id="card")

    def forget(self) -> None:
        """Reload the card when it is shown next, because it was changed."""
        self._of = None

    def look_at(self, of: tuple[Part | None, tuple[str, int]] | None) -> None:
        """Show a card, by its part and its place; of a draft only the place is known."""
        if of is not None and of == self._of:
            return
        self._of = of
        if of is None:
            self.text.show([])
            return
        workspace = cast("Shell", self.app).workspace
        part, place = of
        page = card_page(
            workspace.queries,
            workspace.settings,
            workspace.today,
            part,
            place if part is None else None,
        )
        self.scroll_home(animate=False)
        if page is None:
            self.text.show(paragraph(wording.UNKNOWN, QUIET))
            return
        where = " · ".join(word for word in (page.deck_title, page.topic) if word)
        state = " · ".join(
            f"next: {text}" if label == "next" else text
            for label, text in wording.figures(page, workspace.voice)
            if label in _STATE
        )
        self.text.show(
            [
                *paragraph(where, QUIET),
                *paragraph(state, QUIET),
                *card_view.question(page, workspace.voice),
                *card_view.known(page, workspace.voice),
            ]
        )
