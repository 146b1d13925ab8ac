"""The floor of the screens: a Textual application with the same widgets and as much text, and
nothing behind it.

Run as a program with `home` or `review`, and for `review` optionally a file for the raw
transactions of `n`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

    from tests.bench.raw_transaction import RawStore

HOME = """
    10 cards today, about 4 minutes.

  ▸ Review         10 new                                             enter

    Measured                                10 new   ░░░░░░░░░░   0 of 200
"""
HOME_KEYS = "  enter review  s settings  ? help  q quit"
ASK_KEYS = "  space show  h hint  u undo  - later  ? help  * flag  i card  e edit"
SHOWN_KEYS = "  space good  1-4 grade  h hint  u undo  - later  ? help  * flag  i card"
GRADES = (
    "    1 Again          2 Hard           3 Good           4 Easy\n    today            1 day     "
    "       2 days           7 days"
)


class BarePage(App[None]):
    """Heading, body, grades, message, keys: the tree of learnms's pages."""

    AUTO_FOCUS = ""
    ENABLE_COMMAND_PALETTE = False
    CSS: ClassVar[str] = """
    Screen { layout: vertical; }
    Static { width: 1fr; height: auto; text-wrap: nowrap; }
    #body { height: 1fr; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    #field { height: 1; border: none; display: none; }
    #grades { display: none; }
    """

    def __init__(self, page: str, store: RawStore | None) -> None:
        super().__init__()
        self.page = page
        self.store = store
        self.number = 1
        self.head, self.message, self.key_line = (Static(markup=False) for _ in range(3))
        self.question, self.answer = Static(markup=False), Static(markup=False)
        self.grades = Static(Content(GRADES), id="grades", markup=False)

    def compose(self) -> ComposeResult:
        yield self.head
        inside: list[Widget] = [self.question]
        if self.page == "review":
            inside += [Input(id="field", compact=True), self.answer]
        yield VerticalScroll(*inside, id="body", can_focus=False)
        if self.page == "review":
            yield self.grades
        yield self.message
        yield self.key_line

    def on_mount(self) -> None:
        if self.page == "home":
            self.head.update(
                Content(
                    "\n  learnms                                                 Sunday 22"
                    " November\n"
                )
            )
            self.question.update(Content(HOME))
            self.key_line.update(Content(HOME_KEYS))
        else:
            self.ask()

    def ask(self) -> None:
        """Another card in the same widgets."""
        self.head.update(
            Content(
                f"  Measured                                           {self.number} of 200 · about"
                " 70 min\n" + "━" * 78
            )
        )
        self.question.update(
            Content(
                f"\n    Question{self.number:05}, what does the medicine bind to on the surface of"
                " the\n    cell?"
            )
        )
        self.answer.update(Content(""))
        self.grades.display = False
        self.message.update(Content(""))
        self.key_line.update(Content(ASK_KEYS))

    def reveal(self) -> None:
        """The answer below the question."""
        self.head.update(
            Content(
                f"  Measured                                           {self.number} of 200 · about"
                " 70 min\n" + "━" * 78
            )
        )
        self.question.update(
            Content(
                f"\n    Question{self.number:05}, what does the medicine bind to on the surface of"
                " the\n    cell?"
            )
        )
        why = (
            "    It is found from the pre-B stage on, and is lost when the cell\n    becomes a"
            " plasma cell. So antibodies that are there already go on."
        )
        source = "    The book of measures §1 · checked 22 Nov 2026"
        self.answer.update(
            Content(
                f"\n\n    Answer{self.number:05}, a protein that is found on some of the"
                f" cells.\n\n{why}\n\n{source}"
            )
        )
        self.grades.display = True
        self.grades.update(Content(GRADES))
        self.message.update(Content(""))
        self.key_line.update(Content(SHOWN_KEYS))

    def on_key(self, event: events.Key) -> None:
        match event.key:
            case "space":
                self.reveal()
            case "3":
                if self.store is not None:
                    self.store.answer(self.number)
                self.number += 1
                self.ask()
            case "q":
                self.exit()


def main(page: str, file: str | None = None) -> None:
    """Run the page."""
    store = None
    if file is not None:
        from tests.bench.raw_transaction import RawStore

        store = RawStore(Path(file))
    BarePage(page, store).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
