"""The optimize page as lines: before, during and after a fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.optimize import process, wording
from learnms.tui.kit.content import BOLD, KEY, QUIET, paragraph, plain, raw
from learnms.tui.kit.keys import KEYS
from learnms.tui.kit.layout import BLANK, INDENT, Press, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.engine.optimize.optimize import FitData, Moves
    from learnms.engine.optimize.process import FitProcess
    from learnms.engine.voice import Voice
    from learnms.tui.kit.layout import Entry

READING = "Reading your answers…"
MOVING = "Rescheduling all cards…"
_LABEL, _FIGURE, _KEY = 33, 9, 8
_WAYS = {
    "try_fit": ("enter", "Optimize. You confirm before anything changes."),
    "stop_fit": ("esc", "Stop."),
    "use_fit": ("y", "Apply."),
    "leave_fit": ("esc", "Cancel."),
    "undo_fit": ("u", "Undo: restore the previous parameters."),
}


def ready(fit_data: FitData | None, voice: Voice) -> list[Entry]:
    """The parameters in use and the answers to fit to; `fit_data` is None while those are read."""
    entries: list[Entry] = [BLANK, *paragraph(wording.ABOUT), BLANK]
    if fit_data is None:
        return [*entries, *paragraph(READING, QUIET)]
    now, usable = wording.standing(fit_data, voice)
    entries += [*paragraph(now, BOLD), BLANK, *paragraph(usable)]
    if fit_data.lacking:
        entries += [BLANK, *paragraph(wording.lacking(fit_data))]
    elif not process.is_there():
        entries += [BLANK, *paragraph(f"{process.MISSING}.")]
    return entries


def running(fit: FitProcess) -> list[Entry]:
    """The state of a running fit."""
    return [
        BLANK,
        *paragraph(wording.running(fit.stage, fit.seconds), BOLD),
        *paragraph(wording.WAIT, QUIET),
    ]


def judged(outcome: Outcome, moves: Moves | None, voice: Voice) -> list[Entry]:
    """The outcome of a fit and what it would move."""
    entries: list[Entry] = [BLANK, *paragraph(wording.verdict(outcome, voice), BOLD)]
    if voice.has_figures:
        rows = [wording.HEADS, *wording.table(outcome)]
        entries += [
            *paragraph(wording.KEPT_OUT, QUIET),
            BLANK,
            *(_row(*row) for row in rows),
            *paragraph(wording.margin(outcome), QUIET),
        ]
    if moves is not None:
        entries += [BLANK, *(entry for line in wording.moves(moves) for entry in paragraph(line))]
    return entries


def writing(replayed: str) -> list[Entry]:
    """The progress of the replay; '' at the beginning."""
    return [BLANK, *paragraph(f"{MOVING} {replayed}", BOLD)]


def ways(offered: Iterable[str]) -> list[Entry]:
    """The actions offered, as lines that can be clicked."""
    entries: list[Entry] = []
    for action in offered:
        if action in _WAYS:
            key, text = _WAYS[action]
            press = Press(action, KEYS[action].keys[0])
            entries.append(
                Text(
                    plain(text),
                    indent=INDENT + _KEY,
                    lead=raw(f"{'':{INDENT}}{key}", KEY),
                    press=press,
                )
            )
    return [BLANK, *entries] if entries else []


def _row(name: str, now: str, yours: str) -> Text:
    return Text(raw(f"{name:<{_LABEL}}{now:>{_FIGURE}}{yours:>{_FIGURE}}", "" if name else QUIET))
