"""Self-graded cards: show, compare, grade."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from learnms.engine.review.start import start_review
from learnms.engine.wording import interval
from learnms.study.event import Rating
from learnms.tui.home.screen import HomeScreen
from learnms.tui.review.screen import ReviewScreen
from learnms.tui.review.summary import SummaryScreen
from tests.factories import decks
from tests.tui.pilot import driven, logged, page, press, screen_lines, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock

ANSWER = "Two infusions of 300 mg, two weeks apart."
TWO = decks.deck(decks.SELF, decks.CLOZE)


async def test_the_question_stands_alone_until_asked(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter") as pilot:
        lines = screen_lines(pilot)

    assert lines[0].split() == [
        "Dosing",
        "and",
        "schedule",
        "1",
        "of",
        "2",
        "·",
        "about",
        "1",
        "min",
    ]
    assert set(lines[1].strip()) == {"─"}, "nothing is answered yet"
    assert lines[3] == "    How is the first 600 mg of Ocrevus given into a vein?"
    assert ANSWER not in "".join(lines)
    assert "Again" not in "".join(lines)
    assert lines[23].startswith("  space show  h hint  - bury")


@pytest.mark.parametrize("key", ["space", "enter"])
async def test_showing_puts_the_answer_below_the_same_question(
    make_workspace: Callable[..., Workspace], key: str
) -> None:
    async with driven(make_workspace(TWO), "enter", key) as pilot:
        lines = screen_lines(pilot)

    assert lines[3] == "    How is the first 600 mg of Ocrevus given into a vein?"
    assert lines[6] == f"    {ANSWER}"
    assert "    OCREVUS prescribing information §2.2 · checked 22 Nov 2026" in lines
    assert lines[20].split() == ["1", "Again", "2", "Hard", "3", "Good", "4", "Easy"]
    assert lines[23].startswith("  space good  1–4 grade  - bury")


async def test_each_grade_says_when_the_card_comes_again(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", "space") as pilot:
        intervals = page(pilot).review.item.intervals  # type: ignore[union-attr]
        words = screen_lines(pilot)[21]

    assert words.split("  ")[2].strip() == "today"
    assert all(interval(intervals[rating]) in words for rating in Rating)


@pytest.mark.parametrize(
    ("key", "rating"), [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("space", 3), ("enter", 3)]
)
async def test_a_grade_is_saved_before_the_next_card_shows(
    make_workspace: Callable[..., Workspace], key: str, rating: int
) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter", "space", key) as pilot:
        assert "every six months" in screen_text(pilot)
        assert [(event.kind, event.card, event.rating) for event in logged(workspace)] == [
            ("session", None, None),
            ("review", "first-dose-1a", rating),
        ]
        assert (logged(workspace)[1].took_ms or 0) >= 0


async def test_the_due_day_is_the_one_on_the_button(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter", "space") as pilot:
        days = page(pilot).review.item.intervals[Rating.EASY]  # type: ignore[union-attr]
        await press(pilot, "4")

        assert (logged(workspace)[1].due - workspace.today).days == days  # type: ignore[operator]


@pytest.mark.parametrize("key", ["1", "2", "3", "4", "5", "x"])
async def test_before_the_answer_shows_a_grade_means_nothing(
    make_workspace: Callable[..., Workspace], key: str
) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter", key) as pilot:
        assert "How is the first 600 mg" in screen_text(pilot)
        assert logged(workspace) == []


async def test_a_failed_card_is_asked_again_until_it_is_right_once(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF)), "enter", "space", "1") as pilot:
        assert "· asked again" in screen_lines(pilot)[0]

        await press(pilot, "space", "3")
        assert isinstance(pilot.app.screen, SummaryScreen)


@pytest.mark.parametrize("column", [1, 2, 3, 4])
async def test_the_grades_are_big_buttons(
    make_workspace: Callable[..., Workspace], column: int
) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter", "space") as pilot:
        await pilot.click(offset=(4 + (column - 1) * 17 + 12, 21))
        await press(pilot)

        assert logged(workspace)[1].rating == column


async def test_showing_and_good_can_be_clicked(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter") as pilot:
        await pilot.click(offset=(4, 23))
        await press(pilot)
        assert ANSWER in screen_text(pilot)

        await pilot.click(offset=(4, 23))
        await press(pilot)
        assert logged(workspace)[1].rating == 3


async def test_keys_without_room_come_with_a_click_on_the_dots(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", size=(60, 18)) as pilot:
        first = screen_lines(pilot)[17]
        assert first.endswith("…")
        assert "suspend" not in first

        await pilot.click(offset=(len(first) - 1, 17))
        await press(pilot)
        second = screen_lines(pilot)[17]
        await pilot.click(offset=(second.index("@ suspend"), 17))
        await press(pilot)
        assert "every six months" in screen_text(pilot)
        assert screen_lines(pilot)[17].startswith("  space show")


async def test_two_buttons_are_forgot_and_remembered(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(TWO, buttons=2)

    async with driven(workspace, "enter", "space") as pilot:
        assert "1 forgot" in screen_text(pilot)
        assert "2 remembered" in screen_text(pilot)

        await press(pilot, "3", "4")
        assert logged(workspace) == []

        await press(pilot, "2")
        assert logged(workspace)[1].rating == 3


async def test_a_patient_has_two_plain_words(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.PATIENT, audience="patient"), who="patient")

    async with driven(workspace, "enter", "space") as pilot:
        lines = screen_lines(pilot)
        grades = next(line for line in lines if "look again" in line)
        assert grades.split("  ")[2] == "1 look again"
        assert "2 I knew it" in grades
        assert "Again" not in "".join(lines)
        assert "days" not in "".join(lines)
        assert lines[23].startswith("  space I knew it")

        await press(pilot, "2")
        assert logged(workspace)[1].rating == 3


async def test_the_hint_shows_on_h(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter", "h") as pilot:
        assert "Hint: It is split." in screen_text(pilot)
        assert "h hint" not in screen_text(pilot)

        await press(pilot, "space", "3")
        assert logged(workspace)[1].answer["hint"] is True
        assert "Hint:" not in screen_text(pilot)
        assert "h hint" not in screen_text(pilot)


async def test_a_changed_answer_is_said(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(decks.deck(decks.SELF))
    async with driven(workspace, "enter", "space", "4"):
        pass
    workspace.close()
    clock.wait(timedelta(days=1))

    changed = make_workspace(decks.deck(decks.SELF.replace("Two infusions", "Three infusions")))
    async with driven(changed, "enter") as pilot:
        assert "! the answer changed since you learned it" in screen_text(pilot)


async def test_a_cloze_shows_the_answer_and_the_sentence_around_it(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.CLOZE)), "enter", "space") as pilot:
        assert "    600 mg" in screen_lines(pilot)
        assert "    Maintenance is 600 mg every six months." in screen_lines(pilot)


async def test_an_exhibit_has_tabs(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.EXHIBIT)), "enter") as pilot:
        assert "[ Story ]" in screen_text(pilot)
        assert "34-year-old" in screen_text(pilot)

        await press(pilot, "]")
        assert "[ Vitals ]" in screen_text(pilot)
        assert "118/74" in screen_text(pilot)
        assert "34-year-old" not in screen_text(pilot)

        await press(pilot, "]")
        assert "[ Story ]" in screen_text(pilot)
        await press(pilot, "[")
        assert "[ Vitals ]" in screen_text(pilot)


async def test_a_long_card_scrolls_and_the_answer_comes_into_view(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.LONG)), "enter") as pilot:
        assert "Line 1 of" in screen_text(pilot)
        assert "Line 30 of" not in screen_text(pilot)

        await press(pilot, "pagedown", "pagedown", "down")
        assert "Line 30 of" in screen_text(pilot)
        await press(pilot, "pageup", "pageup", "pageup", "up")
        assert "Line 1 of" in screen_text(pilot)

        await press(pilot, "space")
        lines = screen_lines(pilot)
        assert lines[4].strip() == "• Line 1 of a long card"
        assert "1 Again" in lines[20]


async def test_leaving_goes_home_and_everything_answered_is_saved(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", "space", "3", "q") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "1 card today" in screen_text(pilot)
        assert "1 of 2" in screen_text(pilot)


async def test_leaving_a_review_that_was_asked_for_by_command_ends(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, review=start_review(workspace)) as pilot:
        assert isinstance(pilot.app.screen, ReviewScreen)
        await pilot.press("q")
        await pilot.pause()

    assert pilot.app.return_code == 0


async def test_at_60_by_18_all_is_there(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(TWO), "enter", "space", size=(60, 18)) as pilot:
        lines = screen_lines(pilot)

    assert any(ANSWER in line for line in lines)
    assert lines[14].split() == ["1", "Again", "2", "Hard", "3", "Good", "4", "Easy"]
    assert lines[17].startswith("  space good  1–4 grade  - bury  ? help")


async def test_down_to_40_by_12_and_back_nothing_breaks(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", "space") as pilot:
        for size in ((40, 12), (20, 6), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
            await press(pilot)
            if size == (40, 12):
                assert screen_lines(pilot)[8].split() == [
                    "1",
                    "Again",
                    "2",
                    "Hard",
                    "3",
                    "Good",
                    "4",
                    "Easy",
                ]
                assert "Two infusions of 300 mg" in screen_text(pilot)

        assert ANSWER in screen_text(pilot)
