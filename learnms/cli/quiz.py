"""`learnms quiz`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms.cli.output import console, remark
from learnms.cli.review import wants_lines
from learnms.engine.quiz.build import DEFAULT_QUESTIONS, QuizSpec
from learnms.engine.quiz.cases import quiz_of
from learnms.engine.quiz.paper_form import PaperForm
from learnms.engine.quiz.start import chance, open_quiz, sitting_of, start_paper, start_quiz
from learnms.engine.wording import day
from learnms.errors import UsageError

if TYPE_CHECKING:
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
    if _chooses_questions(options):
        raise UsageError(
            "--case asks one whole case.",
            "Remove the decks, --questions, --search, --topic, --kind, --priority and --status.",
        )
    wanted = (
        options.minutes,
        options.seed,
        options.mode != "tutor" or None,
        options.confidence or None,
        options.recall_first or None,
    )
    if all(value is None for value in wanted):
        return quiz_of(workspace, options.case)
    return start_quiz(
        workspace,
        QuizSpec(
            mode=options.mode,
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
        UsageError: other questions are chosen too, or the file is not a form.
        LearnmsError: the library lacks a question.
    """
    if options.seed is not None or options.case is not None or _chooses_questions(options):
        raise UsageError(
            "--form already sets the questions.",
            "Remove the decks, --case, --questions, --search, --topic, --kind, --priority,"
            " --status and --seed.",
        )
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


def _chooses_questions(options: Any) -> bool:
    """Whether the options say which questions are asked."""
    return any(
        value or value == 0
        for value in (
            options.deck,
            options.search,
            options.topic,
            options.kind,
            options.priority,
            options.status,
            options.questions,
        )
    )


def _chosen(workspace: Workspace, options: Any) -> Quiz:
    if options.form is not None:
        return _paper(workspace, options)
    if options.case is not None:
        return _case(workspace, options)
    wanted = (
        options.deck,
        options.search,
        options.questions,
        options.minutes,
        options.topic,
        options.kind,
        options.priority,
        options.status,
        options.seed,
        options.mode != "tutor",
    )
    if all(value is None or value is False or value == [] for value in wanted):  # 0 is a choice
        stopped = open_quiz(workspace)
        if stopped is not None:
            return stopped
    return start_quiz(
        workspace,
        QuizSpec(
            mode=options.mode,
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
