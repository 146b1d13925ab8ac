"""The first page: what waits, where to begin, what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from learnms.days_off import DaysOff
from learnms.engine.home.wording import half_done
from learnms.engine.workspace import Workspace
from learnms.store.records import HalfDone
from learnms.tui.help.screen import HelpScreen
from learnms.tui.home.deck import DeckScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.quiz.screen import QuizScreen
from learnms.tui.review.screen import ReviewScreen
from learnms.tui.settings.screen import SettingsScreen
from tests.factories import decks
from tests.tui.pilot import driven, press, screen_lines, screen_text, send, shown_numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.pilot import Clock

TWO = (decks.deck(decks.SELF, decks.CLOZE), decks.deck(decks.TYPED, title="Safety", ident="safety"))


def row_of(lines: list[str], title: str) -> str:
    """The line of a deck, without what stands in the column beside it."""
    return next(line for line in lines if title in line).rstrip(" ▄▂█▁▃▅▆▇")


def squeezed_words(pilot: Pilot[int]) -> str:
    """What stands on the screen, on one line."""
    return " ".join(screen_text(pilot).split())


async def test_it_says_what_it_is_what_waits_and_lists_the_decks(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO)) as pilot:
        await pilot.pause()
        lines = screen_lines(pilot)
        numbers, text = shown_numbers(pilot), screen_text(pilot)

    assert "learnms · flashcards and quizzes about ocrelizumab" in lines[1]
    assert "Nov 22" in lines[1]
    assert numbers == {"new": "3", "minute": "1"}
    assert row_of(lines, "Dosing and schedule").split()[-2:] == ["2", "0/2"]
    assert row_of(lines, "Dosing").index("0/2") == row_of(lines, "Safety").index("0/1")
    assert "Start learning  enter" in text
    assert lines[23].split()[:2] == ["enter", "Learn"]
    assert lines[23].split()[-2:] == ["ctrl+p", "Commands"]


async def test_before_the_first_card_it_says_how_it_works_and_offers_an_exam_date(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO), size=(120, 40)) as pilot:
        assert "Recall the answer, show it" in squeezed_words(pilot)
        assert "Set exam date  p" in screen_text(pilot)

        await press(pilot, "enter", "space", "3", "q")
        assert "Recall the answer, show it" not in squeezed_words(pilot)
        assert "Quiz  t" in screen_text(pilot)


async def test_enter_reviews_everything(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO), "enter") as pilot:
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.screen.review.session.total == 3


async def test_enter_on_a_deck_reviews_that_deck(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO), "down", "down", "enter") as pilot:
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert [part.card for part in pilot.app.screen.review.plan] == ["target-1c"]


async def test_the_arrows_go_from_the_button_to_the_decks_and_back(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO), "up", "up") as pilot:
        assert "▸" not in screen_text(pilot)
        await press(pilot, *["down"] * 6)
        assert "▸ Safety" in re.sub(" +", " ", screen_text(pilot))
        await press(pilot, "up", "up")
        assert "▸" not in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.screen.review.session.total == 3


async def test_the_arrows_go_from_one_button_to_the_other(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO), "right") as pilot:
        assert "Set exam date  enter" in screen_text(pilot)
        await press(pilot, "left")
        assert "Start learning  enter" in screen_text(pilot)
        await press(pilot, "right", "enter")
        assert "Exam plan" in screen_text(pilot)


@pytest.mark.parametrize("title", ["Dosing and schedule", "Safety"])
async def test_one_click_on_a_deck_starts_it(
    make_workspace: Callable[..., Workspace], title: str
) -> None:
    async with driven(make_workspace(*TWO)) as pilot:
        row = next(at for at, line in enumerate(screen_lines(pilot)) if title in line)
        await pilot.click(offset=(12, row))
        await press(pilot)

        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.screen.review.session.total == (2 if title.startswith("Dosing") else 1)


async def test_a_click_on_a_button_does_it(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO)) as pilot:
        await pilot.click("#first")
        await press(pilot)

        assert isinstance(pilot.app.screen, ReviewScreen)


async def test_clicks_on_the_key_line_do_what_the_keys_do(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO)) as pilot:
        await pilot.pause()
        line = screen_lines(pilot)[23]
        await pilot.click(offset=(line.index("? Help"), 23))
        await press(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)

        await press(pilot, "escape", "s")
        assert isinstance(pilot.app.screen, SettingsScreen)


async def test_when_nothing_is_due_it_says_what_next(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO, new_per_day=1), "enter", "space", "3", "enter") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        text = screen_text(pilot)
        assert "All caught up." in text
        assert "2 new cards left. Press n to learn 2 now." in text
        assert "Learn 2 more  n" in text
        assert screen_lines(pilot)[-1].split()[:2] == ["enter", "Quiz"]

        await press(pilot, "n")
        assert "Today's new cards are done. Learn 2 more?" in screen_text(pilot)

        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.screen.review.session.total == 2


async def test_enter_after_the_last_card_of_the_day_brings_a_patient_no_more(
    make_workspace: Callable[..., Workspace],
) -> None:
    deck = decks.deck(decks.SELF, decks.PATIENT, audience="patient")
    workspace = make_workspace(deck, who="patient", new_per_day=1)

    async with driven(workspace, "enter", "space", "2", "enter") as pilot:
        assert "Done for today  enter" in screen_text(pilot)

        await press(pilot, "enter")
    assert sum(event.kind == "review" for event in workspace.queries.events.all()) == 1


async def test_who_was_away_is_welcomed(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    async with driven(make_workspace(*TWO), "enter", "space", "3", "q") as pilot:
        assert "Welcome back." not in screen_text(pilot)
    clock.wait(timedelta(days=6))
    async with driven(make_workspace(*TWO)) as pilot:
        assert "Welcome back." not in screen_text(pilot)
    clock.wait(timedelta(days=1))
    async with driven(make_workspace(*TWO)) as pilot:
        assert "Welcome back. Nothing is lost" in screen_text(pilot)


async def test_a_patient_sees_no_charts_and_no_terms(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELF, audience="patient"), who="patient")

    async with driven(workspace, size=(120, 40)) as pilot:
        text = screen_text(pilot)

    for word in ("Next 7 days", "Study days", "Due", "Deck", "Browse", "ocrelizumab"):
        assert word not in text.replace("Ocrelizumab", ""), word


async def test_enter_on_a_deck_studies_it(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO, new_per_day=3), "down", "enter") as pilot:
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert {part.card for part in pilot.app.screen.review.plan} == {
            "first-dose-1a",
            "upkeep-1b",
        }


async def test_enter_on_a_deck_asks_once_before_it_goes_beyond_the_new_cards_of_the_day(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO, new_per_day=1), "enter", "space", "3", "enter") as pilot:
        await press(pilot, "down", "down", "enter")
        assert "Today's new card is done. Learn 1 more from this deck?" in screen_text(pilot)
        assert screen_lines(pilot)[-1].split()[:4] == ["enter", "Learn", "n", "No"]

        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Learn 1 more" not in screen_text(pilot)

        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert [part.card for part in pilot.app.screen.review.plan] == ["target-1c"]


async def test_a_deck_without_anything_new_says_that_nothing_of_it_is_due(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF), TWO[1]), "down", "enter", "space", "3", "enter"
    ) as pilot:
        await press(pilot, "down", "down", "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "No cards are due in “Dosing and schedule” today." in screen_text(pilot)
        assert pilot.app.screen.mode() == "home"


async def test_n_on_a_deck_brings_more_of_that_deck_also_when_the_day_is_done(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO, new_per_day=1), "enter", "space", "3", "enter") as pilot:
        await press(pilot, "down", "down", "n", "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert [part.card for part in pilot.app.screen.review.plan] == ["target-1c"]


async def test_the_footer_says_what_enter_does_now(
    make_workspace: Callable[..., Workspace],
) -> None:
    case = decks.deck().removesuffix("cards:\n").replace("id: dosing", "id: visits") + decks.CASE
    async with driven(make_workspace(*TWO, case)) as pilot:
        said = []
        for key in ("tab", "tab", "down", "down", "shift+tab"):
            await pilot.pause()
            said.append(screen_lines(pilot)[-1].strip().split("  ")[0])
            await press(pilot, key)
        await pilot.pause()
        said.append(screen_lines(pilot)[-1].strip().split("  ")[0])

    assert said == [
        "enter Learn",
        "enter Set exam date",
        "enter Study deck",
        "enter Study deck",
        "enter Open cases",
        "enter Set exam date",
    ]


async def test_d_and_c_say_what_is_missing(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO)) as pilot:
        assert " d Deck" not in screen_text(pilot)
        await press(pilot, "d")
        assert "Select a deck first (↑↓)." in screen_text(pilot)
        await press(pilot, "c")
        assert "No problems in any deck." in screen_text(pilot)
        await press(pilot, "down")
        assert "No problems in any deck." not in screen_text(pilot)


async def test_a_patient_is_told_to_select_a_topic(
    make_workspace: Callable[..., Workspace],
) -> None:
    patient = make_workspace(decks.deck(decks.PATIENT, audience="patient"), who="patient")
    async with driven(patient) as pilot:
        await press(pilot, "d")
        assert "Select a topic first (↑↓)." in screen_text(pilot)


async def test_what_failed_is_counted_after_leaving_and_asked_again(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    async with driven(make_workspace(*TWO), "enter", "space", "1", "q") as pilot:
        assert shown_numbers(pilot) == {"due": "1", "new": "2", "minute": "1"}

        clock.wait(timedelta(minutes=10))
        await press(pilot, "enter")
        assert "1 of 3" in screen_text(pilot)
        assert "asked again" in screen_text(pilot)


async def test_u_takes_the_last_answer_of_a_review_back_and_asks_it_again(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF)), "enter", "space", "3", "enter"
    ) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        await press(pilot, "u")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert "Undone: your answer to this card." in screen_text(pilot)

        await press(pilot, "q", "u")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Nothing to undo today." in screen_text(pilot)


@pytest.mark.parametrize(("key", "state"), [("-", "buried"), ("@", "suspended")])
async def test_u_undoes_what_was_done_in_browse_and_stays(
    make_workspace: Callable[..., Workspace], key: str, state: str
) -> None:
    workspace = make_workspace(decks.deck(decks.SELF))
    async with driven(workspace, "enter", "space", "3", "enter", "b", "escape", key) as pilot:
        await press(pilot, "escape", "u")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert f"is no longer {state}." in " ".join(screen_text(pilot).split())


async def test_a_quiz_that_is_half_done_is_named(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE, decks.TRUE_FALSE))
    async with driven(workspace, "t", "enter", "1", "enter", "q") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Quiz in progress: 1 of 2 answered." in screen_text(pilot)
        await press(pilot, "t", "t")
        assert isinstance(pilot.app.screen, QuizScreen)
        assert pilot.app.screen.quiz.index == 1, "its key resumes it"


@pytest.mark.parametrize(
    ("quizzes", "said"),
    [
        ([HalfDone(1, 10), HalfDone(2, 10)], "2 quizzes in progress."),
        ([HalfDone(10, 10)], "Quiz in progress: all answered. Resume it to finish."),
        ([HalfDone(10, 10, is_submitted=True)], "Quiz submitted: count it toward your schedule?"),
    ],
)
def test_stopped_quizzes_are_told_apart(quizzes: list[HalfDone], said: str) -> None:
    assert half_done(quizzes) == said


async def test_when_all_is_learned_it_says_so(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF)), "enter", "space", "4", "enter"
    ) as pilot:
        text = screen_text(pilot)

    assert "All caught up." in text
    assert "Come back tomorrow." in text
    assert "1/1" in text
    assert "━━━━━━━━━━ " in text


async def test_what_is_due_is_counted(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    async with driven(make_workspace(*TWO), "enter", "space", "3", "q"):
        clock.wait(timedelta(days=30))
    async with driven(make_workspace(*TWO)) as pilot:
        assert shown_numbers(pilot) == {"due": "1", "new": "2", "minute": "1"}
        first = next(line for line in screen_lines(pilot) if "0/1" in line or "1/2" in line)

    assert first.split()[-4:-2] == ["1", "1"], "what is due comes first"


async def test_an_empty_library_says_what_to_do(
    tmp_path: Path, clock: Clock, make_workspace: Callable[..., Workspace]
) -> None:
    make_workspace()
    (tmp_path / "empty").mkdir()
    workspace = Workspace(tmp_path / "other", [str(tmp_path / "empty")], clock)
    from learnms.settings import Settings

    workspace.settings = Settings(who="student")

    async with driven(workspace, "enter", "n") as pilot:
        text = " ".join(screen_text(pilot).split())
    workspace.close()

    assert "No decks yet." in text
    assert "learnms new" in text
    assert "enter Review" not in text
    assert "Start" not in text


async def test_problems_are_named_and_c_shows_them(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF), files={"my-ward.yaml": decks.BROKEN})
    ) as pilot:
        text = screen_text(pilot)
        assert "! my-ward.yaml: " in text
        assert "3 problems. 1 card can be studied." in text
        assert "learnms check" not in text

        await press(pilot, "c")
        assert isinstance(pilot.app.screen, DeckScreen)
        assert "3 problems in this file" in screen_text(pilot)
        assert "(card fine-2a, line" in " ".join(screen_text(pilot).split())


async def test_c_names_the_commands_for_several_decks_with_problems(
    make_workspace: Callable[..., Workspace],
) -> None:
    other = decks.BROKEN.replace("id: ", "id: b-").replace("deck: ", "deck: B ")
    files = {"a.yaml": decks.BROKEN, "b.yaml": other}
    async with driven(make_workspace(decks.deck(decks.SELF), files=files)) as pilot:
        await press(pilot, "c")
        assert "learnms check " in " ".join(screen_text(pilot).split())

        await press(pilot, "c")
        assert "learnms check " not in " ".join(screen_text(pilot).split())


async def test_decks_without_a_fit_card_are_not_called_learned(
    make_workspace: Callable[..., Workspace],
) -> None:
    broken = decks.BROKEN.replace("answer: The charge nurse.", "anser: The charge nurse.")

    async with driven(make_workspace(broken)) as pilot:
        text = screen_text(pilot)

    assert "No cards can be studied yet." in text
    assert "Fix the problems below. Press c for details." in text
    assert "0/" not in text


async def test_another_learnms_leaves_reading_only(
    make_workspace: Callable[..., Workspace],
) -> None:
    first = make_workspace(*TWO)
    second = make_workspace(*TWO)
    assert second.read_only
    assert second.notice is not None

    async with driven(second) as pilot:
        assert "! " + second.notice.split(".")[0][:30] in " ".join(screen_text(pilot).split())
        await press(pilot, "enter")

        assert isinstance(pilot.app.screen, HomeScreen)
        assert "reviews can't be saved here" in " ".join(screen_text(pilot).split())
    assert first.store is None


async def test_long_lists_scroll_with_the_cursor(make_workspace: Callable[..., Workspace]) -> None:
    texts = [
        decks.deck(
            decks.SELF.replace("first-dose-1a", f"card-{n}-x"),
            title=f"Deck {n:02}",
            ident=f"deck-{n}",
        )
        for n in range(30)
    ]

    async with driven(make_workspace(*texts)) as pilot:
        await send(pilot, *["down"] * 30)
        await press(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)
        assert pilot.app.screen.table.cursor_row == 29
        assert any("▸" in line for line in screen_lines(pilot))
        assert "Start learning" in screen_text(pilot), "the sheet stays"
        await send(pilot, *["up"] * 30)
        await press(pilot)
        assert "Deck 00" in screen_text(pilot)
        await press(pilot, "down", "pagedown")
        assert "Deck 00" not in screen_text(pilot)


async def test_q_ends(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace()) as pilot:
        await pilot.press("q")
        await pilot.pause()

    assert pilot.app.return_code == 0


async def test_decks_changed_on_disk_show_on_coming_back(
    make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    async with driven(make_workspace(*TWO), "enter") as pilot:
        (tmp_path / "library" / "new.yaml").write_text(
            decks.deck(decks.SINGLE, title="Brand new", ident="brand-new"), "utf-8"
        )
        assert "Brand new" not in screen_text(pilot)

        await press(pilot, "q")
        assert "Brand new" in screen_text(pilot)


async def test_a_patient_sees_no_counts_of_what_is_learned(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.PATIENT, audience="patient"), who="patient")
    ) as pilot:
        text = screen_text(pilot)

    assert "Start learning" in text
    assert "0/1" not in text
    assert "%" not in text


async def test_it_is_whole_at_60_by_18_and_holds_down_to_40_by_12(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO), size=(60, 18)) as pilot:
        await pilot.pause()
        lines = screen_lines(pilot)
        assert "ocrelizumab" in lines[0]
        assert "3 new   1 min" in screen_text(pilot)
        assert row_of(lines, "Dosing and schedule").endswith("0/2")
        assert lines[17].split()[:2] == ["enter", "Learn"]
        assert "?" in lines[17]

        await pilot.resize_terminal(40, 12)
        await press(pilot)
        await pilot.pause()
        assert "Dosing" in screen_text(pilot)
        assert screen_lines(pilot)[11].strip().startswith("enter Learn")

        await pilot.resize_terminal(120, 40)
        await press(pilot)
        assert shown_numbers(pilot) == {"new": "3", "minute": "1"}
        assert "Sunday, November 22" in screen_text(pilot)


async def test_a_leads_to_custom_study_of_all_or_of_a_deck(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO), "a") as pilot:
        assert "Custom study" in screen_text(pilot)
        assert "all decks" in screen_text(pilot)
        await press(pilot, "escape", "down", "a")
        assert "Dosing and schedule" in screen_text(pilot)


async def test_n_brings_new_cards_while_something_waits(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(*TWO, new_per_day=1)
    async with driven(workspace, "enter", "space", "3", "enter") as pilot:
        clock.wait(timedelta(days=30))
        workspace.settings = replace(workspace.settings, new_per_day=0)
        await press(pilot, "s", "escape")
        assert shown_numbers(pilot) == {"due": "1", "minute": "1"}

        await press(pilot, "n", "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.screen.review.session.total == 3
        assert "1 due card first, then new cards." in screen_text(pilot)


async def test_n_on_a_learned_deck_says_that_it_is(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(*TWO), "down", "enter", "space", "3", "space", "3", "enter"
    ) as pilot:
        await press(pilot, "down", "down", "n")

        assert isinstance(pilot.app.screen, HomeScreen)
        assert "This deck has no new cards left." in screen_text(pilot)


async def test_a_pause_is_named_and_u_takes_it_back_on_a_later_day_too(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF)), "enter", "space", "3", "enter"
    ) as pilot:
        await press(pilot, "a", "down", "down", "down", "3", "0", "enter", "enter", "escape")
        text = " ".join(screen_text(pilot).split())
        assert "Paused until December 22: no reviews" in text
        assert "Press u to undo." in text

        clock.wait(timedelta(days=20))
        await press(pilot, "u")
        assert "Pause undone: due date of 1 card restored." in screen_text(pilot)
        assert "Paused" not in screen_text(pilot)
        assert shown_numbers(pilot) == {"due": "1", "minute": "1"}


async def test_a_pause_that_is_over_is_not_named(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF)), "enter", "space", "3", "enter"
    ) as pilot:
        await press(pilot, "a", "down", "down", "down", "3", "0", "enter", "enter", "escape")
        clock.wait(timedelta(days=30))
        await press(pilot, "s", "escape")
        assert "Paused" not in screen_text(pilot)


async def test_a_day_off_is_said_and_enter_studies_anyway(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(*TWO)
    today = workspace.today
    off = DaysOff.of([(today, today + timedelta(days=2))])
    workspace.choose(replace(workspace.settings, days_off=off))

    async with driven(workspace) as pilot:
        text = squeezed_words(pilot)
        assert "Days off through November 24: no reviews are planned." in text
        assert "3 cards can wait. To study anyway, press enter." in text
        assert "Study anyway enter" in text
        assert shown_numbers(pilot) == {}

        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)
