"""The questions of a class as lines."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.engine.classroom import pages, wording
from learnms.engine.classroom.reading import read_class
from learnms.engine.classroom.report import ORDERS, report
from learnms.errors import LearnmsError
from learnms.plain.kit.console import Stopped, one_line, refused
from learnms.plain.kit.document import tell
from learnms.plain.kit.form import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.classroom.report import Question
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console

_AT_ONCE = 10
READING = "Reading the hand-ins…"


def ask(workspace: Workspace, lines: Console) -> None:
    """Ask for the folder of hand-ins, and show the class; an empty line shows nothing."""
    folder = lines.ask("Type the folder of hand-ins. Enter: back.").strip()
    if not folder:
        return
    try:
        run(workspace, lines, [Path(folder).expanduser()])
    except LearnmsError as error:
        lines.say(str(error))


def run(workspace: Workspace, lines: Console, paths: Sequence[Path]) -> None:
    """Say the class, list its questions, and say those that are chosen by their numbers.

    Raises:
        LearnmsError: there are no files.
    """
    lines.say(READING)
    found = report(workspace.queries, read_class(paths))
    tell(pages.overview(found), lines)
    order, questions = "doubt", found.questions
    shown = _list(lines, questions, 0)
    try:
        while True:
            more = "Enter: more. " if shown < len(questions) else ""
            line = lines.choose(f"{more}Number: a question. s: sort. q: back.")
            at = place(line, len(questions))
            if line == "q" or (not line and not more):
                return
            if not line:
                shown = _list(lines, questions, shown)
            elif line == "s":
                order = list(ORDERS)[(list(ORDERS).index(order) + 1) % len(ORDERS)]
                questions = found.sorted_by(order)
                lines.say(f"Sorted: {ORDERS[order][0]}.")
                shown = _list(lines, questions, 0)
            elif at is not None:
                tell(pages.question_page(questions[at], found), lines)
            else:
                lines.say(refused(line))
    except Stopped:
        lines.say()


def _list(lines: Console, questions: Sequence[Question], start: int) -> int:
    """List some questions with their numbers, from `start` on; how many are listed by then."""
    end = min(len(questions), start + _AT_ONCE)
    for at, question in enumerate(islice(questions, start, end), start + 1):
        lines.say(f"{at}. {one_line(wording.words_of(question))}: {wording.row(question)}")
    return end
