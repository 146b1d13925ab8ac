"""Two thousand answers in one run: memory and open files do not grow."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.terminal import environment
from tests.faults.answering import RATINGS, SAVED, TO_GRADE, TO_SHOW, logged, many_cards
from tests.faults.forked import forked, import_all

if TYPE_CHECKING:
    from tests.end_to_end.terminal import Terminal

psutil = pytest.importorskip("psutil")

ANSWERS, WARM = 2000, 500

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are seen in /proc"),
]


def one_line(window: Terminal, rng: random.Random, _last: str) -> str:
    window.line(TO_SHOW)
    window.send("\n")
    window.line(TO_GRADE)
    window.send(f"{rng.choice(RATINGS[2:])}\n")
    window.line(SAVED)
    return ""


def one_screen(window: Terminal, rng: random.Random, last: str) -> str:
    """Answer the next card, not the `last` one, which may be painted once more."""
    card = window.line(rf"Question (?!{last}\?)(\S+)\?")[1]
    window.send(" ")
    window.line("Easy")
    window.send(str(rng.choice(RATINGS[2:])))
    return card


@pytest.mark.parametrize("screens", [False, True], ids=["lines", "screens"])
def test_a_long_sitting_takes_no_more_and_more(tmp_path: Path, *, screens: bool) -> None:
    import_all()
    deck = many_cards(tmp_path, ANSWERS + 10)
    number = str(ANSWERS + 10)
    words = ["review", *([] if screens else ["--plain"]), "--new", number, "--limit", number]
    rng, answer = random.Random(4), one_screen if screens else one_line
    sizes: list[int] = []
    files: list[int] = []
    last = ""
    with forked(words, environment(tmp_path, deck)) as window:
        process = psutil.Process(window.pid)
        for answered in range(ANSWERS):
            last = answer(window, rng, last)
            del window.raw[: window._read]
            window._read = window._fed = 0
            if answered >= WARM and answered % 100 == 0:
                sizes.append(process.memory_info().rss)
                files.append(process.num_fds())
        if screens:
            window.line(rf"Question (?!{last}\?)\S+\?")
        window.send("\x11" if screens else "q\n")
        assert window.code() == 0

    print(f"{ANSWERS}: {sizes[0] / 2**20:.1f} to {max(sizes) / 2**20:.1f} MiB, files {set(files)}")
    assert len(logged(tmp_path / "home")) == ANSWERS
    assert max(sizes) < 1.1 * sizes[0]
    assert max(files) - min(files) <= 1
