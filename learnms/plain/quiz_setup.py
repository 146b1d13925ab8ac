"""Choosing a quiz in lines. Every choice has a default, so that enter starts at once."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.quiz.cases import NO_CASES, listed, quiz_of
from learnms.engine.quiz.form import (
    HELPS,
    LABELS,
    LISTS,
    NUMBERS,
    ROWS,
    STAYS,
    Choices,
    Offer,
    Row,
    rows,
    sized,
    stopped_words,
    summary,
    value_of,
    when,
)
from learnms.engine.quiz.results import results
from learnms.engine.quiz.start import open_quizzes, past_quizzes, start_quiz
from learnms.errors import LearnmsError
from learnms.plain.kit.console import one_line, quoted
from learnms.plain.quiz import PlainQuiz
from learnms.plain.quiz_results import run as show_result

if TYPE_CHECKING:
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console

_SEEDS = 1_000_000
HELP = (
    "Enter starts the quiz as it is said above; c shows the lines that can be changed, by number; k"
    " lists the cases; r shows the results of past quizzes; q goes back."
)


def run(workspace: Workspace, lines: Console) -> None:
    """Choose a quiz and ask it, go on with one that was stopped, or look at past ones."""
    stopped = open_quizzes(workspace)
    offer = Offer.of(workspace.queries, workspace.settings)
    choices = Choices.at_first(workspace.queries, workspace.settings, workspace.today)
    while True:
        lines.say()
        available = sized(choices, workspace.queries, workspace.settings, workspace.today)
        lines.say(f"Quiz: {summary(choices, available, patient=offer.patient)}.")
        if stopped:
            lines.say(STAYS)
        for name, quiz in stopped_by_key(stopped).items():
            lines.say(f"{name}: go on with the quiz of {when(quiz)}, {stopped_words(quiz)}.")
        lines.say(
            f"Enter: start. c: choose.{' k: choose a case.' if offer.cases else ''} r: past"
            " quizzes. q: back."
        )
        match lines.ask().strip():
            case "":
                return _ask(
                    workspace,
                    lines,
                    start_quiz(workspace, choices.spec(random.SystemRandom().randrange(_SEEDS))),
                )
            case key if key in stopped_by_key(stopped):
                return _ask(workspace, lines, stopped_by_key(stopped)[key])
            case "k" if offer.cases:
                return cases(workspace, lines)
            case "c":
                choices = _choose(lines, choices, offer)
            case "r":
                _past(workspace, lines)
            case "q":
                return None
            case "?":
                lines.say(HELP)
            case other:
                lines.say(f"{quoted(other)} is not one of the choices.")


def stopped_by_key(stopped: list[Quiz]) -> dict[str, Quiz]:
    """The stopped quizzes by what is typed to go on with them: `g` for the latest, then `g2`."""
    return {f"g{number if number > 1 else ''}": quiz for number, quiz in enumerate(stopped, 1)}


def cases(workspace: Workspace, lines: Console) -> None:
    """List the cases, and ask the one that is chosen."""
    listing = listed(workspace)
    lines.say()
    if not listing:
        lines.say(NO_CASES)
        return
    for number, row in enumerate(listing, 1):
        lines.say(f"{number}. {one_line(row.title)}: {row.words}.")
    lines.say("A number: that case. Enter: back.")
    line = lines.ask().strip()
    if line.isdecimal() and 1 <= int(line) <= len(listing):
        _ask(
            workspace,
            lines,
            quiz_of(workspace, listing[int(line) - 1].id, random.SystemRandom().randrange(_SEEDS)),
        )
    elif line not in ("", "q"):
        raise LearnmsError(f"The cases are numbered 1 to {len(listing)}.")


def _ask(workspace: Workspace, lines: Console, quiz: Quiz) -> None:
    PlainQuiz(quiz, lines).run()


def _choose(lines: Console, choices: Choices, offer: Offer) -> Choices:
    """List the choices and change them, until enter is pressed."""
    while True:
        shown = [
            row for row in rows(replace(choices, opened=""), offer, stopped=0) if row.name in ROWS
        ]
        for number, row in enumerate(shown, 1):
            lines.say(
                f"{number}. {LABELS[row.name]}: {one_line(value_of(choices, offer, row.name))}"
            )
        lines.say("A number changes that line. Enter: done.")
        line = lines.ask().strip()
        if not line:
            return choices
        if line == "?":
            for row in shown:
                lines.say(
                    f"{LABELS[row.name]}:"
                    f" {HELPS.get(row.name, 'its number lists what there is to choose from')}."
                )
            continue
        if not line.isdecimal() or not 1 <= int(line) <= len(shown):
            lines.say(f"The lines are numbered 1 to {len(shown)}.")
            continue
        choices = _changed(lines, choices, offer, shown[int(line) - 1])


def _changed(lines: Console, choices: Choices, offer: Offer, row: Row) -> Choices:
    if row.name in NUMBERS:
        lines.say(f"{HELPS[row.name]}.")
        typed = lines.ask().strip()
        if typed and not (typed.isdecimal() and len(typed) <= 6):
            lines.say("That is no whole number; nothing was changed.")
            return choices
        # numbers are kept as typed
        return replace(choices, **{row.name: typed})  # type: ignore[arg-type]
    if row.name not in LISTS:
        return choices.flipped(row.name)
    things = offer.things(row.name)
    for number, (key, label) in enumerate(things, 1):
        lines.say(f"{number}. {one_line(label)}{': chosen' if key in choices.of(row.name) else ''}")
    lines.say("Type the numbers to choose or to take back, such as 1 3. Enter: leave it.")
    for token in lines.ask().replace(",", " ").split():
        if not token.isdecimal() or not 1 <= int(token) <= len(things):
            lines.say(f"They are numbered 1 to {len(things)}; {quoted(token)} was passed over.")
            continue
        choices = choices.toggled(row.name, things[int(token) - 1][0])
    return choices


def _past(workspace: Workspace, lines: Console) -> None:
    quizzes = past_quizzes(workspace)
    if not quizzes:
        lines.say("No quiz has been ended yet.")
        return
    for number, quiz in enumerate(quizzes, 1):
        done = results(quiz)
        percent = "" if done.percent is None else f", {done.percent:.0f} per cent"
        outcome = (
            done.answered_words
            if quiz.settings.is_patient
            else f"{done.mode}, {done.answered} of {done.asked} answered{percent}"
        )
        lines.say(f"{number}. {words.short_day(done.on)}, {outcome}")
    lines.say("A number shows its result. Enter: back.")
    line = lines.ask().strip()
    if line.isdecimal() and 1 <= int(line) <= len(quizzes):
        quiz = quizzes[int(line) - 1]
        show_result(quiz, results(quiz), lines, offers_misses=not workspace.read_only)
    elif line:
        raise LearnmsError(f"The quizzes are numbered 1 to {len(quizzes)}.")
