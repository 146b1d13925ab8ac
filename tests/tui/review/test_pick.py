"""Options: picked by number, by arrows or by mouse; marked with signs and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.kinds.incomplete import ANYWAY, NOTHING
from learnms.kinds.response import Arrange, Pick
from learnms.tui.kit.layout import Press
from learnms.tui.question import state as question_state
from learnms.tui.question.state import QuestionState, moved, places
from tests.factories import decks
from tests.tui.pilot import (
    driven,
    footer,
    logged,
    number_of,
    page,
    press,
    screen_lines,
    screen_text,
    send,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace


def option_line(lines: list[str], text: str) -> str:
    return next(line for line in lines if text in line)


async def test_options_are_numbered_as_shown(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.SINGLE)), "enter") as pilot:
        lines = screen_lines(pilot)
        question = page(pilot).item.question
        assert isinstance(question.response, Pick)
        shown = [question.response.groups[0].options[at].text for at in question.order[0]]

    options = [line.strip(" ▌") for line in lines if "( ) " in line]
    assert options == [f"( ) {number}  {text}" for number, text in enumerate(shown, 1)]
    assert "Select one." in "".join(lines)
    assert lines[23].startswith("   1–3 Select  enter Submit")


async def test_a_choice_of_one_moves_to_the_new_one(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SINGLE)), "enter", "1", "2") as pilot:
        lines = [line.split() for line in screen_lines(pilot) if "( )" in line or "(•)" in line]

    assert [line[:2] for line in lines] == [["(", ")"], ["▌", "(•)"], ["(", ")"]]


async def test_the_same_number_takes_the_pick_back(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELECT_ALL)), "enter", "1", "2", "1"
    ) as pilot:
        assert page(pilot).question_state.picks == (1,)


async def test_a_single_choice_picked_again_stays(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.SINGLE)), "enter", "2", "2") as pilot:
        assert page(pilot).question_state.picks == (1,)


async def test_a_pick_too_many_is_refused_with_a_word(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELECT_N)), "enter", "1", "2", "3") as pilot:
        assert "Select 2." in screen_text(pilot)
        assert "2 already selected. Deselect one first." in screen_text(pilot)
        assert page(pilot).question_state.picks == (0, 1)

        await press(pilot, "1", "3")
        assert page(pilot).question_state.picks == (1, 2)
        assert "already selected" not in screen_text(pilot)


async def test_a_number_without_an_option_says_so(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.SINGLE)), "enter", "0") as pilot:
        assert "Options are numbered 1 to 3." in screen_text(pilot)


async def test_a_right_choice(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE))

    async with driven(workspace, "enter") as pilot:
        await press(pilot, number_of(pilot, "Hepatitis"), "enter")
        lines = screen_lines(pilot)
        row = option_line(lines, "Hepatitis")

        assert row.strip().startswith("✓")
        assert " Correct" in row
        assert "Reactivation can be fatal" in lines[lines.index(row) + 1]
        assert "▌  ✓ Correct" in screen_text(pilot)
        assert "due tomorrow" in screen_text(pilot)
        assert "The label asks for the test in everybody." in screen_text(pilot)
        assert logged(workspace)[1].rating == 3


async def test_a_wrong_choice_shows_which_one_was_right(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE))

    async with driven(workspace, "enter", size=(80, 40)) as pilot:
        await press(pilot, number_of(pilot, "amylase"), "enter")
        lines = screen_lines(pilot)

        assert option_line(lines, "amylase").strip().startswith("✗")
        assert " Incorrect" in option_line(lines, "amylase")
        assert "Answer: Hepatitis" in option_line(lines, "Hepatitis"), "it is named by the verdict"
        assert "Correct answer" in screen_text(pilot)
        assert "▌  ✗ Incorrect" in screen_text(pilot)
        assert "due today" in screen_text(pilot)
        assert logged(workspace)[1].rating == 1


async def test_an_unsafe_choice_is_called_so(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.SINGLE)), "enter") as pilot:
        await press(pilot, number_of(pilot, "Start at once"), "enter")

        assert "unsafe" in " ".join(screen_text(pilot).split())


async def test_all_that_apply_shows_the_sum(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_ALL))

    async with driven(workspace, "enter", size=(80, 40)) as pilot:
        await press(
            pilot,
            number_of(pilot, "Hepatitis"),
            number_of(pilot, "immunoglobulins"),
            number_of(pilot, "amylase"),
            "enter",
        )
        lines = screen_lines(pilot)

        missed = next(line for line in lines if "Vaccination" in line and "Missed" in line)
        assert missed.strip().startswith("!")
        answer = next(at for at, line in enumerate(lines) if "Answer:" in line)
        assert answer < next(at for at, line in enumerate(lines) if "✓" in line)
        assert "Vaccination" in " ".join(lines[answer : answer + 3])
        assert "2 correct − 1 incorrect = 1" in screen_text(pilot)
        assert logged(workspace)[1].points == 1
        assert logged(workspace)[1].max_points == 3


async def test_what_is_logged_are_the_places_shown(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_ALL))

    async with driven(workspace, "enter", "4", "2", "enter"):
        assert logged(workspace)[1].answer["picked"] == [[1, 3]]


async def test_true_or_false_in_that_order(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.TRUE_FALSE))

    async with driven(workspace, "enter") as pilot:
        assert "▌  ( ) 1  True" in screen_text(pilot)
        assert "Select one." not in screen_text(pilot)

        await press(pilot, "2", "enter")
        assert logged(workspace)[1].points == 1


async def test_nothing_picked_is_asked_about_once(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE))

    async with driven(workspace, "enter", "enter") as pilot:
        assert f"{NOTHING} {ANYWAY}" in " ".join(screen_text(pilot).split())
        assert logged(workspace) == []

        await press(pilot, "enter")
        assert "✗ No answer" in screen_text(pilot)
        assert logged(workspace)[1].rating == 1


async def test_arrows_and_space_pick(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.SELECT_ALL)), "enter") as pilot:
        assert "▌  [ ] 1  " in screen_text(pilot)
        await press(pilot, "space", "space")
        assert page(pilot).question_state.picks == ()

        await press(pilot, "down", "space")
        assert page(pilot).question_state.picks == (1,)
        assert "▌  [x] 2  " in screen_text(pilot)

        await press(pilot, "up", "up", "up", "space", "down", "space")
        assert page(pilot).question_state.picks == (0,)


async def test_a_click_on_an_option_or_its_line_picks(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELECT_ALL)), "enter") as pilot:
        row = next(
            at for at, line in enumerate(screen_lines(pilot)) if line.strip().startswith("[ ] 3")
        )
        await pilot.click(offset=(50, row))
        await press(pilot)

        assert page(pilot).question_state.picks == (2,)


async def test_more_than_ten_options_are_all_reached(
    make_workspace: Callable[..., Workspace],
) -> None:
    wrong = ", ".join(f"Choice number {n}" for n in range(12))
    many = (
        f"  - id: many-3a\n    ask: Which?\n    right: The one\n    wrong: [{wrong}]\n    source:"
        " uspi\n    checked: 2026-11-22\n"
    )

    async with driven(make_workspace(decks.deck(many)), "enter", "0", size=(60, 18)) as pilot:
        await send(pilot, *["down"] * 13)
        await press(pilot)
        assert page(pilot).question_state.picks == (9,)
        assert page(pilot).question_state.cursor == 12
        assert "10  Choice" in screen_text(pilot) or "10  The one" in screen_text(pilot)
        assert "11  " not in screen_text(pilot), "it has no key"

        await press(pilot, "space")
        assert page(pilot).question_state.picks == (12,)


@pytest.mark.parametrize("key", ["1", "space", "q"])
async def test_a_mouse_wheel_or_key_after_the_answer_picks_nothing(
    make_workspace: Callable[..., Workspace], key: str
) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE, decks.SELF))

    async with driven(workspace, "enter", "1", "enter") as pilot:
        before = page(pilot).question_state.picks
        await press(pilot, "2", "7")
        assert page(pilot).question_state.picks == before
        await press(pilot, key)
        assert len(logged(workspace)) == 2


async def test_a_patient_reads_plain_words_and_no_points(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_ALL, audience="patient"), who="patient")

    async with driven(workspace, "enter", "1", "enter", size=(80, 40)) as pilot:
        text = screen_text(pilot)

    assert "points" not in text
    assert "Incorrect" not in text
    assert "Partly right. Worth another look." in text
    assert "comes again today" in text
    missed = next(line for line in text.splitlines() if "also right" in line)
    assert missed.strip().startswith("✓"), "a right one that was missed is no alarm"


async def test_a_patient_who_picked_nothing_reads_so(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_ALL, audience="patient"), who="patient")

    async with driven(workspace, "enter", "enter", "enter") as pilot:
        assert "You did not pick an answer." in screen_text(pilot)
        assert "↑↓ More" in footer(pilot), "the page is longer than the screen"


async def test_an_override_takes_the_learners_own_grade(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE))

    async with driven(workspace, "enter") as pilot:
        await press(pilot, number_of(pilot, "amylase"), "enter", "o")
        assert "1 Again" in screen_text(pilot)
        assert "Graded Again. Override the grade" in screen_text(pilot)
        assert getattr(pilot.app.focused, "press_of", None) == Press("grade", "1")

        await press(pilot, "3")
        assert "Graded Good: due " in screen_text(pilot)
        assert "Your grade: Good." in screen_text(pilot)
        assert [(event.kind, event.rating) for event in logged(workspace)] == [
            ("session", None),
            ("review", 1),
            ("void", None),
            ("review", 3),
        ]


@pytest.mark.parametrize("key", ["escape", "o"])
async def test_an_override_can_be_left(make_workspace: Callable[..., Workspace], key: str) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE))

    async with driven(workspace, "enter", "1", "enter", "o", key) as pilot:
        assert "1 Again" not in screen_text(pilot)
        assert page(pilot).mode() == "answered"
        assert len(logged(workspace)) == 2


def test_steps_are_put_in_order_by_picking_them() -> None:
    from learnms.kinds.present import Question

    question = Question("order", "In which order?", Arrange(("a", "b", "c")), 1, order=((2, 0, 1),))
    state = QuestionState()
    for place in (1, 2, 0):
        state, refusal = question_state.pick(state, question, place)
        assert not refusal

    assert question_state.answer(state, question, "").order == (0, 1, 2)
    assert places(question) == [(0, 2), (0, 0), (0, 1)]
    assert moved(state, question, -1).cursor == 0, "the last of the learner's order"
