"""The whole program with 1,000, 10,000 and 100,000 cards that were reviewed ten times each, beside
floors, and beside Anki's package where it does the same work.
"""

from __future__ import annotations

import statistics
import subprocess
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]  # it comes without types
import yaml

from learnms.engine.browse.search import Browser
from learnms.engine.progress.progress import gather
from learnms.engine.workspace import Workspace
from tests.bench import bare_anki
from tests.bench.commands import took
from tests.bench.figures import Figure, compared
from tests.bench.keys import ASKING, GRADING, MIB
from tests.bench.progress import NOW, read_once
from tests.bench.searching import TYPED, one_pass
from tests.bench.studied import SIZES, studied
from tests.bench.tuning import steps
from tests.bench.windows import BARE, ROOT, painted, pressed, settle
from tests.end_to_end.terminal import LEARNMS, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench.figures import Size
    from tests.bench.studied import Studied

_TYPED = "question00 antibodies"
"""What is typed for the comparison with Anki, which has other terms than learnms."""
_PAGES = {
    "quiz": ("t", "Start quiz"),
    "browse": ("b", "Question0"),
    "progress": ("g", "Topics"),
    "exam plan": ("p", "How a plan works"),
    "custom study": ("a", "Cards from a search"),
    "settings": ("s", "Key repeat"),
    "help": ("?", "Getting started"),
}
"""The pages of home: the key of each, and what it has painted last."""
_ANSWER = "Answer00001"
_TURNS = 30


def start(folder: Path, size: Size, cards: int) -> Figure:
    """`learnms` to the painted first page, against a bare page."""
    library = studied(folder, size, cards)
    return compared(
        f"start to first painted home, {library.cards:,} cards",
        lambda: painted(LEARNMS, library.made, "Measured"),
        lambda: painted([*BARE, "home"], library.made, "Measured"),
        size.some,
    )


def card(folder: Path, size: Size, cards: int) -> Figure:
    """`learnms review` to the first card, against the smallest library."""
    library, small = studied(folder, size, cards), studied(folder, size, SIZES[0])
    review = [*LEARNMS, "review"]
    figure = compared(
        f"first card, {library.cards:,} cards against {small.cards:,}",
        lambda: painted(review, library.made, "Question"),
        lambda: painted(review, small.made, "Question"),
        size.some,
        "≤ 1.3",
    )
    return _beside_anki(figure, library, "card", "the package alone, without a screen")


def pages(folder: Path, size: Size, cards: int) -> Figure:
    """A key of home to the painted page: the slowest, against a bare page that shows an answer."""
    library = studied(folder, size, cards)
    taken: dict[str, list[float]] = {name: [] for name in _PAGES}
    floor = []
    for _ in range(size.few):
        for name, (key, mark) in _PAGES.items():
            with _window(LEARNMS, library.made, "Measured") as window:
                taken[name].append(pressed(window, key, mark))
        with _window([*BARE, "review"], library.made, "Question") as window:
            floor.append(pressed(window, " ", _ANSWER))
    found = {name: min(times) * 1000 for name, times in taken.items()}
    slowest = max(found, key=lambda name: found[name])
    return Figure(
        f"key to paint of the slowest page ({slowest}), {library.cards:,} cards",
        found[slowest],
        min(floor) * 1000,
        note=", ".join(f"{name} {taken_ms:.0f} ms" for name, taken_ms in found.items()),
    )


@contextmanager
def _window(words: list[str], made: dict[str, str], mark: str) -> Iterator[Terminal]:
    """A program in a window that has painted its first page, and imported what it imports after
    that.
    """
    with Terminal(words, {**made, "PYTHONPATH": ROOT}) as window:
        window.until(lambda: mark.encode() in window.raw, mark)
        settle(window)
        used = -1.0
        process = psutil.Process(window.pid)
        while (now := sum(process.cpu_times()[:2])) != used:
            used = now
            window.pump(0.1)
        yield window


def letter(folder: Path, size: Size, cards: int) -> Figure:
    """A letter of a search, against one pass over the same texts."""
    library = studied(folder, size, cards)
    with _workspace(library) as workspace:
        started = time.perf_counter()
        browser = Browser(workspace.queries, workspace.today)
        loading = time.perf_counter() - started
        texts = browser.index.columns.text
        runs, floors = list[list[float]](), list[list[float]]()
        for _ in range(size.few):
            browser.reread([])  # nothing is remembered of the time before
            fields = [typed[:end] for typed in (TYPED, _TYPED) for end in range(1, len(typed) + 1)]
            runs.append([_timed(partial(browser.find, field)) for field in fields])
            floors.append([_timed(partial(one_pass, texts, field)) for field in fields])
    ours = [min(times) for times in zip(*runs, strict=True)]
    least = [min(times) for times in zip(*floors, strict=True)]
    figure = Figure(
        f"a letter of a search, {library.cards:,} cards",
        statistics.median(ours) * 1000,
        statistics.median(least) * 1000,
        "≤ 16 ms",
        note=f"the slowest letter took {max(ours) * 1000:.1f} ms; loading, once,"
        f" {loading * 1000:.0f} ms",
    )
    return _beside_anki(figure, library, "search", "the median letter")


def progress(folder: Path, size: Size, cards: int) -> Figure:
    """Everything on the progress page but the forecast, against reading the memories and the parts
    once.
    """
    library = studied(folder, size, cards)
    with _workspace(library) as workspace:
        connection = workspace.queries.opened.connection
        figure = compared(
            f"progress page, {len(library.log):,} reviews",
            lambda: _timed(partial(gather, workspace)),
            lambda: _timed(partial(read_once, connection)),
            size.few,
        )
    return _beside_anki(figure, library, "progress", "its graphs of a year")


def take_in(folder: Path, size: Size, cards: int) -> Figure:
    """Decks that nobody has opened to what is due, against the C parser alone."""
    library = studied(folder, size, cards)

    def parse() -> None:
        for file in library.files:
            yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)

    figure = Figure(
        f"import of {library.cards:,} cards", library.parsing * 1000, _timed(parse) * 1000
    )
    return _beside_anki(figure, library, "import", "the same cards added, nothing checked")


def history(folder: Path, size: Size, cards: int) -> Figure:
    """`learnms import events` of the whole log into a new home, against the scheduler's steps."""
    library = studied(folder, size, cards)
    file = folder / "events.jsonl"
    subprocess.run(
        [*LEARNMS, "export", "events", str(file)], env=library.made, check=True, capture_output=True
    )
    made = {**library.made, "LEARNMS_HOME": str(folder / "home")}
    took([*LEARNMS, "due"], made)
    ours = took([*LEARNMS, "import", "events", str(file)], made)
    return Figure(f"import of {len(library.log):,} reviews", ours, steps(library.log), unit="s")


def rebuild(folder: Path, size: Size, cards: int) -> Figure:
    """`learnms rebuild`, against the scheduler's steps alone."""
    library = studied(folder, size, cards)
    return Figure(
        f"rebuild, {len(library.log):,} reviews",
        library.rebuilding,
        steps(library.log),
        unit="s",
        note=f"at most {library.rebuilding_mib:.0f} MiB",
    )


def memory(folder: Path, size: Size, cards: int) -> Figure:
    """What the program holds after a review of thirty cards."""
    library = studied(folder, size, cards)
    turns = _TURNS if not size.quick else 2
    with (
        _window([*LEARNMS, "review"], library.made, "Question") as ours,
        _window([*BARE, "review"], library.made, "Question") as bare,
    ):
        for _ in range(turns):
            for window in (ours, bare):
                pressed(window, " ", GRADING)
                pressed(window, "3", ASKING)
        held, least = _held(ours), _held(bare)
    return Figure(
        f"memory after {turns} cards of {library.cards:,}", held, least, "≤ 150 MiB", unit="MiB"
    )


def memory_of_search(folder: Path, size: Size, cards: int) -> Figure:
    """What the program holds with the search open, all cards and answers loaded."""
    library = studied(folder, size, cards)
    with (
        _window(LEARNMS, library.made, "Measured") as ours,
        _window([*BARE, "review"], library.made, "Question") as bare,
    ):
        pressed(ours, "b", "Question0")
        settle(ours)
        process = psutil.Process(ours.pid)
        used = -1.0
        while (now := sum(process.cpu_times()[:2])) != used:
            used = now
            ours.pump(0.5)
        held, least = _held(ours), _held(bare)
    return Figure(
        f"memory with the search open, {library.cards:,} cards",
        held,
        least,
        "≤ 150 MiB",
        unit="MiB",
    )


def _held(window: Terminal) -> float:
    return float(psutil.Process(window.pid).memory_info().rss) / MIB


def _workspace(library: Studied) -> Workspace:
    return Workspace(library.folder / "home", [str(file) for file in library.files], lambda: NOW)


def _timed(action: Callable[[], Any]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


_ANKI: dict[Path, dict[str, float]] = {}


def _beside_anki(figure: Figure, library: Studied, work: str, what: str) -> Figure:
    """The figure with what Anki's package takes, as a note."""
    place = library.folder / "anki"
    if place not in _ANKI:
        _ANKI[place] = bare_anki.measured(place, library.cards, _TYPED)
    taken = _ANKI[place].get(work)
    words = bare_anki.NOT_INSTALLED if taken is None else f"Anki {taken * 1000:.1f} ms, {what}"
    if work == "search" and taken is not None:
        words += f", the slowest {_ANKI[place]['slowest'] * 1000:.1f} ms"
    notes = [note for note in (figure.note, words) if note]
    return Figure(
        figure.name, figure.ours, figure.floor, figure.expected, figure.unit, "; ".join(notes)
    )


_EACH: dict[str, Callable[[Path, Size, int], Figure]] = {
    "start": start,
    "card": card,
    "pages": pages,
    "letter": letter,
    "progress": progress,
    "import": take_in,
    "history": history,
    "rebuild": rebuild,
    "memory": memory,
    "memory-search": memory_of_search,
}


def _at(figure: Callable[[Path, Size, int], Figure], cards: int) -> Callable[[Path, Size], Figure]:
    return lambda folder, size: figure(folder, size, cards)


SIZED: dict[str, Callable[[Path, Size], Figure]] = {
    f"{name}-{cards}": _at(figure, cards) for cards in SIZES for name, figure in _EACH.items()
}
"""Every figure at every size, as `card-100000`."""
