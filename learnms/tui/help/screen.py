"""The help: the keys and the help pages, with a search over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.help.pages import pages, search
from learnms.engine.home.first_start import ADVICE
from learnms.engine.voice import voice_of
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, KEY, QUIET, labelled, paragraph, plain, prose
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.inputs import SearchField
from learnms.tui.kit.key_help import rows
from learnms.tui.kit.layout import BLANK, Heading, Text
from learnms.tui.kit.page import PageScreen
from learnms.tui.kit.sheet import ScrollSheet
from learnms.tui.question.papers import Tabs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets import Input

    from learnms.engine.help.pages import HelpPage
    from learnms.settings import Settings
    from learnms.tui.kit.layout import Entry

_LABEL = 18
KEYS_TITLE = "Keys"


def key_table(settings: Settings) -> list[Entry]:
    """The table of keys, section by section."""
    entries: list[Entry] = []
    before, names = "", voice_of(settings).pages
    for section, label, help_text in rows(settings):
        if section != before:
            title = plain(names.get(section, section), BOLD)
            entries += [*([BLANK] if entries else []), Text(title, anchor=section)]
            before = section
        entries.append(labelled(label, plain(help_text), _LABEL, KEY))
    return [
        *entries,
        BLANK,
        *paragraph("You can also click keys, buttons, options and rows.", QUIET),
        *paragraph(f"{ADVICE} Your data stays on this computer.", QUIET),
    ]


class HelpScreen(PageScreen):
    """Shows the keys and the pages of the help, one behind each tab.

    Args:
        section: the section of the keys about the page below; scrolled to.
        title: the page to open with, or '' for the keys.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("help")
    DEFAULT_CSS = """
    HelpScreen {
        align-horizontal: center;
        #tabs { padding: 0 2; max-width: 92; }
        #search { display: none; margin: 1 3 0 3; max-width: 86; }
        #body { max-width: 92; height: 1fr; margin: 0 2; padding: 0; }
    }
    """

    def __init__(self, section: str = "", title: str = "") -> None:
        super().__init__()
        self.body = ScrollSheet(id="body")
        self.tabs = FlowView("tabs")
        self.search = SearchField("search")
        self.search.placeholder = "search the help"
        self._section = "" if title else section
        self._title = title or KEYS_TITLE
        self._pages: list[HelpPage] = []
        self._is_searching = False

    def compose(self) -> ComposeResult:
        """The tabs and the search above the page."""
        yield self.head
        yield self.tabs
        yield self.search
        with self.body:
            yield self.list
        yield self.message
        yield self.key_line

    def prepare(self) -> None:
        """Read the pages for the learner's role."""
        workspace = self.shell.workspace
        self._pages = pages(workspace.settings, workspace.home_folder)

    def mode(self) -> str:
        return "help search" if self._is_searching else "help"

    def disabled_actions(self) -> frozenset[str]:
        """Scrolling is offered only where the page is longer than the screen."""
        return frozenset() if self.is_longer else frozenset({"scroll"})

    @property
    def _titles(self) -> list[str]:
        return [KEYS_TITLE, *(page.title for page in self._pages)]

    def on_painted(self) -> None:
        """Scroll to the section, now that sizes are known, and offer scrolling where needed."""
        span = (
            self.list.flow.span_of(self._section, self.list.size.width) if self._section else None
        )
        self._section = ""
        if span is not None:
            self.body.scroll_to(y=span[0], animate=False)
        self.note_length(self.list)

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self.note_length, self.list)

    def draw(self) -> None:
        self.head.show([Heading(plain("Help", BOLD), plain("/ search", QUIET))])
        current = self._titles.index(self._title)
        self.tabs.show([Tabs(tuple((title, False) for title in self._titles), current)])
        self.search.display = self._is_searching
        self.set_focus(self.search if self._is_searching else None)
        self.list.show(self._entries())
        self.show_keys()

    def _entries(self) -> Iterable[Entry]:
        settings = self.shell.workspace.settings
        if self._is_searching and self.search.value.strip():
            return self._found(self.search.value)
        if self._title == KEYS_TITLE:
            return key_table(settings)
        page = next(page for page in self._pages if page.title == self._title)
        return [Text(plain(page.title, BOLD)), BLANK, *prose(page.text)]

    def _found(self, query: str) -> list[Entry]:
        workspace = self.shell.workspace
        settings = workspace.settings
        hits = search(query, settings, workspace.home_folder, rows(settings))
        if not hits:
            return paragraph(f"No matches for “{query.strip()}”. Try other words.", QUIET)
        entries: list[Entry] = []
        before = ""
        for hit in hits:
            if hit.title != before:
                entries += [*([BLANK] if entries else []), Text(plain(hit.title, BOLD))]
                before = hit.title
            entries += prose(hit.text)
        return entries

    # -- doing -------------------------------------------------------------------------------------

    def action_next_topic(self, key: str = "") -> None:
        """Show the next page of the help."""
        self._turn(1)

    def action_previous_topic(self, key: str = "") -> None:
        """Show the previous page of the help."""
        self._turn(-1)

    def action_tab(self, key: str = "") -> None:
        """Show the page that was clicked."""
        self._show(self._titles[int(key)])

    def _turn(self, step: int) -> None:
        titles = self._titles
        self._show(titles[(titles.index(self._title) + step) % len(titles)])

    def _show(self, title: str) -> None:
        self._title = title
        self._is_searching = False
        self.body.scroll_home(animate=False)
        self.draw()

    def action_search(self, key: str = "") -> None:
        """Search the help."""
        self._is_searching = True
        self.draw()

    def action_leave_search(self, key: str = "") -> None:
        """Close the search."""
        self._is_searching = False
        self.draw()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what the words find."""
        if self._is_searching:
            self.list.show(self._entries())
            self.body.scroll_home(animate=False)
            self._repaint()

    def action_close(self, key: str = "") -> None:
        """Close the help."""
        self.shell.pop_screen()
