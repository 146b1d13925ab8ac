"""Typed answers: in the field letters are letters."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from learnms.kinds.incomplete import ANYWAY, NOTHING
from learnms.kinds.number_input import PLAIN_NUMBER
from learnms.tui.home.screen import HomeScreen
from tests.factories import decks
from tests.tui.pilot import driven, flat, logged, page, press, screen_lines, screen_text, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace


def letters(text: str) -> list[str]:
    return ["space" if char == " " else char for char in text]


async def test_the_field_has_the_letters_at_once(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.TYPED))

    async with driven(workspace, "enter", *letters("cd 20")) as pilot:
        assert pilot.app.focused is page(pilot).field
        assert page(pilot).field.value == "cd 20"
        assert screen_lines(pilot)[23].startswith("   enter Submit  ctrl+t Hint")

        await press(pilot, "enter")
        assert "✓ Correct" in screen_text(pilot)
        assert pilot.app.focused is not page(pilot).field
        assert logged(workspace)[1].answer["text"] == "cd 20"


async def test_every_printable_key_is_text(make_workspace: Callable[..., Workspace]) -> None:
    keys = string.ascii_lowercase[4:24:2] + "XZ" + string.digits[:4] + "-@*?[]/+"

    async with driven(make_workspace(decks.deck(decks.TYPED)), "enter") as pilot:
        await send(pilot, *keys)
        await press(pilot)
        assert page(pilot).field.value == keys


async def test_a_wrong_one_is_shown_beside_the_right_one(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.TYPED))

    async with driven(workspace, "enter", *"CD19", "enter") as pilot:
        text = flat(pilot)

    assert "Answer: CD20" in text
    assert "✗ Your answer CD19" in text
    assert "✓ Answer CD20" in text
    assert "Also correct CD20 antigen" in text


async def test_a_number_with_two_meanings_is_asked_back_and_kept(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.CALCULATION))

    async with driven(workspace, "enter", *"1,000", "enter") as pilot:
        assert "Is that 1000 or 1.000? Type it without the comma." in screen_text(pilot)
        assert page(pilot).field.value == "1,000"
        assert pilot.app.focused is page(pilot).field
        assert logged(workspace) == []

        await press(pilot, *["backspace"] * 5, *letters("125 ml/h"), "enter")
        assert "✓ Correct" in screen_text(pilot)
        assert "✓ Answer 125 mL/h" in flat(pilot)
        assert logged(workspace)[1].points == 1


async def test_a_calculation_says_its_unit_and_its_numbers(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.CALCULATION)), "enter") as pilot:
        assert "A bag holds 500 mL and runs for 4 hours. What is the rate?" in flat(pilot)
        assert "Type the number, in mL/h, rounded to a whole number." in flat(pilot)


async def test_a_calculation_is_worked_out_and_explained_with_the_numbers_drawn(
    make_workspace: Callable[..., Workspace],
) -> None:
    explained = decks.CALCULATION.replace(
        "    source:", "    explain: At {= bag / hours} mL/h {hours} hours are enough.\n    source:"
    )
    async with driven(
        make_workspace(decks.deck(explained)), "enter", *letters("100"), "enter"
    ) as pilot:
        assert "bag ÷ hours = 500 ÷ 4 = 125 mL/h" in flat(pilot)
        assert "At 125 mL/h 4 hours are enough." in flat(pilot)


async def test_a_right_number_with_a_wrong_unit_is_told_apart(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.CALCULATION)), "enter", *letters("125 mg"), "enter"
    ) as pilot:
        assert "Right number, wrong unit" in screen_text(pilot)


async def test_nothing_typed_is_asked_about_once(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.TYPED))

    async with driven(workspace, "enter", "enter") as pilot:
        assert f"{NOTHING} {ANYWAY}" in " ".join(screen_text(pilot).split())

        await press(pilot, "x")
        assert f"{NOTHING} {ANYWAY}" not in " ".join(screen_text(pilot).split())
        await press(pilot, "backspace", "enter", "enter")
        assert "✗ No answer" in screen_text(pilot)
        assert logged(workspace)[1].rating == 1


async def test_ctrl_t_is_the_hint_and_makes_it_hard_at_best(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.TYPED))

    async with driven(workspace, "enter", "ctrl+t", *"CD20") as pilot:
        assert "Hint: Two letters, two digits." in screen_text(pilot)
        assert page(pilot).field.value == "CD20"

        await press(pilot, "enter")
        assert "Hint used: Hard at best." in screen_text(pilot)
        assert logged(workspace)[1].rating == 2


async def test_escape_makes_letters_keys_and_enter_goes_back(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.TYPED)), "enter", *"CD", "escape") as pilot:
        assert pilot.app.focused is None
        assert screen_lines(pilot)[23].startswith("   enter Type  h Hint  - Bury")

        await press(pilot, "i")
        assert "About this card" in screen_text(pilot)
        await press(pilot, "escape", "*")
        assert "Flagged." in screen_text(pilot)

        await press(pilot, "enter", *"20")
        assert page(pilot).field.value == "CD20"


async def test_escape_then_q_leaves(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(
        make_workspace(decks.deck(decks.TYPED)), "enter", "q", "escape", "q"
    ) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_click_into_the_field_goes_back_to_typing(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.TYPED)), "enter", "escape") as pilot:
        await pilot.click(Input)
        await press(pilot, "x")

        assert page(pilot).field.value == "x"
        assert page(pilot).mode() == "ask text"


async def test_the_field_is_empty_on_the_next_card(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.TYPED, decks.CALCULATION))

    async with driven(workspace, "enter", *"CD20", "enter", "enter") as pilot:
        assert "What is the rate?" in screen_text(pilot)
        assert page(pilot).field.value == ""
        assert pilot.app.focused is page(pilot).field


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_ctrl_q_and_ctrl_c_end_even_while_typing(
    make_workspace: Callable[..., Workspace], key: str
) -> None:
    async with driven(make_workspace(decks.deck(decks.TYPED)), "enter", "x") as pilot:
        await pilot.press(key)
        await pilot.pause()

    assert pilot.app.return_code == 0


async def test_the_cursor_does_not_blink(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.TYPED)), "enter") as pilot:
        assert not page(pilot).field.cursor_blink
        assert pilot.app.animation_level == "none"


async def test_escapes_pasted_into_the_field_are_marks_afterwards(
    make_workspace: Callable[..., Workspace],
) -> None:
    from textual import events

    async with driven(make_workspace(decks.deck(decks.TYPED)), "enter") as pilot:
        page(pilot).field.post_message(events.Paste("a\x1b[31mb"))
        await press(pilot)
        assert "\x1b" not in screen_text(pilot)

        await press(pilot, "enter")
        assert r"a\x1b[31mb" in screen_text(pilot)


async def test_a_burst_of_keys_keeps_its_order(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.TYPED)), "enter") as pilot:
        await send(pilot, *"abcdef", *["backspace"] * 3, *"xyz", "home", "delete", "_")
        await press(pilot)
        assert page(pilot).field.value == "_bcxyz"


async def test_a_burst_of_keys_keeps_its_order_in_an_explanation(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.TEACH)), "enter", "t") as pilot:
        await send(pilot, *"abc", *["backspace"] * 2, *"xy")
        await press(pilot)
        pad = page(pilot).pad
        assert pad is not None
        assert pad.text == "axy"


@pytest.mark.parametrize(
    ("typed", "is_slip"),
    [
        ("secondary progresive ms", True),
        ("secondary progresisve MS", True),
        ("secondary progerssive MS", True),
        ("secondary regressive MS", False),
        ("primary progressive MS", False),
    ],
)
async def test_one_letter_off_is_said_and_stays_incorrect(
    make_workspace: Callable[..., Workspace], typed: str, is_slip: bool
) -> None:
    asked = decks.TYPED.replace("[CD20, CD20 antigen]", "[secondary progressive MS]")

    async with driven(
        make_workspace(decks.deck(asked)), "enter", *letters(typed), "enter"
    ) as pilot:
        text = flat(pilot)
        assert "✗ Incorrect" in text
        assert ("One letter off." in text) is is_slip
        assert f"✗ Your answer {typed} ✓ Answer secondary progressive MS" in text
        assert not set("[]{}") & set(text)


async def test_a_number_field_refuses_letters_before_its_digits(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.CALCULATION)), "enter", *"l.") as pilot:
        assert page(pilot).field.value == "."
        assert PLAIN_NUMBER in screen_text(pilot)

        await press(pilot, *letters("5 mL/h"))
        assert page(pilot).field.value == ".5 mL/h"
