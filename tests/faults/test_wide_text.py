"""Text of every script, wide, combining and in both directions: every row of every page is as wide
as a terminal draws it, and nothing changes the direction of what follows.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from learnms.text import has_unsafe
from tests.factories import decks
from tests.tui.conftest import any_key_counts, clock, make_workspace, plain_environment
from tests.tui.pilot import driven, press, screen_lines, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace
    from tests.end_to_end.place import Place

__all__ = ["any_key_counts", "clock", "make_workspace", "plain_environment"]

SCRIPTS = {
    "Chinese": "奥瑞珠单抗每六个月一次，六百毫克。",
    "Japanese": "オクレリズマブは、Ｂ細胞のＣＤ２０に結合する。ｶﾅ",
    "Korean": "오크렐리주맙은 육 개월마다 투여한다.",
    "Arabic": "يعطى أوكريليزوماب كل ستة أشهر",
    "Hebrew": "אוקרליזומאב ניתן כל שישה חודשים",
    "Thai": "โอครีลิซูแมบให้ทุกหกเดือน",
    "emoji": "💉 600 mg 🩺 ⏱ 6 months 🧠",
    "combining": "e\u0301 a\u030a n\u0303 o\u0308 x\u0300\u0301\u0302\u0303",
    "many accents": "Z" + "\u0301\u0302\u0303\u0304" * 20 + "algo",
    "math": "≥ 600 mg · 10⁹/L ½ µg ± 5 % → ≤",
    "full width": "ＦＵＬＬ　ＷＩＤＴＨ",
    "rare": "𠀋 𝔘𝔫𝔦 ﷽ \U0001f1e9\U0001f1ea",
}
JOINED = {
    "vowel signs": "ओक्रेलिज़ुमैब हर छह महीने में दिया जाता है",
    "families": "👩‍👩‍👧‍👦 👨‍⚕️",
    "skin": "👍🏽 🤝🏿",
    "flags": "🇩🇪🇫🇷🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "variants": "❤️ ☎️ ⚠️ 1️⃣",
}
"""What terminals draw in different widths: joined, or one sign after the other."""
DIRECTIONS = "\u202aa\u202bb\u202cc\u202dd\u202ee\u2066f\u2067g\u2068h\u2069i\u200ej\u200fk\u061cl"
SIZES = [(80, 24), (58, 30), (120, 40), (20, 10)]


def card(number: int, text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    if number % 3 == 0:
        return (
            f"  - id: card-{number}\n    ask: {quoted}\n    answer: {quoted}\n"
            f"    explain: {quoted}\n    hint: {quoted}\n    source: uspi §1\n"
        )
    longer = json.dumps(text * 3, ensure_ascii=False)
    if number % 3 == 1:
        return (
            f"  - id: card-{number}\n    ask: {quoted}\n    right: {{text: {longer}, why:"
            f" {quoted}}}\n    wrong: [{json.dumps(text + ' 2', ensure_ascii=False)},"
            f" {json.dumps(text + ' 3', ensure_ascii=False)}]\n    source: uspi §1\n"
        )
    return (
        f"  - id: card-{number}\n    ask: {quoted}\n    columns: [{quoted},"
        f" {json.dumps(text + ' 2', ensure_ascii=False)}]\n    rows: {{{quoted}: {quoted},"
        f" {longer}: {quoted}}}\n    source: uspi §1\n"
    )


def deck(texts: dict[str, str]) -> str:
    cards = "".join(card(number, text) for number, text in enumerate(texts.values()))
    title = json.dumps(" ".join(texts.values())[:60], ensure_ascii=False)
    return f"deck: {title}\nid: wide-deck\n{decks.SOURCES}cards:\n{cards}"


def assert_whole(pilot: Pilot[int], columns: int) -> None:
    """Each row is as wide as the window, in cells of a terminal."""
    for line in pilot.app.screen._compositor.render_strips():
        assert wcswidth(line.text) == columns, line.text
    assert not has_unsafe("".join(screen_lines(pilot)))


async def walk(pilot: Pilot[int], columns: int, cards: int) -> None:
    """Through the home page, the review, the list of cards and a card."""
    assert_whole(pilot, columns)
    for key in ("b", "down", "enter", "escape", "escape", "d", "escape", "c", "right", "escape"):
        await press(pilot, key)
        assert_whole(pilot, columns)
    await press(pilot, "enter")
    for _ in range(cards):
        for key in ("h", "1", "2", "space", "enter", "3", "enter", "enter"):
            await press(pilot, key)
            assert_whole(pilot, columns)


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
async def test_no_script_breaks_the_layout(
    make_workspace: Callable[..., Workspace], size: tuple[int, int]
) -> None:
    workspace = make_workspace(deck(SCRIPTS), who="instructor")
    async with driven(workspace, size=size) as pilot:
        await walk(pilot, size[0], 5)


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_no_script_breaks_any_page(
    make_workspace: Callable[..., Workspace], size: tuple[int, int]
) -> None:
    workspace = make_workspace(deck(SCRIPTS), who="instructor")
    async with driven(workspace, size=size) as pilot:
        await walk(pilot, size[0], len(SCRIPTS))


async def test_what_changes_the_direction_is_a_mark(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(deck({"one": DIRECTIONS}), who="instructor")
    async with driven(workspace, "enter", size=(100, 30)) as pilot:
        text = "".join(screen_text(pilot).split())
        for sign in re.sub("[a-l]", "", DIRECTIONS):
            assert f"\\u{ord(sign):04x}" in text
        assert_whole(pilot, 100)


def test_a_terminal_draws_the_frame_where_the_program_believes_it_is(place: Place) -> None:
    """What stands at the right of wide text stands in one column, and the keys on the last line."""
    place.known_learner("instructor")
    place.deck.write_text(deck(SCRIPTS | JOINED), "utf-8")
    window = place.open("review", columns=100, rows=30)
    window.shows("1 of ", "space Show")
    assert "space Show" in window.screen.display[-1]
    window.send(" ")
    window.shows("space Good")
    assert "space Good" in window.screen.display[-1]
    assert any("1 of " in line for line in window.screen.display[:3])
    window.send("\x11")

    assert window.code() == 0
    assert b"\xe2\x81\xa6" not in window.raw


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    ["x" * 20_000, "宽" * 20_000, "a " * 9_999, "é\u0301" * 6_000],
    ids=lambda text: text[:2],
)
def test_a_long_line_is_drawn_in_lines(place: Place, text: str) -> None:
    place.known_learner()
    place.deck.write_text(deck({"one": "ok"}).replace('"ok"', json.dumps(text), 2), "utf-8")
    window = place.open("review", columns=100, rows=30)
    window.shows("1 of 1", "space Show")
    window.send(" ")
    window.shows("space Good")
    window.send("3\x11")

    assert window.code() == 0


@pytest.mark.parametrize(
    "text", ["**a *b " * 2_800, "[… " * 6_600, "- x\n" * 4_900, "_a __b" * 3_300]
)
def test_a_text_that_is_hard_to_read_is_drawn(place: Place, text: str) -> None:
    """Marks of emphasis and gaps that never end cost no more than other text."""
    place.known_learner()
    place.deck.write_text(deck({"one": "ok"}).replace('"ok"', json.dumps(text), 2), "utf-8")
    done = place.run("review", "--plain", typed="\n3\nq\n")
    assert done.returncode == 0, done.stderr
    window = place.open("review", columns=100, rows=30)
    window.send("q")

    assert window.code() == 0
    assert place.answers() == [("card-0", 3)]


def test_a_line_of_a_hundred_kilobytes_is_a_finding(place: Place) -> None:
    place.deck.write_text(deck({"one": "ok"}).replace('"ok"', json.dumps("x" * 100_000), 1))
    done = place.run("check", str(place.deck))

    assert done.returncode == 1
    assert "LM033" in done.stdout
    assert max(map(len, done.stdout.splitlines())) < 500
