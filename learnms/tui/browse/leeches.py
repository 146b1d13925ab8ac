"""Leeches: cards that keep being forgotten, with the wrong answers given for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal

from learnms.engine.browse.search import Browser, leeches
from learnms.engine.cards import wording
from learnms.engine.cards.card import taken_for
from learnms.engine.wording import count
from learnms.study.leech import LEECH
from learnms.tui.browse.card import CardScreen
from learnms.tui.browse.card_pane import CardPane
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, QUIET, inline, paragraph, plain, raw, stacked
from learnms.tui.kit.layout import Heading, Press
from learnms.tui.kit.lists import Options
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget
    from textual.widgets import OptionList

    from learnms.engine.voice import Voice
    from learnms.study.event import Part

MOST = 50
"""Rows; more would not be read, and what each is taken for has to be looked up."""
_CONFUSED = 3
NONE = f"No leeches. A card becomes one when forgotten {LEECH} times."
NONE_PATIENT = "No card keeps slipping away."


class LeechScreen(PageScreen):
    """Lists the cards forgotten most often; from 100 columns on, with the card beside the list.

    Args:
        browser: the search, loaded.
        on_change: called with the parts that were changed on the page of a card.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("browse")
    CSS = """
    LeechScreen #body { scrollbar-size-vertical: 0; scrollbar-gutter: auto; }
    LeechScreen #list { background: transparent; border: none; margin: 0 0 1 0; }
    #cards { height: 1fr; }
    #leeches { width: 8fr; max-height: 100%; }
    #card { display: none; width: 7fr; height: 1fr; margin: 0 0 0 2; }
    LeechScreen.-wide #card { display: block; }
    """
    guarded: ClassVar[frozenset[str]] = frozenset({"open_card"})

    def __init__(self, browser: Browser, on_change: Callable[[Sequence[Part]], None]) -> None:
        super().__init__()
        self.browser = browser
        self._on_change = on_change
        rows = leeches(browser)
        self.rows, self.more = rows[:MOST], len(rows) - MOST
        self.options, self.card = Options(id="leeches"), CardPane()
        self._confused: dict[int, list[str]] = {}

    def compose_body(self) -> Iterable[Widget]:
        yield self.list
        yield Horizontal(self.options, self.card, id="cards")

    def begin(self) -> None:
        self.options.focus(scroll_visible=False)

    def mode(self) -> str:
        return "browse leeches"

    def disabled_actions(self) -> frozenset[str]:
        return frozenset() if self.rows else frozenset({"open_card"})

    def draw(self) -> None:
        voice = self.shell.workspace.voice
        number = count(len(self.rows) + max(0, self.more), "card")
        title = "Leeches" if voice.has_figures else "Slipping away"
        right = plain(number if voice.has_figures else "", QUIET)
        self.head.show([Heading(plain(title, BOLD), right)])
        none = NONE if voice.has_figures else NONE_PATIENT
        more = f" {self.more} more: search for is:leech to list them all." if self.more > 0 else ""
        self.list.show(
            paragraph(f"{voice.leech_advice}{more}", QUIET) if self.rows else paragraph(none)
        )
        at = self.options.highlighted or 0
        self.options.set_options([self._option(row, voice) for row in range(len(self.rows))])
        self.options.highlighted = at if self.rows else None
        self.card.forget()
        self.show_keys()

    def _option(self, index: int, voice: Voice) -> Content:
        """A card: its question, how often it was forgotten, what was answered instead."""
        entry = self.browser.entry(self.rows[index])
        if index not in self._confused and entry.part is not None:
            confusions = taken_for(self.shell.workspace.queries, self.browser.today, entry.part)
            self._confused[index] = [
                wording.confusion(confusion, voice) for confusion in confusions[:_CONFUSED]
            ]
        often = count(entry.lapses, "lapse") if voice.has_figures else ""
        state = voice.statuses["suspended"] if "suspended" in entry.states else ""
        told = " · ".join(filter(None, (often, state)))
        return stacked(
            inline(entry.prompt, BOLD),
            *([plain(told, QUIET)] if told else []),
            *(plain(f"✗ {text}", QUIET) for text in self._confused.get(index, [])),
            raw(""),
        )

    @property
    def here(self) -> Part | None:
        """The card at the cursor."""
        at = self.options.highlighted
        return self.browser.index.part(self.rows[at]) if at is not None and self.rows else None

    def on_painted(self) -> None:
        self._look()

    def _look(self) -> None:
        if self.card.display and self.here is not None:
            self.card.look_at((self.here, ("", 0)))

    def on_option_list_option_highlighted(self) -> None:
        """Show the card in the pane once the list has moved."""
        self.call_after_refresh(self._look)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a clicked card."""
        event.stop()
        self.clicked(Press("open_card"))

    def action_open_card(self, key: str = "") -> None:
        """Open the card at the cursor."""
        self.shell.push_screen(CardScreen(self.here, on_change=self._changed))

    def action_leave_page(self, key: str = "") -> None:
        """Return to the search."""
        self.shell.pop_screen()

    def _changed(self, parts: Sequence[Part]) -> None:
        self._on_change(parts)
        self.draw()
