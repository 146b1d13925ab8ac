"""What a patient reads, everywhere: no scores, no per cents, no words of the trade. One walk
through all lines, one through all pages.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from learnms.cli import main
from learnms.cli.arguments import parser
from learnms.engine.workspace import Workspace
from learnms.kinds.response import Pick
from learnms.tui.kit.modes import resolve
from learnms.tui.kit.page import PageScreen
from learnms.tui.question.state import has_rows
from learnms.tui.review.page import ReviewPage
from tests.patient import NOW, prepare, scores
from tests.tui.pilot import driven, press, screen_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

SAFETY = "ocrelizumab-patients-safety"

COMMANDS = (
    "due",
    "decks",
    f"decks {SAFETY}",
    "decks ocrelizumab-vaccines",
    "decks --coverage",
    "memory",
    "stats",
    f"stats {SAFETY}",
    "browse",
    "browse pml",
    "browse is:leech",
    "forecast",
    "forecast --workload",
    "plan",
    "plan --exam 2027-01-15",
    "plan --end",
    "days-off",
    "days-off tomorrow",
    "days-off --clear",
    "postpone --cards 5 --dry-run",
    "postpone --days 5",
    "postpone --undo",
    "rebuild",
    "backup",
    "backup --list",
    "restore --yes",
    "sync",
    "optimize --dry-run",
    "erase --dry-run",
)
NOT_ABOUT_THE_LEARNER = {
    *("", "review", "quiz", "demo", "serve"),
    *("new", "preview", "check", "fix", "sign", "schema", "import", "export"),
    *("paper", "hand-in", "class", "doctor"),
    *("help", "info", "completion"),
}
"""Commands that are conversations, walked through below, or are for authors, other programs and
classes.
"""

TALKS = (
    ("--plain", "? l d1 d2 p q"),
    ("--plain", "?pages ?2 ?3 ?undo ?card ?hide q"),
    ("--plain", "s ? _ q"),
    ("--plain", "g c d s f ? _ q"),
    ("--plain", "a ? 1 3 q q"),
    ("--plain", "a 3 2 n q"),
    ("--plain", "b pml 1 ? i h :q :l :s ? :q q"),
    ("--plain", "t ? _ 1 _ 1 _ :q q q"),
    ("review --plain", "? h i w * * o e u " + "_ 1 " * 80),
    ("review --plain --cram", "_ _ 1 " * 90),
    ("review --plain --ahead 5", "_ _ a 1 " * 20),
    ("quiz --plain --questions 8", "? 1 e o " + "1 _ " * 40 + "1 m _"),
    ("quiz --plain --kind teach-back", "_ 1_2 _ 1 " * 30),
)
"""Commands and what is typed: `_` is an empty line, or a space within one."""

PAGES: tuple[tuple[str, ...], ...] = (
    (),
    ("question_mark",),
    ("s",),
    ("d",),
    ("d", "i"),
    ("g",),
    ("g", "right_square_bracket"),
    ("g", "right_square_bracket", "right_square_bracket"),
    ("g", "right_square_bracket", "right_square_bracket", "right_square_bracket"),
    (
        "g",
        "right_square_bracket",
        "right_square_bracket",
        "right_square_bracket",
        "right_square_bracket",
    ),
    ("a",),
    ("t",),
    ("t", "r"),
    ("t", "r", "enter"),
    ("t", "r", "enter", "enter"),
    ("b",),
    ("b", "escape", "l"),
    ("b", "p", "m", "l", "enter"),
    ("b", "p", "m", "l", "enter", "enter"),
    ("p",),
)
"""Keys that lead from the first page to another."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A patient's home with history, and the library."""
    return prepare(tmp_path_factory.mktemp("patient"))


@pytest.fixture(autouse=True)
def environment(place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    home, library = place
    for name, value in {
        "LEARNMS_HOME": home,
        "LEARNMS_DECKS": library,
        "LEARNMS_NOW": NOW.isoformat(),
        "TZ": "UTC",
        "COLUMNS": 120,
    }.items():
        monkeypatch.setenv(name, str(value))


@pytest.fixture
def workspace(place: tuple[Path, Path]) -> Iterator[Workspace]:
    home, library = place
    with Workspace(home, [str(library)], lambda: NOW) as opened:
        yield opened


def said(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str = ""
) -> str:
    """What a command says on both channels."""
    lines = "".join(f"{'' if key == '_' else key.replace('_', ' ')}\n" for key in typed.split())
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    with suppress(SystemExit):
        main(words.split())
    return "".join(capsys.readouterr())


def test_every_command_that_is_about_the_learner_is_walked_through() -> None:
    assert {words.split()[0] for words in COMMANDS} | NOT_ABOUT_THE_LEARNER == {
        "",
        *parser.COMMANDS,
    }


def test_no_line_scores_a_patient(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    heard = {words: said(words, monkeypatch, capsys) for words in COMMANDS}
    heard |= {
        f"{words}: {typed}": said(words, monkeypatch, capsys, typed) for words, typed in TALKS
    }

    assert {words: scores(text) for words, text in heard.items() if scores(text)} == {}
    assert all(
        len(text.splitlines()) > 1
        for words, text in heard.items()
        if words in ("memory", "stats", "browse", "forecast", "decks")
    )


async def test_no_page_scores_a_patient(workspace: Workspace) -> None:
    seen: dict[object, str] = {}
    for keys in PAGES:
        async with driven(workspace, *keys, size=(90, 160)) as pilot:
            seen[keys] = screen_text(pilot)
    async with driven(workspace, "enter", size=(90, 160)) as pilot:
        seen |= {
            ("review", at): text for at, text in enumerate([text async for text in sitting(pilot)])
        }
    async with driven(workspace, "t", "t", size=(90, 160)) as pilot:
        seen |= {
            ("quiz", at): text for at, text in enumerate([text async for text in sitting(pilot)])
        }

    assert {keys: scores(text) for keys, text in seen.items() if scores(text)} == {}
    assert all(text.strip() for text in seen.values())


async def sitting(pilot: Pilot[int]) -> AsyncIterator[str]:
    """Every page of a sitting up to its end: a first answer is the first option, a second one
    the right one. The panels are looked at on the way.
    """
    looked = set[str]()
    for _ in range(120):
        screen = pilot.app.screen
        assert isinstance(screen, PageScreen)
        if screen.mode() in ("summary", "result"):
            return
        assert isinstance(screen, ReviewPage)
        state = screen.mode().split()[-1]
        keys = [
            key
            for panel in ("i", "w")
            for key in (panel, "escape")
            if state not in looked and resolve(screen.mode(), panel, screen.absent())
        ]
        looked.add(state)
        for key in (
            [*keys, *ANSWERS.get(state, ["enter"])]
            if state != "pick"
            else [*keys, *_picked(screen), "enter", "enter"]
        ):
            if key == "escape" and screen.mode() != "panel":
                continue  # there was nothing to open, and escape leaves the sitting
            await press(pilot, key)
            yield screen_text(pilot)
    raise AssertionError(screen_text(pilot))


ANSWERS = {"shown": ["2"], "points": ["1", "enter"]}
"""What is pressed in a state, where it is not enter."""


def _picked(screen: ReviewPage) -> list[str]:
    """Keys that pick the first option, or the right ones of a card that is asked again."""
    item = screen.item
    if not item.again:
        return ["1"]
    response, keys, before = item.question.response, list[str](), 0
    if not isinstance(response, Pick):
        return ["1"]
    for group, order in zip(response.groups, item.question.order, strict=True):
        keys += [
            f"{(before + at) % 10}"
            for at, index in enumerate(order, 1)
            if group.options[index].right
        ]
        if has_rows(response):
            keys.append("down")
        else:
            before += len(order)
    return keys
