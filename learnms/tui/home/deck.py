"""A deck's page: topics, problems, disclaimer, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from learnms.engine.decks.deck import deck_page
from learnms.engine.decks.own_copy import OFFER_COPY, OFFER_COPY_TO_ADD, copy_to_own
from learnms.engine.decks.page import SOURCES, document
from learnms.engine.document import Paragraph
from learnms.engine.home.cases import listed
from learnms.engine.queries import scope_of
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
        self._copy_to: Literal["", "edit", "add"] = ""
        """What a copy of a shipped deck is asked for."""

    def compose_body(self) -> Iterable[Widget]:
        self._read()
        return ()

    def mode(self) -> str:
        return "deck copy" if self._copy_to else "deck"

    def disabled_actions(self) -> frozenset[str]:
        page = self._page
        if page is None:
            return frozenset({"edit", "add_card", "browse_deck", "sources", "cases"})
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
            self._page = deck_page(workspace.queries, self.deck, scope_of(workspace.settings))
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
        """Edit the deck file; for a shipped deck, offer a copy first."""
        self._change("edit")

    def action_add_card(self, key: str = "") -> None:
        """Add a card to the deck; to a shipped one, offer a copy first."""
        self._change("add")

    def _change(self, change: Literal["edit", "add"]) -> None:
        assert self._page is not None  # else the key is not there
        if not is_shipped(self._page.path):
            self._open_file(self._page.path, change)
            return
        self._copy_to = change
        self.say(OFFER_COPY if change == "edit" else OFFER_COPY_TO_ADD, WARN)
        self.show_keys()

    def _open_file(self, path: str, change: Literal["edit", "add"]) -> None:
        if change == "edit":
            self.say(self.shell.edit(path, 1))
        else:
            self.shell.add_card(path)

    def action_copy_deck(self, key: str = "") -> None:
        """Copy the deck and change the copy."""
        assert self._page is not None  # else the key is not there
        change = self._copy_to or "edit"
        self.action_no(key)
        copy, _ = copy_to_own(self._page.path, self.shell.workspace.home_folder)
        self.shell.refresh_decks()
        self._open_file(str(copy), change)

    def action_no(self, key: str = "") -> None:
        """Leave the shipped deck as it is."""
        self._copy_to = ""
        self.say()
        self.show_keys()

    def action_leave_page(self, key: str = "") -> None:
        """Close the page."""
        self.shell.close_page()
