"""The home screen as lines: who you are, what waits, one key to start."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine import words
from learnms.errors import LearnmsError
from learnms.plain.lines import Lines, Stopped, one_line
from learnms.plain.review import PlainReview

if TYPE_CHECKING:
    from learnms.engine.start import Desk
    from learnms.engine.views import DeckRow, Home

WHO = {"1": "student", "2": "patient", "3": "instructor"}


def run(desk: Desk, lines: Lines) -> None:
    """Show home, review, and come back to home until the learner stops."""
    try:
        lines.say("learnms")
        if not desk.settings.who:
            _who(desk, lines)
        while _once(desk, lines):
            pass
    except Stopped:
        lines.say("Until next time.")


def _who(desk: Desk, lines: Lines) -> None:
    lines.say()
    lines.say("Who are you? 1 a nursing student, 2 a patient, 3 an instructor. Enter: a student.")
    answer = lines.ask().strip()
    try:
        desk.choose(replace(desk.settings, who=WHO.get(answer, "student")))
    except LearnmsError as error:
        lines.say(str(error))


def _once(desk: Desk, lines: Lines) -> bool:
    """One visit; whether another follows."""
    home = desk.home()
    _overview(home, lines, patient=desk.settings.is_patient)
    if desk.notice:
        lines.say(f"! {desk.notice}")
    if not home.decks:
        lines.say("There are no decks here. Write one with `learnms new my-deck.yaml`, or name a folder with --decks.")
        return False
    lines.say(
        "Enter: review all. A number: that deck only. n: 10 more new cards. q: stop." if home.waiting else "A number: that deck. n: 10 more new cards. q: stop."
    )
    line = lines.ask().strip()
    if line in ("q", "Q") or (not line and not home.waiting):
        raise Stopped
    chosen = _chosen(home, line)
    if chosen is None and line not in ("", "n"):
        lines.say(f"`{line}` is not one of the choices.")
        return True
    desk.open_store()
    PlainReview(desk.review([chosen.id] if chosen else None, None, 10 if line == "n" else None), lines).run()
    return True


def _chosen(home: Home, line: str) -> DeckRow | None:
    if line.isdecimal() and 1 <= int(line) <= len(home.decks):
        return home.decks[int(line) - 1]
    return None


def _overview(home: Home, lines: Lines, *, patient: bool) -> None:
    lines.say()
    if home.waiting:
        lines.say(
            f"{words.long_day(home.today)}. {words.count(home.waiting, 'card')} today, about {words.count(home.minutes, 'minute')}: {home.due} to repeat, {home.new} new."
        )
    else:
        lines.say(f"{words.long_day(home.today)}. Nothing is due today.")
    for number, row in enumerate(home.decks, 1):
        learned = "" if patient else f", {row.learned} of {row.total} learned"
        lines.say(f"{number}. {one_line(row.title)}: {row.due} to repeat, {row.new} new{learned}")
    for row in home.troubled:
        lines.say(
            f"! {row.path} has {words.count(row.problems, 'problem')}; its other {words.count(row.cards, 'card')} can be studied. `learnms check` names them."
        )
