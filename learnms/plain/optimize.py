"""Fitting FSRS to the learner's own answers, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.optimize import optimize as engine
from learnms.engine.optimize import pages, process
from learnms.engine.optimize import wording as words
from learnms.engine.optimize.replay_progress import ReplayProgress
from learnms.errors import LearnmsError
from learnms.plain.kit.console import agreed, refused
from learnms.plain.kit.document import tell
from learnms.plain.kit.signals import waiting

if TYPE_CHECKING:
    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.engine.optimize.optimize import FitData, Moves
    from learnms.engine.optimize.process import FitProcess
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console

_EVERY = 5.0
"""Seconds between two lines about a running fit."""


def run(workspace: Workspace, lines: Console) -> None:
    """Say which parameters are in use; fit, adopt and take back as the learner chooses."""
    lines.say()
    lines.say("Optimize.")
    lines.say(words.ABOUT)
    while True:
        data = engine.gather(workspace)
        tell(pages.ready(data, workspace.voice), lines)
        may_try = not data.lacking and process.is_there()
        options = [
            *(["f: optimize (you confirm before anything changes)."] if may_try else []),
            *(["u: restore the previous parameters."] if data.sets else []),
        ]
        line = lines.choose(" ".join([*options, "Enter: back."]))
        if line in ("", "q"):
            return
        try:
            if line == "f" and may_try:
                _fit(workspace, lines, data)
            elif line == "u" and data.sets:
                _take_back(workspace, lines)
            elif line == "?":
                lines.say(
                    "Type one of the letters. New parameters are applied only when you type y."
                )
            else:
                lines.say(refused(line))
        except LearnmsError as error:
            lines.say(str(error))


def _fit(workspace: Workspace, lines: Console, data: FitData) -> None:
    outcome = _outcome(lines, data)
    if outcome is None:
        lines.say(words.STOPPED)
        return
    moves = engine.moves(data, outcome.parameters) if outcome.wins else None
    tell(pages.judged(outcome, moves, workspace.voice), lines)
    if not workspace.read_only:
        workspace.open_store()
        engine.remember(workspace, data)
    if moves is not None:
        _offer(workspace, lines, data, outcome, moves)


def _outcome(lines: Console, data: FitData) -> Outcome | None:
    """The outcome of a fit; None where ctrl+c has stopped it."""
    lines.say(f"{words.WAIT} Ctrl+c stops it.")
    with engine.start(data) as running:
        try:
            while not over(running):
                lines.say(words.running(running.stage, running.seconds))
        except KeyboardInterrupt:
            return None
        return running.outcome()


def over(running: FitProcess) -> bool:
    """Wait a while for a fit, which a signal may stop; whether it has ended."""
    with waiting():
        return running.wait(_EVERY)


def _offer(
    workspace: Workspace, lines: Console, data: FitData, outcome: Outcome, moves: Moves
) -> None:
    if not agreed(lines, "y: apply the new parameters. Enter: cancel."):
        lines.say("Nothing changed.")
        return
    _report_replay(workspace, lines)
    try:
        engine.adopt(workspace, data, outcome)
    except KeyboardInterrupt:  # the parameters are written all or not at all
        lines.say(words.STOPPED)
        return
    lines.say(words.adopted(moves))


def _take_back(workspace: Workspace, lines: Console) -> None:
    _report_replay(workspace, lines)
    try:
        engine.take_back(workspace)
    except KeyboardInterrupt:
        lines.say(words.STOPPED)
        return
    lines.say("Undone.")


def _report_replay(workspace: Workspace, lines: Console) -> None:
    workspace.open_store().on_progress = progress = ReplayProgress(lines.say)
    progress.begin(workspace.queries.events.count())
