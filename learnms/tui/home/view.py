"""The home page as lines: what is due, the menu, the decks and their problems."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.engine.exam.wording import TODAY, warm_up
from learnms.engine.home.decks import instead, trouble
from learnms.engine.home.overview import half_done
from learnms.engine.postpone.wording import paused
from learnms.engine.wording import at_a_time, count, later, long_day, short_titles
from learnms.paths import OWN_DECKS, shown_path
from learnms.text import visible_line
from learnms.tui.kit.content import (
    ACCENT,
    BOLD,
    KEY,
    QUIET,
    RULE,
    WARN,
    concat,
    paragraph,
    plain,
    pointer,
    raw,
)
from learnms.tui.kit.layout import BLANK, INDENT, MARGIN, Heading, Line, Press, Text, Zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.content import Content

    from learnms.engine.decks.deck import TopicCover
    from learnms.engine.home.overview import DeckRow, HomeView
    from learnms.settings import Settings
    from learnms.tui.kit.layout import Entry

ALL = ""
"""The row that reviews everything, in place of a deck's id."""
QUIZ = "?quiz"
"""The row that leads to a quiz; no deck is called so."""
PLAN = "?plan"
"""The row that leads to the exam plan; no deck is called so."""
WAYS = "?ways"
"""The row that leads to the other ways to study; no deck is called so."""
WAYS_WORDS = "study ahead, cram, reschedule"
QUIZ_WORDS = "10 questions, or as many as you like"
STARTS = {QUIZ: "quiz", PLAN: "exam plan", WAYS: "custom study", ALL: "review"}
"""What enter is called on the rows above the decks."""
CURSOR = "cursor"
"""The anchor of the row at the ▸."""
PROBLEMS = "problems"
"""The anchor of the first deck with a problem."""

_WIDEST = 71
_BAR = 10


@dataclass(frozen=True, slots=True)
class Table:
    """Widths of the deck columns, so that numbers line up."""

    due: int
    new: int
    learned: int

    @classmethod
    def of(cls, decks: Sequence[DeckRow], settings: Settings) -> Table:
        """The widths that these decks need; a patient sees no counts of learned cards."""
        due = max((len(_due(row)) for row in decks), default=0)
        new = max((len(_new(row)) for row in decks), default=0)
        return cls(
            due,
            new,
            0
            if settings.is_patient
            else max((len(_learned(row)) for row in decks if row.total), default=0),
        )


@dataclass(frozen=True, slots=True)
class DeckLine:
    """A deck: title, due and new cards, how much is learned. In little room the bar goes first."""

    row: DeckRow
    table: Table
    here: bool
    index: int

    @property
    def anchor(self) -> str:
        """The anchor of the row at the ▸."""
        return CURSOR if self.here else ""

    def lines(self, width: int) -> list[Line]:
        room = min(_WIDEST, width - 2 * INDENT)
        table, row = self.table, self.row
        columns: list[Content] = [
            raw(f"{_due(row):>{table.due}}", BOLD if row.due else ""),
            raw(f"{_new(row):>{table.new}}"),
        ]
        if instead_words := instead(row):
            columns = [raw(instead_words, QUIET)]
        bar = bar_of(row)
        learned = raw(f"{_learned(row):>{table.learned}}", QUIET)
        if instead_words:
            pass
        elif table.learned and room >= 60:
            columns += [bar, learned]
        elif table.learned and room >= 46:
            columns.append(learned)
        elif not table.learned and room >= 46:
            columns.append(bar)
        right = concat(*(part for column in columns if column for part in (raw("   "), column)))
        title = plain(row.title, f"{BOLD} {ACCENT}" if self.here else "").truncate(
            room - right.cell_length, ellipsis=True
        )
        gap = room - title.cell_length - right.cell_length
        return [
            _menu_line(concat(title, raw(" " * gap), right), room, here=self.here, index=self.index)
        ]


def _menu_line(content: Content, room: int, *, here: bool, index: int) -> Line:
    lead = pointer(here=here)
    return Line(concat(lead, content), (Zone(MARGIN, INDENT + room, Press("row", str(index))),))


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A row that starts something: name, words and key; `short` replaces words without room."""

    name: str
    words: str
    key: str
    here: bool
    index: int
    short: str = ""

    @property
    def anchor(self) -> str:
        """The anchor of the row at the ▸."""
        return CURSOR if self.here else ""

    def lines(self, width: int) -> list[Line]:
        room = min(_WIDEST, width - 2 * INDENT)
        words = self.short if self.short and 15 + len(self.words) + 7 > room else self.words
        left = concat(
            plain(self.name, f"{BOLD} {ACCENT}" if self.here else BOLD),
            raw(" " * (15 - len(self.name))),
            plain(words),
        )
        key = plain("enter" if self.here else self.key if self.key != "enter" else "", KEY)
        left = left.truncate(room - key.cell_length - 2, ellipsis=True)
        return [
            _menu_line(
                concat(left, raw(" " * (room - left.cell_length - key.cell_length)), key),
                room,
                here=self.here,
                index=self.index,
            )
        ]


def _due(row: DeckRow) -> str:
    return f"{row.due} due" if row.due else ""


def _new(row: DeckRow) -> str:
    return f"{row.new} new" if row.new else ""


def _learned(row: DeckRow) -> str:
    return f"{row.learned} of {row.total}"


def bar_of(row: DeckRow | TopicCover) -> Content:
    """A bar of how much is learned: full means all, one block means some."""
    filled = _BAR * row.learned // row.total if row.total else 0
    filled = max(1, filled) if row.learned else 0
    return concat(raw("█" * filled, ACCENT), raw("░" * (_BAR - filled), RULE))


def targets(home: HomeView, exam: str = "") -> list[str]:
    """What the rows start, in order: a review where cards wait, a quiz, a plan, other ways, each
    deck.
    """
    can_ask = any(row.total for row in home.decks)
    can_quiz = can_ask or any(row.cases for row in home.decks)
    return [
        *([ALL] if home.waiting else []),
        *([QUIZ] if can_quiz else []),
        *([PLAN] if exam else []),
        *([WAYS] if can_ask else []),
        *(row.id for row in home.decks),
    ]


def heading(home: HomeView) -> list[Entry]:
    """The name of the program, and the day."""
    return [
        BLANK,
        Heading(
            plain("learnms", BOLD), plain(long_day(home.today), QUIET), measure=_WIDEST + MARGIN
        ),
        BLANK,
    ]


def body(
    home: HomeView,
    folder: Path,
    cursor: int,
    notice: str | None,
    settings: Settings,
    *,
    commands: bool,
    exam: str = "",
) -> list[Entry]:
    """What is due, the menu, the problems, the notice; `exam` is the line about an exam plan, or
    ''.

    Problems stand below the decks; for instructors, who can fix them, above.
    """
    fixes_decks = settings.who == "instructor"
    entries: list[Entry] = [*paragraph(sentence(home), BOLD)]
    for more in advice(home, folder):
        entries += paragraph(more)
    entries += paragraph(f"! {home.clock}", WARN) if home.clock else []
    entries.append(BLANK)
    starts = targets(home, exam)
    rows = {
        ALL: ("Warm-up" if home.is_exam_day else "Review", waiting_words(home), "enter", ""),
        QUIZ: ("Quiz", half_done(home.quizzes) if home.quizzes else QUIZ_WORDS, "t", ""),
        PLAN: ("Exam plan", exam, "p", exam.partition(": ")[2]),
        WAYS: ("Custom study", WAYS_WORDS, "a", ""),
    }
    for index, (name, words, key, short) in enumerate(rows[row] for row in starts if row in rows):
        entries.append(MenuLine(name, words, key, here=cursor == index, index=index, short=short))
    table = Table.of(home.decks, settings)
    decks = [
        row._replace(title=title)
        for row, title in zip(
            home.decks, short_titles([row.title for row in home.decks]), strict=True
        )
    ]
    first = len(starts) - len(home.decks)
    entries += problems(home, commands=commands) if fixes_decks else []
    entries += [BLANK] if first or (fixes_decks and home.troubled) else []
    entries += [
        DeckLine(row, table, here=cursor == index, index=index)
        for index, row in enumerate(decks, first)
    ]
    entries += [] if fixes_decks else problems(home, commands=commands)
    if notice:
        entries += [BLANK, *paragraph(f"! {notice}", WARN)]
    return entries


def sentence(home: HomeView) -> str:
    """The sentence about today."""
    if home.is_exam_day:
        return TODAY
    if home.asks:
        return f"{count(home.due - home.again, 'card')} are overdue. No rush."
    if home.waiting:
        return (
            f"{count(home.waiting, 'card')} today, about"
            f" {count(home.minutes, 'minute')}{at_a_time(home.at_a_time)}."
        )
    if any(row.total or row.cases for row in home.decks):
        return "Done for today." if home.later else "Nothing is due."
    if home.troubled:
        return "No cards can be studied yet."
    return "These decks have no cards yet." if home.decks else "No decks yet."


def waiting_words(home: HomeView) -> str:
    """How much is due and new, such as `12 due, 6 new`."""
    if home.is_exam_day:
        return warm_up(home.waiting, home.minutes)
    return "all today, or a few each day" if home.asks else home.words


def left_new(rows: Sequence[DeckRow]) -> int:
    """How many cards of these decks are still new."""
    return sum(max(0, row.total - row.learned) for row in rows)


def advice(home: HomeView, folder: Path) -> list[str]:
    """What to do next where nothing is due, and what other days bring."""
    if home.is_exam_day:
        return []
    if home.paused_until is not None:
        return [paused(home.paused_until, home.today)]
    if home.later:
        return [later(home.later)]
    if home.waiting:
        return []
    if not any(row.total for row in home.decks):
        if any(row.cases for row in home.decks):
            return ["These decks contain cases. Press t for a quiz."]
        if home.troubled:
            return ["Fix the problems below. Press c for details."]
        own = folder / OWN_DECKS
        return [
            f"Put a deck (a .yaml file) into {shown_path(str(own))}, or write one: learnms new"
            f" {typed_path(str(own / 'my-deck.yaml'))}"
        ]
    left = left_new(home.decks)
    if not left:
        return ["All caught up. Come back tomorrow."]
    return [f"{count(left, 'new card')} left. Press n to learn {min(left, home.more)} now."]


def problems(home: HomeView, *, commands: bool) -> list[Entry]:
    """The decks with problems, by file name; with `commands`, the command that shows them."""
    entries: list[Entry] = [BLANK] if home.troubled else []
    for index, row in enumerate(home.troubled):
        name = visible_line(shown_path(row.path).rpartition("/")[2])
        entries.append(
            Text(
                plain(f"! {name} {trouble(row)}", WARN),
                note=plain("c", KEY),
                note_width=2,
                measure=_WIDEST,
                press=Press("problems", "c"),
                anchor="" if index else PROBLEMS,
            )
        )
        if commands:
            entries.append(Text(plain(f"learnms check {typed_path(row.path)}"), indent=INDENT + 2))
    return entries


def typed_path(path: str) -> str:
    """A path quoted for a shell, with `~` outside the quotes."""
    shown = shown_path(path)
    return f"~/{shlex.quote(shown[2:])}" if shown.startswith("~/") else shlex.quote(shown)
