"""The page of one card as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from learnms.engine import wording as words
from learnms.engine.cards import wording as card_words
from learnms.engine.cards.actions import (
    NOT_OF_CARD,
    Changes,
    checked_note,
    day_of,
    reset_question,
    sentence,
    undone_sentence,
)
from learnms.engine.cards.card import card_page
from learnms.errors import LearnmsError
from learnms.plain.kit.commands import LOOK_UP, say_commands
from learnms.plain.kit.console import (
    NOTHING_CHANGED,
    agreed,
    in_words,
    one_line,
    refused,
    spoken,
    unchanged,
)
from learnms.plain.kit.feedback import answer_key
from learnms.plain.kit.form import ask_value

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.cards.actions import Action, Changes
    from learnms.engine.cards.card import CardPage
    from learnms.engine.question.views import QuestionView
    from learnms.engine.voice import Voice
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.commands import Commands
    from learnms.plain.kit.console import Console
    from learnms.settings import Settings
    from learnms.study.event import Part

TOGGLES: dict[str, Literal["suspend", "bury", "flag"]] = {"@": "suspend", "-": "bury", "*": "flag"}
"""The keys that set and unset."""

COMMANDS: Commands = (
    ("@ (at sign)", "suspend, or unsuspend"),
    ("- (hyphen)", "bury: hide until tomorrow"),
    ("* (asterisk)", "flag or unflag"),
    ("n", "write a note"),
    ("d", "set the due date"),
    ("r", "reset: make it new again"),
    ("u", "undo the last action on this card"),
    ("t", "report a problem"),
    ("e", "file of the card"),
    ("h", "full history"),
    *LOOK_UP,
    ("enter", "back"),
)
PATIENT_COMMANDS: Commands = (
    ("@ (at sign)", "hide, or show again"),
    ("- (hyphen)", "hide until tomorrow"),
    ("* (asterisk)", "mark, or remove the mark"),
    ("n", "write a note"),
    ("d", "choose the day you see it next"),
    ("r", "start over with this card"),
    ("u", "undo the last action on this card"),
    ("t", "report a problem"),
    ("h", "full history"),
    *LOOK_UP,
    ("enter", "back"),
)
NOTE = "Type a note on one line. Enter: no note. q: cancel."
DUE = "Type a date, such as Jan 15, tomorrow, or +10 for ten days. Enter: cancel."
_HISTORY = 20


def commands(settings: Settings) -> Commands:
    """The commands of a card's page for a learner of this role."""
    return PATIENT_COMMANDS if settings.is_patient else COMMANDS


class PlainCard:
    """The page of one card, and what can be done to it.

    Args:
        workspace: the open workspace.
        lines: the console.
        part: the part, or None for a draft.
        draft: the file of a draft and its position there.
    """

    def __init__(
        self,
        workspace: Workspace,
        lines: Console,
        part: Part | None,
        draft: tuple[str, int] | None = None,
    ) -> None:
        self.workspace = workspace
        self.lines = lines
        self.part = part
        self.draft = draft
        self.voice = workspace.voice

    def run(self) -> None:
        """Say the card, then take commands until an empty line."""
        page = self._page()
        if page is None:
            self.lines.say(card_words.UNKNOWN)
            return
        tell(page, self.lines, self.voice)
        while True:
            line = self.lines.choose("Card. ?: all commands. Enter: back.")
            if line in ("", "q"):
                return
            if line == "?":
                say_commands(self.lines, commands(self.workspace.settings))
                continue
            try:
                self._do(line)
            except LearnmsError as error:
                self.lines.say(unchanged(error))

    def _page(self) -> CardPage | None:
        return card_page(
            self.workspace.queries,
            self.workspace.settings,
            self.workspace.today,
            self.part,
            self.draft,
        )

    def _do(self, line: str) -> None:
        page = self._page()
        assert page is not None  # it was shown
        if line == "t":
            self.lines.say(card_words.report(page))
        elif line == "h":
            _history(page, self.lines, self.voice, shown=len(page.history))
        elif line == "e":
            self.lines.say(
                f"File: {page.path}, line {page.line}." if page.path else "No deck has this card."
            )
        elif line not in ("@", "-", "*", "n", "d", "r", "u"):
            self.lines.say(refused(line))
        else:
            self._change(line, Changes(self.workspace), page)

    def _change(self, line: str, changes: Changes, page: CardPage) -> None:
        if line == "u":
            self._undo(changes)
        elif line in ("@", "-", "*"):
            self._apply(changes, changes.toggled(TOGGLES[line], [page.target]), page)
        elif line == "n":
            text = ask_value(self.lines, NOTE, checked_note, takes_text=True)
            self._apply(changes, "note", page, text=text)
        elif line == "d":
            due = ask_value(self.lines, DUE, lambda text: day_of(text, page.today))
            self._apply(changes, "due", page, due=due)
        elif agreed(self.lines, f"{reset_question(1)} y: reset. Enter: cancel."):
            self._apply(changes, "reset", page)
        else:
            self.lines.say(NOTHING_CHANGED)

    def _apply(
        self,
        changes: Changes,
        action: Action,
        page: CardPage,
        *,
        text: str = "",
        due: date | None = None,
    ) -> None:
        self.lines.say(
            sentence(
                changes.apply(action, [page.target], text=text, on=due), page.today, self.voice
            )
        )

    def _undo(self, changes: Changes) -> None:
        """Take back the latest change of today if it is of this card."""
        if self.part is None or not changes.is_last_of(self.part):
            self.lines.say(NOT_OF_CARD)
        else:
            self.lines.say(undone_sentence(changes.undo(), self.voice))


def tell(page: CardPage, lines: Console, voice: Voice) -> None:
    """Say everything about a card."""
    lines.say()
    name = f"Card {page.part}" if page.part else "Draft"
    where = "; ".join(one_line(word) for word in (page.deck_title, page.topic) if word)
    lines.say(f"{name}. {where}" if voice.has_figures else where)
    for number, item in enumerate(page.forms, 1):
        _form(item, number, len(page.forms), lines, voice)
    if not page.forms:
        lines.say(f"{one_line(page.prompt)} {card_words.orphaned(page, voice)}")
    for source in page.sources:
        title, *details = card_words.source_lines(source, spoken=True)
        details = details if voice.has_figures else details[:1]
        lines.say(
            ". ".join([f"Source: {title}", *(line for line in (*details, source.link) if line)])
            + "."
        )
    if page.checked is not None:
        lines.say(f"Checked against these sources on {words.day(page.checked)}.")
    if page.signed:
        lines.say(page.signed)
    if page.note:
        lines.say(f"Your note: {page.note}")
    for label, text in card_words.figures(page, voice):
        lines.say(f"{words.capitalized(label)}: {text.removeprefix('* ')}.")
    for text in (
        card_words.outlook(page, voice),
        card_words.leech_sentence(page.memory.lapses, voice),
    ):
        if text:
            lines.say(text)
    for text in card_words.confused(page, voice):
        lines.say(f"Confused with: {text.removesuffix('.')}.")
    _history(page, lines, voice)


def _form(item: QuestionView, number: int, total: int, lines: Console, voice: Voice) -> None:
    name = card_words.kind_of(item.question)
    if not voice.has_figures:
        lines.say(f"Question {number} of {total}:" if total > 1 else "Question:")
    else:
        lines.say(
            f"Form {number} of {total}, {name}:" if total > 1 else f"{name[:1].upper()}{name[1:]}:"
        )
    for title, text in item.exhibit:
        lines.say(f"{one_line(title)}:")
        lines.prose(text)
    lines.prose(spoken(item.question.prompt))
    answer_key(item.question, lines, voice)
    if item.explain:
        lines.prose(item.explain, "Why: ")


def _history(page: CardPage, lines: Console, voice: Voice, shown: int = _HISTORY) -> None:
    """Say the latest events, `shown` of them at most."""
    total = len(page.history)
    if total:
        lines.say(f"History, latest first{f', {shown} of {total}' if total > shown else ''}:")
    for event in page.history[: -shown - 1 : -1]:
        on, text = card_words.past(event, page.today, voice)
        lines.say(f"{on}: {in_words(text)}")
