"""Fitting FSRS to the learner's own answers, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import fitting, tuning
from learnms.engine import tuning_words as words
from learnms.engine.replaying import Told
from learnms.errors import LearnmsError
from learnms.plain.lines import agreed
from learnms.plain.signals import waiting

if TYPE_CHECKING:
    from learnms.analysis.optimise import Outcome
    from learnms.engine.fitting import Fitting
    from learnms.engine.start import Desk
    from learnms.engine.tuning import Grounds
    from learnms.plain.lines import Lines

_EVERY = 5.0
"""Seconds between two lines about a fit that goes on."""


def run(desk: Desk, lines: Lines) -> None:
    """Say what is in use, and fit, adopt or take back what the learner asks for."""
    lines.say()
    lines.say("Fitted to you.")
    lines.say(words.ABOUT)
    while True:
        grounds = tuning.gather(desk)
        for line in words.standing(grounds, patient=desk.settings.is_patient):
            lines.say(line)
        if grounds.lacking:
            lines.say(words.lacking(grounds))
        elif not fitting.is_there():
            lines.say(f"{fitting.MISSING}.")
        may_try = not grounds.lacking and fitting.is_there()
        ways = [*(["f: try it; nothing changes before you say so."] if may_try else []), *(["u: take your own parameters back."] if grounds.sets else [])]
        lines.say(" ".join([*ways, "Enter: back."]))
        line = lines.ask().strip()
        if line in ("", "q"):
            return
        try:
            if line == "f" and may_try:
                _fit(desk, lines, grounds)
            elif line == "u" and grounds.sets:
                _take_back(desk, lines)
            elif line == "?":
                lines.say("The letters with a colon are the choices; before predictions change you are asked, and only y changes them. Enter goes back.")
            else:
                lines.say(f"`{line}` is not one of the choices.")
        except LearnmsError as error:
            lines.say(str(error))


def _fit(desk: Desk, lines: Lines, grounds: Grounds) -> None:
    outcome = _outcome(lines, grounds)
    if outcome is None:
        lines.say(words.STOPPED)
        return
    patient = desk.settings.is_patient
    lines.say(words.verdict(outcome, patient=patient))
    if not patient:
        lines.say(words.KEPT_OUT)
        for name, now, yours in words.table(outcome):
            lines.say(f"{name[:1].upper()}{name[1:]}: now {now}, yours {yours}.")
        lines.say(words.margin(outcome))
    if not desk.read_only:
        desk.open_store()
        tuning.remember(desk, grounds)
    if outcome.wins:
        _offer(desk, lines, grounds, outcome)


def _outcome(lines: Lines, grounds: Grounds) -> Outcome | None:
    """Wait for the fit; None where ctrl+c has ended it."""
    lines.say(f"{words.WAIT} Ctrl+c stops it.")
    with tuning.start(grounds) as running:
        try:
            while not over(running):
                lines.say(words.running(running.stage, running.seconds))
        except KeyboardInterrupt:
            return None
        return running.outcome()


def over(running: Fitting) -> bool:
    """Whether a fit has ended after a while; here a signal stops it."""
    with waiting():
        return running.wait(_EVERY)


def _offer(desk: Desk, lines: Lines, grounds: Grounds, outcome: Outcome) -> None:
    found = tuning.moves(grounds, outcome.parameters)
    for line in words.moves(found):
        lines.say(line)
    lines.say("y: use them. Enter: leave everything as it is.")
    if not agreed(lines):
        lines.say("Everything is as it was.")
        return
    _tell_replay(desk, lines)
    try:
        tuning.adopt(desk, grounds, outcome)
    except KeyboardInterrupt:  # nothing of it is written before all of it is
        lines.say(words.STOPPED)
        return
    lines.say(words.adopted(found))


def _take_back(desk: Desk, lines: Lines) -> None:
    _tell_replay(desk, lines)
    try:
        tuning.take_back(desk)
    except KeyboardInterrupt:
        lines.say(words.STOPPED)
        return
    lines.say("Taken back.")


def _tell_replay(desk: Desk, lines: Lines) -> None:
    desk.open_store().told = told = Told(lines.say)
    told.begin(desk.data.history.count())
