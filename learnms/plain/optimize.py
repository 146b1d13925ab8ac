"""Fitting FSRS to the learner's own answers, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.optimize import optimize as tuning
from learnms.engine.optimize import process as fitting
from learnms.engine.optimize import wording as words
from learnms.engine.optimize.replay_progress import ReplayProgress
from learnms.errors import LearnmsError
from learnms.plain.kit.console import agreed
from learnms.plain.kit.signals import waiting

if TYPE_CHECKING:
    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.engine.optimize.optimize import FitData
    from learnms.engine.optimize.process import FitProcess
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console

_EVERY = 5.0
"""Seconds between two lines about a fit that goes on."""


def run(workspace: Workspace, lines: Console) -> None:
    """Say what is in use, and fit, adopt or take back what the learner asks for."""
    lines.say()
    lines.say("Fitted to you.")
    lines.say(words.ABOUT)
    while True:
        grounds = tuning.gather(workspace)
        for line in words.standing(grounds, patient=workspace.settings.is_patient):
            lines.say(line)
        if grounds.lacking:
            lines.say(words.lacking(grounds))
        elif not fitting.is_there():
            lines.say(f"{fitting.MISSING}.")
        may_try = not grounds.lacking and fitting.is_there()
        ways = [
            *(["f: try it; nothing changes before you say so."] if may_try else []),
            *(["u: take your own parameters back."] if grounds.sets else []),
        ]
        lines.say(" ".join([*ways, "Enter: back."]))
        line = lines.ask().strip()
        if line in ("", "q"):
            return
        try:
            if line == "f" and may_try:
                _fit(workspace, lines, grounds)
            elif line == "u" and grounds.sets:
                _take_back(workspace, lines)
            elif line == "?":
                lines.say(
                    "The letters with a colon are the choices; before predictions change you are"
                    " asked, and only y changes them. Enter goes back."
                )
            else:
                lines.say(f"`{line}` is not one of the choices.")
        except LearnmsError as error:
            lines.say(str(error))


def _fit(workspace: Workspace, lines: Console, grounds: FitData) -> None:
    outcome = _outcome(lines, grounds)
    if outcome is None:
        lines.say(words.STOPPED)
        return
    patient = workspace.settings.is_patient
    lines.say(words.verdict(outcome, patient=patient))
    if not patient:
        lines.say(words.KEPT_OUT)
        for name, now, yours in words.table(outcome):
            lines.say(f"{name[:1].upper()}{name[1:]}: now {now}, yours {yours}.")
        lines.say(words.margin(outcome))
    if not workspace.read_only:
        workspace.open_store()
        tuning.remember(workspace, grounds)
    if outcome.wins:
        _offer(workspace, lines, grounds, outcome)


def _outcome(lines: Console, grounds: FitData) -> Outcome | None:
    """Wait for the fit; None where ctrl+c has ended it."""
    lines.say(f"{words.WAIT} Ctrl+c stops it.")
    with tuning.start(grounds) as running:
        try:
            while not over(running):
                lines.say(words.running(running.stage, running.seconds))
        except KeyboardInterrupt:
            return None
        return running.outcome()


def over(running: FitProcess) -> bool:
    """Whether a fit has ended after a while; here a signal stops it."""
    with waiting():
        return running.wait(_EVERY)


def _offer(workspace: Workspace, lines: Console, grounds: FitData, outcome: Outcome) -> None:
    found = tuning.moves(grounds, outcome.parameters)
    for line in words.moves(found):
        lines.say(line)
    lines.say("y: use them. Enter: leave everything as it is.")
    if not agreed(lines):
        lines.say("Everything is as it was.")
        return
    _tell_replay(workspace, lines)
    try:
        tuning.adopt(workspace, grounds, outcome)
    except KeyboardInterrupt:  # nothing of it is written before all of it is
        lines.say(words.STOPPED)
        return
    lines.say(words.adopted(found))


def _take_back(workspace: Workspace, lines: Console) -> None:
    _tell_replay(workspace, lines)
    try:
        tuning.take_back(workspace)
    except KeyboardInterrupt:
        lines.say(words.STOPPED)
        return
    lines.say("Taken back.")


def _tell_replay(workspace: Workspace, lines: Console) -> None:
    workspace.open_store().on_progress = told = ReplayProgress(lines.say)
    told.begin(workspace.data.history.count())
