"""The figures of the progress page, from real database files."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest

from learnms.analysis.stats.calibration import calibration
from learnms.analysis.stats.recall import Share
from learnms.engine.forecast import wording as ahead_words
from learnms.engine.forecast.forecast import Day, Forecast
from learnms.engine.home.home import home_view
from learnms.engine.progress import wording as words
from learnms.engine.progress.groups import Group, GroupRow
from learnms.engine.progress.progress import Progress, gather, look_ahead
from learnms.engine.voice import NURSE
from learnms.engine.workspace import Workspace
from learnms.errors import StoreError
from learnms.settings import Settings, write_settings
from learnms.store.log.writer import nth
from learnms.store.read.sums import SUMS_VERSION
from learnms.study.event import Draft, Part
from tests.conftest import NOW, Clock
from tests.engine.quiz.helpers import answered, begun
from tests.factories.answers import Outcome, predicted
from tests.factories.log import Learner

TODAY = date(2026, 11, 22)
Decks = Callable[..., Workspace]


def deck_text(ident: str, title: str, cards: dict[str, str | None], audience: str = "nurse") -> str:
    """A deck of flashcards, each with its topic; topics are called by their keys in capitals."""
    topics = sorted({topic for topic in cards.values() if topic})
    head = f"deck: {title}\nid: {ident}\naudience: [{audience}]\n"
    head += (
        "topics:\n" + "".join(f"  {topic}: {topic.upper()}\n" for topic in topics) if topics else ""
    )
    text = head + "sources:\n  book: {title: The book, revised: 2025-01}\ncards:\n"
    for card, topic in cards.items():
        text += (
            f"  - id: {card}\n    ask: What is {card}?\n    answer: Something.\n    source: book"
            " §1\n    checked: 2026-11-22\n"
        )
        text += f"    topic: {topic}\n" if topic else ""
    return text


ONE = {f"one-{at:02}": "doses" if at % 2 else "times" for at in range(10)}
TWO: dict[str, str | None] = {f"two-{at:02}": None for at in range(6)}
FOR_PATIENTS: dict[str, str | None] = {"plain-01": None}


@pytest.fixture
def make_workspace(tmp_path: Path, clock: Clock) -> Iterator[Decks]:
    """Workspaces on two decks for nurses and one for patients."""
    opened: list[Workspace] = []

    def make(who: str = "student", **texts: str) -> Workspace:
        library = tmp_path / "library"
        library.mkdir(exist_ok=True)
        files = {
            "one": deck_text("one", "Deck one", dict(ONE)),
            "two": deck_text("two", "Deck two", TWO),
            "plain": deck_text("plain", "In plain words", FOR_PATIENTS, "patient"),
            **texts,
        }
        for name, text in files.items():
            (library / f"{name}.yaml").write_text(text, "utf-8")
        write_settings(tmp_path / "home", Settings(who=who))
        opened.append(Workspace(tmp_path / "home", [str(library)], clock))
        return opened[-1]

    yield make
    for workspace in opened:
        workspace.close()


def studied(
    workspace: Workspace,
    *parts: Part,
    days: int = 60,
    noted: bool = True,
    true: Callable[[float], float] = float,
) -> None:
    """A history of these parts until yesterday."""
    store = workspace.open_store()
    store.import_events(
        Learner(parts, TODAY, days, 2, noted=noted, true_recall=true).events(store.learner_id),
        checked=True,
    )


def parts_of(cards: dict[str, str | None] | dict[str, str]) -> list[Part]:
    return [Part(card) for card in cards]


def review(card: str, rating: int = 3, **more: object) -> Draft:
    # the caller names fields
    return Draft(kind="review", card=card, rating=rating, target=0.9, **more)  # type: ignore[arg-type]


def shares(progress: Progress, by: str) -> dict[str, int]:
    return {row.key: row.share.n for row in progress.group(by).rows}


# -- nothing yet -----------------------------------------------------------------------------------


def test_before_the_first_answer_there_is_nothing_but_new_cards(make_workspace: Decks) -> None:
    progress = gather(make_workspace())

    assert progress.overall == Share()
    assert progress.calibration is None
    assert progress.memories.states == {
        "new": 16,
        "learning": 0,
        "young": 0,
        "mature": 0,
        "suspended": 0,
        "orphan": 0,
    }
    assert progress.memories.median_stability is None
    assert (progress.days, progress.sure, progress.answers) == ((), (), 0)
    assert all(not group.rows for group in progress.groups)


def test_what_is_new_is_what_the_learner_is_offered(make_workspace: Decks) -> None:
    assert gather(make_workspace("patient")).memories.states["new"] == 1
    assert gather(make_workspace("instructor")).memories.states["new"] == 17


# -- recall ----------------------------------------------------------------------------------------


def test_the_first_answer_of_a_later_day_counts_and_nothing_else(
    make_workspace: Decks, clock: Clock
) -> None:
    workspace = make_workspace()
    store = workspace.open_store()
    store.append([review("one-00"), review("one-01")])
    clock.forward(days=3)
    store.append([review("one-00", 1), review("one-00", 3), review("two-00")])
    store.append([Draft(kind="practice", card="one-01", rating=1), review("one-01", 1)])
    clock.forward(days=6)
    store.append([review("one-01", 2)])

    progress = gather(workspace)

    assert progress.overall == Share(2, 1)
    assert progress.answers == 8
    assert shares(progress, "deck") == {"one": 2}
    assert shares(progress, "topic") == {"one/times": 1, "one/doses": 1}
    assert [row.name for row in progress.group("topic").rows] == ["DOSES", "TIMES"]
    assert shares(progress, "week") == {"2026-11-23": 1, "2026-11-30": 1}


def test_taken_back_answers_do_not_count(make_workspace: Decks, clock: Clock) -> None:
    workspace = make_workspace()
    store = workspace.open_store()
    store.append([review("one-00")])
    clock.forward(days=3)
    store.append([review("one-00", 1)])
    store.undo(clock.at.date())

    assert gather(workspace).overall == Share()


def test_groups_add_up_to_the_whole(make_workspace: Decks) -> None:
    workspace = make_workspace()
    studied(workspace, *parts_of(ONE), *parts_of(TWO))

    progress = gather(workspace)

    assert progress.overall.n > 40
    for group in progress.groups:
        assert sum(row.share.n for row in group.rows) == progress.overall.n, group.by
        assert sum(row.share.right for row in group.rows) == progress.overall.right, group.by
    assert set(shares(progress, "deck")) == {"one", "two"}
    assert set(shares(progress, "topic")) == {"one/doses", "one/times", ""}
    assert set(shares(progress, "maturity")) <= {"young", "mature"}
    assert progress.recent.n < progress.overall.n


def test_some_decks_alone(make_workspace: Decks) -> None:
    workspace = make_workspace()
    studied(workspace, *parts_of(ONE), *parts_of(TWO))
    whole, first, second = gather(workspace), gather(workspace, ["one"]), gather(workspace, ["two"])

    assert first.decks == ("Deck one",)
    assert shares(first, "deck").keys() == {"one"}
    assert first.overall.n + second.overall.n == whole.overall.n
    assert sum(first.memories.states.values()) == 10
    assert first.answers + second.answers == whole.answers
    assert gather(workspace, ["plain"]).memories.states["new"] == 1, (
        "a deck that is named is shown to everybody"
    )


# -- predictions -----------------------------------------------------------------------------------


def test_predictions_are_checked_and_the_same_where_they_have_to_be_worked_out(
    make_workspace: Decks,
) -> None:
    noted = make_workspace()
    studied(noted, *parts_of(ONE), *parts_of(TWO), days=120)
    before = gather(noted)
    noted.close()
    shutil.rmtree(noted.home_folder)
    bare = make_workspace()
    studied(bare, *parts_of(ONE), *parts_of(TWO), days=120, noted=False)
    after = gather(bare)

    assert before.calibration is not None
    assert after.calibration is not None
    assert (before.worked_out, after.worked_out) == (0, after.overall.n)
    assert after.overall == before.overall
    assert after.calibration.log_loss == pytest.approx(before.calibration.log_loss, rel=1e-9)
    assert after.calibration.predicted == pytest.approx(before.calibration.predicted, rel=1e-9)


def test_a_learner_who_forgets_more_is_told_so(make_workspace: Decks) -> None:
    workspace = make_workspace()
    studied(
        workspace, *parts_of(ONE), *parts_of(TWO), days=200, true=lambda predicted: predicted - 0.25
    )

    measured = gather(workspace).calibration

    assert measured is not None
    assert measured.matters
    assert words.needs_fit(measured)
    assert "too late" in words.predictions(measured)[0]


def outcomes(*bins: tuple[float, int, int]) -> list[Outcome]:
    """Answers with a prediction each: how many were remembered, and how many not."""
    return [
        Outcome(recall, number < right)
        for recall, right, wrong in bins
        for number in range(right + wrong)
    ]


@pytest.mark.parametrize(
    ("answers", "fits", "said"),
    [
        (
            outcomes(*[(0.9, 45, 5)] * 5),
            True,
            "Predicted 90%, actual 90%. Predictions are accurate.",
        ),
        (
            outcomes((0.70, 45, 5), (0.86, 43, 7), (0.88, 44, 6), (0.97, 42, 8), (0.98, 43, 7)),
            False,
            (
                "Predicted 88%, actual 87%. Accurate on average, but too high for cards predicted"
                " at 97–98% and too low for cards predicted at 70%."
            ),
        ),
        (
            outcomes(*[(0.9, 35, 15)] * 5),
            False,
            "Predicted 90%, actual 70%. Cards come back too late.",
        ),
    ],
)
def test_predictions_fit_only_where_nothing_speaks_against_them(
    answers: list[Outcome], fits: bool, said: str
) -> None:
    measured = calibration(predicted(answers))

    assert measured is not None
    assert measured.fits is fits
    assert words.predictions(measured)[0] == said
    assert "as is usual" not in words.predictions(measured)[1] or fits


# -- cards -----------------------------------------------------------------------------------------


def test_each_card_is_in_one_state(make_workspace: Decks, clock: Clock) -> None:
    workspace = make_workspace()
    store = workspace.open_store()
    store.append(
        [
            review(card, 4)
            for card in ("one-00", "one-01", "one-02", "two-00", "two-01", "gone-away")
        ]
    )
    clock.forward(days=8)
    store.append(
        [
            review("one-00"),
            review("one-01", 4),
            Draft(kind="suspend", card="two-00"),
            Draft(kind="bury", card="two-01"),
        ]
    )
    clock.forward(days=60)
    store.append(
        [
            review("one-01", 4),
            Draft(kind="suspend", card="one-09"),
            Draft(kind="suspend", card="gone-away"),
        ]
    )

    memories = gather(workspace).memories

    assert memories.states == {
        "new": 10,
        "learning": 2,
        "young": 0,
        "mature": 2,
        "suspended": 2,
        "orphan": 1,
    }
    assert memories.learned == 4
    assert (
        sum(slot.number for slot in memories.stability)
        == sum(slot.number for slot in memories.recall)
        == 4
    )
    assert 0 < memories.known_now < 4
    assert memories.median_stability is not None


# -- days ------------------------------------------------------------------------------------------


def test_days_count_answers_and_minutes(make_workspace: Decks, clock: Clock) -> None:
    workspace = make_workspace()
    store = workspace.open_store()
    store.append(
        [
            review("one-00", took_ms=30_000),
            Draft(kind="practice", card="one-01", rating=1, took_ms=30_000),
            review("one-01", 1, ref=nth(1)),
        ]
    )
    clock.forward(days=2)
    store.append([review("two-00")])

    progress = gather(workspace)

    assert [(worked.day, worked.answers, worked.seconds) for worked in progress.days] == [
        (TODAY, 2, 60.0),
        (TODAY + timedelta(days=2), 1, 0.0),
    ]
    assert progress.answers == 3
    assert words.days(progress) == "You have studied on 2 days since November 22."
    assert (
        words.minutes(progress)
        == "A typical study day took about 1 minute; the longest was 1 minute."
    )


# -- sure but wrong --------------------------------------------------------------------------------


def surely(card: str, *, right: bool, **more: object) -> Draft:
    fields = {
        "kind": "practice",
        "rating": 3 if right else 1,
        "points": float(right),
        "max_points": 1.0,
        "confidence": "certain",
    }
    return Draft(card=card, **{**fields, **more})  # type: ignore[arg-type]  # a table of fields


def test_what_was_sure_but_wrong_those_first_that_were_not_right_since(
    make_workspace: Decks, clock: Clock
) -> None:
    workspace = make_workspace()
    store = workspace.open_store()
    store.append(
        [surely("one-00", right=False), surely("one-01", right=False), surely("one-02", right=True)]
    )
    store.append(
        [
            surely("one-03", right=False, confidence="fairly"),
            review("one-03", 1, confidence="certain", points=0.0, max_points=1.0, ref=nth(0)),
        ]
    )
    clock.forward(days=1)
    store.append(
        [surely("one-01", right=False), surely("two-00", right=False), review("one-00", 3)]
    )

    progress = gather(workspace)

    assert [
        (error.part.card, error.times, error.right_since, error.prompt) for error in progress.sure
    ] == [
        ("one-01", 2, False, "What is one-01?"),
        ("two-00", 1, False, "What is two-00?"),
        ("one-00", 1, True, "What is one-00?"),
    ]
    assert progress.sure[0].day == TODAY + timedelta(days=1)
    assert progress.sure[2].day == TODAY
    assert progress.asked_sure


def test_what_is_asked_again_in_one_quiz_counts_once(make_workspace: Decks) -> None:
    workspace = make_workspace()
    store = workspace.open_store()
    for _ in range(2):
        [quiz] = store.append([Draft(kind="session", data={"mode": "quiz"})])
        store.append(
            [surely("one-00", right=False, ref=quiz.id), surely("one-00", right=False, ref=quiz.id)]
        )

    assert [error.times for error in gather(workspace).sure] == [2]


CASE = """\
cases:
  - id: case-one
    title: The first infusion
    story: A person arrives.
    source: book §1
    checked: 2026-11-22
    parts:
      - id: look
        ask: Which one?
        right: Right one
        wrong: [Wrong one, Another one]
"""


def test_a_cases_part_and_a_card_that_went_away_are_named_as_well_as_can_be(
    make_workspace: Decks,
) -> None:
    workspace = make_workspace(two=deck_text("two", "Deck two", TWO) + CASE)
    workspace.open_store().append(
        [
            surely("case-one", right=False, kind="evidence", part="look"),
            surely("gone-away", right=False),
        ]
    )

    progress = gather(workspace)

    assert {(error.prompt, error.is_card) for error in progress.sure} == {
        ("The first infusion, part 1", False),
        ("gone-away", False),
    }
    assert [error.part.card for error in gather(workspace, ["two"]).sure] == ["case-one"]


# -- how it is read --------------------------------------------------------------------------------


def test_sums_of_another_version_are_not_believed(make_workspace: Decks) -> None:
    workspace = make_workspace()
    studied(workspace, *parts_of(ONE), *parts_of(TWO), days=120)
    expected = gather(workspace)
    connection = workspace.queries.opened.connection
    connection.execute("UPDATE progress_sum SET number = number + 7, hits = hits + 7")
    connection.execute("UPDATE part_history SET trials = trials + 7")
    assert gather(workspace) != expected

    connection.execute("UPDATE meta SET value = '0 2026-11-21' WHERE key = 'summed'")
    assert gather(workspace) == expected

    workspace.open_store().rebuild()
    assert connection.execute("SELECT value FROM meta WHERE key = 'summed'").fetchone() == (
        f"{SUMS_VERSION} 2026-11-21",
    )
    assert gather(workspace) == expected


def test_it_is_read_in_a_thread_while_answers_are_written(make_workspace: Decks) -> None:
    workspace = make_workspace()
    studied(workspace, *parts_of(ONE), *parts_of(TWO))
    before = gather(workspace).answers
    store, results = workspace.open_store(), list[Progress]()
    threads = [Thread(target=lambda: results.append(gather(workspace))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for card in TWO:
        store.append([review(card)])
    for thread in threads:
        thread.join()

    assert len(results) == 3
    assert all(before <= progress.answers <= before + len(TWO) for progress in results)
    assert gather(workspace).answers == before + len(TWO)


def test_the_collector_is_on_again_afterwards(make_workspace: Decks) -> None:
    workspace = make_workspace()
    gather(workspace)
    assert gc.isenabled()

    (workspace.home_folder / "learnms.db").unlink()
    with pytest.raises(StoreError):
        gather(workspace)
    assert gc.isenabled()


def test_without_the_writer_it_is_read_too(make_workspace: Decks) -> None:
    first = make_workspace()
    studied(first, *parts_of(ONE))
    second = make_workspace()

    assert second.read_only
    assert gather(second).overall == gather(first).overall


# -- what comes ------------------------------------------------------------------------------------


def test_the_days_ahead_begin_with_what_waits_today(make_workspace: Decks) -> None:
    workspace = make_workspace()
    studied(workspace, *parts_of(ONE), *parts_of(TWO))
    home = home_view(workspace)

    forecast = look_ahead(workspace, 30)

    assert len(forecast.days) == 30
    assert forecast.days[0].on == TODAY
    assert forecast.days[0].reviews == home.due + home.new
    assert ahead_words.ahead(forecast, NURSE).endswith(".")


def forecast_of(*reviews: float, minutes: float = 0.5, spread: float = 3.0) -> Forecast:
    days = tuple(
        Day(TODAY + timedelta(days=number), value, value * 0.5, value * 2, value * minutes)
        for number, value in enumerate(reviews)
    )
    mean = sum(reviews) / len(reviews) if reviews else 0.0
    return Forecast(
        days,
        sum(day.minutes for day in days) / len(days) if days else 0.0,
        mean - spread,
        mean + spread,
    )


def test_days_are_gathered_into_stretches_and_a_short_rest_is_left_out() -> None:
    stretches = ahead_words.stretches(forecast_of(*range(31)), 14)

    assert [(stretch.days, stretch.reviews) for stretch in stretches] == [(14, 6.5), (14, 20.5)]
    assert [stretch.days for stretch in ahead_words.stretches(forecast_of(*range(35)), 14)] == [
        14,
        14,
        7,
    ]
    assert [stretch.days for stretch in ahead_words.stretches(forecast_of(1, 2), 14)] == [2]


@pytest.mark.parametrize(
    ("outlook", "said"),
    [
        (forecast_of(), "Nothing is due in this period."),
        (forecast_of(0, 0), "Nothing is due in this period."),
        (
            forecast_of(10, 10),
            "About 5 minutes a day, about 10 cards a day. Likely average: 7 to 13 a day.",
        ),
        (
            forecast_of(20, 85, 30),
            (
                "About 22 minutes a day, about 45 cards a day. Likely average: 42 to 48 a day."
                " Busiest day: November 23, about 85."
            ),
        ),
        (
            forecast_of(85, 20, 30),
            (
                "About 22 minutes a day, about 45 cards a day. Likely average: 42 to 48 a day."
                " Busiest day: today, about 85."
            ),
        ),
        (forecast_of(1, 1, spread=0.4), "Less than a minute a day, about 1 card a day."),
        (forecast_of(0.2, 0.2, spread=0.1), "Less than a minute a day, fewer than one card a day."),
    ],
)
def test_the_sentence_about_what_comes(outlook: Forecast, said: str) -> None:
    assert ahead_words.ahead(outlook, NURSE) == said


def test_now_is_the_clocks_day(make_workspace: Decks) -> None:
    assert gather(make_workspace()).today == NOW.date() == TODAY


# -- weeks -----------------------------------------------------------------------------------------


def test_the_latest_weeks_are_shown_thin_ones_among_them() -> None:
    group = Group(
        "week",
        (
            GroupRow("2026-05-04", "", Share(40, 36)),
            GroupRow("2026-11-02", "", Share(7, 6)),
            GroupRow("2026-11-16", "", Share(30, 27)),
        ),
    )

    rows = words.named_rows(group, TODAY)

    assert len(rows) == words.WEEKS
    assert [name for name, _ in rows[-3:]] == ["week of Nov 2", "week of Nov 9", "week of Nov 16"]
    assert [words.share(share) for _, share in rows[-3:]] == [
        "too few (7)",
        "too few (0)",
        "90% of 30 (74–97%)",
    ]
    assert words.order(group, TODAY) == "The last 12 weeks."
    assert words.left_out(group) == ""


def test_weeks_begin_with_the_first_answer_and_say_nothing_while_all_are_thin() -> None:
    late = Group("week", (GroupRow("2026-11-09", "", Share(30, 27)),))

    assert [name for name, _ in words.named_rows(late, TODAY)] == [
        "week of Nov 9",
        "week of Nov 16",
    ]
    assert words.order(late, TODAY) == ""
    assert words.named_rows(Group("week", (GroupRow("2026-11-09", "", Share(3, 2)),)), TODAY) == []


# -- today, and quizzes ----------------------------------------------------------------------------


def test_only_cards_that_failed_today_and_were_not_right_since_count_as_unknown(
    make_workspace: Decks, clock: Clock
) -> None:
    workspace = make_workspace()
    store = workspace.open_store()
    store.append([review(card, 3) for card in ("one-00", "one-01", "one-02")])
    store.append([Draft(kind="practice", card="one-00", rating=1, points=0, max_points=1)])
    store.append([review(card, 1) for card in ("one-03", "one-04")])
    store.append([review("one-03", 3)])

    today = gather(workspace).memories
    clock.forward(days=1)
    tomorrow = gather(workspace).memories

    assert (today.learned, today.known_now) == (5, 4.0)
    assert words.known_now(today) == "You would recall about 4 of 5 today."
    assert tomorrow.known_now > 4


def test_the_scores_of_quizzes_are_told_the_oldest_first(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    workspace = open_workspace()
    for well in (False, True):
        quiz = begun(workspace, kinds=("single",))
        answered(quiz, well=well)
        quiz.end()
        clock.forward(days=1)

    progress = gather(workspace)
    workspace.choose(replace(workspace.settings, who="patient"))

    assert [
        (score.on.day, score.mode, score.questions, score.percent) for score in progress.quizzes
    ] == [(23, "tutor", 1, 100.0), (22, "tutor", 1, 0.0)]
    assert words.quizzes(progress.quizzes) == "Average of 2 quizzes: 50%."
    assert gather(workspace).quizzes == ()
