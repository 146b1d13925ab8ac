"""The preview of a deck file as lines, and a new card."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learnms.engine.preview.preview import Watched
from learnms.engine.workspace import Workspace
from learnms.plain.preview import run
from tests.engine.preview.test_preview import DECK
from tests.plain.test_plain_home import transcript

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


class Typed(io.StringIO):
    """Lines; before one of them something is done, as if it took the reader a while."""

    def __init__(self, lines: list[str | Callable[[], object]]) -> None:
        super().__init__()
        self._lines = iter(lines)

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        for line in self._lines:
            if isinstance(line, str):
                return f"{line}\n"
            line()
        return ""


def said(path: Path, *lines: str | Callable[[], object]) -> str:
    target = io.StringIO()
    run(Watched(str(path), lambda: NOW), Typed(list(lines)), target)
    return target.getvalue()


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "ward.yaml"
    path.write_text(DECK, "utf-8")
    return path


def test_a_card_its_answer_its_forms_and_its_findings(deck: Path) -> None:
    text = said(deck, "", "v", "", "n", "3", "", "h", "e", "?", "9", "x", "q")

    assert "Card 1 of 4, flashcard, form 1 of 2." in text
    assert "Answer: 600 mg" in text
    assert "flashcard, form 2 of 2." in text
    assert "This card cannot be shown" in text
    assert "Error LM104, line 12: unknown field `anser`" in text
    assert "Did you mean `answer`?\n" in text
    assert "Pulse 90" in text
    assert ". Listen: correct." in text
    assert f"File: {deck}, line 14." in text
    assert "list all findings" in text
    assert "Cards are numbered 1 to 4." in text


def test_findings_lead_to_their_cards(deck: Path) -> None:
    text = said(deck, "f", "f", "f", "l", "q")

    assert text.count("Error LM104") >= 2
    assert "Card 2 of 4" in text


def test_a_save_is_said_and_a_bad_one_keeps_the_cards(deck: Path) -> None:
    text = said(
        deck,
        "3",
        lambda: deck.write_text(DECK.replace("What first?", "What at once?"), "utf-8"),
        "",
        lambda: deck.write_text("- a\n", "utf-8"),
        "e",
        "1",
        "q",
    )

    first, second, third = text.split("read again.")
    assert "What at once?" not in first
    assert "What at once?" in second
    assert "The last save cannot be read" in third
    assert "Which dose?" in third


def test_a_bad_file_of_thresholds_is_said_and_the_cards_stay(deck: Path) -> None:
    thresholds = deck.parent / "learnms.toml"
    text = said(deck, lambda: thresholds.write_text("[check]\nnonsense = 1\n", "utf-8"), "e", "q")

    assert "`nonsense` is not a threshold" in text
    assert f"File: {deck}, line 4." in text


def test_a_card_is_added_in_lines(open_workspace: Callable[[], Workspace], deck_file: Path) -> None:
    before = deck_file.read_text("utf-8")
    card = ("", "Which vein?", "The arm's", "Easy to reach", "2", "§1", "2", "2")

    text = transcript(open_workspace(), "3", "new 1", *card, "y", "1", "q", "q")

    after = deck_file.read_text("utf-8")
    assert "To remove it, delete its lines there." in text
    assert after.startswith(before)
    added = [line.strip() for line in after[len(before) :].splitlines()]
    assert added[-6:] == [
        "ask: Which vein?",
        "answer: The arm's",
        "explain: Easy to reach",
        "source: book §1",
        "checked: 2026-11-22",
        "topic: basics",
    ]
    parts = open_workspace().queries.library.parts()
    assert any(part.part.card.startswith("which-vein-") for part in parts)


def test_a_card_that_is_not_confirmed_is_not_added(
    open_workspace: Callable[[], Workspace], deck_file: Path
) -> None:
    before = deck_file.read_text("utf-8")

    text = transcript(open_workspace(), "3", "new 1", "", "Which vein?", "q", "q")

    assert "Nothing changed" in text
    assert deck_file.read_text("utf-8") == before
