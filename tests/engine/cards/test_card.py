"""The page of a card: its forms, sources, memory, history, what it is taken for, the report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.decks.codec import form_hash
from learnms.decks.model import Form
from learnms.decks.sign import signed_text
from learnms.engine.cards import wording as card_words
from learnms.engine.cards.card import CardPage, card_page
from learnms.engine.cards.confusions import Confusion, confusions
from learnms.engine.cards.target import Target
from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.engine.review.start import start_review
from learnms.engine.voice import NURSE, PATIENT
from learnms.engine.workspace import Workspace
from learnms.kinds.number_input import AskBack
from learnms.kinds.response import Arrange, Ask, Compiled, Pick, TypeIn
from learnms.kinds.score import Answer
from learnms.study import schedule
from learnms.study.event import Event, Part
from learnms.syntax.source import read_source
from tests.conftest import Clock
from tests.factories.search import DECK, answered, changes_of

OpenWorkspace = Callable[[], Workspace]
TARGET, ROWS = Part("target"), Part("rows")


@pytest.fixture(autouse=True)
def library(deck_file: Path) -> Path:
    deck_file.write_text(DECK, "utf-8")
    return deck_file


def page_of(
    workspace: Workspace, part: Part | None, draft: tuple[str, int] | None = None
) -> CardPage:
    page = card_page(workspace.queries, workspace.settings, workspace.today, part, draft)
    assert page is not None
    return page


def test_all_forms_and_sources(open_workspace: OpenWorkspace, library: Path) -> None:
    page = page_of(open_workspace(), Part("first-dose"))

    assert [item.question.kind for item in page.forms] == ["flashcard", "single"]
    assert [item.question.right_answer for item in page.forms] == [
        "In two halves.",
        "Two infusions of 300 mg",
    ]
    assert (page.kind, page.deck, page.deck_title, page.version, page.topic) == (
        "card",
        "doses",
        "Doses",
        "7",
        "Infusion rates",
    )
    assert page.checked == date(2026, 11, 22)
    (source,) = page.sources
    assert card_words.source_lines(source) == (
        "The book §1",
        "A house, revised Jan 2025, checked Nov 22, 2026",
        "Copy used: an excerpt",
    )
    assert card_words.source_lines(source, spoken=True)[0] == "The book section 1"
    assert (page.path, DECK.split("\n")[page.line - 1].strip()) == (
        str(library),
        "- id: first-dose",
    )
    assert len(page.wording) == 16


def test_priority_and_regions_are_told(open_workspace: OpenWorkspace, library: Path) -> None:
    library.write_text(
        DECK.replace(
            "id: first-dose\n", "id: first-dose\n    priority: core\n    region: [us, uk]\n"
        ),
        "utf-8",
    )
    page = page_of(open_workspace(), Part("first-dose"))

    assert (page.priority, page.region, page.badge) == ("core", ("us", "uk"), "US, UK")
    figures = dict(card_words.figures(page, NURSE))
    assert (figures["priority"], figures["region"]) == ("core", "US, UK only")
    assert "priority" not in dict(card_words.figures(page, PATIENT))


def test_who_signed_the_card(open_workspace: OpenWorkspace, library: Path) -> None:
    source, _ = read_source(library, "deck.yaml")
    assert source is not None
    text, _ = signed_text(source, "Ada Brown", date(2026, 11, 20))
    library.write_text(text.replace("In two halves.", "In one."), "utf-8")
    workspace = open_workspace()
    pages = [page_of(workspace, part) for part in (TARGET, Part("first-dose"))]
    assert [page.signed for page in pages] == [
        "Signed by Ada Brown on November 20, 2026.",
        "Changed since it was signed by Ada Brown on November 20, 2026.",
    ]


def test_only_the_forms_that_ask_the_part(open_workspace: OpenWorkspace) -> None:
    page = page_of(open_workspace(), Part("upkeep", "c2"))

    assert [item.question.right_answer for item in page.forms] == ["6 months"]
    assert [part for part, _ in page.siblings] == [Part("upkeep", "c1")]


def test_a_part_of_a_case(open_workspace: OpenWorkspace) -> None:
    page = page_of(open_workspace(), Part("first-day", "act"))

    assert (page.kind, page.topic, len(page.forms)) == ("case", "Safety", 1)
    assert dict(page.forms[0].exhibit)["Story"].startswith("A woman arrives")
    assert card_words.figures(page, NURSE) == [("status", "case question, in quizzes only")]
    assert page.curve(40) is None


def test_a_draft(open_workspace: OpenWorkspace, library: Path) -> None:
    page = page_of(open_workspace(), None, (str(library), 6))

    assert (page.kind, page.part, page.prompt) == ("draft", None, "Who may sign this draft?")
    assert "draft without an id" in card_words.report(page)


def test_a_draft_that_awaits_its_source(open_workspace: OpenWorkspace, library: Path) -> None:
    text = DECK.replace("id: doses\n", "id: doses\ndraft: yes\n").replace(
        "    source: book §3\n", ""
    )
    library.write_text(text, "utf-8")
    page = page_of(open_workspace(), None, (str(library), 2))

    assert (page.kind, page.part, page.prompt) == ("draft", None, "Which protein is bound?")
    assert card_words.standing(page, NURSE) == "draft without a source, not scheduled"


def test_an_orphan_keeps_its_history(open_workspace: OpenWorkspace, library: Path) -> None:
    answered(open_workspace(), "target", 3)
    library.write_text(DECK.replace("id: target", "id: another"), "utf-8")
    page = page_of(open_workspace(), TARGET)

    assert (page.kind, page.prompt, page.forms, page.path) == (
        "orphan",
        "Which protein is bound?",
        (),
        "",
    )
    assert len(page.answers) == 1
    assert "not in the library" in card_words.report(page)


def test_of_what_is_unknown_there_is_no_page(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()

    assert card_page(workspace.queries, workspace.settings, workspace.today, Part("nobody")) is None
    assert (
        card_page(workspace.queries, workspace.settings, workspace.today, None, ("nowhere.yaml", 3))
        is None
    )


def test_memory_in_words_and_numbers(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    answered(workspace, "target", 3)
    clock.forward(days=1)
    page = page_of(open_workspace(), TARGET)
    known = page.memory.recallable()
    assert known is not None

    assert page.recall == pytest.approx(schedule.recall(known[0], known[2], page.today), abs=1e-9)
    rows = dict(card_words.figures(page, NURSE))
    assert rows["status"] == "learning"
    assert rows["next"] == "November 24"
    assert rows["reviews"] == "1"
    assert rows["recall now"].endswith("%")
    assert card_words.outlook(page, NURSE).startswith("Without a review: ")
    for level, on in page.falls:
        assert schedule.recall(known[0], known[2], on, page.weights) == pytest.approx(
            level, abs=0.06
        )


def test_a_patient_reads_no_numbers_about_themselves(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    for _ in range(9):
        answered(
            workspace, "target", 1, form_kind="typed", points=0.0, max_points=1.0, took_ms=4000
        )
        clock.forward(days=3)
    page = page_of(open_workspace(), TARGET)
    sentences = [
        *(text for row in card_words.figures(page, PATIENT) for text in row),
        card_words.outlook(page, PATIENT),
        card_words.leech_sentence(page.memory.lapses, PATIENT),
        *(
            text
            for event in page.history
            for text in card_words.past(event, page.today, PATIENT)[1:]
        ),
        *card_words.confused(page, PATIENT),
    ]

    assert card_words.leech_sentence(page.memory.lapses, PATIENT).startswith(
        "This card keeps slipping away."
    )
    assert [
        text
        for text in sentences
        if "%" in text
        or "forgotten" in text.casefold()
        or any(character.isdigit() for character in re.sub("December 1[67]", "", text))
    ] == []


def test_the_curve_falls_from_the_last_review(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    answered(workspace, "target", 3)
    clock.forward(days=1)
    page = page_of(open_workspace(), TARGET)
    curve = page.curve(40)
    assert curve is not None

    assert curve.values[0] == 1
    assert list(curve.values) == sorted(curve.values, reverse=True)
    assert (len(curve.values), curve.today, curve.due) == (40, 1, 2)
    assert page.curve(1) is None


@given(st.integers(2, 80), st.floats(0.01, 36_500), st.integers(0, 5000), st.integers(0, 5000))
def test_the_curve_holds_today_and_the_due_day(
    steps: int, stability: float, gone: int, ahead: int
) -> None:
    from learnms.study.memory import Memory
    from learnms.study.schedule import DEFAULT_PARAMETERS

    last = date(2026, 1, 1)
    memory = Memory(
        stability=stability, difficulty=5.0, last_day=last, due=last + timedelta(days=ahead)
    )
    today = last + timedelta(days=gone)
    page = CardPage(
        None,
        "card",
        "",
        "",
        "",
        "",
        "",
        "",
        0,
        "",
        (),
        (),
        None,
        memory,
        today,
        None,
        (),
        "",
        (),
        (),
        (),
        DEFAULT_PARAMETERS,
    )
    curve = page.curve(steps)

    assert curve is not None
    assert curve.today is not None
    assert curve.due is not None
    assert 0 <= curve.today < steps
    assert 0 <= curve.due < steps
    assert all(0 < value <= 1 for value in curve.values)


def test_the_whole_history_with_what_was_done_by_hand(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    answered(workspace, "target", 3, form_kind="typed", points=1.0, max_points=1.0, took_ms=4200)
    changes = changes_of(workspace)
    changes.apply("note", [Target(TARGET)], text="remember")
    changes.apply("suspend", [Target(TARGET)])
    changes.apply("unsuspend", [Target(TARGET)])
    changes.apply("flag", [Target(TARGET)])
    changes.undo()
    changes.apply("due", [Target(TARGET)], on=date(2026, 12, 3))
    clock.forward(days=3)
    answered(workspace, "target", 1, kind="practice", form_kind="typed", confidence="certain")
    page = page_of(open_workspace(), TARGET)

    assert [card_words.past(event, page.today, NURSE) for event in page.history] == [
        ("Nov 22, 2026", "Good · typed answer · 1 of 1 · 4 s"),
        ("Nov 22, 2026", "note added"),
        ("Nov 22, 2026", "suspended"),
        ("Nov 22, 2026", "unsuspended"),
        ("Nov 22, 2026", "due date set to December 3"),
        ("today", "Again · typed answer · practice · certain"),
    ]
    assert page.note == "remember"


def test_a_practice_answer_that_counts_is_told_once(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    answered(workspace, "rows", 3)
    workspace.open_store()
    quiz = start_quiz(workspace, QuizSpec(kinds=("match",), seed=3))
    assert quiz.item is not None
    assert isinstance(quiz.item.question.response, Pick)
    picks = tuple(
        (next(i for i, option in enumerate(group.options) if not option.right),)
        for group in quiz.item.question.response.groups
    )
    quiz.submit(Answer(picks=picks))
    quiz.ask_again_today()
    page = page_of(workspace, ROWS)

    assert [event.kind for event in page.history] == ["review", "review"]
    assert sum(confusion.times for confusion in page.confused) == 2, (
        "what was picked stands in the practice answer"
    )


def test_what_it_is_taken_for(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    workspace.open_store()
    for typed in ("CD19", "cd 19", "CD20", "", "CD3"):
        review = start_review(workspace)
        while review.item is not None and review.item.part != TARGET:
            review.session.put_off(review.item.part)
            review.advance()
        assert review.item is not None
        assert not isinstance(review.submit(Answer(text=typed)), AskBack)
        clock.forward(days=30)
    page = page_of(open_workspace(), TARGET)

    assert page.confused == (Confusion("CD19", "CD20", "", 2), Confusion("CD3", "CD20", "", 1))
    assert card_words.confused(page, NURSE) == [
        "“CD19” instead of “CD20”, 2 times",
        "“CD3” instead of “CD20”, once",
    ]
    assert card_words.confused(page, PATIENT)[0] == "“CD19” instead of “CD20”"


def _event(answer: object, **more: object) -> Event:
    from datetime import UTC, datetime
    from uuid import UUID

    return Event(
        learner_id="a",
        id=UUID(int=5),
        kind="review",
        device_id=None,
        seq=0,
        at_utc=datetime(2026, 1, 1, tzinfo=UTC),
        utc_offset=0,
        study_day=date(2026, 1, 1),
        card="steps",
        form="",
        rating=1,
        answer=answer,
        **more,  # type: ignore[arg-type]  # the fields of an event
    )


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "text",
        {},
        {"options": 3},
        {"options": [["Check", "Start"]], "picked": [[7, "x", -1]]},
        {"options": [[]], "picked": [None]},
    ],
)
def test_an_odd_answer_in_the_log_is_passed_over(answer: object) -> None:
    form = Form(
        Compiled(
            "order",
            ((None, Ask("In which order?", Arrange(("Check", "Premedicate", "Start")))),),
            ((None, ""),),
        )
    )
    event = replace(_event(answer), form=form_hash(form, None))

    assert confusions([event], [form], None) == ()


def test_a_confusion_of_another_form_names_its_question() -> None:
    def form(prompt: str) -> Form:
        ask = Ask(prompt, TypeIn(("CD20",)))
        return Form(Compiled("typed", ((None, ask),), ((None, ""),)))

    first, other = form("What does it bind?"), form("Which marker do B cells carry?")
    events = [
        replace(_event({"text": "CD3"}), form=form_hash(asked, None)) for asked in (first, other)
    ]
    found = confusions(events, [first, other], None)

    assert [card_words.confusion(confusion, NURSE) for confusion in found] == [
        "“CD3” instead of “CD20”, once",
        "“CD3” instead of “CD20”, once, asked as “Which marker do B cells carry?”",
    ]


def test_the_first_step_out_of_place_is_taken_for_the_one_that_belongs_there(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    workspace.open_store()
    quiz = start_quiz(workspace, QuizSpec(kinds=("order",), seed=3))
    quiz.submit(Answer(order=(0, 2, 1)))

    assert page_of(workspace, Part("steps")).confused == (Confusion("Start", "Premedicate", "", 1),)


def test_a_form_that_was_reworded_is_passed_over(
    open_workspace: OpenWorkspace, library: Path
) -> None:
    workspace = open_workspace()
    workspace.open_store()
    quiz = start_quiz(workspace, QuizSpec(kinds=("order",), seed=3))
    quiz.submit(Answer(order=(0, 2, 1)))
    library.write_text(DECK.replace("In which order?", "In which order are they done?"), "utf-8")

    assert page_of(open_workspace(), Part("steps")).confused == ()


def test_the_report_says_which_card_and_nothing_about_the_learner(
    open_workspace: OpenWorkspace, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library.parent)
    workspace = open_workspace()
    answered(workspace, "target", 1)
    changes_of(workspace).apply("note", [Target(TARGET)], text="private")
    page = page_of(workspace, TARGET)

    assert card_words.report(page).split("\n") == [
        "card      target",
        f"file      small.yaml:{page.line}",
        "deck      Doses (doses, version 7)",
        f"wording   {page.wording}",
        "question  Which protein is bound?",
        "",
        "What is the problem?",
        "",
    ]


def test_the_card_is_said_to_slip_away_the_eighth_time_and_each_fourth_after(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    slips = []
    answered(open_workspace(), "target", 3)
    for _ in range(13):
        clock.forward(days=5)
        workspace = open_workspace()
        workspace.open_store()
        feedback = start_review(workspace, new=0).submit(Answer(text="no"))
        assert not isinstance(feedback, AskBack)
        slips.append(feedback.slipping)

    assert slips == [0] * 7 + [8, 0, 0, 0, 12, 0]


def test_the_panel_in_a_review_knows_what_it_is_taken_for(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    answered(open_workspace(), "target", 3)
    clock.forward(days=5)
    workspace = open_workspace()
    workspace.open_store()
    review = start_review(workspace, new=0)
    review.submit(Answer(text="no"))
    info = review.info()

    assert info is not None
    assert info.confused == (Confusion("no", "CD20", "", 1),)


def test_the_panel_in_a_review_knows_the_flag_and_the_note(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    changes = changes_of(workspace)
    changes.apply("flag", [Target(Part("first-dose"))])
    changes.apply("note", [Target(Part("first-dose"))], text="halves")
    info = start_review(workspace).info()

    assert info is not None
    assert (info.memory.flagged, info.note) == (True, "halves")
