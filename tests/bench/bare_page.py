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
from textual.binding import Binding
from textual.containers import Grid, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, DataTable, Digits, Footer, Input, Static

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tests.bench.raw_transaction import RawStore

GRADES = (("1 Again", "10 min"), ("2 Hard", "1 day"), ("3 Good", "2 days"), ("4 Easy", "7 days"))


HOME_KEYS = (
    ("enter", "Review"),
    ("t", "Quiz"),
    ("p", "Progress"),
    ("b", "Browse"),
    ("question_mark", "Help"),
    ("q", "Quit"),
)
REVIEW_KEYS = (("u", "Undo"), ("minus", "Bury"), ("i", "Card"), ("e", "Edit"))


class Frame(Screen[None]):
    """What both pages have: a head, a message that is empty, and the keys."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Frame {
        Static { width: 1fr; height: auto; text-wrap: nowrap; }
        .none { display: none; }
        Button { width: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        yield self.head
        yield from self.compose_body()
        yield self.message
        yield Footer()

    def __init__(self) -> None:
        super().__init__()
        self.head, self.message = (Static(markup=False) for _ in range(2))

    def compose_body(self) -> ComposeResult:
        """Everything between the head and the message."""
        yield from ()

    def action_nothing(self, key: str) -> None:
        """Keys that the footer shows."""


class BareHome(Frame):
    """The widgets of the home page, shown and hidden alike: figures, two buttons, the decks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"nothing('{key}')", word) for key, word in HOME_KEYS
    ]
    DEFAULT_CSS = """
    BareHome {
        #columns, #left, #body, #table { height: 1fr; }
        #today { height: auto; padding: 1 3; margin: 0 0 1 0; background: $surface; }
        #numbers { height: 5; }
        #numbers Vertical { width: 14; height: 4; }
        #numbers Digits { width: auto; text-style: bold; }
        #buttons { height: 3; }
        DataTable { height: auto; }
    }
    """

    def compose_body(self) -> ComposeResult:
        self.head.update("\n learnms                                         Sunday, November 22\n")
        self.message.display = False
        with VerticalScroll(id="body", can_focus=False), Horizontal(id="columns"):
            with Vertical(id="left"):
                with Vertical(id="today"):
                    with Horizontal(id="numbers"):
                        for figure, label in (("10", "new"), ("4", "minutes"), ("", ""), ("", "")):
                            with Vertical(classes="" if figure else "none"):
                                yield Digits(figure)
                                yield Static(label, markup=False)
                        yield Static("A review asks what is due, then teaches new cards.")
                    yield Static(classes="none")
                    yield Static(classes="none")
                    with Horizontal(id="buttons"):
                        yield Button("Start review  enter", variant="primary")
                        yield Button("Quiz  t")
                with Vertical(id="table"):
                    yield DataTable(cursor_type="row")
                with VerticalScroll(classes="none", can_focus=False):
                    yield Static()
                yield Static(classes="none")
            yield Vertical(classes="none")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(" ", "Deck", "Due", "New", "", "Learned")
        table.add_row("▸", "Measured", "", "10", "──────────", "0/200")


class BareReview(Frame):
    """The widgets of a card, shown and hidden alike: heading, sheet, grades, message, keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"nothing('{key}')", word) for key, word in REVIEW_KEYS),
        Binding("space", "reveal", "Show"),
        Binding("h", "hint", "Hint"),
        Binding("3", "grade", "Grade"),
        Binding("q", "app.quit", "Stop"),
    ]
    DEFAULT_CSS = """
    BareReview {
        #desk { height: 1fr; padding: 0 2; align-horizontal: center; }
        #work { height: 1fr; max-width: 88; }
        #body {
            height: 1fr;
            border: blank $surface;
            background: $surface;
            scrollbar-gutter: stable;
            scrollbar-size-vertical: 1;
        }
        Input { height: 1; border: none; display: none; }
        #buttons { height: auto; grid-size: 4 1; grid-rows: auto; grid-gutter: 0 2; }
    }
    """

    def __init__(self, store: RawStore | None) -> None:
        super().__init__()
        self.store = store
        self.number = 1
        self.is_shown = False
        self.question, self.answer = Static(markup=False), Static(markup=False)
        self.buttons = [Button() for _ in GRADES]

    def compose_body(self) -> ComposeResult:
        with Vertical(id="desk"):
            with VerticalScroll(classes="none", can_focus=False):
                yield Static()
                yield Static()
            with Vertical(id="work"):
                with VerticalScroll(id="body", can_focus=False):
                    yield from (self.question, Input(compact=True), Input(compact=True))
                    yield from (Static(classes="none"), self.answer)
                with Grid(id="buttons"):
                    yield from self.buttons

    def on_mount(self) -> None:
        self.ask()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in (("reveal", "hint") if self.is_shown else ("grade",))

    def _show(self, answer: str, labels: Sequence[tuple[str, str]]) -> None:
        self.head.update(
            Content(
                f"   Measured                             {self.number} of 200 · about 70 min\n"
                + "━" * 74
            )
        )
        self.question.update(
            Content(
                f"    Question{self.number:05}, what does the medicine bind to on the surface of"
                " the\n    cell?"
            )
        )
        self.answer.update(Content(answer))
        self.query_one("#buttons").styles.grid_size_columns = len(labels)
        for index, button in enumerate(self.buttons):
            button.display = index < len(labels)
            if button.display:
                button.label = Content("\n".join(filter(None, labels[index])))
        self.message.update(Content(""))
        self.refresh_bindings()

    def ask(self) -> None:
        """Another card in the same widgets."""
        self.is_shown = False
        self._show("", [("Show answer  space", "")])

    def action_reveal(self) -> None:
        """The answer below the question."""
        self.is_shown = True
        why = (
            "    It is found from the pre-B stage on, and is lost when the cell\n    becomes a"
            " plasma cell. So antibodies that are there already go on."
        )
        source = "    The book of measures §1 · checked Nov 22, 2026"
        answer = f"    Answer{self.number:05}, a protein that is found on some of the cells."
        self._show(f"\n\n{answer}\n\n{why}\n\n{source}", GRADES)

    def action_grade(self) -> None:
        if self.store is not None:
            self.store.answer(self.number)
        self.number += 1
        self.ask()


class BarePage(App[None]):
    """One of the two pages, and nothing behind it."""

    def __init__(self, page: str, store: RawStore | None) -> None:
        super().__init__()
        self.page = page
        self.store = store

    def get_default_screen(self) -> Screen[None]:
        return BareHome() if self.page == "home" else BareReview(self.store)


def main(page: str, file: str | None = None) -> None:
    """Run the page."""
    store = None
    if file is not None:
        from tests.bench.raw_transaction import RawStore

        store = RawStore(Path(file))
    BarePage(page, store).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
