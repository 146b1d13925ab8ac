"""`learnms optimize`: fit FSRS to the learner's own answers, preview the change, apply it, undo
it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from learnms.cli.output import agreed, console, print_json, report_replay
from learnms.engine.optimize import optimize as engine
from learnms.engine.optimize import pages, process
from learnms.engine.optimize import wording as words
from learnms.errors import LearnmsError, UsageError
from learnms.plain.kit.document import tell
from learnms.plain.kit.signals import end_on_signals
from learnms.plain.optimize import over

if TYPE_CHECKING:
    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.cli.context import Context
    from learnms.engine.optimize.optimize import FitData, Moves
    from learnms.engine.workspace import Workspace


def optimize(context: Context, options: Any) -> int:
    """Fit and compare; adopt better parameters if the learner agrees."""
    if options.undo and (options.yes or options.dry_run):
        message = "`--undo` restores the previous parameters and takes no other option."
        raise UsageError(message)
    if not options.undo and not process.is_there():
        raise LearnmsError(process.MISSING)
    with context.workspace() if options.dry_run else context.writer() as workspace:
        return _undo(workspace, as_json=options.json) if options.undo else _fit(workspace, options)


def _fit(workspace: Workspace, options: Any) -> int:
    data = engine.gather(workspace)
    if not options.json:
        print(*words.standing(data, workspace.voice), sep="\n")
    if data.lacking:
        if options.json:
            print_json(_report(data, None, None, adopted=False))
        else:
            print(data.shortage)
        return 0
    outcome = _outcome(data, quiet=options.json)
    moves = engine.moves(data, outcome.parameters) if outcome.wins else None
    if not options.json:
        tell(pages.judged(outcome, moves, workspace.voice), console(workspace))
    is_adopted = (
        outcome.wins
        and not options.dry_run
        and (options.yes or (not options.json and _confirmed()))
    )
    if is_adopted:
        if not options.json:
            report_replay(workspace)
        engine.adopt(workspace, data, outcome)
    elif not options.dry_run:
        workspace.open_store()
        engine.remember(workspace, data)
    if options.json:
        print_json(_report(data, outcome, moves, adopted=is_adopted))
    elif is_adopted and moves is not None:
        print(words.adopted(moves), "`learnms optimize --undo` undoes it.", file=sys.stderr)
    elif outcome.wins:
        print("Nothing changed; `learnms optimize --yes` applies them.", file=sys.stderr)
    return 0


def _outcome(data: FitData, *, quiet: bool) -> Outcome:
    """Wait for the fit; ctrl+c or a signal ends it together with the command."""
    with end_on_signals(), engine.start(data) as running:
        while not over(running):
            if not quiet:
                print(words.running(running.stage, running.seconds), file=sys.stderr)
        return running.outcome()


def _confirmed() -> bool:
    """Ask at a terminal; without one, `--yes` is required."""
    return sys.stdin.isatty() and agreed("Apply them?")


def _undo(workspace: Workspace, *, as_json: bool) -> int:
    if not as_json:
        report_replay(workspace)
    event = engine.take_back(workspace)
    data = engine.gather(workspace)
    if as_json:
        print_json({"undone": str(event.id), "parameters": list(data.weights)})
    else:
        print(words.taken_back(data), file=sys.stderr)
    return 0


def _report(
    data: FitData, outcome: Outcome | None, moves: Moves | None, *, adopted: bool
) -> dict[str, Any]:
    """The outcome by name; what only a fit, or a better one, gives is null without it."""
    return {
        "reviews": len(data.reviews),
        "usable": data.usable,
        "lacking": data.lacking,
        "in_force": list(data.weights),
        "parameters": list(outcome.parameters) if outcome is not None and outcome.wins else None,
        "before": outcome.before._asdict() if outcome is not None else None,
        "after": outcome.after._asdict() if outcome is not None else None,
        "gain": outcome.gain._asdict() if outcome is not None else None,
        "wins": outcome.wins if outcome is not None else None,
        "moves": {**moves._asdict(), "moved": moves.moved} if moves is not None else None,
        "adopted": adopted,
    }
