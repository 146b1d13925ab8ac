"""Erasing a learner from a synced folder: the files go, the marker stays."""

from __future__ import annotations

import json
from pathlib import Path

from learnms.engine.sync.folders import erase_from, erased_on
from learnms.paths import sync_program
from tests.factories.store import MONDAY


def test_erasing_removes_the_learners_files_and_no_others(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("stays")
    folder = tmp_path / "synced"
    for name in ("ada/one/000001.jsonl", "ada/two/000001.jsonl", "bob/one/000001.jsonl"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("{}\n")
    (folder / "ada" / "one" / "link").symlink_to(outside)
    (folder / "ada" / "also").symlink_to(tmp_path)

    assert erase_from(folder, "ada", MONDAY) == 4
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert left == {"ada/erased.json", "bob/one/000001.jsonl"}
    assert json.loads((folder / "ada" / "erased.json").read_text()) == {
        "learner_id": "ada",
        "day": "2026-11-23",
    }
    assert outside.read_text() == "stays"
    assert erased_on(folder / "ada", "ada") == "2026-11-23"
    assert erased_on(folder / "bob", "bob") is None
    assert erase_from(folder, "ada", MONDAY) == 0
    assert erase_from(folder, "eve", MONDAY) == 0
    assert not (folder / "eve").exists()


def test_a_marker_that_has_not_arrived_yet_counts_as_one(tmp_path: Path) -> None:
    (tmp_path / "erased (conflicted copy).json").write_text("")

    assert erased_on(tmp_path, "ada") == ""


def test_folders_of_sync_programs_are_recognized(tmp_path: Path) -> None:
    for place, program in {
        "Dropbox/a": "Dropbox",
        "Dropbox (Personal)/a": "Dropbox",
        "OneDrive - University/a": "OneDrive",
        "Library/Mobile Documents/a": "iCloud Drive",
        "GoogleDrive-ada/a": "Google Drive",
        "marked/a/b": "Syncthing",
        "dropboxes/a": None,
        "plain/a": None,
    }.items():
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        (tmp_path / "marked" / ".stfolder").mkdir(parents=True, exist_ok=True)
        assert sync_program(tmp_path / place) == program, place
