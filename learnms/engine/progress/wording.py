"""Sentences of the progress page, shared by all interfaces."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from learnms.analysis.stats.recall import ENOUGH, Share
from learnms.engine.progress.groups import GroupRow
from learnms.engine.wording import (
    LITTLE,
    between,
    count,
    day,
    figures_between,
    interval,
    kind_name,
    percent,
    short_day,
    short_titles,
    took,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.analysis.stats.calibration import Calibration
    from learnms.engine.cards.overconfidence import ConfidentError
    from learnms.engine.progress.groups import Group
    from learnms.engine.progress.progress import Memories, Progress, QuizScore
    from learnms.engine.voice import Voice

STATE_WORDS = {
    "new": ("new", "never asked"),
    "learning": ("learning", "not yet remembered on a later day"),
    "young": ("young", "interval under three weeks"),
    "mature": ("mature", "interval of three weeks or more"),
    "suspended": ("suspended", "hidden until you unsuspend it"),
    "orphan": ("removed", "no longer in a deck"),
}
"""The states of a card, and what they mean."""
PATIENT_STATES = {
    "new": "Not asked yet",
    "learning": "Just started",
    "young": "Getting there",
    "mature": "Well known",
}
_SHARES = ((0.25, "a few"), (0.4, "about a third"), (0.6, "about half"))
"""Upper bounds of shares with their words for patients."""
GROUP_WORDS = {
    "week": "By week",
    "maturity": "Young and mature cards",
    "topic": "By topic",
    "deck": "By deck",
    "kind": "By question type",
}
"""The headings of the groups."""
_MINUTE = 60


# -- recall ----------------------------------------------------------------------------------------


def recall(progress: Progress) -> list[str]:
    """How much is remembered, in figures."""
    overall, recent = progress.overall, progress.recent
    if not overall.n:
        return ["No repeat reviews yet. Retention appears once cards come back."]
    if not overall.is_enough:
        return [f"{count(overall.n, 'repeat review')} so far. Retention appears after {ENOUGH}."]
    sentences = [
        f"{overall.right} of {overall.n} recalled, 95% CI {figures_between(*overall.interval)}%."
    ]
    if recent.is_enough and recent.n < overall.n:
        sentences.append(
            f"Last 30 days: {percent(recent.rate)} of {recent.n}, 95% CI"
            f" {figures_between(*recent.interval)}%."
        )
    return sentences


def in_words(progress: Progress) -> str:
    """How much a patient remembers, without numbers."""
    overall = progress.overall
    if not progress.memories.learned:
        return "Nothing studied yet."
    if not overall.is_enough:
        return "You have started. Keep going."
    if overall.rate >= _STAYS:
        return "Most of it stays with you."
    if overall.rate >= _MUCH:
        return "Much of it stays with you."
    return "Some of it needs another look."


def stays(rate: float) -> str:
    """How well a patient remembers a topic."""
    return "stays" if rate >= _STAYS else "coming along" if rate >= _MUCH else "look again"


_STAYS, _MUCH = 0.85, 0.7


RECALL_NOTE = (
    "A repeat review is your first answer of the day to a card learned on an earlier day. Ranges"
    f" are 95% confidence intervals. No figure is shown for fewer than {ENOUGH} repeat reviews."
)
"""The meaning of the recall figures."""


def share(remembered: Share) -> str:
    """A share in a row: `91% of 343 (88–94%)`, `too few (7)`."""
    return (
        f"{brief(remembered)} ({between(*remembered.interval)})"
        if remembered.is_enough
        else brief(remembered)
    )


def brief(remembered: Share) -> str:
    """A share without its range: `91% of 343`."""
    return (
        f"{percent(remembered.rate)} of {remembered.n}"
        if remembered.is_enough
        else f"too few ({remembered.n})"
    )


def row_name(by: str, row: GroupRow, today: date) -> str:
    """The name of a group's row."""
    match by:
        case "week":
            return f"week of {short_day(date.fromisoformat(row.key), today)}"
        case "maturity":
            return STATE_WORDS[row.key][0]
        case "kind":
            return kind_name(row.key) or "unknown"
        case _:
            return row.name or {"deck": "no deck", "topic": "no topic"}[by]


WEEKS = 12
"""Weeks shown, this one included; JSON has them all."""


def named_rows(group: Group, today: date) -> list[tuple[str, Share]]:
    """The rows of a group with enough answers and their names, in the order shown; a single row is
    left out. Weeks are consecutive, those with too few answers included.
    """
    rows = [row for row in group.rows if row.share.is_enough]
    if group.by == "week":
        return (
            [(row_name("week", row, today), row.share) for row in latest_weeks(group, today)]
            if rows
            else []
        )
    if len(rows) == 1:
        return []
    rows = sorted(rows, key=lambda row: row.share.rate) if group.by == "topic" else rows
    names = [row_name(group.by, row, today) for row in rows]
    if group.by == "deck":
        names = short_titles(names)
    return [(name, row.share) for name, row in zip(names, rows, strict=True)]


def latest_weeks(group: Group, today: date) -> list[GroupRow]:
    """The latest calendar weeks, from the first with an answer on."""
    known = {row.key: row for row in group.rows}
    keys = [key for key in _mondays(today) if key >= min(known)]
    return [known.get(key, GroupRow(key, "", Share())) for key in keys]


def _mondays(today: date) -> list[str]:
    monday = today - timedelta(days=today.weekday())
    return [(monday - timedelta(weeks=back)).isoformat() for back in range(WEEKS - 1, -1, -1)]


def order(group: Group, today: date) -> str:
    """A sentence about the order, selection or meaning of the rows; '' if they need none."""
    if group.by == "topic":
        return "Weakest first."
    if group.by == "maturity":
        return "Young cards: interval under three weeks. Mature cards: longer."
    return (
        f"The last {WEEKS} weeks."
        if group.by == "week" and min(row.key for row in group.rows) < _mondays(today)[0]
        else ""
    )


def left_out(group: Group) -> str:
    """How many rows of a group are hidden for too few answers; '' if none."""
    number = sum(1 for row in group.rows if not row.share.is_enough) if group.by != "week" else 0
    word = {
        "week": "week",
        "maturity": "row",
        "topic": "topic",
        "deck": "deck",
        "kind": "question type",
    }[group.by]
    return (
        f"{count(number, word)} with fewer than {ENOUGH} answers {'is' if number == 1 else 'are'}"
        " not"
        " shown."
        if number
        else ""
    )


# -- predictions -----------------------------------------------------------------------------------


def needs_fit(calibration: Calibration | None) -> bool:
    """Whether predictions are off by more than chance would explain."""
    return calibration is not None and (calibration.matters or calibration.is_worse)


def predictions(calibration: Calibration | None) -> list[str]:
    """How predictions compare with what happened, and with always predicting the average."""
    if calibration is None:
        return [f"Calibration needs {ENOUGH} repeat reviews."]
    return [
        (
            f"Predicted {percent(calibration.predicted)}, actual"
            f" {percent(calibration.share.rate)}. {_verdict(calibration)}."
        ),
        skill(calibration),
    ]


def _verdict(calibration: Calibration) -> str:
    if calibration.matters and calibration.gap > 0:
        return "Cards come back too early"
    if calibration.matters:
        return "Cards come back too late"
    if calibration.fits:
        return "Predictions are accurate"
    return f"Accurate on average, but {_where_off(calibration) or 'not card by card'}"


def _where_off(calibration: Calibration) -> str:
    """The cards whose predictions are too high or too low; '' if no bin is off."""
    too_sure, not_sure = (
        [bin_.is_off and (bin_.predicted > bin_.share.rate) == above for bin_ in calibration.bins]
        for above in (True, False)
    )
    cases = [("too high for cards", too_sure, not_sure), ("too low for cards", not_sure, too_sure)]
    phrases = [
        f"{how} predicted at {_ranges(calibration, off, other)}"
        for how, off, other in cases
        if any(off)
    ]
    return " and ".join(phrases)


def _ranges(calibration: Calibration, off: list[bool], other: list[bool]) -> str:
    """The ranges of bins that are off, merged unless a bin between is off the other way."""
    spans: list[tuple[float, float]] = []
    together = False
    for bin_, is_off, is_other in zip(calibration.bins, off, other, strict=True):
        if is_off:
            spans[-1 if together else len(spans) :] = [
                (spans[-1][0] if together else bin_.low, bin_.high)
            ]
        together = is_off or (together and not is_other)
    return ", ".join(between(low, high) for low, high in spans)


def skill(calibration: Calibration) -> str:
    """Whether predicting each card beats always predicting the learner's average."""
    range_ = calibration.skill_interval
    if range_ is None or calibration.skill is None:
        return "All answers were the same, so there is nothing to compare."
    if range_[0] > 0:
        return (
            f"Predictions per card have {100 * calibration.skill:.1f}% less error than always"
            " predicting your average."
        )
    if calibration.is_worse:
        return "Always predicting your average would be more accurate."
    usual = (
        ", which is normal when all cards come back at about the same recall"
        if calibration.fits
        else ""
    )
    return f"Always predicting your average would be just as accurate{usual}."


def calibration_numbers(progress: Progress) -> list[str]:
    """The gap in points and whether it matters, both log losses, and how many predictions were
    calculated afterwards.
    """
    calibration = progress.calibration
    assert calibration is not None
    low, high = calibration.gap_interval
    verdict = "more" if calibration.matters else "no more"
    number = progress.worked_out
    return [
        f"Actual minus predicted: {100 * calibration.gap:+.1f} points ({100 * low:+.1f} to"
        f" {100 * high:+.1f}), {verdict} than chance would explain.",
        f"Error (log loss, lower is better): predictions {calibration.log_loss:.3f}, your"
        f" average {calibration.log_loss_average:.3f}.",
        *[f"{count(number, 'prediction')} calculated later, for imported answers."] * bool(number),
    ]


FIT_ADVICE = "Optimize your FSRS parameters to improve predictions."


BIN_HEADS = ("range", "predicted", "actual", "95% CI", "answers", "")
"""The columns of `bins`."""


def bins(calibration: Calibration) -> tuple[tuple[str, ...], ...]:
    """The bins as rows: `80–85%`, `83`, `79`, `74–83`, `212`, `off`."""
    return tuple(
        (
            f"{figures_between(bin_.low, bin_.high, _places(calibration))}%",
            predicted,
            f"{100 * bin_.share.rate:.0f}",
            figures_between(*bin_.share.interval),
            str(bin_.share.n),
            "off" if bin_.is_off else "",
        )
        for bin_, predicted in zip(calibration.bins, predicted_in(calibration), strict=True)
    )


def predicted_in(calibration: Calibration) -> list[str]:
    """The mean prediction of each bin in percent, with a decimal if two would look the same."""
    return [f"{100 * bin_.predicted:.{_places(calibration)}f}" for bin_ in calibration.bins]


def _places(calibration: Calibration) -> int:
    whole = [round(100 * bin_.predicted) for bin_ in calibration.bins]
    return 0 if len(set(whole)) == len(whole) else 1


# -- cards -----------------------------------------------------------------------------------------


def known_share(memories: Memories, state: str) -> str:
    """A patient's share of cards in a state: `none`, `a few`, `about a third`, `about half`, `most`
    or `all`.
    """
    number, total = memories.states[state], sum(memories.states[name] for name in PATIENT_STATES)
    if number in (0, total):
        return "all" if number else "none"
    return next((word for most, word in _SHARES if number <= most * total), "most")


def quizzes(scores: Sequence[QuizScore]) -> str:
    """The average of the scores: `Average of 5 quizzes: 71%.`; '' for one."""
    average = sum(score.percent for score in scores) / len(scores)
    return f"Average of {len(scores)} quizzes: {average:.0f}%." if len(scores) > 1 else ""


def known_now(memories: Memories) -> str:
    """How many cards would be recalled today."""
    if not memories.learned:
        return "Nothing learned yet."
    return f"You would recall about {memories.known_now:.0f} of {memories.learned} today."


def stability(memories: Memories) -> str:
    """The meaning of stability, and its median."""
    if memories.median_stability is None:
        return ""
    half = interval(max(1, round(memories.median_stability)))
    return f"Days until recall drops to 90%. Median: {half}."


def stability_slot(low: float, high: float) -> str:
    """A range of stability in days: `3 to 7 days`."""
    if low == 0:
        return "under a day"
    return f"{low:.0f} days or more" if high == float("inf") else f"{low:.0f} to {high:.0f} days"


def recall_slot(low: float, high: float) -> str:
    """A range of recall: `80–85%`."""
    return f"under {percent(high)}" if low == 0 else between(low, high)


# -- days ------------------------------------------------------------------------------------------


def days(progress: Progress) -> str:
    """The number of days with an answer."""
    if not progress.days:
        return "No study days yet."
    number, first = len(progress.days), progress.days[0].day
    if number == 1:
        return f"You studied on {day(first, progress.today)}."
    return f"You have studied on {number} days since {day(first, progress.today)}."


def last_day(progress: Progress) -> str:
    """The latest day with an answer: `You studied on November 29.`"""
    if not progress.days:
        return "No study days yet."
    return f"You studied on {day(progress.days[-1].day, progress.today)}."


def minutes(progress: Progress) -> str:
    """How long a day of learning took."""
    timed = [worked.seconds / _MINUTE for worked in progress.days if worked.timed]
    if not timed:
        return "No answer times recorded."
    typical, longest = took(sum(timed) / len(timed)), took(max(timed))
    if longest == LITTLE:
        return f"Each study day took {LITTLE}."
    return (
        f"A typical study day took {'' if typical == LITTLE else 'about '}{typical}; the longest"
        " was"
        f" {longest}."
    )


# -- sure but wrong --------------------------------------------------------------------------------


def listed(progress: Progress, voice: Voice) -> tuple[ConfidentError, ...]:
    """The cards that the page lists: confident errors, or without figures what to look at again."""
    return progress.sure if voice.has_figures else progress.again


def sure(progress: Progress, voice: Voice) -> str:
    """The sentence above the list."""
    if not voice.has_figures and progress.again:
        return "These are worth another look."
    if voice.has_figures and progress.sure:
        return f"{count(len(progress.sure), 'confident error')}. Review these first."
    if progress.asked_sure or not voice.has_figures:
        return voice.sure_none
    return "To find confident errors, turn on Confidence when you start a quiz."


def about_error(error: ConfidentError, today: date, voice: Voice) -> str:
    """The day of a confident error, how often it was made, and whether it was correct since."""
    on = day(error.day, today)
    if not voice.has_figures:
        return on
    times = f", {error.times} times" if error.times > 1 else ""
    return f"{on}{times}, {'correct since' if error.right_since else 'still missed'}"
