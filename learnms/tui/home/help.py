"""All keys in words, from the one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.tui.kit.content import BOLD, KEY, QUIET, paragraph, plain, raw
from learnms.tui.kit.key_help import rows
from learnms.tui.kit.layout import BLANK, INDENT, MEASURE, Heading, Text
from learnms.tui.kit.page import Page, PageScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from learnms.tui.kit.layout import Entry

_LABEL = 14


def body(*, patient: bool = False) -> list[Entry]:
    """The table of keys, section by section."""
    entries: list[Entry] = []
    before = ""
    for section, label, help_text in rows(patient=patient):
        if section != before:
            entries += [BLANK, Text(plain(section, BOLD), anchor=section)]
            before = section
        entries.append(
            Text(
                plain(help_text),
                indent=INDENT + _LABEL,
                lead=raw(f"{'':{INDENT}}{label}", KEY),
                measure=MEASURE - _LABEL,
            )
        )
    entries += [
        BLANK,
        *paragraph(
            "Every key can be clicked too: on the last line, the grades, the options, the rows.",
            QUIET,
        ),
    ]
    return [
        *entries,
        *paragraph(
            "learnms teaches and does not give medical advice; everything stays on this machine.",
            QUIET,
        ),
    ]


class HelpScreen(PageScreen):
    """Shows the keys; any way out leads back.

    Args:
        section: the one about the page from which help was asked for; the page opens there.
    """

    def __init__(self, section: str = "") -> None:
        super().__init__()
        self.list = Page("list")
        self._section = section

    def compose_body(self) -> Iterable[Widget]:
        """The table."""
        return (self.list,)

    def mode(self) -> str:
        """Always the same."""
        return "help"

    def disabled_actions(self) -> frozenset[str]:
        """Nothing scrolls where all of it shows."""
        return frozenset() if self.is_longer else frozenset({"scroll"})

    def on_painted(self) -> None:
        """Now that its size is known: go to the section, and say on the last line whether there
        is more.
        """
        span = (
            self.list.flow.span_of(self._section, self.list.size.width) if self._section else None
        )
        self._section = ""
        if span is not None:
            self.body.scroll_to(y=span[0], animate=False)
        self.note_length(self.list)

    def on_resize(self) -> None:
        """Another size: what did not fit may fit now."""
        self.call_after_refresh(self.note_length, self.list)

    def draw(self) -> None:
        """Show the table."""
        self.head.show([BLANK, Heading(plain("Keys", BOLD))])
        self.list.show(body(patient=self.shell.workspace.settings.is_patient))
        self.show_keys()

    def do(self, action: str, key: str) -> None:
        """Back."""
        self.shell.pop_screen()
