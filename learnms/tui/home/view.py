"""What the home page says: its title, today's numbers, the two buttons, the decks and problems."""

from __future__ import annotations

import os
import shlex
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.exam.wording import over, warm_up
from learnms.engine.home.decks import instead, trouble
from learnms.engine.home.wording import (
    LONG_AWAY,
    WELCOME_BACK,
    WHAT,
    WHAT_PATIENT,
    WRITE_A_DECK,
    countdown,
    half_done,
    has_no_own_deck,
    next_step,
    ready,
    sentence,
    to_fill,
)
from learnms.engine.postpone.wording import paused
from learnms.engine.voice import NURSE, Voice
from learnms.engine.wording import WEEKDAYS, later, long_day, short_day, short_titles
from learnms.paths import OWN_DECKS, command, shown_path
from learnms.text import visible_line
from learnms.tui.kit.bar import thin_bar
from learnms.tui.kit.composite import Responsive
from learnms.tui.kit.content import BOLD, KEY, QUIET, WARN, concat, plain, raw
from learnms.tui.kit.layout import TITLE, Heading, Press, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from textual.content import Content

    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.home.overview import DeckRow, HomeView
    from learnms.settings import Settings
    from learnms.tui.kit.layout import Entry

PROBLEMS = "problems"
"""The anchor of the first deck with a problem."""


class Number(NamedTuple):
    """A number of the sheet and its label. The days to an exam may have an extra word, and have a
    separate sheet on wide screens.
    """

    figure: str
    label: str
    more: str = ""
    is_countdown: bool = False


class Choice(NamedTuple):
    """What a button does, its label, its key, and the word on the footer where that is enter."""

    action: str
    label: str
    key: str
    word: str = ""


# -- the title -------------------------------------------------------------------------------------


def heading(today: date, voice: Voice = NURSE) -> list[Entry]:
    """What this is, and the day."""
    day = f"{WEEKDAYS[today.weekday()][:3]}, {short_day(today, today)}"

    def title(what: str, right: str) -> Heading:
        about = raw(f" · {what}", QUIET)
        return Heading(concat(plain("learnms", BOLD), about), plain(right, QUIET))

    what = WHAT if voice.has_figures else WHAT_PATIENT
    brief = "ocrelizumab flashcards" if voice.has_figures else "about Ocrevus"
    short, long = title(brief, day), title(what, long_day(today))
    return [Responsive(76, Responsive(100, long, title(what, day)), short)]


# -- the sheet about today -------------------------------------------------------------------------


def numbers(home: HomeView, voice: Voice, ready_words: str = "") -> list[Number]:
    """Today's numbers: due, new, minutes, and the days to the exam; none if nothing is due, and
    none for a backlog, which would look like a wall.
    """
    if not home.waiting or home.asks:
        return []
    days = home.days_left
    counted = [
        *([Number(str(home.due), voice.due)] if home.due else []),
        *([Number(str(home.new), "new")] if home.new else []),
        Number(str(home.minutes), "minute" if home.minutes == 1 else "minutes"),
    ]
    if days is None or days <= 0:
        return counted
    label = "day to exam" if days == 1 else "days to exam"
    return [*counted, Number(str(days), label, ready_words, is_countdown=True)]


def in_line(shown: Sequence[Number]) -> Content:
    """The numbers side by side, for layouts without room for large digits."""
    parts = []
    for number in shown:
        quiet = QUIET if number.label.startswith(("minute", "day")) else ""
        more = f", {number.more}" if number.more else ""
        label = number.label.replace("minutes", "min").replace("minute", "min")
        parts += [raw("   "), plain(number.figure, quiet or BOLD), raw(f" {label}{more}", quiet)]
    return concat(*parts[1:])


def sentences(
    home: HomeView, folder: Path, voice: Voice, readiness: Readiness | None
) -> list[tuple[str, str]]:
    """The sentences of the sheet, each with its style: those that say more than the numbers."""
    said = [(WELCOME_BACK, "")] if home.away >= LONG_AWAY else []
    if not home.waiting or home.asks or home.is_exam_day:
        said.append((sentence(home), BOLD))
    if home.asks and not home.is_exam_day:
        said.append(("All today, or a few each day.", ""))
    elif home.waiting and home.is_exam_day:
        said.append((f"Warm-up: {warm_up(home.waiting, home.minutes)}.", ""))
    elif home.waiting and home.at_a_time:
        said.append((f"{home.at_a_time} cards at a time.", QUIET))
    if home.paused_until is not None and not home.is_exam_day:
        said.append((paused(home.paused_until, home.today), ""))
    elif home.later and not home.is_exam_day:
        said.append((later(home.later), QUIET))
    else:
        typed = typed_path(str(folder / OWN_DECKS / "my-deck.yaml"))
        words = next_step(home) or to_fill(home, folder, typed)
        said += [(words, "")] if words else []
    if (not home.waiting or home.asks) and (left := countdown(home)):
        said.append((", ".join(filter(None, (left.capitalize(), ready(readiness, voice)))), QUIET))
    if home.exam is not None and home.exam.on < home.today:
        said.append((over(home.exam, home.today), QUIET))
    if home.case is not None:
        said.append((visible_line(home.case.offer), ""))
    if home.quizzes:
        said.append((half_done(home.quizzes), QUIET))
    return [*said, *([(f"! {home.clock}", WARN)] if home.clock else [])]


def first_choice(home: HomeView, settings: Settings) -> Choice | None:
    """What the filled button does; None where nothing can be studied."""
    return next(_choices(home, settings), None)


def second_choice(home: HomeView, settings: Settings) -> Choice | None:
    """What the other button does; before the first card the day of an exam."""
    if home.is_first and home.waiting and home.exam is None and not settings.is_patient:
        return Choice("exam_plan", "Set exam date", "p")
    return next(islice(_choices(home, settings), 1, None), None)


def _choices(home: HomeView, settings: Settings) -> Iterator[Choice]:
    """What there is to do, the most useful first. New cards beyond the day's come last, so that
    the key that ended a review does not begin them.
    """
    if home.waiting and home.is_exam_day:
        yield Choice("open", "Warm up", "enter")
    elif home.waiting:
        word = "review" if home.due else "learning"
        yield Choice("open", f"Start {word}", "enter", word if home.due else "learn")
    elif home.resting:
        yield Choice("open", "Study anyway", "enter", "study")
    if home.case is not None:
        yield Choice("ready_case", "Start case", "k", "case")
    if not home.waiting and home.can_review and settings.is_patient:
        yield Choice("quit", "Done for today", "q", "done")
    if home.can_quiz:
        yield Choice("quiz", "Resume quiz" if home.quizzes else "Quiz", "t")
    if not home.waiting and home.can_review and home.left_new:
        yield Choice("learn_more", f"Learn {min(home.left_new, home.more)} more", "n")


# -- the decks -------------------------------------------------------------------------------------


def ordered(home: HomeView) -> list[DeckRow]:
    """The decks with short titles, those with due or new cards first."""
    titles = short_titles([row.title for row in home.decks])
    rows = [row._replace(title=title) for row, title in zip(home.decks, titles, strict=True)]
    return sorted(rows, key=lambda row: 0 if row.due else 1 if row.new else 2)


def cells_of(row: DeckRow, *, bar: int, learned: int) -> list[Content]:
    """The cells of a deck: title, due, new, and what is learned, as a bar and as words in so many
    cells (0: without).
    """
    due, new = (str(row.due) if row.due else "", str(row.new) if row.new else "")
    cells = [plain(row.title), raw(f"{due:>3}", BOLD), raw(f"{new:>3}")]
    cells += [bar_of(row, bar)] if bar else []
    words = learned_words(row)
    cells += [raw(f"{words:>{learned}}", QUIET)] if learned else []
    return cells


def learned_words(row: DeckRow) -> str:
    """`9/35`, or the replacement for a deck without cards."""
    return instead(row) or f"{row.learned}/{row.total}"


def bar_of(row: DeckRow, width: int) -> Content:
    """A thin bar of how much is learned; half a cell means some, and nothing that none is."""
    if not row.learned:
        return raw(" " * width)
    halves = 2 * width * row.learned // row.total  # down: only what is learned whole has no rest
    return thin_bar(halves / (2 * width), width)


def left_new(rows: Sequence[DeckRow]) -> int:
    """How many cards of these decks are still new."""
    return sum(max(0, row.total - row.learned) for row in rows)


# -- what is wrong ---------------------------------------------------------------------------------


def problems(home: HomeView, *, commands: bool) -> list[Entry]:
    """The decks with problems, by file name; with `commands`, the command that shows them."""
    entries: list[Entry] = []
    for index, row in enumerate(home.troubled):
        name = visible_line(os.path.basename(row.path))
        entries.append(
            Text(
                plain(f"! {name}: {trouble(row)}", WARN),
                indent=TITLE,
                note=concat(plain("c", KEY), raw(" Show", QUIET)),
                note_width=6,
                press=Press("problems", "c"),
                anchor="" if index else PROBLEMS,
            )
        )
        if commands:
            entries.append(
                Text(plain(f"{command()} check {typed_path(row.path)}"), indent=TITLE + 2)
            )
    return entries


def notice(text: str | None) -> list[Entry]:
    """What the learner should know of the data folder."""
    return [Text(plain(f"! {text}", WARN), indent=TITLE)] if text else []


def own_deck(home: HomeView, settings: Settings) -> list[Entry]:
    """How somebody who teaches and has no deck of their own begins one."""
    if not has_no_own_deck(home, settings):
        return []
    words = f"{WRITE_A_DECK}, press ? and open the page “Write a deck”."
    return [Text(plain(words, QUIET), indent=TITLE)]


def typed_path(path: str) -> str:
    """A path quoted for a shell, with `~` outside the quotes."""
    shown = shown_path(path)
    return f"~/{shlex.quote(shown[2:])}" if shown.startswith("~/") else shlex.quote(shown)
