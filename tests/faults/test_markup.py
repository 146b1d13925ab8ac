"""Brackets in the texts of a deck are shown as written on every page, whatever stands in them: they
are no markup, make no links, and start no actions.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from tests.tui.conftest import any_key_counts, clock, make_workspace, plain_environment
from tests.tui.pilot import driven, press, squeezed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

__all__ = ["any_key_counts", "clock", "make_workspace", "plain_environment"]

PIECES = (
    *("[", "]", "[/", "[/]", "[[", "]]", "\\[", "\\", "[bold]", "[/bold]", "[not bold]", "[b i u]"),
    *("[@click=app.quit]", "[@click=app.bell()]", "[@click=screen.dismiss('x')]", "[link=x]"),
    *("[type=x, v={'a[0]'}]", "['", '["', "[$accent]", "[on red 50%]", "[#fff]", "[auto]", "x[0]"),
    *(
        "[red",
        "[rgb(1,2,3)]",
        "[/red on blue]",
        "[]",
        "[ ]",
        "[=]",
        "[a=b]",
        "[a=[b]]",
        "$",
        "${x}",
    ),
    *(
        "{",
        "}",
        "{x}",
        "600 mg",
        "(a)",
        "<b>",
        "&amp;",
        "`",
        "~",
        "|",
        "=",
        ":smile:",
        "%",
        "\u2019",
    ),
)
PAGES = {
    "home": ("u",),
    "deck": ("d", "i", "escape"),
    "preview": ("c", "space", "right", "space", "f", "v"),
    "browse": ("b", "down", "enter", "i"),
    "review": ("enter", "h", "w", "enter", "space", "i", "enter", "3", "1", "enter", "enter"),
    "quiz": ("t", "down", "enter", "t", "1", "enter"),
    "cases": ("k",),
    "progress": ("g", "]", "]", "]"),
    "settings": ("s", "down"),
    "help": ("?", "right"),
    "plan": ("p",),
    "class": ("ctrl+p",),
}


def texts(seed: int, number: int) -> list[str]:
    """Texts of the grammar of brackets. Each ends in a word, by which it is found."""
    source = random.Random(seed)
    return [
        "".join(source.choices(PIECES, k=source.randint(1, 8))) + f" end{at}"
        for at in range(number)
    ]


def deck(seed: int) -> str:
    """A deck with such texts in its title, topics, sources, glossary, ids aside, and cards."""
    q = [json.dumps(text) for text in texts(seed, 14)]
    return f"""deck: {q[0]}
id: markup-deck
about: {q[1]}
version: {q[2]}
disclaimer: {q[3]}
topics: {{basics: {q[4]}}}
glossary: {{{q[5]}: {q[6]}}}
sources: {{uspi: {{title: {q[7]}, publisher: {q[8]}}}}}
cards:
  - id: flash-card
    ask: {q[9]}
    answer: {q[10]}
    hint: {q[11]}
    explain: {q[12]}
    exhibit: {{{q[13]}: {q[0]}}}
    tags: [{q[1]}]
    topic: basics
    source: uspi §1
  - id: single-card
    ask: {q[2]}
    right: {{text: {q[3]}, why: {q[4]}}}
    wrong: [{{text: {q[5]}, why: {q[6]}}}, {q[7]}]
    topic: basics
    source: uspi §1
"""


def actions(pilot: Pilot[int]) -> list[str]:
    """The texts on the screen that start an action when clicked, which all are learnms's own."""
    return [
        segment.text
        for strip in pilot.app.screen._compositor.render_strips()
        for segment in strip
        if segment.style is not None
        and ("@click" in segment.style.meta or segment.style.link)
        and "end" in segment.text
    ]


async def open_page(make: Callable[..., Workspace], seed: int, name: str) -> None:
    workspace = make(deck(seed), who="instructor")
    async with driven(workspace, size=(100, 60)) as pilot:
        assert "".join(texts(seed, 1)[0].split())[:10] in squeezed(pilot)
        for key in PAGES[name]:
            await press(pilot, key)
            assert pilot.app.is_running
            assert not actions(pilot)
        assert pilot.app.return_code in (None, 0)


@pytest.mark.parametrize("name", PAGES)
async def test_brackets_are_shown_on_every_page(
    make_workspace: Callable[..., Workspace], name: str
) -> None:
    await open_page(make_workspace, list(PAGES).index(name), name)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 120))
@pytest.mark.parametrize("name", PAGES)
async def test_more_brackets_are_shown_on_every_page(
    make_workspace: Callable[..., Workspace], name: str, seed: int
) -> None:
    await open_page(make_workspace, seed, name)


def test_the_grammar_holds_what_is_markup_elsewhere() -> None:
    """Decks are of no use here if Textual would not read them as markup."""
    from textual.content import Content
    from textual.markup import MarkupError

    refused = 0
    for text in texts(0, 200):
        try:
            refused += Content.from_markup(text).plain != text
        except MarkupError:
            refused += 1
    assert refused > 150
