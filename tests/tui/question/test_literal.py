"""Deck text is drawn as written, or as visible marks, in every field of every kind on every
page.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.engine.voice import NURSE
from learnms.settings import Settings
from learnms.text import has_unsafe, visible
from tests.factories import decks
from tests.tui.pilot import driven, number_of, page, press, settle, squeezed, squeezed_widgets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

PAYLOADS = [
    "[bold]x[/]",
    "[/] y",
    "[C7] and [Na]",
    "x[0] + x[i]",
    "[@click=app.quit]x[/]",
    "\x1b[31mred",
    "\x1b]52;c;aGk=\x07",
    "\u202egnp.exe",
    "\u200bzero",
    "[red]",
    "{ } $accent ${x}",
]
"""What must neither act nor vanish."""
TALL = (80, 120)


def q(text: str) -> str:
    """A YAML scalar in double quotes that holds the text."""
    return json.dumps(text)


def card(kind: str, evil: str) -> str:
    """A card of a kind with the payload in every field."""
    common = f"""    hint: {q(evil + " hint")}
    explain: {q(evil + " explain")}
    source: {q("uspi " + evil + " place")}
    checked: 2026-11-22
    exhibit:
      {q(evil + " tab")}: {q(evil + " exhibit")}
"""
    options = f"""    wrong:
      - {{text: {q(evil + " wrong")}, why: {q(evil + " whynot")}}}
"""
    right = f"    right: {{text: {q(evil + ' right')}, why: {q(evil + ' why')}}}\n"
    ways = {
        "flashcard": f"    ask: {q(evil + ' ask')}\n    answer: {q(evil + ' answer')}\n",
        "cloze": f"    cloze: {q(evil + ' ask {{c1::' + 'gap' + '::' + 'tip' + '}} ' + evil)}\n",
        "typed": f"    ask: {q(evil + ' ask')}\n    type: {q(evil + ' answer')}\n",
        "single": f"    ask: {q(evil + ' ask')}\n{right}{options}",
        "select-all": f"    ask: {q(evil + ' ask')}\n    select: all\n{right}{options}",
        "true-false": f"    ask: {q(evil + ' ask')}\n    true-false: true\n",
        "calculation": (
            f"    ask: {q(evil + ' ask {bag}')}\n    given:\n      - {{bag: 5}}\n    calc: bag *"
            f" 2\n    unit: {q(evil + ' unit')}\n"
        ),
    }
    return f"  - id: evil-{kind}-1a\n{(ways | shapes(evil))[kind]}{common}"


def shapes(evil: str) -> dict[str, str]:
    """The kinds that are laid out by shape. A passage has marks of its own, so its brackets are
    spelled as text.
    """
    ask, x, y, z = (f"{evil} {word}" for word in ("ask", "right", "wrong", "other"))
    plain = (
        evil.replace("\\", "")
        .replace("[", "(")
        .replace("]", ")")
        .replace("{", "(")
        .replace("}", ")")
    )
    both = (
        f"{{right: {{text: {q(x)}, why: {q(evil + ' why')}}}, wrong: [{{text: {q(y)}, why:"
        f" {q(evil + ' whynot')}}}]}}"
    )
    five = ", ".join(q(f"{evil} {n}") for n in range(3))
    two = f"{{right: [{q(x)}, {q(z)}], wrong: [{five}]}}"
    bow = (
        f"      actions: {two}\n      condition: {{right: {q(x)}, wrong: [{five}]}}\n      monitor:"
        f" {two}\n"
    )
    return {
        "order": f"    ask: {q(ask)}\n    order: [{q(x)}, {q(y)}, {q(z)}]\n",
        "match": (
            f"    ask: {q(ask)}\n    match: {{left a: {q(x)}, left b: {q(y)}}}\n    extra:"
            f" [{q(z)}]\n"
        ),
        "matrix-one": (
            f"    ask: {q(ask)}\n    columns: [{q(x)}, {q(y)}]\n    rows: {{left a: {q(x)}, left b:"
            f" {q(y)}}}\n"
        ),
        "groups": f"    ask: {q(ask)}\n    groups: {{left a: {both}, left b: {both}}}\n",
        "dropdown": (
            f"    ask: {q(ask)}\n    blanks: {q(plain + ' {{1}} ' + plain)}\n    choices: {{1:"
            f" {both}}}\n"
        ),
        "highlight": (
            f"    ask: {q(ask)}\n    highlight: {q(f'{plain} [[{plain} right]] [{plain} wrong]')}\n"
        ),
        "bowtie": f"    ask: {q(ask)}\n    bowtie:\n{bow}",
        "teach-back": f"    ask: {q(ask)}\n    teach-back: [{q(x)}, {q(y)}]\n",
    }


KINDS = ("flashcard", "cloze", "typed", "single", "select-all", "true-false", "calculation")


def evil_deck(kind: str, evil: str) -> str:
    return f"""
deck: {q(evil + " deck")}
id: evil
glossary:
  {q(evil + " term")}: {q(evil + " meaning")}
sources:
  uspi:
    title: {q(evil + " source")}
cards:
{card(kind, evil)}"""


def shows(pilot: Pilot[int], *texts: str) -> None:
    """The texts are on the screen, spelled out, and nothing there would be obeyed."""
    assert not has_unsafe(squeezed(pilot))
    screen = squeezed_widgets(pilot).replace("▌", "")
    # they stand beside the first line of an option or of the right answer
    for note in (NURSE.picked_wrong, NURSE.only_right, NURSE.missed, "due today"):
        screen = screen.replace(note.replace(" ", ""), "")
    for text in texts:
        assert "".join(visible(text).split()) in screen


async def walk(workspace: Workspace, kind: str, evil: str) -> None:
    """Through every page of the card."""
    async with driven(workspace, size=TALL) as pilot:
        shows(pilot, f"{evil} deck"[:20])
        await press(pilot, "enter")
        give_names(pilot, evil)
        await settle(pilot)
        shows(pilot, f"{evil} ask", f"{evil} exhibit", f"{evil} tab"[:40])
        await press(pilot, *(["escape"] if kind in ("typed", "calculation") else []), "h")
        shows(pilot, f"{evil} hint")
        await press(pilot, "w")
        shows(pilot, f"{evil} term", f"{evil} meaning")
        await press(pilot, "escape", "i")
        shows(pilot)
        await press(pilot, "escape", "e")
        shows(pilot)
        await answer(pilot, kind)
        shows(pilot, f"{evil} explain", f"{evil} source", f"{evil} place", *answers(kind, evil))
        await press(pilot, *(["1"] if kind in ("flashcard", "cloze") else ["o", "1", "enter"]))
        await answer(pilot, kind, well=True)
        await press(pilot, *(["3"] if kind in ("flashcard", "cloze") else ["o", "3", "enter"]))
        shows(pilot, f"{evil} ask")  # the summary names what failed once


def give_names(pilot: Pilot[int], evil: str) -> None:
    """Names of tabs and terms as they are: the reader of decks takes control characters out of
    names of fields.
    """
    screen = page(pilot)
    exhibit = ((f"{evil} tab", screen.item.exhibit[0][1]),)
    screen.review.item = replace(
        screen.item, exhibit=exhibit, glossary=((f"{evil} term", f"{evil} meaning"),)
    )
    screen.draw()


def answers(kind: str, evil: str) -> tuple[str, ...]:
    match kind:
        case "flashcard" | "typed":
            return (f"{evil} answer",)
        case "single" | "select-all":
            return f"{evil} right", f"{evil} wrong", f"{evil} why", f"{evil} whynot"
        case "calculation":
            return (f"10 {evil} unit",)
    return ()


async def answer(pilot: Pilot[int], kind: str, *, well: bool = False) -> None:
    match kind:
        case "flashcard" | "cloze":
            await press(pilot, "space")
        case "typed" | "calculation":
            (
                await press(pilot, *([] if well else ["enter"]), "z", "enter")
                if kind == "typed"
                else await press(pilot, *([] if well else ["enter"]), "7", "enter")
            )
        case "true-false":
            await press(pilot, "2", "enter")
        case _:
            await press(pilot, number_of(pilot, "wrong"), "enter")


@pytest.mark.parametrize("kind", KINDS)
async def test_all_payloads_at_once_in_every_field(
    make_workspace: Callable[..., Workspace], kind: str
) -> None:
    evil = " ".join(payload for payload in PAYLOADS if "{" not in payload or kind != "calculation")
    workspace = make_workspace(evil_deck(kind, evil))
    workspace.settings = Settings(who="student")

    await walk(workspace, kind, evil)


@pytest.mark.parametrize("payload", PAYLOADS[:6:2] + PAYLOADS[5:6])
async def test_each_payload_alone(make_workspace: Callable[..., Workspace], payload: str) -> None:
    await walk(make_workspace(evil_deck("single", payload)), "single", payload)


SHAPES = ("order", "match", "matrix-one", "groups", "dropdown", "highlight", "bowtie", "teach-back")


@pytest.mark.parametrize(
    "size",
    [
        pytest.param((120, 160), id="wide"),
        pytest.param((58, 200), id="narrow", marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("kind", SHAPES)
async def test_all_payloads_at_once_in_every_shape(
    make_workspace: Callable[..., Workspace], kind: str, size: tuple[int, int]
) -> None:
    evil = " ".join(payload for payload in PAYLOADS if "{" not in payload)
    workspace = make_workspace(evil_deck(kind, evil))
    workspace.settings = Settings(who="student")
    quiz = start_quiz(workspace, QuizSpec(kinds=(kind,), seed=1))

    async with driven(workspace, quiz=quiz, size=size) as pilot:
        assert not has_unsafe(squeezed(pilot))
        shows(pilot, f"{evil} ask")
        for key in ("1", "2", "3", "down", "space", "enter", "enter"):
            await press(pilot, key)
            assert not has_unsafe(squeezed(pilot))


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.differing_executors,
    ],
)
@given(
    text=st.text(
        alphabet=st.characters(codec="utf-8", blacklist_characters="\r"), min_size=1, max_size=40
    ),
    kind=st.sampled_from((*KINDS, *SHAPES)),
)
def test_any_text_at_all_neither_crashes_nor_acts(
    tmp_path_factory: pytest.TempPathFactory, text: str, kind: str
) -> None:
    import asyncio

    asyncio.run(open_anything(tmp_path_factory.mktemp("any"), text, kind))


async def open_anything(folder: Path, text: str, kind: str) -> None:
    from learnms.engine.workspace import Workspace
    from learnms.settings import write_settings
    from tests.tui.conftest import NOW

    (folder / "deck.yaml").write_text(evil_deck(kind, text), "utf-8")
    write_settings(folder / "home", Settings(who="instructor"))
    workspace = Workspace(folder / "home", [str(folder / "deck.yaml")], lambda: NOW)
    try:
        async with driven(
            workspace, "c", "enter", "space", "1", "enter", "enter", size=TALL
        ) as pilot:
            await settle(pilot)
            assert not has_unsafe(squeezed(pilot))
    finally:
        workspace.close()


async def test_a_file_name_is_no_markup_either(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(
        decks.deck(decks.SELF), files={"[red]ward[bold]\x1b[31m.yaml": decks.BROKEN}
    )

    async with driven(workspace, "c", size=TALL) as pilot:
        shows(pilot, "[red]ward[bold]\x1b[31m.yaml", "3 problems in this file")
