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
from tests.tui.pilot import (
    click_on,
    driven,
    flat,
    footer,
    logged,
    page,
    press,
    screen_lines,
    screen_text,
    shown_numbers,
    title,
)

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
        text = flat(pilot)

        assert title(pilot).startswith("Dosing and schedule")
        assert title(pilot).endswith("1 of 2 · about 1 min")
        assert "━" not in screen_lines(pilot)[2], "nothing is answered yet"
        assert "How is the first 600 mg of Ocrevus given into a vein?" in text
        assert "Show answer space" in text
        assert ANSWER not in text
        assert "Again" not in text
        assert footer(pilot).startswith("space Show  h Hint  - Bury")


@pytest.mark.parametrize("key", ["space", "enter"])
async def test_showing_puts_the_answer_below_the_same_question(
    make_workspace: Callable[..., Workspace], key: str
) -> None:
    async with driven(make_workspace(TWO), "enter", key) as pilot:
        asked, _, shown = flat(pilot).partition(ANSWER)

        assert "How is the first 600 mg of Ocrevus given into a vein?" in asked
        assert "OCREVUS prescribing information §2.2" in shown
        assert "1 Again 2 Hard 3 Good 4 Easy" in shown
        assert footer(pilot).startswith("space Good  1–4 Grade  - Bury")


async def test_each_grade_says_when_the_card_comes_again(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", "space") as pilot:
        intervals = page(pilot).review.item.intervals  # type: ignore[union-attr]
        words = flat(pilot).partition("4 Easy")[2]

    assert words.strip().startswith(
        " ".join(["10 min", *(interval(intervals[rating]) for rating in Rating if rating > 1)])
    )


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
        assert "· asked again" in title(pilot)

        await press(pilot, "space", "3")
        assert isinstance(pilot.app.screen, SummaryScreen)


@pytest.mark.parametrize("column", [1, 2, 3, 4])
async def test_the_grades_are_big_buttons(
    make_workspace: Callable[..., Workspace], column: int
) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter", "space") as pilot:
        await click_on(pilot, f"{column} {['Again', 'Hard', 'Good', 'Easy'][column - 1]}")

        assert logged(workspace)[1].rating == column


async def test_showing_and_good_can_be_clicked(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter") as pilot:
        await click_on(pilot, "Show answer")
        assert ANSWER in screen_text(pilot)

        await click_on(pilot, "space Good")
        assert logged(workspace)[1].rating == 3


async def test_keys_without_room_come_with_a_click_on_the_dots(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", size=(60, 18)) as pilot:
        assert footer(pilot).endswith("…")
        assert "Suspend" not in footer(pilot)

        for _ in range(3):
            if "Suspend" not in footer(pilot):
                await click_on(pilot, "…")
        await click_on(pilot, "@ Suspend")
        assert "every six months" in screen_text(pilot)
        assert footer(pilot).startswith("space Show")


async def test_two_buttons_are_forgot_and_remembered(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(TWO, buttons=2)

    async with driven(workspace, "enter", "space") as pilot:
        assert "1 Forgot 2 Remembered" in flat(pilot)

        await press(pilot, "3", "4")
        assert logged(workspace) == []

        await press(pilot, "2")
        assert logged(workspace)[1].rating == 3


async def test_a_patient_has_two_plain_words(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.PATIENT, audience="patient"), who="patient")

    async with driven(workspace, "enter", "space") as pilot:
        assert "1 Look again 2 I knew it later today in 2 days" in flat(pilot)
        assert "Again" not in flat(pilot)
        assert footer(pilot).startswith("space I knew it")

        await press(pilot, "2")
        assert logged(workspace)[1].rating == 3


async def test_the_hint_shows_on_h(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(TWO)

    async with driven(workspace, "enter", "h") as pilot:
        assert "Hint: It is split." in screen_text(pilot)
        assert "h Hint" not in screen_text(pilot)

        await press(pilot, "space", "3")
        assert logged(workspace)[1].answer["hint"] is True
        assert "Hint:" not in screen_text(pilot)
        assert "h Hint" not in screen_text(pilot)


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
        assert "answer changed since you learned it" in flat(pilot)


async def test_a_cloze_shows_the_answer_and_the_sentence_around_it(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.CLOZE)), "enter", "space") as pilot:
        assert "600 mg Maintenance is 600 mg every six months." in flat(pilot)


async def test_a_patient_sees_the_gap_and_what_to_do(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.CLOZE, audience="patient"), who="patient")

    async with driven(workspace, "enter") as pilot:
        assert "Maintenance is ____ (dose) every six months." in flat(pilot)
        assert "Think of the missing word." in flat(pilot)


async def test_the_number_of_cards_stays_and_those_to_repeat_are_said_apart(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF, decks.CLOZE)), "enter") as pilot:
        assert "1 of 2 · about 1 min" in screen_text(pilot)

        await press(pilot, "space", "1")
        assert "2 of 2 · 1 to repeat" in screen_text(pilot)

        await press(pilot, "space", "3")
        assert "asked again" in title(pilot)
        assert "2 of 2 · about 1 min" in title(pilot)


async def test_own_words_stand_beside_the_key_points(
    make_workspace: Callable[..., Workspace],
) -> None:
    keys = ("enter", "t", *"ab", "enter")
    async with driven(make_workspace(decks.deck(decks.TEACH)), *keys, size=(80, 40)) as pilot:
        assert "0 of 3 covered Your words ab" in flat(pilot)
        assert footer(pilot).startswith("1–3 Check ")


async def test_an_exhibit_has_tabs(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.EXHIBIT)), "enter") as pilot:
        assert "Story Vitals" in flat(pilot)
        assert "34-year-old" in screen_text(pilot)

        await press(pilot, "]")
        assert "118/74" in screen_text(pilot)
        assert "34-year-old" not in screen_text(pilot)

        await press(pilot, "]")
        assert "34-year-old" in screen_text(pilot)
        await press(pilot, "[")
        assert "118/74" in screen_text(pilot)


async def test_a_small_window_shows_the_exhibits_in_place_of_the_question(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.EXHIBIT)), "enter", size=(60, 18)) as pilot:
        asked = screen_text(pilot)
        assert "34-year-old" not in asked
        assert "c Case" in footer(pilot)

        await press(pilot, "]")
        assert "34-year-old" in screen_text(pilot)
        await press(pilot, "]")
        assert "118/74" in screen_text(pilot)
        await press(pilot, "]")
        assert screen_text(pilot) == asked
        await press(pilot, "[")
        assert "118/74" in screen_text(pilot)

        await press(pilot, "space")
        assert screen_text(pilot) == asked, "a key of the hidden question only goes back to it"
        await press(pilot, "c", "escape")
        assert screen_text(pilot) == asked


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
        assert any("• Line 1 of a long card" in line for line in lines)
        assert "1 Again" in flat(pilot)


async def test_leaving_goes_home_and_everything_answered_is_saved(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", "space", "3", "q") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert shown_numbers(pilot)["new"] == "1"
        assert "1/2" in screen_text(pilot)


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
        assert ANSWER in flat(pilot)
        assert "1 Again 2 Hard 3 Good 4 Easy" in flat(pilot)
        assert footer(pilot).startswith("space Good  1–4 Grade")
        assert "? Help" in footer(pilot)


async def test_at_60_by_18_buttons_keep_their_words_in_the_contrast_theme(
    make_workspace: Callable[..., Workspace],
) -> None:
    patients = decks.deck(decks.PATIENT, audience="patient", title="Plain words", ident="plain")
    workspace = make_workspace(patients, who="patient", theme="contrast")
    async with driven(workspace, "enter", "space", size=(60, 18)) as pilot:
        assert "1 Look again" in flat(pilot)
        assert "2 I knew it" in flat(pilot)


async def test_down_to_40_by_12_and_back_nothing_breaks(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", "space") as pilot:
        for size in ((40, 12), (20, 6), (120, 40), (80, 24)):
            await pilot.resize_terminal(*size)
            await press(pilot)
            if size == (40, 12):
                assert "1 Again 2 Hard 3 Good 4 Easy" in flat(pilot)
                assert "Two infusions of 300 mg" in screen_text(pilot)

        assert ANSWER in screen_text(pilot)


async def test_the_title_says_whose_rules_a_card_asks_about(
    make_workspace: Callable[..., Workspace],
) -> None:
    american = decks.deck(decks.SELF.replace("    ask:", "    region: [us]\n    ask:", 1))
    async with driven(make_workspace(american), "enter") as pilot:
        assert title(pilot).startswith("Dosing and schedule · US rules")


SOURCED = """
  - id: share-9a
    ask: Roughly what share of people with MS have primary progressive MS (PPMS)?
    answer: Roughly 10-15%
    explain: >-
      Three sources give 10-15%, 15% and about 10%. PPMS is the less common form: most people
      with MS have another course.
    source: [uspi opening of a long chapter, uspi §14.2 and its tables, uspi §1]
    checked: 2026-11-22
"""


async def test_question_answer_and_explanation_stand_together_on_a_small_terminal(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(SOURCED))

    async with driven(workspace, "enter", "space", size=(80, 24)) as pilot:
        text = flat(pilot)
        assert "Roughly what share of people with MS" in text
        assert "Roughly 10-15%" in text
        assert "most people with MS have another course." in text
        assert "From 3 sources, checked November 22, 2026" in text

        await press(pilot, "i")
        assert "OCREVUS prescribing information opening of a long chapter" in flat(pilot)

    async with driven(workspace, "enter", "space", size=(80, 40)) as pilot:
        assert "OCREVUS prescribing information §14.2" in flat(pilot)
