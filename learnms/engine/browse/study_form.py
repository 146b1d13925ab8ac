"""The ways to study what a search finds, as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.form import Action, Form
from learnms.engine.postpone.wording import cram
from learnms.engine.queries import scope_of
from learnms.engine.queue.today import some_of, waiting
from learnms.engine.quiz.build import DEFAULT_QUESTIONS, QuizSpec
from learnms.engine.quiz.start import start_drawn
from learnms.engine.wording import at_a_time, count

if TYPE_CHECKING:
    from learnms.engine.browse.selection import Selection
    from learnms.engine.form import Row
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace

TITLE = "Study these cards"


def study_form(workspace: Workspace, selection: Selection) -> Form[None]:
    """Review, cram and quiz, each with the number of cards."""
    queries, settings, today = workspace.queries, workspace.settings, workspace.today
    counts = waiting(queries, settings, today, decks=selection.decks, found=selection.parts)
    scope = scope_of(settings, selection.decks, selection.parts)
    learned = sum(not row.put_off for row in queries.study.learned_parts(today, scope))
    some = some_of(learned, queries, settings)
    number = len(selection.cards) + len(selection.drafts)
    voice = workspace.voice
    waits = f"{len(counts.to_ask)} {voice.due}, {len(counts.new)} new"
    quiz = f"Up to {DEFAULT_QUESTIONS} questions. {voice.dates_stay}"
    rows: tuple[Row[None], ...] = (
        Action("review", "Review", voice.review_cards, about=waits, verb="start"),
        Action(
            "cram",
            voice.cram,
            cram(voice),
            about=f"{count(learned, 'learned card')}{at_a_time(some) if some else ''}",
            verb="start",
        ),
        Action("quiz", "Quiz", quiz, about=f"from {count(number, 'card')}", verb="start"),
    )
    return Form(TITLE, (rows,), note=f"{count(number, 'card')} found")


def start_quiz_of(workspace: Workspace, selection: Selection) -> Quiz:
    """A quiz on what a search finds.

    Raises:
        LearnmsError: nothing can be written here, or no question fits.
    """
    settings = workspace.settings
    sure = settings.confidence and not settings.is_patient
    return start_drawn(
        workspace,
        QuizSpec(decks=tuple(selection.decks or ()), confidence=sure, search=selection.query),
    )
