"""Leeches: cards that keep being forgotten, with the wrong answers given for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.browse.search import Browser, leeches
from learnms.engine.cards import wording
from learnms.engine.cards.card import taken_for
from learnms.engine.wording import count
from learnms.study.leech import LEECH
from learnms.tui.browse.card import CardScreen
from learnms.tui.kit.content import BOLD, QUIET, inline, paragraph, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, MEASURE, Heading, Text
from learnms.tui.kit.list_page import ListPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from learnms.engine.voice import Voice
    from learnms.study.event import Part
    from learnms.tui.kit.layout import Entry

MOST = 50
"""Rows; more would not be read, and what each is taken for has to be looked up."""
_CONFUSED = 3
ADVICE = "Read the explanation, add a note in your own words, or suspend the card."
NONE = f"No leeches: no card was forgotten {LEECH} times."
NONE_PATIENT = "No card keeps slipping away."


class LeechScreen(ListPage):
    """Lists the cards forgotten most often, over the search.

    Args:
        browser: the search, loaded.
        on_change: called with the parts that were changed on the page of a card.
    """

    guarded: ClassVar[frozenset[str]] = frozenset({"row"})

    def __init__(self, browser: Browser, on_change: Callable[[Sequence[Part]], None]) -> None:
        super().__init__()
        self.browser = browser
        self._on_change = on_change
        entries = leeches(browser)
        self.entries, self.more = entries[:MOST], len(entries) - MOST
        self._confused: dict[int, list[str]] = {}

    def rows(self) -> int:
        return len(self.entries)

    def mode(self) -> str:
        return "browse leeches"

    def disabled_actions(self) -> frozenset[str]:
        return frozenset() if self.entries else frozenset({"open_card"})

    def draw(self) -> None:
        voice = self.shell.workspace.voice
        number = count(len(self.entries) + max(0, self.more), "card")
        right = number if voice.has_figures else ""
        self.head.show([BLANK, Heading(plain("Slipping away", BOLD), plain(right, QUIET))])
        if not self.entries:
            self.list.show([BLANK, *paragraph(NONE if voice.has_figures else NONE_PATIENT)])
        else:
            self.list.show(
                [
                    BLANK,
                    *paragraph(ADVICE, QUIET),
                    *(
                        line
                        for index in range(len(self.entries))
                        for line in self._card(index, voice)
                    ),
                    *self._rest(),
                ]
            )
        self.show_keys()

    def _card(self, index: int, voice: Voice) -> list[Entry]:
        entry = self.entries[index]
        note = (
            "suspended"
            if entry.memory.suspended
            else f"{entry.memory.lapses} times"
            if voice.has_figures
            else ""
        )
        entries: list[Entry] = [BLANK, self.row(index, "", inline(entry.prompt, BOLD), note)]
        if index not in self._confused and entry.part is not None:
            confusions = taken_for(self.shell.workspace.queries, self.browser.today, entry.part)
            self._confused[index] = [
                wording.confusion(confusion, voice) for confusion in confusions[:_CONFUSED]
            ]
        return [
            *entries,
            *(
                Text(
                    plain(text, QUIET),
                    indent=INDENT + 4,
                    lead=raw(f"{'':{INDENT + 2}}✗ ", QUIET),
                    measure=MEASURE - 4,
                )
                for text in self._confused.get(index, [])
            ),
        ]

    def _rest(self) -> list[Entry]:
        return (
            [
                BLANK,
                *paragraph(f"{self.more} more: `is:leech` in the search lists them all.", QUIET),
            ]
            if self.more > 0
            else []
        )

    def do(self, action: str, key: str) -> None:
        match action:
            case "row" | "open_card":
                self.cursor = int(key) if action == "row" else self.cursor
                self.draw()
                self.shell.push_screen(
                    CardScreen(self.entries[self.cursor].part, on_change=self._changed)
                )
            case _:
                self.shell.pop_screen()

    def _changed(self, parts: Sequence[Part]) -> None:
        self._on_change(parts)
        self.draw()
