"""The optimize page as documents: before, during and after a fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.document import Paragraph, Rows
from learnms.engine.optimize import process, wording
from learnms.engine.wording import LOADING

if TYPE_CHECKING:
    from learnms.analysis.optimizer.evaluate import Outcome
    from learnms.engine.document import Document
    from learnms.engine.optimize.optimize import FitData, Moves
    from learnms.engine.optimize.process import FitProcess
    from learnms.engine.voice import Voice

ABOUT = Paragraph(wording.ABOUT)


def ready(fit_data: FitData | None, voice: Voice) -> Document:
    """The parameters in use and the answers to fit to; `fit_data` is None while those are read."""
    if fit_data is None:
        return (Paragraph(LOADING, "quiet"),)
    now, usable = wording.standing(fit_data, voice)
    known = (Paragraph(now, "strong"), Paragraph(usable))
    if fit_data.lacking:
        return (*known, Paragraph(fit_data.shortage))
    return known if process.is_there() else (*known, Paragraph(f"{process.MISSING}."))


def running(fit: FitProcess) -> Document:
    """The state of a running fit."""
    stage = wording.running(fit.stage, fit.seconds)
    return Paragraph(stage, "strong"), Paragraph(wording.WAIT, "quiet")


def judged(outcome: Outcome, moves: Moves | None, voice: Voice) -> Document:
    """The outcome of a fit and the cards it would reschedule; for patients, in words."""
    verdict = Paragraph(wording.verdict(outcome, voice), "strong")
    moved = (Paragraph(" ".join(wording.moves(moves))),) if moves is not None else ()
    if not voice.has_figures:
        return verdict, *moved
    return (
        verdict,
        Paragraph(wording.KEPT_OUT, "quiet"),
        Rows(tuple(wording.table(outcome)), wording.HEADS, "<>>"),
        Paragraph(wording.margin(outcome), "quiet"),
        *moved,
    )


def writing(replayed: str) -> Document:
    """The progress of the replay; '' at the beginning."""
    return (Paragraph(f"Rescheduling all cards… {replayed}".rstrip(), "strong"),)
