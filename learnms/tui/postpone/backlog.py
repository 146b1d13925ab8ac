"""The backlog question: how many of the gathered cards to review a day. Nothing on it blames or
hurries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.postpone import wording
from learnms.engine.queue.catch_up import catch_up
from learnms.errors import LearnmsError
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, concat, paragraph, plain, raw
from learnms.tui.kit.layout import BLANK, Heading
from learnms.tui.kit.list_page import ListPage

if TYPE_CHECKING:
    from learnms.engine.queue.backlog import BacklogQuestion
    from learnms.tui.kit.layout import Entry

_NAME = 12
LATER = "You can choose otherwise at any time: a on the first page."


class BacklogScreen(ListPage):
    """Asks, saves the choice, and goes on to what it leaves for today.

    Args:
        question: what is due, and the ways to work it off.
        decks: ids of the decks whose review was asked for; None for all.
        new: how many new cards were asked for, if so.
        starts: whether a review follows, else the home page.
    """

    guarded: ClassVar[frozenset[str]] = frozenset({"take_way", "amount", "row"})

    def __init__(
        self,
        question: BacklogQuestion,
        decks: list[str] | None = None,
        new: int | None = None,
        *,
        starts: bool = True,
    ) -> None:
        super().__init__()
        self.question = question
        self.decks = decks
        self.new = new
        self.starts = starts
        self.cursor = question.suggested

    def rows(self) -> int:
        return len(self.question.ways)

    def mode(self) -> str:
        return "backlog"

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name as many numbers as there are ways."""
        return {"take_way": ("enter", "choose"), "amount": (f"1–{self.rows()}", "choose")}

    def draw(self) -> None:
        self.head.show([BLANK, Heading(plain("Catching up", BOLD)), BLANK])
        entries: list[Entry] = [*paragraph(wording.gathered(self.question), BOLD), BLANK]
        for index, way in enumerate(self.question.ways):
            style = f"{BOLD} {ACCENT}" if index == self.cursor else BOLD
            entries.append(
                self.row(
                    index,
                    f"{index + 1}  ",
                    concat(
                        raw(f"{wording.way_name(way):<{_NAME}}", style),
                        plain(wording.way_words(way)),
                    ),
                )
            )
        entries += [BLANK, *paragraph(wording.CALM, QUIET), *paragraph(LATER, QUIET)]
        self.list.show(entries)
        self.show_keys()

    def do(self, action: str, key: str) -> None:
        match action:
            case "amount":
                self._choose(int(key) - 1)
            case "row":
                self._choose(int(key))
            case "take_way":
                self._choose(self.cursor)
            case _ if len(self.shell.screen_stack) > 1:
                self.shell.close_page()
            case _:
                self.shell.leave_review()

    def _choose(self, index: int) -> None:
        if index >= self.rows():
            return
        way, failure = self.question.ways[index], ""
        try:
            catch_up(self.shell.workspace, way)
        except LearnmsError as error:
            failure = f"Your choice holds for this time only: {error}"
        if not self.starts:
            self.shell.go_home(failure or wording.way_kept(way))
        elif not self.shell.start_review(self.decks, self.new, failure):
            self.shell.go_home(f"{wording.way_kept(way)} None of today's are of that deck.")
