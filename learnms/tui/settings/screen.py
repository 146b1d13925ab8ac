"""The settings screen: a line for each setting, changed in place and saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.settings import form
from learnms.engine.settings.topics import topics
from learnms.errors import LearnmsError
from learnms.tui.kit.content import (
    ACCENT,
    BOLD,
    QUIET,
    concat,
    inline,
    paragraph,
    plain,
    pointer,
    raw,
)
from learnms.tui.kit.layout import BLANK, INDENT, Heading, Press, Text
from learnms.tui.kit.list_page import CURSOR, ListPage

if TYPE_CHECKING:
    from textual.content import Content

    from learnms.engine.settings.form import Choice, TopicRow
    from learnms.settings import Settings
    from learnms.tui.kit.layout import Entry

_LABEL, _TITLE = 24, 40
"""Cells for the name of a setting, and for the title of a topic, whose value is short."""


class SettingsScreen(ListPage):
    """Shows the settings and changes them."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: str | None = None
        self._opened = ""
        self._topics: list[TopicRow] | None = None

    def mode(self) -> str:
        return "settings"

    def lines(self) -> list[Choice]:
        """The lines of the form."""
        if self._opened == "targets" and self._topics is None:
            self._topics = topics(self.shell.workspace)
        return form.lines(self.shell.workspace.settings, self._topics or [], self._opened)

    def rows(self) -> int:
        return len(self.lines())

    @property
    def _choice(self) -> Choice:
        lines = self.lines()
        return lines[min(self.cursor, len(lines) - 1)]

    def disabled_actions(self) -> frozenset[str]:
        """Digits are for numbers, arrows for values."""
        here = self._choice
        if here.is_number:
            return frozenset({"change", "change_back"})
        return frozenset({"digit", "erase", *(["change_back"] if here.is_list else [])})

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name what enter does on the line at the ▸."""
        return (
            {"change": ("enter", "open")}
            if self._choice.is_list and self._choice.name != self._opened
            else {}
        )

    def draw(self) -> None:
        self.head.show([BLANK, Heading(plain("Settings", BOLD)), BLANK])
        self.cursor = min(self.cursor, self.rows() - 1)
        entries: list[Entry] = []
        for index, choice in enumerate(self.lines()):
            here = index == self.cursor
            room = _TITLE if choice.key and choice.is_number else _LABEL
            name = inline(
                f"  {choice.label}" if choice.key else choice.label,
                f"{BOLD} {ACCENT}" if here else BOLD if not choice.key else "",
            )
            mark = concat(pointer(here=here), name.truncate(room - 1, ellipsis=True))
            anchor = CURSOR if here else ""
            entries.append(
                Text(
                    self._value(choice, here=here),
                    indent=INDENT + room,
                    lead=mark,
                    press=Press("row", str(index)),
                    anchor=anchor,
                )
            )
        about = f"{self._choice.help}." if self._choice.help else ""
        self.list.show(
            [
                *entries,
                BLANK,
                *paragraph(about[:1].upper() + about[1:], QUIET),
                *paragraph(f"All of this stands in {self._file()}.", QUIET),
            ]
        )
        self.show_keys()

    def _file(self) -> str:
        from learnms.paths import shown_path
        from learnms.settings import FILE

        return shown_path(str(self.shell.workspace.home_folder / FILE))

    def _value(self, choice: Choice, *, here: bool) -> Content:
        settings = self.shell.workspace.settings
        if choice.is_list:
            return plain(form.words(settings, choice), BOLD)
        if choice.is_number:
            text = self._typed if here and self._typed is not None else form.words(settings, choice)
            return concat(plain(text, BOLD), raw("▏" if here else "", ACCENT))
        parts = []
        for value, word in choice.values:
            chosen = value == form.value(settings, choice)
            style = "bold $on-accent on $accent" if chosen and here else BOLD if chosen else QUIET
            parts.append(concat(raw(f"[{word}]" if chosen else f" {word} ", style), raw(" ")))
        return concat(*parts)

    # -- doing -------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """Move the ▸; a typed number is saved on leaving its line."""
        if action in ("up", "down") and not self._keep_number():
            self.draw()
            return True
        return super().move(action)

    def do(self, action: str, key: str) -> None:
        match action:
            case "row":
                self._row(int(key))
            case "change":
                self._change(1)
            case "change_back":
                self._change(-1)
            case "digit" | "erase":
                self._type(key if action == "digit" else "")
            case _:
                if self._keep_number(back=True):
                    self.shell.close_settings()

    def _row(self, index: int) -> None:
        """Go to the clicked line, or change it where the ▸ is already."""
        if index == self.cursor and not self._choice.is_number:
            self._change(1)
        elif self._keep_number():
            self.cursor = index
        self.draw()

    def _change(self, step: int) -> None:
        here = self._choice
        if here.is_list:
            self._opened = "" if self._opened == here.name else here.name
            self.cursor = self.lines().index(here)
            self.say()
            self.draw()
            self.bring_into_view()
        else:
            self._keep(form.stepped(self.shell.workspace.settings, here, step))

    def _type(self, digit: str) -> None:
        before = form.value(self.shell.workspace.settings, self._choice)
        if self._typed is None:
            self._typed = digit or ("" if before is None else str(before)[:-1])
        elif not digit:
            self._typed = self._typed[:-1]
        elif len(self._typed) < len(str(self._choice.range[1])):
            self._typed += digit
        self.say()
        self.draw()

    def _keep_number(self, *, back: bool = False) -> bool:
        """Save the typed number; where it is none, say so and return False. With `back` the old
        value stands.
        """
        text = self._typed
        if text is None:
            return True
        try:
            settings = form.typed(self.shell.workspace.settings, self._choice, text)
        except LearnmsError as error:
            if back:
                self._typed = None
                settings, here = self.shell.workspace.settings, self._choice
                self.say(
                    "Left as it was."
                    if form.value(settings, here) is None
                    else f"Left at {form.words(settings, here)}."
                )
                self.draw()
            else:
                self.complain(f"{error} Esc leaves it as it was.")
            return False
        self._typed = None
        self._keep(settings)
        return True

    def _keep(self, settings: Settings) -> None:
        before = self.shell.workspace.notice
        try:
            self.shell.choose(settings)
        except LearnmsError as error:
            self.complain(f"This holds for this time only: {error}")
        else:
            notice = self.shell.workspace.notice
            self.say("Saved." if notice in (None, before) else f"Saved. {notice}")
        self.draw()
