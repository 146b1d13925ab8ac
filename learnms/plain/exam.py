"""The exam plan as lines: its outcome; making, changing and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.dates import example, read_day
from learnms.engine.exam import wording as exam_words
from learnms.engine.exam.readiness import (
    DEFAULT_MINUTES,
    DEFAULT_TARGET,
    end,
    keep,
    made,
    readiness,
    why_not,
)
from learnms.errors import LearnmsError, UsageError
from learnms.plain.kit.console import agreed, one_line, quoted
from learnms.retention import HIGHEST_TARGET, LOWEST_TARGET
from learnms.settings import MOST_MINUTES, ExamPlan
from learnms.store.read.queries import Scope

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console

HELP = (
    "A date begins a plan; c changes the one there is, e ends it. Before a plan is kept you are"
    " asked: y keeps it. Enter goes back."
)
_CHANGE = "c: change it. e: end it. Enter: back."


def run(workspace: Workspace, lines: Console) -> None:
    """Show the plan; make, change and end it as the learner chooses."""
    is_shown = False
    while True:
        exam = workspace.settings.exam
        is_on = exam is not None and exam.on > workspace.today
        if not is_shown:
            lines.say()
            lines.say("Exam plan.")
            _tell(workspace, lines)
        is_shown = False
        lines.say(
            _CHANGE
            if is_on
            else (
                f"Type the day of {'the' if exam is None else 'the next'} exam, such as"
                f" {example(workspace.today)}. Enter: back."
            )
        )
        line = lines.ask().strip()
        if line in ("", "q"):
            return
        try:
            if line == "?":
                is_shown = True
                lines.say(HELP)
            elif line == "e" and exam is not None:
                workspace.require_writable()
                end(workspace)
                lines.say(exam_words.ENDED)
            elif exam is not None and is_on and line == "c":
                _make(workspace, lines, exam.on)
            else:
                _make(workspace, lines, _day(line, workspace.today))
        except LearnmsError as error:
            is_shown = True
            lines.say(str(error))


def _tell(workspace: Workspace, lines: Console) -> None:
    """Say the plan in force and its outcome, or that there is none, or that it is over."""
    exam = workspace.settings.exam
    if exam is None:
        lines.say(f"{exam_words.NONE} {exam_words.HOW}")
    elif exam.on <= workspace.today:
        lines.say(exam_words.over(exam, workspace.today))
    else:
        try:
            _tell_outcome(workspace, lines, readiness(workspace))
        except LearnmsError as error:
            lines.say(str(error))


def _tell_outcome(workspace: Workspace, lines: Console, outcome: Readiness) -> None:
    voice = workspace.voice
    titles = {row.deck_id: one_line(row.title) for row in workspace.queries.library.decks()}
    asked_for = exam_words.asked_for(
        outcome.exam, [titles.get(deck, deck) for deck in outcome.exam.decks], voice
    )
    lines.say(f"{exam_words.headline(outcome.exam, outcome.today, voice)}. {asked_for}")
    for sentence in exam_words.told(outcome, voice):
        lines.say(sentence)
    if title := exam_words.weakest_title(outcome):
        lines.say(title)
    for row in exam_words.weakest(outcome):
        cards = f" ({row.parts} cards)" if voice.has_figures else ""
        lines.say(
            f"{one_line(row.title or row.deck)}{cards}: {exam_words.topic(row, voice).strip()}"
        )


def _day(text: str, today: date) -> date:
    """The typed day, if a plan can have it."""
    on = read_day(text, today)
    problem = why_not(ExamPlan(on), today)
    if problem:
        raise UsageError(*problem)
    return on


def _make(workspace: Workspace, lines: Console, on: date) -> None:
    """Ask for the other values, show the outcome, and keep the plan if the learner agrees."""
    before = workspace.settings.exam
    plan = made(workspace, on, *_values(workspace, lines, before))
    lines.say()
    _tell_outcome(workspace, lines, readiness(workspace, plan))
    lines.say("y: keep this plan. Enter: leave everything as it was.")
    if agreed(lines):
        workspace.require_writable()
        keep(workspace, plan)
        lines.say(exam_words.KEPT)


def _values(
    workspace: Workspace, lines: Console, before: ExamPlan | None
) -> tuple[int, float, tuple[str, ...]]:
    minutes = before.minutes if before is not None else DEFAULT_MINUTES
    target = before.target if before is not None else DEFAULT_TARGET
    minutes = _number(lines, "How many minutes a day?", minutes, (1, MOST_MINUTES))
    if not workspace.settings.is_patient:
        lowest, highest = round(100 * LOWEST_TARGET), round(100 * HIGHEST_TARGET)
        question = (
            f"How many of 100 cards do you want to know on that morning, {lowest} to {highest}?"
        )
        target = _number(lines, question, round(100 * target), (lowest, highest)) / 100
    return minutes, target, _decks(workspace, lines)


def _number(lines: Console, question: str, default: int, limits: tuple[int, int]) -> int:
    """A number of a range, or the default; asked for until it fits."""
    low, high = limits
    lines.say(f"{question} Enter: {default}. q: leave everything as it was.")
    while line := _answer(lines):
        if line.isdecimal() and len(line) <= 6 and low <= int(line) <= high:
            return int(line)
        lines.say(f"{quoted(line)} is no whole number from {low} to {high}. Type it again.")
    return default


def _answer(lines: Console) -> str:
    line = lines.ask().strip()
    if line == "q":
        raise LearnmsError("Nothing was changed.")
    return line


def _decks(workspace: Workspace, lines: Console) -> tuple[str, ...]:
    rows = [
        row for row in workspace.queries.library.decks(Scope(workspace.settings.role)) if row.total
    ]
    lines.say("Which decks? Their numbers, such as 1 3. Enter: all.")
    for number, row in enumerate(rows, 1):
        lines.say(f"{number}. {one_line(row.title)}")
    chosen = _answer(lines).replace(",", " ").split()
    while not all(
        word.isdecimal() and len(word) < 6 and 1 <= int(word) <= len(rows) for word in chosen
    ):
        lines.say(f"The decks are numbered 1 to {len(rows)}. Type their numbers again.")
        chosen = _answer(lines).replace(",", " ").split()
    return tuple(dict.fromkeys(rows[int(word) - 1].deck_id for word in chosen))
