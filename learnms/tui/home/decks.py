"""The decks of the home page as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.tui.home.view import cells_of, learned_words, ordered
from learnms.tui.kit.content import QUIET, plain, raw
from learnms.tui.kit.lists import Table

if TYPE_CHECKING:
    from learnms.engine.home.overview import HomeView
    from learnms.engine.voice import Voice

_NUMBER = 3
_BACK = 4
_BAR = 10
_SHORTEST_BAR = 7
_PADDING = 2
_BAR_FROM = 64
_LEAST = 12
_LEARNED = "Learned"


class DeckTable(Table):
    """One row per deck: title, due, new, learned. The mark shows while the table has the focus, and
    one click opens a row.
    """

    DEFAULT_CSS = """
    DeckTable {
        max-height: 100%;
        scrollbar-gutter: stable;
        & > .datatable--cursor { background: $background; text-style: none; }
        &:focus > .datatable--cursor { background: $primary-muted; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="decks")
        self._shown: tuple[object, ...] = ()

    def show(self, home: HomeView, width: int, voice: Voice, *, is_spaced: bool) -> None:
        """Show the decks in this many cells, spaced ones two lines tall; narrow layouts leave out
        the bar.
        """
        has_figures = voice.has_figures
        if (home, width, has_figures, is_spaced) == self._shown or not width:
            return
        self._shown = home, width, has_figures, is_spaced
        self.row_height = 1 + is_spaced
        here, has_bar = self.row_key, width >= _BAR_FROM or not has_figures
        rows = ordered(home)
        told = [learned_words(row) for row in rows if has_figures or not row.total]
        learned = max(len(_LEARNED), *map(len, told)) if told else 0
        fixed = [
            _NUMBER if has_figures else _BACK,
            _NUMBER,
            *([_SHORTEST_BAR] if has_bar else []),
            *([learned] if learned else []),
        ]
        room = width - 1 - _PADDING - sum(fixed) - _PADDING * (len(fixed) + 1) - 1
        bar = 0
        if has_bar:  # it is as long as the titles permit
            longest = max((plain(row.title).cell_length for row in rows), default=0)
            bar = min(_BAR, max(_SHORTEST_BAR, _SHORTEST_BAR + room - longest))
            room -= bar - _SHORTEST_BAR
            fixed[2] = bar
        names = ("Deck", "Due", "New") if has_figures else ("Topic", "Back", "New")
        labels = [raw(name, QUIET) for name in names]
        labels += [raw("")] if has_bar else []
        labels += [raw(f"{_LEARNED if has_figures else '':>{learned}}", QUIET)] if learned else []
        with self.prevent(Table.RowHighlighted):
            self.columns_are(*labels, widths=[max(_LEAST, room), *fixed])
            for row in rows:
                width_of_learned = learned if has_figures or not row.total else 0
                cells = cells_of(row, bar=bar, learned=width_of_learned)
                self.add(*cells, *[raw("")] * (len(labels) - len(cells)), key=row.id)
            keys = [row.id for row in rows]
            if here in keys:
                self.move_cursor(row=keys.index(here))
        self.mark(self.cursor_row if self.has_focus else -1)

    def mark(self, row: int) -> None:
        super().mark(row if self.has_focus else -1)

    def watch_has_focus(self, _has_focus: bool) -> None:
        super().watch_has_focus(_has_focus)
        self.mark(self.cursor_row)
