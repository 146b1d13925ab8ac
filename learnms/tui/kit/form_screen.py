"""The page that shows a form: its rows, how they are changed by keys and clicks, and a preview.

If there is room, the choices of the row at the ▸, their meaning and the preview are beside the
rows, otherwise below them.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.containers import Horizontal

from learnms.engine.form import Action, Choice, Date, Days, Group, Many, Tick, Typed
from learnms.errors import UsageError
from learnms.tui.kit.content import (
    ACCENT,
    BOLD,
    QUIET,
    SELECTED,
    WARN,
    concat,
    inline,
    paragraph,
    plain,
    pointer,
    raw,
)
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.form_side import choices_of
from learnms.tui.kit.layout import BLANK, INDENT, Heading, Press, Text, Values
from learnms.tui.kit.list_page import CURSOR, ListPage
from learnms.tui.kit.sheet import ScrollSheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content

    from learnms.engine.form import Form, Row
    from learnms.tui.kit.layout import Entry

S = TypeVar("S")
_APART = 3
_INNER = 34
"""Cells for the label of a row inside an opened one, whose value is short."""
_TAKES = ("change", "choose_line", "choose_field", "start_item", "fill_line")
"""The actions of enter."""
_TYPES = frozenset({"digit", "erase", "clear", "increase", "decrease"})
_STEPS = frozenset({"change", "change_on", "change_back"})
_WIDE = 100


class FormScreen(ListPage, Generic[S]):
    """Shows a form and changes the state that it is made from.

    A number or a date is typed as a draft. If the page is `live`, the draft is used as soon as it
    is valid, otherwise when its row is left; an invalid one is dropped there with a message.
    """

    DEFAULT_CSS = """
    FormScreen {
        #form { height: 1fr; }
        #form #body { width: 1fr; height: 1fr; }
        #side { display: none; width: 45%; height: 1fr; margin: 0 2 0 0; }
    }
    FormScreen.-wide #side { display: block; }
    """
    live: ClassVar[bool] = True
    has_side: ClassVar[bool] = True
    """Whether choices and preview are beside the rows; not if the page has its own pane."""

    def __init__(self) -> None:
        super().__init__()
        self.side = FlowView("beside")
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
        """The entries above the rows."""
        return ()

    def about(self, form: Form[S]) -> Iterable[str]:
        """The sentences below the rows: about the row at the ▸, and about all."""
        help_text = "" if form.explained else self.here.help
        return f"{help_text} {self.here.hint}".strip(), *form.foot

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
        disabled = frozenset[str]() if isinstance(row, Date | Days) else frozenset({"letter"})
        if isinstance(row, Typed):
            return disabled if row.step else disabled | _STEPS
        return disabled | _TYPES | (_STEPS if isinstance(row, Action) else frozenset())

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name what enter does on the row at the ▸."""
        row = self.here
        is_open = isinstance(row, Many | Group) and self.form().is_open(self.opened, row.name)
        typing = {"digit": ("0–9 a–z", "type")} if isinstance(row, Date | Days) else {}
        return dict.fromkeys(_TAKES, ("enter", "close" if is_open else row.verb)) | typing

    # -- drawing -----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield self.head
        with Horizontal(id="form"):
            with self.body:
                yield from self.compose_body()
            if self.has_side:
                yield ScrollSheet(self.side, id="side")
        yield from self.compose_footer()
        yield self.message
        yield self.key_line

    @property
    def is_wide(self) -> bool:
        """Whether the choices are beside the rows."""
        return self.has_side and self.shell.size.width >= _WIDE

    def on_resize(self, event: events.Resize) -> None:
        """Move the choices beside the rows, or below them."""
        self.draw()

    def draw(self) -> None:
        form = self.form()
        lines = list(form.lines(self.opened))
        self.cursor = min(self.cursor, len(lines) - 1)
        head = Heading(plain(form.title, BOLD), plain(form.note, QUIET))
        self.head.show([head])
        labels = [row for row, _, is_inner in lines if not is_inner or form.explained]
        room = _APART + max(len(row.label) for row in labels if not isinstance(row, Tick))
        entries = [*self.intro()]
        for index, (row, group, is_inner) in enumerate(lines):
            if not index or group != lines[index - 1][1]:
                entries += [BLANK] if index else []
                title = form.title_of(group)
                entries += [Text(plain(title, QUIET))] if title else []
            space = _INNER if is_inner and not form.explained else room
            entries.append(self._entry(index, row, space, inner=is_inner))
            if form.explained and row.help:
                entries.append(Text(plain(row.help, QUIET), INDENT + space))
        problem, gap = self._problem(), [BLANK] if self.is_wide else []
        preview = paragraph(problem, WARN) if problem else list(self.preview())
        texts = [text for text in self.about(form) if text]
        about = [line for text in texts for line in (*paragraph(text, QUIET), *gap)]
        about = about[:-1] if gap else about
        below = [*([BLANK, *about] if about else []), *([BLANK, *preview] if preview else [])]
        beside = [*choices_of(self.here, self.cursor, self.draft), *below] if self.is_wide else []
        self.side.show(beside)
        self.list.show(entries if self.is_wide else [*entries, *below])
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
        if isinstance(row, Choice) and not self.is_wide:
            cells = tuple(self._cells(index, row))
            return Values(indent=INDENT + room, lead=lead, press=press, anchor=anchor, cells=cells)
        value = plain(row.words, BOLD if here else "")
        if isinstance(row, Typed):
            before, typed, after = row.parts(self.draft if here else None)
            mark = raw("▏" if here else "", ACCENT)
            shown = (style if self.draft is not None else SELECTED) if here else ""
            value = concat(raw(before), plain(typed, shown), mark, raw(after))
        return Text(value, INDENT + room, lead, press=press, anchor=anchor)

    def _cells(self, index: int, row: Choice[S]) -> Iterable[tuple[Content, Press]]:
        """The values of a choice; the chosen one has brackets."""
        for place, (value, words) in enumerate(row.values):
            press = Press("value", f"{index} {place}")
            if value != row.value:
                yield raw(f" {words} ", QUIET), press
            else:
                yield raw(f"[{words}]", SELECTED if index == self.cursor else BOLD), press

    def _problem(self) -> str:
        """Why the draft cannot be used, if it is complete and the page uses it at once."""
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
        """Use the draft. If it is invalid, drop it with a message and return False."""
        row = self.here
        if self.draft is None or not isinstance(row, Typed):
            return True
        try:
            state = row.put(row.read(self.draft))
        except UsageError as error:
            self.draft = None
            self.complain(f"{error} Still {row.words}." if row.words else str(error))
            self.draw()
            return False
        self.draft = None
        self.put(state)
        return True

    def move(self, action: str) -> bool:
        """Take the draft, or drop it, and move the ▸."""
        goes, is_typed = action in ("up", "down"), self.draft is not None
        if goes:
            self.settle()
        moves = super().move(action)
        if goes and not is_typed:
            self.say()
        return moves

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
                self.opened = self.form().toggled(self.opened, row.name)
                self.cursor = [line.name for line in self.lines()].index(row.name)
                self.say()
                self.draw()
                self.bring_into_view(below=self.form().is_open(self.opened, row.name))
            case row:
                self.act(row)

    def go_to(self, index: int) -> bool:
        """Move the ▸ to a clicked row; False if it was there already, or the draft was invalid."""
        if index == self.cursor or not self.settle():
            return False
        self.cursor = index
        self.draw()
        return True

    def action_row(self, key: str = "") -> None:
        """A click: go to the row. A list opens, an item is ticked, and an action runs at once; a
        choice changes if the ▸ is there already.
        """
        only_goes = Choice | Typed if self.go_to(int(key)) else Typed
        if self.cursor == int(key) and not isinstance(self.here, only_goes):
            self.take()

    def action_value(self, key: str = "") -> None:
        index, place = map(int, key.split())
        self.go_to(index)
        row = self.here
        if self.cursor == index and isinstance(row, Choice):
            self.change(row.put(row.values[place][0]))

    def action_change(self, key: str = "") -> None:
        """Take the row at the ▸; one that is scrolled out of view is shown first."""
        if self.is_in_view:
            self.take()
        else:
            self.bring_into_view()

    action_choose_line = action_choose_field = action_start_item = action_change
    action_fill_line = action_change

    def action_change_on(self, key: str = "") -> None:
        self._step(1)

    def action_change_back(self, key: str = "") -> None:
        self._step(-1)

    action_increase, action_decrease = action_change_on, action_change_back

    def _step(self, step: int) -> None:
        match self.here:
            case Choice() | Typed() as row:
                self.change(row.put(row.stepped(step)))
            case _:
                self.take()

    def action_digit(self, key: str = "") -> None:
        """Type a character; the first one replaces the value."""
        self._type((self.draft or "") + key)

    def action_letter(self, key: str = "") -> None:
        """Type a character of a date."""
        if key != "space" or self.draft:
            self.action_digit(" " if key == "space" else key)

    def action_erase(self, key: str = "") -> None:
        """Delete the last character typed; before one is typed, the whole value."""
        self._type((self.draft or "")[:-1])

    def action_clear(self, key: str = "") -> None:
        """Delete all that is typed."""
        self._type("")

    def _type(self, text: str) -> None:
        """Take a text as the draft."""
        row = self.here
        if not isinstance(row, Typed):
            return
        self.draft = text[: row.room]
        self.say()
        with suppress(UsageError):
            if self.live and row.is_whole(self.draft):
                self.put(row.put(row.read(self.draft)))
        self.draw()
