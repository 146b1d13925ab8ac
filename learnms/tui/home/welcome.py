"""The welcome page of the first start, which asks for the learner's role; a student by default."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from learnms.errors import LearnmsError
from learnms.settings import WHO
from learnms.tui.kit.content import ACCENT, BOLD, KEY, QUIET, concat, paragraph, plain, pointer
from learnms.tui.kit.layout import BLANK, INDENT, Heading, Press, Text
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from learnms.tui.kit.layout import Entry

PEOPLE = (
    ("A nursing student", "nursing decks, four grades, scores and progress"),
    ("A patient", "plain words, two buttons, no scores"),
    ("An instructor", "every deck, with its problems"),
)


class WelcomeScreen(PageScreen):
    """Asks for the learner's role."""

    guarded: ClassVar[frozenset[str]] = frozenset({"choose", "take", "student"})

    def __init__(self) -> None:
        super().__init__()
        self._cursor = 0

    def mode(self) -> str:
        return "welcome"

    def draw(self) -> None:
        self.head.show([BLANK, Heading(plain("learnms", BOLD)), BLANK])
        entries: list[Entry] = [*paragraph("Who are you?", BOLD), BLANK]
        for index, (name, meaning) in enumerate(PEOPLE):
            here = index == self._cursor
            lead = concat(pointer(here=here), plain(str(index + 1), KEY))
            press = Press("choose", str(index + 1))
            entries += [
                Text(
                    plain(name, f"{BOLD} {ACCENT}" if here else BOLD),
                    indent=INDENT + 3,
                    lead=lead,
                    press=press,
                ),
                Text(plain(meaning, QUIET), indent=INDENT + 3, press=press),
                BLANK,
            ]
        entries += paragraph(
            "This sets which decks you see and how they are worded. To change it later, press s"
            " on the home screen.",
            QUIET,
        )
        entries += [BLANK, *paragraph("Theme: ctrl+l goes from dark to light to contrast.", QUIET)]
        self.list.show(entries)
        self.show_keys()

    def move(self, action: str) -> bool:
        self._cursor = max(0, min(len(PEOPLE) - 1, self._cursor + (1 if action == "down" else -1)))
        self.draw()
        return True

    def do(self, action: str, key: str) -> None:
        match action:
            case "choose":
                self._choose(int(key) - 1)
            case "take":
                self._choose(self._cursor)
            case "student":
                self._choose(0)
            case _:
                self.shell.stop()

    def _choose(self, index: int) -> None:
        shell, failure = self.shell, ""
        try:
            shell.workspace.choose(replace(shell.workspace.settings, who=WHO[index]))
        except LearnmsError as error:
            failure = f"Not saved, so this applies to this session only: {error}"
        shell.go_home(failure)
