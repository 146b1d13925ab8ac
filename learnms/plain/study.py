"""Studying what a search finds, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.browse.selection import NOTHING
from learnms.engine.browse.study_form import start_quiz_of, study_form
from learnms.engine.review.start import start_practice, start_review
from learnms.plain.kit.console import refused
from learnms.plain.kit.form import place, say_help, say_rows
from learnms.plain.review import PlainReview

if TYPE_CHECKING:
    from learnms.engine.browse.selection import Selection
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console


def study(workspace: Workspace, lines: Console, selection: Selection) -> bool:
    """Ask how to study these cards, and do it; False where an empty line goes back.

    Raises:
        LearnmsError: nothing can be written here, or no question fits.
    """
    form = study_form(workspace, selection)
    rows = [row for row, _, _ in form.lines()]
    for sentence in selection.remarks:
        lines.say(sentence)
    lines.say(f"{form.title}. {form.note}.")
    say_rows(lines, rows)
    while (line := lines.choose("Type a number. Enter: back.")) not in ("", "q"):
        index = place(line, len(rows))
        if index is not None:
            _start(workspace, lines, selection, rows[index].name)
            return True
        if line == "?":
            say_help(lines, rows)
        else:
            lines.say(refused(line))
    return False


def _start(workspace: Workspace, lines: Console, selection: Selection, name: str) -> None:
    if name == "quiz":
        from learnms.plain.quiz import PlainQuiz  # only for a quiz

        PlainQuiz(start_quiz_of(workspace, selection), lines).run()
        return
    decks, parts = selection.decks, selection.parts
    session = (
        start_practice(workspace, "cram", decks, found=parts)
        if name == "cram"
        else start_review(workspace, decks, found=parts)
    )
    if session.item is None:
        lines.say(NOTHING[name])
    else:
        PlainReview(session, lines).run()
