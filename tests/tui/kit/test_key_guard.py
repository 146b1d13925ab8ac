"""Nothing is judged by accident: a key counts once what it acts on has been on the screen for the
guard time, and a held key is one press.

Keys carry the moment at which they were pressed, so nothing here sleeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from textual import events
from textual.keys import _character_to_key

from learnms.tui.app.app import LearnmsApp
from learnms.tui.home.screen import HomeScreen
from learnms.tui.kit.key_guard import HOLD_SECONDS, Repeats, Shown, Waiting
from learnms.tui.kit.layout import Press
from learnms.tui.kit.page import PageScreen
from learnms.tui.quiz.pages import EndScreen
from learnms.tui.review.summary import SummaryScreen
from tests.factories import decks
from tests.tui.pilot import (
    _CHARACTERS,
    _HOPS,
    driven,
    footer,
    logged,
    number_of,
    page,
    quiz_page,
    screen_text,
    settle,
)
from tests.tui.quiz.helpers import ALL, answers, quiz_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

pytestmark = pytest.mark.usefixtures("guarded_keys")
FOUR = decks.deck(decks.SELF, decks.CLOZE, decks.SINGLE, decks.TRUE_FALSE)
GUARD = 0.3
REPEAT_SECONDS = 0.08
SOON, LATE = GUARD - 0.01, GUARD + 0.01


class Moment:
    """The clock of Textual's messages, which moves when a key is pressed: what a key leads to is
    painted at its moment.
    """

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    made = Moment()
    for module in ("kit.layout", "kit.page", "review.answering"):
        monkeypatch.setattr(f"learnms.tui.{module}.now", made)
    monkeypatch.setattr(
        PageScreen, "_wait", lambda page, waiting: setattr(page.shell.repeats, "waiting", waiting)
    )
    monkeypatch.setattr("tests.tui.kit.test_key_guard.MOMENT", made)
    return made


MOMENT = Moment()


async def key(pilot: Pilot[int], *names: str, after: float = 1.0, every: float = 0.0) -> None:
    """Press keys: the first so many seconds after what came of the key before was painted, the
    others at a pace.
    """
    await settle(pilot)
    for number, name in enumerate(names):
        MOMENT.at += every if number else after
        event = events.Key(
            _character_to_key(name) if len(name) == 1 else name,
            _CHARACTERS.get(name, name if len(name) == 1 else None),
        )
        event.time = MOMENT.at
        pilot.app.post_message(event)
        for _ in range(_HOPS):
            await pilot.pause(0)
        await settle(pilot)
    await rest(pilot)


async def rest(pilot: Pilot[int]) -> None:
    """Let what waits whether its key is held come to its end, as its timer does."""
    app = pilot.app
    assert isinstance(app, LearnmsApp)
    if app.repeats.waiting is not None:
        waiting = app.repeats.waiting
        assert isinstance(waiting.page, PageScreen)
        waiting.page._wait_over(waiting)
    await settle(pilot)


async def began(pilot: Pilot[int]) -> None:
    """From home into the review."""
    await key(pilot, "enter")


# -- the guard time --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["space", "enter"])
async def test_an_answer_is_shown_only_after_the_guard_time(
    make_workspace: Callable[..., Workspace], name: str
) -> None:
    async with driven(make_workspace(FOUR)) as pilot:
        await began(pilot)
        await key(pilot, name, after=SOON)
        assert page(pilot).mode() == "ask self"

        await key(pilot, name)
        assert page(pilot).mode() == "shown"


@pytest.mark.parametrize("name", ["1", "2", "3", "4", "enter"])
async def test_a_card_is_graded_only_after_the_guard_time(
    make_workspace: Callable[..., Workspace], name: str
) -> None:
    workspace = make_workspace(FOUR)

    async with driven(workspace) as pilot:
        await began(pilot)
        await key(pilot, "space", after=LATE)
        await key(pilot, name, after=SOON)
        assert logged(workspace) == []

        await key(pilot, name)
        assert logged(workspace)[1].kind == "review"


async def test_a_patient_has_twice_the_time(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(FOUR.replace("[nurse]", "[patient]"), who="patient")

    async with driven(workspace) as pilot:
        await key(pilot, "enter", after=0.61)
        await key(pilot, "space", after=0.59)
        assert page(pilot).mode() == "ask self"
        await key(pilot, "space")
        await key(pilot, "2", after=0.59)
        assert logged(workspace) == []
        await key(pilot, "2")
        assert logged(workspace)[1].rating == 3


@pytest.mark.parametrize(("guard_ms", "counts"), [(0, True), (5, True), (1000, False)])
async def test_the_time_is_a_setting(
    make_workspace: Callable[..., Workspace], guard_ms: int, counts: bool
) -> None:
    async with driven(make_workspace(FOUR, guard_ms=guard_ms)) as pilot:
        await key(pilot, "enter", after=1.1)
        await key(pilot, "space", after=0.5)
        assert (page(pilot).mode() == "shown") is counts


async def test_the_next_card_and_a_sent_answer_wait_too(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE, decks.TRUE_FALSE))

    async with driven(workspace) as pilot:
        await began(pilot)
        await key(pilot, number_of(pilot, "amylase"), after=LATE)
        await key(pilot, "enter")
        assert page(pilot).mode() == "answered"
        await key(pilot, "space", after=SOON)
        assert page(pilot).mode() == "answered", "the feedback stays"
        await key(pilot, "space")
        assert page(pilot).item.part.card == "live-1g"
        await key(pilot, "1", after=SOON)
        assert page(pilot).question_state.picks == ()


async def test_the_question_about_an_incomplete_answer_waits_too_and_picking_does_not(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_N))

    async with driven(workspace) as pilot:
        await began(pilot)
        await key(pilot, "1", after=LATE)
        await key(pilot, "enter")
        assert "1 of 2 selected." in screen_text(pilot)
        await key(pilot, "enter", after=SOON)
        assert logged(workspace) == []

        await key(pilot, "2", after=0.001)
        assert page(pilot).question_state.picks == (0, 1), (
            "the options have been there all the time"
        )
        await key(pilot, "1", "enter", every=0.1)
        assert logged(workspace) == [], "asked anew"
        await key(pilot, "enter", after=LATE)
        assert logged(workspace)[-1].kind == "review"


async def test_quizzes_wait_with_the_answer_and_with_how_sure(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "true-false", confidence=True)) as pilot:
        await key(pilot, "1", after=LATE)
        await key(pilot, "enter")
        assert quiz_page(pilot).mode() == "quiz sure"
        await key(pilot, "3", after=SOON)
        assert answers(workspace) == []
        await key(pilot, "3")
        assert answers(workspace)[0].confidence == "certain"


async def test_an_exam_is_not_ended_by_the_enter_that_sent_its_last_answer(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "true-false", mode="exam")) as pilot:
        quiz = quiz_page(pilot).quiz
        await key(pilot, "1", after=LATE)
        await key(pilot, "enter")
        await key(pilot, "enter", after=SOON)
        end = pilot.app.screen
        assert isinstance(end, EndScreen)
        assert not quiz.is_submitted
        await key(pilot, "enter")
        assert quiz.is_submitted
        await key(pilot, "n", after=SOON)
        assert not quiz.ended
        await key(pilot, "n")
        assert quiz.ended


async def test_a_click_waits_like_a_key(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SELF))

    async with driven(workspace) as pilot:
        app = pilot.app
        assert isinstance(app, LearnmsApp)
        await began(pilot)
        await key(pilot, "space", after=LATE)
        for after, graded in ((SOON, 0), (1, 1)):
            app.clicked_at = MOMENT.at + after
            page(pilot).clicked(Press("grade", "3"))
            await settle(pilot)
            assert sum(event.kind == "review" for event in logged(workspace)) == graded


# -- a held key ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["space", "enter"])
@pytest.mark.parametrize("delay", [0.25, 0.375, 0.5])
@pytest.mark.parametrize("held", [0.6, 5.0])
async def test_a_held_key_shows_and_never_grades(
    make_workspace: Callable[..., Workspace], name: str, delay: float, held: float
) -> None:
    """Keyboards repeat a held key after a while, and then about 30 times a second."""
    workspace = make_workspace(FOUR)

    async with driven(workspace) as pilot:
        await began(pilot)
        await key(pilot, name)
        assert page(pilot).mode() == "shown"
        await key(pilot, *[name] * int((held - delay) / 0.033), after=delay, every=0.033)

        assert page(pilot).mode() == "shown"
        assert logged(workspace) == []
        await key(pilot, name)
        assert logged(workspace)[1].kind == "review", "released and pressed again, it counts"


async def test_enter_held_from_home_does_not_go_through_a_review(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(FOUR)

    async with driven(workspace) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        await key(pilot, *["enter"] * 2, *["enter"] * 60, after=0.5, every=0.033)

        assert page(pilot).mode() == "ask self"
        assert logged(workspace) == []


async def test_a_held_grade_grades_one_card(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(FOUR)

    async with driven(workspace) as pilot:
        await began(pilot)
        await key(pilot, "space", after=LATE)
        await key(pilot, "1")
        await key(pilot, *["1"] * 60, after=0.5, every=0.033)

        assert sum(event.kind == "review" for event in logged(workspace)) == 1


@pytest.mark.parametrize(("gap", "picks"), [(0.02, (1,)), (0.079, (1,)), (0.2, (1,)), (0.31, ())])
async def test_a_doubled_digit_does_not_take_its_pick_back(
    make_workspace: Callable[..., Workspace], gap: float, picks: tuple[int, ...]
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELECT_ALL))) as pilot:
        await began(pilot)
        await key(pilot, "2", "2", every=gap)

        assert page(pilot).question_state.picks == picks


async def test_a_key_that_is_pressed_again_counts_after_a_moment(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    async with driven(make_workspace(FOUR, guard_ms=1)) as pilot:
        app = pilot.app
        assert isinstance(app, LearnmsApp)
        for number in (1, 2):
            await settle(pilot)
            event = events.Key("enter", "\r")
            event.time += number
            app.post_message(event)
            for _ in range(_HOPS):
                await pilot.pause(0)
        assert app.repeats.waiting is not None
        while app.repeats.waiting is not None:
            await pilot.pause(0.01)
        await settle(pilot)
        assert page(pilot).mode() == "shown"


async def test_what_waits_counts_before_the_next_key(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELECT_ALL))) as pilot:
        await began(pilot)
        await key(pilot, "1", "2", "1", "3", every=0.1)

        assert page(pilot).question_state.picks == (1, 2)


async def test_a_digit_pressed_twice_answers_one_row(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.MATCH))) as pilot:
        await began(pilot)
        await key(pilot, "1", "1", every=0.25)
        assert len(page(pilot).question_state.picks) == 1
        assert "←→ Row" in footer(pilot)

        await key(pilot, "1")
        assert len(page(pilot).question_state.picks) == 2


async def test_space_pressed_twice_picks_once(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.SELECT_ALL))) as pilot:
        await began(pilot)
        await key(pilot, "space", "space", every=0.2)
        assert page(pilot).question_state.picks == (0,)

        await key(pilot, "down", "space", every=0.1)
        assert page(pilot).question_state.picks == (0, 1), "another option counts at once"


async def test_arrows_are_held_as_ever(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.SELECT_ALL))) as pilot:
        await began(pilot)
        await key(pilot, "down", "down", "down", every=0.033)

        assert page(pilot).question_state.cursor == 3


async def test_a_held_q_leaves_the_review_and_not_the_program(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(FOUR)) as pilot:
        await began(pilot)
        await key(pilot, "q")
        await key(pilot, *["q"] * 30, after=0.5, every=0.033)

        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_end_of_a_review_is_not_passed_by_the_grade_that_led_there(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF))) as pilot:
        await began(pilot)
        await key(pilot, "space", after=LATE)
        await key(pilot, "enter", after=LATE)
        assert isinstance(pilot.app.screen, SummaryScreen)
        await key(pilot, "enter", after=SOON)
        assert isinstance(pilot.app.screen, SummaryScreen)


# -- typing ----------------------------------------------------------------------------------------


async def test_a_doubled_letter_is_typed_as_ever(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.TYPED))) as pilot:
        await began(pilot)
        await key(pilot, *"ssess11", every=0.02)
        assert page(pilot).field.value == "ssess11"

        await key(pilot, "enter", "enter", every=0.02)
        assert page(pilot).mode() == "answered"


async def test_a_grade_that_is_doubled_or_held_is_not_typed_into_the_next_card(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF, decks.TYPED))) as pilot:
        await began(pilot)
        await key(pilot, "space")
        await key(pilot, "3")
        assert page(pilot).mode() == "ask text"
        await key(pilot, "3", after=SOON)
        assert page(pilot).field.value == ""
        await key(pilot, "3", after=0.05)
        assert page(pilot).field.value == "", "still held"
        await key(pilot, "3")
        assert page(pilot).field.value == "3"


async def test_back_in_the_field_typing_goes_on_at_once(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.TYPED))) as pilot:
        await began(pilot)
        await key(pilot, "escape", after=LATE)
        await key(pilot, "enter", after=LATE)
        await key(pilot, "C", after=0.01)
        assert page(pilot).field.value == "C"


async def test_esc_twice_leaves_the_field_and_not_the_page(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.TYPED))) as pilot:
        await began(pilot)
        await key(pilot, "escape", "escape", every=0.15)
        assert page(pilot).mode() == "ask text keys"
        await key(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


# -- the parts -------------------------------------------------------------------------------------


def test_a_repetition_counts_from_the_press_before_even_if_that_was_ignored() -> None:
    repeats = Repeats(lambda: REPEAT_SECONDS)

    assert [repeats.pressed("space", at) for at in (1.0, 1.05, 1.1, 1.15)] == [
        "new",
        "repeated",
        "repeated",
        "repeated",
    ]
    assert repeats.pressed("space", 1.15 + REPEAT_SECONDS + 0.001) == "doubtful"
    assert repeats.pressed("3", 1.16 + REPEAT_SECONDS) == "new"
    assert repeats.pressed("3", 1.3 + REPEAT_SECONDS + HOLD_SECONDS) == "new"


def test_what_waits_is_dropped_by_its_own_repetition_alone() -> None:
    repeats, waiting = (
        Repeats(lambda: REPEAT_SECONDS),
        Waiting(cast("PageScreen", None), Press("good", "space"), 1.0, "space"),
    )
    for name, at, is_done in (("space", 1.05, False), ("space", 1.09, True), ("3", 1.01, True)):
        repeats.waiting = waiting
        assert (repeats.answered(name, at) is waiting) is is_done
        assert repeats.waiting is None


def test_what_stays_on_the_screen_has_been_seen_since_its_first_paint() -> None:
    shown = Shown()
    shown.show("card")
    assert shown.since("card") == float("inf")
    shown.painted(1.0)
    shown.show("card", "question")
    shown.painted(2.0)
    assert (shown.since("card"), shown.since("question")) == (1.0, 2.0)
    shown.show("card")
    shown.show("card", "question")
    assert shown.since("question") == float("inf"), "it was away"
