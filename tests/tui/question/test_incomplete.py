"""An incomplete answer is sent on a second enter only, for every kind and on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.kinds.incomplete import ANYWAY, NOTHING
from tests.factories import decks
from tests.tui.pilot import driven, logged, number_of, page, press, quiz_page, screen_text
from tests.tui.quiz.helpers import ALL, answers, quiz_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace

PARTLY = (
    ("order", "2", "3 steps are not placed."),
    ("match", "1", "2 rows are empty."),
    ("matrix-one", "1", "3 rows are empty."),
    ("matrix-any", "1", "1 row is empty."),
    ("groups", "1", "1 group is empty."),
    ("dropdown", "1", "1 blank is empty."),
    ("bowtie", "1", "4 answers are missing."),
)
SHAPES = {
    "order": decks.ORDER,
    "match": decks.MATCH,
    "matrix-one": decks.MATRIX_ONE,
    "matrix-any": decks.MATRIX_ANY,
    "groups": decks.GROUPS,
}
SHAPES |= {"dropdown": decks.DROPDOWN, "bowtie": decks.BOWTIE}


@pytest.mark.parametrize("mode", ["tutor", "exam"])
@pytest.mark.parametrize(("kind", "key", "says"), PARTLY)
async def test_a_partly_filled_answer_of_a_quiz(
    make_workspace: Callable[..., Workspace], kind: str, key: str, says: str, mode: str
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, key, "enter", quiz=quiz_of(workspace, kind, mode=mode)) as pilot:
        assert f"{says} {ANYWAY}" in screen_text(pilot)
        assert answers(workspace) == []

        await press(pilot, "enter")
        assert len(answers(workspace)) == 1


@pytest.mark.parametrize(("kind", "key", "says"), PARTLY)
async def test_a_partly_filled_answer_of_a_review(
    make_workspace: Callable[..., Workspace], kind: str, key: str, says: str
) -> None:
    workspace = make_workspace(decks.deck(SHAPES[kind]))

    async with driven(workspace, "enter", key, "enter") as pilot:
        assert f"{says} {ANYWAY}" in screen_text(pilot)
        await press(pilot, "enter")

    assert logged(workspace)[-1].rating == 1


async def test_select_n_with_fewer_is_asked_about_and_select_all_with_one_is_not(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_N, decks.SELECT_ALL))

    async with driven(workspace, "enter", "1", "enter") as pilot:
        assert f"1 of 2 selected. {ANYWAY}" in screen_text(pilot)
        await press(pilot, "enter", "enter", "1", "enter")
        assert page(pilot).mode() == "answered"

    assert len(logged(workspace)) == 3


async def test_a_case_asks_too(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)
    async with driven(workspace, "enter", quiz=quiz_of(workspace, "case")) as pilot:
        assert f"{NOTHING} {ANYWAY}" in screen_text(pilot)
        assert answers(workspace) == []


@pytest.mark.parametrize("between", [("2",), ("space",), ("*",), ("w", "escape")])
async def test_another_answer_or_another_sentence_takes_the_question_back(
    make_workspace: Callable[..., Workspace], between: tuple[str, ...]
) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_N))

    async with driven(workspace, "enter", "1", "down", "enter", *between) as pilot:
        if between == ("space",):
            await press(pilot, "space")
        elif between == ("2",):
            await press(pilot, "2")
        await press(pilot, "enter")
        assert f"1 of 2 selected. {ANYWAY}" in screen_text(pilot)

    assert [event.kind for event in logged(workspace) if event.kind == "review"] == []


async def test_an_order_that_was_sent_incomplete_names_the_first_step_that_is_missing(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "order")) as pilot:
        shown = quiz_page(pilot).item.question.order[0]
        await press(pilot, str(shown.index(0) + 1), "enter", "enter")
        text = screen_text(pilot)
        assert "The first wrong step is number 2." in text
        assert "You: not placed" in text

    assert answers(workspace)[-1].points == 0


async def test_going_on_with_an_unchanged_incomplete_answer_of_an_exam_asks_no_more(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_N, decks.SINGLE))

    async with driven(
        workspace, "1", quiz=quiz_of(workspace, "select-n", "single", mode="exam")
    ) as pilot:
        if quiz_page(pilot).item.question.kind != "select-n":
            await press(pilot, "enter", "1")
        at = quiz_page(pilot).quiz.index
        await press(pilot, "enter", "enter")
        given = len(answers(workspace))
        quiz_page(pilot).jump(at)
        await press(pilot, "enter")
        assert ANYWAY not in screen_text(pilot)

    assert len(answers(workspace)) == given


@pytest.mark.parametrize("mode", ["tutor", "exam"])
@pytest.mark.parametrize("text", ["1]", ","])
async def test_what_is_no_number_is_asked_back_in_every_mode(
    make_workspace: Callable[..., Workspace], mode: str, text: str
) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace,
        *text,
        "enter",
        quiz=quiz_of(workspace, "calculation", mode=mode, confidence=True),
    ) as pilot:
        assert "Type a number, such as 12 or 2.5." in screen_text(pilot)
        assert quiz_page(pilot).mode() == "quiz text"

    assert answers(workspace) == []


async def test_more_than_ten_options_in_lists_have_a_digit_each(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace, "5", "right", "4", "right", "5", quiz=quiz_of(workspace, "bowtie"), size=(80, 40)
    ) as pilot:
        assert quiz_page(pilot).question_state.picks == (4, 8, 13)
        assert (
            sum("[ ] 1  " in line or "( ) 1  " in line for line in screen_text(pilot).splitlines())
            == 3
        )
        await press(pilot, "6")
        assert "Options are numbered 1 to 5." in screen_text(pilot)


async def test_a_correct_pick_is_one_enter(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE))

    async with driven(workspace, "enter") as pilot:
        await press(pilot, number_of(pilot, "amylase"), "enter")

    assert len(logged(workspace)) == 2
