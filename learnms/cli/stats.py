"""`learnms stats`: how it goes, as sentences and tables, or as JSON."""

from __future__ import annotations

import json
import math
import sys
from typing import TYPE_CHECKING, Any

from learnms.cli.decks import settle
from learnms.text import visible_line

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
    """Say how it goes, of all decks or of some. The forecast is of everything that the learner
    is offered.
    """
    from learnms.engine.forecast.wording import SPANS
    from learnms.engine.progress.progress import gather, look_ahead

    with context.workspace() as workspace:
        named = workspace.deck_ids(options.deck)
        settle(workspace)
        progress = gather(workspace, named)
        if options.json:
            outlooks = {} if named else {span: look_ahead(workspace, span) for span in SPANS}
            print(json.dumps(as_json(progress, named, outlooks), indent=2, ensure_ascii=True))
            return 0
        if workspace.notice and not workspace.read_only:
            print(f"learnms: {visible_line(workspace.notice)}", file=sys.stderr)
        from learnms.plain.kit.console import Console
        from learnms.plain.progress import ahead, tell

        lines = Console(sys.stdin, sys.stdout, echo=False)
        tell(progress, lines, patient=workspace.settings.is_patient)
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
        "sure_but_wrong": [_sure(one) for one in progress.sure],
        "forecast": {str(span): _outlook(outlook) for span, outlook in outlooks.items()} or None,
        "quizzes": [
            {
                "day": one.on.isoformat(),
                "mode": one.mode,
                "questions": one.questions,
                "points": one.points,
                "max_points": one.max_points,
            }
            for one in progress.quizzes
        ],
        "suggests_fit": progress.suggests_fit,
    }


def _share(found: Share) -> dict[str, Any]:
    low, high = found.interval if found.is_enough else (None, None)
    return {
        "n": found.n,
        "remembered": found.right,
        "rate": found.rate if found.is_enough else None,
        "low": low,
        "high": high,
    }


def _calibration(found: Calibration, worked_out: int) -> dict[str, Any]:
    low, high = found.gap_interval
    skill_low, skill_high = found.skill_interval or (None, None)
    return {
        "n": found.share.n,
        "worked_out": worked_out,
        "predicted": found.predicted,
        "actual": found.share.rate,
        "gap": found.gap,
        "gap_low": low,
        "gap_high": high,
        "matters": found.matters,
        "log_loss": found.log_loss,
        "log_loss_average": found.log_loss_average,
        "skill": found.skill,
        "skill_low": skill_low,
        "skill_high": skill_high,
        "bins": [_bin(one) for one in found.bins],
    }


def _bin(one: Bin) -> dict[str, Any]:
    low, high = one.share.interval
    return {
        "from": one.low,
        "to": one.high,
        "n": one.share.n,
        "predicted": one.predicted,
        "actual": one.share.rate,
        "low": low,
        "high": high,
        "off": one.is_off,
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


def _sure(one: ConfidentError) -> dict[str, Any]:
    return {
        "card": one.part.card,
        "part": one.part.part,
        "prompt": one.prompt,
        "day": one.day.isoformat(),
        "times": one.times,
        "right_since": one.right_since,
    }


def _outlook(outlook: Forecast) -> dict[str, Any]:
    days = [
        {
            "day": one.on.isoformat(),
            "reviews": one.reviews,
            "low": one.low,
            "high": one.high,
            "minutes": one.minutes,
        }
        for one in outlook.days
    ]
    return {"minutes_per_day": outlook.minutes_per_day, "days": days}
