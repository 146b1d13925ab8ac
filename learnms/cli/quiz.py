"""`learnms quiz`."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from learnms.cli.study import lines_of, refuse_read_only, wants_lines
from learnms.engine.cases import quiz_of
from learnms.engine.quiz_plan import DEFAULT_QUESTIONS, QuizSpec
from learnms.errors import UsageError

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.quiz import Quiz
    from learnms.engine.start import Desk

MOST_SEEDS = 1_000_000


def quiz(context: Context, options: Any) -> int:
    """Go on with the quiz that was stopped, if nothing is asked for; else begin the one asked for."""
    desk = context.desk(to_write=True)
    try:
        refuse_read_only(desk)
        chosen = _chosen(desk, options)
        if wants_lines(options, context.environment):
            return _plain(desk, chosen)
        from learnms.tui.app import run

        return run(desk, "quiz", quiz=chosen)
    finally:
        desk.close()


def _case(desk: Desk, options: Any) -> Quiz:
    """The case that is asked for: where it was stopped, or from its beginning.

    Raises:
        UsageError: other questions are chosen too.
    """
    if any(value or value == 0 for value in (options.deck, options.topic, options.kind, options.status, options.questions)):
        raise UsageError("--case asks one case, whole.", "Leave the decks, --questions, --topic, --kind and --status out.")
    chance = random.SystemRandom().randrange(MOST_SEEDS)
    anew = (options.minutes, options.seed, options.mode != "tutor" or None, options.confidence or None, options.recall_first or None)
    if all(value is None for value in anew):
        return quiz_of(desk, options.case, chance)
    return desk.quiz(
        QuizSpec(
            mode=options.mode,
            case=options.case,
            minutes=options.minutes,
            seed=chance if options.seed is None else options.seed,
            confidence=options.confidence or desk.settings.confidence,
            recall_first=options.recall_first,
        )
    )


def _chosen(desk: Desk, options: Any) -> Quiz:
    if options.case is not None:
        return _case(desk, options)
    wanted = (options.deck, options.questions, options.minutes, options.topic, options.kind, options.status, options.seed, options.mode != "tutor")
    if all(value is None or value is False or value == [] for value in wanted):  # 0 is a choice
        stopped = desk.open_quiz()
        if stopped is not None:
            return stopped
    return desk.quiz(
        QuizSpec(
            mode=options.mode,
            decks=tuple(desk.deck_ids(options.deck)),
            topics=tuple(options.topic),
            kinds=tuple(options.kind),
            statuses=tuple(options.status),
            questions=DEFAULT_QUESTIONS if options.questions is None else options.questions,
            minutes=options.minutes,
            seed=random.SystemRandom().randrange(MOST_SEEDS) if options.seed is None else options.seed,
            confidence=options.confidence or desk.settings.confidence,
            recall_first=options.recall_first,
        )
    )


def _plain(desk: Desk, chosen: Quiz) -> int:
    from learnms.plain.quiz import PlainQuiz
    from learnms.plain.signals import end_on_signals

    chosen.store = desk.open_store()
    with end_on_signals():
        PlainQuiz(chosen, lines_of()).run()
    return 0
