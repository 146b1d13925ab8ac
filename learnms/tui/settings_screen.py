"""The learner's choices: a line each, changed in place and saved at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.errors import LearnmsError
from learnms.settings import THEMES, WHO, checked
from learnms.tui.content import ACCENT, BOLD, KEY, QUIET, block, joined, literal
from learnms.tui.flow import BLANK, INDENT, MARGIN, Heading, Press, Text
from learnms.tui.page import Page, PageScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content
    from textual.widget import Widget

    from learnms.settings import Settings
    from learnms.tui.flow import Entry


class Choice(NamedTuple):
    """A setting: its name in the file, its words, and its values with theirs; without values it is a number that is typed."""

    name: str
    label: str
    help: str
    values: tuple[tuple[Any, str], ...] = ()


CHOICES = (
    Choice("who", "You are", "which decks you are offered, and in which words", tuple(zip(WHO, ("a student", "a patient", "an instructor"), strict=True))),
    Choice("theme", "Colours", "ctrl+l goes between light and dark anywhere", tuple((name, name) for name in THEMES)),
    Choice("new_per_day", "New cards a day", "type a number: how many new cards a day may bring"),
    Choice("buttons", "Grades", "two: forgot and remembered; four: Again to Easy", ((2, "two"), (4, "four"))),
)
NUMBER = "New cards a day is a whole number from 0 to 9999."
_LABEL = 18


class SettingsScreen(PageScreen):
    """Shows the settings and changes them."""

    def __init__(self) -> None:
        super().__init__()
        self.list = Page("list")
        self._cursor = 0
        self._typed: str | None = None

    def inside(self) -> Iterable[Widget]:
        """The settings."""
        return (self.list,)

    def phase(self) -> str:
        """Always the same."""
        return "settings"

    @property
    def _choice(self) -> Choice:
        return CHOICES[self._cursor]

    def missing(self) -> frozenset[str]:
        """A number is typed, everything else goes from value to value."""
        return frozenset({"change", "change_back"} if not self._choice.values else {"digit", "erase"})

    def draw(self) -> None:
        """Show the settings."""
        self.head.show([BLANK, Heading(literal("Settings", BOLD)), BLANK])
        entries: list[Entry] = []
        for at, choice in enumerate(CHOICES):
            here = at == self._cursor
            lead = joined(block(f"{'':{MARGIN}}{'▸' if here else ' '} ", KEY), literal(choice.label, f"{BOLD} {ACCENT}" if here else BOLD))
            entries.append(Text(self._value(choice, here=here), indent=INDENT + _LABEL, lead=lead, press=Press("row", str(at))))
            entries += [Text(literal(choice.help, QUIET), indent=INDENT + _LABEL), BLANK]
        self.list.show(entries)
        self.show_keys()

    def _value(self, choice: Choice, *, here: bool) -> Content:
        settings = self.program.desk.settings
        current = getattr(settings, choice.name)
        if choice.name == "who" and not current:
            current = WHO[0]
        if not choice.values:
            text = self._typed if here and self._typed is not None else str(current)
            return joined(literal(text, BOLD), block("▏" if here else "", ACCENT))
        parts = []
        for value, word in choice.values:
            chosen = value == current
            parts.append(
                joined(
                    block(f"[{word}]" if chosen else f" {word} ", "bold $on-accent on $accent" if chosen and here else BOLD if chosen else QUIET), block(" ")
                )
            )
        return joined(*parts)

    # -- doing ---------------------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """The arrows move the ▸; a number that was typed is kept on leaving its line."""
        if action not in ("up", "down"):
            return super().move(action)
        if self._keep_number():
            self._cursor = max(0, min(len(CHOICES) - 1, self._cursor + (1 if action == "down" else -1)))
        self.draw()
        return True

    def do(self, action: str, key: str) -> None:
        """One method per action."""
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
                if self._keep_number():
                    self.program.close_settings()

    def _row(self, at: int) -> None:
        """A line was clicked: go there, or change it where the ▸ is there already."""
        if at == self._cursor and self._choice.values:
            self._change(1)
        elif self._keep_number():
            self._cursor = at
        self.draw()

    def _change(self, step: int) -> None:
        values = [value for value, _ in self._choice.values]
        current = getattr(self.program.desk.settings, self._choice.name)
        at = values.index(current) if current in values else 0
        self._keep({self._choice.name: values[(at + step) % len(values)]})

    def _type(self, digit: str) -> None:
        if self._typed is None:
            before = str(self.program.desk.settings.new_per_day)
            self._typed = digit or before[:-1]
        else:
            self._typed = (self._typed + digit)[:6] if digit else self._typed[:-1]
        self.say()
        self.draw()

    def _keep_number(self) -> bool:
        """Save the number that was typed; False where it is none, and a sentence says so."""
        typed = self._typed
        if typed is None:
            return True
        try:
            checked(self.program.desk.settings, {"new_per_day": int(typed) if typed else None}, "settings")
        except LearnmsError:
            self.complain(NUMBER)
            return False
        self._typed = None
        return self._keep({"new_per_day": int(typed)})

    def _keep(self, values: dict[str, Any]) -> bool:
        settings: Settings = replace(self.program.desk.settings, **values)
        try:
            self.program.choose(settings)
        except LearnmsError as error:
            self.complain(f"This holds for this time only: {error}")
        else:
            self.say("Saved.")
        self.draw()
        return True
