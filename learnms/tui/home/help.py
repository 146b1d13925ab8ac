"""The help page: all keys with their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.tui.kit.content import BOLD, KEY, QUIET, labelled, paragraph, plain
from learnms.tui.kit.key_help import rows
from learnms.tui.kit.layout import BLANK, Heading, Text
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from learnms.settings import Settings
    from learnms.tui.kit.layout import Entry

_LABEL = 14


def body(settings: Settings) -> list[Entry]:
    """The table of keys, section by section."""
    entries: list[Entry] = []
    before = ""
    for section, label, help_text in rows(settings):
        if section != before:
            entries += [BLANK, Text(plain(section, BOLD), anchor=section)]
            before = section
        entries.append(labelled(label, plain(help_text), _LABEL, KEY))
    entries += [BLANK, *paragraph("You can also click keys, grades, options and rows.", QUIET)]
    return [
        *entries,
        *paragraph(
            "learnms teaches and does not give medical advice; your data stays on this computer.",
            QUIET,
        ),
    ]


class HelpScreen(PageScreen):
    """Shows the keys.

    Args:
        section: the section about the page that asked for help; scrolled to.
    """

    def __init__(self, section: str = "") -> None:
        super().__init__()
        self._section = section

    def mode(self) -> str:
        return "help"

    def disabled_actions(self) -> frozenset[str]:
        """Scrolling is offered only where the page is longer than the screen."""
        return frozenset() if self.is_longer else frozenset({"scroll"})

    def on_painted(self) -> None:
        """Scroll to the section, now that sizes are known, and offer scrolling where needed."""
        span = (
            self.list.flow.span_of(self._section, self.list.size.width) if self._section else None
        )
        self._section = ""
        if span is not None:
            self.body.scroll_to(y=span[0], animate=False)
        self.note_length(self.list)

    def on_resize(self) -> None:
        self.call_after_refresh(self.note_length, self.list)

    def draw(self) -> None:
        self.head.show([BLANK, Heading(plain("Keys", BOLD))])
        self.list.show(body(self.shell.workspace.settings))
        self.show_keys()

    def do(self, action: str, key: str) -> None:
        self.shell.pop_screen()
