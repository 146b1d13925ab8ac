"""Names that are no text: a sentence, never a traceback."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import DECK

NOT_UTF8 = os.fsdecode(b"caf\xe9")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")


@pytest.mark.parametrize(
    "command", [("due",), ("decks",), ("stats",), ("review", "--plain"), ("--plain",)], ids=" ".join
)
def test_a_deck_whose_name_is_not_utf8_is_left_out_and_told(
    run: Run, deck_file: Path, command: tuple[str, ...]
) -> None:
    (deck_file.parent / f"{NOT_UTF8}.yaml").write_text(
        DECK.replace("small-deck", "other-deck"), "utf-8"
    )

    ran = run(*command, "--decks", str(deck_file.parent), typed="1\n1\nq\nq\n")

    assert ran.code == 0
    assert "1 deck file skipped (" in ran.err + ran.out
    assert "caf\\udce9.yaml" in ran.err + ran.out


def test_a_folder_whose_name_is_not_utf8_can_be_checked(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / NOT_UTF8
    folder.mkdir()
    (folder / "deck.yaml").write_text(DECK, "utf-8")

    assert run("check", str(folder)).code == 0
    assert run("due", "--decks", str(folder), "--json").json["decks"] == []
    assert "caf\\udce9" in run("check", str(folder / "gone.yaml")).err
