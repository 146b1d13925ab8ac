"""The search: every key, the mouse, many cards at once, what is not understood, and where
nothing can be written.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual import events

from learnms.engine.browse.search_help import hint
from learnms.engine.review.start import start_review
from learnms.engine.voice import NURSE
from learnms.engine.workspace import Workspace
from learnms.kinds.score import Answer
from learnms.study.event import Draft, Part
from learnms.tui.browse.card import CardScreen
from learnms.tui.browse.leeches import NONE, LeechScreen
from learnms.tui.browse.screen import NOTHING, BrowseScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.kit.content import QUIET
from learnms.tui.kit.keys import KEYS
from learnms.tui.kit.modes import MODES, resolve
from tests.factories import decks
from tests.tui.browse.helpers import LIBRARY, browse_page, ids, searching, shown, typed
from tests.tui.pilot import driven, press, screen_lines, screen_text, send, settle, squeezed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.pilot import Clock

SERUM = ["screen-1d", "before-1e", "groups-2e"]


def words_of(pilot: Pilot[int]) -> str:
    """What stands on the screen, however it is wrapped."""
    return " ".join(screen_text(pilot).split())


def memory_of(workspace: Workspace, card: str, part: str | None = None) -> object:
    return workspace.queries.memory.memory(Part(card, part))


async def test_everything_is_listed_and_only_what_is_seen_is_drawn(
    make_workspace: Callable[..., Workspace],
) -> None:
    many = decks.deck(
        *(decks._kind(f"card-{at:03}", f"Question {at:03}", "answer: yes") for at in range(300))
    )

    async with searching(make_workspace(many)) as pilot:
        assert "300 of 300 rows" in words_of(pilot)
        assert len(shown(pilot)) < 20
        assert len(ids(pilot)) == 300
        assert hint(NURSE) in words_of(pilot)


async def test_it_searches_with_every_letter(make_workspace: Callable[..., Workspace]) -> None:
    async with searching(make_workspace(LIBRARY), "=serum") as pilot:
        assert ids(pilot) == SERUM
        assert "3 of 21 rows" in words_of(pilot)
        await typed(pilot, "= amyl")
        assert ids(pilot) == SERUM
        await typed(pilot, "=asezz")
        assert ids(pilot) == []
        assert NOTHING in words_of(pilot)
        await typed(pilot, "backspace", "backspace")
        assert ids(pilot) == SERUM


@pytest.mark.parametrize(
    ("query", "said", "found"),
    [
        ("serum is:sus", "`is:sus` is incomplete. Use is:suspended.", 3),
        ("serum or", "`or` needs a term on each side.", 3),
        ("serum (", "A `(` has no matching `)`.", 3),
        ("deck:nope", "No deck matches `nope`.", 0),
        ("is:new dek:x", "`dek:` is not a search field", 19),
    ],
)
async def test_what_is_not_understood_is_said_while_the_rest_is_found(
    make_workspace: Callable[..., Workspace], query: str, said: str, found: int
) -> None:
    async with searching(make_workspace(LIBRARY), f"={query}") as pilot:
        assert said in words_of(pilot)
        assert len(ids(pilot)) == found


async def test_arrows_move_the_list_while_typing_and_enter_opens(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with searching(make_workspace(LIBRARY), "=serum", "down", "down", "up") as pilot:
        assert browse_page(pilot).cursor == 1
        await typed(pilot, "enter")
        assert isinstance(pilot.app.screen, CardScreen)
        assert "looked at before the first dose" in words_of(pilot)

        await typed(pilot, "escape", "down", "end", "= live")
        assert browse_page(pilot).field.value == "serum live"


async def test_the_words_of_the_last_search_are_replaced_by_typing(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with searching(make_workspace(LIBRARY), "=serum", "escape", "/", "=pre") as pilot:
        assert browse_page(pilot).field.value == "pre"

        await typed(pilot, "enter", "escape", "/", "=serum")
        assert browse_page(pilot).field.value == "serum", "as after going back from a card"


async def test_letters_are_keys_after_escape_and_letters_again_after_the_stroke(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(LIBRARY)
    async with searching(workspace, "=n*@", "escape", "*") as pilot:
        assert browse_page(pilot).field.value == "n*@"
        assert workspace.queries.events.count() == 0, "nothing is found, so nothing is flagged"
        await typed(pilot, "/", "backspace", "backspace", "backspace", "=a/")
        assert browse_page(pilot).field.value == "a/"


def test_in_the_field_only_enter_escape_control_and_the_arrows_are_commands() -> None:
    for mode in ("browse text", "browse write"):
        keys = {key for group in MODES[mode] for action in group for key in KEYS[action].keys}
        assert keys <= {"enter", "escape", "up", "down", "pageup", "pagedown"}


@pytest.mark.parametrize("mode", ["browse", "browse card", "browse leeches", "browse report"])
def test_there_is_a_way_out(mode: str) -> None:
    assert resolve(mode, "escape") in ("leave_page", "close_panel")


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_the_way_back_leads_home(make_workspace: Callable[..., Workspace], key: str) -> None:
    async with searching(make_workspace(LIBRARY), "escape", key) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_page_moves_and_the_cursor_stays_in_view(
    make_workspace: Callable[..., Workspace],
) -> None:
    many = decks.deck(
        *(decks._kind(f"card-{at:03}", f"Question {at:03}", "answer: yes") for at in range(100))
    )

    async with searching(make_workspace(many), "pagedown", "pagedown") as pilot:
        page = browse_page(pilot)
        assert page.cursor > 20
        assert Part(f"card-{page.cursor:03}") in shown(pilot)
        await typed(pilot, *["pagedown"] * 9)
        assert (page.cursor, shown(pilot)[-1]) == (99, Part("card-099"))
        await typed(pilot, *["pageup"] * 9)
        assert (page.cursor, page.rows.scroll_offset.y) == (0, 0)
        await pilot.resize_terminal(60, 18)
        await settle(pilot)
        assert len(shown(pilot)) < 12
        assert "Question 000" in words_of(pilot)


# -- changing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "said", "query"),
    [
        ("@", "1 card suspended. Press u to undo.", "is:suspended"),
        ("-", "1 card buried until tomorrow. Press u to undo.", "is:buried"),
        ("*", "1 card flagged. Press u to undo.", "is:flagged"),
    ],
)
async def test_a_key_changes_the_row_at_the_cursor_and_back(
    make_workspace: Callable[..., Workspace], key: str, said: str, query: str
) -> None:
    workspace = make_workspace(LIBRARY)
    before = memory_of(workspace, "before-1e")

    async with searching(workspace, "=serum", "down", "escape", key) as pilot:
        assert said in words_of(pilot)
        assert memory_of(workspace, "before-1e") != before
        await typed(pilot, "/", *["backspace"] * 5, f"={query}")
        assert ids(pilot) == ["before-1e"]

        await typed(pilot, "escape", key)
        assert memory_of(workspace, "before-1e") == before
        await typed(pilot, "u")
        assert " again." in words_of(pilot)
        assert memory_of(workspace, "before-1e") != before
        await typed(pilot, "u", "u")
        assert "Nothing to undo today." in words_of(pilot)
        assert memory_of(workspace, "before-1e") == before


async def test_many_are_marked_and_changed_in_one_go(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(LIBRARY)

    async with searching(workspace, "=serum", "escape", "space", "down", "space") as pilot:
        assert "3 of 21 rows · 2 selected" in words_of(pilot)
        assert sum(line.strip().startswith(("✓", "▸ ✓")) for line in screen_lines(pilot)) == 2
        await typed(pilot, "@")
        assert "2 cards suspended." in words_of(pilot)
        assert [workspace.queries.memory.memory(Part(card)).suspended for card in SERUM] == [
            True,
            False,
            True,
        ]

        await typed(pilot, "a", "*")
        assert "3 cards flagged." in words_of(pilot)
        await typed(pilot, "u", "u")
        assert [workspace.queries.memory.memory(Part(card)).suspended for card in SERUM] == [
            False
        ] * 3
        await typed(pilot, "a")
        assert "selected" not in words_of(pilot)


async def test_marks_stay_while_another_query_is_typed_and_are_counted(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(LIBRARY)

    async with searching(
        workspace, "=serum", "escape", "a", "/", *["backspace"] * 5, "=premed"
    ) as pilot:
        assert "3 selected, 3 not shown" in words_of(pilot)
        await typed(pilot, "escape", "*")
        assert "3 cards flagged." in words_of(pilot)


async def test_a_note_is_written_changed_and_found(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(LIBRARY)

    async with searching(workspace, "=serum", "escape", "n", "=Zebra 1", "enter") as pilot:
        assert "Note saved on 1 card." in words_of(pilot)
        assert "note · new" in words_of(pilot)
        await typed(pilot, "n", "=2", "enter", "/", *["backspace"] * 5, "=zebra")
        assert ids(pilot) == ["screen-1d"]
        assert [event.data["text"] for event in workspace.queries.events.all()] == [
            "Zebra 1",
            "Zebra 12",
        ]

        await typed(pilot, "escape", "n", "=more", "escape")
        assert workspace.queries.events.count() == 2
        await typed(pilot, "n", *["backspace"] * 8, "enter")
        assert "Note removed from 1 card." in words_of(pilot)


async def test_a_day_is_set_and_a_wrong_one_is_mended(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(LIBRARY)

    async with searching(workspace, "=serum", "escape", "d", "=soon", "enter") as pilot:
        assert "`soon` is not a date." in words_of(pilot)
        await typed(pilot, *["backspace"] * 4, "=+3", "enter")
        assert "1 card now due on November 25." in words_of(pilot)
        assert workspace.queries.memory.memory(Part("screen-1d")).due is not None


async def test_forgetting_asks_first(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(LIBRARY)
    workspace.open_store().append([Draft(kind="review", card="screen-1d", rating=3, target=0.9)])

    async with searching(workspace, "=serum", "escape", "r") as pilot:
        assert "Reset this card?" in words_of(pilot)
        await typed(pilot, "n")
        assert not workspace.queries.memory.memory(Part("screen-1d")).is_new
        await typed(pilot, "a", "r")
        assert "Reset 3 cards?" in words_of(pilot)
        await typed(pilot, "y")
        assert "1 card reset to new. 2 already new." in words_of(pilot)
        assert workspace.queries.memory.memory(Part("screen-1d")).is_new
        await typed(pilot, "u")
        assert not workspace.queries.memory.memory(Part("screen-1d")).is_new


async def test_a_long_sentence_hides_no_row(make_workspace: Callable[..., Workspace]) -> None:
    many = decks.deck(
        *(decks._kind(f"card-{at:03}", f"Question {at:03}", "answer: yes") for at in range(60))
    )

    async with searching(
        make_workspace(many), "escape", "pagedown", "a", "*", size=(40, 18)
    ) as pilot:
        page = browse_page(pilot)
        assert page.message.size.height >= 2
        assert len(shown(pilot)) == page.rows.page_rows
        await typed(pilot, "down")
        assert f"Question {page.cursor:03}" in screen_text(pilot)


async def test_parts_of_cases_have_no_schedule_and_drafts_no_id(
    make_workspace: Callable[..., Workspace],
) -> None:
    draft = LIBRARY.replace("  - id: before-1e\n    ask:", "  - ask:")
    workspace = make_workspace(draft)

    async with searching(workspace, "=is:case or is:draft", "escape", "a", "@") as pilot:
        assert len(ids(pilot)) == 3
        assert "3 rows skipped: drafts and case questions are not scheduled." in words_of(pilot)
        await typed(pilot, "*")
        assert "2 cards flagged. 1 row skipped: drafts cannot be flagged or noted yet." in words_of(
            pilot
        )


async def test_a_change_of_many_says_that_it_takes_a_moment(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnms.tui.browse.card_actions.MANY", 2)
    say, said = BrowseScreen.say, []

    def noted(page: BrowseScreen, text: str = "", style: str = QUIET) -> None:
        said.append(text)
        say(page, text, style)

    monkeypatch.setattr(BrowseScreen, "say", noted)

    async with searching(make_workspace(LIBRARY), "=serum", "escape", "a") as pilot:
        for key, sentence in (
            ("*", "3 cards flagged."),
            ("u", "Undone: 3 cards are no longer flagged."),
        ):
            said.clear()
            await typed(pilot, key)
            while sentence not in words_of(pilot):
                await pilot.pause(0.01)
            assert next(text for text in said if text) in (
                "Changing 3 cards…",
                "Restoring 3 cards…",
            )


async def test_taking_back_an_answer_reads_the_answers_anew(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(LIBRARY)
    workspace.open_store().append([Draft(kind="review", card="screen-1d", rating=1, target=0.9)])

    async with searching(workspace, "=rated:1", "escape") as pilot:
        assert ids(pilot) == ["screen-1d"]
        await typed(pilot, "u")
        assert "Undone: your answer to “What must be known before the first…”." in words_of(pilot)
        assert ids(pilot) == []


async def test_where_nothing_can_be_written_looking_works_and_changing_is_refused(
    make_workspace: Callable[..., Workspace], tmp_path: Path, clock: Clock
) -> None:
    first = make_workspace(LIBRARY)
    first.open_store()
    with Workspace(tmp_path / "home", [str(tmp_path / "library")], clock) as workspace:
        assert workspace.read_only
        async with searching(workspace, "=serum") as pilot:
            assert ids(pilot) == SERUM
            for key in ("*", "@", "-", "n", "d", "r", "u"):
                await typed(pilot, "escape", key)
                assert "Read-only:changescan'tbesavedhere." in squeezed(pilot), key
                await typed(pilot, "/")
            await typed(pilot, "enter")
            assert isinstance(pilot.app.screen, CardScreen)
            await typed(pilot, "*")
            assert "Read-only:changescan'tbesavedhere." in squeezed(pilot)
    assert first.queries.events.count() == 0


# -- orders, leeches, files ------------------------------------------------------------------------


async def test_typing_after_a_card_goes_on_behind_the_query(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with searching(make_workspace(LIBRARY), *"ser") as pilot:
        await press(pilot, "enter", "escape", "u")
        assert browse_page(pilot).field.value == "seru"


async def test_at_60_columns_the_order_leaves_the_count(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with searching(make_workspace(LIBRARY), "escape", "s", size=(60, 18)) as pilot:
        assert "21 of 21 rows · by due date" in words_of(pilot)


async def test_orders_go_round(make_workspace: Callable[..., Workspace], clock: Clock) -> None:
    workspace = make_workspace(LIBRARY)
    store = workspace.open_store()
    store.append(
        [
            Draft(kind="review", card="live-1g", rating=1, target=0.9),
            Draft(kind="review", card="rate-1h", rating=4, target=0.9),
        ]
    )

    async with searching(workspace, "escape") as pilot:
        assert ids(pilot)[0] == "first-dose-1a"
        await typed(pilot, "s")
        assert (ids(pilot)[:2], "Sorted by due date, soonest first." in words_of(pilot)) == (
            ["live-1g", "rate-1h"],
            True,
        )
        await typed(pilot, "s")
        assert (ids(pilot)[:2], "by stability, lowest first" in words_of(pilot)) == (
            ["live-1g", "rate-1h"],
            True,
        )
        assert "stability 8 days" in words_of(pilot)
        await typed(pilot, "s")
        assert "by lapses, most first" in words_of(pilot)
        await typed(pilot, "s")
        assert ids(pilot)[0] == "first-dose-1a"


async def test_a_patient_sees_no_counts(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(
        decks.deck(decks.PATIENT, decks.TYPED, audience="patient"), who="patient"
    )
    store = workspace.open_store()
    for _ in range(9):
        store.append([Draft(kind="review", card="target-1c", rating=1, target=0.9)])
        clock.wait(_days(2))

    async with searching(workspace, "escape", "s") as pilot:
        assert "by the day they come" in words_of(pilot)
        await typed(pilot, "s")
        assert "Sorted by topic." in words_of(pilot), "no order by failure"
        await typed(pilot, "l")
        text = screen_text(pilot)
        assert "Which protein on B cells" in text
        assert "times" not in text
        assert "forgotten" not in text


def _days(number: int) -> timedelta:
    return timedelta(days=number)


async def test_the_list_of_what_slips_away(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(decks.deck(decks.TYPED, decks.SELF))
    async with searching(workspace, "escape", "l") as pilot:
        assert NONE in words_of(pilot)
        await typed(pilot, "enter", "escape", "q")
    workspace.open_store()
    for at in range(9):
        review = start_review(workspace, decks=["dosing"], limit=1)
        review.submit(_answer("CD19" if at % 2 else "CD3"))
        clock.wait(_days(9))

    async with searching(workspace, "escape", "l") as pilot:
        assert isinstance(pilot.app.screen, LeechScreen)
        assert "8 lapses" in words_of(pilot)
        assert "“CD3” instead of “CD20”, 5 times" in words_of(pilot)
        await typed(pilot, "enter")
        assert isinstance(pilot.app.screen, CardScreen)
        await typed(pilot, "@", "escape")
        assert "suspended" in words_of(pilot)
        await typed(pilot, "?")
        assert "Keys" in words_of(pilot)
        await typed(pilot, "escape", "escape")
        assert "suspended" in words_of(pilot)


def _answer(text: str) -> Answer:
    return Answer(text=text)


async def test_the_editor_is_opened_at_the_line_or_the_place_is_said(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with searching(make_workspace(LIBRARY), "=serum", "escape", "e") as pilot:
        assert "setEDITORorVISUAL.Thecardisat" in squeezed(pilot)
        line = LIBRARY.split("\n").index("  - id: screen-1d") + 1
        assert f"deck-1.yaml:{line}" in squeezed(pilot)
        monkeypatch.setattr("learnms.tui.browse.card_actions.is_shipped", lambda _: True)
        await typed(pilot, "e")
        assert "This deck is part of learnms." in words_of(pilot)
        await typed(pilot, "n")
        # the application of the tests
        assert not (pilot.app.workspace.home_folder / "decks").exists()  # type: ignore[attr-defined]
        await typed(pilot, "e", "y")
        # the application of the tests
        assert (pilot.app.workspace.home_folder / "decks" / "deck-1.yaml").exists()  # type: ignore[attr-defined]
        assert f"decks/deck-1.yaml:{line}" in squeezed(pilot)


async def test_a_deck_that_was_changed_is_read_anew_and_marks_stay(
    make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    deck = tmp_path / "library" / "deck-1.yaml"
    async with searching(make_workspace(LIBRARY), "=serum", "escape", "space") as pilot:
        deck.write_text(
            LIBRARY.replace("Serum amylase", "Plasma amylase").replace(
                "  - id: before-1e", "  - id: before-1x"
            ),
            "utf-8",
        )
        pilot.app.refresh_decks()  # type: ignore[attr-defined]  # the application of the tests
        await asyncio.sleep(0.05)
        await settle(pilot)
        page = browse_page(pilot)
        assert page.browser is not None
        assert [str(page.browser.entry(row).part) for row in page.marked] == ["screen-1d"]
        assert ids(pilot) == ["before-1x"]


async def test_help_and_back(make_workspace: Callable[..., Workspace]) -> None:
    async with searching(make_workspace(LIBRARY), "escape", "?") as pilot:
        assert "Browse" in words_of(pilot) or "Keys" in words_of(pilot)
        await typed(pilot, "escape")
        assert "Browse" in words_of(pilot)


async def test_keys_before_the_first_row_is_there_do_no_harm(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(LIBRARY), "b") as pilot:
        for key in ("enter", "down", "escape", "enter", "*", "a", "space", "s", "l", "e", "t", "u"):
            await send(pilot, key)
        await settle(pilot)


# -- the mouse -------------------------------------------------------------------------------------


async def click_on(pilot: Pilot[int], text: str, column: int | None = None) -> None:
    line = next(at for at, line in enumerate(screen_lines(pilot)) if text in line)
    await pilot.click(
        offset=(screen_lines(pilot)[line].index(text) if column is None else column, line)
    )
    await settle(pilot)


async def test_rows_marks_and_the_field_can_be_clicked(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with searching(make_workspace(LIBRARY), "=serum") as pilot:
        await click_on(pilot, "What must be looked at")
        assert browse_page(pilot).cursor == 1
        await click_on(pilot, "What belongs where", 4)
        assert "1 selected" in words_of(pilot)
        await click_on(pilot, "What belongs where", 4)
        assert "selected" not in words_of(pilot)
        await click_on(pilot, "What must be looked at")
        assert isinstance(pilot.app.screen, CardScreen)
        await typed(pilot, "escape", "escape")
        assert browse_page(pilot).mode() == "browse"
        await click_on(pilot, "serum", 8)
        assert browse_page(pilot).mode() == "browse text"


async def test_the_wheel_moves_the_rows(make_workspace: Callable[..., Workspace]) -> None:
    many = decks.deck(
        *(decks._kind(f"card-{at:03}", f"Question {at:03}", "answer: yes") for at in range(100))
    )

    async with searching(make_workspace(many)) as pilot:
        page = browse_page(pilot)
        await pilot._post_mouse_events([events.MouseScrollDown], widget=page.rows, offset=(5, 5))
        await settle(pilot)
        assert page.rows.scroll_offset.y > 0
        assert shown(pilot)[0] != Part("card-000")
        await typed(pilot, "down")
        assert Part("card-001") in shown(pilot), "the row at the cursor is in view again"


# -- the card beside the rows ----------------------------------------------------------------------


async def test_from_100_columns_the_card_at_the_cursor_stands_beside(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with searching(
        make_workspace(LIBRARY), "=serum", "escape", "down", size=(120, 40)
    ) as pilot:
        assert "looked at before the first dose" in words_of(pilot)
        assert "* flagged" not in words_of(pilot)

        await typed(pilot, "*")
        assert "* flagged" in words_of(pilot), "it follows what is done to the card"
        await typed(pilot, "up")
        assert "* flagged" not in words_of(pilot)
        await typed(pilot, "/", "=zz")
        assert browse_page(pilot).card.text.flow.entries == ()


async def test_below_100_columns_the_rows_have_all_the_room(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with searching(make_workspace(LIBRARY), "=serum") as pilot:
        page = browse_page(pilot)
        assert not page.card.display
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert page.card.display
        assert page.card.text.flow.entries


async def test_where_nothing_is_found_searches_are_shown_by_example(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with searching(make_workspace(LIBRARY), "=zzz") as pilot:
        assert "also reps, s, d, r, due" in words_of(pilot)
        await typed(pilot, *["backspace"] * 3)
        assert "also reps, s, d, r, due" not in words_of(pilot)
