"""The question how to work off a backlog, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.postpone import wording as words
from learnms.engine.postpone.form import backlog_form
from learnms.engine.queue.catch_up import backlog_question, catch_up
from learnms.errors import LearnmsError
from learnms.plain.kit.form import place, say_rows

if TYPE_CHECKING:
    from learnms.engine.queue.backlog import BacklogQuestion
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console


def answered(
    workspace: Workspace, lines: Console, decks: list[str] | None, limit: int | None = None
) -> bool:
    """Ask how to work off a backlog, if there is one; False where the learner leaves it open.

    A pipe is not asked: there the earlier choice holds, or all cards are due.
    """
    if lines.is_piped:
        return True
    question = backlog_question(workspace, decks, limit)
    return question is None or ask(workspace, lines, question)


def ask(workspace: Workspace, lines: Console, question: BacklogQuestion) -> bool:
    """Ask and save the choice; False where the learner leaves it open."""
    lines.say()
    _say(lines, question)
    while (line := lines.choose()) != "q":
        index = place(line, len(question.ways)) if line else question.suggested
        if line == "?":
            lines.say(words.BACKLOG)
            _say(lines, question)
            continue
        if index is None:
            lines.say(f"Choices are numbered 1 to {len(question.ways)}.")
            continue
        way = question.ways[index]
        try:
            catch_up(workspace, way)
        except LearnmsError as error:
            lines.say(f"Not saved. It applies to this session only: {error}")
        else:
            lines.say(words.way_kept(way))
        return True
    return False


def _say(lines: Console, question: BacklogQuestion) -> None:
    lines.say(words.gathered(question))
    say_rows(lines, [row for row, _, _ in backlog_form(question).lines()])
    lines.say(words.CALM)
    suggested = words.way_name(question.ways[question.suggested])
    lines.prompt(f"Type a number. Enter: {suggested}. q: not now.")
