"""Choosing a quiz in lines. Every choice has a default, so that enter starts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.home.cases import NO_CASES, listed
from learnms.engine.quiz import wording as quiz_words
from learnms.engine.quiz.build import QuizSpec, size
from learnms.engine.quiz.cases import quiz_of
from learnms.engine.quiz.form import Offer, first_spec, quiz_form
from learnms.engine.quiz.results import outcome
from learnms.engine.quiz.start import open_quizzes, past_quizzes, start_drawn
from learnms.plain.kit.commands import LOOK_UP, say_commands
from learnms.plain.kit.console import one_line, refused
from learnms.plain.kit.form import ask_form, place
from learnms.plain.quiz import PlainQuiz
from learnms.plain.quiz_results import run as show_result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.form import Form
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.commands import Commands
    from learnms.plain.kit.console import Console


def _commands(stopped: Sequence[Quiz], *, has_cases: bool) -> Commands:
    """What can be typed before a quiz."""
    enter = "resume the quiz that was stopped last" if stopped else "start the quiz"
    before = ("g2", "resume the quiz that was stopped before the last")
    return (
        ("enter", enter),
        ("t", "start a new quiz"),
        ("c", "change the quiz: which questions, and how many"),
        *((before,) if len(stopped) > 1 else ()),
        *((("k", "choose a case"),) if has_cases else ()),
        ("r", "past quizzes"),
        *LOOK_UP,
        ("q", "back"),
    )


def run(workspace: Workspace, lines: Console) -> None:
    """Choose a quiz and ask it, go on with one that was stopped, or look at past ones."""
    stopped = open_quizzes(workspace)
    offer = Offer.of(workspace.queries, workspace.settings)
    spec = first_spec(workspace.queries, workspace.settings, workspace.today)

    def form() -> Form[QuizSpec]:
        found = size(workspace.queries, workspace.settings, spec, workspace.today)
        return quiz_form(spec, offer, found, stopped)

    def put(_name: str, changed: QuizSpec) -> None:
        nonlocal spec
        spec = changed

    while True:
        _say_start(lines, form(), stopped)
        case_key = " k: choose a case." if offer.cases else ""
        start = "Enter: resume. t: start a new quiz." if stopped else "Enter: start."
        prompt = f"{start} c: change the quiz.{case_key} r: past quizzes. q: back."
        match lines.choose(prompt):
            case "" | "g" if stopped:
                return _ask(workspace, lines, stopped[0])
            case "" | "t":
                return _ask(workspace, lines, start_drawn(workspace, spec))
            case key if key in stopped_by_key(stopped):
                return _ask(workspace, lines, stopped_by_key(stopped)[key])
            case "k" if offer.cases:
                return cases(workspace, lines)
            case "c":
                ask_form(lines, form, put, "done")
            case "r":
                _past(workspace, lines)
            case "q":
                return None
            case "?":
                say_commands(lines, _commands(stopped, has_cases=bool(offer.cases)))
            case other:
                lines.say(refused(other))


def _say_start(lines: Console, form: Form[QuizSpec], stopped: list[Quiz]) -> None:
    lines.say()
    for number, key in enumerate(stopped_by_key(stopped)):
        row = form.row(f"go_on {number}")
        lines.say(f"{key}: {row.label} ({row.words}).")
    start = form.row("start")
    lines.say(f"Quiz: {start.words}.")
    if start.help:
        lines.say(start.help)


def stopped_by_key(stopped: list[Quiz]) -> dict[str, Quiz]:
    """The stopped quizzes by what is typed to go on with them: enter for the latest, then `g2`."""
    return {f"g{number}" if number > 1 else "Enter": quiz for number, quiz in enumerate(stopped, 1)}


def cases(workspace: Workspace, lines: Console) -> None:
    """List the cases, and ask the one that is chosen."""
    listing = listed(workspace)
    lines.say()
    if not listing:
        lines.say(NO_CASES)
        return
    for number, row in enumerate(listing, 1):
        lines.say(f"{number}. {one_line(row.title)}: {row.words}.")
    index = _chosen(lines, "Type a number to start that case. Enter: back.", len(listing), "Cases")
    if index is not None:
        ask_case(workspace, lines, listing[index].id)


def _chosen(lines: Console, prompt: str, count: int, what: str) -> int | None:
    """The place, from 0, of the row that is chosen; None where the learner goes back."""
    lines.prompt(prompt)
    while (line := lines.choose()) not in ("", "q"):
        if (index := place(line, count)) is not None:
            return index
        lines.say(f"{what} are numbered 1 to {count}.")
    return None


def ask_case(workspace: Workspace, lines: Console, ident: str) -> None:
    """Ask one whole case."""
    _ask(workspace, lines, quiz_of(workspace, ident))


def _ask(workspace: Workspace, lines: Console, quiz: Quiz) -> None:
    PlainQuiz(quiz, lines).run()


def _past(workspace: Workspace, lines: Console) -> None:
    quizzes = past_quizzes(workspace)
    if not quizzes:
        lines.say("No past quizzes.")
        return
    for number, quiz in enumerate(quizzes, 1):
        on, *facts = quiz_words.past(outcome(quiz), quiz.voice)
        if quiz.voice.has_figures:
            facts[1] += " answered"
        lines.say(f"{number}. {', '.join(filter(None, (on, *facts)))}")
    index = _chosen(lines, "Type a number to see its result. Enter: back.", len(quizzes), "Quizzes")
    if index is not None:
        show_result(quizzes[index], lines, read_only=workspace.read_only)
