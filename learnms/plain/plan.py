"""The exam plan as lines: what it leads to, and making, changing and ending it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from learnms.engine import exam_words
from learnms.engine.readiness import DEFAULT_MINUTES, DEFAULT_TARGET, end, keep, made, readiness
from learnms.errors import LearnmsError, UsageError
from learnms.plain.lines import one_line
from learnms.store.queries import Scope

if TYPE_CHECKING:
    from learnms.engine.readiness import Readiness
    from learnms.engine.start import Desk
    from learnms.plain.lines import Lines
    from learnms.settings import ExamPlan

_MAKE = "Type the day of the exam, such as 2027-01-15. Enter: back."
_CHANGE = "c: change it. e: end it. Enter: back."
_OVER = "Type the day of another exam, such as 2027-01-15. e: end the plan. Enter: back."


def run(desk: Desk, lines: Lines) -> None:
    """Show the plan, or make one."""
    while True:
        exam = desk.settings.exam
        is_on = exam is not None and exam.on > desk.today
        lines.say()
        lines.say("Exam plan.")
        _tell(desk, lines)
        lines.say(_CHANGE if is_on else _MAKE if exam is None else _OVER)
        line = lines.ask().strip()
        if line in ("", "q"):
            return
        try:
            if line == "e" and exam is not None:
                _writable(desk)
                end(desk)
                lines.say(exam_words.ENDED)
            elif exam is not None and is_on and line == "c":
                _make(desk, lines, exam.on)
            else:
                _make(desk, lines, _day(line))
        except LearnmsError as error:
            lines.say(str(error))


def _tell(desk: Desk, lines: Lines) -> None:
    """The plan in force and what it leads to; that there is none; that it is over."""
    exam = desk.settings.exam
    if exam is None:
        lines.say(f"{exam_words.NONE} {exam_words.HOW}")
    elif exam.on <= desk.today:
        lines.say(exam_words.over(exam, desk.today))
    else:
        try:
            _tell_found(desk, lines, readiness(desk))
        except LearnmsError as error:
            lines.say(str(error))


def _tell_found(desk: Desk, lines: Lines, found: Readiness) -> None:
    patient = desk.settings.is_patient
    titles = {row.deck_id: one_line(row.title) for row in desk.data.library.decks()}
    asked_for = exam_words.asked_for(found.exam, [titles.get(deck, deck) for deck in found.exam.decks], patient=patient)
    lines.say(f"{exam_words.headline(found.exam, found.today)}. {asked_for}")
    for sentence in exam_words.sentences(found, patient=patient):
        lines.say(sentence)
    for row in found.topics:
        cards = "" if patient else f" ({row.parts} cards)"
        lines.say(f"{one_line(row.title or row.deck)}{cards}: {exam_words.topic(row, patient=patient)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"`{text}` is no day.", "Write it as 2027-01-15.") from None


def _make(desk: Desk, lines: Lines, on: date) -> None:
    """Ask for the rest, show what it leads to, and keep it if that is wanted."""
    before = desk.settings.exam
    plan = made(desk, on, *_rest(desk, lines, before))
    lines.say()
    _tell_found(desk, lines, readiness(desk, plan))
    lines.say("y: keep this plan. Enter: leave everything as it was.")
    if lines.ask().strip() in ("y", "yes"):
        _writable(desk)
        keep(desk, plan)
        lines.say(exam_words.KEPT)


def _rest(desk: Desk, lines: Lines, before: ExamPlan | None) -> tuple[int, float, tuple[str, ...]]:
    minutes = before.minutes if before is not None else DEFAULT_MINUTES
    target = before.target if before is not None else DEFAULT_TARGET
    minutes = _number(lines, f"How many minutes a day? Enter: {minutes}.", minutes)
    if not desk.settings.is_patient:
        target = (
            _number(lines, f"How many of 100 cards do you want to know on that morning, 70 to 97? Enter: {round(100 * target)}.", round(100 * target)) / 100
        )
    return minutes, target, _decks(desk, lines)


def _number(lines: Lines, question: str, otherwise: int) -> int:
    lines.say(question)
    line = lines.ask().strip()
    if not line:
        return otherwise
    if not line.isdecimal() or len(line) > 6:
        raise UsageError(f"`{line}` is no whole number.", "Nothing was changed.")
    return int(line)


def _decks(desk: Desk, lines: Lines) -> tuple[str, ...]:
    rows = [row for row in desk.data.library.decks(Scope(desk.settings.role)) if row.total]
    lines.say("Which decks? Their numbers, such as 1 3. Enter: all.")
    for number, row in enumerate(rows, 1):
        lines.say(f"{number}. {one_line(row.title)}")
    chosen = lines.ask().replace(",", " ").split()
    if not all(word.isdecimal() and len(word) < 6 and 1 <= int(word) <= len(rows) for word in chosen):
        raise UsageError(f"The decks are numbered 1 to {len(rows)}.", "Nothing was changed.")
    return tuple(dict.fromkeys(rows[int(word) - 1].deck_id for word in chosen))


def _writable(desk: Desk) -> None:
    if desk.read_only:
        raise LearnmsError(desk.notice or "Nothing can be written here.")
