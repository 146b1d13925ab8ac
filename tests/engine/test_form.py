"""Rows of forms: what they read, refuse and lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from learnms.engine.exam.form import PlanDraft, day_row
from learnms.engine.form import Action, Fields, Form, Group, Number
from learnms.engine.settings.form import TopicRow, settings_form
from learnms.errors import LearnmsError, UsageError
from learnms.settings import Settings

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class State:
    """What the forms of these tests are made from."""

    size: int = 10
    seed: int = 0
    items: tuple[str, ...] = ()
    color: str = "red"


def number(**more: Any) -> Number[State]:
    return Fields(State()).number("size", "Size", (1, 200), **more)


def test_a_number_is_read_and_put() -> None:
    row = number()

    assert (row.words, row.text, row.room) == ("10", "10", 3)
    assert row.put(row.read(" 25 ")) == State(size=25)


@pytest.mark.parametrize("text", ["0", "201", "many", "-1", "1.5", "", "9" * 5000])
def test_what_is_no_number_of_the_range_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match=r"^Size: type a whole number from 1 to 200\.$"):
        number().read(text)


def test_a_number_that_may_be_left_out() -> None:
    row = Fields(State()).number("seed", "Seed", (1, 9), none=0, unset="random")

    assert (row.words, row.text, row.read("")) == ("random", "", None)
    assert row.put(7) == State(seed=7)
    assert Fields(State(seed=7)).number("seed", "Seed", (1, 9), none=0).put(None) == State()


@pytest.mark.parametrize(
    ("value", "step", "then"), [(10, 1, 15), (5, -1, 1), (1, 1, 5), (198, 1, 200), (1, -1, 1)]
)
def test_arrows_stay_in_the_range(value: int, step: int, then: int) -> None:
    assert number(value=value, step=5).stepped(step) == then


def test_the_phrase_stays_around_what_is_typed() -> None:
    row = number(shown="for {} days")

    assert row.words == "for 10 days"
    assert row.parts("") == ("for ", "", " days")
    assert number(value=0, zero="no limit").words == "no limit"


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2027-01-15", date(2027, 1, 15)),
        ("20270115", date(2027, 1, 15)),
        ("15/1/2027", date(2027, 1, 15)),
        ("Jan 15, 2027", date(2027, 1, 15)),
        ("Jan 15", date(2027, 1, 15)),
        ("15 Jan 2027", date(2027, 1, 15)),
        ("January 15", date(2027, 1, 15)),
        ("26/12", date(2026, 12, 26)),
    ],
)
def test_a_day_is_read_as_people_type_it(text: str, on: date) -> None:
    row = day_row(PlanDraft(), TODAY)

    assert row.put(row.read(text)) == PlanDraft(on)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2027", "is not a date"),
        ("20271301", "is not a date"),
        ("00000000", "is not a date"),
        ("2026-11-22", "The exam is today"),
        ("2026-11-01", "is in the past"),
        ("2036-11-22", "more than three years"),
    ],
)
def test_a_day_that_cannot_be_taken_says_why(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        day_row(PlanDraft(), TODAY).read(text)


def test_the_first_step_towards_a_day_is_a_month() -> None:
    assert day_row(PlanDraft(), TODAY).stepped(1) == date(2026, 12, 22)
    assert day_row(PlanDraft(TODAY), TODAY).stepped(-1) == date(2026, 11, 23), (
        "never a day that is past"
    )


@pytest.mark.parametrize(
    ("draft", "shown"), [("2027", "2027"), ("202701", "2027-01"), ("15ja", "15ja"), ("", "")]
)
def test_digits_of_a_day_are_shown_in_groups(draft: str, shown: str) -> None:
    assert "".join(day_row(PlanDraft(), TODAY).parts(draft)) == shown


@pytest.mark.parametrize(
    ("draft", "meant"),
    [
        ("1/2/2027", "Sat, Jan 2, 2027, in 41 days"),
        ("15/1/2027", "Fri, Jan 15, 2027, in 54 days"),
        ("in 4 weeks", "Sun, Dec 20, 2026, in 28 days"),
        ("20261101", "Sun, Nov 1, 2026, in the past"),
    ],
)
def test_a_day_is_repeated_in_words_while_it_is_typed(draft: str, meant: str) -> None:
    assert day_row(PlanDraft(), TODAY).parts(draft)[2].strip() == meant


def test_several_of_a_list() -> None:
    row = Fields(State(items=("b",))).many("items", "Items", [("a", "First"), ("b", "Second")])

    assert row.words == "Second"
    assert row.toggled("a", "b") == State(items=("a",))
    assert [(tick.label, tick.is_on) for tick in row.inner] == [("First", False), ("Second", True)]
    assert row.inner[1].toggled() == State()


def test_a_choice_goes_round() -> None:
    row = Fields(State()).choice("color", "Color", "", (("red", "Red"), ("blue", "Blue")))

    assert (row.stepped(1), row.stepped(-1), row.words) == ("blue", "blue", "Red")
    assert row.put("blue") == State(color="blue")


def test_an_opened_row_shows_what_it_holds() -> None:
    row = Fields(State()).many("items", "Items", [("a", "First")])
    form: Form[State] = Form("Form", ((row,), (Action("go", "Go"),)))

    assert [line.label for line, _, _ in form.lines()] == ["Items", "Go"]
    assert [(line.label, group, inner) for line, group, inner in form.lines("items")] == [
        ("Items", 0, False),
        ("First", 0, True),
        ("Go", 1, False),
    ]


def test_a_patient_has_fewer_settings_and_a_topic_its_own_recall() -> None:
    topics = [TopicRow("deck/basics", "Basics", "The deck")]
    rows = {row.name: row for row, _, _ in settings_form(Settings(), topics).lines("targets")}
    patients = {row.name for row, _, _ in settings_form(Settings(who="patient"), topics).lines()}

    own = rows["deck/basics"]
    assert isinstance(own, Number)
    assert own.words == "default 90"
    assert own.put(80) == Settings(targets=(("deck/basics", 0.8),))
    assert {"buttons", "target", "targets", "confidence"} <= rows.keys() - patients
    assert {"who", "theme", "easy_days", "spacing"} <= patients


def test_one_day_of_the_week_carries_the_work() -> None:
    six = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    row = settings_form(Settings(easy_days=six), []).row("easy_days")

    with pytest.raises(LearnmsError, match="at least one weekday"):
        row.toggled("sunday")  # type: ignore[attr-defined]  # a row of several


def test_a_list_inside_a_group_opens_with_it_and_closes_to_it() -> None:
    make = Fields(State())
    inner = make.many("items", "Items", [("a", "A"), ("b", "B")]), make.choice("color", "Color", "")
    form = Form("Title", ((Group("more", "More", inner=inner, about=""),),))

    assert [row.label for row, _, _ in form.lines()] == ["More"]
    assert [row.label for row, _, _ in form.lines("more")] == ["More", "Items", "Color"]
    assert [row.label for row, _, _ in form.lines("items")] == ["More", "Items", "A", "B", "Color"]
    assert form.toggled("", "more") == "more"
    assert form.toggled("more", "items") == "items"
    assert form.toggled("items", "items") == "more"
    assert form.toggled("items", "more") == ""
