"""The home page as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.exam.wording import headline, warm_up
from learnms.engine.home.decks import instead, trouble
from learnms.engine.home.home import home_view
from learnms.engine.home.overview import waiting_words
from learnms.engine.home.wording import (
    LONG_AWAY,
    PLAIN_IS_DEFAULT,
    PLAIN_ONCE,
    WELCOME_BACK,
    WHAT,
    WHAT_PATIENT,
    WRITE_A_DECK,
    half_done,
    has_no_own_deck,
    next_step,
    none_due,
    resting,
    sentence,
)
from learnms.engine.postpone.wording import paused
from learnms.engine.review.start import offer_more, start_review, undo_latest
from learnms.engine.voice import voice_of
from learnms.errors import LearnmsError
from learnms.paths import command, shown_path
from learnms.plain.backlog import answered
from learnms.plain.kit.commands import LOOK_UP, say_commands
from learnms.plain.kit.console import Console, Stopped, one_line, refused
from learnms.plain.kit.form import place
from learnms.plain.review import PlainReview

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.home.overview import DeckRow, HomeView
    from learnms.engine.voice import Voice
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.commands import Commands
    from learnms.settings import Settings


def run(workspace: Workspace, lines: Console) -> None:
    """Show home and do what is chosen, until the learner stops."""
    try:
        what = WHAT if workspace.voice.has_figures else WHAT_PATIENT
        lines.say(f"learnms: {what}.")
        lines.say(PLAIN_IS_DEFAULT if workspace.settings.plain_text else PLAIN_ONCE)
        if not workspace.settings.who:
            from learnms.plain.welcome import run as welcome  # once in a learner's life

            welcome(workspace, lines)
        listed: tuple[str, ...] | None = None
        while (listed := _once(workspace, lines, listed)) is not None:
            pass
    except Stopped:
        lines.say("Until next time.")


def _once(
    workspace: Workspace, lines: Console, listed: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    """Show home once. `listed` are the ids of the decks as last listed; they are listed again only
    if they have changed.

    Returns the ids listed now, or None where home is not shown again.
    """
    home = home_view(workspace)
    decks = tuple(row.id for row in home.decks)
    if home.away >= LONG_AWAY and listed is None:
        lines.say()
        lines.say(WELCOME_BACK)
    _overview(home, lines, workspace.voice)
    if decks != listed:
        _list(home, lines, workspace.settings)
    _exam(workspace, lines, home)
    for warning in filter(None, (home.clock, workspace.notice)):
        lines.say(f"Note: {warning}")
    if not home.decks:
        lines.say(
            f"No decks here. Create one with `{command()} new my-deck.yaml`, or name a folder with"
            " --decks."
        )
        return None
    everything = "warm up" if home.is_exam_day else f"review{'' if home.at_a_time else ' all'}"
    number = f"Number: study that {'deck' if workspace.voice.has_figures else 'topic'}."
    start = f"Enter: {everything}. {number}"
    if not home.waiting:
        start = f"{'Enter: study anyway. ' if home.resting else ''}{number}"
    while True:
        line = lines.choose(f"{start} ?: all commands. q: stop.")
        if line == "q" or not (line or home.waiting or home.resting):
            raise Stopped
        try:
            if _told(workspace, lines, home, line):
                continue
            _go(workspace, lines, home, line)
        except LearnmsError as error:
            lines.say(str(error))
        return decks


def _told(workspace: Workspace, lines: Console, home: HomeView, line: str) -> bool:
    """Answer a line that leaves home as it is; False for any other line."""
    if line == "?":
        has_cases = any(row.cases for row in home.decks)
        listed = commands(workspace.settings)
        say_commands(lines, tuple(entry for entry in listed if has_cases or entry[0] != "k"))
    elif line == "l":
        _list(home, lines, workspace.settings)
    elif line in _OF_DECK and line not in _pages(workspace.settings):
        deck = "deck" if workspace.voice.has_figures else "topic"
        lines.say(f"Type {line} and the number of a {deck}, such as {line} 1.")
    elif line and line not in _pages(workspace.settings) and not _named(workspace, home, line)[1]:
        lines.say(refused(line))
    else:
        return False
    return True


_OF_DECK = "new", "d", "n", "a"
"""What stands before the number of a deck."""


def _named(workspace: Workspace, home: HomeView, line: str) -> tuple[str, DeckRow | None]:
    """The deck that a line names by its number, and what stands before the number."""
    for before in (*_OF_DECK, ""):
        is_there = before != "new" or not workspace.settings.is_patient
        if is_there and line.startswith(before):
            return before, _chosen(home, line.removeprefix(before).strip())
    return "", None


def _go(workspace: Workspace, lines: Console, home: HomeView, line: str) -> None:
    """Do what a line chooses."""
    pages = _pages(workspace.settings)
    before, chosen = _named(workspace, home, line)
    if line in pages:
        pages[line][1](workspace, lines)
    elif before == "d" and chosen is not None:
        _deck(workspace, lines, chosen.id)
    elif before == "n" and chosen is not None:
        _review(workspace, lines, [chosen.id], chosen.new + workspace.settings.more_new)
    elif before == "a" and chosen is not None:
        _postpone(workspace, lines, [chosen.id])
    elif before == "new" and chosen is not None:
        _new_card(workspace, lines, chosen.id)
    elif chosen is not None and not chosen.total:
        _other(workspace, lines, chosen)
    elif chosen is not None:
        _study(workspace, lines, chosen)
    else:
        _review(workspace, lines, None)


def _study(workspace: Workspace, lines: Console, row: DeckRow) -> None:
    """Review a deck; once its new cards of the day are learned, ask before bringing more."""
    question, number = offer_more(workspace, row.id)
    if start_review(workspace, [row.id]).item is not None:
        _review(workspace, lines, [row.id])
        return
    if not number:
        lines.say(none_due(row.title, workspace.voice))
        return
    lines.prompt(f"{question} Enter: learn. n: no.")
    while (answer := lines.choose()) not in ("", "y", "yes", "n", "no", "q"):
        lines.say("Press enter to learn, or type n.")
    if answer in ("", "y", "yes"):
        _review(workspace, lines, [row.id], number)


def _review(
    workspace: Workspace, lines: Console, decks: list[str] | None, new: int | None = None
) -> None:
    workspace.open_store()
    if new is None and not answered(workspace, lines, decks):
        return
    PlainReview(start_review(workspace, decks, None, new), lines).run()


def _other(workspace: Workspace, lines: Console, row: DeckRow) -> None:
    """Open a deck without cards to study: its cases, or its page."""
    if not row.cases:
        _deck(workspace, lines, row.id)
        return
    _cases(workspace, lines)


def _cases(workspace: Workspace, lines: Console) -> None:
    from learnms.plain.quiz_setup import cases

    cases(workspace, lines)


def _ready_case(workspace: Workspace, lines: Console) -> None:
    """Ask the case that is ready, or let one be chosen."""
    case = home_view(workspace).case
    if case is None:
        _cases(workspace, lines)
    else:
        from learnms.plain.quiz_setup import ask_case

        ask_case(workspace, lines, case.id)


def _more(workspace: Workspace, lines: Console) -> None:
    _review(workspace, lines, None, home_view(workspace).new + workspace.settings.more_new)


def _undo(workspace: Workspace, lines: Console) -> None:
    """Take back the latest change of today, or the pause that is on."""
    if home_view(workspace).paused_until is not None:
        from learnms.engine.postpone.postpone import take_back
        from learnms.engine.postpone.wording import resumed

        number = take_back(workspace.queries, workspace.open_store(), workspace.today)
        lines.say(resumed(number))
        return
    undone, review = undo_latest(workspace)
    lines.say(undone)
    if review is not None:
        PlainReview(review, lines).run()


def _quiz(workspace: Workspace, lines: Console) -> None:
    from learnms.plain.quiz_setup import run

    run(workspace, lines)


def _browse(workspace: Workspace, lines: Console) -> None:
    from learnms.plain.browse import run

    run(workspace, lines)


def _progress(workspace: Workspace, lines: Console) -> None:
    from learnms.plain.progress import run

    run(workspace, lines)


def _plan(workspace: Workspace, lines: Console) -> None:
    from learnms.plain.exam import run

    run(workspace, lines)


def _postpone(workspace: Workspace, lines: Console, decks: list[str] | None = None) -> None:
    from learnms.plain.postpone import run

    run(workspace, lines, decks)


def _settings(workspace: Workspace, lines: Console) -> None:
    from learnms.plain.settings import run

    run(workspace, lines)


def _class(workspace: Workspace, lines: Console) -> None:
    from learnms.plain.classroom import ask

    ask(workspace, lines)


def _deck(workspace: Workspace, lines: Console, deck: str) -> None:
    from learnms.plain.deck import run

    run(workspace, lines, deck)


def _new_card(workspace: Workspace, lines: Console, deck: str) -> None:
    from learnms.plain.deck import new_card

    new_card(workspace, lines, deck)


PAGES: dict[str, tuple[str, Callable[[Workspace, Console], None]]] = {
    "n": ("learn more new cards from all decks", _more),
    "u": ("undo today's last action, or end a pause", _undo),
    "t": ("start or resume a quiz", _quiz),
    "k": ("start the case that is ready, or choose one", _ready_case),
    "b": ("search and edit cards", _browse),
    "g": ("progress and forecast", _progress),
    "p": ("plan reviews for an exam date", _plan),
    "a": ("custom study: study ahead, cram, reschedule", _postpone),
    "s": ("settings", _settings),
    "c": ("the questions of a class, from its hand-ins", _class),
}
"""The pages by their letters."""
_PATIENT_PAGES = {
    "n": "learn more new cards today",
    "b": "look through all cards",
    "g": "your progress, and what is next",
    "a": "other ways: see cards before their day, or all of them",
}
"""What patients read of some of these."""


def _pages(settings: Settings) -> dict[str, tuple[str, Callable[[Workspace, Console], None]]]:
    """The pages of this learner: patients have no exam plan, unless one was made before; only
    instructors have a class.
    """
    absent = {"p": settings.is_patient and settings.exam is None, "c": settings.who != "instructor"}
    return {key: page for key, page in PAGES.items() if not absent.get(key)}


_NEW_CARD: Commands = (("new NUMBER", "add a card to that deck, such as new 2"),)


def commands(settings: Settings) -> Commands:
    """The commands of the home page for a learner of this role."""
    words, deck = (_PATIENT_PAGES, "topic") if settings.is_patient else ({}, "deck")
    return (
        *((key, words.get(key, about)) for key, (about, _) in _pages(settings).items()),
        ("n NUMBER", f"learn {settings.more_new} more new cards of that {deck}, such as n 2"),
        ("d NUMBER", f"the page of that {deck}, such as d 2"),
        (
            "a NUMBER",
            f"{'other ways' if deck == 'topic' else 'custom study'} for that {deck}, such as a 2",
        ),
        *(() if settings.is_patient else _NEW_CARD),
        ("l", f"list the {deck}s again"),
        *LOOK_UP,
        ("q", "stop"),
    )


def _chosen(home: HomeView, line: str) -> DeckRow | None:
    index = place(line, len(home.decks))
    return home.decks[index] if index is not None else None


def _exam(workspace: Workspace, lines: Console, home: HomeView) -> None:
    if home.exam is not None and not home.is_exam_day:
        lines.say(f"Exam plan, {headline(home.exam, home.today, workspace.voice)}.")


def _overview(home: HomeView, lines: Console, voice: Voice) -> None:
    """Say in a line or two what today brings."""
    lines.say()
    today = f"{words.long_day(home.today)}. {sentence(home)}"
    is_usual = home.waiting and not (home.is_exam_day or home.asks)
    lines.say(
        f"{today.removesuffix('.')}: {waiting_words(home.due, home.new, voice.due)}."
        if is_usual
        else today
    )
    if home.is_exam_day and home.waiting:
        lines.say(f"Warm-up: {warm_up(home.waiting, home.minutes)}.")
    if home.resting:
        lines.say(f"{resting(home)}.")
    elif next_step(home) and home.left_new:
        more = min(home.left_new, home.more)
        lines.say(f"{words.count(home.left_new, 'new card')} left. n: learn {more} now.")
    if home.quizzes:
        lines.say(f"{half_done(home.quizzes)} t: resume.")
    if home.case is not None:
        lines.say(f"{one_line(home.case.offer)} k: start.")
    if home.paused_until is not None:
        lines.say(paused(home.paused_until, home.today))
    if home.later and not home.is_exam_day:
        lines.say(words.later(home.later))


def _list(home: HomeView, lines: Console, settings: Settings) -> None:
    """List the decks with their numbers, and their problems: first for instructors, who can fix
    them, last for others.
    """
    fixes_decks = settings.who == "instructor"
    if fixes_decks:
        _problems(home, lines)
    for number, (row, title) in enumerate(
        zip(home.decks, words.short_titles([row.title for row in home.decks]), strict=True), 1
    ):
        learned = "" if settings.is_patient else f"{row.learned} of {row.total} learned"
        waiting = waiting_words(row.due, row.new, voice_of(settings).due)
        state = instead(row) or ", ".join(part for part in (waiting, learned) if part)
        lines.say(f"{number}. {one_line(title)}{f': {state}' if state else ''}")
    if not fixes_decks:
        _problems(home, lines)
    if has_no_own_deck(home, settings):
        lines.say(f"{WRITE_A_DECK}, type ? write a deck.")


def _problems(home: HomeView, lines: Console) -> None:
    for row in home.troubled:
        lines.say(f"{shown_path(row.path)}: {trouble(row)} Run `{command()} check` for details.")
