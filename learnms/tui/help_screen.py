"""All keys in words, from the one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.tui.content import BOLD, KEY, QUIET, block, literal, said
from learnms.tui.flow import BLANK, INDENT, MEASURE, Heading, Text
from learnms.tui.keys import rows
from learnms.tui.page import Page, PageScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from learnms.tui.flow import Entry

_LABEL = 14


def body() -> list[Entry]:
    """The table of keys, section by section."""
    entries: list[Entry] = []
    before = ""
    for section, label, help_text in rows():
        if section != before:
            entries += [BLANK, *said(section, BOLD)]
            before = section
        entries.append(Text(literal(help_text), indent=INDENT + _LABEL, lead=block(f"{'':{INDENT}}{label}", KEY), measure=MEASURE - _LABEL))
    entries += [BLANK, *said("Every key can be clicked too: on the last line, the grades, the options, the rows.", QUIET)]
    return [*entries, *said("learnms teaches and does not give medical advice; everything stays on this machine.", QUIET)]


class HelpScreen(PageScreen):
    """Shows the keys; any way out leads back."""

    def __init__(self) -> None:
        super().__init__()
        self.list = Page("list")

    def inside(self) -> Iterable[Widget]:
        """The table."""
        return (self.list,)

    def phase(self) -> str:
        """Always the same."""
        return "help"

    def draw(self) -> None:
        """Show the table."""
        self.head.show([BLANK, Heading(literal("Keys", BOLD))])
        self.list.show(body())
        self.show_keys()

    def do(self, action: str, key: str) -> None:
        """Back."""
        self.program.pop_screen()
