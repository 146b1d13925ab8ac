"""One script through both fronts: keys on screens and typed lines write the same events."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from learnms.engine.workspace import Workspace
from learnms.kinds.response import Pick
from learnms.plain.help import look_up
from learnms.plain.home import run
from learnms.plain.kit.console import Console
from learnms.settings import read_settings
from learnms.tui.app.app import LearnmsApp
from learnms.tui.exam.screen import PlanScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.review.answering import QuestionScreen
from tests.factories import decks
from tests.factories.setting_lines import down_to
from tests.tui.exam.helpers import reckoned
from tests.tui.pilot import Clock, driven, logged, press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from learnms.study.event import Event, Part
    from learnms.study.memory import Memory

OF_THE_LOG = frozenset({"id", "learner_id", "device_id", "at_utc", "took_ms", "checksum"})
DATE = " ".join("20270115")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=1)))
DECK = (
    decks.deck(
        decks.SELF,
        decks.SINGLE,
        decks.CALCULATION,
        decks.TYPED,
        decks.SELECT_ALL,
        decks.TRUE_FALSE,
        decks.CLOZE,
    )
    + decks.CASE
)
ANSWERS = {
    "What must be known": ("{Hepatitis B serology}", "{Serum amylase}"),
    "A bag holds": ("125", "12"),
    "Which protein": ("CD20", "CD19"),
    "Live vaccines": ("{False}", "{True}"),
}
"""A right and a wrong answer to each question that the quiz asks, by its beginning."""


TO_NEW_CARDS = " ".join(down_to("new_per_day"))


class Step(NamedTuple):
    """A step of the script: the keys that do it, separated by spaces, and the lines, by bars.

    `_` is an empty line. `{text}` is the number of the option or the row with that text; RIGHT and
    WRONG answer the question that is shown.
    """

    what: str
    keys: str
    lines: str


SCRIPT = (
    Step("say who, and whose rules; begin", "1 1 enter", "1|1|_"),
    Step("grade a card", "space 3", "_|3"),
    Step("choose an option", "{Hepatitis B serology} enter enter", "{Hepatitis B serology}|_"),
    Step("calculate", "ctrl+r 5 0 0 / 4 enter enter enter", "= 500/4|=|_"),
    Step("answer wrong, and undo", "C D 1 9 enter u", "CD19|u"),
    Step("answer again", "C D 2 0 enter enter", "CD20|_"),
    Step("flag and bury a card", "* -", "*|-"),
    Step("suspend a card, and leave", "@ q escape", "@|q"),
    Step("undo that at home", "u", "u"),
    Step("go on", "enter", "_"),
    Step("answer, and leave", "{False} enter enter q escape", "{False}|_|q"),
    Step("begin a quiz", "t enter", "t|_"),
    Step("miss a question, and count it", "WRONG enter a enter", "WRONG|a|_"),
    *[Step("answer the others", "RIGHT enter enter", "RIGHT|_")] * 4,
    Step("leave the result", "escape", "_"),
    Step("begin an exam", "t down down down down right t", "t|c|{Mode}|2|_|_"),
    Step("answer two", "RIGHT enter WRONG enter", "RIGHT|WRONG"),
    Step("list the questions, and go on", "l escape .", "list|."),
    Step("answer the last", "RIGHT enter", "RIGHT"),
    Step("go back to one, and answer it", "enter RIGHT enter", "back 3|RIGHT"),
    Step("submit; it does not count", "s n escape", "_|n|_"),
    Step("begin a case", "t tab enter enter", "k|1"),
    Step("answer a part", "{Temperature 38.6 °C} enter enter", "{Temperature 38.6 °C}|_"),
    Step("fill a matrix", "{Infection} {Reaction} enter enter escape", "{Infection}|{Reaction}|_"),
    Step("change a setting", f"s {TO_NEW_CARDS} 2 5 escape", "s|{New cards a day}|25|_"),
    Step("plan an exam", f"p {DATE} down down down down enter escape", "p|2027-01-15|_|_|_|y|_"),
    Step("pause", "a down down down enter enter escape", "a|4|_|y|_"),
    Step("undo the pause", "u", "u"),
)


TOKEN = re.compile(r"\{(?P<text>.*)\}")


def parted(text: str, separator: str) -> list[str]:
    """The keys or lines of a step; a placeholder is one of them."""
    return re.findall(rf"\{{[^}}]*\}}|[^{re.escape(separator)}]+", text)


def answer_to(prompt: str, token: str) -> str:
    """A token, or the answer that it stands for; `prompt` holds the question asked last."""
    if token not in ("RIGHT", "WRONG"):
        return token
    asked = max(ANSWERS, key=prompt.rfind)
    return ANSWERS[asked][token == "WRONG"]


LINES = tuple(line for step in SCRIPT for line in parted(step.lines, "|"))


# -- lines -----------------------------------------------------------------------------------------


class Typist(io.StringIO):
    """Types the lines of the script, with the numbers as they are on the page by then."""

    def __init__(self, page: io.StringIO) -> None:
        super().__init__()
        self.page = page
        self.left = list(LINES)

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # as StringIO has it
        return f"{self.typed(self.left.pop(0))}\n" if self.left else ""

    def typed(self, token: str) -> str:
        text = self.page.getvalue()
        answer = answer_to(text, token)
        if match := TOKEN.fullmatch(answer):
            shown = rf"^(\d+)\. {re.escape(match['text'])}"
            return str(re.findall(shown, text, re.MULTILINE)[-1])
        return answer.removeprefix("_")


def by_lines(workspace: Workspace, most: int = len(LINES)) -> str:
    """Walk through the lines, or through the first of them until the input ends; what they say."""
    target = io.StringIO()
    typist = Typist(target)
    del typist.left[most:]
    run(workspace, Console(typist, target, echo=True, look_up=partial(look_up, workspace)))
    assert typist.left == []
    return target.getvalue()


# -- screens ---------------------------------------------------------------------------------------


async def by_keys(workspace: Workspace) -> None:
    """Walk through the screens."""
    async with driven(workspace, size=(100, 40)) as pilot:
        for step in SCRIPT:
            for key in parted(step.keys, " "):
                await press(pilot, *keys_of(pilot, key))
            if isinstance(pilot.app.screen, PlanScreen):
                await reckoned(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)


def keys_of(pilot: Pilot[int], token: str) -> list[str]:
    """The keys of a token: a key, the number of an option, or the letters of an answer."""
    screen = pilot.app.screen
    if not isinstance(screen, QuestionScreen):
        return [token]
    question = screen.item.question
    answer = answer_to(question.prompt, token)
    if match := TOKEN.fullmatch(answer):
        assert isinstance(question.response, Pick)
        options = question.response.groups[0].options
        shown = [options[index].text for index in question.order[0]]
        return [str(shown.index(match["text"]) + 1)]
    return [token] if answer == token else list(answer)


# -- the same --------------------------------------------------------------------------------------


def told(events: list[Event]) -> list[dict[str, Any]]:
    """What events say, without ids of this log and times; a reference is a place in the log."""
    places = {str(event.id): place for place, event in enumerate(events)}

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items() if key != "batch"}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return places.get(value, value) if isinstance(value, str) else value

    return [
        {name: plain(value) for name, value in event.to_json().items() if name not in OF_THE_LOG}
        for event in events
    ]


def known(workspace: Workspace) -> list[tuple[Part, Memory, str]]:
    """The memories, without the id of the event that they end with."""
    return [
        (part, replace(memory, last_event=None), status)
        for part, memory, status in workspace.queries.memory.memories(workspace.today)
    ]


@pytest.fixture
def learner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Workspace]]:
    """Learners by name, with the same deck, the same clock and the same draw of a quiz."""
    monkeypatch.setattr(LearnmsApp, "guard_seconds", 0.0)
    monkeypatch.setattr("learnms.engine.quiz.start.chance", lambda: 7)
    library = tmp_path / "library"
    library.mkdir()
    (library / "deck.yaml").write_text(DECK, "utf-8")
    opened: list[Workspace] = []

    def open_workspace(name: str) -> Workspace:
        opened.append(Workspace(tmp_path / name, [str(library)], Clock(NOW)))
        return opened[-1]

    yield open_workspace
    for workspace in opened:
        workspace.close()


async def test_both_fronts_write_the_same_events(learner: Callable[[str], Workspace]) -> None:
    screens, lines = learner("screens"), learner("lines")
    await by_keys(screens)
    said = by_lines(lines)

    keyed, typed = told(logged(screens)), told(logged(lines))
    assert [event["kind"] for event in keyed] == [event["kind"] for event in typed]
    assert keyed == typed
    assert {
        "session",
        "review",
        "void",
        "flag",
        "bury",
        "suspend",
        "practice",
        "evidence",
        "due",
    } <= {event["kind"] for event in typed}
    assert known(screens) == known(lines)
    assert read_settings(screens.home_folder) == read_settings(lines.home_folder)
    assert lines.settings.new_per_day == 25
    assert lines.settings.exam is not None
    assert "Pause undone: due dates of 5 cards restored." in said


def test_the_input_may_end_anywhere(learner: Callable[[str], Workspace]) -> None:
    by_lines(whole := learner("whole"))
    events = told(logged(whole))

    for most in range(0, len(LINES), 9):
        said = by_lines(cut := learner(f"cut-{most}"), most)
        kept = told(logged(cut))
        assert said.endswith("> \nUntil next time.\n")
        assert kept == events[: len(kept)]
