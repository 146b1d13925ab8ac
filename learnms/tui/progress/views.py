"""The progress pages as lines: each chart under its heading, with a sentence that says what it
means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.forecast import wording as forecast_wording
from learnms.engine.optimize.wording import SUGGESTION
from learnms.engine.progress import wording
from learnms.engine.voice import NURSE, PATIENT, Voice
from learnms.engine.wording import MONTHS
from learnms.tui.kit.charts import Bar, Bars, Calendar, Height, Heights, Ranged, Ranges, spark
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, labelled, paragraph, plain
from learnms.tui.kit.layout import BLANK, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from learnms.analysis.stats.recall import Share
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.progress.progress import Progress
    from learnms.tui.kit.layout import Entry

PAGES = {
    "overview": "Overview",
    "recall": "Recall",
    "predictions": "Predictions",
    "cards": "Cards",
    "days": "Days",
    "ahead": "Ahead",
    "sure": NURSE.sure,
}
"""The pages and their names."""
PATIENT_PAGES = {
    "overview": "Overview",
    "cards": "Cards",
    "days": "Days",
    "ahead": "Ahead",
    "sure": PATIENT.sure,
}

WAITING = "Calculating…"
_LABEL = 16
_DAYS_SHOWN = 30
_MONTH, _FORTNIGHT = 30, 14


def _headed(heading: str, sentences: Sequence[str], *charts: Entry, note: str = "") -> list[Entry]:
    """A chart under its heading and sentences, with a quiet note below."""
    entries: list[Entry] = [BLANK, *paragraph(heading, BOLD)]
    for sentence in sentences:
        entries += paragraph(sentence) if sentence else []
    if charts:
        entries += [BLANK, *charts]
    return [*entries, *(paragraph(note, QUIET) if note else [])]


def _labelled(label: str, text: str) -> Text:
    return labelled(label, plain(text), _LABEL)


def overview(progress: Progress, ahead: Mapping[int, Forecast | str], voice: Voice) -> list[Entry]:
    """The most important figures in a few lines."""
    entries: list[Entry] = [BLANK]
    for index, sentence in enumerate(wording.recall(progress, voice)):
        entries += paragraph(sentence, "" if index else BOLD)
    if voice.has_figures:
        entries += paragraph(wording.predictions(progress.calibration)[0])
    if voice.has_figures and progress.suggests_fit:
        entries += paragraph(f"{SUGGESTION}: press o.", ACCENT)
    entries += [
        BLANK,
        _labelled(
            "Cards",
            wording.cards(progress.memories)
            if voice.has_figures
            else wording.known_words(progress.memories),
        ),
    ]
    if voice.has_figures and progress.memories.learned:
        entries.append(_labelled("", wording.known_now(progress.memories)))
    if progress.quizzes:
        entries.append(_labelled("Quizzes", wording.quizzes(progress)))
    entries += [
        BLANK,
        _labelled("Days", wording.days(progress)),
        _labelled("", wording.minutes(progress)),
    ]
    entries += [BLANK, *_glance_ahead(ahead.get(_MONTH))]
    if wording.listed(progress, voice):
        entries += [BLANK, _labelled(voice.sure, wording.sure(progress, voice))]
    return entries


def _glance_ahead(outlook: Forecast | str | None) -> list[Entry]:
    if outlook is None or isinstance(outlook, str):
        return [_labelled("Next 30 days", outlook or WAITING)]
    picture = spark([day.reviews for day in outlook.days])
    return [
        _labelled("Next 30 days", picture),
        _labelled("", forecast_wording.minutes_a_day(outlook.minutes_per_day)),
    ]


# -- recall ----------------------------------------------------------------------------------------


def recall(progress: Progress) -> list[Entry]:
    """Actual recall, by week and by other groups."""
    entries = _headed("Retention", wording.recall(progress, NURSE))
    for group in progress.groups:
        rows = wording.named_rows(group, progress.today)
        if not rows:
            continue
        ranges = tuple(_ranged(name, share) for name, share in rows)
        entries += _headed(
            wording.GROUP_WORDS[group.by],
            [wording.order(group, progress.today)],
            Ranges(ranges),
            note=wording.left_out(group),
        )
    return (
        [*entries, BLANK, *paragraph(wording.RECALL_NOTE, QUIET)]
        if progress.overall.is_enough
        else entries
    )


def _ranged(name: str, share: Share) -> Ranged:
    low, high = share.interval if share.is_enough else (1.0, 1.0)
    return Ranged(
        name,
        low,
        share.rate if share.is_enough else None,
        high,
        wording.share(share),
        wording.brief(share),
    )


# -- predictions -----------------------------------------------------------------------------------


def predictions(progress: Progress) -> list[Entry]:
    """Predicted against actual recall, the gap, and the log loss."""
    calibration = progress.calibration
    entries = _headed("Calibration: predicted and actual recall", wording.predictions(calibration))
    if calibration is None:
        return entries
    rows = tuple(
        Ranged(
            f"predicted {predicted} %",
            slot.share.interval[0],
            slot.share.rate,
            slot.share.interval[1],
            wording.brief(slot.share),
            wording.brief(slot.share),
            slot.predicted,
            slot.is_off,
        )
        for slot, predicted in zip(calibration.bins, wording.predicted_in(calibration), strict=True)
    )
    meaning = "│ predicted, ● actual, ─ its 95 % CI, ! outside"
    entries += [BLANK, Ranges(rows), *paragraph(meaning, QUIET)]
    entries += _headed(
        "Numbers",
        [wording.gap(calibration), wording.log_losses(calibration), wording.worked_out(progress)],
    )
    if wording.needs_fit(calibration):
        entries += [BLANK, *paragraph("Press o to optimize your FSRS parameters.", BOLD)]
    return entries


# -- cards -----------------------------------------------------------------------------------------


def cards(progress: Progress, voice: Voice) -> list[Entry]:
    """Cards by state, and the distributions of stability and recall."""
    memories = progress.memories
    if not voice.has_figures:
        bars = tuple(
            Bar(name, memories.states[state], wording.known_share(memories, state))
            for state, name in wording.PATIENT_STATES.items()
        )
        return _headed("Your cards", [wording.known_words(memories)], Bars(bars))
    states = tuple(
        Bar(wording.STATE_WORDS[state][0], number, str(number))
        for state, number in memories.states.items()
    )
    meanings = "; ".join(f"{name}: {meaning}" for name, meaning in wording.STATE_WORDS.values())
    entries = _headed(
        "Cards by state",
        [wording.cards(memories)],
        Bars(states),
        note=f"{meanings[:1].upper()}{meanings[1:]}.",
    )
    if not memories.learned:
        return entries
    recalls = tuple(
        Bar(wording.recall_slot(slot.low, slot.high), slot.number, str(slot.number))
        for slot in memories.recall
    )
    stabilities = tuple(
        Bar(wording.stability_slot(slot.low, slot.high), slot.number, str(slot.number))
        for slot in memories.stability
    )
    entries += _headed("Recall today", [wording.known_now(memories)], Bars(recalls))
    return entries + _headed("Stability", [wording.stability(memories)], Bars(stabilities))


# -- days ------------------------------------------------------------------------------------------


def days(progress: Progress) -> list[Entry]:
    """Days with answers, and minutes a day."""
    answers = {worked.day: worked.answers for worked in progress.days}
    entries = _headed("Days", [wording.days(progress)], Calendar(answers, progress.today))
    if not any(worked.timed for worked in progress.days):
        return entries + _headed("Minutes", [wording.minutes(progress)])
    seconds: dict[int, float] = {
        (progress.today - worked.day).days: worked.seconds for worked in progress.days
    }
    columns = tuple(Height(seconds.get(back, 0.0) / 60) for back in range(_DAYS_SHOWN - 1, -1, -1))
    below = ((0, "30 days ago"), (_DAYS_SHOWN - 5, "today"))
    return entries + _headed("Minutes a day", [wording.minutes(progress)], Heights(columns, below))


# -- ahead -----------------------------------------------------------------------------------------


def ahead(outlooks: Mapping[int, Forecast | str], voice: Voice) -> list[Entry]:
    """The forecast of the days ahead."""
    entries: list[Entry] = []
    for span, heading in forecast_wording.SPANS.items():
        outlook = outlooks.get(span)
        if outlook is None or isinstance(outlook, str):
            entries += _headed(heading, [outlook or WAITING])
        else:
            columns = _columns(outlook, span, voice)
            entries += _headed(
                heading,
                [forecast_wording.ahead(outlook, voice)],
                *columns,
                note=_meaning(span, voice),
            )
    return entries


def _columns(outlook: Forecast, span: int, voice: Voice) -> list[Entry]:
    stretches = forecast_wording.stretches(outlook, 1 if span <= _MONTH else _FORTNIGHT)
    columns = tuple(
        Height(stretch.reviews, stretch.low, stretch.high)
        if voice.has_figures
        else Height(stretch.reviews)
        for stretch in stretches
    )
    below = _weeks(stretches) if span <= _MONTH else _months(stretches)
    return [Heights(columns, below, height=6)] if any(stretch.high for stretch in stretches) else []


def _weeks(stretches: list[forecast_wording.Stretch]) -> tuple[tuple[int, str], ...]:
    return tuple(
        (index, f"{stretch.first.day} {MONTHS[stretch.first.month - 1][:3]}")
        for index, stretch in enumerate(stretches)
        if index % 7 == 0
    )


def _months(stretches: list[forecast_wording.Stretch]) -> tuple[tuple[int, str], ...]:
    months = [stretch.first.month for stretch in stretches]
    return tuple(
        (index, MONTHS[month - 1][:3])
        for index, month in enumerate(months)
        if not index or month != months[index - 1]
    )


def _meaning(span: int, voice: Voice) -> str:
    each = "Cards by day" if span <= _MONTH else "Cards a day, by fortnight"
    if not voice.has_figures:
        return f"{each}."
    return f"{each}. Chance of at least this many: █ 90 %, ▒ 50 %, ░ 10 %."
