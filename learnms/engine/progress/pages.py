"""The pages of progress as documents, and their names."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.engine.document import (
    Bar,
    BarChart,
    Column,
    ColumnChart,
    Fold,
    Paragraph,
    Picture,
    Range,
    RangeChart,
    Rows,
)
from learnms.engine.forecast import wording as forecast_wording
from learnms.engine.progress import overview, wording
from learnms.engine.quiz.wording import MODES
from learnms.engine.wording import LOADING, count, day, short_day, took

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from learnms.analysis.stats.histogram import Slot
    from learnms.analysis.stats.recall import Share
    from learnms.engine.document import Document
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.progress.progress import Progress
    from learnms.engine.voice import Voice

NUMBERS = "Numbers"
_LATEST_DAYS, _MINUTE_DAYS = 14, 30
_WEEK, _FORTNIGHT, _MONTH = 7, 14, 30


def names(voice: Voice) -> dict[str, str]:
    """The pages in order, with their names; a patient has those without scores."""
    pages = {
        "overview": "Overview",
        "retention": "Retention",
        "calibration": "Calibration",
        "cards": "Cards",
        "calendar": "Calendar",
        "forecast": "Forecast",
        "confidence": "Confidence",
        "quizzes": "Quizzes",
    }
    if voice.has_figures:
        return pages
    return {"overview": "Overview", "cards": "Cards", "confidence": voice.sure}


def page(
    name: str, progress: Progress | None, outlooks: Mapping[int, Forecast | str], voice: Voice
) -> Document:
    """A page; `progress` is None while it loads, and `outlooks` may be incomplete.

    A string instead of a forecast says why there is none.
    """
    if name == "forecast":
        return _forecast(outlooks, voice)
    if progress is None:
        return (Paragraph(LOADING, "quiet"),)
    match name:
        case "overview":
            return overview.overview(progress, outlooks, voice)
        case "retention":
            return _retention(progress)
        case "calibration":
            return _calibration(progress)
        case "cards":
            return _cards(progress) if voice.has_figures else (overview.known(progress),)
        case "calendar":
            return _calendar(progress, voice)
        case "confidence":
            return _confidence(progress, voice)
        case _:
            return _quizzes(progress)


# -- retention and calibration ---------------------------------------------------------------------


def _retention(progress: Progress) -> Document:
    whole = overview.retention(progress)
    if not progress.overall.is_enough:
        return (whole._replace(sentence=wording.recall(progress)[0]),)
    blocks = [whole._replace(sentence=" ".join(wording.recall(progress)))]
    for group in progress.groups:
        rows = wording.named_rows(group, progress.today)
        if rows:
            chart = RangeChart(tuple(_range(name, share) for name, share in rows))
            notes = (wording.order(group, progress.today), wording.left_out(group))
            sentence = " ".join(filter(None, notes))
            title = wording.GROUP_WORDS[group.by]
            blocks.append(Picture(title, chart=chart, sentence=sentence))
    thin = (Paragraph("No week, topic or deck has enough reviews yet."),) * (len(blocks) == 1)
    return (*blocks, *thin, Paragraph(wording.RECALL_NOTE, "quiet"))


def _range(name: str, share: Share) -> Range:
    words, brief = wording.share(share), wording.brief(share)
    if not share.is_enough:
        return Range(name, 1.0, None, 1.0, words, brief)
    low, high = share.interval
    return Range(name, low, share.rate, high, words, brief)


def _calibration(progress: Progress) -> Document:
    calibration = progress.calibration
    sentences = wording.predictions(calibration)
    if calibration is None:
        return (Picture("Calibration", sentence=sentences[0]),)
    ranges = tuple(
        Range(
            f"predicted {predicted}%",
            bin_.share.interval[0],
            bin_.share.rate,
            bin_.share.interval[1],
            wording.share(bin_.share),
            wording.brief(bin_.share),
            bin_.predicted,
            bin_.is_off,
        )
        for bin_, predicted in zip(calibration.bins, wording.predicted_in(calibration), strict=True)
    )
    advice = (Paragraph(wording.FIT_ADVICE, "strong"),) * wording.needs_fit(calibration)
    table = Rows(wording.bins(calibration), wording.BIN_HEADS, "<>>>><")
    sums = [Paragraph(text) for text in wording.calibration_numbers(progress)]
    return (
        Picture("Calibration", chart=RangeChart(ranges), sentence=sentences[0]),
        *advice,
        Paragraph(sentences[1]),
        Fold(NUMBERS, (table, *sums)),
    )


# -- cards -----------------------------------------------------------------------------------------


def _cards(progress: Progress) -> Document:
    memories = progress.memories
    states = tuple(
        Bar(wording.STATE_WORDS[state][0], number, str(number))
        for state, number in memories.states.items()
    )
    total = sum(memories.states.values())
    whole = Picture("Cards by state", f"{total:,}", " cards", BarChart(states))
    meanings = Fold("What the states mean", (Rows(tuple(wording.STATE_WORDS.values())),))
    if not memories.learned:
        return whole, meanings
    return (
        whole,
        Picture(
            "Recall today",
            chart=_histogram(memories.recall, wording.recall_slot),
            sentence=wording.known_now(memories),
        ),
        Picture(
            "Stability",
            chart=_histogram(memories.stability, wording.stability_slot),
            sentence=wording.stability(memories),
        ),
        meanings,
    )


def _histogram(slots: Sequence[Slot], name: Callable[[float, float], str]) -> BarChart:
    return BarChart(
        tuple(Bar(name(slot.low, slot.high), slot.number, str(slot.number)) for slot in slots)
    )


# -- days ------------------------------------------------------------------------------------------


def _calendar(progress: Progress, voice: Voice) -> Document:
    days = overview.study_days(progress, voice)
    if not progress.days or not voice.has_figures:
        return (days,)
    days = days._replace(sentence=wording.days(progress))
    rows = tuple(
        (
            short_day(worked.day, progress.today),
            count(worked.answers, "answer"),
            took(worked.seconds / 60) if worked.timed else "",
        )
        for worked in progress.days[-_LATEST_DAYS:]
    )
    numbers = Fold(NUMBERS, (Rows(rows, align="<><"),))
    if not any(worked.timed for worked in progress.days):
        return days, Paragraph(wording.minutes(progress)), numbers
    seconds: dict[int, float] = {
        (progress.today - worked.day).days: worked.seconds for worked in progress.days
    }
    columns = tuple(Column(seconds.get(back, 0.0) / 60) for back in range(_MINUTE_DAYS - 1, -1, -1))
    first = progress.today - timedelta(days=_MINUTE_DAYS - 1)
    below = ((0, short_day(first, progress.today)), (_MINUTE_DAYS - 1, "today"))
    minutes = Picture(
        "Minutes a day", chart=ColumnChart(columns, below), sentence=wording.minutes(progress)
    )
    return days, minutes, numbers


# -- ahead -----------------------------------------------------------------------------------------


def _forecast(outlooks: Mapping[int, Forecast | str], voice: Voice) -> Document:
    blocks: list[Picture | Fold] = []
    for span, title in forecast_wording.SPANS.items():
        outlook, is_near = outlooks.get(span), span <= _MONTH
        picture = overview.forecast(outlook, voice, title, each=1 if is_near else _FORTNIGHT)
        if outlook is None or isinstance(outlook, str) or not voice.has_figures:
            blocks.append(picture)
            continue
        rows = forecast_wording.numbers(outlook, _WEEK if is_near else _MONTH, voice)
        blocks += [
            picture._replace(figure="", beside="", sentence=forecast_wording.ahead(outlook, voice)),
            Fold(NUMBERS, (Rows(rows),)),
        ]
    return tuple(blocks)


# -- confidence and quizzes ------------------------------------------------------------------------


def _confidence(progress: Progress, voice: Voice) -> Document:
    rows = tuple(
        (error.prompt, wording.about_error(error, progress.today, voice))
        for error in wording.listed(progress, voice)
    )
    sentence = Paragraph(wording.sure(progress, voice), "strong")
    return (sentence, Rows(rows)) if rows else (sentence,)


def _quizzes(progress: Progress) -> Document:
    if not progress.quizzes:
        return (Picture("Quizzes", sentence="No finished quizzes yet."),)
    latest, scores = progress.quizzes[0], progress.quizzes[::-1]
    bars = tuple(
        Bar(short_day(score.on, progress.today), score.percent / 100, f"{score.percent:.0f}%")
        for score in scores
    )
    rows = tuple(
        (
            day(score.on, progress.today),
            MODES[score.mode],
            count(score.questions, "question"),
            f"{score.points:g} of {score.max_points:g} points",
            f"{score.percent:.0f}%",
        )
        for score in scores
    )
    chart = BarChart(bars, most=1.0)
    picture = Picture(
        "Quiz scores", f"{latest.percent:.0f}%", " latest", chart, wording.quizzes(scores)
    )
    return picture, Fold(NUMBERS, (Rows(rows, align="<<>>>"),))
