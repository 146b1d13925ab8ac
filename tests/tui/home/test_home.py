"""The first page: what waits, where to begin, what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.engine.workspace import Workspace
from learnms.tui.home.help import HelpScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.review.screen import ReviewScreen
from learnms.tui.settings.screen import SettingsScreen
from tests.factories import decks
from tests.tui.pilot import driven, press, screen_lines, screen_text, send

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.pilot import Clock

TWO = (decks.deck(decks.SELF, decks.CLOZE), decks.deck(decks.TYPED, title="Safety", ident="safety"))


async def test_it_says_what_waits_and_lists_the_decks(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO)) as pilot:
        lines = screen_lines(pilot)

    assert lines[1].split() == ["learnms", "Sunday", "22", "November"]
    assert lines[3].strip() == "3 cards today, about 1 minute."
    assert lines[5].split() == ["▸", "Review", "3", "new", "enter"]
    assert lines[6].split() == [
        "Quiz",
        "10",
        "questions,",
        "or",
        "as",
        "many",
        "as",
        "you",
        "like",
        "t",
    ]
    assert lines[7].split() == ["Custom", "study", "study", "ahead,", "cram,", "reschedule", "a"]
    assert lines[9].split() == [
        "Dosing",
        "and",
        "schedule",
        "2",
        "new",
        "░░░░░░░░░░",
        "0",
        "of",
        "2",
    ]
    assert lines[10].split()[0] == "Safety"
    assert lines[9].index("0 of 2") == lines[10].index("0 of 1")
    assert lines[23].split() == [
        "enter",
        "review",
        "b",
        "browse",
        "g",
        "progress",
        "p",
        "plan",
        "?",
        "help",
        "s",
        "settings",
        "q",
        "quit",
        "…",
    ]


async def test_enter_reviews_everything(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO), "enter") as pilot:
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.screen.review.session.total == 3


async def test_enter_on_a_deck_reviews_that_deck(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO), "down", "down", "down", "down", "enter") as pilot:
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert [part.card for part in pilot.app.screen.review.plan] == ["target-1c"]


async def test_the_cursor_stays_in_the_menu(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO), "up", "up") as pilot:
        assert "▸ Review" in screen_text(pilot)
        await press(pilot, *["down"] * 6)
        assert "▸ Safety" in screen_text(pilot)


async def test_a_click_on_a_row_starts_it(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO)) as pilot:
        await pilot.click(offset=(6, 10))
        await press(pilot)

        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.screen.review.session.total == 1


async def test_clicks_on_the_key_line_do_what_the_keys_do(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO)) as pilot:
        line = screen_lines(pilot)[23]
        await pilot.click(offset=(line.index("? help"), 23))
        await press(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)

        await press(pilot, "escape")
        await pilot.click(offset=(line.index("settings"), 23))
        await press(pilot)
        assert isinstance(pilot.app.screen, SettingsScreen)


async def test_when_nothing_is_due_it_says_what_next(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO, new_per_day=1), "enter", "space", "3", "enter") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        text = screen_text(pilot)
        assert "Nothing is due." in text
        assert "2 new cards left. Press n to learn 2 now." in text

        await press(pilot, "n")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.screen.review.session.total == 2


async def test_enter_on_a_deck_studies_it(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO, new_per_day=3), *["down"] * 4, "enter") as pilot:
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert [part.card for part in pilot.app.screen.review.plan] == ["target-1c"]


async def test_enter_on_a_deck_asks_once_before_it_goes_beyond_the_new_cards_of_the_day(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO, new_per_day=1), "enter", "space", "3", "enter") as pilot:
        await press(pilot, "down", "down", "down", "enter")
        assert "Today's new card is done. Learn 1 more from this deck?" in screen_text(pilot)
        assert screen_lines(pilot)[-1].split() == ["enter", "learn", "n", "no"]

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
        make_workspace(decks.deck(decks.SELF), TWO[1]),
        *["down"] * 3,
        "enter",
        "space",
        "3",
        "enter",
    ) as pilot:
        await press(pilot, *["down"] * 3, "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Nothing of “Dosing and schedule” is due today." in screen_text(pilot)
        assert pilot.app.screen.mode() == "home"


async def test_n_on_a_deck_brings_more_of_that_deck_also_when_the_day_is_done(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO, new_per_day=1), "enter", "space", "3", "enter") as pilot:
        await press(pilot, "down", "down", "down", "n")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert [part.card for part in pilot.app.screen.review.plan] == ["target-1c"]


async def test_the_footer_says_what_enter_does_with_the_row(
    make_workspace: Callable[..., Workspace],
) -> None:
    case = decks.deck().removesuffix("cards:\n").replace("id: dosing", "id: visits") + decks.CASE
    async with driven(make_workspace(*TWO, case)) as pilot:
        said = []
        for _ in range(6):
            said.append(screen_lines(pilot)[-1].split("  ")[1])
            await press(pilot, "down")

    assert said == [
        "enter review",
        "enter quiz",
        "enter custom study",
        "enter study",
        "enter study",
        "enter cases",
    ]


async def test_d_and_c_say_what_is_missing(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO)) as pilot:
        assert " d deck" not in screen_text(pilot)
        await press(pilot, "d")
        assert "Select a deck first (↑↓)." in screen_text(pilot)
        await press(pilot, "c")
        assert "No deck has a problem." in screen_text(pilot)


async def test_what_failed_is_counted_after_leaving_and_asked_again(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    async with driven(make_workspace(*TWO), "enter", "space", "1", "q") as pilot:
        assert "3 cards today" in screen_text(pilot)
        assert "1 to repeat, 2 new" in screen_text(pilot)
        assert "1 due" in screen_text(pilot)

        clock.wait(timedelta(minutes=10))
        await press(pilot, "enter")
        assert "asked again" in screen_lines(pilot)[0]
        assert "1 of 3" in screen_lines(pilot)[0]


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


async def test_a_quiz_that_is_half_done_is_named(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE, decks.TRUE_FALSE))
    async with driven(workspace, "t", "enter", "1", "enter", "q") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "in progress: 1 of 2 answered" in screen_text(pilot)


async def test_when_all_is_learned_it_says_so(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF)), "enter", "space", "4", "enter"
    ) as pilot:
        text = screen_text(pilot)

    assert "All caught up. Come back tomorrow." in text
    assert "1 of 1" in text
    assert "██████████" in text


async def test_what_is_due_is_counted(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    async with driven(make_workspace(*TWO), "enter", "space", "3", "q"):
        clock.wait(timedelta(days=30))
    async with driven(make_workspace(*TWO)) as pilot:
        text = screen_text(pilot)

    assert "1 due, 2 new" in text
    assert "1 due" in text


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
    assert "enter review" not in text


async def test_problems_are_named_and_c_says_how_to_see_them(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF), files={"my-ward.yaml": decks.BROKEN})
    ) as pilot:
        text = screen_text(pilot)
        assert "! my-ward.yaml has" in text
        assert "; its other card can be studied" in text
        assert "learnms check" not in text

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
    assert "learned" not in text


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
        assert "▸ Deck" in screen_text(pilot)
        await send(pilot, *["up"] * 30)
        await press(pilot)
        assert "▸ Review" in screen_text(pilot)
        assert "30 cards today" in screen_text(pilot) or "10 cards today" in screen_text(pilot)
        await press(pilot, "pagedown")
        assert "cards today" not in screen_text(pilot)


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

    assert "1 card today" in text
    assert "0 of 1" not in text
    assert "%" not in text


async def test_it_is_whole_at_60_by_18_and_holds_down_to_40_by_12(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*TWO), size=(60, 18)) as pilot:
        lines = screen_lines(pilot)
        assert "3 cards today, about 1 minute." in lines[3]
        assert lines[9].rstrip().endswith("0 of 2")
        assert lines[17].split() == [
            "enter",
            "review",
            "b",
            "browse",
            "g",
            "progress",
            "p",
            "plan",
            "?",
            "help",
            "…",
        ]

        await pilot.resize_terminal(40, 12)
        await press(pilot)
        assert "Dosing and schedule" in screen_text(pilot)
        assert screen_lines(pilot)[11].startswith("  enter review")

        await pilot.resize_terminal(120, 40)
        await press(pilot)
        assert any("Sunday 22 November" in line for line in screen_lines(pilot))


async def test_a_row_leads_to_the_other_ways(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*TWO), "down", "down", "enter") as pilot:
        assert screen_lines(pilot)[1].startswith("  Custom study")
        assert "all decks" in screen_text(pilot)


async def test_n_brings_new_cards_while_something_waits(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(*TWO, new_per_day=1)
    async with driven(workspace, "enter", "space", "3", "enter") as pilot:
        clock.wait(timedelta(days=30))
        workspace.settings = replace(workspace.settings, new_per_day=0)
        await press(pilot, "s", "escape")
        assert "1 card today" in screen_text(pilot)

        await press(pilot, "n")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert pilot.app.screen.review.session.total == 3
        assert "1 due card comes first, then the new ones." in screen_text(pilot)


async def test_n_on_a_learned_deck_says_that_it_is(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(*TWO), *["down"] * 3, "enter", "space", "3", "space", "3", "enter"
    ) as pilot:
        await press(pilot, *["down"] * 3, "n")

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
        assert "Paused until 22 December: learned cards wait" in text
        assert "Press u to undo." in text

        clock.wait(timedelta(days=20))
        await press(pilot, "u")
        assert "Undone: 1 card is due as before." in screen_text(pilot)
        assert "Paused" not in screen_text(pilot)
        assert "1 card today" in screen_text(pilot)


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
