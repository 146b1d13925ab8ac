"""`learnms optimize`: fit FSRS to the learner's own answers, show what that changes, adopt it,
take it back.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from learnms.engine.optimize import optimize as tuning
from learnms.engine.optimize import process as fitting
from learnms.engine.optimize import wording as words
from learnms.errors import LearnmsError, UsageError
from learnms.plain.kit.signals import end_on_signals
from learnms.plain.optimize import over

if TYPE_CHECKING:
    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.cli.context import Context
    from learnms.engine.optimize.optimize import FitData, Moves
    from learnms.engine.workspace import Workspace


def optimize(context: Context, options: Any) -> int:
    """Fit, compare, and adopt what wins if the learner says so."""
    if options.undo and (options.yes or options.dry_run):
        message = "`--undo` stands alone: it goes back to the parameters before."
        raise UsageError(message)
    if not options.undo and not fitting.is_there():
        raise LearnmsError(fitting.MISSING)
    with context.workspace(to_write=not options.dry_run) as workspace:
        if not options.dry_run:
            workspace.require_writable()
        return _undo(workspace, as_json=options.json) if options.undo else _fit(workspace, options)


def _fit(workspace: Workspace, options: Any) -> int:
    grounds = tuning.gather(workspace)
    patient = workspace.settings.is_patient and not options.json
    if not options.json:
        _print(words.standing(grounds, patient=patient))
    if grounds.lacking:
        if options.json:
            _print_json(_report(grounds, None, None, adopted=False))
        else:
            print(words.lacking(grounds))
        return 0
    outcome = _outcome(grounds, quiet=options.json)
    moves = tuning.moves(grounds, outcome.parameters) if outcome.wins else None
    if not options.json:
        _print(_told(outcome, moves, patient=patient))
    is_adopted = (
        outcome.wins and not options.dry_run and (options.yes or (not options.json and _asked()))
    )
    if is_adopted:
        _tell_replay(workspace, quiet=options.json)
        tuning.adopt(workspace, grounds, outcome)
    elif not options.dry_run:
        workspace.open_store()
        tuning.remember(workspace, grounds)
    if options.json:
        _print_json(_report(grounds, outcome, moves, adopted=is_adopted))
    elif is_adopted and moves is not None:
        print(words.adopted(moves), "`learnms optimize --undo` takes it back.", file=sys.stderr)
    elif outcome.wins:
        print("Nothing was changed; `learnms optimize --yes` adopts them.", file=sys.stderr)
    return 0


def _outcome(grounds: FitData, *, quiet: bool) -> Outcome:
    """Wait for the fit; it is ended with the command, by ctrl+c or by a signal."""
    with end_on_signals(), tuning.start(grounds) as running:
        while not over(running):
            if not quiet:
                print(words.running(running.stage, running.seconds), file=sys.stderr)
        return running.outcome()


def _told(outcome: Outcome, moves: Moves | None, *, patient: bool) -> list[str]:
    lines = [words.verdict(outcome, patient=patient)]
    if not patient:
        rows = [words.HEADS, *words.table(outcome)]
        lines += [
            words.KEPT_OUT,
            "",
            *(f"  {name:<34}  {now:>8}  {yours:>8}" for name, now, yours in rows),
            "",
            words.margin(outcome),
        ]
    return [*lines, *(words.moves(moves) if moves is not None else [])]


def _asked() -> bool:
    """Ask a person at a terminal; anybody else has to say `--yes`."""
    if not sys.stdin.isatty():
        return False
    print("Use them? y or n: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _undo(workspace: Workspace, *, as_json: bool) -> int:
    _tell_replay(workspace, quiet=as_json)
    event = tuning.take_back(workspace)
    grounds = tuning.gather(workspace)
    if as_json:
        _print_json({"undone": str(event.id), "parameters": list(grounds.weights)})
    else:
        print(words.taken_back(grounds), file=sys.stderr)
    return 0


def _tell_replay(workspace: Workspace, *, quiet: bool) -> None:
    if not quiet:
        from learnms.engine.optimize.replay_progress import ReplayProgress

        workspace.open_store().on_progress = told = ReplayProgress(
            lambda text: print(text, file=sys.stderr, flush=True)
        )
        told.begin(workspace.data.history.count())


def _report(
    grounds: FitData, outcome: Outcome | None, moves: Moves | None, *, adopted: bool
) -> dict[str, Any]:
    """What the command found; before a fit, and where nothing wins, the rest is null."""
    return {
        "reviews": len(grounds.reviews),
        "usable": grounds.usable,
        "lacking": grounds.lacking,
        "in_force": list(grounds.weights),
        "parameters": list(outcome.parameters) if outcome is not None and outcome.wins else None,
        "before": outcome.before._asdict() if outcome is not None else None,
        "after": outcome.after._asdict() if outcome is not None else None,
        "gain": outcome.gain._asdict() if outcome is not None else None,
        "wins": outcome.wins if outcome is not None else None,
        "moves": {**moves._asdict(), "moved": moves.moved} if moves is not None else None,
        "adopted": adopted,
    }


def _print(lines: list[str]) -> None:
    for line in lines:
        print(line)


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=2))
