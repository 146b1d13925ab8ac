"""`learnms quiz`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from learnms.cli.output import console, remark
from learnms.cli.review import wants_lines
from learnms.engine.quiz.build import DEFAULT_QUESTIONS, QuizSpec
from learnms.engine.quiz.cases import quiz_of
from learnms.engine.quiz.paper_form import PaperForm
from learnms.engine.quiz.start import chance, open_quiz, sitting_of, start_paper, start_quiz
from learnms.engine.wording import day
from learnms.errors import UsageError
from learnms.text import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.cli.context import Context
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace


def quiz(context: Context, options: Any) -> int:
    """Resume the stopped quiz, or start the one that the options describe."""
    with context.writer() as workspace:
        workspace.open_store()
        chosen = _chosen(workspace, options)
        if wants_lines(options, context):
            return _plain(workspace, chosen)
        from learnms.tui.app.app import run

        return run(workspace, "quiz", quiz=chosen)


def _case(workspace: Workspace, options: Any) -> Quiz:
    """The requested case: resumed where it was stopped, or from its start.

    Raises:
        UsageError: other questions are chosen too.
    """
    _refuse(options, _QUESTIONS, "--case asks one whole case.")
    if not _given(options, ("minutes", "seed", "mode", "confidence", "recall_first")):
        return quiz_of(workspace, options.case)
    return start_quiz(
        workspace,
        QuizSpec(
            mode=options.mode or _MODE,
            case=options.case,
            minutes=options.minutes,
            seed=chance() if options.seed is None else options.seed,
            confidence=options.confidence or workspace.settings.confidence,
            recall_first=options.recall_first,
        ),
    )


def _paper(workspace: Workspace, options: Any) -> Quiz:
    """The requested paper: resumed where it was stopped, or from its start.

    Raises:
        UsageError: other questions or another mode are chosen too, or the file is not a form.
        LearnmsError: the library lacks a question.
    """
    _refuse(options, (*_QUESTIONS, "case", "seed"), "--form already sets the questions.")
    practice = ("recall_first", *(["mode"] if options.mode == _MODE else []))
    _refuse(options, practice, "--form asks its questions as an exam.")
    form = PaperForm.read(Path(options.form))
    before = sitting_of(workspace, form.paper, form.name)
    if before is not None:
        remark(
            f"You took this paper on {day(before.study_day, workspace.today)}. Your hand-in keeps"
            " those answers."
        )
    return start_paper(
        workspace,
        form,
        minutes=options.minutes,
        confidence=options.confidence or workspace.settings.confidence,
    )


_MODE: Final = "tutor"
"""The mode of a quiz for which none is chosen."""
_QUESTIONS = ("deck", "questions", "search", "topic", "kind", "priority", "status")
"""The options that say which questions are asked."""


def _given(options: Any, names: Iterable[str]) -> list[str]:
    """Those of some options that were given, as they are typed."""
    return [
        "the decks" if name == "deck" else f"--{name.replace('_', '-')}"
        for name in names
        if (value := getattr(options, name)) is not None and value is not False and value != []
    ]


def _refuse(options: Any, names: Iterable[str], why: str) -> None:
    """Refuse options that do not go with another one.

    Raises:
        UsageError: one of them was given.
    """
    if given := _given(options, names):
        raise UsageError(why, f"Remove {listed(given, 'and')}.")


def _chosen(workspace: Workspace, options: Any) -> Quiz:
    if options.form is not None:
        return _paper(workspace, options)
    if options.case is not None:
        return _case(workspace, options)
    if not _given(options, (*_QUESTIONS, "minutes", "seed", "mode")):
        stopped = open_quiz(workspace)
        if stopped is not None:
            return stopped
    return start_quiz(
        workspace,
        QuizSpec(
            mode=options.mode or _MODE,
            decks=tuple(workspace.deck_ids(options.deck)),
            topics=tuple(options.topic),
            kinds=tuple(options.kind),
            priorities=tuple(options.priority),
            statuses=tuple(options.status),
            questions=DEFAULT_QUESTIONS if options.questions is None else options.questions,
            minutes=options.minutes,
            seed=chance() if options.seed is None else options.seed,
            confidence=options.confidence or workspace.settings.confidence,
            recall_first=options.recall_first,
            search=options.search or "",
        ),
    )


def _plain(workspace: Workspace, chosen: Quiz) -> int:
    from learnms.plain.kit.signals import end_on_signals
    from learnms.plain.quiz import PlainQuiz

    with end_on_signals():
        PlainQuiz(chosen, console(workspace)).run()
    return 0
