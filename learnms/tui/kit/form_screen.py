"""The page that shows a form: its rows, how they are changed by keys and clicks, and a preview."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from learnms.engine.form import Action, Choice, Date, Group, Many, Tick, Typed
from learnms.errors import UsageError
from learnms.tui.kit.content import (
    ACCENT,
    BOLD,
    QUIET,
    WARN,
    concat,
    inline,
    paragraph,
    plain,
    pointer,
    raw,
)
from learnms.tui.kit.layout import BLANK, INDENT, Heading, Press, Text, Values
from learnms.tui.kit.list_page import CURSOR, ListPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content

    from learnms.engine.form import Form, Row
    from learnms.tui.kit.layout import Entry

S = TypeVar("S")
_APART = 3
_INNER = 40
"""Cells for the label of a row inside an opened one, whose value is short."""
_TAKES = ("change", "take_line", "take_plan", "take_way")
"""The actions of enter."""
_TYPES = frozenset({"digit", "erase", "plan_more", "plan_less"})
_STEPS = frozenset({"change", "change_on", "change_back"})


class FormScreen(ListPage, Generic[S]):
    """Shows a form and changes the state that it is made from.

    A number or a day is typed as a draft. Where the page is `live`, the draft is taken as soon as
    it is a value, else on leaving its row, which is not possible before it is one.
    """

    live: ClassVar[bool] = True
    way_out: ClassVar[str] = ""
    """What is said behind the sentence about a draft that is no value."""

    def __init__(self) -> None:
        super().__init__()
        self.draft: str | None = None
        self.opened = ""

    # -- what a page says --------------------------------------------------------------------------

    def form(self) -> Form[S]:
        """The form of the present state."""
        raise NotImplementedError

    def put(self, state: S) -> None:
        """Take another state."""
        raise NotImplementedError

    def act(self, row: Row[S]) -> None:
        """Do what enter does on an action."""

    def intro(self) -> Iterable[Entry]:
        """What stands above the rows."""
        return ()

    def about(self, form: Form[S]) -> Iterable[str]:
        """The sentences below the rows: about the row at the ▸, and about all."""
        return f"{self.here.help} {self.here.hint}".strip(), *form.foot

    def preview(self) -> Iterable[Entry]:
        """What the rows lead to."""
        return ()

    # -- the rows ----------------------------------------------------------------------------------

    def lines(self) -> list[Row[S]]:
        """The rows that show, from top to bottom."""
        return [row for row, _, _ in self.form().lines(self.opened)]

    def rows(self) -> int:
        return len(self.lines())

    @property
    def here(self) -> Row[S]:
        """The row at the ▸."""
        lines = self.lines()
        return lines[min(self.cursor, len(lines) - 1)]

    def disabled_actions(self) -> frozenset[str]:
        """Digits are for numbers and days, letters for days, arrows for values."""
        row = self.here
        disabled = frozenset[str]() if isinstance(row, Date) else frozenset({"letter"})
        if isinstance(row, Typed):
            return disabled if row.step else disabled | _STEPS
        return disabled | _TYPES | (_STEPS if isinstance(row, Action) else frozenset())

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name what enter does on the row at the ▸."""
        row = self.here
        is_open = isinstance(row, Many | Group) and row.name == self.opened
        return dict.fromkeys(_TAKES, ("enter", "close" if is_open else row.verb))

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        form = self.form()
        lines = list(form.lines(self.opened))
        self.cursor = min(self.cursor, len(lines) - 1)
        title = Heading(plain(form.title, BOLD), plain(form.note, QUIET))
        self.head.show([BLANK, title, BLANK])
        room = _APART + max(len(row.label) for row, _, is_inner in lines if not is_inner)
        entries = [*self.intro()]
        for index, (row, group, is_inner) in enumerate(lines):
            entries += [BLANK] if index and group != lines[index - 1][1] else []
            entries.append(self._entry(index, row, _INNER if is_inner else room, inner=is_inner))
        about = [line for text in self.about(form) if text for line in paragraph(text, QUIET)]
        entries += [BLANK, *about] if about else []
        problem = self._problem()
        preview = paragraph(problem, WARN) if problem else list(self.preview())
        self.list.show([*entries, *([BLANK, *preview] if preview else [])])
        self.show_keys()

    def _entry(self, index: int, row: Row[S], room: int, *, inner: bool) -> Text:
        here = index == self.cursor
        press, anchor = Press("row", str(index)), CURSOR if here else ""
        style = f"{BOLD} {ACCENT}" if here else "" if inner else BOLD
        if isinstance(row, Tick):
            mark = raw("  [x] " if row.is_on else "  [ ] ", style or QUIET)
            lead, content = concat(pointer(here=here), mark), inline(row.label, style)
            return Text(content, lead.cell_length, lead, press=press, anchor=anchor)
        label = inline(f"  {row.label}" if inner else row.label, style)
        lead = concat(pointer(here=here), label.truncate(room - 1, ellipsis=True))
        if isinstance(row, Choice):
            cells = tuple(self._cells(index, row))
            return Values(indent=INDENT + room, lead=lead, press=press, anchor=anchor, cells=cells)
        value = plain(row.words, BOLD if here else "")
        if isinstance(row, Typed):
            before, typed, after = row.parts(self.draft if here else None)
            mark = raw("▏" if here else "", ACCENT)
            value = concat(raw(before), plain(typed, style if here else ""), mark, raw(after))
        return Text(value, INDENT + room, lead, press=press, anchor=anchor)

    def _cells(self, index: int, row: Choice[S]) -> Iterable[tuple[Content, Press]]:
        """The values of a choice; the chosen one has brackets."""
        for place, (value, words) in enumerate(row.values):
            press = Press("value", f"{index} {place}")
            if value != row.value:
                yield raw(f" {words} ", QUIET), press
            else:
                style = "bold $on-primary on $primary" if index == self.cursor else BOLD
                yield raw(f"[{words}]", style), press

    def _problem(self) -> str:
        """Why the draft cannot be taken, where it is whole and the page takes it at once."""
        row, draft = self.here, self.draft
        if not draft or not self.live or not isinstance(row, Typed):
            return ""
        try:
            if row.is_whole(draft):
                row.read(draft)
        except UsageError as error:
            return str(error)
        return ""

    # -- changing ----------------------------------------------------------------------------------

    def settle(self) -> bool:
        """Take the draft; False, with a sentence, where it is no value."""
        row = self.here
        if self.draft is None or not isinstance(row, Typed):
            return True
        try:
            state = row.put(row.read(self.draft))
        except UsageError as error:
            self.complain(f"{error} {self.way_out}".strip())
            return False
        self.draft = None
        self.put(state)
        return True

    def move(self, action: str) -> bool:
        """Move the ▸, unless the draft is no value."""
        if action in ("up", "down") and not self.settle():
            return True
        return super().move(action)

    def change(self, state: S) -> None:
        """Take another state, and show it."""
        self.draft = None
        self.say()
        self.put(state)
        self.draw()

    def take(self) -> None:
        """Do what enter does on the row at the ▸."""
        match self.here:
            case Choice() as row:
                self.change(row.put(row.stepped(1)))
            case Tick() as row:
                self.change(row.toggled())
            case Many() | Group() as row:
                self.opened = "" if self.opened == row.name else row.name
                self.cursor = [line.name for line in self.lines()].index(row.name)
                self.say()
                self.draw()
                self.bring_into_view()
            case row:
                self.act(row)

    def go_to(self, index: int) -> bool:
        """Move the ▸ to a clicked row; False where it was there, or the draft is no value."""
        if index == self.cursor or not self.settle():
            return False
        self.cursor = index
        self.draw()
        return True

    def do_row(self, key: str) -> None:
        """A click: go to the row. A list opens, an item is ticked, and an action is done at once; a
        choice goes on where the ▸ is already.
        """
        only_goes = Choice | Typed if self.go_to(int(key)) else Typed
        if self.cursor == int(key) and not isinstance(self.here, only_goes):
            self.take()

    def do_value(self, key: str) -> None:
        index, place = map(int, key.split())
        self.go_to(index)
        row = self.here
        if self.cursor == index and isinstance(row, Choice):
            self.change(row.put(row.values[place][0]))

    def do_change(self, key: str) -> None:
        self.take()

    do_take_line = do_take_plan = do_take_way = do_change

    def do_change_on(self, key: str) -> None:
        self._step(1)

    def do_change_back(self, key: str) -> None:
        self._step(-1)

    do_plan_more, do_plan_less = do_change_on, do_change_back

    def _step(self, step: int) -> None:
        match self.here:
            case Choice() | Typed() as row:
                self.change(row.put(row.stepped(step)))
            case _:
                self.take()

    def do_digit(self, key: str) -> None:
        """Type a character, or with '' take one back."""
        row = self.here
        if not isinstance(row, Typed):
            return
        before = self.draft if self.draft is not None else "" if key else row.text
        self.draft = (before + key)[: row.room] if key else before[:-1]
        self.say()
        with suppress(UsageError):
            if self.live and row.is_whole(self.draft):
                self.put(row.put(row.read(self.draft)))
        self.draw()

    do_letter = do_digit

    def do_erase(self, key: str) -> None:
        self.do_digit("")
