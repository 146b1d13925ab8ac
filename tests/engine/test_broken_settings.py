"""A settings file with faults: the good values hold, and nothing of it is lost when something is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from learnms.engine.start import Desk
from learnms.settings import FILE, read_settings

OpenDesk = Callable[[], Desk]


def test_what_fits_is_used_and_the_rest_is_named(tmp_path: Path, open_desk: OpenDesk) -> None:
    _write(tmp_path, 'who = "patient"\nnew_per_day = 3\ntarget = 5\n')

    desk = open_desk()

    assert desk.settings.who == "patient"
    assert desk.settings.new_per_day == 3
    assert "`target`" in (desk.notice or "")


def test_saving_keeps_the_broken_file_and_takes_the_notice_away(tmp_path: Path, open_desk: OpenDesk) -> None:
    _write(tmp_path, "new_per_day = \n")
    desk = open_desk()
    assert "is not valid TOML" in (desk.notice or "")

    desk.choose(replace(desk.settings, theme="light"))

    home = tmp_path / "home"
    assert (home / f"{FILE}.broken").read_text() == "new_per_day = \n"
    assert read_settings(home).theme == "light"
    assert desk.notice == "The settings.toml that could not be read is kept as settings.toml.broken."

    desk.choose(replace(desk.settings, theme="dark"))
    assert not (home / f"{FILE}.broken2").exists()
    assert open_desk().notice is None


def _write(folder: Path, text: str) -> None:
    (folder / "home").mkdir()
    (folder / "home" / FILE).write_text(text)
