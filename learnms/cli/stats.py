"""`learnms stats`: progress as sentences and tables, or as JSON."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

from learnms.cli.forecast import forecast_json
from learnms.cli.output import print_json, remark_notice

if TYPE_CHECKING:
    from learnms.analysis.stats.calibration import Bin, Calibration
    from learnms.analysis.stats.daily import Worked
    from learnms.analysis.stats.histogram import Slot
    from learnms.analysis.stats.recall import Share
    from learnms.cli.context import Context
    from learnms.engine.cards.overconfidence import ConfidentError
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.progress.progress import Memories, Progress


def stats(context: Context, options: Any) -> int:
    """Print the progress in all decks or some. The forecast covers every deck, so it is left out if
    decks are named.
    """
    from learnms.engine.forecast.wording import SPANS
    from learnms.engine.progress.progress import gather, look_ahead

    with context.workspace() as workspace:
        named = workspace.deck_ids(options.deck)
        workspace.hand_over()
        progress = gather(workspace, named)
        if options.json:
            outlooks = {} if named else {span: look_ahead(workspace, span) for span in SPANS}
            print_json(as_json(progress, named, outlooks))
            return 0
        remark_notice(workspace)
        from learnms.plain.kit.console import Console
        from learnms.plain.progress import ahead, tell

        lines = Console(sys.stdin, sys.stdout, echo=False)
        tell(progress, lines, workspace.voice)
        if not named:
            lines.say()
            ahead(workspace, lines)
    return 0


def as_json(progress: Progress, decks: list[str], outlooks: dict[int, Forecast]) -> dict[str, Any]:
    """Every figure: shares 0 to 1 (None under 20 answers), days as ISO dates, stability in days,
    log losses in nats.
    """
    return {
        "study_day": progress.today.isoformat(),
        "decks": decks or None,
        "answers": progress.answers,
        "retention": _share(progress.overall),
        "retention_30_days": _share(progress.recent),
        "retention_by": {
            group.by: [
                {"key": row.key, "name": row.name or None, **_share(row.share)}
                for row in group.rows
            ]
            for group in progress.groups
        },
        "cards": progress.memories.states,
        "calibration": (
            _calibration(progress.calibration, progress.worked_out)
            if progress.calibration
            else None
        ),
        "memory": _memory(progress.memories),
        "days": [_day(worked) for worked in progress.days],
        "sure_but_wrong": [_confident_error(error) for error in progress.sure],
        "forecast": {str(span): forecast_json(outlook) for span, outlook in outlooks.items()}
        or None,
        "quizzes": [
            {
                "day": quiz.on.isoformat(),
                "mode": quiz.mode,
                "questions": quiz.questions,
                "points": quiz.points,
                "max_points": quiz.max_points,
            }
            for quiz in progress.quizzes
        ],
        "suggests_fit": progress.suggests_fit,
    }


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval if share.is_enough else (None, None)
    return {
        "n": share.n,
        "remembered": share.right,
        "rate": share.rate if share.is_enough else None,
        "low": low,
        "high": high,
    }


def _calibration(calibration: Calibration, worked_out: int) -> dict[str, Any]:
    low, high = calibration.gap_interval
    skill_low, skill_high = calibration.skill_interval or (None, None)
    return {
        "n": calibration.share.n,
        "worked_out": worked_out,
        "predicted": calibration.predicted,
        "actual": calibration.share.rate,
        "gap": calibration.gap,
        "gap_low": low,
        "gap_high": high,
        "matters": calibration.matters,
        "log_loss": calibration.log_loss,
        "log_loss_average": calibration.log_loss_average,
        "skill": calibration.skill,
        "skill_low": skill_low,
        "skill_high": skill_high,
        "bins": [_bin(bin_) for bin_ in calibration.bins],
    }


def _bin(bin_: Bin) -> dict[str, Any]:
    low, high = bin_.share.interval
    return {
        "from": bin_.low,
        "to": bin_.high,
        "n": bin_.share.n,
        "predicted": bin_.predicted,
        "actual": bin_.share.rate,
        "low": low,
        "high": high,
        "off": bin_.is_off,
    }


def _memory(memories: Memories) -> dict[str, Any]:
    return {
        "learned": memories.learned,
        "known_now": memories.known_now,
        "median_stability": memories.median_stability,
        "stability": [_slot(slot) for slot in memories.stability],
        "recall": [_slot(slot) for slot in memories.recall],
    }


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "from": slot.low,
        "to": None if math.isinf(slot.high) else slot.high,
        "cards": slot.number,
    }


def _day(worked: Worked) -> dict[str, Any]:
    return {
        "day": worked.day.isoformat(),
        "answers": worked.answers,
        "minutes": worked.seconds / 60 if worked.timed else None,
    }


def _confident_error(error: ConfidentError) -> dict[str, Any]:
    return {
        "card": error.part.card,
        "part": error.part.part,
        "prompt": error.prompt,
        "day": error.day.isoformat(),
        "times": error.times,
        "right_since": error.right_since,
    }
