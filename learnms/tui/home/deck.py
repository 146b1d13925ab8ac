"""A deck's page: topics, problems, disclaimer, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.decks.deck import deck_page
from learnms.engine.decks.page import SOURCES, document
from learnms.engine.document import Paragraph
from learnms.engine.home.cases import listed
from learnms.errors import LearnmsError
from learnms.paths import is_shipped
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, WARN, plain
from learnms.tui.kit.document import DocumentView, FoldView
from learnms.tui.kit.layout import TITLE, Heading
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.decks.deck import DeckPage


class DeckScreen(PageScreen):
    """Shows a deck's page over the first one.

    Args:
        deck: the deck's id.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("deck")

    def __init__(self, deck: str) -> None:
        super().__init__()
        self.deck = deck
        self.body = self.view = DocumentView(id="body")
        self._page: DeckPage | None = None

    def compose_body(self) -> Iterable[Widget]:
        self._read()
        return ()

    def mode(self) -> str:
        return "deck"

    def disabled_actions(self) -> frozenset[str]:
        page = self._page
        if page is None:
            return frozenset({"edit", "browse_deck", "sources", "cases"})
        present = {"sources": page.sources, "cases": page.counts.get("cases")}
        return frozenset(action for action, found in present.items() if not found)

    def draw(self) -> None:
        self._read()
        title = self._page.title if self._page is not None else ""
        self.head.show([Heading(plain(title, BOLD), indent=TITLE)])
        self.show_keys()

    def _read(self) -> None:
        """Read the page, and show it: before the first paint too, which then has all of it."""
        workspace = self.shell.workspace
        try:
            self._page = deck_page(workspace.queries, self.deck)
        except LearnmsError as error:
            self._page = None
            self.view.show((Paragraph(str(error)),))
        else:
            self.view.show(document(self._page, workspace.settings, listed(workspace)))

    def decks_changed(self) -> None:
        self.draw()

    def action_browse_deck(self, key: str = "") -> None:
        """Browse the cards of the deck."""
        self.shell.show_browse(f"deck:{self.deck}")

    def action_cases(self, key: str = "") -> None:
        """Show the list of cases."""
        self.shell.show_cases()

    def action_sources(self, key: str = "") -> None:
        """Unfold the sources, or fold them."""
        for fold in self.query(FoldView):
            if fold.title == SOURCES:
                fold.collapsed = not fold.collapsed
                fold.scroll_visible(animate=False, top=True)

    def action_edit(self, key: str = "") -> None:
        """Edit the deck file."""
        assert self._page is not None  # else the key is not there
        if is_shipped(self._page.path):
            message = "This deck is part of learnms. To edit a copy, open a card and press e."
            self.say(message, WARN)
        else:
            self.say(self.shell.edit(self._page.path, 1))

    def action_leave_page(self, key: str = "") -> None:
        """Close the page."""
        self.shell.close_page()
