"""About the card, the words, and the card's file in an editor."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from learnms.engine.decks.own_copy import copy_to_own
from learnms.errors import LearnmsError
from learnms.paths import is_shipped
from learnms.tui.app.app import LearnmsApp
from learnms.tui.kit.editor import edited_with, editor_command
from learnms.tui.review import viewing
from tests.factories import decks
from tests.tui.pilot import driven, flat, footer, page, press, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock

TWO = decks.deck(decks.SELF, decks.CLOZE)


async def test_i_shows_the_memory_and_goes_back(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(TWO), "enter", "i") as pilot:
        text = screen_text(pilot)
        assert "card first-dose-1a" in flat(pilot)
        assert "status new" in flat(pilot)
        assert "How is the first" not in text

        await press(pilot, "3", "x")
        assert "About this card" in screen_text(pilot)

        await press(pilot, "i")
        assert "How is the first" in screen_text(pilot)


async def test_i_shows_what_was_answered(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(TWO)
    async with driven(workspace, "enter", "space", "4"):
        clock.wait(timedelta(days=40))
    workspace.close()
    async with driven(make_workspace(TWO), "enter", "i") as pilot:
        text = flat(pilot)
        await press(pilot, "pagedown")
        text += flat(pilot)

    assert "status learning" in text
    assert "recall now" in text
    assert "reviews 1" in text
    assert "Easy" in text


async def test_a_patient_reads_no_numbers_about_memory(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.PATIENT, audience="patient"), who="patient")

    async with driven(workspace, "enter", "space", "2", "u", "i") as pilot:
        text = screen_text(pilot)

    assert "About this card" in text
    assert "%" not in text
    assert "difficulty" not in text


async def test_w_shows_the_words_of_the_deck(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(TWO), "enter", "space", "w") as pilot:
        assert "relapse New or returning MS symptoms that last at least a day." in flat(pilot)
        assert "1 Again" not in flat(pilot)

        await press(pilot, "escape")
        assert "1 Again" in flat(pilot)


async def test_no_grade_while_a_panel_hides_the_answer(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", "space", "i", "3") as pilot:
        assert "About this card" in screen_text(pilot)
        assert page(pilot).review.answered == 0


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vi", ["vi", "+7", "deck.yaml"]),
        ("/usr/bin/nvim -p", ["/usr/bin/nvim", "-p", "+7", "deck.yaml"]),
        ("nano", ["nano", "+7", "deck.yaml"]),
        ("emacs -nw", ["emacs", "-nw", "+7", "deck.yaml"]),
        ("code --wait", ["code", "--wait", "-g", "deck.yaml:7"]),
        ("hx", ["hx", "deck.yaml:7"]),
        ("ed", ["ed", "deck.yaml"]),
        ("'a b/vim'", ["a b/vim", "+7", "deck.yaml"]),
    ],
)
def test_editors_open_the_file_at_its_line(editor: str, command: list[str]) -> None:
    assert editor_command({"EDITOR": editor}, "deck.yaml", 7) == command


def test_visual_comes_first_and_none_is_none() -> None:
    assert editor_command({"VISUAL": "vim", "EDITOR": "nano"}, "d", 1) == ["vim", "+1", "d"]
    assert editor_command({}, "d", 1) is None
    assert editor_command({"EDITOR": "'"}, "d", 1) is None


def test_a_usual_editor_opens_the_file_where_none_is_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "learnms.tui.kit.editor.shutil.which", {"nano": "/bin/nano", "vi": "/bin/vi"}.get
    )

    assert editor_command({}, "d", 3) == ["nano", "+3", "d"]
    assert "set EDITOR" in edited_with({}, ["nano"])
    assert edited_with({"EDITOR": "vim"}, ["vim"]) == ""


async def test_without_an_editor_the_place_is_said(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(TWO), "enter", "e") as pilot:
        text = "".join(screen_text(pilot).split())

    assert "setEDITORorVISUAL." in text
    assert "deck-1.yaml:18" in text


async def test_the_editor_runs_and_the_card_is_read_anew(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[list[str]] = []
    deck = tmp_path / "library" / "deck-1.yaml"

    def edit(command: list[str], **_: Any) -> None:
        started.append(command)
        deck.write_text(
            deck.read_text("utf-8").replace("How is the first", "How exactly is the first"), "utf-8"
        )

    class Suspended:
        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setenv("EDITOR", "vim")
    monkeypatch.setattr(subprocess, "run", edit)
    monkeypatch.setattr(LearnmsApp, "suspend", lambda _: Suspended())

    async with driven(make_workspace(TWO), "enter", "e") as pilot:
        assert started == [["vim", "+18", str(deck)]]
        assert "How exactly is the first 600 mg" in screen_text(pilot)


async def test_where_no_editor_can_run_the_place_is_said(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "vim")

    async with driven(
        make_workspace(TWO), "enter", "e"
    ) as pilot:  # a test has no terminal to give away
        assert "vim could not be started" in " ".join(screen_text(pilot).split())


async def test_a_shipped_deck_is_copied_before_it_is_changed(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(viewing, "is_shipped", lambda _: True)
    workspace = make_workspace(TWO)
    copy = workspace.home_folder / "decks" / "deck-1.yaml"

    async with driven(workspace, "enter", "e") as pilot:
        assert "This deck is part of learnms." in screen_text(pilot)
        assert footer(pilot).startswith("y Copy and open  n No")

        await press(pilot, "n")
        assert not copy.exists()
        assert footer(pilot).startswith("space Show")

        await press(pilot, "e", "y")
        assert copy.read_text("utf-8") == (tmp_path / "library" / "deck-1.yaml").read_text("utf-8")
        assert "decks/deck-1.yaml:18" in "".join(screen_text(pilot).split())


def test_a_copy_takes_the_sources_along_and_is_never_written_over(tmp_path: Path) -> None:
    shipped, home = tmp_path / "shipped", tmp_path / "home"
    shipped.mkdir()
    (shipped / "a.yaml").write_text("one", "utf-8")
    (shipped / "sources.yaml").write_text("uspi: {}", "utf-8")

    copy, made = copy_to_own(str(shipped / "a.yaml"), home)
    assert made
    assert (copy.parent / "sources.yaml").read_text("utf-8") == "uspi: {}"

    copy.write_text("mine", "utf-8")
    assert copy_to_own(str(shipped / "a.yaml"), home) == (copy, False)
    assert copy.read_text("utf-8") == "mine"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one", "utf-8")
    (tmp_path / "home").write_text("a file", "utf-8")

    with pytest.raises(LearnmsError, match=r"a\.yaml cannot be written"):
        copy_to_own(str(tmp_path / "a.yaml"), tmp_path / "home")


def test_shipped_is_what_lies_with_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnms.paths.shipped_decks", lambda: tmp_path / "shipped")

    assert is_shipped(str(tmp_path / "shipped" / "x" / "a.yaml"))
    assert not is_shipped(str(tmp_path / "other" / "a.yaml"))


@pytest.mark.parametrize("card", [decks.SINGLE, decks.SELF])
async def test_a_patient_has_no_key_for_the_file_or_the_grade(
    make_workspace: Callable[..., Workspace], card: str
) -> None:
    workspace = make_workspace(decks.deck(card, audience="patient"), who="patient")

    async with driven(
        workspace, "enter", *(["1", "enter"] if card is decks.SINGLE else ["space"])
    ) as pilot:
        before = screen_text(pilot)
        assert " edit" not in before
        assert "override" not in before
        for key in ("e", "o"):
            await press(pilot, key)
            assert screen_text(pilot) == before


async def test_a_patient_finds_the_sources_behind_i(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE, audience="patient"), who="patient")

    async with driven(workspace, "enter", "1", "enter") as pilot:
        await press(pilot, "pagedown", "pagedown")
        assert "From 1 source, checked November 22, 2026" in flat(pilot)
        assert "prescribing information" not in screen_text(pilot)
        await press(pilot, "i")
        assert "OCREVUS prescribing information §2.1" in screen_text(pilot)
        assert ", line " not in screen_text(pilot)
