"""The pictures of the overview, and the pages as documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from learnms.analysis.stats.daily import Worked
from learnms.analysis.stats.recall import Share
from learnms.engine.document import BarChart, CalendarChart, ColumnChart, Fold, Picture, StepChart
from learnms.engine.forecast.forecast import Day, Forecast
from learnms.engine.progress.groups import Group, GroupRow
from learnms.engine.progress.overview import WAITING, overview
from learnms.engine.progress.pages import names, page
from learnms.engine.progress.progress import STATES, Memories, Progress, QuizScore
from learnms.engine.voice import NURSE, PATIENT
from learnms.tui.home.panels import studied

if TYPE_CHECKING:
    from learnms.engine.document import Document

TODAY = date(2026, 11, 29)
MONDAY = date(2026, 11, 23)


def progress_of(*weeks: tuple[int, int], topics: tuple[tuple[int, int], ...] = ()) -> Progress:
    """A progress of some weeks, the last of them this one: answers and how many were right."""
    rows = tuple(
        GroupRow((MONDAY - timedelta(weeks=back)).isoformat(), "", Share(n, right))
        for back, (n, right) in zip(range(len(weeks) - 1, -1, -1), weeks, strict=True)
    )
    by_topic = tuple(
        GroupRow(f"t{at}", f"Topic {at}", Share(*counts)) for at, counts in enumerate(topics)
    )
    others = (Group(by, ()) for by in ("maturity", "deck", "kind"))
    n, right = (sum(column) for column in zip((0, 0), *weeks, strict=True))
    return Progress(
        today=TODAY,
        decks=(),
        answers=n,
        overall=Share(n, right),
        recent=Share(n, right),
        groups=(Group("week", rows), Group("topic", by_topic), *others),
        calibration=None,
        worked_out=0,
        memories=Memories(dict.fromkeys(STATES, 0), (), (), 0, 0.0, None),
        days=(),
        sure=(),
        again=(),
        asked_sure=False,
        goal=0.9,
        suggests_fit=False,
    )


def pictures(document: Document) -> dict[str, Picture]:
    return {block.title: block for block in document if isinstance(block, Picture)}


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        (((30, 20), (30, 28), (30, 29), (30, 27)), "Above your goal for three weeks."),
        (((30, 29), (30, 20)), "Below your goal this week."),
        (((30, 20), (30, 20), (2, 2)), "Below your goal for two weeks."),
        (((30, 30), (30, 20), (2, 2)), "Below your goal when last measured."),
        (((10, 9), (10, 9), (10, 9)), "Too few reviews per week."),
    ],
)
def test_retention_says_how_long_the_goal_has_been_reached(
    weeks: tuple[tuple[int, int], ...], said: str
) -> None:
    picture = pictures(overview(progress_of(*weeks), {}, NURSE))["Retention"]

    assert picture.sentence == said
    assert isinstance(picture.chart, StepChart)
    assert len(picture.chart.steps) == len(weeks)


def test_retention_below_the_scale_widens_it() -> None:
    chart = pictures(overview(progress_of((40, 21)), {}, NURSE))["Retention"].chart

    assert isinstance(chart, StepChart)
    assert chart.least == 0.5


def test_with_too_little_each_picture_says_what_is_needed() -> None:
    shown = pictures(overview(progress_of((13, 10)), {}, NURSE))

    assert [picture.chart for picture in shown.values()] == [None] * 4
    assert [picture.sentence for picture in shown.values()] == [
        "7 more repeat reviews needed.",
        "No study days yet.",
        WAITING,
        "A topic needs 20 repeat reviews.",
    ]
    assert all(len(picture.sentence) <= 33 for picture in shown.values())


def test_study_days_are_those_since_the_first_as_on_the_home_screen() -> None:
    days = tuple(Worked(TODAY - timedelta(days=back), 10, 1, 60.0) for back in (100, 3, 1, 0))
    picture = pictures(overview(replace(progress_of(), days=days), {}, NURSE))["Study days"]

    assert f"{picture.figure}{picture.beside}" == "4 of 101 days"
    assert studied({day.day: day.answers for day in days}, TODAY) == "4 of 101"
    assert picture.sentence == "10 answers, 1 minute a day."
    assert isinstance(picture.chart, CalendarChart)


def outlook(reviews: float) -> Forecast:
    days = tuple(
        Day(TODAY + timedelta(days=at), reviews, reviews, 2 * reviews, 9.0) for at in range(30)
    )
    return Forecast(days, 9.0, reviews, reviews)


def test_the_forecast_counts_cards_from_zero() -> None:
    picture = pictures(overview(progress_of(), {30: outlook(24.0)}, NURSE))["Forecast"]

    assert (picture.figure, picture.sentence) == ("24", "About 9 minutes a day.")
    assert isinstance(picture.chart, ColumnChart)
    assert [column.high for column in picture.chart.columns] == [None] * 30
    assert [word for _, word in picture.chart.below] == ["Nov 29", "Dec 13", "Dec 27"]


def test_its_page_has_what_may_be_and_a_table() -> None:
    near, numbers, _ = page("forecast", None, {30: outlook(24.0), 365: "No."}, NURSE)

    assert isinstance(near, Picture)
    assert isinstance(near.chart, ColumnChart)
    assert near.chart.columns[0].high == 48
    assert isinstance(numbers, Fold)


def test_topics_are_the_weakest_first_against_the_goal() -> None:
    topics = tuple((20, right) for right in (20, 19, 18, 12, 16, 20, 20, 20))
    picture = pictures(overview(progress_of((160, 145), topics=topics), {}, NURSE))["Topics"]

    assert isinstance(picture.chart, BarChart)
    assert [bar.words for bar in picture.chart.bars][:3] == ["60%", "80%", "90%"]
    assert (len(picture.chart.bars), picture.chart.goal) == (7, 0.9)
    assert picture.sentence == "2 topics are below your goal."


def test_a_patient_has_words_in_place_of_figures() -> None:
    topics = ((20, 19), (20, 15), (20, 8))
    document = overview(progress_of((60, 42), topics=topics), {}, PATIENT)

    assert "%" not in repr(document)
    chart = pictures(document)["Topics"].chart
    assert isinstance(chart, BarChart)
    assert chart.goal is None
    assert [bar.words for bar in chart.bars] == ["look again", "coming along", "stays"]
    assert names(PATIENT).keys() == {"overview", "cards", "confidence"}


def test_a_patient_counts_neither_days_missed_nor_cards_to_come() -> None:
    days = tuple(Worked(TODAY - timedelta(days=back), 10, 1, 60.0) for back in (30, 3))
    progress, outlooks = replace(progress_of(), days=days), {30: outlook(24.0), 365: outlook(3.0)}
    shown = pictures(overview(progress, outlooks, PATIENT))

    assert shown["Study days"].sentence.startswith("You last studied on November ")
    assert shown["Forecast"].sentence == "About 9 minutes a day."
    assert not any(shown[name].figure for name in ("Study days", "Forecast"))
    assert shown["Forecast"].chart is None
    assert "24" not in repr(page("forecast", None, outlooks, PATIENT))
    assert len(page("calendar", progress, {}, PATIENT)) == 1, "no table of answers"


def test_quiz_scores_stand_by_date_the_latest_last() -> None:
    scores = tuple(
        QuizScore(TODAY - timedelta(days=back), "tutor", 10, points, 20.0)
        for back, points in ((1, 15.0), (5, 10.0))
    )
    picture, numbers = page("quizzes", replace(progress_of(), quizzes=scores), {}, NURSE)

    assert isinstance(picture, Picture)
    assert isinstance(picture.chart, BarChart)
    assert [(bar.name, bar.words) for bar in picture.chart.bars] == [
        ("Nov 24", "50%"),
        ("Nov 28", "75%"),
    ]
    assert (picture.figure, picture.sentence) == ("75%", "Average of 2 quizzes: 62%.")
    assert isinstance(numbers, Fold)
    assert "Practice" in repr(numbers)
    assert "tutor" not in repr(numbers)
