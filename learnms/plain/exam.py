"""The exam plan as lines: its outcome; making, changing and ending it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine.dates import example
from learnms.engine.exam import wording as exam_words
from learnms.engine.exam.form import NO_PLAN, PlanDraft, day_row, offered_decks, plan_form
from learnms.engine.exam.readiness import end, keep, made, readiness
from learnms.engine.wording import count
from learnms.errors import LearnmsError
from learnms.plain.kit.console import agreed, in_words, one_line
from learnms.plain.kit.form import ask_row

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console

_CHANGE = "c: change the plan. e: end it. Type a date to move the exam. Enter: back."
_COLUMN = re.compile(r"\s{2,}")
_HELP = "You see the outcome first. Nothing is saved until you type y."


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
        which = "the exam" if exam is None else "the next exam"
        line = lines.ask(
            _CHANGE
            if is_on
            else f"Type the date of {which}, such as {example(workspace.today)}. Enter: back."
        ).strip()
        key = line.casefold()
        if key in ("", "q"):
            return
        try:
            if line == "?":
                is_shown = True
                lines.say(_HELP)
            elif key == "e" and exam is not None:
                workspace.require_writable()
                end(workspace)
                lines.say(exam_words.ENDED)
            elif exam is not None and is_on and key == "c":
                _make(workspace, lines, exam.on)
            else:
                _make(workspace, lines, day_row(PlanDraft(), workspace.today).read(line))
        except LearnmsError as error:
            is_shown = True
            lines.say(str(error))


def _tell(workspace: Workspace, lines: Console) -> None:
    """Say the plan in force and its outcome, or that there is none, or that it is over."""
    exam = workspace.settings.exam
    if exam is None:
        lines.say(f"{NO_PLAN} {exam_words.HOW}")
    elif exam.on <= workspace.today:
        lines.say(exam_words.over(exam, workspace.today))
    else:
        try:
            _tell_outcome(workspace, lines, readiness(workspace))
        except LearnmsError as error:
            lines.say(str(error))


def _tell_outcome(workspace: Workspace, lines: Console, outcome: Readiness) -> None:
    voice = workspace.voice
    titles = {row.deck_id: one_line(row.title) for row in workspace.queries.deck_files()}
    asked_for = exam_words.asked_for(
        outcome.exam, [titles.get(deck, deck) for deck in outcome.exam.decks], voice
    )
    lines.say(f"{exam_words.headline(outcome.exam, outcome.today, voice)}. {asked_for}")
    for sentence in exam_words.told(outcome, voice):
        lines.say(in_words(sentence.removeprefix("! ")))
    if title := exam_words.weakest_title(outcome):
        lines.say(title)
    for number, row in enumerate(exam_words.weakest(outcome), 1):
        cards = f" ({count(row.parts, 'card')})" if voice.has_figures else ""
        recall = in_words(", ".join(_COLUMN.split(exam_words.topic(row, voice).strip())))
        lines.say(f"{number}. {one_line(row.title or row.deck)}{cards}: {recall}")


def _make(workspace: Workspace, lines: Console, on: date) -> None:
    """Ask for the other values, show the outcome, and keep the plan if the learner agrees."""
    decks, today, voice = offered_decks(workspace), workspace.today, workspace.voice
    lines.say(f"Exam: {day_row(PlanDraft(), today).spelled(on)}.")
    draft = PlanDraft.of(workspace.settings.exam)
    kept = tuple(deck for deck, _ in decks if deck in draft.decks)
    draft = replace(draft, on=on, decks=kept)
    _day, *others = plan_form(draft, decks, today, voice).groups[0]
    for name in [row.name for row in others]:
        row = plan_form(draft, decks, today, voice).row(name)
        draft = ask_row(lines, row, is_step=True) or draft
    plan = made(workspace, on, draft.minutes, draft.percent / 100, draft.decks)
    lines.say()
    _tell_outcome(workspace, lines, readiness(workspace, plan))
    if agreed(lines, "y: save this plan. Enter: cancel."):
        workspace.require_writable()
        keep(workspace, plan)
        lines.say(exam_words.KEPT)
    else:
        lines.say("Not saved.")
