"""The progress page: filled behind the paint, turned by keys and clicks, in a patient's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.engine.progress.overview import WAITING
from learnms.engine.wording import LOADING
from learnms.errors import StoreError
from learnms.tui.help.screen import HelpScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.kit.modes import MODES
from learnms.tui.progress.screen import NOT_A_CARD
from tests.factories import decks
from tests.tui.pilot import driven, press, screen_lines, screen_text
from tests.tui.progress.helpers import deck, filled, progress_page, studied

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace
    from learnms.study.event import Part


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """A workspace whose learner has a history."""
    return studied(make_workspace(deck()))


def said(pilot: Pilot[int]) -> str:
    """What stands on the screen as running text."""
    return " ".join(screen_text(pilot).split())


async def everything(pilot: Pilot[int]) -> str:
    """The whole page, read from top to bottom."""
    texts = [screen_text(pilot)]
    while progress_page(pilot).view.scroll_offset.y < progress_page(pilot).view.max_scroll_y:
        await press(pilot, "pagedown")
        texts.append(screen_text(pilot))
    return " ".join(" ".join(texts).split())


# -- what the pages say ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("1", ["Retention", "goal 90%", "Study days", "cards a day", "weakest first"]),
        (
            "2",
            [
                "this week",
                "By week",
                "Young and mature cards",
                "By topic",
                "Weakest first.",
                "Doses and times",
                "95% confidence",
            ],
        ),
        ("3", ["│ predicted ● actual", "Predicted ", "Numbers"]),
        ("4", ["Cards by state", "60 cards", "young", "90–95%", "until recall drops to 90%"]),
        ("5", ["You have studied on ", "Mo", "Minutes a day", "today", "Numbers"]),
        ("6", ["The next 30 days", "The next 12 months", "Likely average: "]),
        (
            "7",
            [
                "3 confident errors. Review these first.",
                "Question 0 of the deck",
                "November 22, still missed",
            ],
        ),
        ("8", ["No finished quizzes yet."]),
    ],
)
@pytest.mark.parametrize("size", [(80, 24), (60, 18)], ids=["80x24", "60x18"])
async def test_each_page_says_what_its_pictures_mean(
    workspace: Workspace, key: str, words: list[str], size: tuple[int, int]
) -> None:
    async with driven(workspace, "g", key, size=size) as pilot:
        await filled(pilot)
        text = await everything(pilot)

        assert [word for word in words if word not in text] == []


async def test_a_learner_who_forgets_more_is_led_to_fitting(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = studied(make_workspace(deck()), forgets=0.3)

    async with driven(workspace, "g", "3") as pilot:
        await filled(pilot)
        text = await everything(pilot)

    assert "Cards come back too late" in text
    assert "Optimize your FSRS parameters" in text
    assert " !" in text, "said by a sign and not by color alone"


async def test_before_the_first_answer_each_page_says_what_to_do(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(deck(5)), "g") as pilot:
        await filled(pilot)
        assert "20 more repeat reviews needed." in said(pilot)
        for key, words in (
            ("2", "No repeat reviews yet."),
            ("3", "Calibration needs 20 repeat reviews."),
            ("4", "5 cards"),
            ("5", "No study days yet."),
            ("7", "To find confident errors"),
            ("8", "No finished quizzes yet."),
        ):
            await press(pilot, key)
            assert words in said(pilot)


# -- turning the pages -----------------------------------------------------------------------------


async def test_brackets_and_arrows_turn_the_pages_round(workspace: Workspace) -> None:
    async with driven(workspace, "g") as pilot:
        await filled(pilot)
        seen = [progress_page(pilot).page]
        for key in ("]", "right", "]", "right", "]", "right", "]", "right"):
            await press(pilot, key)
            seen.append(progress_page(pilot).page)
        assert seen == [*progress_page(pilot).names, "overview"]

        await press(pilot, "[", "left")
        assert progress_page(pilot).page == "confidence"


async def test_a_tab_can_be_clicked(workspace: Workspace) -> None:
    async with driven(workspace, "g") as pilot:
        await filled(pilot)
        row, line = next(
            (at, line) for at, line in enumerate(screen_lines(pilot)) if "Calibration" in line
        )
        await pilot.click(offset=(line.index("Calibration") + 2, row))
        await press(pilot)

        assert progress_page(pilot).page == "calibration"
        assert "│ predicted" in screen_text(pilot)


@pytest.mark.parametrize("height", [24, 23, 20, 16])
async def test_low_windows_scroll_the_overview_and_keep_every_weekday(
    workspace: Workspace, height: int
) -> None:
    async with driven(workspace, "g", size=(80, height)) as pilot:
        await filled(pilot)
        text = await everything(pilot)

        assert [day for day in ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su") if day not in text] == []
        assert "topic" in text.rpartition("weakest first")[2], "its last sentence too"


async def test_a_page_begins_at_its_top(workspace: Workspace) -> None:
    async with driven(workspace, "g", "2") as pilot:
        await filled(pilot)
        await press(pilot, "down", "down", "pagedown")
        assert progress_page(pilot).view.scroll_offset.y > 2

        await press(pilot, "]")
        assert progress_page(pilot).view.scroll_offset.y == 0


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_the_way_back_is_the_first_page(workspace: Workspace, key: str) -> None:
    async with driven(workspace, "g") as pilot:
        await press(pilot, key)

        assert isinstance(pilot.app.screen, HomeScreen)


async def test_help_and_back(workspace: Workspace) -> None:
    async with driven(workspace, "g", "?") as pilot:
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape")
        await filled(pilot)


async def test_o_opens_the_page_of_the_parameters(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnms.tui.optimize.screen.OptimizeScreen", HelpScreen)

    async with driven(workspace, "g", "o") as pilot:
        assert isinstance(pilot.app.screen, HelpScreen)


def test_the_page_can_do_everything_that_it_offers() -> None:
    done = {
        "next_section",
        "previous_section",
        "section",
        "open_item",
        "optimize",
        "help",
        "back_home",
        "scroll",
        "up",
        "down",
        "page_up",
        "page_down",
    }

    assert {action for group in MODES["progress"] for action in group} == done


# -- what was sure but wrong -----------------------------------------------------------------------


async def test_the_arrows_go_along_the_list_and_enter_opens_the_card(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Part] = []

    async with driven(workspace, "g", "7") as pilot:
        await filled(pilot)
        monkeypatch.setattr(pilot.app, "show_card", shown.append)
        await press(pilot, "down", "down", "up")
        assert "▌ Question 1 of the deck" in said(pilot)
        await press(pilot, "enter", "space")

        row = next(at for at, line in enumerate(screen_lines(pilot)) if "Question 2 of" in line)
        await pilot.click(offset=(12, row))
        await press(pilot)

    sure = progress_of(workspace)
    assert shown == [sure[1], sure[1], sure[2]]


def progress_of(workspace: Workspace) -> list[Part]:
    from learnms.engine.progress.progress import gather

    return [one.part for one in gather(workspace).sure]


async def test_what_is_no_card_is_said_to_be_none(make_workspace: Callable[..., Workspace]) -> None:
    from learnms.study.event import Draft

    workspace = make_workspace(decks.deck(decks.SELF) + decks.CASE)
    evidence = Draft(
        kind="evidence",
        card="first-3a",
        part="cues",
        rating=1,
        points=0.0,
        max_points=1.0,
        confidence="certain",
    )
    workspace.open_store().append([evidence])

    async with driven(workspace, "g", "7") as pilot:
        await filled(pilot)
        assert "the first infusion, part 1" in said(pilot)
        await press(pilot, "enter")
        assert NOT_A_CARD in said(pilot)


# -- what goes on behind ---------------------------------------------------------------------------


async def test_the_page_is_there_before_it_is_filled_and_keys_work_meanwhile(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from learnms.engine.progress import progress

    gate, gather = Event(), progress.gather

    def slow(workspace: Workspace) -> object:
        gate.wait(30)
        return gather(workspace)

    monkeypatch.setattr(progress, "gather", slow)
    async with driven(workspace, "g") as pilot:
        assert LOADING in said(pilot)
        await press(pilot, "2", "6")
        assert WAITING in said(pilot)
        assert not progress_page(pilot).is_settled
        gate.set()
        await filled(pilot)
        assert "Likely average: " in said(pilot)


async def test_what_cannot_be_read_is_said_in_words(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(workspace: Workspace) -> None:
        raise StoreError("The file is damaged.", "Nothing changed.")

    monkeypatch.setattr("learnms.engine.progress.progress.gather", refuse)
    async with driven(workspace, "g") as pilot:
        await filled(pilot)
        assert "The file is damaged. Nothing changed." in said(pilot)
        await press(pilot, "7", "enter", "6")


async def test_a_forecast_that_fails_leaves_the_rest(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(workspace: Workspace, days: int) -> None:
        raise StoreError("No forecast.")

    monkeypatch.setattr("learnms.engine.progress.progress.look_ahead", refuse)
    async with driven(workspace, "g") as pilot:
        await filled(pilot)
        assert "No forecast." in said(pilot)
        assert "Retention" in said(pilot)


async def test_without_the_writer_it_is_filled_too(
    workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    reader = make_workspace(deck())
    assert reader.read_only

    async with driven(reader, "g") as pilot:
        await filled(pilot)
        assert "Retention" in said(pilot)


async def test_back_from_another_page_the_figures_are_those_of_now(workspace: Workspace) -> None:
    from learnms.study.event import Draft

    async with driven(workspace, "g") as pilot:
        await filled(pilot)
        await press(pilot, "4")
        assert "suspended 0" in said(pilot)
        await press(pilot, "?")
        assert workspace.store is not None
        workspace.store.append([Draft(kind="suspend", card="made-00")])
        await press(pilot, "escape")
        await filled(pilot)
        assert "suspended ━" in said(pilot)


async def test_a_page_that_is_left_before_it_is_filled_does_no_harm(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from learnms.engine.progress import progress

    gate, gather = Event(), progress.gather

    def slow(workspace: Workspace) -> object:
        gate.wait(30)
        return gather(workspace)

    monkeypatch.setattr(progress, "gather", slow)
    async with driven(workspace, "g", "]", "escape") as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        gate.set()
        await press(pilot, "g")
        await filled(pilot)
        assert "Retention" in said(pilot)


async def test_the_end_of_the_program_does_not_wait_for_a_forecast(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    started, gate = Event(), Event()

    def slow(workspace: Workspace, days: int) -> None:
        started.set()
        gate.wait(30)
        raise StoreError("Too late.")

    monkeypatch.setattr("learnms.engine.progress.progress.look_ahead", slow)
    async with driven(workspace, "g") as pilot:
        while not started.is_set():
            await pilot.pause(0.01)
        await press(pilot, "escape", "q")
    assert not gate.is_set()
    gate.set()


# -- in a patient's words --------------------------------------------------------------------------


async def test_a_patient_reads_no_scores(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(
        deck().replace("audience: [nurse]", "audience: [nurse, patient]"), who="patient"
    )
    studied(workspace)

    async with driven(workspace, "g") as pilot:
        await filled(pilot)
        texts = []
        for key in "12345":
            await press(pilot, key)
            await filled(pilot)
            texts.append(await everything(pilot))
        for text in texts:
            assert [word for word in ("%", "error", "ncorrect", "optimize") if word in text] == []
        assert progress_page(pilot).page == "confidence"
        assert "These are worth another look." in " ".join(texts[-1].split())

        await press(pilot, "o", "6", "7", "8")
        assert progress_page(pilot).page == "confidence"
