"""The made-up history: sound, the same for the same day, and with something on every page."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from learnms import paths
from learnms.engine.demo.answering import right_answer, wrong_answer
from learnms.engine.demo.demo import demo_settings, prepare
from learnms.engine.demo.history import DAYS
from learnms.engine.home.cases import listed
from learnms.engine.quiz.results import results
from learnms.engine.quiz.start import open_quiz, past_quizzes
from learnms.engine.workspace import Workspace
from learnms.kinds.number_input import AskBack
from learnms.kinds.present import present
from learnms.kinds.response import is_scored
from learnms.kinds.score import score
from learnms.store.log.integrity import check_log
from learnms.study.event import ANSWER_KINDS, Rating, moves_memory
from learnms.study.leech import is_leech
from learnms.study.replay import is_sure_wrong, replay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from learnms.study.event import Event

NOW = datetime(2026, 11, 29, 17, 30, tzinfo=UTC)


def prepared(home: Path, who: str = "student", now: datetime = NOW, seed: int = 1) -> Workspace:
    workspace = Workspace(home, [str(paths.shipped_decks())], lambda: now)
    prepare(workspace, who, seed)
    return workspace


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with prepared(tmp_path_factory.mktemp("student") / "home") as workspace:
        yield workspace


@pytest.fixture(scope="module")
def events(student: Workspace) -> list[Event]:
    return list(student.queries.events.all())


def contents(events: list[Event]) -> list[dict[str, object]]:
    """The events without what differs from store to store."""
    stores = ("learner_id", "device_id", "checksum")
    return [
        {name: value for name, value in event.to_json().items() if name not in stores}
        for event in events
        if event.kind != "setting"  # these have ids of their own
    ]


def test_the_log_is_sound_and_gives_these_memories(student: Workspace, events: list[Event]) -> None:
    assert student.store is not None
    assert check_log(student.store.connection).is_sound
    assert student.store.rebuild(copies=False).changed == 0
    memories = replay(events, student.today)
    assert memories
    for event in (event for event in events if event.owner and moves_memory(event)):
        assert event.owner in memories


def test_every_review_tells_the_memory_before_it(events: list[Event]) -> None:
    reviews = [event for event in events if event.kind == "review"]
    known = [event for event in reviews if event.recall_before is not None]

    assert len(known) > len(reviews) / 2
    assert all(event.due is not None and event.target for event in reviews)


def test_it_ends_yesterday_and_takes_a_quarter_of_an_hour_on_most_days(
    student: Workspace, events: list[Event]
) -> None:
    answers = [event for event in events if event.kind in ANSWER_KINDS]
    took = Counter[date]()
    for event in answers:
        took[event.study_day] += event.took_ms or 0
    days, minutes = sorted(took), sorted(ms / 60_000 for ms in took.values())

    assert days[0] == student.today - timedelta(days=DAYS)
    assert days[-1] == student.today - timedelta(days=1)
    assert 65 <= len(days) < DAYS
    assert 2000 <= len(events) <= 3500
    assert 8 <= minutes[len(minutes) // 2] <= 22


def test_the_learner_remembers_about_as_fsrs_predicts(events: list[Event]) -> None:
    later = [
        event
        for event in events
        if event.kind == "review" and event.recall_before is not None and event.recall_before < 1
    ]
    remembered = sum((event.rating or 0) > Rating.AGAIN for event in later) / len(later)

    assert 0.8 < remembered < 0.93
    assert {event.rating for event in later} == {1, 2, 3, 4}


def test_there_is_something_on_every_page(student: Workspace, events: list[Event]) -> None:
    memories = replay(events, student.today)
    quizzes = past_quizzes(student)

    assert 2 <= sum(is_leech(memory.lapses) for memory in memories.values()) <= 12
    assert sum(memory.flagged for memory in memories.values()) == 4
    assert sum(memory.suspended for memory in memories.values()) == 1
    assert sum(event.kind == "note" for event in events) == 2
    assert sum(is_sure_wrong(event) for event in events) >= 3
    assert sum(memory.due == student.today for memory in memories.values() if memory.due) >= 5
    assert open_quiz(student) is None
    assert len(quizzes) >= 10
    assert {quiz.spec.mode for quiz in quizzes} == {"tutor", "exam"}
    assert results(quizzes[0]).missed
    assert sum(case.answered == case.parts for case in listed(student)) >= 3
    assert student.settings.exam is not None
    assert (student.settings.exam.on - student.today).days == 35


def test_the_same_seed_and_day_give_the_same_events(events: list[Event], tmp_path: Path) -> None:
    with prepared(tmp_path / "again") as again:
        assert contents(list(again.queries.events.all())) == contents(events)


def test_another_role_has_its_own_decks_and_no_exam(tmp_path: Path) -> None:
    with prepared(tmp_path / "patient", "patient") as patient:
        log = list(patient.queries.events.all())

        assert patient.settings == demo_settings("patient", patient.today)
        assert patient.settings.exam is None
        assert {quiz.spec.mode for quiz in past_quizzes(patient)} == {"tutor"}
        grades = {event.rating for event in log if event.kind == "review" and not event.max_points}
        assert grades == {Rating.AGAIN, Rating.GOOD}
        assert not any(event.confidence for event in log)


def test_answers_are_right_and_wrong(student: Workspace) -> None:
    from learnms.engine.demo.cards import Cards

    cards, chance = Cards(student.queries, student.settings), Random(3)
    seen = set[str]()
    for part in cards.parts:
        for form in cards.of(part).forms:
            if not is_scored(form.ask.response):
                continue
            question = present(form.form.kind, form.ask, 7)
            right = score(question, right_answer(question))
            wrong = score(question, wrong_answer(question, chance))
            assert not isinstance(right, AskBack)
            assert right.right, form.ask.prompt
            if not isinstance(wrong, AskBack):
                assert not wrong.right, form.ask.prompt
                seen.add(form.form.kind)

    assert len(seen) >= 10


def test_a_library_without_cards_has_no_history(tmp_path: Path) -> None:
    with Workspace(tmp_path / "home", [str(tmp_path)], lambda: NOW) as workspace:
        assert prepare(workspace) == 0
